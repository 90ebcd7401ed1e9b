// explain(): canonical text, SQL, plan, warnings; segments.
#include <kith/query.hpp>
#include <kith/records/field.hpp>
#include <kith/records/interaction.hpp>
#include <kith/records/user.hpp>
#include <kith/segments.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace kith;

namespace {

Contact tagged(const std::string& given, std::vector<std::string> tags = {}) {
    Contact contact;
    contact.name.given = given;
    contact.tags = std::move(tags);
    return contact;
}

bool any_contains(const std::vector<std::string>& lines, const std::string& part) {
    return std::any_of(lines.begin(), lines.end(),
                       [&](const std::string& line) { return line.find(part) != std::string::npos; });
}

Error error_of(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& error) {
        return error;
    }
    return Error(Code::unknown, "no error");
}

}  // namespace

TEST_CASE("explain shows the canonical text, one statement, its parameters and its plan", "[query]") {
    auto db = Database::open(":memory:");
    db.add(tagged("Ada", {"vip"}));
    const Explanation e = explain<Contact>(db, "TAG=VIP and   given = 'Ada'");
    CHECK(e.text == "TAG = VIP and given = Ada");
    CHECK(e.sql.find("SELECT") == 0);
    CHECK(std::count(e.sql.begin(), e.sql.end(), ';') == 0);
    // values are never text of the statement
    CHECK(e.sql.find("vip") == std::string::npos);
    CHECK(e.sql.find("ada") == std::string::npos);
    CHECK(e.parameters == std::vector<Value>{"vip", "ada"});
    CHECK(any_contains(e.plan, "tagging_tag"));
    CHECK(e.warnings.empty());
}

TEST_CASE("explain finds the indexes and warns of what has none", "[query]") {
    auto db = Database::open(":memory:");
    db.add(tagged("Ada", {"vip"}));
    db.write([](Transaction& tx) {
        User user;
        user.name = "ada";
        tx.add(user);
    });
    const auto uses = [&](const std::string& query, const std::string& index) {
        const Explanation e = explain<Contact>(db, query);
        INFO(query);
        CAPTURE(e.plan);
        CHECK(any_contains(e.plan, index));
        CHECK_FALSE(any_contains(e.warnings, "looks at every"));
    };
    uses("email = ada@engines.example", "email_normalized");
    uses("email = ada@engines.example or phone = '+81 3 1234 5678'", "phone_e164");
    uses("tag = vip", "tagging_tag");
    uses("in list x", "list_member_list");
    uses("owner = ada", "contact_owner");
    uses("birthday between 1990-01-01 and 1990-01-31", "contact_birthday");
    uses("birthday = 1990-06-01", "contact_birthday");
    uses("anniversary of birthday = --06-01", "contact_anniversary");
    uses("anniversary of birthday between 2026-12-24 and 2027-01-06", "contact_anniversary");
    uses("id = 3", "PRIMARY KEY");
    uses("tag = vip and has no interaction (at within last 90 days)",
         "PRIMARY KEY (contact_id=? AND at>? AND at<?)");
    const auto warns = [&](const std::string& query, const std::string& warning) {
        const Explanation e = explain<Contact>(db, query);
        INFO(query);
        CAPTURE(e.warnings);
        CHECK(any_contains(e.warnings, warning));
    };
    warns("given = Ada", "looks at every contact");
    warns("has no interaction", "looks at every contact");
    warns("tag = vup", "there is no tag called 'vup'; did you mean 'vip'?");
    warns("owner = adda", "there is no user called 'adda'; did you mean 'ada'?");
    warns("in list x", "there is no list called 'x'");
    warns("given = family", "write 'value of family'");
    warns("tag != vip", "'not' before the positive condition");
    CHECK(explain<Contact>(db, "").warnings.empty());  // everything was asked for
    CHECK(explain<Contact>(db, "tag = vip").warnings.empty());
}

