#include "store/set_rows.hpp"

#include <kith/error.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>
#include <utility>

namespace kith::store {

namespace {

std::int64_t bits_of(double value) noexcept {
    value += 0.0;  // -0 is 0
    std::int64_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    return bits;
}

double real_of(std::int64_t bits) noexcept {
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

double number(const Cell& cell) noexcept {
    return cell.type == CellType::real ? cell.real : static_cast<double>(cell.integer);
}

bool is_number(const Cell& cell) noexcept {
    return cell.type == CellType::integer || cell.type == CellType::real;
}

/// Less than 0, 0 or more: a against b, both numbers. Whole ones as such.
int compare(const Cell& a, const Cell& b) noexcept {
    if (a.type == CellType::integer && b.type == CellType::integer)
        return a.integer < b.integer ? -1 : a.integer > b.integer ? 1 : 0;
    const double x = number(a);
    const double y = number(b);
    return x < y ? -1 : x > y ? 1 : 0;
}

/// a + b. Throws where two whole numbers make one that is too large, as SQL's sum does.
Cell sum(const Cell& a, const Cell& b) {
    if (a.type != CellType::integer || b.type != CellType::integer) return Cell::of(number(a) + number(b));
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    constexpr auto least = std::numeric_limits<std::int64_t>::min();
    if (b.integer > 0 ? a.integer > most - b.integer : a.integer < least - b.integer)
        throw Error(Code::invalid_argument, "a sum is too large for a whole number");
    return Cell::of(a.integer + b.integer);
}

bool same_cells(const std::vector<OwnedCell>& a, const std::vector<OwnedCell>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const OwnedCell& x, const OwnedCell& y) { return x.view() == y.view(); });
}

bool same_bound(const std::optional<OwnedCell>& a, const std::optional<OwnedCell>& b) {
    return a.has_value() == b.has_value() && (!a || a->view() == b->view());
}

}  // namespace

bool operator==(const SetPlan& a, const SetPlan& b) {
    return a.select == b.select && same_cells(a.parameters, b.parameters) && same_sets(a.sets, b.sets) &&
           a.gather == b.gather && same_bound(a.low, b.low) && same_bound(a.high, b.high) &&
           a.low_included == b.low_included && a.high_included == b.high_included && a.top == b.top &&
           a.tiles == b.tiles;
}

bool same_sets(const SetPlans& a, const SetPlans& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
        return x.first == y.first && *x.second == *y.second;
    });
}

// ids ---------------------------------------------------------------------------------------------------------

std::uint32_t IdIndex::find(std::int64_t id) const noexcept {
    if (!scattered_) {
        const auto at = static_cast<std::uint64_t>(id);  // a negative one lies far beyond
        return at < close_.size() ? close_[static_cast<std::size_t>(at)] : none;
    }
    const auto found = far_.find(id);
    return found != far_.end() ? found->second : none;
}

std::uint32_t IdIndex::insert(std::int64_t id, std::uint32_t place) {
    if (!scattered_) {
        const auto at = static_cast<std::uint64_t>(id);
        if (at >= close_.size()) {
            const std::uint64_t most = std::max<std::uint64_t>(std::uint64_t{1} << 20, size_ * 8);
            if (at >= most) {
                scatter();
                return insert(id, place);
            }
            const std::uint64_t next = std::max<std::uint64_t>(at + 1, close_.size() * 2);
            close_.resize(static_cast<std::size_t>(std::min(next, most)), none);
        }
        std::uint32_t& here = close_[static_cast<std::size_t>(at)];
        if (here == none) {
            here = place;
            ++size_;
        }
        return here;
    }
    return far_.emplace(id, place).first->second;
}

void IdIndex::scatter() {
    far_.reserve(size_ * 2);
    for (std::size_t id = 0; id < close_.size(); ++id) {
        if (close_[id] != none) far_.emplace(static_cast<std::int64_t>(id), close_[id]);
    }
    close_ = {};
    scattered_ = true;
}

// columns -----------------------------------------------------------------------------------------------------

void SetRows::Column::make_real() {
    if (std::exchange(real, true)) return;
    for (std::int64_t& value : bits) value = bits_of(static_cast<double>(value));
}

