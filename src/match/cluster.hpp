// From pairs to groups that hold together.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

namespace kith::match {

/// Two records, a < b, and the natural logarithm of the odds that they are one person.
struct Link {
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    float log_odds = 0;
};

/// Log odds of what needs no evidence: a record is itself, and two that somebody confirmed are one.
inline constexpr double certain = 50;

/// Pairs of records that somebody decided about, by index, each a < b, sorted. No pair is in both.
struct DecidedPairs {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> apart{};  ///< must not end up in one group
    std::vector<std::pair<std::uint32_t, std::uint32_t>> same{};   ///< are one

    [[nodiscard]] bool are_apart(std::uint32_t a, std::uint32_t b) const;
    [[nodiscard]] bool are_same(std::uint32_t a, std::uint32_t b) const;
};

/// Records that are one person.
struct Group {
    std::vector<std::uint32_t> members{};  ///< ascending
    double log_odds = 0;                   ///< of the weakest joint that holds the group together
    /// What united the members, one joint less than there are: a record of each part, and the log odds of the weakest
    /// joint that holds the united part together. So no joint is stronger than those inside its parts.
    std::vector<Link> joints{};
};

/// What speaks for and against two records being one person, piece by piece; a piece that is not there is 0.
using Pieces = std::array<double, 25>;

/// What two records say.
struct PairEvidence {
    Pieces pieces{};
    /// Whether the names are there, whole, and those of two people. Of one, for all that they say: they may be a nickname.
    enum class Names : std::uint8_t { unknown, of_one, of_two };
    double most = unbounded;  ///< log odds that no joint exceeds which unites groups with these two
    bool by_initial = false;  ///< the piece ClusterOptions::initials follows from an initial
    Names names = Names::unknown;
    static constexpr double unbounded = 1e9;
};

/// How to cluster.
struct ClusterOptions {
    double log_odds = 0;  ///< joints below are not made
    /// The evidence of two records.
    std::function<PairEvidence(std::uint32_t a, std::uint32_t b)> evidence{};
    /// Log odds of pieces together.
    std::function<double(const Pieces&)> judge{};
    const DecidedPairs* decided = nullptr;  ///< null: none
    /// The piece that PairEvidence::by_initial is about; any other number: none.
    std::size_t initials = std::tuple_size_v<Pieces>;
    /// The log odds of a joint with one of two groups that exclude each other, where the other could be meant as well.
    double either = PairEvidence::unbounded;
};

/// Average linkage, piece by piece: starting from single records, the two groups that agree best are joined, as long
/// as they agree well enough. Between groups each piece of evidence counts with its average over the pairs that
/// have it. So records complement each other (one has the birthday, another the phone), nothing counts twice, and a
/// chain a-b-c in which a and c clearly differ is not made into one group. An initial counts only where no pair has
/// the whole names: an entry of "A." makes Ann and Adam no more alike. What a pair allows at most is not averaged away. Where half of the
/// names between two groups or more are those of two people, the groups are no more likely one than the likeliest of those pairs.
///
/// Groups that hold two records decided to be apart are never joined; else groups that hold two decided to be one are joined before all others.
/// Who fits two that exclude each other, or nearly, can be one of them only: what speaks for the one speaks against the other, and unless one is
/// clearly meant the joint is worth ClusterOptions::either at most. Deterministic.
///
/// `links` are sorted by (a, b) and hold those decided to be one. Only pairs connected through links are looked at; time grows with the square of
/// such a component's size for up to 300 records; in larger ones only linked pairs are looked at, and time and memory grow with those. Groups come
/// most certain first.
[[nodiscard]] std::vector<Group> cluster(std::span<const Link> links, const ClusterOptions& options);

/// What remains of groups when joints below are not made: the groups that `cluster` gives with those log odds, but
/// found from one clustering, so that more of it never depends on how much was asked for. Most certain first.
[[nodiscard]] std::vector<Group> cut(const std::vector<Group>& groups, double log_odds);

/// Every two members of a group, a < b, with the log odds of the joint that united their parts; sorted by (a, b).
/// Quadratic in the group's size.
[[nodiscard]] std::vector<Link> pairs_of(const Group& group);

}  // namespace kith::match
