#include "text/similarity.hpp"

#include "text/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <vector>

namespace kith::text {
namespace {

constexpr std::size_t short_text = 64;  // code points that fit without allocating

bool is_ascii_text(std::string_view text) {
    return std::none_of(text.begin(), text.end(),
                        [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

// An array on the stack that moves to the heap when it is too small. Elements start as T().
template <class T, std::size_t Size>
class Scratch {
public:
    explicit Scratch(std::size_t size) : size_(size) {
        if (size > Size) {
            large_.resize(size);
        } else {
            std::fill_n(small_.begin(), size, T());
        }
    }
    T* begin() { return size_ > Size ? large_.data() : small_.data(); }
    T& operator[](std::size_t i) { return begin()[i]; }
    std::size_t size() const { return size_; }

private:
    std::size_t size_;
    std::array<T, Size> small_;
    std::vector<T> large_;
};

// The code points of a text.
class CodePoints {
public:
    explicit CodePoints(std::string_view text) : storage_(count(text)) {
        std::size_t i = 0;
        for (std::size_t at = 0; at < text.size();) storage_[i++] = next_code_point(text, at);
    }
    std::span<const char32_t> span() { return {storage_.begin(), storage_.size()}; }

private:
    static std::size_t count(std::string_view text) {
        std::size_t n = 0;
        for (std::size_t at = 0; at < text.size(); ++n) next_code_point(text, at);
        return n;
    }
    Scratch<char32_t, short_text> storage_;
};

// Calls f with both texts as spans: of bytes when both are ASCII, else of code points.
template <class F>
auto with_letters(std::string_view a, std::string_view b, F&& f) {
    if (is_ascii_text(a) && is_ascii_text(b)) {
        return f(std::span<const char>(a.data(), a.size()), std::span<const char>(b.data(), b.size()));
    }
    CodePoints left(a), right(b);
    return f(left.span(), right.span());
}

// Which letters have a partner: one word for short texts, a vector for others.
class ShortFlags {
public:
    explicit ShortFlags(std::size_t) {}
    bool test(std::size_t i) const { return (bits_ >> i & 1U) != 0; }
    void set(std::size_t i) { bits_ |= std::uint64_t{1} << i; }

private:
    std::uint64_t bits_ = 0;
};

class LongFlags {
public:
    explicit LongFlags(std::size_t size) : flags_(size) {}
    bool test(std::size_t i) const { return flags_[i] != 0; }
    void set(std::size_t i) { flags_[i] = 1; }

private:
    std::vector<char> flags_;
};

template <class Flags, class T>
double jaro_with(std::span<const T> a, std::span<const T> b) {
    const std::size_t longer = std::max(a.size(), b.size());
    const std::size_t window = longer < 4 ? 0 : longer / 2 - 1;
    Flags used_a(a.size()), used_b(b.size());
    std::size_t matches = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const std::size_t end = std::min(b.size(), i + window + 1);
        for (std::size_t j = i > window ? i - window : 0; j < end; ++j) {
            if (b[j] != a[i] || used_b.test(j)) continue;
            used_a.set(i);
            used_b.set(j);
            ++matches;
            break;
        }
    }
    if (matches == 0) return 0.0;
    std::size_t out_of_order = 0;
    for (std::size_t i = 0, j = 0, left = matches; left > 0; ++i, ++j, --left) {
        while (!used_a.test(i)) ++i;
        while (!used_b.test(j)) ++j;
        if (a[i] != b[j]) ++out_of_order;
    }
    const auto m = static_cast<double>(matches);
    const std::size_t swaps = out_of_order / 2;
    const auto transpositions = static_cast<double>(swaps);
    return (m / static_cast<double>(a.size()) + m / static_cast<double>(b.size()) + (m - transpositions) / m) /
           3.0;
}

template <class T>
double jaro_of(std::span<const T> a, std::span<const T> b) {
    if (a.empty() || b.empty()) return a.empty() && b.empty() ? 1.0 : 0.0;
    return a.size() <= short_text && b.size() <= short_text ? jaro_with<ShortFlags>(a, b)
                                                            : jaro_with<LongFlags>(a, b);
}

template <class T>
int osa_of(std::span<const T> a, std::span<const T> b, int limit) {
    const auto drop_common = [&] {
        while (!a.empty() && !b.empty() && a.front() == b.front()) {
            a = a.subspan(1);
            b = b.subspan(1);
        }
        while (!a.empty() && !b.empty() && a.back() == b.back()) {
            a = a.first(a.size() - 1);
            b = b.first(b.size() - 1);
        }
    };
    drop_common();
    if (a.size() > b.size()) std::swap(a, b);
    const auto most = static_cast<std::size_t>(limit);
    if (b.size() - a.size() > most) return limit + 1;
    if (a.empty()) return static_cast<int>(b.size());

    // Three rows of the table over a's columns; only cells within `most` of the diagonal can stay below the limit.
    const std::size_t width = a.size() + 1;
    const int far = limit + 1;
    Scratch<int, 3 * (short_text + 1)> cells(3 * width);
    int* before = cells.begin();
    int* last = before + width;
    int* now = last + width;
    for (std::size_t j = 0; j < width; ++j) {
        last[j] = j <= most ? static_cast<int>(j) : far;
        before[j] = now[j] = far;
    }
    int best_last = 0;
    for (std::size_t i = 1; i <= b.size(); ++i) {
        const std::size_t begin = i > most ? i - most : 1;
        const std::size_t end = std::min(width - 1, i + most);
        if (begin > end) return far;
        now[begin - 1] = begin == 1 && i <= most ? static_cast<int>(i) : far;
        int best = now[begin - 1];
        for (std::size_t j = begin; j <= end; ++j) {
            int cost = last[j - 1] + (a[j - 1] == b[i - 1] ? 0 : 1);
            cost = std::min({cost, now[j - 1] + 1, last[j] + 1});
            if (i > 1 && j > 1 && a[j - 1] == b[i - 2] && a[j - 2] == b[i - 1]) {
                cost = std::min(cost, before[j - 2] + 1);
            }
            now[j] = std::min(cost, far);
            best = std::min(best, now[j]);
        }
        if (end + 1 < width) now[end + 1] = far;
        // A swap reaches back two rows, so both must be out of reach.
        if (best > limit && best_last > limit) return far;
        best_last = best;
        std::swap(before, last);
        std::swap(last, now);
    }
    return std::min(last[a.size()], far);
}

template <class T>
double dice_of(std::span<const T> a, std::span<const T> b) {
    if (a.size() < 2 || b.size() < 2) return std::equal(a.begin(), a.end(), b.begin(), b.end()) ? 1.0 : 0.0;
    using Bigrams = Scratch<std::uint64_t, short_text>;
    const auto fill = [](std::span<const T> text, Bigrams& out) {
        for (std::size_t i = 0; i + 1 < text.size(); ++i) {
            out[i] = static_cast<std::uint64_t>(text[i]) << 32 | static_cast<std::uint64_t>(text[i + 1]);
        }
        std::sort(out.begin(), out.begin() + out.size());
    };
    Bigrams left(a.size() - 1), right(b.size() - 1);
    fill(a, left);
    fill(b, right);
    std::size_t common = 0;
    for (std::size_t i = 0, j = 0; i < left.size() && j < right.size();) {
        if (left[i] == right[j]) {
            ++common, ++i, ++j;
        } else {
            left[i] < right[j] ? ++i : ++j;
        }
    }
    return 2.0 * static_cast<double>(common) / static_cast<double>(left.size() + right.size());
}

}  // namespace

double jaro(std::string_view a, std::string_view b) {
    return with_letters(a, b, [](auto left, auto right) { return jaro_of(left, right); });
}

double jaro_winkler(std::string_view a, std::string_view b, double prefix_scale) {
    const double scale = std::clamp(prefix_scale, 0.0, 0.25);
    return with_letters(a, b, [scale](auto left, auto right) {
        const double j = jaro_of(left, right);
        std::size_t common = 0;
        const std::size_t most = std::min({left.size(), right.size(), std::size_t{4}});
        while (common < most && left[common] == right[common]) ++common;
        return j + static_cast<double>(common) * scale * (1.0 - j);
    });
}

int damerau_levenshtein(std::string_view a, std::string_view b, int limit) {
    // No distance is above the number of bytes, so a larger limit changes nothing but would overflow.
    const std::size_t longest = std::max(a.size(), b.size());
    const int most = static_cast<int>(std::min<std::size_t>(longest, 1U << 30));
    const int bound = std::clamp(limit, 0, std::max(most, 0));
    const int distance =
        with_letters(a, b, [bound](auto left, auto right) { return osa_of(left, right, bound); });
    return distance;
}

double dice_bigrams(std::string_view a, std::string_view b) {
    return with_letters(a, b, [](auto left, auto right) { return dice_of(left, right); });
}

std::string_view nearest(std::string_view word, std::span<const std::string_view> known) {
    std::size_t length = 0;
    for (std::size_t at = 0; at < word.size(); ++length) next_code_point(word, at);
    if (length < 2) return {};
    int limit = static_cast<int>(std::min<std::size_t>(std::max<std::size_t>(length / 3, 1), 1000));
    std::string_view best;
    double best_likeness = -1.0;
    for (const std::string_view name : known) {
        const int distance = damerau_levenshtein(word, name, limit);
        if (distance > limit) continue;
        const double likeness = jaro_winkler(word, name);
        if (distance < limit || likeness > best_likeness) {
            best = name;
            best_likeness = likeness;
        }
        limit = distance;
    }
    return best;
}

}  // namespace kith::text
