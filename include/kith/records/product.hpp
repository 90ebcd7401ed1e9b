// A product or service that deals are about.
#pragma once

#include <kith/record_type.hpp>
#include <kith/value.hpp>

#include <string>
#include <vector>

namespace kith {

struct Product;
using ProductId = Id<Product>;

/// A product. Its prices are records of their own (`Price`).
struct Product {
    ProductId id{};
    std::string name{};      ///< required
    std::string sku{};       ///< article number, 品番; unique where there is one
    std::string category{};  ///< as the host sorts them
    std::string unit{};      ///< what is counted: "piece", "hour", 箱
    std::string description{};
    bool active = true;               ///< still sold
    std::vector<std::string> tags{};  ///< honoured by `add`, filled on reading, ignored by `update`
    CustomValues fields{};
    std::string folded{};  ///< kept by kith
    Meta meta{};

    friend bool operator==(const Product&, const Product&) = default;
};

template <>
KITH_API const RecordType& record_type<Product>();

}  // namespace kith
