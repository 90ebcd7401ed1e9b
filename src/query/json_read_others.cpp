// JSON to lengths of time, and to the conditions that are no tests: areas, words, consent, history, behaviour.
#include "query/json_read.hpp"
#include "query/limits.hpp"

#include <utility>

namespace kith::query {

namespace {

const Phrase condition{"a condition", "条件"};

}  // namespace

Duration JsonReader::duration(const Json& json, const Pointer& at) {
    expect_object(json, at, {"an object with 'count' and 'unit'", "「count」と「unit」のあるオブジェクト"},
                  {"count", "unit"});
    Duration duration;
    count(json.at("count"), at / "count", limits::units, duration.count, duration.parameter);
    duration.unit = unit(member(json, "unit", at), at / "unit");
    return duration;
}

void JsonReader::distance(Comparison& comparison, const Json& json, const Pointer& at) {
    const bool within = json.contains("within");
    const bool before = json.contains("before");
    for (const char* key : {"op", "value", "by", "values", "value_of"}) {
        if (json.contains(key))
            fail(at / key, {"'after' or 'before' with a length of time", "期間には「after」か「before」"},
                 quote(key));
    }
    if (within && json.contains("more_than"))
        fail(at / "more_than", {"one of 'within' and 'more_than'", "「within」「more_than」の一方"},
             quote("more_than"));
    if (before && json.contains("after"))
        fail(at / "before", {"one of 'after' and 'before'", "「after」「before」の一方"}, quote("before"));
    if (comparison.every && comparison.operand.function != Function::none)
        fail(at / "every", {"'every' with a path", "パスの「every」"}, quote("every"));
    const char* length = within ? "within" : "more_than";
    const char* side = before ? "before" : "after";
    Distance distance;
    distance.length = duration(json.at(length), at / length);
    distance.before = before;
    comparison.op = within ? Operator::equal : before ? Operator::less : Operator::greater;
    comparison.distance.push_back(std::move(distance));
    comparison.other.push_back(operand(member(json, side, at), at / side));
}

Literal JsonReader::plain_number(const Json& json, const Pointer& at) {
    Literal result = value(json, at);
    const bool fits = (result.kind == Literal::Kind::number && result.unit.empty()) ||
                      result.kind == Literal::Kind::parameter;
    if (!fits) fail(at, {"a number or a parameter", "数値またはパラメータ"}, found(json));
    return result;
}

std::vector<Literal> JsonReader::plain_numbers(const Json& json, const Pointer& at, std::size_t exactly,
                                               const Phrase& what) {
    if (!json.is_array() || json.size() != exactly) fail(at, what, found(json));
    std::vector<Literal> result;
    for (std::size_t i = 0; i < json.size(); ++i) result.push_back(plain_number(json[i], at / i));
    return result;
}

Area JsonReader::circle(const Json& json, const Pointer& at) {
    expect_object(json, at, condition, {"within", "unit", "of", "path"});
    Area area;
    area.values.push_back(plain_number(json.at("within"), at / "within"));
    const Phrase units{"'km', 'm' or 'mi'", "「km」「m」「mi」のいずれか"};
    area.unit = text(member(json, "unit", at), at / "unit", units);
    if (area.unit != "km" && area.unit != "m" && area.unit != "mi")
        fail_word(at / "unit", units, area.unit, {"km", "m", "mi"});
    for (Literal& degrees : plain_numbers(member(json, "of", at), at / "of", 2,
                                          {"a list of latitude and longitude", "緯度と経度のリスト"}))
        area.values.push_back(std::move(degrees));
    if (json.contains("path")) area.path = path(json.at("path"), at / "path");
    return area;
}

Area JsonReader::box(const Json& json, const Pointer& at) {
    expect_object(json, at, condition, {"inside_box", "path"});
    Area area;
    area.box = true;
    area.values = plain_numbers(json.at("inside_box"), at / "inside_box", 4,
                                {"a list of south, west, north and east", "南、西、北、東のリスト"});
    if (json.contains("path")) area.path = path(json.at("path"), at / "path");
    return area;
}

FullText JsonReader::full_text(const Json& json, const Pointer& at) {
    expect_object(json, at, condition, {"matches"});
    FullText result;
    result.words = value(json.at("matches"), at / "matches");
    const bool words =
        result.words.kind == Literal::Kind::text || result.words.kind == Literal::Kind::parameter;
    if (!words)
        fail(at / "matches", {"a text or a parameter", "文字列またはパラメータ"}, found(json.at("matches")));
    return result;
}

Permission JsonReader::permission(const Json& json, const Pointer& at, Permission::To to) {
    const bool list = to == Permission::To::list;
    const char* key = list ? "subscribed_to" : "consents_to";
    if (list)
        expect_object(json, at, condition, {key, "path"});
    else
        expect_object(json, at, condition, {key, "for", "path"});
    Permission permission;
    permission.to = to;
    permission.name = value(json.at(key), at / key);
    if (json.contains("for")) permission.purpose.push_back(value(json.at("for"), at / "for"));
    if (json.contains("path")) permission.path = path(json.at("path"), at / "path");
    return permission;
}

History JsonReader::history(const Json& json, const Pointer& at) {
    History history;
    expect_object(json, at, condition, {"history", "verb", "value", "from", "to", "window", "for"});
    history.path = path(json.at("history"), at / "history");
    history.verb =
        one_of<History::Verb>(member(json, "verb", at), at / "verb",
                              {"'was ever', 'was never', 'changed', 'never changed' or 'unchanged'",
                               "「was ever」「was never」「changed」「never changed」「unchanged」のいずれか"},
                              [](History::Verb verb) { return word_of(verb); });
    const bool was = history.verb == History::Verb::was_ever || history.verb == History::Verb::was_never;
    const bool changed = history.verb == History::Verb::changed;
    const bool unchanged = history.verb == History::Verb::unchanged;
    const auto refuse = [&](const char* key, bool allowed) {
        const Phrase verb = quote(word_of(history.verb));
        if (!allowed && json.contains(key))
            fail(at / key, {"no such key with " + verb.en, verb.ja + "にないキー"}, quote(key));
    };
    refuse("value", was);
    refuse("from", changed);
    refuse("to", changed);
    refuse("window", !unchanged);
    refuse("for", unchanged);
    if (was) history.to.push_back(value(member(json, "value", at), at / "value"));
    if (json.contains("from")) history.from.push_back(value(json.at("from"), at / "from"));
    if (json.contains("to")) history.to.push_back(value(json.at("to"), at / "to"));
    if (json.contains("window")) history.window.push_back(window(json.at("window"), at / "window"));
    if (unchanged) history.duration = duration(member(json, "for", at), at / "for");
    return history;
}

Stay JsonReader::stay(const Json& json, const Pointer& at) {
    expect_object(json, at, condition, {"in_stage", "more_than", "less_than"});
    Stay stay;
    stay.stage = value(json.at("in_stage"), at / "in_stage");
    if (json.contains("more_than") && json.contains("less_than"))
        fail(at / "less_than", {"one of 'more_than' and 'less_than'", "「more_than」「less_than」の一方"},
             quote("less_than"));
    for (const auto& [key, length] :
         {std::pair{"more_than", Stay::Length::more}, {"less_than", Stay::Length::less}}) {
        if (!json.contains(key)) continue;
        stay.length = length;
        stay.duration = duration(json.at(key), at / key);
    }
    return stay;
}

Deed JsonReader::deed(const Json& json, const Pointer& at, bool later) {
    const Phrase wanted{"an object with 'kind'", "「kind」のあるオブジェクト"};
    if (later)
        expect_object(json, at, wanted, {"kind", "where", "within"});
    else
        expect_object(json, at, wanted, {"kind", "where"});
    Deed deed;
    const Phrase kind{"a kind of event such as 'visit'", "「visit」のような行動の種類"};
    deed.kind.text = text(json.at("kind"), at / "kind", kind);
    if (deed.kind.text.empty()) fail(at / "kind", kind, quote(""));
    if (json.contains("where")) deed.condition = inner(json.at("where"), at / "where");
    if (later) deed.within = duration(member(json, "within", at), at / "within");
    return deed;
}

Behaviour JsonReader::behaviour(const Json& json, const Pointer& at, Behaviour::Verb verb) {
    const std::string key(word_of(verb));
    const bool several = verb == Behaviour::Verb::did || verb == Behaviour::Verb::did_not;
    const bool length = verb == Behaviour::Verb::stopped || verb == Behaviour::Verb::restarted;
    if (several)
        expect_object(json, at, condition, {key, "times", "window"});
    else
        expect_object(json, at, condition, {key, length ? "for" : "window"});
    Behaviour behaviour;
    behaviour.verb = verb;
    const Json& deeds = json.at(key);
    if (several) {
        if (!deeds.is_array() || deeds.empty())
            fail(at / key, {"a list of objects with 'kind'", "「kind」のあるオブジェクトのリスト"},
                 found(deeds));
        if (deeds.size() > limits::deeds)
            fail_limit(at / key, {"steps of a sequence", "一連の行動の段数"}, limits::deeds);
        for (std::size_t i = 0; i < deeds.size(); ++i)
            behaviour.deeds.push_back(deed(deeds[i], at / key / i, i > 0));
    } else {
        behaviour.deeds.push_back(deed(deeds, at / key, false));
    }
    if (json.contains("times")) {
        const Json& times = json.at("times");
        const Pointer where = at / "times";
        const Phrase wanted{"an object with 'at_least', 'at_most' or 'exactly'",
                            "「at_least」「at_most」「exactly」のいずれかのあるオブジェクト"};
        if (!times.is_object() || times.size() != 1) fail(where, wanted, found(times));
        const std::string word = times.begin().key();
        const auto op = with_word<Operator>(word, [](Operator each) { return times_word(each); });
        if (!op) fail_word(where / word, wanted, word, {"at_least", "at_most", "exactly"});
        behaviour.times = *op;
        behaviour.count.push_back(amount(times.begin().value(), where / word));
    }
    if (verb == Behaviour::Verb::first) (void)member(json, "window", at);
    if (json.contains("window")) behaviour.window.push_back(window(json.at("window"), at / "window"));
    if (length) behaviour.duration = duration(member(json, "for", at), at / "for");
    return behaviour;
}

}  // namespace kith::query
