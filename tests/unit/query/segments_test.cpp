// Segments stay queries, whoever writes them.
#include "support/expect_error.hpp"

#include <kith/history.hpp>
#include <kith/query.hpp>
#include <kith/records/contact.hpp>
#include <kith/records/field.hpp>
#include <kith/segments.hpp>
#include <kith/tags.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace kith;
using kith::test::expect_error;
using kith::test::says;

namespace {

Segment segment(const std::string& name, const std::string& query) {
    Segment segment;
    segment.name = name;
    segment.query = query;
    return segment;
}

std::vector<std::string> findings(const Database& db) {
    std::vector<std::string> messages;
    for (const Finding& finding : db.verify()) messages.push_back(finding.check + ": " + finding.message);
    return messages;
}

}  // namespace

TEST_CASE("the generic verbs check a segment like save()", "[query][segments]") {
    auto db = Database::open(":memory:");
    const SegmentId a = db.add(segment("A", "given is known"));
    const SegmentId b = db.add(segment("B", "in segment A"));

    Error error = expect_error(Code::parse, [&] { db.add(segment("C", "famly = x")); });
    CHECK(error.record() == "segment 'C'");
    CHECK(error.argument("column") == "1");
    CHECK_FALSE(db.segments().find("C"));
    error = expect_error(Code::parse, [&] { db.edit(a, [](Segment& s) { s.query = "given ="; }); });
    CHECK(error.record() == "segment 'A'");
    error = expect_error(Code::parse, [&] { db.edit(a, [](Segment& s) { s.query = "in segment B"; }); });
    CHECK(says(error, "the segment refers to itself: A -> B -> A"));
    expect_error(Code::parse, [&] { db.edit(a, [](Segment& s) { s.query = "given = :who"; }); });
    expect_error(Code::invalid_argument, [&] { db.edit(b, [](Segment& s) { s.record_type = "nothing"; }); });
    error = expect_error(Code::parse, [&] {
        db.edit(a, [](Segment& s) {
            s.record_type = "user";
            s.query = "";
        });
    });
    CHECK(error.record() == "segment 'B'");

    for (const auto& refused :
         {expect_error(Code::in_use, [&] { db.edit(a, [](Segment& s) { s.name = "Z"; }); }),
          expect_error(Code::in_use, [&] { db.remove(a); })}) {
        CHECK(refused.record() == "segment 'A'");
        CHECK(refused.argument("segments") == "'B'");
    }
    CHECK(db.get(a).name == "A");
    CHECK(db.get(a).query == "given is known");
    CHECK(findings(db).empty());

    // what one transaction leaves counts, not the steps on the way
    db.write([&](Transaction& tx) {
        tx.remove(a);
        tx.edit(b, [](Segment& s) { s.query = "in segment C"; });
        tx.add(segment("C", "family is known"));
    });
    CHECK(db.segments().find("B")->query == "in segment C");
    expect_error(Code::not_unique, [&] { db.edit(b, [](Segment& s) { s.name = "ｃ"; }); });
    db.remove(b);
    db.remove(db.segments().find("C")->id);
    // back from the trash, but what it refers to is not
    expect_error(Code::parse, [&] { db.restore(b); });
    CHECK(db.segments().list().empty());
}

TEST_CASE("undo does not take away a segment that others use by now", "[query][segments]") {
    auto db = Database::open(":memory:");
    db.add(segment("A", "given is known"));
    const TransactionId adding = db.last_transaction();
    db.add(segment("B", "in segment A"));
    const Error error = expect_error(Code::in_use, [&] { static_cast<void>(db.undo(adding)); });
    CHECK(error.argument("segments") == "'B'");
    CHECK(db.segments().find("A"));
}

