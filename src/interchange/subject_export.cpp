// Everything that the file holds about one person, as JSON for people to read.
//
// What there is to look at is found from the descriptors (history/catalogue.hpp): every column that can refer to a contact.
#include "history/entries.hpp"
#include "history/values.hpp"
#include "interchange/json_form.hpp"
#include "interchange/vcard_lines.hpp"
#include "privacy/files.hpp"
#include "records/plan.hpp"
#include "records/verbs.hpp"

#include <kith/blobs.hpp>
#include <kith/privacy.hpp>

#include <fmt/format.h>

#include <limits>
#include <map>
#include <set>

namespace kith {

namespace {

using history::Bond;
using history::Reference;
using history::TableInfo;
using history::TableKind;
using interchange::JsonWriter;
using Json = nlohmann::ordered_json;

Json json_of(const Value& value) {
    if (value.empty()) return nullptr;
    if (const auto* flag = value.as<bool>()) return *flag;
    if (const auto* whole = value.as<std::int64_t>()) return *whole;
    if (const auto* real = value.as<double>()) return *real;
    if (const auto* time = value.as<Time>()) return to_string(*time);
    if (const auto* record = value.as<RecordRef>()) return fmt::format("{} {}", record->type, record->id);
    return value.to_string();
}

std::string time_text(std::int64_t milliseconds) {
    return to_string(Time{std::chrono::milliseconds(milliseconds)});
}

/// Gathers the parts. Belongs to one snapshot.
class Subject {
public:
    explicit Subject(const Reader& reader)
        : reader_(reader), connection_(reader.connection()), writer_(connection_) {}

    [[nodiscard]] Json all_about(std::int64_t contact, const SubjectOptions& options) {
        const RecordType& type = record_type<Contact>();
        const std::int64_t survivor = records::resolve(connection_, type, contact);
        if (survivor == 0) {
            const std::string name = fmt::format("contact {}", contact);
            throw Error(Code::not_found, fmt::format("there is no {}", name), {.record = name});
        }
        people_.push_back(survivor);
        for (std::size_t i = 0; i < people_.size(); ++i) {
            store::Statement losers =
                connection_.prepare("SELECT id FROM contact WHERE merged_into = ?1 ORDER BY id");
            losers.bind(1, people_[i]);
            while (losers.step()) people_.push_back(losers.integer(0));
        }
        Json result;
        result["export"] = "everything kith holds about one person";
        result["at"] = to_string(connection_.now());
        result["contact"] = record(type, survivor);
        Json merged = Json::array();
        for (std::size_t i = 1; i < people_.size(); ++i) merged.push_back(record(type, people_[i]));
        add(result, "merged into it", std::move(merged));
        for (const Reference& reference : history::references_to(type)) follow(reference);
        follow_files();
        Json records = Json::object();
        for (const auto& [related, ids] : related_) {
            Json list = Json::array();
            for (const std::int64_t id : ids) list.push_back(record(*related, id));
            records[std::string(related->plural)] = std::move(list);
        }
        add(result, "records", std::move(records));
        add(result, "referred to by", std::move(referring_));
        add(result, "imports", imports());
        add(result, "decided not to be duplicates of", decisions("not_duplicate"));
        add(result, "decided to be the same as", decisions("confirmed_duplicate"));
        add(result, "merges", merges());
        add(result, "live segments", segments());
        add(result, "steps", steps());
        add(result, "history", history_of());
        if (options.contents) add(result, "contents", contents());
        return result;
    }

private:
    static void add(Json& object, const char* key, Json part) {
        if (!part.empty()) object[key] = std::move(part);
    }

