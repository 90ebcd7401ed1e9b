// Queries through the public verbs: records, ids, lists of fields, pages, parameters, what is left out.
#include "query/functions.hpp"
#include "store/connection.hpp"
#include "store/writer.hpp"

#include <kith/query.hpp>
#include <kith/records/employment.hpp>
#include <kith/records/field.hpp>
#include <kith/records/interaction.hpp>
#include <kith/records/user.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace kith;

namespace {

const Time now = parse_time("2026-01-15T03:00:00Z").value();

Database open() {
    Options options;
    options.region = "JP";
    options.clock = [] { return now; };
    return Database::open(":memory:", options);
}

struct ReadBase {
    Database db = open();
    UserId boss{};
    OrganizationId engines{};
    OrganizationId acme{};
    ContactId ada{};
    ContactId kenji{};
    ContactId carol{};

    ReadBase() {
        db.write([&](Transaction& tx) {
            User user;
            user.name = "boss";
            boss = tx.add(user);
            for (const auto& [key, type] :
                 {std::pair{"shoe", FieldType::real}, std::pair{"paid", FieldType::money},
                  std::pair{"met", FieldType::date}, std::pair{"seen", FieldType::time},
                  std::pair{"fan", FieldType::flag}}) {
                Field field;
                field.key = key;
                field.type = type;
                tx.add(field);
            }
            Field langs;
            langs.key = "langs";
            langs.type = FieldType::choices;
            langs.choices = {"en", "ja"};
            tx.add(langs);
            Field mentor;
            mentor.key = "mentor";
            mentor.type = FieldType::reference;
            mentor.target = "contact";
            tx.add(mentor);

            Organization organization;
            organization.name = "Analytical Engines";
            engines = tx.add(organization);
            organization.name = "Acme";
            acme = tx.add(organization);

            Contact contact;
            contact.name.given = "Ada";
            contact.name.family = "Lovelace";
            contact.emails.resize(2);
            contact.emails[0].address = "old@engines.example";
            contact.emails[1].address = "ada@engines.example";
            contact.emails[1].primary = true;
            contact.birthday = PartialDate{1815, 12, 10};
            contact.lifecycle = Lifecycle::customer;
            contact.owner = boss;
            contact.tags = {"vip", "math"};
            contact.fields = {{"shoe", 38.5},
                              {"paid", Money{1250, "USD"}},
                              {"met", PartialDate{0, 6, 1}},
                              {"seen", now},
                              {"fan", true},
                              {"langs", Value::Texts{"en", "ja"}}};
            ada = tx.add(contact);
            Contact second;
            second.name.given = "健二";
            second.name.family = "山本";
            second.emails.resize(1);
            second.emails[0].address = "kenji@acme.example";
            second.fields = {{"mentor", RecordRef{"contact", ada.value}}};
            kenji = tx.add(second);
            Contact third;
            third.name.nickname = "Caz";
            carol = tx.add(third);

            Employment employment;
            employment.contact = ada;
            employment.organization = acme;
            tx.add(employment);
            employment.organization = engines;
            employment.primary = true;
            tx.add(employment);
        });
    }

    std::vector<ContactId> ids(std::string_view text, const Parameters& parameters = {}) {
        return db.ids<Contact>(text, parameters);
    }
};

std::string code_of(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& error) {
        return std::string(name_of(error.code()));
    }
    return "none";
}

}  // namespace

TEST_CASE("whole records come in the query's order", "[query]") {
    ReadBase base;
    const auto found = base.db.query<Contact>("email is known order by name desc");
    REQUIRE(found.size() == 2);
    CHECK(found[0] == base.db.get(base.kenji));
    CHECK(found[1] == base.db.get(base.ada));
    CHECK(base.db.count<Contact>() == 3);
    CHECK(base.db.count<Contact>("limit 2 offset 2") == 1);
    CHECK(base.db.count<Contact>("tag = vip") == 1);
    CHECK(base.db.query<Contact>("given = Nobody").empty());
}

