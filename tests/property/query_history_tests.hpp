// Random tests of what was: histories of fields, stays in stages, and the parts of behaviour.
#pragma once

#include "query_values.hpp"

#include <string>
#include <vector>

namespace query_test {

class HistoryTests : protected ValueTests {
protected:
    using ValueTests::ValueTests;

    /// A history of one of the fields that records of `type` have one of; empty: they have none. `path` stands before it.
    std::string field_history(const std::string& type, const std::string& path);
    std::string stay_test();
    /// A kind of event, or the subject of an own one.
    std::string deed_kind();
    std::string duration();
    /// A window of time, with the space before it.
    std::string past_window();
};

}  // namespace query_test
