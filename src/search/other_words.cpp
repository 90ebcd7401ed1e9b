#include "search/other_words.hpp"

#include "text/fold.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace kith::search {

namespace {

/// So few look-ups take less time than finding out whether reading pays.
constexpr std::size_t few = 64;
/// A look-up takes the time of reading about so many rows.
constexpr std::size_t rows_per_lookup = 20;

}  // namespace

OtherWords::OtherWords(store::Connection& connection, const std::vector<std::int64_t>& kinds,
                       const std::vector<Wanted>& words, const Wanted& but)
    : connection_(connection), kinds_(kinds) {
    for (const Wanted& word : words)
        if (&word != &but) words_.push_back({.wanted = &word});
}

bool OtherWords::of(std::int64_t kind, std::int64_t record) {
    if (words_.empty()) return true;
    if (!read_ && worth_reading()) {
        for (Word& word : words_) read(word);
        read_ = true;
    }
    const Key key(kind, record);
    const bool without_one = std::any_of(words_.begin(), words_.end(), [&](const Word& word) {
        return word.known && !std::binary_search(word.records.begin(), word.records.end(), key);
    });
    if (without_one) return false;
    const bool all_known =
        std::all_of(words_.begin(), words_.end(), [](const Word& word) { return word.known; });
    return all_known || look_up(key);
}

bool OtherWords::worth_reading() {
    if (++looked_up_ < few) return false;
    if (looked_up_ == few) rows_ = count_rows();
    return looked_up_ * rows_per_lookup >= rows_;
}

std::size_t OtherWords::count_rows() {
    std::size_t rows = 0;
    store::Statement statement = connection_.prepare(
        "SELECT count(*) FROM (SELECT 1 FROM name_token WHERE token >= ?1 AND token < ?2 LIMIT ?3)");
    for (const Word& word : words_)
        for (const TokenClass token_class : token_classes)
            for (const std::int64_t kind : kinds_)
                each_range(*word.wanted, token_class, kind, [&](const std::string& begin) {
                    statement.reset();
                    statement.bind_all(begin, text::prefix_upper_bound(begin),
                                       static_cast<std::int64_t>(most_rows));
                    if (statement.step()) rows += static_cast<std::size_t>(statement.integer(0));
                });
    return rows;
}

void OtherWords::read(Word& word) {
    store::Statement statement =
        connection_.prepare("SELECT record_id FROM name_token WHERE token >= ?1 AND token < ?2");
    bool all = true;
    for (const TokenClass token_class : token_classes)
        for (const std::int64_t kind : kinds_)
            each_range(*word.wanted, token_class, kind, [&](const std::string& begin) {
                statement.reset();
                statement.bind_all(begin, text::prefix_upper_bound(begin));
                while (all && statement.step()) {
                    word.records.emplace_back(kind, statement.integer(0));
                    all = word.records.size() < most_rows;
                }
            });
    if (!all) word.records = {};
    word.known = all;
    std::sort(word.records.begin(), word.records.end());
}

bool OtherWords::look_up(const Key& key) {
    std::vector<std::string> tokens;
    store::Statement statement =
        connection_.prepare("SELECT token FROM name_token WHERE record_id = ?1 AND kind = ?2");
    for (statement.bind_all(key.second, key.first); statement.step();) tokens.push_back(statement.string(0));
    const std::size_t start = stored(TokenClass::word, key.first, {}).size();
    return std::all_of(words_.begin(), words_.end(), [&](const Word& word) {
        return word.known || std::any_of(tokens.begin(), tokens.end(), [&](const std::string& token) {
                   return word.wanted->begins(static_cast<TokenClass>(token[0]),
                                              std::string_view(token).substr(start));
               });
    });
}

}  // namespace kith::search
