#include "unit/match/people.hpp"

#include <catch2/catch.hpp>

using namespace kith;
using namespace kith::match;
using namespace kith::match::test;

TEST_CASE("comparing is symmetric", "[match]") {
    People people;
    people.strangers(40);
    Random random(5);
    for (int i = 0; i < 40; ++i) {  // versions of the first forty, each damaged in its own way
        Random again(1);
        Person p;
        for (int k = 0; k <= i; ++k) p = stranger(again);
        if (random.chance(30)) std::swap(p.given, p.family);
        if (random.chance(30)) p.family += "-Holm";
        if (random.chance(30)) p.given = p.given.substr(0, 1);
        if (random.chance(30)) p.birthday = p.birthday.substr(0, 4);
        if (random.chance(30)) p.street.clear();
        if (random.chance(30)) p.family.clear();
        Contact c = contact_of(p);
        c.name.additional = i % 3 == 0 ? "Maria" : "M.";
        if (i % 4 == 0) c.addresses.push_back({.street = "Lindenweg", .locality = "Leeds"});
        people.add(c, {{"Difference Engines", "Clerk"}});
    }
    people.link();
    Comparer comparer(people.population());
    for (std::uint32_t a = 0; a < people.population().size(); ++a) {
        for (std::uint32_t b = a + 1; b < people.population().size(); ++b) {
            const Comparison one = comparer.compare(a, b), other = comparer.compare(b, a);
            for (std::size_t f = 0; f < field_count; ++f) {
                CAPTURE(a, b, name_of(static_cast<Field>(f)));
                REQUIRE(one.fields[f].level == other.fields[f].level);
                REQUIRE(one.fields[f].share == other.fields[f].share);
                if (one.fields[f].level == Level::missing) continue;
                REQUIRE(one.fields[f].left == other.fields[f].right);
                REQUIRE(one.fields[f].right == other.fields[f].left);
            }
            REQUIRE(score(people.linked().model, one).log_odds ==
                    Approx(score(people.linked().model, other).log_odds));
        }
    }
}

TEST_CASE("what is missing speaks neither for nor against", "[match]") {
    People people;
    people.strangers(100);
    Random random(9);
    Person bare = stranger(random);
    const Person full = bare;
    bare.phone.clear();
    bare.birthday.clear();
    bare.number = bare.street = bare.locality = bare.postcode = "";
    const auto a = people.add(full), b = people.add(bare);
    people.link();
    Comparer comparer(people.population());
    const Comparison found = comparer.compare(a, b);
    const Score scored = score(people.linked().model, found);
    for (const Field field : {Field::phone, Field::birthday, Field::street, Field::locality,
                              Field::organization, Field::identifier}) {
        CAPTURE(name_of(field));
        CHECK(found[field].level == Level::missing);
        CHECK(scored.weights[static_cast<std::size_t>(field)] == 0);
    }
    CHECK(scored.address == 0);
}

TEST_CASE("names are compared whichever field they stand in", "[match]") {
    People people;
    Contact straight, crossed, lone, middle, known;
    straight.name = {.given = "Ada", .family = "Lovelace"};
    crossed.name = {.given = "Lovelace", .family = "Ada"};
    lone.name.given = "Lovelace";
    middle.name = {.given = "Augusta", .additional = "Ada", .family = "Lovelace"};
    known.name = {.given = "Augusta", .family = "Lovelace", .nickname = "Ada"};
    const auto s = people.add(straight), c = people.add(crossed), l = people.add(lone),
               m = people.add(middle), k = people.add(known);
    people.strangers(20);
    people.link();
    Comparer comparer(people.population());
    CHECK(comparer.compare(s, c)[Field::order].level == Level::swapped);
    CHECK(comparer.compare(s, c)[Field::given].level == Level::equal);
    CHECK(comparer.compare(s, c)[Field::family].level == Level::equal);
    CHECK(comparer.compare(s, l)[Field::order].level == Level::swapped);
    CHECK(comparer.compare(s, l)[Field::family].level == Level::equal);
    CHECK(comparer.compare(s, m)[Field::given].level == Level::part);
    CHECK(comparer.compare(s, k)[Field::given].level == Level::equal);
    CHECK(comparer.compare(s, s)[Field::order].level == Level::equal);
}

