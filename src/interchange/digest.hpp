// The digest by which a row is found again when its file is imported once more.
#pragma once

#include <string>
#include <string_view>

namespace kith::interchange {

/// 48 bytes as they stand in `source_record.digest`: 16 of the row's content; 16 of the content with how it was read
/// (mapping, region, tags); 16 of its identifier in the source, zero where it has none. Equal first parts mean the same
/// row, equal first two the same row read the same way. Not cryptographic: two different rows meet by accident once
/// in 2^64 rows.
struct Digest {
    std::string row{};
    std::string reading{};
    std::string identifier{};

    [[nodiscard]] std::string bytes() const { return row + reading + identifier; }
};

/// `identifier` is empty where the row has none.
[[nodiscard]] Digest digest_of(std::string_view row, std::string_view reading, std::string_view identifier);

}  // namespace kith::interchange
