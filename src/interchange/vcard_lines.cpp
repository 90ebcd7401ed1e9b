#include "interchange/vcard_lines.hpp"

#include <algorithm>
#include <array>

namespace kith::interchange {

namespace {

constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

char small(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
char capital(char c) noexcept { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

// 0..63, or 64 when `c` is no digit of base64.
unsigned base64_value(char c) noexcept {
    static const auto table = [] {
        std::array<unsigned char, 256> values{};
        values.fill(64);
        for (std::size_t i = 0; i < base64_digits.size(); ++i) {
            values[static_cast<unsigned char>(base64_digits[i])] = static_cast<unsigned char>(i);
        }
        return values;
    }();
    return table[static_cast<unsigned char>(c)];
}

int hex_value(char c) noexcept {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c = capital(c);
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

}  // namespace

std::string_view without_blanks(std::string_view text) noexcept {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

LineReader::LineReader(std::string_view text) noexcept : text_(text) {
    has_line_feeds_ = text.find('\n') != std::string_view::npos;
    scan();
}

void LineReader::advance() noexcept {
    if (line_) {
        const auto number = line_->number;
        start_ = after_;
        scan();
        if (line_) {
            line_->number = number + 1;
        }
    }
}

void LineReader::scan() noexcept {
    if (start_ >= text_.size()) {
        line_.reset();
        return;
    }
    if (line_feed_ < start_ || start_ == 0) {
        line_feed_ = std::min(text_.find('\n', start_), text_.size());
    }
    auto end = line_feed_;
    after_ = std::min(line_feed_ + 1, text_.size());
    const auto line = text_.substr(start_, end - start_);
    for (auto cr = line.find('\r'); cr != std::string_view::npos; cr = line.find('\r', cr)) {
        if (!has_line_feeds_) {
            end = start_ + cr;
            after_ = end + 1;
            break;
        }
        const auto next = std::min(line.find_first_not_of('\r', cr), line.size());
        if (next == line.size()) {  // CR LF, CR CR LF
            end = start_ + cr;
            break;
        }
        if (property_name_length(line.substr(next)) != 0) {
            end = start_ + cr;
            after_ = start_ + next;
            break;
        }
        cr = next;
    }
    auto text = text_.substr(start_, end - start_);
    if (text.substr(0, 3) == "\xEF\xBB\xBF") {  // files with marks, put together
        text.remove_prefix(3);
    }
    line_ = PhysicalLine{text, 1};
}

std::string in_small_letters(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), small);
    return result;
}

std::string in_capitals(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), capital);
    return result;
}

bool same_name(std::string_view a, std::string_view b) noexcept {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return small(x) == small(y); });
}

std::size_t property_name_length(std::string_view line) noexcept {
    constexpr std::size_t longest = 128;
    std::size_t spaces = 0;
    for (std::size_t i = 0; i < std::min(line.size(), longest); ++i) {
        const char c = line[i];
        if (c == ':' || c == ';') {
            const auto dot = line.substr(0, i).rfind('.');
            const auto name =
                dot == std::string_view::npos ? line.substr(0, i) : line.substr(dot + 1, i - dot - 1);
            return !name.empty() && (spaces == 0 || same_name(name.substr(0, 2), "X-")) ? i : 0;
        }
        const bool letter = (small(c) >= 'a' && small(c) <= 'z') || (c >= '0' && c <= '9');
        spaces += c == ' ' ? 1 : 0;
        if (!letter && c != '-' && c != '_' && c != '.' && c != '/' && (c != ' ' || i == 0)) {
            return 0;
        }
    }
    return 0;
}

bool is_base64_line(std::string_view line) noexcept {
    return !line.empty() &&
           std::all_of(line.begin(), line.end(), [](char c) { return base64_value(c) < 64 || c == '='; });
}

std::optional<std::string> from_base64(std::string_view text) {
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3);
    unsigned bits = 0;
    int count = 0;
    bool padded = false;
    for (const char c : text) {
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            continue;
        }
        const auto value = base64_value(c);
        if (c == '=') {
            padded = true;
        } else if (value == 64 || padded) {
            return std::nullopt;
        } else {
            bits = (bits << 6 | value) & 0xFFFFU;
            count += 6;
            if (count >= 8) {
                count -= 8;
                bytes.push_back(static_cast<char>(static_cast<unsigned char>(bits >> count)));
            }
        }
    }
    return count == 6 ? std::nullopt : std::optional(std::move(bytes));  // a single digit is too little
}

std::string to_base64(std::string_view bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    const auto at = [&](std::size_t i) -> unsigned {
        return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0;
    };
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const unsigned three = at(i) << 16 | at(i + 1) << 8 | at(i + 2);
        for (std::size_t k = 0; k < 4; ++k) {
            text.push_back(i + k <= bytes.size() ? base64_digits[(three >> (18 - 6 * k)) & 63] : '=');
        }
    }
    return text;
}

std::string from_quoted_printable(std::string_view text, std::optional<std::size_t>& first_bad) {
    std::string bytes;
    bytes.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '=') {
            bytes.push_back(text[i]);
            continue;
        }
        const int high = i + 1 < text.size() ? hex_value(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
        if (high >= 0 && low >= 0) {
            bytes.push_back(static_cast<char>(static_cast<unsigned char>(high * 16 + low)));
            i += 2;
        } else {
            bytes.push_back('=');
            first_bad = first_bad ? first_bad : std::optional(i);
        }
    }
    return bytes;
}

}  // namespace kith::interchange
