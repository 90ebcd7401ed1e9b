// What people agreed to: one answer from all records.
#include "records/consents.hpp"
#include "records/record_type.hpp"
#include "records/verbs.hpp"
#include "text/fold.hpp"

#include <kith/privacy.hpp>

#include <fmt/format.h>

#include <utility>

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

// What showed the decisions before stands under what shows the last one, a line for each.
constexpr std::string_view earlier_mark = "earlier: ";

/// Where those lines begin; the length of the text when there are none.
std::size_t earlier_at(std::string_view proof) {
    if (proof.starts_with(earlier_mark)) return 0;
    const std::size_t at = proof.find(fmt::format("\n{}", earlier_mark));
    return at == std::string_view::npos ? proof.size() : at + 1;
}

/// What shows the last decision alone.
std::string_view last_proof(std::string_view proof) {
    proof = proof.substr(0, earlier_at(proof));
    if (proof.ends_with('\n')) proof.remove_suffix(1);
    return proof;
}

std::string_view name_of_state(ConsentState state) {
    for (const records::Choice& choice : *record_type<Consent>().field("state")->choices)
        if (choice.value == static_cast<std::int64_t>(state)) return choice.name;
    return {};
}

/// Makes `now` the decision that follows `stored` in its record: what showed that stays, whatever becomes of the journal,
/// and so do custom values that are not given anew.
void follow(Consent& now, const Consent& stored) {
    now.id = stored.id;
    now.meta = stored.meta;
    now.contact = stored.contact;
    now.fields.insert(stored.fields.begin(), stored.fields.end());
    const std::string_view shown = last_proof(stored.proof);
    const std::string_view before = std::string_view(stored.proof).substr(earlier_at(stored.proof));
    std::string proof = now.proof;
    if (!before.empty() && proof.ends_with(before)) {  // as it was read
        proof.resize(proof.size() - before.size());
        if (proof.ends_with('\n')) proof.pop_back();
    }
    const bool same_proof = proof == shown || stored.proof == now.proof ||
                            stored.proof.starts_with(fmt::format("{}\n{}", now.proof, earlier_mark));
    if (now.state == stored.state && now.source == stored.source && same_proof) {  // the same once more
        now.proof = stored.proof;
        return;
    }
    const auto add = [&](std::string_view line) {
        if (!proof.empty() && !line.empty()) proof += '\n';
        proof += line;
    };
    if (!stored.source.empty() || !shown.empty())
        add(fmt::format("{}{} {}{}{}{}{}", earlier_mark, to_string(stored.at), name_of_state(stored.state),
                        stored.source.empty() ? "" : ", ", stored.source, shown.empty() ? "" : ": ", shown));
    add(before);
    now.proof = std::move(proof);
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

// What a merge brought is another person's word again when the merge is taken back: it is put aside as it is.
ConsentId Privacy::decide(const Consent& consent, Where where) {
    return database_.write(
        [&](Transaction& tx) {
            ConsentId kept{};
            for (const Consent& each : on_purpose(tx, consent.contact, consent.purpose)) {
                if (each.channel != consent.channel) continue;
                if (kept || records::brought_by_merge(tx.connection(), each.id)) {
                    tx.remove(each.id);
                    continue;
                }
                kept = each.id;
                Consent now = consent;
                follow(now, tx.get(each.id));
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
