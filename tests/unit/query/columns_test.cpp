// Columns say what rows say.
#include <kith/columns.hpp>
#include <kith/records/contact.hpp>
#include <kith/records/field.hpp>
#include <kith/records/interaction.hpp>
#include <kith/records/user.hpp>

#include <catch2/catch.hpp>

using namespace kith;

TEST_CASE("columns agree with the rows of list, whatever the type", "[columns]") {
    auto db = Database::open(":memory:", {.region = "JP"});
    db.add(kith::Field{.key = "size", .type = FieldType::real});
    db.add(kith::Field{.key = "paid", .type = FieldType::money});
    db.add(kith::Field{.key = "kind", .type = FieldType::choice, .choices = {"big", "small"}});
    const auto user = db.add(User{.name = "ada"});
    std::vector<Contact> contacts(19);
    contacts[3] = {.name = {.given = "山田"},
                   .emails = {{.address = "y@x.example"}},
                   .birthday = PartialDate{.month = 12, .day = 10},
                   .lifecycle = Lifecycle::customer,
                   .owner = user,
                   .tags = {"b", "a"},
                   .fields = {{"size", 1.5}, {"paid", Money{5, "USD"}}, {"kind", "small"}}};
    contacts[8].name.given = "Bob";
    contacts[17].fields["size"] = 0.0;
    const auto ids = db.add(contacts);
    db.add(Interaction{.participants = {ids[3]}});

    const std::vector<std::string> fields{"id",
                                          "name",
                                          "name.given",
                                          "email",
                                          "birthday",
                                          "lifecycle",
                                          "owner",
                                          "created",
                                          "tags",
                                          "field.size",
                                          "field.paid",
                                          "field.kind",
                                          "version",
                                          "owner.active",
                                          "phonetic",
                                          "count interaction",
                                          "max interaction.duration"};
    const Rows rows = db.list<Contact>(fields);
    const Columns table = db.read([&](const Reader& r) { return select_columns<Contact>(r, fields); });
    REQUIRE(table.rows == 19);
    REQUIRE(table.columns.size() == fields.size());
    for (std::size_t c = 0; c < fields.size(); ++c) {
        const Column& column = table.columns[c];
        INFO(fields[c]);
        CHECK(column.name == fields[c]);
        std::size_t unknown = 0;
        for (std::size_t r = 0; r < table.rows; ++r) {
            INFO(r);
            CHECK(column.at(r) == rows.rows[r][c]);
            CHECK(column.has(r) == !rows.rows[r][c].empty());
            if (!column.has(r)) ++unknown;
        }
        CHECK(column.unknown == unknown);
    }
    CHECK(table.columns[9].reals == [] {
        std::vector<double> sizes(19);
        sizes[3] = 1.5;
        return sizes;
    }());
    CHECK(table.columns[5].choices[static_cast<std::size_t>(table.columns[5].integers[3])] == "customer");
    CHECK(table.columns[2].text(3) == "山田");
}

TEST_CASE("no rows, no columns", "[columns]") {
    auto db = Database::open(":memory:");
    const std::vector<std::string> fields{"id", "name"};
    const auto empty = db.read([&](const Reader& r) { return select_columns<Contact>(r, fields); });
    CHECK(empty.rows == 0);
    CHECK(empty.columns[1].offsets == std::vector<std::int64_t>{0});
    db.add(Contact{});
    CHECK(db.read([&](const Reader& r) { return select_columns<Contact>(r, {}); }).rows == 1);
}
