// What people agreed to, and what holds when several records say something.
#include "support/dump.hpp"
#include "support/expect_error.hpp"

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
