// An erased person is looked for byte by byte, after everything that may have left a trace.
#include "store/connection.hpp"
#include "support/dump.hpp"
#include "support/expect_error.hpp"
#include "support/observed.hpp"
#include "unit/privacy/person.hpp"

#include <kith/imports.hpp>
#include <kith/merge.hpp>
#include <kith/privacy.hpp>
#include <kith/search.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <future>
#include <thread>

using namespace kith;
using test::expect_error;
using test::fill;
using test::found_beside;
using test::found_in_copies;
using test::office;
using test::People;
using test::traces;

namespace {

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += word + "\n";
    return text;
}

}  // namespace

TEST_CASE("an erased person leaves no byte in the file, its log, or a copy") {
    const test::TempFile file;
    auto db = Database::open(file.path(), office());
    // As in an SQLite that is not compiled to overwrite what it deletes: the past leaves its bytes in the gaps of pages.
    db.write([](Transaction& tx) { tx.connection().exec("PRAGMA secure_delete = 0"); });
    const People p = fill(db);
    REQUIRE(test::findings(db) == "");
    // The words are really written in these forms, so that not finding them means something.
    const auto before = found_beside(file, traces());
    for (const char* word : {"Zoraida", "quillfeather", "綾小路", "アヤノコウジ", "z.quill@secretmail.example",
                             "09055667788", "removednote", "optinproof", "soledialogue", "ERP-77881"})
        CHECK(std::any_of(before.begin(), before.end(), [&](const std::string& each) {
            return each.size() > std::string(word).size() && each.find(word) != std::string::npos;
        }));

    const EraseReport report = db.privacy().erase(p.zora);
    CHECK(report.contacts.size() == 3);
    CHECK(report.log_emptied);
    CHECK(report.file_rewritten);
    CHECK(report.remains == "");
    CHECK(report.erased.at("contact") == 3);
    // The import's file was called after the person: that record is the host's to look at.
    const ImportBatchId batch = db.imports().batches().front().id;
    CHECK(std::count_if(report.left.begin(), report.left.end(), [&](const Kept& kept) {
              return kept.record == RecordRef{"import_batch", batch.value};
          }) == 1);
    db.edit(batch, [](ImportBatch& b) { b.source = "file"; });
    // That edit wrote the old name into the journal: nothing else holds it.
    const std::vector<std::string> own = {"zorafile", "zoraida", "quillfeather"};
    auto words = traces();
    std::erase_if(
        words, [&](const std::string& word) { return std::find(own.begin(), own.end(), word) != own.end(); });
    CHECK(joined(found_beside(file, words)) == "");
    CHECK(joined(found_in_copies(file, words)) == "");
    CHECK(test::findings(db) == "");

    db.write([](Transaction& tx) {  // nor what undo laid aside
        CHECK(tx.connection().integer("SELECT count(*) FROM sqlite_temp_schema") == 0);
    });
    CHECK_FALSE(db.find(p.zora));
    CHECK(db.count<Employment>() == 0);
    CHECK(db.count<Consent>() == 0);
    CHECK_FALSE(db.find(p.alone));
    CHECK(db.get(p.shared).participants == std::vector<Participant>{p.ada});
    CHECK(db.get(p.shared).body.empty());
    CHECK_FALSE(db.get(p.deal).contact);
    CHECK_FALSE(db.get(p.user).contact);
    CHECK(db.get(p.ada).fields.count("boss") == 0);
    CHECK(db.get(p.ada).notes == "Introduced by a friend.");
    CHECK(db.get(p.ada).emails.size() == 1);
    CHECK(db.search().find("zorai").empty());
    CHECK(db.history().of(p.zora).empty());
    CHECK(merges(db, {}).size() == 1);  // the organizations'
    for (const Kept& kept : report.left) {
        INFO(kept.record.type << " " << kept.record.id << " " << kept.field << ": " << kept.reason);
        CHECK(kept.record != RecordRef{"contact", p.zora.value});
    }
    const auto left = [&](const RecordRef& record) {
        return std::any_of(report.left.begin(), report.left.end(),
                           [&](const Kept& kept) { return kept.record == record; });
    };
    CHECK(left({"deal", p.deal.value}));
    CHECK(left({"user", p.user.value}));
    CHECK(left({"interaction", p.shared.value}));
    CHECK(left({"contact", p.ada.value}));

    SECTION("and no undo brings anything back") {
        for (const TransactionId transaction : p.transactions) {
            try {
                db.undo(transaction);
            } catch (const Error& error) {
                INFO(error.what());
                CHECK((error.code() == Code::in_use || error.code() == Code::not_found));
            }
            REQUIRE(joined(found_beside(file, words)) == "");
            REQUIRE(test::findings(db) == "");
            REQUIRE_FALSE(db.find(p.zora));
        }
        CHECK(db.undo(report.transaction).transaction == 0);
    }
    SECTION("and a rebuild changes nothing") {
        const auto dumped = test::dump(db);
        db.rebuild();
        CHECK(test::difference(dumped, test::dump(db)) == "");
        CHECK(joined(found_beside(file, words)) == "");
    }
}

