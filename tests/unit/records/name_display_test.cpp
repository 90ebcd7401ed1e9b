#include <kith/records/contact.hpp>

#include <catch2/catch.hpp>

TEST_CASE("a contact's name is shown by its order, else as typed, else by nickname", "[records][name]") {
    kith::Name name;
    CHECK(name.display().empty());
    name.nickname = "Countess";
    CHECK(name.display() == "Countess");
    name.full = "ada lovelace";
    CHECK(name.display() == "ada lovelace");
    name.given = "Ada";
    name.family = "Lovelace";
    name.additional = "King";
    CHECK(name.display() == "Ada King Lovelace");
    name.order = kith::NameOrder::family_first;
    CHECK(name.display() == "Lovelace Ada King");

    kith::Name japanese;
    japanese.given = "太郎";
    japanese.family = "山田";
    CHECK(japanese.display() == "山田 太郎");
    japanese.order = kith::NameOrder::given_first;
    CHECK(japanese.display() == "太郎 山田");

    kith::Name title_only;
    title_only.prefix = "Dr.";
    CHECK(title_only.display() == "Dr.");
    title_only.full = "Dr. ?";
    CHECK(title_only.display() == "Dr. ?");
}
