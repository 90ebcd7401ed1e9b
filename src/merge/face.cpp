// The public face of merging.
#include "history/catalogue.hpp"
#include "history/merge_log.hpp"
#include "merge/merge.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace kith {

MergeRequest merge_request(const RecordType& type, std::int64_t survivor, std::vector<std::int64_t> losers) {
    if (!type.mergeable)
        throw Error(Code::invalid_argument, fmt::format("records of type '{}' cannot be merged", type.name),
                    {.record = std::string(type.name)});
    return {std::string(type.name), survivor, std::move(losers)};
}

std::vector<MergeEntry> merges(const Database& database, const RecordRef& record, Where where) {
    return database.read(
        [&](const Reader& reader) {
            std::vector<MergeEntry> entries;
            history::Links links(reader.connection());
            history::MergeLog log(reader.connection(), links);
            store::Statement select =
                reader.connection().prepare("SELECT id, at, by, undone_at FROM merge ORDER BY id");
            while (select.step()) {
                const auto merge = log.merge(select.integer(0));
                if (!merge || merge->type == nullptr) continue;
                MergeEntry entry;
                entry.id = merge->id;
                entry.survivor = {std::string(merge->type->name), merge->survivor};
                entry.losers = log.losers(*merge);
                entry.at = Time{std::chrono::milliseconds(select.integer(1))};
                entry.by = select.string(2);
                entry.transaction = merge->seq;
                if (!select.null(3)) entry.undone_at = Time{std::chrono::milliseconds(select.integer(3))};
                const bool meant = record.type.empty() ||
                                   (record.type == entry.survivor.type &&
                                    (record.id == entry.survivor.id ||
                                     std::count(entry.losers.begin(), entry.losers.end(), record.id) > 0));
                if (meant) entries.push_back(std::move(entry));
            }
            return entries;
        },
        where);
}

MergeResult Database::merge(const MergeRequest& request, const MergeOptions& options, Where where) {
    return write([&](Transaction& tx) { return kith::merge::merge_records(tx.writer(), request, options); },
                 where);
}

MergeResult Database::merge(const MergeRequest& request, Where where) {
    return merge(request, MergeOptions{}, where);
}

UnmergeResult Database::unmerge(std::int64_t merge, const UnmergeOptions& options, Where where) {
    return write([&](Transaction& tx) { return kith::merge::unmerge(tx.writer(), merge, options); }, where);
}

UnmergeResult Database::unmerge(std::int64_t merge, Where where) {
    return unmerge(merge, UnmergeOptions{}, where);
}

}  // namespace kith
