#include "interchange/finder.hpp"

#include "interchange/unite.hpp"
#include "interchange/words.hpp"
#include "records/plan.hpp"
#include "records/tags.hpp"
#include "records/uid.hpp"
#include "records/verbs.hpp"
#include "search/addresses.hpp"
#include "search/tokens.hpp"
#include "text/company.hpp"
#include "text/email.hpp"
#include "text/fold.hpp"
#include "text/name.hpp"
#include "text/phone.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace kith::interchange {

namespace {

constexpr std::size_t most_words = 16;  // of a name; a text with more is none

/// Whether one of the forms of the record's name is the one asked for, as written or with its last part first.
/// `key_of` makes texts comparable.
template <class Key>
bool has_name(const RecordType& type, const void* record, std::string_view asked, Key&& key_of) {
    records::Scratch scratch;
    for (const auto& form : type.composites.front().forms) {
        std::vector<std::string> parts;
        parts.reserve(form.size());
        for (const std::string_view part : form)
            parts.push_back(key_of(type.field(part)->get(record, scratch).text));
        for (int turn = 0; turn < 2; ++turn) {
            if (fmt::format("{}", fmt::join(parts, "")) == asked) return true;
            std::rotate(parts.begin(), parts.end() - 1, parts.end());
        }
    }
    return false;
}

}  // namespace

KnownRecord Finder::known(const RecordType& type, std::int64_t id) const {
    KnownRecord record;
    record.id = id == 0 ? 0 : records::resolve(connection_, type, id);
    if (record.id != 0) {
        store::Statement trash = connection_.prepare(
            fmt::format("SELECT deleted_at IS NOT NULL FROM {} WHERE id = ?1", type.table));
        record.deleted = trash.bind(1, record.id).step() && trash.integer(0) != 0;
    }
    return record;
}

KnownRecord Finder::by_uid(const RecordType& type, std::string_view uid) const {
    if (!type.mergeable || uid.empty()) return {};
    if (const auto target = records::read_uid(connection_.file_uid(), uid);
        target && target->kind == type.number)
        if (const KnownRecord record = known(type, target->id); record.id != 0) return record;
    std::int64_t id = 0;
    {
        store::Statement statement = connection_.prepare(fmt::format(
            "SELECT id FROM {} WHERE uid IN (?1, 'urn:uuid:' || ?1) ORDER BY deleted_at IS NOT NULL, id LIMIT 1",
            type.table));
        if (statement.bind(1, uid).step()) id = statement.integer(0);
    }
    return known(type, id);
}

KnownRecord Finder::by_external(const RecordType& type, std::string_view system,
                                std::string_view value) const {
    const records::Element* element = type.element("external_id");
    if (element == nullptr || value.empty()) return {};
    std::int64_t id = 0;
    {
        store::Statement statement = connection_.prepare(fmt::format(
            "SELECT {0} FROM external_id WHERE value = ?1 AND (system = ?2 OR ?2 = '') AND {0} IS NOT NULL "
            "ORDER BY system <> ?3, {0} LIMIT 1",
            element->owner_column));
        statement.bind_all(value, system, std::string_view(rules_.source));
        if (statement.step()) id = statement.integer(0);
    }
    return known(type, id);
}

KnownRecord Finder::by_row(const RecordType& type, const Digest& digest) const {
    // Every digest that begins with the row's part lies in this range.
    const std::string end = digest.row + std::string(digest.bytes().size(), '\xff');
    std::vector<std::int64_t> candidates;
    {
        store::Statement statement = connection_.prepare(
            "SELECT record_id FROM source_record WHERE digest >= ?1 AND digest < ?2 AND kind = ?3 ORDER BY id DESC");
        statement.bind_blob(1, digest.row).bind_blob(2, end).bind(3, type.number);
        while (statement.step()) candidates.push_back(statement.integer(0));
    }
    for (const std::int64_t id : candidates)
        if (KnownRecord record = known(type, id); record.id != 0) return record;
    return {};
}

void Finder::trace(const RecordType& type, const Digest& digest, KnownRecord& record) const {
    constexpr std::string_view sql =
        "SELECT r.record_id FROM source_record r JOIN import_batch b ON b.id = r.batch_id "
        "WHERE r.digest = ?1 AND r.kind = ?2 AND NOT EXISTS ("
        "SELECT 1 FROM source_record n JOIN import_batch nb ON nb.id = n.batch_id "
        "WHERE n.record_id = r.record_id AND n.kind = r.kind AND n.batch_id > r.batch_id AND nb.source = b.source "
        "AND substr(n.digest, 33) = substr(r.digest, 33) AND substr(r.digest, 33) <> zeroblob(16))";
    const std::string bytes = digest.bytes();
    std::vector<std::int64_t> traced;
    {
        store::Statement statement = connection_.prepare(sql);
        statement.bind_blob(1, bytes).bind(2, type.number);
        while (statement.step()) traced.push_back(statement.integer(0));
    }
    record.current = std::any_of(traced.begin(), traced.end(), [&](std::int64_t id) {
        return records::resolve(connection_, type, id) == record.id;
    });
}

