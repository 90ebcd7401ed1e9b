#include "text/kana.hpp"

#include "text/fold.hpp"
#include "text/kana_table.hpp"
#include "text/utf8.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace kith::text;

namespace {

std::string utf8(std::u32string_view text) {
    std::string out;
    for (const char32_t c : text) append_code_point(out, c);
    return out;
}

struct Case {
    std::string from;
    std::string to;
};

void check_same_key(const std::string& key, const std::vector<std::string>& spellings) {
    for (const std::string& spelling : spellings) {
        CAPTURE(spelling);
        CHECK(reading_key(spelling) == key);
    }
}

}  // namespace

TEST_CASE("kana: hiragana and katakana", "[text][kana]") {
    const std::vector<Case> both{
        {"たなか", "タナカ"}, {"がぎぐぱぴ", "ガギグパピ"}, {"こーひー", "コーヒー"}, {"ゔぁ", "ヴァ"},
        {"すゞき", "スヾキ"}, {"あA1漢", "アA1漢"},         {"ゕゖ", "ヵヶ"},         {"", ""}};
    for (const auto& [hiragana, katakana] : both) {
        CAPTURE(hiragana);
        CHECK(to_katakana(hiragana) == katakana);
        CHECK(to_hiragana(katakana) == hiragana);
        CHECK(to_hiragana(hiragana) == hiragana);
        CHECK(to_katakana(katakana) == katakana);
    }
    CHECK(to_hiragana("ﾀﾅｶ ｶﾞﾊﾟｯｸ･ｺｰﾋｰ") == "たなか がぱっく・こーひー");
    CHECK(to_katakana("ﾀﾅｶ ｶﾞﾊﾟｳﾞ") == "タナカ ガパヴ");
    CHECK(to_hiragana("カ\u3099ハ\u309A") == "がぱ");
    CHECK(to_katakana("は゛は゜") == "バパ");
    CHECK(to_hiragana("アﾟﾞ゛") == "あﾟﾞ゛");
    CHECK(to_hiragana("ガﾞバﾟ") == "がﾞばﾟ");
    CHECK(to_hiragana("カﾟ") == "かﾟ");
    CHECK(to_hiragana("ヷ") == "ヷ");
    CHECK(to_hiragana("Adaé\xFF") == "Adaé\uFFFD");
    CHECK(to_katakana(std::string("あ\0い", 7)) == std::string("ア\0イ", 7));
}

TEST_CASE("kana: romaji", "[text][kana]") {
    const std::vector<Case> cases{{"おおの", "oono"},
                                  {"しょうた", "shouta"},
                                  {"ショウタ", "shouta"},
                                  {"ｼｮｳﾀ", "shouta"},
                                  {"コーヒー", "koohii"},
                                  {"しんいち", "shin'ichi"},
                                  {"きんや", "kin'ya"},
                                  {"こんの", "konno"},
                                  {"ほんま", "honma"},
                                  {"はっとり", "hattori"},
                                  {"まっちゃ", "matcha"},
                                  {"ざっし", "zasshi"},
                                  {"みっつ", "mittsu"},
                                  {"あっ", "a"},
                                  {"つづみ", "tsuzumi"},
                                  {"はなぢ", "hanaji"},
                                  {"ふじ", "fuji"},
                                  {"りゅう", "ryuu"},
                                  {"かをる", "kaoru"},
                                  {"ゑり", "eri"},
                                  {"ヴァイオリン", "vaiorin"},
                                  {"ティナ", "tina"},
                                  {"ファン", "fan"},
                                  {"いすゞ", "isuzu"},
                                  {"ジェーン", "jeen"},
                                  {"ウォン", "won"},
                                  {"たなか たろう", "tanaka tarou"},
                                  {"Ada 愛", "ada 愛"},
                                  {"ー", ""},
                                  {"っ", ""},
                                  {"ん", "n"},
                                  {"ぁ", "a"},
                                  {"", ""}};
    for (const auto& [kana, latin] : cases) {
        CAPTURE(kana);
        CHECK(romaji(kana) == latin);
    }
}