TEST_CASE("a segment is renamed together with those that refer to it", "[query][segments]") {
    auto db = Database::open(":memory:");
    Segments segments = db.segments();
    segments.save("Old", "given is known");
    segments.save("Direct", "in  segment OLD and has employment");
    segments.save(
        "Deep", "has organization (has contact (not in segment 'old')) order by count interaction (user = x)");
    segments.save("Other", "in segment Direct");
    segments.rename("old", "New name");
    CHECK_FALSE(segments.find("Old"));
    CHECK(segments.find("New name")->query == "given is known");
    CHECK(segments.find("Direct")->query == "in segment \"New name\" and has employment");
    CHECK(
        segments.find("Deep")->query ==
        "has organization (has contact (not in segment \"New name\")) order by count interaction (user = x)");
    CHECK(segments.find("Other")->query == "in segment Direct");
    segments.rename("new name", "NEW");
    CHECK(segments.find("Direct")->query == "in segment NEW and has employment");
    expect_error(Code::not_found, [&] { segments.rename("Old", "x"); });
    expect_error(Code::not_unique, [&] { segments.rename("NEW", "direct"); });
    expect_error(Code::required, [&] { segments.rename("NEW", ""); });
    CHECK(segments.find("NEW"));
    CHECK(segments.list().size() == 4);
    segments.save("Calls", "channel = phone", "interaction");
    segments.save("Compared", "count interaction > value of count interaction (in segment Calls)");
    expect_error(Code::in_use, [&] { segments.remove("Calls"); });
    segments.rename("Calls", "Phone calls");
    CHECK(segments.find("Compared")->query ==
          "count interaction > value of count interaction (in segment \"Phone calls\")");
    CHECK(segments.count("Compared") == 0);
    segments.save(
        "Best",
        "top 3 by count interaction (in segment 'Phone calls') among (in segment NEW) or "
        "tile 3 (frequency among (not in segment NEW)) = 2 order by decile(recency among (in segment NEW))");
    segments.rename("NEW", "N");
    segments.rename("Phone calls", "Calls");
    CHECK(segments.find("Best")->query ==
          "top 3 by count interaction (in segment Calls) among (in segment N) or tile 3 (frequency among "
          "(not in segment N)) = 2 order by decile(recency among (in segment N))");
    expect_error(Code::parse, [&] { segments.save("N", "top 3 by frequency among (in segment N)"); });
}

TEST_CASE("verify names the segments that something else broke", "[query][segments]") {
    auto db = Database::open(":memory:");
    Field field;
    field.key = "shoe";
    field.type = FieldType::integer;
    const auto shoe = db.add(field);
    Contact ada;
    ada.name.given = "Ada";
    ada.tags = {"vip"};
    db.add(ada);
    Segments segments = db.segments();
    segments.save("Feet", "shoe > 38");
    segments.save("VIPs", "tag = vip");
    segments.save("Both", "in segment Feet and in segment VIPs");
    segments.save("Base", "given is known");
    segments.save("Feet and base", "in segment Base and shoe > 38");
    CHECK(findings(db).empty());

    db.remove(shoe);
    db.tags().rename("vip", "very important");
    const std::vector<std::string> expected = {
        "segment: segment 'Both': in segment 'Feet': line 1, column 1: expected a field of contact, found 'shoe'",
        "segment: segment 'Feet': line 1, column 1: expected a field of contact, found 'shoe'",
        "segment: segment 'Feet and base': line 1, column 21: expected a field of contact, found 'shoe'",
        "segment: segment 'VIPs': there is no tag called 'vip'"};
    CHECK(findings(db) == expected);

    // nothing that was broken before stands in the way of mending, or of the rest; what is written anew is checked
    expect_error(Code::parse, [&] { segments.save("Feet", "shoo > 38"); });
    db.edit(segments.find("Feet")->id, [](Segment& s) { s.description = "large ones"; });
    segments.save("Base", "family is known");
    segments.rename("Base", "Bottom");
    CHECK(segments.find("Feet and base")->query == "in segment Bottom and shoe > 38");
    expect_error(Code::in_use, [&] { segments.remove("Feet"); });
    segments.save("Feet", "source = feet");
    segments.save("VIPs", "tag = 'very important'");
    CHECK(segments.remove("Feet and base"));
    CHECK(findings(db).empty());
}
