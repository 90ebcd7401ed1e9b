// Full text: what is found, in which order, and what is shown of it.
#include "support/expect_error.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

using namespace kith;

namespace {

using Names = std::vector<std::string>;

Database population() {
    auto db = Database::open(":memory:", {.region = "JP"});
    db.add(std::vector<Contact>{
        {.name = {.given = "Ada", .family = "Lovelace", .nickname = "Countess"},
         .emails = {{.address = "Ada.L@engines.example"}},
         .phones = {{.number = "03-1234-5678"}},
         .notes = "Prefers letters. Met Babbage at a party; wrote the notes on the Analytical Engine."},
        {.name = {.given = "太郎", .family = "山田", .phonetic_given = "タロウ", .phonetic_family = "ヤマダ"},
         .notes = "打ち合わせは午前がよい。コーヒーが好き。髙島屋の前で待ち合わせ"},
        {.name = {.given = "花子", .family = "大野", .phonetic_given = "はなこ", .phonetic_family = "おおの"}},
        {.name = {.given = "Pat", .family = "O'Brien"}, .notes = "contract"},
        {.name = {.given = "Bob", .family = "Müller"}}});
    db.add(Organization{
        .name = "株式会社日立製作所", .phonetic = "ヒタチセイサクショ", .notes = "大口のお客様"});
    db.add(
        Interaction{.participants = {ContactId{1}},
                    .channel = Channel::email,
                    .subject = "Contract renewal",
                    .body = "The renewal of the contract is due.\nPlease call 03-5550-0199 before Friday."});
    db.add(Interaction{.participants = {ContactId{2}},
                       .channel = Channel::meeting,
                       .subject = "契約更新のミーティング",
                       .body = "見積書の更新について相談した。デモは来週。"});
    return db;
}

Names found(const Database& db, std::string_view text, const FullTextOptions& options = {}) {
    Names result;
    for (const FullTextHit& hit : db.search().full_text(text, options)) result.push_back(hit.title);
    return result;
}

Names sorted(Names names) {
    std::sort(names.begin(), names.end());
    return names;
}

std::string shown(const FullTextHit& hit) { return marked(hit.snippet.text, hit.snippet.ranges, "[", "]"); }

const Names call = {"Contract renewal"};
const Names meeting = {"契約更新のミーティング"};
const Names ada = {"Ada Lovelace"};
const Names taro = {"山田 太郎"};
const Names hitachi = {"株式会社日立製作所"};

}  // namespace

TEST_CASE("full text finds words in every searched field") {
    const Database db = population();
    CHECK(found(db, "babbage") == ada);
    CHECK(found(db, "ANALYTICAL engine") == ada);
    CHECK(found(db, "friday renewal") == call);
    CHECK(found(db, "friday babbage").empty());
    CHECK(found(db, "frid") == call);
    CHECK(found(db, "frid", {.prefix = false}).empty());
    CHECK(found(db, "frid due").empty());  // only the last word may be unfinished
    CHECK(found(db, "lovelace letters ada.l") == ada);
    CHECK(found(db, "o'brien") == Names{"Pat O'Brien"});
    CHECK(found(db, "OBrien") == Names{"Pat O'Brien"});
    CHECK(found(db, "mueller") == Names{"Bob Müller"});
    CHECK(found(db, "muller") == Names{"Bob Müller"});
    CHECK(found(db, "Müller") == Names{"Bob Müller"});
    CHECK(found(db, "zzz").empty());
    CHECK(found(db, "").empty());
    CHECK(found(db, " -- ").empty());
}

TEST_CASE("quoted words are found in this order only") {
    const Database db = population();
    CHECK(found(db, "\"notes on the\"") == ada);
    CHECK(found(db, "\"on notes the\"").empty());
    CHECK(found(db, "“renewal of the contract”") == call);
    CHECK(found(db, "「見積書の更新」") == meeting);
    CHECK(found(db, "「更新の見積書」").empty());
    CHECK(found(db, "contract \"due please call\"") == call);
    CHECK(found(db, "\"due").size() == 1);  // a quote alone is a sign like others
}

