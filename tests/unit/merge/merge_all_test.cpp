// Many merges at once: one transaction, one undo; and merging what is surely the same.
#include "support/dump.hpp"
#include "support/expect_error.hpp"
#include "support/temp_file.hpp"

#include <kith/duplicates.hpp>
#include <kith/history.hpp>
#include <kith/merge.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <thread>
#include <vector>

using namespace kith;
using test::difference;
using test::dump;
using test::expect_error;
using test::findings;
using test::says;

namespace {

/// Ten people entered twice, each with an interaction of the second entry, and ten entered once.
struct Entered {
    Database db;
    std::vector<ContactId> first, second, once;

    explicit Entered(const std::string& path = ":memory:") : db(Database::open(path, {.region = "JP"})) {
        const std::vector<Name> names{
            {.given = "太郎", .family = "山田", .phonetic_given = "タロウ", .phonetic_family = "ヤマダ"},
            {.given = "花子", .family = "佐藤", .phonetic_given = "ハナコ", .phonetic_family = "サトウ"},
            {.given = "Ada", .family = "Lovelace"},
            {.given = "Grace", .family = "Hopper"},
            {.given = "Katherine", .family = "Johnson"},
            {.given = "一郎", .family = "鈴木", .phonetic_given = "イチロウ", .phonetic_family = "スズキ"},
            {.given = "Mary", .family = "Somerville"},
            {.given = "Sophie", .family = "Germain"},
            {.given = "Hedy", .family = "Lamarr"},
            {.given = "Emmy", .family = "Noether"}};
        for (std::size_t i = 0; i < names.size(); ++i) {
            const std::string n = std::to_string(i);
            Contact contact{.name = names[i],
                            .emails = {{.address = "person" + n + "@firm" + n + ".example"}},
                            .phones = {{.number = "03-1234-567" + n}},
                            .birthday = PartialDate{.year = 1960 + static_cast<int>(i), .month = 3, .day = 4}};
            first.push_back(db.add(contact));
            contact.emails.push_back({.address = "private" + n + "@home.example"});
            second.push_back(db.add(contact));
            db.add(Interaction{.participants = {second.back()}, .channel = Channel::phone, .subject = "Call"});
            once.push_back(db.add(Contact{.name = {.given = "Only" + n, .family = "Once" + n},
                                          .emails = {{.address = "only" + n + "@else.example"}}}));
        }
    }

    [[nodiscard]] std::vector<MergeRequest> requests() const {
        std::vector<MergeRequest> all;
        for (std::size_t i = 0; i < first.size(); ++i) all.push_back(merge_of(first[i], {second[i]}));
        return all;
    }
};

}  // namespace

TEST_CASE("many merges are one transaction, and one undo takes them back") {
    Entered f;
    const auto before = dump(f.db);
    const BulkMergeResult tried = f.db.merge_all(f.requests(), {.dry_run = true, .sample = 3});
    CHECK(difference(dump(f.db), before) == "");
    CHECK(tried.merged == 10);
    CHECK(tried.transaction == 0);
    CHECK(tried.sample[1].id == 0);
    CHECK(tried.sample[1].transaction == 0);
    CHECK(tried.sample.size() == 3);
    CHECK(merges(f.db).empty());

    const BulkMergeResult done = f.db.merge_all(f.requests());
    REQUIRE(findings(f.db) == "");
    CHECK(done.requested == 10);
    CHECK(done.merged == 10);
    CHECK(done.records == 10);
    CHECK(done.failed == 0);
    CHECK(done.moved.at("participant") == 10);
    CHECK(done.moved.at("email") == 10);
    CHECK(done.dropped == 20);  // an address and a number of each
    CHECK(done.sample.size() == 10);
    CHECK(done.sample[4].losers == std::vector<std::int64_t>{f.second[4].value});
    CHECK(f.db.get(f.second[3]).id == f.first[3]);
    CHECK(f.db.history().transactions().front().label == "merge 10 contacts");
    CHECK(tried.moved == done.moved);

    CHECK(f.db.undo(done.transaction).kept.empty());
    CHECK(findings(f.db) == "");
    CHECK(difference(dump(f.db), before) == "");
}

TEST_CASE("one of many merges is taken back alone") {
    Entered f;
    f.db.merge_all(f.requests(), {.label = "clean up"});
    const auto entries = merges(f.db, {"contact", f.second[1].value});
    REQUIRE(entries.size() == 1);
    CHECK(f.db.unmerge(entries[0].id).kept.empty());
    CHECK(f.db.get(f.second[1]).id == f.second[1]);
    CHECK(f.db.get(f.second[2]).id == f.first[2]);
    CHECK(findings(f.db) == "");
}

TEST_CASE("undo and undo of the undo go back and forth between merged and apart") {
    Entered f;
    const auto apart = dump(f.db);
    TransactionId last = f.db.merge_all(f.requests()).transaction;
    const auto merged = dump(f.db);
    for (int turn = 0; turn < 3; ++turn) {
        const UndoResult back = f.db.undo(last);
        CHECK(back.kept.empty());
        CHECK(difference(dump(f.db), apart) == "");
        const UndoResult again = f.db.undo(back.transaction);
        CHECK(again.kept.empty());
        CHECK(difference(dump(f.db), merged) == "");
        last = again.transaction;
    }
    const auto entry = merges(f.db, {"contact", f.second[3].value}).front();
    last = f.db.unmerge(entry.id).transaction;
    const auto one_apart = dump(f.db);
    last = f.db.undo(last).transaction;
    CHECK(difference(dump(f.db), merged) == "");
    CHECK(f.db.undo(last).kept.empty());
    CHECK(difference(dump(f.db), one_apart) == "");
    CHECK(findings(f.db) == "");
}