TEST_CASE("of several values those count that agree best", "[match]") {
    People people;
    Contact one, other;
    one.name.given = other.name.given = "Ada";
    one.emails = {{.address = "first@x.example"}, {.address = "second@x.example"}};
    other.emails = {{.address = "third@y.example"}, {.address = "second@x.example"}};
    one.addresses = {{.number = "1", .street = "Oak Avenue", .locality = "Leeds"},
                     {.number = "5", .street = "Mill Lane", .locality = "Lyon"}};
    other.addresses = {{.number = "5", .street = "Mill Lane", .locality = "Lyon"}};
    const auto a = people.add(one), b = people.add(other);
    people.strangers(20);
    people.link();
    Comparer comparer(people.population());
    const Comparison found = comparer.compare(a, b);
    CHECK(found[Field::email].level == Level::equal);
    CHECK(found[Field::number].level == Level::equal);
    CHECK(found[Field::street].level == Level::equal);
    CHECK(found[Field::locality].level == Level::equal);
}

TEST_CASE("a mailbox after the name repeats the name, whatever the script", "[match]") {
    People people;
    const auto level = [&](const char* given, const char* family, const char* mailbox) {
        const auto at = [&](const char* domain) {
            return people.add(
                Person{.given = given, .family = family, .email = mailbox + std::string(domain)});
        };
        const auto one = at("@engines.example"), other = at("@difference.example");
        people.population().finish(0.2);
        return Comparer(people.population()).compare(one, other)[Field::email].level;
    };
    CHECK(level("Ines", "Martinez Veralano", "imartinez") == Level::part);
    CHECK(level("伟", "刘", "wei.liu") == Level::part);
    CHECK(level("太郎", "小林", "tkobayashi") == Level::part);
    CHECK(level("Иван", "Кузнецов", "kuznetsov") == Level::part);
    CHECK(level("太郎", "小林", "crane1987") == Level::near);
    CHECK(level("Ines", "Martinez", "bluecrane") == Level::near);
}

TEST_CASE("handles are compared service by service", "[match]") {
    People people;
    const auto with = [&](std::vector<Handle> handles) {
        Contact c;
        c.name.given = "Otto";
        c.handles = std::move(handles);
        return people.add(c);
    };
    const auto at = with({{.service = "twitter", .address = "@OttoC"}});
    const auto url = with({{.service = "", .address = "https://twitter.com/OttoC"}});
    const auto x = with({{.service = "X", .address = "ottoc"}});
    const auto professional =
        with({{.service = "linkedin", .address = "https://www.linkedin.com/in/otto-clark"}});
    const auto another = with({{.service = "twitter", .address = "@clark"}});
    const auto hub = with({{.service = "github", .address = "ottoc"}});
    const auto bare = with({{.service = "", .address = "clark"}});
    const auto both =
        with({{.service = "linkedin", .address = "otto-clark"}, {.service = "twitter", .address = "@otto"}});
    people.population().finish(0.2);
    Comparer comparer(people.population());
    const auto level = [&](std::uint32_t a, std::uint32_t b) {
        CHECK(comparer.compare(a, b)[Field::handle].level == comparer.compare(b, a)[Field::handle].level);
        return comparer.compare(a, b)[Field::handle].level;
    };
    CHECK(level(at, url) == Level::equal);
    CHECK(level(at, x) == Level::equal);
    CHECK(level(at, another) == Level::different);
    CHECK(level(at, professional) == Level::missing);
    CHECK(level(at, hub) == Level::missing);   // one name on two services
    CHECK(level(at, bare) == Level::missing);  // of a service that nobody told, another name says nothing
    CHECK(level(another, bare) == Level::equal);
    CHECK(level(professional, both) == Level::equal);
    CHECK(level(at, both) == Level::different);
}

