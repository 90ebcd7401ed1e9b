#include "match_merges.hpp"

#include "figures.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace kith::bench {

namespace {

using Key = std::pair<std::uint32_t, std::uint32_t>;

void print_pair(const Duplicates& duplicates, const Key& pair) {
    const ContactId a{std::int64_t{pair.first} + 1}, b{std::int64_t{pair.second} + 1};
    std::printf("    %u and %u\n", pair.first, pair.second);
    for (const Evidence& row : duplicates.explain(a, b))
        std::printf("      %-18s %-30s %-30s %-20s %7.2f %7.2f\n", row.field.c_str(), row.left.c_str(),
                    row.right.c_str(), row.level.c_str(), row.weight, row.frequency);
}

}  // namespace

void print_examples(const CrmPeople& people, const Duplicates& duplicates, const Truth& truth,
                    const std::map<Key, std::size_t>& united, const std::map<Key, bool>& review) {
    const char* asked = std::getenv("CRM_ERRORS");
    if (asked == nullptr) return;
    const int most = std::atoi(asked);
    std::map<std::string, int> shown;
    const auto show = [&](const std::string& kind, const Key& pair) {
        if (shown[kind]++ >= most) return;
        std::printf("   %s\n", kind.c_str());
        print_pair(duplicates, pair);
    };
    for (const auto& [pair, times] : united) {
        if (!truth.same(pair.first, pair.second))
            show("wrongly united: " + std::string(name_of(people.trap(pair.first, pair.second))), pair);
    }
    each_pair(truth.repeated(), [&](std::uint32_t a, std::uint32_t b) {
        if (united.count({a, b}) != 0) return;
        const std::uint32_t changes = people.entry(a).changes ^ people.entry(b).changes;
        const std::string fate = review.count({a, b}) != 0 ? "for review: " : "missed: ";
        if (changes == 0) show(fate + "no change", {a, b});
        for (std::size_t c = 0; c < change_count; ++c) {
            if (changes == 1u << c) show(fate + std::string(name_of(static_cast<Change>(c))), {a, b});
        }
    });
}

Merges merge_found(const std::string& path, const CrmPeople& people) {
    constexpr std::size_t most = 10000;
    Database db = Database::open(path, crm_options);
    std::vector<MergeRequest> requests;
    for (const Cluster& cluster : db.duplicates().find()) {
        const auto person = [&](ContactId id) {
            return people.person(static_cast<std::size_t>(id.value - 1));
        };
        const bool right = std::all_of(cluster.members.begin(), cluster.members.end(), [&](ContactId id) {
            return person(id) == person(cluster.members[0]);
        });
        if (right && requests.size() < most) requests.push_back(cluster.suggestion());
    }
    Merges result;
    result.merges = static_cast<double>(requests.size());
    TransactionId transaction = 0;
    result.seconds = cpu_of([&] { transaction = db.merge_all(requests).transaction; });
    result.undone = cpu_of([&] { db.undo(transaction); });
    result.single = cpu_of([&] {
        for (std::size_t i = 0; i < requests.size() / 10; ++i) db.merge(requests[i]);
    });
    return result;
}

BusyMerge merge_busy(const std::string& path) {
    constexpr int pairs = 100, interactions = 200;
    Database db = Database::open(path, crm_options);
    const CrmPeople people({.contacts = 2 * pairs, .duplicates = 0});
    db.write([&](Transaction& tx) {
        for (std::size_t i = 0; i < people.size(); ++i) {
            const ContactId id = tx.add(people.entry(i).contact);
            std::vector<Interaction> batch;
            for (int k = 0; k < interactions; ++k)
                batch.push_back({.participants = {id},
                                 .at = Time{std::chrono::minutes(29000000 + k * 100)},
                                 .channel = static_cast<Channel>(k % 5),
                                 .subject = "打ち合わせ " + std::to_string(k)});
            tx.add(batch);
        }
    });
    const Sample sample = sample_of(
        pairs, [&](int i) { db.merge(merge_of<Contact>(ContactId{2 * i + 1}, {ContactId{2 * i + 2}})); });
    return {sample.at(50), sample.at(99)};
}

}  // namespace kith::bench
