// Full text in queries: the same records as Search::full_text finds, kept fresh, and bounded.
#include "support/expect_error.hpp"
#include "support/observed.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace kith;
using kith::test::asked;
using kith::test::expect_error;
using kith::test::says;

namespace {

using Ids = std::vector<std::int64_t>;

Contact described(const std::string& given, const std::string& family, const std::string& notes = {},
                  const std::string& email = {}) {
    Contact contact;
    contact.name.given = given;
    contact.name.family = family;
    contact.notes = notes;
    if (!email.empty()) contact.emails.push_back({.address = email});
    return contact;
}

Database office() {
    auto db = Database::open(":memory:", {.region = "JP"});
    Contact ono = described("花子", "大野", "コーヒー党。契約書を送付した");
    ono.name.phonetic_family = "オオノ";
    ono.name.phonetic_given = "ハナコ";
    ono.phones.push_back({.number = "03-1234-5678"});
    const ContactId ada =
        db.add(described("Ada", "Lovelace", "Renewal of the contract", "ada.l@engines.example"));
    const ContactId hana = db.add(ono);
    db.add(described("Seán", "O'Brien", "人々 and ヵ月, やまだ"));
    db.add(described("Éva", "Müller", "ﾊﾝｶｸ 2026 contract no. 12-34"));
    db.add(described("太郎", "山田", "ひる"));
    db.remove(db.add(described("Gone", "Lovelace")));
    Organization engines;
    engines.name = "Analytical Engines 株式会社";
    engines.notes = "renewal in 東京";
    db.add(engines);
    Interaction call;
    call.subject = "Renewal call 更新";
    call.body = "Ada asked for the contract, オオノ様";
    call.participants = {{ada}, {hana}};
    db.add(call);
    return db;
}

const std::vector<std::string> wanted = {"ada",
                                         "lov",
                                         "velac",
                                         "contract",
                                         "\"contract\"",
                                         "renewal contract",
                                         "contract renewal",
                                         "\"of the contract\"",
                                         "\"contract of\"",
                                         "gines.ex",
                                         "ada.l@",
                                         "engines",
                                         "234-56",
                                         "+81 3 1234",
                                         "03-1234",
                                         "5678",
                                         "oono",
                                         "ohno",
                                         "ono",
                                         "koohii",
                                         "hiru",
                                         "契",
                                         "契約",
                                         "約書",
                                         "「契約書を」",
                                         "大野",
                                         "大野花子",
                                         "花子大野",
                                         "野花",
                                         "obrien",
                                         "o'brien",
                                         "brien",
                                         "mueller",
                                         "muller",
                                         "müller",
                                         "2026",
                                         "12-34",
                                         "1234",
                                         "人々",
                                         "々",
                                         "々と",
                                         "ヵ月",
                                         "月",
                                         "やまだ",
                                         "yamada",
                                         "山田",
                                         "太郎山田",
                                         "株式会社",
                                         "東京",
                                         "更新",
                                         "call",
                                         "a",
                                         "e",
                                         "x",
                                         "オオノ",
                                         "おおの",
                                         "ＡＤＡ",
                                         "はんかく",
                                         "hankaku",
                                         "ada contract",
                                         "contract ada nothing",
                                         "no.",
                                         "\"",
                                         "renewal \"the contract\""};

Ids full_text(const Database& db, const std::string& words, const std::string& type) {
    FullTextOptions options;
    options.types = {type};
    options.limit = 1000;
    Ids ids;
    for (const FullTextHit& hit : db.search().full_text(words, options)) ids.push_back(hit.record.id);
    std::sort(ids.begin(), ids.end());
    return ids;
}

}  // namespace

