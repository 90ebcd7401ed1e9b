// What people agreed to: one answer from all records.
#include "records/verbs.hpp"
#include "text/fold.hpp"

#include <kith/privacy.hpp>

#include <fmt/format.h>

namespace kith {

namespace {

/// The records of a contact on a purpose, outside the trash, oldest id first.
std::vector<Consent> on_purpose(const Reader& reader, ContactId contact, std::string_view purpose) {
    const std::int64_t id = records::resolve(reader.connection(), record_type<Contact>(), contact.value);
    if (id == 0)
        throw Error(Code::not_found, fmt::format("there is no contact {}", contact.value),
                    {.record = fmt::format("contact {}", contact.value)});
    std::vector<std::int64_t> ids;
    {
        store::Statement select = reader.connection().prepare(
            "SELECT id FROM consent WHERE contact_id = ?1 AND deleted_at IS NULL ORDER BY id");
        select.bind(1, id);
        while (select.step()) ids.push_back(select.integer(0));
    }
    std::vector<Consent> found;
    const std::string wanted = text::fold(purpose);
    for (const std::int64_t each : ids) {
        Consent consent = reader.get(ConsentId{each});
        if (text::fold(consent.purpose) == wanted) found.push_back(std::move(consent));
    }
    return found;
}

}  // namespace

EffectiveConsent Privacy::consents(ContactId contact, std::string_view purpose, ConsentChannel channel,
                                   Where where) const {
    return database_.read(
        [&](const Reader& reader) {
            EffectiveConsent answer;
            const Time now = reader.connection().now();
            for (Consent& each : on_purpose(reader, contact, purpose)) {
                if (each.expires && *each.expires <= now) continue;
                const bool general = each.channel == ConsentChannel::any;
                if (channel != ConsentChannel::any && !general && each.channel != channel) continue;
                // One channel's yes is no yes to all of them.
                if (channel == ConsentChannel::any && !general && each.state == ConsentState::granted)
                    continue;
                const auto standing = static_cast<ConsentStanding>(each.state);
                if (standing <= answer.standing) continue;
                answer.standing = standing;
                answer.decided_by = std::move(each);
            }
            return answer;
        },
        where);
}

ConsentId Privacy::decide(const Consent& consent, Where where) {
    return database_.write(
        [&](Transaction& tx) {
            ConsentId kept{};
            for (Consent& each : on_purpose(tx, consent.contact, consent.purpose)) {
                if (each.channel != consent.channel) continue;
                if (kept) {
                    tx.remove(each.id);
                    continue;
                }
                kept = each.id;
                Consent now = consent;
                now.id = each.id;
                now.meta = each.meta;
                now.contact = each.contact;
                if (now.at == Time{}) now.at = tx.now();
                tx.update(now);
            }
            if (kept) return kept;
            Consent fresh = consent;
            fresh.id = {};
            fresh.contact = tx.get(consent.contact).id;
            return tx.add(fresh);
        },
        where);
}

}  // namespace kith
