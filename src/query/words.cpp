#include "query/words.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace kith::query {

namespace {

constexpr std::array<std::pair<std::string_view, Unit>, 8> units{{
    {"second", Unit::second},
    {"minute", Unit::minute},
    {"hour", Unit::hour},
    {"day", Unit::day},
    {"week", Unit::week},
    {"month", Unit::month},
    {"quarter", Unit::quarter},
    {"year", Unit::year},
}};

constexpr std::array<std::pair<std::string_view, Function>, 9> functions{{
    {"count", Function::count},
    {"sum", Function::sum},
    {"min", Function::minimum},
    {"max", Function::maximum},
    {"avg", Function::average},
    {"first", Function::first},
    {"last", Function::last},
    {"anniversary", Function::anniversary},
    {"tile", Function::tile},
}};

template <std::size_t n>
bool any_of(std::string_view word, const std::array<std::string_view, n>& words) noexcept {
    return std::any_of(words.begin(), words.end(), [&](std::string_view w) { return same_word(word, w); });
}

}  // namespace

bool same_word(std::string_view word, std::string_view lower_case) noexcept {
    return std::equal(word.begin(), word.end(), lower_case.begin(), lower_case.end(), [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
    });
}

std::optional<Unit> find_unit(std::string_view word) noexcept {
    for (const auto& [name, unit] : units) {
        if (same_word(word, name)) return unit;
        if (word.size() == name.size() + 1 && (word.back() | 0x20) == 's' &&
            same_word(word.substr(0, name.size()), name)) {
            return unit;
        }
    }
    return std::nullopt;
}

std::string_view name_of(Unit unit) noexcept {
    if (unit == Unit::fiscal_quarter) return "fiscal quarter";
    if (unit == Unit::fiscal_year) return "fiscal year";
    for (const auto& [name, value] : units) {
        if (value == unit) return name;
    }
    return {};
}

std::string_view name_of(Function function) noexcept {
    for (const auto& [name, value] : functions) {
        if (value == function) return name;
    }
    return {};
}

std::optional<Function> find_function(std::string_view word) noexcept {
    for (const auto& [name, value] : functions) {
        if (same_word(word, name)) return value;
    }
    return std::nullopt;
}

bool reserved_as_operand(std::string_view word) noexcept {
    static constexpr std::array<std::string_view, 13> words{
        "and", "or", "not", "has", "every", "in", "order", "limit", "count", "sum", "min", "max", "avg"};
    return any_of(word, words);
}

bool goes_on(std::string_view word) noexcept {
    static constexpr std::array<std::string_view, 38> words{
        "is",     "not",   "does",    "contains", "contain", "starts",   "start",  "ends",
        "end",    "like",  "between", "in",       "within",  "on",       "during", "since",
        "before", "after", "until",   "more",     "less",    "exactly",  "and",    "or",
        "order",  "limit", "asc",     "desc",     "offset",  "sounds",   "sound",  "similar",
        "regex",  "under", "was",     "changed",  "never",   "unchanged"};
    return any_of(word, words);
}

bool reserved_as_value(std::string_view word) noexcept {
    static constexpr std::array<std::string_view, 6> words{"and", "or", "not", "order", "limit", "offset"};
    return any_of(word, words);
}

}  // namespace kith::query
