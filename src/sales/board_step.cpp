#include "sales/board_step.hpp"

#include "records/record_type.hpp"
#include "records/touched.hpp"

#include <kith/records/deal.hpp>

#include <fmt/format.h>

#include <limits>
#include <map>
#include <string>
#include <utility>

namespace kith::sales {

namespace {

constexpr std::string_view keep_copies =
    "UPDATE deal SET (pipeline_id, status) = (SELECT s.pipeline_id, s.kind FROM stage s WHERE s.id = deal.stage_id) "
    "WHERE {} BETWEEN ?1 AND ?2 AND (pipeline_id, status) IS NOT "
    "(SELECT s.pipeline_id, s.kind FROM stage s WHERE s.id = deal.stage_id)";

constexpr std::string_view keep_contacts =
    "INSERT INTO deal_contact (contact_id, deal_id, role, seq) SELECT d.contact_id, d.id, 0, ?3 FROM deal d "
    "WHERE d.id BETWEEN ?1 AND ?2 AND d.contact_id IS NOT NULL AND NOT EXISTS "
    "(SELECT 1 FROM deal_contact p WHERE p.deal_id = d.id AND p.contact_id = d.contact_id)";

constexpr std::string_view counted =
    "SELECT stage_id, currency, count(*), sum(amount) FROM board_deal WHERE deal_id BETWEEN ?1 AND ?2 GROUP BY 1, 2";

constexpr std::string_view count_anew =
    "INSERT INTO board_deal (deal_id, stage_id, currency, amount) SELECT id, stage_id, ifnull(currency, ''), "
    "ifnull(amount, 0) FROM deal WHERE id BETWEEN ?1 AND ?2 AND deleted_at IS NULL";

/// What a group of a stage and a currency gains.
struct Gain {
    std::int64_t deals = 0;
    std::int64_t amount = 0;
};
using Gains = std::map<std::pair<std::int64_t, std::string>, Gain>;

/// Counts the deals in [low, high] as they are now instead of as they were counted before.
void recount(store::Connection& connection, std::int64_t low, std::int64_t high, Gains& gains) {
    const auto add = [&](std::int64_t sign) {
        store::Statement sums = connection.prepare(counted);
        sums.bind_all(low, high);
        while (sums.step()) {
            Gain& gain = gains[{sums.integer(0), sums.string(1)}];
            gain.deals += sign * sums.integer(2);
            gain.amount += sign * sums.integer(3);
        }
    };
    add(-1);
    connection.prepare("DELETE FROM board_deal WHERE deal_id BETWEEN ?1 AND ?2").bind_all(low, high).run();
    connection.prepare(count_anew).bind_all(low, high).run();
    add(1);
}

void write_gains(store::Connection& connection, const Gains& gains) {
    store::Statement add = connection.prepare(
        "INSERT INTO board_total (stage_id, currency, deals, amount) VALUES (?1, ?2, ?3, ?4) ON CONFLICT "
        "(stage_id, currency) DO UPDATE SET deals = deals + excluded.deals, amount = amount + excluded.amount");
    store::Statement drop =
        connection.prepare("DELETE FROM board_total WHERE stage_id = ?1 AND currency = ?2 AND deals = 0");
    for (const auto& [group, gain] : gains) {
        if (gain.deals == 0 && gain.amount == 0) continue;
        add.bind_all(group.first, group.second, gain.deals, gain.amount);
        add.run();
        if (gain.deals >= 0) continue;
        drop.bind_all(group.first, group.second);
        drop.run();
    }
}

void keep(store::Writer& writer, std::int64_t low, std::int64_t high) {
    store::Connection& connection = writer.connection();
    connection.prepare(fmt::format(fmt::runtime(keep_copies), "id")).bind_all(low, high).run();
    connection.prepare(keep_contacts).bind_all(low, high, writer.info().seq).run();
}

void derive(store::Writer& writer, const store::ChangedTables& touched) {
    store::Connection& connection = writer.connection();
    if (const store::TableChanges* stages = touched.table(record_type<Stage>().number))
        for (const auto& [low, high] : stages->updated)
            connection.prepare(fmt::format(fmt::runtime(keep_copies), "stage_id")).bind_all(low, high).run();
    Gains gains;
    for (const auto& [low, high] : records::touched_records(writer, record_type<Deal>(), touched)) {
        keep(writer, low, high);
        recount(connection, low, high, gains);
    }
    write_gains(connection, gains);
}

void rebuild(store::Writer& writer) {
    constexpr std::int64_t every = std::numeric_limits<std::int64_t>::max();
    store::Connection& connection = writer.connection();
    keep(writer, 1, every);
    connection.prepare(count_anew).bind_all(1, every).run();
    connection.exec(
        "INSERT INTO board_total (stage_id, currency, deals, amount) "
        "SELECT stage_id, currency, count(*), sum(amount) FROM board_deal GROUP BY stage_id, currency");
}

}  // namespace

store::DeriveStep board_step() {
    store::DeriveStep step;
    step.name = "board_total";
    step.owns = {"board_deal", "board_total"};
    const RecordType& deals = record_type<Deal>();
    step.watches = {records::watch(deals, {"stage_id", "contact_id", "amount", "currency", "deleted_at"}),
                    records::watch(record_type<Stage>(), {"pipeline_id", "kind"}),
                    {deals.element("participant")->number}};
    step.derive = &derive;
    step.rebuild = &rebuild;
    return step;
}

void settle(store::Connection& connection) {
    connection.prepare(fmt::format(fmt::runtime(keep_copies), "id"))
        .bind_all(std::int64_t{1}, std::numeric_limits<std::int64_t>::max())
        .run();
}

void check_deals(store::Connection& connection, std::vector<Finding>& findings) {
    const auto find = [&](const char* check, const char* table, const std::string& sql, const char* what) {
        store::Statement rows = connection.prepare(sql + " ORDER BY d.id LIMIT 100");
        while (rows.step())
            findings.push_back({check, table, fmt::format("deal {}: {}", rows.integer(0), what)});
    };
    find("computed", "deal",
         "SELECT d.id FROM deal d JOIN stage s ON s.id = d.stage_id "
         "WHERE d.pipeline_id IS NOT s.pipeline_id OR d.status IS NOT s.kind",
         "pipeline or status is not what its stage says");
    find("link", "deal_contact",
         "SELECT d.id FROM deal d WHERE d.contact_id IS NOT NULL AND NOT EXISTS "
         "(SELECT 1 FROM deal_contact p WHERE p.deal_id = d.id AND p.contact_id = d.contact_id)",
         "its main contact takes no part in it");
}

}  // namespace kith::sales
