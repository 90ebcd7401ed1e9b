// Copies of the file while it is used, and back.
#include "store/backup.hpp"

#include "store/core_state.hpp"
#include "store/page_sink.hpp"
#include "store/part_file.hpp"
#include "store/sealed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

namespace kith::store {

namespace {

/// Throws `invalid_argument` when a path is a file itself, by whatever link, or one that SQLite keeps beside it.
void refuse_own(const std::string& own, const std::string& target) {
    for (const char* beside : {"", "-wal", "-shm", "-journal"}) {
        const std::filesystem::path mine = file_path(own + beside);
        std::error_code absent;
        if (std::filesystem::equivalent(mine, file_path(target), absent) ||
            std::filesystem::weakly_canonical(file_path(target), absent) == mine)
            throw Error(Code::invalid_argument,
                        fmt::format("'{}' is the file itself that is to be copied", target),
                        {.arguments = {{"path", target}}});
    }
}

std::string_view passphrase_in(const std::optional<std::string>& given) {
    if (given && given->empty()) throw Error(Code::invalid_argument, "the passphrase is empty");
    return given ? std::string_view(*given) : std::string_view();
}

}  // namespace

BackupResult Core::backup(const std::string& target, const BackupOptions& options, const Where& where) {
    State& state = *state_;
    const std::string_view passphrase = passphrase_in(options.passphrase);
    if (options.pages_per_step < 1)
        throw Error(Code::invalid_argument, "BackupOptions::pages_per_step is at least 1");
    if (!state.memory) refuse_own(state.path, target);
    PartFile part(target, options.replace);
    if (!state.memory) part.take_rights_of(state.path);
    std::optional<Sealer> sealer;
    BackupResult result;
    if (!passphrase.empty())  // before the snapshot begins: it takes a second
        sealer.emplace(passphrase, [&](std::string_view bytes) {
            part.file().write(result.bytes, bytes);
            result.bytes += static_cast<std::int64_t>(bytes.size());
        });
    PageSink sink(state.memory ? std::string_view() : state.options.key,
                  [&](std::int64_t offset, std::string_view bytes) {
                      if (sealer)
                          sealer->block(offset, bytes);
                      else
                          part.file().write(offset, bytes);
                  });
    read(where, [&](Connection& connection) {
        // The first look begins the snapshot.
        result.last = connection.integer("SELECT next FROM counter WHERE name = 'change_txn'") - 1;
        result.pages = sink.copy(connection, options.pages_per_step, options.progress);
    });
    if (sealer) {
        sealer->block(sink.size(), {});
        sealer->finish();
    } else {
        result.bytes = sink.size();
    }
    part.publish();
    return result;
}

bool is_sealed(const std::string& source) {
    PlainFile file(source, PlainFile::Mode::read);
    std::array<char, sealed_magic.size()> begin{};
    return file.read(0, begin.data(), begin.size()) == begin.size() &&
           std::string_view(begin.data(), begin.size()) == sealed_magic;
}

void unseal(const std::string& source, const std::string& target, const RestoreOptions& options) {
    const std::string_view passphrase = passphrase_in(options.passphrase);
    if (passphrase.empty())
        throw Error(Code::wrong_key, fmt::format("'{}' is encrypted: it needs its passphrase", source));
    refuse_own(source, target);
    PlainFile sealed(source, PlainFile::Mode::read);
    PartFile part(target, options.replace);
    part.take_rights_of(source);
    constexpr std::int64_t told_every = std::int64_t{1} << 20;  // bytes
    constexpr std::uint32_t largest_block = 1u << 20;           // SQLite's pages have 64 KiB at most
    const std::int64_t total = sealed.size();
    std::int64_t at = 0;
    std::int64_t told = -told_every;
    Unsealer unsealer(passphrase, [&](char* into, std::size_t count) {
        const std::size_t got = sealed.read(at, into, count);
        at += static_cast<std::int64_t>(got);
        return got;
    });
    const auto number = [&](std::size_t bytes) {
        std::array<char, 8> raw{};
        unsealer.read(raw.data(), bytes);
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < bytes; ++i)
            value |= std::uint64_t{static_cast<unsigned char>(raw[i])} << (8 * i);
        return value;
    };
    std::string block;
    std::int64_t written = 0;
    for (;;) {
        if (options.progress && at - told >= told_every) {
            told = at;
            if (!options.progress(at, total)) throw Error(Code::cancelled, "the restoring was cancelled");
        }
        const auto offset = static_cast<std::int64_t>(number(8));
        const auto length = static_cast<std::uint32_t>(number(4));
        if (offset < 0 || offset > (std::int64_t{1} << 48) || length > largest_block)
            throw Error(Code::corrupt, fmt::format("'{}' holds a block that no database has", source));
        if (length == 0) {
            unsealer.finish();
            if (offset != written)
                throw Error(Code::corrupt, fmt::format("'{}' does not hold all of its database", source));
            part.publish();
            return;
        }
        block.resize(length);
        unsealer.read(block.data(), length);
        part.file().write(offset, block);
        written = std::max(written, offset + static_cast<std::int64_t>(length));
    }
}

}  // namespace kith::store
