// Members by position: what bindings are made of.
#include <kith/error.hpp>
#include <kith/field_access.hpp>
#include <kith/members.hpp>
#include <kith/records/contact.hpp>
#include <kith/records/deal.hpp>
#include <kith/records/interaction.hpp>
#include <kith/records/stage.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

using namespace kith;
using Kind = Content::Kind;

namespace {

std::size_t position_of(const RecordType& type, std::string_view name) {
    const auto fields = fields_of(type);
    const auto found =
        std::find_if(fields.begin(), fields.end(), [&](const auto& f) { return f.name == name; });
    REQUIRE(found != fields.end());
    return static_cast<std::size_t>(found - fields.begin());
}

Content text(std::string_view content) {
    Content result;
    result.kind = Kind::text;
    result.text = content;
    return result;
}

Content number(std::int64_t content) {
    Content result;
    result.kind = Kind::integer;
    result.integer = content;
    return result;
}

}  // namespace

TEST_CASE("every field that fields_of names has its content at its position", "[members]") {
    for (const std::string& name : record_type_names()) {
        const RecordType& type = *find_record_type(name);
        const RecordHolder record = new_record(type);
        const auto fields = fields_of(type);
        std::size_t position = 0;
        ContentSpace space;
        while (position < fields.size()) {
            try {
                (void)content_of(type, record.get(), position, space);
            } catch (const Error&) {
                break;
            }
            CHECK_FALSE(fields[position++].multiple);
        }
        for (const ElementDescription& element : elements_of(type)) {
            REQUIRE(element.main < element.fields.size());
            for (std::size_t f = 0; f < element.fields.size(); ++f, ++position) {
                const std::string whole = f == element.main && fields[position].name == element.name
                                              ? element.name
                                              : element.name + "." + element.fields[f].name;
                CHECK(fields[position].name == whole);
                CHECK(fields[position].type == element.fields[f].type);
            }
        }
        CHECK(position + (tags_of(type, record.get()) != nullptr ? 1 : 0) == fields.size());
    }
}

TEST_CASE("members are set and read by position", "[members]") {
    const RecordType& type = record_type<Contact>();
    Contact contact;
    ContentSpace space;

    set_content(type, &contact, position_of(type, "name.given"), text("Ada"));
    set_content(type, &contact, position_of(type, "birthday"), text("--12-10"));
    set_content(type, &contact, position_of(type, "lifecycle"), number(5));
    set_content(type, &contact, position_of(type, "owner"), number(7));
    CHECK(contact.name.given == "Ada");
    CHECK(contact.birthday == PartialDate{.month = 12, .day = 10});
    CHECK(contact.lifecycle == Lifecycle::customer);
    CHECK(contact.owner.value == 7);
    CHECK(content_of(type, &contact, position_of(type, "lifecycle"), space).integer == 5);
    CHECK(content_of(type, &contact, position_of(type, "birthday"), space).text == "--12-10");
    CHECK(content_of(type, &contact, position_of(type, "notes"), space).kind == Kind::none);

    set_content(type, &contact, position_of(type, "birthday"), {});
    CHECK_FALSE(contact.birthday);

    void* email = append_element(type, &contact, 0);
    set_element_content(type, 0, email, 0, text("ada@x.example"));
    set_element_id(type, 0, email, 3);
    CHECK(contact.emails == std::vector<Email>{{.id = 3, .address = "ada@x.example"}});
    CHECK(element_count(type, &contact, 0) == 1);
    CHECK(element_content(type, 0, element_at(type, &contact, 0, 0), 0, space).text == "ada@x.example");
    CHECK(element_id(type, 0, email) == 3);

    set_id(type, &contact, 9);
    tags_of(type, &contact)->push_back("vip");
    (*mutable_custom(type, &contact))["shoe"] = 38;
    mutable_meta(type, &contact).version = 2;
    CHECK(contact.id.value == 9);
    CHECK(contact.tags == std::vector<std::string>{"vip"});
    CHECK(contact.fields.at("shoe") == Value(38));
    CHECK(contact.meta.version == 2);
}

