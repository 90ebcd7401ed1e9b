// What the commands share that read files of other programs: import, link.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace cli {

/// The bytes of a file; throws kith::Error with the system's reason.
[[nodiscard]] std::string read_file(const std::string& path);
[[nodiscard]] std::string name_of_file(const std::string& path);

using Mapping = std::vector<std::pair<std::string, std::string>>;
/// Column and field of each COLUMN=FIELD; `external_id`: the column with the row's identifier elsewhere, or none. Throws
/// `invalid_argument`.
[[nodiscard]] Mapping mapping_of(const std::vector<std::string>& maps, const std::string& external_id);

}  // namespace cli
