// Everything about a person: nothing that was ever said is missing.
#include "support/expect_error.hpp"
#include "unit/privacy/person.hpp"

#include <kith/blobs.hpp>
#include <kith/records/attachment.hpp>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace kith;
using test::expect_error;

TEST_CASE("an export holds what is known of a person, now and before") {
    auto db = Database::open(":memory:", test::office());
    const test::People p = test::fill(db);
    db.add(Contact{.name = {.given = "Unrelated"}, .notes = "othersecret"});
    const std::string text = db.privacy().export_subject(p.zora);
    for (const char* word : {"Zoraida",
                             "Quillfeather",
                             "Qqmarried",
                             "Z.Quill@secretmail.example",
                             "zq@oldmail.example",
                             "zora@importmail.example",
                             "090-5566-7788",
                             "03-5544-3322",
                             "Hidden Lane 5",
                             "@zorahandle",
                             "1987-06-05",
                             "綾小路",
                             "静香",
                             "シズカ",
                             "whisperedsecret",
                             "removednote",
                             "ERP-77881",
                             "badge-55511",
                             "vip",
                             "Newsletter",
                             "jobtitlezz",
                             "deptzz",
                             "soloSubject",
                             "soledialogue",
                             "loudbody",
                             "optinproof",
                             "Granite order",
                             "zorafile zoraida quillfeather.csv",
                             "clerk"}) {
        INFO(word);
        CHECK(text.find(word) != std::string::npos);
    }
    CHECK(text.find("othersecret") == std::string::npos);
    CHECK(text.find("bob@x.example") == std::string::npos);

    const auto json = nlohmann::json::parse(text);
    CHECK(json.at("contact").at("id") == p.zora.value);
    CHECK(json.at("merged into it").size() == 2);
    CHECK(json.at("records").at("employments").size() == 1);
    CHECK(json.at("records").at("interactions").size() == 2);
    CHECK(json.at("records").at("consents").at(0).at("state") == "granted");
    CHECK(json.at("records").at("deals").at(0).at("name") == "Granite order");
    CHECK(json.at("records").at("users").size() == 1);
    CHECK(json.at("referred to by").at(0).get<std::string>().find("Ada Lovelace") != std::string::npos);
    CHECK(json.at("imports").at(0).at("line") == 2);
    CHECK(json.at("decided not to be duplicates of").size() == 1);
    CHECK(json.at("decided to be the same as").size() == 1);
    CHECK(json.at("merges").size() == 3);
    CHECK(json.at("merges").at(1).contains("taken back"));
    bool lifecycle = false;
    for (const auto& step : json.at("steps")) lifecycle = lifecycle || step.at("field") == "lifecycle";
    CHECK(lifecycle);
}

TEST_CASE("an export holds the bytes of photos and attachments") {
    auto db = Database::open(":memory:");
    const std::string photo = db.blobs().put(std::string("\0pixels\xff", 8));
    const std::string paper = db.blobs().put("a signed contract");
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}, .photo = photo});
    db.add(Attachment{.name = "contract.pdf", .content = paper, .contact = ada});
    db.add(Contact{.name = {.given = "Bob"}, .photo = db.blobs().put("bobs")});
    const auto contents = nlohmann::json::parse(db.privacy().export_subject(ada)).at("contents");
    REQUIRE(contents.size() == 2);
    for (const auto& file : contents) {
        const bool picture = file.at("content") == photo;
        CHECK(file.at("content") == (picture ? photo : paper));
        CHECK(file.at("bytes") == (picture ? 8 : 17));
        CHECK(file.at("base64") == (picture ? "AHBpeGVsc/8=" : "YSBzaWduZWQgY29udHJhY3Q="));
    }
    const std::string without = db.privacy().export_subject(ada, {.contents = false});
    CHECK_FALSE(nlohmann::json::parse(without).contains("contents"));
    CHECK(without.find(photo) != std::string::npos);
}

TEST_CASE("a merged contact's export is its survivor's, and nobody's is an error") {
    auto db = Database::open(":memory:");
    const ContactId one = db.add(Contact{.name = {.given = "One"}});
    const ContactId two = db.add(Contact{.name = {.given = "Two"}});
    db.merge(merge_of(two, {one}));
    CHECK(nlohmann::json::parse(db.privacy().export_subject(one)).at("contact").at("id") == two.value);
    expect_error(Code::not_found, [&] { (void)db.privacy().export_subject(ContactId{99}); });
}
