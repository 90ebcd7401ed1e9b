// A model as a value: out, in, and the same probabilities again.
#include "support/expect_error.hpp"
#include "unit/match/people.hpp"

#include <kith/duplicates.hpp>

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

using namespace kith;
using match::test::contact_of;
using match::test::Person;
using match::test::Random;
using match::test::stranger;

namespace {

using Json = nlohmann::json;

/// People, of whom every fourth is there twice, each time with something missing or mistyped.
Database office() {
    Database db = Database::open(":memory:", {.region = "DE"});
    Random random(5);
    for (int i = 0; i < 120; ++i) {
        Person person = stranger(random);
        db.add(contact_of(person));
        if (i % 4 != 0) continue;
        if (i % 8 == 0) person.email.clear();
        if (i % 12 == 0) person.birthday.clear();
        std::swap(person.family[1], person.family[2]);
        db.add(contact_of(person));
    }
    db.add(Organization{.name = "Analytical Engines Ltd"});
    return db;
}

bool same(const std::vector<Pair>& x, const std::vector<Pair>& y) {
    return std::equal(x.begin(), x.end(), y.begin(), y.end(), [](const Pair& a, const Pair& b) {
        return a.a == b.a && a.b == b.b && a.probability == b.probability;
    });
}

MatchModel changed(const MatchModel& model, const std::function<void(Json&)>& change) {
    Json json = Json::parse(match_model_to_json(model));
    change(json);
    return match_model_from_json(json.dump());
}

}  // namespace

TEST_CASE("a model that was exported and imported gives the same probabilities", "[match]") {
    const Database db = office();
    const Duplicates learned = db.duplicates();
    const auto pairs = learned.pairs({.threshold = 0.02});
    REQUIRE(pairs.size() >= 30);
    REQUIRE(learned.report().duplicates < 0.5);
    const MatchModel model = learned.model();
    CHECK(model.records == 150);
    CHECK(model.duplicates == learned.report().duplicates);

    const MatchModel read = match_model_from_json(match_model_to_json(model));
    CHECK(read == model);
    Duplicates other = db.duplicates();
    CHECK_FALSE(other.model() == model);
    other.use_model(read);
    CHECK(other.model() == model);
    CHECK(same(other.pairs({.threshold = 0.02}), pairs));
    CHECK(other.model() == model);
    CHECK(other.explain(pairs[0].a, pairs[0].b) == learned.explain(pairs[0].a, pairs[0].b));
    other.forget_model();
    CHECK_FALSE(other.model() == model);
    CHECK(same(other.pairs({.threshold = 0.02}), pairs));  // learned anew
}

TEST_CASE("a given model judges single records before any search, and is not learned over", "[match]") {
    Database db = office();
    const Duplicates before = db.duplicates();
    const ContactId id = db.ids<Contact>("limit 1").at(0);
    const auto found = before.of(id);
    REQUIRE(found.size() == 1);
    Duplicates strict = db.duplicates();
    MatchModel model = strict.model();
    CHECK(model.records == 0);  // packaged: nothing was counted
    model.duplicates = 1e-9;
    strict.use_model(model);
    const double doubted = [&] {
        const auto all = strict.of(id, {.threshold = 0});
        REQUIRE_FALSE(all.empty());
        return all[0].probability;
    }();
    CHECK(doubted < found[0].probability);
    (void)strict.find();
    CHECK(strict.model().duplicates == 1e-9);
    CHECK(strict.report().duplicates == 1e-9);
    CHECK(strict.model<Organization>().duplicates == before.model<Organization>().duplicates);
}

TEST_CASE("rows of an explanation are found in the model", "[match]") {
    const Database db = office();
    const Duplicates duplicates = db.duplicates();
    const auto pairs = duplicates.pairs();
    REQUIRE_FALSE(pairs.empty());
    const MatchModel model = duplicates.model();
    std::size_t rows = 0;
    for (const Evidence& row : duplicates.explain(pairs[0].a, pairs[0].b)) {
        if (row.left.empty() && row.right.empty()) continue;
        CAPTURE(row.field, row.level);
        CHECK(std::any_of(model.fields.begin(), model.fields.end(), [&](const MatchField& field) {
            return field.field == row.field &&
                   std::any_of(field.levels.begin(), field.levels.end(),
                               [&](const MatchLevel& l) { return l.level == row.level; });
        }));
        ++rows;
    }
    CHECK(rows > 2);
    CHECK(duplicates.model<Organization>().relations[0].name == "branches");
}

