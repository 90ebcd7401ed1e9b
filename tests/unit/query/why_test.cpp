// why(): every condition of a query with its truth and the values that decided it.
#include "support/expect_error.hpp"

#include <kith/bulk.hpp>
#include <kith/members.hpp>
#include <kith/query.hpp>
#include <kith/records/contact.hpp>
#include <kith/records/deal.hpp>
#include <kith/records/interaction.hpp>
#include <kith/segments.hpp>
#include <kith/tags.hpp>
#include <kith/why.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace kith;
using kith::test::expect_error;

namespace {

struct World {
    Database db = Database::open(":memory:", options());
    ContactId ada{};
    ContactId bob{};
    std::vector<InteractionId> calls{};

    static Options options() {
        Options options;
        options.clock = [] { return *parse_time("2026-03-01T12:00:00Z"); };
        return options;
    }

    World() {
        Contact contact;
        contact.name.given = "Ada";
        contact.name.family = "Lovelace";
        contact.tags = {"vip", "press"};
        contact.birthday = PartialDate{1990, 0, 0};
        contact.emails = {{.address = "ada@engines.example", .label = "work"},
                          {.address = "ada@home.example", .label = "home"}};
        ada = db.add(contact);
        Contact other;
        other.name.given = "Bob";
        bob = db.add(other);
        for (const char* at : {"2026-02-20T10:00:00Z", "2026-02-25T10:00:00Z", "2025-01-01T10:00:00Z"})
            calls.push_back(db.add(Interaction{.participants = {ada},
                                               .at = *parse_time(at),
                                               .channel = Channel::phone,
                                               .subject = std::string("Call of ") + std::string(at, 10)}));
    }