TEST_CASE("matches selects what full text finds", "[query]") {
    auto db = office();
    for (const std::string& words : wanted) {
        INFO(words);
        if (words == "\"") continue;  // no word: see below
        CHECK(asked<Contact>(db, "matches :w", {{"w", words}}) == full_text(db, words, "contact"));
        CHECK(asked<Organization>(db, "matches :w", {{"w", words}}) == full_text(db, words, "organization"));
        CHECK(asked<Interaction>(db, "matches :w", {{"w", words}}) == full_text(db, words, "interaction"));
        const std::string text(kith::q::matches(words).text());
        CHECK(asked<Contact>(db, text) == full_text(db, words, "contact"));
        CHECK(asked<Contact>(db, "not " + text).size() + asked<Contact>(db, text).size() == 5);
        // the members of a live segment come by another statement
        db.segments().save("Found", text);
        CHECK(db.segments().members("Found") == full_text(db, words, "contact"));
    }
    CHECK(asked<Contact>(db, "matches :w", {{"w", 2026}}) == Ids{4});
    expect_error(Code::parse, [&] { (void)asked<Contact>(db, "matches :w", {{"w", "\""}}); });
    expect_error(Code::parse, [&] { (void)asked<Contact>(db, "matches :w", {{"w", true}}); });
}

TEST_CASE("a field matches what full text would find in it alone", "[query]") {
    const std::vector<std::string> texts = {"Renewal of the contract",
                                            "コーヒー党。契約書を送付した",
                                            "人々 and ヵ月, やまだ",
                                            "ひる",
                                            "Éva Müller-O'Brien",
                                            "ﾊﾝｶｸ 2026 contract no. 12-34",
                                            "Ada asked, オオノ様",
                                            "大野花子",
                                            "x"};
    auto db = Database::open(":memory:", {.region = "JP"});
    for (const std::string& text : texts) {
        Contact contact;
        contact.notes = text;
        db.add(contact);
    }
    for (const std::string& text : texts) {
        Contact contact;
        contact.name.family = text;
        db.add(contact);
    }
    for (const char* text : {"ada.l@engines.example", "ada@home.example"}) {
        Contact contact;
        contact.emails.push_back({.address = text});
        db.add(contact);
    }
    for (const std::string& words : wanted) {
        if (words == "\"") continue;
        INFO(words);
        const Ids found = full_text(db, words, "contact");
        CHECK(asked<Contact>(db, "notes matches :w or family matches :w or email matches :w",
                             {{"w", words}}) == found);
        CHECK(asked<Contact>(db, "notes matches :w or name matches :w or email matches :w", {{"w", words}}) ==
              found);
    }
}

TEST_CASE("lists and live segments hear of words that come and go", "[query][segments]") {
    auto db = office();
    db.segments().save("Renewals", "matches renewal or has interaction (matches \"invoice\")");
    db.segments().live("Renewals");
    CHECK(db.segments().members("Renewals") == Ids{1});
    db.edit(ContactId{2}, [](Contact& c) { c.notes += " renewal"; });
    CHECK(db.segments().members("Renewals") == Ids{1, 2});
    db.edit(ContactId{1}, [](Contact& c) { c.notes = "nothing"; });
    CHECK(db.segments().members("Renewals") == Ids{2});
    db.edit(ContactId{3}, [](Contact& c) { c.emails.push_back({.address = "renewal@x.example"}); });
    CHECK(db.segments().members("Renewals") == Ids{2, 3});
    db.edit(InteractionId{1}, [](Interaction& i) { i.body = "the invoice"; });
    CHECK(db.segments().members("Renewals") == Ids{1, 2, 3});
    db.edit(InteractionId{1}, [](Interaction& i) { i.body = "no more"; });
    CHECK(db.segments().members("Renewals") == Ids{2, 3});
    db.remove(ContactId{2});
    CHECK(db.segments().members("Renewals") == Ids{3});
    db.restore(ContactId{2});
    CHECK(db.segments().members("Renewals") == Ids{2, 3});
    // numbers are found by what they are in the region of the file
    db.segments().save("Called", "matches \"+81 3 1234\"");
    db.segments().live("Called");
    CHECK(db.segments().members("Called") == Ids{2});
    Settings settings = db.settings();
    settings.region = "US";
    db.settings(settings);
    CHECK(full_text(db, "+81 3 1234", "contact").empty());
    CHECK(db.segments().changes("Called").size() == 2);
    CHECK(db.segments().members("Called").empty());
    // what is of others is noted for nobody
    const auto changes = db.segments().changes("Renewals").size();
    db.edit(OrganizationId{1}, [](Organization& o) { o.notes = "renewal again"; });
    CHECK(db.segments().changes("Renewals").size() == changes);
    db.rebuild();
    CHECK(db.segments().members("Renewals") == Ids{2, 3});
    CHECK(db.verify().empty());
}

