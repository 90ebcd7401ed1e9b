// Products.
#include "records/describe.hpp"
#include "text/fold.hpp"

#include <kith/records/product.hpp>

namespace kith::records {

const RecordType& product_type() {
    static const RecordType type = [] {
        using P = Product;
        RecordType t = describe<P>("product", "products", 30, {"Product", "商品|製品"});
        t.fields = {
            with_folded(
                field<&P::name>("name", "name", 10, {"Name", "名前|商品名|品名"}, required | searchable),
                "folded"),
            field<&P::sku>("sku", "sku", 11, {"SKU", "品番|商品コード"}, unique | searchable),
            field<&P::category>("category", "category", 12, {"Category", "カテゴリ|分類"}),
            field<&P::unit>("unit", "unit", 13, {"Unit", "単位"}),
            field<&P::description>("description", "description", 14, {"Description", "説明"}, searchable),
            field<&P::active>("active", "active", 15, {"Active", "販売中"}),
            computed_field<&P::folded>("folded", "folded", {"Folded name", ""}, folded),
        };
        t.prepare = [](void* record, const Settings&, Time) {
            auto& product = *static_cast<P*>(record);
            product.folded = text::fold(product.name);
        };
        t.title = [](const void* record) { return static_cast<const P*>(record)->name; };
        return t;
    }();
    return type;
}

}  // namespace kith::records

template <>
const kith::RecordType& kith::record_type<kith::Product>() {
    return records::product_type();
}
