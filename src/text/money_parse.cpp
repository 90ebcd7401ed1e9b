// Reading amounts of money as people write them.
#include "text/fold.hpp"
#include "text/money.hpp"
#include "text/script.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace kith::text {

namespace {

struct Symbol {
    std::string_view sign;  // as folded
    std::string_view code;
};

// A longer sign stands before those that are its beginning or its end.
constexpr std::array<Symbol, 35> symbols{{
    {"us$", "USD"},      {"hk$", "HKD"},    {"nz$", "NZD"},    {"nt$", "TWD"},    {"ca$", "CAD"},
    {"mx$", "MXN"},      {"au$", "AUD"},    {"c$", "CAD"},     {"a$", "AUD"},     {"s$", "SGD"},
    {"r$", "BRL"},       {"€", "EUR"},      {"£", "GBP"},      {"jp¥", "JPY"},    {"cn¥", "CNY"},
    {"¥", "JPY"},        {"\\", "JPY"},     {"円", "JPY"},     {"₩", "KRW"},      {"₹", "INR"},
    {"₽", "RUB"},      {"₫", "VND"},      {"₪", "ILS"},      {"₺", "TRY"},      {"₴", "UAH"},
    {"₱", "PHP"},        {"₦", "NGN"},      {"฿", "THB"},      {"米どる", "USD"}, {"ゆーろ", "EUR"},
    {"英ぽんど", "GBP"}, {"人民元", "CNY"}, {"うぉん", "KRW"}, {"zl", "PLN"},     {"kc", "CZK"},
}};

// Currencies whose sign is "$" at home, four places each.
constexpr std::string_view dollars =
    "AUD BBD BMD BND BSD BZD CAD FJD GYD HKD JMD KYD LRD NAD NZD SBD SGD SRD TTD TWD USD XCD ";

// Decimal numbers of which the unit is a power of ten: mantissa * 10^exponent.
struct Term {
    std::uint64_t mantissa = 0;
    int exponent = 0;
};

constexpr auto most = std::numeric_limits<std::uint64_t>::max();

bool multiply_add(std::uint64_t& value, std::uint64_t factor, std::uint64_t more) {
    if (factor != 0 && value > (most - more) / factor) return false;
    value = value * factor + more;
    return true;
}

bool take_front(std::string_view& text, std::string_view what) {
    if (text.substr(0, what.size()) != what) return false;
    text.remove_prefix(what.size());
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    return true;
}

bool take_back(std::string_view& text, std::string_view what) {
    if (what.size() > text.size() || text.substr(text.size() - what.size()) != what) return false;
    text.remove_suffix(what.size());
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return true;
}

bool is_digit(char c) { return is_ascii_digit(static_cast<unsigned char>(c)); }

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

// The currency of an amount, as found at its ends.
struct Currency {
    std::string_view original;  // the text before folding, which alone knows capitals
    std::string code{};
    bool dollar = false;  // "$" stood there
    bool clash = false;   // two different ones stood there

    // Takes one code or symbol off an end of the folded text; false when there is none.
    bool take(std::string_view& text, bool front) {
        const std::size_t at = front || text.size() < 3 ? 0 : text.size() - 3;
        const std::string known = code_of(text.substr(at, 3));
        const bool joined = front ? text.size() > 3 && is_letter(text[3]) : at > 0 && is_letter(text[at - 1]);
        const auto remove = front ? take_front : take_back;
        if (!known.empty() && !joined && remove(text, text.substr(at, 3))) return note(known);
        for (const Symbol& symbol : symbols) {
            if (remove(text, symbol.sign)) return note(symbol.code);
        }
        if (!remove(text, "$")) return false;
        return dollar = true;
    }

private:
    // A code that ISO 4217 does not list counts when it is in capitals, as Money writes it.
    std::string code_of(std::string_view folded) const {
        if (folded.size() != 3 || !std::all_of(folded.begin(), folded.end(), is_letter)) return {};
        std::string upper(folded);
        for (char& c : upper) c = static_cast<char>(c - 'a' + 'A');
        return is_currency(upper) || original.find(upper) != std::string_view::npos ? upper : std::string();
    }

