#include "text/fold.hpp"

#include "text/fold_compare.hpp"
#include "text/utf8.hpp"
#include "text/variants.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace kith::text;
using namespace std::literals;

namespace {

std::string utf8(char32_t c) {
    std::string out;
    append_code_point(out, c);
    return out;
}

struct Case {
    std::string raw;
    std::string folded;
};

void check(const std::vector<Case>& cases) {
    for (const auto& [raw, folded] : cases) {
        CAPTURE(raw);
        CHECK(fold(raw) == folded);
        CHECK(fold(folded) == folded);
    }
}

}  // namespace

TEST_CASE("fold: ASCII", "[text][fold]") {
    check({{"", ""},
           {"   ", ""},
           {"Ada Lovelace", "ada lovelace"},
           {"  ADA\t\r\n LOVELACE  ", "ada lovelace"},
           {"O`Brien", "o'brien"},
           {"a\x01"
            "b\x7F"
            "c",
            "a b c"},
           {"x", "x"},
           {" x", "x"},
           {"x ", "x"},
           {"ada@Engines.example", "ada@engines.example"}});
    CHECK(fold(std::string("a\0b", 3)) == "a b");
    CHECK(fold(std::string("\0", 1)).empty());
}

TEST_CASE("fold: European letters", "[text][fold]") {
    check({{"José Müller", "jose muller"},
           {"JOSE\u0301", "jose"},
           {"Straße", "strasse"},
           {"STRASSE", "strasse"},
           {"ẞ", "ss"},
           {"Søren Kierkegård", "soren kierkegard"},
           {"Łódź", "lodz"},
           {"Æsir Œuvre", "aesir oeuvre"},
           {"Đorđe", "dorde"},
           {"Ðóra Þór", "dora thor"},
           {"İstanbul Işık", "istanbul isik"},
           {"Nguyễn Thị Ánh", "nguyen thi anh"},
           {"ΌΔΥΣΣΕΎΣ", "οδυσσευσ"},
           {"Οδυσσεύς", "οδυσσευσ"},
           {"Алексей Фёдоров", "алексеи федоров"},
           {"Ｆｕｌｌ　Ｗｉｄｔｈ１２３", "full width123"},
           {"ﬁne ﬂow №5 x²", "fine flow no5 x2"},
           {"O’Neil", "o'neil"},
           {"Oʻahu", "o'ahu"},
           {"D´Arcy", "d'arcy"},
           {"“Ada”", "\"ada\""},
           {"Jean–Luc — x", "jean-luc - x"},
           {"co\u00ADop", "coop"},
           {"a\u00A0\u2003b\u2028c", "a b c"},
           {"\uFEFFAda", "ada"}});
}

TEST_CASE("fold: other scripts keep what carries meaning", "[text][fold]") {
    check({{"한국어", "한국어"},
           {"\u1112\u1161\u11AB", "한"},  // letters meet syllables
           {"हिन्दी", "हिन्दी"},
           {"ที่อยู่", "ที่อยู่"},
           {"שָׁלוֹם", "ש\u05B8\u05C1לו\u05B9ם"},  // canonical order
           {"محمّد آل", "محمّد آل"},
           {"ﻣﺤﻤﺪ", "محمد"},  // presentation forms
           {"বাংলা কো", "বাংলা কো"},
           {"a≠b", "a≠b"}});
    CHECK(fold("किताब") != fold("कताब"));
    CHECK(fold("กา") != fold("กำ"));
}

