// The room "privacy": consents, suppressed addresses, and erasing a person.
//
//   suppression.hpp  addresses that are kept as a hash alone (this file)    consents.cpp  what people agreed to
//   eraser.hpp       finds and deletes everything about a contact           mentions.hpp  names in other records' texts
//   privacy.cpp      the public face of suppression and erase
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

namespace kith::privacy {

/// What an address is, and the text that is the same for every way to write it.
struct Address {
    bool phone = false;
    std::string form{};  // "mail:ada@engines.example", "phone:81312345678"
};

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

/// Adds the hash of an address; false when it is there. Makes the file's key when it has none. Throws `unsupported`.
bool suppress(store::Writer& writer, const Address& address, std::string_view reason);
/// Removes it; false when it was not there. Throws `unsupported`, unless the file has none.
bool unsuppress(store::Writer& writer, const Address& address);

}  // namespace kith::privacy