TEST_CASE("merges of one call may build on each other") {
    Entered f;
    const auto before = dump(f.db);
    const BulkMergeResult done =
        f.db.merge_all({merge_of(f.first[0], {f.second[0]}), merge_of(f.once[0], {f.first[0]})});
    CHECK(done.merged == 2);
    CHECK(f.db.get(f.second[0]).id == f.once[0]);
    f.db.undo(done.transaction);
    CHECK(difference(dump(f.db), before) == "");
}

TEST_CASE("a merge that is refused ends all of them, or is listed") {
    Entered f;
    std::vector<MergeRequest> requests = f.requests();
    requests[5].losers = {f.second[0].value};  // merged by the first request
    const auto before = dump(f.db);
    CHECK(says(expect_error(Code::invalid_argument, [&] { f.db.merge_all(requests); }), "was merged already"));
    CHECK(difference(dump(f.db), before) == "");

    const BulkMergeResult done = f.db.merge_all(requests, {.skip_failing = true});
    CHECK(done.merged == 9);
    CHECK(done.failed == 1);
    REQUIRE(done.failures.size() == 1);
    CHECK(done.failures[0].request.survivor == f.first[5].value);
    CHECK(done.failures[0].message.find("was merged already") != std::string::npos);
    CHECK(f.db.get(f.second[5]).id == f.second[5]);
    CHECK(findings(f.db) == "");
}

TEST_CASE("options that are wrong are no failures of single merges") {
    Entered f;
    BulkMergeOptions options{.skip_failing = true};
    options.each.fields = {{"shoe size", Survivorship::longest}};
    CHECK(says(expect_error(Code::invalid_argument, [&] { f.db.merge_all(f.requests(), options); }),
               "'shoe size'"));
    std::vector<MergeRequest> requests = f.requests();
    requests[0].record_type = "tag";
    CHECK(says(expect_error(Code::invalid_argument, [&] { f.db.merge_all(requests, {.skip_failing = true}); }),
               "'tag'"));
    CHECK(f.db.merge_all({}).transaction == 0);
    AutoMergeOptions nobody{.population = "name = nobody"};
    nobody.each.fields = options.each.fields;
    CHECK(
        says(expect_error(Code::invalid_argument, [&] { f.db.auto_merge<Contact>(nobody); }), "'shoe size'"));
}

TEST_CASE("merging stops when it is told to, and nothing is written") {
    Entered f;
    const auto before = dump(f.db);
    std::int64_t told = 0;
    expect_error(Code::cancelled, [&] {
        f.db.merge_all(f.requests(), {.progress = [&](std::int64_t done, std::int64_t) {
                           told = done;
                           return done == 0;
                       }});
    });
    CHECK(told == 10);
    CHECK(difference(dump(f.db), before) == "");
}

TEST_CASE("what is surely the same is merged by itself") {
    Entered f;
    const auto before = dump(f.db);
    double last = 0;
    AutoMergeOptions options{.threshold = 0.99, .dry_run = true};
    options.progress = [&](double done) {
        CHECK(done >= last);
        last = done;
        return true;
    };
    CHECK(f.db.auto_merge<Contact>(options).merged == 10);
    CHECK(last == 1.0);
    CHECK(difference(dump(f.db), before) == "");

    f.db.duplicates().not_duplicate(f.first[2], f.second[2]);
    const BulkMergeResult done =
        f.db.auto_merge<Contact>({.threshold = 0.99, .population = "not name starts with \"Hopper\""});
    CHECK(done.failed == 0);
    CHECK(done.merged == 8);
    CHECK(f.db.get(f.second[2]).id == f.second[2]);
    CHECK(f.db.get(f.second[3]).id == f.second[3]);
    CHECK(f.db.get(f.second[4]).id == f.first[4]);
    CHECK(findings(f.db) == "");
    CHECK(f.db.undo(done.transaction).kept.empty());
    CHECK(f.db.get(f.second[4]).id == f.second[4]);

    CHECK(says(expect_error(Code::invalid_argument, [&] { f.db.auto_merge<Deal>(); }),
               "cannot be searched for duplicates"));
    CHECK(says(expect_error(Code::invalid_argument, [&] { f.db.auto_merge<Contact>({.threshold = 1.5}); }),
               "probability"));
}

TEST_CASE("what was changed while duplicates were looked for is left for the next time") {
    const test::TempFile file;
    Entered f(file.string());  // in memory a write would wait for the search
    AutoMergeOptions options{.threshold = 0.99};
    bool changed = false;
    options.progress = [&](double done) {
        if (done > 0.05 && !changed) {  // the snapshot of the search is read
            changed = true;
            std::thread([&] { f.db.edit(f.second[7], [](Contact& c) { c.notes = "another one?"; }); }).join();
        }
        return true;
    };
    const BulkMergeResult done = f.db.auto_merge<Contact>(options);
    CHECK(done.merged == 9);
    REQUIRE(done.failures.size() == 1);
    CHECK(done.failures[0].code == Code::conflict);
    CHECK(done.failures[0].request.survivor == f.first[7].value);
    CHECK(f.db.get(f.second[7]).id == f.second[7]);
}
