// What people agreed to, and what holds when several records say something.
#include "support/dump.hpp"
#include "support/expect_error.hpp"

#include <kith/history.hpp>
#include <kith/merge.hpp>
#include <kith/privacy.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

using namespace kith;
using test::expect_error;

namespace {

Time day(int n) { return Time{std::chrono::milliseconds(1'790'000'000'000)} + std::chrono::hours(24 * n); }

struct Clock {
    int today = 0;
    Options options() {
        Options options;
        options.clock = [this] { return day(today); };
        return options;
    }
};

}  // namespace

TEST_CASE("a consent holds for its purpose and channel until it is withdrawn or expires") {
    Clock clock;
    auto db = Database::open(":memory:", clock.options());
    Privacy privacy = db.privacy();
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}});
    CHECK(privacy.consents(ada, "newsletter").standing == ConsentStanding::none);
    CHECK_FALSE(privacy.consents(ada, "newsletter"));

    const ConsentId id = privacy.decide(Consent{.contact = ada,
                                                .purpose = "Newsletter",
                                                .channel = ConsentChannel::email,
                                                .state = ConsentState::pending,
                                                .source = "web form",
                                                .proof = "Yes. 203.0.113.7"});
    CHECK(privacy.consents(ada, "newsletter", ConsentChannel::email).standing == ConsentStanding::pending);
    CHECK(db.get(id).at == day(0));

    clock.today = 1;
    CHECK(privacy.decide(Consent{.contact = ada,
                                 .purpose = "ＮＥＷＳＬＥＴＴＥＲ",
                                 .channel = ConsentChannel::email,
                                 .expires = day(30)}) == id);
    const auto granted = privacy.consents(ada, "newsletter", ConsentChannel::email);
    CHECK(granted);
    REQUIRE(granted.decided_by);
    CHECK(granted.decided_by->id == id);
    CHECK(granted.decided_by->at == day(1));
    // One channel's yes is neither another's nor that of all.
    CHECK(privacy.consents(ada, "newsletter", ConsentChannel::phone).standing == ConsentStanding::none);
    CHECK(privacy.consents(ada, "newsletter").standing == ConsentStanding::none);
    CHECK(privacy.consents(ada, "profiling", ConsentChannel::email).standing == ConsentStanding::none);

    clock.today = 30;
    CHECK(privacy.consents(ada, "newsletter", ConsentChannel::email).standing == ConsentStanding::none);

    // Every step is business history.
    const auto steps = db.history().transitions(RecordRef{"consent", id.value});
    REQUIRE(steps.size() == 2);
    CHECK(steps[0].to == Value("pending"));
    CHECK(steps[1].from == Value("pending"));
    CHECK(steps[1].to == Value("granted"));
}

TEST_CASE("withdrawn beats pending beats granted, on the channel and on all of them") {
    auto db = Database::open(":memory:");
    Privacy privacy = db.privacy();
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}});
    privacy.decide(Consent{.contact = ada, .purpose = "calls"});
    CHECK(privacy.consents(ada, "calls", ConsentChannel::phone));
    CHECK(privacy.consents(ada, "calls"));
    privacy.decide(Consent{.contact = ada,
                           .purpose = "calls",
                           .channel = ConsentChannel::phone,
                           .state = ConsentState::withdrawn});
    CHECK(privacy.consents(ada, "calls", ConsentChannel::phone).standing == ConsentStanding::withdrawn);
    CHECK(privacy.consents(ada, "calls", ConsentChannel::email).standing == ConsentStanding::granted);
    CHECK(privacy.consents(ada, "calls").standing == ConsentStanding::withdrawn);
}

TEST_CASE("a merge keeps the strictest consent, and unmerge gives each its own back") {
    auto db = Database::open(":memory:");
    Privacy privacy = db.privacy();
    const ContactId ada = db.add(Contact{.name = {.given = "Ada", .family = "Lovelace"}});
    const ContactId twin = db.add(Contact{.name = {.given = "A.", .family = "Lovelace"}});
    const Consent yes{.contact = ada, .purpose = "newsletter"};
    const Consent no{.contact = twin, .purpose = "Newsletter", .state = ConsentState::withdrawn};
    privacy.decide(no);
    privacy.decide(yes);
    const auto merged = db.merge(merge_of(ada, {twin}));
    CHECK(privacy.consents(ada, "newsletter").standing == ConsentStanding::withdrawn);
    CHECK(privacy.consents(twin, "newsletter").standing == ConsentStanding::withdrawn);
    db.unmerge(merged.id);
    CHECK(privacy.consents(ada, "newsletter"));
    CHECK(privacy.consents(twin, "newsletter").standing == ConsentStanding::withdrawn);

    db.merge(merge_of(ada, {twin}));
    // The person says yes now: for both of what had been two.
    privacy.decide(Consent{.contact = ada, .purpose = "newsletter", .source = "phone"});
    CHECK(privacy.consents(ada, "newsletter"));
    CHECK(db.count<Consent>() == 1);
    CHECK(test::findings(db) == "");
}

