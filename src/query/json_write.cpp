// Tree to JSON.
#include "query/json_form.hpp"
#include "query/lexer.hpp"
#include "query/type_words.hpp"
#include "query/words.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace kith::query {

namespace {

using Json = nlohmann::ordered_json;

Json json_of(const Node& node);

/// "organization.industry"; the steps one by one where one of them has a dot.
Json json_of(const Path& path) {
    const auto dotted = [](const std::string& step) { return step.find('.') != std::string::npos; };
    if (std::any_of(path.steps.begin(), path.steps.end(), dotted)) return path.steps;
    std::string text;
    for (const std::string& step : path.steps) {
        if (!text.empty()) text += '.';
        text += step;
    }
    return text;
}

/// A number of JSON where that says the same digits, else a text of them.
Json number(const std::string& digits) {
    const bool short_enough = digits.size() <= 17 && digits.front() != '+';
    Json value = short_enough ? Json::parse(digits, nullptr, false) : Json();
    return value.is_number() && value.dump() == digits ? value : Json(digits);
}

Json json_of_parameter(const std::string& name) {
    Json out;
    out["parameter"] = name;
    return out;
}

/// How many units.
Json json_of_count(std::int64_t count, const std::string& parameter) {
    return parameter.empty() ? Json(count) : json_of_parameter(parameter);
}

Json json_of(const Span& span) {
    Json out;
    out["span"] = word_of(span.direction);
    if (span.direction == Span::Direction::named) {
        out["unit"] = name_of(span.unit);
        out["year"] = json_of_count(span.count, span.parameter);
        if (span.part > 0) out["part"] = span.part;
        return out;
    }
    if (span.counted()) out["count"] = json_of_count(span.count, span.parameter);
    out["unit"] = name_of(span.unit);
    return out;
}

Json json_of(const Literal& literal) {
    switch (literal.kind) {
        case Literal::Kind::text: return literal.text;
        case Literal::Kind::number: {
            Json value = number(literal.text);
            if (literal.unit.empty() && value.is_number()) return value;
            Json out;
            out["number"] = std::move(value);
            if (!literal.unit.empty()) out["unit"] = literal.unit;
            return out;
        }
        case Literal::Kind::parameter: return json_of_parameter(literal.text);
        case Literal::Kind::span: return json_of(literal.span);
    }
    return {};
}

Json json_of(const std::vector<Literal>& values) {
    Json out = Json::array();
    for (const Literal& value : values) out.push_back(json_of(value));
    return out;
}

Json json_of(const Window& window) {
    Json out;
    out["op"] = window_word(window.op);
    if (window.op == Operator::between)
        out["values"] = json_of(window.values);
    else
        out["value"] = json_of(window.values.front());
    return out;
}

Json json_of(const Duration& duration) {
    Json out;
    out["count"] = json_of_count(duration.count, duration.parameter);
    out["unit"] = name_of(duration.unit);
    return out;
}

Json json_of(const Operand& operand) {
    if (operand.function == Function::none) return json_of(operand.path);
    Json out;
    if (operand.function == Function::tile) {
        out["tile"] = operand.parts;
        out["by"] = json_of(operand.of.front());
        if (!operand.condition.empty()) out["among"] = json_of(operand.condition.front());
        return out;
    }
    out["figure"] = name_of(operand.function);
    out["of"] = json_of(operand.path);
    if (!operand.condition.empty()) out["where"] = json_of(operand.condition.front());
    if (!operand.window.empty()) out["window"] = json_of(operand.window.front());
    return out;
}

struct Writer {
    Json operator()(const Comparison& c) const {
        Json out;
        out["test"] = json_of(c.operand);
        if (c.every) out["every"] = true;
        if (c.negated) out["negated"] = true;
        if (!c.distance.empty()) {
            const Distance& distance = c.distance.front();
            out[c.op == Operator::equal ? "within" : "more_than"] = json_of(distance.length);
            out[distance.before ? "before" : "after"] = json_of(c.other.front());
            return out;
        }
        if (c.op != Operator::holds) out["op"] = words_of(c.op);
        switch (takes_of(c.op)) {
            case Takes::nothing: break;
            case Takes::value:
                if (c.other.empty())
                    out["value"] = json_of(c.values.front());
                else
                    out["value_of"] = json_of(c.other.front());
                break;
            case Takes::value_and_by:
                out["value"] = json_of(c.values.front());
                if (c.values.size() > 1) out["by"] = json_of(c.values[1]);
                break;
            case Takes::two:
            case Takes::list:
            case Takes::list_as_it_is: out["values"] = json_of(c.values); break;
        }
        return out;
    }

