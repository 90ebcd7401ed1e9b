#include "records/deal_rules.hpp"

#include "records/check.hpp"
#include "records/codec.hpp"
#include "records/custom.hpp"

#include <kith/error.hpp>
#include <kith/field_access.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace kith {

namespace {

constexpr std::int64_t most_worth = (std::int64_t{1} << 53) - 1;  // as of any amount

/// `worth` in minor units, rounded half away from zero; nothing for more than an amount may be.
std::optional<std::int64_t> rounded(double worth) {
    if (std::isnan(worth)) return 0;  // all of more than a double holds is taken off
    // 1.15 pieces at 50 are 57.5, and 57.49999999999999 in binary.
    constexpr double binary = 4 * std::numeric_limits<double>::epsilon();
    const double size = std::abs(worth);
    const double half = std::floor(size) + 0.5;
    if (size < 0x1p40 && size < half && half - size <= size * binary) worth = std::copysign(half, worth);
    if (!(std::abs(worth) < static_cast<double>(most_worth) + 0.5)) return std::nullopt;
    return std::llround(worth);
}

std::optional<Money> worth_of(const DealLine& line) {
    const double price = static_cast<double>(line.unit_price.minor);
    const auto minor = rounded(line.quantity * price * (100 - line.discount) / 100);
    if (!minor) return std::nullopt;
    return Money{*minor, line.unit_price.currency};
}

std::optional<Money> worth_of(const std::vector<DealLine>& lines) {
    Money total;
    for (const DealLine& line : lines) {
        const std::optional<Money> worth = worth_of(line);
        if (!worth) return std::nullopt;
        if (worth->currency.empty()) continue;
        total.minor += worth->minor;
        total.currency = worth->currency;
        if (std::abs(total.minor) > 256 * most_worth) return std::nullopt;  // far from what 64 bits hold
    }
    if (std::abs(total.minor) > most_worth) return std::nullopt;
    return total;
}

Money within_reach(const std::optional<Money>& worth, std::string_view what) {
    if (worth) return *worth;
    throw Error(Code::invalid_value,
                fmt::format("{} worth more than an amount may be, {} minor units", what, most_worth),
                {.field = "lines"});
}

}  // namespace

Money total_of(const DealLine& line) { return within_reach(worth_of(line), "a line is"); }

Money lines_total(const Deal& deal) { return within_reach(worth_of(deal.lines), "the lines are"); }

}  // namespace kith

