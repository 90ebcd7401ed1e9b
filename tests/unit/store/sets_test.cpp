// Sets that C++ makes while a statement runs: counted, added up, ranked and cut; errors, limits, and how long they live.
#include "store/core.hpp"
#include "store/dependencies.hpp"
#include "store/set_rows.hpp"
#include "store/set_table.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <memory>
#include <random>
#include <string>
#include <vector>

using namespace kith;
using store::Cell;
using store::IdIndex;
using store::OwnedCell;
using store::SetPlan;
using store::SetRows;

namespace {

using Ids = std::vector<std::int64_t>;

/// A connection with a table t (id, who, n) of the given rows.
class Table {
public:
    Table() : connection_(config()) { connection_.exec("CREATE TABLE t (id INTEGER PRIMARY KEY, who, n)"); }

    store::Connection& connection() { return connection_; }
    void add(std::int64_t who, const Cell& n) {
        auto insert = connection_.prepare("INSERT INTO t (who, n) VALUES (?1, ?2)");
        insert.bind(1, who).bind(2, n).run();
    }
    Ids ids(const SetPlan& plan, const std::string& sql = "SELECT id FROM kith_set(?1)") {
        auto statement = connection_.prepare(sql);
        statement.bind_set(1, std::make_shared<const SetPlan>(plan));
        Ids result;
        while (statement.step()) result.push_back(statement.integer(0));
        return result;
    }

private:
    static store::Connection::Config config() {
        store::Connection::Config config;
        config.path = ":memory:";
        return config;
    }
    store::Connection connection_;
};

SetPlan plan(const std::string& select) {
    SetPlan result;
    result.select = select;
    return result;
}

/// What `work` fails with; Code::unknown and no words when it does not.
template <class Work>
Error error_of(Work&& work) {
    try {
        work();
    } catch (const Error& error) {
        return error;
    }
    return Error(Code::unknown, "");
}

OwnedCell whole(std::int64_t value) { return OwnedCell(Cell::of(value)); }

SetPlan top(const std::string& select, std::int64_t most, double percent, bool lowest) {
    SetPlan result = plan(select);
    result.top = SetPlan::Top{most, percent, lowest};
    return result;
}

}  // namespace

TEST_CASE("a set counts the rows of each id, and leaves out what lies outside") {
    Table table;
    for (const std::int64_t who : {7, 3, 7, 9, 3, 7}) table.add(who, Cell::of(std::int64_t{1}));
    table.add(4, Cell{});
    SetPlan counted = plan("SELECT who FROM t UNION ALL SELECT NULL");
    counted.gather = SetPlan::Gather::count;
    CHECK(table.ids(counted) == Ids{3, 4, 7, 9});  // rising, whatever order they came in
    CHECK(table.ids(counted, "SELECT value FROM kith_set(?1)") == Ids{2, 1, 3, 1});
    counted.low = whole(2);
    CHECK(table.ids(counted) == Ids{3, 7});
    counted.low_included = false;
    CHECK(table.ids(counted) == Ids{7});
    counted.low.reset();
    counted.high = whole(2);
    counted.high_included = false;
    CHECK(table.ids(counted) == Ids{4, 9});
    counted.select = "SELECT who FROM t WHERE who = ?1";
    counted.parameters.push_back(whole(9));
    CHECK(table.ids(counted) == Ids{9});
    counted.parameters.front() = whole(10);
    CHECK(table.ids(counted).empty());
}

TEST_CASE("a set adds up, or takes the least or greatest, of known numbers") {
    Table table;
    table.add(1, Cell::of(std::int64_t{5}));
    table.add(1, Cell{});
    table.add(1, Cell::of(std::int64_t{-8}));
    table.add(2, Cell::of(2.5));
    table.add(2, Cell::of(std::int64_t{2}));
    table.add(3, Cell{});
    SetPlan sums = plan("SELECT who, n FROM t");
    sums.gather = SetPlan::Gather::sum;
    CHECK(table.ids(sums) == Ids{1, 2});
    sums.high = whole(0);
    CHECK(table.ids(sums) == Ids{1});
    sums.high.reset();
    sums.low = OwnedCell(Cell::of(4.5));
    CHECK(table.ids(sums) == Ids{2});
    sums.low.reset();
    sums.gather = SetPlan::Gather::minimum;
    CHECK(table.ids(sums, "SELECT value = iif(id = 1, -8, 2) FROM kith_set(?1)") == Ids{1, 1});
    sums.gather = SetPlan::Gather::maximum;
    CHECK(table.ids(sums, "SELECT value = iif(id = 1, 5, 2.5) FROM kith_set(?1)") == Ids{1, 1});
    table.add(9, Cell::of(std::int64_t{9'000'000'000'000'000'000}));
    table.add(9, Cell::of(std::int64_t{9'000'000'000'000'000'000}));
    sums.gather = SetPlan::Gather::sum;
    sums.select = "SELECT who, n FROM t WHERE who = 9";
    CHECK(error_of([&] { (void)table.ids(sums); }).code() == Code::invalid_argument);
}

