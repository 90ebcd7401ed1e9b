#include "text/punycode.hpp"

#include "text/fold.hpp"
#include "text/utf8.hpp"

#include <utf8proc.h>

#include <cstdint>
#include <cstdlib>
#include <memory>

namespace kith::text {
namespace {

// The parameters of RFC 3492, section 5.
constexpr std::uint32_t base = 36, t_min = 1, t_max = 26, skew = 38, damp = 700, initial_bias = 72,
                        initial_n = 128;

std::uint32_t adapt(std::uint32_t delta, std::uint32_t points, bool first) {
    delta = first ? delta / damp : delta / 2;
    delta += delta / points;
    std::uint32_t k = 0;
    for (; delta > (base - t_min) * t_max / 2; k += base) delta /= base - t_min;
    return k + (base - t_min + 1) * delta / (delta + skew);
}

std::optional<std::uint32_t> digit(char c) {
    if (c >= 'a' && c <= 'z') return static_cast<std::uint32_t>(c - 'a');
    if (c >= 'A' && c <= 'Z') return static_cast<std::uint32_t>(c - 'A');
    if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0' + 26);
    return std::nullopt;
}

}  // namespace

std::optional<std::string> decode_punycode(std::string_view label) {
    if (label.size() > 63) return std::nullopt;
    std::u32string points;
    if (const std::size_t dash = label.rfind('-'); dash != std::string_view::npos) {
        for (const char c : label.substr(0, dash)) {
            if (static_cast<unsigned char>(c) >= 0x80) return std::nullopt;
            points += static_cast<char32_t>(c);
        }
        label.remove_prefix(dash + 1);
    }
    // Everything fits 64 bits long before it can overflow: a weight grows at most by 36 for each of 63 signs and
    // is refused above the last code point times the length.
    std::uint64_t n = initial_n, i = 0;
    std::uint32_t bias = initial_bias;
    for (std::size_t at = 0; at < label.size();) {
        const std::uint64_t before = i;
        std::uint64_t weight = 1;
        for (std::uint32_t k = base;; k += base) {
            if (at == label.size()) return std::nullopt;
            const auto value = digit(label[at++]);
            if (!value) return std::nullopt;
            i += *value * weight;
            const std::uint32_t t = k <= bias ? t_min : k >= bias + t_max ? t_max : k - bias;
            if (i > 0x10FFFFULL * 64) return std::nullopt;
            if (*value < t) break;
            weight *= base - t;
            if (weight > 0x10FFFFULL * 64) return std::nullopt;
        }
        const auto count = static_cast<std::uint32_t>(points.size() + 1);
        bias = adapt(static_cast<std::uint32_t>(i - before), count, before == 0);
        n += i / count;
        i %= count;
        if (n > 0x10FFFF || (n >= 0xD800 && n < 0xE000)) return std::nullopt;
        points.insert(points.begin() + static_cast<std::ptrdiff_t>(i), static_cast<char32_t>(n));
        ++i;
    }
    std::string out;
    for (const char32_t c : points) append_code_point(out, c);
    return out;
}

std::string lower_nfkc(std::string_view text) {
    if (is_ascii(text)) {
        std::string out(text);
        for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        return out;
    }
    std::string valid = to_valid_utf8(text);
    utf8proc_uint8_t* mapped = nullptr;
    constexpr auto options = static_cast<utf8proc_option_t>(
        UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
    const auto length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(valid.data()),
                                     static_cast<utf8proc_ssize_t>(valid.size()), &mapped, options);
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, &std::free);
    if (length < 0) return valid;
    return std::string(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(length));
}

std::string fold_domain(std::string_view domain) {
    const std::string lower = lower_nfkc(domain);
    std::string out;
    std::string label;
    const auto finish = [&] {
        if (label.starts_with("xn--")) {
            const auto decoded = decode_punycode(std::string_view(label).substr(4));
            if (decoded && !is_ascii(*decoded)) {
                // What only looks like one label, or would be decoded once more, is nobody's domain.
                std::string mapped = lower_nfkc(*decoded);
                if (!mapped.starts_with("xn--") && mapped.find('.') == std::string::npos &&
                    mapped.find("。") == std::string::npos)
                    label = std::move(mapped);
            }
        }
        out += label;
        label.clear();
    };
    for (std::size_t at = 0; at < lower.size();) {
        const char32_t c = next_code_point(lower, at);
        if (c == '.' || c == 0x3002) {
            finish();
            out += '.';
        } else {
            append_code_point(label, c);
        }
    }
    finish();
    if (!out.empty() && out.back() == '.') out.pop_back();
    return out;
}

}  // namespace kith::text
