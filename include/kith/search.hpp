// Search, in two ways. While someone types: names, companies, e-mail addresses and phone numbers by their beginnings
// (`find`). In everything that was written: names, notes, subjects and bodies of interactions by their words, with a
// snippet that shows where (`full_text`).
#pragma once

#include <kith/database.hpp>

#include <cstddef>
#include <span>
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

/// A stretch of a text, in bytes of its UTF-8; it begins and ends between characters.
struct TextRange {
    std::size_t begin = 0;
    std::size_t size = 0;

    friend bool operator==(const TextRange&, const TextRange&) = default;
};

/// The part of a field that shows what was found.
struct Snippet {
    std::string field{};  ///< as in queries, "notes"; empty: there is nothing to show but the title
    std::string text{};   ///< as it was written, line breaks as spaces
    std::vector<TextRange> ranges{};  ///< what was found in `text`, in order
    bool cut_before = false;          ///< the field begins before `text`
    bool cut_after = false;           ///< the field goes on behind it
};

/// One record that full text found.
struct FullTextHit {
    RecordRef record{};
    std::string title{};                    ///< how the record is called, "Ada Lovelace"
    std::vector<TextRange> title_ranges{};  ///< what was found in `title`
    double score = 0;                       ///< higher is better; compares hits of one search
    std::vector<std::string> fields{};  ///< where something was found, as in queries: "name.family", "email", "body"
    Snippet snippet{};
};

/// How to search, and how much of it to show.
struct FullTextOptions {
    /// Record types to look in; empty: all that have searched fields. Any type with fields that are searched may stand
    /// here (FieldDescription::searchable).
    std::vector<std::string> types{};
    /// Only records that this query selects, "tag = vip"; needs exactly one type. See docs/query-language.md.
    std::string filter{};
    Parameters parameters{};           ///< the values of `:name` in the filter
    bool prefix = true;                ///< the last word may be unfinished, as while it is being typed
    std::size_t limit = 20;            ///< hits at most, 1..1000
    std::size_t offset = 0;            ///< hits to leave out, for the next page; at most 10000
    std::size_t snippet_length = 160;  ///< characters of a snippet, 20..2000
};

/// A text with what was found marked: `marked(hit.snippet.text, hit.snippet.ranges, "[", "]")`. With `html` the text is
/// escaped and the marks are not: marked(text, ranges, "<mark>", "</mark>", true).
[[nodiscard]] KITH_API std::string marked(std::string_view text, std::span<const TextRange> ranges,
                                          std::string_view before, std::string_view after, bool html = false);

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
    /// that several common words together may have to look at more. Throws `invalid_argument` for an unknown type, and for a
    /// limit out of its range.
    [[nodiscard]] std::vector<SearchHit> find(std::string_view text, const SearchOptions& options = {},
                                              Where where = Where::current()) const;

    /// The records in which every term of `text` is found, each in any searched field of the record: names, notes,
    /// subject and body of interactions, and what later record types call searchable. Terms are separated by spaces; text
    /// in quotes ("...", “...”, 「...」) is one, of words in this order. A word is found as a whole, the last one also by
    /// its beginning (`prefix`); kanji, kana, Hangul and other scripts without spaces by any part, from one character on.
    /// Everything is folded (case, width, accents, kana, variants); romaji of any spelling finds kana; of a name in
    /// letters, an e-mail address, a phone number or a handle any piece is found, a number however it is written.
    ///
    /// Best first: all terms as words of names and titles; the same with beginnings; as words anywhere, by bm25 (Robertson
    /// and Zaragoza, 2009) with names above notes above bodies, of the newest 1,000 of each type, and after those by id;
    /// and last what only beginnings and pieces find, newest records first, of 10,000 at most. The trash and merged records
    /// are left out, visitors too. Text without words finds nothing, nor does one of more than 32 terms, or with a term of
    /// more than 256 bytes.
    ///
    /// Cost: a few microseconds for each that is ranked, a tenth of one for each further record that matches, and reading those
    /// that are shown. Throws `invalid_argument` for an unknown type, a filter without its type or a number out of its range,
    /// `parse` for a filter that is none, and `limit` when it is more work than Options::query_work.
    [[nodiscard]] std::vector<FullTextHit> full_text(std::string_view text,
                                                     const FullTextOptions& options = {},
                                                     Where where = Where::current()) const;

private:
    Database database_;
};

}  // namespace kith
