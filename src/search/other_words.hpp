// The other words of a search as one types: which records have them all.
#pragma once

#include "search/tokens.hpp"
#include "store/connection.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace kith::search {

/// Several words: rows of a word's tokens that are looked at before the search gives up.
inline constexpr std::size_t most_rows = 200'000;

/// Calls `take` with the beginning, as it is stored, of each range of tokens of a class that begin with the word.
template <class Take>
void each_range(const Wanted& word, TokenClass token_class, std::int64_t kind, Take&& take) {
    for (const std::string& prefix : word.prefixes) take(stored(token_class, kind, prefix));
    if (token_class != TokenClass::reading) return;
    for (const std::string& prefix : word.readings) take(stored(token_class, kind, prefix));
}

/// Tells which records have every word of a search but one. It looks up the tokens of each record until that has taken about
/// as long as reading, once, whose tokens begin with those words; so that it takes at most about twice the time of the
/// better way.
class OtherWords {
public:
    /// All of these must outlive it.
    OtherWords(store::Connection& connection, const std::vector<std::int64_t>& kinds,
               const std::vector<Wanted>& words, const Wanted& but);

    /// True when each of the words begins some token of the record.
    [[nodiscard]] bool of(std::int64_t kind, std::int64_t record);

private:
    using Key = std::pair<std::int64_t, std::int64_t>;  // kind, record
    struct Word {
        const Wanted* wanted = nullptr;
        std::vector<Key> records{};  // that have it, sorted; not read yet, or too many: none
        bool known = false;          // `records` are all
    };

    [[nodiscard]] bool worth_reading();
    [[nodiscard]] std::size_t count_rows();
    void read(Word& word);
    [[nodiscard]] bool look_up(const Key& key);

    store::Connection& connection_;
    const std::vector<std::int64_t>& kinds_;
    std::vector<Word> words_{};
    bool read_ = false;
    std::size_t looked_up_ = 0;
    std::size_t rows_ = 0;
};

}  // namespace kith::search
