// Random histories of ordinary work: derived tables always equal their rebuild, and every undo restores.
#include "property/seeds.hpp"

#include "support/temp_file.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <array>
#include <random>
#include <string>

using namespace kith;

namespace {

class Worker {
public:
    Worker(Database& db, unsigned seed) : db_(db), random_(seed) {}

    void step() {
        switch (pick(10)) {
            case 0:
            case 1:
            case 2: contacts_.push_back(db_.add(contact())); break;
            case 3:
                organizations_.push_back(
                    db_.add(Organization{.name = word() + "株式会社", .phones = {{.number = number()}}}));
                break;
            case 4: edit(); break;
            case 5: employ(); break;
            case 6:
                if (!contacts_.empty()) db_.remove(any());
                break;
            case 7:
                if (!contacts_.empty()) db_.restore(any());
                break;
            case 8:
                if (!contacts_.empty()) db_.tag(any(), word());
                break;
            default:
                if (!contacts_.empty())
                    db_.add(Interaction{.participants = {any(), any()}, .subject = word()});
        }
    }

private:
    std::size_t pick(std::size_t below) {
        return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_);
    }
    ContactId any() { return contacts_[pick(contacts_.size())]; }
    std::string word() {
        static const std::array<std::string, 12> words = {"Ada",    "Lovelace", "山田",    "太郎",
                                                          "ﾔﾏﾀﾞ",   "Müller",   "O'Brien", "髙橋",
                                                          "たろう", "Søren",    "김철수",  "X"};
        return words[pick(words.size())];
    }
    std::string number() { return "03-5550-" + std::to_string(1000 + pick(9000)); }

    Contact contact() {
        Contact c{.name = {.given = word(), .family = word()}, .notes = word()};
        if (pick(2) == 0) c.emails.push_back({.address = std::to_string(pick(50)) + "@x.example"});
        if (pick(2) == 0) c.phones.push_back({.number = number()});
        if (pick(3) == 0)
            c.addresses.push_back({.number = "1-2-3", .locality = word(), .postcode = "100-0001"});
        if (pick(3) == 0)
            c.birthday = PartialDate{1990, 1 + static_cast<int>(pick(12)), 1 + static_cast<int>(pick(28))};
        if (pick(4) == 0) c.name.phonetic_family = "やまだ";
        return c;
    }

    void edit() {
        if (contacts_.empty()) return;
        db_.edit(any(), [&](Contact& c) {
            if (pick(2) == 0) c.name.family = word();
            if (!c.emails.empty() && pick(2) == 0) c.emails.erase(c.emails.begin());
            if (pick(2) == 0) c.phones.push_back({.number = number()});
            if (pick(3) == 0) c.kind = pick(2) == 0 ? ContactKind::visitor : ContactKind::person;
        });
    }

    void employ() {
        if (contacts_.empty() || organizations_.empty()) return;
        db_.add(Employment{
            .contact = any(), .organization = organizations_[pick(organizations_.size())], .title = word()});
    }

    Database& db_;
    std::mt19937 random_;
    std::vector<ContactId> contacts_;
    std::vector<OrganizationId> organizations_;
};

/// Everything that a person put in: the rows of all tables but the journal, derived tables, versions and times.
std::string content(const Database& db) {
    std::string text;
    for (const char* table :
         {"contact", "organization", "employment", "interaction", "email", "phone", "address", "tag"}) {
        const Rows rows = db.sql(std::string("SELECT * FROM ") + table + " ORDER BY id");
        for (const auto& row : rows.rows)
            for (std::size_t i = 0; i < row.size(); ++i)
                if (rows.columns[i] != "version" && rows.columns[i] != "updated_at")
                    text += rows.columns[i] + "=" + row[i].to_string() + ";";
        text += '\n';
    }
    for (const char* table : {"tagging", "participant"})
        for (const auto& row : db.sql(std::string("SELECT * FROM ") + table + " ORDER BY 1, 2, 3").rows)
            for (std::size_t i = 0; i + 1 < row.size(); ++i)
                text += row[i].to_string() + ";";  // the last is seq
    return text;
}

}  // namespace

TEST_CASE("derived tables equal their rebuild after any history") {
    for (const unsigned seed : test::seeds(1, 8)) {
        INFO("seed " << seed);
        auto db = Database::open(":memory:", {.region = "JP"});
        Worker worker(db, seed);
        for (int i = 0; i < 120; ++i) worker.step();
        const auto findings = db.verify();
        for (const Finding& finding : findings)
            UNSCOPED_INFO(finding.check << " " << finding.table << ": " << finding.message);
        REQUIRE(findings.empty());
    }
}

TEST_CASE("undoing transactions newest first restores every earlier state") {
    for (const unsigned seed : test::seeds(1, 6)) {
        INFO("seed " << seed);
        auto db = Database::open(":memory:", {.region = "JP"});
        Worker worker(db, seed);
        std::vector<std::pair<TransactionId, std::string>> states;
        for (int i = 0; i < 60; ++i) {
            const std::string before = content(db);
            worker.step();
            if (db.last_transaction() != 0 && (states.empty() || states.back().first != db.last_transaction()))
                states.emplace_back(db.last_transaction(), before);
        }
        while (!states.empty()) {
            const auto [transaction, before] = states.back();
            states.pop_back();
            INFO("transaction " << transaction);
            const UndoResult undone = db.undo(transaction);
            CHECK(undone.kept.empty());
            REQUIRE(content(db) == before);
        }
        REQUIRE(db.verify().empty());
    }
}
