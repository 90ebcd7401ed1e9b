// The public face of matching.
#include "match/learned.hpp"
#include "match/load.hpp"
#include "match/scan.hpp"
#include "records/record_type.hpp"
#include "records/verbs.hpp"

#include <kith/duplicates.hpp>
#include <kith/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace kith {
namespace {

// Records that are more likely two than one are not united, whatever threshold is asked for; and since all thresholds
// cut one clustering, what is said about two records does not depend on the threshold.
constexpr double least_joint = 0.5;
constexpr std::size_t most_listed = 300;  // members of a cluster of which every two are listed

template <class Result>
void limit(std::vector<Result>& results, std::size_t most) {
    if (most > 0 && results.size() > most) results.resize(most);
}

[[noreturn]] void throw_not_found(const RecordType& type, std::int64_t id) {
    throw Error(Code::not_found, fmt::format("there is no {} {}", type.name, id),
                {.record = fmt::format("{} {}", type.name, id)});
}

}  // namespace

Duplicates::Duplicates(const Database& database) : database_(database), state_(std::make_shared<State>()) {}

Duplicates Database::duplicates() const { return Duplicates(*this); }

DuplicateOptions Duplicates::worth_a_look() {
    DuplicateOptions options;
    options.threshold = 0.5;
    options.limit = 10;
    return options;
}

DuplicateReport Duplicates::report() const {
    const std::lock_guard lock(state_->mutex);
    return state_->report;
}

std::vector<Duplicates::AnyCluster> Duplicates::find_any(const RecordType& type,
                                                         const DuplicateOptions& options, Where where) const {
    const match::Scan found = match::scan(database_, type, options, where);
    state_->keep(type, found);
    auto groups = match::cut(match::group(found.population, found.linked, least_joint, found.apart),
                             match::log_odds_of(std::max(options.threshold, least_joint)));
    limit(groups, options.limit);
    match::Comparer comparer(found.population);
    std::vector<AnyCluster> result;
    for (const match::Group& group : groups) {
        AnyCluster& cluster = result.emplace_back();
        cluster.probability = match::probability_of(group.log_odds);
        for (const std::uint32_t member : group.members)
            cluster.members.push_back(found.population.record(member).id);
        const bool listed = group.members.size() <= most_listed;
        for (const match::Link& pair : listed ? match::pairs_of(group) : group.joints) {
            const auto alone = match::score(found.linked.model, comparer.compare(pair.a, pair.b)).log_odds;
            cluster.pairs.push_back(
                {found.population.record(pair.a).id, found.population.record(pair.b).id,
                 match::probability_of(std::max(alone, static_cast<double>(pair.log_odds)))});
        }
    }
    if (options.progress) options.progress(1.0);
    return result;
}

std::vector<Duplicates::AnyPair> Duplicates::pairs_any(const RecordType& type,
                                                       const DuplicateOptions& options, Where where) const {
    match::Scan found = match::scan(database_, type, options, where);
    state_->keep(type, found);
    const double least = match::log_odds_of(options.threshold);
    auto& links = found.linked.links;  // sorted by (a, b)
    const auto before = [](const match::Link& x, const match::Link& y) {
        return x.a != y.a ? x.a < y.a : x.b < y.b;
    };
    std::vector<match::Link> united;  // pairs of which the joint says more than they do on their own
    const auto groups =
        match::cut(match::group(found.population, found.linked, least_joint, found.apart), least);
    for (const match::Group& group : groups) {
        for (const match::Link& pair : match::pairs_of(group)) {
            const auto own = std::lower_bound(links.begin(), links.end(), pair, before);
            if (own == links.end() || own->a != pair.a || own->b != pair.b)
                united.push_back(pair);
            else
                own->log_odds = std::max(own->log_odds, pair.log_odds);
        }
    }
    links.erase(std::remove_if(links.begin(), links.end(),
                               [&](const match::Link& l) { return static_cast<double>(l.log_odds) < least; }),
                links.end());
    links.insert(links.end(), united.begin(), united.end());
    std::sort(links.begin(), links.end(), [&](const match::Link& x, const match::Link& y) {
        return x.log_odds != y.log_odds ? x.log_odds > y.log_odds : before(x, y);
    });
    limit(links, options.limit);
    std::vector<AnyPair> result;
    result.reserve(links.size());
    for (const match::Link& link : links) {
        result.push_back({found.population.record(link.a).id, found.population.record(link.b).id,
                          match::probability_of(static_cast<double>(link.log_odds))});
    }
    if (options.progress) options.progress(1.0);
    return result;
}

