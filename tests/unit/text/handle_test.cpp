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
        // no profile: many people may name the page
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
