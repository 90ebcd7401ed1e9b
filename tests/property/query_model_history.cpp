#include "query_model_history.hpp"

#include "query_model_times.hpp"
#include "query_pools.hpp"

#include <kith/records/deal.hpp>
#include <kith/records/list.hpp>
#include <kith/records/stage.hpp>
#include <kith/records/tag.hpp>
#include <kith/records/user.hpp>

#include <algorithm>
#include <limits>
#include <optional>
#include <set>
#include <type_traits>
#include <variant>

namespace query_test {

using namespace kith;
namespace q = kith::query;

namespace {

/// Half open.
struct Stretch {
    Time start = Time::min();
    Time end = Time::max();
};

/// So long before now.
Time ago(const World& world, const q::Duration& duration, int times = 1) {
    return moved(world, world.now, -times * duration.count, duration.unit);
}

Stretch stretch(const World& world, const std::vector<q::Window>& windows) {
    Stretch result;
    for (const q::Window& window : windows) {
        const auto [start, end] = stretch(world, window.values.front());
        switch (window.op) {
            case q::Operator::less: result.end = start; break;
            case q::Operator::less_equal: result.end = end; break;
            case q::Operator::greater: result.start = end; break;
            case q::Operator::greater_equal: result.start = start; break;
            default: result = {start, stretch(world, window.values.back()).second}; break;
        }
    }
    return result;
}

bool same(const Val& a, const Val& b) {
    if (a.index() != b.index()) return false;
    return std::visit(
        [&](const auto& value) {
            using T = std::decay_t<decltype(value)>;
            const T& other = std::get<T>(b);
            if constexpr (std::is_same_v<T, Choice>)
                return value.order == other.order;
            else if constexpr (std::is_same_v<T, Amount>)
                return value.minor == other.minor && value.currency == other.currency;
            else
                return value == other;
        },
        a);
}

/// A value and when it began.
using Piece = std::pair<Time, Val>;

void add(std::vector<Piece>& pieces, Time at, const Val& value) {
    if (pieces.empty() || !same(pieces.back().second, value)) pieces.emplace_back(at, value);
}

std::vector<Piece> pieces_of(const World& world, const Thing& record, const std::string& field) {
    std::vector<Piece> result;
    for (const Past& past : world.past) {
        const auto found = past.fields.find({record.type, record.id});
        if (found != past.fields.end()) add(result, past.at, found->second.at(field));
    }
    return result;
}

/// Of every element, tag, list or value of a multi-choice that there ever was: unknown before it came and when it has gone.
std::vector<std::vector<Piece>> element_pieces(const World& world, const Thing& record,
                                               const std::string& field) {
    std::set<std::int64_t> ids;
    std::vector<std::pair<Time, const std::map<std::int64_t, Val>*>> times;
    for (const Past& past : world.past) {
        const auto found = past.elements.find({record.type, record.id});
        if (found == past.elements.end()) continue;
        times.emplace_back(past.at, &found->second.at(field));
        for (const auto& [id, value] : *times.back().second) ids.insert(id);
    }
    std::vector<std::vector<Piece>> result;
    for (const std::int64_t id : ids) {
        auto& pieces = result.emplace_back();
        for (const auto& [at, values] : times) {
            const auto value = values->find(id);
            add(pieces, at, value == values->end() ? Val{} : value->second);
        }
    }
    return result;
}

bool fits_history(const World& world, const std::vector<Piece>& all, const q::History& history) {
    const Stretch in = stretch(world, history.window);
    const auto fit = [&](const Val& value, const std::vector<q::Literal>& literals) {
        const auto* amount = std::get_if<Amount>(&value);
        const bool other = amount != nullptr && !literals.empty() && amount->currency != literals.front().unit;
        if (other) return false;  // what was is not converted
        return literals.empty() ||
               (known(value) && fits(world, value, q::Operator::equal, literals) == Truth::yes);
    };
    const bool was = history.verb == q::History::Verb::was_ever || history.verb == q::History::Verb::was_never;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto& [at, value] = all[i];
        const bool last = i + 1 == all.size();
        if (was) {
            const bool inside = (last ? in.start <= world.now : all[i + 1].first > in.start) && at < in.end;
            if (inside && fit(value, history.to)) return true;
        } else if (i > 0 && at >= in.start && at < in.end && fit(all[i - 1].second, history.from) &&
                   fit(value, history.to)) {
            return true;
        }
    }
    return false;
}

}  // namespace