namespace kith::records {

namespace {

struct StageFacts {
    std::string name;
    PipelineId pipeline;
    std::string pipeline_name;
    StageKind kind = StageKind::open;
    std::vector<std::string> required;
    bool in_trash = false;
};

StageFacts facts_of(store::Connection& connection, StageId id) {
    store::Statement select = connection.prepare(
        "SELECT s.name, s.pipeline_id, p.name, s.kind, s.required_fields, "
        "s.deleted_at IS NOT NULL OR p.deleted_at IS NOT NULL FROM stage s JOIN pipeline p ON p.id = s.pipeline_id "
        "WHERE s.id = ?1");
    StageFacts facts;
    if (!select.bind(1, id.value).step()) return facts;  // the foreign key says it
    facts.name = select.string(0);
    facts.pipeline = PipelineId{select.integer(1)};
    facts.pipeline_name = select.string(2);
    facts.kind = static_cast<StageKind>(select.integer(3));
    facts.required = split_texts(select.text(4));
    facts.in_trash = select.integer(5) != 0;
    return facts;
}

[[noreturn]] void refuse(Code code, const Deal& deal, const StageFacts& stage, std::string field,
                         const std::string& why, const std::string& why_ja) {
    ErrorDetail detail;
    detail.record = deal.id ? fmt::format("deal {}", deal.id.value) : "deal";
    detail.field = std::move(field);
    detail.arguments = {{"stage", stage.name}};
    detail.message_ja =
        deal.id ? fmt::format("商談{}: {}", deal.id.value, why_ja) : fmt::format("商談: {}", why_ja);
    throw Error(code, fmt::format("{}: {}", detail.record, why), detail);
}

bool has_value(const Deal& deal, const std::string& field) {
    const std::vector<Value> values = field_values(deal, field);
    return std::any_of(values.begin(), values.end(), [](const Value& value) {
        const auto* text = value.as<std::string>();
        return text != nullptr ? !blank(*text) : !value.empty();
    });
}

/// What people call a field of a deal in Japanese.
std::string label_ja(store::Connection& connection, const std::string& name) {
    const RecordType& type = record_type<Deal>();
    for (const FieldDescription& field : fields_of(type))
        if (field.name == name && !field.label_ja.empty()) return field.label_ja;
    const CustomFields custom = custom_fields(connection, type);
    for (const kith::Field& field : *custom)
        if ("field." + field.key == name && !field.label.empty()) return field.label;
    return name;
}

}  // namespace

void prepare_deal(Deal& deal) {
    const auto wrong = [](const char* field, const std::string& why) {
        throw Error(Code::invalid_value, why, {.field = field});
    };
    std::string currency = deal.amount.currency;
    for (const DealLine& line : deal.lines)
        if (currency.empty()) currency = line.unit_price.currency;
    for (DealLine& line : deal.lines) {
        if (!std::isfinite(line.quantity))
            wrong("lines.quantity", "the quantity of a line is not a finite number");
        if (!(line.discount >= 0 && line.discount <= 100))
            wrong("lines.discount",
                  fmt::format("a discount lies between 0 and 100 percent, not at {}", line.discount));
        if (line.unit_price == Money{}) continue;
        if (line.unit_price.currency.empty()) line.unit_price.currency = currency;
        if (line.unit_price.currency != currency)
            wrong("lines.unit_price",
                  fmt::format("a deal in {} has a line in {}", currency, line.unit_price.currency));
    }
    const Money total = lines_total(deal);  // refuses lines beyond reach, whatever the amount is
    if (deal.amount == Money{}) deal.amount = total;
    const bool takes_part = std::any_of(deal.participants.begin(), deal.participants.end(),
                                        [&](const DealContact& p) { return p.contact == deal.contact; });
    if (deal.contact && !takes_part) deal.participants.emplace_back(deal.contact);
}

void reconcile_deal(Deal& deal, const Deal& stored) {
    const bool lines_alone = deal.lines != stored.lines && deal.amount == stored.amount;
    if (lines_alone && stored.amount == worth_of(stored.lines)) deal.amount = {};  // it follows them
    if (!stored.contact || deal.contact == stored.contact) return;
    // Whoever stands there alone without a role was put there with the main contact, and goes with it. Among others they may
    // have been named.
    if (deal.participants == stored.participants &&
        deal.participants == std::vector<DealContact>{DealContact(stored.contact)})
        deal.participants.clear();
}

void check_deal(store::Connection& connection, const Deal* stored, Deal& deal) {
    const StageFacts stage = facts_of(connection, deal.stage);
    const bool enters = stored == nullptr || stored->stage != deal.stage;
    const bool comes_back = stored != nullptr && stored->meta.deleted_at && !deal.meta.deleted_at;
    const bool asked = deal.pipeline && (stored == nullptr || stored->pipeline != deal.pipeline);
    if (asked && deal.pipeline != stage.pipeline)
        refuse(Code::invalid_value, deal, stage, "stage",
               fmt::format("stage '{}' belongs to pipeline '{}', not to pipeline {}", stage.name,
                           stage.pipeline_name, deal.pipeline.value),
               fmt::format("ステージ「{}」はパイプライン「{}」のものです", stage.name, stage.pipeline_name));
    if ((enters || comes_back) && stage.in_trash)
        refuse(Code::invalid_value, deal, stage, "stage",
               fmt::format("stage '{}' of pipeline '{}' is in the trash", stage.name, stage.pipeline_name),
               fmt::format("パイプライン「{}」のステージ「{}」はごみ箱にあります", stage.pipeline_name,
                           stage.name));
    deal.pipeline = stage.pipeline;
    deal.status = stage.kind;
    const bool closed_is_given = deal.closed_at && (stored == nullptr || deal.closed_at != stored->closed_at);
    if (stage.kind == StageKind::open)
        deal.closed_at.reset();
    else if (enters && !closed_is_given)
        deal.closed_at = connection.now();
    for (const std::string& field : stage.required) {
        // `update` leaves tags as they are, whatever the record says.
        if (has_value(stored != nullptr && field == "tags" ? *stored : deal, field)) continue;
        if (!enters && !has_value(*stored, field)) continue;  // it came in before the stage asked
        refuse(Code::required, deal, stage, field,
               fmt::format("{} is required {} stage '{}'", field, enters ? "to enter" : "in", stage.name),
               fmt::format("ステージ「{}」{}「{}」が必要です", stage.name, enters ? "に入るには" : "では",
                           label_ja(connection, field)));
    }
}

}  // namespace kith::records
