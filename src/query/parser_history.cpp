#include "query/parser_history.hpp"

#include "query/failure.hpp"
#include "query/limits.hpp"
#include "query/words.hpp"

#include <utility>

namespace kith::query {

namespace {

/// True at a word or string that is no operator: the name of a kind of event may stand there.
bool is_name(const Token& token) {
    return token.kind == Token::Kind::string || (token.kind == Token::Kind::atom && !goes_on(token.text));
}

}  // namespace

bool HistoryParser::at_history() const {
    if (token().word("was")) return true;
    if (token().word("changed")) return true;
    if (token().word("never")) return after().word("changed");
    return token().word("unchanged");
}

History HistoryParser::history(Path path) {
    History history;
    history.path = std::move(path);
    history.at = token().at;
    if (accept("was")) {
        if (accept("never"))
            history.verb = History::Verb::was_never;
        else if (!accept("ever"))
            fail(token().at, {"'ever' or 'never'", "「ever」または「never」"}, found());
        history.to.push_back(value());
        history.window = optional_window();
        return history;
    }
    if (accept("unchanged")) {
        history.verb = History::Verb::unchanged;
        expect_word("for");
        history.duration = duration();
        return history;
    }
    if (accept("never")) {
        history.verb = History::Verb::never_changed;
        expect_word("changed");
    } else {
        history.verb = History::Verb::changed;
        expect_word("changed");
        if (accept("from")) history.from.push_back(value());
        if (accept("to")) history.to.push_back(value());
    }
    history.window = optional_window();
    return history;
}

Stay HistoryParser::stay() {
    Stay stay;
    stay.stage = value();
    if (!accept("for")) return stay;
    if (accept("more"))
        stay.length = Stay::Length::more;
    else if (accept("less"))
        stay.length = Stay::Length::less;
    else
        fail(token().at, {"'more than' or 'less than'", "「more than」または「less than」"}, found());
    expect_word("than");
    stay.duration = duration();
    return stay;
}

bool HistoryParser::at_behaviour() const {
    if (at_matches(1)) return false;  // of a field that is called so
    if (token().word("stopped") || token().word("restarted")) return is_name(after());
    return token().word("did") && is_name(after().word("not") ? after(2) : after());
}

Deed HistoryParser::deed() {
    if (token().kind != Token::Kind::string && token().kind != Token::Kind::atom)
        fail(token().at, {"a kind of event such as 'visit'", "「visit」のような行動の種類"}, found());
    Deed deed;
    deed.kind.text = token().text;
    deed.kind.at = token().at;
    advance();
    deed.condition = parenthesised(true);
    return deed;
}

Behaviour HistoryParser::behaviour() {
    Behaviour behaviour;
    if (!token().word("did")) {
        behaviour.verb = token().word("stopped") ? Behaviour::Verb::stopped : Behaviour::Verb::restarted;
        advance();
        behaviour.deeds.push_back(deed());
        expect_word("for");
        behaviour.duration = duration();
        return behaviour;
    }
    expect_word("did");
    if (accept("not")) behaviour.verb = Behaviour::Verb::did_not;
    behaviour.deeds.push_back(deed());
    while (accept("then")) {
        if (behaviour.deeds.size() == limits::deeds)
            fail_limit(token().at, {"steps of a sequence", "一連の行動の段数"}, limits::deeds);
        Deed next = deed();
        expect_word("within");
        next.within = duration();
        behaviour.deeds.push_back(std::move(next));
    }
    for (;;) {
        const bool least = token().word("at") && after().word("least");
        const bool most = token().word("at") && after().word("most");
        if (behaviour.count.empty() && (least || most || token().word("exactly"))) {
            behaviour.times = least ? Operator::greater_equal : most ? Operator::less_equal : Operator::equal;
            advance(least || most ? 2 : 1);
            behaviour.count.push_back(amount());
            if (!accept("times") && !accept("time")) expect_word("times");
        } else if (behaviour.window.empty() && at_window()) {
            behaviour.window.push_back(window());
        } else {
            return behaviour;
        }
    }
}

bool HistoryParser::at_first_of_kind(const Operand& operand) const {
    return operand.function == Function::first && operand.path.steps.size() == 1 && operand.window.empty() &&
           at_window() && !at_distance();
}

Behaviour HistoryParser::first_of_kind(Operand operand) {
    Behaviour behaviour;
    behaviour.verb = Behaviour::Verb::first;
    Deed& deed = behaviour.deeds.emplace_back();
    deed.kind.text = std::move(operand.path.steps.front());
    deed.kind.at = operand.path.at;
    deed.condition = std::move(operand.condition);
    behaviour.window.push_back(window());
    return behaviour;
}

bool HistoryParser::at_window() const { return window_operator().has_value() || at_period(); }

std::vector<Window> HistoryParser::optional_window() {
    std::vector<Window> windows;
    if (at_window()) windows.push_back(window());
    return windows;
}

Window HistoryParser::window() {
    Window window;
    window.at = token().at;
    if (const auto op = window_operator()) {
        window.op = *op;
        advance();
    }
    window.values.push_back(value());
    if (window.op == Operator::between) {
        expect_word("and");
        window.values.push_back(value());
    }
    return window;
}

Literal HistoryParser::amount() {
    if (token().kind != Token::Kind::parameter &&
        (token().kind != Token::Kind::atom ||
         token().text.find_first_not_of("0123456789") != std::string::npos || token().text.size() > 15)) {
        fail(token().at, {"a whole number", "整数"}, found());
    }
    Literal literal;
    literal.kind = token().kind == Token::Kind::parameter ? Literal::Kind::parameter : Literal::Kind::number;
    literal.text = token().text;
    literal.at = token().at;
    advance();
    return literal;
}

}  // namespace kith::query
