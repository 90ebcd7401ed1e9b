#include "interchange/vcard.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace kith::interchange;
using namespace std::string_literals;
using Strings = std::vector<std::string>;

namespace {

struct Read {
    std::vector<VCard> cards{};
    std::vector<VCardProblem> problems{};
};

Read read(std::string_view bytes) {
    Read result;
    VCardReader reader(bytes);
    VCard card;
    while (reader.next(card, result.problems)) {
        result.cards.push_back(card);
    }
    REQUIRE(reader.progress() == 1.0);
    return result;
}

// The properties of a card made of these lines.
std::vector<VCardProperty> lines(const std::string& content, const std::string& version = "3.0") {
    const auto result = read("BEGIN:VCARD\r\nVERSION:" + version + "\r\n" + content + "\r\nEND:VCARD\r\n");
    REQUIRE(result.cards.size() == 1);
    return result.cards[0].properties;
}

VCardProperty line(const std::string& content, const std::string& version = "3.0") {
    const auto all = lines(content, version);
    REQUIRE(all.size() == 1);
    return all[0];
}

}  // namespace

TEST_CASE("a property has group, name, parameters and value", "[interchange][vcard]") {
    const auto property = line("item1.tel;type=WORK,voice;PREF=1;x-note=\"a:b;c,d\":+81 3-1234");
    REQUIRE(property.group == "item1");
    REQUIRE(property.name == "TEL");
    REQUIRE(property.parameters ==
            VCardWriter::Parameters{{"TYPE", {"WORK", "voice"}}, {"PREF", {"1"}}, {"X-NOTE", {"a:b;c,d"}}});
    REQUIRE(property.value == "+81 3-1234");
    REQUIRE(property.line == 3);
    REQUIRE(parameter(property, "x-note") == Strings{"a:b;c,d"});
    REQUIRE(parameter(property, "absent").empty());
}

TEST_CASE("the bare parameters of 2.1 go where they belong", "[interchange][vcard]") {
    REQUIRE(line("TEL;HOME;VOICE:1", "2.1").parameters ==
            VCardWriter::Parameters{{"TYPE", {"HOME"}}, {"TYPE", {"VOICE"}}});
    REQUIRE(line("NOTE;QUOTED-PRINTABLE:a=3Db", "2.1").value == "a=b");
    REQUIRE(line("NOTE;QUOTED-PRINTABLE:a=3Db", "2.1").parameters.empty());
    REQUIRE(line("PHOTO;URL;GIF:http://x", "2.1").parameters ==
            VCardWriter::Parameters{{"VALUE", {"URL"}}, {"TYPE", {"GIF"}}});
    REQUIRE(line("TEL;:1", "2.1").parameters.empty());
}

TEST_CASE("odd parameters", "[interchange][vcard]") {
    REQUIRE(line("v;p-1=;p-2=,,;p-4=a        b,\"v;x=1:\":y").parameters ==
            VCardWriter::Parameters{{"P-1", {""}}, {"P-2", {"", "", ""}}, {"P-4", {"a        b", "v;x=1:"}}});
    REQUIRE(line("ADR;LABEL=\"1 Main St^nTown^'s ^^ ^x\":;;x").parameters[0].second ==
            Strings{"1 Main St\nTown\"s ^ ^x"});
    REQUIRE(line("X;A=\"b\"c:d").parameters[0].second == Strings{"\"b\"c"});
    const auto unclosed = read("BEGIN:VCARD\nVERSION:3.0\nTEL;TYPE=\"home:123\nEND:VCARD\n");
    REQUIRE(unclosed.cards[0].properties[0].value == "123");
    REQUIRE(types(unclosed.cards[0].properties[0]) == Strings{"\"home"});
    REQUIRE(unclosed.problems ==
            std::vector<VCardProblem>{{3, 10, "a quote in a parameter that is never closed; read as text"}});
    std::string many = "X";
    for (int i = 0; i < 1000; ++i) {
        many += ";a=b";
    }
    REQUIRE(line(many + ":y").parameters.size() == 256);
}

