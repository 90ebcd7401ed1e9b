// What a search learned about a file, shared by the parts of the public face.
#pragma once

#include "match/model.hpp"
#include "match/population.hpp"
#include "match/scan.hpp"
#include "store/connection.hpp"
#include "store/core.hpp"

#include <kith/duplicates.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace kith::match {

/// A model and how frequent values are. `frequencies` is null before any search.
struct Learned {
    Model model{};
    std::shared_ptr<const Frequencies> frequencies{};
    bool given = false;  ///< the model came from outside: searches judge by it instead of learning
};

/// What linking with another database learned.
struct LearnedAcross {
    std::weak_ptr<store::Core> other{};
    Learned learned{};
};

[[noreturn]] void throw_not_found(const RecordType& type, std::int64_t id);

/// The packaged model of a record type.
[[nodiscard]] Model packaged_model(const RecordType& type);

/// Finishes a small population and gives the model to judge it by: what a search of the file learned, or else
/// the given or packaged weights with the frequencies that the file's indices count quickly.
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

}  // namespace kith::match

struct kith::Duplicates::State {
    std::mutex mutex{};
    DuplicateReport report{};
    std::map<const RecordType*, match::Learned> learned{};
    std::map<const RecordType*, match::LearnedAcross> across{};

    /// A search of the file; what it learned stays.
    [[nodiscard]] match::Scan scan(const Database& database, const RecordType& type,
                                   const DuplicateOptions& options, Where where) {
        const auto model = given(type);
        match::Scan found = match::scan(database, type, options, where, model ? &*model : nullptr);
        auto frequencies = found.population.frequencies();
        const std::lock_guard lock(mutex);
        report = found.report;
        match::Learned& kept = learned[&type];
        kept.frequencies = std::move(frequencies);
        if (kept.given == model.has_value())
            kept.model = found.linked.model;  // else it was given or forgotten meanwhile
        return found;
    }
    /// The same across two files. It says nothing of either one alone.
    [[nodiscard]] match::Scan scan_across(const Database& database, const Database& other,
                                          const RecordType& type, const LinkOptions& options, Where where) {
        const auto model = given(type);
        match::Scan found =
            match::scan_across(database, other, type, options, where, model ? &*model : nullptr);
        auto frequencies = found.population.frequencies();
        const std::lock_guard lock(mutex);
        report = found.report;
        across[&type] = {other.core().weak_from_this(), {found.linked.model, std::move(frequencies), false}};
        return found;
    }
    /// Searches judge by this model from now on; nothing: they learn again.
    void give(const RecordType& type, const std::optional<match::Model>& model) {
        const std::lock_guard lock(mutex);
        across.erase(&type);
        if (!model) {
            learned.erase(&type);
            return;
        }
        match::Learned& kept = learned[&type];
        const double records = kept.frequencies != nullptr ? kept.model.records : model->records;
        kept.model = *model;
        kept.model.records = records;  // as its frequencies, those of this file
        kept.given = true;
    }
    /// What searches judge by, or nothing: they learn.
    [[nodiscard]] std::optional<match::Model> given(const RecordType& type) {
        const std::lock_guard lock(mutex);
        const auto found = learned.find(&type);
        if (found == learned.end() || !found->second.given) return std::nullopt;
        return found->second.model;
    }
    /// A copy of what judges pairs across two files: what linking them learned, or else what judges within this one.
    [[nodiscard]] std::unique_ptr<match::Learned> of(const RecordType& type, const Database& other) {
        {
            const std::lock_guard lock(mutex);
            const auto found = across.find(&type);
            if (found != across.end() && found->second.other.lock().get() == &other.core())
                return std::make_unique<match::Learned>(found->second.learned);
        }
        return of(type);
    }
    /// A copy of what was learned about a type, or nothing.
    [[nodiscard]] std::unique_ptr<match::Learned> of(const RecordType& type) {
        const std::lock_guard lock(mutex);
        const auto found = learned.find(&type);
        return found == learned.end() ? nullptr : std::make_unique<match::Learned>(found->second);
    }
};
