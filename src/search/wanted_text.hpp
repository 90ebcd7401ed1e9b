// What someone typed into a full-text search, and the question to FTS5 that it becomes.
#pragma once

#include "search/pieces.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kith::search {

/// One thing to find: a word as typed, several that a sign joins, or a quoted phrase.
struct Term {
    std::string folded{};
    struct Word {
        std::string text{};
        bool pairs = false;
    };
    std::vector<Word> words{};          ///< one after the other, in this order
    std::vector<std::string> others{};  ///< single words that mean the same: without signs "obrien", with ue for ü
    std::vector<std::string> readings{};             ///< keys by which kana is found
    std::vector<std::string> unfinished_readings{};  ///< and the beginnings of such keys, where the word may go on
    std::string fragment{};                          ///< what a name, an address or a number may contain
    bool unfinished = false;                         ///< the last word may go on
};

/// At most so many terms, and bytes of one: nobody types more.
inline constexpr std::size_t most_terms = 32;
inline constexpr std::size_t longest_term = 256;

/// Whether text asks for more than that.
enum class TooMuch { no, terms, bytes };

/// Reads what was typed. Text between quotes (also “ ” and 「 」) is one term; otherwise a space separates terms, and text
/// that is a phone number from its beginning (+, 0 or a bracket) is one. The last term outside quotes is unfinished if
/// `unfinished`. Nothing for text without a word or '@', and for what nobody types: more than
/// `most_terms`, or one of more than `longest_term` bytes; `too_much`, if given, tells these.
[[nodiscard]] std::vector<Term> wanted_terms(std::string_view typed, bool unfinished,
                                             TooMuch* too_much = nullptr);

/// How much of a record a term may be found in, and how.
enum class Reach {
    title,            ///< whole words of names and titles
    title_beginning,  ///< the same and beginnings
    words,            ///< whole words of everything
    anything,         ///< the same, beginnings, and any piece of names, addresses and numbers
};
inline constexpr Reach reaches[] = {Reach::title, Reach::title_beginning, Reach::words, Reach::anything};

/// A question to FTS5: all terms, each within `reach`. Everything typed stands between quotes, and in it no quotes are
/// left. Empty when it asks nothing that a narrower reach does not.
struct Question {
    std::string match{};
    bool beginnings = false;  ///< it asks for beginnings of words, whose frequencies are dear
};
[[nodiscard]] Question question(const std::vector<Term>& terms, Reach reach);

}  // namespace kith::search
