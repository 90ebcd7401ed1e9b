// C++ members as cells and back: one Codec per member type.
#pragma once

#include "records/record_type.hpp"

#include <kith/error.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace kith::records {

/// Reads and writes a list of texts as the JSON array that a column holds.
[[nodiscard]] std::string join_texts(const std::vector<std::string>& texts);
[[nodiscard]] std::vector<std::string> split_texts(std::string_view json);

/// Sets a member that holds a whole number; `name` is how messages call it. Throws `invalid_value` for a number that the
/// member cannot hold.
void set_whole(const Field& field, void* holder, std::string_view name, std::int64_t number);

/// How members of type `M` travel: `type`, `get` (empty members become null), `set` (null makes empty).
template <class M, class = void>
struct Codec;

template <>
struct Codec<std::string> {
    static constexpr FieldType type = FieldType::text;
    static store::Cell get(const std::string& member, Scratch&) noexcept {
        return member.empty() ? store::Cell() : store::Cell::of(std::string_view(member));
    }
    static void set(std::string& member, const store::Cell& cell) { member.assign(cell.text); }
};

template <class N>
struct Codec<N, std::enable_if_t<std::is_integral_v<N> && !std::is_same_v<N, bool>>> {
    static constexpr FieldType type = FieldType::integer;
    static store::Cell get(N member, Scratch&) noexcept {
        return store::Cell::of(static_cast<std::int64_t>(member));
    }
    /// What the member cannot hold becomes the nearest that it can, never another number: see `set_whole`.
    static void set(N& member, const store::Cell& cell) noexcept {
        static_assert(std::is_signed_v<N>);
        member = static_cast<N>(std::clamp<std::int64_t>(cell.integer, std::numeric_limits<N>::min(),
                                                         std::numeric_limits<N>::max()));
    }
};

template <>
struct Codec<bool> {
    static constexpr FieldType type = FieldType::flag;
    static store::Cell get(bool member, Scratch&) noexcept { return store::Cell::of(std::int64_t{member}); }
    static void set(bool& member, const store::Cell& cell) noexcept { member = cell.integer != 0; }
};

template <>
struct Codec<double> {
    static constexpr FieldType type = FieldType::real;
    static store::Cell get(double member, Scratch&) noexcept { return store::Cell::of(member); }
    static void set(double& member, const store::Cell& cell) noexcept {
        member = cell.type == store::CellType::integer ? static_cast<double>(cell.integer) : cell.real;
    }
};

template <class E>
struct Codec<E, std::enable_if_t<std::is_enum_v<E>>> {
    static constexpr FieldType type = FieldType::choice;
    static store::Cell get(E member, Scratch&) noexcept {
        return store::Cell::of(static_cast<std::int64_t>(member));
    }
    static void set(E& member, const store::Cell& cell) noexcept {
        member = static_cast<E>(static_cast<std::underlying_type_t<E>>(cell.integer));
    }
};

template <>
struct Codec<Time> {
    static constexpr FieldType type = FieldType::time;
    static store::Cell get(Time member, Scratch&) noexcept {
        return store::Cell::of(std::int64_t{member.time_since_epoch().count()});
    }
    static void set(Time& member, const store::Cell& cell) noexcept {
        member = Time{std::chrono::milliseconds(cell.integer)};
    }
};

template <>
struct Codec<PartialDate> {
    static constexpr FieldType type = FieldType::date;
    static store::Cell get(const PartialDate& member, Scratch& scratch) {
        if (member.empty()) return {};
        scratch.text = member.to_string();
        return store::Cell::of(std::string_view(scratch.text));
    }
    static void set(PartialDate& member, const store::Cell& cell) {
        member = PartialDate::parse(cell.text).value_or(PartialDate{});
    }
};

template <class T>
struct Codec<Id<T>> {
    static constexpr FieldType type = FieldType::reference;
    static store::Cell get(Id<T> member, Scratch&) noexcept {
        return member ? store::Cell::of(member.value) : store::Cell();
    }
    static void set(Id<T>& member, const store::Cell& cell) noexcept { member.value = cell.integer; }
};

template <>
struct Codec<std::vector<std::string>> {
    static constexpr FieldType type = FieldType::choices;
    static store::Cell get(const std::vector<std::string>& member, Scratch& scratch) {
        if (member.empty()) return {};
        scratch.text = join_texts(member);
        return store::Cell::of(std::string_view(scratch.text));
    }
    static void set(std::vector<std::string>& member, const store::Cell& cell) {
        member = split_texts(cell.text);
    }
};

template <class M>
struct Codec<std::optional<M>> {
    static constexpr FieldType type = Codec<M>::type;
    static store::Cell get(const std::optional<M>& member, Scratch& scratch) {
        return member ? Codec<M>::get(*member, scratch) : store::Cell();
    }
    static void set(std::optional<M>& member, const store::Cell& cell) {
        if (cell.null())
            member.reset();
        else
            Codec<M>::set(member.emplace(), cell);
    }
};

}  // namespace kith::records
