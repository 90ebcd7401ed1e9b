// Finding records that are the same person, or the same organization.
//
//     auto duplicates = db.duplicates();
//     for (const auto& cluster : duplicates.find()) {                // most certain first
//         for (const auto& row : duplicates.explain(cluster.members[0], cluster.members[1])) show(row);
//         db.merge(cluster.suggestion());
//     }
//
// Probabilities come from a model of how records of one person agree (Fellegi and Sunter 1969), which `find` learns
// from the file itself; nobody has to label or tune anything. Read them so: from 0.95 a pair is the same person
// but for one in twenty at worst, and far less often in a cluster; from 0.5 it is worth a look.
#pragma once

#include <kith/database.hpp>
#include <kith/evidence.hpp>
#include <kith/link.hpp>
#include <kith/match_model.hpp>
#include <kith/merge.hpp>
#include <kith/records/contact.hpp>
#include <kith/records/organization.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace kith {

/// Two records that may be the same; a is the smaller id.
template <class T>
struct PairOf {
    Id<T> a{};
    Id<T> b{};
    double probability = 0;  ///< 0..1
};

/// What somebody decided about two records. The model learns from it: confirmed pairs count as the same and the others
/// as two, whatever they look like.
enum class Verdict : std::int32_t {
    different = 0,  ///< `Duplicates::not_duplicate`
    same = 1,       ///< `Duplicates::confirm`
};

/// A decision about two records; a is the smaller id.
template <class T>
struct DecisionOf {
    Id<T> a{};
    Id<T> b{};
    Verdict verdict = Verdict::different;
    Time at{};         ///< when it was made
    std::string by{};  ///< by whom
};

/// Records that are one person or organization.
template <class T>
struct ClusterOf {
    std::vector<Id<T>> members{};  ///< two or more, ascending
    double probability = 0;        ///< of the weakest joint that holds the cluster together
    /// Every two members, with the probability that they have on their own or through the joint that united them,
    /// whichever is more: others of the cluster fill in what the two lack. Independent of the threshold. In clusters
    /// of more than 300 members only one pair for each joint.
    std::vector<PairOf<T>> pairs{};

    /// A merge into the oldest record (the smallest id), to which others outside most likely refer. Which values
    /// win is the merge's policy.
    [[nodiscard]] MergeRequest suggestion() const {
        MergeRequest request;
        request.record_type = std::is_same_v<T, Contact> ? "contact" : "organization";
        for (const Id<T> member : members) {
            if (request.survivor == 0)
                request.survivor = member.value;
            else
                request.losers.push_back(member.value);
        }
        return request;
    }
};

using Match = MatchOf<Contact>;
using Link = LinkOf<Contact>;
using Pair = PairOf<Contact>;
using Cluster = ClusterOf<Contact>;
using Decision = DecisionOf<Contact>;

/// How to look for duplicates.
struct DuplicateOptions {
    /// Clusters: least probability of a joint, and never less than 0.5, since what is more likely two than one is not
    /// united; pairs and matches: least probability of a pair.
    double threshold = 0.95;
    std::size_t limit = 0;     ///< at most so many results, the most certain ones; 0: all
    std::string population{};  ///< a query: only records that it selects are compared; empty: all
    Parameters parameters{};   ///< of that query
    /// Called from time to time with the share done, 0..1, on the calling thread; false: Error cancelled.
    std::function<bool(double done)> progress{};
};

/// What the last search did.
struct DuplicateReport {
    std::int64_t records = 0;  ///< that were looked at, of both files where two are linked
    std::int64_t pairs_compared = 0;
    std::int64_t blocks = 0;  ///< pieces of evidence (an e-mail, a name with a postcode) that several share
    std::int64_t blocks_split = 0;    ///< shared by so many that further evidence had to choose the pairs
    std::int64_t blocks_skipped = 0;  ///< shared by too many even so: no pairs from them
    std::int64_t pairs_skipped = 0;   ///< pairs in those; many were compared for another reason
    /// Further records of the same person per record, as learned; where two files are linked, how many records of
    /// this one a record of the other is. What few records teach is held towards the packaged figure.
    double duplicates = 0;
    double seconds = 0;
};

