// How well duplicates are found: labelled sets of records against their truth.
//
//     match_quality [SET ...]        all sets of KITH_DATA/match, else ../shared/data/match beside the project
//
// Each set's columns are mapped to fields once, below; weights, thresholds and everything else are the library's
// defaults for every set. Per set: pairs that blocking keeps of the true ones, then precision, recall and F1 of the
// pairs at the default threshold and after clustering, the best F1 that any threshold gives the pairs, recall where
// precision is still 0.99, calibration (mean distance between probability and truth over ten bins of pairs), and
// seconds from records in memory to clusters.
#include "interchange/csv.hpp"
#include "match/linker.hpp"
#include "match/profile.hpp"
#include "text/company.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace {

using namespace kith;
namespace fs = std::filesystem;

using Row = std::map<std::string, std::string, std::less<>>;

std::vector<Row> read_csv(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    interchange::CsvReader reader{std::string_view(text)};
    std::vector<Row> rows;
    interchange::CsvRow row;
    while (reader.next(row)) {
        Row& named = rows.emplace_back();
        for (std::size_t i = 0; i < std::min(row.fields.size(), reader.header().fields.size()); ++i) {
            named[reader.header().fields[i]] = row.fields[i];
        }
    }
    return rows;
}

/// One row as a record: a contact with where it works, or an organization.
struct Mapped {
    Contact contact{};
    std::vector<match::Affiliation> affiliations{};
    Organization organization{};
};

std::string compact_date(const std::string& text) {  // 19800412
    if (text.size() != 8) return {};
    return text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6);
}

std::optional<PartialDate> date(const std::string& iso) { return PartialDate::parse(iso); }

Mapped febrl(const Row& r) {
    Mapped m;
    Contact& c = m.contact;
    c.name.given = r.at("given_name");
    c.name.family = r.at("surname");
    c.birthday = date(compact_date(r.at("date_of_birth")));
    Address a;
    a.number = r.at("street_number");
    a.street = r.at("address_1");
    a.extended = r.at("address_2");
    a.locality = r.at("suburb");
    a.postcode = r.at("postcode");
    a.region = r.at("state");
    c.addresses.push_back(a);
    if (const auto phone = r.find("phone_number"); phone != r.end() && !phone->second.empty()) {
        c.phones.push_back({.number = phone->second});
    }
    if (!r.at("soc_sec_id").empty()) c.fields["soc_sec_id"] = Value(r.at("soc_sec_id"));
    return m;
}

Mapped rldata(const Row& r) {
    Mapped m;
    m.contact.name.given = r.at("fname_c1");
    m.contact.name.additional = r.at("fname_c2");
    m.contact.name.family = r.at("lname_c1");
    if (!r.at("lname_c2").empty()) m.contact.name.family += "-" + r.at("lname_c2");
    m.contact.birthday = PartialDate{std::atoi(r.at("by").c_str()), std::atoi(r.at("bm").c_str()),
                                     std::atoi(r.at("bd").c_str())};
    return m;
}

Mapped historical(const Row& r) {
    Mapped m;
    Contact& c = m.contact;
    c.name.given = r.at("first_name");
    c.name.family = r.at("surname");
    c.name.full = r.at("full_name");
    c.birthday = date(r.at("dob"));
    c.gender = r.at("gender");
    Address a;
    a.locality = r.at("birth_place");
    a.postcode = r.at("postcode_fake");
    c.addresses.push_back(a);
    if (!r.at("occupation").empty()) m.affiliations.push_back({"", r.at("occupation")});
    return m;
}

Mapped fake(const Row& r) {
    Mapped m;
    Contact& c = m.contact;
    c.name.given = r.at("first_name");
    c.name.family = r.at("surname");
    c.birthday = date(r.at("dob"));
    if (!r.at("city").empty()) c.addresses.push_back({.locality = r.at("city")});
    if (!r.at("email").empty()) c.emails.push_back({.address = r.at("email")});
    return m;
}

