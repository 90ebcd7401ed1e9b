// What of two texts is seen without reading them: most values that are compared have nothing in common, and a few words
// of bits tell.
//
// Whoever changes a comparison (compare.hpp) must look here, too: a level that is seen is the one that the comparison
// gives, which `shapes_test.cpp` tries on many texts.
#pragma once

#include "match/level.hpp"
#include "match/population.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace kith::match {

/// How values are compared; each measure has its function in compare.hpp.
enum class Measure : std::uint8_t {
    given,
    family,
    words,
    organization,
    date,
    email,
    phone,
    number,
    postcode,
    identifier,
    code
};

/// False when two texts of these lengths that share so many letters are more than three errors of typing apart and less
/// than 0.86 alike (Jaro-Winkler).
[[nodiscard]] inline bool could_be_close(std::size_t shared, std::size_t size_a, std::size_t size_b) {
    if (std::max(size_a, size_b) <= shared + 3) return true;
    const auto part = [&](std::size_t size) {
        return static_cast<double>(shared) / static_cast<double>(size);
    };
    // Jaro's similarity at most, were they in order; Winkler's four first letters add up to 0.4 of what lacks.
    const double jaro = (part(size_a) + part(size_b) + 1) / 3;
    return jaro + 0.4 * (1 - jaro) >= 0.86;
}

/// Which letters a text has, to say how many two texts share at most.
struct Letters {
    std::uint64_t kinds = 0;   ///< of 32 kinds: that occur (low half), and that occur twice (high half)
    std::uint8_t size = 0;     ///< code points; 0: too many
    std::uint8_t further = 0;  ///< letters beyond the second of their kind

    Letters() = default;
    explicit Letters(std::string_view text);
};

/// A name or other words, folded.
struct WordShape {
    Letters letters{};  ///< without spaces and punctuation
    /// The families of nicknames that it is in, in two ways of numbering them up to 64: a shared family is a bit in both.
    std::uint64_t families = 0, families_too = 0;
    std::uint64_t family_names =
        0;                    ///< that it may be a form of, numbered up to 64: of one kin a bit is shared
    std::uint64_t words = 0;  ///< a bit of 64 for each word
    std::uint32_t sound = 0;  ///< a hash of how it sounds; of kanji and kana, of the text itself
    std::uint32_t head = 0;   ///< the first three bytes
    Script script = Script::none;
    bool readable : 1 = false;  ///< else nothing is set
    bool several : 1 = false;   ///< words
    bool initial : 1 = false;   ///< a word is one
    bool cjk : 1 = false;
    bool acronym : 1 = false;  ///< may be one

    WordShape() = default;
    explicit WordShape(std::string_view folded);
};

/// A canonical e-mail address.
struct EmailShape {
    Letters whole{}, mailbox{};
    std::uint32_t name = 0;    ///< a hash of the mailbox without punctuation
    std::uint32_t domain = 0;  ///< a hash
    bool free = false;         ///< the domain is a provider's

    EmailShape() = default;
    explicit EmailShape(std::string_view address);
};

/// A phone number, a date, a house number or a postcode in one number; 0: it must be read.
using Digits = std::uint64_t;
[[nodiscard]] Digits digits_of_phone(std::string_view phone);
[[nodiscard]] Digits digits_of_date(std::string_view iso);
[[nodiscard]] Digits digits_of_number(std::string_view number);
[[nodiscard]] Digits digits_of_postcode(std::string_view postcode);

/// The level of agreement of two texts that differ; nothing: they must be read.
[[nodiscard]] std::optional<Level> seen(Measure measure, const WordShape& a, const WordShape& b);
[[nodiscard]] std::optional<Level> seen(const EmailShape& a, const EmailShape& b);
[[nodiscard]] std::optional<Level> seen(Measure measure, Digits a, Digits b);

/// The shapes of a population's texts. 8 bytes per symbol, and 72 per name or other words, 48 per e-mail address.
class Shapes {
public:
    /// Looks at every text: about 0.5 µs each.
    explicit Shapes(const Population& population);

    /// The level of agreement of two values that differ, of slots that `measure` compares; nothing: they must be read.
    [[nodiscard]] std::optional<Level> seen(Measure measure, Symbol a, Symbol b) const {
        const std::uint64_t of_a = shapes_[a], of_b = shapes_[b];
        if (of_a == 0 || of_b == 0) return std::nullopt;
        switch (measure) {
            case Measure::given:
            case Measure::family:
            case Measure::words:
            case Measure::organization: return match::seen(measure, words_[of_a], words_[of_b]);
            case Measure::email: return match::seen(emails_[of_a], emails_[of_b]);
            default: return match::seen(measure, of_a, of_b);
        }
    }

    /// Tells the processor that the shapes of these values will be read soon.
    void prefetch([[maybe_unused]] std::span<const Value> values) const noexcept {
#if defined(__GNUC__)
        for (const Value& value : values) __builtin_prefetch(&shapes_[value.symbol]);
#endif
    }

private:
    std::vector<std::uint64_t> shapes_;  // by symbol: digits, or where the shape stands
    std::vector<WordShape> words_{WordShape{}};
    std::vector<EmailShape> emails_{EmailShape{}};
};

}  // namespace kith::match
