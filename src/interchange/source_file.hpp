// The bytes of an import: read, recognised, decoded.
#pragma once

#include "interchange/cells.hpp"
#include "interchange/columns.hpp"
#include "interchange/csv.hpp"
#include "interchange/encoding.hpp"

#include <kith/imports.hpp>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kith::interchange {

/// All bytes of a file. Throws `io`.
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

/// A file to import. `bytes` must outlive it; `text` points into them or into `decoded`.
struct SourceFile {
    std::string_view bytes{};
    std::string name{};    // of the source
    std::string format{};  // "vcard", "csv", "jsonl"
    Detected encoding{};
    std::string decoded{};  // UTF-8, where the bytes are not
    std::string_view text{};
    std::vector<std::string> warnings{};

    SourceFile() = default;
    SourceFile(const SourceFile&) = delete;  // text points into decoded
    SourceFile& operator=(const SourceFile&) = delete;
};

/// Finds out the format and encoding of a file, and decodes it (vCards are left to their reader, which knows each
/// property's own encoding). Throws `invalid_argument` for unknown formats and encodings.
void open_source(SourceFile& file, std::string_view bytes, std::string_view name,
                 const ImportOptions& options);

/// How a CSV file is read: where each column goes.
struct CsvPlan {
    const RecordType* type = nullptr;
    CsvOptions csv{};
    bool header = true;
    std::string dialect{};
    std::vector<std::string> headers{};  // "#3" where there is none
    std::vector<Column> columns{};
    FileDates dates{};
};

/// Looks through a CSV file: delimiter, header, columns by their headers and by the mapping of the options, order of its
/// dates. `region` decides where the dates do not. Throws `invalid_argument` for a mapping of unknown columns or fields.
[[nodiscard]] CsvPlan plan_csv(const SourceFile& file, const ImportOptions& options, std::string_view region);

/// The column that a mapping means by a name: by header, by header as people retype it, by number from 1.
[[nodiscard]] std::optional<std::size_t> find_column(std::span<const std::string> headers,
                                                     std::string_view name);

/// One text that says how a plan reads rows: rows read by an equal one need not be read again.
[[nodiscard]] std::string signature(const CsvPlan& plan);

}  // namespace kith::interchange
