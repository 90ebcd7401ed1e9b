// Saved segments: queries with a name, usable in other queries as `in segment "NAME"`.
//
//   db.segments().save("VIPs", "tag = vip and not city = Kyoto");          // a query: answered when it is asked
//   db.segments().snapshot("VIPs 2026", "in segment VIPs");                // a list: who they were
//   db.segments().live("VIPs");                                            // kept by every commit, with its history
//
// Set algebra is the query language's: `in segment A and not in segment B`, counted with `db.count`.
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
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kith {

/// That a record entered or left a live segment.
struct SegmentChange {
    std::int64_t number = 0;  ///< goes up, with gaps
    std::int64_t record = 0;
    bool entered = true;            ///< false: it left
    Time at{};                      ///< of the transaction, or of the `advance_clock` that noticed it
    TransactionId transaction = 0;  ///< 0: only time went by

    friend bool operator==(const SegmentChange&, const SegmentChange&) = default;
};

/// What happened to a live segment on one day.
struct SegmentGrowth {
    PartialDate day{};  ///< in the time zone of the settings
    std::int64_t entered = 0;
    std::int64_t left = 0;
    std::int64_t members = 0;  ///< at the end of the day

    friend bool operator==(const SegmentGrowth&, const SegmentGrowth&) = default;
};

/// The segments of a database. A handle like Database itself: cheap to copy, safe from any number of threads. Names
/// are the same in any case, width and kana.
class KITH_API Segments {
public:
    /// Saves a query under a name: a new segment, or the new query of the one that has the name. The query is checked:
    /// throws `parse` with line and column, also when it would refer to itself through other segments (naming
    /// the path), has a parameter, or when segments that refer to it would no longer fit; `not_unique` when a manual segment
    /// or a snapshot has the name (rename or remove that first); `required` for an empty name; `invalid_argument` for an
    /// unknown record type.
    SegmentId save(std::string_view name, std::string_view query, std::string_view record_type = "contact",
                   Where where = Where::current());

    /// A segment of records that people choose, one by one: a list of this name, made when there is none, with
    /// `Database::add_to_list` and `remove_from_list`. Throws like `save`; `not_unique` for a segment that is there.
    SegmentId manual(std::string_view name, std::string_view record_type = "contact",
                     Where where = Where::current());

    /// The records that the query selects now, as a segment that stays as it is: a new list of this name holds them.
    /// Throws `not_unique` when a segment or list has the name, and what `save` throws. Cost: a row a member.
    SegmentId snapshot(std::string_view name, std::string_view query,
                       std::string_view record_type = "contact", Where where = Where::current());

    /// Lets the commits keep the segment's members, or lets them be: a live segment costs each transaction that touches
    /// what its query reads one small query about the records that it touched, and no other; its members need no query
    /// (unless it asks for an order or about time), and who entered and left is noted. Throws `not_found`;
    /// `invalid_value`, with the reason, for a segment that can change for records that nobody touched: with a limit, a
    /// rank. What was noted goes when it is live no more.
    void live(std::string_view name, bool on = true, Where where = Where::current());

    /// Brings the members of live segments with conditions on time ("within last 30 days") to the time that the clock
    /// says now: only the records whose values lie between what was compared then and now are asked about. Gives how many
    /// entered or left. Call it as often as that matters, every minute or every night; commits do it for the records that
    /// they touch. Observers of time are told, as by `Database::poll`.
    std::int64_t advance_clock(Where where = Where::current());

    /// Who entered and left a live segment since it is live, in that order: those with numbers above `after`, at most
    /// `limit`. Throws `not_found`.
    [[nodiscard]] std::vector<SegmentChange> changes(std::string_view name, std::int64_t after = 0,
                                                     std::size_t limit = 1000,
                                                     Where where = Where::current()) const;

    /// When a member of a live segment entered it last; nothing for a record that is no member. Throws `not_found`.
    [[nodiscard]] std::optional<Time> entered_at(std::string_view name, std::int64_t record,
                                                 Where where = Where::current()) const;

    /// The growth of a live segment, day by day: the days on which somebody entered or left. Throws `not_found`. Cost: a
    /// row a change.
    [[nodiscard]] std::vector<SegmentGrowth> growth(std::string_view name,
                                                    Where where = Where::current()) const;

    /// How many records each two of these segments share: a square, row by row, with the sizes on its diagonal. They
    /// select records of one type, else `invalid_argument`. Throws `not_found`. Cost: asking each once.
    [[nodiscard]] std::vector<std::vector<std::int64_t>> overlaps(std::span<const std::string> names,
                                                                  Where where = Where::current()) const;

    /// So many members by chance, by id: all when there are fewer. The same seed gives the same for the same members.
    /// Throws `not_found`.
    [[nodiscard]] std::vector<std::int64_t> sample(std::string_view name, std::size_t size,
                                                   std::uint64_t seed = 0,
                                                   Where where = Where::current()) const;

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

    /// How `members` answers: of a live segment whose members commits keep, by reading them; else by its query. Throws
    /// `not_found`.
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