TEST_CASE("consents are records: checked, queried, undone") {
    auto db = Database::open(":memory:");
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}});
    expect_error(Code::required, [&] { db.add(Consent{.contact = ada}); });
    expect_error(Code::required, [&] { db.add(Consent{.purpose = "x"}); });
    expect_error(Code::invalid_value, [&] { db.add(Consent{.contact = ada, .purpose = "\u200b"}); });
    expect_error(Code::invalid_value,
                 [&] { db.add(Consent{.contact = ada, .purpose = "x", .at = day(2), .expires = day(1)}); });
    expect_error(Code::not_found, [&] { db.privacy().decide(Consent{.contact = {77}, .purpose = "x"}); });
    const ConsentId id = db.add(Consent{.contact = ada, .purpose = "newsletter", .proof = "form 7"});
    CHECK(db.query<Consent>("state = granted and purpose = newsletter").size() == 1);
    db.edit(id, [](Consent& c) { c.state = ConsentState::withdrawn; });
    CHECK_FALSE(db.privacy().consents(ada, "newsletter"));
    db.undo(db.last_transaction());
    CHECK(db.privacy().consents(ada, "newsletter"));
    db.remove(id);
    CHECK(db.privacy().consents(ada, "newsletter").standing == ConsentStanding::none);
    CHECK(test::findings(db) == "");
}

TEST_CASE("a decision made while two were one is not the other's when they are parted") {
    Clock clock;
    auto db = Database::open(":memory:", clock.options());
    Privacy privacy = db.privacy();
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}});
    const ContactId twin = db.add(Contact{.name = {.given = "A."}});
    const auto say = [&](ContactId who, ConsentState state) {
        return privacy.decide(Consent{.contact = who, .purpose = "newsletter", .state = state});
    };
    SECTION("a withdrawal comes back") {
        // The twin's record is the older one: it must not become the survivor's.
        const ConsentId no = say(twin, ConsentState::withdrawn);
        const ConsentId yes = say(ada, ConsentState::granted);
        const MergeResult merged = db.merge(merge_of(ada, {twin}));
        clock.today = 1;
        CHECK(say(ada, ConsentState::granted) == yes);
        CHECK(privacy.consents(twin, "newsletter").standing == ConsentStanding::granted);
        const UnmergeResult parted = db.unmerge(merged.id);
        CHECK(privacy.consents(ada, "newsletter").standing == ConsentStanding::granted);
        CHECK(privacy.consents(twin, "newsletter").standing == ConsentStanding::withdrawn);
        CHECK(db.get(no).at == day(0));
        CHECK(parted.kept.empty());
        db.undo(parted.transaction);
        CHECK(privacy.consents(twin, "newsletter").standing == ConsentStanding::granted);
    }
    SECTION("also when the merge's transaction is undone") {
        say(twin, ConsentState::withdrawn);
        say(ada, ConsentState::granted);
        const MergeResult merged = db.merge(merge_of(ada, {twin}));
        clock.today = 1;
        say(ada, ConsentState::granted);
        const UndoResult parted = db.undo(merged.transaction);
        CHECK(privacy.consents(ada, "newsletter").standing == ConsentStanding::granted);
        CHECK(privacy.consents(twin, "newsletter").standing == ConsentStanding::withdrawn);
        CHECK(parted.kept.empty());
    }
    SECTION("also where the survivor had said nothing") {
        const ConsentId no = say(twin, ConsentState::withdrawn);
        const MergeResult merged = db.merge(merge_of(ada, {twin}));
        CHECK(say(ada, ConsentState::granted) != no);
        CHECK(privacy.consents(ada, "newsletter"));
        CHECK(db.count<Consent>() == 1);
        db.history().prune(day(10));
        db.unmerge(merged.id);
        CHECK(privacy.consents(ada, "newsletter"));
        CHECK(privacy.consents(twin, "newsletter").standing == ConsentStanding::withdrawn);
    }
    SECTION("what was granted is named") {
        const ConsentId yes = say(twin, ConsentState::granted);
        const MergeResult merged = db.merge(merge_of(ada, {twin}));
        say(twin, ConsentState::withdrawn);
        const UnmergeResult parted = db.unmerge(merged.id);
        CHECK(privacy.consents(ada, "newsletter").standing == ConsentStanding::withdrawn);
        CHECK(privacy.consents(twin, "newsletter").standing == ConsentStanding::none);
        REQUIRE(parted.kept.size() == 1);
        CHECK(parted.kept.front().record == RecordRef{"consent", yes.value});
    }
    SECTION("however its purpose is written, and whenever the decision was made") {
        const std::string purpose = GENERATE("Newsletter", "ＮＥＷＳＬＥＴＴＥＲ");
        say(twin, ConsentState::withdrawn);
        const Consent yes{.contact = ada, .purpose = purpose, .at = day(0)};
        privacy.decide(yes);
        const MergeResult merged = db.merge(merge_of(ada, {twin}));
        privacy.decide(yes);
        db.unmerge(merged.id);
        CHECK(privacy.consents(twin, "newsletter").standing == ConsentStanding::withdrawn);
    }
    SECTION("what was in the trash before stays there") {
        const ConsentId no = say(twin, ConsentState::withdrawn);
        db.remove(no);
        const MergeResult merged = db.merge(merge_of(ada, {twin}));
        const UnmergeResult parted = db.unmerge(merged.id);
        CHECK(privacy.consents(twin, "newsletter").standing == ConsentStanding::none);
        CHECK(parted.kept.empty());
    }
    CHECK(test::findings(db) == "");
}

