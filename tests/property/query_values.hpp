// Random tests of single values: what each type has for operators, and values that meet those of the base.
#pragma once

#include "query_generator.hpp"

#include <string>
#include <vector>

namespace query_test {

class ValueTests {
protected:
    explicit ValueTests(Random& random) : random_(random) {}

    [[nodiscard]] static std::string quoted(const std::string& text);
    /// "every " now and then, where there may be several values.
    std::string every(bool may);
    std::string text_test(const std::string& path, const std::vector<std::string>& values, bool many);
    std::string ordered_test(const std::string& path, const std::vector<std::string>& values, bool many,
                             bool list = true);
    std::string date_test(const std::string& path, bool many);
    std::string time_test(const std::string& path, bool many);
    std::string anniversary_test(const std::string& path);
    /// A unit of the calendar, by itself or several in a row: "this week", "last 2 months", "fiscal year 2025".
    std::string period();
    std::string period_test(const std::string& path, bool many);
    std::string choice_test(const std::string& path, const std::vector<std::string>& names, bool many);
    std::string flag_test(const std::string& path);
    std::string text_test_of_choices(const std::string& path);

    Random& random_;
};

}  // namespace query_test
