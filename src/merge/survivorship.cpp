#include "merge/survivorship.hpp"

#include "history/values.hpp"
#include "merge/chooser.hpp"
#include "records/check.hpp"
#include "records/codec.hpp"
#include "records/custom.hpp"
#include "text/fold.hpp"
#include "text/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <tuple>

namespace kith::merge {

namespace {

/// How a field is decided: by a policy, or by a rule of its own.
struct Rule {
    enum class Kind { policy, joined, furthest, lowest } kind = Kind::policy;
    SurvivorshipRule policy{};
};

Rule rule_of(const RecordType& type, const Unit& unit, const MergeOptions& options) {
    if (const auto given = options.fields.find(unit.name); given != options.fields.end())
        return {Rule::Kind::policy, given->second};
    for (const records::Field* part : unit.fields)  // a part of a block decides for all of it
        if (const auto given = options.fields.find(std::string(part->name)); given != options.fields.end())
            return {Rule::Kind::policy, given->second};
    const records::Field& field = *unit.fields.front();
    if (unit.fields.size() > 1 || field.type == FieldType::date)
        return {Rule::Kind::policy, Survivorship::most_complete};
    if (field.name == "notes") return {Rule::Kind::joined};
    // A stage that only grows (lifecycle); and someone known wins over someone hidden (a visitor).
    if (field.choices != nullptr && field.is(records::tracked)) return {Rule::Kind::furthest};
    if (field.name == "kind" && !type.visible.empty()) return {Rule::Kind::lowest};
    return {Rule::Kind::policy, options.policy};
}

[[noreturn]] void unfit(const records::Field& field, const Value& value) {
    throw Error(Code::invalid_argument,
                fmt::format("MergeOptions::choose gave '{}' for {}, which it cannot hold", value.to_string(),
                            field.name),
                {.field = std::string(field.name)});
}

/// Sets a member from a value of the field's type.
void set_value(const records::Field& field, void* record, const Value& value) {
    records::Scratch scratch;
    store::Cell cell;
    if (field.choices != nullptr) {
        const auto* name = value.as<std::string>();
        const auto known =
            std::find_if(field.choices->begin(), field.choices->end(), [&](const records::Choice& choice) {
                return name != nullptr && choice.name == *name;
            });
        if (known == field.choices->end()) unfit(field, value);
        cell = store::Cell::of(known->value);
    } else if (const auto* text = value.as<std::string>(); text != nullptr && field.type == FieldType::text) {
        cell = store::Cell::of(std::string_view(*text));
    } else if (const auto* date = value.as<PartialDate>(); date != nullptr && field.type == FieldType::date) {
        scratch.text = date->to_string();
        cell = store::Cell::of(std::string_view(scratch.text));
    } else if (const auto* reference = value.as<RecordRef>();
               reference != nullptr && field.type == FieldType::reference) {
        if (reference->type != field.target) unfit(field, value);
        cell = store::Cell::of(reference->id);
    } else if (const auto* number = value.as<std::int64_t>();
               number != nullptr && field.type == FieldType::integer) {
        cell = store::Cell::of(*number);
    } else if (const auto* real = value.as<double>(); real != nullptr && field.type == FieldType::real) {
        cell = store::Cell::of(*real);
    } else if (const auto* flag = value.as<bool>(); flag != nullptr && field.type == FieldType::flag) {
        cell = store::Cell::of(std::int64_t{*flag});
    } else if (const auto* time = value.as<Time>(); time != nullptr && field.type == FieldType::time) {
        cell = store::Cell::of(std::int64_t{time->time_since_epoch().count()});
    } else {
        unfit(field, value);
    }
    field.set(record, cell);
}

Value value_in(const records::Field& field, const void* record) {
    records::Scratch scratch;
    const store::Cell cell = field.get(record, scratch);
    return says_something(field, cell) ? history::value_of(field, cell) : Value();
}

/// A reference to another member of the merge would be one to itself: it says nothing. Gives what such fields said.
using Inner = std::map<const records::Field*, std::vector<Value>>;
Inner drop_inner_references(const Members& members) {
    Inner inner;
    for (const records::Field& field : members.type->fields) {
        if (field.target != members.type->name) continue;
        std::vector<Value> values;
        bool any = false;
        for (const Record& record : members.records) {
            values.push_back(value_in(field, record.get()));
            records::Scratch scratch;
            if (!members.has(field.get(record.get(), scratch).integer)) continue;
            field.set(record.get(), {});
            any = true;
        }
        if (any) inner.emplace(&field, std::move(values));
    }
    return inner;
}

/// What was dropped before anything was chosen is told with what was there.
void tell_inner_references(const Inner& inner, Choice& choice) {
    for (const auto& [field, values] : inner) {
        const auto listed =
            std::find_if(choice.fields.begin(), choice.fields.end(),
                         [&, name = field->name](const MergedField& merged) { return merged.field == name; });
        const Value chosen = value_in(*field, choice.record.get());
        if (listed != choice.fields.end())
            listed->values = values;
        else
            choice.fields.push_back({std::string(field->name), values, chosen,
                                     std::string(chosen.empty() ? to_itself : "the survivor's"), false});
    }
}

void choose_unit(const Chooser& chooser, const Members& members, const Unit& unit,
                 const MergeOptions& options, Choice& choice) {
    const Chooser::Candidates candidates = chooser.weigh(unit);
    const Rule rule = rule_of(*members.type, unit, options);
    void* result = choice.record.get();
    const auto take = [&](std::size_t member) {
        for (const records::Field* field : unit.fields) {
            records::Scratch scratch;
            field->set(result, field->get(chooser.record(member), scratch));
        }
    };
    std::string reason;
    const records::Field& first = *unit.fields.front();
    if (rule.kind == Rule::Kind::joined) {
        first.set(result, store::Cell::of(std::string_view(chooser.joined(first))));
        reason = "joined";
    } else if (rule.kind == Rule::Kind::furthest || rule.kind == Rule::Kind::lowest) {
        std::size_t winner = 0;
        for (std::size_t i = 1; i < chooser.size(); ++i) {
            records::Scratch scratch;
            const std::int64_t a = first.get(chooser.record(i), scratch).integer;
            const std::int64_t b = first.get(chooser.record(winner), scratch).integer;
            if (rule.kind == Rule::Kind::furthest ? a > b : a < b) winner = i;
        }
        take(winner);
        reason = rule.kind == Rule::Kind::furthest ? "furthest" : "known";
    } else {
        take(chooser.pick(rule.policy, candidates, reason));
    }
    const bool conflict = differ(candidates);
    for (const records::Field* field : unit.fields) {
        MergedField merged;
        merged.field = field->name;
        std::set<std::string> texts;
        for (const Record& record : members.records) {
            merged.values.push_back(value_in(*field, record.get()));
            if (!merged.values.back().empty()) texts.insert(text::fold(merged.values.back().to_string()));
        }
        merged.reason = reason;
        merged.conflict = conflict && rule.kind != Rule::Kind::joined && texts.size() > 1;
        if (merged.conflict && options.choose) {
            const Value chosen = options.choose(field->name, merged.values);
            if (!chosen.empty()) {
                set_value(*field, result, chosen);
                merged.reason = "chosen by the host";
            }
        }
        merged.chosen = value_in(*field, result);
        if (merged.conflict || !(merged.chosen == merged.values.front()))
            choice.fields.push_back(std::move(merged));
    }
}

// custom fields ------------------------------------------------------------------------------------------------------

void choose_custom(store::Connection& connection, const Chooser& chooser, const Members& members,
                   const MergeOptions& options, Choice& choice) {
    if (members.type->custom == nullptr) return;
    const records::CustomFields custom = records::custom_fields(connection, *members.type);
    for (const kith::Field& field : *custom) {
        MergedField merged;
        merged.field = "field." + field.key;
        Chooser::Candidates candidates;
        bool inner = false;  // a member refers to another one
        for (const Record& record : members.records) {
            const CustomValues& values = *members.type->custom(record.get());
            const auto found = values.find(field.key);
            merged.values.push_back(found == values.end() ? Value() : found->second);
            const Value& value = merged.values.back();
            const std::string shown = value.to_string();
            const auto* reference = value.as<RecordRef>();
            const bool itself =
                reference != nullptr && reference->type == members.type->name && members.has(reference->id);
            inner = inner || itself;
            candidates.known.push_back(!value.empty() && !itself);
            candidates.folded.push_back(text::fold(shown));
            candidates.length.push_back(text::code_points(shown));
            candidates.completeness.emplace_back(1, text::code_points(shown));
        }
        candidates.written = [&](std::size_t member) {
            store::Statement last = connection.prepare(
                "SELECT max(t.at) FROM field_value v JOIN change_txn t ON t.seq = v.seq WHERE v.record_id = ?1 "
                "AND v.field_id = ?2");
            last.bind_all(members.ids[member], field.id.value);
            return last.step() ? last.integer(0) : 0;
        };
        if (std::none_of(candidates.known.begin(), candidates.known.end(), [](bool known) { return known; })) {
            if (!inner) continue;
            merged.reason = to_itself;
            choice.fields.push_back(std::move(merged));
            continue;
        }
        if (field.type == FieldType::choices) {  // united as links
            Value::Texts all;
            for (const Value& value : merged.values)
                if (const auto* names = value.as<Value::Texts>())
                    for (const std::string& name : *names)
                        if (std::find(all.begin(), all.end(), name) == all.end()) all.push_back(name);
            merged.chosen = Value(std::move(all));
            merged.reason = "united";
            if (!(merged.chosen == merged.values.front())) choice.fields.push_back(std::move(merged));
            continue;
        }
        const auto given = options.fields.find(merged.field);
        const SurvivorshipRule& rule = given == options.fields.end() ? options.policy : given->second;
        std::size_t winner = chooser.pick(rule, candidates, merged.reason);
        merged.conflict = differ(candidates);
        if (merged.conflict && options.choose) {
            const Value chosen = options.choose(merged.field, merged.values);
            if (!chosen.empty()) {
                const auto same = std::find(merged.values.begin(), merged.values.end(), chosen);
                if (same == merged.values.end() ||
                    !candidates.known[static_cast<std::size_t>(same - merged.values.begin())])
                    throw Error(
                        Code::invalid_argument,
                        fmt::format("MergeOptions::choose gave '{}' for {}, which none of the records has",
                                    chosen.to_string(), merged.field),
                        {.field = merged.field});
                winner = static_cast<std::size_t>(same - merged.values.begin());
                merged.reason = "chosen by the host";
            }
        }
        merged.chosen = merged.values[winner];
        if (winner > 0) choice.custom.push_back({field.key, winner});
        if (merged.conflict || winner > 0) choice.fields.push_back(std::move(merged));
    }
}

void check(const SurvivorshipRule& rule) {
    if (rule.policy < Survivorship::survivor_first || rule.policy > Survivorship::named_source)
        throw Error(Code::invalid_argument, fmt::format("there is no survivorship policy {}",
                                                        static_cast<std::int32_t>(rule.policy)));
    if ((rule.policy == Survivorship::named_source) == rule.sources.empty())
        throw Error(Code::invalid_argument, rule.sources.empty() ? "the policy named_source needs sources"
                                                                 : "sources are for the policy named_source");
}

}  // namespace

bool Members::has(std::int64_t id) const { return std::find(ids.begin(), ids.end(), id) != ids.end(); }

void check_options(store::Connection& connection, const RecordType& type, const MergeOptions& options) {
    check(options.policy);
    for (const auto& [name, policy] : options.fields) {
        check(policy);
        bool known = type.field(name) != nullptr;
        for (const Unit& unit : units_of(type)) known = known || unit.name == name;
        if (!known && name.rfind("field.", 0) == 0) {
            const records::CustomFields custom = records::custom_fields(connection, type);
            for (const kith::Field& field : *custom) known = known || "field." + field.key == name;
        }
        if (!known)
            throw Error(
                Code::invalid_argument,
                fmt::format("MergeOptions::fields names '{}', which {} does not have", name, type.name),
                {.record = std::string(type.name), .field = name});
    }
}

Choice choose(store::Connection& connection, const Members& members, const MergeOptions& options) {
    const RecordType& type = *members.type;
    const Inner inner = drop_inner_references(members);
    Choice choice{Record(type.create(), type.destroy), {}, {}};
    type.copy(choice.record.get(), members.records.front().get());
    const Chooser chooser(connection, members);
    for (const Unit& unit : units_of(type)) choose_unit(chooser, members, unit, options, choice);
    tell_inner_references(inner, choice);
    choose_custom(connection, chooser, members, options, choice);
    records::prepare_and_check(type, choice.record.get(), connection.settings(), connection.now());
    records::resolve_references(connection, type, choice.record.get());
    return choice;
}

}  // namespace kith::merge
