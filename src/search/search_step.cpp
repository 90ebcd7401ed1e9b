#include "search/search_step.hpp"

#include "records/record_type.hpp"
#include "records/touched.hpp"
#include "search/tokens.hpp"

#include <kith/records/contact.hpp>
#include <kith/records/organization.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace kith::search {

namespace {

// Raise when tokens change: files written before are then rebuilt.
constexpr int algorithm_version = 4;

constexpr std::string_view contact_rows =
    "SELECT id, given, additional, family, nickname, phonetic_given, phonetic_family, full_name FROM contact "
    "WHERE id BETWEEN ?1 AND ?2 AND deleted_at IS NULL AND merged_into IS NULL AND kind = 0";
constexpr std::string_view organization_rows =
    "SELECT id, name, core_name, phonetic FROM organization "
    "WHERE id BETWEEN ?1 AND ?2 AND deleted_at IS NULL AND merged_into IS NULL";

/// Reads the e-mails, phones and handles of one record.
class ContactPoints {
public:
    ContactPoints(store::Connection& connection, std::string_view owner)
        : emails_(connection.prepare(fmt::format("SELECT normalized FROM email WHERE {} = ?1", owner))),
          phones_(connection.prepare(fmt::format("SELECT digits, e164 FROM phone WHERE {} = ?1", owner))),
          handles_(connection.prepare(fmt::format("SELECT normalized FROM handle WHERE {} = ?1", owner))) {}

