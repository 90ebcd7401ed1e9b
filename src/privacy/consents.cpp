// What people agreed to: one answer from all records.
#include "records/consents.hpp"
#include "records/verbs.hpp"
#include "text/fold.hpp"

#include <kith/privacy.hpp>

#include <fmt/format.h>

namespace kith {

namespace {

/// The consents of a contact on a purpose, oldest id first.
std::vector<Consent> on_purpose(const Reader& reader, ContactId contact, std::string_view purpose) {
    const std::int64_t id = records::resolve(reader.connection(), record_type<Contact>(), contact.value);
    if (id == 0)
        throw Error(Code::not_found, fmt::format("there is no contact {}", contact.value),
                    {.record = fmt::format("contact {}", contact.value)});
    std::vector<Consent> found = records::consents_of(reader.connection(), id);
    const std::string wanted = text::fold(purpose);
    std::erase_if(found, [&](const Consent& each) { return text::fold(each.purpose) != wanted; });
    return found;
}

}  // namespace

EffectiveConsent Privacy::consents(ContactId contact, std::string_view purpose, ConsentChannel channel,
                                   Where where) const {
    return database_.read(
        [&](const Reader& reader) {
            const Time now = reader.connection().now();
            const std::vector<Consent> said = on_purpose(reader, contact, purpose);
            const Consent* decides = records::strictest(
                said, [&](const Consent& each) { return records::counts(each, channel, now); });
            EffectiveConsent answer;
            if (decides == nullptr) return answer;
            answer.standing = static_cast<ConsentStanding>(decides->state);
            answer.decided_by = reader.get(decides->id);
            return answer;
        },
        where);
}

ConsentId Privacy::decide(const Consent& consent, Where where) {
    return database_.write(
        [&](Transaction& tx) {
            ConsentId kept{};
            for (const Consent& each : on_purpose(tx, consent.contact, consent.purpose)) {
                if (each.channel != consent.channel) continue;
                if (kept) {
                    tx.remove(each.id);
                    continue;
                }
                kept = each.id;
                Consent now = consent;
                now.id = each.id;
                now.meta = tx.get(each.id).meta;
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
