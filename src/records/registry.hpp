// The list of all record types, made by the build from the files in src/records/types.
#pragma once

#include <span>

namespace kith {
class RecordType;
}

namespace kith::records {

/// Every record type's descriptor, in the order of the file names in src/records/types. A file NAME.cpp
/// there defines `const RecordType& NAME_type()` in this namespace; adding the file is all it takes.
/// The descriptors live as long as the library. Safe from any thread.
[[nodiscard]] std::span<const RecordType* const> registry();

}  // namespace kith::records
