// Saved segments: queries with a name, usable in other queries as `in segment "NAME"`.
//
// A segment is a record like any other. However it is written, through this face or the verbs of Database, the
// commit checks it and those that refer to it. Renaming a tag or removing a custom field is not held up by segments
// that name it: `verify` lists those.
#pragma once

#include <kith/database.hpp>
#include <kith/export.hpp>
#include <kith/query.hpp>
#include <kith/records/segment.hpp>
#include <kith/why.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kith {

/// The segments of a database. A handle like Database itself: cheap to copy, safe from any number of threads. Names
/// are the same in any case, width and kana.
class KITH_API Segments {
public:
    /// Saves a query under a name: a new segment, or the new query of the one that has the name. The query is checked:
    /// throws `parse` with line and column, also when it would refer to itself through other segments (naming
    /// the path), has a parameter, or when segments that refer to it would no longer fit; `required` for an empty name;
    /// `invalid_argument` for an unknown record type.
    SegmentId save(std::string_view name, std::string_view query, std::string_view record_type = "contact",
                   Where where = Where::current());

    /// Gives a segment another name and writes `in segment FROM` of the others, in canonical form, with it. Throws
    /// `not_found`, `not_unique` when another segment has the name, `required` for an empty one.
    void rename(std::string_view from, std::string_view to, Where where = Where::current());

    /// The segment of this name, or nothing.
    [[nodiscard]] std::optional<Segment> find(std::string_view name, Where where = Where::current()) const;

    /// All segments, by name.
    [[nodiscard]] std::vector<Segment> list(Where where = Where::current()) const;

    /// Moves the segment to the trash; false when there is none of this name. Throws `in_use` naming the segments that
    /// refer to it.
    bool remove(std::string_view name, Where where = Where::current());

    /// The ids of its members now, in the order of its query. Throws `not_found`.
    [[nodiscard]] std::vector<std::int64_t> members(std::string_view name,
                                                    Where where = Where::current()) const;
    [[nodiscard]] std::vector<std::int64_t> members(SegmentId id, Where where = Where::current()) const;

    /// How many members it has now. Throws `not_found`.
    [[nodiscard]] std::int64_t count(std::string_view name, Where where = Where::current()) const;
    [[nodiscard]] std::int64_t count(SegmentId id, Where where = Where::current()) const;

    /// How its query is answered. Throws `not_found`.
    [[nodiscard]] Explanation explain(std::string_view name, Where where = Where::current()) const;
    [[nodiscard]] Explanation explain(SegmentId id, Where where = Where::current()) const;

    /// Why a record is a member, or is not (why.hpp). Throws `not_found` for the segment and for the record.
    [[nodiscard]] Why why(std::string_view name, std::int64_t record, Where where = Where::current()) const;
    [[nodiscard]] Why why(SegmentId id, std::int64_t record, Where where = Where::current()) const;

private:
    friend class Database;
    explicit Segments(const Database& database) : database_(database) {}

    Database database_;
};

}  // namespace kith
