#include "interchange/encoding.hpp"

#include "data.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace kith::interchange;
using namespace std::string_literals;

namespace {

constexpr Encoding all_encodings[] = {
    Encoding::utf8,       Encoding::utf16le, Encoding::utf16be,   Encoding::utf32le, Encoding::utf32be,
    Encoding::cp932,      Encoding::euc_jp,  Encoding::iso2022jp, Encoding::cp1252,  Encoding::cp1250,
    Encoding::cp1251,     Encoding::cp1253,  Encoding::cp1254,    Encoding::cp1257,  Encoding::iso8859_2,
    Encoding::iso8859_15, Encoding::koi8_r,  Encoding::mac_roman, Encoding::gb18030, Encoding::big5,
    Encoding::euc_kr};

Encoding detected(std::string_view bytes) { return detect_encoding(bytes).encoding; }

}  // namespace

TEST_CASE("every encoding can be converted here, and its name names it", "[interchange][encoding]") {
    for (const auto encoding : all_encodings) {
        INFO(encoding_name(encoding));
        REQUIRE(to_utf8(from_utf8("Ada 1815", encoding), encoding) == "Ada 1815");
        REQUIRE(encoding_named(encoding_name(encoding)) == encoding);
    }
}

TEST_CASE("labels of encodings", "[interchange][encoding]") {
    REQUIRE(encoding_named("SHIFT_JIS") == Encoding::cp932);
    REQUIRE(encoding_named("x-sjis") == Encoding::cp932);
    REQUIRE(encoding_named("Windows-31J") == Encoding::cp932);
    REQUIRE(encoding_named("utf-8") == Encoding::utf8);
    REQUIRE(encoding_named("ISO-8859-1") == Encoding::cp1252);
    REQUIRE(encoding_named("ISO-8859-15") == Encoding::iso8859_15);
    REQUIRE(encoding_named("euc-jp") == Encoding::euc_jp);
    REQUIRE_FALSE(encoding_named("invalid-encoding").has_value());
    REQUIRE_FALSE(encoding_named("").has_value());
}

TEST_CASE("CP932 decodes what Windows writes", "[interchange][encoding]") {
    // NEC row 13, NEC-selected and IBM extensions: ① ㈱ 髙 﨑.
    REQUIRE(to_utf8("\x87\x40\x87\x8A\xFB\xFC\xFA\xB1\xED\x95", Encoding::cp932) == "①㈱髙﨑﨑");
    REQUIRE(to_utf8("\xD4\xCF\xC0\xDE \xC0\xDB\xB3", Encoding::cp932) == "ﾔﾏﾀﾞ ﾀﾛｳ");
    REQUIRE(to_utf8("C:\\\x83\x5C", Encoding::cp932) ==
            "C:\\ソ");  // 5C is a backslash, and the second half of ソ
    // Wave dash, parallel, minus, cent: Microsoft's choice, the same from all three Japanese encodings.
    const std::string twins = "\uFF5E\u2225\uFF0D\uFFE0";
    REQUIRE(to_utf8("\x81\x60\x81\x61\x81\x7C\x81\x91", Encoding::cp932) == twins);
    REQUIRE(to_utf8("\xA1\xC1\xA1\xC2\xA1\xDD\xA1\xF1", Encoding::euc_jp) == twins);
    REQUIRE(to_utf8("\x1B$B!A!B!]!q\x1B(B", Encoding::iso2022jp) == twins);
}

TEST_CASE("both twins of a Japanese character can be exported", "[interchange][encoding]") {
    for (const auto encoding : {Encoding::cp932, Encoding::euc_jp, Encoding::iso2022jp}) {
        INFO(encoding_name(encoding));
        std::vector<std::size_t> bad;
        REQUIRE(from_utf8("1〜2−3‖—¢£¬", encoding, &bad) == from_utf8("1～2－3∥―￠￡￢", encoding));
        REQUIRE(bad.empty());
        REQUIRE(to_utf8(from_utf8("①㈱髙橋﨑ﾔﾏﾀﾞソ・", encoding, &bad), encoding) == "①㈱髙橋﨑ﾔﾏﾀﾞソ・");
        REQUIRE(bad.empty());
    }
    REQUIRE(from_utf8("〜", Encoding::cp932) == "\x81\x60");
    REQUIRE(from_utf8("−", Encoding::cp932) == "\x81\x7C");
    REQUIRE(from_utf8("ﾔ山A", Encoding::iso2022jp) == "\x1B(I\x54\x1B$B;3\x1B(BA");
}