Mapped chicago(const Row& r) {
    Mapped m;
    Organization& o = m.organization;
    o.name = r.at("site_name");
    if (!r.at("address").empty() || !r.at("zip").empty())
        o.addresses.push_back({.street = r.at("address"), .postcode = r.at("zip")});
    if (!r.at("phone").empty()) o.phones.push_back({.number = r.at("phone")});
    return m;
}

Mapped restaurants(const Row& r) {
    Mapped m;
    Organization& o = m.organization;
    o.name = r.at("name");
    o.addresses.push_back({.street = r.at("addr"), .locality = r.at("city")});
    if (!r.at("phone").empty()) o.phones.push_back({.number = r.at("phone")});
    return m;
}

// Places as people import them who think in contacts only: the name as a full name, or as the employer.
Mapped as_contact(const Mapped& place, bool employer) {
    Mapped m;
    m.contact.addresses = place.organization.addresses;
    m.contact.phones = place.organization.phones;
    if (employer)
        m.affiliations.push_back({place.organization.name, ""});
    else
        m.contact.name.full = place.organization.name;
    return m;
}
Mapped restaurants_named(const Row& r) { return as_contact(restaurants(r), false); }
Mapped restaurants_employed(const Row& r) { return as_contact(restaurants(r), true); }
Mapped chicago_named(const Row& r) { return as_contact(chicago(r), false); }
Mapped chicago_employed(const Row& r) { return as_contact(chicago(r), true); }

struct Set {
    std::string name;
    Mapped (*map)(const Row&);
    bool organizations = false;
    std::string region{};
    std::string note{};  // how it is mapped, where a set is measured in several ways
};

const std::vector<Set> sets = {
    {"febrl1", febrl, false, "AU"},
    {"febrl2", febrl, false, "AU"},
    {"febrl3", febrl, false, "AU"},
    {"people_10k_clean", febrl, false, "AU"},
    {"rldata500", rldata, false, ""},
    {"historical_half", historical, false, ""},
    {"fake_1000", fake, false, ""},
    {"chicago_half", chicago, true, "US"},
    {"restaurants", restaurants, true, "US"},
    {"chicago_half", chicago_named, false, "US", "full name"},
    {"restaurants", restaurants_named, false, "US", "full name"},
    {"chicago_half", chicago_employed, false, "US", "employer"},
    {"restaurants", restaurants_employed, false, "US", "employer"},
};

struct Quality {
    double precision = 0, recall = 0, f1 = 0;
};

Quality quality(double correct, double found, double all) {
    Quality q;
    q.precision = found > 0 ? correct / found : 0;
    q.recall = all > 0 ? correct / all : 0;
    q.f1 = q.precision + q.recall > 0 ? 2 * q.precision * q.recall / (q.precision + q.recall) : 0;
    return q;
}

class Measurement {
public:
    Measurement(const Set& set, const fs::path& folder) : set_(set) {
        const auto rows = read_csv(folder / "records.csv");
        std::unordered_map<std::string, std::string> truth;
        for (const Row& row : read_csv(folder / "truth.csv")) truth[row.at("id")] = row.at("cluster");
        std::unordered_map<std::string, int> numbers;
        for (const Row& row : rows) {
            records_.push_back(set.map(row));
            records_.back().contact.id.value = records_.back().organization.id.value =
                static_cast<std::int64_t>(records_.size());
            ids_.push_back(row.at("id"));
            const std::string& cluster = truth.at(row.at("id"));
            entity_.push_back(numbers.try_emplace(cluster, static_cast<int>(numbers.size())).first->second);
        }
        std::unordered_map<int, double> sizes;
        for (const int entity : entity_) ++sizes[entity];
        for (const auto& [entity, size] : sizes) true_pairs_ += size * (size - 1) / 2;
    }