TEST_CASE("an observed list is asked again when a record's words change", "[query]") {
    auto db = office();
    test::Inbox<ListDelta> inbox;
    const auto token = db.observe<Contact>("matches \"renewal\"", inbox.callback());
    CHECK(inbox.wait(1)[0].changes.size() == 1);
    db.edit(ContactId{2}, [](Contact& c) { c.notes = "renewal"; });
    CHECK(inbox.wait(2)[1].changes.size() == 1);
    db.edit(ContactId{1}, [](Contact& c) { c.notes = ""; });
    CHECK(inbox.wait(3)[2].changes.size() == 1);
}

TEST_CASE("words to be found are bounded, and finding many is work", "[query][limits]") {
    Options options;
    options.query_work = 30'000;
    auto db = Database::open(":memory:", options);
    db.write([&](Transaction& tx) {
        for (int i = 0; i < 1000; ++i) tx.add(described("Given", "Name", i == 7 ? "rarity" : "common words"));
    });
    const auto refused = [&](const std::string& query, const std::string& limit) {
        const Error error = expect_error(Code::limit, [&] { (void)db.count<Contact>(query); });
        CHECK(error.argument("limit") == limit);
        return error;
    };
    std::string many;
    for (int i = 0; i < 33; ++i) many += "w" + std::to_string(i) + " ";
    CHECK(refused("matches \"" + many + "\"", "32").argument("column") == "9");
    CHECK(refused("notes matches \"" + many + "\"", "32").argument("column") == "15");
    refused("matches \"" + std::string(257, 'a') + "\"", "256");
    CHECK(db.count<Contact>("matches \"rarity\"") == 1);
    const Error error = refused("matches \"common\"", "30000");
    CHECK(says(error, "30000 steps (Options::query_work)"));
    refused("matches \"c\"", "30000");     // many words may begin so
    refused("matches \"c z9\"", "30000");  // though no record has both
    CHECK(db.count<Contact>("matches \"zzz yyy\"") == 0);
}

TEST_CASE("words to be found have one canonical text", "[query]") {
    const auto same = [](const std::string& text, const std::string& canonical) {
        INFO(text);
        CHECK(format_query(text) == canonical);
        CHECK(format_query(canonical) == canonical);
        CHECK(query_from_json(query_to_json(text)) == canonical);
    };
    same("matches 'Tokyo  engine' and not MATCHES :w", "matches \"Tokyo  engine\" and not matches :w");
    same("(matches tokyo or matches 2026) and matches = 3",
         "(matches \"tokyo\" or matches \"2026\") and matches = 3");
    same("matches today or matches last week or matches in (a)",
         "matches = today or matches within last week or matches in (a)");
    same("matches", "matches");
    same("matches matches 'x' or last matches 'y' or did matches 'z'",
         "matches matches \"x\" or last matches \"y\" or did matches \"z\"");
    same("notes matches b and c does not match 'd e' and f not match :g and h matches 12",
         "notes matches \"b\" and c not match \"d e\" and f not match :g and h matches 12");
    same("did matches within last 3 days", "did matches within last 3 days");
    same("first matches since 2026 and last match is known",
         "first matches since 2026 and last match is known");
    same("subscribed to Newsletter and consents to 'any' for 「お知らせ」",
         "subscribed to Newsletter and consents to any for お知らせ");
    same("contact.deal subscribed to :l or not contact consents to email for :p or consents to :c",
         "contact.deal subscribed to :l or not contact consents to email for :p or consents to :c");
    same("subscribed = 3 and consents and consents is known",
         "subscribed = 3 and consents and consents is known");
}
