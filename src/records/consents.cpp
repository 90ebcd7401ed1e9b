#include "records/consents.hpp"

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

bool counts(const Consent& consent, ConsentChannel channel, Time now) noexcept {
    if (consent.expires && *consent.expires <= now) return false;
    if (consent.channel == ConsentChannel::any || consent.channel == channel) return true;
    // One channel's yes is no yes to all of them; its no is.
    return channel == ConsentChannel::any && consent.state != ConsentState::granted;
}

}  // namespace kith::records
