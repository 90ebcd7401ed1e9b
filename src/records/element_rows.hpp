// The rows of one element of a record: writing them, and bringing them up to date.
#pragma once

#include "records/plan.hpp"
#include "store/writer.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace kith::records {

/// Writes the elements of one member. Belongs to one transaction.
class ElementRows {
public:
    /// `index` counts the elements of `type`.
    ElementRows(store::Writer& writer, const RecordType& type, std::size_t index);

    /// Inserts every element of a new record; blank ones are left out. Ids are written into the elements.
    void insert_all(void* record, std::int64_t owner);

    /// Makes the stored rows equal to the elements of `record`, comparing by element id with `stored`; an id that is
    /// not one of the record's is new. True when anything was written.
    bool update_all(void* record, const void* stored, std::int64_t owner);

private:
    void insert(const void* record, void* item, std::int64_t owner, std::int64_t position);
    void insert_link(const void* record, const void* item, std::int64_t owner);
    bool update_item(void* item, const void* old);
    bool update_links(void* record, const void* stored, std::int64_t owner);
    bool reposition(void* record, std::int64_t owner);

    store::Writer& writer_;
    const Element& element_;
    const ElementPlan& plan_;
    const Field* copied_ = nullptr;  // the record's field that link rows carry a copy of
    store::Statement insert_;
    std::vector<Scratch> scratch_;
};

/// Positions of the fields whose cells differ between two holders.
[[nodiscard]] std::vector<std::size_t> differing(const std::vector<Field>& fields, const void* a,
                                                 const void* b);

}  // namespace kith::records
