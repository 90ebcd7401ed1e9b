// What date.cpp, date_numeric.cpp and date_time.cpp share: a reader over the folded text, and the steps.
#pragma once

#include "text/date.hpp"
#include "text/script.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace kith::text {

/// Bytes. Longer text is no date; nobody writes one that needs so much.
inline constexpr std::size_t longest_date_text = 200;

/// A number as it stood in the text.
struct ScannedNumber {
    int value = 0;
    int digits = 0;  ///< 0 for 元 and kanji numerals
};

/// Reads folded text from the left. Every step says whether the text went along, and stays where it was if not.
class DateScanner {
public:
    explicit DateScanner(std::string_view folded) : text_(folded) {}

    [[nodiscard]] std::size_t place() const { return at_; }
    void go_to(std::size_t place) { at_ = place; }
    [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
    [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }
    [[nodiscard]] char peek() const { return at_end() ? '\0' : text_[at_]; }

    void spaces() {
        while (peek() == ' ') ++at_;
    }

    bool sign(char c) {
        if (peek() != c) return false;
        ++at_;
        return true;
    }

    bool literal(std::string_view word) {
        if (!rest().starts_with(word)) return false;
        at_ += word.size();
        return true;
    }

    /// One of several literals that mean the same.
    template <class... Words>
    bool any(Words... words) {
        return (literal(words) || ...);
    }

    /// How many ASCII digits follow.
    [[nodiscard]] int digits_ahead() const {
        std::size_t end = at_;
        while (end < text_.size() && is_ascii_digit(static_cast<unsigned char>(text_[end]))) ++end;
        return static_cast<int>(end - at_);
    }

    /// All digits that follow, one to `most`.
    std::optional<ScannedNumber> number(int most) {
        const int digits = digits_ahead();
        if (digits == 0 || digits > most) return std::nullopt;
        return ScannedNumber{take(digits), digits};
    }

    /// The next `count` (at most nine) digits as a number; there must be that many.
    int take(int count) {
        int value = 0;
        for (int i = 0; i < count; ++i) value = value * 10 + (text_[at_++] - '0');
        return value;
    }

    /// A run of letters a to z, with dashes inside; empty when there is none. Dots are skipped behind it.
    std::string_view word() {
        const std::size_t start = at_;
        const auto letter = [&](std::size_t i) {
            return i < text_.size() && text_[i] >= 'a' && text_[i] <= 'z';
        };
        while (letter(at_) || (at_ > start && peek() == '-' && letter(at_ + 1))) ++at_;
        const std::string_view found = text_.substr(start, at_ - start);
        if (!found.empty()) sign('.');
        return found;
    }

private:
    std::string_view text_;
    std::size_t at_ = 0;
};

/// Builds a date when its parts are possible; with a year of two digits it is expanded and flagged.
[[nodiscard]] std::optional<ParsedDate> make_date(ScannedNumber year, int month, int day,
                                                  bool ambiguous = false);

/// Reads a date of numbers only and leaves the scanner behind it, or nothing.
[[nodiscard]] std::optional<ParsedDate> scan_numeric_date(DateScanner& scanner, DateOrder preference);

/// Reads any date and leaves the scanner behind it (and behind a weekday beside it), or nothing.
[[nodiscard]] std::optional<ParsedDate> scan_date(DateScanner& scanner, DateOrder preference);

/// A time of day and its zone.
struct ScannedTime {
    std::chrono::milliseconds since_midnight{};
    std::optional<int> offset_minutes{};
};

/// Reads the time of day that all of the rest must be; nothing when it is something else.
[[nodiscard]] std::optional<ScannedTime> scan_time(DateScanner& scanner);

}  // namespace kith::text
