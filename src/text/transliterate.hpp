// Cyrillic and Greek names in Latin letters. Pure functions, safe from any thread.
#pragma once

#include <string>
#include <string_view>

namespace kith::text {

/// A folded text with its Cyrillic and Greek letters as English writes names (ж zh, х kh, ц ts, щ shch, ю yu, я ya;
/// BGN/PCGN without marks for ь and ъ; Greek as passports have it, ISO 843): "кузнецов" gives "kuznetsov",
/// "παπαδοπουλος" gives "papadopoulos". Everything else stays. There are other systems (Dmitri, Dmitrii, Dmitriy), so
/// compare what comes out by sound or with a letter's tolerance. Linear.
[[nodiscard]] std::string latin_letters(std::string_view folded);

}  // namespace kith::text
