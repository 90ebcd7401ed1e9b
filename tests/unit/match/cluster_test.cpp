#include "match/cluster.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <utility>

using namespace kith::match;

namespace {

/// Pairs with one piece of evidence each; pairs that are not given disagree.
struct Graph {
    std::map<std::pair<std::uint32_t, std::uint32_t>, Pieces> pieces{};
    std::map<std::pair<std::uint32_t, std::uint32_t>, double> at_most{};
    std::map<std::pair<std::uint32_t, std::uint32_t>, bool> by_initial{};  // in piece 1
    std::map<std::pair<std::uint32_t, std::uint32_t>, PairEvidence::Names> names{};
    double either = PairEvidence::unbounded;

    void join(std::uint32_t a, std::uint32_t b, double one, double other = 0) {
        Pieces p{};
        p[0] = one;
        p[1] = other;
        pieces[{std::min(a, b), std::max(a, b)}] = p;
    }
    using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

    std::vector<Group> cluster(double threshold = 3, Pairs apart = {}, Pairs same = {}) const {
        ClusterOptions options;
        options.log_odds = threshold;
        const DecidedPairs decided{std::move(apart), std::move(same)};
        options.decided = &decided;
        options.initials = 1;
        options.either = either;
        options.evidence = [&](std::uint32_t a, std::uint32_t b) {
            const std::pair pair(std::min(a, b), std::max(a, b));
            const auto found = pieces.find(pair);
            Pieces none{};
            none[0] = -6;
            PairEvidence evidence{found == pieces.end() ? none : found->second};
            evidence.by_initial = by_initial.count(pair) > 0;
            if (const auto name = names.find(pair); name != names.end()) evidence.names = name->second;
            if (const auto most = at_most.find(pair); most != at_most.end()) evidence.most = most->second;
            return evidence;
        };
        options.judge = [](const Pieces& p) { return p[0] + p[1]; };
        std::vector<Link> links;
        for (const auto& [pair, p] : pieces)
            if (!decided.are_same(pair.first, pair.second))
                links.push_back({pair.first, pair.second, static_cast<float>(p[0] + p[1])});
        for (const auto& [a, b] : decided.same) links.push_back({a, b, static_cast<float>(certain)});
        std::sort(links.begin(), links.end(),
                  [](const Link& x, const Link& y) { return std::pair(x.a, x.b) < std::pair(y.a, y.b); });
        return kith::match::cluster(links, options);
    }
};

}  // namespace

TEST_CASE("what a pair allows at most is not averaged away", "[match]") {
    Graph graph;
    graph.join(0, 1, 9);
    graph.join(1, 2, 8);
    graph.join(0, 2, 1);
    REQUIRE(graph.cluster().size() == 1);
    CHECK(graph.cluster()[0].members.size() == 3);
    CHECK(graph.cluster()[0].log_odds == Approx(4.5));
    graph.at_most[{0, 2}] = 4;
    REQUIRE(graph.cluster().size() == 1);
    CHECK(graph.cluster()[0].members.size() == 3);
    CHECK(graph.cluster()[0].log_odds == Approx(4));
    graph.at_most[{0, 2}] = 1;
    REQUIRE(graph.cluster().size() == 1);
    CHECK(graph.cluster()[0].members == std::vector<std::uint32_t>{0, 1});
}

TEST_CASE("an initial counts only where no pair has whole names", "[match]") {
    // 1 is "A.", between Ann and Adam.
    Graph graph;
    graph.join(0, 1, 4, 2);
    graph.join(1, 2, 4, 1);
    graph.join(0, 2, 4, -4);
    REQUIRE(graph.cluster(1.5).size() == 1);
    CHECK(graph.cluster(1.5)[0].members.size() == 3);
    graph.by_initial[{0, 1}] = graph.by_initial[{1, 2}] = true;
    REQUIRE(graph.cluster(1.5).size() == 1);
    CHECK(graph.cluster(1.5)[0].members == std::vector<std::uint32_t>{0, 1});
    CHECK(graph.cluster(1.5)[0].log_odds == Approx(6));
    graph.join(0, 2, 4, 3);  // Ann and Anne
    CHECK(graph.cluster(1.5)[0].members.size() == 3);
}

