// What was, and what was done, in the model: what fields held after each transaction, and events one after the other.
#pragma once

#include "query_model.hpp"

#include <functional>

namespace query_test {

/// What the recorded fields of every record hold now.
[[nodiscard]] Past snapshot(const kith::Database& db, kith::Time at);

/// Whether the history of a record's field is as asked; negative verbs count as their positive ones.
[[nodiscard]] bool has_history(const World& world, const Thing& record, const std::string& field,
                               const kith::query::History& history);

/// Whether a deal has been in a stage for so long.
[[nodiscard]] bool stays(const World& world, const Thing& deal, const kith::query::Stay& stay);

/// Whether a contact's events are as asked; `holds` answers what is in parentheses.
using Holds = std::function<bool(const Thing&, const kith::query::Nodes&)>;
[[nodiscard]] bool behaves(const World& world, const Thing& contact, const kith::query::Behaviour& behaviour,
                           const Holds& holds);

}  // namespace query_test
