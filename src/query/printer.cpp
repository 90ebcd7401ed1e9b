#include "query/printer.hpp"

#include "query/lexer.hpp"
#include "query/words.hpp"

#include <fmt/format.h>

#include <string_view>

namespace kith::query {

namespace {

std::string in_quotes(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + '"';
}

/// A text as a bare word where that reads back as the same text, else in quotes.
std::string word_or_quotes(std::string_view text) {
    return is_atom(text) && !is_number(text) && !reserved_as_value(text) ? std::string(text) : in_quotes(text);
}

/// Words to be found always stand in quotes: bare, they may read as something else.
std::string print_words(const Literal& words) {
    return words.kind == Literal::Kind::text ? in_quotes(words.text) : print(words);
}

std::string in_parentheses(const Nodes& condition) {
    return condition.empty() ? std::string{} : " (" + print(condition.front()) + ")";
}

std::string print_count(std::int64_t count, const std::string& parameter) {
    return parameter.empty() ? std::to_string(count) : ":" + parameter;
}

std::string print_duration(const Duration& duration) {
    return fmt::format("{} {}{}", print_count(duration.count, duration.parameter), name_of(duration.unit),
                       duration.count == 1 ? "" : "s");
}

std::string print_span(const Span& span) {
    const std::string count = span.counted() ? print_count(span.count, span.parameter) + " " : "";
    const auto unit = [&] {
        std::string name(name_of(span.unit));
        return count.empty() || span.count == 1 ? name : name + "s";
    };
    switch (span.direction) {
        case Span::Direction::last: return "last " + count + unit();
        case Span::Direction::current: return "this " + unit();
        case Span::Direction::next: return "next " + count + unit();
        case Span::Direction::ago: return count + unit() + " ago";
        case Span::Direction::ahead: return count + unit() + " from now";
        case Span::Direction::named:
            if (!span.parameter.empty()) return fmt::format("{} :{}", name_of(span.unit), span.parameter);
            return span.part > 0 ? fmt::format("{} {:04}-{}", name_of(span.unit), span.count, span.part)
                                 : fmt::format("{} {:04}", name_of(span.unit), span.count);
    }
    return {};
}

std::string print_window(const Window& window) {
    const auto value = [&](std::size_t i) { return i < window.values.size() ? print(window.values[i]) : ""; };
    switch (window.op) {
        case Operator::less: return " before " + value(0);
        case Operator::less_equal: return " until " + value(0);
        case Operator::greater: return " after " + value(0);
        case Operator::greater_equal: return " since " + value(0);
        case Operator::between: return " between " + value(0) + " and " + value(1);
        default: return " within " + value(0);
    }
}

std::string print_window(const std::vector<Window>& window) {
    return window.empty() ? std::string{} : print_window(window.front());
}

std::string print_history(const History& h) {
    const std::string path = print(h.path);
    const auto value = [](const char* word, const std::vector<Literal>& literals) {
        return literals.empty() ? std::string{} : word + print(literals.front());
    };
    switch (h.verb) {
        case History::Verb::was_ever: return path + value(" was ever ", h.to) + print_window(h.window);
        case History::Verb::was_never: return path + value(" was never ", h.to) + print_window(h.window);
        case History::Verb::changed:
            return path + " changed" + value(" from ", h.from) + value(" to ", h.to) + print_window(h.window);
        case History::Verb::never_changed: return path + " never changed" + print_window(h.window);
        case History::Verb::unchanged: break;
    }
    return path + " unchanged for " + print_duration(h.duration);
}

/// A kind of event; in quotes where the word would be read as something else.
std::string print_kind(const Literal& kind) {
    const bool bare = kind.text.find('.') == std::string::npos && !goes_on(kind.text);
    return bare ? word_or_quotes(kind.text) : in_quotes(kind.text);
}

std::string print_behaviour(const Behaviour& b) {
    std::string out;
    switch (b.verb) {
        case Behaviour::Verb::did: out = "did "; break;
        case Behaviour::Verb::did_not: out = "did not "; break;
        case Behaviour::Verb::first: out = "first "; break;
        case Behaviour::Verb::stopped: out = "stopped "; break;
        case Behaviour::Verb::restarted: out = "restarted "; break;
    }
    for (const Deed& deed : b.deeds) {
        const bool later = &deed != &b.deeds.front();
        if (later) out += " then ";
        out += print_kind(deed.kind) + in_parentheses(deed.condition);
        if (later) out += " within " + print_duration(deed.within);
    }
    if (!b.count.empty()) {
        out += b.times == Operator::greater_equal ? " at least "
               : b.times == Operator::less_equal  ? " at most "
                                                  : " exactly ";
        out += print(b.count.front()) + " times";
    }
    const bool length = b.verb == Behaviour::Verb::stopped || b.verb == Behaviour::Verb::restarted;
    return out + (length ? " for " + print_duration(b.duration) : print_window(b.window));
}

std::string print_comparison(const Comparison& c) {
    const std::string not_ = c.negated ? " not" : "";
    if (c.op == Operator::has_all) return "has all " + print(c.operand.path) + " " + print(c.values);
    if (c.op == Operator::has_any) return "has any " + print(c.operand.path) + " " + print(c.values);
    const std::string left = (c.every ? "every " : "") + print(c.operand);
    const auto value = [&] {
        if (!c.other.empty()) return "value of " + print(c.other.front());
        return c.values.empty() ? std::string{} : print(c.values.front());
    };
    if (!c.distance.empty()) {
        const Distance& distance = c.distance.front();
        return fmt::format("{}{} {} {} {} {}", left, not_, c.op == Operator::equal ? "within" : "more than",
                           print_duration(distance.length), distance.before ? "before" : "after", value());
    }
    switch (c.op) {
        case Operator::equal: {
            // "first KIND within PERIOD" is behaviour
            const bool behaviour = c.operand.function == Function::first &&
                                   c.operand.path.steps.size() == 1 && c.operand.window.empty();
            const bool period =
                !behaviour && !c.values.empty() && c.values.front().kind == Literal::Kind::span;
            return left + (c.negated ? " != " : period ? " within " : " = ") + value();
        }
        case Operator::less: return left + (c.negated ? " not before " : " < ") + value();
        case Operator::less_equal: return left + (c.negated ? " not until " : " <= ") + value();
        case Operator::greater: return left + (c.negated ? " not after " : " > ") + value();
        case Operator::greater_equal: return left + (c.negated ? " not since " : " >= ") + value();
        case Operator::between:
            return left + not_ + " between " + value() + " and " +
                   (c.values.size() > 1 ? print(c.values[1]) : "");
        case Operator::in: return left + not_ + " in " + print(c.values);
        case Operator::exactly: return left + not_ + " exactly " + print(c.values);
        case Operator::contains: return left + not_ + (c.negated ? " contain " : " contains ") + value();
        case Operator::starts_with:
            return left + not_ + (c.negated ? " start with " : " starts with ") + value();
        case Operator::ends_with: return left + not_ + (c.negated ? " end with " : " ends with ") + value();
        case Operator::like: return left + not_ + " like " + value();
        case Operator::under: return left + not_ + " under " + value();
        case Operator::regex: return left + not_ + " regex " + value();
        case Operator::matches:
            return left + not_ + (c.negated ? " match " : " matches ") +
                   (c.values.empty() ? std::string{} : print_words(c.values.front()));
        case Operator::sounds_like:
            return left + not_ + (c.negated ? " sound like " : " sounds like ") + value();
        case Operator::similar_to:
            return left + not_ + " similar to " + value() +
                   (c.values.size() > 1 ? " by " + print(c.values[1]) : "");
        case Operator::known: return left + (c.negated ? " is unknown" : " is known");
        case Operator::is: {
            const bool word = !c.values.empty() && (same_word(c.values.front().text, "known") ||
                                                    same_word(c.values.front().text, "unknown") ||
                                                    same_word(c.values.front().text, "similar"));
            return left + " is" + not_ + " " + (word ? in_quotes(c.values.front().text) : value());
        }
        case Operator::has_all:
        case Operator::has_any:
        case Operator::holds: break;
    }
    return left;
}

struct Printer {
    std::string operator()(const Comparison& c) const { return print_comparison(c); }

