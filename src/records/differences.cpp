#include "records/differences.hpp"

#include "records/element_rows.hpp"

#include <algorithm>

namespace kith::records {

namespace {

bool same_elements(const Element& element, const void* a, const void* b) {
    const std::size_t size = element.size(a);
    if (size != element.size(b)) return false;
    for (std::size_t i = 0; i < size; ++i) {
        for (const std::size_t field : differing(element.fields, element.at(a, i), element.at(b, i)))
            if (!element.fields[field].is(computed)) return false;
    }
    return true;
}

}  // namespace

std::vector<std::string> changed_fields(const RecordType& type, const void* a, const void* b) {
    std::vector<std::string> names;
    for (const std::size_t i : differing(type.fields, a, b))
        if (!type.fields[i].is(computed)) names.emplace_back(type.fields[i].name);
    for (const Element& element : type.elements)
        if (!same_elements(element, a, b)) names.emplace_back(element.plural);
    // The descriptor's getters of members take records that may be written; nothing is.
    const auto of = [](const void* record) { return const_cast<void*>(record); };
    if (type.tags != nullptr && *type.tags(of(a)) != *type.tags(of(b))) names.emplace_back("tags");
    if (type.custom != nullptr) {
        const CustomValues& old = *type.custom(of(a));
        const CustomValues& now = *type.custom(of(b));
        for (const auto& [key, value] : old) {
            const auto found = now.find(key);
            if (found == now.end() || found->second != value) names.push_back("field." + key);
        }
        for (const auto& [key, value] : now)
            if (old.count(key) == 0) names.push_back("field." + key);
    }
    return names;
}

}  // namespace kith::records