TEST_CASE("values are resolved by the function that knows their kind", "[interchange][vcard]") {
    REQUIRE(text(line("NOTE:one\\, two\\; three\\nfour\\N\\\\n \\: \\x \\")) ==
            "one, two; three\nfour\n\\n : \\x \\");
    REQUIRE(components(line("N:de la Cruz\\;x;Ana,María;;Dr.;")) ==
            Strings{"de la Cruz;x", "Ana,María", "", "Dr.", ""});
    REQUIRE(components(line("ORG:")) == Strings{""});
    REQUIRE(list(line("CATEGORIES:a\\,b, c ,,d")) == Strings{"a,b", "c", "d"});
    REQUIRE(list(line("NICKNAME:")).empty());
    // Android's own tests of 2.1 expect these parts.
    REQUIRE(components(line("N:;A\\;B\\\\;C\\\\\\;;D;\\:E;\\\\\\\\;", "2.1")) ==
            Strings{"", "A;B\\", "C\\;", "D", ":E", "\\\\", ""});
}

TEST_CASE("types, preference and labels", "[interchange][vcard]") {
    REQUIRE(types(line("TEL;TYPE=\"voice,Home\";TYPE=cell,voice:1")) == Strings{"voice", "home", "cell"});
    REQUIRE(types(line("TEL;TYPE=HOME,TYPE=VOICE:1")) == Strings{"home", "voice"});
    REQUIRE(types(line("TEL:1")).empty());
    REQUIRE(preference(line("TEL;PREF=3:1")) == 3);
    REQUIRE(preference(line("TEL;PREF=0:1")) == 101);
    REQUIRE(preference(line("TEL;PREF=many:1")) == 101);
    REQUIRE(preferred(line("TEL;PREF=1:1")));
    REQUIRE(preferred(line("TEL;WORK;PREF:1")));
    REQUIRE(preferred(line("TEL;type=pref:1")));
    REQUIRE_FALSE(preferred(line("TEL;PREF=2:1")));

    const auto card =
        read("BEGIN:VCARD\nVERSION:3.0\nitem1.URL:a\nitem1.X-ABLabel:_$!<HomePage>!$_\nITEM2.URL:b\n"
             "item2.X-ABLABEL:$!<Email>!$\nitem3.URL:c\nitem3.X-ABLabel:趣味\\, 本\nitem4.URL:d\nURL:e\n"
             "X-ABLabel:stray\nEND:VCARD\n")
            .cards[0];
    Strings labels;
    for (const auto& property : card.properties) {
        if (property.name == "URL") {
            labels.push_back(label(card, property));
        }
    }
    REQUIRE(labels == Strings{"HomePage", "Email", "趣味, 本", "", ""});
}

TEST_CASE("folded lines, of every line end", "[interchange][vcard]") {
    for (const std::string end : {"\r\n", "\n", "\r", "\r\r\n"}) {
        INFO("line end of " << end.size() << " bytes, first " << static_cast<int>(end[0]));
        const auto result = read("BEGIN:VCARD" + end + "VERSION:3.0" + end + "NOTE:one " + end + " two" + end +
                                 "\tthree" + end + "TEL;TY" + end + " PE=home:1" + end + "END:VCARD" + end);
        REQUIRE(result.problems.empty());
        REQUIRE(result.cards.size() == 1);
        REQUIRE(result.cards[0].properties.size() == 2);
        REQUIRE(result.cards[0].properties[0].value == "one twothree");
        REQUIRE(types(result.cards[0].properties[1]) == Strings{"home"});
        REQUIRE(result.cards[0].last_line == 8);
    }
    // A character cut by the fold, as some writers do.
    REQUIRE(line("FN:\xE5\xB1\r\n \xB1\xE7\x94\xB0").value == "山田");
}

TEST_CASE("a lone CR is text unless a property follows", "[interchange][vcard]") {
    const auto properties = lines("X-A:custom\r3\nX-B:one\rTEL;HOME:2");
    REQUIRE(properties.size() == 3);
    REQUIRE(properties[0].value == "custom\r3");
    REQUIRE(properties[1].value == "one");
    REQUIRE(properties[2].name == "TEL");
}

