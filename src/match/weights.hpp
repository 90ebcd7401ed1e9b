// Parts of the scoring that learning needs too.
#pragma once

#include "match/model.hpp"

#include <array>

namespace kith::match {

/// True for the fields that make one address.
constexpr bool is_address_part(Field field) { return field >= Field::number && field <= Field::country; }

/// The weight (natural logarithm of m/u) of one field's agreement; 0 when it is missing.
[[nodiscard]] double field_weight(const FieldWeights& field, const Agreement& agreement);

/// What an address comes to as one piece of evidence.
struct AddressWeight {
    bool present = false;
    double same_place = 0;  ///< weight when it is the same address: the parts, places damped
    double weight = 0;      ///< weight when either it is the same one or somebody moved
    double correction = 0;  ///< `weight` less the plain sum of the parts
    double stayed = 1;      ///< for two records of one person: probability that it is the same address
};

/// Joins the weights of the address parts.
[[nodiscard]] AddressWeight address_weight(const Model& model, const std::array<double, field_count>& weights);

}  // namespace kith::match