TEST_CASE("the highest and lowest of a set, ties by the lower id") {
    Table table;
    const std::vector<std::int64_t> values = {3, 9, 3, 9, 1, 3};
    for (std::size_t i = 0; i < values.size(); ++i)
        table.add(static_cast<std::int64_t>(i) + 1, Cell::of(values[i]));
    table.add(7, Cell{});
    const std::string all = "SELECT who, n FROM t ORDER BY n, who DESC";
    CHECK(table.ids(top(all, 3, 0, false)) == Ids{1, 2, 4});
    CHECK(table.ids(top(all, 3, 0, true)) == Ids{1, 3, 5});
    CHECK(table.ids(top(all, 100, 0, false)) == Ids{1, 2, 3, 4, 5, 6});
    CHECK(table.ids(top(all, 0, 0, false)).empty());
    CHECK(table.ids(top(all, 0, 34, false)) == Ids{1, 2, 4});  // a third of six and a little: three
    CHECK(table.ids(top(all, 0, 50, false)) == Ids{1, 2, 4});
    CHECK(table.ids(top(all, 0, 0.001, false)) == Ids{2});
    CHECK(table.ids(top(all, 0, 100, true)).size() == 6);
}

TEST_CASE("tiles are those of NTILE, the highest first") {
    Table table;
    std::mt19937 random(5);
    for (int i = 1; i <= 203; ++i) {
        const auto value = static_cast<std::int64_t>(random() % 20) - 10;
        if (i % 11 == 0)
            table.add(i, Cell{});
        else if (i % 2 == 0)
            table.add(i, Cell::of(value));
        else
            table.add(i, Cell::of(static_cast<double>(value) / 3));
    }
    for (const int parts : {1, 2, 5, 10, 100, 1000}) {
        INFO(parts);
        SetPlan cut = plan("SELECT who, n, -n FROM t");
        cut.tiles = {parts, parts};
        const std::string number = std::to_string(parts + 1);
        const auto wanted = [&](const std::string& key) {
            return "SELECT count(*) FROM (SELECT who, " + number + " - ntile(" + std::to_string(parts) +
                   ") OVER (ORDER BY " + key + " DESC, who) AS tile FROM t WHERE n IS NOT NULL) w WHERE ";
        };
        CHECK(table.ids(cut, wanted("n") + "kith_value(?1, w.who, 0) = w.tile") == Ids{185});
        CHECK(table.ids(cut, wanted("-n") + "kith_value(?1, w.who, 1) = w.tile") == Ids{185});
        CHECK(table.ids(cut, "SELECT count(*) FROM t WHERE kith_value(?1, who, 0) IS NULL") == Ids{18});
        CHECK(table.ids(cut, "SELECT count(*) FROM t WHERE kith_value(?1, who, 2) IS NOT NULL") == Ids{0});
    }
}

TEST_CASE("a set is looked up by id, joined, and used by another set") {
    Table table;
    for (std::int64_t who = 1; who <= 50; ++who) table.add(who * 1000, Cell::of(who % 10));
    SetPlan low = plan("SELECT who, n FROM t");
    low.high = whole(2);
    CHECK(table.ids(low, "SELECT value FROM kith_set(?1) WHERE id = 12000") == Ids{2});
    CHECK(table.ids(low, "SELECT value FROM kith_set(?1) WHERE id = 13000").empty());
    CHECK(table.ids(low, "SELECT value FROM kith_set(?1) WHERE id = 'a'").empty());
    CHECK(table.ids(low, "SELECT count(*) FROM t JOIN kith_set(?1) s ON s.id = t.who") == Ids{15});
    CHECK(table.ids(low, "SELECT t.who FROM kith_set(?1) s CROSS JOIN t ON s.id = t.who WHERE t.n = 2 ORDER BY "
                         "s.id LIMIT 2") == Ids{2000, 12000});
    SetPlan outer = plan("SELECT who FROM t WHERE who IN (SELECT id FROM kith_set(?1)) AND n = ?2");
    outer.gather = SetPlan::Gather::count;
    outer.parameters = {OwnedCell(), whole(1)};
    outer.sets.emplace_back(1, std::make_shared<const SetPlan>(low));
    CHECK(table.ids(outer) == Ids{1000, 11000, 21000, 31000, 41000});
    // The same statement within itself: the second is another one.
    SetPlan self = plan("SELECT id FROM kith_set(?1)");
    self.gather = SetPlan::Gather::count;
    self.parameters = {OwnedCell()};
    self.sets.emplace_back(1, std::make_shared<const SetPlan>(outer));
    CHECK(table.ids(self) == Ids{1000, 11000, 21000, 31000, 41000});
}