TEST_CASE("undecodable bytes are marked with their offsets and take nothing along",
          "[interchange][encoding]") {
    std::vector<std::size_t> bad;
    SECTION("CP932: a lead byte before a comma, an unassigned pair, a lone lead at the end") {
        REQUIRE(to_utf8("a\x93,b\x85\x9F,c\x93", Encoding::cp932, &bad) == "a\uFFFD,b\uFFFD,c\uFFFD");
        REQUIRE(bad == std::vector<std::size_t>{1, 4, 8});
    }
    SECTION("EUC-JP") {
        REQUIRE(to_utf8("a\xC5,\xA9\xFE\xC5\xC4\x8F", Encoding::euc_jp, &bad) == "a\uFFFD,\uFFFD田\uFFFD");
        REQUIRE(bad == std::vector<std::size_t>{1, 3, 7});
    }
    SECTION("CP1252 has five holes") {
        REQUIRE(to_utf8("\x81 \x8D \x93x\x94", Encoding::cp1252, &bad) == "\uFFFD \uFFFD “x”");
        REQUIRE(bad == std::vector<std::size_t>{0, 2});
    }
    SECTION("UTF-8: one mark for each longest possible start") {
        REQUIRE(to_utf8("\xEF\xBB\xBF\xE3\x81,\xC0\x80\xF0\x9F\x98\xED\xA0\x80z", Encoding::utf8, &bad) ==
                "\uFFFD,\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDz");
        REQUIRE(bad == std::vector<std::size_t>{3, 6, 7, 8, 11, 12, 13});
    }
    SECTION("UTF-16: a lone surrogate, an odd byte") {
        REQUIRE(to_utf8("\xFF\xFE\x3D\xD8,\0A\0z"s, Encoding::utf16le, &bad) == "\uFFFD,A\uFFFD");
        REQUIRE(bad == std::vector<std::size_t>{2, 8});
    }
    SECTION("ISO-2022-JP: half a kanji, an unassigned cell, an unknown escape") {
        REQUIRE(to_utf8("\x1B$B;3\x29\x21;\x1B(B,\x1BxA", Encoding::iso2022jp, &bad) ==
                "山\uFFFD\uFFFD,\uFFFDxA");
        REQUIRE(bad == std::vector<std::size_t>{5, 7, 12});
    }
    SECTION("a line end returns ISO-2022-JP to ASCII") {
        REQUIRE(to_utf8("\x1B$B;3\nabc", Encoding::iso2022jp, &bad) == "山\nabc");
        REQUIRE(to_utf8("\x1B(IT\x7E\x1B(B", Encoding::iso2022jp, &bad) == "ﾔ\uFFFD");
        REQUIRE(bad == std::vector<std::size_t>{4});
    }
}

TEST_CASE("what the target cannot express becomes a question mark", "[interchange][encoding]") {
    std::vector<std::size_t> bad;
    REQUIRE(from_utf8("a한b\xFFz", Encoding::cp932, &bad) == "a?b?z");
    REQUIRE(bad == std::vector<std::size_t>{1, 5});
    bad.clear();
    REQUIRE(from_utf8("é山", Encoding::cp1252, &bad) == "\xE9?");
    REQUIRE(bad == std::vector<std::size_t>{2});
    bad.clear();
    REQUIRE(from_utf8("é\xFF山", Encoding::utf8, &bad) == "é?山");
    REQUIRE(bad == std::vector<std::size_t>{2});
    REQUIRE(from_utf8("", Encoding::cp932).empty());
}