    bool note(std::string_view found) {
        clash = clash || (!code.empty() && code != found);
        code = found;
        return true;
    }
};

// One number in ASCII digits, with separators that group or point, as mantissa * 10^exponent (exponent <= 0).
std::optional<Term> read_number(std::string_view text) {
    const std::size_t last = text.find_last_of(".,");
    std::size_t point = std::string_view::npos;
    if (last != std::string_view::npos && std::count(text.begin(), text.end(), text[last]) == 1) {
        const bool grouped_before = text.substr(0, last).find_first_of(".,' ") != std::string_view::npos;
        if (text[last] == '.' || grouped_before || text.size() - last - 1 != 3) point = last;
    }
    const std::string_view whole = text.substr(0, point);
    const std::string_view fraction = point == std::string_view::npos ? "" : text.substr(point + 1);
    Term term{0, -static_cast<int>(std::min<std::size_t>(fraction.size(), 1000))};
    if (point != std::string_view::npos && fraction.empty()) return std::nullopt;

    char separator = 0;
    std::size_t group = 0;  // digits since the last separator
    for (const char c : whole) {
        if (is_digit(c)) {
            ++group;
            if (!multiply_add(term.mantissa, 10, static_cast<std::uint64_t>(c - '0'))) return std::nullopt;
            continue;
        }
        // Groups have three digits; the inner ones two where lakhs are counted.
        const bool size_ok =
            separator == 0 ? group >= 1 && group <= 3 : group == 3 || (c == ',' && group == 2);
        if ((separator != 0 && separator != c) || !size_ok) return std::nullopt;
        separator = c;
        group = 0;
    }
    if (separator != 0 ? group != 3 : whole.empty() && fraction.empty()) return std::nullopt;
    for (const char c : fraction) {
        if (!is_digit(c) || !multiply_add(term.mantissa, 10, static_cast<std::uint64_t>(c - '0')))
            return std::nullopt;
    }
    return term;
}

// The digit that a kanji stands for, or -1; the power of ten of a unit, or 0.
int kanji_digit(char32_t c) {
    constexpr std::u32string_view digits = U"〇一二三四五六七八九";
    constexpr std::u32string_view formal = U"零壱弐参";
    const std::size_t at = std::min(digits.find(c), formal.find(c));
    return at == std::u32string_view::npos ? -1 : static_cast<int>(at);
}

int power_of_unit(char32_t c) {
    switch (c) {
        case U'十':
        case U'拾': return 1;
        case U'百': return 2;
        case U'千': return 3;
        case U'万': return 4;
        case U'億': return 8;
        case U'兆': return 12;
        default: return 0;
    }
}

// A folded number with kanji units as the terms to add: 3億2,500万 is 3*10^8 and 2500*10^4.
std::optional<std::vector<Term>> read_terms(std::string_view text) {
    std::vector<Term> terms;
    std::size_t group = 0;  // where the terms begin that the next of 万 億 兆 multiplies
    int small = 4;          // the last of 十 百 千 in this group; each must be smaller than the one before
    int large = 16;         // the last of 万 億 兆
    std::string number;
    const auto take_number = [&](int exponent) {
        while (!number.empty() && number.back() == ' ') number.pop_back();
        const auto term = read_number(number);
        if (term) terms.push_back({term->mantissa, term->exponent + exponent});
        number.clear();
        return term.has_value();
    };
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_code_point(text, at);
        const int power = power_of_unit(c);
        if (const int digit = kanji_digit(c); digit >= 0) {
            number += static_cast<char>('0' + digit);
        } else if (power == 0) {
            if (c >= 0x80 || !(is_ascii_digit(c) || c == '.' || c == ',' || c == '\'' || c == ' '))
                return std::nullopt;
            if (c != ' ' || !number.empty()) number += static_cast<char>(c);
        } else if (power < 4) {
            if (power >= small || !(number.empty() ? (terms.push_back({1, power}), true) : take_number(power)))
                return std::nullopt;
            small = power;
        } else {
            if (power >= large || (!number.empty() && !take_number(0)) || group == terms.size())
                return std::nullopt;
            for (; group < terms.size(); ++group) terms[group].exponent += power;
            small = 4;
            large = power;
        }
    }
    if (!number.empty() && !take_number(0)) return std::nullopt;
    if (terms.empty()) return std::nullopt;
    return terms;
}

// The sum of the terms in units of 10^-decimals, when it is whole.
std::optional<std::uint64_t> sum_of(const std::vector<Term>& terms, int decimals) {
    std::uint64_t sum = 0;
    for (Term term : terms) {
        for (int e = term.exponent + decimals; e > 0; --e) {
            if (!multiply_add(term.mantissa, 10, 0)) return std::nullopt;
        }
        for (int e = term.exponent + decimals; e < 0; ++e) {
            if (term.mantissa % 10 != 0) return std::nullopt;
            term.mantissa /= 10;
        }
        if (!multiply_add(sum, 1, term.mantissa)) return std::nullopt;
    }
    return sum;
}

bool take_minus(std::string_view& text) {
    return take_front(text, "-") || take_front(text, "△") || take_front(text, "▲");
}

}  // namespace

std::optional<Money> parse_money(std::string_view original, std::string_view default_currency) {
    if (original.size() > 200) return std::nullopt;  // no amount of 64 bits is that long
    const std::string folded = fold(original);
    std::string_view text = folded;
    bool minus = take_minus(text);
    Currency currency{original};
    while (currency.take(text, true)) {}
    if (!minus) minus = take_minus(text);
    if (!minus) take_front(text, "+");
    while (currency.take(text, false)) {}

    if (currency.code.empty() && (!currency.dollar || lists_code(dollars, default_currency)))
        currency.code = default_currency;
    if (currency.code.empty() || currency.clash || (currency.dollar && !lists_code(dollars, currency.code)))
        return std::nullopt;

    const auto terms = read_terms(text);
    if (!terms) return std::nullopt;
    const int decimals = currency_decimals(currency.code);
    const bool plain = terms->size() == 1 && terms->front().exponent <= 0;
    if (plain && -terms->front().exponent > decimals) return std::nullopt;
    const auto sum = sum_of(*terms, decimals);
    constexpr std::uint64_t limit = std::uint64_t{1} << 63;
    if (!sum || *sum > limit || (*sum == limit && !minus)) return std::nullopt;
    return Money{static_cast<std::int64_t>(minus ? 0 - *sum : *sum), currency.code};
}

}  // namespace kith::text