TEST_CASE("what is no model is refused with the place", "[match]") {
    const Database db = office();
    const MatchModel model = db.duplicates().model();
    const auto refused = [&](Code code, const std::string& words, const std::function<void(Json&)>& change) {
        CAPTURE(words);
        const Error error = test::expect_error(code, [&] { (void)changed(model, change); });
        CHECK_THAT(error.what(), Catch::Matchers::Contains(words));
    };
    CHECK(changed(model, [](Json&) {}) == model);
    test::expect_error(Code::parse, [] { (void)match_model_from_json("{"); });
    test::expect_error(Code::parse, [] { (void)match_model_from_json("[]"); });
    test::expect_error(Code::parse, [] { (void)match_model_from_json("\xff"); });
    refused(Code::unsupported, "form 2", [](Json& j) { j["kith_match_model"] = 2; });
    refused(Code::parse, "/kith_match_model", [](Json& j) { j["kith_match_model"] = 1.5; });
    refused(Code::parse, "/moved: expected a number", [](Json& j) { j["moved"] = "0.2"; });
    refused(Code::parse, "/moved: expected a value, found \"nothing\"", [](Json& j) { j.erase("moved"); });
    refused(Code::parse, "/extra", [](Json& j) { j["extra"] = 1; });
    refused(Code::parse, "/fields/3/levels/0/m: expected a number",
            [](Json& j) { j["fields"][3]["levels"][0]["m"] = nullptr; });
    refused(Code::parse, "/fields/0/shared", [](Json& j) { j["fields"][0]["shared"] = {{"household", 1}}; });
    refused(Code::parse, "/fields: expected a list", [](Json& j) { j["fields"] = 7; });
    refused(Code::invalid_argument, "record type 'contract'", [](Json& j) { j["record_type"] = "contract"; });
    refused(Code::invalid_argument, "tag", [](Json& j) { j["record_type"] = "tag"; });
    refused(Code::invalid_argument, "relation 1 is 'branches'",
            [](Json& j) { j["record_type"] = "organization"; });
    refused(Code::invalid_argument, "did you mean 'birthday'?",
            [](Json& j) { j["fields"][6]["field"] = "birthdays"; });
    refused(Code::invalid_argument, "birthday: it is missing", [](Json& j) { j["fields"].erase(6); });
    refused(Code::invalid_argument, "birthday: it is there twice",
            [](Json& j) { j["fields"].push_back(j["fields"][6]); });
    refused(Code::invalid_argument, "level 'equal' is missing",
            [](Json& j) { j["fields"][6]["levels"].erase(0); });
    refused(Code::invalid_argument, "level 'equal' is there twice",
            [](Json& j) { j["fields"][6]["levels"].push_back(j["fields"][6]["levels"][0]); });
    refused(Code::invalid_argument, "no level 'nickname'",
            [](Json& j) { j["fields"][6]["levels"][0]["level"] = "nickname"; });
    refused(Code::invalid_argument, "m of 'equal' is above 0",
            [](Json& j) { j["fields"][6]["levels"][0]["m"] = 0; });
    refused(Code::invalid_argument, "m of 'equal' is from 0 to 1, not 1.5",
            [](Json& j) { j["fields"][6]["levels"][0]["m"] = 1.5; });
    refused(Code::invalid_argument, "moved is below 1", [](Json& j) { j["moved"] = 1; });
    refused(Code::invalid_argument, "duplicates per record is above 0", [](Json& j) { j["duplicates"] = 0; });
    refused(Code::invalid_argument, "'household' per record",
            [](Json& j) { j["relations"][0]["per_record"] = -1; });
    refused(Code::invalid_argument, "'household' per record",
            [](Json& j) { j["relations"][0]["per_record"] = 1e300; });

    MatchModel broken = model;
    broken.fields[6].levels[0].u = std::nan("");
    Duplicates duplicates = db.duplicates();
    CHECK(test::expect_error(Code::invalid_argument, [&] { duplicates.use_model(broken); }).field() ==
          "birthday");
    CHECK(duplicates.model() == model);
}