TEST_CASE("Japanese is found by any part, from one character on, and kana by romaji") {
    const Database db = population();
    for (const char* typed :
         {"山",           "山田",     "田太",   "山田太郎", "太郎山田", "ヤマダ", "ﾔﾏﾀﾞ",       "まだ",
          "やまだたろう", "yamada",   "yamad",  "tarou",    "tarō",     "taro",   "打ち合わせ", "合わ",
          "午",           "コーヒー", "koohii", "kohi",     "高島屋",   "髙島",   "山田 午前",  "ｺｰﾋｰ"}) {
        INFO(typed);
        CHECK(found(db, typed) == taro);
    }
    for (const char* typed : {"oono", "ohno", "ono", "Ōno", "おおの", "おおのはな"}) {
        INFO(typed);
        CHECK(found(db, typed) == Names{"大野 花子"});
    }
    for (const char* typed : {"製", "立製", "製作所", "所", "hitachi", "ひたち", "お客様", "様"}) {
        INFO(typed);
        CHECK(found(db, typed) == hitachi);
    }
    for (const char* typed : {"契", "契約", "約更", "ミーティング", "miitingu", "mitingu", "見積", "積書",
                              "相談", "demo", "デモ"}) {
        INFO(typed);
        CHECK(found(db, typed) == meeting);
    }
    CHECK(found(db, "野花") == Names{"大野 花子"});
    CHECK(found(db, "午後").empty());
}

TEST_CASE("any piece of a name, an address or a number is found") {
    const Database db = population();
    for (const char* typed :
         {"velac", "ve", "engines.ex", "gines", "a.l@eng", "ada.l@engines.example", "234-56", "2345678",
          "03-1234-5678", "０３１２３４", "+81 3 1234", "03 1234 5678", "ountes", "<ada.l@engines.example>,",
          "ada.l@engines.example.", "03-1234-5678、", "1234 5678", "(velac)"}) {
        INFO(typed);
        const Names names = found(db, typed);
        CHECK(std::find(names.begin(), names.end(), ada.front()) != names.end());
    }
    CHECK(found(db, "gines.ex lovelace 3456") == ada);
    CHECK(found(db, "5550-0199") == call);  // in the body
    CHECK(found(db, "gines.com").empty());
}

TEST_CASE("signs that repeat are found as they are typed") {
    auto db = Database::open(":memory:", {.region = "JP"});
    db.add(Contact{.name = {.given = "太郎", .family = "佐々木"}, .notes = "国々の人。いすゞ自動車。3ヵ月後"});
    for (const char* typed :
         {"々", "々木", "佐々", "佐々木", "々の", "々の人", "ゞ", "ゞ自", "すゞ", "ヵ", "ヵ月", "3ヵ月"}) {
        INFO(typed);
        CHECK(found(db, typed) == Names{"佐々木 太郎"});
    }
    CHECK(shown(db.search().full_text("々の").at(0)) == "国[々の]人。いすゞ自動車。3ヵ月後");
    CHECK(shown(db.search().full_text("ヵ月").at(0)) == "国々の人。いすゞ自動車。3[ヵ月]後");
    CHECK(found(db, "々人").empty());
}

TEST_CASE("numbers beside each other are words, not one number") {
    auto db = Database::open(":memory:");
    db.add(Interaction{.subject = "Plan", .body = "What 2026 is to bring after the loss of 2025."});
    CHECK(found(db, "2025 2026") == Names{"Plan"});
    CHECK(found(db, "2026 2025") == Names{"Plan"});
    CHECK(found(db, "2026 2024").empty());
}

TEST_CASE("names come before texts, whole words before beginnings") {
    auto db = Database::open(":memory:");
    db.add(Contact{.name = {.given = "Kim", .family = "Stone"}, .notes = "Likes marble."});
    db.add(Contact{.name = {.given = "Marbleton", .family = "Ann"}});
    db.add(Contact{.name = {.given = "Zoe", .family = "Marble"}});
    db.add(Interaction{.subject = "Offer", .body = "Marble, marble and once more marble."});
    db.add(Interaction{.subject = "Visit",
                       .body = "A long talk about stairs, of which one was perhaps of marble."});
    const auto hits = db.search().full_text("marble");
    Names titles;
    for (const FullTextHit& hit : hits) titles.push_back(hit.title);
    CHECK(titles == Names{"Zoe Marble", "Marbleton Ann", "Kim Stone", "Offer", "Visit"});
    for (std::size_t i = 1; i < hits.size(); ++i) CHECK(hits[i - 1].score >= hits[i].score);
    CHECK(found(db, "marble", {.limit = 2, .offset = 1}) == Names{"Marbleton Ann", "Kim Stone"});
    CHECK(found(db, "marble", {.offset = 5}).empty());
}