/// Duplicate detection of a database. A small value; copies share what the last `find` or `pairs` learned, which
/// `of` and `explain` then use. Before that they judge by packaged figures and what the file's index can count, so
/// their probabilities may differ a little. Safe to use from any thread.
///
/// `T` is Contact or Organization. The trash, merged records and visitors take no part.
class KITH_API Duplicates {
public:
    explicit Duplicates(const Database& database);

    /// Clusters, the most certain first. Reads everything once, on one snapshot: about 10,000 contacts per second
    /// the first time. Throws `parse` for the population's query, `cancelled`, `invalid_argument` for a threshold
    /// outside 0..1.
    template <class T = Contact>
    [[nodiscard]] std::vector<ClusterOf<T>> find(const DuplicateOptions& options = {},
                                                 Where where = Where::current()) const {
        std::vector<ClusterOf<T>> result;
        each<T>(
            [&](ClusterOf<T>&& cluster) {
                result.push_back(std::move(cluster));
                return true;
            },
            options, where);
        return result;
    }
    /// Calls `bool take(ClusterOf<T>&&)` for the same clusters, the most certain first, until it gives false or throws. All pairs have to be
    /// compared before the first cluster is known, so it comes no sooner; but each is put together only when its turn
    /// comes and none is kept, and stopping saves the rest. `take` runs outside any transaction and may use the database.
    template <class T = Contact, class Take>
    void each(Take&& take, const DuplicateOptions& options = {}, Where where = Where::current()) const {
        each_any(
            record_type<T>(),
            [&](AnyCluster& found) {
                ClusterOf<T> cluster;
                for (const std::int64_t member : found.members) cluster.members.push_back({member});
                cluster.probability = found.probability;
                cluster.pairs = typed<T>(found.pairs);
                return static_cast<bool>(take(std::move(cluster)));
            },
            options, where);
    }

    /// Every pair with at least the threshold's probability, once, the most certain first. That is the probability
    /// which the two have on their own, or which the joint has that unites their groups (see ClusterOf::pairs),
    /// whichever is more; two records that a cluster keeps apart may still be a likely pair. It does not depend on
    /// the threshold. Pairs below 0.018 are not kept.
    template <class T = Contact>
    [[nodiscard]] std::vector<PairOf<T>> pairs(const DuplicateOptions& options = {},
                                               Where where = Where::current()) const {
        return typed<T>(pairs_any(record_type<T>(), options, where));
    }

    /// Records that may be the same as this one, the most likely first. A few index look-ups: milliseconds whatever
    /// the file's size. Threshold and limit of the options count. Throws `not_found`, for what is in the trash, too.
    template <class T>
    [[nodiscard]] std::vector<MatchOf<T>> of(Id<T> id, const DuplicateOptions& options = worth_a_look(),
                                             Where where = Where::current()) const {
        return typed_matches<T>(of_any(record_type<T>(), id.value, nullptr, {}, options, where));
    }
    /// The same for a record that has not been added. `organization`: where a contact works, if known. Of two records that
    /// were decided to be different it can be only one, and of two that were confirmed it is both or neither.
    template <class T>
    [[nodiscard]] std::vector<MatchOf<T>> of(const T& candidate,
                                             const DuplicateOptions& options = worth_a_look(),
                                             std::string_view organization = {},
                                             Where where = Where::current()) const {
        return typed_matches<T>(of_any(record_type<T>(), 0, &candidate, organization, options, where));
    }

    /// Why two records are, or are not, the same, going by these two alone. Throws `not_found`, `invalid_argument` when they are one.
    template <class T>
    [[nodiscard]] std::vector<Evidence> explain(Id<T> a, Id<T> b, Where where = Where::current()) const {
        return explain_any(record_type<T>(), a.value, b.value, where);
    }

