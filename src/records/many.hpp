// What verbs on many records share: one transaction, tried out or done.
#pragma once

#include <kith/database.hpp>
#include <kith/error.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace kith::records {

constexpr std::size_t most_failures = 100;  // that a result lists
constexpr std::int64_t told_every = 100;    // records, between two calls of a progress callback

/// Whether an error is about one record, so that the others can go on.
inline bool is_about_record(Code code) {
    constexpr std::array codes = {Code::required, Code::invalid_value, Code::not_unique, Code::not_found,
                                  Code::in_use,   Code::conflict,      Code::limit};
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

/// Runs `work(transaction)`, which gives a result with its `transaction`, in one transaction; as a dry run takes all of it
/// back.
template <class Work>
auto all_at_once(Database& database, Where where, bool dry_run, Work work) {
    struct DryRun {};  // nothing else throws or catches it
    decltype(work(std::declval<Transaction&>())) result;
    try {
        database.write(
            [&](Transaction& tx) {
                result = work(tx);
                if (dry_run) throw DryRun();
            },
            where);
    } catch (const DryRun&) {
        result.transaction = 0;
    }
    return result;
}

}  // namespace kith::records
