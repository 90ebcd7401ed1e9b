#include "interchange/unite.hpp"

#include "interchange/draft.hpp"

#include <algorithm>
#include <vector>

namespace kith::interchange {

namespace {

using records::Element;
using records::Field;

/// What a field holds, "" and 0 of a choice or flag counting as nothing.
bool says(const Field& field, const store::Cell& cell) {
    if (cell.null()) return false;
    if (field.type == FieldType::choice || field.type == FieldType::flag) return cell.integer != 0;
    return cell.type != store::CellType::text || !cell.text.empty();
}

bool same(const Field& field, const void* a, const void* b) {
    records::Scratch of_a;
    records::Scratch of_b;
    return field.get(a, of_a) == field.get(b, of_b);
}

void copy(const Field& field, void* into, const void* from) {
    records::Scratch scratch;
    field.set(into, field.get(from, scratch));
}

/// True when every known part of `part` is in `whole` too.
bool contained(const PartialDate& part, const PartialDate& whole) {
    const auto in = [](int a, int b) { return a == 0 || a == b; };
    return in(part.year, whole.year) && in(part.month, whole.month) && in(part.day, whole.day);
}

bool unite_field(const Field& field, void* stored, const void* draft) {
    records::Scratch of_draft;
    records::Scratch of_stored;
    const store::Cell now = field.get(draft, of_draft);
    const store::Cell before = field.get(stored, of_stored);
    if (!says(field, now) || now == before) return false;
    if (field.type == FieldType::date) {
        const auto date = PartialDate::parse(now.text);
        const auto known = PartialDate::parse(before.text);
        if (date && known && contained(*date, *known)) return false;
    }
    if (field.name == "notes" && says(field, before)) {
        if (before.text.find(now.text) != std::string_view::npos) return false;
        const std::string both = now.text.find(before.text) != std::string_view::npos
                                     ? std::string(now.text)
                                     : std::string(before.text).append("\n").append(now.text);
        field.set(stored, store::Cell::of(std::string_view(both)));
        return true;
    }
    field.set(stored, now);
    return true;
}

/// The fields that say whether two elements are the same thing.
std::vector<const Field*> identity_of(const Element& element) {
    std::vector<const Field*> fields;
    if (element.link) return {&element.fields.front()};
    for (const Field& field : element.fields)
        if (field.is(records::computed) && field.name != "country_code") fields.push_back(&field);
    const bool kept = !fields.empty();
    for (const Field& field : element.fields)
        if (!kept || field.name == "service") fields.push_back(&field);
    return fields;
}

bool fill(const Element& element, void* stored, const void* draft) {
    bool changed = false;
    for (const Field& field : element.fields) {
        if (field.is(records::computed) || field.name == "primary") continue;
        records::Scratch of_stored;
        records::Scratch of_draft;
        if (says(field, field.get(stored, of_stored)) || !says(field, field.get(draft, of_draft))) continue;
        copy(field, stored, draft);
        changed = true;
    }
    return changed;
}

bool unite_element(const Element& element, void* stored, const void* draft) {
    const std::vector<const Field*> identity = identity_of(element);
    const Field* primary = nullptr;
    for (const Field& field : element.fields)
        if (field.name == "primary") primary = &field;
    const auto is_primary = [&](const void* item) {
        records::Scratch scratch;
        return primary != nullptr && primary->get(item, scratch).integer != 0;
    };
    bool has_primary = false;
    for (std::size_t i = 0; i < element.size(stored); ++i)
        has_primary = has_primary || is_primary(element.at(stored, i));

    bool changed = false;
    for (std::size_t d = 0; d < element.size(draft); ++d) {
        const void* item = element.at(draft, d);
        if (element.blank != nullptr && element.blank(item)) continue;
        void* known = nullptr;
        for (std::size_t s = 0; s < element.size(stored) && known == nullptr; ++s) {
            const void* candidate = element.at(stored, s);
            if (std::all_of(identity.begin(), identity.end(),
                            [&](const Field* f) { return same(*f, item, candidate); }))
                known = const_cast<void*>(candidate);
        }
        if (known != nullptr) {
            changed = fill(element, known, item) || changed;
            continue;
        }
        void* fresh = element.append(stored);
        for (const Field& field : element.fields) copy(field, fresh, item);
        if (has_primary && primary != nullptr) primary->set(fresh, store::Cell::of(std::int64_t{0}));
        has_primary = has_primary || is_primary(fresh);
        changed = true;
    }
    return changed;
}

}  // namespace

bool unite(const RecordType& type, void* stored, const void* draft) {
    bool changed = false;
    for (const Field& field : type.fields)
        if (!field.is(records::computed)) changed = unite_field(field, stored, draft) || changed;
    for (const Element& element : type.elements) changed = unite_element(element, stored, draft) || changed;
    return changed;
}

}  // namespace kith::interchange