TEST_CASE("an amount of money goes with its currency", "[members]") {
    const RecordType& type = record_type<Deal>();
    const std::size_t amount = position_of(type, "amount");
    const std::size_t currency = position_of(type, "currency");
    Deal deal;
    ContentSpace space;
    CHECK(content_of(type, &deal, amount, space).kind == Kind::none);

    set_content(type, &deal, amount, {.kind = Kind::integer, .integer = 1250, .text = "USD"});
    CHECK(deal.amount == Money{1250, "USD"});
    CHECK(content_of(type, &deal, amount, space).integer == 1250);
    CHECK(content_of(type, &deal, amount, space).text == "USD");
    CHECK(content_of(type, &deal, currency, space).text == "USD");
    CHECK_THROWS_AS(set_content(type, &deal, amount, text("12.50 USD")), Error);

    set_content(type, &deal, amount, {});
    CHECK(deal.amount == Money{});
    CHECK(content_of(type, &deal, currency, space).kind == Kind::none);
}

TEST_CASE("a whole number that a member cannot hold is refused, whichever way it comes in", "[members]") {
    constexpr std::int64_t beyond = (std::int64_t{1} << 32) + 5;
    const RecordType& type = record_type<Contact>();
    Contact contact{.rhythm_days = 7};
    const auto refused = [](const std::string& field, auto&& work) {
        try {
            work();
        } catch (const Error& error) {
            CHECK(error.code() == Code::invalid_value);
            CHECK(error.field() == field);
            return true;
        }
        return false;
    };
    for (const std::int64_t far : {beyond, -beyond, std::int64_t{1} << 31}) {
        INFO(far);
        CHECK(refused("rhythm_days",
                      [&] { set_content(type, &contact, position_of(type, "rhythm_days"), number(far)); }));
        CHECK(refused("rhythm_days",
                      [&] { set_field(type, &contact, "rhythm_days", std::to_string(far), Settings{}); }));
    }
    CHECK(contact.rhythm_days == 7);
    set_content(type, &contact, position_of(type, "rhythm_days"), number((std::int64_t{1} << 31) - 1));
    CHECK(contact.rhythm_days == 2147483647);
    const RecordType& stages = record_type<Stage>();
    Stage stage;
    CHECK(refused("probability", [&] {
        set_content(stages, &stage, position_of(stages, "probability"), number(beyond + 45));
    }));
    set_content(stages, &stage, position_of(stages, "position"), number(beyond));  // 64 bits
    CHECK(stage.position == beyond);
}

TEST_CASE("contents of another kind are refused", "[members]") {
    const RecordType& type = record_type<Contact>();
    Contact contact;
    CHECK_THROWS_AS(set_content(type, &contact, position_of(type, "notes"), number(1)), Error);
    CHECK_THROWS_AS(set_content(type, &contact, position_of(type, "owner"), text("x")), Error);
    CHECK_THROWS_AS(set_content(type, &contact, position_of(type, "birthday"), text("2025-02-30")), Error);
    CHECK_THROWS_AS(set_content(type, &contact, position_of(type, "lifecycle"), number(99)), Error);
    CHECK_THROWS_AS(set_content(type, &contact, position_of(type, "lifecycle"), number(-1)), Error);
    CHECK_THROWS_AS(set_content(type, &contact, 10000, text("x")), Error);
    CHECK_THROWS_AS(append_element(type, &contact, 100), Error);
    CHECK(contact == Contact{});
    Interaction interaction;
    const RecordType& other = record_type<Interaction>();
    void* participant = append_element(other, &interaction, 0);
    set_element_id(other, 0, participant, 5);  // has none
    CHECK(element_id(other, 0, participant) == 0);
    CHECK(mutable_custom(record_type<Contact>(), &contact) == &contact.fields);
}