TEST_CASE("several may be erased before the file is rewritten") {
    const test::TempFile file;
    auto db = Database::open(file.path(), office());
    const People p = fill(db);
    EraseOptions options;
    options.rewrite_file = false;
    options.keep_suppression = false;
    const EraseReport report = db.privacy().erase(p.zora, options);
    CHECK_FALSE(report.file_rewritten);
    CHECK(report.log_emptied);
    CHECK(report.suppressed == 0);
    auto words = traces();  // but for the name of the imported file, which stays as a record
    std::erase_if(words, [](const std::string& word) {
        return word == "zorafile" || word == "zoraida" || word == "quillfeather";
    });
    CHECK(joined(found_in_copies(file, words)) == "");
    db.privacy().scour();
    CHECK(joined(found_beside(file, words)) == "");
}

TEST_CASE("a reader keeps old bytes in the log, and the report says so") {
    const test::TempFile file;
    auto db = Database::open(file.path(), office());
    const ContactId zora = db.add(Contact{.name = {.given = "Zoraida", .family = "Quillfeather"}});
    std::promise<void> reading;
    std::promise<void> enough;
    std::thread reader([&] {
        db.read([&](const Reader& r) {
            (void)r.count<Contact>();
            reading.set_value();
            enough.get_future().wait();
        });
    });
    reading.get_future().wait();
    const EraseReport report = db.privacy().erase(zora);
    enough.set_value();
    reader.join();
    CHECK_FALSE(report.log_emptied);
    CHECK(report.remains != "");
    CHECK_FALSE(found_beside(file, {"Zoraida"}).empty());
    const ScourReport scoured = db.privacy().scour();
    CHECK(scoured.log_emptied);
    CHECK(scoured.remains == "");
    CHECK(joined(found_beside(file, {"Zoraida", "quillfeather"})) == "");
}

TEST_CASE("observers hear that a person is gone, in this process and in others") {
    const test::TempFile file;
    auto db = Database::open(file.path(), office());
    auto other = Database::open(file.path(), office());
    const ContactId zora = db.add(Contact{.name = {.given = "Zoraida"}});
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}});
    other.poll();
    test::Inbox<ListDelta> here;
    test::Inbox<ListDelta> there;
    const Subscription one = db.observe<Contact>("order by name", here.callback());
    const Subscription two = other.observe<Contact>("order by name", there.callback());
    const auto both = [](const auto& deltas) { return !deltas.empty() && deltas.back().size == 2; };
    here.until(both);
    there.until(both);
    db.privacy().erase(zora);
    CHECK(other.poll());
    const auto single = [](const auto& deltas) { return !deltas.empty() && deltas.back().size == 1; };
    CHECK(test::list_of(here.until(single)) == std::vector<std::int64_t>{ada.value});
    CHECK(test::list_of(there.until(single)) == std::vector<std::int64_t>{ada.value});
}

TEST_CASE("shared interactions can keep their text") {
    auto db = Database::open(":memory:", office());
    const People p = fill(db);
    EraseOptions options;
    options.keep_shared_text = true;
    const EraseReport report = db.privacy().erase(p.zora, options);
    CHECK(db.get(p.shared).body == "loudbody");
    CHECK(db.get(p.shared).participants == std::vector<Participant>{p.ada});
    CHECK(report.log_emptied);
    CHECK(test::findings(db) == "");
}

