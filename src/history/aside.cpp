#include "history/aside.hpp"

#include "history/undo.hpp"
#include "records/record_type.hpp"
#include "records/savepoint.hpp"
#include "records/verbs.hpp"

#include <kith/error.hpp>
#include <kith/records/consent.hpp>

#include <string>
#include <utility>

namespace kith::history {

std::vector<std::int64_t> consents_aside(store::Connection& connection, const MergeInfo& merge) {
    std::vector<std::int64_t> found;
    const RecordType& type = record_type<Consent>();
    if (merge.type->number != record_type<Contact>().number) return found;
    store::Statement select = connection.prepare(
        "SELECT c.id FROM merge m JOIN merge_move v ON v.merge_id = m.id JOIN consent c ON c.id = v.row_id WHERE m.id = ?1 "
        "AND v.table_number = ?2 AND v.column_number = ?3 AND c.deleted_at IS NOT NULL AND (c.deleted_at > m.at OR EXISTS "
        "(SELECT 1 FROM change h WHERE h.table_number = ?2 AND h.column_number = ?4 AND h.row_id = c.id AND h.seq > m.seq)) "
        "ORDER BY c.id");
    select.bind_all(merge.id, type.number, type.field("contact")->number, records::number::deleted_at);
    while (select.step()) found.push_back(select.integer(0));
    return found;
}

void give_back(store::Writer& writer, const std::vector<std::int64_t>& consents, std::int64_t holder,
               Outcome& outcome) {
    const RecordType& type = record_type<Consent>();
    for (const std::int64_t id : consents) {
        const auto stored = records::stored(writer.connection(), type, id);
        if (!stored) continue;
        const auto& consent = *static_cast<const Consent*>(stored.get());
        if (consent.contact.value == holder || !consent.meta.deleted_at) continue;
        const auto keep = [&](std::string reason) {
            outcome.kept.push_back({{std::string(type.name), id}, "deleted", std::move(reason)});
        };
        if (consent.state == ConsentState::granted) {
            keep("it was put aside while they were one, and what was granted does not come back by itself");
            continue;
        }
        records::Savepoint savepoint(writer);
        try {
            records::restore(writer, type, id);
        } catch (const Error& error) {
            if (!is_refusal(error.code())) throw;
            keep(error.what());
            continue;
        }
        savepoint.release();
        ++outcome.restored;
    }
}

}  // namespace kith::history
