// kith::q: whatever text can say, calls say too, and it is the same tree.
#include "query/parser.hpp"
#include "query/printer.hpp"
#include "source_dir.hpp"
#include "support/expect_error.hpp"

#include <kith/database.hpp>
#include <kith/q.hpp>
#include <kith/query.hpp>
#include <kith/records/contact.hpp>
#include <kith/records/interaction.hpp>
#include <kith/segments.hpp>

#include <catch2/catch.hpp>

#include <fstream>
#include <limits>
#include <string>
#include <utility>
#include <vector>

using namespace kith;
using kith::test::expect_error;
namespace q = kith::q;

namespace {

// Any tree by calls of the builder alone. There is no default anywhere: what the builder lacks does not compile.

q::Unit unit(query::Unit unit) { return static_cast<q::Unit>(unit); }

/// How many units, of a span or a length.
template <class Counted>
q::Value count(const Counted& counted) {
    return counted.parameter.empty() ? q::Value(counted.count) : q::parameter(counted.parameter);
}

q::Value value(const query::Literal& literal) {
    switch (literal.kind) {
        case query::Literal::Kind::text: return {literal.text};
        case query::Literal::Kind::number: return q::Value(literal);  // digits as they are written
        case query::Literal::Kind::parameter: return q::parameter(literal.text);
        case query::Literal::Kind::span: break;
    }
    const query::Span& span = literal.span;
    switch (span.direction) {
        case query::Span::Direction::last:
            return span.counted() ? q::last(count(span), unit(span.unit)) : q::last(unit(span.unit));
        case query::Span::Direction::current: return q::current(unit(span.unit));
        case query::Span::Direction::next:
            return span.counted() ? q::next(count(span), unit(span.unit)) : q::next(unit(span.unit));
        case query::Span::Direction::ago: return q::ago(count(span), unit(span.unit));
        case query::Span::Direction::ahead: return q::from_now(count(span), unit(span.unit));
        case query::Span::Direction::named:
            if (span.unit == query::Unit::fiscal_year) return q::fiscal_year(count(span));
            return span.unit == query::Unit::quarter ? q::quarter(span.count, span.part)
                                                     : q::fiscal_quarter(span.count, span.part);
    }
    return {""};
}

std::vector<q::Value> values(const std::vector<query::Literal>& literals) {
    std::vector<q::Value> result;
    for (const query::Literal& literal : literals) result.push_back(value(literal));
    return result;
}

q::Condition condition(const query::Node& node);
q::Condition condition(const query::Nodes& nodes) {
    return nodes.empty() ? q::Condition() : condition(nodes.front());
}

q::Window window(const query::Operand& operand) {
    if (operand.window.empty()) return {};
    const query::Window& window = operand.window.front();
    const q::Value first = value(window.values.front());
    if (window.op == query::Operator::less) return q::before(first);
    if (window.op == query::Operator::less_equal) return q::until(first);
    if (window.op == query::Operator::greater) return q::after(first);
    if (window.op == query::Operator::greater_equal) return q::since(first);
    if (window.op == query::Operator::between) return q::between(first, value(window.values[1]));
    return q::within(first);
}

q::Operand operand(const query::Operand& operand, bool every = false);
q::Operand part(const query::Operand& by) { return operand(by); }

q::Operand operand(const query::Operand& operand, bool every) {
    const std::string path = query::print(operand.path);
    const q::Condition where = condition(operand.condition);
    switch (operand.function) {
        case query::Function::none: return every ? q::every(path) : q::path(path);
        case query::Function::count: return q::count(path, where, window(operand));
        case query::Function::sum: return q::sum(path, where, window(operand));
        case query::Function::minimum: return q::min(path, where, window(operand));
        case query::Function::maximum: return q::max(path, where, window(operand));
        case query::Function::average: return q::avg(path, where, window(operand));
        case query::Function::first: return q::first_of(path, where, window(operand));
        case query::Function::last: return q::last_of(path, where, window(operand));
        case query::Function::anniversary: return q::anniversary_of(path);
        case query::Function::tile: return q::tile(operand.parts, part(operand.of.front()), where);
    }
    return q::path(path);
}

struct Rebuild {
    static q::Condition apart(const q::Operand& left, const query::Comparison& c, const q::Operand& right) {
        const query::Distance& distance = c.distance.front();
        const q::Value many = count(distance.length);
        const q::Unit of = unit(distance.length.unit);
        if (c.op == query::Operator::equal)
            return distance.before ? left.within_before(many, of, right) : left.within_after(many, of, right);
        return distance.before ? left.more_than_before(many, of, right)
                               : left.more_than_after(many, of, right);
    }
    q::Condition operator()(const query::Comparison& c) const {
        q::Operand left = operand(c.operand, c.every);
        if (c.negated) left = left.negated();
        if (!c.other.empty()) {
            const q::Operand right = operand(c.other.front());
            if (!c.distance.empty()) return apart(left, c, right);
            switch (c.op) {
                case query::Operator::less: return left < right;
                case query::Operator::less_equal: return left <= right;
                case query::Operator::greater: return left > right;
                case query::Operator::greater_equal: return left >= right;
                default: return left == right;
            }
        }
        const auto all = values(c.values);
        switch (c.op) {
            case query::Operator::equal: return left == all[0];
            case query::Operator::less: return left < all[0];
            case query::Operator::less_equal: return left <= all[0];
            case query::Operator::greater: return left > all[0];
            case query::Operator::greater_equal: return left >= all[0];
            case query::Operator::between: return left.between(all[0], all[1]);
            case query::Operator::in: return left.in(all);
            case query::Operator::contains: return left.contains(all[0]);
            case query::Operator::starts_with: return left.starts_with(all[0]);
            case query::Operator::ends_with: return left.ends_with(all[0]);
            case query::Operator::like: return left.like(all[0]);
            case query::Operator::regex: return left.regex(all[0]);
            case query::Operator::matches: return left.matches(all[0]);
            case query::Operator::sounds_like: return left.sounds_like(all[0]);
            case query::Operator::similar_to:
                return all.size() > 1 ? left.similar_to(all[0], all[1]) : left.similar_to(all[0]);
            case query::Operator::under: return left.under(all[0]);
            case query::Operator::known: return left.known();
            case query::Operator::is: return left.is(all[0]);
            case query::Operator::has_all: return left.has_all(all);
            case query::Operator::has_any: return left.has_any(all);
            case query::Operator::exactly: return left.exactly(all);
            case query::Operator::holds: return left.is_set();
        }
        return {};
    }
    q::Condition operator()(const query::Related& r) const {
        const std::string path = query::print(r.path);
        switch (r.quantity) {
            case query::Related::Quantity::some: return q::has(path, condition(r.condition));
            case query::Related::Quantity::none: return q::has_no(path, condition(r.condition));
            case query::Related::Quantity::every: return q::every(path, condition(r.condition));
        }
        return {};
    }
    q::Condition operator()(const query::Membership& m) const {
        switch (m.of) {
            case query::Membership::Of::list: return q::in_list(value(m.name));
            case query::Membership::Of::segment: return q::in_segment(value(m.name));
        }
        return {};
    }
    q::Condition operator()(const query::Area& area) const {
        const auto all = values(area.values);
        const std::string path = area.path.steps.empty() ? std::string{} : query::print(area.path);
        if (area.box) return q::inside_box(all[0], all[1], all[2], all[3], path);
        if (area.unit == "km") return q::within_km(all[0], all[1], all[2], path);
        return q::parsed(query::print(query::Node{area, {}}));
    }
    q::Condition operator()(const query::Rank& rank) const {
        const q::Operand by = operand(rank.by);
        const q::Value number = value(rank.number);
        const q::Condition among = condition(rank.among);
        if (rank.percent)
            return rank.lowest ? q::bottom_percent(number, by, among) : q::top_percent(number, by, among);
        return rank.lowest ? q::bottom(number, by, among) : q::top(number, by, among);
    }
    q::Condition operator()(const query::FullText& text) const { return q::matches(value(text.words)); }
    q::Condition operator()(const query::Permission& p) const {
        const std::string path = p.path.steps.empty() ? std::string{} : query::print(p.path);
        if (p.to == query::Permission::To::list) return q::subscribed_to(value(p.name), path);
        if (p.purpose.empty()) return q::consents_to(value(p.name), {}, path);
        return q::consents_to(value(p.name), value(p.purpose.front()), path);
    }
    q::Condition operator()(const query::History& h) const {
        const q::Operand field = q::path(query::print(h.path));
        const q::Window when = h.window.empty() ? q::Window() : q::Window(h.window.front());
        switch (h.verb) {
            case query::History::Verb::was_ever: return field.was_ever(value(h.to.front()), when);
            case query::History::Verb::was_never: return field.was_never(value(h.to.front()), when);
            case query::History::Verb::changed:
                if (!h.from.empty() && !h.to.empty())
                    return field.changed(value(h.from.front()), value(h.to.front()), when);
                if (!h.from.empty()) return field.changed_from(value(h.from.front()), when);
                return h.to.empty() ? field.changed(when) : field.changed_to(value(h.to.front()), when);
            case query::History::Verb::never_changed: return field.never_changed(when);
            case query::History::Verb::unchanged: break;
        }
        return field.unchanged_for(count(h.duration), unit(h.duration.unit));
    }
    q::Condition operator()(const query::Stay& s) const {
        const query::Duration& d = s.duration;
        switch (s.length) {
            case query::Stay::Length::any: return q::in_stage(value(s.stage));
            case query::Stay::Length::more:
                return q::in_stage_for_more_than(value(s.stage), count(d), unit(d.unit));
            case query::Stay::Length::less: break;
        }
        return q::in_stage_for_less_than(value(s.stage), count(d), unit(d.unit));
    }
    q::Condition operator()(const query::Behaviour& b) const {
        const query::Deed& first = b.deeds.front();
        const q::Condition where = condition(first.condition);
        const q::Window when = b.window.empty() ? q::Window() : q::Window(b.window.front());
        const query::Duration& d = b.duration;
        switch (b.verb) {
            case query::Behaviour::Verb::first: return q::first_did(first.kind.text, when, where);
            case query::Behaviour::Verb::stopped:
                return q::stopped(first.kind.text, count(d), unit(d.unit), where);
            case query::Behaviour::Verb::restarted:
                return q::restarted(first.kind.text, count(d), unit(d.unit), where);
            case query::Behaviour::Verb::did:
            case query::Behaviour::Verb::did_not: break;
        }
        q::Deeds deeds = b.verb == query::Behaviour::Verb::did ? q::did(first.kind.text, where)
                                                               : q::did_not(first.kind.text, where);
        for (std::size_t i = 1; i < b.deeds.size(); ++i)
            deeds = deeds.then(b.deeds[i].kind.text, count(b.deeds[i].within), unit(b.deeds[i].within.unit),
                               condition(b.deeds[i].condition));
        if (!b.count.empty()) {
            const q::Value times = value(b.count.front());
            deeds = b.times == query::Operator::greater_equal ? deeds.at_least(times)
                    : b.times == query::Operator::less_equal  ? deeds.at_most(times)
                                                              : deeds.exactly(times);
        }
        return b.window.empty() ? deeds : deeds.during(when);
    }
    q::Condition operator()(const query::Junction& j) const {
        q::Condition joined;
        for (const query::Node& term : j.terms)
            joined = j.all ? joined && condition(term) : joined || condition(term);
        return joined;
    }
    q::Condition operator()(const query::Negation& n) const { return !condition(n.term); }
};

q::Condition condition(const query::Node& node) { return std::visit(Rebuild{}, node.form); }

q::Query rebuilt(const query::Query& tree) {
    q::Query query = q::select(condition(tree.condition));
    for (const query::OrderKey& key : tree.order)
        query = key.descending ? query.order_by_descending(operand(key.operand))
                               : query.order_by(operand(key.operand));
    if (tree.offset) return query.limit(value(*tree.limit), value(*tree.offset));
    return tree.limit ? query.limit(value(*tree.limit)) : query;
}

std::string text(std::string_view query) { return std::string(query); }

}  // namespace

