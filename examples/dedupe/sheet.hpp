// The cleaned sheet: the columns of the file that came in, in their order, filled from records.
#pragma once

#include <kith/kith.hpp>

#include <map>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace dedupe {

/// How the file is to be read so that nothing of it is lost: a column that kith does not recognise becomes a custom field
/// that is called like it.
[[nodiscard]] kith::ImportOptions keep_every_column(const kith::ImportPlan& plan, kith::ImportOptions options);

/// The columns of a file and what stands in them. Where a person has more e-mails, phones or the like after a merge than
/// the file has columns for, further ones follow at the end.
class Sheet {
public:
    /// `plan`: of the file, as it was imported.
    Sheet(const kith::Database& db, const kith::RecordType& type, const kith::ImportPlan& plan);

    void add(std::int64_t id);
    /// Writes the header and what was added, as CSV in UTF-8.
    void write(std::ostream& out) const;
    [[nodiscard]] std::size_t rows() const noexcept { return rows_.size(); }

private:
    struct Column {
        std::string header{};
        std::string field{};   ///< without the number: "email", "address.street"
        std::string kind{};    ///< of a multi-valued field: "email", "address"; else empty
        std::size_t slot = 0;  ///< which of its elements
    };
    struct Slot {
        std::string label{};                ///< "work" for "Business Phone"; empty: any
        std::vector<std::string> fields{};  ///< that have a column
    };

    void place(const kith::ImportColumn& given, const std::string& header);
    void widen(const std::string& kind);
    [[nodiscard]] std::vector<std::string> texts(const void* record, const std::string& field) const;
    [[nodiscard]] std::string single(const void* record, std::int64_t id, const std::string& field) const;
    std::map<std::string, std::vector<int>> assigned(const void* record);

    const kith::Database& db_;
    const kith::RecordType& type_;
    kith::Settings settings_;
    std::vector<Column> columns_;
    std::map<std::string, std::vector<Slot>> slots_;  // by kind
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace dedupe
