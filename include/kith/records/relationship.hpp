// A relationship: what two contacts are to each other.
#pragma once

#include <kith/records/contact.hpp>

namespace kith {

struct Relationship;
using RelationshipId = Id<Relationship>;

/// What the related one is to the contact. Every kind has its reverse.
enum class RelationKind : std::int32_t {
    other = 0,  ///< `label` says what
    spouse = 1,
    partner = 2,
    parent = 3,
    child = 4,
    sibling = 5,
    relative = 6,
    guardian = 7,
    ward = 8,
    companion = 9,  ///< a friend
    neighbor = 10,
    colleague = 11,
    manager = 12,
    report = 13,  ///< who reports to the contact
    assistant = 14,
    principal = 15,  ///< whom the contact assists
    referrer = 16,   ///< who referred the contact
    referred = 17,   ///< whom the contact referred
    mentor = 18,
    mentee = 19,
};

/// The same relationship seen from the other end: parent for child, spouse for spouse.
[[nodiscard]] KITH_API RelationKind reverse(RelationKind kind) noexcept;

/// "The contact's `kind` is `related`": {.contact = ada, .related = byron, .kind = RelationKind::parent} says that Byron
/// is Ada's parent. One record, read from both ends (`card` turns it round). Nobody is related to himself: where a merge
/// makes one contact of the two, the relationship goes, and `unmerge` brings it back.
struct Relationship {
    RelationshipId id{};
    ContactId contact{};  ///< required
    ContactId related{};  ///< required
    RelationKind kind = RelationKind::other;
    std::string label{};  ///< in words: "godmother", 親戚
    std::string notes{};
    Meta meta{};

    friend bool operator==(const Relationship&, const Relationship&) = default;
};

template <>
KITH_API const RecordType& record_type<Relationship>();

}  // namespace kith
