#include "interchange/encoding.hpp"

#include "interchange/iso2022.hpp"
#include "text/utf8.hpp"

#include <kith/error.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <iconv.h>
#include <string>
#include <utility>

namespace kith::interchange {

namespace {

const iconv_t no_handle = reinterpret_cast<iconv_t>(-1);

// What is known of each encoding: our name, and the names under which an iconv may have it, best first.
struct Known {
    Encoding encoding;
    std::string_view name;
    std::array<const char*, 4> iconv_names;
};

constexpr std::array known_encodings{
    Known{Encoding::utf8, "UTF-8", {"UTF-8"}},
    Known{Encoding::utf16le, "UTF-16LE", {"UTF-16LE"}},
    Known{Encoding::utf16be, "UTF-16BE", {"UTF-16BE"}},
    Known{Encoding::utf32le, "UTF-32LE", {"UTF-32LE"}},
    Known{Encoding::utf32be, "UTF-32BE", {"UTF-32BE"}},
    Known{Encoding::cp932, "CP932", {"CP932", "MS932", "WINDOWS-31J", "SHIFT_JIS"}},
    Known{Encoding::euc_jp, "EUC-JP", {"EUC-JP-MS", "CP51932", "EUC-JP"}},
    // Converted as EUC-JP, of which it is another form: few iconvs know half-width kana or NEC's row here.
    Known{Encoding::iso2022jp, "ISO-2022-JP", {"EUC-JP-MS", "CP51932", "EUC-JP"}},
    Known{Encoding::cp1252, "windows-1252", {"CP1252", "WINDOWS-1252"}},
    Known{Encoding::cp1250, "windows-1250", {"CP1250", "WINDOWS-1250"}},
    Known{Encoding::cp1251, "windows-1251", {"CP1251", "WINDOWS-1251"}},
    Known{Encoding::cp1253, "windows-1253", {"CP1253", "WINDOWS-1253"}},
    Known{Encoding::cp1254, "windows-1254", {"CP1254", "WINDOWS-1254"}},
    Known{Encoding::cp1257, "windows-1257", {"CP1257", "WINDOWS-1257"}},
    Known{Encoding::iso8859_2, "ISO-8859-2", {"ISO-8859-2"}},
    Known{Encoding::iso8859_15, "ISO-8859-15", {"ISO-8859-15"}},
    Known{Encoding::koi8_r, "KOI8-R", {"KOI8-R"}},
    Known{Encoding::mac_roman, "macintosh", {"MACINTOSH", "MACROMAN"}},
    Known{Encoding::gb18030, "GB18030", {"GB18030"}},
    Known{Encoding::big5, "Big5", {"BIG5-HKSCS", "BIG5"}},
    Known{Encoding::euc_kr, "EUC-KR", {"CP949", "EUC-KR"}},
};

const Known& known(Encoding encoding) noexcept {
    return *std::find_if(known_encodings.begin(), known_encodings.end(),
                         [&](const Known& k) { return k.encoding == encoding; });
}

// How many bytes an undecodable sequence at the start of `rest` covers. Bytes of a pair go together, but an
// ASCII byte always stays: it may be a delimiter, a quote or a line end.
std::size_t bad_length(Encoding encoding, std::string_view rest) noexcept {
    const auto lead = byte_at(rest, 0);
    const auto trail = byte_at(rest, 1);
    std::size_t length = 1;
    switch (encoding) {
        case Encoding::utf16le:
        case Encoding::utf16be: length = 2; break;
        case Encoding::utf32le:
        case Encoding::utf32be: length = 4; break;
        case Encoding::cp932:
            length = lead > 0x80 && lead != 0xA0 && lead < 0xFD && trail >= 0x80 && trail < 0xFD ? 2 : 1;
            break;
        case Encoding::euc_jp:
        case Encoding::iso2022jp:
            if (trail >= 0xA1) {
                length = lead == 0x8F && byte_at(rest, 2) >= 0xA1 ? 3 : 2;
            }
            break;
        case Encoding::gb18030:
        case Encoding::big5:
        case Encoding::euc_kr: length = lead > 0x80 && trail >= 0x80 ? 2 : 1; break;
        default: break;
    }
    return std::min(length, rest.size());
}

// The length of the valid UTF-8 sequence at `i`, or 0; `broken` is then how many bytes one U+FFFD stands for
// (the longest start of a sequence that could have become valid, Unicode 15, section 3.9).
std::size_t sequence_length(std::string_view bytes, std::size_t i, std::size_t& broken) noexcept {
    const auto lead = byte_at(bytes, i);
    broken = 1;
    if (lead < 0x80) {
        return 1;
    }
    const std::size_t length = lead >= 0xC2 && lead < 0xE0   ? 2
                               : lead >= 0xE0 && lead < 0xF0 ? 3
                               : lead >= 0xF0 && lead < 0xF5 ? 4
                                                             : 0;
    if (length == 0) {
        return 0;
    }
    const unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    const auto second = byte_at(bytes, i + 1);
    if (second < low || second > high) {
        return 0;
    }
    for (std::size_t k = 2; k < length; ++k) {
        if ((byte_at(bytes, i + k) & 0xC0) != 0x80) {
            broken = k;
            return 0;
        }
    }
    return length;
}

std::string decode_utf8(std::string_view bytes, std::size_t base, std::vector<std::size_t>* bad_offsets) {
    std::string out;
    out.reserve(bytes.size());
    for (std::size_t i = 0; i < bytes.size();) {
        const auto good = valid_utf8_prefix(bytes.substr(i));
        out.append(bytes.substr(i, good));
        i += good;
        if (i < bytes.size()) {
            std::size_t broken = 1;
            sequence_length(bytes, i, broken);
            out.append(text::replacement_utf8);
            if (bad_offsets != nullptr) {
                bad_offsets->push_back(base + i);
            }
            i += broken;
        }
    }
    return out;
}

void append_code_point(std::string& out, char32_t c) {
    const auto put = [&](char32_t byte) {
        out.push_back(static_cast<char>(static_cast<unsigned char>(byte)));
    };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0 | (c >> 6));
        put(0x80 | (c & 0x3F));
    } else {
        put(0xE0 | (c >> 12));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    }
}