TEST_CASE("quoted-printable", "[interchange][vcard]") {
    REQUIRE(text(line("NOTE;ENCODING=QUOTED-PRINTABLE:Now =\n the time=0D=0Afor=3B all =\n\n", "2.1")) ==
            "Now  the time\nfor; all ");
    REQUIRE(line("NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=B1=B1=E7=\n=94=B0", "2.1").value == "山田");
    REQUIRE(line("NOTE;ENCODING=QUOTED-PRINTABLE:a= \n  b", "2.1").value == "a  b");

    const auto odd = read("BEGIN:VCARD\nVERSION:2.1\nNOTE;ENCODING=QUOTED-PRINTABLE:50=% =ZZ=4\nEND:VCARD\n");
    REQUIRE(odd.cards[0].properties[0].value == "50=% =ZZ=4");
    REQUIRE(odd.problems ==
            std::vector<VCardProblem>{{3, 34, "= without two hexadecimal digits in quoted-printable; kept"}});
    const auto cut = read("BEGIN:VCARD\nVERSION:2.1\nNOTE;ENCODING=QUOTED-PRINTABLE:abc=\nEND:VCARD\n"
                          "BEGIN:VCARD\nVERSION:2.1\nNOTE;ENCODING=QUOTED-PRINTABLE:abc=");
    REQUIRE(cut.cards.size() == 2);
    REQUIRE(cut.cards[0].properties[0].value == "abc");
    REQUIRE(cut.cards[0].last_line == 4);
    REQUIRE(cut.cards[1].properties[0].value == "abc");
    REQUIRE(cut.problems.size() == 3);
    REQUIRE(cut.problems[0] == VCardProblem{3, 35, "quoted-printable ends in the middle"});
    REQUIRE(cut.problems[2] == VCardProblem{5, 0, "the card has no END:VCARD"});
}

TEST_CASE("base64 and data URIs", "[interchange][vcard]") {
    REQUIRE(binary(line("PHOTO;ENCODING=b;TYPE=JPEG:AAEC\r\n /w==")) == "\0\1\2\xFF"s);
    REQUIRE(binary(line("PHOTO;BASE64:\r\n  AAEC\r\n  /w==\r\n", "2.1")) == "\0\1\2\xFF"s);
    const auto unindented = lines("PHOTO;ENCODING=BASE64;TYPE=GIF:AA\nEC\n/w==\nTEL:1", "2.1");
    REQUIRE(unindented.size() == 2);
    REQUIRE(binary(unindented[0]) == "\0\1\2\xFF"s);
    REQUIRE(unindented[0].parameters == VCardWriter::Parameters{{"ENCODING", {"BASE64"}}, {"TYPE", {"GIF"}}});
    REQUIRE(binary(line("PHOTO:data:image/png;base64\\,AAEC", "4.0")) == "\0\1\2"s);
    REQUIRE(binary(line("PHOTO;ENCODING=b:data:image/png;base64,AAEC")) == "\0\1\2"s);
    REQUIRE_FALSE(binary(line("PHOTO;VALUE=uri:http://x/y.png")).has_value());
    REQUIRE_FALSE(binary(line("PHOTO:data:text/plain,hello", "4.0")).has_value());
    REQUIRE_FALSE(binary(line("PHOTO;ENCODING=b:AA:C")).has_value());
    const auto broken = read("BEGIN:VCARD\nVERSION:3.0\nPHOTO;ENCODING=b:AA:C\nEND:VCARD");
    REQUIRE(broken.cards[0].properties[0].value == "AA:C");
    REQUIRE(broken.problems == std::vector<VCardProblem>{{3, 18, "the value is not base64; kept as it is"}});
}

TEST_CASE("each value in its own encoding", "[interchange][vcard]") {
    const auto result = read("BEGIN:VCARD\nVERSION:2.1\n"
                             "N;CHARSET=SHIFT_JIS:\x88\xC9\x94\x5C;\x8C\x5C\x88\xEA\n"  // 5C ends both names
                             "SOUND;X-IRMC-N;CHARSET=Shift_JIS:\xB1\xDD\xC4\xDE\xB3\n"
                             "X-EUC;CHARSET=EUC-JP:\xBB\xB3\xC5\xC4\n"
                             "X-JIS;CHARSET=ISO-2022-JP:\x1B$B;3ED\x1B(B!\n"
                             "X-LATIN;CHARSET=windows-1252;ENCODING=QUOTED-PRINTABLE:Do=EB\n"
                             "X-UTF:山田\nEND:VCARD\n");
    REQUIRE(result.problems.empty());
    Strings values;
    for (const auto& property : result.cards[0].properties) {
        values.push_back(property.value);
        REQUIRE(parameter(property, "CHARSET").empty());
    }
    REQUIRE(values == Strings{"伊能;圭一", "ｱﾝﾄﾞｳ", "山田", "山田!", "Doë", "山田"});
    REQUIRE(components(result.cards[0].properties[0]) == Strings{"伊能", "圭一"});
}

