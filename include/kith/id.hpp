// Typed identifiers. Id<Contact> and Id<Deal> do not convert into each other.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>

namespace kith {

/// The identifier of one record of type `T` in one file; 0 means "none yet".
///
/// Ids are below 2^53 so that JavaScript and JSON keep them exactly: 21 bits of replica (0 in a file
/// that was never shared, so ids start at 1) above 32 bits of a persistent counter. They are never
/// reused. The id of a merged record keeps resolving to its survivor.
template <class T>
struct Id {
    std::int64_t value = 0;

    /// True when the id names a record (is not "none yet").
    explicit constexpr operator bool() const noexcept { return value != 0; }
    friend constexpr auto operator<=>(Id, Id) noexcept = default;
};

/// A record of any type: the type's singular name ("contact", "organization", ...) and its id.
struct RecordRef {
    std::string type{};
    std::int64_t id = 0;

    friend std::strong_ordering operator<=>(const RecordRef&, const RecordRef&) = default;
};

}  // namespace kith

template <class T>
struct std::hash<kith::Id<T>> {
    std::size_t operator()(kith::Id<T> id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