    void run() {
        const auto start = std::chrono::steady_clock::now();
        const std::vector<match::IdentifyingField> identifying{{1, "soc_sec_id"}};
        match::ProfileBuilder builder(population_, set_.region);
        for (const Mapped& m : records_) {
            if (set_.organizations)
                builder.organization(m.organization, identifying);
            else
                builder.contact(m.contact, m.affiliations, identifying);
        }
        population_.finish(0.2);
        const match::Blocks blocks = match::block(population_);
        match::LinkOptions options;
        options.learn = std::getenv("MATCH_PACKAGED") == nullptr;
        linked_ =
            match::link(population_, blocks,
                        set_.organizations ? match::organization_model() : match::contact_model(), options);
        const auto groups = match::group(population_, linked_, threshold);
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();

        const Quality pairs = at(match::log_odds_of(threshold));
        const Quality clustered = of(groups);
        std::printf(
            "%-24s %6zu %8.0f %8lld %6.4f | %6.4f %6.4f %6.4f | %6.4f %6.4f %6.4f | %6.4f %6.4f %6.4f %6.2f\n",
            (set_.name + (set_.note.empty() ? "" : ", " + set_.note)).c_str(), records_.size(), true_pairs_,
            static_cast<long long>(linked_.compared), reach(blocks), pairs.precision, pairs.recall, pairs.f1,
            clustered.precision, clustered.recall, clustered.f1, best().f1, recall_at(0.99), calibration(),
            seconds);
        std::fflush(stdout);
        if (std::getenv("MATCH_REACH") != nullptr) show_unreached(blocks);
        if (std::getenv("MATCH_BINS") != nullptr) show_bins();
        if (std::getenv("MATCH_SWEEP") != nullptr) sweep();
        if (std::getenv("MATCH_MODEL") != nullptr) show_model();
        if (std::getenv("MATCH_ERRORS") != nullptr) show_errors(groups);
    }

    static constexpr double threshold = 0.95;

private:
    bool same(std::uint32_t a, std::uint32_t b) const { return entity_[a] == entity_[b]; }

    double reach(const match::Blocks& blocks) const {
        double found = 0;
        std::vector<std::uint32_t> seen(population_.size(), 0);
        for (std::uint32_t i = 0; i < population_.size(); ++i) {
            blocks.each_candidate(i, seen, [&](std::uint32_t j) { found += same(i, j); });
        }
        return true_pairs_ > 0 ? found / true_pairs_ : 0;
    }

    /// Which fields the true pairs agree in that blocking misses.
    void show_unreached(const match::Blocks& blocks) const {
        std::vector<std::uint32_t> seen(population_.size(), 0);
        std::unordered_map<int, std::vector<std::uint32_t>> entities;
        for (std::uint32_t r = 0; r < records_.size(); ++r) entities[entity_[r]].push_back(r);
        std::map<std::string, int> patterns;
        match::Comparer comparer(population_);
        for (std::uint32_t i = 0; i < population_.size(); ++i) {
            std::vector<std::uint32_t> met;
            blocks.each_candidate(i, seen, [&](std::uint32_t j) {
                if (same(i, j)) met.push_back(j);
            });
            for (const std::uint32_t j : entities[entity_[i]]) {
                if (j <= i || std::find(met.begin(), met.end(), j) != met.end()) continue;
                const auto comparison = comparer.compare(i, j);
                std::string pattern;
                for (std::size_t f = 0; f < match::field_count; ++f) {
                    const auto level = comparison.fields[f].level;
                    if (level == match::Level::missing || level == match::Level::different ||
                        level == match::Level::far)
                        continue;
                    if (static_cast<match::Field>(f) == match::Field::order ||
                        static_cast<match::Field>(f) == match::Field::gender)
                        continue;
                    pattern += std::string(match::name_of(static_cast<match::Field>(f))) + ":" +
                               std::to_string(static_cast<int>(level)) + " ";
                }
                ++patterns[pattern];
            }
        }
        std::vector<std::pair<int, std::string>> order;
        for (const auto& [pattern, count] : patterns) order.emplace_back(count, pattern);
        std::sort(order.rbegin(), order.rend());
        for (std::size_t i = 0; i < std::min<std::size_t>(40, order.size()); ++i)
            std::printf("    %6d %s\n", order[i].first, order[i].second.c_str());
    }