TEST_CASE("a proof that looks like an earlier one is kept") {
    auto db = Database::open(":memory:");
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}});
    const ConsentId id = db.privacy().decide(Consent{.contact = ada, .purpose = "newsletter", .proof = "Yes"});
    const std::string said = "Mail of 3 May:\nearlier: she said no on the phone";
    db.privacy().decide(
        Consent{.contact = ada, .purpose = "newsletter", .state = ConsentState::withdrawn, .proof = said});
    CHECK(db.get(id).proof.starts_with(said + "\nearlier: "));
    CHECK(db.get(id).proof.ends_with("granted: Yes"));
    const Consent before = db.get(id);
    db.privacy().decide(
        Consent{.contact = ada, .purpose = "newsletter", .state = ConsentState::withdrawn, .proof = said});
    CHECK(db.get(id).proof == before.proof);  // the same once more
}

TEST_CASE("what showed a consent outlives the next decision and the journal") {
    Clock clock;
    auto db = Database::open(":memory:", clock.options());
    Privacy privacy = db.privacy();
    db.add(Field{.record_type = "consent", .key = "form"});
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}});
    const ConsentId id = privacy.decide(Consent{.contact = ada,
                                                .purpose = "newsletter",
                                                .source = "web",
                                                .proof = "I agree\n203.0.113.7",
                                                .fields = {{"form", "F-17"}}});
    const std::string yes = "earlier: " + to_string(day(0)) + " granted, web: I agree\n203.0.113.7";
    clock.today = 400;
    const Consent no{.contact = ada, .purpose = "newsletter", .state = ConsentState::withdrawn};
    CHECK(privacy.decide(no) == id);
    clock.today = 401;
    CHECK(privacy.decide(no) == id);  // once more: nothing to add
    CHECK(db.get(id).at == day(401));
    clock.today = 402;
    db.add(Contact{.name = {.given = "Bob"}});
    db.history().prune(day(402));
    CHECK(db.get(id).proof == yes);
    CHECK(db.get(id).source.empty());
    CHECK(db.get(id).fields == CustomValues{{"form", "F-17"}});

    privacy.decide(
        Consent{.contact = ada, .purpose = "newsletter", .source = "phone", .fields = {{"form", "F-18"}}});
    CHECK(db.get(id).proof == yes);  // nothing had shown the withdrawal
    CHECK(db.get(id).fields == CustomValues{{"form", "F-18"}});
    clock.today = 403;
    Consent again = db.get(id);
    again.state = ConsentState::withdrawn;
    again.at = {};
    again.source = "letter";
    privacy.decide(again);  // read, changed and given back
    CHECK(db.get(id).proof == "earlier: " + to_string(day(402)) + " granted, phone\n" + yes);
    again.proof = "signed";
    privacy.decide(again);
    CHECK(db.get(id).proof == "signed\nearlier: " + to_string(day(403)) + " withdrawn, letter\nearlier: " +
                                  to_string(day(402)) + " granted, phone\n" + yes);
    CHECK(test::findings(db) == "");
}
