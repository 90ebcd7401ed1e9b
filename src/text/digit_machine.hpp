// The reader of the digit machines in phone_table.inc: small automata over the ten digits, stored as text.
//
// A machine answers "which value does this digit string have" for thousands of number ranges at once. It is
// read in place: no start-up work, no memory of its own, safe from any thread. tools/make_phone_table.py
// explains the format.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kith::text {

class DigitMachine {
public:
    // Nodes of equal size: number of the first, its place in the records, count of targets, value or not.
    struct Group {
        std::uint16_t first;
        std::uint16_t offset;
        std::uint8_t targets;
        bool has_value;
    };

    /// A machine over generated text, which must outlive it: records of the nodes, their groups, the list of
    /// tails, and how many nodes there are.
    template <std::size_t GroupCount>
    constexpr DigitMachine(const char* records, const Group (&groups)[GroupCount], const char* tails,
                           int nodes)
        : records_(records), groups_(groups), tails_(tails), group_count_(GroupCount), nodes_(nodes) {}

    /// Calls visit(value, length) for every prefix of `digits` (ASCII digits only) that has a value, shortest
    /// first; the whole string counts as a prefix. A negative root accepts nothing. Time is linear in digits.
    template <class Visit>
    void walk(int root, std::string_view digits, Visit&& visit) const {
        int at = root;
        for (std::size_t depth = 0; at >= 0; ++depth) {
            if (at >= nodes_) return walk_tail(tails_ + 3 * (at - nodes_), digits.size(), visit);
            const Group& group = group_of(at);
            const int arity = group.targets;
            const int value_size = group.has_value ? 2 : 0;
            const int size = value_size + shape_sizes[arity] + 2 * arity;
            const char* record = records_ + group.offset + (at - group.first) * size;
            if (group.has_value) visit(static_cast<int>(number(record, 2)), depth);
            if (depth == digits.size()) return;
            record += value_size;
            std::uint64_t shape = number(record, shape_sizes[arity]);
            for (int d = digits[depth] - '0'; d > 0; --d) shape /= static_cast<unsigned>(arity + 1);
            const int target = static_cast<int>(shape % static_cast<unsigned>(arity + 1));
            if (target == 0) return;
            at = static_cast<int>(number(record + shape_sizes[arity] + 2 * (target - 1), 2));
        }
    }

    /// The value of exactly these digits, 0 when they have none.
    int value(int root, std::string_view digits) const {
        int found = 0;
        walk(root, digits, [&](int value, std::size_t length) {
            if (length == digits.size()) found = value;
        });
        return found;
    }

    /// The length of the longest prefix that has a value, 0 when there is none.
    std::size_t prefix(int root, std::string_view digits) const {
        std::size_t longest = 0;
        walk(root, digits, [&](int, std::size_t length) { longest = length; });
        return longest;
    }

private:
    // Characters that a shape takes, by its number of targets n: enough for (n + 1)^10 in base 90.
    static constexpr int shape_sizes[] = {1, 2, 3, 4, 4, 4, 5, 5, 5, 6, 6};

    static std::uint64_t number(const char* text, int size) {
        std::uint64_t value = 0;
        for (int i = size - 1; i >= 0; --i) {
            const int c = static_cast<unsigned char>(text[i]);
            value = value * 90 + static_cast<std::uint64_t>(c - 35 - (c > 63) - (c > 92));
        }
        return value;
    }

    template <class Visit>
    static void walk_tail(const char* entry, std::size_t digits, Visit&& visit) {
        for (;; entry += 3) {
            const std::uint64_t length = number(entry, 1);
            if (length % 40 <= digits) visit(static_cast<int>(number(entry + 1, 2)), length % 40);
            if (length >= 40) return;
        }
    }

    const Group& group_of(int node) const {
        std::size_t i = group_count_ - 1;
        while (i > 0 && groups_[i].first > node) --i;
        return groups_[i];
    }

    const char* records_;
    const Group* groups_;
    const char* tails_;
    std::size_t group_count_;
    int nodes_;
};

}  // namespace kith::text
