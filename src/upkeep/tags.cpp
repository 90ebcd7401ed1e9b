// Tags that mean the same. The rest of their face is in records/tags_face.cpp.
#include "records/many.hpp"
#include "upkeep/labels.hpp"

#include <kith/tags.hpp>

#include <utility>

namespace kith {

LabelMergeResult Tags::merge(std::string_view from, std::string_view into, const LabelMergeOptions& options,
                             Where where) {
    return merge_all({std::string(from)}, into, options, where);
}

LabelMergeResult Tags::merge_all(const std::vector<std::string>& from, std::string_view into,
                                 const LabelMergeOptions& options, Where where) {
    return records::all_at_once(database_, where, options.dry_run, [&](Transaction& tx) {
        return upkeep::merge(tx, upkeep::tags(), from, into);
    });
}

std::vector<SimilarTags> Tags::similar(double threshold, Where where) const {
    const std::vector<TagUse> tags = all(where);
    std::vector<upkeep::LabelUse> uses;
    uses.reserve(tags.size());
    for (const TagUse& use : tags) uses.push_back({use.tag.id.value, use.tag.name, use.records, {}});
    std::vector<SimilarTags> result;
    for (const auto& [left, right, similarity, how] : upkeep::alike(uses, threshold))
        result.push_back({tags[left].tag, tags[right].tag, similarity, std::string(how), tags[left].records,
                          tags[right].records, upkeep::worth_keeping(uses[left], uses[right])});
    return result;
}

}  // namespace kith
