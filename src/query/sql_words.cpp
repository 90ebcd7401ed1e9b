// Words to be found, as SQL: the index is asked once for all records, one field by a function for each row.
#include "query/sql_builder.hpp"
#include "records/plan.hpp"

#include <fmt/format.h>

#include <string>

namespace kith::query {

/// Also where a few records are asked: a beginning of a word is put together from all words that begin so, which is
/// dearer to do for each record than to go through what is found once.
Fragment SqlBuilder::write(const bound::FullText& text, const Row& row) {
    const std::string match = bind(text.match);
    const std::string phrases = bind(text.phrases);
    const std::string index = bind(text.index);
    return atom(fmt::format("{}.id IN (SELECT found.rowid >> 8 FROM search_index AS found WHERE "
                            "found.search_index MATCH kith_ask({}, {}, (SELECT max(id) FROM search_doc), {}) "
                            "AND kith_found(found.rowid, {}))",
                            row.alias, match, phrases, index, row.type->number),
                2 * subselect_stack + 10, 14);
}

std::string SqlBuilder::words_call(const bound::TextMatch& match, const Column& column,
                                   const std::string& words) {
    const bool plain = !column.value.empty() && column.shown.empty();
    std::string texts = plain ? column.value : column.folded;  // of a member, which may be a number, its text
    // What is stored to compare it by: of an address in parts there is no other text, a number is found by its digits.
    if (plain && column.indexed && column.folded != column.value) texts += ", " + column.folded;
    if (plain && column.indexed && !column.exact.empty()) texts += ", " + column.exact;
    return fmt::format("kith_matches({}, {}, {})", static_cast<int>(match.read), words, texts);
}

std::string SqlBuilder::words_call(const records::Composite& composite, const Row& row,
                                   const std::string& words) {
    std::string texts;
    for (const auto& form : composite.forms) {
        std::string parts;
        for (const std::string_view part : form)
            parts += (parts.empty() ? "" : ", ") + column(row, row.type->field(part)->column);
        texts += fmt::format("{}kith_parts({})", texts.empty() ? "" : " || ", parts);
    }
    return fmt::format("kith_matches({}, {}, {})", static_cast<int>(bound::TextMatch::Read::names), words,
                       texts);
}

}  // namespace kith::query
