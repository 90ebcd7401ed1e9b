#include "query_model.hpp"

#include "text/fold.hpp"
#include "text/utf8.hpp"

#include <kith/records/employment.hpp>
#include <kith/records/field.hpp>
#include <kith/records/interaction.hpp>
#include <kith/records/user.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace query_test {

using namespace kith;
namespace q = kith::query;

namespace {

Val text(const std::string& value) { return value.empty() ? Val{} : Val{value}; }

template <class E>
Val choice(E value, const std::map<std::int64_t, std::string>& names) {
    const auto number = static_cast<std::int64_t>(value);
    const std::string& name = names.at(number);
    return name == "unknown" ? Val{} : Val{Choice{number, name}};
}

const std::map<std::int64_t, std::string> lifecycles = {
    {0, "unknown"},      {10, "subscriber"}, {20, "lead"},     {30, "qualified"},
    {40, "opportunity"}, {50, "customer"},   {60, "advocate"}, {70, "former"}};
const std::map<std::int64_t, std::string> validities = {{0, "unknown"}, {1, "valid"}, {2, "invalid"}};
const std::map<std::int64_t, std::string> channels = {
    {0, "other"}, {1, "email"}, {2, "phone"}, {3, "meeting"}};
const std::map<std::int64_t, std::string> directions = {{0, "none"}, {1, "inbound"}, {2, "outbound"}};

Val value_of(const Value& value, const Field& field) {
    if (const auto* t = value.as<std::string>()) {
        if (field.type != FieldType::choice && field.type != FieldType::choices) return *t;
        const auto at = std::find(field.choices.begin(), field.choices.end(), *t) - field.choices.begin();
        return Choice{static_cast<std::int64_t>(at), *t};
    }
    if (const auto* n = value.as<std::int64_t>()) return *n;
    if (const auto* r = value.as<double>()) return *r;
    if (const auto* f = value.as<bool>()) return *f;
    if (const auto* t = value.as<Time>()) return *t;
    if (const auto* d = value.as<PartialDate>()) return *d;
    if (const auto* m = value.as<Money>()) return Amount{m->minor, m->currency};
    return {};
}

struct Loader {
    World world{};
    std::vector<Field> fields{};

    Thing* make() { return world.things.emplace_back(std::make_unique<Thing>()).get(); }

    void custom(Thing& thing, const std::string& type, const CustomValues& values) {
        for (const Field& field : fields) {
            if (field.record_type != type) continue;
            auto& into = thing.values[field.key];
            const auto found = values.find(field.key);
            if (found == values.end()) {
                if (field.type != FieldType::choices) into = {Val{}};
                continue;
            }
            if (const auto* texts = found->second.as<Value::Texts>()) {
                for (const std::string& one : *texts) into.push_back(value_of(Value(one), field));
            } else {
                into = {value_of(found->second, field)};
            }
        }
    }

    template <class T>
    void shared(Thing& thing, const T& record) {
        thing.values["source"] = {text(record.source)};
        thing.values["notes"] = {text(record.notes)};
        thing.values["id"] = {Val{record.id.value}};
        thing.rows["email"];
        for (const Email& email : record.emails) {
            Thing* element = make();
            element->main = "address";
            element->values = {{"address", {text(email.address)}},
                               {"label", {text(email.label)}},
                               {"primary", {Val{email.primary}}},
                               {"validity", {choice(email.validity, validities)}}};
            thing.rows["email"].push_back(element);
        }
        thing.rows["address"];
        for (const Address& address : record.addresses) {
            Thing* element = make();
            element->values = {{"locality", {text(address.locality)}},
                               {"region", {text(address.region)}},
                               {"label", {text(address.label)}}};
            thing.rows["address"].push_back(element);
        }
        thing.rows["tag"];
        for (const std::string& tag : record.tags) {
            Thing* element = make();
            element->name = tag;
            thing.rows["tag"].push_back(element);
        }
        thing.rows["owner"];
        thing.single = {"owner"};
        if (record.owner) refer(thing, "owner", world.users, record.owner.value);
        thing.rows["employment"];
        thing.rows["interaction"];
    }

