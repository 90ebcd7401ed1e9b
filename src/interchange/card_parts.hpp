// The parts of one card: which property says what of the record.
#pragma once

#include "interchange/cells.hpp"
#include "interchange/draft.hpp"
#include "interchange/vcard.hpp"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace kith::interchange {

/// The service of a handle that says where a contact's picture is, when a card has only its address: nobody fetches it, and
/// it goes out as it came in. Matching leaves it aside, since many people share a stock picture.
inline constexpr std::string_view photo_service = "photo";

/// Bytes of the largest picture that is kept. Contacts' pictures are small; what is larger is no portrait.
inline constexpr std::size_t largest_photo = std::size_t{8} << 20;

/// The preferred (else the first) property of that name; null when there is none.
[[nodiscard]] const VCardProperty* first(const VCard& card, std::string_view name);

/// The service that an old messenger property stands for ("X-SKYPE-USERNAME" is skype); empty when it is none.
[[nodiscard]] std::string_view messenger_of(std::string_view property) noexcept;

/// Reads one card into one draft.
class CardParts {
public:
    CardParts(const VCard& card, Draft& draft, const CellReader& cells)
        : card_(card), draft_(draft), cells_(cells) {}

    void read_contact();
    void read_organization();

    /// True when the property went into the draft.
    [[nodiscard]] bool was_read(const VCardProperty& property) const { return read_.count(&property) > 0; }
    /// True when the card says nothing of anybody.
    [[nodiscard]] bool empty() const;

private:
    using Values = std::vector<const VCardProperty*>;

    /// Every property of that name, marked as read.
    Values take(std::string_view name);
    /// The text of the first one, NUL removed and trimmed; all of them are marked as read.
    std::string take_text(std::string_view name);
    std::string clean(std::string text, std::string_view field);
    /// Only NUL removed; nothing of white space alone.
    std::string whole(std::string text, std::string_view field);

    void read_name(Name& name);
    void read_readings(Name& name);
    void read_jobs();
    void read_dates(Contact& contact);
    PartialDate date_of(const VCardProperty& property, std::string_view field);
    template <class Record>
    void read_points(Record& record);
    void read_addresses(std::vector<Address>& addresses);
    void read_handles(std::vector<Handle>& handles);
    void read_photo();
    void read_notes(std::string& notes, std::vector<std::string>& tags);
    void read_uid();

    const VCard& card_;
    Draft& draft_;
    const CellReader& cells_;
    std::set<const VCardProperty*> read_;
};

}  // namespace kith::interchange
