// Keeping `search_doc` and `search_index` equal to what the records say.
#pragma once

#include "store/writer.hpp"

namespace kith::search {

/// The derive step of full text; registered when a database opens.
[[nodiscard]] store::DeriveStep search_doc_step();

}  // namespace kith::search
