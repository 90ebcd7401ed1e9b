#include "query/functions.hpp"

#include "text/fold.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

namespace kith::query {

namespace {

using store::Cell;
using store::CellType;
using store::OwnedCell;

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// Behind the character at `at`.
std::size_t next_character(std::string_view text, std::size_t at) {
    ++at;
    while (at < text.size() && is_continuation(text[at])) ++at;
    return at;
}

OwnedCell fold(std::span<const Cell> arguments) {
    const Cell& cell = arguments.front();
    if (cell.type != CellType::text) return OwnedCell(cell);
    return OwnedCell(Cell::of(std::string_view(text::fold(cell.text))));
}

OwnedCell forms(std::span<const Cell> arguments) {
    std::vector<std::string> parts;
    for (const Cell& cell : arguments) {
        if (cell.type == CellType::text) parts.push_back(text::fold(cell.text));
    }
    std::string lines;
    const auto line = [&](const std::vector<std::string>& words, std::string_view between) {
        lines += '\n';
        for (std::size_t i = 0; i < words.size(); ++i) {
            if (i > 0) lines += between;
            lines += words[i];
        }
        lines += '\n';
    };
    // A form of three parts is only worth writing where all are there: the shorter one has the others.
    const bool complete = parts.size() == arguments.size() || arguments.size() <= 2;
    if (!parts.empty() && complete) {
        const bool spaceless =
            std::none_of(parts.begin(), parts.end(), [](const std::string& p) { return text::is_ascii(p); });
        line(parts, " ");
        if (parts.size() > 1 && spaceless) line(parts, "");
        if (parts.size() > 1) {
            std::rotate(parts.begin(), parts.end() - 1, parts.end());
            line(parts, " ");
            if (spaceless) line(parts, "");
        }
    }
    return OwnedCell(Cell::of(std::string_view(lines)));
}

OwnedCell like(std::span<const Cell> arguments) {
    if (arguments[0].type != CellType::text || arguments[1].type != CellType::text) return {};
    std::string_view lines = arguments[0].text;
    bool found = false;
    while (!found) {
        const std::size_t end = std::min(lines.find('\n'), lines.size());
        // a folded text has no line breaks; those of kith_forms leave empty lines between
        const bool between = end == 0 && lines.size() > 0;
        found = !between && is_like(lines.substr(0, end), arguments[1].text);
        if (end >= lines.size()) break;
        lines.remove_prefix(end + 1);
        if (lines.empty()) break;
    }
    return OwnedCell(Cell::of(std::int64_t{found}));
}

}  // namespace

bool is_like(std::string_view text, std::string_view pattern) {
    std::size_t t = 0;
    std::size_t p = 0;
    std::size_t star = std::string_view::npos;  // behind the last %
    std::size_t retry = 0;                      // where its text would go on
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '%') {
            star = ++p;
            retry = t;
        } else if (p < pattern.size() && pattern[p] == '_') {
            t = next_character(text, t);
            ++p;
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++t;
            ++p;
        } else if (star != std::string_view::npos) {
            p = star;
            retry = next_character(text, retry);
            t = retry;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '%') ++p;
    return p == pattern.size();
}

void install_functions(store::Connection& connection) {
    connection.create_function("kith_fold", 1, fold);
    connection.create_function("kith_forms", -1, forms);
    connection.create_function("kith_like", 2, like);
}

}  // namespace kith::query
