// The room `interchange` reads and writes what other programs exchange: character encodings (this header),
// CSV (csv.hpp) and vCard (vcard.hpp). This half knows nothing of records or databases; the mapping of
// columns and properties to records stands on top of it.
//
// Rules that hold in the whole room:
//   - Input from outside never throws and never costs the rest of a file: what cannot be read is reported
//     with its place and reason, and reading goes on.
//   - Everything runs in time linear in the input, and readers hold one row or card at a time.
//   - Readers and writers are values for one thread; free functions may be called from any thread.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kith::interchange {

/// The encodings that files and vCard's CHARSET parameter may have. Japanese ones follow Microsoft's tables
/// (with NEC and IBM extensions: ①, ㈱, 髙, 﨑), so that the same name decodes to the same characters
/// whichever of them carried it: the wave dash is U+FF5E, the minus sign U+FF0D.
enum class Encoding {
    utf8,
    utf16le,
    utf16be,
    utf32le,
    utf32be,
    cp932,      ///< Shift_JIS as Windows writes it
    euc_jp,     ///< EUC-JP with the vendors' extensions
    iso2022jp,  ///< JIS with escape sequences, as in mail; half-width kana and extensions accepted
    cp1252,     ///< Windows, western Europe; also read for ISO-8859-1
    cp1250,     ///< Windows, central Europe
    cp1251,     ///< Windows, Cyrillic
    cp1253,     ///< Windows, Greek
    cp1254,     ///< Windows, Turkish
    cp1257,     ///< Windows, Baltic
    iso8859_2,
    iso8859_15,
    koi8_r,
    mac_roman,
    gb18030,  ///< also for GB2312 and GBK
    big5,
    euc_kr,  ///< as CP949
};

/// The usual name of an encoding, "UTF-8", "CP932", "windows-1252".
[[nodiscard]] std::string_view encoding_name(Encoding encoding) noexcept;

/// The encoding that a label names, in any case and with or without dashes: "Shift_JIS", "SJIS",
/// "windows-31j", "iso-8859-1" ... Nothing when the label is unknown.
[[nodiscard]] std::optional<Encoding> encoding_named(std::string_view label);

/// The byte order mark of a Unicode encoding; empty for the others.
[[nodiscard]] std::string_view byte_order_mark(Encoding encoding) noexcept;

/// What `detect_encoding` thinks.
struct Detected {
    Encoding encoding = Encoding::utf8;
    double confidence = 1;  ///< 0.5 (a guess between two) .. 1 (certain)
    std::size_t bom = 0;    ///< bytes of byte order mark at the start

    friend bool operator==(const Detected&, const Detected&) = default;
};

/// Finds out the encoding of a text. In this order: a byte order mark; UTF-16 without one (characters
/// of one byte order are plausible, those of the other are not); ISO-2022-JP by its escape sequences; valid
/// UTF-8. What remains is decoded as UTF-8, CP932, EUC-JP and CP1252, and the result that reads most
/// like text wins: a sum of log probabilities per character (frequent kanji, kana in runs, the grammar of
/// half-width kana, accented letters beside plain ones; an undecodable byte costs most). Other
/// encodings are never guessed. Plain ASCII is UTF-8.
/// Cost: one pass for UTF-8 validity; the comparison looks at most at 128 KiB from the first byte >= 0x80.
[[nodiscard]] Detected detect_encoding(std::string_view bytes);

/// The number of leading bytes that are valid UTF-8 (no surrogates, nothing overlong or above U+10FFFF);
/// `bytes.size()` when all are.
[[nodiscard]] std::size_t valid_utf8_prefix(std::string_view bytes) noexcept;

/// A byte of a text; 0 behind its end.
[[nodiscard]] constexpr unsigned char byte_at(std::string_view bytes, std::size_t i) noexcept {
    return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0;
}

class Converter;

/// Converts to UTF-8, for many texts of one encoding. Not for two threads at once.
class Decoder {
public:
    /// Throws kith::Error (unsupported) when this platform's iconv lacks the encoding.
    explicit Decoder(Encoding encoding);
    Decoder(Decoder&&) noexcept;
    Decoder& operator=(Decoder&&) noexcept;
    ~Decoder();

    [[nodiscard]] Encoding encoding() const noexcept { return encoding_; }

    /// The text in UTF-8, without its byte order mark. Each undecodable sequence becomes one U+FFFD and,
    /// when `bad_offsets` is given, its offset in `bytes` is appended there. A broken multi-byte
    /// character never takes the ASCII character after it along.
    [[nodiscard]] std::string decode(std::string_view bytes, std::vector<std::size_t>* bad_offsets = nullptr);

private:
    Encoding encoding_;
    std::unique_ptr<Converter> converter_;  // none for UTF-8
};

/// One text to UTF-8; see Decoder. Memory: the result.
[[nodiscard]] std::string to_utf8(std::string_view bytes, Encoding encoding,
                                  std::vector<std::size_t>* bad_offsets = nullptr);

/// UTF-8 to another encoding, for export; no byte order mark is added. What the target cannot express (or
/// is not valid UTF-8) becomes "?" and its offset in `text` is appended to `bad_offsets`. The two Unicode
/// characters that stand for one Japanese character (U+301C and U+FF5E, U+2212 and U+FF0D, ...) both
/// reach it. Throws kith::Error (unsupported) when this platform's iconv lacks the encoding.
[[nodiscard]] std::string from_utf8(std::string_view text, Encoding encoding,
                                    std::vector<std::size_t>* bad_offsets = nullptr);

}  // namespace kith::interchange
