// A small office whose people do everything that the journal and merges must cope with, at random but repeatably.
#pragma once

#include "support/dump.hpp"

#include <kith/history.hpp>
#include <kith/merge.hpp>
#include <kith/records.hpp>
#include <kith/tags.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace kith::test {

class World {
public:
    explicit World(unsigned seed, Options options = {.actor = "ada", .region = "JP"})
        : db(Database::open(":memory:", std::move(options))), random_(seed) {
        db.add(kith::Field{.key = "shoe", .type = FieldType::integer});
        db.add(kith::Field{.key = "colors", .type = FieldType::choices, .choices = {"red", "blue", "green"}});
        db.add(kith::Field{.key = "friend", .type = FieldType::reference, .target = "contact"});
        db.add(kith::Field{.key = "member", .type = FieldType::text, .unique = true});
        db.add(kith::Field{.record_type = "organization", .key = "size", .type = FieldType::integer});
        for (const char* name : {"u1", "u2", "u3"}) users_.push_back(db.add(User{.name = name}));
        for (int i = 0; i < 4; ++i) organizations.push_back(db.add(organization()));
        for (int i = 0; i < 6; ++i) contacts.push_back(db.add(contact()));
        for (int i = 0; i < 10; ++i) ordinary();
    }

    /// One transaction of ordinary work. What a rule of the data forbids (a taken unique value) is left out.
    void ordinary() {
        try {
            step(rich_ && pick(2) == 0 ? 18 + pick(14) : pick(18));
        } catch (const Error& error) {
            // Rules of the data, not faults: a value is taken, the record was merged.
            if (error.code() != Code::not_unique && error.code() != Code::conflict) throw;
        }
    }

    /// Merges two or three living records; 0 when there are not enough, or they are in the trash.
    std::int64_t merge() {
        const bool people = pick(3) != 0;
        std::vector<std::int64_t> ids = living(people ? "contact" : "organization");
        std::shuffle(ids.begin(), ids.end(), random_);
        const std::size_t count = 2 + pick(2);
        if (ids.size() < count) return 0;
        MergeRequest request;
        request.record_type = people ? "contact" : "organization";
        request.survivor = ids[0];
        request.losers.assign(ids.begin() + 1, ids.begin() + static_cast<std::ptrdiff_t>(count));
        MergeOptions options;
        static const std::array<Survivorship, 6> policies = {
            Survivorship::survivor_first, Survivorship::most_recent, Survivorship::most_complete,
            Survivorship::most_frequent,  Survivorship::longest,     Survivorship::verified_first};
        options.policy = policies[pick(policies.size())];
        return db.merge(request, options).id;
    }

    /// From now on half of the work is with tasks, appointments, reminders, relationships, behaviour and deals, and
    /// interactions have channels and times. Without it a seed gives the histories that it always gave.
    void live_richly() {
        rich_ = true;
        const PipelineId pipeline = db.add(Pipeline{.name = "Sales"});
        for (const StageKind kind : {StageKind::open, StageKind::open, StageKind::won, StageKind::lost})
            stages_.push_back(db.add(Stage{
                .pipeline = pipeline, .name = "Stage " + std::to_string(stages_.size()), .kind = kind}));
    }

    std::size_t pick(std::size_t below) {
        return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_);
    }
    template <class List>
    auto& one(List& list) {
        return list[pick(list.size())];
    }
    std::mt19937& random() { return random_; }

    Database db;
    std::vector<ContactId> contacts;
    std::vector<OrganizationId> organizations;