TEST_CASE("kana: from romaji", "[text][kana]") {
    const std::vector<Case> cases{{"tanaka", "たなか"},
                                  {"TANAKA TAROU", "たなか たろう"},
                                  {"shouta", "しょうた"},
                                  {"Shōta", "しょうた"},
                                  {"syôta", "しょうた"},
                                  {"sho\u0304ta", "しょうた"},
                                  {"Ōno", "おおの"},
                                  {"ÔNO", "おおの"},
                                  {"Ohno", "おおの"},
                                  {"Itoh", "いとう"},
                                  {"Yūko", "ゆうこ"},
                                  {"oono", "おおの"},
                                  {"ono", "おの"},
                                  {"sizi", "しじ"},
                                  {"tutida", "つちだ"},
                                  {"tsuchida", "つちだ"},
                                  {"zyunko", "じゅんこ"},
                                  {"junko", "じゅんこ"},
                                  {"hujita", "ふじた"},
                                  {"homma", "ほんま"},
                                  {"shimbashi", "しんばし"},
                                  {"shin'ichi", "しんいち"},
                                  {"Shin’ichi", "しんいち"},
                                  {"ken-ichi", "けんいち"},
                                  {"shinichi", "しにち"},
                                  {"kenn", "けん"},
                                  {"konno", "こんの"},
                                  {"hattori", "はっとり"},
                                  {"matcha", "まっちゃ"},
                                  {"maccha", "まっちゃ"},
                                  {"mattya", "まっちゃ"},
                                  {"kaworu", "かをる"},
                                  {"won", "うぉん"},
                                  {"ｔａｎａｋａ", "たなか"},
                                  {"n", "ん"}};
    for (const auto& [latin, kana] : cases) {
        CAPTURE(latin);
        CHECK(kana_from_romaji(latin) == kana);
    }
    for (const std::string text :
         {"",  " ", "smith", "tanak", "Li",   "xu", "たなか", "田中", "tanaka3",    "tanaka.", "tanaka smith",
          "'", "-", "tt",    "kk",    "kka-", "wu", "yi",     "\xFF", "tana\xFFka", "^",       "k^a"}) {
        CAPTURE(text);
        CHECK(kana_from_romaji(text).empty());
    }
    CHECK(kana_from_romaji(std::string("a\0\0i", 4)) == "あ い");
}

TEST_CASE("kana: every syllable survives kana, romaji, kana", "[text][kana][property]") {
    for (const SyllableRow& row : syllable_rows) {
        for (const auto& cell : row.kana) {
            const std::string kana = utf8(cell);
            if (kana.empty() || kana == "ぢ" || kana == "づ" || kana == "ぢゃ" || kana == "ぢゅ" ||
                kana == "ぢょ")
                continue;
            CAPTURE(kana, romaji(kana));
            CHECK(kana_from_romaji(romaji(kana)) == kana);
        }
    }
    CHECK(kana_from_romaji(romaji("ぢゃ")) == "じゃ");
}

TEST_CASE("kana: random kana survives kana, romaji, kana, and keeps its key", "[text][kana][property]") {
    std::vector<std::string> syllables{"ん", "っ", "う", "お"};
    for (const SyllableRow& row : syllable_rows) {
        for (const auto& cell : row.kana) {
            const std::string kana = utf8(cell);
            // What Hepburn writes like another kana does not come back; うぉ does only at the start of a word.
            if (!kana.empty() && kana.find("ぢ") == std::string::npos && kana != "づ" && kana != "うぉ")
                syllables.push_back(kana);
        }
    }
    std::mt19937 random(99);
    for (int round = 0; round < 5000; ++round) {
        std::string kana;
        bool doubling = false;
        const auto length = 1 + random() % 6;
        for (std::size_t i = 0; i < length; ++i) {
            const std::string& next = syllables[random() % syllables.size()];
            // っ doubles only what romaji can double: k s t p and their voiced kin.
            if (doubling && std::string("あいうえおなにぬねのまみむめもはひへほやゆよらりるれろわんっ")
                                    .find(next.substr(0, 3)) != std::string::npos)
                continue;
            doubling = next == "っ";
            kana += next;
        }
        while (kana.size() >= 3 && kana.compare(kana.size() - 3, 3, "っ") == 0) kana.resize(kana.size() - 3);
        if (kana.empty()) continue;
        const std::string latin = romaji(kana);
        CAPTURE(kana, latin);
        CHECK(kana_from_romaji(latin) == kana);
        CHECK(reading_key(kana) == reading_key(latin));
        CHECK(reading_key(to_katakana(kana)) == reading_key(kana));
    }
}

TEST_CASE("reading key: all spellings of a reading meet", "[text][kana]") {
    check_same_key("ono", {"おおの", "オオノ", "ｵｵﾉ", "おの", "Ohno", "Ono", "Oono", "Ōno", "ÔNO", "オーノ",
                           "ＯＨＮＯ"});
    check_same_key("shoji",
                   {"しょうじ", "Shoji", "Syouzi", "Shōji", "shouji", "Syoji", "syozi", "しょーじ", "Syôzi"});
    check_same_key("shinichi",
                   {"しんいち", "Shin'ichi", "Shinichi", "Shin-ichi", "Sin'iti", "シンイチ", "Shin’ichi"});
    check_same_key("tsuzuki", {"つづき", "Tsuzuki", "Tuzuki", "Tuduki", "つずき"});
    check_same_key("fujita", {"ふじた", "Fujita", "Huzita", "Hujita", "フヂタ", "ふぢた"});
    check_same_key("honma", {"ほんま", "Homma", "Honma", "HONMA"});
    check_same_key("shinbashi", {"しんばし", "Shimbashi", "Shinbashi", "Sinbasi"});
    check_same_key("hattori", {"はっとり", "Hattori", "ハットリ"});
    check_same_key("hacchi", {"はっち", "Hatchi", "Hacchi", "Hatti"});
    check_same_key("junichiro", {"じゅんいちろう", "Jun'ichirō", "Junichiro", "Zyun'itirou", "Junichiroh"});
    check_same_key("kenta sato",
                   {"けんた さとう", "Kenta Satoh", "KENTA SATŌ", "ケンタ・サトウ", "kenta,sato"});
    check_same_key("yuko", {"ゆうこ", "Yuko", "Yūko", "Yuuko", "Yuhko"});
    check_same_key("kaoru", {"かおる", "かをる", "Kaoru", "Kaworu"});
    check_same_key("nigata", {"にいがた", "Niigata", "Nīgata"});
    check_same_key("china", {"ティナ", "Tina"});
    check_same_key("jiana", {"ディアナ", "Diana"});
    check_same_key("jon", {"John", "Jon", "ジョン"});
    check_same_key("eva", {"エヴァ", "Eva"});
}

