// Random mutations of sample files, with a fixed seed: nothing crashes, and what the headers promise of every
// input holds.
#include "interchange/csv.hpp"
#include "interchange/encoding.hpp"
#include "interchange/vcard.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace kith::interchange;

namespace {

const std::vector<std::string>& samples() {
    static const std::vector<std::string> all = [] {
        const std::string csv =
            "氏名,メール,備考\r\n山田 太郎,taro@example.jp,\"一行目\n二行目, \"\"引用\"\"\"\r\n"
            "\"José, Müller\", jm@example.com ,=1+1\n,,\n\"\",x\n";
        const std::string card =
            "BEGIN:VCARD\r\nVERSION:3.0\r\nN;CHARSET=UTF-8:伊能;圭一;;;\r\nitem1.TEL;TYPE=\"work,voice\","
            "pref:03-1234\r\nitem1.X-ABLabel:_$!<Main>!$_\r\nNOTE:one\\, two\\nthr\r\n ee\r\n"
            "PHOTO;ENCODING=b:AAEC\r\n /w==\r\nEND:VCARD\r\n";
        const std::string old =
            "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:=88=C9=\n=94=5C;x\n"
            "TEL;HOME;VOICE:1\nAGENT:\nBEGIN:VCARD\nN:b\nEND:VCARD\nPHOTO;BASE64:AAEC\n/w==\n\nEND:VCARD\n";
        return std::vector<std::string>{csv,
                                        card,
                                        old,
                                        card + old,
                                        from_utf8(csv, Encoding::cp932),
                                        from_utf8(card, Encoding::cp932),
                                        from_utf8(card, Encoding::euc_jp),
                                        from_utf8(card, Encoding::iso2022jp),
                                        from_utf8(csv, Encoding::utf16le),
                                        from_utf8(card, Encoding::utf16be)};
    }();
    return all;
}

class Mutator {
public:
    explicit Mutator(unsigned seed) : random_(seed) {}

    std::string next() {
        auto text = pick(samples());
        for (auto n = 1 + random_() % 6; n > 0; --n) {
            const auto at = below(text.size() + 1);
            const auto length = below(std::min<std::size_t>(text.size() - at, 40) + 1);
            switch (random_() % 5) {
                case 0: text.insert(at, pick(tokens_)); break;
                case 1: text.erase(at, length); break;
                case 2: text.insert(at, text.substr(at, length)); break;
                case 3: {
                    const auto& other = pick(samples());
                    text.insert(at, other.substr(below(other.size()), 30));
                    break;
                }
                default:
                    if (at < text.size()) {
                        text[at] = static_cast<char>(static_cast<unsigned char>(random_() % 256));
                    }
            }
        }
        return text;
    }

    std::size_t below(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }

private:
    template <class T>
    const T& pick(const std::vector<T>& from) {
        return from[random_() % from.size()];
    }

    std::mt19937 random_;
    std::vector<std::string> tokens_{"\"",
                                     ",",
                                     "\r",
                                     "\n",
                                     "\r\n",
                                     "\n ",
                                     "=",
                                     "=\n",
                                     ":",
                                     ";",
                                     "\\",
                                     "BEGIN:VCARD\n",
                                     "END:VCARD\n",
                                     "\x1B$B",
                                     "\x1B(B",
                                     "\xEF\xBB",
                                     "\xFF",
                                     "\xE3",
                                     "\x81",
                                     "^n",
                                     "ENCODING=b",
                                     "AGENT:",
                                     ".",
                                     " ",
                                     "\"\"",
                                     "sep=;\n",
                                     "TYPE=\"a",
                                     "\x8F\xA1",
                                     "\xF0\x9F",
                                     "山",
                                     std::string(1, '\0'),
                                     "QUOTED-PRINTABLE:",
                                     "X-A B:"};
};

std::string without(std::string_view text, std::string_view characters) {
    std::string rest;
    std::copy_if(text.begin(), text.end(), std::back_inserter(rest),
                 [&](char c) { return characters.find(c) == std::string_view::npos; });
    return rest;
}

// A text as vCard can hold it: every line break an LF, spaces for other control characters but tab.
std::string writable(std::string text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\r') {
            result.append(i + 1 == text.size() || text[i + 1] != '\n' ? "\n" : "");
        } else {
            const auto byte = static_cast<unsigned char>(c);  // char has a sign on some processors
            result.push_back(c == '\t' || c == '\n' || (byte >= 0x20 && byte != 0x7F) ? c : ' ');
        }
    }
    return result;
}

// Everything about a property but its line, in the form that survives writing.
void check_same(const VCardProperty& written, const VCardProperty& read) {
    REQUIRE(read.group == written.group);
    REQUIRE(read.name == written.name);
    REQUIRE(read.parameters.size() == written.parameters.size());
    for (std::size_t i = 0; i < read.parameters.size(); ++i) {
        REQUIRE(read.parameters[i].first == written.parameters[i].first);
        REQUIRE(read.parameters[i].second.size() == written.parameters[i].second.size());
        for (std::size_t k = 0; k < read.parameters[i].second.size(); ++k) {
            REQUIRE(read.parameters[i].second[k] == writable(written.parameters[i].second[k]));
        }
    }
    REQUIRE(text(read) == writable(text(written)));
}

}  // namespace