KnownRecord Finder::by_unique_name(const RecordType& type, const void* prepared) const {
    for (const records::Field& field : type.fields) {
        if (!field.is(records::unique)) continue;
        records::Scratch scratch;
        const store::Cell value = field.get(prepared, scratch);
        if (value.null()) continue;
        const records::Field* within = type.scope.empty() ? nullptr : type.field(type.scope);
        records::Scratch other;
        std::int64_t id = 0;
        {
            store::Statement statement = connection_.prepare(fmt::format(
                "SELECT id FROM {} WHERE {} = ?1 AND deleted_at IS NULL{}", type.table, field.column,
                within == nullptr ? "" : fmt::format(" AND {} = ?2", within->column)));
            statement.bind(1, value);
            if (within != nullptr) statement.bind(2, within->get(prepared, other));
            if (statement.step()) id = statement.integer(0);
        }
        if (id != 0) return known(type, id);
    }
    return {};
}

KnownRecord Finder::by_content(const RecordType& type, const void* prepared) const {
    std::string sql = fmt::format("SELECT id FROM {} WHERE deleted_at IS NULL", type.table);
    int parameters = 0;
    for (const records::Field& field : type.fields)
        if (!field.is(records::computed) && !field.side)
            sql += fmt::format(" AND \"{}\" IS ?{}", field.column, ++parameters);
    std::vector<std::int64_t> candidates;
    {
        std::vector<records::Scratch> scratch(static_cast<std::size_t>(parameters));
        store::Statement statement = connection_.prepare(sql);
        int index = 0;
        for (const records::Field& field : type.fields) {
            if (field.is(records::computed) || field.side) continue;
            store::Cell cell = field.get(prepared, scratch[static_cast<std::size_t>(index)]);
            if (cell.null() && !field.nullable) cell = store::Cell::of(std::string_view());
            statement.bind(++index, cell);
        }
        while (statement.step()) candidates.push_back(statement.integer(0));
    }
    AnyRecord stored(type);
    for (const std::int64_t id : candidates)
        if (records::load(connection_, type, id, stored.get()) && !unite(type, stored.get(), prepared))
            return {.id = id};
    return {};
}

KnownRecord Finder::undescribed(std::string_view name) const {
    const std::int64_t id = organization(name);
    store::Statement described =
        connection_.prepare("SELECT 1 FROM source_record WHERE record_id = ?1 AND kind = ?2 LIMIT 1");
    if (id == 0 || described.bind_all(id, find_record_type("organization")->number).step()) return {};
    return {.id = id};
}

std::int64_t Finder::organization(std::string_view name) const {
    const text::CompanyName asked = text::parse_company(name);
    std::vector<std::int64_t> same_form, no_form, other_form;
    store::Statement statement = connection_.prepare(
        "SELECT id, name FROM organization WHERE core_name = ?1 AND deleted_at IS NULL AND merged_into IS NULL ORDER BY id");
    const std::string core = asked.core.empty() ? text::fold(name) : asked.core;
    statement.bind(1, core);
    while (statement.step()) {
        const std::string form = text::parse_company(statement.text(1)).form;
        (form == asked.form ? same_form
         : form.empty()     ? no_form
                            : other_form)
            .push_back(statement.integer(0));
    }
    if (!same_form.empty()) return same_form.front();
    if (!no_form.empty()) return no_form.front();
    return asked.form.empty() && other_form.size() == 1 ? other_form.front() : 0;
}

std::vector<std::int64_t> Finder::ids(std::string_view sql, std::string_view text) const {
    std::vector<std::int64_t> result;
    store::Statement statement = connection_.prepare(sql);
    statement.bind(1, text);
    while (statement.step()) result.push_back(statement.integer(0));
    return result;
}

std::vector<std::int64_t> Finder::contacts(std::string_view words) const {
    const RecordType& type = *find_record_type("contact");
    std::vector<std::int64_t> found;
    const auto live = [&](std::int64_t id) {
        const KnownRecord record = known(type, id);
        if (record.id != 0 && !record.deleted &&
            std::find(found.begin(), found.end(), record.id) == found.end())
            found.push_back(record.id);
    };
    if (const KnownRecord record = by_uid(type, words); record.id != 0) live(record.id);
    if (!found.empty()) return found;
    for (const std::int64_t id : search::contacts_at(connection_, words, rules_.settings.region)) live(id);
    if (!found.empty()) return found;
    if (const KnownRecord record = by_external(type, {}, words); record.id != 0) live(record.id);
    return found;
}