    static void refer(Thing& thing, const std::string& name, const std::map<std::int64_t, Thing*>& targets,
                      std::int64_t id) {
        auto& rows = thing.rows[name];
        const auto found = targets.find(id);
        if (found != targets.end() && std::find(rows.begin(), rows.end(), found->second) == rows.end())
            rows.push_back(found->second);
    }
};

// ---- comparing ---------------------------------------------------------------------------------------------

using Day = std::array<int, 3>;

int days_in(int year, int month) {
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : lengths[month - 1];
}

Day first_day(const PartialDate& d) {
    return {d.year, d.month == 0 ? 1 : d.month, d.month == 0 || d.day == 0 ? 1 : d.day};
}
Day last_day(const PartialDate& d) {
    const int month = d.month == 0 ? 12 : d.month;
    return {d.year, month, d.month == 0 || d.day == 0 ? days_in(d.year, month) : d.day};
}

enum class Truth { no, yes, open };
Truth truth(bool value) { return value ? Truth::yes : Truth::no; }

Truth date_parts(const PartialDate& date, const PartialDate& wanted) {
    Truth result = Truth::yes;
    const auto part = [&](int has, int want) {
        if (want == 0) return;
        if (has == 0)
            result = result == Truth::no ? Truth::no : Truth::open;
        else if (has != want)
            result = Truth::no;
    };
    part(date.year, wanted.year);
    part(date.month, wanted.month);
    part(date.day, wanted.day);
    return result;
}

/// Whether `date` lies within the days from `low` to `high`; null: open.
Truth date_within(const PartialDate& date, const Day* low, const Day* high) {
    if (date.year == 0) return Truth::open;
    const bool certain =
        (low == nullptr || first_day(date) >= *low) && (high == nullptr || last_day(date) <= *high);
    const bool impossible =
        (low != nullptr && last_day(date) < *low) || (high != nullptr && first_day(date) > *high);
    return certain ? Truth::yes : impossible ? Truth::no : Truth::open;
}

bool like(const std::u32string& t, std::size_t i, const std::u32string& p, std::size_t j) {
    if (j == p.size()) return i == t.size();
    if (p[j] == U'%') return like(t, i, p, j + 1) || (i < t.size() && like(t, i + 1, p, j));
    return i < t.size() && (p[j] == U'_' || p[j] == t[i]) && like(t, i + 1, p, j + 1);
}

std::u32string characters(const std::string& utf8) {
    std::u32string all;
    for (std::size_t at = 0; at < utf8.size();) all += text::next_code_point(utf8, at);
    return all;
}

template <class V>
bool ordered(q::Operator op, const V& value, const V& first, const V& second) {
    switch (op) {
        case q::Operator::less: return value < first;
        case q::Operator::less_equal: return value <= first;
        case q::Operator::greater: return value > first;
        case q::Operator::greater_equal: return value >= first;
        case q::Operator::between: return value >= first && value <= second;
        default: return value == first;
    }
}

struct Evaluator {
    const World& world;

    /// [start, end) of a time literal: "2026-01-05" in UTC or "last N days".
    std::pair<Time, Time> stretch(const q::Literal& literal) const {
        using namespace std::chrono;
        if (literal.kind == q::Literal::Kind::span) {
            const auto days = hours(24 * literal.span.count);
            if (literal.span.direction == q::Span::Direction::ago)
                return {world.now - days, world.now - days + milliseconds(1)};
            return {world.now - days, world.now + milliseconds(1)};
        }
        const Time start = parse_time(literal.text).value();
        return {start, start + hours(24)};
    }