namespace {

Names names_of(const std::vector<std::string>& choices) {
    Names names;
    for (const std::string& choice : choices) names.emplace(names.size(), choice);
    return names;
}

Val choice_named(const std::string& name, const Names& names) {
    const auto found =
        std::find_if(names.begin(), names.end(), [&](const auto& each) { return each.second == name; });
    return Choice{found->first, name, &names};
}

/// What custom fields say: of a multi-choice each name by itself.
void note_custom(Past& past, const std::pair<std::string, std::int64_t>& record, const CustomValues& values) {
    static const Names sizes = names_of(pools::sizes);
    static const Names langs = names_of(pools::langs);
    const auto at = [&](const char* key) {
        const auto found = values.find(key);
        return found == values.end() ? Value() : found->second;
    };
    auto& fields = past.fields[record];
    const auto plain = [&](const char* key, auto type) {
        const Value value = at(key);
        const auto* content = value.as<decltype(type)>();
        fields[key] = content == nullptr ? Val{} : Val{*content};
    };
    if (record.first == "organization") return plain("staff", std::int64_t{});
    if (record.first != "contact") return;
    plain("code", std::string{});
    plain("points", std::int64_t{});
    plain("weight", double{});
    plain("news", bool{});
    plain("met", PartialDate{});
    plain("seen", Time{});
    const Value budget = at("budget");
    const auto* money = budget.as<Money>();
    fields["budget"] = money == nullptr ? Val{} : Val{Amount{money->minor, money->currency}};
    const Value size = at("size");
    fields["size"] = size.as<std::string>() == nullptr ? Val{} : choice_named(*size.as<std::string>(), sizes);
    auto& each = past.elements[record]["langs"];
    const Value chosen = at("langs");
    if (const auto* texts = chosen.as<Value::Texts>())
        for (const std::string& text : *texts) {
            const Val value = choice_named(text, langs);
            each[std::get<Choice>(value).order] = value;
        }
}

}  // namespace

Past snapshot(const Database& db, Time at) {
    static const Names lifecycles = {{0, "unknown"},    {10, "subscriber"},  {20, "lead"},
                                     {30, "qualified"}, {40, "opportunity"}, {50, "customer"},
                                     {60, "advocate"},  {70, "former"}};
    Past past;
    past.at = at;
    const auto text = [](const std::string& value) { return value.empty() ? Val{} : Val{value}; };
    const auto user = [&](UserId id) { return id ? Val{db.get(id).name} : Val{}; };  // from the trash too
    const auto date = [](const auto& value) { return value ? Val{*value} : Val{}; };
    std::map<std::string, std::int64_t> tags;
    for (const Tag& tag : db.query<Tag>()) tags[tag.name] = tag.id.value;
    const auto elements = [&](const char* type, std::int64_t id, const auto& record) {
        auto& into = past.elements[{type, id}];
        for (const char* field : {"email", "email.label", "address.locality"}) into[field];
        for (const Email& email : record.emails) {
            into["email"][email.id] = text(email.address);
            into["email.label"][email.id] = text(email.label);
        }
        for (const Address& address : record.addresses)
            into["address.locality"][address.id] = text(address.locality);
        into["tag"];
        into["list"];
        for (const std::string& name : record.tags) into["tag"][tags.at(name)] = Val{name};
    };
    for (const Contact& contact : db.query<Contact>()) {
        elements("contact", contact.id.value, contact);
        const auto lifecycle = static_cast<std::int64_t>(contact.lifecycle);
        past.fields[{"contact", contact.id.value}] = {
            {"lifecycle",
             lifecycle == 0 ? Val{} : Val{Choice{lifecycle, lifecycles.at(lifecycle), &lifecycles}}},
            {"owner", user(contact.owner)},
            {"notes", text(contact.notes)},
            {"source", text(contact.source)},
            {"birthday", date(contact.birthday)}};
        note_custom(past, {"contact", contact.id.value}, contact.fields);
    }
    for (const List& list : db.query<List>())
        for (const Contact& member : db.query<Contact>("in list " + list.name))
            past.elements[{"contact", member.id.value}]["list"][list.id.value] = Val{list.name};
    for (const Organization& organization : db.query<Organization>()) {
        elements("organization", organization.id.value, organization);
        past.fields[{"organization", organization.id.value}] = {{"owner", user(organization.owner)},
                                                                {"industry", text(organization.industry)}};
        note_custom(past, {"organization", organization.id.value}, organization.fields);
    }
    for (const Deal& deal : db.query<Deal>()) {
        const Money& amount = deal.amount;
        past.fields[{"deal", deal.id.value}] = {
            {"stage", Val{db.get(deal.stage).name}},
            {"owner", user(deal.owner)},
            {"amount", amount.currency.empty() ? Val{} : Val{Amount{amount.minor, amount.currency}}},
            {"expected_close", date(deal.expected_close)}};
    }
    return past;
}

