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
    Linked linked{};                                               ///< decided pairs left out
    std::vector<std::pair<std::uint32_t, std::uint32_t>> apart{};  ///< decided pairs, by index, sorted
    DuplicateReport report{};
};

/// Throws `invalid_argument` for a type that is not matched and for a threshold outside 0..1.
void check(const RecordType& type, const DuplicateOptions& options);

/// Reads all records of a type, and their keys, and links those that the options' population selects.
[[nodiscard]] Scan scan(const Database& database, const RecordType& type, const DuplicateOptions& options,
                        Where where);

}  // namespace kith::match
