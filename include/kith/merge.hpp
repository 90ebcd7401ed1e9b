// Merging records that are the same into one, and taking a merge back.
#pragma once

#include <kith/database.hpp>
#include <kith/history.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith {

/// What to merge: `losers` become part of `survivor`, and their ids lead to it from then on.
struct MergeRequest {
    std::string record_type = "contact";
    std::int64_t survivor = 0;
    std::vector<std::int64_t> losers{};
};

/// A request from typed ids. `T` is Contact or Organization.
template <class T>
[[nodiscard]] MergeRequest merge_of(Id<T> survivor, std::initializer_list<Id<T>> losers);

/// Which record's value a field keeps. A tie goes to the survivor, then to the losers in their order; an empty value
/// never wins over one that is there.
enum class Survivorship : std::int32_t {
    survivor_first = 0,  ///< the survivor's, else the first loser's that has one
    most_recent = 1,     ///< the one that was written last
    most_complete =
        2,  ///< the one with most parts: of a name the most words that are more than initials, of a date the most known parts
    most_frequent = 3,   ///< the one that most records have, compared folded
    longest = 4,         ///< the one with most characters
    verified_first = 5,  ///< of the record with most e-mails and phones known to be valid
    named_source = 6,    ///< of the first of some named sources that has one; see `from_sources`
};

/// A policy with what it needs. A policy alone is one.
struct SurvivorshipRule {
    Survivorship policy = Survivorship::survivor_first;
    std::vector<std::string> sources{};  ///< of `named_source`: the most trusted first

    SurvivorshipRule() = default;
    SurvivorshipRule(Survivorship chosen) : policy(chosen) {}  // NOLINT(google-explicit-constructor)
    SurvivorshipRule(Survivorship chosen, std::vector<std::string> names)
        : policy(chosen), sources(std::move(names)) {}
};

/// The value of the record that comes from the first of these sources; of the next where that has none, and without any
/// the survivor's. A record comes from a source when its field `source` says so, when an import batch with that `source`
/// ("fair.csv") made or changed it, or when it has an id in that system (`ExternalId::system`). Names are compared folded;
/// one that no record comes from decides nothing.
[[nodiscard]] inline SurvivorshipRule from_sources(std::vector<std::string> names) {
    return {Survivorship::named_source, std::move(names)};
}

/// How to merge. Fields have rules that suit them: a name goes as one block, the most complete one; a birthday is the
/// most complete; the lifecycle is the furthest; notes are joined; created is the earliest. Every other field follows
/// `policy`. E-mails, phones, addresses, handles, dates, external ids, tags, lists and custom choices are united:
/// what says the same in its normalised form becomes one, with the label and flags that say more.
struct MergeOptions {
    SurvivorshipRule policy{};  ///< for fields without a better rule of their own
    /// By field name ("birthday", "field.KEY" for a custom field, "name" for the block); overrides every rule.
    std::map<std::string, SurvivorshipRule> fields{};
    /// Chooses a field's value itself where values differ; an empty Value leaves the choice to the policy. A custom
    /// field's must be one of the values. Called inside the transaction: do not use the database in it.
    std::function<Value(std::string_view field, const std::vector<Value>& values)> choose{};
    /// Merge also what was decided to be different (`Duplicates::not_duplicate`); the decision goes with it. False:
    /// throws `invalid_argument` with the argument "different_from".
    bool despite_decisions = false;
    bool dry_run = false;  ///< report what would happen, write nothing
};

/// How one field of the survivor came about.
struct MergedField {
    std::string field{};
    std::vector<Value> values{};  ///< of the survivor, then of the losers; empty where one has none
    Value chosen{};
    std::string reason{};   ///< "most complete", "only value", ...
    bool conflict = false;  ///< different values stood against each other, and one was dropped
};