TEST_CASE("a page that is nobody's is no handle of anybody", "[match]") {
    People people;
    const auto with = [&](const char* address) {
        Contact c;
        c.name.given = "Otto";
        c.handles = {{.service = "web", .address = address}};
        return people.add(c);
    };
    const auto level = [&](const char* one, const char* other) {
        const auto a = with(one), b = with(other);
        people.population().finish(0.2);
        return Comparer(people.population()).compare(a, b)[Field::handle].level;
    };
    for (const char* page : {"https://www.linkedin.com/company/acme", "https://facebook.com/groups/engines/",
                             "twitter.com", "https://x.com/home", "https://www.youtube.com/watch?v=dQw4"}) {
        CAPTURE(page);
        CHECK(level(page, page) == Level::missing);
    }
    CHECK(level("https://twitter.com/janeb/status/1", "x.com/JaneB") == Level::equal);
    CHECK(level("https://www.facebook.com/profile.php?id=7", "facebook.com/profile.php?id=7") == Level::equal);
    CHECK(level("@jane@mastodon.social", "https://mastodon.social/@jane") == Level::equal);
    CHECK(level("https://ada.example/me", "ada.example/me") == Level::equal);
}

TEST_CASE("who writes kana hears how long a vowel is", "[match]") {
    People people("JP");
    const auto named = [&](const char* given, const char* family) {
        Contact c;
        c.name.given = given;
        c.name.family = family;
        return people.add(c);
    };
    const auto yuuki = named("ゆうき", "おおの"), yuki = named("ユキ", "オノ"), romaji = named("Yuki", "Ono"),
               marked = named("ユーキ", "オーノ");
    people.population().finish(0.2);
    Comparer comparer(people.population());
    const auto level = [&](std::uint32_t a, std::uint32_t b, Field field) {
        return comparer.compare(a, b)[field].level;
    };
    CHECK(level(yuuki, yuki, Field::given) == Level::two_names);
    CHECK(level(yuuki, yuki, Field::family) == Level::near);
    CHECK(level(yuuki, marked, Field::given) == Level::variant);
    CHECK(level(yuuki, marked, Field::family) == Level::variant);
    for (const auto kana : {yuuki, yuki, marked}) {
        CHECK(level(kana, romaji, Field::given) == Level::reading);
        CHECK(level(kana, romaji, Field::family) == Level::reading);
    }
}

TEST_CASE("furigana hear how long a vowel is, too", "[match]") {
    People people("JP");
    const auto named = [&](const char* given, const char* reading) {
        Contact c;
        c.name.given = given;
        c.name.phonetic_given = reading;
        c.name.family = "山田";
        return people.add(c);
    };
    const auto yuuki = named("裕樹", "ユウキ"), yuki = named("有希", "ユキ"), half = named("悠希", "ﾕｳｷ"),
               sloppy = named("裕樹", "ユキ"), romaji = named("Yuki", ""), kana = named("ゆき", ""),
               latin = named("優木", "Yuki");
    people.population().finish(0.2);
    Comparer comparer(people.population());
    const auto level = [&](std::uint32_t a, std::uint32_t b) {
        CHECK(comparer.compare(a, b)[Field::given].level == comparer.compare(b, a)[Field::given].level);
        return comparer.compare(a, b)[Field::given].level;
    };
    CHECK(level(yuuki, yuki) == Level::two_names);
    CHECK(level(yuuki, half) == Level::near);
    CHECK(level(yuuki, sloppy) == Level::equal);
    CHECK(level(yuuki, latin) == Level::near);  // who writes Yuki leaves the length out
    CHECK(level(yuuki, romaji) == Level::reading);
    CHECK(level(yuki, romaji) == Level::reading);
    CHECK(level(yuki, kana) == Level::reading);
    CHECK(level(yuuki, kana) == Level::two_names);
}

