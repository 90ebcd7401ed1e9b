// Stages of pipelines.
#include "records/custom.hpp"
#include "records/deal_rules.hpp"
#include "records/describe.hpp"
#include "store/connection.hpp"
#include "text/fold.hpp"
#include "text/similarity.hpp"

#include <kith/error.hpp>
#include <kith/records/deal.hpp>
#include <kith/records/stage.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace kith::records {

namespace {

const std::vector<Choice> forecasts = {{0, "pipeline", "パイプライン"},
                                       {1, "best_case", "最良ケース"},
                                       {2, "commit", "達成予測|コミット"},
                                       {3, "closed", "完了"},
                                       {4, "omitted", "除外"}};

void refuse(Code code, const Stage& stage, const char* field, const std::string& why, std::string why_ja) {
    ErrorDetail detail;
    if (stage.id) detail.record = fmt::format("stage {}", stage.id.value);
    detail.field = field;
    detail.message_ja = std::move(why_ja);
    throw Error(code, stage.id ? fmt::format("{}: {}", detail.record, why) : why, detail);
}

void prepare(void* record, const Settings& /*settings*/, Time /*now*/) {
    auto& stage = *static_cast<Stage*>(record);
    stage.folded = text::fold(stage.name);
    if (stage.kind == StageKind::won) stage.probability = 100;
    if (stage.kind == StageKind::lost) stage.probability = 0;
    if (stage.probability < 0 || stage.probability > 100)
        throw Error(Code::invalid_value,
                    fmt::format("probability lies between 0 and 100 percent, not at {}", stage.probability),
                    {.field = "probability"});
    if (stage.rotting_days && *stage.rotting_days < 1)
        throw Error(Code::invalid_value,
                    fmt::format("rotting_days is at least 1, not {}", *stage.rotting_days),
                    {.field = "rotting_days"});
}

/// The names of required fields that were not there before are names of a deal's fields.
void check_names(store::Connection& connection, const Stage* before, const Stage& stage) {
    const RecordType& deal = record_type<Deal>();
    std::vector<std::string> known;
    for (const std::string& name : stage.required_fields) {
        if (before != nullptr &&
            std::count(before->required_fields.begin(), before->required_fields.end(), name) > 0)
            continue;
        if (known.empty()) {
            for (const FieldDescription& field : fields_of(deal)) known.push_back(field.name);
            const CustomFields custom = custom_fields(connection, deal);
            for (const kith::Field& field : *custom) known.push_back("field." + field.key);
        }
        if (std::count(known.begin(), known.end(), name) > 0) continue;
        const std::vector<std::string_view> views(known.begin(), known.end());
        const std::string_view near = text::nearest(name, views);
        refuse(Code::invalid_value, stage, "required_fields",
               fmt::format("a deal has no field '{}' that could be required{}", name,
                           near.empty() ? "" : fmt::format("; did you mean '{}'?", near)),
               fmt::format("商談に「{}」という項目はありません", name));
    }
}

/// What cannot be done to a stage that holds deals: going to the trash (`after` null), to another pipeline, and meaning
/// something else.
void check_held(store::Connection& connection, const Stage& before, const Stage* after) {
    const char* field = "";
    const char* what = "be removed";
    if (after != nullptr && after->pipeline != before.pipeline) {
        field = "pipeline";
        what = "go to another pipeline";
    } else if (after != nullptr && after->kind != before.kind) {
        field = "kind";
        what = "change its kind";
    } else if (after != nullptr) {
        return;
    }
    store::Statement deals =
        connection.prepare("SELECT count(*) FROM deal WHERE stage_id = ?1 AND deleted_at IS NULL");
    const std::int64_t held = deals.bind(1, before.id.value).step() ? deals.integer(0) : 0;
    if (held == 0) return;
    refuse(Code::in_use, before, field,
           fmt::format("'{}' holds {} and cannot {}: move {} on first", before.name,
                       held == 1 ? "1 deal" : fmt::format("{} deals", held), what, held == 1 ? "it" : "them"),
           fmt::format("ステージ「{}」には商談が{}件あります。先に移動してください", before.name, held));
}

void check(store::Connection& connection, const void* stored, void* record) {
    const auto* before = static_cast<const Stage*>(stored);
    const auto* after = static_cast<const Stage*>(record);
    if (before != nullptr) check_held(connection, *before, after);
    if (after == nullptr) return;
    const bool enters = before == nullptr || before->pipeline != after->pipeline ||
                        (before->meta.deleted_at && !after->meta.deleted_at);
    if (enters) {
        store::Statement pipeline =
            connection.prepare("SELECT name FROM pipeline WHERE id = ?1 AND deleted_at IS NOT NULL");
        if (pipeline.bind(1, after->pipeline.value).step())
            refuse(Code::invalid_value, *after, "pipeline",
                   fmt::format("pipeline '{}' is in the trash", pipeline.text(0)),
                   fmt::format("パイプライン「{}」はごみ箱にあります", pipeline.text(0)));
    }
    check_names(connection, before, *after);
}

}  // namespace

const std::vector<Choice>& stage_kinds() {
    static const std::vector<Choice> choices = {
        {0, "open", "進行中"}, {1, "won", "受注|成約"}, {2, "lost", "失注"}};
    return choices;
}

const RecordType& stage_type() {
    static const RecordType type = [] {
        using S = Stage;
        RecordType t = describe<S>("stage", "stages", 26, {"Stage", "ステージ|フェーズ"});
        t.fields = {
            reference_field<&S::pipeline>("pipeline", "pipeline_id", 10, {"Pipeline", "パイプライン"},
                                          "pipeline", required),
            with_folded(field<&S::name>("name", "name", 11, {"Name", "名前|ステージ名"}, required | searchable),
                        "folded"),
            field<&S::position>("position", "position", 12, {"Position", "並び順"}),
            choice_field<&S::kind>("kind", "kind", 13, {"Kind", "区分"}, stage_kinds()),
            field<&S::probability>("probability", "probability", 14, {"Probability (%)", "確度|受注確度"}),
            choice_field<&S::forecast>("forecast", "forecast", 15,
                                       {"Forecast category", "予測カテゴリ|予測区分"}, forecasts),
            field<&S::rotting_days>("rotting_days", "rotting_days", 16, {"Rotting days", "滞留日数"}),
            field<&S::required_fields>("required_fields", "required_fields", 17,
                                       {"Required fields", "必須項目"}),
            computed_field<&S::folded>("folded", "folded", {"Folded name", ""}, folded | unique),
        };
        t.scope = "pipeline";
        t.prepare = &prepare;
        t.check = &check;
        t.title = [](const void* record) { return static_cast<const S*>(record)->name; };
        return t;
    }();
    return type;
}

}  // namespace kith::records

template <>
const kith::RecordType& kith::record_type<kith::Stage>() {
    return records::stage_type();
}
