// Words that sound alike, in Latin letters, kana and romaji.
#include "text/fold.hpp"
#include "text/similarity.hpp"
#include "text/sounds.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace kith::text;

namespace {

bool alike(const std::string& words, const std::string& text) { return Sounds(fold(words)).in(fold(text)); }

}  // namespace

TEST_CASE("words that sound alike are found in a text", "[text][sounds]") {
    const std::vector<std::pair<std::string, std::string>> same = {
        {"smyth", "Smith"},       {"Schmidt", "John Smith"}, {"katherine", "Catherine Brown"},
        {"yamada", "やまだ"},     {"ヤマダ", "Yamada Taro"}, {"ohno", "おおの"},
        {"おおの", "Ono"},        {"shoji", "しょうじ"},     {"山田", "山田 太郎"},
        {"jones", "Smith-Jones"}, {"kenichi", "Ken-ichi"},   {"Taro Yamada", "やまだ たろう"},
    };
    for (const auto& [words, text] : same) {
        INFO(words << " in " << text);
        CHECK(alike(words, text));
    }
    const std::vector<std::pair<std::string, std::string>> different = {
        {"smyth", "Brown"}, {"yamada", "やまもと"}, {"山田", "山本"}, {"john smyth", "Smith"},
        {"a", ""},          {"hattori", "はとり"}};
    for (const auto& [words, text] : different) {
        INFO(words << " in " << text);
        CHECK_FALSE(alike(words, text));
    }
}

TEST_CASE("kana may stand for a foreign name", "[text][sounds]") {
    const auto may_be = [](const char* kana, const char* latin) {
        const auto keys = foreign_metaphones(fold(kana));
        return std::find(keys.begin(), keys.end(), metaphone(fold(latin))) != keys.end();
    };
    const std::vector<std::pair<const char*, const char*>> same = {
        {"スミス", "Smith"},          {"ジョン", "John"},           {"ジョンソン", "Johnson"},
        {"ブラウン", "Brown"},        {"テイラー", "Taylor"},       {"ミラー", "Miller"},
        {"デイビス", "Davis"},        {"ウィリアムズ", "Williams"}, {"パーカー", "Parker"},
        {"マーガレット", "Margaret"}, {"ロバート", "Robert"},       {"ﾛﾊﾞｰﾄ", "Robert"},
        {"トーマス", "Thomas"},       {"マリア", "Maria"},          {"アンナ", "Anna"},
        {"ペーター", "Peter"}};
    for (const auto& [kana, latin] : same) {
        INFO(kana << " " << latin);
        CHECK(may_be(kana, latin));
    }
    for (const auto& [kana, latin] : std::vector<std::pair<const char*, const char*>>{
             {"スミス", "Brown"}, {"ジョン", "James"}, {"テイラー", "Turner"}, {"ミラー", "Mason"}}) {
        INFO(kana << " " << latin);
        CHECK_FALSE(may_be(kana, latin));
    }
    CHECK(foreign_metaphones("すみす").front() == "SMS");
    CHECK(foreign_metaphones("ー").size() <= 48);
    for (const char* none : {"", "smith", "山田", "山だ", "すみす さん"})
        CHECK(foreign_metaphones(none).empty());
}

TEST_CASE("signs have no sound", "[text][sounds]") {
    CHECK(Sounds("").empty());
    CHECK(Sounds(" . ,").empty());
    CHECK_FALSE(Sounds("7").empty());
}