    Truth fits(const Val& value, q::Operator op, const std::vector<q::Literal>& literals) const {
        if (op == q::Operator::in) {
            Truth result = Truth::no;
            for (const q::Literal& one : literals) {
                const Truth t = fits(value, q::Operator::equal, {one});
                if (t == Truth::yes) return t;
                if (t == Truth::open) result = t;
            }
            return result;
        }
        if (op == q::Operator::holds) return truth(std::get<bool>(value));
        const q::Literal& first = literals.front();
        const q::Literal& last = literals.back();
        if (const auto* t = std::get_if<std::string>(&value)) {
            const std::string a = text::fold(*t);
            const std::string b = text::fold(first.text);
            switch (op) {
                case q::Operator::contains: return truth(a.find(b) != std::string::npos);
                case q::Operator::starts_with: return truth(a.substr(0, b.size()) == b);
                case q::Operator::ends_with:
                    return truth(a.size() >= b.size() && a.substr(a.size() - b.size()) == b);
                case q::Operator::like: return truth(like(characters(a), 0, characters(b), 0));
                default: return truth(ordered(op, a, b, text::fold(last.text)));
            }
        }
        if (const auto* n = std::get_if<std::int64_t>(&value)) {
            return truth(ordered(op, static_cast<double>(*n), std::stod(first.text), std::stod(last.text)));
        }
        if (const auto* r = std::get_if<double>(&value))
            return truth(ordered(op, *r, std::stod(first.text), std::stod(last.text)));
        if (const auto* f = std::get_if<bool>(&value)) return truth(*f == (first.text == "true"));
        if (const auto* t = std::get_if<Time>(&value)) {
            const auto [start, end] = stretch(first);
            switch (op) {
                case q::Operator::less: return truth(*t < start);
                case q::Operator::less_equal: return truth(*t < end);
                case q::Operator::greater: return truth(*t >= end);
                case q::Operator::greater_equal: return truth(*t >= start);
                default: return truth(*t >= start && *t < stretch(last).second);
            }
        }
        if (const auto* d = std::get_if<PartialDate>(&value)) {
            const PartialDate a = PartialDate::parse(first.text).value();
            const PartialDate b = PartialDate::parse(last.text).value();
            if (op == q::Operator::equal) return date_parts(*d, a);
            const Day low = first_day(a);
            const Day high = last_day(op == q::Operator::between ? b : a);
            switch (op) {
                case q::Operator::less:
                    return d->year == 0           ? Truth::open
                           : last_day(*d) < low   ? Truth::yes
                           : first_day(*d) >= low ? Truth::no
                                                  : Truth::open;
                case q::Operator::less_equal: return date_within(*d, nullptr, &high);
                case q::Operator::greater:
                    return d->year == 0           ? Truth::open
                           : first_day(*d) > high ? Truth::yes
                           : last_day(*d) <= high ? Truth::no
                                                  : Truth::open;
                case q::Operator::greater_equal: return date_within(*d, &low, nullptr);
                default: return date_within(*d, &low, &high);
            }
        }
        if (const auto* c = std::get_if<Choice>(&value)) {
            const auto order = [&](const std::string& name) -> std::int64_t {
                for (const auto* names : {&lifecycles, &validities, &channels, &directions}) {
                    const bool own = std::any_of(names->begin(), names->end(),
                                                 [&](const auto& e) { return e.second == c->name; });
                    if (!own) continue;
                    for (const auto& [number, known] : *names) {
                        if (known == name) return number;
                    }
                }
                static const std::vector<std::string> sizes = {"S", "M", "L", "XL"};
                return std::find(sizes.begin(), sizes.end(), name) - sizes.begin();
            };
            if (op == q::Operator::equal || op == q::Operator::is) return truth(c->name == first.text);
            return truth(ordered(op, c->order, order(first.text), order(last.text)));
        }
        const auto& amount = std::get<Amount>(value);
        const auto minor = [](const q::Literal& l) {
            return Money::parse(l.text + " " + l.unit).value().minor;
        };
        if (amount.currency != first.unit) return Truth::no;
        return truth(ordered(op, amount.minor, minor(first), minor(last)));
    }

    // ---- paths -----------------------------------------------------------------------------------------------

    struct Reached {
        std::vector<const Thing*> things{};
        std::vector<Val> values{};
        bool are_values = false;
        bool many = false;
        int missing = 0;  ///< rows of the last step with several that lead to nothing further on
    };

    Reached reach(const Thing& from, const q::Path& path) const {
        Reached reached;
        static const std::string tag = "tag";
        reached.things = {&from};
        for (std::size_t i = 0; i < path.steps.size(); ++i) {
            const std::string& step = path.steps[i] == "tags" ? tag : path.steps[i];
            if (reached.are_values) {  // part of a date
                for (Val& value : reached.values) {
                    const auto* date = std::get_if<PartialDate>(&value);
                    const int part = date == nullptr   ? 0
                                     : step == "year"  ? date->year
                                     : step == "month" ? date->month
                                                       : date->day;
                    value = part == 0 ? Val{} : Val{std::int64_t{part}};
                }
                continue;
            }
            Reached next;
            next.many = reached.many;
            next.missing = reached.missing;
            for (const Thing* thing : reached.things) {
                if (const auto rows = thing->rows.find(step); rows != thing->rows.end()) {
                    const bool many = thing->single.count(step) == 0;
                    next.many = next.many || many;
                    if (many)
                        next.missing = 0;
                    else if (rows->second.empty())
                        ++next.missing;
                    for (const Thing* row : rows->second) {
                        if (std::find(next.things.begin(), next.things.end(), row) == next.things.end())
                            next.things.push_back(row);
                    }
                } else if (const auto values = thing->values.find(step); values != thing->values.end()) {
                    next.are_values = true;
                    next.values.insert(next.values.end(), values->second.begin(), values->second.end());
                } else {
                    throw std::runtime_error("the model has no " + step);
                }
            }
            if (reached.things.empty()) next.are_values = i + 1 == path.steps.size();
            if (step == "langs") next.many = true;
            reached = std::move(next);
        }
        return reached;
    }

