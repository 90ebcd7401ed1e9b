// Conditions of the model: paths walked, figures counted, truth added up.
#include "query_model_history.hpp"
#include "query_model_times.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>
#include <stdexcept>

namespace query_test {

using namespace kith;
namespace q = kith::query;

namespace {

struct Evaluator {
    const World& world;

    // ---- paths -----------------------------------------------------------------------------------------------

    struct Reached {
        std::vector<const Thing*> things{};
        std::vector<Val> values{};
        bool are_values = false;
        bool many = false;  ///< values, or rows that the path went by: "every" is about each of them
        int missing =
            0;  ///< rows that the path went by, since the last step with several, that lead no further
    };

    Reached reach(const Thing& from, const q::Path& path) const {
        Reached reached;
        static const std::string tag = "tag";
        reached.things = {&from};
        for (std::size_t i = 0; i < path.steps.size(); ++i) {
            const std::string& step = path.steps[i] == "tags" ? tag : path.steps[i];
            if (reached.are_values) {  // part of a date
                for (Val& value : reached.values) value = part_of(world, value, step);
                continue;
            }
            Reached next;
            next.many = reached.many;
            next.missing = reached.missing;
            for (const Thing* thing : reached.things) {
                if (const auto rows = thing->rows.find(step); rows != thing->rows.end()) {
                    next.many = true;
                    if (thing->single.count(step) == 0)
                        next.missing = 0;
                    else if (rows->second.empty() && thing != &from)
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
                values.push_back(thing->name.empty() ? Val{} : Val{thing->name});
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

    bool eval(const Thing& thing, const q::Membership& m) const {
        if (m.of == q::Membership::Of::segment)
            return all_hold(thing, world.segments.at(m.name.text).condition);
        const auto lists = thing.rows.find("list");
        return lists != thing.rows.end() &&
               std::any_of(lists->second.begin(), lists->second.end(),
                           [&](const Thing* list) { return list->name == m.name.text; });
    }

    /// By the spherical law of cosines, in degrees: the library's formula is another one.
    static double degrees_apart(double latitude, double longitude, double to_latitude, double to_longitude) {
        constexpr double radians = std::numbers::pi / 180;
        const double cosine = std::sin(latitude * radians) * std::sin(to_latitude * radians) +
                              std::cos(latitude * radians) * std::cos(to_latitude * radians) *
                                  std::cos((to_longitude - longitude) * radians);
        return std::acos(std::clamp(cosine, -1.0, 1.0)) / radians;
    }

    bool eval(const Thing& thing, const q::Area& area) const {
        q::Path path = area.path;
        if (path.steps.empty()) path.steps = {"address"};
        std::vector<double> numbers;
        for (const q::Literal& literal : area.values) numbers.push_back(std::stod(literal.text));
        const auto inside = [&](const Thing* address) {
            const auto* latitude = std::get_if<double>(&address->values.at("latitude").front());
            const auto* longitude = std::get_if<double>(&address->values.at("longitude").front());
            if (latitude == nullptr || longitude == nullptr) return false;
            if (!area.box) {
                const double metres = numbers[0] * (area.unit == "km"   ? 1000
                                                    : area.unit == "mi" ? 1609.344
                                                                        : 1);
                return degrees_apart(*latitude, *longitude, numbers[1], numbers[2]) * 111'195.08 <= metres;
            }
            if (*latitude < numbers[0] || *latitude > numbers[2]) return false;
            const bool east = *longitude >= numbers[1];
            const bool west = *longitude <= numbers[3];
            return numbers[1] <= numbers[3] ? east && west : east || west;
        };
        const auto addresses = reach(thing, path).things;
        return std::any_of(addresses.begin(), addresses.end(), inside);
    }

    bool eval(const Thing& thing, const q::FullText& text) const {
        return world.found.at(text.words.text).count(&thing) != 0;
    }

    /// The strictest of what a contact said that has not expired, as 0 (nothing), 1 (yes), 2 and 3 (no).
    int standing(const Thing& contact, const std::vector<q::Literal>& purpose, ConsentChannel channel) const {
        int strictest = 0;
        const auto said = world.consents.find(&contact);
        if (said == world.consents.end()) return 0;
        for (const Consent& each : said->second) {
            const bool other = each.channel != channel && each.channel != ConsentChannel::any;
            if (each.expires && *each.expires <= world.now) continue;
            if (!purpose.empty() && fits(world, Val{each.purpose}, q::Operator::equal, purpose) != Truth::yes)
                continue;
            if (other && (channel != ConsentChannel::any || each.state == ConsentState::granted)) continue;
            strictest = std::max(strictest, static_cast<int>(each.state));
        }
        return strictest;
    }

    bool eval(const Thing& thing, const q::Permission& p) const {
        const auto people =
            p.path.steps.empty() ? std::vector<const Thing*>{&thing} : reach(thing, p.path).things;
        const bool list = p.to == q::Permission::To::list;
        const auto channel = list || p.name.text == "any" ? ConsentChannel::any
                             : p.name.text == "email"     ? ConsentChannel::email
                                                          : ConsentChannel::phone;
        return std::any_of(people.begin(), people.end(), [&](const Thing* person) {
            if (!list) return standing(*person, p.purpose, channel) == 1;
            const auto& lists = person->rows.at("list");
            const bool on = std::any_of(lists.begin(), lists.end(), [&](const Thing* one) {
                return fits(world, Val{one->name}, q::Operator::equal, {p.name}) == Truth::yes;
            });
            return on && standing(*person, {p.name}, channel) < 2;
        });
    }

    bool eval(const Thing& thing, const q::History& h) const {
        q::Path rows = h.path;
        std::string field = rows.steps.back();
        rows.steps.pop_back();
        if (!rows.steps.empty() && (rows.steps.back() == "email" || rows.steps.back() == "address")) {
            field = rows.steps.back() + "." + field;
            rows.steps.pop_back();
        }
        const auto things = reach(thing, rows).things;
        const bool some = std::any_of(things.begin(), things.end(),
                                      [&](const Thing* row) { return has_history(world, *row, field, h); });
        const bool negative =
            h.verb == q::History::Verb::was_never || h.verb == q::History::Verb::never_changed;
        return some != negative;
    }

    bool eval(const Thing& thing, const q::Stay& s) const { return stays(world, thing, s); }

    bool eval(const Thing& thing, const q::Behaviour& b) const {
        return behaves(world, thing, b,
                       [&](const Thing& event, const q::Nodes& nodes) { return all_hold(event, nodes); });
    }

    bool eval(const Thing& thing, const q::Related& r) const {
        const Reached reached = reach(thing, r.path);
        const auto holds = [&](const Thing* row) { return all_hold(*row, r.condition); };
        if (r.quantity == q::Related::Quantity::every)
            return std::all_of(reached.things.begin(), reached.things.end(), holds);
        return std::any_of(reached.things.begin(), reached.things.end(), holds) ==
               (r.quantity == q::Related::Quantity::some);
    }

    bool eval(const Thing& thing, const q::Comparison& c) const {
        if (is_figure(c.operand.function)) return figure_test(thing, c);
        const bool anniversary = c.operand.function == q::Function::anniversary;
        const Reached reached = operand(thing, c.operand);
        std::vector<Val> values = compared(reached);
        const auto is_known = [&](const Val& v) {
            const auto* date = std::get_if<PartialDate>(&v);
            return known(v) && !(anniversary && date != nullptr && (date->month == 0 || date->day == 0));
        };
        if (c.op == q::Operator::known) {
            // "every" is about the values there are, one or many
            const bool result = c.every && reached.many ? std::all_of(values.begin(), values.end(), is_known)
                                                        : std::any_of(values.begin(), values.end(), is_known);
            return result != c.negated;
        }
        const auto among = [&](const Val& v, const std::vector<q::Literal>& literals) {
            return known(v) && fits(world, v, q::Operator::in, literals) == Truth::yes;
        };
        if (c.op == q::Operator::has_all || c.op == q::Operator::exactly) {
            const bool all = std::all_of(c.values.begin(), c.values.end(), [&](const q::Literal& literal) {
                return std::any_of(values.begin(), values.end(),
                                   [&](const Val& v) { return among(v, {literal}); });
            });
            if (c.op == q::Operator::has_all) return all;
            const bool same = all && std::all_of(values.begin(), values.end(),
                                                 [&](const Val& v) { return among(v, c.values); });
            return c.negated ? !same && std::any_of(values.begin(), values.end(), is_known) : same;
        }
        if (c.op == q::Operator::has_any)
            return std::any_of(values.begin(), values.end(), [&](const Val& v) { return among(v, c.values); });
        if (c.op == q::Operator::under) {
            const auto below = [&](const Thing* row) {
                for (const Thing* at = row; at != nullptr;) {
                    if (fits(world, Val{at->name}, q::Operator::equal, c.values) == Truth::yes)
                        return !c.negated;
                    const auto& parents = at->rows.at("parent");
                    at = parents.empty() ? nullptr : parents.front();
                }
                return c.negated;
            };
            const auto& rows = reached.things;
            if (c.every && reached.many)
                return reached.missing == 0 && std::all_of(rows.begin(), rows.end(), below);
            return std::any_of(rows.begin(), rows.end(), below);
        }
        const Truth wanted = c.negated ? Truth::no : Truth::yes;
        const auto holds = [&](const Val& v) {
            if (!is_known(v)) return false;
            if (c.other.empty()) return fits(world, v, c.op, c.values, anniversary) == wanted;
            if (!c.distance.empty()) return is_apart(thing, v, c, wanted);
            const auto* amount = std::get_if<Amount>(&v);
            return compare(world, v, c.op,
                           single(thing, c.other.front(), amount != nullptr ? amount->currency : "")) ==
                   wanted;
        };
        if (c.every && reached.many) return std::all_of(values.begin(), values.end(), holds);
        return std::any_of(values.begin(), values.end(), holds);
    }

    // ---- ranks -----------------------------------------------------------------------------------------------

    /// The records among which a thing is.
    const std::map<std::int64_t, Thing*>& population(const Thing& thing) const {
        for (const auto* all : {&world.contacts, &world.organizations, &world.interactions, &world.deals,
                                &world.events, &world.users, &world.tasks, &world.appointments}) {
            if (std::any_of(all->begin(), all->end(), [&](const auto& one) { return one.second == &thing; }))
                return *all;
        }
        throw std::runtime_error("the model does not rank such records");
    }

    static std::optional<double> rank_key(const Val& value) {
        if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
        if (const auto* real = std::get_if<double>(&value)) return *real;
        if (const auto* amount = std::get_if<Amount>(&value)) return static_cast<double>(amount->minor);
        if (const auto* time = std::get_if<Time>(&value))
            return static_cast<double>(time->time_since_epoch().count());
        if (const auto* date = std::get_if<PartialDate>(&value)) {
            if (date->year == 0 || date->month == 0 || date->day == 0) return std::nullopt;
            return date->year * 10000.0 + date->month * 100 + date->day;
        }
        return std::nullopt;
    }

    /// Everyone who has a value, the best first, of equal ones those with lower ids.
    std::vector<const Thing*> ranked(const Thing& thing, const q::Operand& by, const q::Nodes& among,
                                     bool lowest) const {
        std::vector<std::pair<double, const Thing*>> keys;
        for (const auto& [id, one] : population(thing)) {
            const auto key = all_hold(*one, among) ? rank_key(single(*one, by, {})) : std::nullopt;
            if (key) keys.emplace_back(lowest ? *key : -*key, one);
        }
        std::stable_sort(keys.begin(), keys.end(),
                         [](const auto& a, const auto& b) { return a.first < b.first; });
        std::vector<const Thing*> things;
        for (const auto& [key, one] : keys) things.push_back(one);
        return things;
    }

    bool eval(const Thing& thing, const q::Rank& r) const {
        const auto [entry, fresh] = world.ranks.try_emplace(&r);
        if (fresh) {
            const auto all = ranked(thing, r.by, r.among, r.lowest);
            const double number = std::stod(r.number.text);
            std::size_t most = static_cast<std::size_t>(number);
            if (r.percent) {  // the fewest that are at least so much of all
                most = 0;
                while (static_cast<double>(most) * 100 < static_cast<double>(all.size()) * number) ++most;
            }
            std::map<const Thing*, std::int64_t> chosen;
            for (std::size_t i = 0; i < std::min(most, all.size()); ++i) chosen[all[i]] = 1;
            world.ranks[&r] = std::move(chosen);
        }
        return world.ranks[&r].count(&thing) != 0;
    }

    /// NTILE, the highest part first.
    Val tile(const Thing& thing, const q::Operand& o) const {
        const auto [entry, fresh] = world.ranks.try_emplace(&o);
        if (fresh) {
            const auto all = ranked(thing, o.of.front(), o.condition, false);
            std::map<const Thing*, std::int64_t> parts;
            std::size_t at = 0;
            for (int part = o.parts; part > 0; --part) {
                const std::size_t left = all.size() - at;
                const auto share =
                    (left + static_cast<std::size_t>(part) - 1) / static_cast<std::size_t>(part);
                for (std::size_t i = 0; i < share; ++i) parts[all[at++]] = part;
            }
            world.ranks[&o] = std::move(parts);
        }
        const auto found = world.ranks[&o].find(&thing);
        return found == world.ranks[&o].end() ? Val{} : Val{found->second};
    }

    // ---- figures ---------------------------------------------------------------------------------------------

    static bool is_figure(q::Function function) {
        return function != q::Function::none && function != q::Function::first &&
               function != q::Function::last && function != q::Function::anniversary;
    }

    /// Whether a row lies in the figure's window.
    bool within(const Thing& row, const q::Operand& operand) const {
        return std::all_of(operand.window.begin(), operand.window.end(), [&](const q::Window& window) {
            return fits(world, Val{row.when}, window.op, window.values) == Truth::yes;
        });
    }

    /// What a path, a first or a last leads to.
    Reached operand(const Thing& thing, const q::Operand& operand) const {
        const bool first = operand.function == q::Function::first;
        if (!first && operand.function != q::Function::last) return reach(thing, operand.path);
        // the rows of the last step with several
        q::Path near = operand.path;
        q::Path far;
        while (!near.steps.empty() && !leads_to_several(thing, near)) {
            far.steps.insert(far.steps.begin(), near.steps.back());
            near.steps.pop_back();
        }
        const Thing* picked = nullptr;
        for (const Thing* row : reach(thing, near).things) {
            if (!all_hold(*row, operand.condition) || !within(*row, operand)) continue;
            const auto key = std::pair(row->when, row->id);
            const bool better = picked == nullptr || (first ? key < std::pair(picked->when, picked->id)
                                                            : key > std::pair(picked->when, picked->id));
            if (better) picked = row;
        }
        if (picked != nullptr) return reach(*picked, far);
        Reached none;
        none.are_values = true;
        return none;
    }

    /// Whether the last step of a path does: any thing that has the step knows.
    bool leads_to_several(const Thing& thing, const q::Path& path) const {
        q::Path before = path;
        before.steps.pop_back();
        const std::string& step = path.steps.back();
        const auto from = reach(thing, before).things;
        if (!from.empty())
            return from.front()->rows.count(step) != 0 && from.front()->single.count(step) == 0;
        return std::any_of(world.things.begin(), world.things.end(), [&](const auto& any) {
            return any->rows.count(step) != 0 && any->single.count(step) == 0;
        });
    }

    /// The right side of a comparison; `currency`: of the left.
    Val single(const Thing& thing, const q::Operand& right, const std::string& currency) const {
        if (is_figure(right.function)) return amount_or_number(figure(thing, right, currency), currency);
        const std::vector<Val> values = compared(operand(thing, right));
        return values.empty() ? Val{} : values.front();
    }

    static Val amount_or_number(const Val& figure, const std::string& currency) {
        if (currency.empty() || !known(figure)) return figure;
        const auto* whole = std::get_if<std::int64_t>(&figure);
        return Amount{whole != nullptr ? *whole : static_cast<std::int64_t>(std::get<double>(figure)),
                      currency};
    }

    /// `currency`: the one whose amounts count; empty: all of them.
    Val figure(const Thing& thing, const q::Operand& operand, const std::string& currency) const {
        if (operand.function == q::Function::tile) return tile(thing, operand);
        q::Path rows = operand.path;
        std::string field;
        if (operand.function != q::Function::count) {
            field = rows.steps.back();
            rows.steps.pop_back();
        }
        std::vector<Val> found;
        std::int64_t count = 0;
        for (const Thing* row : reach(thing, rows).things) {
            if (!all_hold(*row, operand.condition) || !within(*row, operand)) continue;
            ++count;
            if (field.empty()) continue;
            for (const Val& v : row->values.at(field)) {
                const auto* amount = std::get_if<Amount>(&v);
                if (amount != nullptr) {
                    const auto in =
                        currency.empty() ? std::optional(amount->minor) : exchanged(world, *amount, currency);
                    if (in) found.emplace_back(*in);
                }
                if (amount == nullptr && known(v)) found.push_back(v);
            }
        }
        double sum = 0;
        for (const Val& v : found) {
            if (const auto* n = std::get_if<std::int64_t>(&v)) sum += static_cast<double>(*n);
            if (const auto* r = std::get_if<double>(&v)) sum += *r;
        }
        const auto less = [&](const Val& a, const Val& b) {
            return compare(world, a, q::Operator::less, b) == Truth::yes;
        };
        switch (operand.function) {
            case q::Function::count: return count;
            case q::Function::sum: return sum;
            case q::Function::minimum:
                return found.empty() ? Val{} : *std::min_element(found.begin(), found.end(), less);
            case q::Function::maximum:
                return found.empty() ? Val{} : *std::max_element(found.begin(), found.end(), less);
            default: return found.empty() ? Val{} : Val{sum / static_cast<double>(found.size())};
        }
    }

    bool figure_test(const Thing& thing, const q::Comparison& c) const {
        if (c.op == q::Operator::known) return known(figure(thing, c.operand, {})) != c.negated;
        const Truth wanted = c.negated ? Truth::no : Truth::yes;
        if (!c.distance.empty()) return is_apart(thing, figure(thing, c.operand, {}), c, wanted);
        Truth result = Truth::open;
        const Val right = c.other.empty() ? Val{} : single(thing, c.other.front(), {});
        const auto* amount = std::get_if<Amount>(&right);
        const std::string currency = amount != nullptr  ? amount->currency
                                     : c.values.empty() ? std::string{}
                                                        : c.values.front().unit;
        const Val left = amount_or_number(figure(thing, c.operand, currency), currency);
        if (!c.other.empty())
            result = compare(world, left, c.op, right);
        else if (known(left))
            result = fits(world, left, c.op, c.values);
        return result == wanted;
    }

    /// So far from one of what the right side has.
    bool is_apart(const Thing& thing, const Val& left, const q::Comparison& c, Truth wanted) const {
        const q::Operand& right = c.other.front();
        const std::vector<Val> values = is_figure(right.function) ? std::vector<Val>{figure(thing, right, {})}
                                                                  : compared(operand(thing, right));
        return std::any_of(values.begin(), values.end(),
                           [&](const Val& value) { return apart(world, left, c, value) == wanted; });
    }
};
}  // namespace

bool holds(const World& world, const Thing& thing, const q::Query& query) {
    return Evaluator{world}.all_hold(thing, query.condition);
}

std::vector<std::int64_t> selected(const World& world, const std::map<std::int64_t, Thing*>& roots,
                                   const q::Query& query) {
    const Evaluator evaluator{world};
    std::vector<std::pair<std::int64_t, std::vector<Val>>> found;
    world.ranks.clear();
    for (const auto& [id, thing] : roots) {
        if (!holds(world, *thing, query)) continue;
        auto& keys = found.emplace_back(id, std::vector<Val>{}).second;
        for (const q::OrderKey& key : query.order) keys.push_back(evaluator.single(*thing, key.operand, {}));
    }
    // equal ones by id, in which they are; what is unknown last in either direction
    std::stable_sort(found.begin(), found.end(), [&](const auto& a, const auto& b) {
        for (std::size_t i = 0; i < query.order.size(); ++i) {
            const Val& left = a.second[i];
            const Val& right = b.second[i];
            if (known(left) != known(right)) return known(left);
            if (!known(left)) continue;
            const q::Operator before = query.order[i].descending ? q::Operator::greater : q::Operator::less;
            if (compare(world, left, before, right) == Truth::yes) return true;
            if (compare(world, right, before, left) == Truth::yes) return false;
        }
        return false;
    });
    const auto number = [](const std::optional<q::Literal>& literal, std::size_t otherwise) {
        return literal ? static_cast<std::size_t>(std::stoull(literal->text)) : otherwise;
    };
    const std::size_t from = std::min(number(query.offset, 0), found.size());
    const std::size_t end = std::min(number(query.limit, found.size()), found.size() - from) + from;
    std::vector<std::int64_t> ids;
    for (std::size_t i = from; i < end; ++i) ids.push_back(found[i].first);
    return ids;
}

}  // namespace query_test
