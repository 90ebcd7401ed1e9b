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
#include <set>
#include <utility>

namespace kith::match {
namespace {

constexpr std::int64_t last_id = std::numeric_limits<std::int64_t>::max();

/// Marks which records from `first` on a query selects; an empty one selects all. `wanted` stays empty as long as nobody is
/// left out.
void select(const Reader& reader, const RecordType& type, std::string_view query, const Parameters& parameters,
            const Population& population, std::size_t first, std::vector<bool>& wanted) {
    if (query.empty() && wanted.empty()) return;
    wanted.resize(first, true);
    wanted.resize(population.size(), query.empty());
    if (query.empty()) return;
    auto ids = reader.select_ids(type, query, parameters);
    std::sort(ids.begin(), ids.end());
    for (std::size_t r = first; r < population.size(); ++r) {
        wanted[r] = std::binary_search(ids.begin(), ids.end(), population.record(r).id);
    }
}

/// The indices of the records from `first` on by their ids, which ascend.
class Indices {
public:
    explicit Indices(const Population& population, std::size_t first = 0) : first_(first) {
        ids_.reserve(population.size() - first);
        for (std::size_t r = first; r < population.size(); ++r) ids_.push_back(population.record(r).id);
        gaps_ = !ids_.empty() && ids_.back() - ids_.front() + 1 != static_cast<std::int64_t>(ids_.size());
    }

    /// The index of the record with this id, or nothing.
    [[nodiscard]] std::optional<std::uint32_t> find(std::int64_t id) const {
        if (ids_.empty() || id < ids_.front() || id > ids_.back()) return std::nullopt;
        if (!gaps_) return index(static_cast<std::size_t>(id - ids_.front()));
        const auto found = std::lower_bound(ids_.begin(), ids_.end(), id);
        if (*found != id) return std::nullopt;
        return index(static_cast<std::size_t>(found - ids_.begin()));
    }

private:
    [[nodiscard]] std::uint32_t index(std::size_t place) const {
        return static_cast<std::uint32_t>(first_ + place);
    }

