#include "match/load.hpp"

#include "records/record_type.hpp"

#include <kith/error.hpp>
#include <kith/records/contact.hpp>
#include <kith/records/organization.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace kith::match {
namespace {

constexpr std::string_view contact_sql =
    "SELECT id, given, additional, family, suffix, nickname, phonetic_given, phonetic_family, full_name, birthday, gender "
    "FROM contact WHERE id BETWEEN ?1 AND ?2 AND deleted_at IS NULL AND merged_into IS NULL AND kind = 0 ORDER BY id";
constexpr std::string_view organization_sql =
    "SELECT id, core_name, website, corporate_number FROM organization "
    "WHERE id BETWEEN ?1 AND ?2 AND deleted_at IS NULL AND merged_into IS NULL ORDER BY id";
constexpr std::string_view employment_sql =
    "SELECT e.contact_id, coalesce(o.core_name, ''), e.title FROM employment e JOIN organization o ON o.id = e.organization_id "
    "WHERE e.contact_id BETWEEN ?1 AND ?2 AND e.deleted_at IS NULL ORDER BY e.contact_id, e.id";

/// The custom fields of a record type that fulfil an SQL condition.
std::vector<IdentifyingField> fields_where(store::Connection& connection, const RecordType& type,
                                           std::string_view condition) {
    std::vector<IdentifyingField> fields;
    store::Statement statement = connection.prepare(fmt::format(
        "SELECT id, key FROM field WHERE record_type = ?1 AND {} AND deleted_at IS NULL ORDER BY id",
        condition));
    statement.bind(1, type.name);
    while (statement.step()) fields.push_back({statement.integer(0), statement.string(1)});
    return fields;
}

void need_matched(const RecordType& type) {
    if (!is_matched(type)) {
        throw Error(Code::invalid_argument,
                    fmt::format("Records of type {} cannot be searched for duplicates.", type.name));
    }
}

}  // namespace

bool is_matched(const RecordType& type) {
    return &type == &record_type<Contact>() || &type == &record_type<Organization>();
}

std::vector<IdentifyingField> identifying_fields(store::Connection& connection, const RecordType& type) {
    return fields_where(connection, type, "is_identifying = 1");
}

/// One table's rows in the order of their owners.
struct Loader::Cursor {
    store::Statement statement;
    bool more = false;

    Cursor(store::Connection& connection, std::string_view sql, std::int64_t first, std::int64_t last)
        : statement(connection.prepare(sql)) {
        statement.bind_all(first, last);
        more = statement.step();
    }

    /// Calls take(statement) for each row of `owner`; owners must be asked for in ascending order.
    template <class Take>
    void rows_of(std::int64_t owner, Take&& take) {
        while (more && statement.integer(0) < owner) more = statement.step();
        for (; more && statement.integer(0) == owner; more = statement.step()) take(statement);
    }
};

Loader::Loader(store::Connection& connection, const RecordType& type, Population& population)
    : connection_(connection),
      contacts_(&type == &record_type<Contact>()),
      builder_(population, connection.settings().region) {
    need_matched(type);
    for (const IdentifyingField& field : identifying_fields(connection, type))
        identify_by(field.id, field.id);
}

Loader::Loader(store::Connection& connection, const RecordType& type, Population& population,
               std::span<const std::string> keys)
    : connection_(connection),
      contacts_(&type == &record_type<Contact>()),
      builder_(population, connection.settings().region) {
    need_matched(type);
    for (const IdentifyingField& field : fields_where(connection, type, "1"))
        if (const auto key = std::find(keys.begin(), keys.end(), field.key); key != keys.end())
            identify_by(field.id, corporate_number_field + 1 + (key - keys.begin()));
}

void Loader::identify_by(std::int64_t field, std::int64_t number) {
    fields_ += (fields_.empty() ? "" : ",") + std::to_string(field);
    numbers_.emplace(field, number);
}

Loader::~Loader() = default;

std::size_t Loader::load(std::int64_t first, std::int64_t last,
                         const std::function<void(std::size_t index)>& added) {
    const std::string_view owner = contacts_ ? "contact_id" : "organization_id";
    const auto cursor = [&](std::string_view columns, std::string_view table) {
        const std::string sql =
            fmt::format("SELECT {0}, {1} FROM {2} WHERE {0} BETWEEN ?1 AND ?2 ORDER BY {0}, position", owner,
                        columns, table);
        return Cursor(connection_, sql, first, last);
    };
    Cursor record(connection_, contacts_ ? contact_sql : organization_sql, first, last);
    if (!record.more) return 0;
    Cursor emails = cursor("address", "email");
    Cursor phones = cursor("digits, e164", "phone");
    Cursor addresses = cursor("number, street, extended, locality, region, postcode, country, raw", "address");
    // The address of a picture says nothing: many share a stock picture.
    Cursor handles = cursor("service, iif(service = 'photo', NULL, address)", "handle");
    Cursor externals = cursor("system, value", "external_id");
    std::optional<Cursor> employments, fields;
    if (contacts_) employments.emplace(connection_, employment_sql, first, last);
    if (!fields_.empty()) {
        fields.emplace(
            connection_,
            fmt::format("SELECT record_id, field_id, value FROM field_value WHERE record_id BETWEEN ?1 AND ?2 "
                        "AND field_id IN ({}) ORDER BY record_id",
                        fields_),
            first, last);
    }

    std::size_t count = 0;
    for (; record.more; record.more = record.statement.step()) {
        const store::Statement& row = record.statement;
        const std::int64_t id = row.integer(0);
        builder_.begin();
        if (contacts_) {
            builder_.name({row.text(1), row.text(2), row.text(3), row.text(4), row.text(5), row.text(6),
                           row.text(7), row.text(8)});
            if (!row.null(9)) builder_.birthday(row.text(9));
            if (!row.null(10)) builder_.gender(row.text(10));
        } else {
            builder_.organization_name(row.text(1));
            if (!row.null(2)) builder_.website(row.text(2));
            if (!row.null(3)) builder_.identifier(corporate_number_field, row.text(3));
        }
        emails.rows_of(id, [&](const store::Statement& s) {
            builder_.email(s.text(1));
            if (!contacts_) builder_.email_domain(s.text(1));
        });
        phones.rows_of(id, [&](const store::Statement& s) {
            builder_.phone(s.text(1), s.null(2) ? std::nullopt : std::optional(s.integer(2)));
        });
        addresses.rows_of(id, [&](const store::Statement& s) {
            builder_.address(
                {s.text(1), s.text(2), s.text(3), s.text(4), s.text(5), s.text(6), s.text(7), s.text(8)});
        });
        handles.rows_of(id, [&](const store::Statement& s) { builder_.handle(s.text(1), s.text(2)); });
        externals.rows_of(id, [&](const store::Statement& s) { builder_.external_id(s.text(1), s.text(2)); });
        if (employments)
            employments->rows_of(
                id, [&](const store::Statement& s) { builder_.employment(s.text(1), s.text(2)); });
        if (fields)
            fields->rows_of(id, [&](const store::Statement& s) {
                builder_.identifier(numbers_.at(s.integer(1)), s.text(2));
            });
        const std::size_t index = builder_.end(id);
        ++count;
        if (added) added(index);
    }
    return count;
}

}  // namespace kith::match
