// The public face of linking two files.
#include "match/assign.hpp"
#include "match/common.hpp"
#include "match/learned.hpp"
#include "match/load.hpp"
#include "match/scan.hpp"
#include "records/record_type.hpp"
#include "records/verbs.hpp"

#include <kith/duplicates.hpp>
#include <kith/error.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace kith {

void Duplicates::each_link_any(const RecordType& type, const Database& other,
                               const std::function<bool(AnyLink&)>& take, const LinkOptions& options,
                               Where where) const {
    match::Scan found = state_->scan_across(database_, other, type, options, where);
    match::heed(found.linked.links, found.decided);
    const double least = std::min(options.review, options.threshold);
    auto links = match::assign(found.linked.links, match::log_odds_of(least), options.linkage);
    if (options.limit > 0 && links.size() > options.limit) links.resize(options.limit);
    match::tell(options.progress, 1.0);
    const auto published = [&](const match::Link& pair) {
        return AnyPair{found.population.record(pair.a).id, found.population.record(pair.b).id,
                       match::probability_of(static_cast<double>(pair.log_odds))};
    };
    const double sure = match::log_odds_of(options.threshold);
    for (const match::Assigned& each : links) {
        const AnyPair pair = published(each.link);
        AnyLink link{pair.a, pair.b, pair.probability, static_cast<double>(each.link.log_odds) >= sure, {}};
        for (const match::Link& rival : each.rivals) link.rivals.push_back(published(rival));
        if (!take(link)) return;
    }
}

std::vector<Duplicates::AnyLink> Duplicates::link_any(const RecordType& type, const Database& other,
                                                      const LinkOptions& options, Where where) const {
    std::vector<AnyLink> result;
    each_link_any(
        type, other,
        [&](AnyLink& link) {
            result.push_back(std::move(link));
            return true;
        },
        options, where);
    return result;
}

std::vector<Evidence> Duplicates::explain_link_any(const RecordType& type, std::int64_t id,
                                                   const Database& other, std::int64_t other_id,
                                                   Where where) const {
    match::check(type);
    const std::vector<std::string> keys = match::identifying_keys(database_, other, type, where);
    match::Population population;  // the other file's record first: this one's is read with what judges both
    const auto load = [&](store::Connection& connection, std::int64_t which) {
        const std::int64_t resolved = records::resolve(connection, type, which);
        if (resolved == 0 || match::Loader(connection, type, population, keys).load(resolved, resolved) == 0)
            match::throw_not_found(type, which);
    };
    other.read([&](const Reader& reader) { load(reader.connection(), other_id); }, where);
    const auto learned = state_->of(type, other);
    return database_.read(
        [&](const Reader& reader) {
            store::Connection& connection = reader.connection();
            load(connection, id);
            const match::Model model = match::prepare(connection, type, learned.get(), population);
            return match::explain(population, model, 1, 0);
        },
        where);
}

}  // namespace kith