    /// The record as exports write it, with its number, times and whether it is in the trash; merged ones as they are.
    Json record(const RecordType& type, std::int64_t id) {
        const auto stored = records::stored(connection_, type, id);
        if (!stored) return {};
        Json object = {{"id", id}};
        object.update(Json::parse(writer_.line(type, stored.get())));
        // Exports leave out what has its default value; where somebody stands is said all the same.
        for (const records::Field& field : type.fields) {
            if (field.is(records::content)) {
                records::Scratch scratch;
                const store::Cell key = field.get(stored.get(), scratch);
                if (!key.null()) contents_.emplace(key.text);
            }
            if (!field.is(records::tracked) || field.choices == nullptr ||
                object.contains(std::string(field.name)))
                continue;
            records::Scratch scratch;
            const store::Cell cell = field.get(stored.get(), scratch);
            for (const records::Choice& choice : *field.choices)
                if (choice.value == cell.integer) object[std::string(field.name)] = std::string(choice.name);
        }
        const Meta& meta = type.meta(stored.get());
        object["created"] = to_string(meta.created_at);
        object["updated"] = to_string(meta.updated_at);
        if (meta.deleted_at) object["in the trash since"] = to_string(*meta.deleted_at);
        return object;
    }

    void follow(const Reference& reference) {
        const TableInfo& table = *reference.table;
        const bool custom = table.spec->name == "field_value" && reference.column == table.column("value");
        const bool element_link = table.kind == TableKind::link && !table.elements.empty();
        // Parts, tags, lists and custom values stand in the record; merged ones and bookkeeping have sections of their own.
        if (reference.bond != Bond::field && !element_link && !custom) return;
        const records::Field* field = table.fields[static_cast<std::size_t>(reference.column)];
        const auto relate = [&](const RecordType& related, std::int64_t id) {
            related_[&related].insert(id);
            if (field == nullptr || !field->is(records::outlives)) about_[&related].insert(id);
        };
        for (const std::int64_t person : people_) {
            store::Statement rows = connection_.prepare(fmt::format(
                "SELECT * FROM {} r WHERE {}", records::quoted(table.spec->name), reference.matches("?1")));
            rows.bind(1, person);
            while (rows.step()) {
                if (custom) {
                    history::Links links(connection_);
                    const auto owner = links.owner(history::LinkRow::read(table, rows));
                    if (owner) refer(*owner->type, owner->id);
                } else if (element_link) {
                    const history::ElementOf& part = table.elements.front();
                    if (part.owner != reference.column) relate(*part.type, rows.integer(part.owner));
                } else if (table.kind == TableKind::record) {
                    relate(*table.type, rows.integer(table.column("id")));
                } else {
                    history::Cells cells;
                    for (int i = 0; i < rows.columns(); ++i) cells.emplace_back(rows.cell(i));
                    const history::Owner owner =
                        history::owner_of(table, rows.integer(table.column("id")), cells);
                    if (owner.type != nullptr) relate(*owner.type, owner.id);
                }
            }
        }
    }

    /// The files of what is about them or what they took part in; not those of a deal, which is there without them, too.
    void follow_files() {
        const auto about = about_;
        for (const auto& [type, ids] : about)
            for (const Reference& reference : history::references_to(*type)) {
                if (!privacy::is_file_of(reference)) continue;
                store::Statement rows = connection_.prepare(
                    fmt::format("SELECT r.id FROM {} r WHERE {}",
                                records::quoted(reference.table->spec->name), reference.matches("?1")));
                for (const std::int64_t id : ids) {
                    rows.bind(1, id);
                    while (rows.step()) related_[reference.table->type].insert(rows.integer(0));
                    rows.reset();
                }
            }
    }

    void refer(const RecordType& type, std::int64_t id) {
        referring_.push_back(
            fmt::format("{} {} ({})", type.name, id, records::title_of(connection_, type, id)));
    }

