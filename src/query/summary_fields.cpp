#include "query/summary_fields.hpp"

#include "records/plan.hpp"

#include <fmt/format.h>

#include <functional>

namespace kith::query {

namespace {

using records::Field;

Field made(std::string_view name, std::string_view column, FieldType type, std::string_view label_ja) {
    Field field;
    field.name = name;
    field.column = column;
    field.type = type;
    field.flags = records::computed;
    field.label_ja = label_ja;
    return field;
}

const std::vector<Field>& of_contact() {
    static const std::vector<Field> fields = [] {
        std::vector<Field> all{made("recency", "last_at", FieldType::time, "最終接触"),
                               made("frequency", "interactions", FieldType::integer, "接触回数"),
                               made("monetary", "won_amount", FieldType::money, "受注額")};
        all.back().unit_column = "deal_currency";
        return all;
    }();
    return fields;
}

}  // namespace

const std::vector<Field>& summary_fields(const RecordType& type) {
    static const std::vector<Field> none;
    return type.name == "contact" ? of_contact() : none;
}

bool is_summary(const Field& field) noexcept {
    const std::vector<Field>& fields = of_contact();
    return !std::less<>{}(&field, fields.data()) && std::less<>{}(&field, fields.data() + fields.size());
}

std::string join_summary(Row& row) {
    row.summary_alias = records::quoted(fmt::format("{}_summary", row.alias.substr(1, row.alias.size() - 2)));
    return fmt::format("contact_summary AS {0} ON {0}.contact_id = {1}.id", row.summary_alias, row.alias);
}

std::string summary_column(const Row& row, std::string_view column) {
    if (!row.summary_alias.empty()) return fmt::format("{}.{}", row.summary_alias, records::quoted(column));
    return fmt::format("(SELECT {} FROM contact_summary WHERE contact_id = {}.id)", records::quoted(column),
                       row.alias);
}

}  // namespace kith::query