TEST_CASE("encodings are detected by mark, structure and likelihood", "[interchange][encoding]") {
    REQUIRE(detect_encoding("") == Detected{Encoding::utf8, 1, 0});
    REQUIRE(detect_encoding("plain ASCII\n") == Detected{Encoding::utf8, 1, 0});
    REQUIRE(detect_encoding("\xEF\xBB\xBFname") == Detected{Encoding::utf8, 1, 3});
    REQUIRE(detect_encoding("\xFF\xFEn\0"s) == Detected{Encoding::utf16le, 1, 2});
    REQUIRE(detect_encoding("\xFE\xFF\0n"s) == Detected{Encoding::utf16be, 1, 2});
    REQUIRE(detect_encoding("\xFF\xFE\0\0n\0\0\0"s) == Detected{Encoding::utf32le, 1, 4});

    SECTION("UTF-16 without a mark") {
        for (const auto encoding : {Encoding::utf16le, Encoding::utf16be}) {
            REQUIRE(detected(from_utf8("name,city\nAda,London\n", encoding)) == encoding);
            REQUIRE(detected(from_utf8("氏名,住所\n山田太郎,東京都千代田区\n佐藤花子,大阪府\n", encoding)) ==
                    encoding);
        }
        // UTF-8 with stray NULs is not UTF-16.
        REQUIRE(detected("name,city\nAda\0,London\nBob\0\0\0,Paris\n"s) == Encoding::utf8);
        REQUIRE(detected("n\0"s + std::string(300, 'x') + "\n") == Encoding::utf8);
    }
    SECTION("ISO-2022-JP") {
        REQUIRE(detected(from_utf8("氏名,山田\n", Encoding::iso2022jp)) == Encoding::iso2022jp);
        REQUIRE(detected("terminal \x1B[1mbold\x1B(B") == Encoding::utf8);
    }
    SECTION("UTF-8, whole, cut and slightly broken") {
        const std::string text = "氏名,会社\n山田太郎,株式会社サンプル\nJosé,Müller GmbH\n";
        REQUIRE(detected(text) == Encoding::utf8);
        REQUIRE(detected(text.substr(0, 30)) == Encoding::utf8);  // ends inside a kanji
        auto broken = text + text;
        broken[8] = '\xFF';
        REQUIRE(detected(broken) == Encoding::utf8);
        REQUIRE(detect_encoding("caf\xC3\xA9").confidence < detect_encoding(text).confidence);
    }
}

TEST_CASE("one short Japanese or western text is enough for a guess", "[interchange][encoding]") {
    const std::string_view japanese[] = {
        "山田太郎",
        "佐藤,花子\n",
        "氏名,フリガナ,電話番号\n髙橋 一郎,タカハシ イチロウ,03-1234-5678\n",
        "株式会社サンプル,東京都千代田区丸の内1-2-3\n",
        "渡邊 恵美子\n",
        "さとう はなこ\n",
        "スズキ・ケンイチ\n",
        "㈱コスモ企画,営業部長\n",
        "備考：お電話は午後にお願いします。\n",
    };
    for (const auto text : japanese) {
        for (const auto encoding : {Encoding::cp932, Encoding::euc_jp}) {
            INFO(text << " in " << encoding_name(encoding));
            REQUIRE(detected(from_utf8(text, encoding)) == encoding);
        }
    }
    // Half-width kana, as old phones and host systems write them: nearly every byte is a letter in CP1252, and
    // every pair a kanji in EUC-JP.
    for (const std::string_view kana :
         {"ﾔﾏﾀﾞ ﾀﾛｳ\n", "ｻﾄｳ,ﾊﾅｺ\nｽｽﾞｷ,ｲﾁﾛｳ\n", "ﾀｶﾊｼ\n", "ｱﾝﾄﾞｳ;ﾛｲﾄﾞ\n", "ﾔﾏﾓﾄ ﾏｻﾋﾛ\n"}) {
        INFO(kana);
        REQUIRE(detected(from_utf8(kana, Encoding::cp932)) == Encoding::cp932);
    }
    for (const std::string_view western :
         {"Müller", "José", "François Lefèvre", "Ångström, Åse", "Señor Peña;Málaga", "Größe, Straße, Übung",
          "Jürgen Köhler\nBjörn Sjöström", "“Smith & Sons” – 5 €", "Église Saint-Étienne\nHélène",
          "naïve café, déjà vu", "O’Brien", "Ça va, très bien", "Kærlig hilsen, Søren Ørsted"}) {
        INFO(western);
        REQUIRE(detected(from_utf8(western, Encoding::cp1252)) == Encoding::cp1252);
    }
}