TEST_CASE("every query of the manual can be built, and is the same tree", "[query]") {
    std::ifstream manual(KITH_SOURCE_DIR "/docs/query-language.md");
    REQUIRE(manual.good());
    bool inside = false;
    int queries = 0;
    for (std::string line; std::getline(manual, line);) {
        if (line.rfind("```", 0) == 0)
            inside = line == "```query";
        else if (inside) {
            INFO(line);
            const query::Query tree = query::parse(line);
            const q::Query built = rebuilt(tree);
            CHECK(built.tree() == tree);
            CHECK(built.text() == query::print(tree));
            ++queries;
        }
    }
    CHECK(queries >= 90);
}

TEST_CASE("conditions read in C++ as they read in the language", "[query]") {
    const std::vector<std::pair<q::Condition, std::string>> cases = {
        {q::path("city") == "Tokyo", "city = Tokyo"},
        {q::path("city") != "New \"York\"", "city != \"New \"\"York\"\"\""},
        {q::path("tag") == "vip" && q::has_no("interaction", q::path("at").within(q::last(90, q::days))),
         "tag = vip and has no interaction (at within last 90 days)"},
        {q::path("amount") > Money{500050, "USD"} || q::path("amount") <= Money{300, "JPY"},
         "amount > 5000.50 USD or amount <= 300 JPY"},
        {!(q::path("a") == 1 || q::path("b") == 2.5) && q::path("c") >= -3,
         "not (a = 1 or b = 2.5) and c >= -3"},
        {q::path("a") == 1 && q::path("b") == 2 && (q::path("c") == 3 && q::path("d") == 4),
         "a = 1 and b = 2 and c = 3 and d = 4"},
        {q::path("active") == true && q::path("owner.active").is_set(), "active = true and owner.active"},
        {q::path("email").is("valid") && q::path("email").negated().is("primary"),
         "email is valid and email is not primary"},
        {q::every("email").ends_with("@acme.example"), "every email ends with @acme.example"},
        {q::path("notes").negated().contains("secret"), "notes not contain secret"},
        {q::path("birthday").unknown() && q::path("phone").known(), "birthday is unknown and phone is known"},
        {q::path("field.shoe size") > 38 && q::path("field.\"a.b\"") == 1,
         "field.\"shoe size\" > 38 and field.\"a.b\" = 1"},
        {q::path("tags").has_all({"vip", "press"}) && q::path("tags").has_any({"x"}) &&
             q::path("tags").exactly({"vip"}),
         "has all tags (vip, press) and has any tags (x) and tags exactly (vip)"},
        {q::path("country").in({"JP", "KR"}) && q::path("country").negated().in({"US"}),
         "country in (JP, KR) and country not in (US)"},
        {q::path("birthday").between(PartialDate{1980, 1, 1}, PartialDate{0, 12, 31}),
         "birthday between 1980-01-01 and --12-31"},
        {q::path("at") >= Time{std::chrono::milliseconds(1'500)}, "at >= 1970-01-01T00:00:01.500Z"},
        {q::path("at").since(q::parameter("from")) && q::path("at").before(q::ago(2, q::weeks)) &&
             q::path("due").until(q::from_now(1, q::months)) &&
             q::path("due").after(q::current(q::Unit::year)),
         "at >= :from and at < 2 weeks ago and due <= 1 month from now and due > this year"},
        {q::path("at").within(q::last(q::Unit::fiscal_quarter)) ||
             q::path("at").within(q::next(q::Unit::week)) || q::path("at").within(q::next(7, q::days)),
         "at within last fiscal quarter or at within next week or at within next 7 days"},
        {q::path("closed_at") > q::path("expected_close") && q::path("a") != q::count("b"),
         "closed_at > value of expected_close and a != value of count b"},
        {q::count("interaction", q::path("channel") == "email", q::within(q::last(30, q::days))) >= 3,
         "count interaction (channel = email) within last 30 days >= 3"},
        {q::sum("deal.amount", {}, q::since("2026-01-01")) > Money{100, "JPY"},
         "sum deal.amount since 2026-01-01 > 100 JPY"},
        {q::last_of("interaction.channel") != q::first_of("interaction.channel"),
         "last interaction.channel != value of first interaction.channel"},
        {q::anniversary_of("birthday").within(q::next(14, q::days)),
         "anniversary of birthday within next 14 days"},
        {q::path("family").like("_arl%") || q::path("notes").regex("a|b") || q::path("name").starts_with("山"),
         "family like \"_arl%\" or notes regex \"a|b\" or name starts with 山"},
        {q::path("name").sounds_like("yamada") && q::path("name").similar_to("ada", 0.8) &&
             q::path("organization").under("Acme"),
         "name sounds like yamada and name similar to ada by 0.8 and organization under Acme"},
        {q::has("deal") && q::every("employment", q::path("organization.industry") == "Retail"),
         "has deal and every employment (organization.industry = Retail)"},
        {q::in_list("Newsletter") && !q::in_segment("VIP customers"),
         "in list Newsletter and not in segment \"VIP customers\""},
        {q::all_of({q::path("a").is_set(), {}, q::path("b").is_set() && q::path("c").is_set()}),
         "a and b and c"},
        {q::path("lifecycle").changed("lead", "customer", q::within(q::last(30, q::days))) &&
             q::path("city").never_changed() && q::path("owner").was_never("ada", q::since("2025-01-01")),
         "lifecycle changed from lead to customer within last 30 days and city never changed and owner was never ada "
         "since 2025-01-01"},
        {q::path("email").unchanged_for(6, q::months) || q::path("phone").changed_to(1),
         "email unchanged for 6 months or phone changed to 1"},
        {q::has("deal", q::in_stage_for_more_than("Negotiation", 14, q::days)) && q::in_stage("Won"),
         "has deal (in stage Negotiation for more than 14 days) and in stage Won"},
        {q::did("visit", q::path("page") == "/pricing")
             .then("form", 1, q::days)
             .at_least(3)
             .during(q::within(q::last(30, q::days))),
         "did visit (page = /pricing) then form within 1 day at least 3 times within last 30 days"},
        {!q::did_not("sign up").exactly(q::parameter("n")) && q::stopped("open", 60, q::days),
         "not did not \"sign up\" exactly :n times and stopped open for 60 days"},
        {q::first_did("visit", q::within(q::last(7, q::days))) || q::restarted("click", 1, q::months),
         "first visit within last 7 days or restarted click for 1 month"},
        {q::path("at").within(q::last(q::parameter("n"), q::days)) &&
             q::path("at").before(q::ago(q::parameter("w"), q::weeks)) &&
             q::path("a").unchanged_for(q::parameter("m"), q::months),
         "at within last :n days and at < :w weeks ago and a unchanged for :m months"},
        {q::in_stage_for_less_than("Won", q::parameter("d"), q::days) ||
             q::did("visit").then("form", q::parameter("h"), q::hours) ||
             q::stopped("open", q::parameter("d"), q::days),
         "in stage Won for less than :d days or did visit then form within :h hours or stopped open for :d days"},
        {q::path("at").within(q::fiscal_year(2025)) || q::path("at").since(q::quarter(2026, 1)) ||
             q::path("at").before(q::fiscal_quarter(2024, 4)) ||
             q::path("at").within(q::fiscal_year(q::parameter("y"))),
         "at within fiscal year 2025 or at >= quarter 2026-1 or at < fiscal quarter 2024-4 or "
         "at within fiscal year :y"},
        {q::has("interaction", q::path("at").within_after(7, q::days, q::path("contact.deal.closed_at"))) ||
             q::path("at").negated().within_before(q::parameter("n"), q::days, q::max("deal.closed_at")),
         "has interaction (at within 7 days after value of contact.deal.closed_at) or "
         "at not within :n days before value of max deal.closed_at"},
        {q::every("interaction.at").more_than_after(1, q::hours, q::path("created")) &&
             q::path("birthday").more_than_before(18, q::years, q::path("created")),
         "every interaction.at more than 1 hour after value of created and "
         "birthday more than 18 years before value of created"},
        {q::path("tag").was_ever("vip", q::since("2026-01")) || q::path("list").was_never("News") ||
             q::path("field.\"shoe size\"").changed(38, 42, q::within(q::last(30, q::days))),
         "tag was ever vip since 2026-01 or list was never News or "
         "field.\"shoe size\" changed from 38 to 42 within last 30 days"},
        {q::any_of({}), ""},
    };
    for (const auto& [built, expected] : cases) {
        INFO(expected);
        CHECK(text(built) == expected);
        CHECK(format_query(expected) == expected);
        if (!built.empty()) CHECK(query::parse(expected).condition.front() == *built.node());
    }
    const q::Query query = q::select(q::path("tag") == "vip")
                               .order_by_descending(q::count("interaction"))
                               .order_by(q::path("name"))
                               .limit(20, q::parameter("from"));
    CHECK(text(query) == "tag = vip order by count interaction desc, name limit 20 offset :from");
    CHECK(text(q::select().limit(3)) == "limit 3");
    CHECK(text(q::Query()).empty());
    CHECK(query_from_json(query_to_json(query)) == text(query));
    CHECK(text(q::path("a") == 1e30) == "a = 1000000000000000019884624838656");
    CHECK(format_query(q::path("a") > 1e-9) == text(q::path("a") > 1e-9));
}

TEST_CASE("a built query stands wherever the text of one does", "[query]") {
    auto db = Database::open(":memory:");
    Contact ada;
    ada.name.given = "Ada'; DROP TABLE contact; --";
    ada.tags = {"vip"};
    const ContactId id = db.add(ada);
    Contact bob;
    bob.name.given = "Bob";
    db.add(bob);
    const q::Condition vip = q::path("tag") == "vip";
    CHECK(db.count<Contact>(vip) == 1);
    CHECK(db.count<Contact>(q::path("given") == ada.name.given) == 1);
    CHECK(db.count<Contact>(q::path("given") == "x\" or given is known or \"") == 0);
    CHECK(db.query<Contact>(q::select(!vip).limit(q::parameter("n")), {{"n", 5}}).size() == 1);
    CHECK(explain<Contact>(db, vip && q::path("given").known()).text == "tag = vip and given is known");
    db.segments().save("VIPs", vip);
    CHECK(db.segments().members("VIPs") == std::vector<std::int64_t>{id.value});
    CHECK(db.count<Contact>(q::in_segment("VIPs")) == 1);
    db.add(Interaction{.participants = {id}});
    const Time now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    CHECK(db.count<Contact>(q::path("created") <= now + std::chrono::hours(1)) == 2);
    CHECK(db.count<Contact>(q::path("created") > now + std::chrono::hours(1)) == 0);
    CHECK(db.count<Contact>(q::count("interaction") >= 1 && vip) == 1);
    const Error unknown = expect_error(Code::parse, [&] { (void)db.count<Contact>(q::path("famly") == 1); });
    CHECK(unknown.argument("nearest") == "family");
}

TEST_CASE("what reads as something else is written otherwise", "[query]") {
    const auto within = q::first_of("a").within(q::last(30, q::days));
    CHECK(within.text() == "first a = last 30 days");
    CHECK(format_query("first a = last 30 days") == "first a = last 30 days");
    CHECK(query_from_json(query_to_json("first a = last 30 days")) == "first a = last 30 days");
    CHECK((q::path("a") == Money{500, "BTC"}).text() == "a = \"5.00 BTC\"");
    CHECK((q::path("a") == 1e-5).text() == "a = 0.00001");
    CHECK((q::path("a") == -1.5e-7).text() == "a = -0.00000015");
    CHECK((q::path("a") == 1e22).text() == "a = 10000000000000000000000");
    CHECK(format_query("a.\"b c\".\"d e\" = 1") == "a.\"b c\".\"d e\" = 1");
}

TEST_CASE("what is no query is refused where it is built", "[query]") {
    const auto refused = [](auto&& work) { expect_error(Code::invalid_argument, work); };
    refused([] { (void)!q::Condition(); });
    refused([] { (void)q::path("a").negated().has_all({1}); });
    refused([] { (void)q::path("a").negated().is_set(); });
    refused([] { (void)q::count("a").was_ever(1); });
    refused([] { (void)q::every("a").changed(); });
    refused([] { (void)q::path("a").unchanged_for(0, q::days); });
    refused([] { (void)q::in_stage_for_less_than("a", 100'000, q::days); });
    refused([] { (void)q::did(""); });
    refused([] { (void)q::did("a").at_least(1.5); });
    refused([] { (void)q::did("a").then("b", 0, q::days); });
    refused([] { (void)q::first_did("a", {}); });
    expect_error(Code::limit, [] {
        q::Deeds deeds = q::did("a");
        for (int i = 0; i < 6; ++i) deeds = deeds.then("b", 1, q::days);
    });
    refused([] { (void)q::count("a").has_any({1}); });
    refused([] { (void)q::every("a").has_any({1}); });
    refused([] { (void)q::path("a").in({}); });
    refused([] { (void)q::count("a", {}, q::since(1)).is_set(); });
    refused([] { (void)q::parameter("a b"); });
    refused([] { (void)q::last(0, q::days); });
    refused([] { (void)q::ago(100'000, q::days); });
    refused([] { (void)q::last("x", q::days); });
    refused([] { (void)q::last(1.5, q::days); });
    refused([] { (void)q::quarter(2026, 5); });
    refused([] { (void)q::fiscal_quarter(0, 1); });
    refused([] { (void)q::fiscal_year(10'000); });
    refused([] { (void)q::path("a").within_after(0, q::days, q::path("b")); });
    refused([] { (void)q::path("a").within_after(1, q::days, q::every("b")); });
    refused([] { (void)q::Value(Money{5, ""}); });
    refused([] { (void)q::Value(std::numeric_limits<double>::infinity()); });
    refused([] { (void)q::select().limit("x"); });
    refused([] { (void)q::select().limit(-1); });
    refused([] { (void)(q::path("a") == q::every("b")); });
    refused([] { (void)q::top(3, q::path("a").negated()); });
    refused([] { (void)q::first_of("a").between(1, 2); });  // text would read it as behaviour
    refused([] { (void)q::subscribed_to("News", "last"); });
    refused([] { (void)q::within_km("far", 35.7, 139.7); });
    refused([] { (void)q::inside_box(1, 2, q::last(3, q::days), 4); });
    refused([] { (void)q::select().order_by(q::path("a").negated()); });
    expect_error(Code::parse, [] { (void)q::path("a..b"); });
    expect_error(Code::parse, [] { (void)q::path(""); });
    expect_error(Code::parse, [] { (void)q::path("a."); });
    expect_error(Code::limit, [] { (void)q::path("a.b.c.d.e.f.g.h.i"); });
}