    void show_bins() const {
        double pairs[20] = {}, correct[20] = {}, expected[20] = {};
        for (const match::Link& link : linked_.links) {
            const int bin =
                static_cast<int>(std::clamp(std::floor(static_cast<double>(link.log_odds)) + 4, 0.0, 19.0));
            ++pairs[bin];
            correct[bin] += same(link.a, link.b);
            expected[bin] += match::probability_of(static_cast<double>(link.log_odds));
        }
        for (int b = 0; b < 20; ++b) {
            if (pairs[b] > 0)
                std::printf("    log odds %3d: %7.0f pairs, expected %.4f, true %.4f\n", b - 4, pairs[b],
                            expected[b] / pairs[b], correct[b] / pairs[b]);
        }
    }

    Quality at(double log_odds) const {
        double correct = 0, found = 0;
        for (const match::Link& link : linked_.links) {
            if (static_cast<double>(link.log_odds) < log_odds) continue;
            ++found;
            correct += same(link.a, link.b);
        }
        return quality(correct, found, true_pairs_);
    }

    Quality of(const std::vector<match::Group>& groups) const {
        double correct = 0, found = 0;
        for (const match::Group& group : groups) {
            for (std::size_t i = 0; i < group.members.size(); ++i) {
                for (std::size_t j = i + 1; j < group.members.size(); ++j) {
                    ++found;
                    correct += same(group.members[i], group.members[j]);
                }
            }
        }
        return quality(correct, found, true_pairs_);
    }

    std::vector<match::Link> by_certainty() const {
        auto links = linked_.links;
        std::sort(links.begin(), links.end(),
                  [](const auto& x, const auto& y) { return x.log_odds > y.log_odds; });
        return links;
    }

    Quality best() const {
        Quality best;
        double correct = 0, found = 0;
        for (const match::Link& link : by_certainty()) {
            ++found;
            correct += same(link.a, link.b);
            if (const Quality q = quality(correct, found, true_pairs_); q.f1 > best.f1) best = q;
        }
        return best;
    }

    double recall_at(double precision) const {
        double correct = 0, found = 0, recall = 0;
        for (const match::Link& link : by_certainty()) {
            ++found;
            correct += same(link.a, link.b);
            if (correct / found >= precision) recall = correct / true_pairs_;
        }
        return recall;
    }

    double calibration() const {
        struct Bin {
            double pairs = 0, expected = 0, correct = 0;
        };
        std::vector<Bin> bins(10);
        for (const match::Link& link : linked_.links) {
            const double p = match::probability_of(static_cast<double>(link.log_odds));
            Bin& bin = bins[std::min<std::size_t>(9, static_cast<std::size_t>(p * 10))];
            ++bin.pairs;
            bin.expected += p;
            bin.correct += same(link.a, link.b);
        }
        double error = 0, all = 0;
        for (const Bin& bin : bins) {
            error += std::abs(bin.expected - bin.correct);
            all += bin.pairs;
        }
        return all > 0 ? error / all : 0;
    }

    void sweep() const {
        for (const double p : {0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999}) {
            const Quality pairs = at(match::log_odds_of(p));
            const Quality clustered = of(match::group(population_, linked_, p));
            std::printf("    p=%5.3f pairs %6.4f %6.4f %6.4f  clusters %6.4f %6.4f %6.4f\n", p,
                        pairs.precision, pairs.recall, pairs.f1, clustered.precision, clustered.recall,
                        clustered.f1);
        }
    }

    void show_model() const {
        std::printf(
            "    duplicates %.4f moved %.3f %s %.4f %s %.4f\n", linked_.model.duplicates, linked_.model.moved,
            std::string(linked_.model.relations[0].name).c_str(), linked_.model.relations[0].per_record,
            std::string(linked_.model.relations[1].name).c_str(), linked_.model.relations[1].per_record);
        for (std::size_t f = 0; f < match::field_count; ++f) {
            std::printf("    %-22s", std::string(match::name_of(static_cast<match::Field>(f))).c_str());
            for (std::size_t l = 1; l < match::level_count; ++l) {
                const auto& level = linked_.model.fields[f].levels[l];
                if (level.m > 0) std::printf(" %zu:%.4f/%.5f", l, level.m, level.u);
            }
            std::printf("\n");
        }
    }

