// Prices of products.
#include "records/describe.hpp"

#include <kith/error.hpp>
#include <kith/records/price.hpp>

#include <fmt/format.h>

#include <utility>

namespace kith::records {

namespace {

void prepare(void* record, const Settings& /*settings*/, Time /*now*/) {
    const auto& price = *static_cast<const Price*>(record);
    for (const auto& [field, day] : {std::pair("starts", price.starts), std::pair("ends", price.ends)})
        if (day && day->year == 0)
            throw Error(Code::invalid_value,
                        fmt::format("{} needs a year, not '{}'", field, day->to_string()), {.field = field});
    if (!price.starts || !price.ends) return;
    PartialDate last = *price.ends;  // the last day that it can mean
    if (last.month == 0) last.month = 12;
    if (last.day == 0) last.day = 31;
    if (*price.starts > last)
        throw Error(Code::invalid_value,
                    fmt::format("the price ends on {}, before it starts on {}", price.ends->to_string(),
                                price.starts->to_string()),
                    {.field = "ends"});
}

}  // namespace

const RecordType& price_type() {
    static const RecordType type = [] {
        using P = Price;
        RecordType t = describe<P>("price", "prices", 31, {"Price", "価格|単価"});
        t.fields = {
            reference_field<&P::product>("product", "product_id", 10, {"Product", "商品|製品"}, "product",
                                         required),
            money_field<&P::amount>("amount", "amount", 11, "currency", {"Amount", "金額"}, required),
            field<&P::amount, &Money::currency>("currency", "currency", 12, {"Currency", "通貨"}),
            field<&P::starts>("starts", "starts", 13, {"Starts", "開始日|適用開始日"}),
            field<&P::ends>("ends", "ends", 14, {"Ends", "終了日|適用終了日"}),
        };
        t.prepare = &prepare;
        t.title = [](const void* record) { return static_cast<const P*>(record)->amount.to_string(); };
        return t;
    }();
    return type;
}

}  // namespace kith::records

template <>
const kith::RecordType& kith::record_type<kith::Price>() {
    return records::price_type();
}
