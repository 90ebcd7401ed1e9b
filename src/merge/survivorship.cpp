#include "merge/survivorship.hpp"

#include "history/values.hpp"
#include "records/check.hpp"
#include "records/codec.hpp"
#include "records/custom.hpp"
#include "text/fold.hpp"
#include "text/script.hpp"
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
    Survivorship policy = Survivorship::survivor_first;
};

/// Fields that are decided together: a name's parts, or one field alone.
struct Unit {
    std::string name{};  // "name", "birthday"
    std::vector<const records::Field*> fields{};
};

std::vector<Unit> units_of(const RecordType& type) {
    std::vector<Unit> units;
    for (const records::Field& field : type.fields) {
        // Long text beside the table stays with its record; no type that merges has any.
        if (field.is(records::computed) || field.side) continue;
        const std::string block(field.name.substr(0, field.name.find('.')));
        if (block != field.name && !units.empty() && units.back().name == block)
            units.back().fields.push_back(&field);
        else
            units.push_back({block, {&field}});
    }
    return units;
}

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

std::string reason_of(Survivorship policy) {
    switch (policy) {
        case Survivorship::survivor_first: return "the survivor's";
        case Survivorship::most_recent: return "most recent";
        case Survivorship::most_complete: return "most complete";
        case Survivorship::most_frequent: return "most frequent";
        case Survivorship::longest: return "longest";
        case Survivorship::verified_first: return "of the record with most verified contact points";
    }
    return {};
}

/// Decides one unit after another over the same members.
class Chooser {
public:
    Chooser(store::Connection& connection, const Members& members)
        : connection_(connection), members_(members) {}

    [[nodiscard]] std::size_t size() const { return members_.records.size(); }
    [[nodiscard]] const void* record(std::size_t member) const { return members_.records[member].get(); }

    /// The member whose value wins; `empty`, `weight` ... describe the values by member.
    struct Candidates {
        std::vector<bool> known;
        std::vector<std::string> folded;  // comparison form
        std::vector<std::pair<std::size_t, std::size_t>> completeness;
        std::vector<std::size_t> length;
        std::function<std::int64_t(std::size_t)> written;  // when, in milliseconds
    };
    [[nodiscard]] std::size_t pick(Survivorship policy, const Candidates& candidates) const {
        const auto best = [&](const auto& score) {
            std::optional<std::size_t> winner;
            for (std::size_t i = 0; i < candidates.known.size(); ++i)
                if (candidates.known[i] && (!winner || score(i) > score(*winner))) winner = i;
            return winner.value_or(0);
        };
        switch (policy) {
            case Survivorship::survivor_first: return best([](std::size_t) { return 0; });
            case Survivorship::most_recent: return best(candidates.written);
            case Survivorship::most_complete:
                return best([&](std::size_t i) { return candidates.completeness[i]; });
            case Survivorship::most_frequent:
                return best([&](std::size_t i) {
                    std::size_t equal = 0;
                    for (std::size_t j = 0; j < candidates.known.size(); ++j)
                        equal += candidates.known[j] && candidates.folded[i] == candidates.folded[j] ? 1u : 0u;
                    return equal;
                });
            case Survivorship::longest: return best([&](std::size_t i) { return candidates.length[i]; });
            case Survivorship::verified_first: return best([&](std::size_t i) { return verified(i); });
        }
        return 0;
    }

