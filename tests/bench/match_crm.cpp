// Duplicates among generated contacts of a CRM, found in a `.kith` file through the public face.
#include "apart.hpp"
#include "crm_people.hpp"
#include "figures.hpp"
#include "match_merges.hpp"
#include "match_runs.hpp"
#include "match_scores.hpp"

#include "match/model.hpp"
#include "match/population.hpp"

#include <kith/kith.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <map>

namespace kith::bench {

namespace {

constexpr std::size_t batch_size = 10000;
constexpr double review_from = 0.5;                                // Duplicates::worth_a_look
constexpr std::array<double, 3> thresholds = {0.95, 0.99, 0.999};  // the first is DuplicateOptions' default

CrmPeople people_of(std::size_t contacts) { return CrmPeople(CrmOptions{.contacts = contacts}); }

struct Written {
    double seconds = 0;
    std::uint64_t fingerprint = 0;  ///< of what was written: the same on every machine
};

void mix(std::uint64_t& fingerprint, const CrmEntry& entry) {
    const Contact& c = entry.contact;
    const auto add = [&](const std::string& text) { fingerprint = match::stable_hash(text, fingerprint); };
    for (const std::string* text :
         {&c.name.given, &c.name.family, &c.name.full, &c.name.phonetic_family, &entry.title})
        add(*text);
    for (const Email& email : c.emails) add(email.address);
    for (const Phone& phone : c.phones) add(phone.number);
    for (const Address& address : c.addresses) add(address.street + address.number + address.postcode);
    if (c.birthday) add(c.birthday->to_string());
}

/// Writes the file; contact i gets the id i + 1.
Written write_file(const std::string& path, std::size_t contacts) {
    const double start = wall_seconds();
    Written written;
    const CrmPeople people = people_of(contacts);
    Database db = Database::open(path, crm_options);
    const auto in_batches = [&](std::size_t count, auto&& add) {
        for (std::size_t first = 0; first < count; first += batch_size)
            db.write([&](Transaction& tx) { add(tx, first, std::min(count, first + batch_size)); });
    };
    in_batches(people.organizations(), [&](Transaction& tx, std::size_t from, std::size_t to) {
        std::vector<Organization> batch;
        for (std::size_t i = from; i < to; ++i) batch.push_back(people.organization(i));
        tx.add(batch);
    });
    in_batches(people.size(), [&](Transaction& tx, std::size_t from, std::size_t to) {
        std::vector<Contact> batch;
        std::vector<Employment> jobs;
        for (std::size_t i = from; i < to; ++i) {
            CrmEntry entry = people.entry(i);
            mix(written.fingerprint, entry);
            batch.push_back(std::move(entry.contact));
            if (entry.employer)
                jobs.push_back({.contact = ContactId{static_cast<std::int64_t>(i + 1)},
                                .organization = {static_cast<std::int64_t>(*entry.employer + 1)},
                                .title = entry.title});
        }
        tx.add(batch);
        tx.add(jobs);
    });
    written.seconds = wall_seconds() - start;
    return written;
}

struct Search {
    DuplicateReport report{};
    double seconds = 0;
    double cpu = 0;
};

Search search(const std::string& path) {
    const Database db = Database::open(path, crm_options);
    Duplicates duplicates = db.duplicates();
    Search result;
    const double start = wall_seconds();
    result.cpu = cpu_of([&] { (void)duplicates.find(); });
    result.seconds = wall_seconds() - start;
    result.report = duplicates.report();
    return result;
}

/// What became of pairs: united at each threshold, else proposed for review, else not found.
struct Fate {
    double pairs = 0;
    std::array<double, thresholds.size()> united{};
    double review = 0;
};

struct Judgement {
    std::array<Quality, thresholds.size()> merged{};
    std::array<double, thresholds.size()> wrong{};
    double found = 0;  // recall of united and review together
    double review_pairs = 0;
    double review_right = 0;
    Reliability bins{};
    std::array<Fate, trap_count> traps{};      // pairs of different people
    std::array<Fate, change_count> changes{};  // pairs of one person
    Fate unchanged{};
    Fate name_only{};
    double of_p50 = 0, of_p99 = 0, of_found = 0;
};

using Key = std::pair<std::uint32_t, std::uint32_t>;

/// Whether two entries have anything but a name in common.
bool evidence(const CrmEntry& a, const CrmEntry& b) {
    const auto digits = [](const std::string& number) {
        std::string result;
        for (const char c : number)
            if (c >= '0' && c <= '9') result += c;
        return result.substr(result.size() - std::min<std::size_t>(7, result.size()));
    };
    for (const Email& x : a.contact.emails)
        for (const Email& y : b.contact.emails)
            if (x.address.size() == y.address.size() &&
                std::equal(x.address.begin(), x.address.end(), y.address.begin(),
                           [](char c, char d) { return (c | 0x20) == (d | 0x20); }))
                return true;
    for (const Phone& x : a.contact.phones)
        for (const Phone& y : b.contact.phones)
            if (digits(x.number) == digits(y.number)) return true;
    for (const Address& x : a.contact.addresses)
        for (const Address& y : b.contact.addresses)
            if (x.street == y.street && x.number == y.number && x.postcode == y.postcode) return true;
    return (a.contact.birthday && a.contact.birthday == b.contact.birthday) ||
           (a.employer && a.employer == b.employer);
}

/// How long it takes to look up a person who is in the file once more, and how often that finds them.
void look_up(const CrmPeople& people, const Duplicates& duplicates, Judgement& result) {
    constexpr int count = 2000;
    int found = 0;
    const Sample sample = sample_of(count, [&](int i) {
        const std::size_t index = Random(77, i).below(people.size());
        const CrmEntry again = people.entered_again(index);
        const std::string employer = again.employer ? people.organization(*again.employer).name : "";
        const auto matches = duplicates.of(again.contact, Duplicates::worth_a_look(), employer);
        found += std::any_of(matches.begin(), matches.end(), [&](const Match& match) {
            return people.person(static_cast<std::size_t>(match.id.value - 1)) == people.person(index);
        });
    });
    result.of_p50 = sample.at(50);
    result.of_p99 = sample.at(99);
    result.of_found = static_cast<double>(found) / count;
}

Judgement judge(const std::string& path, std::size_t contacts) {
    const CrmPeople people = people_of(contacts);
    std::vector<std::uint32_t> persons;
    for (std::size_t i = 0; i < people.size(); ++i) persons.push_back(people.person(i));
    const Truth truth(std::move(persons));
    const Database db = Database::open(path, crm_options);
    const Duplicates duplicates = db.duplicates();
    Judgement result;

    std::map<Key, std::size_t> united;  // to how many thresholds
    std::map<Key, bool> review;
    const auto index = [](std::int64_t id) { return static_cast<std::uint32_t>(id - 1); };
    for (std::size_t t = 0; t < thresholds.size(); ++t) {
        std::vector<std::vector<std::uint32_t>> groups;
        for (const Cluster& cluster : duplicates.find({.threshold = thresholds[t]})) {
            auto& members = groups.emplace_back();
            for (const ContactId member : cluster.members) members.push_back(index(member.value));
        }
        result.merged[t] = quality_of(groups, truth);
        each_pair(groups, [&](std::uint32_t a, std::uint32_t b) {
            united[{a, b}] = t + 1;
            result.wrong[t] += !truth.same(a, b);
        });
    }
    std::vector<match::Link> links;
    for (const Pair& pair : duplicates.pairs({.threshold = 0.02})) {
        const Key key{index(pair.a.value), index(pair.b.value)};
        links.push_back({key.first, key.second, static_cast<float>(match::log_odds_of(pair.probability))});
        if (pair.probability < review_from || united.count(key) != 0) continue;
        review[key] = true;
        ++result.review_pairs;
        result.review_right += truth.same(key.first, key.second);
    }
    result.bins = reliability(links, truth);

    const auto count = [&](Fate& fate, const Key& key) {
        ++fate.pairs;
        if (const auto found = united.find(key); found != united.end())
            for (std::size_t t = 0; t < found->second; ++t) ++fate.united[t];
        fate.review += review.count(key) != 0;
    };
    each_pair(truth.repeated(), [&](std::uint32_t a, std::uint32_t b) {
        const CrmEntry one = people.entry(a), other = people.entry(b);
        result.found += united.count({a, b}) != 0 || review.count({a, b}) != 0;
        if (!evidence(one, other)) return count(result.name_only, {a, b});
        const std::uint32_t changes = one.changes ^ other.changes;
        if (changes == 0) count(result.unchanged, {a, b});
        for (std::size_t c = 0; c < change_count; ++c)
            if ((changes >> c & 1) != 0) count(result.changes[c], {a, b});
    });
    result.found /= std::max(1.0, truth.pairs());
    std::map<std::uint32_t, std::vector<std::uint32_t>> units;
    for (std::uint32_t i = 0; i < people.size(); ++i) {
        if (people.trap(i, i) != Trap::none) units[people.unit(i)].push_back(i);
    }
    for (const auto& [unit, members] : units) {
        const auto group = std::vector<std::vector<std::uint32_t>>{members};
        each_pair(group, [&](std::uint32_t a, std::uint32_t b) {
            if (!truth.same(a, b)) count(result.traps[static_cast<std::size_t>(people.trap(a, b))], {a, b});
        });
    }
    // Of people who have nothing to do with each other only those are counted that were found.
    const auto count_strangers = [&](const Key& key) {
        const Trap trap = people.trap(key.first, key.second);
        if (truth.same(key.first, key.second) || people.unit(key.first) == people.unit(key.second)) return;
        count(result.traps[static_cast<std::size_t>(trap)], key);
    };
    for (const auto& [key, times] : united) count_strangers(key);
    for (const auto& [key, value] : review) count_strangers(key);
    print_examples(people, duplicates, truth, united, review);
    look_up(people, duplicates, result);
    return result;
}

void print_fate(std::string_view name, const Fate& fate) {
    std::printf("  %-22s %8.0f", std::string(name).c_str(), fate.pairs);
    for (const double united : fate.united) std::printf(" %8.0f", united);
    std::printf(" %8.0f %8.0f\n", fate.review, fate.pairs - fate.united[0] - fate.review);
}

void print_fates(const char* what) {
    std::printf("  %-22s %8s", what, "pairs");
    for (const double threshold : thresholds) std::printf("   %6.3f", threshold);
    std::printf(" %8s %8s\n", "review", "neither");
}

void print(const Judgement& j) {
    std::printf("  united, as auto_merge does from 0.999:\n");
    for (std::size_t t = 0; t < thresholds.size(); ++t)
        std::printf("    from %5.3f: precision %.5f (%.0f pairs wrong), recall %.4f%s\n", thresholds[t],
                    j.merged[t].precision, j.wrong[t], j.merged[t].recall, t == 0 ? ", the default" : "");
    std::printf("  review from %.1f to %.2f: %.0f pairs, %.0f right; recall with it %.4f; ECE %.4f\n",
                review_from, thresholds[0], j.review_pairs, j.review_right, j.found,
                calibration_error(j.bins));
    std::printf("  reliability:");
    for (const Bin& bin : j.bins)
        std::printf(" %.2f/%.0f", bin.pairs > 0 ? bin.correct / bin.pairs : 0, bin.pairs);
    std::printf("\n");
    print_fates("different people");
    for (std::size_t t = 0; t < trap_count; ++t) print_fate(name_of(static_cast<Trap>(t)), j.traps[t]);
    print_fates("one person");
    for (std::size_t c = 0; c < change_count; ++c) print_fate(name_of(static_cast<Change>(c)), j.changes[c]);
    print_fate("none of these", j.unchanged);
    print_fate("only the name shared", j.name_only);
    std::printf("  .of(candidate), CPU: p50 %.2f ms, p99 %.2f ms (target 2 ms at 1M), finds %.4f\n",
                j.of_p50 * 1e3, j.of_p99 * 1e3, j.of_found);
    std::fflush(stdout);
}

void print(const Merges& merges) {
    std::printf(
        "  %.0f merges of what was found at once: %.0f per second (target 2000), taken back %.0f per second; each "
        "a transaction: %.0f per second\n",
        merges.merges, merges.merges / merges.seconds, merges.merges / merges.undone,
        std::floor(merges.merges / 10) / merges.single);
}

}  // namespace

bool measure_crm(const std::vector<std::size_t>& sizes) {
    const auto folder = std::filesystem::temp_directory_path() / "kith-match-bench";
    std::filesystem::create_directories(folder);
    double seconds_before = 0, contacts_before = 0;
    bool whole = true;
    for (const std::size_t contacts : sizes) {
        const std::string path = (folder / "crm.kith").string();
        for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path + suffix);
        std::printf("\n%zu generated contacts of a CRM\n", contacts);
        const auto written = measure_apart([&] { return write_file(path, contacts); });
        const auto found = written ? measure_apart([&] { return search(path); }) : std::nullopt;
        if (!found) {
            whole = false;
            continue;
        }
        const Search& s = found->result;
        const auto records = static_cast<double>(contacts);
        std::printf(
            "  written in %.1f s (fingerprint %016llx); find: %.2f s (CPU %.2f s), %.0f MB at most, %lld pairs compared, %lld blocks, %lld "
            "split, %lld skipped with %lld pairs\n",
            written->result.seconds, static_cast<unsigned long long>(written->result.fingerprint), s.seconds,
            s.cpu, found->peak_megabytes, static_cast<long long>(s.report.pairs_compared),
            static_cast<long long>(s.report.blocks), static_cast<long long>(s.report.blocks_split),
            static_cast<long long>(s.report.blocks_skipped), static_cast<long long>(s.report.pairs_skipped));
        if (seconds_before > 0)
            std::printf("  growth exponent %.2f (target 1.1)\n",
                        std::log(s.cpu / seconds_before) / std::log(records / contacts_before));
        seconds_before = s.cpu;
        contacts_before = records;
        const auto judged = measure_apart([&] { return judge(path, contacts); });
        if (judged) print(judged->result);
        const auto merged = measure_apart([&] { return merge_found(path, people_of(contacts)); });
        if (merged) print(merged->result);
        whole = whole && judged && merged;
    }
    const auto one = measure_apart([&] { return merge_busy((folder / "merge.kith").string()); });
    if (one)
        std::printf(
            "\nmerge of two contacts with 200 interactions each, CPU: p50 %.2f ms, p99 %.2f ms (target 3 ms)\n",
            one->result.p50 * 1e3, one->result.p99 * 1e3);
    std::filesystem::remove_all(folder);
    return whole && one;
}

}  // namespace kith::bench
