// The public face of matching.
#include "match/learned.hpp"
#include "match/load.hpp"
#include "match/lookup.hpp"
#include "match/model_value.hpp"
#include "match/scan.hpp"
#include "records/record_type.hpp"
#include "records/verbs.hpp"

#include <kith/duplicates.hpp>
#include <kith/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>

namespace kith {
namespace {

// Records that are more likely two than one are not united, whatever threshold is asked for; and since all thresholds
// cut one clustering, what is said about two records does not depend on the threshold.
constexpr double least_joint = 0.5;
constexpr std::size_t most_listed = 300;  // members of a cluster of which every two are listed

/// Of what is in the trash nothing can be said, which is not to look as if there were none like it.
void refuse_trashed(store::Connection& connection, const RecordType& type, std::int64_t id) {
    store::Statement trashed = connection.prepare(
        fmt::format("SELECT 1 FROM {} WHERE id = ?1 AND deleted_at IS NOT NULL", type.table));
    trashed.bind(1, id);
    if (trashed.step())
        throw Error(Code::not_found, fmt::format("{} {} is in the trash", type.name, id),
                    {.record = fmt::format("{} {}", type.name, id)});
}

template <class Result>
void limit(std::vector<Result>& results, std::size_t most) {
    if (most > 0 && results.size() > most) results.resize(most);
}

}  // namespace

void match::throw_not_found(const RecordType& type, std::int64_t id) {
    throw Error(Code::not_found, fmt::format("there is no {} {}", type.name, id),
                {.record = fmt::format("{} {}", type.name, id)});
}

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

void Duplicates::each_any(const RecordType& type, const std::function<bool(AnyCluster&)>& take,
                          const DuplicateOptions& options, Where where) const {
    const match::Scan found = state_->scan(database_, type, options, where);
    auto groups = match::cut(match::group(found.population, found.linked, least_joint, found.decided),
                             match::log_odds_of(std::max(options.threshold, least_joint)));
    limit(groups, options.limit);
    match::tell(options.progress, 1.0);
    match::Comparer comparer(found.population);
    for (const match::Group& group : groups) {
        AnyCluster cluster;
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
        if (!take(cluster)) return;
    }
}

std::vector<Duplicates::AnyCluster> Duplicates::find_any(const RecordType& type,
                                                         const DuplicateOptions& options, Where where) const {
    std::vector<AnyCluster> result;
    each_any(
        type,
        [&](AnyCluster& cluster) {
            result.push_back(std::move(cluster));
            return true;
        },
        options, where);
    return result;
}

std::vector<Duplicates::AnyPair> Duplicates::pairs_any(const RecordType& type,
                                                       const DuplicateOptions& options, Where where) const {
    match::Scan found = state_->scan(database_, type, options, where);
    const double least = match::log_odds_of(options.threshold);
    auto& links = found.linked.links;  // sorted by (a, b)
    const auto before = [](const match::Link& x, const match::Link& y) {
        return x.a != y.a ? x.a < y.a : x.b < y.b;
    };
    std::vector<match::Link> united;  // pairs of which the joint says more than they do on their own
    const auto groups =
        match::cut(match::group(found.population, found.linked, least_joint, found.decided), least);
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
    match::tell(options.progress, 1.0);
    return result;
}

std::vector<Duplicates::AnyPair> Duplicates::of_any(const RecordType& type, std::int64_t id,
                                                    const void* candidate, std::string_view organization,
                                                    const DuplicateOptions& options, Where where) const {
    match::check(type, options);
    const auto learned = state_->of(type);
    std::vector<match::Likely> found;
    std::int64_t self = 0;
    database_.read(
        [&](const Reader& reader) {
            store::Connection& connection = reader.connection();
            match::Population population;
            if (candidate == nullptr) {
                self = records::resolve(connection, type, id);
                if (self == 0) match::throw_not_found(type, id);
                if (match::Loader(connection, type, population).load(self, self) == 0) {
                    refuse_trashed(connection, type, self);
                    return;  // a visitor
                }
            } else {
                std::vector<match::Affiliation> affiliations;
                if (!organization.empty()) affiliations.push_back({std::string(organization), {}});
                match::add_candidate(connection, type, population, candidate, affiliations);
            }
            std::function<bool(std::int64_t)> wanted;
            std::vector<std::int64_t> selected;
            if (!options.population.empty()) {
                selected = reader.select_ids(type, options.population, options.parameters);
                std::sort(selected.begin(), selected.end());
                wanted = [&](std::int64_t other) {
                    return std::binary_search(selected.begin(), selected.end(), other);
                };
            }
            found =
                match::likely(connection, type, population, self, learned.get(), options.threshold, wanted);
        },
        where);
    limit(found, options.limit);
    std::vector<AnyPair> result;
    result.reserve(found.size());
    for (const match::Likely& other : found) result.push_back({self, other.id, other.probability});
    return result;
}

std::vector<Evidence> Duplicates::explain_any(const RecordType& type, std::int64_t a, std::int64_t b,
                                              Where where) const {
    match::check(type);
    const auto learned = state_->of(type);
    return database_.read(
        [&](const Reader& reader) {
            store::Connection& connection = reader.connection();
            match::Population population;
            match::Loader loader(connection, type, population);
            for (const std::int64_t id : {a, b}) {
                const std::int64_t resolved = records::resolve(connection, type, id);
                if (resolved == 0 || loader.load(resolved, resolved) == 0) {
                    match::throw_not_found(type, id);
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

MatchModel Duplicates::model_any(const RecordType& type) const {
    match::check(type);
    if (const auto learned = state_->of(type)) return match::published(learned->model, type);
    match::Model model = match::packaged_model(type);
    model.records = 0;
    return match::published(model, type);
}

void Duplicates::use_model(const MatchModel& model) {
    const match::Model adopted = match::adopted(model);
    state_->give(match::type_of(model), adopted);
}

void Duplicates::forget_model(const RecordType& type) {
    match::check(type);
    state_->give(type, std::nullopt);
}

}  // namespace kith
