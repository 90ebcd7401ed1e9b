#include "store/table_sums.hpp"

#include "store/row_sum.hpp"
#include "store/writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace kith::store {

namespace {

constexpr std::string_view own_name = "table_sum";

bool begins_with(std::string_view text, std::string_view begin) {
    return text.substr(0, begin.size()) == begin;
}

bool is_derived(const StoredTable& table, const std::vector<DeriveStep>& steps) {
    return std::any_of(steps.begin(), steps.end(), [&](const DeriveStep& step) {
        return std::find(step.owns.begin(), step.owns.end(), table.name) != step.owns.end() ||
               std::any_of(step.indexes.begin(), step.indexes.end(),
                           [&](const std::string& index) { return begins_with(table.name, index + "_"); });
    });
}

std::string select_all(const SummedTable& table) {
    return fmt::format("SELECT * FROM main.\"{}\"", table.stored.name);
}

TableSum sum_of_row(Statement& row, const SummedTable& table) {
    return sum_of_row(table, [&](int column) { return row.value(column); });
}

TableSum sum_of(Connection& connection, const SummedTable& table) {
    TableSum sum;
    Statement rows = connection.prepare(select_all(table));
    while (rows.step()) sum += sum_of_row(rows, table);
    return sum;
}

// what the file keeps -----------------------------------------------------------------------------------------------

/// The sum of one table as the file keeps it.
struct KeptSum {
    std::uint64_t table = 0;  // its seed
    TableSum sum{};
};
using KeptSums = std::vector<KeptSum>;

constexpr std::size_t word_bytes = 8;
constexpr std::size_t kept_bytes = 4 * word_bytes;

std::uint64_t word_at(std::string_view bytes, std::size_t at) {
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < word_bytes; ++i)
        word |= std::uint64_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
    return word;
}

void append(std::string& bytes, std::uint64_t word) {
    for (std::size_t i = 0; i < word_bytes; ++i) bytes += static_cast<char>(word >> (8 * i) & 0xffU);
}

KeptSums kept_sums(Connection& connection) {
    KeptSums sums;
    Statement select = connection.prepare("SELECT sums FROM main.table_sum WHERE id = 1");
    if (!select.step()) return sums;
    const std::string_view bytes = select.cell(0).text;
    sums.reserve(bytes.size() / kept_bytes);
    for (std::size_t at = 0; at + kept_bytes <= bytes.size(); at += kept_bytes)
        sums.push_back({word_at(bytes, at),
                        {word_at(bytes, at + word_bytes), word_at(bytes, at + 2 * word_bytes),
                         word_at(bytes, at + 3 * word_bytes)}});
    return sums;
}

void keep(Connection& connection, std::string_view sql, const KeptSums& sums) {
    std::string bytes;
    bytes.reserve(sums.size() * kept_bytes);
    for (const KeptSum& kept : sums) {
        append(bytes, kept.table);
        append(bytes, kept.sum.rows);
        append(bytes, kept.sum.sum);
        append(bytes, kept.sum.moment);
    }
    connection.prepare(sql).bind_blob(1, bytes).run();
}

/// Null when there is none. `number`: of the table; its sum lies at that place, if nothing is damaged.
KeptSum* kept_of(KeptSums& sums, std::size_t number, const SummedTable& table) {
    if (number < sums.size() && sums[number].table == table.seed) return &sums[number];
    const auto found =
        std::find_if(sums.begin(), sums.end(), [&](const KeptSum& kept) { return kept.table == table.seed; });
    return found == sums.end() ? nullptr : &*found;
}

// findings ----------------------------------------------------------------------------------------------------------

/// "row 7", or where rows have no number "row contact_id=7, tag_id=2".
std::string name_of_row(const Statement& row, const SummedTable& table) {
    std::string key;
    int column = 0;
    for (const StoredColumn& stored : table.stored.columns) {
        const int at = column++;
        if (!stored.key) continue;
        if (!key.empty()) key += ", ";
        if (!table.stored.numbered) key += stored.name + "=";
        key += row.text(at);
    }
    return "row " + key;
}

/// The only row for which `is_it` holds, by name; empty when none or several are.
template <class Test>
std::string only_row(Connection& connection, const SummedTable& table, Test&& is_it) {
    std::string found;
    Statement rows = connection.prepare(select_all(table));
    while (rows.step()) {
        if (!is_it(sum_of_row(rows, table))) continue;
        if (!found.empty()) return {};
        found = name_of_row(rows, table);
    }
    return found;
}

