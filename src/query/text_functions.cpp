// The SQL functions that look for patterns, sounds and likeness in folded text.
//
// They get the same pattern for every row: what is made of it is kept by the thread. Their work is charged to the
// statement's bound, because it is not in proportion to the text alone.
#include "query/functions.hpp"
#include "query/kept.hpp"
#include "query/limits.hpp"
#include "store/work.hpp"
#include "text/fold.hpp"
#include "text/regex.hpp"
#include "text/similarity.hpp"
#include "text/sounds.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace kith::query {

namespace {

using store::Cell;
using store::CellType;
using store::OwnedCell;

/// About so many of a function's own steps take as long as one of SQLite's machine.
constexpr std::int64_t steps_of_one = 4;

/// True when `fits` says so of one of the lines; those of kith_forms leave empty ones between.
template <class Fits>
bool any_line(std::string_view lines, Fits&& fits) {
    if (lines.find('\n') == std::string_view::npos) return fits(lines);
    while (!lines.empty()) {
        const std::size_t end = std::min(lines.find('\n'), lines.size());
        if (end > 0 && fits(lines.substr(0, end))) return true;
        lines.remove_prefix(std::min(end + 1, lines.size()));
    }
    return false;
}

bool are_texts(const Cell& a, const Cell& b) { return a.type == CellType::text && b.type == CellType::text; }

OwnedCell regex(std::span<const Cell> arguments) {
    if (!are_texts(arguments[0], arguments[1])) return {};
    struct Compiled {
        std::variant<text::Regex, text::RegexProblem> regex;
    };
    const auto& compiled =
        kept<Compiled>(arguments[1].text, [&] { return Compiled{text::Regex::compile(arguments[1].text)}; });
    const auto* pattern = std::get_if<text::Regex>(&compiled.regex);
    if (pattern == nullptr) return {};  // the checker has refused it
    const std::int64_t left = store::work_left();
    const std::int64_t most = left > INT64_MAX / steps_of_one ? INT64_MAX : left * steps_of_one;
    std::int64_t budget = most;
    const bool found =
        any_line(arguments[0].text, [&](std::string_view line) { return pattern->search(line, budget); });
    store::charge(budget < 0 ? left + 1 : (most - budget) / steps_of_one);
    return truth(found);
}

OwnedCell sounds(std::span<const Cell> arguments) {
    if (!are_texts(arguments[0], arguments[1])) return {};
    const auto& wanted =
        kept<text::Sounds>(arguments[1].text, [&] { return text::Sounds(arguments[1].text); });
    constexpr std::int64_t steps_of_byte = 20;  // to fold it and to read it aloud
    return truth(any_line(arguments[0].text, [&](std::string_view line) {
        store::charge(steps_of_byte * static_cast<std::int64_t>(line.size()));
        return store::work_left() > 0 && wanted.in(line);
    }));
}

OwnedCell similar(std::span<const Cell> arguments) {
    if (!are_texts(arguments[0], arguments[1])) return {};
    const double least = arguments[2].type == CellType::real ? arguments[2].real : 0;
    const auto length = static_cast<std::int64_t>(text::code_points(arguments[1].text));
    return truth(any_line(arguments[0].text, [&](std::string_view line) {
        store::charge(length * static_cast<std::int64_t>(std::min(line.size(), limits::similar_bytes)));
        return is_similar(line, arguments[1].text, least);
    }));
}

}  // namespace

bool is_similar(std::string_view a, std::string_view b, double least) {
    if (a.size() > limits::similar_bytes || b.size() > limits::similar_bytes) return false;
    const double likeness = text::jaro_winkler(a, b);
    if (least > 0) return likeness >= least;
    if (likeness >= similar_enough) return true;
    const auto third = static_cast<int>(std::max(text::code_points(a), text::code_points(b)) / 3);
    return text::damerau_levenshtein(a, b, third) <= third;
}

void install_text_functions(store::Connection& connection) {
    connection.create_function("kith_regex", 2, regex);
    connection.create_function("kith_sounds", 2, sounds);
    connection.create_function("kith_similar", 3, similar);
}

}  // namespace kith::query