    Json imports() {
        Json list = Json::array();
        for (const std::int64_t person : people_) {
            store::Statement rows = connection_.prepare(
                "SELECT s.record_id, b.source, b.format, s.line, b.created_at FROM source_record s JOIN import_batch b ON "
                "b.id = s.batch_id WHERE s.kind = ?1 AND s.record_id = ?2 ORDER BY s.id");
            rows.bind_all(record_type<Contact>().number, person);
            while (rows.step())
                list.push_back({{"contact", rows.integer(0)},
                                {"source", rows.string(1)},
                                {"format", rows.string(2)},
                                {"line", rows.integer(3)},
                                {"at", time_text(rows.integer(4))}});
        }
        return list;
    }

    Json decisions(const char* table) {
        Json list = Json::array();
        for (const std::int64_t person : people_) {
            store::Statement rows = connection_.prepare(fmt::format(
                "SELECT CASE low_id WHEN ?2 THEN high_id ELSE low_id END, at, by FROM {} WHERE kind = ?1 AND "
                "(low_id = ?2 OR high_id = ?2) ORDER BY id",
                table));
            rows.bind_all(record_type<Contact>().number, person);
            while (rows.step())
                list.push_back({{"contact", rows.integer(0)},
                                {"at", time_text(rows.integer(1))},
                                {"by", rows.string(2)}});
        }
        return list;
    }

    /// The merges that they took part in, taken back or not, with what each cell was before.
    Json merges() {
        std::set<std::int64_t> ids;
        for (const std::int64_t person : people_) {
            store::Statement rows = connection_.prepare(
                "SELECT id FROM merge WHERE kind = ?1 AND survivor_id = ?2 UNION SELECT merge_id FROM merge_move WHERE "
                "table_number = ?1 AND row_id = ?2");
            rows.bind_all(record_type<Contact>().number, person);
            while (rows.step()) ids.insert(rows.integer(0));
        }
        Json list = Json::array();
        for (const std::int64_t id : ids) {
            store::Statement merge =
                connection_.prepare("SELECT survivor_id, at, by, undone_at FROM merge WHERE id = ?1");
            if (!merge.bind(1, id).step()) continue;
            Json entry = {{"into contact", merge.integer(0)},
                          {"at", time_text(merge.integer(1))},
                          {"by", merge.string(2)}};
            if (!merge.null(3)) entry["taken back"] = time_text(merge.integer(3));
            Json cells = Json::array();
            store::Statement moves = connection_.prepare(
                "SELECT table_number, column_number, row_id, old_value FROM merge_move WHERE merge_id = ?1");
            moves.bind(1, id);
            while (moves.step()) {
                const TableInfo* table = history::table_info(static_cast<int>(moves.integer(0)));
                if (table == nullptr || moves.null(3)) continue;
                const int at = table->numbered(static_cast<int>(moves.integer(1)));
                const std::string column = at < 0 ? "row" : table->spec->columns[static_cast<std::size_t>(at)];
                cells.push_back(
                    {{"what", fmt::format("{} {} {}", table->spec->name, moves.integer(2), column)},
                     {"before", at < 0 ? Json(moves.string(3))
                                       : json_of(history::column_value(*table, at, moves.cell(3)))}});
            }
            entry["before it"] = std::move(cells);
            list.push_back(std::move(entry));
        }
        return list;
    }

    /// Which live segments they and the records about them are in, and when they entered and left.
    Json segments() {
        Json list = Json::array();
        each_record([&](const RecordType& type, std::int64_t id) {
            store::Statement rows = connection_.prepare(
                "SELECT s.id, s.name, EXISTS (SELECT 1 FROM segment_member m WHERE m.segment_id = s.id AND m.record_id = "
                "?2) FROM segment s WHERE s.live <> 0 AND s.record_type = ?1 ORDER BY s.id");
            rows.bind_all(type.name, id);
            while (rows.step()) {
                Json notes = Json::array();
                store::Statement changes = connection_.prepare(
                    "SELECT entered, at FROM segment_change WHERE segment_id = ?1 AND record_id = ?2 ORDER BY id");
                changes.bind_all(rows.integer(0), id);
                while (changes.step())
                    notes.push_back(
                        {{changes.integer(0) != 0 ? "entered" : "left", time_text(changes.integer(1))}});
                const bool member = rows.integer(2) != 0;
                if (!member && notes.empty()) continue;
                list.push_back({{"record", fmt::format("{} {}", type.name, id)},
                                {"segment", rows.string(1)},
                                {"member", member},
                                {"when", std::move(notes)}});
            }
        });
        return list;
    }

