#include <kith/error.hpp>

#include "text/fold.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>
#include <type_traits>

using kith::Code;
using kith::Error;
using kith::Language;

TEST_CASE("error: what it carries", "[text][error]") {
    kith::ErrorDetail detail;
    detail.record = "contact 42";
    detail.field = "emails.address";
    detail.sqlite_code = 2067;
    detail.retryable = true;
    detail.arguments = {{"expected_version", "3"}, {"found_version", "4"}, {"empty", ""}};
    const Error error(Code::conflict, "contact 42 was changed", detail);

    CHECK(error.code() == Code::conflict);
    CHECK(std::string(error.what()) == "contact 42 was changed");
    CHECK(error.record() == "contact 42");
    CHECK(error.field() == "emails.address");
    CHECK(error.sqlite_code() == 2067);
    CHECK(error.retryable());
    CHECK(error.arguments().size() == 3);
    CHECK(error.argument("found_version") == "4");
    CHECK(error.argument("empty").empty());
    CHECK(error.argument("other").empty());
    CHECK(error.message(Language::en) == "contact 42 was changed");

    Error copy(Code::unknown, "");
    copy = error;
    CHECK(copy.argument("expected_version") == "3");
    CHECK(copy.message(Language::ja) == error.message(Language::ja));
}

TEST_CASE("error: Japanese message, its own or the code's", "[text][error]") {
    kith::ErrorDetail detail;
    detail.message_ja = "連絡先 42 は変更されています。";
    CHECK(Error(Code::conflict, "x", detail).message(Language::ja) == "連絡先 42 は変更されています。");
    CHECK(Error(Code::busy, "x").message(Language::ja).find("使用中") != std::string::npos);
}

TEST_CASE("error: every code has its own name and sentence", "[text][error]") {
    std::set<std::string> names;
    std::set<std::string> sentences;
    for (int number = 0; number <= static_cast<int>(Code::suspended); ++number) {
        const auto code = static_cast<Code>(number);
        names.insert(std::string(kith::name_of(code)));
        const std::string sentence = Error(code, "x").message(Language::ja);
        CAPTURE(number, sentence);
        CHECK(kith::text::has_kana(sentence));
        CHECK(kith::text::to_valid_utf8(sentence) == sentence);
        sentences.insert(sentence);
    }
    CHECK(names.size() == 23);
    CHECK(sentences.size() == 23);
    CHECK(names.count("") == 0);
    CHECK(kith::name_of(Code::not_a_kith_file) == "not_a_kith_file");
    CHECK(kith::name_of(static_cast<Code>(-1)) == "unknown");
    CHECK(kith::name_of(static_cast<Code>(1000)) == "unknown");
}

TEST_CASE("error: thrown and caught as what it is", "[text][error]") {
    const auto fail = [] { throw Error(Code::not_found, "no contact 7"); };
    CHECK_THROWS_AS(fail(), Error);
    CHECK_THROWS_AS(fail(), std::runtime_error);
    STATIC_REQUIRE(std::is_nothrow_destructible_v<Error>);
}
