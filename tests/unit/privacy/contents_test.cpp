// Photos and attachments go with the person, unless somebody else has the same.
#include "support/dump.hpp"
#include "unit/privacy/bytes.hpp"

#include <kith/blobs.hpp>
#include <kith/privacy.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

using namespace kith;

TEST_CASE("contents that only an erased person had are gone, others stay") {
    const test::TempFile file;
    auto db = Database::open(file.path());
    const std::string old_photo = db.blobs().put("oldphotobytes" + std::string(5000, 'o'));
    const std::string photo = db.blobs().put("newphotobytes" + std::string(70000, 'n'));
    const std::string paper = db.blobs().put("attachedbytes");
    const std::string shared = db.blobs().put("sharedbytes");
    const ContactId zora = db.add(Contact{.name = {.given = "Zoraida"}, .photo = old_photo});
    db.edit(zora, [&](Contact& c) { c.photo = photo; });
    db.add(Attachment{.name = "cv.pdf", .content = paper, .contact = zora});
    db.add(Attachment{.name = "terms.pdf", .content = shared, .contact = zora});
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}, .photo = shared});
    const EraseReport report = db.privacy().erase(zora);
    CHECK(report.erased.at("blob") == 3);
    CHECK(test::found_beside(file, {"oldphotobytes", "newphotobytes", "attachedbytes", "cv.pdf"}).empty());
    CHECK(db.blobs().get(db.get(ada).photo) == "sharedbytes");
    CHECK(test::findings(db) == "");
}
