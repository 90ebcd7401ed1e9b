// Search while someone types: names, companies, e-mail addresses and phone numbers by their beginnings.
#pragma once

#include <kith/database.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kith {

/// One record that was found.
struct SearchHit {
    RecordRef record{};
    std::string title{};  ///< how the record is called, "Ada Lovelace"
    std::string
        field{};  ///< what matched: "name", "reading", "nickname", "organization", "email", "phone", "handle"
    bool exact = false;  ///< a whole word matched, not only its beginning
};

/// What to look for and how much of it.
struct SearchOptions {
    std::size_t limit = 20;            ///< hits at most, 1..1000
    std::vector<std::string> types{};  ///< record types to look at; empty: contacts and organizations
};

/// Search over one database. A small value; safe to use from any thread.
class KITH_API Search {
public:
    explicit Search(const Database& database) : database_(database) {}

    /// The records in which every word of `text` begins some word: of a name in any order and spelling (case, width,
    /// accents, kana and kanji variants are folded; romaji finds kana readings), an organization's name, an e-mail
    /// address or its parts, a phone number however it is written. In Japanese and Chinese text any part of a name
    /// is found, from the first character on. Names come first, and among them whole words; then parts of Japanese and
    /// Chinese names; then addresses and numbers. The trash and merged records are left out. Empty text finds nothing,
    /// nor does a word of more than 256 bytes.
    ///
    /// Cost: a few ordered range scans of `limit` times a small factor rows; it does not grow with the file, except
    /// that several common words together may have to look at more. Throws `invalid_argument` for an unknown type.
    [[nodiscard]] std::vector<SearchHit> find(std::string_view text, const SearchOptions& options = {},
                                              Where where = Where::current()) const;

private:
    Database database_;
};

}  // namespace kith
