// CSV rows to drafts, by a mapping of the columns.
#pragma once

#include "interchange/cells.hpp"
#include "interchange/columns.hpp"
#include "interchange/csv.hpp"
#include "interchange/draft.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace kith::interchange {

/// Maps the rows of one file. Used by one thread; its arguments must outlive it.
class RowMapper {
public:
    /// `headers` and `columns` have the same size; the groups of the columns are settled.
    RowMapper(const RecordType& type, const std::vector<std::string>& headers,
              const std::vector<Column>& columns, const CellReader& cells);

    /// Fills a fresh draft from a row.
    void map(const CsvRow& row, Draft& draft) const;

private:
    struct Group {
        const records::Element* element;
        std::vector<std::size_t> columns;
    };
    struct Cells;  // the values of one row

    void map_element(const Group& group, const Cells& cells, Draft& draft) const;
    void map_item(const Group& group, const std::vector<std::vector<std::string>>& pieces, std::size_t item,
                  Draft& draft) const;
    void map_column(std::size_t index, const std::string& value, Draft& draft, PartialDate& birthday) const;
    void map_interaction(const Cells& cells, Draft& draft) const;

    const RecordType& type_;
    const std::vector<std::string>& headers_;
    const std::vector<Column>& columns_;
    const CellReader& cells_;
    std::vector<Group> groups_;
    std::vector<std::size_t>
        in_key_order_;  // columns by header: the order of columns does not change a row's identity
    bool has_moment_ = false;
    bool has_participant_ = false;
};

}  // namespace kith::interchange
