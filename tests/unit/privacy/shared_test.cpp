// What an erase does to files, and to what others took part in.
#include "support/dump.hpp"
#include "support/observed.hpp"
#include "unit/privacy/bytes.hpp"

#include <kith/blobs.hpp>
#include <kith/privacy.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>

using namespace kith;

namespace {

bool left_in(const EraseReport& report, const RecordRef& record, std::string_view field) {
    return std::any_of(report.left.begin(), report.left.end(),
                       [&](const Kept& kept) { return kept.record == record && kept.field == field; });
}

const Time start_of_visit{std::chrono::hours(24 * 365 * 55 + 12)};

}  // namespace

TEST_CASE("attachments of what is about a person are exported, and erased with it") {
    const test::TempFile file;
    auto db = Database::open(file.path());
    const ContactId zora = db.add(Contact{.name = {.given = "Zoraida"}});
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}});
    const OrganizationId works = db.add(Organization{.name = "Granite Works"});
    const auto letter = [&](const char* name, AttachmentId& id, InteractionId with, OrganizationId also = {}) {
        id = db.add(Attachment{.name = std::string(name) + ".pdf",
                               .content = db.blobs().put(std::string(name) + " bytes"),
                               .organization = also,
                               .interaction = with});
    };
    const InteractionId solo = db.add(Interaction{.participants = {zora}, .subject = "solo"});
    const InteractionId both = db.add(Interaction{.participants = {zora, ada}, .subject = "both"});
    const InteractionId others = db.add(Interaction{.participants = {ada}, .subject = "others"});
    AttachmentId alone, shared, firm, past, strange;
    letter("zzalone", alone, solo);
    letter("zzshared", shared, both);
    letter("zzfirm", firm, solo, works);
    letter("zzpast", past, solo);
    db.undo(db.last_transaction());  // in the journal alone
    letter("zzstrange", strange, others);

    const auto subject = nlohmann::json::parse(db.privacy().export_subject(zora));
    CHECK(subject.at("records").at("attachments").size() == 3);
    CHECK(subject.at("contents").size() == 3);
    CHECK(subject.dump().find("zzalone.pdf") != std::string::npos);
    CHECK(subject.dump().find("zzstrange") == std::string::npos);

    SECTION("those of shared interactions too") {
        const EraseReport report = db.privacy().erase(zora);
        CHECK(report.erased.at("attachment") == 2);
        CHECK_FALSE(db.find(shared));
        CHECK(test::found_beside(file, {"zzalone", "zzshared", "zzpast"}).empty());
    }
    SECTION("unless their text is kept") {
        const EraseReport report = db.privacy().erase(zora, {.keep_shared_text = true});
        CHECK(report.erased.at("attachment") == 1);
        CHECK(db.blobs().get(db.get(shared).content) == "zzshared bytes");
        CHECK(test::found_beside(file, {"zzalone", "zzpast"}).empty());
    }
    CHECK_FALSE(db.find(alone));
    CHECK_FALSE(db.find(solo));
    CHECK(db.get(firm).organization == works);
    CHECK_FALSE(db.get(firm).interaction);
    CHECK(db.find(strange));
    CHECK(test::findings(db) == "");
}

TEST_CASE("an attachment of a shared interaction that somebody else has stays, and is named") {
    auto db = Database::open(":memory:");
    const ContactId zora = db.add(Contact{.name = {.given = "Zoraida"}});
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}});
    const InteractionId both = db.add(Interaction{.participants = {zora, ada}, .subject = "both"});
    const AttachmentId hers = db.add(Attachment{
        .name = "ada.pdf", .content = db.blobs().put("hers"), .contact = ada, .interaction = both});
    const EraseReport report = db.privacy().erase(zora);
    CHECK(db.blobs().get(db.get(hers).content) == "hers");
    CHECK(left_in(report, {"attachment", hers.value}, "interaction"));
}

TEST_CASE("what the person was removed from before is named") {
    auto db = Database::open(":memory:");
    const ContactId zora = db.add(Contact{.name = {.given = "Zoraida"}});
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}});
    const InteractionId both = db.add(Interaction{.participants = {zora, ada}, .subject = "both"});
    db.edit(both, [&](Interaction& interaction) { interaction.participants = {ada}; });
    const EraseReport report = db.privacy().erase(zora);
    CHECK(left_in(report, {"interaction", both.value}, "participant"));
    CHECK(report.left.size() == 1);
    CHECK(db.get(both).subject == "both");
    CHECK(test::findings(db) == "");
}

TEST_CASE("what a merge brought and its end took away is not what the person took part in") {
    auto db = Database::open(":memory:");
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}});
    const ContactId twin = db.add(Contact{.name = {.given = "A."}});
    db.add(Interaction{.participants = {twin, db.add(Contact{.name = {.given = "Bob"}})}, .subject = "both"});
    db.unmerge(db.merge(merge_of(ada, {twin})).id);
    CHECK(db.privacy().erase(ada).left.empty());
    CHECK(test::findings(db) == "");
}

