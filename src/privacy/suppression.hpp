// The room "privacy": consents, suppressed addresses, and erasing a person.
//
//   suppression.hpp  addresses that are kept as a hash alone (this file)    consents.cpp  what people agreed to
//   eraser.hpp       finds and deletes everything about a contact           mentions.hpp  names in other records' texts
//   privacy.cpp      the public face of suppression and erase               files.hpp     whose an attachment is
//
// What refers to a contact is found from the descriptors (history/catalogue.hpp), so that no later record type is forgotten.
// Exporting a person's data stands in the room "interchange", which knows how records become JSON.
//
// Hashing is libsodium's, never our own: BLAKE2b with a random key of the file (crypto_generichash). It is an optional
// component, in the build when KITH_SODIUM is defined.
#pragma once

#include "store/connection.hpp"
#include "store/writer.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kith::privacy {

/// What an address is, and the texts that are the same for every way to write it: "mail:ada@engines.example".
///
/// A number is "phone:81312345678" where its country is known and "local:0312345678" besides, because the file's region
/// may change; "phone:0312345678" where it is not. It is asked for by all that it may have been kept as: written with its
/// calling code, another country's "local:" is not it.
struct Address {
    bool phone = false;
    std::string kept{};                ///< the form of which a hash is kept
    std::vector<std::string> own{};    ///< forms that are this address and no other
    std::vector<std::string> asked{};  ///< forms it is looked for by
    std::vector<std::string> local{};  ///< its national digits: kept by the first of these that no other number has
};

/// `suppression.medium` of the rows that hold a further form of a number; their `reason` is the id of its first row, which
/// stands for all of them. 1: an e-mail address, 2: a number.
inline constexpr int further_form = 3;

/// Reads an e-mail address or a telephone number written in `region`; nothing for what is neither.
[[nodiscard]] std::optional<Address> read_address(std::string_view text, std::string_view region);

/// True when the build has libsodium.
[[nodiscard]] bool can_hash() noexcept;

/// Looks addresses up in one transaction or snapshot; the key is read once. Belongs to its connection.
class Suppressed {
public:
    explicit Suppressed(store::Connection& connection);

    /// False when the file has no suppressed address at all: then nothing needs to be looked up.
    [[nodiscard]] bool any() const noexcept { return any_; }
    /// Whether the address is suppressed. Throws `unsupported` when there are some and this build cannot hash.
    [[nodiscard]] bool has(const Address& address);

private:
    store::Connection& connection_;
    bool any_ = false;
    std::string key_{};
};

/// Adds the hashes of an address; false when it is there: then forms that were not are added to it. Makes the file's key
/// when it has none. Throws `unsupported`.
bool suppress(store::Writer& writer, const Address& address, std::string_view reason);
/// Removes it in all forms; false when it was not there. Throws `unsupported`, unless the file has none.
bool unsuppress(store::Writer& writer, const Address& address);

}  // namespace kith::privacy
