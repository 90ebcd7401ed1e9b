// A search of the whole file: reading on one snapshot, then linking in memory.
#pragma once

#include "match/linker.hpp"
#include "match/population.hpp"

#include <kith/duplicates.hpp>

#include <cstdint>
#include <utility>
#include <vector>

namespace kith::match {

/// What a search found. The file is not touched any more.
struct Scan {
    Population population{};
    Linked linked{};
    DecidedPairs decided{};
    DuplicateReport report{};
};

/// Throws `invalid_argument` for a type that is not matched and for a threshold outside 0..1.
void check(const RecordType& type, const DuplicateOptions& options);

/// Tells the options' progress the share done; throws `cancelled` when it answers false.
void tell(const DuplicateOptions& options, double done);

/// Reads all records of a type, and their keys, and links those that the options' population selects: by the model that
/// is `given`, or else by what it learns.
[[nodiscard]] Scan scan(const Database& database, const RecordType& type, const DuplicateOptions& options,
                        Where where, const Model* given = nullptr);

}  // namespace kith::match
