// Waiting for what observers are told.
#pragma once

#include <kith/database.hpp>
#include <kith/history.hpp>
#include <kith/observe.hpp>
#include <kith/records/segment.hpp>
#include <kith/segments.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <vector>

namespace kith::test {

/// Deltas as they arrive on another thread.
template <class Delta>
class Inbox {
public:
    /// The callback to subscribe with.
    std::function<void(const Delta&)> callback() {
        return [this](const Delta& delta) {
            const std::lock_guard lock(mutex_);
            deltas_.push_back(delta);
            arrived_.notify_all();
        };
    }
    /// Waits until there are so many, and gives a copy of them; fails after half a minute.
    std::vector<Delta> wait(std::size_t count) {
        return until([&](const std::vector<Delta>& all) { return all.size() >= count; });
    }
    /// Waits until one says that it is current up to this transaction.
    std::vector<Delta> wait_for(TransactionId transaction) {
        return until([&](const std::vector<Delta>& all) {
            return !all.empty() && all.back().transaction >= transaction;
        });
    }
    template <class Enough>
    std::vector<Delta> until(Enough&& enough) {
        std::unique_lock lock(mutex_);
        const bool came = arrived_.wait_for(lock, std::chrono::seconds(30), [&] { return enough(deltas_); });
        INFO(deltas_.size() << " deltas came");
        REQUIRE(came);
        return deltas_;
    }
    std::vector<Delta> now() {
        const std::lock_guard lock(mutex_);
        return deltas_;
    }

private:
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::vector<Delta> deltas_;
};

/// The list after all these deltas.
inline std::vector<std::int64_t> list_of(const std::vector<ListDelta>& deltas) {
    std::vector<std::int64_t> list;
    TransactionId last = 0;
    for (const ListDelta& delta : deltas) {
        CHECK(delta.transaction >= last);
        last = delta.transaction;
        if (delta.error) continue;
        apply(delta, list);
        CHECK(list.size() == delta.size);
    }
    return list;
}

/// Commits something that no observer of contacts looks at, so that a later delta shows that an earlier one did not come.
inline void wait_for_marker(Database& db) {
    Inbox<ListDelta> inbox;
    const auto token = db.observe<Segment>("", inbox.callback());
    (void)inbox.wait(1);
    db.segments().save("marker", "given = x");
    (void)inbox.wait_for(db.history().transactions(1).front().id);
}

/// What the database says now, in the same form.
template <class T>
std::vector<std::int64_t> asked(const Database& db, std::string_view query,
                                const Parameters& parameters = {}) {
    std::vector<std::int64_t> ids;
    for (const Id<T> id : db.ids<T>(query, parameters)) ids.push_back(id.value);
    return ids;
}

}  // namespace kith::test