// Pairs of characters that share one code in the Japanese encodings; which of the two an iconv's table knows
// differs between platforms.
constexpr std::array<std::pair<char32_t, char32_t>, 9> japanese_twins{{
    {0x301C, 0xFF5E},  // wave dash, full-width tilde
    {0x2212, 0xFF0D},  // minus sign, full-width hyphen-minus
    {0x2016, 0x2225},  // double vertical line, parallel to
    {0x2014, 0x2015},  // em dash, horizontal bar
    {0x00A2, 0xFFE0},  // cent
    {0x00A3, 0xFFE1},  // pound
    {0x00AC, 0xFFE2},  // not
    {0x203E, 0xFFE3},  // overline, full-width macron
    {0x00A6, 0xFFE4},  // broken bar
}};

// The code point of the valid UTF-8 sequence of `length` bytes at the start of `text`.
char32_t code_point(std::string_view text, std::size_t length) noexcept {
    constexpr std::array<unsigned char, 5> masks{0, 0x7F, 0x1F, 0x0F, 0x07};
    char32_t c = static_cast<char32_t>(byte_at(text, 0) & masks[length]);
    for (std::size_t k = 1; k < length; ++k) {
        c = (c << 6) | static_cast<char32_t>(byte_at(text, k) & 0x3F);
    }
    return c;
}

// The twin of a character in UTF-8; empty when it has none.
std::string japanese_twin(char32_t c) {
    std::string twin;
    for (const auto& [first, second] : japanese_twins) {
        if (c == first || c == second) {
            append_code_point(twin, c == first ? second : first);
        }
    }
    return twin;
}

}  // namespace

std::string_view encoding_name(Encoding encoding) noexcept { return known(encoding).name; }

std::string_view byte_order_mark(Encoding encoding) noexcept {
    using namespace std::string_view_literals;
    switch (encoding) {
        case Encoding::utf8: return "\xEF\xBB\xBF"sv;
        case Encoding::utf16le: return "\xFF\xFE"sv;
        case Encoding::utf16be: return "\xFE\xFF"sv;
        case Encoding::utf32le: return "\xFF\xFE\0\0"sv;
        case Encoding::utf32be: return "\0\0\xFE\xFF"sv;
        default: return {};
    }
}

std::size_t valid_utf8_prefix(std::string_view bytes) noexcept {
    std::size_t i = 0;
    while (i < bytes.size()) {
        // Eight ASCII bytes at a time: most of a large file is ASCII.
        while (i + 8 <= bytes.size()) {
            std::uint64_t word = 0;
            std::memcpy(&word, bytes.data() + i, 8);
            if ((word & 0x8080808080808080ULL) != 0) {
                break;
            }
            i += 8;
        }
        if (i == bytes.size()) {
            break;
        }
        std::size_t broken = 0;
        const auto length = sequence_length(bytes, i, broken);
        if (length == 0) {
            break;
        }
        i += length;
    }
    return i;
}

// One open iconv between UTF-8 and another encoding.
class Converter {
public:
    enum class Direction { to_utf8, from_utf8 };

