// Random bases and random queries over them, from small pools of values so that much of it meets.
#pragma once

#include <kith/database.hpp>

#include <random>
#include <string>
#include <utility>
#include <vector>

namespace query_test {

class Random {
public:
    explicit Random(unsigned seed) : engine_(seed) {}
    int below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(engine_); }
    bool chance(int percent) { return below(100) < percent; }
    template <class T>
    const T& of(const std::vector<T>& list) {
        return list[static_cast<std::size_t>(below(static_cast<int>(list.size())))];
    }

private:
    std::mt19937 engine_;
};

/// The time at which the generated base is looked at.
[[nodiscard]] kith::Time now();

/// Records of every type, custom fields, and some of each in the trash.
void populate(kith::Transaction& tx, Random& random);

/// Moves the clock on, not beyond now, and changes some fields of some records in one transaction. Gives its time.
kith::Time change(kith::Database& db, Random& random, kith::Time& clock);

/// Whether a query may name segments.
enum class Naming { segments, nothing };

/// A random condition on records of `type`, at most `depth` levels deep.
[[nodiscard]] std::string random_query(Random& random, const std::string& type, int depth,
                                       Naming naming = Naming::segments);

/// " order by ..." and often a limit.
[[nodiscard]] std::string random_order(Random& random, const std::string& type);

}  // namespace query_test
