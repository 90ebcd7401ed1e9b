// vCard files that other programs wrote: every one is read, and what stands in some was checked by hand.
#include "interchange/vcard.hpp"

#include "data.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

using namespace kith::interchange;
using Strings = std::vector<std::string>;

namespace {

struct File {
    std::vector<VCard> cards{};
    std::vector<VCardProblem> problems{};
};

File read(const std::filesystem::path& path) {
    const auto bytes = kith::test::bytes_of(path);
    REQUIRE_FALSE(bytes.empty());
    File file;
    VCardReader reader(bytes);
    VCard card;
    while (reader.next(card, file.problems)) {
        file.cards.push_back(card);
    }
    return file;
}

const VCardProperty& property(const VCard& card, std::string_view name, std::size_t nth = 0) {
    for (const auto& each : card.properties) {
        if (each.name == name && nth-- == 0) {
            return each;
        }
    }
    FAIL("no property " << name);
    return card.properties.front();
}

void count(const std::vector<VCard>& cards, std::size_t& card_count, std::size_t& property_count) {
    for (const auto& card : cards) {
        ++card_count;
        property_count += card.properties.size();
        count(card.nested, card_count, property_count);
    }
}

}  // namespace

TEST_CASE("every vCard file is read", "[interchange][vcard][data]") {
    const auto folder = test::data_folder();
    if (folder.empty()) {
        WARN("skipped: no data folder (KITH_DATA)");
        return;
    }
    std::size_t files = 0;
    std::size_t cards = 0;
    std::size_t properties = 0;
    std::size_t problems = 0;
    std::size_t begins = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder / "vcard")) {
        if (!entry.is_regular_file()) {
            continue;
        }
        INFO(entry.path().filename().string());
        const auto bytes = kith::test::bytes_of(entry.path());
        const auto file = read(entry.path());
        ++files;
        problems += file.problems.size();
        count(file.cards, cards, properties);
        const auto lines = static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\n')) + 1;
        for (const auto& problem : file.problems) {
            REQUIRE(problem.line >= 1);
            REQUIRE(problem.line <= lines);
        }
        for (const auto& card : file.cards) {
            REQUIRE(card.first_line <= card.last_line);
            for (const auto& each : card.properties) {
                REQUIRE(valid_utf8_prefix(each.value) == each.value.size());
            }
        }
        // No card is lost: in these files every line BEGIN:VCARD begins one.
        const auto text = to_utf8(bytes, detect_encoding(bytes).encoding);
        for (std::size_t i = 0; i < text.size(); ++i) {
            const auto start = std::string_view(text).substr(i, 11);
            const bool line_start = i == 0 || text[i - 1] == '\n';
            begins += line_start && (start == "BEGIN:VCARD" || start == "begin:vcard" ||
                                     start == "BEGIN:vCard" || start == "begin:VCARD")
                          ? 1
                          : 0;
        }
    }
    std::cout << "vCard files: " << files << ", cards: " << cards << ", properties: " << properties
              << ", problems: " << problems << "\n";
    REQUIRE(files == 173);
    REQUIRE(cards == begins);
}

TEST_CASE("vCards of Japanese telephones", "[interchange][vcard][data]") {
    const auto folder = test::data_folder() / "vcard/CyanogenMod+android_frameworks_opt_vcard_tests_res_raw";
    if (test::data_folder().empty()) {
        WARN("skipped: no data folder (KITH_DATA)");
        return;
    }
    auto card = read(folder / "v21_japanese_1.vcf").cards.at(0);
    REQUIRE(components(property(card, "N")) == Strings{"安藤ロイド", "", "", "", ""});
    REQUIRE(components(property(card, "SOUND"))[0] == "ｱﾝﾄﾞｳﾛｲﾄﾞ");
    REQUIRE(types(property(card, "SOUND")) == Strings{"x-irmc-n"});

    card = read(folder / "v21_japanese_2.vcf").cards.at(0);
    REQUIRE(components(property(card, "N")) == Strings{"安藤", "ロイド1", "", "", ""});
    REQUIRE(components(property(card, "SOUND")) == Strings{"ｱﾝﾄﾞｳ", "ﾛｲﾄﾞ1", "", "", ""});
    REQUIRE(components(property(card, "ADR")) ==
            Strings{"", "東京都渋谷区桜丘町26-1セルリアンタワー6階", "", "", "", "150-8512", ""});
    REQUIRE(text(property(card, "NOTE")) == "メモ");

    // 能, 圭 and 予 end in the byte of a backslash.
    for (const auto* name : {"v21_japanese_3.vcf", "v30_japanese.vcf"}) {
        card = read(folder / name).cards.at(0);
        REQUIRE(text(property(card, "FN")) == "伊能 圭一 伊予");
        REQUIRE(components(property(card, "N")) == Strings{"伊能", "圭一", "伊予", "", ""});
    }
    const auto several = read(folder / "v21_multiple_entry.vcf");
    REQUIRE(several.cards.size() == 3);
    REQUIRE(several.problems.empty());
    REQUIRE(components(property(several.cards[2], "N"))[0] == "安藤ロイド5");
    REQUIRE(types(property(several.cards[2], "TEL", 3)) == Strings{"x-nec-restaurant"});

    card = read(folder / "v40_sort_as.vcf").cards.at(0);
    REQUIRE(parameter(property(card, "N"), "SORT-AS") == Strings{"あんどう;ろいど"});
    REQUIRE(components(property(card, "ORG")) == Strings{"グーグル", "検索部門"});
}