TEST_CASE("a list gives typed values of any path", "[query]") {
    ReadBase base;
    const std::vector<std::string> fields = {
        "id",           "name",        "email",         "birthday",
        "lifecycle",    "owner",       "owner.name",    "organization.name",
        "tags",         "created",     "shoe",          "paid",
        "met",          "seen",        "fan",           "langs",
        "mentor",       "mentor.name", "birthday.year", "count email",
        "email.primary"};
    const Rows rows = base.db.list<Contact>(fields, "order by id");
    REQUIRE(rows.columns == fields);
    REQUIRE(rows.rows.size() == 3);
    const std::vector<Value> ada = {base.ada.value,
                                    "Ada Lovelace",
                                    "ada@engines.example",
                                    PartialDate{1815, 12, 10},
                                    "customer",
                                    RecordRef{"user", base.boss.value},
                                    "boss",
                                    "Analytical Engines",
                                    Value::Texts{"math", "vip"},
                                    now,
                                    38.5,
                                    Money{1250, "USD"},
                                    PartialDate{0, 6, 1},
                                    now,
                                    true,
                                    Value::Texts{"en", "ja"},
                                    {},
                                    {},
                                    1815,
                                    2,
                                    true};
    CHECK(rows.rows[0] == ada);
    CHECK(rows.rows[1][1] == Value("山本 健二"));
    CHECK(rows.rows[1][16] == Value(RecordRef{"contact", base.ada.value}));
    CHECK(rows.rows[1][17] == Value("Ada Lovelace"));
    CHECK(rows.rows[2][1] == Value("Caz"));
    for (std::size_t i : {2U, 3U, 5U, 6U, 7U, 8U, 10U, 15U, 18U}) CHECK(rows.rows[2][i].empty());
    CHECK(rows.rows[2][19] == Value(0));
    CHECK(code_of([&] { (void)base.db.list<Contact>({"emial"}); }) == "parse");
    CHECK(code_of([&] { (void)base.db.list<Contact>({"a b"}); }) == "parse");
}

TEST_CASE("pages go through everything once, and refuse an order", "[query]") {
    ReadBase base;
    std::vector<ContactId> seen;
    base.db.each<Contact>(
        "", [&](const Contact& contact) { seen.push_back(contact.id); }, {}, 2);
    CHECK(seen == base.ids(""));
    seen.clear();
    base.db.each<Contact>(
        "email is known", [&](const Contact& contact) { seen.push_back(contact.id); }, {}, 1);
    CHECK(seen == std::vector{base.ada, base.kenji});
    const auto visit = [](const Contact&) {};
    CHECK(code_of([&] { base.db.each<Contact>("order by name", visit); }) == "invalid_argument");
    CHECK(code_of([&] { base.db.each<Contact>("limit 3", visit); }) == "invalid_argument");
}

TEST_CASE("parameters of every type", "[query]") {
    ReadBase base;
    const std::vector<ContactId> ada{base.ada};
    CHECK(base.ids("given = :x", {{"x", "ADA"}}) == ada);
    CHECK(base.ids("tag in (:x)", {{"x", Value::Texts{"vip", "nothing"}}}) == ada);
    CHECK(base.ids("has all tags (:x)", {{"x", Value::Texts{"vip", "math"}}}) == ada);
    CHECK(base.ids("shoe > :x", {{"x", 38}}) == ada);
    CHECK(base.ids("shoe > :x", {{"x", 38.4}}) == ada);
    CHECK(base.ids("paid >= :x", {{"x", Money{1250, "USD"}}}) == ada);
    CHECK(base.ids("fan = :x", {{"x", true}}) == ada);
    CHECK(base.ids("seen = :x", {{"x", now}}) == ada);
    CHECK(base.ids("seen > :x", {{"x", now}}).empty());
    CHECK(base.ids("birthday = :x", {{"x", PartialDate{0, 12, 10}}}) == ada);
    CHECK(base.ids("birthday < :x", {{"x", PartialDate{1900, 0, 0}}}) == ada);
    CHECK(base.ids("lifecycle = :x", {{"x", "customer"}}) == ada);
    CHECK(base.ids("owner = :x", {{"x", RecordRef{"user", base.boss.value}}}) == ada);
    CHECK(base.ids("owner = :x", {{"x", base.boss.value}}) == ada);
    CHECK(base.ids("owner = :x", {{"x", "boss"}}) == ada);
    CHECK(base.ids("count email >= :x", {{"x", 2}}) == ada);
    CHECK(base.ids("order by id limit :n offset :o", {{"n", 1}, {"o", 2}}) == std::vector{base.carol});
    CHECK(code_of([&] { (void)base.ids("given = :x"); }) == "parse");
    CHECK(code_of([&] { (void)base.ids("given = :x", {{"x", Value{}}}); }) == "parse");
    CHECK(code_of([&] { (void)base.ids("shoe > :x", {{"x", "big"}}); }) == "parse");
    CHECK(code_of([&] { (void)base.ids("given = :x", {{"x", now}}); }) == "parse");
    CHECK(code_of([&] { (void)base.ids("owner = :x", {{"x", RecordRef{"contact", 1}}}); }) == "parse");
    CHECK(code_of([&] { (void)base.ids("limit :n", {{"n", -1}}); }) == "parse");
}

