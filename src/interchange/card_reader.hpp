// vCards (2.1, 3.0, 4.0 and what clients make of them) to drafts.
#pragma once

#include "interchange/cells.hpp"
#include "interchange/draft.hpp"
#include "interchange/vcard.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace kith::interchange {

/// Reads the cards of one file. Used by one thread; `cells` must outlive it.
class CardReader {
public:
    explicit CardReader(const CellReader& cells) : cells_(cells) {}

    /// A card as a draft: of an organization when the card says so (KIND:org, X-ABShowAs, or nothing but ORG for a
    /// name), else of a contact. Groups, locations and devices are skipped, with the reason in the draft.
    ///
    /// Kept: N, FN, NICKNAME, readings (X-PHONETIC-..., SOUND, kana in SORT-STRING and SORT-AS), EMAIL, TEL, ADR with LABEL
    /// and GEO, ORG, TITLE, ROLE, BDAY, ANNIVERSARY and other dates, NOTE, CATEGORIES, URL, IMPP, social profiles and
    /// messengers, UID, LANG, TZ, GENDER, PHOTO of a contact (a link to one as a handle of service "photo"). FN is kept as typed only where it says more than N.
    [[nodiscard]] Draft read(const VCard& card);

    /// Properties with content that were not kept, and how often.
    [[nodiscard]] const std::map<std::string, std::size_t>& ignored() const noexcept { return ignored_; }

    /// The field that a property goes to, for previews; empty: none.
    [[nodiscard]] static std::string field_of(const std::string& property);

private:
    const CellReader& cells_;
    std::map<std::string, std::size_t> ignored_;
};

}  // namespace kith::interchange
