#include "query/renaming.hpp"

#include "query/lexer.hpp"
#include "query/printer.hpp"
#include "query/run.hpp"
#include "query/segment_check.hpp"
#include "text/fold.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace kith::query {

namespace {

bool same_place(Position a, Position b) { return a.line == b.line && a.column == b.column; }

/// Where a place is in the text, in bytes.
std::size_t offset_of(std::string_view text, Position place) {
    std::size_t at = 0;
    Position now{1, 1};
    while (at < text.size() && !same_place(now, place)) {
        if (text::next_code_point(text, at) == U'\n')
            now = {now.line + 1, 1};
        else
            ++now.column;
    }
    return at;
}

/// The names in a query that are records of the type, by place.
std::vector<Position> places(store::Connection& connection, std::string_view query, const RecordType& of,
                             const RecordType& type, const std::set<std::string>& former) {
    std::vector<Position> found;
    try {
        for (const bound::Mention& mention : prepare(connection, of, query, {}).mentions)
            if (mention.type == &type && former.count(text::fold(mention.name)) > 0)
                found.push_back(mention.at);
    } catch (const Error& error) {  // it was broken before, and `verify` says so
        if (error.code() != Code::parse && error.code() != Code::limit) throw;
    }
    return found;
}

}  // namespace

std::string renamed(store::Connection& connection, std::string_view query, const RecordType& of,
                    const RecordType& type, const std::set<std::string>& former, std::string_view name) {
    std::string text(query);
    const std::vector<Position> found = places(connection, query, of, type, former);
    if (found.empty()) return text;
    Literal literal;
    literal.text = name;
    const std::string written = print(literal);
    const std::vector<Token> tokens = lex(query);
    for (std::size_t i = tokens.size(); i-- > 0;) {  // from behind, so that the places before stay
        const bool named = std::any_of(found.begin(), found.end(),
                                       [&](Position place) { return same_place(place, tokens[i].at); });
        if (!named || tokens[i].kind == Token::Kind::end) continue;
        const Token& next = tokens[i + 1];  // the last one is the end
        const std::size_t begin = offset_of(query, tokens[i].at);
        const bool last = next.kind == Token::Kind::end;
        const std::size_t end = last ? query.size() : offset_of(query, next.at);
        text.replace(begin, end - begin, written + (last || next.glued ? "" : " "));
    }
    return text;
}

std::size_t rename_in_segments(Transaction& tx, const RecordType& type, const std::set<std::string>& former,
                               std::string_view name) {
    std::size_t changed = 0;
    for (Segment& segment : live_segments(tx.connection())) {
        const RecordType* of = find_record_type(segment.record_type);
        if (of == nullptr || segment.query.empty()) continue;
        std::string query = renamed(tx.connection(), segment.query, *of, type, former, name);
        if (query == segment.query) continue;
        segment.query = std::move(query);
        tx.update(segment);
        ++changed;
    }
    return changed;
}

}  // namespace kith::query
