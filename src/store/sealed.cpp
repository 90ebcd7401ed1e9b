#include "store/sealed.hpp"

#include <kith/error.hpp>

#include <fmt/format.h>

#ifdef KITH_SODIUM

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <new>
#include <string>
#include <utility>

namespace kith::store {

namespace {

constexpr std::uint32_t format_version = 1;
constexpr std::size_t chunk_size = std::size_t{64} << 10;
constexpr std::size_t sealed_size = chunk_size + crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr std::size_t bound_size = 48;  // of the header: what the first chunk authenticates
constexpr std::size_t header_size = bound_size + crypto_secretstream_xchacha20poly1305_HEADERBYTES;
static_assert(crypto_pwhash_SALTBYTES == 16 && header_size == 72);

// Beyond these a header was made to exhaust whoever opens it.
constexpr std::uint64_t most_passes = 64;
constexpr std::uint64_t most_memory = std::uint64_t{4} << 30;

void put_number(char* into, std::uint64_t number, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; ++i) into[i] = static_cast<char>((number >> (8 * i)) & 0xffu);
}

std::uint64_t number_at(const char* from, std::size_t bytes) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < bytes; ++i)
        number |= std::uint64_t{static_cast<unsigned char>(from[i])} << (8 * i);
    return number;
}

unsigned char* raw(char* bytes) { return reinterpret_cast<unsigned char*>(bytes); }
const unsigned char* raw(const char* bytes) { return reinterpret_cast<const unsigned char*>(bytes); }

/// A key that is wiped at its end.
struct Key {
    std::array<unsigned char, crypto_secretstream_xchacha20poly1305_KEYBYTES> bytes{};

    Key(std::string_view passphrase, const char* header) {
        if (sodium_init() < 0) throw Error(Code::unsupported, "libsodium cannot be used here");
        const std::uint64_t passes = number_at(header + 16, 8);
        const std::uint64_t memory = number_at(header + 24, 8);
        if (memory > std::numeric_limits<std::size_t>::max() ||
            crypto_pwhash(bytes.data(), bytes.size(), passphrase.data(), passphrase.size(), raw(header + 32),
                          passes, static_cast<std::size_t>(memory), crypto_pwhash_ALG_ARGON2ID13) != 0)
            throw std::bad_alloc();
    }
    Key(const Key&) = delete;
    Key& operator=(const Key&) = delete;
    ~Key() { sodium_memzero(bytes.data(), bytes.size()); }
};

using Stream = crypto_secretstream_xchacha20poly1305_state;
constexpr unsigned char tag_message = 0;  // crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
constexpr unsigned char tag_final = 3;    // crypto_secretstream_xchacha20poly1305_TAG_FINAL

[[noreturn]] void refuse_damaged(std::string_view what) {
    throw Error(Code::corrupt, fmt::format("the encrypted copy cannot be read back: {}", what));
}

}  // namespace

// sealing -----------------------------------------------------------------------------------------------------

struct Sealer::State {
    Put put;
    Stream stream{};
    std::array<char, header_size> header{};
    bool first = true;
    std::size_t used = 0;
    std::array<char, chunk_size> content{};
    std::array<char, sealed_size> sealed{};

    ~State() {
        sodium_memzero(&stream, sizeof stream);
        sodium_memzero(content.data(), content.size());
    }

    void push(unsigned char tag) {
        const bool binds = std::exchange(first, false);
        crypto_secretstream_xchacha20poly1305_push(&stream, raw(sealed.data()), nullptr, raw(content.data()),
                                                   used, binds ? raw(header.data()) : nullptr,
                                                   binds ? bound_size : 0, tag);
        put({sealed.data(), used + crypto_secretstream_xchacha20poly1305_ABYTES});
        used = 0;
    }
};

Sealer::Sealer(std::string_view passphrase, Put put, SealCost cost) : state_(std::make_unique<State>()) {
    if (sodium_init() < 0) throw Error(Code::unsupported, "libsodium cannot be used here");
    state_->put = std::move(put);
    char* header = state_->header.data();
    std::memcpy(header, sealed_magic.data(), sealed_magic.size());
    put_number(header + 12, format_version, 4);
    put_number(header + 16, cost.passes != 0 ? cost.passes : crypto_pwhash_OPSLIMIT_MODERATE, 8);
    put_number(header + 24, cost.memory != 0 ? cost.memory : crypto_pwhash_MEMLIMIT_MODERATE, 8);
    randombytes_buf(header + 32, crypto_pwhash_SALTBYTES);
    const Key key(passphrase, header);
    crypto_secretstream_xchacha20poly1305_init_push(&state_->stream, raw(header + bound_size),
                                                    key.bytes.data());
    state_->put({header, header_size});
}

Sealer::~Sealer() = default;

void Sealer::write(std::string_view content) {
    while (!content.empty()) {
        if (state_->used == chunk_size) state_->push(tag_message);
        const std::size_t part = std::min(chunk_size - state_->used, content.size());
        std::memcpy(state_->content.data() + state_->used, content.data(), part);
        state_->used += part;
        content.remove_prefix(part);
    }
}

