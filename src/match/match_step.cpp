#include "match/match_step.hpp"

#include "match/keys.hpp"
#include "match/load.hpp"
#include "records/touched.hpp"

#include <kith/records/contact.hpp>
#include <kith/records/employment.hpp>
#include <kith/records/field.hpp>
#include <kith/records/organization.hpp>

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace kith::match {
namespace {

constexpr int field_value_table = 18;  // permanent, see records/specs.cpp
constexpr std::int64_t chunk = 10000;  // ids read at once: bounds the memory of a rebuild

/// A row of match_key but for its kind. In the order of the table: keys are hashes, and going through them as they
/// come would touch every page.
using KeyRow = std::tuple<int, std::int64_t, std::int64_t>;  // family, key, record

std::vector<KeyRow> stored_keys(store::Connection& connection, const RecordType& type, std::int64_t first,
                                std::int64_t last) {
    std::vector<KeyRow> rows;
    store::Statement statement = connection.prepare(
        "SELECT family, key, record_id FROM match_key WHERE record_id BETWEEN ?1 AND ?2 AND kind = ?3");
    statement.bind_all(first, last, type.number);
    while (statement.step())
        rows.emplace_back(static_cast<int>(statement.integer(0)), statement.integer(1), statement.integer(2));
    std::sort(rows.begin(), rows.end());
    return rows;
}

std::vector<KeyRow> current_keys(store::Connection& connection, const RecordType& type, std::int64_t first,
                                 std::int64_t last) {
    Population population;
    std::vector<Key> keys;
    std::vector<KeyRow> rows;
    Loader(connection, type, population).load(first, last, [&](std::size_t index) {
        keys.clear();
        append_keys(population, index, keys);
        for (const Key& key : keys)
            rows.emplace_back(static_cast<int>(key.family), key.hash, population.record(index).id);
    });
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

/// Brings the keys of the records with ids in first..last up to date; what stays as it is, is not written.
void write_keys(store::Connection& connection, const RecordType& type, std::int64_t first, std::int64_t last) {
    const std::vector<KeyRow> before = stored_keys(connection, type, first, last);
    const std::vector<KeyRow> now = current_keys(connection, type, first, last);
    const auto run = [&](store::Statement statement) {
        return [&, statement = std::move(statement)](const KeyRow& row) mutable {
            statement.bind_all(std::get<0>(row), std::get<1>(row), type.number, std::get<2>(row));
            statement.run();
        };
    };
    records::write_difference(
        before, now,
        run(connection.prepare(
            "DELETE FROM match_key WHERE family = ?1 AND key = ?2 AND kind = ?3 AND record_id = ?4")),
        run(connection.prepare(
            "INSERT INTO match_key (family, key, kind, record_id) VALUES (?1, ?2, ?3, ?4)")));
}

void write_all_keys(store::Connection& connection, const RecordType& type) {
    std::int64_t first = connection.integer(std::string("SELECT min(id) FROM ") + std::string(type.table));
    const std::int64_t last =
        connection.integer(std::string("SELECT max(id) FROM ") + std::string(type.table));
    // Ids of a shared file lie in few, far apart runs: empty stretches are skipped by asking for the next id.
    const std::string next = "SELECT min(id) FROM " + std::string(type.table) + " WHERE id > ?1";
    while (first != 0 && first <= last) {
        write_keys(connection, type, first, first + chunk - 1);
        store::Statement statement = connection.prepare(next);
        statement.bind(1, first + chunk - 1);
        first = statement.step() ? statement.integer(0) : 0;
    }
}

void renew(store::Connection& connection, const RecordType& type, const store::IdRanges& ranges) {
    for (const auto& [first, last] : ranges) {
        for (std::int64_t from = first; from <= last; from += chunk) {
            write_keys(connection, type, from, std::min(last, from + chunk - 1));
        }
    }
}

/// Contacts that work at these organizations.
store::IdRanges employees(store::Connection& connection, const store::IdRanges& organizations) {
    store::IdRanges result;
    for (const auto& [first, last] : organizations) {
        store::Statement statement = connection.prepare(
            "SELECT DISTINCT contact_id FROM employment WHERE organization_id BETWEEN ?1 AND ?2 ORDER BY contact_id");
        statement.bind_all(first, last);
        while (statement.step()) result.emplace_back(statement.integer(0), statement.integer(0));
    }
    return result;
}

void derive(store::Writer& writer, const store::ChangedTables& changes) {
    store::Connection& connection = writer.connection();
    const RecordType& contacts = record_type<Contact>();
    const RecordType& organizations = record_type<Organization>();
    // A field that becomes identifying, or stops being so, changes the keys of everybody who has it.
    const store::TableChanges* fields = changes.table(record_type<kith::Field>().number);
    if (fields != nullptr && !fields->updated.empty()) {
        connection.exec("DELETE FROM match_key");
        write_all_keys(connection, contacts);
        write_all_keys(connection, organizations);
        return;
    }
    renew(connection, contacts,
          records::touched_records(
              writer, contacts, changes,
              {{record_type<Employment>().number, "contact_id"}, {field_value_table, "record_id"}}));
    renew(connection, organizations,
          records::touched_records(writer, organizations, changes, {{field_value_table, "record_id"}}));
    if (const store::TableChanges* own = changes.table(organizations.number);
        own != nullptr && !own->updated.empty()) {
        renew(connection, contacts, employees(connection, own->updated));
    }
}

void rebuild(store::Writer& writer) {
    write_all_keys(writer.connection(), record_type<Contact>());
    write_all_keys(writer.connection(), record_type<Organization>());
}

}  // namespace

void renew_keys(store::Connection& connection, const RecordType& type, std::int64_t id) {
    if (is_matched(type)) write_keys(connection, type, id, id);
}

store::DeriveStep match_key_step() {
    const RecordType& contacts = record_type<Contact>();
    const RecordType& organizations = record_type<Organization>();
    store::DeriveStep step;
    step.name = "match_key";
    // 2: Cyrillic and Greek names by their sound. 3: mailboxes, identifiers and handles by less of how they are written;
    // organizations by acronym and sound. 4: more families of names; identifiers whether or not hyphens divide them; no
    // handles that are nobody's. 5: channels by their number; paths of profiles and pages without the host.
    step.version = 5;
    using records::watch;
    step.watches = {
        watch(contacts, {"kind", "given", "additional", "family", "suffix", "nickname", "phonetic_given",
                         "phonetic_family", "full_name", "birthday", "gender", "merged_into", "deleted_at"}),
        watch(organizations, {"kind", "name", "website", "corporate_number", "merged_into", "deleted_at"}),
        watch(record_type<Employment>(), {"contact_id", "organization_id", "title", "deleted_at"}),
        watch(record_type<kith::Field>(), {"record_type", "is_identifying", "deleted_at"}),
        {field_value_table}};
    for (const RecordType* type : {&contacts, &organizations}) {
        for (const records::Element& element : type->elements) step.watches.push_back({element.number});
    }
    step.owns = {"match_key"};
    step.settings = {"region"};
    step.derive = &derive;
    step.rebuild = &rebuild;
    return step;
}

}  // namespace kith::match