    std::size_t first_;
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

/// Adds what was decided in a file, whose records come behind those that `result` knows.
void read_decisions(store::Connection& connection, const RecordType& type, const Indices& indices,
                    const std::vector<bool>& wanted, DecidedPairs& result) {
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
}

/// Reads the records of a file, told now and then.
void load(store::Connection& connection, const RecordType& type, const std::vector<std::string>* keys,
          Population& population, const Progress& progress) {
    std::size_t read = 0;
    const auto added = [&](std::size_t) {
        if (++read % 10000 == 0) tell(progress, 0.0);
    };
    if (keys == nullptr)
        Loader(connection, type, population).load(0, last_id, added);
    else
        Loader(connection, type, population, *keys).load(0, last_id, added);
}

using Clock = std::chrono::steady_clock;

/// Links what was read: by `model` as it is, or as what is learned is held towards.
void link_read(Scan& scan, const Blocks& blocks, const Model& model, bool learn, const DecidedPairs* known,
               const Progress& progress, Clock::time_point start) {
    tell(progress, 0.1);
    LinkOptions linking;
    linking.decided = known;
    linking.learn = learn;
    linking.progress = [&](double done) { return !progress || progress(0.1 + 0.85 * done); };
    scan.linked = link(scan.population, blocks, model, linking);

    DuplicateReport& report = scan.report;
    report.records = static_cast<std::int64_t>(scan.population.size());
    report.pairs_compared = scan.linked.compared;
    report.blocks = scan.linked.blocks.blocks;
    report.blocks_split = scan.linked.blocks.split;
    report.blocks_skipped = scan.linked.blocks.skipped;
    report.pairs_skipped = scan.linked.blocks.pairs_skipped;
    report.duplicates = scan.linked.model.duplicates;
    report.seconds = std::chrono::duration<double>(Clock::now() - start).count();
}

/// The file that a database is; empty for one in memory.
std::string file_of(store::Connection& connection) {
    return connection.text("SELECT file FROM pragma_database_list WHERE name = 'main'");
}

void check_probability(double number, std::string_view what, double most) {
    if (!(number >= 0 && number <= most))
        throw Error(Code::invalid_argument,
                    fmt::format("{} is a probability from 0 to {}, not {}", what, most, number));
}

}  // namespace

void check(const RecordType& type) {
    if (!is_matched(type)) {
        throw Error(Code::invalid_argument,
                    fmt::format("records of type {} cannot be searched for duplicates", type.name));
    }
}

void check(const RecordType& type, const DuplicateOptions& options) {
    check(type);
    check_probability(options.threshold, "a threshold", 1);
}

void tell(const Progress& progress, double done) {
    if (progress && !progress(done)) throw Error(Code::cancelled, "the search for duplicates was cancelled");
}

Scan scan(const Database& database, const RecordType& type, const DuplicateOptions& options, Where where,
          const Model* given) {
    check(type, options);
    const auto start = Clock::now();
    Scan result;
    std::optional<Blocks> blocks;
    database.read(
        [&](const Reader& reader) {
            store::Connection& connection = reader.connection();
            load(connection, type, nullptr, result.population, options.progress);
            std::vector<bool> wanted;
            select(reader, type, options.population, options.parameters, result.population, 0, wanted);
            const Indices indices(result.population);
            blocks.emplace(read_blocks(connection, type, result.population, indices, wanted));
            read_decisions(connection, type, indices, wanted, result.decided);
        },
        where);
    link_read(result, *blocks, given == nullptr ? packaged_model(type) : *given, given == nullptr,
              &result.decided, options.progress, start);
    return result;
}

std::vector<std::string> identifying_keys(const Database& database, const Database& other,
                                          const RecordType& type, Where where) {
    std::set<std::string> keys;
    std::string file;
    const auto look = [&](const Reader& reader) {
        for (const IdentifyingField& field : identifying_fields(reader.connection(), type))
            keys.insert(field.key);
        const std::string before = std::exchange(file, file_of(reader.connection()));
        if (!file.empty() && file == before)
            throw Error(Code::invalid_argument,
                        fmt::format("both are the file '{}': 'find' looks for duplicates within one", file));
    };
    if (&database.core() == &other.core())
        throw Error(Code::invalid_argument, "both are one database: 'find' looks for duplicates within it");
    database.read(look, where);
    other.read(look, where);
    return {keys.begin(), keys.end()};
}

Scan scan_across(const Database& database, const Database& other, const RecordType& type,
                 const kith::LinkOptions& options, Where where, const Model* given) {
    check(type);
    check_probability(options.threshold, "a threshold", 1);
    check_probability(options.review, "review", 1);
    const auto start = Clock::now();
    const std::vector<std::string> keys = identifying_keys(database, other, type, where);
    Scan result;
    Scope scope;
    const auto read = [&](const Database& from, std::string_view query, const Parameters& parameters) {
        from.read(
            [&](const Reader& reader) {
                const std::size_t first = result.population.size();
                load(reader.connection(), type, &keys, result.population, options.progress);
                select(reader, type, query, parameters, result.population, first, scope.wanted);
                read_decisions(reader.connection(), type, Indices(result.population, first), scope.wanted,
                               result.decided);
            },
            where);
    };
    read(database, options.population, options.parameters);
    result.second = scope.second = static_cast<std::uint32_t>(result.population.size());
    read(other, options.other_population, options.other_parameters);
    Blocks none(result.population);  // of a file without records nothing is compared
    none.finish();
    Model model = packaged_model(type);
    const double duplicates = model.duplicates;  // how often one file has somebody twice says nothing of two
    if (given != nullptr) model = *given;
    model.duplicates = duplicates;
    link_read(result, scope.second > 0 ? block(result.population, scope) : none, model, given == nullptr,
              nullptr, options.progress, start);
    return result;
}

}  // namespace kith::match