    /// Which records of another database are records of this one: a list of names and this file, two files that two offices keep.
    /// The surest first. Only pairs across are compared, by the keys, levels and figures that `find` goes by, and how many of
    /// them are one is learned from the two together; nothing is written anywhere. Each is read on a snapshot of its own.
    ///
    /// What was decided within a file counts: a record of the other one is not two that are different here, and is both or
    /// neither of two that were confirmed. Decisions across files cannot be kept, since either file knows only its own records. Custom
    /// fields tell records apart where either file says so; they go by their keys.
    ///
    /// Throws as `find`, and `invalid_argument` when both databases are one file. Cost: reading both, and comparing pairs; memory
    /// for the values of both.
    template <class T = Contact>
    [[nodiscard]] std::vector<LinkOf<T>> link(const Database& other, const LinkOptions& options = {},
                                              Where where = Where::current()) const {
        std::vector<LinkOf<T>> result;
        each_link<T>(
            [&](LinkOf<T>&& link) {
                result.push_back(std::move(link));
                return true;
            },
            other, options, where);
        return result;
    }
    /// Calls `bool take(LinkOf<T>&&)` for the same links, the surest first, until it gives false or throws. As with `each`, the
    /// first comes when all pairs were compared, and `take` may use both databases.
    template <class T = Contact, class Take>
    void each_link(Take&& take, const Database& other, const LinkOptions& options = {},
                   Where where = Where::current()) const {
        each_link_any(
            record_type<T>(), other,
            [&](AnyLink& found) {
                LinkOf<T> link{{found.id}, {found.other}, found.probability, found.sure, {}};
                for (const AnyPair& rival : found.rivals)
                    link.rivals.push_back({{rival.a}, rival.probability});
                return static_cast<bool>(take(std::move(link)));
            },
            options, where);
    }
    /// Why a record of this file and one of the other are, or are not, the same: by what the last `link` with that database
    /// learned; before that as `explain` judges within this file. The sum is the link's probability, unless a decision within
    /// either file counted for that. Throws `not_found` naming the record, `invalid_argument` as `link`.
    template <class T>
    [[nodiscard]] std::vector<Evidence> explain(Id<T> id, const Database& other, Id<T> other_id,
                                                Where where = Where::current()) const {
        return explain_link_any(record_type<T>(), id.value, other, other_id.value, where);
    }

    /// Decides that two records are different: they are not proposed again, and no cluster holds both. Kept in the
    /// file and its history. Decided already: nothing; decided the other way: this takes its place. Throws
    /// `not_found`, `invalid_argument` when they are one.
    template <class T>
    void not_duplicate(Id<T> a, Id<T> b, Where where = Where::current()) {
        decide(record_type<T>(), a.value, b.value, Verdict::different, where);
    }
    /// Decides that two records are one, without merging them yet: they have the probability 1 from then on and are
    /// always in one cluster, whatever the model says of them, unless that would bring together what was decided to be
    /// different. Kept and thrown as by `not_duplicate`.
    template <class T>
    void confirm(Id<T> a, Id<T> b, Where where = Where::current()) {
        decide(record_type<T>(), a.value, b.value, Verdict::same, where);
    }
    /// Takes either decision back; nothing when there is none.
    template <class T>
    void forget_decision(Id<T> a, Id<T> b, Where where = Where::current()) {
        decide(record_type<T>(), a.value, b.value, std::nullopt, where);
    }
    /// All decisions, oldest first. A merge passes those of its losers on to the survivor; those between its records
    /// rest until it is taken back.
    template <class T = Contact>
    [[nodiscard]] std::vector<DecisionOf<T>> decisions(Where where = Where::current()) const {
        std::vector<DecisionOf<T>> result;
        for (AnyDecision& each : decisions_any(record_type<T>(), where))
            result.push_back({{each.a}, {each.b}, each.verdict, each.at, std::move(each.by)});
        return result;
    }

    /// The model that `of` and `explain` judge by now: what the last `find` or `pairs` learned, or what `use_model` was
    /// given; before either the packaged one (records 0). To be looked at and kept: match_model.hpp.
    template <class T = Contact>
    [[nodiscard]] MatchModel model() const {
        return model_any(record_type<T>());
    }
    /// Judges by this model from now on; searches no longer learn, but for how many records two files have in common. Only
    /// this value and its copies do; the file keeps nothing of it. How frequent values are is counted in this file. So the model that a search learned gives the same
    /// probabilities when it is used for the same records; where half of them or more are duplicates, nearly the same.
    /// Throws `invalid_argument` naming the field for a model that does not fit.
    void use_model(const MatchModel& model);
    /// Learns again from the next search on, and forgets what was learned or given for a type.
    template <class T = Contact>
    void forget_model() {
        forget_model(record_type<T>());
    }

