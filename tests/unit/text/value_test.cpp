#include <kith/value.hpp>

#include <catch2/catch.hpp>

#include <cstdint>
#include <limits>
#include <string>

using kith::Value;

TEST_CASE("value: shown", "[text][value]") {
    CHECK(Value().to_string().empty());
    CHECK(Value(true).to_string() == "true");
    CHECK(Value(false).to_string() == "false");
    CHECK(Value(42).to_string() == "42");
    CHECK(Value(std::numeric_limits<std::int64_t>::min()).to_string() == "-9223372036854775808");
    CHECK(Value(0.1).to_string() == "0.1");
    CHECK(Value(2.0).to_string() == "2");
    CHECK(Value(1e300).to_string() == "1e+300");
    CHECK(Value(std::numeric_limits<double>::quiet_NaN()).to_string() == "nan");
    CHECK(Value("Ada 愛").to_string() == "Ada 愛");
    CHECK(Value(std::string("a\0b", 3)).to_string() == std::string("a\0b", 3));
    CHECK(Value(kith::Time{}).to_string() == "1970-01-01T00:00:00.000Z");
    CHECK(Value(kith::PartialDate{0, 12, 10}).to_string() == "--12-10");
    CHECK(Value(kith::Money{1234, "USD"}).to_string() == "12.34 USD");
    CHECK(Value(kith::RecordRef{"contact", 42}).to_string() == "contact 42");
    CHECK(Value(kith::RecordRef{}).to_string().empty());
    CHECK(Value(Value::Texts{"a", "い", ""}).to_string() == "a, い, ");
    CHECK(Value(Value::Texts{}).to_string().empty());
}

TEST_CASE("value: equal only when type and content agree", "[text][value]") {
    CHECK(Value(1) == Value(1));
    CHECK_FALSE(Value(1) == Value(1.0));
    CHECK_FALSE(Value(1) == Value(true));
    CHECK_FALSE(Value("1") == Value(1));
    CHECK(Value("x") == Value(std::string("x")));
    CHECK(Value() == Value());
    CHECK(Value().empty());
    CHECK_FALSE(Value("").empty());
    REQUIRE(Value("x").as<std::string>() != nullptr);
    CHECK(Value("x").as<std::int64_t>() == nullptr);
}
