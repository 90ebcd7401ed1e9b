// Consents and subscriptions in queries: the same contacts as Privacy::consents says yes of.
#include "support/observed.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <random>
#include <string>
#include <vector>

using namespace kith;
using namespace std::chrono_literals;
using test::asked;

namespace {

using Ids = std::vector<std::int64_t>;

struct Permitted {
    Time now = parse_time("2026-03-01T09:00:00Z").value();
    Database db = Database::open(":memory:", options());

    Options options() {
        Options options;
        options.clock = [this] { return now; };
        return options;
    }
    ContactId add(const std::string& given) { return db.add(Contact{.name = {.given = given}}); }
};

const std::vector<std::pair<std::string, ConsentChannel>> channels = {{"any", ConsentChannel::any},
                                                                      {"email", ConsentChannel::email},
                                                                      {"phone", ConsentChannel::phone},
                                                                      {"sms", ConsentChannel::sms}};

}  // namespace

TEST_CASE("consents to selects whom the verb says yes of", "[query]") {
    for (const unsigned seed : {1U, 2U, 3U}) {
        Permitted base;
        Database& db = base.db;
        std::minstd_rand random(seed);
        const auto below = [&](unsigned n) { return random() % n; };
        const std::vector<std::string> purposes = {"News", "ｎｅｗｓ", "Surveys"};
        std::vector<ContactId> people;
        std::vector<ConsentId> consents;
        for (int i = 0; i < 40; ++i) people.push_back(base.add("p" + std::to_string(i)));
        for (int i = 0; i < 120; ++i) {
            Consent consent;
            consent.contact = people[below(40)];
            consent.purpose = purposes[below(3)];
            consent.channel = channels[below(4)].second;
            consent.state = below(3) > 0 ? ConsentState::granted : static_cast<ConsentState>(2 + below(2));
            consent.at = base.now - 100 * 24h;
            if (below(3) == 0) consent.expires = base.now + (static_cast<int>(below(5)) - 2) * 24h;
            consents.push_back(db.add(consent));
        }
        for (int i = 0; i < 10; ++i) db.remove(consents[static_cast<std::size_t>(i) * 7]);
        db.merge({.survivor = people[0].value, .losers = {people[1].value}});
        for (std::size_t i = 0; i < people.size(); i += 2) db.add_to_list(people[i], "NEWS");
        for (int day = 0; day < 3; ++day, base.now += 24h) {
            for (const auto& [name, channel] : channels) {
                for (const std::string& purpose : purposes) {
                    Ids yes;
                    for (const Contact& contact : db.query<Contact>("order by id"))
                        if (db.privacy().consents(contact.id, purpose, channel))
                            yes.push_back(contact.id.value);
                    INFO(seed << " " << day << " " << name << " " << purpose);
                    CHECK(asked<Contact>(db, "consents to " + name + " for " + purpose) == yes);
                    CHECK(db.count<Contact>("not consents to " + name + " for " + purpose) + yes.size() == 39);
                }
            }
            Ids subscribed;
            for (const Contact& contact : db.query<Contact>("in list news order by id"))
                if (db.privacy().consents(contact.id, "news").standing <= ConsentStanding::granted)
                    subscribed.push_back(contact.id.value);
            CHECK(asked<Contact>(db, "subscribed to News") == subscribed);
        }
    }
}

TEST_CASE("live segments follow consents, and the time at which they expire", "[query][segments]") {
    Permitted base;
    Database& db = base.db;
    const ContactId ada = base.add("Ada");
    const ContactId bob = base.add("Bob");
    db.segments().save("Mailing", "consents to email for news");
    db.segments().save("Readers", "subscribed to News");
    db.segments().live("Mailing");
    db.segments().live("Readers");
    db.privacy().decide(
        {.contact = ada, .purpose = "news", .channel = ConsentChannel::email, .expires = base.now + 48h});
    db.privacy().decide({.contact = bob, .purpose = "News"});
    CHECK(db.segments().members("Mailing") == Ids{1, 2});
    db.add_to_list(ada, "News");
    db.add_to_list(bob, "News");
    CHECK(db.segments().members("Readers") == Ids{1, 2});
    db.privacy().decide(
        {.contact = bob, .purpose = "news", .channel = ConsentChannel::sms, .state = ConsentState::withdrawn});
    CHECK(db.segments().members("Mailing") == Ids{1, 2});
    CHECK(db.segments().members("Readers") == Ids{1});
    base.now += 24h;
    CHECK(db.segments().advance_clock() == 0);
    base.now += 24h;
    CHECK(db.segments().advance_clock() == 1);
    CHECK(db.segments().members("Mailing") == Ids{2});
    db.remove_from_list(ada, "News");
    CHECK(db.segments().members("Readers").empty());
    CHECK(db.verify().empty());
}

TEST_CASE("why names the consents", "[query][why]") {
    Permitted base;
    Database& db = base.db;
    const ContactId ada = base.add("Ada");
    db.privacy().decide({.contact = ada, .purpose = "news", .state = ConsentState::withdrawn});
    const std::string text =
        to_text(why<Contact>(db, "consents to email for news and subscribed to News", ada), db.settings());
    CHECK(text.find("no       consents to email for news\n") != std::string::npos);
    CHECK(text.find("consent.state: withdrawn\n") != std::string::npos);
    CHECK(text.find("consent.purpose: news\n") != std::string::npos);
    CHECK(text.find("no       subscribed to News\n") != std::string::npos);
}
