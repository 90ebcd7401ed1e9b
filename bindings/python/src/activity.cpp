// What is around a contact: its card, timeline and summary; what wants attention today; contents of files.
#include "access.hpp"
#include "results.hpp"

#include <kith/blobs.hpp>
#include <kith/card.hpp>
#include <kith/today.hpp>

namespace kithpy {

namespace {

using kithpy::to_python;

/// The name of a choice that a record has in this field.
template <class Record, class Choice>
PyObject* name_in(Choice Record::*member, Choice choice, const char* field) {
    return choice_to_python(choice, field, [member](Choice value) {
        Record holder;
        holder.*member = value;
        return holder;
    });
}
PyObject* channel_name(kith::Channel channel) {
    return name_in(&kith::Interaction::channel, channel, "channel");
}

/// The same for the roles of participants.
template <class Record, class Role>
PyObject* role_in(Role role) {
    return choice_to_python(role, "participant.role", [](Role value) {
        Record holder;
        holder.participants = {{{1}, value}};
        return holder;
    });
}

// the card -------------------------------------------------------------------------------------------------------
// The members are taken apart by structured bindings: one more of them in C++ does not compile until it is here too.

PyObject* to_python(const kith::TimelineEntry& entry) {
    const auto& [interaction, at, channel, direction, role, subject, duration, organization, user, deal,
                 contact] = entry;
    return result("TimelineEntry",
                  {to_python(interaction), time_to_python(at), channel_name(channel),
                   name_in(&kith::Interaction::direction, direction, "direction"),
                   role_in<kith::Interaction>(role), to_python(subject), to_python(duration),
                   to_python(organization), to_python(user), to_python(deal), to_python(contact)});
}

PyObject* to_python(const kith::CardJob& job) {
    const auto& [employment, organization, name, title, department, primary, started, ended] = job;
    return result("CardJob",
                  {to_python(employment), to_python(organization), to_python(name), to_python(title),
                   to_python(department), to_python(primary), to_python(started), to_python(ended)});
}

PyObject* to_python(const kith::CardRelation& relation) {
    const auto& [relationship, contact, name, kind, label] = relation;
    return result("CardRelation", {to_python(relationship), to_python(contact), to_python(name),
                                   name_in(&kith::Relationship::kind, kind, "kind"), to_python(label)});
}

PyObject* to_python(const kith::CardTask& task) {
    const auto& [id, title, due, priority, assignee, deal] = task;
    return result("CardTask", {to_python(id), to_python(title), time_to_python(due),
                               name_in(&kith::Task::priority, priority, "priority"), to_python(assignee),
                               to_python(deal)});
}

PyObject* to_python(const kith::CardAppointment& appointment) {
    const auto& [id, start, end, title, location, status, all_day, deal] = appointment;
    return result("CardAppointment",
                  {to_python(id), time_to_python(start), time_to_python(end), to_python(title),
                   to_python(location), name_in(&kith::Appointment::status, status, "status"),
                   to_python(all_day), to_python(deal)});
}

PyObject* to_python(const kith::CardReminder& reminder) {
    const auto& [id, at, note, user, deal] = reminder;
    return result("CardReminder",
                  {to_python(id), time_to_python(at), to_python(note), to_python(user), to_python(deal)});
}

/// Counts by channel, as a dict of all channels.
PyObject* to_python(const std::array<std::int64_t, kith::channel_count>& counts) {
    py::dict named_counts;
    for (std::size_t i = 0; i < counts.size(); ++i)
        named_counts[owned(channel_name(static_cast<kith::Channel>(i)))] = counts[i];
    return named_counts.release().ptr();
}

PyObject* to_python(const kith::DealSum& sum) {
    const auto& [deals, amount] = sum;
    return result("DealSum", {to_python(deals), to_python(amount.value_or(kith::Money{}))});
}

PyObject* to_python(const kith::CardDeal& deal) {
    const auto& [id, name, amount, pipeline, pipeline_name, stage, stage_name, status, role, owner,
                 expected_close, closed_at, since, rotting] = deal;
    return result("CardDeal", {to_python(id), to_python(name), to_python(amount), to_python(pipeline),
                               to_python(pipeline_name), to_python(stage), to_python(stage_name),
                               name_in(&kith::Deal::status, status, "status"), role_in<kith::Deal>(role),
                               to_python(owner), to_python(expected_close), time_to_python(closed_at),
                               time_to_python(since), to_python(rotting)});
}

PyObject* to_python(const kith::CardDealTotal& total) {
    const auto& [status, deals, amount] = total;
    return result("CardDealTotal",
                  {name_in(&kith::Deal::status, status, "status"), to_python(deals), to_python(amount)});
}

PyObject* to_python(const kith::CardAttachment& attachment) {
    const auto& [id, name, media_type, content, size] = attachment;
    return result("CardAttachment", {to_python(id), to_python(name), to_python(media_type),
                                     to_python(content), to_python(size)});
}

PyObject* to_python(const kith::CardConsent& consent) {
    const auto& [purpose, channel, state, decided_by, at, expires] = consent;
    return result("CardConsent", {to_python(purpose), name_in(&kith::Consent::channel, channel, "channel"),
                                  name_in(&kith::Consent::state, state, "state"), to_python(decided_by),
                                  time_to_python(at), time_to_python(expires)});
}

PyObject* to_python(const kith::CardTouch& touch) {
    const auto& [id, at, source, medium, campaign] = touch;
    return result("CardTouch", {to_python(id), time_to_python(at), to_python(source), to_python(medium),
                                to_python(campaign)});
}

PyObject* to_python(const kith::CardEvent& event) {
    const auto& [id, at, kind, subject] = event;
    return result("CardEvent", {to_python(id), time_to_python(at), name_in(&kith::Event::kind, kind, "kind"),
                                to_python(subject)});
}

PyObject* to_python(const kith::ContactSummary& summary) {
    const auto& [contact, interactions, inbound, outbound, first, last, first_inbound, last_inbound,
                 first_outbound, last_outbound, by_channel, answers, preferred, open_tasks, next_due,
                 open_deals, won_deals, lost_deals, deal_currencies, first_won, last_won] = summary;
    return result("ContactSummary", {to_python(contact),
                                     to_python(interactions),
                                     to_python(inbound),
                                     to_python(outbound),
                                     time_to_python(first),
                                     time_to_python(last),
                                     time_to_python(first_inbound),
                                     time_to_python(last_inbound),
                                     time_to_python(first_outbound),
                                     time_to_python(last_outbound),
                                     to_python(by_channel),
                                     to_python(answers),
                                     preferred ? channel_name(*preferred) : Py_NewRef(Py_None),
                                     to_python(open_tasks),
                                     time_to_python(next_due),
                                     to_python(open_deals),
                                     to_python(won_deals),
                                     to_python(lost_deals),
                                     to_python(deal_currencies),
                                     time_to_python(first_won),
                                     time_to_python(last_won)});
}

PyObject* to_python(const kith::Card& card) {
    const auto& [contact, jobs, relations, timeline, tasks, appointments, reminders, lists, summary, deals,
                 deal_totals, attachments, consents, touches, events] = card;
    const auto list = [](const auto& items) {
        return list_of(items, [](const auto& item) { return to_python(item); });
    };
    return result("Card",
                  {record_of(contact), list(jobs), list(relations), list(timeline), list(tasks),
                   list(appointments), list(reminders), list_of(lists), to_python(summary), list(deals),
                   list(deal_totals), list(attachments), list(consents), list(touches), list(events)});
}

/// A pair of time and interaction: where the page before ended.
std::optional<kith::TimelineKey> key_from(const py::object& given) {
    if (given.is_none()) return std::nullopt;
    const auto [at, interaction] = py::cast<std::pair<py::object, py::object>>(given);
    return kith::TimelineKey{*optional_time_from_python(at, "before"),
                             id_from<kith::Interaction>(interaction)};
}

py::object card(Access& access, const py::object& which, std::size_t interactions, std::size_t appointments,
                const py::object& now, std::size_t deals, std::size_t attachments, std::size_t touches,
                std::size_t events) {
    const auto id = id_from<kith::Contact>(which);
    const kith::CardOptions options{interactions, appointments, optional_time_from_python(now, "now"),
                                    deals,        attachments,  touches,
                                    events};
    kith::Card found;
    reading(access, [&](const kith::Reader& reader) { found = reader.card(id, options); });
    return owned(to_python(found));
}

py::object contacts_at(Access& access, const std::string& address) {
    std::vector<kith::ContactId> found;
    reading(access, [&](const kith::Reader& reader) { found = reader.contacts_at(address); });
    return owned(list_of(found, [](kith::ContactId id) { return to_python(id); }));
}

template <class Owner>
py::object timeline_of(Access& access, const py::object& which, const kith::TimelineOptions& options) {
    const auto id = id_from<Owner>(which);
    std::vector<kith::TimelineEntry> page;
    reading(access, [&](const kith::Reader& reader) { page = reader.timeline(id, options); });
    return owned(list_of(page, [](const kith::TimelineEntry& entry) { return to_python(entry); }));
}

py::object timeline(Access& access, const py::object& type_name, const py::object& which, std::size_t limit,
                    const py::object& before) {
    const kith::RecordType& type = type_from_python(type_name.ptr());
    const kith::TimelineOptions options{limit, key_from(before)};
    if (&type == &kith::record_type<kith::Deal>()) return timeline_of<kith::Deal>(access, which, options);
    if (&type == &kith::record_type<kith::Contact>())
        return timeline_of<kith::Contact>(access, which, options);
    throw kith::Error(kith::Code::invalid_argument,
                      "a timeline is of a contact or a deal, not of a " + type_name_of(type));
}

py::object summary(Access& access, const py::object& which) {
    const auto id = id_from<kith::Contact>(which);
    kith::ContactSummary found;
    reading(access, [&](const kith::Reader& reader) { found = reader.summary(id); });
    return owned(to_python(found));
}

// today ----------------------------------------------------------------------------------------------------------

std::string_view name_of(kith::Attention attention) {
    switch (attention) {
        case kith::Attention::overdue_task: return "overdue_task";
        case kith::Attention::due_task: return "due_task";
        case kith::Attention::reminder: return "reminder";
        case kith::Attention::appointment: return "appointment";
        case kith::Attention::overdue_deal: return "overdue_deal";
        case kith::Attention::rotting_deal: return "rotting_deal";
        case kith::Attention::birthday: return "birthday";
        case kith::Attention::out_of_touch: return "out_of_touch";
    }
    return "";
}

PyObject* to_python(const kith::TodayEntry& entry) {
    const auto& [attention, record, contact, contact_name, title, at, days, reason, reason_ja, deal,
                 deal_name] = entry;
    return result("TodayEntry", {text_to_python(name_of(attention)), to_python(record), to_python(contact),
                                 to_python(contact_name), to_python(title), time_to_python(at),
                                 to_python(std::int64_t{days}), to_python(reason), to_python(reason_ja),
                                 to_python(deal), to_python(deal_name)});
}

py::object today(Access& access, const py::object& user, const py::object& now, int birthday_days,
                 std::size_t limit) {
    const auto id = user.is_none() ? kith::UserId{} : id_from<kith::User>(user);
    const kith::TodayOptions options{optional_time_from_python(now, "now"), birthday_days, limit};
    std::vector<kith::TodayEntry> found;
    reading(access, [&](const kith::Reader& reader) { found = reader.today(id, options); });
    return owned(list_of(found, [](const kith::TodayEntry& entry) { return to_python(entry); }));
}

// contents -------------------------------------------------------------------------------------------------------

/// The bytes of anything that has a buffer, which stays as it is while this lives.
class Bytes {
public:
    explicit Bytes(const py::object& given) {
        if (PyObject_GetBuffer(given.ptr(), &buffer_, PyBUF_SIMPLE) != 0) throw py::error_already_set();
    }
    ~Bytes() { PyBuffer_Release(&buffer_); }
    Bytes(const Bytes&) = delete;
    Bytes& operator=(const Bytes&) = delete;
    [[nodiscard]] std::string_view view() const {
        return {static_cast<const char*>(buffer_.buf), static_cast<std::size_t>(buffer_.len)};
    }

private:
    Py_buffer buffer_{};
};

std::string put_blob(Access& access, const py::object& given) {
    const Bytes bytes(given);
    std::string key;
    writing(access, [&](kith::Transaction& tx) { key = kith::Blobs::put(tx, bytes.view()); });
    return key;
}

}  // namespace

void add_activity(AccessClass& access) {
    const auto contact = py::arg("contact");
    access
        .def("card", &card, contact, py::arg("interactions"), py::arg("appointments"), py::arg("now"),
             py::arg("deals"), py::arg("attachments"), py::arg("touches"), py::arg("events"))
        .def("contacts_at", &contacts_at, py::arg("address"))
        .def("timeline", &timeline, py::arg("type"), py::arg("record"), py::arg("limit"), py::arg("before"))
        .def("summary", &summary, contact)
        .def("today", &today, py::arg("user"), py::arg("now"), py::arg("birthday_days"), py::arg("limit"));
}

void add_blobs(AccessClass& access, DatabaseClass& database) {
    const auto key = py::arg("key");
    access.def("blob_put", &put_blob, py::arg("data"));
    database
        .def(
            "blob_get",
            [](DatabaseAccess& self, const std::string& name) {
                const std::string bytes =
                    with_database(self, [&](kith::Database& db, const kith::Where& place) {
                        return db.blobs().get(name, place);
                    });
                return py::bytes(bytes);
            },
            key)
        .def(
            "blob_size",
            [](DatabaseAccess& self, const std::string& name) {
                return with_database(self, [&](kith::Database& db, const kith::Where& place) {
                    return db.blobs().size(name, place);
                });
            },
            key)
        .def("blob_sweep", [](DatabaseAccess& self) {
            const auto swept = with_database(
                self, [](kith::Database& db, const kith::Where& place) { return db.blobs().sweep(place); });
            return named("BlobSweep", {to_python(swept.contents), to_python(swept.bytes)});
        });
}

}  // namespace kithpy