TEST_CASE("texts of others that name the person are reported, not erased") {
    auto db = Database::open(":memory:", office());
    const ContactId yamada = db.add(Contact{
        .name = {.given = "太郎", .family = "山田", .phonetic_given = "タロウ", .phonetic_family = "ヤマダ"},
        .emails = {{.address = "taro@yamada.example"}},
        .phones = {{.number = "03-1234-5678"}}});
    db.add(Field{.key = "hint"});
    const ContactId by_name = db.add(Contact{.name = {.given = "B"}, .notes = "友人は 山田　太郎 さん"});
    const ContactId by_reading = db.add(Contact{.name = {.given = "C"}, .notes = "やまだ・たろう"});
    const ContactId by_phone = db.add(Contact{.name = {.given = "D"}, .notes = "call (03) 1234 5678"});
    const ContactId by_mail =
        db.add(Contact{.name = {.given = "E"}, .fields = {{"hint", "TARO@Yamada.example"}}});
    const ContactId family = db.add(Contact{.name = {.given = "花子", .family = "山田"}});
    const InteractionId talk = db.add(
        Interaction{.participants = {by_name}, .subject = "x", .body = "about Taro: taro@yamada.example"});
    const EraseReport report = db.privacy().erase(yamada);
    std::vector<RecordRef> named;
    for (const Kept& kept : report.left) named.push_back(kept.record);
    std::sort(named.begin(), named.end());
    std::vector<RecordRef> expected = {{"contact", by_name.value},
                                       {"contact", by_reading.value},
                                       {"contact", by_phone.value},
                                       {"contact", by_mail.value},
                                       {"interaction", talk.value}};
    std::sort(expected.begin(), expected.end());
    CHECK(named == expected);
    CHECK(db.get(by_name).notes == "友人は 山田　太郎 さん");
    CHECK(db.find(family));
}

TEST_CASE("what a table of the host needs is refused, unless its key says what becomes of it") {
    auto db = Database::open(":memory:", office());
    const ContactId zora = db.add(Contact{.name = {.given = "Zoraida"}});
    db.write([&](Transaction& tx) {
        tx.sql("CREATE TABLE app_loan (id INTEGER PRIMARY KEY, who INTEGER REFERENCES contact (id))");
        tx.sql(
            "CREATE TABLE app_badge (id INTEGER PRIMARY KEY, who INTEGER REFERENCES contact (id) ON DELETE SET NULL)");
        tx.sql("INSERT INTO app_badge (who) VALUES (?1)", {zora.value});
        tx.sql("INSERT INTO app_loan (who) VALUES (?1)", {zora.value});
    });
    const Error error = expect_error(Code::in_use, [&] { db.privacy().erase(zora); });
    CHECK(test::says(error, "app_loan"));
    CHECK(db.find(zora));
    db.write([](Transaction& tx) { tx.sql("DELETE FROM app_loan"); });
    db.privacy().erase(zora);
    CHECK_FALSE(db.find(zora));
    CHECK(db.sql("SELECT who FROM app_badge").rows.front().front().empty());
    expect_error(Code::not_found, [&] { db.privacy().erase(zora); });
}

TEST_CASE("a merged contact's id erases the whole person, and organizations stay as they are") {
    auto db = Database::open(":memory:", office());
    const ContactId first = db.add(Contact{.name = {.given = "Zoraida"}});
    const ContactId second = db.add(Contact{.name = {.given = "Zora"}});
    const ContactId third = db.add(Contact{.name = {.given = "Z."}});
    db.merge(merge_of(second, {first}));
    db.merge(merge_of(third, {second}));
    const EraseReport report = db.privacy().erase(first);
    CHECK(report.contacts == std::vector<ContactId>{first, second, third});
    CHECK(db.sql("SELECT count(*) FROM contact").rows.front().front() == Value(0));
    CHECK(db.sql("SELECT count(*) FROM merge_move").rows.front().front() == Value(0));
    CHECK(test::findings(db) == "");
}
