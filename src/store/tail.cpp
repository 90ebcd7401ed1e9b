#include "store/tail.hpp"

#include "store/connection.hpp"
#include "store/core.hpp"
#include "store/retention.hpp"

#include <algorithm>
#include <new>
#include <utility>

namespace kith::store {

namespace {

std::int64_t last_transaction(Connection& connection) {
    return connection.integer("SELECT next FROM counter WHERE name = 'change_txn'") - 1;
}

/// Adds what the journal says of transactions; false when it does not have all of them any more.
bool read_journal(Connection& connection, const Core& core, std::pair<std::int64_t, std::int64_t> range,
                  Touched& touched) {
    if (range.first < first_kept(connection)) return false;  // pruned, though part of it may still lie there
    Statement cells = connection.prepare("SELECT DISTINCT seq, table_number, column_number FROM change "
                                         "INDEXED BY change_by_seq WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq");
    cells.bind_all(range.first, range.second);
    std::int64_t expected = range.first;
    while (cells.step()) {
        const std::int64_t seq = cells.integer(0);
        if (seq > expected) return false;
        if (seq == expected) ++expected;
        const int table = static_cast<int>(cells.integer(1));
        const int column = static_cast<int>(cells.integer(2));
        const TableSpec* spec = core.table(table);
        if (spec == nullptr || column <= 0) {
            touched.add_rows(table);
            continue;
        }
        const auto at = std::find(spec->column_numbers.begin(), spec->column_numbers.end(), column);
        const auto position = static_cast<std::size_t>(at - spec->column_numbers.begin());
        touched.add_columns(table, at == spec->column_numbers.end() ? every_column : column_bit(position));
    }
    return expected == range.second + 1;
}

}  // namespace

std::string settings_of(Connection& connection) {
    return connection.text(
        "SELECT group_concat(key || '=' || value, char(10)) FROM (SELECT key, value FROM setting "
        "WHERE key IN ('region', 'time_zone', 'week_start', 'fiscal_year_start') ORDER BY key)");
}

void Tail::open(Connection& connection) noexcept {
    try {
        const std::int64_t last = last_transaction(connection);
        std::string settings = settings_of(connection);
        const std::lock_guard lock(mutex_);
        if (opened_ && last >= seen_) return;
        opened_ = true;
        seen_ = last;
        own_.clear();
        settings_ = std::move(settings);
    } catch (...) {  // the first `read` tries again
        return;
    }
}

void Tail::writing(std::int64_t seq) {
    const std::lock_guard lock(mutex_);
    writing_ = seq;
}

void Tail::wrote(std::int64_t seq, std::optional<std::string> settings) noexcept {
    const std::lock_guard lock(mutex_);
    writing_ = 0;
    if (settings) settings_ = std::move(*settings);
    if (seq <= seen_) return;
    if (own_.empty() && seq == seen_ + 1)
        seen_ = seq;
    else if (!own_.empty() && own_.back().second + 1 == seq)
        own_.back().second = seq;
    else
        remember(seq);
}

void Tail::remember(std::int64_t seq) noexcept {
    try {
        own_.emplace_back(seq, seq);
    } catch (const std::bad_alloc&) {  // it will pass for somebody else's, and be looked at once more
        return;
    }
}

IdRanges Tail::foreign(std::int64_t last) const {
    IdRanges ranges;
    std::int64_t next = seen_ + 1;
    for (const auto& [first, end] : own_) {
        if (first > last) break;
        if (next < first) ranges.emplace_back(next, first - 1);
        next = end + 1;
    }
    if (next <= last) ranges.emplace_back(next, last);
    return ranges;
}

void Tail::see(std::int64_t last) {
    seen_ = std::max(seen_, last);
    auto known = own_.begin();
    while (known != own_.end() && known->first <= seen_ + 1) {
        seen_ = std::max(seen_, known->second);
        ++known;
    }
    own_.erase(own_.begin(), known);
}

bool Tail::read(Connection& connection, const Core& core, Touched& touched) {
    const std::lock_guard reading(reading_);
    std::int64_t last = last_transaction(connection);
    std::string settings = settings_of(connection);
    IdRanges ranges;
    bool news = false;
    {
        const std::lock_guard lock(mutex_);
        if (!std::exchange(opened_, true)) {
            seen_ = last;
            settings_ = settings;
        }
        // The number that our writer holds may be committed by it, or by others when it changed nothing: the next read
        // will know.
        if (writing_ != 0) last = std::min(last, writing_ - 1);
        ranges = foreign(last);
        if (settings != settings_) news = touched.everything = true;
        settings_ = std::move(settings);
    }
    for (const auto& range : ranges) {
        news = true;
        if (!read_journal(connection, core, range, touched)) touched.everything = true;
    }
    const std::lock_guard lock(mutex_);
    see(last);
    return news;
}

}  // namespace kith::store