TEST_CASE("fold: kana", "[text][fold]") {
    check({{"タナカ", "たなか"},
           {"ﾀﾅｶ", "たなか"},
           {"ｶﾞｷﾞﾊﾟﾋﾟｳﾞ", "がぎぱぴゔ"},
           {"か゛は゜", "がぱ"},
           {"か\u3099", "が"},
           {"ヴァイオリン", "ゔぁいおりん"},
           {"コーヒー", "こーひー"},
           {"ｺｰﾋｰ", "こーひー"},
           {"センタ－", "せんたー"},
           {"サ―ビス", "さーびす"},
           {"ハイツ－１０１", "はいつ-101"},
           {"コーポ－Ａ", "こーぽ-a"},
           {"サービス-A", "さーびす-a"},
           {"いすゞ", "いすず"},
           {"みすゞ", "みすず"},
           {"こゝろ", "こころ"},
           {"かゞみ", "かがみ"},
           {"バヽロ", "ばはろ"},
           {"学問ノスヽメ", "学問のすすめ"},
           {"ゝあ", "ゝあ"},
           {"はは", "はは"},
           {"ジャン＝リュック・ピカード", "じゃん=りゅっく・ぴかーど"},
           {"ジャン゠リュック･ピカード", "じゃん=りゅっく・ぴかーど"},
           {"㌔ ㈱ ㍻", "きろ (株) 平成"}});
    CHECK(fold("はし") != fold("ばし"));
    CHECK(fold("はし") != fold("ぱし"));
    CHECK(fold("ゆう") != fold("ゅう"));
}

TEST_CASE("fold: kanji variants", "[text][fold]") {
    check({{"髙橋", "高橋"},
           {"𣘺本", "橋本"},
           {"山﨑", "山崎"},
           {"渡邊", "渡辺"},
           {"渡邉", "渡辺"},
           {"渡邉\U000E0101", "渡辺"},  // an ideographic variation sequence
           {"齋藤", "斉藤"},
           {"斎藤", "斉藤"},
           {"齊藤", "斉藤"},
           {"濵田", "浜田"},
           {"濱田", "浜田"},
           {"廣瀨", "広瀬"},
           {"國學院大學", "国学院大学"},
           {"澤田惠", "沢田恵"},
           {"櫻井眞德", "桜井真徳"},
           {"嶋嶌", "島島"},
           {"五十嵐龍", "五十嵐竜"},
           {"冨條", "富条"},
           {"𠮷野家", "吉野家"},
           {"神\uFA19", "神神"},  // compatibility ideographs are Unicode's own affair
           {"⻑⻘", "長青"},
           {"⼤⽊", "大木"},  // Kangxi radicals
           {"株式会社", "株式会社"}});
    CHECK(fold("畑山") != fold("畠山"));
    CHECK(fold("大坂") != fold("大阪"));
    CHECK(variant_count() >= 400);
    CHECK(common_kanji(U'髙') == U'高');
    CHECK(common_kanji(U'高') == U'高');
    CHECK(common_kanji(U'x') == U'x');
}

TEST_CASE("fold: signs between kanji and digits", "[text][fold]") {
    check({{"佐々木", "佐佐木"},
           {"佐佐木", "佐佐木"},
           {"代々木上原", "代代木上原"},
           {"部分々々", "部分部分"},
           {"々木", "々木"},
           {"a々", "a々"},
           {"邊々", "辺辺"},
           {"関ヶ原", "関け原"},
           {"関ケ原", "関け原"},
           {"茅ヵ崎", "茅け崎"},
           {"3ヵ月", "3け月"},
           {"三ヶ月", "三け月"},
           {"ヵ", "か"},
           {"カケ", "かけ"},
           {"１－２－３", "1-2-3"},
           {"1‐2‑3‒4–5—6―7−8－9", "1-2-3-4-5-6-7-8-9"},
           {"1ー2ー3", "1-2-3"},
           {"１ｰ２", "1-2"},
           {"03ーー1234", "03--1234"},
           {"東京ー1", "東京-1"},
           {"三ー五", "三-五"},
           {"らーめん5", "らーめん5"},
           {"ラーメンー5", "らーめんー5"},
           {"〜ビル～", "~びる~"}});
}

TEST_CASE("fold: what is not UTF-8 stays visible", "[text][fold]") {
    const std::string r = "\uFFFD";
    check({{"\xFF", r},
           {"a\x80z", "a" + r + "z"},
           {"\xC3", r},
           {"\xE3\x81", r + r},
           {"\xC0\xAF", r + r},
           {"\xED\xA0\x80", r + r + r},
           {"\xF4\x90\x80\x80", r + r + r + r},
           {"\xF8\x88\x80\x80\x80", r + r + r + r + r},
           {"Caf\xE9", "caf" + r}});
}