TEST_CASE("each run of a statement makes its sets anew, and one run keeps them") {
    Table table;
    table.add(1, Cell::of(std::int64_t{1}));
    SetPlan known = plan("SELECT who, n FROM t");
    auto statement = table.connection().prepare("SELECT count(*) FROM kith_set(?1)");
    statement.bind_set(1, std::make_shared<const SetPlan>(known));
    REQUIRE(statement.step());
    CHECK(statement.integer(0) == 1);
    CHECK_FALSE(statement.step());
    table.add(2, Cell::of(std::int64_t{1}));
    REQUIRE(statement.step());  // from the start, by itself
    CHECK(statement.integer(0) == 2);
    table.add(3, Cell::of(std::int64_t{1}));
    statement.reset();
    REQUIRE(statement.step());
    CHECK(statement.integer(0) == 3);
    {
        auto run =
            table.connection().prepare("SELECT t.id, (SELECT count(*) FROM kith_set(?1)) FROM t, t AS u");
        run.bind_set(1, std::make_shared<const SetPlan>(known));
        REQUIRE(run.step());
        CHECK(run.integer(1) == 3);
        table.add(4, Cell::of(std::int64_t{1}));
        REQUIRE(run.step());
        CHECK(run.integer(1) == 3);
    }
    auto unbound = table.connection().prepare("SELECT count(*) FROM kith_set(?1)");  // a cached one has let go
    CHECK(std::string(error_of([&] { (void)unbound.step(); }).what()).find("plan") != std::string::npos);
}

TEST_CASE("what fails within a set fails the statement, for its own reason") {
    Table table;
    for (int i = 0; i < 2000; ++i) table.add(i, Cell::of(std::int64_t{i}));
    auto& connection = table.connection();
    connection.create_function("kith_fails", 1, [](std::span<const Cell>) -> OwnedCell {
        throw Error(Code::invalid_argument, "it does not like this one");
    });
    const Error within = error_of([&] { (void)table.ids(plan("SELECT who, kith_fails(n) FROM t")); });
    CHECK(std::string(within.what()).find("does not like") != std::string::npos);
    const Error by_value = error_of([&] {
        (void)table.ids(plan("SELECT who, kith_fails(n) FROM t"), "SELECT kith_value(?1, who, 0) FROM t");
    });
    CHECK(std::string(by_value.what()).find("does not like") != std::string::npos);
    CHECK(error_of([&] { (void)table.ids(plan("SELECT nothing FROM t")); }).code() == Code::parse);
    CHECK(table.ids(plan("SELECT who, n FROM t")).size() == 2000);  // and the next is well
    connection.stop();
    CHECK(error_of([&] { (void)table.ids(plan("SELECT who, n FROM t")); }).code() == Code::suspended);
}

TEST_CASE("SQL functions get all of their arguments, or none is made") {
    Table table;
    auto& connection = table.connection();
    const auto count = [](std::span<const Cell> cells) {
        return OwnedCell(Cell::of(static_cast<std::int64_t>(cells.size())));
    };
    CHECK(error_of([&] { connection.create_function("kith_nine", 9, count); }).code() ==
          Code::invalid_argument);
    connection.create_function("kith_eight", 8, count);
    connection.create_function("kith_any", -1, count);
    CHECK(connection.integer("SELECT kith_eight(1, 2, 3, 4, 5, 6, 7, 8)") == 8);
    CHECK(connection.integer("SELECT kith_any(1, 2, 3, 4, 5, 6, 7, 8)") == 8);
    const Error more =
        error_of([&] { (void)connection.integer("SELECT kith_any(1, 2, 3, 4, 5, 6, 7, 8, 9)"); });
    CHECK(std::string(more.what()).find("too many arguments") != std::string::npos);
}

