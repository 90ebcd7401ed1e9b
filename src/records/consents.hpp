// Which consents count, and which of them decides. Here because the room `privacy` answers with it and cards show it.
#pragma once

#include "store/connection.hpp"

#include <kith/records/consent.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace kith::records {

/// The consents of a contact outside the trash, oldest id first: without source, proof, user and custom fields. One
/// statement.
[[nodiscard]] std::vector<Consent> consents_of(store::Connection& connection, std::int64_t contact);

/// Whether a merge that is in force took the consent along from another contact.
[[nodiscard]] bool brought_by_merge(store::Connection& connection, ConsentId consent);

/// Whether a consent says anything at `now` about a channel, or (`any`) about all of them at once.
[[nodiscard]] bool counts(const Consent& consent, ConsentChannel channel, Time now) noexcept;

/// Of those for which `applies` holds the strictest, of several the first; null: none.
template <class Applies>
[[nodiscard]] const Consent* strictest(std::span<const Consent> consents, Applies applies) {
    const Consent* found = nullptr;
    for (const Consent& each : consents)
        if (applies(each) && (found == nullptr || found->state < each.state)) found = &each;
    return found;
}

}  // namespace kith::records