    std::string operator()(const Related& r) const {
        const char* head = r.quantity == Related::Quantity::some   ? "has "
                           : r.quantity == Related::Quantity::none ? "has no "
                                                                   : "every ";
        std::string condition = in_parentheses(r.condition);
        if (condition.empty() && r.quantity == Related::Quantity::every) condition = " ()";
        return head + print(r.path) + condition;
    }

    std::string operator()(const Membership& m) const {
        return (m.of == Membership::Of::list ? "in list " : "in segment ") + print(m.name);
    }

    std::string operator()(const Rank& r) const {
        return (r.lowest ? "bottom " : "top ") + print(r.number) + (r.percent ? " % by " : " by ") +
               print(r.by) + (r.among.empty() ? "" : " among") + in_parentheses(r.among);
    }

    std::string operator()(const Area& area) const {
        const std::string path = area.path.steps.empty() ? std::string{} : print(area.path) + " ";
        if (area.box) return path + "inside box " + print(area.values);
        const std::vector<Literal> centre(area.values.begin() + 1, area.values.end());
        return path + "within " + print(area.values.front()) + " " + area.unit + " of " + print(centre);
    }

    std::string operator()(const FullText& text) const { return "matches " + print_words(text.words); }

    std::string operator()(const Permission& p) const {
        return (p.path.steps.empty() ? std::string{} : print(p.path) + " ") +
               (p.to == Permission::To::list ? "subscribed to " : "consents to ") + print(p.name) +
               (p.purpose.empty() ? std::string{} : " for " + print(p.purpose.front()));
    }

