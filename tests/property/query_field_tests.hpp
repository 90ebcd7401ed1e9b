// Random tests of fields against fields, and the orders of queries.
#pragma once

#include "query_history_tests.hpp"

#include <string>

namespace query_test {

class FieldTests : protected HistoryTests {
protected:
    using HistoryTests::HistoryTests;

    /// A window of time for a figure, often none.
    std::string window(const std::string& relation);
    /// One field against another; empty: records of the type have none to compare.
    std::string between_fields(const std::string& type);
    /// So long after or before another time, or one of several; empty: they have no times.
    std::string distance(const std::string& type);
};

}  // namespace query_test
