// The rows of a file one after the other, whatever its format.
#pragma once

#include "interchange/cells.hpp"
#include "interchange/draft.hpp"
#include "interchange/source_file.hpp"

#include <kith/imports.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace kith::interchange {

/// Reads drafts. Used by one thread; holds one row.
class DraftSource {
public:
    virtual ~DraftSource() = default;

    /// The next row; nothing at the end.
    virtual std::optional<Draft> next() = 0;
    /// Bytes of the file's text read so far.
    [[nodiscard]] virtual std::size_t position() const = 0;
    /// How the file writes values.
    [[nodiscard]] virtual const CellReader& cells() const = 0;
    /// How rows are read, as one text: a row that was read another way before is read again.
    [[nodiscard]] virtual std::string signature() const = 0;
    /// Adds what was left out, and remarks about the whole file, to the report.
    virtual void finish(ImportReport& report) const = 0;
};

/// The rows of an opened file. Its arguments must outlive it. Throws `invalid_argument` when nothing of a CSV file is
/// recognised, and for mappings that `plan_csv` refuses.
[[nodiscard]] std::unique_ptr<DraftSource> make_source(const SourceFile& file, const ImportOptions& options,
                                                       const ReadingRules& rules);

/// What `Imports::inspect` says of an opened file.
[[nodiscard]] ImportPlan inspect_source(const SourceFile& file, const ImportOptions& options,
                                        const ReadingRules& rules);

}  // namespace kith::interchange