TEST_CASE("half of the names being those of two people, nothing between makes groups one", "[match]") {
    using enum PairEvidence::Names;
    // 1 is between John and Jane.
    Graph graph;
    graph.join(0, 1, 9);
    graph.join(1, 2, 8);
    graph.join(0, 2, 1);
    CHECK(graph.cluster()[0].members.size() == 3);
    graph.names[{0, 2}] = of_two;
    REQUIRE(graph.cluster().size() == 1);
    CHECK(graph.cluster()[0].members == std::vector<std::uint32_t>{0, 1});
    graph.names[{1, 2}] = of_one;  // Jean
    CHECK(graph.cluster()[0].members == std::vector<std::uint32_t>{0, 1});
    // 3 is another Jean: one of the three was misread, and that may be John.
    graph.join(0, 3, 9);
    graph.join(1, 3, 12);
    graph.join(2, 3, 8);
    graph.names[{2, 3}] = of_one;
    CHECK(graph.cluster()[0].members.size() == 4);
}

TEST_CASE("who fits two that exclude each other is worth less with either", "[match]") {
    Graph graph;
    graph.either = 4;
    graph.join(0, 1, 9);
    graph.join(1, 2, 8);
    graph.join(0, 2, -3);
    graph.names[{0, 2}] = PairEvidence::Names::of_two;
    REQUIRE(graph.cluster().size() == 1);
    CHECK(graph.cluster()[0].members == std::vector<std::uint32_t>{0, 1});
    CHECK(graph.cluster()[0].log_odds == Approx(4));
    graph.join(1, 2, 2);  // 0 is clearly meant
    CHECK(graph.cluster()[0].log_odds > 6.9);
    graph.join(1, 2, -1);
    CHECK(graph.cluster()[0].log_odds == Approx(9));
    // Somebody said so.
    graph.names.clear();
    graph.join(0, 2, 7);
    graph.join(1, 2, 8);
    REQUIRE(graph.cluster(3, {{0, 2}}).size() == 1);
    CHECK(graph.cluster(3, {{0, 2}})[0].members == std::vector<std::uint32_t>{0, 1});
    CHECK(graph.cluster(3, {{0, 2}})[0].log_odds == Approx(4));
    // Among many records only linked ones are compared; that two of them exclude each other is found all the same.
    for (std::uint32_t i = 10; i < 400; ++i) graph.join(i, i + 1, i % 2 == 0 ? 5 : 1.5);
    graph.join(1, 10, 1.5);
    graph.pieces.erase({0, 2});
    graph.names[{0, 2}] = PairEvidence::Names::of_two;
    const auto groups = graph.cluster();
    const auto found = std::find_if(groups.begin(), groups.end(),
                                    [](const Group& group) { return group.members.front() == 0; });
    REQUIRE(found != groups.end());
    CHECK(found->members == std::vector<std::uint32_t>{0, 1});
    CHECK(found->log_odds == Approx(4));
}

TEST_CASE("a chain is not a group", "[match]") {
    Graph graph;
    graph.join(1, 2, 5);
    graph.join(2, 3, 5.5);
    const auto groups = graph.cluster();
    REQUIRE(groups.size() == 1);  // the better of the two; the other end stays alone
    CHECK(groups[0].members == std::vector<std::uint32_t>{2, 3});
}

TEST_CASE("two families with one doubtful link stay two", "[match]") {
    Graph graph;
    for (const auto& [a, b] : {std::pair(1u, 2u), {1u, 3u}, {2u, 3u}, {4u, 5u}, {4u, 6u}, {5u, 6u}})
        graph.join(a, b, 8);
    graph.join(3, 4, 4);
    const auto groups = graph.cluster();
    REQUIRE(groups.size() == 2);
    CHECK(groups[0].members == std::vector<std::uint32_t>{1, 2, 3});
    CHECK(groups[1].members == std::vector<std::uint32_t>{4, 5, 6});
}

TEST_CASE("records complement each other", "[match]") {
    // 3 agrees with 1 in one piece and with 2 in another, with neither enough alone.
    Graph graph;
    graph.join(1, 2, 6, 6);
    graph.join(1, 3, 2, 0);
    graph.join(2, 3, 0, 2);
    CHECK(graph.cluster()[0].members == std::vector<std::uint32_t>{1, 2, 3});
    CHECK(graph.cluster(5)[0].members == std::vector<std::uint32_t>{1, 2});
}