TEST_CASE("explain estimates how many rows a query visits", "[query]") {
    auto db = Database::open(":memory:");
    constexpr int people = 400;
    db.write([](Transaction& tx) {
        for (int i = 0; i < people; ++i) {
            Contact contact = tagged("p" + std::to_string(i), i % 100 == 0 ? std::vector<std::string>{"rare"}
                                                                           : std::vector<std::string>{});
            contact.emails = {{.address = "p" + std::to_string(i) + "@example.com"}};
            const ContactId id = tx.add(contact);
            for (int n = 0; n < 5; ++n) tx.add(Interaction{.participants = {Participant{id}}});
        }
    });
    const auto rows = [&](const std::string& query) { return explain<Contact>(db, query).estimated_rows; };
    CHECK(rows("") == people);
    CHECK(rows("given = Ada") == people);
    CHECK(rows("id = 3") == 1);
    CHECK(rows("email = p3@example.com") < 10);
    // the tag, those who have it, and each of them
    CHECK(rows("tag = rare") < 20);
    CHECK(rows("tag = rare") > 8);
    // every contact, and every address
    CHECK(rows("email contains p3") == 2 * people);
    // every contact, its five participations and interactions
    CHECK(rows("count interaction (channel = email) >= 3") >= people * 11);
    CHECK(rows("count interaction (channel = email) >= 3") < people * 20);
    // what is kept of everyone needs no look at interactions
    CHECK(rows("frequency >= 3") == 2 * people);
    CHECK(rows("given = Ada and tag = rare") < rows("given = Ada or tag = rare"));
    CHECK(rows("top 10 % by frequency") > people);
    // sets are made once, however many ask for them
    CHECK(rows("has organization (has contact (has deal (name contains x)))") < 20 * people);
}

TEST_CASE("a warning of a full scan names what would spare it", "[query]") {
    auto db = Database::open(":memory:");
    db.add(tagged("Ada", {"vip"}));
    const auto warning = [&](const std::string& query) {
        const Explanation e = explain<Contact>(db, query);
        for (const std::string& each : e.warnings)
            if (each.find("looks at every contact") != std::string::npos) return each;
        return std::string("none");
    };
    const auto names = [&](const std::string& query, const std::string& part) {
        INFO(query);
        CHECK_THAT(warning(query), Catch::Contains(part));
    };
    names("email contains acme", "'email = ...' goes by the index email_normalized");
    names("email contains acme", "'matches \"...\"' finds the words of email by the full-text index");
    names("notes contains x", "finds the words of notes by the full-text index");
    names("count interaction (at since 2026-01-01) >= 3",
          "'recency' and 'frequency' stand in contact_summary");
    names("given contains x or has no interaction (at since 2026-01-01)",
          "'recency' and 'frequency' stand in contact_summary");
    names("sum deal.amount (status = won) > 1000 USD",
          "'monetary', the sum of the won deals, stands in contact_summary");
    names("lifecycle = customer", "commits keep the members of a live segment (segments().live");
    names("given contains x and has no interaction (at within last 90 days)", "live segment");
    // what is ordered, limited or tells of a past that is pruned cannot be read from what commits keep
    for (const char* query : {"lifecycle = customer order by name desc", "lifecycle = customer limit 3",
                              "notes was ever secret"}) {
        INFO(query);
        CHECK(warning(query).find("live segment") == std::string::npos);
    }
    // what answers another question spares nothing
    for (const char* query :
         {"email is known", "family > x", "given sounds like x", "notes regex x", "not family contains x",
          "has interaction (channel = email)", "sum deal.amount (status = lost) > 5 USD"}) {
        INFO(query);
        CHECK(warning(query).find("matches") == std::string::npos);
        CHECK(warning(query).find("recency") == std::string::npos);
        CHECK(warning(query).find("monetary") == std::string::npos);
    }
    names("notes was ever secret", "no index or summary of kith's would help");
    // nothing to spare where an index finds them
    CHECK(warning("email = a@b.example") == "none");
}

TEST_CASE("format_query gives the canonical text and refuses what cannot be read", "[query]") {
    CHECK(format_query("姓＝「山田」　ＡＮＤ  x>=5") == "姓 = 山田 and x >= 5");
    CHECK(error_of([] { (void)format_query("a ="); }).code() == Code::parse);
}

