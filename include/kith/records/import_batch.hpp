// An import batch: one file that was read into the base, and what became of it.
#pragma once

#include <kith/record_type.hpp>

namespace kith {

struct ImportBatch;
using ImportBatchId = Id<ImportBatch>;

/// One import. Written by `imports()`; a batch is one transaction and can be undone as one.
struct ImportBatch {
    ImportBatchId id{};
    std::string source{};          ///< the file's name or the host's name for the source
    std::string format{};          ///< "vcard", "csv", "jsonl"
    std::int64_t transaction = 0;  ///< the journal's number of the transaction that wrote it
    std::int64_t created = 0;      ///< records created
    std::int64_t updated = 0;      ///< records updated
    std::int64_t unchanged = 0;    ///< rows that were already in the base
    std::int64_t failed = 0;       ///< rows refused, with their reasons in the report
    Meta meta{};

    friend bool operator==(const ImportBatch&, const ImportBatch&) = default;
};

template <>
KITH_API const RecordType& record_type<ImportBatch>();

}  // namespace kith