TEST_CASE("mutated bytes of any encoding become UTF-8 with every bad place named", "[interchange][mutation]") {
    Mutator mutator(1);
    for (int i = 0; i < 3000; ++i) {
        const auto bytes = mutator.next();
        const auto detected = detect_encoding(bytes);
        REQUIRE(detected.bom <= bytes.size());
        REQUIRE(detected.confidence >= 0.5);
        REQUIRE(detected.confidence <= 1);
        for (const auto encoding :
             {Encoding::utf8, Encoding::cp932, Encoding::euc_jp, Encoding::cp1252, Encoding::big5,
              Encoding::utf16le, Encoding::utf16be, Encoding::iso2022jp, detected.encoding}) {
            INFO(i << " " << encoding_name(encoding));
            std::vector<std::size_t> bad;
            const auto text = to_utf8(bytes, encoding, &bad);
            REQUIRE(valid_utf8_prefix(text) == text.size());
            REQUIRE(std::is_sorted(bad.begin(), bad.end()));
            REQUIRE((bad.empty() || bad.back() < bytes.size()));
            std::size_t marks = 0;
            for (auto at = text.find("\xEF\xBF\xBD"); at != std::string::npos;
                 at = text.find("\xEF\xBF\xBD", at + 3)) {
                ++marks;
            }
            REQUIRE(marks >= bad.size());
            const bool bytewise = encoding == Encoding::utf8 || encoding == Encoding::cp932 ||
                                  encoding == Encoding::euc_jp || encoding == Encoding::cp1252 ||
                                  encoding == Encoding::big5;
            if (bytewise) {  // delimiters, quotes, digits and line ends are never swallowed
                const auto plain = [](std::string_view from) {
                    std::string kept;
                    std::copy_if(from.begin(), from.end(), std::back_inserter(kept),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x40; });
                    return kept;
                };
                REQUIRE(plain(text) == plain(bytes));
            }
            std::vector<std::size_t> unwritable;
            const auto back = from_utf8(text, encoding, &unwritable);
            if (bad.empty() && bytewise && encoding != Encoding::big5 && encoding != Encoding::euc_jp) {
                REQUIRE(unwritable.empty());
                REQUIRE(to_utf8(back, encoding) == text);
            }
        }
        (void)from_utf8(bytes, Encoding::cp932);
        (void)from_utf8(bytes, Encoding::iso2022jp);
    }
}

TEST_CASE("mutated CSV loses no byte", "[interchange][mutation]") {
    Mutator mutator(2);
    for (int i = 0; i < 5000; ++i) {
        auto text = mutator.next();
        if (i % 2 == 0) {
            text = to_utf8(text, detect_encoding(text).encoding);
        }
        INFO(i << ": " << text);
        (void)detect_delimiter(text);
        CsvReader reader(
            text,
            {.header = i % 3 == 0, .skip_blank_lines = i % 5 != 0, .max_fields = i % 7 == 0 ? 2u : 16384u});
        std::string fields;
        for (const auto& field : reader.header().fields) {
            fields += field;
        }
        CsvRow row;
        std::size_t last_line = 0;
        while (reader.next(row)) {
            REQUIRE(row.line > last_line);
            REQUIRE_FALSE(row.fields.empty());
            REQUIRE(row.problems.size() <= 18);
            for (const auto& field : row.fields) {
                fields += field;
            }
            for (const auto& problem : row.problems) {
                REQUIRE(problem.line >= row.line);
                REQUIRE((problem.field == 0) == (problem.column == 0));
            }
            last_line = row.line;
        }
        REQUIRE(reader.offset() == text.size());
        const std::string structure = std::string("\" \r\n") + reader.delimiter();
        std::string_view content = text;
        if (content.substr(0, 3) == "\xEF\xBB\xBF") {
            content.remove_prefix(3);
        }
        if (separator_line(content.substr(0, content.find_first_of("\r\n")))) {
            content.remove_prefix(std::min(content.find_first_of("\r\n"), content.size()));
        }
        REQUIRE(without(fields, structure) == without(content, structure));
    }
}

TEST_CASE("mutated vCards are read, and what was read survives writing", "[interchange][mutation]") {
    Mutator mutator(3);
    std::size_t properties = 0;
    for (int i = 0; i < 5000; ++i) {
        const auto bytes = mutator.next();
        INFO(i << ": " << bytes);
        VCardReader reader(bytes);
        VCard card;
        std::vector<VCardProblem> problems;
        std::vector<VCard> cards;
        while (reader.next(card, problems)) {
            REQUIRE(card.first_line >= 1);
            REQUIRE(card.first_line <= card.last_line);
            cards.push_back(card);
            cards.insert(cards.end(), card.nested.begin(), card.nested.end());
        }
        REQUIRE(reader.progress() == 1.0);
        if (cards.empty()) {
            REQUIRE_FALSE(problems.empty());
        }
        for (const auto& each : cards) {
            std::vector<VCardProperty> kept;
            VCardWriter writer;
            writer.begin();
            for (const auto& property : each.properties) {
                (void)components(property);
                (void)list(property);
                (void)types(property);
                (void)preference(property);
                (void)label(each, property);
                (void)binary(property);
                REQUIRE(valid_utf8_prefix(property.value) == property.value.size());
                // Base64 is a form of transfer, not of text.
                const bool encoded = !parameter(property, "ENCODING").empty();
                if (!encoded) {
                    kept.push_back(property);
                    writer.property(property);
                }
            }
            writer.end();
            properties += kept.size();
            const auto written = writer.str();
            VCardReader again(written);
            REQUIRE(again.encoding().encoding == Encoding::utf8);
            VCard read_back;
            std::vector<VCardProblem> ignored;
            REQUIRE(again.next(read_back, ignored));
            REQUIRE(read_back.properties.size() == kept.size());
            for (std::size_t k = 0; k < kept.size(); ++k) {
                check_same(kept[k], read_back.properties[k]);
            }
        }
    }
    REQUIRE(properties > 10000);
}
