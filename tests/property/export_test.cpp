// import(export(base)) says what the base says, on random bases.
#include "property/history_world.hpp"
#include "property/seeds.hpp"

#include <kith/blobs.hpp>
#include <kith/exports.hpp>
#include <kith/imports.hpp>

#include <catch2/catch.hpp>

#include <map>
#include <set>
#include <sstream>

using namespace kith;
using test::findings;
using test::World;

namespace {

Database copy_of(const std::string& text, const std::string& name) {
    Database db = Database::open(":memory:", {.region = "JP"});
    // A file of contacts names its users and does not bring them.
    if (name != "all.jsonl")
        for (const char* user : {"u1", "u2", "u3"}) db.add(User{.name = user});
    const ImportReport report = db.imports().run_bytes(text, name);
    std::string problems;
    for (const ImportedRow& row : report.rows)
        for (const ImportProblem& problem : row.problems)
            if (problem.reason.find("it is the same as line") == std::string::npos)
                problems += std::to_string(problem.line) + ": " + problem.reason + "\n";
    CHECK(problems == "");
    return db;
}

/// The lines that only one of two texts has. Two records without uid that say the same are one line.
std::string difference(const std::string& before, const std::string& after) {
    const auto lines = [](const std::string& text) {
        std::set<std::string> result;
        std::istringstream in(text);
        for (std::string line; std::getline(in, line);) result.insert(line);
        return result;
    };
    const std::set<std::string> a = lines(before), b = lines(after);
    return test::difference({a.begin(), a.end()}, {b.begin(), b.end()});
}

/// A contact without what is the file's own: ids, versions, times.
Contact portable(Contact contact) {
    contact.id = {};
    contact.meta = {.uid = contact.meta.uid};
    contact.owner = {};
    contact.fields.erase("friend");
    for (auto& element : contact.emails) element.id = {};
    for (auto& element : contact.phones) element.id = {};
    for (auto& element : contact.addresses) element.id = {};
    for (auto& element : contact.handles) element.id = {};
    for (auto& element : contact.dates) element.id = {};
    return contact;
}

std::map<std::string, Contact> people(const Database& db) {
    std::map<std::string, Contact> all;
    for (Contact& contact : db.query<Contact>()) all[contact.meta.uid] = portable(std::move(contact));
    return all;
}

/// Gives most contacts a picture, one of few, and some a link to one as well.
void add_pictures(World& world) {
    for (const ContactId id : world.db.ids<Contact>()) {
        const std::string bytes = "\xFF\xD8\xFF" + std::string(1 + world.pick(3) * 70000, 'p');
        const std::string key = world.db.blobs().put(bytes);
        world.db.edit(id, [&](Contact& c) {
            if (world.pick(4) != 0) c.photo = key;
            if (world.pick(4) == 0)
                c.handles.push_back({.service = "photo", .address = "https://x.example/" + key});
        });
    }
}

void restore_all(Database& db) {
    db.write([](Transaction& tx) {
        for (const char* type : {"contact", "organization", "tag", "user"})
            for (const auto& row :
                 tx.sql(std::string("SELECT id FROM ") + type + " WHERE deleted_at IS NOT NULL").rows)
                tx.restore(*find_record_type(type), *row[0].as<std::int64_t>());
    });
}

/// An export names no record of the trash, so nothing may refer to one. False when a unique value stands in the way.
bool empty_trash(Database& db) {
    try {
        restore_all(db);
        return true;
    } catch (const Error& error) {
        if (error.code() != Code::not_unique) throw;
        return false;
    }
}

}  // namespace

TEST_CASE("JSON lines bring everything back") {
    for (const unsigned seed : test::seeds(1, 16)) {
        World world(seed);
        for (int i = 0; i < 10; ++i) world.ordinary();
        INFO("seed " << seed);
        if (!empty_trash(world.db)) continue;
        const std::string text = export_text(world.db, {.format = "jsonl", .record_type = "all"});
        Database back = copy_of(text, "all.jsonl");
        CHECK(difference(text, export_text(back, {.format = "jsonl", .record_type = "all"})) == "");
        CHECK(people(back) == people(world.db));
        CHECK(findings(back) == "");
        // A second time nothing is new.
        const ImportReport again = back.imports().run_bytes(text, "all.jsonl");
        CHECK(again.created == 0);
        CHECK(again.updated == 0);
    }
}

TEST_CASE("vCards and CSV bring back what they keep") {
    for (const unsigned seed : test::seeds(101, 16)) {
        World world(seed);
        for (int i = 0; i < 10; ++i) world.ordinary();
        for (const std::string format : {"csv", "vcard"}) {
            INFO("seed " << seed << ", " << format);
            if (format == "vcard") add_pictures(world);
            const std::string text = export_text(world.db, {.format = format});
            Database back = copy_of(text, "contacts." + format);
            CHECK(difference(text, export_text(back, {.format = format})) == "");
            CHECK(back.count<Contact>() == world.db.count<Contact>());
            CHECK(findings(back) == "");
            const ImportReport again = back.imports().run_bytes(text, "contacts." + format);
            CHECK(again.created == 0);
            CHECK(again.updated == 0);
        }
    }
}
