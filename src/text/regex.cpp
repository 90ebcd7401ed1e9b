// Running a compiled pattern: every way through it at once, one character after the other.
#include "text/regex.hpp"

#include "text/regex_compiler.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <iterator>

namespace kith::text {

bool is_word_character(char32_t c) noexcept {
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    const bool sign = c < 0xC0 || (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x3004) ||
                      (c >= 0x3008 && c <= 0x3020) || c == 0x30FB || (c >= 0xFF00 && c <= 0xFF0F);
    return !sign;
}

bool Regex::Set::has(char32_t c) const noexcept {
    const auto after = std::upper_bound(ranges.begin(), ranges.end(), c,
                                        [](char32_t one, const auto& range) { return one < range.first; });
    const bool in = after != ranges.begin() && c <= std::prev(after)->second;
    return in != negated;
}

/// The instructions that wait for the next character; each once.
class Regex::Threads {
public:
    explicit Threads(const std::vector<Instruction>& program)
        : program_(program), known_(program.size(), 0), waiting_() {}

    /// Follows what takes no character from `at` on. `before`, `after`: the characters around, 0 at the ends.
    /// True when the end of the pattern is among it.
    bool add(std::uint32_t at, char32_t before, char32_t after, std::int64_t& budget) {
        using Op = Instruction::Op;
        open_.assign(1, at);
        while (!open_.empty()) {
            const std::uint32_t now = open_.back();
            open_.pop_back();
            if (known_[now] == round_) continue;
            known_[now] = round_;
            --budget;
            const Instruction& instruction = program_[now];
            const auto word = [](char32_t c) { return c != 0 && is_word_character(c); };
            switch (instruction.op) {
                case Op::found: return true;
                case Op::jump: open_.push_back(instruction.next); break;
                case Op::split:
                    open_.push_back(instruction.other);
                    open_.push_back(instruction.next);
                    break;
                case Op::start:
                    if (before == 0) open_.push_back(now + 1);
                    break;
                case Op::end:
                    if (after == 0) open_.push_back(now + 1);
                    break;
                case Op::boundary:
                    if (word(before) != word(after)) open_.push_back(now + 1);
                    break;
                case Op::no_boundary:
                    if (word(before) == word(after)) open_.push_back(now + 1);
                    break;
                case Op::character:
                case Op::any:
                case Op::set: waiting_.push_back(now); break;
            }
        }
        return false;
    }

    void clear() {
        waiting_.clear();
        ++round_;
    }
    [[nodiscard]] const std::vector<std::uint32_t>& waiting() const noexcept { return waiting_; }

private:
    const std::vector<Instruction>& program_;
    std::vector<std::uint32_t> known_;  // by instruction: the round in which it was followed
    std::vector<std::uint32_t> waiting_;
    std::vector<std::uint32_t> open_;
    std::uint32_t round_ = 1;
};

bool Regex::search(std::string_view folded, std::int64_t& budget) const {
    using Op = Instruction::Op;
    Threads first(program_);
    Threads second(program_);
    Threads* now = &first;
    Threads* next = &second;
    std::size_t at = 0;
    char32_t before = 0;
    const auto peek = [&](std::size_t from) -> char32_t {
        return from < folded.size() ? next_code_point(folded, from) : 0;
    };
    char32_t c = peek(0);
    if (now->add(0, before, c, budget)) return true;
    while (at < folded.size() && budget >= 0) {
        next_code_point(folded, at);
        const char32_t after = peek(at);
        next->clear();
        for (const std::uint32_t thread : now->waiting()) {
            const Instruction& instruction = program_[thread];
            --budget;
            const bool fits =
                instruction.op == Op::any || (instruction.op == Op::set ? sets_[instruction.character].has(c)
                                                                        : instruction.character == c);
            if (fits && next->add(thread + 1, c, after, budget)) return true;
        }
        // it may begin behind every character
        if (next->add(0, c, after, budget)) return true;
        std::swap(now, next);
        before = c;
        c = after;
    }
    return false;
}

}  // namespace kith::text
