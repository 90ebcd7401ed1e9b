// Records of one snapshot as the rows of a CSV file.
#pragma once

#include "interchange/columns.hpp"
#include "interchange/draft.hpp"
#include "store/connection.hpp"

#include <kith/exports.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace kith::interchange {

/// What stands for a referenced record in a cell: a user's or organization's name, a contact's uid, and "Sales / Won"
/// for one whose name is unique within another only.
[[nodiscard]] std::string words_for(store::Connection& connection, std::string_view type, std::int64_t id);

/// The present positions of a contact, the main one first: at organizations, and one of a title alone that was kept in
/// custom fields.
[[nodiscard]] std::vector<Job> jobs_of(store::Connection& connection, const Contact& contact);

/// The columns of a CSV export, and the cells of records in them. Belongs to one connection and thread.
class ExportRows {
public:
    /// The columns that `options.fields` names, or every field that some of the records has: then all of them are read
    /// once. Throws `invalid_argument` naming the nearest field.
    ExportRows(store::Connection& connection, const RecordType& type, const ExportOptions& options,
               std::span<const std::int64_t> ids);

    /// Their names, as imports recognise them: "email", "email[2].label".
    [[nodiscard]] std::vector<std::string> header() const;
    /// The cells of one record.
    [[nodiscard]] std::vector<std::string> cells(const AnyRecord& record);

private:
    struct Cell {
        Column column;
        std::size_t number = 1;  // of the element, from 1
        bool shown = false;      // the name as the record is called, from whatever parts it has
    };

    [[nodiscard]] std::string value(const Cell& cell, const AnyRecord& record, const std::vector<Job>& jobs);
    [[nodiscard]] std::string text_of(const records::Field& field, const void* holder);
    void choose(const std::vector<std::string>& fields);
    void all_fields(std::span<const std::int64_t> ids);

    store::Connection& connection_;
    const RecordType& type_;
    std::vector<Cell> cells_;
};

}  // namespace kith::interchange