    [[nodiscard]] Why of(const std::string& query, ContactId id) const { return why(db, query, id); }
    [[nodiscard]] Truth holds(const std::string& query, ContactId id) const { return of(query, id).holds; }
};

std::vector<std::string> texts(const WhyValue& value) {
    std::vector<std::string> result;
    for (const Value& each : value.values) result.push_back(each.to_string());
    return result;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("truth of conditions: yes, no, and unknown where there is nothing to compare", "[query][why]") {
    const World world;
    const auto truths = [&](const std::string& query) {
        return std::string(name_of(world.holds(query, world.ada))) + " " +
               std::string(name_of(world.holds(query, world.bob)));
    };
    CHECK(truths("") == "yes yes");
    CHECK(truths("family = Lovelace") == "yes unknown");
    CHECK(truths("family != Lovelace") == "no unknown");
    CHECK(truths("not family = Lovelace") == "no yes");
    CHECK(truths("family is known") == "yes no");
    CHECK(truths("family is unknown") == "no yes");
    CHECK(truths("family in (Brown, Marley)") == "no unknown");
    CHECK(truths("family = value of given") == "no unknown");
    CHECK(truths("birthday = 1990-06-15") == "unknown unknown");
    CHECK(truths("birthday.month = 6") == "unknown unknown");
    CHECK(truths("birthday < 1991") == "yes unknown");
    CHECK(truths("tag = vip") == "yes unknown");
    CHECK(truths("tag = other") == "no unknown");
    CHECK(truths("tag != vip") == "yes unknown");
    CHECK(truths("tags exactly (vip, press)") == "yes unknown");
    CHECK(truths("has all tags (vip, x)") == "no unknown");
    CHECK(truths("every email ends with \".example\"") == "yes yes");
    CHECK(truths("every email ends with \"home.example\"") == "no yes");
    CHECK(truths("count interaction > 3") == "no no");
    CHECK(truths("max interaction.duration > 3") == "unknown unknown");
    CHECK(truths("last interaction.channel = email") == "no unknown");
    CHECK(truths("has no interaction") == "no yes");
    CHECK(truths("family = x and given = Bob") == "no unknown");
    CHECK(truths("family = x or given = Ada") == "yes unknown");
    CHECK(truths("not (family = x or given = Ada)") == "no yes");
    CHECK(truths("limit 1") == "yes no");
}

TEST_CASE("the values that decide are those of the record", "[query][why]") {
    const World world;
    const Why why =
        world.of("city = Tokyo or email is valid and name starts with ada and tag in (x, vip)", world.ada);
    REQUIRE(why.parts.size() == 2);
    CHECK(why.holds == Truth::unknown);
    CHECK(why.parts[0].values.at(0).name == "city");
    CHECK(why.parts[0].values[0].values.empty());
    const auto& inner = why.parts[1].parts;
    REQUIRE(inner.size() == 3);
    CHECK(inner[0].text == "email is valid");
    CHECK(inner[1].values.at(0).name == "name");
    CHECK(texts(inner[1].values[0]) == Texts{"Ada Lovelace"});
    CHECK(texts(inner[2].values.at(0)) == Texts{"press", "vip"});
    const Why other = world.of("given = value of family", world.ada);
    REQUIRE(other.values.size() == 2);
    CHECK(texts(other.values[0]) == Texts{"Ada"});
    CHECK(other.values[1].name == "family");
    CHECK(texts(other.values[1]) == Texts{"Lovelace"});
    CHECK(texts(world.of("last interaction.subject contains x", world.ada).values.at(0)) ==
          Texts{"Call of 2026-02-25"});
    CHECK(texts(world.of("count interaction >= 2", world.ada).values.at(0)) == Texts{"3"});
}

TEST_CASE("related records are shown with the condition asked of them", "[query][why]") {
    const World world;
    const Why none = world.of("has no interaction (at within last 90 days and channel = phone)", world.ada);
    CHECK(none.holds == Truth::no);
    REQUIRE(none.values.size() == 2);
    CHECK(none.values[0].name == "count interaction");
    CHECK(texts(none.values[0]) == Texts{"3"});
    CHECK(none.values[1].name == "count interaction (at within last 90 days and channel = phone)");
    CHECK(texts(none.values[1]) == Texts{"2"});
    REQUIRE(none.parts.size() == 3);
    CHECK(none.parts[0].record == RecordRef{"interaction", world.calls[1].value});
    CHECK(none.parts[0].title == "Call of 2026-02-25");
    CHECK(none.parts[0].holds == Truth::yes);
    CHECK(none.parts[2].record.id == world.calls[2].value);
    CHECK(none.parts[2].holds == Truth::no);
    REQUIRE(none.parts[2].parts.size() == 2);
    CHECK(none.parts[2].parts[0].text == "at within last 90 days");
    CHECK(none.parts[2].parts[0].holds == Truth::no);
    CHECK(none.parts[2].parts[1].holds == Truth::yes);
    // of "every" those come first that do not fit
    const Why every = world.of("every interaction (at since 2026-01-01)", world.ada);
    CHECK(every.holds == Truth::no);
    CHECK(every.parts.at(0).record.id == world.calls[2].value);
    const Why figure = world.of("count interaction (at since 2026-01-01) = 2", world.ada);
    CHECK(figure.holds == Truth::yes);
    CHECK(figure.parts.at(0).text == "at >= 2026-01-01");
    REQUIRE(figure.values.size() == 2);
    CHECK(figure.values[0].name == "count interaction (at >= 2026-01-01)");
    CHECK(figure.values[1].name == "count interaction");
    const Why window = world.of("max interaction.at (channel = phone) before 2026-02-01 is known", world.ada);
    REQUIRE(window.values.size() == 3);
    CHECK(window.values[2].name == "count interaction (channel = phone) before 2026-02-01");
    CHECK(texts(window.values[2]) == Texts{"1"});
    // elements have no query of their own
    const Why element = world.of("has email (label = home and address contains engines)", world.ada);
    CHECK(element.holds == Truth::no);
    REQUIRE(element.parts.size() == 1);
    REQUIRE(element.parts[0].parts.size() == 2);
    CHECK(element.parts[0].parts[0].text == "has email (label = home)");
    CHECK(element.parts[0].parts[0].holds == Truth::yes);
    CHECK(texts(element.parts[0].parts[1].values.at(0)) == Texts{"ada@engines.example", "ada@home.example"});
}

TEST_CASE("segments are explained through the segments in them", "[query][why]") {
    World world;
    Segments segments = world.db.segments();
    segments.save("VIPs", "tag = vip and not tag = blocked");
    segments.save("Newest", "in segment VIPs order by id desc limit 1");
    const SegmentId id =
        segments.save("Lapsing", "in segment VIPs and has no interaction (at within last 90 days)");
    const Why why = segments.why("lapsing", world.ada.value);
    CHECK(why.holds == Truth::no);
    REQUIRE(why.parts.size() == 2);
    CHECK(why.parts[0].text == "in segment VIPs");
    CHECK(why.parts[0].holds == Truth::yes);
    REQUIRE(why.parts[0].parts.size() == 1);
    CHECK(why.parts[0].parts[0].text == "tag = vip and not tag = blocked");
    CHECK(why.parts[0].parts[0].parts.size() == 2);
    CHECK(why.parts[1].holds == Truth::no);
    CHECK(to_text(segments.why(id, world.ada.value), world.db.settings()) ==
          to_text(why, world.db.settings()));
    const Why newest = segments.why("Newest", world.ada.value);
    CHECK(newest.holds == Truth::yes);
    CHECK(newest.text == "in segment VIPs order by id desc limit 1");
    CHECK(newest.parts.at(0).holds == Truth::yes);

    CHECK(to_text(why, world.db.settings()) ==
          R"(no       in segment VIPs and has no interaction (at within last 90 days)
  yes      in segment VIPs
    yes      tag = vip and not tag = blocked
      yes      tag = vip
               tag: press, vip
      yes      not tag = blocked
        no       tag = blocked
                 tag: press, vip
  no       has no interaction (at within last 90 days)
           count interaction: 3
           count interaction (at within last 90 days): 2
           interaction 2: Call of 2026-02-25
    yes      at within last 90 days
             at: 2026-02-25 10:00:00+00:00
           interaction 1: Call of 2026-02-20
    yes      at within last 90 days
             at: 2026-02-20 10:00:00+00:00
           interaction 3: Call of 2025-01-01
    no       at within last 90 days
             at: 2025-01-01 10:00:00+00:00
)");
}

TEST_CASE("why of segments of chosen records names the lists", "[query][why]") {
    World world;
    Segments segments = world.db.segments();
    segments.snapshot("Then", "tag = vip");
    const Why member = segments.why("Then", world.ada.value);
    CHECK(member.holds == Truth::yes);
    CHECK(member.text == "in segment Then");
    CHECK(member.values.at(0).name == "list");
    CHECK(texts(member.values[0]) == Texts{"Then"});
    CHECK(segments.why("Then", world.bob.value).holds == Truth::no);
    CHECK(world.of("not in list Then", world.bob).parts.at(0).values.at(0).values.empty());
    segments.save("Kept", "tag = vip and has interaction (at within last 30 days)");
    segments.live("Kept");
    CHECK(segments.why("Kept", world.ada.value).holds == Truth::yes);
    CHECK(segments.why("Kept", world.ada.value).parts.size() == 2);
}

TEST_CASE("why refuses what there is no answer to", "[query][why]") {
    World world;
    expect_error(Code::not_found, [&] { (void)world.of("tag = vip", {999}); });
    expect_error(Code::parse, [&] { (void)world.of("tagg = vip", world.ada); });
    expect_error(Code::not_found, [&] { (void)world.db.segments().why("none", world.ada.value); });
    world.db.remove(world.bob);
    expect_error(Code::not_found, [&] { (void)world.of("tag = vip", world.bob); });
    CHECK(why(world.db, "given = :g", world.ada, {{"g", "Ada"}}).holds == Truth::yes);
    // deep and wide ones end soon
    std::string deep = "tag = vip";
    for (int i = 0; i < 5; ++i) deep = "has interaction (has contact (" + deep + "))";
    CHECK(world.of(deep, world.ada).holds == Truth::yes);
    std::string wide = "given = Ada";
    for (int i = 0; i < 999; ++i) wide += " or given = x" + std::to_string(i);
    CHECK(world.of(wide, world.ada).parts.size() == 1000);
}

TEST_CASE("words to be found show what they were looked for in", "[query][why]") {
    World world;
    world.db.edit(world.ada, [](Contact& contact) { contact.notes = "Prefers letters."; });
    const Why found = world.of("matches 'love letters'", world.ada);
    CHECK(found.holds == Truth::yes);
    const auto shown = [](const Why& why) {
        std::string all;
        for (const WhyValue& value : why.values) {
            all += value.name + ":";
            for (const std::string& text : texts(value)) all += " " + text + ";";
            all += "\n";
        }
        return all;
    };
    CHECK(shown(found) == "name.given: Ada;\nname.family: Lovelace;\nnotes: Prefers letters.;\n"
                          "email: ada@engines.example; ada@home.example;\n");
    const Why missed = world.of("not matches charles", world.bob);
    REQUIRE(missed.parts.size() == 1);
    CHECK(missed.parts[0].holds == Truth::no);
    CHECK(shown(missed.parts[0]) == "name.given: Bob;\n");
}
