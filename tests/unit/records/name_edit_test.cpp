// The full name and its parts say the same: editing one of them does not leave the other behind.
#include "support/dump.hpp"

#include <kith/database.hpp>
#include <kith/history.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

using namespace kith;
using test::findings;

namespace {

struct Named {
    Database db = Database::open(":memory:", {.region = "JP"});
    ContactId id = db.add(Contact{.name = {.full = "Dr. Ada King Lovelace"}});

    template <class Change>
    Name edit(Change&& change) {
        Contact c = db.edit(id, [&](Contact& contact) { change(contact.name); });
        CHECK(db.get(id) == c);  // what comes back is what is stored
        CHECK(findings(db) == "");
        return c.name;
    }
};

}  // namespace

TEST_CASE("editing the full name parses its parts anew") {
    Named ada;
    REQUIRE(ada.db.get(ada.id).name.family == "Lovelace");
    const std::string before = ada.db.get(ada.id).sort_key;
    const Name name = ada.edit([](Name& n) { n.full = "Grace Hopper"; });
    CHECK(name.full == "Grace Hopper");
    CHECK(name.given == "Grace");
    CHECK(name.family == "Hopper");
    CHECK(name.additional.empty());
    CHECK(name.prefix.empty());
    CHECK(ada.db.get(ada.id).sort_key != before);

    const Name turned = ada.edit([](Name& n) { n.full = "山田 太郎"; });
    CHECK(turned.family == "山田");
    CHECK(turned.given == "太郎");
}

TEST_CASE("editing a part clears the full name") {
    Named ada;
    const Name name = ada.edit([](Name& n) { n.family = "Byron"; });
    CHECK(name.full.empty());
    CHECK(name.family == "Byron");
    CHECK(name.given == "Ada");
    CHECK(name.display().find("Lovelace") == std::string::npos);
    CHECK(name.display().find("Byron") != std::string::npos);
}

TEST_CASE("editing both keeps both") {
    Named ada;
    const Name name = ada.edit([](Name& n) {
        n.full = "The Countess of Lovelace";
        n.family = "King";
    });
    CHECK(name.full == "The Countess of Lovelace");
    CHECK(name.family == "King");
    CHECK(name.given == "Ada");
}

TEST_CASE("editing neither changes neither") {
    Named ada;
    const Name before = ada.db.get(ada.id).name;
    CHECK(ada.edit([](Name& n) { n.nickname = "Countess"; }).full == before.full);
    const Contact c = ada.db.edit(ada.id, [](Contact& contact) { contact.notes = "Letters"; });
    CHECK(c.name.full == before.full);
    CHECK(c.name.given == before.given);
}

TEST_CASE("taking the full name away leaves the parts") {
    Named ada;
    const Name name = ada.edit([](Name& n) { n.full.clear(); });
    CHECK(name.full.empty());
    CHECK(name.given == "Ada");
    CHECK(name.family == "Lovelace");
}

TEST_CASE("undo brings the full name and the parts back together") {
    Named ada;
    const Name before = ada.db.get(ada.id).name;
    ada.edit([](Name& n) { n.full = "Grace Hopper"; });
    ada.db.undo(ada.db.last_transaction());
    CHECK(ada.db.get(ada.id).name == before);
    CHECK(findings(ada.db) == "");
}

namespace {

struct Read {
    Database db = Database::open(":memory:", {.region = "JP"});
    ContactId id = db.add(
        Contact{.name = {.phonetic_given = "たろう", .phonetic_family = "やまだ", .full = "山田 太郎"}});

    template <class Change>
    Contact edit(Change&& change) {
        Contact c = db.edit(id, [&](Contact& contact) { change(contact.name); });
        CHECK(findings(db) == "");
        return c;
    }
};

}  // namespace

TEST_CASE("a new full name drops the readings of the parts that it changes") {
    Read taro;
    const Contact married = taro.edit([](Name& n) { n.full = "佐藤 太郎"; });
    CHECK(married.name.family == "佐藤");
    CHECK(married.name.phonetic_family.empty());
    CHECK(married.name.phonetic_given == "たろう");
    const Contact other = taro.edit([](Name& n) { n.full = "Grace Hopper"; });
    CHECK(other.name.phonetic_given.empty());
    const ContactId fresh = taro.db.add(Contact{.name = {.full = "Grace Hopper"}});
    CHECK(other.sort_key == taro.db.get(fresh).sort_key);
}

TEST_CASE("a new full name keeps the readings of the same edit") {
    Read taro;
    const Contact changed = taro.edit([](Name& n) {
        n.full = "佐藤 花子";
        n.phonetic_family = "さとう";
    });
    CHECK(changed.name.phonetic_family == "さとう");
    CHECK(changed.name.phonetic_given.empty());
    const Contact read = taro.edit([](Name& n) { n.full = "鈴木 一郎（すずき いちろう）"; });
    CHECK(read.name.family == "鈴木");
    CHECK(read.name.phonetic_family == "すずき");
    CHECK(read.name.phonetic_given == "いちろう");
}

TEST_CASE("a full name that only looks different keeps its readings") {
    Read taro;
    const Contact same = taro.edit([](Name& n) { n.full = "山田　太郎 様"; });
    CHECK(same.name.full == "山田　太郎 様");
    CHECK(same.name.family == "山田");
    CHECK(same.name.phonetic_family == "やまだ");
    CHECK(same.name.phonetic_given == "たろう");
}

TEST_CASE("a new part of a name does not keep the reading of the old one") {
    Read taro;
    const Contact married = taro.edit([](Name& n) { n.family = "鈴木"; });
    CHECK(married.name.phonetic_family.empty());
    CHECK(married.name.phonetic_given == "たろう");
    const Contact read = taro.edit([](Name& n) {
        n.given = "花子";
        n.phonetic_given = "はなこ";
    });
    CHECK(read.name.phonetic_given == "はなこ");
    const Contact both = taro.edit([](Name& n) {
        n.full = "佐藤 一郎";
        n.family = "佐藤";
        n.given = "一郎";
    });
    CHECK(both.name.phonetic_given.empty());
}

TEST_CASE("another form of the same character keeps the reading") {
    Read taro;
    taro.edit([](Name& n) {
        n.family = "高橋";
        n.phonetic_family = "たかはし";
    });
    CHECK(taro.edit([](Name& n) { n.family = "髙橋"; }).name.phonetic_family == "たかはし");
}