/// Something that a merge does not keep, because the survivor has it or would refer to itself. Unmerge brings it back.
struct MergeDrop {
    RecordRef record{};  ///< whose it was: a loser; of a record that goes itself (two equal employments): that
    std::string field{};   ///< "email", "tag", "participant", "field.KEY"; empty: the record itself
    std::string says{};    ///< what it said
    std::string reason{};  ///< "the survivor has it", "the survivor would refer to itself", ..., in English
};

/// What a merge did, or would do.
struct MergeResult {
    std::int64_t id = 0;  ///< for `unmerge`; 0 for a dry run
    TransactionId transaction = 0;
    std::string record_type{};  ///< of all of them
    std::int64_t survivor = 0;
    std::vector<std::int64_t> losers{};          ///< what became part of it
    std::vector<MergedField> fields{};           ///< those that differ or were filled
    std::map<std::string, std::size_t> moved{};  ///< rows that follow, by table
    std::size_t dropped =
        0;  ///< rows that the survivor had already (an equal e-mail, the same tag), references cleared
    std::vector<MergeDrop> drops{};  ///< of a dry run: what those are, at most 1000
    /// Of a dry run: the survivor as it would be, with its e-mails, tags, custom fields and all; for whoever knows the type
    /// only at run time (`json_of`, `value_of`).
    std::shared_ptr<const void> record{};
    /// The same for who knows it; null when it is of another type or this is no dry run.
    template <class T>
    [[nodiscard]] const T* record_as() const {
        return find_record_type(record_type) == &kith::record_type<T>() ? static_cast<const T*>(record.get())
                                                                        : nullptr;
    }
};

/// How many merges are made at once.
struct BulkMergeOptions {
    MergeOptions each{};  ///< of every merge
    bool dry_run =
        false;  ///< does everything, tells what would become of it, and takes it back: nothing is written
    /// Goes on after a merge that is refused, and lists it among the failures. False: the first one ends all of it, nothing
    /// is written, and the error names the record.
    bool skip_failing = false;
    std::size_t sample = 20;  ///< of how many merges the result shows what became of the fields
    std::string label{};      ///< in the history; empty: "merge N contacts"
    /// Told now and then how many merges of how many are done; false ends all of it with `cancelled`, and nothing is
    /// written. Runs inside the transaction: it must not use the database.
    std::function<bool(std::int64_t done, std::int64_t total)> progress{};
};

/// A merge that was refused, and why.
struct MergeFailure {
    MergeRequest request{};
    Code code{};
    std::string message{};
};

/// What became of many merges.
struct BulkMergeResult {
    std::int64_t requested = 0;
    std::int64_t merged = 0;   ///< merges that were made
    std::int64_t records = 0;  ///< that became part of others in them
    std::int64_t failed = 0;
    std::map<std::string, std::size_t> conflicts{};  ///< merges in which a value of a field was dropped, by field
    std::map<std::string, std::size_t> moved{};      ///< rows that followed, by table
    std::size_t dropped = 0;                         ///< rows that the survivors had already
    std::vector<MergeResult> sample{};               ///< the first
    std::vector<MergeFailure> failures{};            ///< the first 100
    TransactionId transaction =
        0;  ///< what `undo` takes back; 0 when nothing was written. `unmerge` takes back one of them
};

/// How records are merged that are surely the same.
struct AutoMergeOptions {
    double threshold = 0.999;  ///< least probability of a cluster's weakest joint; not less than 0.5
    std::string population{};  ///< a query: only records that it selects; empty: all
    Parameters parameters{};   ///< of that query
    MergeOptions each{};
    bool dry_run = false;
    std::size_t sample = 20;
    std::string label{};
    /// Told now and then the share done, 0..1, the search for duplicates being the first half; false ends all of it with
    /// `cancelled`, and nothing is written. It must not use the database.
    std::function<bool(double done)> progress{};
};

