// Tasks.
#include "records/types/recurring.hpp"
#include "records/verbs.hpp"

#include <kith/records/task.hpp>

#include <algorithm>
#include <vector>

namespace kith::records {

namespace {

const std::vector<Choice> priorities = {
    {-10, "low", "低"}, {0, "normal", "中|普通"}, {10, "high", "高"}, {20, "urgent", "緊急|至急"}};

/// Whether the journal knows that the task was done before.
bool was_done(store::Connection& connection, const Task& task) {
    const RecordType& type = record_type<Task>();
    return connection
        .prepare("SELECT 1 FROM change WHERE table_number = ?1 AND column_number = ?2 AND row_id = ?3 LIMIT 1")
        .bind_all(type.number, type.field("done")->number, task.id.value)
        .step();
}

/// Whether what would be added stands there already: the task was done before, and opened again since. Where it was surely done
/// before, the next may have been changed meanwhile; otherwise another series may look like this one.
bool follows_already(store::Connection& connection, const Task& task, const Task& next) {
    const bool again = was_done(connection, task);
    std::vector<std::int64_t> alike;
    {
        store::Statement select = connection.prepare(
            "SELECT id FROM task WHERE due = ?1 AND id > ?2 AND title = ?3 AND deleted_at IS NULL ORDER BY id");
        select.bind_all(next.due->time_since_epoch().count(), task.id.value, std::string_view(next.title));
        while (select.step()) alike.push_back(select.integer(0));
    }
    return std::any_of(alike.begin(), alike.end(), [&](std::int64_t id) {
        Task there = *static_cast<const Task*>(stored(connection, record_type<Task>(), id).get());
        if (again)
            return there.contact == next.contact && there.organization == next.organization &&
                   there.deal == next.deal && there.repeat == next.repeat;
        there.id = next.id;
        there.meta = next.meta;
        there.calendar_uid = next.calendar_uid;
        return there == next;
    });
}

/// The next of a task that repeats, once it is done.
void follow(store::Writer& writer, const void* stored, const void* changed) {
    const auto& task = *static_cast<const Task*>(changed);
    if (static_cast<const Task*>(stored)->done || !task.done || task.meta.deleted_at) return;
    const std::string& zone = writer.connection().settings().time_zone;
    const Time due = task.due.value_or(*task.done);
    const auto next_due = next_occurrence(task.repeat, due, std::max(due, *task.done), zone);
    if (!next_due) return;
    Task next = task;
    next.id = {};
    next.meta = {};
    next.done.reset();
    next.due = next_due;
    next.calendar_uid.clear();  // in a calendar it is another entry
    if (next.repeat.day == 0 && task.repeat.unit >= RepeatUnit::month)
        next.repeat.day = day_of_month(due, zone);
    if (!follows_already(writer.connection(), task, next)) add(writer, record_type<Task>(), &next);
}

}  // namespace

const RecordType& task_type() {
    static const RecordType type = [] {
        using T = Task;
        RecordType t = describe<T>("task", "tasks", 32, {"Task", "タスク|ToDo|やること"});
        t.fields = {
            field<&T::title>("title", "title", 10, {"Title", "件名|タスク名"},
                             required | searchable | personal),
            field<&T::due>("due", "due", 11, {"Due", "期限|期日|締切"}),
            field<&T::done>("done", "done_at", 12, {"Done", "完了日時|完了"}),
            choice_field<&T::priority>("priority", "priority", 13, {"Priority", "優先度"}, priorities),
            reference_field<&T::assignee>("assignee", "assignee_id", 14, {"Assignee", "担当者|担当"}, "user"),
            reference_field<&T::contact>("contact", "contact_id", 15, {"Contact", "連絡先"}, "contact"),
            reference_field<&T::organization>("organization", "organization_id", 16,
                                              {"Organization", "会社|組織"}, "organization"),
            reference_field<&T::deal>("deal", "deal_id", 23, {"Deal", "商談|案件"}, "deal"),
        };
        for (Field& each : repeat_fields<&T::repeat>(17)) t.fields.push_back(each);
        t.fields.push_back(
            field<&T::calendar_uid>("calendar_uid", "calendar_uid", 21, {"Calendar UID", "カレンダーUID"}));
        t.fields.push_back(
            field<&T::notes>("notes", "notes", 22, {"Notes", "メモ|備考"}, searchable | personal));
        t.subject_column = "contact_id";
        t.prepare = [](void* record, const Settings&, Time) {
            check_recurrence(static_cast<const T*>(record)->repeat);
        };
        t.follow = &follow;
        t.title = [](const void* record) { return static_cast<const T*>(record)->title; };
        return t;
    }();
    return type;
}

}  // namespace kith::records

template <>
const kith::RecordType& kith::record_type<kith::Task>() {
    return records::task_type();
}
