// Blocking keys: records that share one are compared, all others never.
//
// Each family of keys is one way in which two records of a person stay alike when everything else went wrong. A
// key is a 63-bit hash of normalised evidence, kept in the table `match_key` by the commit pipeline, so that the
// candidates for one record are a few index look-ups.
#pragma once

#include "match/population.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace kith::match {

/// The families. Numbers are in files: they never change meaning (raise the step's version when a key changes).
enum class KeyFamily : std::uint8_t {
    email = 1,         ///< canonical address
    mailbox = 2,       ///< the part before "@" without separators, when it is long enough to mean somebody
    phone = 3,         ///< last seven digits
    name = 4,          ///< sound of given and family name, in either order
    reading = 5,       ///< reading of given and family name, in either order
    nickname = 6,      ///< family of the given name, and sound of the family name
    family_place = 7,  ///< sound of the family name with postcode, and with locality
    given_place = 8,   ///< sound of the given name with postcode
    birthday = 9,      ///< birthday with the first sound of a name
    address = 10,      ///< house number with postcode, and with street
    name_word = 11,    ///< a single given, family or further name, as written; of use while rare
    employer = 12,     ///< employer with the first sound of a name
    identifier = 13,
    handle = 14,
    organization = 15,       ///< organizations: the whole name, order of words aside
    organization_word = 16,  ///< organizations: one word of the name; of use while rare
    domain = 17,
    acronym = 18,  ///< organizations: the acronym of the name, or a name that may be one; of use while rare
    organization_sound = 19,  ///< organizations: the sound of one word of the name; of use while rare
};
inline constexpr int key_family_count = 20;

struct Key {
    KeyFamily family = KeyFamily::email;
    std::int64_t hash = 0;  // 63 bits
};

/// Appends the keys of a record, without repetition: 10 to 15 for a contact with everything. About 2 µs.
void append_keys(const Population& population, std::size_t record, std::vector<Key>& keys);

/// The key of a single value, of the families that have such keys.
[[nodiscard]] Key value_key(KeyFamily family, std::string_view value);

/// How many records a block of this family may have before it is split further; families that only work with rare
/// values are dropped above it instead.
[[nodiscard]] std::size_t block_limit(KeyFamily family);
[[nodiscard]] bool works_only_rare(KeyFamily family);

}  // namespace kith::match
