// Tasks, appointments, relationships, deals and summaries on random histories: what is derived equals its rebuild, merges come
// apart, undo restores, and all of it travels.
#include "property/history_world.hpp"
#include "property/seeds.hpp"

#include <kith/card.hpp>
#include <kith/exports.hpp>
#include <kith/imports.hpp>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <sstream>

using namespace kith;
using test::difference;
using test::dump;
using test::findings;
using test::World;

namespace {

/// The summary of a contact by its definition, from whole records.
ContactSummary counted(const Database& db, ContactId contact) {
    ContactSummary s;
    s.contact = contact;
    const auto earlier = [](std::optional<Time>& into, Time at) { into = into ? std::min(*into, at) : at; };
    const auto later = [](std::optional<Time>& into, Time at) { into = into ? std::max(*into, at) : at; };
    for (const Interaction& i : db.query<Interaction>())
        for (const Participant& p : i.participants) {
            if (p.contact != contact) continue;
            const bool in =
                i.direction == Direction::inbound && p.role != Role::recipient && p.role != Role::copied;
            const bool out = i.direction == Direction::outbound && p.role != Role::sender;
            const auto channel = static_cast<std::size_t>(i.channel);
            ++s.interactions;
            ++s.by_channel[channel];
            earlier(s.first, i.at);
            later(s.last, i.at);
            if (in) {
                ++s.inbound;
                earlier(s.first_inbound, i.at);
                later(s.last_inbound, i.at);
            }
            if (out) {
                ++s.outbound;
                earlier(s.first_outbound, i.at);
                later(s.last_outbound, i.at);
            }
            const bool lasted = i.duration_seconds.value_or(0) > 0 && p.role != Role::copied;
            if ((in || lasted) && i.channel != Channel::other && i.channel != Channel::note)
                ++s.answers[channel];
        }
    for (std::size_t c = 0; c < channel_count; ++c) {
        if (s.answers[c] == 0) continue;
        const auto best = static_cast<std::size_t>(s.preferred.value_or(Channel::other));
        if (!s.preferred ||
            std::pair(s.answers[c], s.by_channel[c]) > std::pair(s.answers[best], s.by_channel[best]))
            s.preferred = static_cast<Channel>(c);
    }
    for (const Task& task : db.query<Task>()) {
        if (task.contact != contact || task.done) continue;
        ++s.open_tasks;
        if (task.due) earlier(s.next_due, *task.due);
    }
    std::map<std::string, std::array<std::int64_t, 3>> worth;  // by currency, then status
    for (const Deal& deal : db.query<Deal>()) {
        if (std::none_of(deal.participants.begin(), deal.participants.end(),
                         [&](const DealContact& p) { return p.contact == contact; }))
            continue;
        const auto status = static_cast<std::size_t>(deal.status);
        ++std::array{&s.open_deals, &s.won_deals, &s.lost_deals}[status]->deals;
        if (!deal.amount.currency.empty()) worth[deal.amount.currency][status] += deal.amount.minor;
        if (deal.status != DealStatus::won || !deal.closed_at) continue;
        earlier(s.first_won, *deal.closed_at);
        later(s.last_won, *deal.closed_at);
    }
    s.deal_currencies = static_cast<std::int64_t>(worth.size());
    if (worth.size() == 1)
        for (std::size_t status = 0; status < 3; ++status)
            std::array{&s.open_deals, &s.won_deals, &s.lost_deals}[status]->amount =
                Money{worth.begin()->second[status], worth.begin()->first};
    return s;
}

/// Every summary against its definition; a merged contact's is its survivor's.
void check_summaries(const Database& db) {
    for (const auto& row : db.sql("SELECT id FROM contact WHERE merged_into IS NULL").rows) {
        const ContactId id{*row[0].as<std::int64_t>()};
        INFO("contact " << id.value);
        REQUIRE(db.summary(id) == counted(db, id));
    }
}

/// The lines of a text of all record types. Ids of deals are its own: what the deal says stands for them.
std::multiset<std::string> lines_of(const std::string& text) {
    std::vector<nlohmann::json> objects;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) objects.push_back(nlohmann::json::parse(line));
    std::map<std::int64_t, std::string> deals;
    for (nlohmann::json& object : objects) {
        if (object["record"] != "deal") continue;
        const auto id = object["id"].get<std::int64_t>();
        object.erase("id");
        deals[id] = object.dump();
    }
    std::multiset<std::string> lines;
    for (nlohmann::json& object : objects) {
        if (object.contains("deal")) object["deal"] = deals.at(object["deal"]["id"].get<std::int64_t>());
        lines.insert(object.dump());
    }
    return lines;
}

}  // namespace

