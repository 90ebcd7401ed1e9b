// The labels under which encodings are known.
#include "interchange/encoding.hpp"

#include <utility>

namespace kith::interchange {

std::optional<Encoding> encoding_named(std::string_view label) {
    static constexpr std::pair<std::string_view, Encoding> labels[] = {
        {"utf8", Encoding::utf8},           {"usascii", Encoding::utf8},
        {"ascii", Encoding::utf8},          {"utf16le", Encoding::utf16le},
        {"utf16", Encoding::utf16be},       {"utf16be", Encoding::utf16be},
        {"ucs2", Encoding::utf16be},        {"utf32le", Encoding::utf32le},
        {"utf32", Encoding::utf32be},       {"utf32be", Encoding::utf32be},
        {"shiftjis", Encoding::cp932},      {"sjis", Encoding::cp932},
        {"xsjis", Encoding::cp932},         {"mskanji", Encoding::cp932},
        {"cp932", Encoding::cp932},         {"ms932", Encoding::cp932},
        {"windows31j", Encoding::cp932},    {"cswindows31j", Encoding::cp932},
        {"eucjp", Encoding::euc_jp},        {"xeucjp", Encoding::euc_jp},
        {"eucjpms", Encoding::euc_jp},      {"cp51932", Encoding::euc_jp},
        {"ujis", Encoding::euc_jp},         {"iso2022jp", Encoding::iso2022jp},
        {"jis", Encoding::iso2022jp},       {"cp50220", Encoding::iso2022jp},
        {"cp50221", Encoding::iso2022jp},   {"iso88591", Encoding::cp1252},
        {"latin1", Encoding::cp1252},       {"windows1252", Encoding::cp1252},
        {"cp1252", Encoding::cp1252},       {"windows1250", Encoding::cp1250},
        {"cp1250", Encoding::cp1250},       {"windows1251", Encoding::cp1251},
        {"cp1251", Encoding::cp1251},       {"windows1253", Encoding::cp1253},
        {"cp1253", Encoding::cp1253},       {"iso88597", Encoding::cp1253},
        {"windows1254", Encoding::cp1254},  {"cp1254", Encoding::cp1254},
        {"iso88599", Encoding::cp1254},     {"windows1257", Encoding::cp1257},
        {"cp1257", Encoding::cp1257},       {"iso88592", Encoding::iso8859_2},
        {"latin2", Encoding::iso8859_2},    {"iso885915", Encoding::iso8859_15},
        {"latin9", Encoding::iso8859_15},   {"koi8r", Encoding::koi8_r},
        {"macintosh", Encoding::mac_roman}, {"macroman", Encoding::mac_roman},
        {"gb18030", Encoding::gb18030},     {"gb2312", Encoding::gb18030},
        {"gbk", Encoding::gb18030},         {"cp936", Encoding::gb18030},
        {"big5", Encoding::big5},           {"cp950", Encoding::big5},
        {"big5hkscs", Encoding::big5},      {"euckr", Encoding::euc_kr},
        {"cp949", Encoding::euc_kr},        {"ksc56011987", Encoding::euc_kr},
        {"uhc", Encoding::euc_kr},
    };
    std::string plain;
    for (const char c : label) {
        if (c >= 'A' && c <= 'Z') {
            plain.push_back(static_cast<char>(c - 'A' + 'a'));
        } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            plain.push_back(c);
        }
    }
    for (const auto& [name, encoding] : labels) {
        if (plain == name) {
            return encoding;
        }
    }
    return std::nullopt;
}

}  // namespace kith::interchange
