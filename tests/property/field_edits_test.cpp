// Derive steps name the columns they read. Every field edited alone: what is derived still equals its rebuild, and what
// does not concern a step is not made anew.
#include "support/meddle.hpp"
#include "support/temp_file.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace kith;
using test::TempFile;

namespace {

/// Two values that differ, as a person writes them.
std::vector<std::string> samples(const FieldDescription& field) {
    switch (field.type) {
        case FieldType::integer:
        case FieldType::real: return {"3", "4"};
        case FieldType::flag: return {"true", "false"};
        case FieldType::time: return {"2026-01-02 10:00", "2026-03-04 11:00"};
        case FieldType::date: return {"1990-02-03", "1991-04-05"};
        case FieldType::money: return {"10 USD", "20 USD"};
        case FieldType::choice: return {field.choices.front(), field.choices.back(), field.choices.front()};
        case FieldType::choices:  // tags: links, not columns
        case FieldType::reference: return {};
        default: break;
    }
    if (field.name.rfind("email", 0) == 0) return {"grace@navy.example", "hopper@navy.example"};
    if (field.name.rfind("phone", 0) == 0) return {"03-5555-0001", "03-5555-0002"};
    return {"Hopper Grace", "山田 太郎"};
}

/// Edits every field of the record that `id` names, one at a time, and verifies after each.
template <class T>
void edit_each(Database& db, Id<T> id) {
    const Settings settings = db.settings();
    for (const FieldDescription& field : fields_of(record_type<T>())) {
        if (field.read_only) continue;
        for (const std::string& value : samples(field)) {
            INFO(field.name << " = " << value);
            try {
                db.edit(id, [&](T& record) { set_field(record, field.name, value, settings); });
            } catch (const Error& error) {
                INFO(error.what());
                // A value that this field does not take, or the key of a content that is not there.
                REQUIRE((error.code() == Code::invalid_value || error.code() == Code::not_found));
            }
            for (const Finding& finding : db.verify()) FAIL(finding.message);
        }
    }
}

}  // namespace

TEST_CASE("every field edited alone leaves what is derived as a rebuild makes it") {
    TempFile file;
    auto db = Database::open(file.path(), {.region = "JP"});
    const auto organization = db.add(Organization{.name = "Analytical Engines Ltd"});
    const auto contact = db.add(Contact{.name = {.given = "Ada", .family = "Lovelace"},
                                        .emails = {{.address = "ada@engines.example"}},
                                        .phones = {{.number = "03-1234-5678"}}});
    const auto other = db.add(Contact{.name = {.given = "Charles", .family = "Babbage"}});
    const auto job = db.add(Employment{.contact = contact, .organization = organization, .title = "Analyst"});
    const auto met = db.add(Interaction{.participants = {contact, other}, .subject = "Notes"});
    const auto task = db.add(Task{.title = "Write", .contact = contact});
    edit_each(db, contact);
    edit_each(db, organization);
    edit_each(db, job);
    edit_each(db, met);
    edit_each(db, task);
    db.edit(job, [&](Employment& e) { e.contact = other; });
    for (const Finding& finding : db.verify()) FAIL(finding.message);
    db.remove(job);
    for (const Finding& finding : db.verify()) FAIL(finding.message);

    const auto field = db.add(Field{.record_type = "contact", .key = "member_no", .identifying = true});
    db.edit(contact, [](Contact& c) { c.fields["member_no"] = "A-1234"; });
    for (const Finding& finding : db.verify()) FAIL(finding.message);
    for (const bool identifying : {false, true}) {
        db.edit(field, [&](Field& f) { f.identifying = identifying; });
        for (const Finding& finding : db.verify()) FAIL(finding.message);
    }
    db.edit(contact, [](Contact& c) { c.fields.erase("member_no"); });
    for (const Finding& finding : db.verify()) FAIL(finding.message);
}

TEST_CASE("an edit makes only those keys and words anew that it concerns") {
    TempFile file;
    ContactId ada;
    {
        auto db = Database::open(file.path());
        ada = db.add(Contact{.name = {.given = "Ada", .family = "Lovelace"}});
        db.close();
    }
    // Rows that no step would write: still there, the step has not looked at this record.
    test::meddle(file.string(),
                 "INSERT INTO match_key VALUES (1, 1, 1, 1); INSERT INTO name_token VALUES ('zz', 1, 1, 1)");
    auto db = Database::open(file.path());
    const auto foreign = [&] {
        return db
            .sql("SELECT (SELECT count(*) FROM match_key WHERE key = 1) + "
                 "(SELECT count(*) FROM name_token WHERE token = 'zz')")
            .rows[0][0]
            .to_string();
    };
    db.edit(ada, [](Contact& c) { c.notes = "Prefers letters."; });
    CHECK(foreign() == "2");
    db.edit(ada, [](Contact& c) { c.name.nickname = "Countess"; });
    CHECK(foreign() == "0");
}
