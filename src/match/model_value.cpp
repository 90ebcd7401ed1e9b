#include "match/model_value.hpp"

#include "match/learned.hpp"
#include "match/scan.hpp"
#include "records/record_type.hpp"
#include "text/similarity.hpp"

#include <kith/error.hpp>

#include <fmt/format.h>

#include <array>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace kith::match {
namespace {

constexpr double unbounded = std::numeric_limits<double>::max();
constexpr double most_related = 1e6;  // records of one household or office, by far

[[noreturn]] void refuse(std::string_view field, std::string_view why) {
    throw Error(Code::invalid_argument,
                fmt::format("this model does not fit: {}{}{}", field, field.empty() ? "" : ": ", why),
                {.field = std::string(field)});
}

[[noreturn]] void refuse_unknown(std::string_view field, std::string_view what, std::string_view word,
                                 const std::vector<std::string_view>& known) {
    const std::string_view near = text::nearest(word, known);
    refuse(field, fmt::format("there is no {} '{}'{}", what, word,
                              near.empty() ? "" : fmt::format("; did you mean '{}'?", near)));
}

double within(double number, double low, double high, std::string_view field, std::string_view what) {
    if (number >= low && number <= high) return number;
    refuse(field, high == unbounded ? fmt::format("{} is at least {}, not {}", what, low, number)
                                    : fmt::format("{} is from {} to {}, not {}", what, low, high, number));
}

double positive(double number, double high, std::string_view field, std::string_view what) {
    if (!(number > 0)) refuse(field, fmt::format("{} is above 0, not {}", what, number));
    return within(number, 0, high, field, what);
}

bool is_common(Field field) { return field >= Field::common_email; }
bool occurs(const LevelWeights& level) { return level.m > 0; }

/// The field of that name in the model; refuses.
Field field_named(const MatchField& given) {
    std::vector<std::string_view> known;
    for (std::size_t f = 0; f < field_count; ++f) {
        const auto field = static_cast<Field>(f);
        if (is_common(field) != given.common) continue;
        if (name_of(field) == given.field) return field;
        known.push_back(name_of(field));
    }
    refuse_unknown("", given.common ? "common field" : "field", given.field, known);
}

void adopt_level(FieldWeights& weights, Field field, const MatchLevel& given,
                 std::array<bool, level_count>& seen) {
    std::vector<std::string_view> known;
    for (std::size_t l = 0; l < level_count; ++l) {
        LevelWeights& level = weights.levels[l];
        if (!occurs(level)) continue;
        const std::string_view name = name_of(field, static_cast<Level>(l));
        known.push_back(name);
        if (name != given.level) continue;
        if (seen[l]) refuse(name_of(field), fmt::format("level '{}' is there twice", name));
        seen[l] = true;
        level.m = positive(given.m, 1, name_of(field), fmt::format("m of '{}'", name));
        level.u = within(given.u, 0, 1, name_of(field), fmt::format("u of '{}'", name));
        level.reliance = within(given.reliance, 0, 1, name_of(field), fmt::format("reliance of '{}'", name));
        return;
    }
    refuse_unknown(name_of(field), "level", given.level, known);
}

void adopt_field(FieldWeights& weights, Field field, const MatchField& given) {
    std::array<bool, level_count> seen{};
    const FieldWeights before = weights;
    for (const MatchLevel& level : given.levels) adopt_level(weights, field, level, seen);
    for (std::size_t l = 0; l < level_count; ++l)
        if (occurs(before.levels[l]) && !seen[l])
            refuse(given.field, fmt::format("level '{}' is missing", name_of(field, static_cast<Level>(l))));
    if (given.shared.size() != relation_count)
        refuse(given.field,
               fmt::format("there are {} relations, not {}", relation_count, given.shared.size()));
    for (std::size_t k = 0; k < relation_count; ++k)
        weights.shared[k] = within(given.shared[k], 0, 1, given.field, "what a relation shares");
}

void adopt_relations(Model& model, const std::vector<MatchRelation>& given) {
    if (given.size() != relation_count)
        refuse("", fmt::format("there are {} relations, not {}", relation_count, given.size()));
    for (std::size_t k = 0; k < relation_count; ++k) {
        Relation& relation = model.relations[k];
        if (given[k].name != relation.name)
            refuse("", fmt::format("relation {} is '{}', not '{}'", k + 1, relation.name, given[k].name));
        relation.per_record =
            within(given[k].per_record, 0, most_related, "", fmt::format("'{}' per record", relation.name));
        relation.shared_address = within(given[k].shared_address, 0, 1, "",
                                         fmt::format("the shared address of '{}'", relation.name));
    }
}

}  // namespace

MatchModel published(const Model& model, const RecordType& type) {
    MatchModel result;
    result.record_type = type.name;
    result.records = model.records;
    result.duplicates = model.duplicates;
    result.moved = model.moved;
    result.repeated_place = model.repeated_place;
    for (const Relation& relation : model.relations)
        result.relations.push_back({std::string(relation.name), relation.per_record, relation.shared_address});
    for (std::size_t f = 0; f < field_count; ++f) {
        const auto field = static_cast<Field>(f);
        MatchField& shown = result.fields.emplace_back();
        shown.field = name_of(field);
        shown.common = is_common(field);
        shown.shared.assign(model[field].shared.begin(), model[field].shared.end());
        for (std::size_t l = 0; l < level_count; ++l) {
            const LevelWeights& level = model[field].levels[l];
            if (occurs(level))
                shown.levels.push_back(
                    {std::string(name_of(field, static_cast<Level>(l))), level.m, level.u, level.reliance});
        }
    }
    return result;
}

const RecordType& type_of(const MatchModel& model) {
    const RecordType* type = find_record_type(model.record_type);
    if (type == nullptr) refuse("", fmt::format("there is no record type '{}'", model.record_type));
    check(*type, {});
    return *type;
}

Model adopted(const MatchModel& given) {
    Model model = packaged_model(type_of(given));
    model.records = within(given.records, 0, unbounded, "", "the number of records");
    model.duplicates = positive(given.duplicates, unbounded, "", "the number of duplicates per record");
    model.moved = positive(given.moved, 1, "", "the share of those who moved");
    if (model.moved == 1) refuse("", "the share of those who moved is below 1");
    model.repeated_place = within(given.repeated_place, 0, 1, "", "what a repeated place counts");
    adopt_relations(model, given.relations);
    std::array<bool, field_count> seen{};
    for (const MatchField& field : given.fields) {
        const Field which = field_named(field);
        if (seen[static_cast<std::size_t>(which)]) refuse(field.field, "it is there twice");
        seen[static_cast<std::size_t>(which)] = true;
        adopt_field(model[which], which, field);
    }
    for (std::size_t f = 0; f < field_count; ++f)
        if (!seen[f]) refuse(name_of(static_cast<Field>(f)), "it is missing");
    return model;
}

}  // namespace kith::match
