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

template <class Result>
void limit(std::vector<Result>& results, std::size_t most) {
    if (most > 0 && results.size() > most) results.resize(most);
}

[[noreturn]] void throw_not_found(const RecordType& type, std::int64_t id) {
    throw Error(Code::not_found, fmt::format("there is no {} {}", type.name, id),
                {.record = fmt::format("{} {}", type.name, id)});
}

}  // namespace

Duplicates::Duplicates(Database database)
    : database_(std::move(database)), state_(std::make_shared<State>()) {}

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
    auto groups = match::group(found.population, found.linked, options.threshold, found.apart);
    limit(groups, options.limit);
    match::Comparer comparer(found.population);
    std::vector<AnyCluster> result;
    for (const match::Group& group : groups) {
        AnyCluster& cluster = result.emplace_back();
        cluster.probability = match::probability_of(group.log_odds);
        for (const std::uint32_t member : group.members)
            cluster.members.push_back(found.population.record(member).id);
        for (const match::Link& joint : group.joints) {
            const auto alone = match::score(found.linked.model, comparer.compare(joint.a, joint.b)).log_odds;
            cluster.pairs.push_back(
                {found.population.record(joint.a).id, found.population.record(joint.b).id,
                 match::probability_of(std::max(alone, static_cast<double>(joint.log_odds)))});
        }
    }
    if (options.progress) options.progress(1.0);
    return result;
}

std::vector<Duplicates::AnyPair> Duplicates::pairs_any(const RecordType& type,
                                                       const DuplicateOptions& options, Where where) const {
    match::Scan found = match::scan(database_, type, options, where);
    state_->keep(type, found);
    auto& links = found.linked.links;
    std::stable_sort(links.begin(), links.end(),
                     [](const match::Link& x, const match::Link& y) { return x.log_odds > y.log_odds; });
    std::vector<AnyPair> result;
    for (const match::Link& link : links) {
        const AnyPair pair{found.population.record(link.a).id, found.population.record(link.b).id,
                           match::probability_of(static_cast<double>(link.log_odds))};
        if (pair.probability < options.threshold) break;
        result.push_back(pair);
    }
    limit(result, options.limit);
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
