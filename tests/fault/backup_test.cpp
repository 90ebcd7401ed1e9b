// A disk that fails at every point of a copy and of its way back: the copy is there and whole, or it is not there.
#include "fault/fault_vfs.hpp"
#include "fault/office.hpp"
#include "support/dump.hpp"
#include "support/temp_folder.hpp"

#include <kith/backup.hpp>

#include <catch2/catch.hpp>

#include <functional>

using namespace kith;
using test::FaultVfs;
using test::TempFolder;
using test::Trouble;

namespace {

using Names = std::vector<std::string>;

/// Fails `work`, which makes "copy", at a slice of its points; gives how many were tried.
std::int64_t sweep(FaultVfs& disk, const TempFolder& folder, std::int64_t slice,
                   const std::function<void()>& work, const std::function<void()>& check) {
    std::int64_t tried = 0;
    std::int64_t failed = 0;
    const Names before = folder.names();
    for (const Trouble trouble : {Trouble::broken, Trouble::full}) {
        disk.watch();
        work();
        const std::int64_t count = disk.operations(trouble);
        REQUIRE(count > 0);
        std::filesystem::remove(folder / "copy");
        for (const std::int64_t n : test::points(count, slice)) {
            ++tried;
            std::string problem;
            disk.watch();
            disk.fail(n, false, trouble);
            try {
                work();
            } catch (const Error& error) {
                problem = error.what();
                CHECK((error.code() == Code::io || error.code() == Code::full || error.code() == Code::busy));
                ++failed;
            }
            disk.relent();
            INFO(disk.failed() << " (" << n << "): " << problem);
            if (problem.empty()) {
                check();
                std::filesystem::remove(folder / "copy");
            }
            CHECK(folder.names() == before);
        }
    }
    CHECK(failed > 0);
    return tried;
}

}  // namespace

TEST_CASE("a disk that fails while a copy is made leaves a whole copy or none", "[sweep][disk]") {
    FaultVfs disk;
    std::int64_t tried = 0;
    for (const Journal journal : {Journal::wal, Journal::rollback}) {
        const TempFolder folder;
        auto db = Database::open(folder / "a.kith", test::still(journal));
        test::fill(db);
        const auto content = test::content(db);
        tried += sweep(
            disk, folder, 6, [&] { db.backup(folder / "copy"); },
            [&] {
                // Not read-only, which leaves a log where there is none.
                auto copy = Database::open(folder / "copy", test::still(Journal::rollback));
                CHECK(test::differing(content, test::content(copy)) == "");
                copy.close();
            });
        CHECK(test::differing(content, test::content(db)) == "");
        CHECK(test::findings(db) == "");
        if (journal == Journal::rollback) continue;
        db.backup(folder / "plain");
        tried += sweep(
            disk, folder, 4, [&] { restore_backup(folder / "plain", folder / "copy"); },
            [&] {
                CHECK(std::filesystem::file_size(folder / "copy") ==
                      std::filesystem::file_size(folder / "plain"));
            });
    }
    CHECK(disk.open_files() == 0);
    test::report("copies: " + std::to_string(tried) + " faults");
}
