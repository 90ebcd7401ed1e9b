#include "records/element_rows.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace kith::records {

std::vector<std::size_t> differing(const std::vector<Field>& fields, const void* a, const void* b) {
    std::vector<std::size_t> result;
    Scratch left;
    Scratch right;
    for (std::size_t i = 0; i < fields.size(); ++i)
        if (!(fields[i].get(a, left) == fields[i].get(b, right))) result.push_back(i);
    return result;
}

ElementRows::ElementRows(store::Writer& writer, const RecordType& type, std::size_t index)
    : writer_(writer),
      element_(type.elements[index]),
      plan_(plan_of(type).elements[index]),
      insert_(writer.connection().prepare(plan_.insert)),
      scratch_(element_.fields.size()) {
    for (const Field& field : type.fields)
        if (!element_.copied_column.empty() && field.column == element_.copied_column) copied_ = &field;
}

void ElementRows::insert(const void* record, void* item, std::int64_t owner, std::int64_t position) {
    if (element_.link) {
        insert_link(record, item, owner);
        return;
    }
    const std::int64_t id = writer_.next_id(element_.table);
    insert_.bind_all(id, owner, position);
    for (std::size_t i = 0; i < element_.fields.size(); ++i) {
        const Field& field = element_.fields[i];
        store::Cell cell = field.get(item, scratch_[i]);
        if (cell.null() && !field.nullable) cell = store::Cell::of(std::string_view());
        insert_.bind(static_cast<int>(i) + 4, cell);
    }
    insert_.run();
    element_.id(item) = id;
}

void ElementRows::insert_link(const void* record, const void* item, std::int64_t owner) {
    insert_.bind(1, owner);
    int index = 2;
    for (std::size_t i = 0; i < element_.fields.size(); ++i)
        insert_.bind(index++, element_.fields[i].get(item, scratch_[i]));
    Scratch copied;
    if (copied_ != nullptr) insert_.bind(index++, copied_->get(record, copied));
    insert_.bind(index, writer_.info().seq);
    insert_.run();
}

void ElementRows::insert_all(void* record, std::int64_t owner) {
    std::set<std::int64_t> linked;
    for (std::size_t i = 0; i < element_.size(record); ++i) {
        void* item = const_cast<void*>(element_.at(record, i));
        if (element_.blank != nullptr && element_.blank(item)) continue;
        if (element_.link) {
            Scratch scratch;
            // A link is there once, however often the host names it.
            if (!linked.insert(element_.fields.front().get(item, scratch).integer).second) continue;
        }
        insert(record, item, owner, static_cast<std::int64_t>(i));
    }
}

bool ElementRows::update_item(void* item, const void* old) {
    const std::vector<std::size_t> changed = differing(element_.fields, item, old);
    if (changed.empty()) return false;
    store::Statement update = writer_.connection().prepare(update_element_sql(element_, changed));
    update.bind(1, element_.id(item));
    for (std::size_t i = 0; i < changed.size(); ++i) {
        const Field& field = element_.fields[changed[i]];
        store::Cell cell = field.get(item, scratch_[i]);
        if (cell.null() && !field.nullable) cell = store::Cell::of(std::string_view());
        update.bind(static_cast<int>(i) + 2, cell);
    }
    update.run();
    return true;
}

bool ElementRows::update_all(void* record, const void* stored, std::int64_t owner) {
    if (element_.link) return update_links(record, stored, owner);
    struct Before {
        const void* item;
        std::size_t index;
    };
    std::map<std::int64_t, Before> before;
    for (std::size_t i = 0; i < element_.size(stored); ++i) {
        const void* item = element_.at(stored, i);
        before.emplace(element_.id(const_cast<void*>(item)), Before{item, i});
    }
    bool changed = false;
    bool moved = false;
    std::size_t furthest = 0;  // stored index of the elements kept so far

    std::set<std::int64_t> kept;
    std::vector<void*> added;
    for (std::size_t i = 0; i < element_.size(record); ++i) {
        void* item = const_cast<void*>(element_.at(record, i));
        const std::int64_t id = element_.id(item);
        const auto found = before.find(id);
        const bool blank = element_.blank != nullptr && element_.blank(item);
        if (blank) continue;  // a stored one that became blank is removed below
        if (id == 0 || found == before.end() || !kept.insert(id).second) {
            added.push_back(item);
            continue;
        }
        if (!added.empty() || found->second.index < furthest) moved = true;
        furthest = std::max(furthest, found->second.index);
        changed = update_item(item, found->second.item) || changed;
    }
    for (const auto& [id, old] : before) {
        if (kept.count(id) > 0) continue;
        writer_.connection().prepare(plan_.remove).bind(1, id).run();
        changed = true;
    }
    if (!added.empty()) {
        std::int64_t position = 0;
        store::Statement positions = writer_.connection().prepare(plan_.positions);
        positions.bind(1, owner);
        while (positions.step()) position = positions.integer(1) + 1;
        for (void* item : added) insert(record, item, owner, position++);
        changed = true;
    }
    if (moved) changed = reposition(record, owner) || changed;
    return changed;
}

// Positions as they stand in the record; written only where they differ.
bool ElementRows::reposition(void* record, std::int64_t owner) {
    std::map<std::int64_t, std::int64_t> positions;
    {
        store::Statement select = writer_.connection().prepare(plan_.positions);
        select.bind(1, owner);
        while (select.step()) positions[select.integer(0)] = select.integer(1);
    }
    bool changed = false;
    store::Statement update = writer_.connection().prepare(plan_.position);
    std::int64_t position = 0;
    for (std::size_t i = 0; i < element_.size(record); ++i) {
        void* item = const_cast<void*>(element_.at(record, i));
        if (element_.blank != nullptr && element_.blank(item)) continue;
        if (positions[element_.id(item)] != position) {
            update.bind_all(element_.id(item), position);
            update.run();
            changed = true;
        }
        ++position;
    }
    return changed;
}

bool ElementRows::update_links(void* record, const void* stored, std::int64_t owner) {
    const Field& key = element_.fields.front();
    Scratch scratch;
    std::map<std::int64_t, const void*> before;
    for (std::size_t i = 0; i < element_.size(stored); ++i) {
        const void* item = element_.at(stored, i);
        before.emplace(key.get(item, scratch).integer, item);
    }
    Scratch other;
    const bool copy_differs =
        copied_ != nullptr && !(copied_->get(record, scratch) == copied_->get(stored, other));
    const auto remove = [&](std::int64_t far) {
        writer_.connection().prepare(plan_.remove).bind_all(owner, far).run();
    };
    bool changed = false;
    std::set<std::int64_t> kept;
    for (std::size_t i = 0; i < element_.size(record); ++i) {
        const void* item = element_.at(record, i);
        const std::int64_t far = key.get(item, scratch).integer;
        if (!kept.insert(far).second) continue;
        const auto found = before.find(far);
        if (found != before.end()) {
            if (!copy_differs && differing(element_.fields, item, found->second).empty()) continue;
            remove(far);
        }
        insert_link(record, item, owner);
        changed = true;
    }
    for (const auto& [far, item] : before) {
        if (kept.count(far) > 0) continue;
        remove(far);
        changed = true;
    }
    return changed;
}

}  // namespace kith::records