    /// When one of the columns of a member was written last.
    [[nodiscard]] std::int64_t written(std::size_t member,
                                       const std::vector<const records::Field*>& fields) const {
        const Meta& meta = members_.type->meta(members_.records[member].get());
        std::int64_t latest = meta.created_at.time_since_epoch().count();
        for (const records::Field* field : fields) {
            store::Statement last = connection_.prepare(
                "SELECT t.at FROM change c JOIN change_txn t ON t.seq = c.seq WHERE c.table_number = ?1 "
                "AND c.column_number = ?2 AND c.row_id = ?3 ORDER BY c.seq DESC LIMIT 1");
            last.bind_all(members_.type->number, field->number, members_.ids[member]);
            if (last.step()) latest = std::max(latest, last.integer(0));
        }
        return latest;
    }

private:
    /// How many e-mails, phones ... of a member are known to be valid.
    [[nodiscard]] std::size_t verified(std::size_t member) const {
        std::size_t count = 0;
        for (const records::Element& element : members_.type->elements)
            for (const records::Field& field : element.fields) {
                if (field.name != "validity") continue;
                for (std::size_t i = 0; i < element.size(record(member)); ++i) {
                    records::Scratch scratch;
                    count += field.get(element.at(record(member), i), scratch).integer == 1 ? 1u : 0u;
                }
            }
        return count;
    }

    store::Connection& connection_;
    const Members& members_;
};

/// A cell as content: nothing for null, "" and the 0 of a choice that means "unknown".
bool says_something(const records::Field& field, const store::Cell& cell) {
    if (cell.null()) return false;
    if (field.choices != nullptr && field.name != "kind") return cell.integer != 0;
    return cell.type != store::CellType::text || !cell.text.empty();
}

/// Words that are more than initials, and their characters.
std::pair<std::size_t, std::size_t> weight_of(const records::Field& field, const store::Cell& cell) {
    if (cell.type != store::CellType::text) return {1, 0};
    if (field.type == FieldType::date) {
        const PartialDate date = PartialDate::parse(cell.text).value_or(PartialDate{});
        return {static_cast<std::size_t>((date.year != 0) + (date.month != 0) + (date.day != 0)), 0};
    }
    std::string letters;
    for (const char c : cell.text)
        if (c != '.' && c != ' ') letters += c;
    const std::size_t count = text::code_points(letters);
    const bool initial = count < 2 && text::is_ascii(letters);
    // Kanji say more than any kana or romaji, which can be had from them and not the other way round; and bytes, not
    // letters: é says more than e.
    constexpr std::size_t worth_of_kanji = 1000;
    std::size_t kanji = 0;
    for (std::size_t at = 0; at < letters.size();)
        kanji += text::is_kanji(text::next_code_point(letters, at)) ? 1 : 0;
    return {initial || letters.empty() ? 0 : 1, letters.size() + kanji * worth_of_kanji};
}

Chooser::Candidates weigh(const Chooser& chooser, const Unit& unit) {
    Chooser::Candidates candidates;
    for (std::size_t member = 0; member < chooser.size(); ++member) {
        bool known = false;
        std::string folded;
        std::pair<std::size_t, std::size_t> completeness;
        std::size_t length = 0;
        for (const records::Field* field : unit.fields) {
            records::Scratch scratch;
            const store::Cell cell = field->get(chooser.record(member), scratch);
            const bool something = says_something(*field, cell);
            // How a name is shown, and what was typed before it was parsed, is no part that one record has more of.
            const bool counts =
                unit.fields.size() == 1 || (field->choices == nullptr && field->name != "name.full");
            if (something && field->choices == nullptr) {
                folded +=
                    cell.type == store::CellType::text ? text::fold(cell.text) : std::to_string(cell.integer);
                length += cell.type == store::CellType::text ? text::code_points(cell.text) : 0;
            } else if (something) {
                folded += std::to_string(cell.integer);
            }
            folded += '\n';
            known = known || (something && (field->choices == nullptr || unit.fields.size() == 1));
            if (!something || !counts) continue;
            const auto weight = weight_of(*field, cell);
            completeness.first += weight.first;
            completeness.second += weight.second;
        }
        candidates.known.push_back(known);
        candidates.folded.push_back(std::move(folded));
        candidates.completeness.push_back(completeness);
        candidates.length.push_back(length);
    }
    candidates.written = [&chooser, fields = unit.fields](std::size_t member) {
        return chooser.written(member, fields);
    };
    return candidates;
}

