// Patterns over texts: like, regex, sounds like, similar to.
#include "query/failure.hpp"
#include "query/limits.hpp"
#include "query/literals.hpp"
#include "query/printer.hpp"
#include "query/wanted_words.hpp"
#include "text/fold.hpp"
#include "text/regex.hpp"
#include "text/sounds.hpp"

#include <fmt/format.h>

#include <utility>

namespace kith::query {

using bound::Match;
using bound::Place;

namespace {

/// Throws for what is no pattern, or too much of one.
void check_regex(const std::string& pattern, const Literal& literal) {
    const auto compiled = text::Regex::compile(pattern);
    const auto* problem = std::get_if<text::RegexProblem>(&compiled);
    if (problem == nullptr) return;
    const std::string en = fmt::format("{} (character {} of the pattern)", problem->en, problem->at);
    const std::string ja = fmt::format("{}（パターンの{}文字目）", problem->ja, problem->at);
    if (problem->limit > 0) fail_limit(literal.at, {en, ja}, problem->limit);
    fail(literal.at, {"a regular expression: " + en, "正規表現: " + ja}, quote(pattern));
}

}  // namespace

std::vector<Match> Literals::patterns(const Place& place, Operator op, const std::vector<Given>& values) {
    bound::TextMatch match;
    match.op = op;
    const Given& last = values.back();
    const bool number = last.value != nullptr || last.literal.kind == Literal::Kind::number;
    // texts of one list parameter stand at one place, a number behind "by" at another
    const bool apart = last.literal.at.column != values.front().literal.at.column;
    const bool least = op == Operator::similar_to && values.size() > 1 && (number || apart);
    for (std::size_t i = 0; i < values.size() - (least ? 1 : 0); ++i) {
        const Literal& literal = values[i].literal;
        const std::string written = text_of(place, values[i]);
        if (op == Operator::matches) {
            (void)words_to_find(written, literal.at);
            match.needles.push_back(written);
            continue;
        }
        if (written.size() > limits::pattern_bytes)
            fail_limit(literal.at, {"bytes of a pattern", "パターンのバイト数"}, limits::pattern_bytes);
        const std::string folded = text::fold(written);
        if (op == Operator::regex) check_regex(written, literal);
        if (op == Operator::sounds_like && text::Sounds(folded).empty())
            fail(literal.at, {"a word that sounds", "読みのある言葉"}, quote(written));
        match.needles.push_back(op == Operator::regex ? written : folded);
    }
    if (op == Operator::matches) match.read = reading_of(place);
    if (least) {
        const store::OwnedCell given = number_of(place, FieldType::real, last).first;
        const store::Cell cell = given.view();
        match.least = cell.type == store::CellType::integer ? static_cast<double>(cell.integer) : cell.real;
        if (!(match.least >= 0.5 && match.least <= 1)) {
            fail(last.literal.at, {"a number from 0.5 to 1", "0.5から1までの数"}, quote(print(last.literal)));
        }
    }
    return {Match{std::move(match)}};
}

}  // namespace kith::query
