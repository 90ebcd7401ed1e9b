// A search of a whole file, or of two: reading each on one snapshot, then linking in memory.
#pragma once

#include "match/linker.hpp"
#include "match/population.hpp"

#include <kith/duplicates.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace kith::match {

/// What a search found. The files are not touched any more.
struct Scan {
    Population population{};
    std::uint32_t second = 0;  ///< records from here on are the other file's; 0: there is one file
    Linked linked{};
    DecidedPairs decided{};
    DuplicateReport report{};
};

/// Throws `invalid_argument` for a type that is not matched.
void check(const RecordType& type);
/// Throws `invalid_argument` for a type that is not matched and for a threshold outside 0..1.
void check(const RecordType& type, const DuplicateOptions& options);

using Progress = std::function<bool(double done)>;

/// Tells the share done; throws `cancelled` when the answer is false.
void tell(const Progress& progress, double done);

/// Reads all records of a type, and their keys, and links those that the options' population selects: by the model that
/// is `given`, or else by what it learns.
[[nodiscard]] Scan scan(const Database& database, const RecordType& type, const DuplicateOptions& options,
                        Where where, const Model* given = nullptr);

/// The same across two files: records of `database` come first. What is decided is decided within either file, and concerns
/// no pair that is compared.
[[nodiscard]] Scan scan_across(const Database& database, const Database& other, const RecordType& type,
                               const kith::LinkOptions& options, Where where, const Model* given = nullptr);

/// The keys of the custom fields by which records of either file are told apart, sorted: a value means the same in both. Throws
/// `invalid_argument` when they are one file.
[[nodiscard]] std::vector<std::string> identifying_keys(const Database& database, const Database& other,
                                                        const RecordType& type, Where where);

}  // namespace kith::match
