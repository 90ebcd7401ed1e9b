#include "interchange/digest.hpp"

#include "match/population.hpp"

#include <cstdint>

namespace kith::interchange {

namespace {

void append(std::string& bytes, std::uint64_t hash) {
    for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(hash >> shift & 0xffu);
}

std::string part(std::string_view text) {
    // Two seeds of one hash: independent enough to count as 128 bits for rows that nobody crafts.
    std::string bytes;
    append(bytes, match::stable_hash(text, 0x6b697468));
    append(bytes, match::stable_hash(text, 0x726f7773));
    return bytes;
}

}  // namespace

Digest digest_of(std::string_view row, std::string_view reading, std::string_view identifier) {
    Digest digest;
    digest.row = part(row);
    digest.reading = part(digest.row + std::string(reading));
    digest.identifier = identifier.empty() ? std::string(digest.row.size(), '\0') : part(identifier);
    return digest;
}

}  // namespace kith::interchange