    Json operator()(const Related& r) const {
        Json out;
        out[std::string(word_of(r.quantity))] = json_of(r.path);
        if (!r.condition.empty()) out["where"] = json_of(r.condition.front());
        return out;
    }

    Json operator()(const Membership& m) const {
        Json out;
        out["in"] = word_of(m.of);
        out["name"] = json_of(m.name);
        return out;
    }

    Json operator()(const Rank& r) const {
        Json out;
        out[r.lowest ? "bottom" : "top"] = json_of(r.number);
        if (r.percent) out["percent"] = true;
        out["by"] = json_of(r.by);
        if (!r.among.empty()) out["among"] = json_of(r.among.front());
        return out;
    }

    Json operator()(const Junction& j) const {
        Json terms = Json::array();
        for (const Node& term : j.terms) terms.push_back(json_of(term));
        Json out;
        out[j.all ? "and" : "or"] = std::move(terms);
        return out;
    }

    Json operator()(const Negation& n) const {
        Json out;
        out["not"] = json_of(n.term.front());
        return out;
    }

    Json operator()(const Area& a) const {
        Json out;
        if (a.box) {
            out["inside_box"] = json_of(a.values);
        } else {
            out["within"] = json_of(a.values.front());
            out["unit"] = a.unit;
            out["of"] = json_of(std::vector<Literal>(a.values.begin() + 1, a.values.end()));
        }
        if (!a.path.steps.empty()) out["path"] = json_of(a.path);
        return out;
    }

    Json operator()(const FullText& t) const {
        Json out;
        out["matches"] = json_of(t.words);
        return out;
    }

    Json operator()(const Permission& p) const {
        Json out;
        out[p.to == Permission::To::list ? "subscribed_to" : "consents_to"] = json_of(p.name);
        if (!p.purpose.empty()) out["for"] = json_of(p.purpose.front());
        if (!p.path.steps.empty()) out["path"] = json_of(p.path);
        return out;
    }

    Json operator()(const History& h) const {
        Json out;
        out["history"] = json_of(h.path);
        out["verb"] = word_of(h.verb);
        const bool was = h.verb == History::Verb::was_ever || h.verb == History::Verb::was_never;
        if (!h.from.empty()) out["from"] = json_of(h.from.front());
        if (!h.to.empty()) out[was ? "value" : "to"] = json_of(h.to.front());
        if (!h.window.empty()) out["window"] = json_of(h.window.front());
        if (h.verb == History::Verb::unchanged) out["for"] = json_of(h.duration);
        return out;
    }

    Json operator()(const Stay& s) const {
        Json out;
        out["in_stage"] = json_of(s.stage);
        if (s.length != Stay::Length::any)
            out[s.length == Stay::Length::more ? "more_than" : "less_than"] = json_of(s.duration);
        return out;
    }

    Json operator()(const Behaviour& b) const {
        Json deeds = Json::array();
        for (const Deed& deed : b.deeds) {
            Json& each = deeds.emplace_back();
            each["kind"] = deed.kind.text;
            if (!deed.condition.empty()) each["where"] = json_of(deed.condition.front());
            if (deeds.size() > 1) each["within"] = json_of(deed.within);
        }
        const bool several = b.verb == Behaviour::Verb::did || b.verb == Behaviour::Verb::did_not;
        Json out;
        out[std::string(word_of(b.verb))] = several ? std::move(deeds) : std::move(deeds.front());
        if (!b.count.empty()) out["times"][std::string(times_word(b.times))] = json_of(b.count.front());
        if (!b.window.empty()) out["window"] = json_of(b.window.front());
        if (b.verb == Behaviour::Verb::stopped || b.verb == Behaviour::Verb::restarted)
            out["for"] = json_of(b.duration);
        return out;
    }
};

Json json_of(const Node& node) { return std::visit(Writer{}, node.form); }

}  // namespace

std::string to_json(const Query& query) {
    Json out;
    out["kith_query"] = json_version;
    if (!query.condition.empty()) out["where"] = json_of(query.condition.front());
    for (const OrderKey& key : query.order) {
        Json by;
        by["by"] = json_of(key.operand);
        if (key.descending) by["descending"] = true;
        out["order_by"].push_back(std::move(by));
    }
    if (query.limit) out["limit"] = json_of(*query.limit);
    if (query.offset) out["offset"] = json_of(*query.offset);
    return out.dump();
}

}  // namespace kith::query