TEST_CASE("the trash, merged records and visitors are left out, as roots and as related records", "[query]") {
    ReadBase base;
    CHECK(base.db.count<Organization>("has contact (given = Ada)") == 2);
    CHECK(base.db.count<Contact>("mentor.given = Ada") == 1);
    base.db.remove(base.ada);
    CHECK(base.ids("") == std::vector{base.kenji, base.carol});
    CHECK(base.db.count<Organization>("has contact (given = Ada)") == 0);
    CHECK(base.db.count<Organization>("has no contact") == 2);
    CHECK(base.db.count<Contact>("mentor.given = Ada") == 0);
    CHECK(base.db.count<Contact>("mentor is known") == 0);
    base.db.restore(base.ada);
    CHECK(base.db.count<Contact>("mentor is known") == 1);
    base.db.remove(base.boss);
    CHECK(base.db.count<Contact>("owner is known") == 0);
    CHECK(base.db.count<Contact>("owner = boss") == 0);
    base.db.remove(base.engines);
    CHECK(base.db.list<Contact>({"organization.name"}, "given = Ada").rows[0][0] == Value("Acme"));
    base.db.write([&](Transaction& tx) {
        tx.writer().connection().exec("UPDATE contact SET merged_into = " + std::to_string(base.ada.value) +
                                      " WHERE id = " + std::to_string(base.kenji.value));
    });
    CHECK(base.ids("") == std::vector{base.ada, base.carol});
    Contact visitor;
    visitor.kind = ContactKind::visitor;
    base.db.add(visitor);
    CHECK(base.ids("") == std::vector{base.ada, base.carol});
}

TEST_CASE("a column that holds a list is looked at entry by entry", "[query]") {
    ReadBase base;
    const auto keys = [&](std::string_view text) {
        std::vector<std::string> found;
        for (const Field& field : base.db.query<Field>(text)) found.push_back(field.key);
        return found;
    };
    const std::vector<std::string> langs{"langs"};
    CHECK(keys("choices = EN") == langs);
    CHECK(keys("choices in (fr, ja)") == langs);
    CHECK(keys("choices contains j") == langs);
    CHECK(keys("choices is known") == langs);
    CHECK(keys("has all choices (en, ja)") == langs);
    CHECK(keys("has all choices (en, fr)").empty());
    CHECK(keys("choices != en") == langs);
    CHECK(keys("choices not in (en, ja)").empty());
    CHECK(keys("not choices = en").size() == 6);
    CHECK(keys("every choices = en").size() == 6);
    CHECK(keys("type = choices and record_type = contact") == langs);
}

TEST_CASE("a transaction queries what it wrote", "[query]") {
    ReadBase base;
    base.db.write([&](Transaction& tx) {
        Contact contact;
        contact.name.given = "New";
        const auto id = tx.add(contact);
        CHECK(tx.ids<Contact>("given = new") == std::vector{id});
        tx.tag(id, "fresh");
        CHECK(tx.count<Contact>("tag = fresh") == 1);
    });
}

TEST_CASE("SQL functions of queries", "[query]") {
    store::Connection::Config config;
    config.path = ":memory:";
    config.create = true;
    store::Connection connection(config);
    query::install_functions(connection);
    CHECK(connection.text("SELECT kith_fold('Ａｄａ  ÉTÉ')") == "ada ete");
    CHECK(connection.integer("SELECT kith_fold(NULL) IS NULL") == 1);
    CHECK(connection.integer("SELECT kith_fold(7) = 7") == 1);
    CHECK(connection.text("SELECT kith_forms('Ada', 'Lovelace')") == "\nada lovelace\n\nlovelace ada\n");
    CHECK(connection.text("SELECT kith_forms('健二', '山本')") ==
          "\n健二 山本\n\n健二山本\n\n山本 健二\n\n山本健二\n");
    CHECK(connection.text("SELECT kith_forms(NULL, 'Lovelace')") == "\nlovelace\n");
    CHECK(connection.text("SELECT kith_forms('Ada', NULL, 'Lovelace')").empty());
    CHECK(connection.text("SELECT kith_forms(NULL, NULL)").empty());
    CHECK(connection.integer("SELECT kith_like(kith_forms('Ada', 'Lovelace'), 'love%ada')") == 1);
    CHECK(connection.integer("SELECT kith_like(kith_forms('Ada', 'Lovelace'), 'ada%ada')") == 0);
    CHECK(connection.integer("SELECT kith_like(NULL, '%') IS NULL") == 1);
    CHECK(query::is_like("", ""));
    CHECK(query::is_like("", "%%"));
    CHECK_FALSE(query::is_like("", "_"));
    CHECK(query::is_like("山田", "__"));
    CHECK(query::is_like("山田太郎", "%太_"));
    CHECK(query::is_like("abcabcabd", "%abd"));
    CHECK_FALSE(query::is_like("abcabcabd", "%abc"));
    CHECK_FALSE(query::is_like(std::string(20000, 'a'), "%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%b"));
}