TEST_CASE("pairs decided to be one are in one group, whatever they look like", "[match]") {
    Graph graph;
    graph.join(1, 2, 8);
    graph.join(3, 4, 9);
    graph.join(4, 5, 80);  // no evidence is stronger than a decision
    REQUIRE(graph.cluster().size() == 2);
    const auto groups = graph.cluster(3, {{4, 6}}, {{2, 7}, {5, 6}});
    REQUIRE(groups.size() == 3);
    CHECK(groups[0].members == std::vector<std::uint32_t>{2, 7});  // 1 and 7 clearly differ
    CHECK(groups[0].log_odds == certain);
    CHECK(groups[1].members == std::vector<std::uint32_t>{5, 6});  // 5 and 4 would bring 4 and 6 together
    CHECK(groups[2].members == std::vector<std::uint32_t>{3, 4});
    // What is decided both ways along a chain: different counts, and the rest stays together.
    const auto chain = graph.cluster(3, {{11, 13}}, {{11, 12}, {12, 13}});
    CHECK(std::any_of(chain.begin(), chain.end(), [](const Group& group) {
        return group.members == std::vector<std::uint32_t>{11, 12} ||
               group.members == std::vector<std::uint32_t>{12, 13};
    }));
    for (const Group& group : chain) CHECK(group.members != std::vector<std::uint32_t>{11, 12, 13});
}

TEST_CASE("decided pairs are kept apart, also indirectly", "[match]") {
    Graph graph;
    graph.join(1, 2, 8);
    graph.join(2, 3, 7);
    graph.join(1, 3, 7);
    CHECK(graph.cluster().front().members.size() == 3);
    const auto groups = graph.cluster(3, {{1, 3}});
    REQUIRE(groups.size() == 1);
    CHECK(groups[0].members == std::vector<std::uint32_t>{1, 2});
}

TEST_CASE("groups come most certain first, with their joints", "[match]") {
    Graph graph;
    graph.join(1, 2, 4);
    graph.join(5, 6, 9);
    graph.join(5, 7, 9);
    graph.join(6, 7, 7);
    const auto groups = graph.cluster();
    REQUIRE(groups.size() == 2);
    CHECK(groups[0].members == std::vector<std::uint32_t>{5, 6, 7});
    CHECK(groups[0].log_odds == Approx(8));
    CHECK(groups[0].joints.size() == 2);
    const auto pairs = pairs_of(groups[0]);
    REQUIRE(pairs.size() == 3);
    CHECK(pairs[0].log_odds == Approx(9));
    CHECK(pairs[1].a == 5);
    CHECK(pairs[1].b == 7);
    CHECK(pairs[1].log_odds == Approx(8));
    CHECK(pairs[2].log_odds == Approx(8));
    CHECK(groups[1].log_odds == Approx(4));
    CHECK(graph.cluster(20).empty());
}

TEST_CASE("one clustering answers for every threshold", "[match]") {
    Graph graph;
    std::uint64_t state = 7;
    const auto random = [&] {
        state = state * 6364136223846793005ull + 1442695040888963407ull;
        return static_cast<double>(state >> 40 & 0xFFF) / 256.0;  // 0..16
    };
    for (std::uint32_t a = 0; a < 40; ++a) {
        for (std::uint32_t b = a + 1; b < 40; ++b) {
            if (a / 5 == b / 5 || random() < 2) graph.join(a, b, random() - 3);
        }
    }
    const auto whole = graph.cluster(0);
    REQUIRE(whole.size() > 4);
    for (const double threshold : {0.0, 1.0, 3.0, 5.0, 8.0}) {
        const auto direct = graph.cluster(threshold), later = cut(whole, threshold);
        CAPTURE(threshold);
        REQUIRE(direct.size() == later.size());
        for (std::size_t g = 0; g < direct.size(); ++g) {
            CHECK(direct[g].members == later[g].members);
            CHECK(direct[g].log_odds == Approx(later[g].log_odds).epsilon(1e-5));
            CHECK(later[g].joints.size() == later[g].members.size() - 1);
        }
    }
}