TEST_CASE("SQL of the host makes no plan") {
    const Database db = Database::open(":memory:");
    const auto refused = [&](const std::string& sql) {
        return error_of([&] { (void)db.read([&](const Reader& reader) { return reader.sql(sql); }); });
    };
    CHECK(std::string(refused("SELECT * FROM kith_set(1)").what()).find("plan") != std::string::npos);
    CHECK(std::string(refused("SELECT * FROM kith_set('x')").what()).find("plan") != std::string::npos);
    CHECK(std::string(refused("SELECT * FROM kith_set").what()) != "");
    CHECK(std::string(refused("SELECT kith_value(NULL, 1, 0)").what()).find("plan") != std::string::npos);
}

TEST_CASE("the work of a set counts against the statement's bound") {
    Options options;
    options.query_work = 400'000;
    Database db = Database::open(":memory:", options);
    db.read([&](const Reader& reader) {
        auto& connection = reader.connection();
        const auto run = [&](const SetPlan& of) {
            const store::WorkLimit bounded(connection);
            auto statement = connection.prepare("SELECT count(*) FROM kith_set(?1)");
            statement.bind_set(1, std::make_shared<const SetPlan>(of));
            return statement.step() ? statement.integer(0) : -1;
        };
        const auto numbers = [](int most) {
            return "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
                   std::to_string(most) + ") SELECT i, i % 1000 FROM n";
        };
        CHECK(run(plan(numbers(1000))) == 1000);
        CHECK(error_of([&] { (void)run(plan(numbers(1'000'000))); }).code() == Code::limit);
        // Reading fits, ranking that often does not.
        SetPlan cut = plan(numbers(9'000));
        CHECK(run(cut) == 9'000);
        cut.tiles = {5};
        CHECK(run(cut) == 9'000);
        cut.tiles.assign(8, 5);
        CHECK(error_of([&] { (void)run(cut); }).code() == Code::limit);
    });
}

TEST_CASE("a statement depends on what its sets read") {
    const Database db = Database::open(":memory:");
    const store::Core& core = db.core();
    db.read([&](const Reader& reader) {
        auto inner = std::make_shared<SetPlan>(plan("SELECT contact_id FROM event WHERE kind = 2"));
        SetPlan outer = plan("SELECT id FROM contact WHERE id IN (SELECT id FROM kith_set(?1))");
        outer.sets.emplace_back(1, inner);
        const store::SetPlans sets{{1, std::make_shared<const SetPlan>(outer)}};
        const auto depends =
            store::dependencies_of(reader.connection(), core, "SELECT id FROM kith_set(?1)", sets);
        const auto rows = [&](const char* table) {
            store::Touched touched;
            touched.add_rows(core.table(table)->number);
            return touched;
        };
        CHECK(depends.concern(rows("event")));
        CHECK(depends.concern(rows("contact")));
        CHECK_FALSE(depends.concern(rows("deal")));
        CHECK_FALSE(depends.everything);
    });
}

TEST_CASE("ids are found whether they lie close together or far apart") {
    std::mt19937_64 random(3);
    for (const int shape : {0, 1, 2}) {
        IdIndex index;
        std::vector<std::int64_t> ids;
        for (std::uint32_t i = 0; i < 5000; ++i) {
            const auto id = shape == 0   ? static_cast<std::int64_t>(i * 3)
                            : shape == 1 ? static_cast<std::int64_t>(random())
                                         : static_cast<std::int64_t>(i < 2500 ? i : random() >> 20);
            const std::uint32_t place = index.insert(id, static_cast<std::uint32_t>(ids.size()));
            CHECK(place <= ids.size());
            if (place == ids.size()) ids.push_back(id);
        }
        for (std::size_t i = 0; i < ids.size(); ++i) {
            if (index.find(ids[i]) != i) FAIL(shape << " loses " << ids[i]);
        }
        CHECK(index.find(1 + (std::int64_t{1} << 62)) == IdIndex::none);
        CHECK(index.find(-5) == IdIndex::none);
    }
}

TEST_CASE("two plans are the same when they make the same set") {
    SetPlan a = plan("SELECT who FROM t WHERE n = ?1");
    a.parameters.push_back(whole(1));
    SetPlan b = a;
    CHECK(a == b);
    b.parameters.front() = whole(2);
    CHECK_FALSE(a == b);
    b = a;
    b.low = whole(3);
    CHECK_FALSE(a == b);
    b = a;
    b.top = SetPlan::Top{1, 0, false};
    CHECK_FALSE(a == b);
    b = a;
    b.tiles = {5};
    CHECK_FALSE(a == b);
    SetPlan outer = plan("SELECT id FROM kith_set(?1)");
    outer.sets.emplace_back(1, std::make_shared<const SetPlan>(a));
    SetPlan other = outer;
    CHECK(outer == other);
    other.sets.front().second = std::make_shared<const SetPlan>(b);
    CHECK_FALSE(outer == other);
}
