// Files keep sums of these numbers: they are the same for ever, on every machine.
#include "store/row_hash.hpp"

#include <catch2/catch.hpp>

#include <bit>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

using kith::store::RowHash;
using std::string_view_literals::operator""sv;

namespace {

constexpr int integer = 1;
constexpr int real = 2;
constexpr int text = 3;
constexpr int blob = 4;
constexpr int null = 5;

template <class Fill>
std::uint64_t hash(std::uint64_t seed, Fill&& fill) {
    RowHash row(seed);
    fill(row);
    return row.value();
}

}  // namespace

TEST_CASE("a row hash is what it always was") {
    CHECK(hash(0, [](RowHash&) {}) == 0xef46db3751d8e999U);  // XXH64 of nothing
    CHECK(hash(0, [](RowHash& row) { row.add(integer, static_cast<std::uint64_t>(-5)); }) ==
          0xd9eb70156089016dU);
    CHECK(hash(0, [](RowHash& row) { row.add(real, std::bit_cast<std::uint64_t>(1.5)); }) ==
          0xb78c9d556c66a51cU);
    CHECK(hash(7, [](RowHash& row) { row.add(text, ""sv); }) == 0xdbc220da21f3b103U);
    CHECK(hash(7, [](RowHash& row) { row.add(text, "contact"sv); }) == 0x9c6afd8f913ac51fU);
    CHECK(hash(7, [](RowHash& row) { row.add(blob, "contacts"sv); }) == 0x0b214316d4fa07e1U);
    CHECK(hash(7, [](RowHash& row) { row.add(text, "山田太郎, 次郎"sv); }) == 0x81d3ef8b6940084bU);
    CHECK(hash(7, [](RowHash& row) {
              row.add(null);
              row.add(integer, 1);
              row.add(text, "a"sv);
          }) == 0x4a99d38062c49aafU);
}

TEST_CASE("rows that differ in anything have other hashes") {
    std::set<std::uint64_t> seen;
    std::size_t rows = 0;
    const auto row = [&](auto&& fill) {
        ++rows;
        seen.insert(hash(0, fill));
    };
    row([](RowHash& r) { r.add(text, "ab"sv), r.add(text, "c"sv); });
    row([](RowHash& r) { r.add(text, "a"sv), r.add(text, "bc"sv); });
    row([](RowHash& r) { r.add(text, "abc"sv); });
    row([](RowHash& r) { r.add(blob, "abc"sv); });
    row([](RowHash& r) { r.add(text, "abc"sv), r.add(null); });
    row([](RowHash& r) { r.add(null), r.add(text, "abc"sv); });
    row([](RowHash& r) { r.add(text, ""sv); });
    row([](RowHash& r) { r.add(blob, ""sv); });
    row([](RowHash& r) { r.add(null); });
    row([](RowHash& r) { r.add(integer, 0); });
    row([](RowHash& r) { r.add(real, 0); });
    const std::string zeros(20, '\0');
    for (std::size_t size = 1; size <= zeros.size(); ++size)
        row([&](RowHash& r) { r.add(text, std::string_view(zeros).substr(0, size)); });
    for (std::size_t at = 0; at < zeros.size(); ++at)
        for (unsigned bit = 0; bit < 8; ++bit) {
            std::string other = zeros;
            other[at] = static_cast<char>(1U << bit);
            row([&](RowHash& r) { r.add(text, std::string_view(other)); });
        }
    CHECK(seen.size() == rows);
    CHECK(hash(0, [](RowHash& r) { r.add(integer, 1); }) != hash(1, [](RowHash& r) { r.add(integer, 1); }));
}
