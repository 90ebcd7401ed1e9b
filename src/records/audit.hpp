// Reading every record of a type, elements included, with one ordered pass over each table.
#pragma once

#include "records/record_type.hpp"
#include "store/connection.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace kith::records {

/// Gives the records of one type by rising id, those in the trash and merged ones too. Their own fields and their
/// elements only: no side table, tags, custom values or Meta. Belongs to one connection and thread; the tables must
/// not be written meanwhile.
class Scan {
public:
    Scan(store::Connection& connection, const RecordType& type);

    /// Fills `into` with the next record; false at the end.
    bool next(void* into);

    /// Fields of the last record whose stored cell no member can hold ("birthday": a text that is no date).
    [[nodiscard]] const std::vector<std::string>& unreadable() const noexcept { return unreadable_; }

private:
    struct Cursor {
        const Element* element;
        std::vector<const Field*> fields;
        store::Statement rows;
        bool more = false;
        std::int64_t owner = 0;
        void advance();
    };
    void read(const std::vector<const Field*>& fields, void* holder, const store::Statement& row, int first,
              const Element* element);

    const RecordType& type_;
    std::vector<const Field*> own_;
    store::Statement records_;
    std::vector<Cursor> cursors_;
    std::vector<std::string> unreadable_;
    Scratch scratch_;
};

/// What `check_computed` tells of a record: a computed field (of an element, where one is given) that does not hold what
/// the record gives, a cell that cannot be read, or why the record would be refused today.
struct Irregular {
    std::int64_t id = 0;
    const Element* element = nullptr;
    const Field* field = nullptr;
    std::string why{};  ///< set when it is not about a computed field
};

/// Reads all records of a type and tells what is irregular about them. Cost: one pass over the record's table and
/// each element table, and what preparing a record costs.
void check_computed(store::Connection& connection, const RecordType& type,
                    const std::function<void(const Irregular&)>& tell);

/// True when the type or one of its elements has computed fields.
[[nodiscard]] bool has_computed(const RecordType& type);

}  // namespace kith::records
