// Pipelines.
#include "records/describe.hpp"
#include "store/connection.hpp"
#include "text/fold.hpp"

#include <kith/error.hpp>
#include <kith/records/pipeline.hpp>

#include <fmt/format.h>

namespace kith::records {

namespace {

void check(store::Connection& connection, const void* stored, void* record) {
    if (record != nullptr) return;
    const auto& pipeline = *static_cast<const Pipeline*>(stored);
    store::Statement deals = connection.prepare(
        "SELECT count(*) FROM stage s JOIN deal d ON d.stage_id = s.id AND d.deleted_at IS NULL "
        "WHERE s.pipeline_id = ?1");
    if (!deals.bind(1, pipeline.id.value).step() || deals.integer(0) == 0) return;
    ErrorDetail detail;
    detail.record = fmt::format("pipeline {}", pipeline.id.value);
    detail.message_ja = fmt::format("パイプライン「{}」には商談が{}件あるため削除できません", pipeline.name,
                                    deals.integer(0));
    throw Error(Code::in_use,
                fmt::format("{}: '{}' holds {} deal{} and cannot be removed", detail.record, pipeline.name,
                            deals.integer(0), deals.integer(0) == 1 ? "" : "s"),
                detail);
}

}  // namespace

const RecordType& pipeline_type() {
    static const RecordType type = [] {
        using P = Pipeline;
        RecordType t = describe<P>("pipeline", "pipelines", 51, {"Pipeline", "パイプライン"});
        t.fields = {
            with_folded(
                field<&P::name>("name", "name", 10, {"Name", "名前|パイプライン名"}, required | searchable),
                "folded"),
            field<&P::position>("position", "position", 11, {"Position", "並び順"}),
            field<&P::description>("description", "description", 12, {"Description", "説明"}),
            computed_field<&P::folded>("folded", "folded", {"Folded name", ""}, folded | unique),
        };
        t.prepare = [](void* record, const Settings&, Time) {
            auto& pipeline = *static_cast<P*>(record);
            pipeline.folded = text::fold(pipeline.name);
        };
        t.check = &check;
        t.title = [](const void* record) { return static_cast<const P*>(record)->name; };
        return t;
    }();
    return type;
}

}  // namespace kith::records

template <>
const kith::RecordType& kith::record_type<kith::Pipeline>() {
    return records::pipeline_type();
}