    /// The values that are compared at the end of a path.
    static std::vector<Val> compared(const Reached& reached) {
        std::vector<Val> values(static_cast<std::size_t>(reached.missing));  // unknown
        if (reached.are_values) {
            values.insert(values.end(), reached.values.begin(), reached.values.end());
            return values;
        }
        for (const Thing* thing : reached.things) {
            if (!thing->main.empty())
                values.push_back(thing->values.at(thing->main).front());
            else
                values.emplace_back(text(thing->name));
        }
        return values;
    }

    // ---- conditions ------------------------------------------------------------------------------------------

    bool node(const Thing& thing, const q::Node& n) const {
        return std::visit([&](const auto& form) { return eval(thing, form); }, n.form);
    }

    bool all_hold(const Thing& thing, const q::Nodes& nodes) const {
        return std::all_of(nodes.begin(), nodes.end(), [&](const q::Node& n) { return node(thing, n); });
    }

    bool eval(const Thing& thing, const q::Junction& j) const {
        const auto holds = [&](const q::Node& n) { return node(thing, n); };
        return j.all ? std::all_of(j.terms.begin(), j.terms.end(), holds)
                     : std::any_of(j.terms.begin(), j.terms.end(), holds);
    }

    bool eval(const Thing& thing, const q::Negation& n) const { return !node(thing, n.term.front()); }

    bool eval(const Thing&, const q::Membership&) const { throw std::runtime_error("no lists in the model"); }

    bool eval(const Thing& thing, const q::Related& r) const {
        const Reached reached = reach(thing, r.path);
        const auto holds = [&](const Thing* row) { return all_hold(*row, r.condition); };
        if (r.quantity == q::Related::Quantity::every)
            return std::all_of(reached.things.begin(), reached.things.end(), holds);
        return std::any_of(reached.things.begin(), reached.things.end(), holds) ==
               (r.quantity == q::Related::Quantity::some);
    }

    bool eval(const Thing& thing, const q::Comparison& c) const {
        if (c.operand.function != q::Function::none) return figure(thing, c);
        const Reached reached = reach(thing, c.operand.path);
        std::vector<Val> values = compared(reached);
        const auto known = [](const Val& v) { return !std::holds_alternative<std::monostate>(v); };
        if (c.op == q::Operator::known) {
            // "every" is about the values there are, one or many
            const bool result = c.every && reached.many ? std::all_of(values.begin(), values.end(), known)
                                                        : std::any_of(values.begin(), values.end(), known);
            return result != c.negated;
        }
        if (c.op == q::Operator::has_all) {
            return std::all_of(c.values.begin(), c.values.end(), [&](const q::Literal& literal) {
                return std::any_of(values.begin(), values.end(), [&](const Val& v) {
                    return known(v) && fits(v, q::Operator::equal, {literal}) == Truth::yes;
                });
            });
        }
        const auto holds = [&](const Val& v) {
            return known(v) && fits(v, c.op, c.values) == (c.negated ? Truth::no : Truth::yes);
        };
        if (c.every && reached.many) return std::all_of(values.begin(), values.end(), holds);
        return std::any_of(values.begin(), values.end(), holds);
    }

    bool figure(const Thing& thing, const q::Comparison& c) const {
        q::Path rows = c.operand.path;
        std::string field;
        if (c.operand.function != q::Function::count) {
            field = rows.steps.back();
            rows.steps.pop_back();
        }
        std::vector<double> numbers;
        std::int64_t count = 0;
        for (const Thing* row : reach(thing, rows).things) {
            if (!all_hold(*row, c.operand.condition)) continue;
            ++count;
            if (field.empty()) continue;
            for (const Val& v : row->values.at(field)) {
                if (const auto* n = std::get_if<std::int64_t>(&v)) numbers.push_back(static_cast<double>(*n));
                if (const auto* r = std::get_if<double>(&v)) numbers.push_back(*r);
            }
        }
        Val figure;
        double sum = 0;
        for (const double n : numbers) sum += n;
        switch (c.operand.function) {
            case q::Function::count: figure = count; break;
            case q::Function::sum: figure = sum; break;
            case q::Function::minimum:
                if (!numbers.empty()) figure = *std::min_element(numbers.begin(), numbers.end());
                break;
            case q::Function::maximum:
                if (!numbers.empty()) figure = *std::max_element(numbers.begin(), numbers.end());
                break;
            default:
                if (!numbers.empty()) figure = sum / static_cast<double>(numbers.size());
                break;
        }
        const bool known = !std::holds_alternative<std::monostate>(figure);
        if (c.op == q::Operator::known) return known != c.negated;
        return known && (fits(figure, c.op, c.values) == Truth::yes) != c.negated;
    }
};

}  // namespace

