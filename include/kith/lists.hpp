// Lists: the names of what people keep by hand. Putting records on them is `add_to_list` and `remove_from_list` of Database and
// Transaction; as segments they are segments.hpp's.
#pragma once

#include <kith/database.hpp>
#include <kith/label_merge.hpp>
#include <kith/records/list.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kith {

/// A list with the number of records on it.
struct ListUse {
    List list{};
    std::int64_t records = 0;
};

/// Two lists of one record type whose names are nearly the same.
struct SimilarLists {
    List left{};
    List right{};
    double similarity = 0;  ///< 0..1, as of SimilarTags
    std::string how{};      ///< as of SimilarTags
    std::int64_t left_records = 0;
    std::int64_t right_records = 0;
    std::string keep{};  ///< the name to keep: of the one with more records, else the older one
};

/// Two lists of one record type that hold much the same records.
struct OverlappingLists {
    List left{};
    List right{};
    std::int64_t left_records = 0;
    std::int64_t right_records = 0;
    std::int64_t shared = 0;  ///< records on both
    double jaccard = 0;       ///< shared by those on either (Jaccard 1901): 1 for the same records
    double containment = 0;   ///< shared by those on the smaller one: 1 when the larger one holds all of it
    std::string keep{};       ///< the name to keep: of the one with more records, else the older one
};

/// The lists of a database. A small value; safe to use from any thread. What is in the trash or merged away is not counted.
class KITH_API Lists {
public:
    explicit Lists(const Database& database) : database_(database) {}

    /// All lists with their use, by name.
    [[nodiscard]] std::vector<ListUse> all(Where where = Where::current()) const;
    /// Gives a list another name. Throws `not_found`, and `not_unique` when another list has that name (then `merge`).
    void rename(std::string_view from, std::string_view to, Where where = Where::current());
    /// Puts every record of the list `from` on `into` and moves `from` to the trash. Saved queries that name it, and a manual
    /// segment that it is, then have `into`. One transaction, so one undo. Throws `not_found`, `invalid_argument` for lists
    /// of two record types and when both are one list, `in_use` for the list of a snapshot.
    LabelMergeResult merge(std::string_view from, std::string_view into,
                           const LabelMergeOptions& options = {}, Where where = Where::current());
    /// The same for several lists.
    LabelMergeResult merge_all(const std::vector<std::string>& from, std::string_view into,
                               const LabelMergeOptions& options = {}, Where where = Where::current());
    /// Takes every record off a list and moves it to the trash. Throws `not_found`, `in_use` naming the segment that it is.
    void remove(std::string_view name, Where where = Where::current());
    /// Lists without records.
    [[nodiscard]] std::vector<List> unused(Where where = Where::current()) const;
    /// Pairs of lists of one record type whose names may mean the same, as `Tags::similar`. Lists of snapshots are left out.
    [[nodiscard]] std::vector<SimilarLists> similar(double threshold = 0.9,
                                                    Where where = Where::current()) const;
    /// Pairs of lists of one record type that hold much the same: those of which jaccard or containment reaches the
    /// threshold, most alike first; lists of snapshots are left out. One scan of the members in the order of records; a record
    /// on n lists counts n * n / 2 times. Containment needs at least `least` records on the smaller list, because two or three
    /// are on many others by chance. Throws `invalid_argument` for a threshold outside 0..1.
    [[nodiscard]] std::vector<OverlappingLists> overlapping(double threshold = 0.8, std::int64_t least = 5,
                                                            Where where = Where::current()) const;

private:
    Database database_;
};

}  // namespace kith
