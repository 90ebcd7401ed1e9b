// One logical line (unfolded bytes) to a property.
#pragma once

#include "interchange/encoding.hpp"
#include "interchange/vcard.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace kith::interchange {

/// How the value of a line is encoded for transfer.
enum class Transfer { none, quoted_printable, base64 };

/// What the head of a line ("NOTE;ENCODING=QUOTED-PRINTABLE:") says of the value after it; nothing when the
/// line has no head yet (it goes on folded).
[[nodiscard]] std::optional<Transfer> transfer_of(std::string_view line);

/// Turns lines into properties, and bytes into UTF-8. One for a whole file.
class PropertyParser {
public:
    /// `fallback`: what bytes that are not UTF-8 are read as where no CHARSET says better; none: found out from
    /// the value. `converted`: the lines are UTF-8 already, and CHARSET speaks only of quoted-printable.
    PropertyParser(std::optional<Encoding> fallback, bool converted)
        : fallback_(fallback), converted_(converted) {}

    /// Something wrong at a byte of the line, from 1; 0: the line as a whole.
    struct Problem {
        std::size_t column = 0;
        std::string reason{};
    };

    /// The property that the line is, without its line number; nothing when it is none. What is wrong with it
    /// is appended to `problems`.
    [[nodiscard]] std::optional<VCardProperty> parse(std::string_view line, std::vector<Problem>& problems);

    /// Bytes that say nothing of their encoding, as UTF-8.
    [[nodiscard]] std::string decode(std::string_view bytes);

private:
    std::string decode(std::string_view bytes, const std::optional<std::string>& charset, std::size_t column,
                       std::vector<Problem>& problems);
    [[nodiscard]] std::optional<std::string> convert(std::string_view bytes, Encoding encoding, bool must_fit);

    std::optional<Encoding> fallback_;
    bool converted_;
    std::map<Encoding, Decoder> decoders_{};
};

}  // namespace kith::interchange