TEST_CASE("bytes that contradict their CHARSET, and unknown ones", "[interchange][vcard]") {
    const auto result =
        read("BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8:Do\xEB;John\nFN;CHARSET=SHIFT_JIS:山田 José\n"
             "X;CHARSET=klingon:\xE5\xB1\xB1\nY;CHARSET=UTF-16:z\nEND:VCARD\n");
    REQUIRE(result.cards[0].properties[0].value == "Doë;John");
    REQUIRE(result.cards[0].properties[1].value == "山田 José");
    REQUIRE(result.cards[0].properties[2].value == "山");
    REQUIRE(result.problems.size() == 4);
    REQUIRE(result.problems[0] ==
            VCardProblem{3, 17, "the value is not in its CHARSET UTF-8; read as windows-1252"});
    REQUIRE(result.problems[1] == VCardProblem{4, 22, "the value is not in its CHARSET CP932; read as UTF-8"});
    REQUIRE(result.problems[2].reason == "unknown CHARSET \"klingon\"");
    REQUIRE(result.problems[3].reason == "unknown CHARSET \"UTF-16\"");
}

TEST_CASE("a file without CHARSET is read as what it is", "[interchange][vcard]") {
    const std::string card =
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:伊能;圭一;;;\r\nNOTE:東京都の会社、ソフト\\nﾔﾏﾀﾞ\r\nEND:VCARD\r\n";
    for (const auto encoding : {Encoding::utf8, Encoding::cp932, Encoding::euc_jp, Encoding::iso2022jp,
                                Encoding::utf16le, Encoding::utf16be}) {
        INFO(encoding_name(encoding));
        for (const std::string& mark : {std::string(), std::string(byte_order_mark(encoding))}) {
            const auto bytes = mark + from_utf8(card, encoding);
            VCardReader reader(bytes);
            REQUIRE(reader.encoding().encoding == encoding);
            VCard read_card;
            std::vector<VCardProblem> problems;
            REQUIRE(reader.next(read_card, problems));
            REQUIRE(problems.empty());
            REQUIRE(components(read_card.properties.at(0))[0] == "伊能");
            REQUIRE(text(read_card.properties.at(1)) == "東京都の会社、ソフト\nﾔﾏﾀﾞ");
            REQUIRE_FALSE(reader.next(read_card, problems));
        }
    }
    // In a file converted as a whole CHARSET still says what quoted-printable hides.
    const auto mixed =
        read(from_utf8("BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=SHIFT_JIS:安藤\n"
                       "N;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:=88=C9=94=5C\nEND:VCARD\n",
                       Encoding::utf16le));
    REQUIRE(mixed.problems.empty());
    REQUIRE(mixed.cards[0].properties[0].value == "安藤");
    REQUIRE(mixed.cards[0].properties[1].value == "伊能");

    const auto garbage = read("BEGIN:VCARD\nVERSION:3.0\nFN;CHARSET=SHIFT_JIS:\x81\xFF\xFF\x81\nEND:VCARD\n");
    REQUIRE(garbage.cards[0].properties.size() == 1);
    REQUIRE(garbage.problems.size() == 1);
}

