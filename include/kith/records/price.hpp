// What a product costs, in one currency and from one day to another.
#pragma once

#include <kith/money.hpp>
#include <kith/records/product.hpp>

#include <optional>

namespace kith {

struct Price;
using PriceId = Id<Price>;

/// A price of a product. Several may stand side by side: per currency, and one after the other. Which one holds on a
/// day is that with the latest `starts`.
struct Price {
    PriceId id{};
    ProductId product{};                  ///< required
    Money amount{};                       ///< required, per unit of the product
    std::optional<PartialDate> starts{};  ///< the first day, with its year; nothing: always was
    std::optional<PartialDate> ends{};    ///< the last day, with its year; nothing: still holds
    Meta meta{};

    friend bool operator==(const Price&, const Price&) = default;
};

template <>
KITH_API const RecordType& record_type<Price>();

}  // namespace kith
