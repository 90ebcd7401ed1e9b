// What the first program of somebody who uses kith looks like.
#include <kith/kith.hpp>

int main() {
    auto db = kith::Database::open(":memory:");
    auto id = db.add(kith::Contact{.name = {.given = "Ada", .family = "Lovelace"}});
    auto contact = db.get(id);
    return contact.name.family == "Lovelace" ? 0 : 1;
}