TEST_CASE("what divides the digits of an identifier counts where both have it", "[match]") {
    People people;
    const auto with = [&](const char* value) {
        Contact c;
        c.name.given = "Otto";
        c.external_ids = {{.system = "erp", .value = value}};
        return people.add(c);
    };
    const auto level = [&](const char* one, const char* other) {
        const auto a = with(one), b = with(other);
        people.population().finish(0.2);
        return Comparer(people.population()).compare(a, b)[Field::identifier].level;
    };
    CHECK(level("1-23", "12-3") == Level::missing);  // two numbers of one person
    CHECK(level("1-23", "1/23") == Level::equal);
    CHECK(level("123-45-6789", "123456789") == Level::equal);
    CHECK(level("X-12345", "X 12345") == Level::equal);
    CHECK(level("#123", "123") == Level::equal);
    CHECK(level("C++", "C") == Level::missing);
    CHECK(level("C#", "C++") == Level::missing);
}

TEST_CASE("Japanese names are said for short, and foreign ones written in kana", "[match]") {
    People people("JP");
    const auto named = [&](const char* given, const char* family, const char* phonetic = "",
                           const char* nickname = "") {
        Contact c;
        c.name.given = given;
        c.name.family = family;
        c.name.phonetic_given = phonetic;
        c.name.nickname = nickname;
        return people.add(c);
    };
    const auto kazuhiro = named("和宏", "山田", "かずひろ"), kazu = named("カズ", "山田"),
               kana = named("かずひろ", "山田"), called = named("", "山田", "", "カズくん"),
               yuko = named("裕子", "山田", "ゆうこ"), yuko_other = named("祐子", "山田", "ゆうこ"),
               john = named("John", "Smith"), jon = named("ジョン", "スミス"), jane = named("Jane", "Brown");
    people.population().finish(0.2);
    Comparer comparer(people.population());
    CHECK(comparer.compare(kazuhiro, kazu)[Field::given].level == Level::nickname);
    CHECK(comparer.compare(kana, kazu)[Field::given].level == Level::nickname);
    CHECK(comparer.compare(kazuhiro, called)[Field::given].level == Level::nickname);
    CHECK(comparer.compare(kazuhiro, kana)[Field::given].level == Level::reading);
    CHECK(comparer.compare(yuko, yuko_other)[Field::given].level == Level::two_names);
    CHECK(comparer.compare(john, jon)[Field::given].level == Level::reading);
    CHECK(comparer.compare(john, jon)[Field::family].level == Level::reading);
    CHECK(comparer.compare(jane, jon)[Field::family].level != Level::reading);
}

TEST_CASE("an address line in the other line still counts", "[match]") {
    People people;
    Contact one, other;
    one.addresses = {
        {.street = "Woollum Street", .extended = "Allunga", .locality = "Surrey Hills", .postcode = "2870"}};
    other.addresses = {
        {.street = "Allunga", .extended = "Woollum Street", .locality = "Surrey Hills", .postcode = "2870"}};
    const auto a = people.add(one), b = people.add(other);
    people.strangers(20);
    people.link();
    Comparer comparer(people.population());
    CHECK(comparer.compare(a, b)[Field::street].level == Level::variant);
    CHECK(comparer.compare(a, b)[Field::extended].level == Level::variant);
}