TEST_CASE("of a word that thousands have the newest of each type are ranked, and all are found") {
    auto db = Database::open(":memory:");
    const OrganizationId house = db.add(Organization{.name = "Quarry", .notes = "Marble, marble, marble."});
    constexpr std::size_t count = 2100;
    std::vector<Contact> contacts(count, Contact{.notes = "Wants marble for a long stair in an old house."});
    contacts[0].notes = contacts[1500].notes = "Marble, marble.";
    const std::vector<ContactId> ids = db.add(contacts);
    std::vector<RecordRef> order;
    for (const std::size_t offset : {0, 1000, 2000})
        for (const FullTextHit& hit : db.search().full_text("marble", {.limit = 1000, .offset = offset}))
            order.push_back(hit.record);
    REQUIRE(order.size() == count + 1);
    CHECK(order[0].id == ids[1500].value);
    CHECK(order[1] == RecordRef{"organization", house.value});
    CHECK(order.back() == RecordRef{"contact", ids[0].value});
    const auto of_few = db.search().full_text(
        "marble", {.types = {"contact"}, .filter = "notes starts with marble", .limit = 3});
    REQUIRE(of_few.size() == 2);
    CHECK(of_few[1].record.id == ids[0].value);
    CHECK(db.search().full_text("marble", {.types = {"organization"}}).size() == 1);
    CHECK(db.search().full_text("marble", {.types = {"deal"}}).empty());
}

TEST_CASE("a search may be of some types and of what a query selects") {
    Database db = population();
    CHECK(sorted(found(db, "contract")) == Names{"Contract renewal", "Pat O'Brien"});
    CHECK(found(db, "contract", {.types = {"contact"}}) == Names{"Pat O'Brien"});
    CHECK(found(db, "contract", {.types = {"interactions"}}) == call);
    CHECK(found(db, "更新", {.types = {"interaction"}, .filter = "channel = meeting"}) == meeting);
    CHECK(found(db, "更新", {.types = {"interaction"}, .filter = "channel = email"}).empty());
    CHECK(found(db, "contract",
                {.types = {"contact"}, .filter = "name = :n", .parameters = {{"n", Value("Pat O'Brien")}}})
              .size() == 1);
    test::expect_error(Code::invalid_argument, [&] { (void)found(db, "a", {.types = {"nothing"}}); });
    test::expect_error(Code::invalid_argument, [&] { (void)found(db, "a", {.filter = "tag = vip"}); });
    test::expect_error(Code::parse, [&] { (void)found(db, "a", {.types = {"contact"}, .filter = "name ="}); });
}

TEST_CASE("a hit shows where it was found") {
    const Database db = population();
    auto hit = db.search().full_text("BABBAGE").at(0);
    CHECK(hit.record == RecordRef{"contact", 1});
    CHECK(hit.fields == Names{"notes"});
    CHECK(hit.snippet.field == "notes");
    CHECK(shown(hit) ==
          "Prefers letters. Met [Babbage] at a party; wrote the notes on the Analytical Engine.");
    CHECK(hit.title_ranges.empty());

    hit = db.search().full_text("lovel").at(0);
    CHECK(marked(hit.title, hit.title_ranges, "<", ">") == "Ada <Lovelace>");
    CHECK(hit.fields == Names{"name.family"});
    CHECK(hit.snippet.field.empty());

    hit = db.search().full_text("高島屋 合わせ").at(0);
    CHECK(shown(hit) == "打ち[合わせ]は午前がよい。コーヒーが好き。[髙島屋]の前で待ち[合わせ]");

    hit = db.search().full_text("kohi").at(0);
    CHECK(shown(hit) == "打ち合わせは午前がよい。[コーヒー]が好き。髙島屋の前で待ち合わせ");

    hit = db.search().full_text("gines.ex").at(0);
    CHECK(hit.fields == Names{"email"});
    CHECK(shown(hit) == "Ada.L@en[gines.ex]ample");

    hit = db.search().full_text("2345").at(0);
    CHECK(hit.snippet.field == "phone");
    CHECK(shown(hit) == "03-1[234-5]678");
    CHECK(shown(db.search().full_text("+81 3 1234").at(0)) == "[03-1234-5678]");

    hit = db.search().full_text("contract friday").at(0);
    CHECK(hit.fields == Names{"subject", "body"});
    CHECK(shown(hit) == "The renewal of the [contract] is due. Please call 03-5550-0199 before [Friday].");
    CHECK(shown(db.search().full_text("03-5550-0199").at(0)) ==
          "The renewal of the contract is due. Please call [03-5550-0199] before Friday.");

    hit = db.search().full_text("o'bri").at(0);
    CHECK(marked(hit.title, hit.title_ranges, "<", ">") == "Pat <O'Brien>");
    hit = db.search().full_text("yamada taro").at(0);
    CHECK(hit.fields == Names{"name.phonetic_given", "name.phonetic_family"});
}