void SetRows::Column::set(std::size_t place, const Cell& cell) {
    if (cell.type == CellType::real) make_real();
    known[place] = is_number(cell) ? 1 : 0;
    if (known[place] != 0) bits[place] = real ? bits_of(number(cell)) : cell.integer;
}

void SetRows::Column::push(const Cell& cell) {
    bits.push_back(0);
    known.push_back(0);
    set(bits.size() - 1, cell);
}

Cell SetRows::Column::at(std::size_t place) const noexcept {
    if (known[place] == 0) return {};
    return real ? Cell::of(real_of(bits[place])) : Cell::of(bits[place]);
}

std::int64_t SetRows::Column::rank(std::size_t place) const noexcept {
    const std::int64_t value = bits[place];
    // the bits of negative doubles rise as the value falls
    return real && value < 0 ? value ^ std::numeric_limits<std::int64_t>::max() : value;
}

Cell SetRows::value(std::size_t place, std::size_t column) const noexcept {
    return column < columns_.size() ? columns_[column].at(place) : Cell{};
}

// rows --------------------------------------------------------------------------------------------------------

void SetRows::add(std::int64_t id, std::span<const Cell> keys) {
    const bool counts = plan_.gather == SetPlan::Gather::count;
    const bool given = plan_.gather == SetPlan::Gather::given;
    if (!counts && !given && !is_number(keys.front())) return;
    const auto place = static_cast<std::uint32_t>(ids_.size());
    const std::uint32_t here = index_.insert(id, place);
    if (here != place) {
        if (counts)
            ++columns_.front().bits[here];
        else if (!given)
            gather(here, keys.front());
        return;
    }
    if (place == IdIndex::none - 1) throw Error(Code::limit, "a set has too many records");
    in_order_ = in_order_ && (ids_.empty() || id > ids_.back());
    if (columns_.empty()) columns_.resize(counts ? 1 : keys.size());
    ids_.push_back(id);
    if (counts) return columns_.front().push(Cell::of(std::int64_t{1}));
    for (std::size_t i = 0; i < columns_.size(); ++i) columns_[i].push(keys[i]);
}

void SetRows::gather(std::size_t place, const Cell& key) {
    Column& column = columns_.front();
    const Cell now = column.at(place);
    if (plan_.gather == SetPlan::Gather::sum) return column.set(place, sum(now, key));
    const int order = compare(key, now);
    if (plan_.gather == SetPlan::Gather::minimum ? order < 0 : order > 0) column.set(place, key);
}

void SetRows::finish() {
    bound();
    order();
    if (plan_.top && !columns_.empty()) choose(*plan_.top);
    for (std::size_t i = 0; i < columns_.size() && i < plan_.tiles.size(); ++i)
        cut(columns_[i], plan_.tiles[i]);
}

/// Leaves the rows for which `kept` is set, and finds them anew.
void SetRows::keep(const std::vector<char>& kept) {
    std::size_t to = 0;
    for (std::size_t from = 0; from < ids_.size(); ++from) {
        if (kept[from] == 0) continue;
        ids_[to] = ids_[from];
        for (Column& column : columns_) {
            column.bits[to] = column.bits[from];
            column.known[to] = column.known[from];
        }
        ++to;
    }
    const bool few = to < ids_.size() / 2;  // then what they leave free is worth copying them
    const auto cut = [&](auto& values) {
        values.resize(to);
        if (few) values.shrink_to_fit();
    };
    cut(ids_);
    for (Column& column : columns_) {
        cut(column.bits);
        cut(column.known);
    }
    index_ = {};
    for (std::size_t i = 0; i < to; ++i) index_.insert(ids_[i], static_cast<std::uint32_t>(i));
}

void SetRows::bound() {
    if ((!plan_.low && !plan_.high) || columns_.empty()) return;
    const Column& column = columns_.front();
    std::vector<char> kept(ids_.size(), 0);
    for (std::size_t i = 0; i < ids_.size(); ++i) {
        const Cell value = column.at(i);
        if (value.null()) continue;
        const int low = plan_.low ? compare(value, plan_.low->view()) : 1;
        const int high = plan_.high ? compare(value, plan_.high->view()) : -1;
        kept[i] =
            (low > 0 || (low == 0 && plan_.low_included)) && (high < 0 || (high == 0 && plan_.high_included));
    }
    keep(kept);
}