    /// The tracked fields of them and of the records about them.
    Json steps() {
        Json list = Json::array();
        each_record([&](const RecordType& type, std::int64_t id) {
            const TableInfo& table = *history::table_info(type.number);
            store::Statement rows = connection_.prepare(
                "SELECT column_number, from_value, to_value, at, by FROM transition WHERE table_number = ?1 AND "
                "record_id = ?2 ORDER BY id");
            rows.bind_all(type.number, id);
            while (rows.step()) {
                const int at = table.numbered(static_cast<int>(rows.integer(0)));
                if (at < 0) continue;
                list.push_back({{"record", fmt::format("{} {}", type.name, id)},
                                {"field", history::field_name(table, {&type, id, nullptr}, at)},
                                {"from", json_of(history::column_value(table, at, rows.cell(1)))},
                                {"to", json_of(history::column_value(table, at, rows.cell(2)))},
                                {"at", time_text(rows.integer(3))},
                                {"by", rows.string(4)}});
            }
        });
        return list;
    }

    Json history_of() {
        Json list = Json::array();
        history::Entries entries(connection_);
        each_record([&](const RecordType& type, std::int64_t id) {
            for (const Change& change : entries.of_record(type, id, std::numeric_limits<std::size_t>::max())) {
                Json entry = {{"record", fmt::format("{} {}", type.name, id)},
                              {"at", to_string(change.at)},
                              {"by", change.actor},
                              {"what", change.action == ChangeAction::added     ? "added"
                                       : change.action == ChangeAction::removed ? "removed"
                                                                                : "changed"}};
                if (!change.field.empty()) entry["field"] = change.field;
                if (!change.from.empty()) entry["from"] = json_of(change.from);
                if (!change.to.empty()) entry["to"] = json_of(change.to);
                list.push_back(std::move(entry));
            }
        });
        return list;
    }

    /// The bytes of the files that the records above name.
    Json contents() {
        Json list = Json::array();
        for (const std::string& key : contents_) {
            if (key.empty()) continue;
            const std::string bytes = Blobs::get(reader_, key);
            list.push_back(
                {{"content", key}, {"bytes", bytes.size()}, {"base64", interchange::to_base64(bytes)}});
        }
        return list;
    }

    template <class Visit>
    void each_record(Visit&& visit) {
        for (const std::int64_t person : people_) visit(record_type<Contact>(), person);
        for (const auto& [type, ids] : related_)
            for (const std::int64_t id : ids) visit(*type, id);
    }

    /// By name, so that every export has one order.
    struct ByName {
        bool operator()(const RecordType* a, const RecordType* b) const { return a->plural < b->plural; }
    };

    const Reader& reader_;
    store::Connection& connection_;
    JsonWriter writer_;
    std::set<std::string> contents_{};    // keys of files
    std::vector<std::int64_t> people_{};  // the contact first
    std::map<const RecordType*, std::set<std::int64_t>, ByName> related_{};
    std::map<const RecordType*, std::set<std::int64_t>, ByName> about_{};  // those that do not outlive them
    Json referring_ = Json::array();
};

}  // namespace

std::string Privacy::export_subject(ContactId contact, const SubjectOptions& options, Where where) const {
    return database_.read(
        [&](const Reader& reader) {
            return Subject(reader)
                .all_about(contact.value, options)
                .dump(2, ' ', false, Json::error_handler_t::replace);
        },
        where);
}

}  // namespace kith
