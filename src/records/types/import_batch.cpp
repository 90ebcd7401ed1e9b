// Import batches.
#include "records/describe.hpp"

#include <kith/records/import_batch.hpp>

namespace kith::records {

const RecordType& import_batch_type() {
    static const RecordType type = [] {
        RecordType t = describe<ImportBatch>("import_batch", "import_batches", 22, {"Import", "取り込み"});
        t.fields = {
            field<&ImportBatch::source>("source", "source", 10, {"Source", "取り込み元"}, required),
            field<&ImportBatch::format>("format", "format", 11, {"Format", "形式"}, required),
            field<&ImportBatch::transaction>("transaction", "txn", 12, {"Transaction", "トランザクション"}),
            field<&ImportBatch::created>("created_records", "created", 13, {"Created", "新規"}),
            field<&ImportBatch::updated>("updated_records", "updated", 14, {"Updated", "更新"}),
            field<&ImportBatch::unchanged>("unchanged_records", "unchanged", 15, {"Unchanged", "変更なし"}),
            field<&ImportBatch::failed>("failed_records", "failed", 16, {"Failed", "失敗"}),
        };
        t.title = [](const void* record) { return static_cast<const ImportBatch*>(record)->source; };
        return t;
    }();
    return type;
}

}  // namespace kith::records

template <>
const kith::RecordType& kith::record_type<kith::ImportBatch>() {
    return records::import_batch_type();
}