private:
    std::string word() {
        static const std::array<std::string, 8> words = {"Ada",    "Lovelace", "山田", "太郎",
                                                         "Müller", "A.",       "髙橋", "Søren"};
        return one(words);
    }
    std::string number() { return "03-5550-100" + std::to_string(pick(6)); }
    Email email() {
        return {.address = std::to_string(pick(6)) + "@X.example",
                .label = pick(2) == 0 ? "work" : "",
                .primary = pick(2) == 0,
                .validity = pick(3) == 0 ? Validity::valid : Validity::unknown};
    }
    CustomValues custom() {
        CustomValues values;
        if (pick(2) == 0) values["shoe"] = Value(pick(4) + 36);
        if (pick(2) == 0) values["colors"] = Value(Value::Texts{pick(2) == 0 ? "red" : "blue", "green"});
        if (pick(3) == 0 && !contacts.empty())
            values["friend"] = Value(RecordRef{"contact", one(contacts).value});
        if (pick(4) == 0) values["member"] = Value("M" + std::to_string(pick(12)));
        return values;
    }
    Contact contact() {
        Contact c{.name = {.given = word(), .family = word()}};
        if (pick(2) == 0) c.name.phonetic_family = "やまだ";
        for (std::size_t i = pick(3); i > 0; --i) c.emails.push_back(email());
        for (std::size_t i = pick(3); i > 0; --i)
            c.phones.push_back({.number = number(), .primary = pick(2) == 0});
        if (pick(2) == 0)
            c.addresses.push_back({.number = "1-2-3", .locality = word(), .postcode = "100-0001"});
        if (pick(3) == 0) c.handles.push_back({.service = "line", .address = word()});
        if (pick(3) == 0)
            c.dates.push_back({.date = {.month = 1 + static_cast<int>(pick(3)), .day = 1}, .label = "記念日"});
        if (pick(2) == 0)
            c.birthday = PartialDate{pick(2) == 0 ? 1990 : 0, 1 + static_cast<int>(pick(12)), 2};
        if (pick(2) == 0) c.notes = word();
        if (pick(2) == 0) c.lifecycle = pick(2) == 0 ? Lifecycle::lead : Lifecycle::customer;
        if (pick(3) == 0) c.owner = one(users_);
        if (pick(3) == 0) c.external_ids.push_back({.system = "erp", .value = std::to_string(pick(9))});
        if (pick(2) == 0) c.tags = {tag()};
        return c;
    }
    Organization organization() {
        Organization o{.name = word() + "株式会社"};
        if (pick(2) == 0) o.phones.push_back({.number = number()});
        if (pick(2) == 0) o.emails.push_back(email());
        if (pick(2) == 0 && !organizations.empty()) o.parent = one(organizations);
        if (pick(2) == 0) o.tags = {tag()};
        if (pick(2) == 0) o.fields["size"] = Value(pick(3));
        return o;
    }
    std::string tag() { return "tag" + std::to_string(pick(4)); }

    /// Ids of records that are neither merged nor in the trash.
    std::vector<std::int64_t> living(const std::string& table) const {
        std::vector<std::int64_t> ids;
        for (const auto& row :
             db.sql("SELECT id FROM " + table + " WHERE merged_into IS NULL AND deleted_at IS NULL").rows)
            ids.push_back(*row[0].as<std::int64_t>());
        return ids;
    }
    void forget_gone() {  // an undo takes records away
        const auto gone = [&](const auto id, const char* table) {
            return db.sql(std::string("SELECT 1 FROM ") + table + " WHERE id = ?1", {Value(id.value)})
                .rows.empty();
        };
        std::erase_if(contacts, [&](ContactId id) { return gone(id, "contact"); });
        std::erase_if(organizations, [&](OrganizationId id) { return gone(id, "organization"); });
        std::erase_if(interactions_, [&](InteractionId id) { return gone(id, "interaction"); });
        std::erase_if(employments_, [&](EmploymentId id) { return gone(id, "employment"); });
        std::erase_if(tasks_, [&](TaskId id) { return gone(id, "task"); });
        std::erase_if(appointments_, [&](AppointmentId id) { return gone(id, "appointment"); });
        std::erase_if(stages_, [&](StageId id) { return gone(id, "stage"); });
        std::erase_if(deals_, [&](DealId id) { return gone(id, "deal"); });
    }

    void edit_contact(Contact& c) {
        switch (pick(9)) {
            case 0: c.name.family = word(); break;
            case 1: c.emails.push_back(email()); break;
            case 2:
                if (!c.emails.empty()) c.emails.erase(c.emails.begin());
                break;
            case 3:
                if (!c.emails.empty()) c.emails.back().label = word();
                break;
            case 4: std::reverse(c.phones.begin(), c.phones.end()); break;
            case 5: c.fields = custom(); break;
            case 6: c.notes = word() + word(); break;
            case 7:
                c.lifecycle = Lifecycle::customer;
                c.owner = one(users_);
                break;
            default: c.birthday = PartialDate{1980 + static_cast<int>(pick(9)), 5, 5}; break;
        }
    }

    void step(std::size_t kind) {
        forget_gone();
        if (contacts.empty() || organizations.empty()) kind = 0;
        switch (kind) {
            case 0: contacts.push_back(db.add(contact())); break;
            case 1: organizations.push_back(db.add(organization())); break;
            case 2:
            case 3:
            case 4:
                db.edit(one(contacts), [&](Contact& c) {
                    edit_contact(c);
                    edit_contact(c);
                });
                break;
            case 5:
                db.edit(one(organizations), [&](Organization& o) {
                    o.industry = word();
                    o.emails.push_back(email());
                });
                break;
            case 6:
                employments_.push_back(db.add(Employment{.contact = one(contacts),
                                                         .organization = one(organizations),
                                                         .title = pick(2) == 0 ? "部長" : "",
                                                         .primary = pick(2) == 0}));
                break;
            case 7:
                if (rich_) {
                    interactions_.push_back(db.add(conversation()));
                    break;
                }
                interactions_.push_back(
                    db.add(Interaction{.participants = {one(contacts), {one(contacts), Role::sender}},
                                       .subject = word(),
                                       .body = word(),
                                       .organization = one(organizations)}));
                break;
            case 8:
                if (!interactions_.empty())
                    db.edit(one(interactions_), [&](Interaction& i) {
                        if (pick(2) == 0) i.at += std::chrono::minutes(pick(1000) + 1);
                        if (pick(2) == 0)
                            i.participants.emplace_back(one(contacts), Role::copied);
                        else if (!i.participants.empty())
                            i.participants.pop_back();
                        if (pick(2) == 0) i.body.clear();
                    });
                break;
            case 9: db.tag(one(contacts), tag()); break;
            case 10: db.untag(one(contacts), tag()); break;
            case 11: db.add_to_list(one(contacts), "list" + std::to_string(pick(3))); break;
            case 12: db.remove_from_list(one(contacts), "list" + std::to_string(pick(3))); break;
            case 13: db.remove(one(contacts)); break;
            case 14: db.restore(one(contacts)); break;
            case 15:
                db.edit(one(users_), [&](User& u) {
                    u.contact = one(contacts);
                    u.full_name = word();
                });
                break;
            case 16:  // several things at once
                db.write([&](Transaction& tx) {
                    const ContactId fresh = tx.add(contact());
                    tx.tag(fresh, tag());
                    tx.add(Employment{.contact = fresh, .organization = one(organizations)});
                    tx.edit(one(contacts), [&](Contact& c) { edit_contact(c); });
                    tx.untag(one(contacts), tag());
                    contacts.push_back(fresh);
                });
                break;
            case 17:
                if (!employments_.empty())
                    db.edit(one(employments_), [&](Employment& e) {
                        e.organization = one(organizations);
                        e.title = word();
                    });
                break;
            default: activity(kind);
        }
    }

    Time moment() { return Time{std::chrono::hours(490000 + static_cast<int>(pick(900)))}; }

    /// What an activity is about, now and then.
    DealId maybe_deal() { return deals_.empty() || pick(2) == 0 ? DealId{} : one(deals_); }

    Interaction conversation() {
        Interaction i{.at = moment(),
                      .channel = static_cast<Channel>(pick(11)),
                      .direction = static_cast<Direction>(pick(3)),
                      .subject = word()};
        for (std::size_t n = pick(4); n > 0; --n)
            i.participants.emplace_back(one(contacts), static_cast<Role>(pick(5)));
        if (pick(2) == 0) i.duration_seconds = static_cast<std::int64_t>(pick(3));
        i.deal = maybe_deal();
        return i;
    }

    void activity(std::size_t kind) {
        switch (kind) {
            case 18: {
                Task t{.title = word(), .contact = one(contacts)};
                if (pick(2) == 0) t.due = moment();
                if (pick(2) == 0) t.assignee = one(users_);
                if (pick(2) == 0) t.organization = one(organizations);
                t.deal = maybe_deal();
                if (pick(2) == 0) t.repeat = {RepeatUnit::month, 1 + static_cast<int>(pick(3)), 0, {}};
                if (pick(3) == 0) t.tags = {tag()};
                tasks_.push_back(db.add(t));
                break;
            }
            case 19:
                if (!tasks_.empty())
                    db.edit(one(tasks_), [&](Task& t) {
                        if (pick(2) == 0)
                            t.done = moment();
                        else
                            t.contact = one(contacts);
                        if (pick(2) == 0) t.deal = maybe_deal();
                    });
                break;
            case 20: {  // between two who are not one
                std::vector<std::int64_t> ids = living("contact");
                std::shuffle(ids.begin(), ids.end(), random_);
                if (ids.size() < 2) break;
                db.write([&](Transaction& tx) {
                    const RelationshipId id =
                        tx.add(Relationship{.contact = ContactId{ids[0]},
                                            .related = ContactId{ids[1]},
                                            .kind = pick(2) == 0 ? RelationKind::spouse : RelationKind::parent,
                                            .label = pick(3) == 0 ? word() : ""});
                    if (pick(3) == 0) tx.add_to_list(id, "ties");
                });
                break;
            }
            case 21:
                appointments_.push_back(
                    db.add(Appointment{.title = word(),
                                       .participants = {one(contacts), {one(contacts), Role::organizer}},
                                       .start = moment(),
                                       .organization = one(organizations),
                                       .deal = maybe_deal()}));
                break;
            case 22:
                if (!appointments_.empty())
                    db.edit(one(appointments_), [&](Appointment& a) {
                        if (pick(2) == 0) a.start = moment();
                        if (pick(2) == 0)
                            a.participants.emplace_back(one(contacts), Role::attendee, Response::accepted);
                        else if (!a.participants.empty())
                            a.participants.pop_back();
                    });
                break;
            case 23:
                db.write([&](Transaction& tx) {
                    tx.add(Reminder{.at = moment(),
                                    .note = word(),
                                    .contact = one(contacts),
                                    .deal = maybe_deal(),
                                    .user = one(users_)});
                    tx.add(Event{
                        .contact = one(contacts), .at = moment(), .kind = EventKind::visit, .subject = word()});
                    tx.add(Touch{.contact = one(contacts), .at = moment(), .source = word()});
                });
                break;
            case 24:  // to the trash and back
                db.write([&](Transaction& tx) {
                    if (!interactions_.empty()) tx.remove(one(interactions_));
                    if (!tasks_.empty()) tx.remove(one(tasks_));
                });
                break;
            case 25:
                db.write([&](Transaction& tx) {
                    if (!interactions_.empty()) tx.restore(one(interactions_));
                    if (!tasks_.empty()) tx.restore(one(tasks_));
                });
                break;
            default: sell(kind);
        }
    }

    Money amount() {
        static const std::array<const char*, 4> currencies = {"JPY", "JPY", "JPY", "USD"};
        return pick(4) == 0 ? Money{} : Money{static_cast<std::int64_t>(pick(5)) * 1000, one(currencies)};
    }

    void sell(std::size_t kind) {
        if (stages_.empty()) return;
        if (deals_.empty()) kind = 26;
        switch (kind) {
            case 26:
            case 27: {
                Deal d{.name = word(), .stage = one(stages_), .amount = amount()};
                if (pick(4) != 0) d.contact = one(contacts);
                if (pick(2) == 0) d.participants.emplace_back(one(contacts), DealRole::champion);
                if (pick(3) == 0) d.organization = one(organizations);
                deals_.push_back(db.add(d));
                break;
            }
            case 28: db.edit(one(deals_), [&](Deal& d) { d.stage = one(stages_); }); break;
            case 29:
                db.edit(one(deals_), [&](Deal& d) {
                    if (pick(2) == 0) d.amount = amount();
                    if (pick(2) == 0) d.contact = one(contacts);
                    if (pick(3) == 0) d.participants.clear();
                    if (d.status != StageKind::open && pick(2) == 0) d.closed_at = moment();
                });
                break;
            case 30:
                db.write([&](Transaction& tx) {
                    const DealId id = one(deals_);
                    if (tx.get(id).meta.deleted_at)
                        tx.restore(id);
                    else
                        tx.remove(id);
                });
                break;
            default:  // much at once, the contact too
                db.write([&](Transaction& tx) {
                    const ContactId fresh = tx.add(Contact{.name = {.given = word()}});
                    deals_.push_back(tx.add(
                        Deal{.name = word(), .stage = one(stages_), .contact = fresh, .amount = amount()}));
                    tx.add(Interaction{.participants = {fresh, one(contacts)}, .at = moment()});
                    tx.edit(deals_.back(), [&](Deal& d) { d.stage = one(stages_); });
                    contacts.push_back(fresh);
                });
        }
    }

    std::mt19937 random_;
    bool rich_ = false;
    std::vector<UserId> users_;
    std::vector<InteractionId> interactions_;
    std::vector<EmploymentId> employments_;
    std::vector<TaskId> tasks_;
    std::vector<AppointmentId> appointments_;
    std::vector<StageId> stages_;
    std::vector<DealId> deals_;
};

}  // namespace kith::test