TEST_CASE("detection on random people of each encoding", "[interchange][encoding]") {
    const std::vector<std::string> family = {"佐藤", "鈴木", "高橋", "田中",   "渡辺",   "伊藤",   "小林",
                                             "斎藤", "髙木", "山﨑", "長谷川", "五十嵐", "東海林", "薬師寺"};
    const std::vector<std::string> given = {"太郎", "花子", "さくら", "翔太", "美咲",
                                            "ケン", "陽菜", "一",     "薫",   "雅彦"};
    const std::vector<std::string> kana = {"ｻﾄｳ", "ｽｽﾞｷ", "ﾜﾀﾅﾍﾞ", "ﾊｾｶﾞﾜ", "ﾔｸｼｼﾞ", "ｶﾝﾀﾞ"};
    const std::vector<std::string> western = {"José García",    "Zoë Müller", "Renée Côté", "Jörg Weiß",
                                              "Inês Conceição", "Åsa Öberg",  "Niño Muñoz"};
    std::mt19937 random(20260731);
    const auto pick = [&](const std::vector<std::string>& from) { return from[random() % from.size()]; };
    int wrong = 0;
    for (int i = 0; i < 600; ++i) {
        const auto encoding = i % 3 == 0 ? Encoding::cp932 : i % 3 == 1 ? Encoding::euc_jp : Encoding::cp1252;
        std::string text;
        for (int row = 0; row < 3; ++row) {
            text += encoding == Encoding::cp1252 ? pick(western)
                    : random() % 4 == 0 && encoding == Encoding::cp932
                        ? pick(kana)
                        : pick(family) + (random() % 2 == 0 ? " " : "") + pick(given);
            text += ",2024-01-0" + std::to_string(row + 1) + "\n";
        }
        if (detected(from_utf8(text, encoding)) != encoding) {
            ++wrong;
            UNSCOPED_INFO(encoding_name(encoding)
                          << " was taken for " << encoding_name(detected(from_utf8(text, encoding))) << ": "
                          << text);
        }
    }
    REQUIRE(wrong == 0);
}

TEST_CASE("files of other programs are detected", "[interchange][encoding][data]") {
    const auto folder = test::data_folder();
    if (folder.empty()) {
        WARN("skipped: no data folder (KITH_DATA)");
        return;
    }
    const auto thunderbird = folder / "csv/mozilla+releases-comm-central_mailnews_import_test_unit_resources";
    REQUIRE(detected(kith::test::bytes_of(thunderbird / "shiftjis_addressbook.csv")) == Encoding::cp932);
    REQUIRE(detect_encoding(kith::test::bytes_of(thunderbird / "utf16_addressbook.csv")) ==
            Detected{Encoding::utf16le, 1, 2});
    REQUIRE(detected(kith::test::bytes_of(
                folder / "csv/BurntSushi+rust-csv_examples_data/uspop-latin1.csv")) == Encoding::cp1252);
    const auto vcards = folder / "vcard";
    REQUIRE(detected(kith::test::bytes_of(vcards / "roundcube+roundcubemail_tests_src/utf-16_sample.vcf")) ==
            Encoding::utf16be);
    const auto android = vcards / "CyanogenMod+android_frameworks_opt_vcard_tests_res_raw";
    for (const auto* name : {"v21_japanese_1.vcf", "v21_japanese_2.vcf", "v21_japanese_3.vcf",
                             "v30_japanese.vcf", "v21_multiple_entry.vcf"}) {
        INFO(name);
        REQUIRE(detected(kith::test::bytes_of(android / name)) == Encoding::cp932);
    }
}

TEST_CASE("large input is converted and detected, also when most of it is broken", "[interchange][encoding]") {
    std::string row = from_utf8("山田太郎,東京都千代田区,ﾔﾏﾀﾞ\n", Encoding::cp932);
    std::string bytes;
    while (bytes.size() < 8'000'000) {
        bytes += row;
    }
    std::string late(4'000'000, 'x');
    late.append("\n").append(bytes);
    REQUIRE(detected(late) == Encoding::cp932);
    const auto text = to_utf8(bytes, Encoding::cp932);
    REQUIRE(from_utf8(text, Encoding::cp932) == bytes);
    // Nothing but undecodable bytes, and nothing but characters that the target lacks.
    std::vector<std::size_t> bad;
    REQUIRE(to_utf8(std::string(1'000'000, '\xFF'), Encoding::cp932, &bad).size() == 3'000'000);
    REQUIRE(bad.size() == 1'000'000);
    std::string korean;
    for (int i = 0; i < 300'000; ++i) {
        korean += "한";
    }
    REQUIRE(from_utf8(korean, Encoding::cp932) == std::string(300'000, '?'));
}
