// Patterns to programs.
#pragma once

#include "text/regex.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kith::text {

/// Letters, digits, _ and what is beyond ASCII and no sign.
[[nodiscard]] bool is_word_character(char32_t c) noexcept;

/// Reads one pattern into a tree and writes it as instructions. Throws RegexProblem.
class RegexCompiler {
public:
    explicit RegexCompiler(std::string_view pattern);

    [[nodiscard]] Regex compile();

private:
    struct Node {
        enum class Kind : std::uint8_t {
            text,
            any,
            set,
            all,
            either,
            repeat,
            start,
            end,
            boundary,
            no_boundary
        };
        Kind kind = Kind::text;
        std::u32string text{};             // of text
        std::size_t set = 0;               // of set
        std::vector<std::size_t> inner{};  // of all, either, repeat: nodes
        std::size_t least = 0;             // of repeat
        std::size_t most = 0;              // of repeat; 0: without end
    };

    [[nodiscard]] bool at_end() const noexcept { return at_ >= pattern_.size(); }
    [[nodiscard]] char32_t peek(std::size_t ahead = 0) const noexcept {
        return at_ + ahead < pattern_.size() ? pattern_[at_ + ahead] : 0;
    }
    [[noreturn]] void fail(std::string en, std::string ja, std::size_t limit = 0) const;

    std::size_t add(Node node);
    std::size_t either();
    std::size_t all();
    /// One thing that can be repeated; a run of plain characters is one as far as nothing repeats its last.
    std::size_t one();
    std::size_t group();
    std::size_t plain();
    std::size_t escape();
    std::size_t bracket();
    /// The class of \d, \w, \s or their opposites as a set; false for other letters.
    static bool named_set(char32_t letter, Regex::Set& set);
    /// Adds a character, or all from `low` to `high`, in their folded forms too.
    void add_range(Regex::Set& set, char32_t low, char32_t high);
    static void put_in_order(Regex::Set& set);
    char32_t bracket_character();
    std::size_t repeated(std::size_t node);
    /// {n}, {n,}, {n,m}; false when the brace is a plain one.
    bool counts(std::size_t& least, std::size_t& most);
    [[nodiscard]] bool at_repeat() const noexcept;

    void emit(std::size_t node);
    std::uint32_t put(Regex::Instruction instruction);

    std::u32string pattern_{};
    std::size_t at_ = 0;
    int level_ = 0;
    std::size_t emitted_ = 0;
    std::size_t folded_ = 0;  // characters of classes that were folded one by one
    std::vector<Node> nodes_;
    Regex result_;
};

}  // namespace kith::text
