// kith::q: what was, and what somebody did.
#include "query/builder.hpp"
#include "query/failure.hpp"
#include "query/limits.hpp"

#include <utility>

namespace kith::q {

using query::Behaviour;
using query::History;
using query::Node;
using query::Operator;
using query::Stay;

namespace {

std::vector<query::Window> windows_of(const Window& window) {
    if (window.window() == nullptr) return {};
    return {*window.window()};
}

query::Deed deed(std::string_view kind, const Condition& where) {
    if (kind.empty()) refuse("a kind of event has a name", "行動の種類には名前が必要です");
    query::Deed deed;
    deed.kind.text = kind;
    deed.condition = nodes_of(where);
    return deed;
}

Behaviour behaviour(Behaviour::Verb verb, std::string_view kind, const Condition& where) {
    Behaviour result;
    result.verb = verb;
    result.deeds.push_back(deed(kind, where));
    return result;
}

Condition no_longer(Behaviour::Verb verb, std::string_view kind, const Value& count, Unit unit,
                    const Condition& where) {
    Behaviour result = behaviour(verb, kind, where);
    result.duration = duration_of(count, unit);
    return Condition(Node{std::move(result), {}});
}

Condition stay(const Value& stage, Stay::Length length, const Value& count, Unit unit) {
    return Condition(Node{Stay{stage.literal(), length, duration_of(count, unit)}, {}});
}

}  // namespace

// distances ---------------------------------------------------------------------------------------------------------

Condition Operand::apart(Operator op, query::Distance distance, const Operand& time) const {
    query::Comparison comparison;
    comparison.every = every_;
    comparison.operand = *operand_;
    comparison.op = op;
    comparison.negated = negated_;
    comparison.distance.push_back(std::move(distance));
    comparison.other.push_back(time.operand());
    return Condition(Node{std::move(comparison), {}});
}

Condition Operand::within_after(const Value& count, Unit unit, const Operand& time) const {
    return apart(Operator::equal, {duration_of(count, unit), false}, time);
}
Condition Operand::within_before(const Value& count, Unit unit, const Operand& time) const {
    return apart(Operator::equal, {duration_of(count, unit), true}, time);
}
Condition Operand::more_than_after(const Value& count, Unit unit, const Operand& time) const {
    return apart(Operator::greater, {duration_of(count, unit), false}, time);
}
Condition Operand::more_than_before(const Value& count, Unit unit, const Operand& time) const {
    return apart(Operator::less, {duration_of(count, unit), true}, time);
}

// history -----------------------------------------------------------------------------------------------------------

Condition Operand::in_history(History history, const Window& window) const {
    if (operand_->function != query::Function::none || every_ || negated_)
        refuse("only a path has a history", "履歴があるのはパスだけです");
    history.path = operand_->path;
    history.window = windows_of(window);
    return Condition(Node{std::move(history), {}});
}

Condition Operand::was_ever(const Value& value, const Window& window) const {
    History history;
    history.to.push_back(value.literal());
    return in_history(std::move(history), window);
}
Condition Operand::was_never(const Value& value, const Window& window) const {
    History history;
    history.verb = History::Verb::was_never;
    history.to.push_back(value.literal());
    return in_history(std::move(history), window);
}

Condition Operand::changed(const Window& window) const {
    History history;
    history.verb = History::Verb::changed;
    return in_history(std::move(history), window);
}
Condition Operand::changed_from(const Value& from, const Window& window) const {
    History history;
    history.verb = History::Verb::changed;
    history.from.push_back(from.literal());
    return in_history(std::move(history), window);
}
Condition Operand::changed_to(const Value& to, const Window& window) const {
    History history;
    history.verb = History::Verb::changed;
    history.to.push_back(to.literal());
    return in_history(std::move(history), window);
}
Condition Operand::changed(const Value& from, const Value& to, const Window& window) const {
    History history;
    history.verb = History::Verb::changed;
    history.from.push_back(from.literal());
    history.to.push_back(to.literal());
    return in_history(std::move(history), window);
}

Condition Operand::never_changed(const Window& window) const {
    History history;
    history.verb = History::Verb::never_changed;
    return in_history(std::move(history), window);
}

Condition Operand::unchanged_for(const Value& count, Unit unit) const {
    History history;
    history.verb = History::Verb::unchanged;
    history.duration = duration_of(count, unit);
    return in_history(std::move(history), {});
}

Condition in_stage(const Value& stage) {
    Stay stay;
    stay.stage = stage.literal();
    return Condition(Node{std::move(stay), {}});
}
Condition in_stage_for_more_than(const Value& stage, const Value& count, Unit unit) {
    return stay(stage, Stay::Length::more, count, unit);
}
Condition in_stage_for_less_than(const Value& stage, const Value& count, Unit unit) {
    return stay(stage, Stay::Length::less, count, unit);
}

// behaviour ---------------------------------------------------------------------------------------------------------

Deeds::Deeds(Behaviour behaviour) : Condition(Node{std::move(behaviour), {}}) {}

const Behaviour& Deeds::behaviour() const { return std::get<Behaviour>(node()->form); }

Deeds Deeds::then(std::string_view kind, const Value& count, Unit unit, const Condition& where) const {
    Behaviour result = behaviour();
    if (result.deeds.size() == query::limits::deeds)
        query::fail_limit({}, {"steps of a sequence", "一連の行動の段数"}, query::limits::deeds);
    query::Deed next = deed(kind, where);
    next.within = duration_of(count, unit);
    result.deeds.push_back(std::move(next));
    return Deeds(std::move(result));
}

Deeds Deeds::so_often(Operator op, const Value& times) const {
    Behaviour result = behaviour();
    result.times = op;
    result.count = {amount(times, "how often", "回数")};
    return Deeds(std::move(result));
}
Deeds Deeds::at_least(const Value& times) const { return so_often(Operator::greater_equal, times); }
Deeds Deeds::at_most(const Value& times) const { return so_often(Operator::less_equal, times); }
Deeds Deeds::exactly(const Value& times) const { return so_often(Operator::equal, times); }

Deeds Deeds::during(const Window& window) const {
    Behaviour result = behaviour();
    result.window = windows_of(window);
    return Deeds(std::move(result));
}

Deeds did(std::string_view kind, const Condition& where) {
    return Deeds(q::behaviour(Behaviour::Verb::did, kind, where));
}
Deeds did_not(std::string_view kind, const Condition& where) {
    return Deeds(q::behaviour(Behaviour::Verb::did_not, kind, where));
}

Condition first_did(std::string_view kind, const Window& window, const Condition& where) {
    if (window.window() == nullptr) refuse("'first' takes a window of time", "「first」には期間が必要です");
    Behaviour result = behaviour(Behaviour::Verb::first, kind, where);
    result.window = windows_of(window);
    return Condition(Node{std::move(result), {}});
}

Condition stopped(std::string_view kind, const Value& count, Unit unit, const Condition& where) {
    return no_longer(Behaviour::Verb::stopped, kind, count, unit, where);
}
Condition restarted(std::string_view kind, const Value& count, Unit unit, const Condition& where) {
    return no_longer(Behaviour::Verb::restarted, kind, count, unit, where);
}

}  // namespace kith::q