TEST_CASE("what others took part in loses its personal custom values, and stays valid") {
    const test::TempFile file;
    auto db = Database::open(file.path());
    for (const char* type : {"interaction", "appointment"}) {
        db.add(Field{.record_type = type, .key = "memo"});
        db.add(Field{.record_type = type, .key = "room", .personal = false});
    }
    db.add(Field{.record_type = "appointment", .key = "aim", .required = true});
    db.add(Field{.record_type = "appointment", .key = "mood", .type = FieldType::integer, .required = true});
    const FieldId dropped = db.add(Field{.record_type = "interaction", .key = "dropped"});
    const ContactId zora = db.add(Contact{.name = {.given = "Zoraida"}});
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}});
    const InteractionId talk =
        db.add(Interaction{.participants = {zora, ada},
                           .subject = "zzsubject",
                           .fields = {{"memo", "zzfirst"}, {"room", "blue"}, {"dropped", "zzdropped"}}});
    db.edit(talk, [](Interaction& i) { i.fields["memo"] = "zzsecond"; });
    db.edit(talk, [](Interaction& i) { i.fields["room"] = "green"; });
    db.remove(dropped);
    const AppointmentId visit =
        db.add(Appointment{.title = "zztitle",
                           .participants = {zora, ada},
                           .start = start_of_visit,
                           .location = "zzplace",
                           .notes = "zznotes",
                           .fields = {{"memo", "zzmemo"}, {"aim", "zzaim"}, {"mood", 7}}});
    const InteractionId theirs =
        db.add(Interaction{.participants = {ada}, .subject = "other", .fields = {{"memo", "kept memo"}}});

    const EraseReport report = db.privacy().erase(zora);
    CHECK(test::found_beside(file, {"zzsubject", "zzfirst", "zzsecond", "zzdropped", "zztitle", "zzplace",
                                    "zznotes", "zzmemo", "zzaim"})
              .empty());
    CHECK(db.get(talk).fields == CustomValues{{"room", "green"}});
    CHECK(db.get(theirs).fields == CustomValues{{"memo", "kept memo"}});
    const Appointment stays = db.get(visit);
    CHECK(stays.title == "\u2014");
    CHECK(stays.location.empty());
    CHECK(stays.fields == CustomValues{{"aim", "\u2014"}, {"mood", 7}});
    CHECK(left_in(report, {"appointment", visit.value}, "field.mood"));
    CHECK_FALSE(left_in(report, {"appointment", visit.value}, "field.aim"));
    CHECK(test::findings(db) == "");
    db.edit(visit, [](Appointment& a) { a.location = "here"; });
    CHECK(db.history().of(talk).size() > 0);
    db.rebuild();
    CHECK(test::findings(db) == "");
}

TEST_CASE("live segments forget who was in them, and their observers hear of it") {
    auto db = Database::open(":memory:");
    const ContactId zora = db.add(Contact{.name = {.given = "Zoraida"}, .tags = {"debtor"}});
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}, .tags = {"debtor"}});
    const SegmentId debtors = db.segments().save("Debtors", "tag = debtor");
    db.segments().live("Debtors");
    db.untag(zora, "debtor");
    db.tag(zora, "debtor");
    db.untag(ada, "debtor");
    db.tag(ada, "debtor");
    test::Inbox<SegmentDelta> inbox;
    const Subscription subscription = db.observe(debtors, inbox.callback());
    inbox.wait(1);

    const auto subject = nlohmann::json::parse(db.privacy().export_subject(zora));
    const auto& told = subject.at("live segments").at(0);
    CHECK(told.at("segment") == "Debtors");
    CHECK(told.at("member") == true);
    REQUIRE(told.at("when").size() == 3);
    CHECK(told.at("when").at(1).contains("left"));
    CHECK(told.at("when").at(2).contains("entered"));

    const EraseReport report = db.privacy().erase(zora);
    CHECK(report.erased.at("segment_member") == 1);
    CHECK(report.erased.at("segment_change") == 3);
    CHECK(db.sql("SELECT count(*) FROM segment_change WHERE record_id = ?1", {zora.value}).rows[0][0] ==
          Value(0));
    const auto deltas = inbox.wait_for(report.transaction);
    CHECK(deltas.back().left == std::vector<std::int64_t>{zora.value});

    std::vector<std::int64_t> noted;
    for (const SegmentChange& change : db.segments().changes("Debtors")) noted.push_back(change.record);
    CHECK(noted == std::vector<std::int64_t>{ada.value, ada.value, ada.value});
    std::int64_t members = 0;
    for (const SegmentGrowth& day : db.segments().growth("Debtors")) members = day.members;
    CHECK(members == 1);
    db.untag(ada, "debtor");
    CHECK(inbox.wait_for(db.last_transaction()).back().left == std::vector<std::int64_t>{ada.value});
    CHECK(test::findings(db) == "");
    db.rebuild();
    CHECK(db.segments().changes("Debtors").size() == 4);
    CHECK(test::findings(db) == "");
}
