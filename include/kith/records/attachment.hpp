// An attachment: a file with a contact, an organization, a deal or an interaction.
#pragma once

#include <kith/records/interaction.hpp>

namespace kith {

struct Attachment;
using AttachmentId = Id<Attachment>;

/// An attachment. Its bytes lie apart, each content once (`db.blobs()`), and `content` is their key.
struct Attachment {
    AttachmentId id{};
    std::string name{};        ///< required; the file's name, "contract.pdf"
    std::string media_type{};  ///< "application/pdf"
    std::string content{};     ///< required; the key that `Blobs::put` gave
    ContactId contact{};
    OrganizationId organization{};
    DealId deal{};
    InteractionId interaction{};
    Meta meta{};

    friend bool operator==(const Attachment&, const Attachment&) = default;
};

template <>
KITH_API const RecordType& record_type<Attachment>();

}  // namespace kith