TEST_CASE("vCards of Android, and its oddities", "[interchange][vcard][data]") {
    const auto folder = test::data_folder() / "vcard/CyanogenMod+android_frameworks_opt_vcard_tests_res_raw";
    if (test::data_folder().empty()) {
        WARN("skipped: no data folder (KITH_DATA)");
        return;
    }
    auto card = read(folder / "v21_complicated.vcf").cards.at(0);
    REQUIRE(components(property(card, "ORG")) ==
            Strings{"Gump Shrimp Co.", "Sales Dept.;Manager", "Fish keeper"});
    REQUIRE(text(property(card, "LABEL", 1)) ==
            "42 Plantation St.\nBaytown, LA 30314\nUnited  States of America");
    REQUIRE(text(property(card, "NOTE", 1)) ==
            "Now's the time for all folk to come to the aid of their country.");
    REQUIRE(binary(property(card, "PHOTO")).value().substr(0, 3) == "\xFF\xD8\xFF");
    REQUIRE(property(card, "URL").line == 104);

    card = read(folder / "v21_nest.vcf").cards.at(0);
    REQUIRE(text(property(card, "N")) == "parent");
    REQUIRE(text(property(card, "TEL")) == "1");
    REQUIRE(card.nested.size() == 2);
    REQUIRE(text(property(card.nested[1], "N")) == "nest2");

    card = read(folder / "v21_invalid_comment_line.vcf").cards.at(0);
    REQUIRE(text(property(card, "NOTE")) ==
            "This is an (sharp ->#<- sharp) example. This message must NOT be ignored.");
    card = read(folder / "v21_adr_multiple_line.vcf").cards.at(0);
    REQUIRE(components(property(card, "ADR", 1)) == Strings{"", "",
                                                            "Hermann v. Brevern\n9999999\nPackstation 999",
                                                            "Hamburg", "", "99999", "Deutschland"});
    card = read(folder / "v30_comma_separated.vcf").cards.at(0);
    REQUIRE(parameter(property(card, "TEL"), "TYPE") == Strings{"COMMA,SEPARATED:INSIDE.DQUOTE", "PREF"});
    // An iPhone's file whose line ends were converted once too often: CR CR LF.
    card = read(folder / "v30_ios_613_multiline.vcf").cards.at(0);
    REQUIRE(label(card, property(card, "URL")) == "HomePage");
    REQUIRE(preferred(property(card, "TEL")));
    REQUIRE(binary(property(card, "PHOTO")).value().substr(0, 3) == "\xFF\xD8\xFF");
}