    /// What the last `find`, `pairs` or `link` of this value or its copies did.
    [[nodiscard]] DuplicateReport report() const;

    /// Options for single records: from 0.5, the ten likeliest.
    [[nodiscard]] static DuplicateOptions worth_a_look();

    // For record types known only at run time. Ids are plain numbers.

    struct AnyPair {
        std::int64_t a = 0;
        std::int64_t b = 0;
        double probability = 0;
    };
    struct AnyCluster {
        std::vector<std::int64_t> members{};
        double probability = 0;
        std::vector<AnyPair> pairs{};
    };
    struct AnyDecision {
        std::int64_t a = 0;
        std::int64_t b = 0;
        Verdict verdict = Verdict::different;
        Time at{};
        std::string by{};
    };
    /// As each<T>; `take` may move from its cluster.
    void each_any(const RecordType& type, const std::function<bool(AnyCluster& cluster)>& take,
                  const DuplicateOptions& options, Where where) const;
    /// As find<T>; `invalid_argument` for other types than contact and organization.
    [[nodiscard]] std::vector<AnyCluster> find_any(const RecordType& type, const DuplicateOptions& options,
                                                   Where where) const;
    [[nodiscard]] std::vector<AnyPair> pairs_any(const RecordType& type, const DuplicateOptions& options,
                                                 Where where) const;
    /// As of<T>: `candidate` points to a T, or is null and `id` names the record. In the result `a` is the record
    /// asked about, `b` the other.
    [[nodiscard]] std::vector<AnyPair> of_any(const RecordType& type, std::int64_t id, const void* candidate,
                                              std::string_view organization, const DuplicateOptions& options,
                                              Where where) const;
    [[nodiscard]] std::vector<Evidence> explain_any(const RecordType& type, std::int64_t a, std::int64_t b,
                                                    Where where) const;
    struct AnyLink {
        std::int64_t id = 0;
        std::int64_t other = 0;
        double probability = 0;
        bool sure = false;
        std::vector<AnyPair> rivals{};  ///< `a` in this file, `b` the other record
    };
    /// As each_link<T>; `take` may move from its link.
    void each_link_any(const RecordType& type, const Database& other,
                       const std::function<bool(AnyLink& link)>& take, const LinkOptions& options,
                       Where where) const;
    [[nodiscard]] std::vector<AnyLink> link_any(const RecordType& type, const Database& other,
                                                const LinkOptions& options, Where where) const;
    [[nodiscard]] std::vector<Evidence> explain_link_any(const RecordType& type, std::int64_t id,
                                                         const Database& other, std::int64_t other_id,
                                                         Where where) const;
    [[nodiscard]] MatchModel model_any(const RecordType& type) const;
    void forget_model(const RecordType& type);
    /// Decides; no verdict: forgets what was decided.
    void decide(const RecordType& type, std::int64_t a, std::int64_t b, std::optional<Verdict> verdict,
                Where where);
    [[nodiscard]] std::vector<AnyDecision> decisions_any(const RecordType& type, Where where) const;

private:
    struct State;

    template <class T>
    static std::vector<PairOf<T>> typed(const std::vector<AnyPair>& pairs) {
        std::vector<PairOf<T>> result;
        result.reserve(pairs.size());
        for (const AnyPair& pair : pairs) result.push_back({{pair.a}, {pair.b}, pair.probability});
        return result;
    }
    template <class T>
    static std::vector<MatchOf<T>> typed_matches(const std::vector<AnyPair>& pairs) {
        std::vector<MatchOf<T>> result;
        for (const AnyPair& pair : pairs) result.push_back({{pair.b}, pair.probability});
        return result;
    }

    Database database_;
    std::shared_ptr<State> state_;
};

}  // namespace kith