/// True when two members say different things.
bool differ(const Chooser::Candidates& candidates) {
    std::set<std::string> values;
    for (std::size_t i = 0; i < candidates.known.size(); ++i)
        if (candidates.known[i]) values.insert(candidates.folded[i]);
    return values.size() > 1;
}

std::string joined(const Chooser& chooser, const records::Field& field) {
    std::string all;
    for (std::size_t member = 0; member < chooser.size(); ++member) {
        records::Scratch scratch;
        const store::Cell cell = field.get(chooser.record(member), scratch);
        if (cell.text.empty() || all.find(cell.text) != std::string::npos) continue;
        if (!all.empty()) all += "\n\n";
        all += cell.text;
    }
    return all;
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

/// A reference to another member of the merge would be one to itself: it says nothing.
void drop_inner_references(const Members& members) {
    for (const records::Field& field : members.type->fields) {
        if (field.target != members.type->name) continue;
        for (const Record& record : members.records) {
            records::Scratch scratch;
            if (members.has(field.get(record.get(), scratch).integer)) field.set(record.get(), {});
        }
    }
}

void choose_unit(const Chooser& chooser, const Members& members, const Unit& unit,
                 const MergeOptions& options, Choice& choice) {
    const Chooser::Candidates candidates = weigh(chooser, unit);
    const Rule rule = rule_of(*members.type, unit, options);
    void* result = choice.record.get();
    const auto take = [&](std::size_t member) {
        for (const records::Field* field : unit.fields) {
            records::Scratch scratch;
            field->set(result, field->get(chooser.record(member), scratch));
        }
    };
    std::string reason = reason_of(rule.policy);
    const records::Field& first = *unit.fields.front();
    if (rule.kind == Rule::Kind::joined) {
        first.set(result, store::Cell::of(std::string_view(joined(chooser, first))));
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
        const std::size_t winner = chooser.pick(rule.policy, candidates);
        take(winner);
        if (std::count(candidates.known.begin(), candidates.known.end(), true) == 1)
            reason = "only value";
        else if (rule.policy == Survivorship::survivor_first && winner > 0)
            reason = "the survivor has none";
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
        for (const Record& record : members.records) {
            const CustomValues& values = *members.type->custom(record.get());
            const auto found = values.find(field.key);
            merged.values.push_back(found == values.end() ? Value() : found->second);
            const Value& value = merged.values.back();
            const std::string shown = value.to_string();
            candidates.known.push_back(!value.empty());
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
        if (std::none_of(candidates.known.begin(), candidates.known.end(), [](bool known) { return known; }))
            continue;
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
        const Survivorship policy = given == options.fields.end() ? options.policy : given->second;
        std::size_t winner = chooser.pick(policy, candidates);
        merged.reason = reason_of(policy);
        if (std::count(candidates.known.begin(), candidates.known.end(), true) == 1)
            merged.reason = "only value";
        merged.conflict = differ(candidates);
        if (merged.conflict && options.choose) {
            const Value chosen = options.choose(merged.field, merged.values);
            if (!chosen.empty()) {
                const auto same = std::find(merged.values.begin(), merged.values.end(), chosen);
                if (same == merged.values.end())
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

void check(Survivorship policy) {
    if (policy < Survivorship::survivor_first || policy > Survivorship::verified_first)
        throw Error(Code::invalid_argument,
                    fmt::format("there is no survivorship policy {}", static_cast<std::int32_t>(policy)));
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
    drop_inner_references(members);
    Choice choice{Record(type.create(), type.destroy), {}, {}};
    type.copy(choice.record.get(), members.records.front().get());
    const Chooser chooser(connection, members);
    for (const Unit& unit : units_of(type)) choose_unit(chooser, members, unit, options, choice);
    choose_custom(connection, chooser, members, options, choice);
    records::prepare_and_check(type, choice.record.get(), connection.settings(), connection.now());
    records::resolve_references(connection, type, choice.record.get());
    return choice;
}

}  // namespace kith::merge
