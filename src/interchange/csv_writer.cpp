#include "interchange/csv.hpp"

#include <algorithm>

namespace kith::interchange {

namespace {

// Whether a spreadsheet would take the field for a formula that can do more than show a number.
bool runs_as_formula(std::string_view field) noexcept {
    if (field.empty() || std::string_view("=+-@\t\r").find(field.front()) == std::string_view::npos) {
        return false;
    }
    const bool sign = field.front() == '+' || field.front() == '-';
    return !sign || field.find_first_not_of("0123456789 +-.()") != std::string_view::npos;
}

bool needs_quotes(std::string_view field, char delimiter) noexcept {
    return !field.empty() && (field.front() == ' ' || field.back() == ' ' ||
                              std::any_of(field.begin(), field.end(), [&](char c) {
                                  return c == delimiter || c == '"' || c == '\n' || c == '\r';
                              }));
}

}  // namespace

std::string csv_row(std::span<const std::string> fields, char delimiter, bool guard_formulas) {
    std::string row;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i != 0) {
            row.push_back(delimiter);
        }
        std::string field = (guard_formulas && runs_as_formula(fields[i]) ? "'" : "") + fields[i];
        if (needs_quotes(field, delimiter) || (fields.size() == 1 && field.empty())) {
            row.push_back('"');
            for (const char c : field) {
                row.append(c == '"' ? 2 : 1, c);
            }
            row.push_back('"');
        } else {
            row.append(field);
        }
    }
    return row + "\r\n";
}

}  // namespace kith::interchange
