#include "text/name.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

using namespace kith::text;

namespace {

struct Person {
    std::string given{};
    std::string family{};
    std::string phonetic_given{};
    std::string phonetic_family{};
    std::string fallback{};
};

std::string key(const Person& p) {
    return sort_key(p.given, p.family, p.phonetic_given, p.phonetic_family, p.fallback);
}

std::string key_of_family(const std::string& family) { return sort_key("", family, "", "", ""); }

// Every earlier name of the list is less than every later one.
void check_order(const std::vector<Person>& people) {
    for (std::size_t i = 0; i < people.size(); ++i) {
        for (std::size_t j = i + 1; j < people.size(); ++j) {
            INFO(people[i].family << ' ' << people[i].given << " < " << people[j].family << ' '
                                  << people[j].given);
            INFO(key(people[i]) << " < " << key(people[j]));
            CHECK(key(people[i]) < key(people[j]));
        }
    }
}

void check_families(const std::vector<std::string>& families) {
    std::vector<Person> people;
    for (const std::string& family : families) people.push_back({"", family});
    check_order(people);
}

}  // namespace

TEST_CASE("kana are ordered in gojūon", "[text][sort_key]") {
    check_families({"あ", "い", "う", "え", "お", "か", "き", "く", "け", "こ", "さ", "し",
                    "す", "せ", "そ", "た", "ち", "つ", "て", "と", "な", "に", "ぬ", "ね",
                    "の", "は", "ひ", "ふ", "へ", "ほ", "ま", "み", "む", "め", "も", "や",
                    "ゆ", "よ", "ら", "り", "る", "れ", "ろ", "わ", "ゐ", "ゑ", "を", "ん"});
    check_families({"あおき", "いとう", "うえだ", "おおの", "おの", "おのだ", "かとう", "さとう", "すずき"});
}

TEST_CASE("sound marks, small kana and long vowels count after the plain kana", "[text][sort_key]") {
    // Not all of は before all of ば: they are one row of the dictionary.
    check_families({"はしもと", "ばば", "はやし"});
    check_families({"はは", "はば", "はぱ", "ばは", "ばば", "ぱぱ", "はま"});
    check_families({"かき", "かぎ", "がき", "かきた"});
    check_families({"きよう", "きょう", "きようこ"});
    check_families({"かつた", "かった", "かつたに"});
    check_families({"けえき", "ケーキ", "けえきや"});
    check_families({"おおの", "オーノ", "おおば", "おの"});
    check_families({"ちち", "ちぢ", "ぢち", "つつ", "つづ", "づつ", "て"});
    check_families({"うえだ", "うえの", "ヴェラ"});
    CHECK(key_of_family("ヤマダ") == key_of_family("やまだ"));
    CHECK(key_of_family("ﾔﾏﾀﾞ") == key_of_family("やまだ"));
    CHECK(key_of_family("サーバー").substr(0, 12) == "さあはあ");
    CHECK(key_of_family("ー") == "＃");
}

TEST_CASE("family names compare whole before given names", "[text][sort_key]") {
    check_order({{"いちろう", "はた"}, {"あきら", "はだ"}, {"あきら", "はたけ"}});
    check_order({{"zoe", "de"}, {"anna", "de Boer"}, {"adam", "Deboer"}});
    check_order({{"Zoe", "Smith"}, {"Adam", "Smithers"}});
    check_order({{"", "Smith"}, {"Adam", "Smith"}, {"Adam", "Smith-Jones"}});
    CHECK(key({"Taro", ""}) < key({"", "Tarou"}));
}

TEST_CASE("alphabet first, then kana, kanji without a reading, and the rest", "[text][sort_key]") {
    check_order({{"Ada", "Ångström"},
                 {"Ada", "Lovelace"},
                 {"Ann", "O'Brien"},
                 {"Bob", "Obrien"},
                 {"Émile", "Zola"},
                 {"花子", "青木", "はなこ", "アオキ"},
                 {"太郎", "阿部", "たろう", "あべ"},
                 {"花子", "若林", "はなこ", "わかばやし"},
                 {"太郎", "山田"},
                 {"", "3M"},
                 {"Иван", "Иванов"},
                 {"철수", "김"}});
}

