// Identifiers that travel.
#include "records/uid.hpp"

#include <catch2/catch.hpp>

using namespace kith::records;

TEST_CASE("a derived uid is a version 8 UUID that leads back to its record") {
    const std::string file = "00112233445566778899aabbccddeeff";
    const std::int64_t largest = (std::int64_t{1} << 53) - 1;
    for (const std::int64_t id : {std::int64_t{1}, std::int64_t{4711}, largest}) {
        const std::string uid = derived_uid(file, 7, id);
        CHECK(uid.size() == 36);
        CHECK(uid[14] == '8');
        CHECK(std::string("89ab").find(uid[19]) != std::string::npos);
        const auto target = read_uid(file, "urn:uuid:" + uid);
        REQUIRE(target);
        CHECK(target->kind == 7);
        CHECK(target->id == id);
        CHECK_FALSE(read_uid("ff112233445566778899aabbccddeeff", uid));
    }
    CHECK_FALSE(read_uid(file, ""));
    CHECK_FALSE(read_uid(file, "00112233-4455-8667-zzzz-000000000001"));
    CHECK(derived_uid("", 7, 1).empty());  // a file whose own uid is damaged
    CHECK_FALSE(read_uid("", derived_uid(file, 7, 1)));
}
