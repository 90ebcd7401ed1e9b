#include "history/undo.hpp"

#include "history/aside.hpp"
#include "records/savepoint.hpp"
#include "records/verbs.hpp"
#include "store/retention.hpp"

#include <fmt/format.h>

#include <iterator>
#include <string>

namespace kith::history {

bool is_refusal(Code code) noexcept {
    switch (code) {
        case Code::not_unique:
        case Code::in_use:
        case Code::invalid_value:
        case Code::invalid_argument:
        case Code::required: return true;
        default: return false;
    }
}

Outcome take_back_merge(store::Writer& writer, const MergeInfo& merge) {
    const std::vector<std::int64_t> aside = consents_aside(writer.connection(), merge);
    writer.connection()
        .prepare("UPDATE merge SET undone_at = ?2, undone_seq = ?3 WHERE id = ?1")
        .bind_all(merge.id, writer.info().at.time_since_epoch().count(), writer.info().seq)
        .run();
    Outcome outcome = TakeBack(writer, merge).run();
    give_back(writer, aside, records::resolve(writer.connection(), *merge.type, merge.survivor), outcome);
    return outcome;
}

void refuse_pruned(store::Connection& connection, TransactionId seq) {
    const std::int64_t first = store::first_kept(connection);
    if (seq >= first || seq < 1) return;
    const Time at{std::chrono::milliseconds(
        connection.integer("SELECT at FROM change_txn WHERE seq = " + std::to_string(first)))};
    ErrorDetail detail;
    detail.message_ja = fmt::format("取引{}は保存期間より前のものです。履歴は取引{}（{}）から始まります", seq,
                                    first, to_string(at));
    detail.arguments = {{"transaction", std::to_string(seq)},
                        {"horizon", std::to_string(first)},
                        {"horizon_at", to_string(at)}};
    throw Error(
        Code::pruned,
        fmt::format("transaction {} lies before the horizon: the history begins with transaction {} ({})",
                    seq, first, to_string(at)),
        detail);
}

UndoResult undo(store::Writer& writer, TransactionId seq) {
    store::Connection& connection = writer.connection();
    refuse_pruned(connection, seq);
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
