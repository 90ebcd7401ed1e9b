#include "match/scan.hpp"

#include "match/decisions.hpp"
#include "match/learned.hpp"
#include "match/load.hpp"
#include "records/record_type.hpp"

#include <kith/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <optional>

namespace kith::match {
namespace {

constexpr std::int64_t last_id = std::numeric_limits<std::int64_t>::max();

/// Which records of a population take part, by index; empty: all.
std::vector<bool> selected(const Reader& reader, const RecordType& type, const DuplicateOptions& options,
                           const Population& population) {
    if (options.population.empty()) return {};
    auto ids = reader.select_ids(type, options.population, options.parameters);
    std::sort(ids.begin(), ids.end());
    std::vector<bool> result(population.size());
    for (std::size_t r = 0; r < population.size(); ++r) {
        result[r] = std::binary_search(ids.begin(), ids.end(), population.record(r).id);
    }
    return result;
}

/// The indices of records by their ids, which ascend.
class Indices {
public:
    explicit Indices(const Population& population) {
        ids_.reserve(population.size());
        for (std::size_t r = 0; r < population.size(); ++r) ids_.push_back(population.record(r).id);
        gaps_ = !ids_.empty() && ids_.back() - ids_.front() + 1 != static_cast<std::int64_t>(ids_.size());
    }

    /// The index of the record with this id, or nothing.
    [[nodiscard]] std::optional<std::uint32_t> find(std::int64_t id) const {
        if (ids_.empty() || id < ids_.front() || id > ids_.back()) return std::nullopt;
        if (!gaps_) return static_cast<std::uint32_t>(id - ids_.front());
        const auto found = std::lower_bound(ids_.begin(), ids_.end(), id);
        if (*found != id) return std::nullopt;
        return static_cast<std::uint32_t>(found - ids_.begin());
    }

private:
    std::vector<std::int64_t> ids_;
    bool gaps_ = false;
};

Blocks read_blocks(store::Connection& connection, const RecordType& type, const Population& population,
                   const Indices& indices, const std::vector<bool>& wanted) {
    Blocks blocks(population);
    store::Statement statement = connection.prepare(
        "SELECT family, key, record_id FROM match_key WHERE kind = ?1 ORDER BY family, key, record_id");
    statement.bind(1, type.number);
    std::vector<std::uint32_t> members;
    std::int64_t family = 0, key = 0;
    while (statement.step()) {
        if (statement.integer(0) != family || statement.integer(1) != key) {
            blocks.add(static_cast<KeyFamily>(family), members);
            members.clear();
            family = statement.integer(0);
            key = statement.integer(1);
        }
        const auto index = indices.find(statement.integer(2));
        if (index && (wanted.empty() || wanted[*index])) members.push_back(*index);
    }
    blocks.add(static_cast<KeyFamily>(family), members);
    blocks.finish();
    return blocks;
}

DecidedPairs read_decisions(store::Connection& connection, const RecordType& type, const Indices& indices,
                            const std::vector<bool>& wanted) {
    DecidedPairs result;
    const auto each = [&](Verdict verdict, auto&& keep) {
        for (const auto& [low, high] : decided(connection, type, verdict)) {  // ids ascend as indices do
            const auto a = indices.find(low), b = indices.find(high);
            if (a && b && (wanted.empty() || (wanted[*a] && wanted[*b]))) keep(*a, *b);
        }
    };
    each(Verdict::different, [&](std::uint32_t a, std::uint32_t b) { result.apart.emplace_back(a, b); });
    each(Verdict::same, [&](std::uint32_t a, std::uint32_t b) {
        if (!result.are_apart(a, b)) result.same.emplace_back(a, b);
    });
    return result;
}

}  // namespace

void check(const RecordType& type, const DuplicateOptions& options) {
    if (!is_matched(type)) {
        throw Error(Code::invalid_argument,
                    fmt::format("records of type {} cannot be searched for duplicates", type.name));
    }
    if (!(options.threshold >= 0 && options.threshold <= 1)) {
        throw Error(Code::invalid_argument,
                    fmt::format("a threshold is a probability from 0 to 1, not {}", options.threshold));
    }
}

void tell(const DuplicateOptions& options, double done) {
    if (options.progress && !options.progress(done))
        throw Error(Code::cancelled, "the search for duplicates was cancelled");
}

Scan scan(const Database& database, const RecordType& type, const DuplicateOptions& options, Where where,
          const Model* given) {
    check(type, options);
    const auto start = std::chrono::steady_clock::now();
    Scan result;
    std::optional<Blocks> blocks;
    database.read(
        [&](const Reader& reader) {
            store::Connection& connection = reader.connection();
            std::size_t read = 0;
            Loader(connection, type, result.population).load(0, last_id, [&](std::size_t) {
                if (++read % 10000 == 0) tell(options, 0.0);
            });
            const auto wanted = selected(reader, type, options, result.population);
            const Indices indices(result.population);
            blocks.emplace(read_blocks(connection, type, result.population, indices, wanted));
            result.decided = read_decisions(connection, type, indices, wanted);
        },
        where);
    tell(options, 0.1);
    LinkOptions linking;
    linking.decided = &result.decided;
    linking.learn = given == nullptr;
    linking.progress = [&](double done) { return !options.progress || options.progress(0.1 + 0.85 * done); };
    result.linked =
        link(result.population, *blocks, given == nullptr ? packaged_model(type) : *given, linking);

    DuplicateReport& report = result.report;
    report.records = static_cast<std::int64_t>(result.population.size());
    report.pairs_compared = result.linked.compared;
    report.blocks = result.linked.blocks.blocks;
    report.blocks_split = result.linked.blocks.split;
    report.blocks_skipped = result.linked.blocks.skipped;
    report.pairs_skipped = result.linked.blocks.pairs_skipped;
    report.duplicates = result.linked.model.duplicates;
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return result;
}

}  // namespace kith::match
