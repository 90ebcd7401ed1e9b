// Files and folders that the process may not write.
#include "support/child.hpp"
#include "support/meddle.hpp"
#include "support/temp_file.hpp"

#include <kith/database.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>

using namespace kith;
namespace fs = std::filesystem;
using test::said_by_anybody;

namespace {

constexpr auto all_may_read = fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read;
constexpr auto all_may_enter =
    all_may_read | fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec;

/// A folder with one closed file that holds one contact.
class Folder {
public:
    Folder() : place_(".d"), file_(place_.path() / "our friends %41 #1?.kith") {
        fs::create_directory(place_.path());
        auto db = Database::open(file_);
        db.add(Contact{.name = {.given = "Ada"}});
        db.close();
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() {
        fs::permissions(place_.path(), fs::perms::all);
        fs::remove_all(place_.path());
    }

    [[nodiscard]] const fs::path& file() const { return file_; }
    void rights(fs::perms folder, fs::perms file) const {
        fs::permissions(file_, file);
        fs::permissions(place_.path(), folder);
    }
    /// The names of what lies in it besides the file.
    [[nodiscard]] std::string others() const {
        std::string names;
        for (const auto& entry : fs::directory_iterator(place_.path()))
            if (entry.path() != file_) names += entry.path().extension().string() + " ";
        return names;
    }

private:
    test::TempFile place_;
    fs::path file_;
};

std::string read_all(const fs::path& file) {
    auto db = Database::open(file, {.read_only = true});
    std::string said = std::to_string(db.count<Contact>()) + " " + db.get(ContactId{1}).name.given + " " +
                       std::to_string(db.verify().size());
    db.close();
    return said;
}

std::string code_of(const Error& error) { return std::string(name_of(error.code())); }

/// "code: message" of opening to write, or "opened".
std::string open_to_write(const fs::path& file) {
    try {
        auto db = Database::open(file);
        return "opened";
    } catch (const Error& error) {
        return code_of(error) + ": " + error.what();
    }
}

}  // namespace

TEST_CASE("a file in a folder without the right to write is read, and cannot be opened to write") {
    const Folder folder;
    folder.rights(all_may_enter, all_may_read);
    CHECK(said_by_anybody([&] { return read_all(folder.file()); }) == "1 Ada 0");
    const std::string refused = said_by_anybody([&] { return open_to_write(folder.file()); });
    CHECK_THAT(refused, Catch::StartsWith("read_only: '" + folder.file().string() + "'"));
    CHECK(folder.others().empty());

    // The file may be written, its folder not: the log has no place.
    folder.rights(all_may_enter, fs::perms::all);
    CHECK(said_by_anybody([&] { return read_all(folder.file()); }) == "1 Ada 0");
    const std::string no_log = said_by_anybody([&] { return open_to_write(folder.file()); });
    CHECK_THAT(no_log, Catch::Contains(folder.file().string()) && Catch::Contains("log must lie beside it"));
    CHECK(folder.others().empty());
}

TEST_CASE("a file without the right to write is refused when it is opened, and leaves nothing beside it") {
    const Folder folder;
    folder.rights(fs::perms::all, all_may_read);
    const std::string refused = said_by_anybody([&] { return open_to_write(folder.file()); });
    CHECK_THAT(refused, Catch::StartsWith("read_only: '" + folder.file().string() + "'"));
    CHECK(folder.others().empty());
    CHECK(said_by_anybody([&] { return read_all(folder.file()); }) == "1 Ada 0");
    CHECK(folder.others().empty());
}

TEST_CASE("a log that cannot be folded in is named") {
    const Folder folder;
    const fs::path log = folder.file().string() + "-wal";
    {
        // A writer that was killed: its log stays, the log's index does not.
        auto db = Database::open(folder.file());
        db.add(Contact{.name = {.given = "Bob"}});
        fs::copy_file(log, folder.file().string() + ".kept");
    }
    fs::rename(folder.file().string() + ".kept", log);
    fs::permissions(log, all_may_read);
    folder.rights(all_may_enter, all_may_read);
    const std::string refused = said_by_anybody([&] { return read_all(folder.file()); });
    CHECK_THAT(refused, Catch::StartsWith("threw: '" + folder.file().string() + "'") &&
                            Catch::Contains("-wal' holds changes"));
}

TEST_CASE("a file that is read where nobody may write notices that somebody did") {
    const Folder folder;
    folder.rights(all_may_enter, all_may_read);
    int go[2];
    int done[2];
    REQUIRE(::pipe(go) == 0);
    REQUIRE(::pipe(done) == 0);
    const auto signal = [](int end) { return ::write(end, "x", 1) == 1; };
    const auto wait = [](int end) {
        char c = 0;
        return ::read(end, &c, 1) == 1;
    };
    // Its owner writes while another process has it open for reading.
    const pid_t owner = test::in_child([&] {
        ::close(go[1]);  // a reader that fails ends the waiting
        if (!wait(go[0])) throw 1;
        fs::permissions(folder.file(), fs::perms::all);
        fs::permissions(folder.file().parent_path(), fs::perms::all);
        auto db = Database::open(folder.file());
        db.edit(ContactId{1}, [](Contact& c) { c.name.given = "Grace"; });
        db.close();
        fs::permissions(folder.file(), all_may_read);
        fs::permissions(folder.file().parent_path(), all_may_enter);
        if (!signal(done[1])) throw 1;
    });
    ::close(go[0]);
    ::close(done[1]);
    const std::string said = said_by_anybody([&] {
        auto db = Database::open(folder.file(), {.read_only = true});
        std::string seen = db.get(ContactId{1}).name.given;
        try {
            db.read([&](const Reader& reader) {
                seen += " " + reader.get(ContactId{1}).name.given;
                if (!signal(go[1]) || !wait(done[0])) throw 1;
            });
        } catch (const Error& error) {
            seen += " " + code_of(error) + (error.retryable() ? " retryable" : "");
        }
        return seen + " " + db.get(ContactId{1}).name.given;
    });
    ::close(go[1]);
    ::close(done[0]);
    CHECK(test::exit_code(owner) == 0);
    CHECK(said == "Ada Ada busy retryable Grace");
}

TEST_CASE("reading leaves one file, by close and without it") {
    const Folder folder;
    {
        auto db = Database::open(folder.file(), {.read_only = true});
        CHECK(db.count<Contact>() == 1);
        db.close();
        CHECK(folder.others().empty());
    }
    {
        auto db = Database::open(folder.file(), {.read_only = true});
        CHECK(db.count<Contact>() == 1);
    }
    CHECK(folder.others().empty());

    // The log of a writer stays the writer's.
    auto writer = Database::open(folder.file());
    {
        auto db = Database::open(folder.file(), {.read_only = true});
        CHECK(db.count<Contact>() == 1);
        db.close();
    }
    writer.add(Contact{});
    {
        auto db = Database::open(folder.file(), {.read_only = true});
        CHECK(db.count<Contact>() == 2);
        db.close();
    }
    writer.close();
    CHECK(folder.others().empty());
}