bool has_history(const World& world, const Thing& record, const std::string& field,
                 const q::History& history) {
    static const std::set<std::string> of_elements = {"email", "email.label", "address.locality",
                                                      "tag",   "list",        "langs"};
    std::vector<std::vector<Piece>> all;
    if (of_elements.count(field) > 0)
        all = element_pieces(world, record, field);
    else
        all.push_back(pieces_of(world, record, field));
    if (history.verb == q::History::Verb::unchanged) {
        const Time since = ago(world, history.duration);
        return record.created <= since &&
               std::all_of(all.begin(), all.end(),
                           [&](const std::vector<Piece>& one) { return one.back().first < since; });
    }
    return std::any_of(all.begin(), all.end(),
                       [&](const std::vector<Piece>& one) { return fits_history(world, one, history); });
}

bool stays(const World& world, const Thing& deal, const q::Stay& stay) {
    const std::vector<Piece> all = pieces_of(world, deal, "stage");
    if (fits(world, all.back().second, q::Operator::equal, {stay.stage}) != Truth::yes) return false;
    if (stay.length == q::Stay::Length::any) return true;
    const Time since = ago(world, stay.duration);
    return stay.length == q::Stay::Length::more ? all.back().first < since : all.back().first > since;
}

bool behaves(const World& world, const Thing& contact, const q::Behaviour& behaviour, const Holds& holds) {
    const auto& events = contact.rows.at("event");
    const auto fit = [&](const Thing& event, const q::Deed& deed) {
        const Val& kind = event.values.at("kind").front();
        static const std::vector<std::string> kinds = {"other", "visit", "open", "click", "download", "form"};
        const bool own = std::find(kinds.begin(), kinds.end(), deed.kind.text) == kinds.end();
        const std::string& name = std::get<Choice>(kind).name;
        if (name != (own ? "other" : deed.kind.text)) return false;
        const Val& subject = event.values.at("subject").front();
        if (own && (!known(subject) || fits(world, subject, q::Operator::equal, {deed.kind}) != Truth::yes))
            return false;
        return holds(event, deed.condition);
    };
    const std::function<bool(const Thing&, std::size_t)> goes_on = [&](const Thing& event, std::size_t next) {
        if (next == behaviour.deeds.size()) return true;
        const q::Deed& deed = behaviour.deeds[next];
        return std::any_of(events.begin(), events.end(), [&](const Thing* later) {
            return later->when > event.when &&
                   later->when <= moved(world, event.when, deed.within.count, deed.within.unit) &&
                   fit(*later, deed) && goes_on(*later, next + 1);
        });
    };
    std::vector<Time> times;
    for (const Thing* event : events) {
        if (fit(*event, behaviour.deeds.front()) && goes_on(*event, 1)) times.push_back(event->when);
    }
    std::sort(times.begin(), times.end());
    const Stretch in = stretch(world, behaviour.window);
    const auto count = [&](Time from, Time to) {
        return std::count_if(times.begin(), times.end(), [&](Time at) { return at >= from && at < to; });
    };
    const Time lately = ago(world, behaviour.duration);
    const Time earlier = ago(world, behaviour.duration, 2);
    switch (behaviour.verb) {
        case q::Behaviour::Verb::first:
            return !times.empty() && times.front() >= in.start && times.front() < in.end;
        case q::Behaviour::Verb::stopped: return !times.empty() && times.back() < lately;
        case q::Behaviour::Verb::restarted:
            return count(lately, Time::max()) > 0 && count(earlier, lately) == 0 &&
                   count(Time::min(), earlier) > 0;
        case q::Behaviour::Verb::did:
        case q::Behaviour::Verb::did_not: break;
    }
    const auto found = count(in.start, in.end);
    bool did = found > 0;
    if (!behaviour.count.empty()) {
        const auto wanted = std::stoll(behaviour.count.front().text);
        did = behaviour.times == q::Operator::equal        ? found == wanted
              : behaviour.times == q::Operator::less_equal ? found <= wanted
                                                           : found >= wanted;
    }
    return did == (behaviour.verb == q::Behaviour::Verb::did);
}

}  // namespace query_test
