// Words to be found: what full text asks its index, and how it reads one field.
#include "query/check_tests.hpp"
#include "query/failure.hpp"
#include "query/wanted_words.hpp"
#include "search/document.hpp"
#include "search/pieces.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace kith::query {

using TextRead = bound::TextMatch::Read;

namespace {

const search::Searched* searched(const RecordType& type) {
    for (const search::Searched& each : search::searched_types())
        if (each.type == &type) return &each;
    return nullptr;
}

/// How many lists of words a question reads. Those of a beginning are made for it, and a short one begins many words.
std::int64_t phrases_of(const std::string& match) {
    constexpr std::int64_t of_short_beginning = 16;
    std::int64_t phrases = 0;
    bool open = false;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < match.size(); ++at) {
        if (match[at] != '"') continue;
        open = !open;
        if (open) {
            begin = at + 1;
            continue;
        }
        const bool beginning = at + 1 < match.size() && match[at + 1] == '*';
        phrases += beginning && at - begin < 3 ? of_short_beginning : 1;
    }
    return phrases;
}

}  // namespace

std::vector<search::Term> words_to_find(const std::string& text, Position at) {
    search::TooMuch too_much{};
    std::vector<search::Term> terms = search::wanted_terms(text, true, &too_much);
    if (too_much == search::TooMuch::terms)
        fail_limit(at, {"words to look for", "探す言葉の数"}, search::most_terms);
    if (too_much == search::TooMuch::bytes)
        fail_limit(at, {"bytes of a word to look for", "探す言葉のバイト数"}, search::longest_term);
    if (terms.empty()) fail(at, {"words to look for", "探す言葉"}, quote(text));
    return terms;
}

TextRead reading_of(const bound::Place& place) {
    const bound::Attribute& attribute = *place.attribute;
    if (attribute.kind == bound::Attribute::Kind::composite) return TextRead::names;
    if (attribute.kind != bound::Attribute::Kind::field) return TextRead::prose;
    for (const search::Searched& type : search::searched_types()) {
        for (const search::SearchedField& each : type.fields) {
            if (each.field != attribute.field) continue;
            return each.role == search::Role::name    ? TextRead::name
                   : each.role == search::Role::title ? TextRead::title
                                                      : TextRead::prose;
        }
        for (const search::SearchedPoint& each : type.points)
            if (each.field == attribute.field) return TextRead::point;
    }
    return attribute.field->is(records::main) && place.element == nullptr ? TextRead::name : TextRead::prose;
}

bound::Condition TestChecker::full_text(const FullText& text, const Scope& scope) {
    const Position at = text.words.at;
    if (scope.type == nullptr)
        fail(at, {"a condition on the element", "要素についての条件"}, quote("matches ..."));
    if (searched(*scope.type) == nullptr) {
        std::string names;
        for (const search::Searched& each : search::searched_types())
            names += (names.empty() ? "" : ", ") + std::string(each.type->name);
        fail(at, {"a record type that full text looks through: " + names, "全文検索の対象の種別: " + names},
             quote(scope.type->name));
    }
    relates(1, at);
    bound::FullText result;
    result.match =
        search::question(words_to_find(literals_.words(text.words), at), search::Reach::anything).match;
    result.phrases = phrases_of(result.match);
    result.index = fmt::format("{} {}", search::full_text_version, environment_.settings.region);
    return {std::move(result)};
}

}  // namespace kith::query