TEST_CASE("several cards, nesting, missing ends", "[interchange][vcard]") {
    SECTION("one after the other, with blank lines and marks between") {
        const auto result = read("\n\nBEGIN:VCARD\nVERSION:3.0\nFN:a\nEND:VCARD\n\n \n\xEF\xBB\xBF"
                                 "begin:vcard\nversion: 4.0\n"
                                 "fn:b\nend:vcard \n");
        REQUIRE(result.problems.empty());
        REQUIRE(result.cards.size() == 2);
        REQUIRE(result.cards[0].first_line == 3);
        REQUIRE(result.cards[0].last_line == 6);
        REQUIRE(result.cards[1].version == "4.0");
        REQUIRE(result.cards[1].properties[0].name == "FN");
    }
    SECTION("AGENT of 2.1 holds a card") {
        const auto result =
            read("BEGIN:VCARD\nVERSION:2.1\nFN:boss\nAGENT:\nBEGIN:VCARD\nVERSION:2.1\nFN:agent\nEND:VCARD\n"
                 "END:VCARD\nBEGIN:VCARD\nVERSION:2.1\nFN:next\nEND:VCARD\n");
        REQUIRE(result.problems.empty());
        REQUIRE(result.cards.size() == 2);
        REQUIRE(result.cards[0].properties.size() == 2);
        REQUIRE(result.cards[0].nested.size() == 1);
        REQUIRE(result.cards[0].nested[0].properties[0].value == "agent");
        REQUIRE(result.cards[0].last_line == 9);
    }
    SECTION("AGENT of 3.0 is a text, also when its lines were folded one by one") {
        for (const auto* agent : {"AGENT:BEGIN:VCARD\\nVERSION:3.0\\nFN:Doe\\\\, Jane\\nEND:VCARD",
                                  "AGENT:BEGIN:VCARD\n VERSION:3.0\n FN:Doe\\, Jane\n END:VCARD"}) {
            const auto inner = read(text(line(agent)));
            REQUIRE(inner.cards.size() == 1);
            REQUIRE(text(inner.cards[0].properties[0]) == "Doe, Jane");
        }
    }
    SECTION("a card inside a card that goes on after it") {
        const auto result =
            read("BEGIN:VCARD\nVERSION:2.1\nN:outer\nBEGIN:VCARD\nVERSION:2.1\nN:one\nEND:VCARD\n"
                 "BEGIN:VCARD\nVERSION:2.1\nN:two\nEND:VCARD\nTEL:1\nEND:VCARD\n");
        REQUIRE(result.problems.empty());
        REQUIRE(result.cards.size() == 1);
        REQUIRE(result.cards[0].properties.size() == 2);
        REQUIRE(result.cards[0].nested.size() == 2);
    }
    SECTION("a missing END costs no card") {
        std::string bytes = "BEGIN:VCARD\nVERSION:3.0\nFN:0\n";
        for (int i = 1; i < 30; ++i) {
            bytes += "BEGIN:VCARD\nVERSION:3.0\nFN:" + std::to_string(i) + "\n" +
                     (i % 7 == 0 ? "" : "END:VCARD\n");
        }
        const auto result = read(bytes);
        REQUIRE(result.cards.size() == 30);
        for (std::size_t i = 0; i < 30; ++i) {
            REQUIRE(result.cards[i].properties.at(0).value == std::to_string(i));
            REQUIRE(result.cards[i].nested.empty());
        }
        REQUIRE(result.problems.size() == 5);
        REQUIRE(result.problems[0] == VCardProblem{1, 0, "the card has no END:VCARD"});
    }
    SECTION("no END at all, and an AGENT cut short") {
        auto result = read("BEGIN:VCARD\nVERSION:4.0\nFN:cut\n\n");
        REQUIRE(result.cards.size() == 1);
        REQUIRE(result.cards[0].last_line == 3);
        REQUIRE(result.problems == std::vector<VCardProblem>{{1, 0, "the card has no END:VCARD"}});
        result = read("BEGIN:VCARD\nVERSION:2.1\nAGENT:\nBEGIN:VCARD\nVERSION:2.1\nFN:agent\n");
        REQUIRE(result.cards.size() == 1);
        REQUIRE(result.cards[0].nested.size() == 1);
        REQUIRE(result.problems.size() == 2);
    }
    SECTION("deep nesting is not followed without bound") {
        std::string bytes;
        for (int i = 0; i < 10000; ++i) {
            bytes += "BEGIN:VCARD\nVERSION:2.1\nAGENT:\n";
        }
        REQUIRE_FALSE(read(bytes).cards.empty());
    }
}