void SetRows::order() {
    if (in_order_) return;
    std::vector<std::uint32_t> places(ids_.size());
    std::iota(places.begin(), places.end(), 0u);
    std::sort(places.begin(), places.end(),
              [&](std::uint32_t a, std::uint32_t b) { return ids_[a] < ids_[b]; });
    const auto arrange = [&](auto& values) {
        std::decay_t<decltype(values)> arranged(values.size());
        for (std::size_t i = 0; i < places.size(); ++i) arranged[i] = values[places[i]];
        values = std::move(arranged);
    };
    arrange(ids_);
    for (Column& column : columns_) {
        arrange(column.bits);
        arrange(column.known);
    }
    index_ = {};
    for (std::size_t i = 0; i < ids_.size(); ++i) index_.insert(ids_[i], static_cast<std::uint32_t>(i));
    in_order_ = true;
}

std::vector<SetRows::Ranked> SetRows::ranked(const Column& column) const {
    std::vector<Ranked> all;
    all.reserve(ids_.size());
    for (std::size_t i = 0; i < ids_.size(); ++i) {
        if (column.known[i] != 0) all.push_back({column.rank(i), static_cast<std::uint32_t>(i)});
    }
    return all;
}

void SetRows::choose(const SetPlan::Top& top) {
    std::vector<Ranked> all = ranked(columns_.front());
    std::size_t most = 0;
    if (top.percent > 0) {
        // 10 % of 30 are 3, though 0.1 * 30 may come out above
        const double part = static_cast<double>(all.size()) * top.percent / 100.0;
        most = static_cast<std::size_t>(std::ceil(part - part * 1e-12));
    } else if (top.most > 0) {
        most = static_cast<std::size_t>(
            std::min<std::uint64_t>(static_cast<std::uint64_t>(top.most), all.size()));
    }
    most = std::min(most, all.size());
    const auto before = [&](const Ranked& a, const Ranked& b) {
        if (a.key != b.key) return top.lowest ? a.key < b.key : a.key > b.key;
        return a.place < b.place;
    };
    if (most > 0 && most < all.size())
        std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(most), all.end(), before);
    std::vector<char> kept(ids_.size(), 0);
    for (std::size_t i = 0; i < most; ++i) kept[all[i].place] = 1;
    keep(kept);
}

void SetRows::cut(Column& column, int parts) {
    std::vector<Ranked> all = ranked(column);
    column.make_real();
    column.real = false;  // the parts are whole numbers
    const auto above = [](const Ranked& a, const Ranked& b) {
        return a.key != b.key ? a.key > b.key : a.place < b.place;
    };
    // Ends of the parts, the highest first; each halving of them separates the rows below from those above.
    std::vector<std::size_t> ends;
    const std::size_t each = all.size() / static_cast<std::size_t>(parts);
    const std::size_t larger = all.size() % static_cast<std::size_t>(parts);
    for (std::size_t part = 1; part <= static_cast<std::size_t>(parts); ++part)
        ends.push_back(part * each + std::min(part, larger));
    struct Stretch {
        std::size_t first_end, last_end;  // of `ends`
        std::size_t from, to;             // of `all`
    };
    std::vector<Stretch> open{{0, ends.size() - 1, 0, all.size()}};
    while (!open.empty()) {
        const Stretch now = open.back();
        open.pop_back();
        if (now.first_end == now.last_end || now.from == now.to) continue;
        const std::size_t middle = now.first_end + (now.last_end - now.first_end) / 2;
        const std::size_t end = ends[middle];
        if (end > now.from && end < now.to)
            std::nth_element(all.begin() + static_cast<std::ptrdiff_t>(now.from),
                             all.begin() + static_cast<std::ptrdiff_t>(end),
                             all.begin() + static_cast<std::ptrdiff_t>(now.to), above);
        open.push_back({now.first_end, middle, now.from, end});
        open.push_back({middle + 1, now.last_end, end, now.to});
    }
    std::size_t from = 0;
    for (std::size_t part = 0; part < ends.size(); ++part) {
        for (; from < ends[part]; ++from) column.bits[all[from].place] = parts - static_cast<int>(part);
    }
}

}  // namespace kith::store