    void show_record(std::uint32_t r) const {
        std::printf("      %s:", ids_[r].c_str());
        for (const match::Value& v : population_.values(r)) {
            std::printf(" %d=%s(%.5f)", static_cast<int>(v.slot),
                        std::string(population_.text(v.symbol)).c_str(),
                        static_cast<double>(population_.share(v.symbol)));
        }
        std::printf("\n");
    }

    void show_pair(std::uint32_t a, std::uint32_t b) const {
        match::Comparer comparer(population_);
        const auto comparison = comparer.compare(a, b);
        const auto score = match::score(linked_.model, comparison);
        std::printf("    p=%.4f log_odds=%.2f prior=%.2f related=%.2f address=%.2f\n", score.probability(),
                    score.log_odds, score.prior, score.related, score.address);
        show_record(a);
        show_record(b);
        std::printf("      ");
        for (std::size_t f = 0; f < match::field_count; ++f) {
            if (comparison.fields[f].level == match::Level::missing) continue;
            std::printf(" %s:%d=%.2f", std::string(match::name_of(static_cast<match::Field>(f))).c_str(),
                        static_cast<int>(comparison.fields[f].level), score.weights[f]);
        }
        std::printf("\n");
    }

    void show_errors(const std::vector<match::Group>& groups) const {
        const std::size_t most = static_cast<std::size_t>(std::atoi(std::getenv("MATCH_ERRORS")));
        std::vector<int> group_of(records_.size(), -1);
        for (std::size_t g = 0; g < groups.size(); ++g) {
            for (const auto m : groups[g].members) group_of[m] = static_cast<int>(g);
        }
        std::vector<std::pair<std::uint32_t, std::uint32_t>> wrong, missed;
        std::unordered_map<int, std::vector<std::uint32_t>> entities;
        for (std::uint32_t r = 0; r < records_.size(); ++r) entities[entity_[r]].push_back(r);
        for (const auto& group : groups) {
            for (std::size_t i = 1; i < group.members.size(); ++i) {
                if (!same(group.members[0], group.members[i]))
                    wrong.emplace_back(group.members[0], group.members[i]);
            }
        }
        for (const auto& [entity, members] : entities) {
            for (std::size_t i = 1; i < members.size(); ++i) {
                if (group_of[members[i]] < 0 || group_of[members[i]] != group_of[members[i - 1]])
                    missed.emplace_back(members[i - 1], members[i]);
            }
        }
        for (auto* list : {&wrong, &missed}) {
            std::sort(list->begin(), list->end(), [](const auto& x, const auto& y) {
                return (x.first * 2654435761u ^ x.second) < (y.first * 2654435761u ^ y.second);
            });
            std::printf("   %s: %zu\n", list == &wrong ? "WRONG" : "MISSED", list->size());
            for (std::size_t i = 0; i < std::min(most, list->size()); ++i)
                show_pair((*list)[i].first, (*list)[i].second);
        }
    }

    const Set& set_;
    std::vector<Mapped> records_;
    std::vector<std::string> ids_;
    std::vector<int> entity_;
    double true_pairs_ = 0;
    match::Population population_;
    match::Linked linked_;
};

fs::path data_folder() {
    const char* given = std::getenv("KITH_DATA");
    return given != nullptr ? fs::path(given) : fs::path(KITH_SOURCE_DIR) / ".." / "shared" / "data";
}

}  // namespace

int main(int argc, char** argv) {
    const fs::path folder = data_folder() / "match";
    if (!fs::exists(folder)) {
        std::printf("no labelled sets at %s: set KITH_DATA\n", folder.c_str());
        return 0;
    }
    std::printf("%-24s %6s %8s %8s %6s | %-20s | %-20s | %6s %6s %6s %6s\n", "set", "rows", "true",
                "compared", "reach", "pairs P R F1", "clusters P R F1", "bestF1", "R@.99", "calib", "s");
    for (const Set& set : sets) {
        if (argc > 1 &&
            std::none_of(argv + 1, argv + argc, [&](const char* name) { return set.name == name; }))
            continue;
        Measurement(set, folder / set.name).run();
    }
}