void Sealer::block(std::int64_t offset, std::string_view bytes) {
    std::array<char, 12> head{};
    put_number(head.data(), static_cast<std::uint64_t>(offset), 8);
    put_number(head.data() + 8, bytes.size(), 4);
    write({head.data(), head.size()});
    write(bytes);
}

void Sealer::finish() { state_->push(tag_final); }

// opening -----------------------------------------------------------------------------------------------------

struct Unsealer::State {
    Get get;
    Stream stream{};
    std::array<char, header_size> header{};
    bool first = true;
    bool last = false;
    std::size_t at = 0;
    std::size_t size = 0;
    std::array<char, chunk_size> content{};
    std::array<char, sealed_size> sealed{};

    ~State() {
        sodium_memzero(&stream, sizeof stream);
        sodium_memzero(content.data(), content.size());
    }

    /// As much as there is, up to `count`.
    std::size_t fill(char* into, std::size_t count) {
        std::size_t filled = 0;
        while (filled < count) {
            const std::size_t got = get(into + filled, count - filled);
            if (got == 0) break;
            filled += got;
        }
        return filled;
    }
};

Unsealer::Unsealer(std::string_view passphrase, Get get) : state_(std::make_unique<State>()) {
    state_->get = std::move(get);
    char* header = state_->header.data();
    const std::size_t got = state_->fill(header, header_size);
    if (got < sealed_magic.size() || std::string_view(header, sealed_magic.size()) != sealed_magic)
        throw Error(Code::not_a_kith_file, "this is not an encrypted copy of a kith database");
    if (got < header_size) refuse_damaged("it ends within its header");
    const std::uint64_t version = number_at(header + 12, 4);
    if (version > format_version)
        throw Error(Code::newer_file, fmt::format("the encrypted copy has format {}, and this kith reads {}",
                                                  version, format_version));
    const std::uint64_t passes = number_at(header + 16, 8);
    const std::uint64_t memory = number_at(header + 24, 8);
    if (version == 0 || passes < crypto_pwhash_OPSLIMIT_MIN || passes > most_passes ||
        memory < crypto_pwhash_MEMLIMIT_MIN || memory > most_memory)
        refuse_damaged("its header makes no sense");
    const Key key(passphrase, header);
    if (crypto_secretstream_xchacha20poly1305_init_pull(&state_->stream, raw(header + bound_size),
                                                        key.bytes.data()) != 0)
        refuse_damaged("its header makes no sense");
}

Unsealer::~Unsealer() = default;

void Unsealer::next() {
    State& state = *state_;
    const std::size_t got = state.fill(state.sealed.data(), sealed_size);
    if (got == 0) refuse_damaged("it ends too early");
    const bool binds = std::exchange(state.first, false);
    unsigned char tag = 0;
    unsigned long long size = 0;
    if (got < crypto_secretstream_xchacha20poly1305_ABYTES ||
        crypto_secretstream_xchacha20poly1305_pull(
            &state.stream, raw(state.content.data()), &size, &tag, raw(state.sealed.data()), got,
            binds ? raw(state.header.data()) : nullptr, binds ? bound_size : 0) != 0) {
        if (binds)
            throw Error(Code::wrong_key,
                        "the passphrase does not open this copy, or its beginning was changed");
        refuse_damaged("it was changed, damaged or cut off");
    }
    state.at = 0;
    state.size = static_cast<std::size_t>(size);
    state.last = tag == tag_final;
}

void Unsealer::read(char* into, std::size_t count) {
    State& state = *state_;
    while (count > 0) {
        if (state.at == state.size) {
            if (state.last) refuse_damaged("its content ends too early");
            next();
            continue;
        }
        const std::size_t part = std::min(state.size - state.at, count);
        std::memcpy(into, state.content.data() + state.at, part);
        state.at += part;
        into += part;
        count -= part;
    }
}

void Unsealer::finish() {
    State& state = *state_;
    if (state.first) next();  // there was no content
    char beyond = 0;
    if (state.at != state.size || !state.last || state.get(&beyond, 1) != 0)
        refuse_damaged("it goes on after its end");
}

}  // namespace kith::store

#else

namespace kith::store {

namespace {

[[noreturn]] void refuse_without_sodium() {
    throw Error(
        Code::unsupported, "encrypted copies need libsodium, and this kith was built without it (KITH_SODIUM)",
        {.message_ja =
             "暗号化されたバックアップには libsodium が必要ですが、この kith は libsodium なしで作られています",
         .arguments = {{"component", "libsodium"}}});
}

}  // namespace

struct Sealer::State {};
struct Unsealer::State {};

Sealer::Sealer(std::string_view, Put, SealCost) { refuse_without_sodium(); }
Sealer::~Sealer() = default;
void Sealer::write(std::string_view) { refuse_without_sodium(); }
void Sealer::block(std::int64_t, std::string_view) { refuse_without_sodium(); }
void Sealer::finish() { refuse_without_sodium(); }

Unsealer::Unsealer(std::string_view, Get) { refuse_without_sodium(); }
Unsealer::~Unsealer() = default;
void Unsealer::read(char*, std::size_t) { refuse_without_sodium(); }
void Unsealer::finish() { refuse_without_sodium(); }
void Unsealer::next() { refuse_without_sodium(); }

}  // namespace kith::store

#endif
