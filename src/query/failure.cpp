#include "query/failure.hpp"

#include "query/limits.hpp"
#include "text/similarity.hpp"
#include "text/utf8.hpp"

#include <fmt/format.h>

#include <utility>

namespace kith::query {

namespace {

/// Longest piece of the caller's text that a message repeats, in code points.
constexpr int longest_quote = 60;

[[noreturn]] void fail_with(Code code, Position at, const Phrase& message,
                            std::vector<std::pair<std::string, std::string>> arguments) {
    ErrorDetail detail;
    std::string en = message.en;
    detail.message_ja = message.ja;
    if (at.line > 0) {
        en = fmt::format("line {}, column {}: {}", at.line, at.column, message.en);
        detail.message_ja = fmt::format("{}行{}桁: {}", at.line, at.column, message.ja);
        arguments.emplace_back("line", std::to_string(at.line));
        arguments.emplace_back("column", std::to_string(at.column));
    }
    detail.arguments = std::move(arguments);
    throw Error(code, en, detail);
}

}  // namespace

Phrase quote(std::string_view text) {
    std::size_t at = 0;
    int length = 0;
    while (at < text.size() && length < longest_quote) {
        text::next_code_point(text, at);
        ++length;
    }
    const std::string_view shown = text.substr(0, at);
    const char* more = at < text.size() ? "..." : "";
    return {fmt::format("'{}{}'", shown, more), fmt::format("「{}{}」", shown, more)};
}

void fail(Position at, const Phrase& expected, const Phrase& found, std::string_view nearest) {
    Phrase message{fmt::format("expected {}, found {}", expected.en, found.en),
                   fmt::format("{}が必要ですが、{}があります", expected.ja, found.ja)};
    if (!nearest.empty()) {
        message.en += fmt::format("; did you mean '{}'?", nearest);
        message.ja += fmt::format("。「{}」のことですか？", nearest);
    }
    fail_with(Code::parse, at, message,
              {{"expected", expected.en}, {"found", found.en}, {"nearest", std::string(nearest)}});
}

void fail(Position at, const Phrase& message) { fail_with(Code::parse, at, message, {}); }

void fail_limit(Position at, const Phrase& what, std::size_t limit) {
    const auto bound = std::to_string(limit);
    fail_with(Code::limit, at,
              {fmt::format("{}: at most {} are allowed", what.en, bound),
               fmt::format("{}は{}までです", what.ja, bound)},
              {{"limit", bound}});
}

void fail_currency(Position at, std::string_view found) {
    fail(at, {"a currency of ISO 4217 such as 'USD' or 'JPY'", "「USD」「JPY」のようなISO 4217の通貨"},
         quote(found));
}

Level::Level(int& depth, Position at) : depth_(depth) {
    if (depth_ == limits::depth)
        fail_limit(at, {"levels of parentheses, 'not' and segments", "括弧・not・セグメントの入れ子の段数"},
                   static_cast<std::size_t>(limits::depth));
    ++depth_;
}

std::string nearest_of(std::string_view word, const std::vector<std::string>& known) {
    const std::vector<std::string_view> views(known.begin(), known.end());
    return std::string(text::nearest(word, views));
}

}  // namespace kith::query
