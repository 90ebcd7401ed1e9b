// Times as far away as 64 bits go: asked in every way, they give an answer.
#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <string>

using namespace kith;

TEST_CASE("times at the ends of what a time can be are asked in every way", "[query]") {
    Options options;
    options.time_zone = "Asia/Tokyo";
    options.clock = [] { return parse_time("2026-03-01T09:00:00Z").value(); };
    auto db = Database::open(":memory:", options);
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}, .birthday = PartialDate{1815, 12, 10}});
    for (const Time at : {Time::min(), Time::max()}) {
        Interaction interaction;
        interaction.at = at;
        interaction.participants.emplace_back(ada);
        db.add(interaction);
    }
    const auto found = [&](const std::string& query) {
        INFO(query);
        return db.ids<Interaction>(query).size();
    };
    CHECK(found("at < 99999 years ago") == 1);
    CHECK(found("at > 99999 years from now") == 1);
    CHECK(found("at within last 99999 years or at within next 99999 weeks") == 0);
    CHECK(found("at.hour is known and at.day is known and at.weekday is known") == 2);
    CHECK(found("at more than 1 second after value of contact.created") == 1);
    CHECK(found("at more than 99999 hours before value of contact.created") == 1);
    for (const std::string unit : {"seconds", "hours", "days", "weeks", "months", "years", "fiscal years"}) {
        const std::string length = "99999 " + unit;
        const std::size_t all = unit.find("year") == std::string::npos ? 0 : 1;  // of the calendar
        CHECK(found("contact.created within " + length + " after value of at") == all);
        CHECK(found("contact.created within " + length + " before value of at") == all);
        CHECK(found("at within " + length + " after value of at") == 2);
    }
    // their days are no dates, which have years of four digits
    CHECK(found("at more than 1 day after value of contact.birthday") == 0);
    CHECK(found("not at more than 1 day after value of contact.birthday") == 2);
    CHECK(found("anniversary of at within last 10 years or anniversary of at within next 10 years") == 2);
}
