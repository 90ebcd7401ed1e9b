// The part of the parser that reads what was and what was done: history of fields, stays in stages, behaviour.
#pragma once

#include "query/parser_tests.hpp"

#include <vector>

namespace kith::query {

/// Reads `stage was ever Lead`, `in stage Lead for more than 14 days`, `did visit at least 3 times within last 30 days`.
class HistoryParser : protected TestParser {
protected:
    using TestParser::TestParser;

    /// True behind a path, where its history begins.
    [[nodiscard]] bool at_history() const;
    /// What stands behind the path.
    [[nodiscard]] History history(Path path);
    /// Behind `in stage`.
    [[nodiscard]] Stay stay();
    /// True at `did`, `stopped` or `restarted` before the kind of an event.
    [[nodiscard]] bool at_behaviour() const;
    [[nodiscard]] Behaviour behaviour();
    /// True behind `first KIND (...)`, where its window begins.
    [[nodiscard]] bool at_first_of_kind(const Operand& operand) const;
    [[nodiscard]] Behaviour first_of_kind(Operand operand);
    /// A whole number, or a parameter.
    Literal amount();

private:
    [[nodiscard]] bool at_window() const;
    /// A window of time, if there is one.
    [[nodiscard]] std::vector<Window> optional_window();
    Window window();
    Deed deed();
};

}  // namespace kith::query