TEST_CASE("fold: idempotent for every code point, in every neighbourhood tried", "[text][fold][property]") {
    const std::vector<std::string> around{"", "a", "か", "漢", "1", " ", "々", "ー", "\u0301"};
    for (char32_t c = 0; c <= 0x10FFFF; ++c) {
        if ((c >= 0x3400 + 16 && c < 0x9FF0) || (c >= 0xAC10 && c < 0xD790) ||
            (c >= 0x20010 && c < 0xE0000 - 16))
            continue;  // rows of thousands of the same kind
        const std::string one = utf8(c);
        const std::string& side = around[c % around.size()];
        for (const std::string& text : {one, side + one, one + side, side + one + side}) {
            const std::string folded = fold(text);
            if (fold(folded) != folded) {
                CAPTURE(text, folded, static_cast<std::uint32_t>(c));
                CHECK(fold(folded) == folded);
            }
        }
    }
}

TEST_CASE("fold: idempotent for random text and bytes", "[text][fold][property]") {
    std::mt19937 random(20260131);
    const std::u32string_view interesting =
        U"aZé 1ー－-々ゝゞヶヵかガﾊﾟ゛゜゙゚漢邊三　\0\u0301\u0338\u200D\uFE0Fİßﬁ〻〇ッー٣ि한ᄒ안≠´¨";
    for (int round = 0; round < 40000; ++round) {
        std::string text;
        const auto length = random() % 12;
        for (std::size_t i = 0; i < length; ++i) {
            switch (random() % 8) {
                case 0: text += static_cast<char>(random() % 256); break;
                case 1: append_code_point(text, static_cast<char32_t>(random() % 0x30000)); break;
                case 2: append_code_point(text, static_cast<char32_t>(random() % 0x3100)); break;
                default: append_code_point(text, interesting[random() % interesting.size()]);
            }
        }
        const std::string folded = fold(text);
        if (fold(folded) != folded || to_valid_utf8(folded) != folded) {
            CAPTURE(text, folded);
            CHECK(fold(folded) == folded);
            CHECK(to_valid_utf8(folded) == folded);
        }
    }
}

TEST_CASE("fold: a megabyte of anything", "[text][fold]") {
    const std::size_t size = 1 << 20;
    CHECK(fold(std::string(size, 'A')) == std::string(size, 'a'));
    CHECK(fold(std::string(size, ' ')).empty());
    CHECK(fold(std::string(size, '\0')).empty());
    CHECK(code_points(fold(std::string(size, '\xFF'))) == size);
    std::string marks = "あ";  // marks in the wrong order must not take quadratic time
    for (std::size_t i = 0; i < size / 4; ++i) marks += i % 2 == 0 ? "\u0315" : "\u0316";
    CHECK(fold(fold(marks)) == fold(marks));
    std::string repeats = "漢";
    for (std::size_t i = 0; i < size / 3; ++i) repeats += "々";
    const std::string expanded = fold(repeats);
    CHECK(code_points(expanded) == size / 3 + 1);
    CHECK(expanded.find("々") == std::string::npos);
}

TEST_CASE("is_ascii", "[text]") {
    CHECK(is_ascii(""));
    CHECK(is_ascii("Ada Lovelace, 1815"));
    for (std::size_t at = 0; at < 20; ++at) {
        std::string text(20, 'x');
        text[at] = '\x80';
        CHECK_FALSE(is_ascii(text));
        CHECK(is_ascii(std::string_view(text).substr(0, at)));
    }
}

TEST_CASE("to_valid_utf8 and code_points", "[text]") {
    CHECK(to_valid_utf8("Ada 愛達 𠮷") == "Ada 愛達 𠮷");
    CHECK(to_valid_utf8("a\xFF\xFE"
                        "b") == "a\uFFFD\uFFFDb");
    CHECK(to_valid_utf8(std::string("\0x", 2)) == std::string("\0x", 2));
    CHECK(code_points("") == 0);
    CHECK(code_points("愛é𠮷") == 3);
    CHECK(code_points("\xE3\x81") == 2);
}

