// What a search learned about a file, shared by the parts of the public face.
#pragma once

#include "match/model.hpp"
#include "match/population.hpp"
#include "match/scan.hpp"
#include "store/connection.hpp"

#include <kith/duplicates.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

namespace kith::match {

/// A model and how frequent values are. `frequencies` is null before any search.
struct Learned {
    Model model{};
    std::shared_ptr<const Frequencies> frequencies{};
};

/// The packaged model of a record type.
[[nodiscard]] Model packaged_model(const RecordType& type);

/// Finishes a small population and gives the model to judge it by: what a search of the file learned, or else
/// packaged weights with the frequencies that the file's indices count quickly.
[[nodiscard]] Model prepare(store::Connection& connection, const RecordType& type, const Learned* learned,
                            Population& population);

/// Explains two records of a finished population.
[[nodiscard]] std::vector<Evidence> explain(const Population& population, const Model& model, std::size_t a,
                                            std::size_t b);

/// The ids of records that share enough evidence with the record at `index` to be compared with it, from `match_key`;
/// `self` is left out.
[[nodiscard]] std::vector<std::int64_t> candidates(store::Connection& connection, const RecordType& type,
                                                   const Population& population, std::size_t index,
                                                   std::int64_t self);

/// Decided pairs of a record type, each lower id first.
[[nodiscard]] std::set<std::pair<std::int64_t, std::int64_t>> decided(store::Connection& connection,
                                                                      const RecordType& type);
/// The records decided to be different from one.
[[nodiscard]] std::set<std::int64_t> decided(store::Connection& connection, const RecordType& type,
                                             std::int64_t id);

}  // namespace kith::match

struct kith::Duplicates::State {
    std::mutex mutex{};
    DuplicateReport report{};
    std::map<const RecordType*, match::Learned> learned{};

    void keep(const RecordType& type, const match::Scan& scan) {
        auto frequencies = scan.population.frequencies();
        const std::lock_guard lock(mutex);
        report = scan.report;
        learned[&type] = {scan.linked.model, std::move(frequencies)};
    }
    /// A copy of what was learned about a type, or nothing.
    [[nodiscard]] std::unique_ptr<match::Learned> of(const RecordType& type) {
        const std::lock_guard lock(mutex);
        const auto found = learned.find(&type);
        return found == learned.end() ? nullptr : std::make_unique<match::Learned>(found->second);
    }
};
