// Merging records that are the same into one, and taking a merge back.
#pragma once

#include <kith/database.hpp>
#include <kith/history.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace kith {

/// What to merge: `losers` become part of `survivor`, and their ids lead to it from then on.
struct MergeRequest {
    std::string record_type = "contact";
    std::int64_t survivor = 0;
    std::vector<std::int64_t> losers{};
};

/// Which record's value a field keeps.
enum class Survivorship : std::int32_t {
    survivor_first = 0,  ///< the survivor's, else the first loser's that has one
    most_recent = 1,     ///< of the record that changed last
    most_complete = 2,   ///< of the record whose block (a name, say) has most parts
    most_frequent = 3,   ///< the value that most records have
    longest = 4,
    verified_first = 5,  ///< of an element that is known to be valid, else as survivor_first
};

/// How to merge. The defaults suit contacts and organizations.
struct MergeOptions {
    Survivorship policy = Survivorship::survivor_first;  ///< for fields without a better rule of their own
    std::map<std::string, Survivorship> fields{};        ///< by field name; overrides every rule
    /// Chooses a field's value itself; an empty Value leaves the choice to the policy. Called inside the transaction:
    /// do not use the database in it.
    std::function<Value(std::string_view field, const std::vector<Value>& values)> choose{};
    bool dry_run = false;                                ///< report what would happen, write nothing
};

/// How one field of the survivor came about.
struct MergedField {
    std::string field{};
    std::vector<Value> values{};  ///< of the survivor, then of the losers; empty where one has none
    Value chosen{};
    std::string reason{};         ///< "most complete", "only value" ...
    bool conflict = false;        ///< different values stood against each other, and one was dropped
};

/// What a merge did, or would do.
struct MergeResult {
    std::int64_t id = 0;                        ///< for `unmerge`; 0 for a dry run
    TransactionId transaction = 0;
    std::int64_t survivor = 0;
    std::vector<MergedField> fields{};          ///< those that differ or were filled
    std::map<std::string, std::size_t> moved{}; ///< rows that follow, by table
    std::size_t dropped = 0;                    ///< rows that the survivor had already (an equal e-mail, the same tag)
};

/// What an unmerge did. Everything that could not go back is named in `kept`.
struct UnmergeResult {
    TransactionId transaction = 0;
    std::size_t restored = 0;
    std::vector<std::int64_t> records{};        ///< the ids that stand for themselves again
    std::vector<Kept> kept{};
};

}  // namespace kith
