#include "records/audit.hpp"

#include "records/check.hpp"
#include "records/plan.hpp"

#include <kith/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace kith::records {

namespace {

std::vector<const Field*> own_fields(const RecordType& type) {
    std::vector<const Field*> own;
    for (const Field& field : type.fields)
        if (!field.side) own.push_back(&field);
    return own;
}

std::string select_records(const RecordType& type) {
    std::string columns;
    for (const Field* field : own_fields(type)) columns += ", " + quoted(field->column);
    return fmt::format("SELECT id{} FROM {} ORDER BY id", columns, quoted(type.table));
}

std::string select_elements(const Element& element) {
    std::string columns;
    for (const Field& field : element.fields) columns += ", " + quoted(field.column);
    const std::string_view order = element.link ? element.fields.front().column : "position";
    // Elements that belong to another type of owner are left out, by the partial index that gives the order too.
    return fmt::format("SELECT {0}{1}{2} FROM {3} WHERE {0} IS NOT NULL ORDER BY {0}, {4}",
                       quoted(element.owner_column), element.link ? ", 0" : ", id", columns,
                       quoted(element.table), quoted(order));
}

bool any_computed(const std::vector<Field>& fields) {
    return std::any_of(fields.begin(), fields.end(), [](const Field& field) { return field.is(computed); });
}

}  // namespace

Scan::Scan(store::Connection& connection, const RecordType& type)
    : type_(type), own_(own_fields(type)), records_(connection.prepare(select_records(type))) {
    for (const Element& element : type.elements) {
        std::vector<const Field*> fields;
        for (const Field& field : element.fields) fields.push_back(&field);
        cursors_.push_back({&element, std::move(fields), connection.prepare(select_elements(element))});
        cursors_.back().advance();
    }
}

void Scan::Cursor::advance() {
    more = rows.step();
    if (more) owner = rows.integer(0);
}

void Scan::read(const std::vector<const Field*>& fields, void* holder, const store::Statement& row, int first,
                const Element* element) {
    int column = first;
    for (const Field* field : fields) field->set(holder, row.cell(column++));
    // Compared when all are set: an amount of money is nothing without its currency.
    column = first;
    for (const Field* field : fields) {
        const store::Cell cell = row.cell(column++);
        const bool empty = cell.null() || (cell.type == store::CellType::text && cell.text.empty());
        if (empty || field->get(holder, scratch_) == cell) continue;
        unreadable_.push_back(element == nullptr ? std::string(field->name)
                                                 : fmt::format("{}.{}", element->plural, field->name));
    }
}

bool Scan::next(void* into) {
    unreadable_.clear();
    if (!records_.step()) return false;
    const std::int64_t id = records_.integer(0);
    type_.id(into) = id;
    read(own_, into, records_, 1, nullptr);
    for (Cursor& cursor : cursors_) {
        const Element& element = *cursor.element;
        element.clear(into);
        while (cursor.more && cursor.owner < id) cursor.advance();  // a foreign key is broken
        for (; cursor.more && cursor.owner == id; cursor.advance()) {
            void* item = element.append(into);
            if (!element.link) element.id(item) = cursor.rows.integer(1);
            read(cursor.fields, item, cursor.rows, 2, &element);
        }
    }
    return true;
}

bool has_computed(const RecordType& type) {
    return any_computed(type.fields) ||
           std::any_of(type.elements.begin(), type.elements.end(),
                       [](const Element& element) { return any_computed(element.fields); });
}

namespace {

/// The computed cells of one record and its elements, in order.
class Computed {
public:
    explicit Computed(const RecordType& type) : type_(type) {}

    void keep(const void* record) {
        cells_.clear();
        each(record, [&](const Element*, const Field& field, const void* holder) {
            cells_.emplace_back(field.get(holder, scratch_));
        });
    }
    /// Calls `differs(element, field)` for the cells that are not what `keep` found.
    template <class Differs>
    void compare(const void* record, Differs&& differs) {
        std::size_t at = 0;
        each(record, [&](const Element* element, const Field& field, const void* holder) {
            if (!(field.get(holder, scratch_) == cells_[at++].view())) differs(element, field);
        });
    }

private:
    template <class Visit>
    void each(const void* record, Visit&& visit) {
        for (const Field& field : type_.fields)
            if (field.is(computed)) visit(nullptr, field, record);
        for (const Element& element : type_.elements) {
            if (element.prepare == nullptr) continue;
            for (std::size_t i = 0; i < element.size(record); ++i)
                for (const Field& field : element.fields)
                    if (field.is(computed)) visit(&element, field, element.at(record, i));
        }
    }

    const RecordType& type_;
    std::vector<store::OwnedCell> cells_;
    Scratch scratch_;
};

}  // namespace

void check_computed(store::Connection& connection, const RecordType& type,
                    const std::function<void(const Irregular&)>& tell) {
    const std::unique_ptr<void, void (*)(void*)> record(type.create(), type.destroy);
    const Settings settings = connection.settings();
    const Time now = connection.now();
    Computed before(type);
    Scan scan(connection, type);
    while (scan.next(record.get())) {
        const std::int64_t id = type.id(record.get());
        for (const std::string& field : scan.unreadable())
            tell({id, nullptr, nullptr,
                  fmt::format("{} {}: what is stored as {} cannot be read", type.name, id, field)});
        before.keep(record.get());
        try {
            prepare_and_check(type, record.get(), settings, now);
        } catch (const Error& error) {
            tell({id, nullptr, nullptr, error.what()});
            continue;
        }
        before.compare(record.get(), [&](const Element* element, const Field& field) {
            tell({id, element, &field, {}});
        });
    }
}

}  // namespace kith::records