std::vector<Duplicates::AnyPair> Duplicates::of_any(const RecordType& type, std::int64_t id,
                                                    const void* candidate, std::string_view organization,
                                                    const DuplicateOptions& options, Where where) const {
    match::check(type, options);
    const auto learned = state_->of(type);
    std::vector<AnyPair> result;
    database_.read(
        [&](const Reader& reader) {
            store::Connection& connection = reader.connection();
            match::Population population;
            match::Loader loader(connection, type, population);
            std::int64_t self = 0;
            if (candidate == nullptr) {
                self = records::resolve(connection, type, id);
                if (self == 0) throw_not_found(type, id);
                if (loader.load(self, self) == 0) return;  // in the trash, or a visitor
            } else {
                match::ProfileBuilder builder(population, connection.settings().region);
                const auto identifying = match::identifying_fields(connection, type);
                if (&type == &record_type<Organization>()) {
                    builder.organization(*static_cast<const Organization*>(candidate), identifying);
                } else {
                    std::vector<match::Affiliation> affiliations;
                    if (!organization.empty()) affiliations.push_back({std::string(organization), {}});
                    builder.contact(*static_cast<const Contact*>(candidate), affiliations, identifying);
                }
            }
            auto others = match::candidates(connection, type, population, 0, self);
            if (!options.population.empty()) {
                auto wanted = reader.select_ids(type, options.population, options.parameters);
                std::sort(wanted.begin(), wanted.end());
                others.erase(std::remove_if(others.begin(), others.end(),
                                            [&](std::int64_t other) {
                                                return !std::binary_search(wanted.begin(), wanted.end(),
                                                                           other);
                                            }),
                             others.end());
            }
            const auto different =
                self != 0 ? match::decided(connection, type, self) : std::set<std::int64_t>();
            for (const std::int64_t other : others) {
                if (different.count(other) == 0) loader.load(other, other);
            }
            const match::Model model = match::prepare(connection, type, learned.get(), population);
            match::Comparer comparer(population);
            for (std::size_t r = 1; r < population.size(); ++r) {
                const double probability = match::score(model, comparer.compare(0, r)).probability();
                if (probability >= options.threshold)
                    result.push_back({self, population.record(r).id, probability});
            }
        },
        where);
    std::stable_sort(result.begin(), result.end(),
                     [](const AnyPair& x, const AnyPair& y) { return x.probability > y.probability; });
    limit(result, options.limit);
    return result;
}

std::vector<Evidence> Duplicates::explain_any(const RecordType& type, std::int64_t a, std::int64_t b,
                                              Where where) const {
    match::check(type, {});
    const auto learned = state_->of(type);
    return database_.read(
        [&](const Reader& reader) {
            store::Connection& connection = reader.connection();
            match::Population population;
            match::Loader loader(connection, type, population);
            for (const std::int64_t id : {a, b}) {
                const std::int64_t resolved = records::resolve(connection, type, id);
                if (resolved == 0 || loader.load(resolved, resolved) == 0) {
                    throw_not_found(type, id);
                }
            }
            if (population.record(0).id == population.record(1).id) {
                throw Error(Code::invalid_argument, fmt::format("{} and {} are one {}", a, b, type.name));
            }
            const match::Model model = match::prepare(connection, type, learned.get(), population);
            return match::explain(population, model, 0, 1);
        },
        where);
}

void Duplicates::decide(const RecordType& type, std::int64_t a, std::int64_t b, bool different, Where where) {
    match::check(type, {});
    database_.write(
        [&](Transaction& tx) {
            std::int64_t ids[2] = {a, b};
            for (std::int64_t& id : ids) {
                const std::int64_t resolved = records::resolve(tx.connection(), type, id);
                if (resolved == 0) throw_not_found(type, id);
                id = resolved;
            }
            const auto [low, high] = std::minmax(ids[0], ids[1]);
            if (low == high)
                throw Error(Code::invalid_argument, fmt::format("{} and {} are one {}", a, b, type.name));
            store::Writer& writer = tx.writer();
            if (!different) {
                tx.label(fmt::format("forget that {} {} and {} are different", type.name, low, high));
                store::Statement statement = tx.connection().prepare(
                    "DELETE FROM not_duplicate WHERE kind = ?1 AND low_id = ?2 AND high_id = ?3");
                statement.bind_all(type.number, low, high);
                statement.run();
                return;
            }
            store::Statement known = tx.connection().prepare(
                "SELECT 1 FROM not_duplicate WHERE kind = ?1 AND low_id = ?2 AND high_id = ?3");
            known.bind_all(type.number, low, high);
            if (known.step()) return;
            tx.label(fmt::format("{} {} and {} are different", type.name, low, high));
            store::Statement statement = tx.connection().prepare(
                "INSERT INTO not_duplicate (id, kind, low_id, high_id, at, by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
            statement.bind_all(writer.next_id("not_duplicate"), type.number, low, high,
                               writer.info().at.time_since_epoch().count(), writer.info().actor);
            statement.run();
        },
        where);
}

}  // namespace kith