/// Something that the survivor gained after a merge, so that nobody but the host knows whose it is: a record that refers
/// to it (a task, a relationship), a link (a participant, a tag, an entry of a list), an e-mail or another part of its own.
/// What is written to a merged record's id counts as the survivor's. Changed fields, custom ones too, are no children:
/// they stay where they were made.
struct LaterChild {
    std::string table{};  ///< "task", "participant", "tagging", "email"
    /// The record that refers to the survivor; of a link the other end (the interaction, the tag, the list); of a part of
    /// the survivor the survivor.
    RecordRef record{};
    std::string field{};       ///< through which it belongs to it: "contact", "participant", "tag", "email"
    std::int64_t element = 0;  ///< id of a part (an e-mail) or of an element that refers to it; 0: none
    std::string says{};        ///< what it is, for people: a record's title, an address
    TransactionId transaction =
        0;  ///< that added it, or made it refer to the survivor; 0: before the history begins
    std::int64_t owner = 0;  ///< whose it is now: the survivor's, or where the host had it moved
};

/// What came to the survivor in one table since the merge.
struct LaterChildren {
    std::size_t added = 0;               ///< all of them
    std::size_t moved = 0;               ///< of them, those that the host gave to a record taken out
    std::vector<LaterChild> children{};  ///< the first ones, by id
};

/// How a merge is taken back.
struct UnmergeOptions {
    /// Asked for everything that the survivor gained since: gives the id of one of the records taken out, to which it moves,
    /// or 0 or the survivor's id, where it stays. Called inside the transaction: it must not use the database. What
    /// cannot move (the record has such a link, a rule of the data forbids it) stays and is named in `kept`. Other ids throw
    /// `invalid_argument`. Without it everything stays.
    std::function<std::int64_t(const LaterChild&)> move{};
    bool dry_run = false;      ///< report what would happen, write nothing
    std::size_t sample = 100;  ///< of how many later children per table the result has more than the number
};

/// What an unmerge did. Everything that could not go back is named in `kept`.
struct UnmergeResult {
    TransactionId transaction =
        0;  ///< `undo` takes the unmerge back, moved children included; 0 for a dry run
    std::size_t restored = 0;
    std::vector<std::int64_t> records{};  ///< the ids that stand for themselves again
    std::vector<Kept> kept{};
    std::map<std::string, LaterChildren> later{};  ///< added since the merge, by table
    /// True when the history does not reach back to the merge (`History::prune`): parts and references that were added
    /// before it begins are not among `later`; records and links are.
    bool later_is_partial = false;
};

/// One merge that was made.
struct MergeEntry {
    std::int64_t id = 0;  ///< for `unmerge`
    RecordRef survivor{};
    std::vector<std::int64_t> losers{};
    Time at{};
    std::string by{};
    TransactionId transaction = 0;
    std::optional<Time> undone_at{};  ///< when it was taken back; nothing: it is in force
};

/// The merges of which a record is the survivor or a loser, oldest first. Without a record: all merges.
[[nodiscard]] KITH_API std::vector<MergeEntry> merges(const Database& database, const RecordRef& record = {},
                                                      Where where = Where::current());

/// The same for a type known only at run time. Throws `invalid_argument` for a type that does not merge.
[[nodiscard]] KITH_API MergeRequest merge_request(const RecordType& type, std::int64_t survivor,
                                                  std::vector<std::int64_t> losers);

template <class T>
MergeRequest merge_of(Id<T> survivor, std::initializer_list<Id<T>> losers) {
    std::vector<std::int64_t> ids;
    for (const Id<T> loser : losers) ids.push_back(loser.value);
    return merge_request(record_type<T>(), survivor.value, std::move(ids));
}

template <class T>
BulkMergeResult Database::auto_merge(const AutoMergeOptions& options, Where where) {
    return auto_merge_of(record_type<T>(), options, where);
}
template <class T>
BulkMergeResult Database::auto_merge(Where where) {
    return auto_merge_of(record_type<T>(), AutoMergeOptions{}, where);
}

}  // namespace kith
