// Exports: where they are written and what is in them.
#include "support/expect_error.hpp"
#include "support/file_bytes.hpp"
#include "support/temp_file.hpp"

#include <kith/exports.hpp>
#include <kith/imports.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

using namespace kith;
using kith::test::expect_error;

namespace {

Database base(const std::filesystem::path& path = ":memory:") {
    Database db = Database::open(path);
    const ContactId jose = db.add(Contact{.name = {.given = "José", .family = "García"}});
    const OrganizationId acme = db.add(Organization{.name = "Acme"});
    db.add(Employment{.contact = jose, .organization = acme, .title = "Chief", .primary = true});
    return db;
}

}  // namespace

TEST_CASE("an export never replaces the database it comes from", "[export]") {
    const test::TempFile file;
    Database db = base(file.path());
    for (const char* beside : {"", "-wal"})
        expect_error(Code::invalid_argument, [&] { export_file(db, file.path().string() + beside); });
    std::filesystem::create_symlink(file.path(), file.path().string() + ".csv");
    expect_error(Code::invalid_argument, [&] { export_file(db, file.path().string() + ".csv"); });
    std::filesystem::remove(file.path().string() + ".csv");
    CHECK(db.count<Contact>() == 1);
    CHECK(db.verify().empty());
}

TEST_CASE("an export keeps links and rights, and a failed one the old file", "[export]") {
    const test::TempFile file(".csv");
    Database db = base();
    std::ofstream(file.path()) << "old";
    std::filesystem::permissions(file.path(),
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    const std::string link = file.path().string() + ".link.csv";
    std::filesystem::create_symlink(file.path(), link);
    expect_error(Code::invalid_argument, [&] { export_file(db, link, {.fields = {"nosuch"}}); });
    CHECK(test::bytes_of(file.path()) == "old");
    CHECK(export_file(db, link, {.fields = {"name"}}).records == 1);
    CHECK(test::bytes_of(file.path()) == "name\r\nJosé García\r\n");
    CHECK(std::filesystem::is_symlink(link));
    CHECK(std::filesystem::status(file.path()).permissions() ==
          (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
    std::filesystem::remove(link);
}

TEST_CASE("contacts as JSON lines carry their employers", "[export]") {
    Database db = base();
    const std::string text = export_text(db, {.format = "jsonl"});
    CHECK(text.find(R"("jobs":[{"organization":"Acme","title":"Chief"}])") != std::string::npos);
    Database back = Database::open(":memory:");
    CHECK(back.imports().run_bytes(text, "x.jsonl").failed == 0);
    CHECK(back.count<Employment>("title = Chief") == 1);
    CHECK(export_text(db, {.format = "jsonl", .record_type = "all"}).find("jobs") == std::string::npos);
}
