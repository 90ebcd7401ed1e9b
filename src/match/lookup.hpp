// One record against the file: a few index look-ups instead of reading everything.
#pragma once

#include "match/learned.hpp"
#include "match/population.hpp"
#include "match/profile.hpp"
#include "store/connection.hpp"

#include <kith/record_type.hpp>

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace kith::match {

/// A record of the file that may be the one asked about.
struct Likely {
    std::int64_t id = 0;
    double probability = 0;
};

/// Adds a record that the file does not have to a population. `record` points to a Contact or an Organization;
/// `affiliations`: where a contact works.
void add_candidate(store::Connection& connection, const RecordType& type, Population& population,
                   const void* record, std::span<const Affiliation> affiliations);

/// The records that may be the one in `population`, which holds it alone and takes the others in; the most likely first.
/// `self`: its id where the file has it, else 0. `wanted`, when given, says which records are compared at all.
///
/// What was decided about pairs counts. About the record itself: the different ones are left out, the confirmed ones
/// certain. About two others, where it is in no file yet: it can be only one of two that are different, and is both
/// or neither of two that are one.
[[nodiscard]] std::vector<Likely> likely(store::Connection& connection, const RecordType& type,
                                         Population& population, std::int64_t self, const Learned* learned,
                                         double threshold,
                                         const std::function<bool(std::int64_t)>& wanted = {});

}  // namespace kith::match
