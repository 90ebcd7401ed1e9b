#include "activity/names.hpp"

#include "records/verbs.hpp"

#include <kith/records/contact.hpp>

#include <fmt/format.h>

namespace kith::activity {

std::string name_columns(std::string_view alias) {
    return fmt::format("{0}.prefix, {0}.given, {0}.additional, {0}.family, {0}.suffix, {0}.nickname, "
                       "{0}.name_order, {0}.full_name",
                       alias);
}

std::string shown_name(store::Connection& connection, const store::Statement& row, int first,
                       std::int64_t id) {
    const Name name{.given = row.string(first + 1),
                    .additional = row.string(first + 2),
                    .family = row.string(first + 3),
                    .prefix = row.string(first),
                    .suffix = row.string(first + 4),
                    .nickname = row.string(first + 5),
                    .order = static_cast<NameOrder>(row.integer(first + 6)),
                    .full = row.string(first + 7)};
    std::string shown = name.display();
    return shown.empty() ? records::title_of(connection, record_type<Contact>(), id) : shown;
}

std::int64_t existing(store::Connection& connection, const RecordType& type, std::int64_t id) {
    const std::int64_t found = records::resolve(connection, type, id);
    if (found != 0) return found;
    const std::string record = fmt::format("{} {}", type.name, id);
    throw Error(Code::not_found, fmt::format("there is no {}", record), {.record = record});
}

}  // namespace kith::activity