TEST_CASE("segments are saved, replaced, found, counted and explained", "[query]") {
    auto db = Database::open(":memory:");
    const ContactId ada = db.add(tagged("Ada", {"vip"}));
    const ContactId bob = db.add(tagged("Bob", {"vip", "music"}));
    db.add(tagged("Carol"));
    Segments segments = db.segments();
    const SegmentId vip = segments.save("VIPs", "tag = vip");
    CHECK(segments.members(vip) == std::vector{ada.value, bob.value});
    CHECK(segments.members("vips") == std::vector{ada.value, bob.value});
    CHECK(segments.count("ＶＩＰｓ") == 2);
    CHECK(segments.explain(vip).text == "tag = vip");
    REQUIRE(segments.find("vips"));
    CHECK(segments.find("vips")->name == "VIPs");
    CHECK(segments.save("vips", "tag = music") == vip);
    CHECK(segments.members(vip) == std::vector{bob.value});
    CHECK(segments.find("VIPs")->query == "tag = music");
    segments.save("All organizations", "", "organization");
    CHECK(segments.count("All organizations") == 0);
    const auto all = segments.list();
    REQUIRE(all.size() == 2);
    CHECK(all[0].name == "All organizations");
    CHECK(segments.remove("vips"));
    CHECK_FALSE(segments.remove("vips"));
    CHECK_FALSE(segments.find("vips"));
    CHECK(error_of([&] { (void)segments.members("vips"); }).code() == Code::not_found);
    CHECK(error_of([&] { (void)segments.count(vip); }).code() == Code::not_found);
    // a name is free again
    CHECK(segments.save("VIPs", "tag = vip") != vip);
}

TEST_CASE("a segment's query is checked when it is saved", "[query]") {
    auto db = Database::open(":memory:");
    Segments segments = db.segments();
    const Error wrong = error_of([&] { segments.save("x", "famly = y"); });
    CHECK(wrong.code() == Code::parse);
    CHECK(wrong.argument("nearest") == "family");
    CHECK(error_of([&] { segments.save("x", "given = :y"); }).code() == Code::parse);
    CHECK(error_of([&] { segments.save("x", "", "nothing"); }).code() == Code::invalid_argument);
    CHECK(error_of([&] { segments.save("", ""); }).code() == Code::required);
    CHECK(segments.list().empty());
}

TEST_CASE("segments refer to segments, never to themselves", "[query]") {
    auto db = Database::open(":memory:");
    Segments segments = db.segments();
    segments.save("A", "given is known");
    segments.save("B", "in segment A and family is known");
    segments.save("C", "not in segment B");
    const Error direct = error_of([&] { segments.save("A", "in segment a"); });
    CHECK(direct.code() == Code::parse);
    CHECK(std::string(direct.what()).find("the segment refers to itself: A -> a") != std::string::npos);
    const Error around = error_of([&] { segments.save("A", "in segment C"); });
    CHECK(around.code() == Code::parse);
    CHECK(std::string(around.what()).find("A -> C -> B -> A") != std::string::npos);
    CHECK(segments.find("A")->query == "given is known");
    const Error used = error_of([&] { segments.remove("A"); });
    CHECK(used.code() == Code::in_use);
    CHECK(used.argument("segments") == "'B'");
    // another type would break those that refer to it: nothing is written
    CHECK(error_of([&] { segments.save("A", "", "organization"); }).code() == Code::parse);
    CHECK(segments.find("A")->record_type == "contact");
}

TEST_CASE("an error inside a segment names it", "[query]") {
    auto db = Database::open(":memory:");
    Field field;
    field.key = "famly";
    const auto famly = db.add(field);
    db.segments().save("Broken", "famly = x");
    db.remove(famly);
    const Error error = error_of([&] { (void)db.ids<Contact>("in segment Broken"); });
    CHECK(error.code() == Code::parse);
    CHECK(error.argument("segment") == "Broken");
    CHECK(
        std::string(error.what()) ==
        "in segment 'Broken': line 1, column 1: expected a field of contact, found 'famly'; did you mean 'family'?");
}

TEST_CASE("chains of segments are bounded", "[query]") {
    auto db = Database::open(":memory:");
    const auto save = [&](int i) {
        db.segments().save("s" + std::to_string(i),
                           i == 0 ? "given is known" : "in segment s" + std::to_string(i - 1));
    };
    for (int i = 0; i < 16; ++i) save(i);
    CHECK(db.count<Contact>("in segment s15") == 0);
    const Error error = error_of([&] { save(16); });
    CHECK(error.code() == Code::limit);
    CHECK(error.argument("limit") == "16");
    CHECK(error.argument("line") == "1");
    CHECK_FALSE(db.segments().find("s16"));
    // one further up would make the chain longer for all below
    db.segments().save("root", "given is known");
    const Error above = error_of([&] { db.segments().save("s0", "in segment root"); });
    CHECK(above.code() == Code::limit);
    CHECK(db.segments().find("s0")->query == "given is known");
}
