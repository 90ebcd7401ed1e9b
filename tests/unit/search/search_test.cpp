// Finding records while someone types.
#include "support/expect_error.hpp"

#include <kith/database.hpp>
#include <kith/records.hpp>
#include <kith/search.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

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

TEST_CASE("a legal form written as a sign stands for any spelling of it") {
    Database db = population();
    db.add(Organization{.name = "(株)鈴木商店"});
    db.add(Organization{.name = "株式会社 鈴木工業"});
    const Names both = {"(株)鈴木商店", "株式会社 鈴木工業"};
    for (const char* typed : {"(株)鈴木", "（株）鈴木", "㈱鈴木", "鈴木(株)"}) {
        INFO(typed);
        Names found = titles(db, typed);
        std::sort(found.begin(), found.end());
        CHECK(found == both);
        Names full;
        for (const FullTextHit& hit : db.search().full_text(typed)) full.push_back(hit.title);
        std::sort(full.begin(), full.end());
        CHECK(full == both);
    }
    CHECK(titles(db, "㈱") == Names{"(株)鈴木商店"});  // the sign alone
}

TEST_CASE("numbers of a search out of their range are refused") {
    const Database db = population();
    const auto refused = [](const char* name, auto&& work) {
        CHECK(test::says(test::expect_error(Code::invalid_argument, work), name));
    };
    for (const std::size_t limit : {std::size_t{0}, std::size_t{1001}}) {
        refused("limit", [&] { (void)db.search().find("ada", {.limit = limit}); });
        refused("limit", [&] { (void)db.search().full_text("ada", {.limit = limit}); });
    }
    refused("offset", [&] { (void)db.search().full_text("ada", {.offset = 10001}); });
    for (const std::size_t length : {std::size_t{19}, std::size_t{2001}})
        refused("snippet_length", [&] { (void)db.search().full_text("ada", {.snippet_length = length}); });
    CHECK(db.search().find("ada", {.limit = 1000}).size() == 2);
    CHECK(db.search().full_text("ada", {.limit = 1, .offset = 10000, .snippet_length = 20}).empty());
}

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

TEST_CASE("names come before addresses, however many of these begin alike") {
    auto db = Database::open(":memory:", {.region = "JP"});
    std::vector<Contact> contacts;
    for (int i = 0; i < 400; ++i) {
        contacts.push_back({.name = {.given = "Kim", .family = "Q" + std::to_string(i)},
                            .emails = {{.address = "sm" + std::to_string(100 + i) + "@ex.example"}}});
    }
    contacts.push_back({.name = {.given = "Xenia", .family = "Smythe"}});
    contacts.push_back(
        {.name = {.given = "Al", .family = "Quist"}, .emails = {{.address = "smy@ex.example"}}});
    db.add(contacts);
    const auto hits = db.search().find("sm", {.limit = 5});
    REQUIRE(hits.size() == 5);
    CHECK(hits[0].title == "Xenia Smythe");
    CHECK(hits[1].field == "email");
    CHECK(titles(db, "smy") == Names{"Xenia Smythe", "Al Quist"});
}

TEST_CASE("a search of one type is not hidden by records of another") {
    auto db = Database::open(":memory:");
    db.add(std::vector<Contact>(400, {.name = {.given = "Tom", .family = "Zenith"}}));
    db.add(Organization{.name = "Zenithon Works"});
    db.add(Organization{.name = "Zenith"});
    const auto hits = db.search().find("zenith", {.limit = 5, .types = {"organization"}});
    REQUIRE(hits.size() == 2);
    CHECK(hits[0].title == "Zenith");
    CHECK(hits[0].exact);
    CHECK_FALSE(hits[1].exact);
}

TEST_CASE("Japanese names that begin with what was typed come before those that end with it") {
    auto db = Database::open(":memory:", {.region = "JP"});
    std::vector<Contact> contacts;
    for (int i = 0; i < 300; ++i)
        contacts.push_back({.name = {.given = "一郎",
                                     .family = i % 3 == 0   ? "山田"
                                               : i % 3 == 1 ? "本田"
                                                            : "吉田"}});
    contacts.push_back({.name = {.given = "花子", .family = "田中"}});
    db.add(contacts);
    const auto hits = db.search().find("田", {.limit = 5});
    REQUIRE(hits.size() == 5);
    CHECK(hits[0].title == "田中 花子");
    for (const SearchHit& hit : hits) CHECK_FALSE(hit.exact);
    CHECK(db.search().find("山田", {.limit = 1})[0].exact);
}