    Converter(Encoding encoding, Direction direction) {
        const auto& names = known(encoding);
        for (const char* name : names.iconv_names) {
            if (name != nullptr && handle_ == no_handle) {
                handle_ =
                    direction == Direction::to_utf8 ? iconv_open("UTF-8", name) : iconv_open(name, "UTF-8");
            }
        }
        if (handle_ == no_handle) {
            ErrorDetail detail;
            detail.arguments.emplace_back("encoding", names.name);
            throw Error(Code::unsupported, "this platform cannot convert " + std::string(names.name), detail);
        }
    }
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;
    ~Converter() { iconv_close(handle_); }

    // Converts `in`, appending to `out`. `on_bad(position)` deals with a sequence that cannot be converted and
    // returns how many bytes of input to skip; it may itself run this converter.
    //
    // glibc converts a whole buffer to its internal form before the second step sees the first character, so
    // that after an error much is done again. Short steps after an error, doubling while all goes well, keep
    // text that is mostly unconvertible linear too.
    template <class OnBad>
    void run(std::string_view in, std::string& out, OnBad&& on_bad) {
        constexpr std::size_t longest_step = 32768;
        constexpr std::size_t shortest_step = 16;  // longer than any character
        std::array<char, 8192> buffer;
        std::size_t step = longest_step;
        for (std::size_t position = 0; position < in.size();) {
            const auto length = std::min(step, in.size() - position);
            char* source = const_cast<char*>(in.data()) + position;
            std::size_t left = length;
            char* target = buffer.data();
            std::size_t room = buffer.size();
            const bool failed = iconv(handle_, &source, &left, &target, &room) == static_cast<std::size_t>(-1);
            const int error = failed ? errno : 0;
            out.append(buffer.data(), buffer.size() - room);
            position += length - left;
            if (error == 0 || error == E2BIG) {
                step = std::min(step * 2, longest_step);
            } else if (error == EINVAL && position + left < in.size()) {
                step = std::max(step, shortest_step);  // the step ended inside a character
            } else {
                position += std::max<std::size_t>(on_bad(position), 1);
                step = shortest_step;
            }
        }
    }

private:
    iconv_t handle_ = no_handle;
};

Decoder::Decoder(Encoding encoding) : encoding_(encoding) {
    if (encoding != Encoding::utf8) {
        converter_ = std::make_unique<Converter>(encoding, Converter::Direction::to_utf8);
    }
}
Decoder::Decoder(Decoder&&) noexcept = default;
Decoder& Decoder::operator=(Decoder&&) noexcept = default;
Decoder::~Decoder() = default;

std::string Decoder::decode(std::string_view bytes, std::vector<std::size_t>* bad_offsets) {
    std::size_t base = 0;
    if (const auto mark = byte_order_mark(encoding_); !mark.empty() && bytes.substr(0, mark.size()) == mark) {
        base = mark.size();
        bytes.remove_prefix(base);
    }
    if (encoding_ == Encoding::utf8) {
        return decode_utf8(bytes, base, bad_offsets);
    }
    std::string out;
    if (encoding_ == Encoding::iso2022jp) {
        Decoder euc(Encoding::euc_jp);
        return iso2022_to_utf8(bytes, euc, bad_offsets);
    }
    out.reserve(bytes.size() + bytes.size() / 8);
    converter_->run(bytes, out, [&](std::size_t position) {
        out.append(text::replacement_utf8);
        if (bad_offsets != nullptr) {
            bad_offsets->push_back(base + position);
        }
        return bad_length(encoding_, bytes.substr(position));
    });
    return out;
}

std::string to_utf8(std::string_view bytes, Encoding encoding, std::vector<std::size_t>* bad_offsets) {
    return Decoder(encoding).decode(bytes, bad_offsets);
}

std::string from_utf8(std::string_view text, Encoding encoding, std::vector<std::size_t>* bad_offsets) {
    if (encoding == Encoding::utf8 && valid_utf8_prefix(text) == text.size()) {
        return std::string(text);
    }
    if (encoding == Encoding::iso2022jp) {
        return euc_to_iso2022(from_utf8(text, Encoding::euc_jp, bad_offsets));
    }
    Converter converter(encoding, Converter::Direction::from_utf8);
    std::string out;
    converter.run(text, out, [&](std::size_t position) {
        std::size_t broken = 1;
        const auto length = sequence_length(text, position, broken);
        if (length != 0) {
            const auto twin = japanese_twin(code_point(text.substr(position), length));
            std::string encoded;
            converter.run(twin, encoded, [&](std::size_t) { return twin.size(); });
            if (!encoded.empty()) {
                out.append(encoded);
                return length;
            }
        }
        if (bad_offsets != nullptr) {
            bad_offsets->push_back(position);
        }
        converter.run("?", out, [](std::size_t) { return std::size_t{1}; });
        return length != 0 ? length : broken;
    });
    return out;
}

}  // namespace kith::interchange