TEST_CASE("prefix_upper_bound bounds exactly the strings with that prefix", "[text]") {
    CHECK(prefix_upper_bound("ab") == "ac");
    CHECK(prefix_upper_bound("a\xFF") == "b");
    CHECK(prefix_upper_bound("").empty());
    CHECK(prefix_upper_bound("\xFF\xFF").empty());
    CHECK(prefix_upper_bound(std::string("a\0", 2)) == "a\x01");
    std::mt19937 random(7);
    const auto bytes = [&](std::size_t most) {
        std::string text(random() % (most + 1), '\0');
        for (char& c : text) c = "ab\xFE\xFF"[random() % 4];
        return text;
    };
    for (int round = 0; round < 5000; ++round) {
        const std::string prefix = bytes(3);
        const std::string text = bytes(5);
        const std::string bound = prefix_upper_bound(prefix);
        const bool in_range = text >= prefix && (bound.empty() || text < bound);
        const bool begins = text.compare(0, prefix.size(), prefix) == 0;
        CAPTURE(prefix, text);
        CHECK(in_range == begins);
    }
}

TEST_CASE("words", "[text]") {
    using Words = std::vector<std::string>;
    CHECK(words("") == Words{});
    CHECK(words(" -,. ") == Words{});
    CHECK(words("ada lovelace") == Words{"ada", "lovelace"});
    CHECK(words("o'brien-smith, b2b 3.5") == Words{"o", "brien", "smith", "b2b", "3", "5"});
    CHECK(words("山田たろう3丁目") == Words{"山田", "たろう", "3", "丁目"});
    CHECK(words("こーひー屋abc") == Words{"こーひー", "屋", "abc"});
    CHECK(words("佐々木") == Words{"佐々木"});
    CHECK(words("山田・太郎") == Words{"山田", "太郎"});
    CHECK(words("हिन्दी ที่อยู่") == Words{"हिन्दी", "ที่อยู่"});
    CHECK(words("\u0301x") == Words{"x"});
    CHECK(words("한국 αβγ") == Words{"한국", "αβγ"});
    CHECK(words("a\uFFFDb") == Words{"a", "b"});
    CHECK(words(fold("Ｄｒ．髙橋ﾀﾛｳ")) == Words{"dr", "高橋", "たろう"});
}

TEST_CASE("script predicates", "[text]") {
    CHECK(has_kanji("x漢"));
    CHECK(has_kanji("々"));
    CHECK(has_kanji("𠮷"));
    CHECK_FALSE(has_kanji("かなABC"));
    CHECK(has_kana("xか"));
    CHECK(has_kana("ﾀ"));
    CHECK_FALSE(has_kana("漢・x"));
    CHECK(has_cjk("한"));
    CHECK(has_cjk("x漢"));
    CHECK_FALSE(has_cjk("Ada λ"));
    CHECK(has_latin("漢A"));
    CHECK(has_latin("Ａ"));
    CHECK(has_latin("é"));
    CHECK_FALSE(has_latin("123 漢 λ"));
    CHECK(is_kana_only("たなか タロウ"));
    CHECK(is_kana_only("ﾀﾅｶ･ｺｰﾋﾞｰ"));
    CHECK_FALSE(is_kana_only(""));
    CHECK_FALSE(is_kana_only(" ・"));
    CHECK_FALSE(is_kana_only("ー"));
    CHECK_FALSE(is_kana_only("たなか太"));
    CHECK_FALSE(is_kana_only("たなかA"));
    CHECK_FALSE(is_kana_only("た\xFF"));
}

TEST_CASE("comparing with a folded text is folding and comparing", "[text]") {
    const std::vector<std::string> texts = {
        "",        " ",           "Tokyo", " tokyo ",    "TO  KYO",    "to kyo",
        "to kyo ", "tokyo1",      "東京",  "とうきょう", "トウキョウ", "Zoë",
        "zoe",     "ZOE\xCC\x88", "a\tb",  "a b",        "O'Hara",     "O\xE2\x80\x99Hara",
        "x\xFF",   "to",          "tok",   "straße",     "STRASSE"};
    for (const std::string& a : texts) {
        for (const std::string& b : texts) {
            INFO("'" << a << "' and '" << b << "'");
            CHECK(kith::text::folds_to(a, kith::text::fold(b)) ==
                  (kith::text::fold(a) == kith::text::fold(b)));
        }
    }
}
