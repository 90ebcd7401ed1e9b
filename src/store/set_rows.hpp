// The rows of a set: ids and values in flat arrays, counted, bounded and ranked.
#pragma once

#include "store/set_plan.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace kith::store {

/// From ids to places in an array: an array of its own as long as ids lie close together, as those of a table do; a hash
/// where they do not. Costs at most some 32 bytes for each id, and 4 MB.
class IdIndex {
public:
    static constexpr std::uint32_t none = 0xffff'ffff;

    /// The place of an id, `none` when it has none.
    [[nodiscard]] std::uint32_t find(std::int64_t id) const noexcept;
    /// The place of an id; one that has none gets `place`.
    std::uint32_t insert(std::int64_t id, std::uint32_t place);

private:
    void scatter();

    std::vector<std::uint32_t> close_;
    std::unordered_map<std::int64_t, std::uint32_t> far_;
    std::size_t size_ = 0;
    bool scattered_ = false;
};

/// The rows of one set. `add` every row of the plan's statement, then `finish`.
class SetRows {
public:
    explicit SetRows(const SetPlan& plan) : plan_(plan) {}

    /// A row of the statement. Throws `invalid` for a sum that is too large for a whole number, `limit` for more ids
    /// than fit. `keys`: as many in every row.
    void add(std::int64_t id, std::span<const Cell> keys);
    /// Bounds, ranks and cuts; orders by id. Cost: O(n log n) at most, O(n) where the ids came in order and nothing is
    /// ranked.
    void finish();

    [[nodiscard]] std::size_t size() const noexcept { return ids_.size(); }
    /// The ids rise.
    [[nodiscard]] std::int64_t id(std::size_t place) const noexcept { return ids_[place]; }
    /// The value of a column, counted from 0; NULL where there is none.
    [[nodiscard]] Cell value(std::size_t place, std::size_t column) const noexcept;
    /// The place of an id, IdIndex::none when it is not in the set.
    [[nodiscard]] std::uint32_t find(std::int64_t id) const noexcept { return index_.find(id); }

private:
    /// Numbers in one array: whole ones, or all of them as doubles once there is one that is none.
    struct Column {
        std::vector<std::int64_t> bits{};
        std::vector<char> known{};
        bool real = false;

        void push(const Cell& cell);
        void set(std::size_t place, const Cell& cell);
        [[nodiscard]] Cell at(std::size_t place) const noexcept;
        /// A number that rises with the value.
        [[nodiscard]] std::int64_t rank(std::size_t place) const noexcept;
        void make_real();
    };
    /// One that is ranked: its value in a form that rises with it, and its place.
    struct Ranked {
        std::int64_t key;
        std::uint32_t place;
    };

    void gather(std::size_t place, const Cell& key);
    void keep(const std::vector<char>& kept);
    void order();
    void bound();
    void choose(const SetPlan::Top& top);
    void cut(Column& column, int parts);
    [[nodiscard]] std::vector<Ranked> ranked(const Column& column) const;

    const SetPlan& plan_;
    std::vector<std::int64_t> ids_;
    std::vector<Column> columns_;
    IdIndex index_;
    bool in_order_ = true;
};

}  // namespace kith::store
