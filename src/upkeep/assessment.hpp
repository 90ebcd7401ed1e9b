// The quality of one contact: its issues, each with what it costs.
#pragma once

#include "store/connection.hpp"

#include <kith/records/contact.hpp>
#include <kith/upkeep.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kith::upkeep {

/// The likeliest duplicate of a contact.
struct Twin {
    ContactId contact{};
    double probability = 0;
};

/// Looks at contacts one after the other, on one snapshot. Lives for one call.
class Assessor {
public:
    /// Throws `invalid_argument` for days that make no sense. The connection and the options must outlive it.
    Assessor(store::Connection& connection, const QualityOptions& options);

    [[nodiscard]] ContactQuality assess(const Contact& contact, const std::optional<Twin>& twin);

private:
    void completeness(const Contact& contact);
    void validity(const Contact& contact);
    void freshness(const Contact& contact);
    void uniqueness(const std::optional<Twin>& twin);
    void consistency(const Contact& contact);
    void contradictory_name(const Contact& contact);
    void contradictory_positions(const Contact& contact);
    void contradiction(std::string_view field, std::string_view problem, std::string reason);
    void add(QualityPart part, std::string_view field, std::string_view problem, std::string reason,
             double points);
    [[nodiscard]] std::string email_problem(const Email& email) const;
    [[nodiscard]] std::string phone_problem(const Phone& phone) const;
    [[nodiscard]] bool works_somewhere(ContactId contact);
    [[nodiscard]] Time last_touch(const Contact& contact);

    store::Connection& connection_;
    const QualityOptions& options_;
    const Settings settings_;
    const Time now_;
    std::string today_;  // "2026-01-31"
    int contradictions_ = 0;
    ContactQuality result_{};
};

}  // namespace kith::upkeep
