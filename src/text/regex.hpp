// Regular expressions over folded text, in time linear in the text.
//
// Patterns come from outside: there is no backtracking (Thompson, CACM 11/1968; the loop that follows all ways at once
// is Pike's), so a search takes at most text times instructions steps, and length, nesting and instructions are bounded.
// What needs more than that, back references and looking around, is refused.
//
// A pattern is written as people write it and folded like the text (text/fold.hpp): `^SMITH` finds Smith, ガ finds
// half-width ｶﾞ. Letters, digits and ideographs beyond ASCII are word characters.
//
//   . any character      [abc] [a-z] [^a]      \d \D digit, \w \W word character, \s \S space, \b \B word boundary
//   x* x+ x? x{2} x{2,} x{2,5}, followed by ? if need be (what is found is the same)      (x) (?:x) x|y      ^ $
//   \ before any sign: the sign
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace kith::text {

/// What is wrong with a pattern, in both languages, and where: the character, from 1.
struct RegexProblem {
    std::string en{};
    std::string ja{};
    std::size_t at = 0;
    std::size_t limit = 0;  ///< above 0: it is this bound that was met
};

/// A compiled pattern. Constant after `compile`: safe from any thread.
class Regex {
public:
    static constexpr std::size_t most_instructions = 10'000;
    static constexpr int most_levels = 50;             ///< of groups
    static constexpr std::size_t most_repeats = 1000;  ///< in {n,m}
    static constexpr std::size_t most_class_characters =
        10'000;  ///< in [...] of one pattern, ranges counted out

    /// Compiles a pattern (UTF-8, not folded). Time and memory are bounded by `most_instructions`.
    [[nodiscard]] static std::variant<Regex, RegexProblem> compile(std::string_view pattern);

    /// True when a part of the folded text fits. `budget` is the work that may be done; what was done, at most text times
    /// instructions, is taken off, and a search for which it was too little ends below 0 and finds nothing.
    [[nodiscard]] bool search(std::string_view folded, std::int64_t& budget) const;

private:
    friend class RegexCompiler;

    struct Instruction {
        enum class Op : std::uint8_t {
            character,
            any,
            set,
            split,  ///< to both `next` and `other`
            jump,
            start,
            end,
            boundary,
            no_boundary,
            found,
        };
        Op op = Op::found;
        char32_t character = 0;   // of character; which set of set
        std::uint32_t next = 0;   // of split and jump
        std::uint32_t other = 0;  // of split
    };
    /// Ranges of code points, both ends included, in order and apart.
    struct Set {
        std::vector<std::pair<char32_t, char32_t>> ranges{};
        bool negated = false;
        [[nodiscard]] bool has(char32_t c) const noexcept;
    };

    class Threads;

    std::vector<Instruction> program_;
    std::vector<Set> sets_;
};

}  // namespace kith::text