    std::string operator()(const Junction& j) const {
        std::string out;
        for (const Node& term : j.terms) {
            if (!out.empty()) out += j.all ? " and " : " or ";
            const bool inner = std::holds_alternative<Junction>(term.form);
            // "a and b or c" needs none, but reads better with them
            out += inner ? "(" + print(term) + ")" : print(term);
        }
        return out;
    }

    std::string operator()(const History& h) const { return print_history(h); }

    std::string operator()(const Stay& s) const {
        if (s.length == Stay::Length::any) return "in stage " + print(s.stage);
        return fmt::format("in stage {} for {} than {}", print(s.stage),
                           s.length == Stay::Length::more ? "more" : "less", print_duration(s.duration));
    }

    std::string operator()(const Behaviour& b) const { return print_behaviour(b); }

    std::string operator()(const Negation& n) const {
        const Node& term = n.term.front();
        return std::holds_alternative<Junction>(term.form) ? "not (" + print(term) + ")"
                                                           : "not " + print(term);
    }
};

}  // namespace

std::string print(const Path& path) {
    std::string out;
    for (const std::string& step : path.steps) {
        const bool first = out.empty();
        const bool bare = is_atom(step) && step.find('.') == std::string::npos && !is_number(step) &&
                          !(first && reserved_as_operand(step)) && step.front() != '@' && step.front() != '-';
        if (!first) out += '.';
        out += bare ? step : in_quotes(step);
    }
    return out;
}

std::string print(const Literal& literal) {
    switch (literal.kind) {
        case Literal::Kind::text: return word_or_quotes(literal.text);
        case Literal::Kind::number:
            return literal.unit.empty() ? literal.text : literal.text + " " + literal.unit;
        case Literal::Kind::parameter: return ":" + literal.text;
        case Literal::Kind::span: return print_span(literal.span);
    }
    return {};
}

std::string print(const std::vector<Literal>& values) {
    std::string out = "(";
    for (const Literal& value : values) {
        if (out.size() > 1) out += ", ";
        out += print(value);
    }
    return out + ")";
}

std::string print(const Operand& operand) {
    if (operand.function == Function::none) return print(operand.path);
    if (operand.function == Function::anniversary) return "anniversary of " + print(operand.path);
    if (operand.function == Function::tile) {
        const std::string name = operand.parts == 5    ? "quintile"
                                 : operand.parts == 10 ? "decile"
                                                       : "tile " + std::to_string(operand.parts) + " ";
        return name + "(" + print(operand.of.front()) + (operand.condition.empty() ? "" : " among") +
               in_parentheses(operand.condition) + ")";
    }
    std::string out = std::string(name_of(operand.function)) + " " + print(operand.path) +
                      in_parentheses(operand.condition);
    if (!operand.window.empty()) out += print_window(operand.window.front());
    return out;
}

std::string print(const Node& condition) { return std::visit(Printer{}, condition.form); }

std::string print(const Query& query) {
    std::string out;
    const auto append = [&](const std::string& part) {
        if (!out.empty()) out += ' ';
        out += part;
    };
    if (!query.condition.empty()) append(print(query.condition.front()));
    for (std::size_t i = 0; i < query.order.size(); ++i) {
        const OrderKey& key = query.order[i];
        if (i == 0)
            append("order by");
        else
            out += ',';
        append(print(key.operand));
        if (key.descending) out += " desc";
    }
    if (query.limit) append("limit " + print(*query.limit));
    if (query.offset) append("offset " + print(*query.offset));
    return out;
}

}  // namespace kith::query
