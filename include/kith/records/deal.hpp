// A deal: something that may be sold to someone, on its way through a pipeline.
#pragma once

#include <kith/money.hpp>
#include <kith/records/organization.hpp>
#include <kith/records/product.hpp>
#include <kith/records/stage.hpp>

namespace kith {

struct Deal;
using DealId = Id<Deal>;

/// What someone is in a deal.
enum class DealRole : std::int32_t {
    none = 0,  ///< takes part
    decision_maker = 1,
    champion = 2,  ///< speaks for us
    influencer = 3,
    user = 4,     ///< will work with what is bought
    billing = 5,  ///< gets the invoice
    blocker = 6,
};

/// Someone who takes part in a deal; converts from the contact's id.
struct DealContact {
    ContactId contact{};
    DealRole role = DealRole::none;

    DealContact() = default;
    DealContact(ContactId who, DealRole as = DealRole::none) : contact(who), role(as) {}
    friend bool operator==(const DealContact&, const DealContact&) = default;
};

/// One thing in a deal, with its price. Worth quantity x unit_price less the discount, rounded to the minor unit, half
/// away from zero.
struct DealLine {
    std::int64_t id = 0;
    ProductId product{};
    std::string description{};  ///< where there is no product, or what is special about it
    double quantity = 1;
    Money unit_price{};   ///< in the deal's currency; filled in when only the amount is given
    double discount = 0;  ///< percent off, 0 to 100

    friend bool operator==(const DealLine&, const DealLine&) = default;
};

/// Whether a deal is still open: what its stage says.
using DealStatus = StageKind;

/// A deal. Moving it is setting `stage` (or `pipelines().move`); every move is kept with its time and who did it.
struct Deal {
    DealId id{};
    std::string name{};  ///< required
    StageId stage{};     ///< required; entering it may need further fields (`required`)
    /// The main contact; always one of `participants`. Another in its place leaves it there, unless it was alone and without
    /// a role: kith put it there.
    ContactId contact{};
    OrganizationId organization{};
    /// What it is worth; left empty in a deal with lines: their sum when it is written. An amount that was the sum of the
    /// lines follows them, as long as an update does not change both.
    Money amount{};
    std::optional<PartialDate> expected_close{};
    std::optional<Time>
        closed_at{};  ///< when it was won or lost; filled in on entering such a stage, emptied on leaving
    UserId owner{};
    std::string source{};       ///< where it came from
    std::string lost_reason{};  ///< why it was lost; a stage can require it
    std::string campaign{};     ///< the campaign that it came from, as text
    std::string notes{};
    std::int64_t position = 0;                ///< order on the board within its stage, then by id
    std::vector<DealContact> participants{};  ///< each contact at most once
    std::vector<DealLine> lines{};
    std::vector<std::string> tags{};  ///< honoured by `add`, filled on reading, ignored by `update`
    CustomValues fields{};
    PipelineId pipeline{};                 ///< kept by kith: the stage's; a contradiction is refused
    DealStatus status = DealStatus::open;  ///< kept by kith: the stage's kind
    Meta meta{};

    friend bool operator==(const Deal&, const Deal&) = default;
};

/// What a line is worth; without a currency when it has no price. Throws `invalid_value` for more than 2^53 - 1 minor units.
[[nodiscard]] KITH_API Money total_of(const DealLine& line);

/// What the lines of a deal are worth together. Throws as `total_of`.
[[nodiscard]] KITH_API Money lines_total(const Deal& deal);

template <>
KITH_API const RecordType& record_type<Deal>();

}  // namespace kith
