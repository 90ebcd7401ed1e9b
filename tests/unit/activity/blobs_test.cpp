// Contents of files: kept once, whole, and swept when nothing refers to them.
#include "support/dump.hpp"
#include "support/expect_error.hpp"
#include "support/meddle.hpp"
#include "support/temp_file.hpp"

#include <kith/blobs.hpp>
#include <kith/exports.hpp>
#include <kith/history.hpp>
#include <kith/imports.hpp>
#include <kith/merge.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

using namespace kith;
using test::expect_error;
using test::findings;

namespace {

std::string bytes(std::size_t size, unsigned seed) {
    std::string text(size, '\0');
    for (char& c : text) {
        seed = seed * 1664525u + 1013904223u;
        c = static_cast<char>(seed >> 24);
    }
    return text;
}

std::int64_t rows(const Database& db, const std::string& table) {
    return *db.sql("SELECT count(*) FROM " + table).rows[0][0].as<std::int64_t>();
}

}  // namespace

TEST_CASE("what is put comes back byte for byte, and is kept once") {
    auto db = Database::open(":memory:");
    for (const std::size_t size : {0u, 1u, 262143u, 262144u, 262145u, 1000000u}) {
        INFO(size);
        const std::string content = bytes(size, 7);
        const std::string key = db.blobs().put(content);
        CHECK(db.blobs().get(key) == content);
        CHECK(db.blobs().size(key) == static_cast<std::int64_t>(size));
        CHECK(db.blobs().put(content) == key);
    }
    CHECK(rows(db, "blob") == 6);
    CHECK(rows(db, "blob_chunk") == 0 + 1 + 1 + 1 + 2 + 4);
    std::string other = bytes(1000000, 7);
    other.back() = static_cast<char>(other.back() ^ 1);
    CHECK(db.blobs().put(other) != db.blobs().put(bytes(1000000, 7)));
    expect_error(Code::not_found, [&] { (void)db.blobs().get("none"); });
    CHECK(findings(db) == "");
}

TEST_CASE("two contents with one digest are two") {
    const test::TempFile file;
    std::string first;
    {
        auto db = Database::open(file.path());
        first = db.blobs().put("one content");
        db.close();
    }
    // As if the other had the digest of this one: its bytes say that it is another.
    test::meddle(file.string(), "UPDATE blob_chunk SET data = CAST('two content' AS BLOB)");
    auto db = Database::open(file.path());
    const std::string second = db.blobs().put("one content");
    CHECK(second != first);
    CHECK(db.blobs().get(second) == "one content");
    CHECK(db.blobs().get(first) == "two content");
    CHECK(findings(db).find("the content '" + first + "' is not what was put there") != std::string::npos);
}

TEST_CASE("photos and attachments refer to contents that are there") {
    auto db = Database::open(":memory:");
    const std::string photo = db.blobs().put("a photo");
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}, .photo = photo});
    CHECK(expect_error(Code::not_found, [&] { db.edit(ada, [](Contact& c) { c.photo = "0-0"; }); }).field() ==
          "photo");
    const AttachmentId contract = db.write([&](Transaction& tx) {
        return tx.add(Attachment{.name = "contract.pdf",
                                 .media_type = "application/pdf",
                                 .content = Blobs::put(tx, "a contract"),
                                 .contact = ada});
    });
    CHECK(expect_error(Code::required, [&] { db.add(Attachment{.name = "x"}); }).field() == "content");
    CHECK(db.ids<Contact>("has attachment (name ends with .pdf)") == std::vector{ada});
    CHECK(db.blobs().get(db.get(contract).content) == "a contract");

    // Lines do not bring contents: the contact comes without its photo, and the attachment is refused.
    auto other = Database::open(":memory:");
    const ImportReport report =
        other.imports().run_bytes(export_text(db, {.format = "jsonl", .record_type = "all"}), "all.jsonl");
    CHECK(report.failed == 1);
    CHECK(other.query<Contact>().at(0).photo.empty());
    CHECK(findings(other) == "");
    CHECK(findings(db) == "");
}

TEST_CASE("what nothing refers to any more is swept, but not what undo could bring back") {
    auto db = Database::open(":memory:");
    const std::string photo = db.blobs().put("first");
    const std::string draft = db.blobs().put("never used");
    const ContactId ada = db.add(Contact{.photo = photo});
    const std::string second = db.blobs().put("second");
    db.edit(ada, [&](Contact& c) { c.photo = second; });
    const TransactionId changed = db.last_transaction();
    const BlobSweep swept = db.blobs().sweep();
    CHECK(swept.contents == 1);
    CHECK(swept.bytes == 10);
    expect_error(Code::not_found, [&] { (void)db.blobs().get(draft); });
    db.undo(changed);
    CHECK(db.blobs().get(db.get(ada).photo) == "first");
    CHECK(db.blobs().sweep().contents == 0);  // the undo can be taken back too
    CHECK(findings(db) == "");
}