TEST_CASE("reading key: what is not the same stays apart", "[text][kana]") {
    CHECK(reading_key("はとり") != reading_key("はっとり"));
    CHECK(reading_key("こんの") != reading_key("こうの"));
    CHECK(reading_key("けいこ") != reading_key("けこ"));
    CHECK(reading_key("かんだ") != reading_key("かた"));
    CHECK(reading_key("ばば") != reading_key("はは"));
    CHECK(reading_key("Wong") != reading_key("Ong"));
    CHECK(reading_key("Woo") != reading_key("Oh"));
}

TEST_CASE("reading key: neither kana nor romaji", "[text][kana]") {
    const std::vector<Case> cases{{"Smith", "smith"},
                                  {"O'Brien-Løve", "o'brien-love"},
                                  {"Dr. Müller", "dr muller"},
                                  {"Tanaka Smith", "tanaka smith"},
                                  {"Иванов", "иванов"},
                                  {"한국", "한국"},
                                  {"R2D2", "r2d2"},
                                  {"えりかSmith", "えりかsmith"},
                                  {"Tanak", "tanak"},
                                  {"", ""},
                                  {" - ", ""},
                                  {"田中", ""},
                                  {"田中 たろう", ""},
                                  {"\xFF", "\uFFFD"},
                                  {"ー", "ー"}};
    for (const auto& [text, key] : cases) {
        CAPTURE(text);
        CHECK(reading_key(text) == key);
    }
    CHECK(reading_key(std::string("a\0b", 3)) == "a b");
}

TEST_CASE("reading key: a text being typed begins the keys that it can become", "[text][kana]") {
    for (const std::string whole :
         {"Ohtaki", "syoko", "Tanaka", "Kin'ya", "Hattori", "Sasaki Ken", "おおたき", "Smith"}) {
        for (std::size_t size = 1; size <= whole.size(); ++size) {
            const std::string typed = to_valid_utf8(whole.substr(0, size));
            if (typed.find("\uFFFD") != std::string::npos) continue;
            CAPTURE(typed);
            const std::string key = reading_key(whole);
            CHECK(key.compare(0, reading_key_prefix(typed).size(), reading_key_prefix(typed)) == 0);
        }
    }
    CHECK(reading_key_prefix("Ohtak") == "otak");
    CHECK(reading_key_prefix("syoz") == "shoz");
    CHECK(reading_key_prefix("kasy") == "kash");
    CHECK(reading_key_prefix("smith") == "smith");
    CHECK(reading_key_prefix("") == "");
}

TEST_CASE("reading key: a key is its own key for anything", "[text][kana][property]") {
    std::mt19937 random(5);
    const std::u32string_view letters = U"aiueoknstmhryjzcx'- おのょしっんーカ・é^";
    for (int round = 0; round < 20000; ++round) {
        std::string text;
        const auto length = random() % 10;
        for (std::size_t i = 0; i < length; ++i) {
            if (random() % 20 == 0)
                text += static_cast<char>(random() % 256);
            else
                append_code_point(text, letters[random() % letters.size()]);
        }
        const std::string key = reading_key(text);
        CAPTURE(text, key);
        CHECK(to_valid_utf8(key) == key);
        CHECK(fold(key) == key);
    }
}

TEST_CASE("kana: a megabyte of anything", "[text][kana]") {
    const std::size_t size = 1 << 20;
    CHECK(reading_key(std::string(size, 'o')) == "o");
    CHECK(reading_key(std::string(size, '\'')).empty());
    CHECK(reading_key(std::string(size, 'k')) == std::string(size, 'k'));
    CHECK(kana_from_romaji(std::string(size, 'n')).size() == 3 * (size - 1));
    CHECK(kana_from_romaji(std::string(size, '\xFF')).empty());
    CHECK(romaji(std::string(size, '\0')).empty());
    std::string small;
    for (std::size_t i = 0; i < size / 3; ++i) small += "っ";
    CHECK(romaji(small).empty());
    CHECK(code_points(to_katakana(small)) == size / 3);
}
