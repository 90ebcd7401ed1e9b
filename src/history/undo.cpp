#include "history/undo.hpp"

#include "records/savepoint.hpp"

#include <fmt/format.h>

#include <iterator>

namespace kith::history {

Outcome take_back_merge(store::Writer& writer, const MergeInfo& merge) {
    writer.connection()
        .prepare("UPDATE merge SET undone_at = ?2, undone_seq = ?3 WHERE id = ?1")
        .bind_all(merge.id, writer.info().at.time_since_epoch().count(), writer.info().seq)
        .run();
    return TakeBack(writer, merge).run();
}

UndoResult undo(store::Writer& writer, TransactionId seq) {
    store::Connection& connection = writer.connection();
    std::string label;
    {
        store::Statement select = connection.prepare("SELECT label FROM change_txn WHERE seq = ?1");
        if (!select.bind(1, seq).step() || seq >= writer.info().seq)
            throw Error(Code::not_found, fmt::format("there is no transaction {}", seq),
                        {.arguments = {{"transaction", std::to_string(seq)}}});
        label = select.string(0);
    }
    writer.label(label.empty() ? fmt::format("undo of {}", seq) : fmt::format("undo of {}: {}", seq, label));

    UndoResult result;
    const auto add = [&](Outcome outcome) {
        result.restored += outcome.restored;
        result.kept.insert(result.kept.end(), std::make_move_iterator(outcome.kept.begin()),
                           std::make_move_iterator(outcome.kept.end()));
    };
    records::Savepoint savepoint(writer);
    Links links(connection);
    MergeLog log(connection, links);
    const std::vector<std::int64_t> merges = log.made_by(seq);
    for (const std::int64_t id : merges) add(take_back_merge(writer, *log.merge(id)));
    add(TakeBack(writer, seq, !merges.empty()).run());
    savepoint.release();
    if (!writer.changes().empty()) result.transaction = writer.info().seq;
    return result;
}

}  // namespace kith::history