std::vector<std::int64_t> Finder::called(std::string_view name) const {
    if (std::vector<std::int64_t> found = named(name, [](const Contact&) { return true; }); !found.empty())
        return found;
    // Titles come and go ("Dr. Ada Lovelace", 山田様); "Jr." and "Sr." are two people.
    const text::ParsedName parsed = text::parse_name(name, rules_.settings.region);
    if (parsed.prefix.empty() && parsed.suffix.empty()) return {};
    const std::string suffix = text::fold(parsed.suffix);
    return named(fmt::format("{} {} {}", parsed.given, parsed.additional, parsed.family),
                 [&](const Contact& contact) {
                     return text::fold(contact.name.suffix) == suffix ||
                            (contact.name.suffix.empty() && !text::is_ascii(suffix));
                 });
}

std::vector<std::int64_t> Finder::named(std::string_view name,
                                        const std::function<bool(const Contact&)>& suits) const {
    const RecordType& type = *find_record_type("contact");
    const std::vector<std::string> words = text::words(text::fold(name));
    if (words.empty() || words.size() > most_words) return {};
    // One condition per word, on the index of the words that records are found by.
    std::string sql;
    std::vector<std::string> tokens;
    for (const std::string& word : words) {
        sql += fmt::format("{} SELECT record_id FROM name_token WHERE kind = ?1 AND token IN (?{}, ?{})",
                           sql.empty() ? "" : " INTERSECT", tokens.size() + 2, tokens.size() + 3);
        for (const auto token_class : {search::TokenClass::word, search::TokenClass::reading})
            tokens.push_back(search::stored(token_class, type.number, word));
    }
    std::vector<std::int64_t> candidates;
    {
        store::Statement statement = connection_.prepare(sql + " ORDER BY 1");
        statement.bind(1, type.number);
        for (std::size_t i = 0; i < tokens.size(); ++i) statement.bind(static_cast<int>(i) + 2, tokens[i]);
        while (statement.step()) candidates.push_back(statement.integer(0));
    }
    const auto key_of = [](std::string_view text) {
        return fmt::format("{}", fmt::join(text::words(text::fold(text)), ""));
    };
    const std::string asked = key_of(name);
    AnyRecord contact(type);
    std::vector<std::int64_t> found;
    for (const std::int64_t id : candidates) {
        if (known(type, id).deleted || !records::load(connection_, type, id, contact.get())) continue;
        if (has_name(type, contact.get(), asked, key_of) && suits(*static_cast<const Contact*>(contact.get())))
            found.push_back(id);
    }
    return found;
}

std::int64_t Finder::by_words(const RecordType& target, std::string_view words) const {
    if (target.name == "contact") {
        const std::vector<std::int64_t> found = contacts(words);
        return found.empty() ? 0 : found.front();
    }
    if (const KnownRecord record = by_uid(target, words); record.id != 0 && !record.deleted) return record.id;
    if (const KnownRecord record = by_external(target, {}, words); record.id != 0 && !record.deleted)
        return record.id;
    if (target.name == "organization") return organization(words);
    if (target.name == "tag") return records::find_tag(connection_, words);
    if (target.name == "list") return records::find_list(connection_, words);
    if (target.name == "user") {
        store::Statement statement = connection_.prepare(
            "SELECT id FROM user WHERE deleted_at IS NULL AND (name = ?1 OR full_name = ?1 OR email = ?1) ORDER BY name <> ?1, id LIMIT 1");
        return statement.bind(1, words).step() ? statement.integer(0) : 0;
    }
    return by_name(target, words);
}

std::int64_t Finder::by_name(const RecordType& target, std::string_view words) const {
    const records::Field* name = target.field("name");
    if (name == nullptr) return 0;
    const bool folded = !name->folded_column.empty();
    // The only one of its name: of two, nobody knows which is meant.
    const auto only = [&](std::string_view text, const std::string& condition, std::int64_t scope) {
        store::Statement statement = connection_.prepare(
            fmt::format("SELECT min(id), count(*) FROM {} WHERE {} = ?1{} AND deleted_at IS NULL",
                        records::quoted(target.table),
                        records::quoted(folded ? name->folded_column : name->column), condition));
        const std::string key = folded ? text::fold(text) : std::string(text);
        statement.bind(1, key);
        if (!condition.empty()) statement.bind(2, scope);
        return statement.step() && statement.integer(1) == 1 ? statement.integer(0) : 0;
    };
    if (!target.scope.empty()) {
        const records::Field& scope = *target.field(target.scope);
        for (std::size_t at = words.find(scope_divider); at != std::string_view::npos;
             at = words.find(scope_divider, at + 1)) {
            const std::int64_t within = by_words(*find_record_type(scope.target), words.substr(0, at));
            if (within == 0) continue;
            const std::int64_t id = only(words.substr(at + scope_divider.size()),
                                         fmt::format(" AND {} = ?2", records::quoted(scope.column)), within);
            if (id != 0) return id;
        }
    }
    return only(words, {}, 0);
}

}  // namespace kith::interchange
