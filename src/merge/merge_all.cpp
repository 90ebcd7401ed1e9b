// Many merges in one transaction: those that a host asks for, and those that a search for duplicates is sure of.
#include "merge/merge.hpp"
#include "merge/survivorship.hpp"
#include "records/many.hpp"
#include "records/plan.hpp"

#include <kith/duplicates.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace kith {

namespace {

/// The versions of records, by id.
using Versions = std::map<std::int64_t, std::int64_t>;

class BulkMerge {
public:
    BulkMerge(Transaction& tx, const BulkMergeOptions& options) : tx_(tx), options_(options) {
        each_ = options.each;
        dry_run_ = options.dry_run ||
                   std::exchange(each_.dry_run, false);  // of all: a merge may depend on one before it
    }

    BulkMergeResult run(const std::vector<MergeRequest>& requests) {
        check(requests);
        result_.requested = result_.failed + static_cast<std::int64_t>(requests.size());
        std::int64_t done = 0;
        for (const MergeRequest& request : requests) {
            if (done % records::told_every == 0) tell(done, requests.size());
            one(request);
            ++done;
        }
        tell(done, requests.size());
        if (result_.merged > 0) {
            result_.transaction = tx_.id();
            const RecordType& type = merge::mergeable_type(requests.front().record_type);
            tx_.label(options_.label.empty() ? fmt::format("merge {} {}", result_.records,
                                                           result_.records == 1 ? type.name : type.plural)
                                             : options_.label);
        }
        return std::move(result_);
    }

    /// Lists a merge that is not even tried.
    void fail(const MergeRequest& request, Code code, std::string message) {
        ++result_.failed;
        if (result_.failures.size() < records::most_failures)
            result_.failures.push_back({request, code, std::move(message)});
    }

private:
    /// What is wrong with the options is wrong before the first merge, and is no failure of one.
    void check(const std::vector<MergeRequest>& requests) {
        std::set<std::string_view> seen;
        for (const MergeRequest& request : requests)
            if (seen.insert(request.record_type).second)
                merge::check_options(tx_.connection(), merge::mergeable_type(request.record_type), each_);
    }

    void one(const MergeRequest& request) {
        try {
            add(merge::merge_records(tx_.writer(), request, each_));
        } catch (const Error& error) {
            // A merge has a savepoint of its own; what it refuses as an argument are its records.
            const bool of_request =
                records::is_about_record(error.code()) || error.code() == Code::invalid_argument;
            if (!options_.skip_failing || !of_request) throw;
            fail(request, error.code(), error.what());
        }
    }

    void add(MergeResult&& merged) {
        ++result_.merged;
        result_.records += static_cast<std::int64_t>(merged.losers.size());
        for (const MergedField& field : merged.fields)
            if (field.conflict) ++result_.conflicts[field.field];
        for (const auto& [table, rows] : merged.moved) result_.moved[table] += rows;
        result_.dropped += merged.dropped;
        if (result_.sample.size() >= options_.sample) return;
        if (dry_run_) merged.id = merged.transaction = 0;  // what is taken back has no number to go by
        result_.sample.push_back(std::move(merged));
    }

    void tell(std::int64_t done, std::size_t total) const {
        if (options_.progress && !options_.progress(done, static_cast<std::int64_t>(total)))
            throw Error(Code::cancelled, fmt::format("cancelled after {} of {} merges", done, total));
    }

    Transaction& tx_;
    const BulkMergeOptions& options_;
    MergeOptions each_{};
    bool dry_run_ = false;
    BulkMergeResult result_{};
};

Versions versions_of(store::Connection& connection, const RecordType& type,
                     const std::vector<MergeRequest>& requests) {
    Versions versions;
    store::Statement select =
        connection.prepare(fmt::format("SELECT version FROM {} WHERE id = ?1", records::quoted(type.table)));
    const auto look = [&](std::int64_t id) {
        select.bind(1, id);
        versions[id] = select.step() ? select.integer(0) : 0;
        select.reset();
    };
    for (const MergeRequest& request : requests) {
        look(request.survivor);
        for (const std::int64_t loser : request.losers) look(loser);
    }
    return versions;
}

/// What a search was sure of, and the versions of the records that it compared.
struct Suggested {
    std::vector<MergeRequest> requests{};
    Versions compared{};
};

Suggested suggested(const Database& database, const RecordType& type, const AutoMergeOptions& options,
                    Where where) {
    DuplicateOptions find;
    find.threshold = options.threshold;
    find.population = options.population;
    find.parameters = options.parameters;
    if (options.progress) find.progress = [&](double done) { return options.progress(done / 2); };
    Suggested result;
    database.read(
        [&](const Reader& reader) {  // the search reads the same snapshot
            merge::check_options(reader.connection(), type, options.each);
            for (const Duplicates::AnyCluster& cluster : database.duplicates().find_any(type, find, where))
                result.requests.push_back(merge_request(
                    type, cluster.members.front(), {cluster.members.begin() + 1, cluster.members.end()}));
            result.compared = versions_of(reader.connection(), type, result.requests);
        },
        where);
    return result;
}

bool unchanged(const MergeRequest& request, const Versions& compared, const Versions& now) {
    const auto same = [&](std::int64_t id) { return compared.at(id) == now.at(id); };
    return same(request.survivor) && std::all_of(request.losers.begin(), request.losers.end(), same);
}

}  // namespace

BulkMergeResult Database::merge_all(const std::vector<MergeRequest>& requests,
                                    const BulkMergeOptions& options, Where where) {
    return records::all_at_once(*this, where, options.dry_run || options.each.dry_run,
                                [&](Transaction& tx) { return BulkMerge(tx, options).run(requests); });
}

BulkMergeResult Database::merge_all(const std::vector<MergeRequest>& requests, Where where) {
    return merge_all(requests, BulkMergeOptions{}, where);
}

BulkMergeResult Database::auto_merge_of(const RecordType& type, const AutoMergeOptions& options, Where where) {
    const Suggested found = suggested(*this, type, options, where);
    BulkMergeOptions bulk;
    bulk.each = options.each;
    bulk.dry_run = options.dry_run;
    bulk.skip_failing = true;
    bulk.sample = options.sample;
    bulk.label = options.label;
    if (options.progress)
        bulk.progress = [&](std::int64_t done, std::int64_t total) {
            return options.progress(
                total == 0 ? 1.0 : 0.5 + 0.5 * static_cast<double>(done) / static_cast<double>(total));
        };
    return records::all_at_once(*this, where, options.dry_run || options.each.dry_run, [&](Transaction& tx) {
        BulkMerge merging(tx, bulk);
        const Versions now = versions_of(tx.connection(), type, found.requests);
        std::vector<MergeRequest> requests;
        for (const MergeRequest& request : found.requests) {
            if (unchanged(request, found.compared, now))
                requests.push_back(request);
            else
                merging.fail(request, Code::conflict, "was changed while duplicates were looked for");
        }
        return merging.run(requests);
    });
}

}  // namespace kith
