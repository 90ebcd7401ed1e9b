// Uniform formats for every record of a query, in one transaction.
#include "records/many.hpp"
#include "records/record_type.hpp"
#include "upkeep/uniform.hpp"

#include <kith/field_access.hpp>

#include <fmt/format.h>

#include <utility>

namespace kith {

namespace {

/// One run over the records of a query; `write(record)` keeps a record that changed.
template <class Write>
NormaliseResult run(const Reader& reader, const RecordType& type, std::string_view query,
                    const NormaliseOptions& options, Write&& write) {
    const upkeep::Uniform uniform(reader.connection(), type, options);
    const std::vector<std::int64_t> ids = reader.select_ids(type, query, options.parameters);
    NormaliseResult result;
    result.selected = static_cast<std::int64_t>(ids.size());
    const auto tell = [&](std::int64_t done) {
        if (options.progress && !options.progress(done, result.selected))
            throw Error(Code::cancelled, "making formats uniform was cancelled");
    };
    std::int64_t done = 0;
    for (const std::int64_t id : ids) {
        if (done++ % records::told_every == 0) tell(done - 1);
        const RecordHolder record = new_record(type);
        if (!reader.load(type, id, record.get())) continue;
        std::string title = title_of(type, record.get());
        const std::vector<upkeep::Change> changes = uniform.apply(record.get());
        if (changes.empty()) continue;
        ++result.changed;
        for (const upkeep::Change& change : changes) ++result.values[change.field];
        write(id, record.get());
        if (result.sample.size() >= options.sample) continue;
        BulkChange& shown = result.sample.emplace_back();
        shown.id = id;
        shown.title = std::move(title);
        for (const auto& [field, before, after] : changes) shown.values.push_back({field, before, after});
    }
    tell(done);
    return result;
}

}  // namespace

NormaliseResult Upkeep::normalise_any(const RecordType& type, std::string_view query,
                                      const NormaliseOptions& options, Where where) {
    if (options.dry_run)
        return database_.read(
            [&](const Reader& reader) {
                return run(reader, type, query, options, [](std::int64_t, void*) {});
            },
            where);
    return database_.write(
        [&](Transaction& tx) {
            NormaliseResult result = run(tx, type, query, options,
                                         [&](std::int64_t id, void* record) { tx.update(type, id, record); });
            if (result.changed > 0) {
                result.transaction = tx.id();
                tx.label(fmt::format("normalise {} {}", result.changed,
                                     result.changed == 1 ? type.name : type.plural));
            }
            return result;
        },
        where);
}

}  // namespace kith
