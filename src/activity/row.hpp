// Reading the rows of statements into what cards and timelines show.
#pragma once

#include "store/statement.hpp"

#include <kith/id.hpp>
#include <kith/money.hpp>
#include <kith/value.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace kith::activity {

/// How many rows, as SQL takes it.
[[nodiscard]] inline std::int64_t row_limit(std::size_t limit) {
    return static_cast<std::int64_t>(std::min<std::size_t>(limit, 1u << 31));
}

/// Reads the columns of one row in their order.
class Row {
public:
    explicit Row(const store::Statement& statement) : statement_(statement) {}

    std::int64_t integer() { return statement_.integer(at_++); }
    bool flag() { return integer() != 0; }
    std::string text() { return statement_.string(at_++); }
    Money money() {
        const std::int64_t minor = integer();
        return {minor, text()};
    }
    template <class T>
    Id<T> id() {
        return Id<T>{integer()};
    }
    template <class E>
    E choice() {
        return static_cast<E>(integer());
    }
    Time time() { return Time{std::chrono::milliseconds(integer())}; }
    std::optional<Time> maybe_time() {
        if (statement_.null(at_)) return skip();
        return time();
    }
    std::optional<std::int64_t> maybe_integer() {
        if (statement_.null(at_)) return skip();
        return integer();
    }
    std::optional<PartialDate> maybe_date() {
        if (statement_.null(at_)) return skip();
        return PartialDate::parse(statement_.text(at_++));
    }
    [[nodiscard]] int at() const noexcept { return at_; }
    void skip_to(int column) noexcept { at_ = column; }

private:
    std::nullopt_t skip() {
        ++at_;
        return std::nullopt;
    }

    const store::Statement& statement_;
    int at_ = 0;
};

}  // namespace kith::activity