TEST_CASE("a reading replaces the part it reads", "[text][sort_key]") {
    CHECK(key({"太郎", "山田", "たろう", "やまだ"}) == key({"", "", "たろう", "やまだ"}));
    CHECK(key({"太郎", "山田", "たろう", ""}).substr(0, 3) == "漢");
    // Romaji beside a family name that the table can read is kana, with its long vowels.
    CHECK(key({"洋子", "大野", "Yoko", "Ohno"}).substr(0, 9) == "おおの");
    CHECK(index_section(key({"洋子", "大野", "Yoko", "Ohno"})) == "あ");
    // Elsewhere Latin orders by the alphabet, and beside a Latin name it is only a hint.
    CHECK(key({"小明", "王", "Xiaoming", "Wang"}) == "wang xiaoming");
    CHECK(key({"Siobhan", "Nguyen", "shivawn", "win"}) == "nguyen siobhan");
    CHECK(key({"John", "Smith", "ジョン", "スミス"}).substr(0, 9) == "すみす");
    CHECK(key({"", "", "", "", "office@example.com"}) == "office-example-com");
    CHECK(key({"", "山田", "", "", "ignored"}) == "漢山田");
    CHECK(key({}) == "＃");
}

TEST_CASE("sections follow the keys, each in one run", "[text][sort_key]") {
    const std::vector<std::pair<std::string, std::string>> sections = {
        {"Adams", "A"},   {"élan", "E"},    {"Zola", "Z"},   {"うえだ", "あ"}, {"がもう", "か"},
        {"じんの", "さ"}, {"づか", "た"},   {"のだ", "な"},  {"パーク", "は"}, {"もり", "ま"},
        {"ゆき", "や"},   {"ロイド", "ら"}, {"をの", "わ"},  {"ん", "わ"},     {"山田", "漢"},
        {"𠮷田", "漢"},   {"々", "漢"},     {"Иванов", "#"}, {"김", "#"},      {"42", "#"},
        {"", "#"},        {"!?", "#"}};
    for (const auto& [family, section] : sections) {
        INFO(family);
        CHECK(index_section(key_of_family(family)) == section);
    }
    CHECK(index_section("") == "#");

    std::vector<std::string> keys;
    std::mt19937 random(7);
    const std::vector<std::string> pieces = {"a",  "z",  "é",  "'",    "-",  " ",  "あ", "が",
                                             "ー", "っ", "ン", "山",   "𠮷", "々", "김", "И",
                                             "1",  "!",  "。", "\xFF", "Ｍ", "ﾊﾟ"};
    for (int i = 0; i < 3000; ++i) {
        std::string family;
        for (std::size_t n = random() % 5; n > 0; --n) family += pieces[random() % pieces.size()];
        keys.push_back(sort_key(pieces[random() % pieces.size()], family, "", "", "x"));
    }
    std::sort(keys.begin(), keys.end());
    std::vector<std::string> seen;
    for (const std::string& k : keys) {
        REQUIRE_FALSE(k.empty());
        if (seen.empty() || seen.back() != index_section(k)) seen.push_back(index_section(k));
    }
    std::vector<std::string> distinct = seen;
    std::sort(distinct.begin(), distinct.end());
    CHECK(std::adjacent_find(distinct.begin(), distinct.end()) == distinct.end());
    CHECK(seen.back() == "#");
}

TEST_CASE("any text makes a key of bounded length", "[text][sort_key]") {
    const std::string long_text(1 << 20, 'a');
    CHECK(sort_key(long_text, long_text, "", "", "").size() == 257);
    std::string kana;
    for (int i = 0; i < 100000; ++i) kana += "が";
    CHECK(sort_key("", kana, "", "", "").size() == 128 * 3 + 1 + 128);
    CHECK(key_of_family("\xFF\xFE").substr(0, 3) == "＃");
    CHECK(key_of_family(std::string(1, '\0')) == "＃");
}