TEST_CASE("what is no vCard is reported and skipped", "[interchange][vcard]") {
    auto result = read("");
    REQUIRE(result.cards.empty());
    REQUIRE(result.problems == std::vector<VCardProblem>{{1, 0, "no vCard in the file"}});
    result = read(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR\nBEGIN:VCARD\nVERSION:3.0\nFN:a\n"
        "END:\nEND:VCARD\nEND:VCARD\nhello\nworld\n");
    REQUIRE(result.cards.size() == 1);
    REQUIRE(result.problems == std::vector<VCardProblem>{{1, 1, "BEGIN:VCALENDAR is not a vCard; skipped"},
                                                         {9, 1, "\"END:\" ends nothing that is open; skipped"},
                                                         {11, 1, "END:VCARD without BEGIN:VCARD; skipped"},
                                                         {12, 0, "text outside of any vCard; skipped"}});
    result = read("BEGIN:VCARD\nFN:a\nEND:VCARD\n");
    REQUIRE(result.cards[0].version.empty());
    REQUIRE(result.problems == std::vector<VCardProblem>{{1, 0, "the card has no VERSION"}});
    // A block that never ends stops at the next card.
    REQUIRE(read("BEGIN:VLIST\nx:y\nBEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n").cards.size() == 1);
}

TEST_CASE("lines that are no property", "[interchange][vcard]") {
    const auto result =
        read("BEGIN:VCARD\nVERSION:3.0\nTEL:1\nnot a property\nNOTE:one\ntwo http://x\nhttp://y\n# comment\n"
             "ADR:;;1 Main St\\\nTown;;;;\n\"quoted\": x\n三つ目:x\nEND:VCARD\n");
    const auto& properties = result.cards[0].properties;
    REQUIRE(properties.size() == 3);
    REQUIRE(text(properties[1]) == "one\ntwo http://x\nhttp://y");
    REQUIRE(components(properties[2])[2] == "1 Main St\nTown");
    REQUIRE(components(properties[2])[6] == "\n\"quoted\": x\n三つ目:x");
    Strings reasons;
    for (const auto& problem : result.problems) {
        reasons.push_back(std::to_string(problem.line) + " " + problem.reason);
    }
    REQUIRE(reasons == Strings{"4 not a property; skipped: not a property",
                               "6 not a property; added to the NOTE before it",
                               "7 not a property; added to the NOTE before it",
                               "8 not a property; skipped: # comment",
                               "10 not a property; added to the ADR before it",
                               "11 not a property; added to the ADR before it",
                               "12 not a property; added to the ADR before it"});
}

TEST_CASE("END and BEGIN with parameters or a group are no properties", "[interchange][vcard]") {
    const auto result =
        read("BEGIN:VCARD\nFN:Ada\nEND;X=1:VCARD\nTEL:1\n.END:VCARD\nBEGIN;X=1:VCARD\nEND:VCARD\n");
    REQUIRE(result.cards.size() == 1);
    REQUIRE(result.cards[0].properties.size() == 2);
    REQUIRE(result.problems.size() == 4);  // and there is no VERSION
}

TEST_CASE("problems of one card are bounded", "[interchange][vcard]") {
    std::string bytes = "BEGIN:VCARD\nVERSION:3.0\n";
    for (int i = 0; i < 500; ++i) {
        bytes += "junk\n";
    }
    const auto result = read(bytes + "END:VCARD\nBEGIN:VCARD\nVERSION:3.0\njunk\nEND:VCARD\n");
    REQUIRE(result.problems.size() == 102);
    REQUIRE(result.problems[100].reason == "more problems here, not listed");
    REQUIRE(result.problems[101].line == 506);
}

