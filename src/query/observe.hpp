// Observers: what a query, a segment or a record said last, and how what it says now differs.
//
// Each is a store::Listener: the dispatcher lets it look at a snapshot, and it compares with what it told last. What a
// commit did is only a hint that a look is worth while.
#pragma once

#include "query/list_diff.hpp"
#include "store/core.hpp"
#include "store/dependencies.hpp"
#include "store/dispatcher.hpp"

#include <kith/observe.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kith::query {

/// A query that is asked again and again, and what its answer depends on. Used by one thread at a time.
class StandingQuery {
public:
    /// `core` must outlive it.
    explicit StandingQuery(const store::Core& core) : core_(core) {}

    /// Reads and checks the text and gives the records that it selects on this snapshot, in its order. Throws what
    /// `prepare` and running throw.
    [[nodiscard]] Items ask(store::Connection& connection, const RecordType& type, const std::string& text,
                            const Parameters& parameters);
    /// Reads and checks the text without running it.
    void check(store::Connection& connection, const RecordType& type, const std::string& text,
               const Parameters& parameters);

    /// Whether the answer may be another after commits that touched this.
    [[nodiscard]] bool concerned(const store::Touched& touched) const;

private:
    struct Prepared;
    Prepared prepare(store::Connection& connection, const RecordType& type, const std::string& text,
                     const Parameters& parameters);

    const store::Core& core_;
    std::string sql_;  // whose dependencies these are
    store::Dependencies dependencies_;
    bool on_time_ = false;
    bool on_segments_ = false;
    bool on_fields_ = false;
    bool on_rates_ = false;
};

/// The tables that make up records of a type: its own, the side table, elements, tags, custom values.
[[nodiscard]] std::vector<store::Watch> parts_of(const store::Core& core, const RecordType& type);

/// The number of the last transaction that a snapshot sees.
[[nodiscard]] std::int64_t transaction_of(store::Connection& connection);

/// Observes the ordered list of a query. Checks the text on `connection`; throws `parse`. `core` must outlive the looks.
[[nodiscard]] std::shared_ptr<store::Listener> list_observer(const store::Core& core,
                                                             store::Connection& connection,
                                                             const RecordType& type, std::string text,
                                                             Parameters parameters, ListCallback callback);

/// Observes the members of a saved segment. Throws `not_found`.
[[nodiscard]] std::shared_ptr<store::Listener> segment_observer(const store::Core& core,
                                                                store::Connection& connection, SegmentId id,
                                                                SegmentCallback callback);

/// Observes one record. Throws `not_found`.
[[nodiscard]] std::shared_ptr<store::Listener> record_observer(const store::Core& core,
                                                               store::Connection& connection,
                                                               const RecordType& type, std::int64_t id,
                                                               RecordCallback callback);

}  // namespace kith::query
