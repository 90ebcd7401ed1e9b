#include "text/postcode.hpp"

#include "text/fold.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace kith::text {

namespace {

struct Forms {
    std::string_view country;
    std::string_view patterns;  // divided by '|'; 9 a digit, A a letter, * either, all else as it stands
};

// After the Universal Postal Union's addressing guides; countries whose form is not beyond doubt are left out. By country.
constexpr std::array<Forms, 54> table = {{
    {"AR", "9999|A9999AAA"},
    {"AT", "9999"},
    {"AU", "9999"},
    {"BE", "9999"},
    {"BG", "9999"},
    {"BR", "99999-999"},
    {"CA", "A9A 9A9"},
    {"CH", "9999"},
    {"CN", "999999"},
    {"CY", "9999"},
    {"CZ", "999 99"},
    {"DE", "99999"},
    {"DK", "9999"},
    {"EE", "99999"},
    {"ES", "99999"},
    {"FI", "99999"},
    {"FR", "99999"},
    {"GB", "A9 9AA|A99 9AA|AA9 9AA|AA99 9AA|A9A 9AA|AA9A 9AA"},
    {"GR", "999 99"},
    {"HR", "99999"},
    {"HU", "9999"},
    {"ID", "99999"},
    {"IE", "A99 ****|A9A ****"},
    {"IL", "9999999|99999"},
    {"IN", "999999"},
    {"IS", "999"},
    {"IT", "99999"},
    {"JP", "999-9999"},
    {"KR", "99999|999-999"},
    {"LI", "9999"},
    {"LT", "LT-99999"},
    {"LU", "9999"},
    {"LV", "LV-9999"},
    {"MX", "99999"},
    {"MY", "99999"},
    {"NL", "9999 AA"},
    {"NO", "9999"},
    {"NZ", "9999"},
    {"PH", "9999"},
    {"PL", "99-999"},
    {"PT", "9999-999"},
    {"RO", "999999"},
    {"RS", "99999"},
    {"RU", "999999"},
    {"SE", "999 99"},
    {"SG", "999999"},
    {"SI", "9999"},
    {"SK", "999 99"},
    {"TH", "99999"},
    {"TR", "99999"},
    {"TW", "999|99999|999999"},
    {"UA", "99999"},
    {"US", "99999|99999-9999"},
    {"ZA", "9999"},
}};

char capital_of(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

std::string in_capitals(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), &capital_of);
    return out;
}

std::string_view patterns_of(std::string_view country) {
    const std::string code = in_capitals(country);
    const auto found =
        std::lower_bound(table.begin(), table.end(), code, [](const Forms& forms, const std::string& wanted) {
            return forms.country < wanted;
        });
    return found == table.end() || found->country != code ? std::string_view{} : found->patterns;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

/// Letters in capitals and digits; empty when there is anything else but spaces, dashes and 〒.
std::string signs_of(std::string_view postcode) {
    std::string folded = fold(postcode);
    if (const std::string_view mark = "〒"; folded.compare(0, mark.size(), mark) == 0)
        folded.erase(0, mark.size());
    std::string signs;
    for (const char c : folded) {
        if (c == ' ' || c == '-' || c == '.') continue;
        const char capital = capital_of(c);
        if (!is_digit(capital) && !is_capital(capital)) return {};
        signs += capital;
    }
    return signs;
}

/// The signs written as the pattern says; nothing when they do not fit it.
std::optional<std::string> fitted(std::string_view signs, std::string_view pattern) {
    std::string out;
    std::size_t at = 0;
    for (const char p : pattern) {
        if (p == ' ' || p == '-') {
            out += p;
            continue;
        }
        if (at == signs.size()) return std::nullopt;
        const char sign = signs[at++];
        const bool fits = p == '9'   ? is_digit(sign)
                          : p == 'A' ? is_capital(sign)
                          : p == '*' ? is_digit(sign) || is_capital(sign)
                                     : sign == p;
        if (!fits) return std::nullopt;
        out += sign;
    }
    return at == signs.size() ? std::optional(out) : std::nullopt;
}

std::optional<std::string> fitted_to_any(std::string_view signs, std::string_view patterns) {
    while (!patterns.empty()) {
        const std::string_view pattern = patterns.substr(0, patterns.find('|'));
        patterns.remove_prefix(std::min(patterns.size(), pattern.size() + 1));
        if (auto form = fitted(signs, pattern)) return form;
    }
    return std::nullopt;
}

}  // namespace

bool has_postcode_form(std::string_view country) { return !patterns_of(country).empty(); }

std::string_view postcode_pattern(std::string_view country) {
    const std::string_view patterns = patterns_of(country);
    return patterns.substr(0, patterns.find('|'));
}

std::optional<std::string> postcode_form(std::string_view postcode, std::string_view country) {
    const std::string_view patterns = patterns_of(country);
    const std::string signs = signs_of(postcode);
    if (patterns.empty() || signs.empty()) return std::nullopt;
    if (auto form = fitted_to_any(signs, patterns)) return form;
    // "D-10115", "CH-8001": letters that stand for the country
    const auto letters =
        static_cast<std::size_t>(std::find_if(signs.begin(), signs.end(), is_digit) - signs.begin());
    if (letters == 0 || in_capitals(country).compare(0, letters, signs, 0, letters) != 0) return std::nullopt;
    return fitted_to_any(std::string_view(signs).substr(letters), patterns);
}

}  // namespace kith::text
