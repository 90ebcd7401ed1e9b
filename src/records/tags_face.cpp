// The public face of tags; what compares and merges them is in upkeep/tags.cpp.
#include "records/record_type.hpp"
#include "records/tags.hpp"
#include "records/verbs.hpp"

#include <kith/tags.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace kith {

namespace {

TagId existing(Transaction& tx, std::string_view name) {
    const std::int64_t id = records::find_tag(tx.connection(), name);
    if (id == 0)
        throw Error(Code::not_found, fmt::format("there is no tag '{}'", name),
                    {.record = fmt::format("tag '{}'", name)});
    return TagId{id};
}

constexpr std::string_view live_tags =
    "SELECT t.id, (SELECT count(*) FROM tagging g WHERE g.tag_id = t.id) FROM tag t WHERE t.deleted_at IS NULL "
    "ORDER BY t.folded";

}  // namespace

std::vector<TagUse> Tags::all(Where where) const {
    return database_.read(
        [](const Reader& reader) {
            std::vector<TagUse> result;
            store::Statement statement = reader.connection().prepare(live_tags);
            while (statement.step())
                result.push_back({reader.get(TagId{statement.integer(0)}), statement.integer(1)});
            return result;
        },
        where);
}

void Tags::rename(std::string_view from, std::string_view to, Where where) {
    database_.write(
        [&](Transaction& tx) {
            tx.label(fmt::format("rename tag {} to {}", from, to));
            tx.edit(existing(tx, from), [&](Tag& tag) { tag.name = to; });
        },
        where);
}

void Tags::remove(std::string_view name, Where where) {
    database_.write(
        [&](Transaction& tx) {
            const TagId tag = existing(tx, name);
            tx.label(fmt::format("remove tag {}", name));
            tx.connection().prepare("DELETE FROM tagging WHERE tag_id = ?1").bind(1, tag.value).run();
            tx.remove(tag);
        },
        where);
}

std::vector<Tag> Tags::unused(Where where) const {
    std::vector<Tag> result;
    for (TagUse& use : all(where))
        if (use.records == 0) result.push_back(std::move(use.tag));
    return result;
}

Tags Database::tags() const { return Tags(face()); }

}  // namespace kith
