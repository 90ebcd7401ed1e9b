#include "records/consents.hpp"

#include "records/record_type.hpp"

namespace kith::records {

std::vector<Consent> consents_of(store::Connection& connection, std::int64_t contact) {
    const auto time = [](std::int64_t ms) { return Time{std::chrono::milliseconds(ms)}; };
    std::vector<Consent> consents;
    store::Statement rows = connection.prepare(
        "SELECT id, purpose, channel, state, at, expires_at FROM consent WHERE contact_id = ?1 "
        "AND deleted_at IS NULL ORDER BY id");
    for (rows.bind(1, contact); rows.step();) {
        Consent& consent = consents.emplace_back();
        consent.id = ConsentId{rows.integer(0)};
        consent.contact = ContactId{contact};
        consent.purpose = rows.string(1);
        consent.channel = static_cast<ConsentChannel>(rows.integer(2));
        consent.state = static_cast<ConsentState>(rows.integer(3));
        consent.at = time(rows.integer(4));
        if (!rows.null(5)) consent.expires = time(rows.integer(5));
    }
    return consents;
}

bool brought_by_merge(store::Connection& connection, ConsentId consent) {
    const RecordType& type = record_type<Consent>();
    store::Statement move = connection.prepare(
        "SELECT 1 FROM merge_move v JOIN merge m ON m.id = v.merge_id WHERE v.table_number = ?1 AND v.column_number = ?2 "
        "AND v.row_id = ?3 AND m.undone_seq IS NULL");
    return move.bind_all(type.number, type.field("contact")->number, consent.value).step();
}

bool counts(const Consent& consent, ConsentChannel channel, Time now) noexcept {
    if (consent.expires && *consent.expires <= now) return false;
    if (consent.channel == ConsentChannel::any || consent.channel == channel) return true;
    // One channel's yes is no yes to all of them; its no is.
    return channel == ConsentChannel::any && consent.state != ConsentState::granted;
}

}  // namespace kith::records
