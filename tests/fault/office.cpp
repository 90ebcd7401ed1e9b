#include "fault/office.hpp"

#include <kith/blobs.hpp>
#include <kith/duplicates.hpp>
#include <kith/imports.hpp>
#include <kith/merge.hpp>
#include <kith/records.hpp>
#include <kith/segments.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace kith::test {

Options still(Journal journal) {
    Options options;
    options.actor = "ada";
    options.region = "JP";
    options.time_zone = "Asia/Tokyo";
    options.journal = journal;
    options.readers = 1;
    options.busy_timeout = std::chrono::milliseconds(0);
    options.clock = [] { return Time{std::chrono::milliseconds(1'790'000'000'000)}; };
    return options;
}

Office fill(Database& db) {
    Office office;
    db.add(Field{.key = "badge", .label = "名札"});
    db.add(Field{.key = "fee", .type = FieldType::money});
    db.add(Field{.key = "boss", .type = FieldType::reference, .target = "contact"});
    const UserId user = db.add(User{.name = "ada", .full_name = "Ada Lovelace"});
    const OrganizationId engines = db.add(Organization{.name = "Analytical Engines",
                                                       .website = "engines.example",
                                                       .emails = {{.address = "info@engines.example"}}});
    const OrganizationId works = db.add(Organization{.name = "日本機械株式会社", .phonetic = "ニホンキカイ"});
    office.ada =
        db.add(Contact{.name = {.given = "Ada", .family = "Lovelace"},
                       .emails = {{.address = "ada@engines.example", .label = "work"}},
                       .phones = {{.number = "03-1234-5678 内線 12"}},
                       .addresses = {{.street = "St James's Square", .locality = "London", .country = "UK"}},
                       .handles = {{.service = "x", .address = "@ada"}},
                       .birthday = PartialDate{1815, 12, 10},
                       .lifecycle = Lifecycle::lead,
                       .owner = user,
                       .notes = "Prefers letters.\n\"Quoted\"",
                       .tags = {"vip", "翻訳"},
                       .fields = {{"badge", "B-1"}, {"fee", Money{500, "JPY"}}}});
    office.bob = db.add(Contact{
        .name = {.given = "次郎", .family = "山田", .phonetic_given = "ジロウ", .phonetic_family = "ヤマダ"},
        .dates = {{.date = PartialDate{2001, 4, 1}, .label = "anniversary"}},
        .external_ids = {{.system = "erp", .value = "4711"}},
        .fields = {{"boss", RecordRef{"contact", office.ada.value}}}});
    office.twin =
        db.add(Contact{.name = {.given = "Ada", .family = "Lovelace", .nickname = "Augusta"},
                       .emails = {{.address = "ada@home.example"}, {.address = "ada@engines.example"}},
                       .tags = {"vip", "letters"}});
    const ContactId double_bob =
        db.add(Contact{.name = {.given = "次郎", .family = "山田"}, .tags = {"翻訳"}});
    const ContactId gone = db.add(Contact{.name = {.full = "Nobody at All"}});
    db.add(Employment{.contact = office.ada, .organization = engines, .title = "Analyst"});
    db.add(Employment{.contact = office.bob, .organization = works, .title = "部長"});
    const InteractionId talk = db.add(Interaction{.participants = {office.ada, office.bob},
                                                  .channel = Channel::phone,
                                                  .direction = Direction::inbound,
                                                  .subject = "Notes on the engine",
                                                  .body = "A long talk. " + std::string(1500, 'x')});
    db.add(Attachment{
        .name = "engine.txt", .content = db.blobs().put("A drawing of the engine"), .interaction = talk});
    db.add(Appointment{.title = "Demonstration",
                       .participants = {office.ada, office.bob},
                       .start = Time{std::chrono::milliseconds(1'790'500'000'000)}});
    db.add(Interaction{.participants = {double_bob}, .channel = Channel::meeting, .duration_seconds = 3600});
    db.add_to_list(office.ada, "Newsletter");
    db.segments().save("VIPs", "tag = vip");
    db.duplicates().confirm(office.ada, office.bob);
    db.duplicates().not_duplicate(office.ada, office.bob);
    db.imports().run_bytes("Name,Email\nEve Stone,eve@x.example\nMallory Stone,mallory@x.example\n",
                           "people.csv");
    office.merge = db.merge(merge_of(office.bob, {double_bob})).id;
    db.remove(gone);
    db.edit(office.ada, [](Contact& c) { c.lifecycle = Lifecycle::customer; });
    db.edit(office.bob, [](Contact& c) {
        c.notes = "Speaks Dutch.";
        c.emails.push_back({.address = "bob@home.example"});
    });
    office.undoable = db.last_transaction();
    return office;
}

std::vector<std::string> content(const Database& db) {
    return db.read([](const Reader& reader) {
        std::vector<std::string> lines;
        const Rows tables = reader.sql("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
        for (const auto& table : tables.rows) {
            const std::string name = table[0].to_string();
            if (name == "table_sum") continue;
            std::string select = "SELECT * FROM \"" + name + "\"";
            if (name == "setting") select += " WHERE key <> 'uid'";
            // FTS5's structure begins with how often its options were set: once more where a lock was in the way.
            if (name == "search_index_data")
                select = "SELECT id, iif(id = 10, substr(block, 5), block) AS block FROM search_index_data";
            const Rows rows = reader.sql(select);
            for (const auto& row : rows.rows) {
                std::string line = name;
                for (std::size_t i = 0; i < row.size(); ++i)
                    line += "|" + rows.columns[i] + "=" + (row[i].empty() ? "~" : row[i].to_string());
                lines.push_back(std::move(line));
            }
        }
        return lines;
    });
}

std::string differing(const std::vector<std::string>& before, const std::vector<std::string>& after) {
    if (before == after) return {};
    constexpr std::size_t most = 2000;
    std::string text = "(order)\n";
    const auto tell = [&](const char* mark, std::vector<std::string> these, std::vector<std::string> those) {
        std::sort(these.begin(), these.end());
        std::sort(those.begin(), those.end());
        std::vector<std::string> only;
        std::set_difference(these.begin(), these.end(), those.begin(), those.end(), std::back_inserter(only));
        for (const std::string& line : only)
            if (text.size() < most) text += mark + line.substr(0, 300) + "\n";
    };
    tell("- ", before, after);
    tell("+ ", after, before);
    return text;
}

bool all_points() {
    const char* asked = std::getenv("KITH_FAULT");
    return asked != nullptr && std::string(asked) == "all";
}

std::vector<std::int64_t> points(std::int64_t count, std::int64_t slice) {
    std::vector<std::int64_t> chosen;
    const char* asked = std::getenv("KITH_FAULT");
    if (const int times = asked != nullptr ? std::atoi(asked) : 0; times > 0) slice *= times;
    if (all_points() || count <= slice) {
        for (std::int64_t n = 1; n <= count; ++n) chosen.push_back(n);
        return chosen;
    }
    for (std::int64_t i = 1; i <= slice; ++i) chosen.push_back(count * i / slice);
    return chosen;
}

void report(const std::string& line) {
    std::printf("%s\n", line.c_str());
    (void)std::fflush(stdout);
}

}  // namespace kith::test
