// What a query needs to know besides its text: record types, what the file adds to them, parameters, time.
#pragma once

#include "query/vocabulary.hpp"
#include "records/rates.hpp"

#include <kith/options.hpp>
#include <kith/records/field.hpp>
#include <kith/records/segment.hpp>
#include <kith/value.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith::query {

/// Lives as long as one check; asks the file only for what a query mentions.
struct Environment {
    Types types{};
    const Parameters* parameters = nullptr;  ///< null: none
    Settings settings{};
    Time now{};
    bool summaries = false;  ///< contact_summary is up to date
    /// The custom fields of a record type.
    std::function<std::vector<kith::Field>(const RecordType&)> custom_fields{};
    /// The saved segment of this name in folded form.
    std::function<std::optional<Segment>(std::string_view folded)> segment{};
    /// The names of all saved segments, to propose the nearest.
    std::function<std::vector<std::string>()> segment_names{};
    /// The exchange rates of a day, which is asked for only where the file has any; null where it has none.
    std::function<std::shared_ptr<const records::DayRates>(const std::function<std::string()>& day)> rates{};
    /// The first transaction that the journal still has, and when that was; nothing where it was never pruned.
    std::function<std::optional<std::pair<std::int64_t, Time>>()> horizon{};
    /// Whether records of the type were merged into others.
    std::function<bool(const RecordType&)> merges{};
};

/// Another time, far from `now` and not by whole years: whether a query bound then is another says whether it depends on
/// time.
[[nodiscard]] inline Time far_from(Time now) {
    return now + std::chrono::days(10 * 365 + 97) + std::chrono::milliseconds(11 * 3'600'000 + 1);
}

}  // namespace kith::query