TEST_CASE("names are found however they are typed") {
    auto db = Database::open(":memory:", {.region = "JP"});
    db.add(std::vector<Contact>{
        {.name = {.given = "Pat", .family = "O'Brien"}},
        {.name = {.given = "Bob", .family = "Müller"}},
        {.name = {.given = "Mary-Jane", .family = "Smith-Jones"}},
        {.name = {.given = "Åse", .family = "Ørsted"}},
        {.name = {.given = "太郎", .family = "山田", .phonetic_given = "たろう", .phonetic_family = "やまだ"}},
        {.name =
             {.given = "翔子", .family = "大滝", .phonetic_given = "しょうこ", .phonetic_family = "おおたき"}},
        {.name = {.given = "Taro", .family = "Ohno"}},
        {.name = {.given = "Anna", .family = "Mueller"}}});
    for (const char* typed : {"obrien", "obri", "o'brien", "o’b", "brien"}) {
        INFO(typed);
        CHECK(titles(db, typed) == Names{"Pat O'Brien"});
    }
    for (const char* typed : {"mueller", "muell", "bob mue", "mülle", "muller"}) {
        INFO(typed);
        const Names found = titles(db, typed);
        CHECK(std::find(found.begin(), found.end(), "Bob Müller") != found.end());
    }
    CHECK(titles(db, "mülle").size() == 2);
    CHECK(titles(db, "smithjon") == Names{"Mary-Jane Smith-Jones"});
    CHECK(titles(db, "oersted aase") == Names{"Åse Ørsted"});
    CHECK(titles(db, "太郎山田") == Names{"山田 太郎"});
    CHECK(titles(db, "たろうやまだ") == Names{"山田 太郎"});
    for (const char* typed : {"Ohtak", "ootak", "syok", "shouk", "syouko oot"}) {
        INFO(typed);
        CHECK(titles(db, typed) == Names{"大滝 翔子"});
    }
    for (const char* typed : {"oono", "ohno", "ono"}) {
        INFO(typed);
        CHECK(titles(db, typed) == Names{"Taro Ohno"});
    }
    for (const char* typed : {"「山田」", "(山田", "\"太郎山田\"", "“Yamada”", "'taro' 山田"}) {
        INFO(typed);
        CHECK(titles(db, typed) == Names{"山田 太郎"});
    }
    CHECK(titles(db, "'O'Brien'") == Names{"Pat O'Brien"});
    CHECK(titles(db, "john").empty());  // a long "jon" only where readings are meant
}

TEST_CASE("what nobody types finds nothing") {
    auto db = population();
    CHECK(titles(db, std::string(100000, 'a')).empty());
    CHECK(titles(db, std::string(300, 'a')).empty());
    CHECK(titles(db, "aaaaaa").empty());
    std::string words;
    for (int i = 0; i < 40; ++i) words += "ada" + std::string(static_cast<std::size_t>(i), 'a') + ' ';
    CHECK(titles(db, words).empty());
    std::string again;
    for (int i = 0; i < 2000; ++i) again += "ad ";
    CHECK(titles(db, again).size() == 2);
}

// Many records have the first word: whether the others are looked up for each, or read at once, must not show.
TEST_CASE("several words find who has them all, however many have one of them") {
    const Names given = {"Christine", "Christopher", "太郎", "花子"};
    const Names families = {"Ames", "Anders", "Baker", "Zola", "山田", "大野"};
    auto db = Database::open(":memory:", {.region = "JP"});
    std::vector<Contact> people;
    std::size_t rare = 0;
    for (std::size_t i = 0; i < 1200; ++i) {
        Contact person{.name = {.given = given[i % given.size()], .family = families[i % 5]}};
        if (i % 300 == 0) {
            person.name.family = "Zappa";
            person.emails.push_back({.address = "quartz" + std::to_string(i) + "@x.example"});
            rare += person.name.given == "Christine" ? 1 : 0;
        }
        if (person.name.given == "太郎") person.name.phonetic_given = "タロウ";
        people.push_back(std::move(person));
    }
    db.add(people);
    const auto expected = [&](std::string_view first, std::string_view second) {
        return std::count_if(people.begin(), people.end(), [&](const Contact& c) {
            return c.name.given.rfind(first, 0) == 0 && c.name.family.rfind(second, 0) == 0;
        });
    };
    const auto found = [&](const std::string& text) {
        return static_cast<std::ptrdiff_t>(db.search().find(text, {.limit = 1000}).size());
    };
    for (const char* first : {"Christ", "Christine", "太郎"})
        for (const char* second : {"A", "An", "Zo", "Zap", "山"}) {
            INFO(first << " " << second);
            CHECK(found(std::string(first) + " " + second) == expected(first, second));
        }
    CHECK(found("tarou anders") == expected("太郎", "Anders"));
    REQUIRE(rare > 0);
    CHECK(found("christine quar") == static_cast<std::ptrdiff_t>(rare));
    CHECK(found("christine quar zap") == static_cast<std::ptrdiff_t>(rare));
    CHECK(found("christine quar ames") == 0);
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