TEST_CASE("organizations agree by the words that matter", "[match]") {
    Population population;
    ProfileBuilder builder(population, "US");
    std::int64_t id = 0;
    const auto add = [&](const char* name) {
        Organization o;
        o.id.value = ++id;
        o.name = name;
        return builder.organization(o, {});
    };
    const auto full = add("Chicago Public Schools Daley, Richard J."), site = add("Daley"),
               other = add("Chicago Public Schools Lincoln");
    const auto ibm = add("IBM"), machines = add("International Business Machines Corp."),
               acme = add("ACME Inc."), acme_ltd = add("Acme Ltd"), mueller = add("Mueller GmbH"),
               umlaut = add("Müller GmbH"), uot = add("UoT"), ut = add("UT"),
               tokyo = add("University of Tokyo"), studio = add("Studio Babelsberg"),
               first = add("Studio Babelsberg 1"), second = add("Studio Babelsberg 2");
    for (int i = 0; i < 200; ++i) add(("Chicago Public Schools Site " + std::to_string(i * 7919)).c_str());
    population.finish(0.2);
    Comparer comparer(population);
    CHECK(comparer.compare(full, site)[Field::name].level == Level::part);
    CHECK(comparer.compare(full, other)[Field::name].level == Level::different);
    CHECK(comparer.compare(ibm, machines)[Field::name].level == Level::variant);
    CHECK(comparer.compare(acme, acme_ltd)[Field::name].level == Level::equal);
    CHECK(comparer.compare(mueller, umlaut)[Field::name].level == Level::variant);
    CHECK(comparer.compare(tokyo, uot)[Field::name].level == Level::variant);
    CHECK(comparer.compare(tokyo, ut)[Field::name].level == Level::variant);
    CHECK(comparer.compare(ibm, tokyo)[Field::name].level == Level::different);
    CHECK(comparer.compare(first, second)[Field::name].level == Level::different);
    CHECK(comparer.compare(first, studio)[Field::name].level != Level::different);
}

TEST_CASE("a generation that one side alone states makes a pair less certain, not impossible", "[match]") {
    const auto probability = [](const std::string& suffix, const std::string& email) {
        People people;
        people.strangers(200);
        const Person smith{.given = "John",
                           .family = "Winterbottom",
                           .email = email,
                           .street = "Mill Lane",
                           .number = "7",
                           .locality = "Leeds",
                           .postcode = "LS1 4DY"};
        Contact junior = contact_of(smith);
        junior.name.suffix = suffix;
        people.add(contact_of(smith));
        people.add(junior);
        people.link();
        return people.probability(200, 201);
    };
    CHECK(probability("Jr.", "") < probability("", ""));
    CHECK(probability("Jr.", "john@winterbottom.example") > 0.95);
}

TEST_CASE("father and son are told apart in the words of many languages", "[match]") {
    const auto suffix = [](const std::string& one, const std::string& two) {
        People people;
        people.strangers(20);
        const auto add = [&](const std::string& generation) {
            Contact contact;
            contact.name = {.given = "Karl", .family = "Winterbottom", .suffix = generation};
            people.add(contact);
        };
        add(one);
        add(two);
        people.link();
        Comparer comparer(people.population());
        return comparer.compare(20, 21)[Field::suffix].level;
    };
    for (const auto& [father, son] :
         {std::pair("sen.", "jun."), std::pair("sen", "jun"), std::pair("Sr.", "jun."),
          std::pair("Père", "fils"), std::pair("Neto", "Filho")}) {
        CAPTURE(father, son);
        CHECK(suffix(father, son) == Level::different);
        CHECK(suffix(son, "") == Level::part);
    }
    CHECK(suffix("jun.", "Jr.") == Level::equal);
    CHECK(suffix("PhD", "jun.") == Level::part);
}

TEST_CASE("names of one script are more common among those who write in it", "[match]") {
    People people;
    people.strangers(190);
    for (int i = 0; i < 10; ++i) {
        Contact contact;
        contact.name.given = i % 2 == 0 ? "太郎" : "健";
        contact.name.family = std::string(i < 5 ? "田" : "山") + (i % 3 == 0   ? "中"
                                                                  : i % 3 == 1 ? "口"
                                                                               : "本");
        people.add(contact);
    }
    people.link();
    const Population& population = people.population();
    const Symbol given = population.find(Slot::given, "太郎"), family = population.find(Slot::family, "田中");
    const double product =
        static_cast<double>(population.share(given)) * static_cast<double>(population.share(family));
    CHECK(population.share_of_name(given, family) > 3 * product);
    const Symbol anna = population.find(Slot::given, "anna"),
                 holm = population.values(0, Slot::family).front().symbol;
    const double latin =
        static_cast<double>(population.share(anna)) * static_cast<double>(population.share(holm));
    CHECK(population.share_of_name(anna, holm) < 1.2 * latin);
}
