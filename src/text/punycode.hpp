// International domain names: reading the ASCII form (xn--...) back into Unicode.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kith::text {

/// Decodes one label without its "xn--", "bcher-kva" to "bücher" (RFC 3492, Costello 2003). Nothing when it is
/// not Punycode: a sign outside the alphabet, an overflow, a code point that does not exist, over 63 signs.
std::optional<std::string> decode_punycode(std::string_view label);

/// A domain in lower case and NFKC with every xn-- label decoded, so that "xn--bcher-kva.example" and
/// "BÜCHER．example" become the same text. Other scripts' full stops (。．) separate too; one at the end goes.
/// Labels that cannot be decoded stay as they are. For comparing, not for sending: it is not all of IDNA.
std::string fold_domain(std::string_view domain);

/// Lower case by Unicode's case folding, with compatibility forms (full width, ligatures) resolved: NFKC case fold.
/// Accents stay. Bytes that are not UTF-8 become U+FFFD.
std::string lower_nfkc(std::string_view text);

}  // namespace kith::text
