// Two files: which records of another one are records of this one.
//
//     auto list = Database::open(":memory:");                       // or a second file
//     list.imports().run("fair.csv");
//     auto duplicates = db.duplicates();
//     for (const Link& link : duplicates.link(list))                // the surest first
//         show(link.id, link.other, link.probability, link.sure, duplicates.explain(link.id, list, link.other));
#pragma once

#include <kith/export.hpp>
#include <kith/id.hpp>
#include <kith/value.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace kith {

/// A record that may be the same as the one asked about.
template <class T>
struct MatchOf {
    Id<T> id{};
    double probability = 0;  ///< 0..1
};

/// How many records of the one file a record of the other may be. It is said which file has each person once.
enum class Linkage : std::int32_t {
    many_to_one = 0,   ///< this file: several records of the other may be one of it, and none is two of it
    one_to_one = 1,    ///< both
    one_to_many = 2,   ///< the other file
    many_to_many = 3,  ///< neither: every pair that is likely enough
};

/// The name of a linkage, "many_to_one".
[[nodiscard]] KITH_API std::string_view name_of(Linkage linkage) noexcept;
/// The linkage of that name. Throws `invalid_argument` naming those that there are.
[[nodiscard]] KITH_API Linkage linkage_named(std::string_view name);

/// How two files are linked.
struct LinkOptions {
    double threshold = 0.95;  ///< least probability, 0..1, of a link that is sure
    /// Least probability, 0..1, of a link at all: what is not sure is for somebody to look at. Where the threshold is lower,
    /// that counts, and all links are sure.
    double review = 0.5;
    /// Where a record may be one of several and only of one, the surest link is made first; of links that are as sure, that of
    /// the smaller ids.
    Linkage linkage = Linkage::many_to_one;
    std::size_t limit = 0;           ///< at most so many links, the surest ones; 0: all
    std::string population{};        ///< a query: only records of this file that it selects; empty: all
    Parameters parameters{};         ///< of that query
    std::string other_population{};  ///< the same of the other file
    Parameters other_parameters{};
    /// Called from time to time with the share done, 0..1, on the calling thread; false: Error cancelled.
    std::function<bool(double done)> progress{};
};

/// A record of the other file that is one of this file.
template <class T>
struct LinkOf {
    Id<T> id{};              ///< in this file
    Id<T> other{};           ///< in the other one
    double probability = 0;  ///< 0..1
    bool sure = false;       ///< LinkOptions::threshold is reached; else somebody should look
    /// Where the other record can be only one of this file: those that it may be besides, from LinkOptions::review on, the
    /// likeliest first.
    std::vector<MatchOf<T>> rivals{};
};

}  // namespace kith