TEST_CASE("hostile vCards are read in linear time", "[interchange][vcard]") {
    const auto repeated = [](std::string_view piece, std::size_t times) {
        std::string bytes;
        for (std::size_t i = 0; i < times; ++i) {
            bytes += piece;
        }
        return bytes;
    };
    const std::string head = "BEGIN:VCARD\nVERSION:3.0\n";
    REQUIRE(read(head + repeated("X;A=\":\n ", 100'000)).cards.size() == 1);
    REQUIRE(read(head + "NOTE;ENCODING=QUOTED-PRINTABLE:" + repeated("=\n", 300'000)).cards.size() == 1);
    REQUIRE(read(head + "NOTE:" + repeated("\n x", 300'000)).cards.size() == 1);
    REQUIRE(read(head + "X" + repeated("\n ;", 100'000)).cards.size() == 1);
    REQUIRE(read(repeated("\r", 500'000)).cards.empty());
    REQUIRE(read(head + repeated("\r", 500'000) + "FN:x").cards.size() == 1);
    REQUIRE(read(repeated("BEGIN:VCARD\n", 100'000)).cards.size() == 100'000);
    REQUIRE(read(repeated("BEGIN:VCARD\nBEGIN:VCARD\nEND:VCARD\n", 50'000)).cards.size() == 100'000);
    REQUIRE(read(head + repeated("A:\n", 150'000)).cards[0].properties.size() == 100'000);
    REQUIRE(read(head + "X" + repeated(";\"", 200'000) + ":y").cards.size() == 1);
}

TEST_CASE("properties are written as vCard 4.0", "[interchange][vcard]") {
    REQUIRE(escape("a,b;c\\d\r\ne\rf\n") == "a\\,b\\;c\\\\d\\ne\\nf\\n");
    REQUIRE(escape("a\x1B$B\tb") == "a $B\tb");
    REQUIRE(write_property({.name = "FN", .value = "Ada"}) == "FN:Ada\r\n");
    REQUIRE(write_property({.group = "item1",
                            .name = "TEL",
                            .parameters = {{"TYPE", {"work", "voice"}}, {"LABEL", {"a: \"b\"^\n"}}},
                            .value = "1"}) == "item1.TEL;TYPE=work,voice;LABEL=\"a: ^'b^'^^^n\":1\r\n");

    // a raw line break behind a backslash, which is then no escape
    REQUIRE(write_property({.name = "NOTE", .value = "C:\\\r\nD:\\\\\n"}) == "NOTE:C:\\\\\\nD:\\\\\\n\r\n");

    VCardWriter writer;
    writer.begin();
    writer.text("FN", "Lovelace, Ada");
    writer.components("N", Strings{"Lovelace", "Ada", "", "", ""});
    writer.components("ADR", Strings{"", "", ""});
    writer.list("CATEGORIES", Strings{"vip", "a,b"}, {{"PREF", {"1"}}});
    writer.plain("BDAY", "--1210");
    writer.text("NOTE", "");
    writer.text("X-ABLabel", "趣味", {}, "item1");
    writer.binary("PHOTO", "\0\1\2\xFF"s, "image/png");
    writer.end();
    REQUIRE(writer.str() == "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Lovelace\\, Ada\r\nN:Lovelace;Ada;;;\r\n"
                            "CATEGORIES;PREF=1:vip,a\\,b\r\nBDAY:--1210\r\nitem1.X-ABLabel:趣味\r\n"
                            "PHOTO:data:image/png;base64,AAEC/w==\r\nEND:VCARD\r\n");
    const auto card = read(writer.take()).cards.at(0);
    REQUIRE(writer.str().empty());
    REQUIRE(text(card.properties[0]) == "Lovelace, Ada");
    REQUIRE(list(card.properties[2]) == Strings{"vip", "a,b"});
    REQUIRE(binary(card.properties[5]) == "\0\1\2\xFF"s);
}

TEST_CASE("long lines are folded at 75 octets, never inside a character", "[interchange][vcard]") {
    for (std::size_t shift = 0; shift < 4; ++shift) {
        const auto value = std::string(shift, 'x') + [] {
            std::string kanji;
            for (int i = 0; i < 100; ++i) {
                kanji += "髙😀é";
            }
            return kanji;
        }();
        const auto written = write_property({.name = "NOTE", .value = value});
        std::size_t start = 0;
        for (auto end = written.find("\r\n"); end != std::string::npos; end = written.find("\r\n", start)) {
            const auto physical = std::string_view(written).substr(start, end - start);
            REQUIRE(physical.size() <= 75);
            REQUIRE(physical.size() > 70 - (end + 2 == written.size() ? 70 : 0));
            REQUIRE(valid_utf8_prefix(physical) == physical.size());
            start = end + 2;
        }
        REQUIRE(line(written.substr(0, written.size() - 2), "4.0").value == value);
    }
    const std::string broken(300, '\x80');  // not UTF-8: folded all the same
    REQUIRE(write_property({.name = "X", .value = broken}).size() > 300);
}