World load(const Database& db, Time now) {
    Loader loader;
    loader.world.now = now;
    loader.fields = db.query<Field>();
    World& world = loader.world;
    for (const User& user : db.query<User>()) {
        Thing* thing = loader.make();
        thing->name = user.name;
        thing->values = {{"name", {text(user.name)}},
                         {"full_name", {text(user.full_name)}},
                         {"active", {Val{user.active}}}};
        world.users[user.id.value] = thing;
    }
    for (const Organization& organization : db.query<Organization>()) {
        Thing* thing = loader.make();
        thing->name = organization.name;
        thing->values = {{"name", {text(organization.name)}}, {"industry", {text(organization.industry)}}};
        loader.shared(*thing, organization);
        loader.custom(*thing, "organization", organization.fields);
        thing->rows["contact"];
        world.organizations[organization.id.value] = thing;
    }
    for (const Contact& contact : db.query<Contact>()) {
        Thing* thing = loader.make();
        thing->values = {{"given", {text(contact.name.given)}},
                         {"family", {text(contact.name.family)}},
                         {"nickname", {text(contact.name.nickname)}},
                         {"birthday", {contact.birthday ? Val{*contact.birthday} : Val{}}},
                         {"lifecycle", {choice(contact.lifecycle, lifecycles)}},
                         {"created", {Val{contact.meta.created_at}}}};
        loader.shared(*thing, contact);
        loader.custom(*thing, "contact", contact.fields);
        thing->rows["organization"];
        world.contacts[contact.id.value] = thing;
    }
    for (const Employment& employment : db.query<Employment>()) {
        Thing* thing = loader.make();
        thing->values = {{"title", {text(employment.title)}},
                         {"department", {text(employment.department)}},
                         {"primary", {Val{employment.primary}}},
                         {"started", {employment.started ? Val{*employment.started} : Val{}}}};
        const auto contact = world.contacts.find(employment.contact.value);
        const auto organization = world.organizations.find(employment.organization.value);
        thing->rows["contact"];
        thing->rows["organization"];
        thing->single = {"contact", "organization"};
        if (contact != world.contacts.end()) {
            contact->second->rows["employment"].push_back(thing);
            thing->rows["contact"].push_back(contact->second);
        }
        if (organization != world.organizations.end()) {
            organization->second->rows["employment"].push_back(thing);
            thing->rows["organization"].push_back(organization->second);
        }
        if (contact == world.contacts.end() || organization == world.organizations.end()) continue;
        Loader::refer(*contact->second, "organization", world.organizations, employment.organization.value);
        Loader::refer(*organization->second, "contact", world.contacts, employment.contact.value);
    }
    for (const Interaction& interaction : db.query<Interaction>()) {
        Thing* thing = loader.make();
        thing->values = {
            {"at", {Val{interaction.at}}},
            {"channel", {choice(interaction.channel, channels)}},
            {"direction", {choice(interaction.direction, directions)}},
            {"subject", {text(interaction.subject)}},
            {"body", {text(interaction.body)}},
            {"duration", {interaction.duration_seconds ? Val{*interaction.duration_seconds} : Val{}}}};
        thing->rows["contact"];
        thing->rows["organization"];
        thing->rows["user"];
        thing->single = {"organization", "user"};
        for (const Participant& participant : interaction.participants) {
            Loader::refer(*thing, "contact", world.contacts, participant.contact.value);
            const auto contact = world.contacts.find(participant.contact.value);
            if (contact != world.contacts.end()) contact->second->rows["interaction"].push_back(thing);
        }
        if (interaction.user) Loader::refer(*thing, "user", world.users, interaction.user.value);
        if (interaction.organization) {
            Loader::refer(*thing, "organization", world.organizations, interaction.organization.value);
            const auto organization = world.organizations.find(interaction.organization.value);
            if (organization != world.organizations.end())
                organization->second->rows["interaction"].push_back(thing);
        }
        world.interactions[interaction.id.value] = thing;
    }
    return std::move(loader.world);
}

bool holds(const World& world, const Thing& thing, const q::Query& query) {
    return Evaluator{world}.all_hold(thing, query.condition);
}

}  // namespace query_test