TEST_CASE("a snippet is the part of a long text that shows most") {
    auto db = Database::open(":memory:");
    std::string body;
    for (int i = 0; i < 200; ++i)
        body += "word" + std::to_string(i) + " needle" + std::to_string(i % 7) + " ";
    body += "the magic needle stands here, and a second magic one. ";
    for (int i = 0; i < 200; ++i) body += "later" + std::to_string(i) + " ";
    db.add(Interaction{.subject = "Long", .body = body});
    std::string prose;
    for (int i = 0; i < 100; ++i) prose += "これは長い本文です。";
    db.add(Interaction{.subject = "長文", .body = prose + "ここに探しものがある。" + prose});
    const auto hit = db.search().full_text("magic needle", {.snippet_length = 60}).at(0);
    CHECK(hit.snippet.cut_before);
    CHECK(hit.snippet.cut_after);
    CHECK(hit.snippet.text.size() <= 60);
    CHECK(shown(hit).find("the [magic] [needle]") != std::string::npos);
    const auto japanese = db.search().full_text("探しもの", {.snippet_length = 30}).at(0);
    CHECK(shown(japanese).find("ここに[探しもの]がある。") != std::string::npos);
    CHECK(japanese.snippet.text.size() <= 90);
}

TEST_CASE("a snippet shows the beginning of what is longer than itself") {
    auto db = Database::open(":memory:");
    db.add(Interaction{.subject = "Long", .body = std::string(300, 'x') + " and abcdefghijklmnopqrstuvwxyz"});
    const auto hit = db.search().full_text("abcdefghijklmnopqrstuvwxyz", {.snippet_length = 20}).at(0);
    CHECK(shown(hit).find("[abcdefghijk") != std::string::npos);
}

TEST_CASE("a long text without spaces is shown as fast as any other") {
    auto db = Database::open(":memory:");
    std::string body;
    for (int i = 0; i < 20000; ++i) body += "山の";
    db.add(Interaction{.subject = "Long", .body = body});
    const auto start = std::chrono::steady_clock::now();
    CHECK(db.search().full_text("の").size() == 1);
    CHECK(std::chrono::steady_clock::now() - start <
          std::chrono::seconds(10));  // each place by itself: minutes
}

TEST_CASE("marks are for pages too") {
    const std::string text = "a <b> & 'c'";
    CHECK(marked(text, std::vector<TextRange>{{3, 1}}, "<mark>", "</mark>", true) ==
          "a &lt;<mark>b</mark>&gt; &amp; &#39;c&#39;");
    CHECK(marked(text, std::vector<TextRange>{{3, 100}, {50, 2}}, "[", "]") == "a <[b> & 'c']");
}

TEST_CASE("what is typed is never the index's own language") {
    const Database db = population();
    for (const char* typed : {"\"",
                              "\"\"",
                              "ada AND",
                              "NOT ada",
                              "ada OR pat",
                              "title : ada",
                              "{title} : ada",
                              "^ada",
                              "NEAR(ada pat)",
                              "ad*",
                              "(ada",
                              "ada)",
                              "a + b",
                              "'; DROP TABLE contact; --",
                              "-ada",
                              "\\",
                              "ada\"pat",
                              "mü\"",
                              "\"mü",
                              "mü\"*",
                              "*",
                              "@",
                              "％",
                              "。",
                              "ー"}) {
        INFO(typed);
        CHECK_NOTHROW(found(db, typed));
    }
    CHECK(found(db, "ada OR pat").empty());  // a word like others
    CHECK(found(db, "mü\"") == Names{"Bob Müller"});
    CHECK(found(db, "NEAR ada").empty());
    CHECK(found(db, "(ada)") == ada);
    CHECK(found(db, std::string("ada\0babbage", 11)) == ada);
    CHECK_NOTHROW(found(db, "\xff\xfe ada \xc3"));
    CHECK(found(db, std::string(300, 'a')).empty());
    CHECK(found(db, std::string(100000, 'a')).empty());
    std::string many;
    for (int i = 0; i < 40; ++i) many += "w" + std::to_string(i) + " ";
    CHECK(found(db, many).empty());
}