/// The key of a single row that is gone: the moment divided by the sum, as far as they tell.
std::string gone_row(Connection& connection, const SummedTable& table, const TableSum& gone) {
    constexpr int bits_of_ids = 53;
    const int lost_bits = std::countr_zero(gone.sum);
    if (!table.stored.numbered || 64 - lost_bits < bits_of_ids) return {};
    const std::uint64_t odd = gone.sum >> lost_bits;
    std::uint64_t inverse =
        odd;  // modulo 2^64, by Newton's steps, each of which doubles the bits that are right
    for (int step = 0; step < 5; ++step) inverse *= 2 - odd * inverse;
    const std::uint64_t key = (gone.moment >> lost_bits) * inverse << lost_bits >> lost_bits;
    if (key * gone.sum != gone.moment || key >> bits_of_ids != 0) return {};
    Statement there =
        connection.prepare(fmt::format("SELECT 1 FROM main.\"{}\" WHERE rowid = ?1", table.stored.name));
    if (there.bind(1, static_cast<std::int64_t>(key)).step()) return {};
    return fmt::format("row {}", key);
}

}  // namespace

std::vector<SummedTable> summed_tables(const std::vector<DeriveStep>& steps) {
    std::vector<SummedTable> tables;
    for (const StoredTable& table : stored_tables()) {
        if (table.name == own_name || is_derived(table, steps)) continue;
        RowHash name(0);
        name.add(SQLITE_TEXT, table.name);
        tables.push_back({table, name.value()});
    }
    return tables;
}

void add_to_sums(Connection& connection, const std::vector<SummedTable>& tables, const SumChanges& changes) {
    const std::vector<TableSum>& all = changes.all();
    if (std::all_of(all.begin(), all.end(), [](const TableSum& change) { return change == TableSum{}; }))
        return;
    KeptSums sums = kept_sums(connection);
    for (std::size_t i = 0; i < tables.size(); ++i) {
        if (all[i] == TableSum{}) continue;
        // One that is gone stays so: verify says it.
        if (KeptSum* kept = kept_of(sums, i, tables[i])) kept->sum += all[i];
    }
    keep(connection, "UPDATE main.table_sum SET sums = ?1 WHERE id = 1", sums);
}

void renew_sums(Connection& connection, const std::vector<SummedTable>& tables) {
    KeptSums sums;
    sums.reserve(tables.size());
    for (const SummedTable& table : tables) sums.push_back({table.seed, sum_of(connection, table)});
    keep(connection, "INSERT OR REPLACE INTO main.table_sum (id, sums) VALUES (1, ?1)", sums);
}

void check_sum(Connection& connection, const SummedTable& table, const TableSum& pending,
               std::vector<Finding>& findings) {
    const std::string& name = table.stored.name;
    const auto find = [&](std::string message) { findings.push_back({"sum", name, std::move(message)}); };
    KeptSums sums = kept_sums(connection);
    KeptSum* kept = kept_of(sums, 0, table);
    if (kept == nullptr) return find("its sum is missing: nothing tells what it should hold");
    const TableSum written = kept->sum += pending;
    const TableSum there = sum_of(connection, table);
    if (there == written) return;
    TableSum more = there;
    more -= written;
    const auto rows = static_cast<std::int64_t>(more.rows);
    std::string row;
    if (rows == 0) {
        // Both moments are a multiple of the row's key: the old one by the old hash, the new one by the new.
        row = only_row(connection, table,
                       [&](const TableSum& r) { return r.moment * more.sum == more.moment * r.sum; });
        return find(row.empty() ? fmt::format("its {} rows are not those that were written: more than one "
                                              "differs, or a key does",
                                              there.rows)
                                : fmt::format("{} holds other values than were written", row));
    }
    if (rows == 1)
        row = only_row(connection, table, [&](const TableSum& r) { return r == more; });
    else if (rows == -1)
        row = gone_row(connection, table, TableSum{1, 0 - more.sum, 0 - more.moment});
    if (!row.empty()) row = fmt::format(": {} {}", row, rows > 0 ? "is one too many" : "is gone");
    find(fmt::format("it holds {} rows where {} were written{}", there.rows, written.rows, row));
}

void check_sum_owners(Connection& connection, const std::vector<SummedTable>& tables,
                      std::vector<Finding>& findings) {
    const KeptSums all = kept_sums(connection);
    for (std::size_t i = 0; i < all.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (all[i].table == all[j].table)
                findings.push_back({"sum", std::string(own_name), "it holds two sums of one table"});
    for (const KeptSum& kept : all)
        if (std::none_of(tables.begin(), tables.end(),
                         [&](const SummedTable& table) { return table.seed == kept.table; }))
            findings.push_back({"sum", std::string(own_name), "it holds a sum of no table that has one"});
}

}  // namespace kith::store
