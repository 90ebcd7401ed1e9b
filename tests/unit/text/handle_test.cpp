#include "text/handle.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>

using namespace kith::text;

TEST_CASE("handles in the forms people write", "[handle]") {
    struct Row {
        std::string service, address, is_service, name;
    };
    const Row rows[] = {
        {"twitter", "@OttoC", "twitter", "ottoc"},
        {"Twitter", "ottoc", "twitter", "ottoc"},
        {"x", "ＯｔｔｏＣ", "twitter", "ottoc"},
        {"", "https://twitter.com/OttoC", "twitter", "ottoc"},
        {"web", "https://x.com/ottoc/?lang=de", "twitter", "ottoc"},
        {"twitter", "http://www.twitter.com/@ottoc#top", "twitter", "ottoc"},
        {"linkedin", "https://de.linkedin.com/in/otto-c-123/", "linkedin", "otto-c-123"},
        {"", "m.facebook.com/otto.c", "facebook", "otto.c"},
        {"", "https://t.me/ottoc", "telegram", "ottoc"},
        {"ig", "instagram.com/ottoc?hl=ja", "instagram", "ottoc"},
        {"", "https://www.youtube.com/@OttoC", "youtube", "ottoc"},
        {"", "https://twitter.com/janeb/status/1", "twitter", "janeb"},
        {"", "https://www.tiktok.com/@janeb/video/7", "tiktok", "janeb"},
        {"", "https://www.linkedin.com/pub/jane-b/12/34/567", "linkedin", "jane-b/12/34/567"},
        {"", "skype:jane.b?chat", "skype", "jane.b"},
        {"Skype", "Jane.B", "skype", "jane.b"},
        {"", "xmpp:jane@social.example", "xmpp", "jane@social.example"},
        {"", "@jane@mastodon.social", "mastodon", "jane@mastodon.social"},
        {"web", "https://mastodon.social/@Jane/", "mastodon", "jane@mastodon.social"},
        {"mastodon", "jane@mastodon.social", "mastodon", "jane@mastodon.social"},
        {"", "https://ada.example/@", "", "ada.example/@"},
        {"", "https://www.youtube.com/channel/UCx-1_Y/videos", "youtube", "channel/ucx-1_y"},
        {"youtube", "channel/UCx-1_Y", "youtube", "channel/ucx-1_y"},
        {"linkedin", "in/Jane-B", "linkedin", "jane-b"},
        {"linkedin", "home", "linkedin", "home"},
        // no profile: many people may name the page
        {"linkedin", "company/acme", "linkedin", "company/acme"},
        {"", "https://www.linkedin.com/company/acme/", "", "linkedin.com/company/acme"},
        {"web", "https://www.facebook.com/groups/engines", "web", "facebook.com/groups/engines"},
        {"facebook", "facebook.com/profile.php?id=123", "facebook", "facebook.com/profile.php?id=123"},
        {"", "https://twitter.com/", "", "twitter.com"},
        {"", "https://www.facebook.com/otto.c?fbclid=IwAR1", "facebook", "otto.c"},
        {"", "https://www.youtube.com/watch?v=dQw4", "", "youtube.com/watch?v=dqw4"},
        {"", "https://twitter.com/home", "", "twitter.com/home"},
        {"", "https://nottwitter.com/ottoc", "", "nottwitter.com/ottoc"},
        {"web", "https://www.ada.example/", "web", "ada.example"},
        {"web", "https://ada.example/me?x=1", "web", "ada.example/me?x=1"},
        {"line", "", "line", ""},
        {"", "@", "", ""},
    };
    for (const Row& row : rows) {
        INFO(row.service << " " << row.address);
        const ProfileName found = parse_handle(row.service, row.address);
        CHECK(found.service == row.is_service);
        CHECK(found.name == row.name);
        // What was read is read as itself again.
        CHECK(parse_handle(found.service, found.name).name == found.name);
    }
}

TEST_CASE("a channel is somebody's own, a company's page is nobody's", "[handle]") {
    CHECK(parse_handle("", "https://www.youtube.com/channel/UCx-1_Y").personal);
    CHECK(parse_handle("youtube", "channel/UCx-1_Y").personal);
    CHECK_FALSE(parse_handle("", "https://www.youtube.com/channel/").personal);
    CHECK(parse_handle("linkedin", "in/jane-b").personal);
    CHECK(parse_handle("linkedin", "jane-b/12/34/567").personal);
    CHECK_FALSE(parse_handle("linkedin", "company/acme").personal);
    CHECK_FALSE(parse_handle("facebook", "groups/engines").personal);
    CHECK(parse_handle("intranet", "company/acme").personal);  // of another service nothing is known
}

TEST_CASE("what a messenger is asked to do is nobody's name", "[handle]") {
    CHECK(parse_handle("", "ymsgr:sendIM?anna").name == "anna");
    CHECK(parse_handle("", "aim:goim?screenname=Anna&message=hi").name == "anna");
    CHECK(parse_handle("", "gtalk:chat?jid=anna@mail.example").name == "anna@mail.example");
    CHECK(parse_handle("", "icq:message?uin=12345").name == "12345");
    CHECK(parse_handle("", "skype:anna.b?chat").name == "anna.b");
    CHECK_FALSE(parse_handle("", "skype:?chat").personal);
    CHECK_FALSE(parse_handle("", "ymsgr:sendim").personal);
    CHECK(parse_handle("", "https://www.facebook.com/profile.php?sk=about&id=100").personal);
    CHECK_FALSE(parse_handle("", "https://www.facebook.com/profile.php?sk=about").personal);
}

TEST_CASE("a page of a known service that is nobody's is not personal", "[handle]") {
    for (const char* page :
         {"https://www.linkedin.com/company/acme", "linkedin.com/school/mit/people", "linkedin.com",
          "facebook.com/groups/engines", "https://facebook.com/events/7/", "https://twitter.com/",
          "https://x.com/home", "https://x.com/i/flow/login", "youtube.com/watch?v=dQw4",
          "https://www.youtube.com/channel/", "reddit.com/r/engines", "instagram.com/p/Cx1/"}) {
        INFO(page);
        CHECK_FALSE(parse_handle("web", page).personal);
    }
    for (const char* own : {"@janeb", "https://twitter.com/janeb", "linkedin.com/in/jane-b",
                            "facebook.com/profile.php?id=7", "https://www.facebook.com/people/Jane-B/1007/",
                            "https://ada.example/", "skype:jane.b", "https://mastodon.social/@jane", ""}) {
        INFO(own);
        CHECK(parse_handle("", own).personal);
    }
}

TEST_CASE("known services have numbers of their own", "[handle]") {
    std::set<int> numbers;
    const char* services[] = {"bluesky", "facebook", "github", "gitlab",  "instagram", "linkedin", "note",
                              "reddit",  "telegram", "tiktok", "twitter", "vk",        "xing",     "youtube"};
    for (const char* service : services) {
        const int number = service_number(service);
        CHECK(number > 0);
        CHECK(number <= most_services);
        CHECK(numbers.insert(number).second);
    }
    CHECK(service_number("x") == 0);  // parse_handle gives twitter
    CHECK(service_number("") == 0);
}
