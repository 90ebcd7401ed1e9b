// Finding records while someone types.
#include "support/expect_error.hpp"

#include <kith/database.hpp>
#include <kith/records.hpp>
#include <kith/search.hpp>

#include <catch2/catch.hpp>

using namespace kith;

namespace {

Database population() {
    auto db = Database::open(":memory:", {.region = "JP"});
    db.add(std::vector<Contact>{
        {.name = {.given = "Ada", .family = "Lovelace", .nickname = "Countess"},
         .emails = {{.address = "ada.l@engines.example"}},
         .phones = {{.number = "03-1234-5678"}}},
        {.name = {.given = "太郎", .family = "山田", .phonetic_given = "タロウ", .phonetic_family = "ヤマダ"}},
        {.name = {.given = "花子", .family = "大野", .phonetic_given = "はなこ", .phonetic_family = "おおの"}},
        {.name = {.given = "José", .family = "Carreño"}},
        {.name = {.given = "Adam", .family = "Smith"}, .phones = {{.number = "+1 201 555 0123"}}}});
    db.add(Organization{.name = "株式会社日立製作所", .phonetic = "ヒタチセイサクショ"});
    return db;
}

std::vector<std::string> titles(const Database& db, std::string_view text) {
    std::vector<std::string> result;
    for (const SearchHit& hit : db.search().find(text)) result.push_back(hit.title);
    return result;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("search finds what someone begins to type") {
    const Database db = population();
    CHECK(titles(db, "") == Names{});
    CHECK(titles(db, "ad") == Names{"Ada Lovelace", "Adam Smith"});
    CHECK(titles(db, "ADA") == Names{"Ada Lovelace", "Adam Smith"});
    CHECK(titles(db, "love ad") == Names{"Ada Lovelace"});
    CHECK(titles(db, "ada smith") == Names{"Adam Smith"});
    CHECK(titles(db, "countess") == Names{"Ada Lovelace"});
    CHECK(titles(db, "carreno") == Names{"José Carreño"});
    CHECK(titles(db, "zzz") == Names{});
    CHECK(titles(db, "ada.l@eng") == Names{"Ada Lovelace"});
    CHECK(titles(db, "engines.ex") == Names{"Ada Lovelace"});
    CHECK(titles(db, "03-1234") == Names{"Ada Lovelace"});
    CHECK(titles(db, "０３１２３４") == Names{"Ada Lovelace"});
    CHECK(titles(db, "+81 3 12") == Names{"Ada Lovelace"});
    CHECK(titles(db, "2015550") == Names{"Adam Smith"});
}

TEST_CASE("Japanese is found from its first character, in any script") {
    const Database db = population();
    for (const char* typed : {"山", "山田", "山田太", "山田太郎", "太", "郎", "やま", "ヤマダ", "ﾔﾏﾀﾞ", "yam",
                              "Yamada", "tarou", "やまだたろう"}) {
        INFO(typed);
        CHECK(titles(db, typed) == Names{"山田 太郎"});
    }
    for (const char* typed : {"oono", "ohno", "ono", "Ōno", "おおの"}) {
        INFO(typed);
        CHECK(titles(db, typed) == Names{"大野 花子"});
    }
    for (const char* typed : {"日立", "製作", "株式会社日", "ひたち", "hitachi"}) {
        INFO(typed);
        CHECK(titles(db, typed) == Names{"株式会社日立製作所"});
    }
}

TEST_CASE("the index follows every change") {
    Database db = population();
    const ContactId ada{1};
    db.edit(ada, [](Contact& c) { c.name.family = "Byron"; });
    CHECK(titles(db, "lovelace").empty());
    CHECK(titles(db, "byron") == Names{"Ada Byron"});
    db.remove(ada);
    CHECK(titles(db, "byron").empty());
    db.restore(ada);
    CHECK(titles(db, "byron").size() == 1);
    CHECK(db.verify().empty());
    db.rebuild();
    CHECK(db.verify().empty());
}

TEST_CASE("hits say what matched, are limited, and can be of one type") {
    const Database db = population();
    const auto hits = db.search().find("ada");
    REQUIRE(hits.size() == 2);
    CHECK(hits[0].exact);
    CHECK(hits[0].field == "name");
    CHECK(hits[0].record == RecordRef{"contact", 1});
    CHECK_FALSE(hits[1].exact);
    CHECK(db.search().find("a", {.limit = 1}).size() == 1);
    CHECK(db.search().find("日立", {.types = {"contact"}}).empty());
    test::expect_error(Code::invalid_argument, [&] { (void)db.search().find("a", {.types = {"tag"}}); });
}