TEST_CASE("summaries are what their definition says, and equal a rebuild, after any history") {
    for (const unsigned seed : test::seeds(1, 10)) {
        World world(seed);
        world.live_richly();
        std::vector<std::int64_t> merges;
        std::vector<TransactionId> made;
        for (int i = 0; i < 50; ++i) {
            INFO("seed " << seed << ", step " << i);
            const std::size_t what = world.pick(8);
            if (what == 0) {
                if (const std::int64_t merge = world.merge(); merge != 0) merges.push_back(merge);
            } else if (what == 1 && !merges.empty()) {
                world.db.unmerge(merges.back());
                merges.pop_back();
            } else if (what == 2 && !made.empty() && merges.empty()) {
                try {
                    world.db.undo(world.one(made));
                } catch (const Error& error) {
                    INFO(error.what());
                    REQUIRE(error.code() == Code::in_use);  // a separated record has gained something
                }
            } else {
                world.ordinary();
            }
            if (world.db.last_transaction() != 0) made.push_back(world.db.last_transaction());
            if (i % 5 == 4) check_summaries(world.db);
            if (i % 10 == 9) REQUIRE(findings(world.db) == "");
        }
    }
}

TEST_CASE("merges of people with tasks, appointments and relationships come apart") {
    for (const unsigned seed : test::seeds(1, 16)) {
        World world(seed);
        world.live_richly();
        for (int i = 0; i < 25; ++i) world.ordinary();
        for (int i = 0; i < 6; ++i) {
            const auto before = dump(world.db);
            const std::int64_t merge = world.merge();
            INFO("seed " << seed << ", step " << i << ", merge " << merge);
            if (merge != 0) {
                REQUIRE(findings(world.db) == "");
                for (const char* column :
                     {"task.contact_id", "appointment_participant.contact_id", "reminder.contact_id",
                      "relationship.contact_id", "relationship.related_id", "event.contact_id",
                      "touch.contact_id", "deal.contact_id", "deal_contact.contact_id"}) {
                    const std::string name = column;
                    const std::string table = name.substr(0, name.find('.'));
                    INFO(name);
                    REQUIRE(world.db
                                .sql("SELECT count(*) FROM " + table + " JOIN contact c ON c.id = " + name +
                                     " WHERE c.merged_into IS NOT NULL")
                                .rows[0][0] == Value(0));
                }
                REQUIRE(world.db.sql("SELECT count(*) FROM relationship WHERE contact_id = related_id")
                            .rows[0][0] == Value(0));
                const UnmergeResult back = world.db.unmerge(merge);
                REQUIRE(difference(before, dump(world.db)) == "");
                CHECK(back.kept.empty());
            }
            world.ordinary();
        }
    }
}

TEST_CASE("undo takes back activity exactly, and brings it again") {
    for (const unsigned seed : test::seeds(1, 8)) {
        World world(seed);
        world.live_richly();
        for (int i = 0; i < 30; ++i) {
            const auto before = dump(world.db);
            const TransactionId last = world.db.last_transaction();
            world.ordinary();
            const TransactionId made = world.db.last_transaction();
            if (made == 0 || made == last) continue;
            INFO("seed " << seed << ", step " << i << ", transaction " << made);
            const auto after = dump(world.db);
            const UndoResult undone = world.db.undo(made);
            REQUIRE(difference(before, dump(world.db)) == "");
            CHECK(undone.kept.empty());
            world.db.undo(undone.transaction);
            REQUIRE(difference(after, dump(world.db)) == "");
        }
    }
}

TEST_CASE("activity travels in JSON lines") {
    std::size_t about_deals = 0;
    const ExportOptions all{.format = "jsonl", .record_type = "all"};
    for (const unsigned seed : test::seeds(201, 8)) {
        INFO("seed " << seed);
        World world(seed);
        world.live_richly();
        for (int i = 0; i < 25; ++i) world.ordinary();
        // An export names no record of the trash, so nothing may refer to one.
        try {
            for (const char* type : {"contact", "organization", "tag", "deal"})
                for (const auto& row :
                     world.db.sql(std::string("SELECT id FROM ") + type + " WHERE deleted_at IS NOT NULL").rows)
                    world.db.write([&](Transaction& tx) {
                        tx.restore(*find_record_type(type), *row[0].as<std::int64_t>());
                    });
        } catch (const Error& error) {
            if (error.code() != Code::not_unique) throw;
            continue;
        }
        const std::string text = export_text(world.db, all);
        Database back = Database::open(":memory:", {.region = "JP"});
        back.imports().run_bytes(text, "all.jsonl");
        const auto now = lines_of(export_text(back, all));
        for (const std::string& line : lines_of(text)) {
            INFO(line);
            REQUIRE(now.count(line) > 0);  // two records that say the same are one
            about_deals += line.find("\"deal\":") != std::string::npos ? 1 : 0;
        }
        CHECK(findings(back) == "");
        CHECK(back.imports().run_bytes(text, "all.jsonl").created == 0);
    }
    CHECK(about_deals > 10);
}
