// The contents of files: photos, attachments. Each content is kept once, in pieces.
#pragma once

#include <kith/database.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace kith {

/// What `sweep` removed.
struct BlobSweep {
    std::int64_t contents = 0;
    std::int64_t bytes = 0;
};

/// The contents of a database. A small value; safe to use from any thread.
///
/// A content is named by a key made from it, so the same bytes are kept once, however often they are put. Contents do not
/// change and are not in the journal: what refers to them is (`Contact::photo`, `Attachment::content`), and undo brings
/// that back. What nothing refers to any more goes with `sweep`.
class KITH_API Blobs {
public:
    explicit Blobs(const Database& database) : database_(database) {}

    /// Keeps the bytes and gives their key. Throws `limit` for more than 2 GB. Cost: two passes over the bytes; when they
    /// are there already, one and a comparison.
    std::string put(std::string_view bytes, Where where = Where::current());
    /// The same inside a transaction, to refer to it there.
    static std::string put(Transaction& transaction, std::string_view bytes);

    /// The bytes of a content, whole. Throws `not_found`.
    [[nodiscard]] std::string get(std::string_view key, Where where = Where::current()) const;
    /// The same inside a snapshot.
    [[nodiscard]] static std::string get(const Reader& reader, std::string_view key);
    /// How many bytes it has. Throws `not_found`. Cost: one lookup.
    [[nodiscard]] std::int64_t size(std::string_view key, Where where = Where::current()) const;

    /// Removes the contents that no record refers to, none in the trash and none that undo or unmerge could bring back.
    BlobSweep sweep(Where where = Where::current());

private:
    Database database_;
};

}  // namespace kith
