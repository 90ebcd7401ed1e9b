// Encrypted copies: a stream that is sealed with a passphrase, by libsodium.
//
//   at  bytes
//    0     12  "kith backup" and a zero
//   12      4  version of this format: 1
//   16      8  passes of Argon2id            24  8  bytes of memory that it takes
//   32     16  salt
//   48     24  header of the stream (crypto_secretstream_xchacha20poly1305)
//   72         chunks: 64 KiB of content and 17 bytes that authenticate it; the last is shorter, and marked as the last
//
// Numbers are little-endian. The first 48 bytes are authenticated with the first chunk. So a changed, missing, doubled or
// exchanged byte anywhere is found, and so is an early end. The content is a sequence of blocks: offset in the database file
// (8 bytes), length (4 bytes), that many bytes; at the end one of length 0 whose offset is the size of the file.
//
// Built without libsodium (KITH_SODIUM not defined), everything here throws `unsupported`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

namespace kith::store {

/// The first bytes of every encrypted copy.
inline constexpr std::string_view sealed_magic{"kith backup\0", 12};

/// What deriving a key from a passphrase costs; 0: about a second and 256 MiB.
struct SealCost {
    std::uint64_t passes = 0;
    std::uint64_t memory = 0;  ///< bytes
};

/// Seals a stream. Holds one chunk in memory, and wipes it and the key at its end.
class Sealer {
public:
    using Put = std::function<void(std::string_view)>;

    /// Derives the key and gives the header to `put`. Throws `unsupported`, bad_alloc where the memory is not there.
    Sealer(std::string_view passphrase, Put put, SealCost cost = {});
    ~Sealer();
    Sealer(const Sealer&) = delete;
    Sealer& operator=(const Sealer&) = delete;

    void write(std::string_view content);
    /// One block of the database file.
    void block(std::int64_t offset, std::string_view bytes);
    /// Closes the stream; without this it does not count as whole.
    void finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Opens a sealed stream.
class Unsealer {
public:
    /// Fills as much as there is, and says how much that was; 0 at the end.
    using Get = std::function<std::size_t(char* into, std::size_t count)>;

    /// Reads the header and derives the key. Throws `unsupported`, `not_a_kith_file`, `newer_file`, `corrupt` (also for a cost
    /// beyond any that kith asks for: a made-up header must not take all the memory).
    Unsealer(std::string_view passphrase, Get get);
    ~Unsealer();
    Unsealer(const Unsealer&) = delete;
    Unsealer& operator=(const Unsealer&) = delete;

    /// Fills all of `into` with authentic content. Throws `wrong_key` when nothing opens, `corrupt` when something later
    /// does not or the stream ends.
    void read(char* into, std::size_t count);
    /// Throws `corrupt` unless this is the end.
    void finish();

private:
    struct State;
    void next();
    std::unique_ptr<State> state_;
};

}  // namespace kith::store