TEST_CASE("vCards of Apple, Google, KDE, Thunderbird, SOGo and others", "[interchange][vcard][data]") {
    const auto folder = test::data_folder() / "vcard";
    if (test::data_folder().empty()) {
        WARN("skipped: no data folder (KITH_DATA)");
        return;
    }
    auto card = read(folder / "cozy+cozy-vcard_test/ios-full.vcf").cards.at(0);
    REQUIRE(components(property(card, "N")) == Strings{"Contact", "Full", "Middle", "Dr.", "Suffix"});
    REQUIRE(label(card, property(card, "EMAIL", 2)) == "iCloud");
    REQUIRE(label(card, property(card, "EMAIL", 3)) == "Other");
    REQUIRE(types(property(card, "TEL", 2)) == Strings{"iphone", "cell", "voice"});
    REQUIRE(components(property(card, "ADR"))[2] == "52\nRue Bonsergent");

    card = read(folder / "cozy+cozy-vcard_test/google-full.vcf").cards.at(0);
    REQUIRE(components(property(card, "ADR"))[2] ==
            "678 Plain Home Address\nAll one field 354\nBridgeport CT 06\n834");
    REQUIRE(components(property(card, "ADR"))[6].empty());
    REQUIRE(text(property(card, "URL")) == "http://profile.example.com/");
    REQUIRE(label(card, property(card, "URL")) == "PROFILE");

    card = read(folder / "cozy+cozy-vcard_test/android-full.vcf").cards.at(0);
    REQUIRE(components(property(card, "X-ANDROID-CUSTOM", 3))[3] == "Date Personnalisé");
    card = read(folder / "cozy+cozy-vcard_test/social.vcf").cards.at(0);
    REQUIRE(parameter(property(card, "X-SOCIALPROFILE"), "x-displayname") == Strings{"Ran Mizrachi"});
    REQUIRE(text(property(card, "X-SOCIALPROFILE")) == "http://www.facebook.com/mizrachiran");
    REQUIRE(label(read(folder / "cozy+cozy-vcard_test/multiple-cards.vcf").cards.at(1),
                  property(read(folder / "cozy+cozy-vcard_test/multiple-cards.vcf").cards.at(1), "TEL")) ==
            "בית");

    auto file = read(folder / "KDE+kcontacts_autotests_data/vcard10.vcf");
    REQUIRE(components(property(file.cards.at(0), "ADR"))[2] == "DDDDDDDDDDDDDDD-Staße 2\n00000 DDDDDDDDDD");
    REQUIRE(text(property(file.cards.at(3), "NOTE")).substr(0, 35) == "Sprechzeiten:\nMo   8–12, 15–18\n");
    card = read(folder / "KDE+kcontacts_autotests_data/vcard8.vcf").cards.at(0);
    REQUIRE(text(property(card, "NOTE")) == "line one\nline two\nline three\n");
    card = read(folder / "KDE+kcontacts_autotests_data/testfullvcard.vcf").cards.at(0);
    REQUIRE(types(property(card, "TEL")) == Strings{"voice", "home"});
    REQUIRE(text(property(card, "TEL")) == "tel:+44-555-555-5555;ext=5555");
    REQUIRE(parameter(property(card, "ADR"), "LABEL")[0].substr(0, 18) == "Mr Sherlock Holmes");

    file = read(folder / "mozilla+releases-comm-central_mailnews_addrbook_test_unit_data/export.vcf");
    REQUIRE(file.problems.empty());
    REQUIRE(text(property(file.cards.at(1), "X-CUSTOM1")) == "custom, 1");
    REQUIRE(text(property(file.cards.at(1), "X-CUSTOM3")) == "custom\r3");
    REQUIRE(text(property(file.cards.at(1), "X-CUSTOM4")) == "custom\n4");
    for (const auto* png : {"v3-uri-binary-png.vcf", "v3-uri-uri-png.vcf", "v4-uri-png.vcf"}) {
        INFO(png);
        card =
            read(folder / "mozilla+releases-comm-central_mailnews_addrbook_test_unit_data" / png).cards.at(0);
        REQUIRE(binary(property(card, "PHOTO")).value().substr(1, 3) == "PNG");
    }

    file = read(folder / "cozy+cozy-vcard_test_fixtures_contactA/sogo.vcf");
    REQUIRE(file.cards.size() == 1);
    REQUIRE(components(property(file.cards[0], "ADR"))[2] == "4, rue Léon Jouhaux");
    REQUIRE(file.problems == std::vector<VCardProblem>{{19, 1, "BEGIN:VLIST is not a vCard; skipped"}});
    // Declared UTF-8, written in Latin-1.
    file = read(folder / "cozy+cozy-vcard_test_fixtures_contactA/thundersync.vcf");
    REQUIRE(text(property(file.cards.at(0), "NOTE")) == "46b12,\n3ème étage droite.");
    REQUIRE(file.problems.size() == 1);

    card = read(folder / "roundcube+roundcubemail_tests_src/utf-16_sample.vcf").cards.at(0);
    REQUIRE(text(property(card, "FN")) == "Ǽgean ĽdaMonté");
    card = read(folder / "roundcube+roundcubemail_tests_src/johndoe.vcf").cards.at(0);
    REQUIRE(text(property(card, "FN")) == "John Doë");
    card = read(folder / "roundcube+roundcubemail_tests_src/apple.vcf").cards.at(0);
    REQUIRE(components(property(card, "ADR"))[3] == "Wallisellen-Zürich");
    REQUIRE(binary(property(card, "PHOTO")).value().substr(0, 3) == "\xFF\xD8\xFF");

    card = read(folder / "nuovo+vCard-parser/Example3.0.vcf").cards.at(0);
    const auto agent = text(property(card, "AGENT", 1));
    std::vector<VCardProblem> problems;
    VCard inner;
    VCardReader agent_reader(agent);
    REQUIRE(agent_reader.next(inner, problems));
    REQUIRE(problems.empty());
    REQUIRE(text(property(inner, "LABEL")) == "100 Waters Edge\nBaytown, LA 30314\nUnited States of America");
}
