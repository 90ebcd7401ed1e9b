// Versions of the algorithms of derived tables that rooms beside the one that makes them read.
#pragma once

namespace kith::records {

/// Of contact_summary. The setting "derived:contact_summary" is the one by which the file's rows were made.
inline constexpr int contact_summary_version = 1;

}  // namespace kith::records
