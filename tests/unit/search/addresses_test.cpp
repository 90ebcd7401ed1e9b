// Who is at an address: exactly, however it is written.
#include "support/temp_file.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

using namespace kith;
using Ids = std::vector<ContactId>;

TEST_CASE("contacts at an address") {
    auto db = Database::open(":memory:", {.region = "JP"});
    const ContactId ada =
        db.add(Contact{.name = {.given = "Ada"},
                       .emails = {{.address = "Ada@Engines.Example"}, {.address = "ada@engines.example"}},
                       .phones = {{.number = "03-1234-5678"}}});
    const ContactId taro = db.add(Contact{.name = {.given = "太郎"},
                                          .emails = {{.address = "ada@engines.example"}},
                                          .phones = {{.number = "020 7946 0018"}, {.number = "110"}}});

    SECTION("mailboxes, in any case and width, once each") {
        CHECK(db.contacts_at("ada@engines.example") == Ids{ada, taro});
        CHECK(db.contacts_at(" ADA＠engines.EXAMPLE ") == Ids{ada, taro});
        CHECK(db.contacts_at("da@engines.example").empty());
        CHECK(db.contacts_at("ada@").empty());
    }
    SECTION("numbers, however they are written") {
        for (const char* number :
             {"03-1234-5678", "+81 3 1234 5678", "０３１２３４５６７８", "tel:+81-3-1234-5678"})
            CHECK(db.contacts_at(number) == Ids{ada});
        CHECK(db.contacts_at("+44 20 7946 0018") == Ids{taro});  // kept as a national number of elsewhere
        CHECK(db.contacts_at("110") == Ids{taro});
        CHECK(db.contacts_at("1234-5678").empty());
        CHECK(db.contacts_at("").empty());
        CHECK(db.contacts_at("Ada").empty());
    }
    SECTION("numbers of two countries are two numbers, be their digits alike") {
        db.add(Contact{.name = {.given = "Charles"}, .phones = {{.number = "+61 3 5555 6666"}}});
        CHECK(db.contacts_at("+81 3 5555 6666").empty());
        CHECK(db.contacts_at("+64 3 5555 6666").empty());
        CHECK(db.contacts_at("+61 3 5555 6666").size() == 1);
    }
    SECTION("the trash is left out; a survivor has what was the loser's") {
        db.remove(ada);
        CHECK(db.contacts_at("ada@engines.example") == Ids{taro});
        db.restore(ada);
        db.merge(merge_of(taro, {ada}));
        CHECK(db.contacts_at("03-1234-5678") == Ids{taro});
    }
}