    void add(Tokens& tokens, std::int64_t id) {
        for (emails_.bind(1, id); emails_.step();) add_email(tokens, emails_.text(0));
        for (phones_.bind(1, id); phones_.step();) add_phone(tokens, phones_.text(0), phones_.integer(1));
        for (handles_.bind(1, id); handles_.step();) add_words(tokens, handles_.text(0), TokenField::handle);
        emails_.reset();
        phones_.reset();
        handles_.reset();
    }

private:
    store::Statement emails_;
    store::Statement phones_;
    store::Statement handles_;
};

void contact_tokens(Tokens& tokens, const store::Statement& row) {
    for (const int column : {1, 2, 3}) add_words(tokens, row.text(column), TokenField::name);
    add_words(tokens, row.text(4), TokenField::nickname);
    add_reading(tokens, row.text(5));
    add_reading(tokens, row.text(6));
    if (row.null(1) && row.null(3)) add_words(tokens, row.text(7), TokenField::name);
    // Japanese is typed without a space: 山田太郎, やまだたろう.
    const auto joined = [&](int family, int given) { return row.string(family) + row.string(given); };
    add_words(tokens, joined(3, 1), TokenField::name);
    add_reading(tokens, joined(6, 5));
    add_joined(tokens, joined(1, 3), TokenField::name);
    add_joined(tokens, joined(5, 6), TokenField::reading);
}

void organization_tokens(Tokens& tokens, const store::Statement& row) {
    add_words(tokens, row.text(1), TokenField::organization);
    add_words(tokens, row.text(2), TokenField::organization);
    add_reading(tokens, row.text(3));
}

/// A row of name_token but for its kind. In the order of the table: a large batch then walks the B-tree once instead
/// of jumping in it.
using Row = std::tuple<std::string, std::int64_t, TokenField>;  // token, record, field

void append_rows(std::vector<Row>& rows, int kind, std::int64_t id, const Tokens& tokens) {
    for (const Token& token : tokens) {
        // A tail that is a word by itself, as a given name is, need not be kept twice.
        if (token.token_class == TokenClass::tail &&
            tokens.count({TokenClass::word, token.text, token.field}) > 0)
            continue;
        rows.emplace_back(stored(token.token_class, kind, token.text), id, token.field);
    }
}

std::vector<Row> stored_rows(store::Connection& connection, const RecordType& type, std::int64_t low,
                             std::int64_t high) {
    std::vector<Row> rows;
    store::Statement statement = connection.prepare(
        "SELECT token, record_id, field FROM name_token WHERE record_id BETWEEN ?1 AND ?2 AND kind = ?3");
    statement.bind_all(low, high, type.number);
    while (statement.step())
        rows.emplace_back(statement.string(0), statement.integer(1),
                          static_cast<TokenField>(statement.integer(2)));
    return rows;
}

void write_difference(store::Connection& connection, const RecordType& type, std::vector<Row> before,
                      std::vector<Row> now) {
    std::sort(before.begin(), before.end());
    std::sort(now.begin(), now.end());
    const auto run = [&](store::Statement statement) {
        return [&, statement = std::move(statement)](const Row& row) mutable {
            statement.bind_all(std::get<0>(row), type.number, std::get<1>(row),
                               static_cast<std::int64_t>(std::get<2>(row)));
            statement.run();
        };
    };
    records::write_difference(
        before, now,
        run(connection.prepare(
            "DELETE FROM name_token WHERE token = ?1 AND kind = ?2 AND record_id = ?3 AND field = ?4")),
        run(connection.prepare(
            "INSERT INTO name_token (token, kind, record_id, field) VALUES (?1, ?2, ?3, ?4)")));
}

/// Brings the tokens of the records of one type with ids in [low, high] up to date.
void write_range(store::Writer& writer, const RecordType& type, std::int64_t low, std::int64_t high) {
    constexpr std::size_t batch = 100000;  // rows: about 10 MB
    store::Connection& connection = writer.connection();
    const bool contact = &type == &record_type<Contact>();
    ContactPoints points(connection, contact ? "contact_id" : "organization_id");
    store::Statement records = connection.prepare(contact ? contact_rows : organization_rows);
    records.bind_all(low, high);
    Tokens tokens;
    std::vector<Row> rows;
    // What lies between the records, of those that are gone, belongs to the batch that ends there.
    const auto flush = [&](std::int64_t last) {
        write_difference(connection, type, stored_rows(connection, type, low, last), std::move(rows));
        rows.clear();
    };
    while (records.step()) {
        tokens.clear();
        if (contact)
            contact_tokens(tokens, records);
        else
            organization_tokens(tokens, records);
        const std::int64_t id = records.integer(0);
        points.add(tokens, id);
        append_rows(rows, type.number, id, tokens);
        if (rows.size() < batch || id >= high) continue;
        flush(id);
        low = id + 1;
    }
    flush(high);
}

void derive_type(store::Writer& writer, const RecordType& type, const store::ChangedTables& changes) {
    for (const auto& [low, high] : records::touched_records(writer, type, changes))
        write_range(writer, type, low, high);
}

}  // namespace

store::DeriveStep name_token_step() {
    store::DeriveStep step;
    step.name = "name_token";
    step.version = algorithm_version;
    step.owns = {"name_token"};
    step.settings = {
        "region"};  // the computed columns of phones follow from it, and a rebuild is no change to them
    const RecordType& contacts = record_type<Contact>();
    const RecordType& organizations = record_type<Organization>();
    step.watches = {
        records::watch(contacts, {"kind", "given", "additional", "family", "nickname", "phonetic_given",
                                  "phonetic_family", "full_name", "merged_into", "deleted_at"}),
        records::watch(organizations, {"name", "phonetic", "merged_into", "deleted_at"})};
    for (const RecordType* type : {&contacts, &organizations}) {
        for (const records::Element& element : type->elements) step.watches.push_back({element.number});
    }
    step.derive = [](store::Writer& writer, const store::ChangedTables& changes) {
        derive_type(writer, record_type<Contact>(), changes);
        derive_type(writer, record_type<Organization>(), changes);
    };
    step.rebuild = [](store::Writer& writer) {
        constexpr std::int64_t every = std::numeric_limits<std::int64_t>::max();
        write_range(writer, record_type<Contact>(), 1, every);
        write_range(writer, record_type<Organization>(), 1, every);
    };
    return step;
}

}  // namespace kith::search
