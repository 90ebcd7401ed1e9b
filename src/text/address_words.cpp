#include "text/address_words.hpp"

#include "text/fold.hpp"
#include "text/script.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace kith::text {
namespace {

// clang-format off
constexpr AddressRegion address_regions[] = {
    {"US", "AL", "Alabama"}, {"US", "AK", "Alaska"}, {"US", "AZ", "Arizona"}, {"US", "AR", "Arkansas"},
    {"US", "CA", "California"}, {"US", "CO", "Colorado"}, {"US", "CT", "Connecticut"}, {"US", "DE", "Delaware"},
    {"US", "DC", "District of Columbia"}, {"US", "FL", "Florida"}, {"US", "GA", "Georgia"}, {"US", "HI", "Hawaii"},
    {"US", "ID", "Idaho"}, {"US", "IL", "Illinois"}, {"US", "IN", "Indiana"}, {"US", "IA", "Iowa"},
    {"US", "KS", "Kansas"}, {"US", "KY", "Kentucky"}, {"US", "LA", "Louisiana"}, {"US", "ME", "Maine"},
    {"US", "MD", "Maryland"}, {"US", "MA", "Massachusetts"}, {"US", "MI", "Michigan"}, {"US", "MN", "Minnesota"},
    {"US", "MS", "Mississippi"}, {"US", "MO", "Missouri"}, {"US", "MT", "Montana"}, {"US", "NE", "Nebraska"},
    {"US", "NV", "Nevada"}, {"US", "NH", "New Hampshire"}, {"US", "NJ", "New Jersey"}, {"US", "NM", "New Mexico"},
    {"US", "NY", "New York"}, {"US", "NC", "North Carolina"}, {"US", "ND", "North Dakota"}, {"US", "OH", "Ohio"},
    {"US", "OK", "Oklahoma"}, {"US", "OR", "Oregon"}, {"US", "PA", "Pennsylvania"}, {"US", "RI", "Rhode Island"},
    {"US", "SC", "South Carolina"}, {"US", "SD", "South Dakota"}, {"US", "TN", "Tennessee"}, {"US", "TX", "Texas"},
    {"US", "UT", "Utah"}, {"US", "VT", "Vermont"}, {"US", "VA", "Virginia"}, {"US", "WA", "Washington"},
    {"US", "WV", "West Virginia"}, {"US", "WI", "Wisconsin"}, {"US", "WY", "Wyoming"}, {"US", "PR", "Puerto Rico"},
    {"US", "GU", "Guam"}, {"US", "VI", "Virgin Islands"}, {"US", "AS", "American Samoa"},
    {"CA", "AB", "Alberta"}, {"CA", "BC", "British Columbia"}, {"CA", "MB", "Manitoba"}, {"CA", "NB", "New Brunswick"},
    {"CA", "NL", "Newfoundland and Labrador"}, {"CA", "NT", "Northwest Territories"}, {"CA", "NS", "Nova Scotia"},
    {"CA", "NU", "Nunavut"}, {"CA", "ON", "Ontario"}, {"CA", "PE", "Prince Edward Island"}, {"CA", "QC", "Quebec"},
    {"CA", "SK", "Saskatchewan"}, {"CA", "YT", "Yukon"},
    {"AU", "ACT", "Australian Capital Territory"}, {"AU", "NSW", "New South Wales"}, {"AU", "NT", "Northern Territory"},
    {"AU", "QLD", "Queensland"}, {"AU", "SA", "South Australia"}, {"AU", "TAS", "Tasmania"}, {"AU", "VIC", "Victoria"},
    {"AU", "WA", "Western Australia"},
};
// clang-format on

struct Prefecture {
    std::string_view name;    // with its suffix
    std::string_view romaji;  // without
};

// clang-format off
constexpr Prefecture prefectures[] = {
    {"北海道", "hokkaido"}, {"青森県", "aomori"},   {"岩手県", "iwate"},    {"宮城県", "miyagi"},   {"秋田県", "akita"},
    {"山形県", "yamagata"}, {"福島県", "fukushima"}, {"茨城県", "ibaraki"}, {"栃木県", "tochigi"},  {"群馬県", "gunma"},
    {"埼玉県", "saitama"},  {"千葉県", "chiba"},    {"東京都", "tokyo"},    {"神奈川県", "kanagawa"}, {"新潟県", "niigata"},
    {"富山県", "toyama"},   {"石川県", "ishikawa"}, {"福井県", "fukui"},    {"山梨県", "yamanashi"}, {"長野県", "nagano"},
    {"岐阜県", "gifu"},     {"静岡県", "shizuoka"}, {"愛知県", "aichi"},    {"三重県", "mie"},      {"滋賀県", "shiga"},
    {"京都府", "kyoto"},    {"大阪府", "osaka"},    {"兵庫県", "hyogo"},    {"奈良県", "nara"},     {"和歌山県", "wakayama"},
    {"鳥取県", "tottori"},  {"島根県", "shimane"},  {"岡山県", "okayama"},  {"広島県", "hiroshima"}, {"山口県", "yamaguchi"},
    {"徳島県", "tokushima"}, {"香川県", "kagawa"},  {"愛媛県", "ehime"},    {"高知県", "kochi"},    {"福岡県", "fukuoka"},
    {"佐賀県", "saga"},     {"長崎県", "nagasaki"}, {"熊本県", "kumamoto"}, {"大分県", "oita"},     {"宮崎県", "miyazaki"},
    {"鹿児島県", "kagoshima"}, {"沖縄県", "okinawa"},
};
// clang-format on

constexpr std::size_t kanji_bytes = 3;  // every kanji here is in the basic plane

int kanji_digit(char32_t c) {
    constexpr std::u32string_view digits = U"〇一二三四五六七八九";
    const std::size_t at = digits.find(c);
    return at == std::u32string_view::npos ? -1 : static_cast<int>(at);
}

bool is_kanji_number(char32_t c) { return kanji_digit(c) >= 0 || c == U'十' || c == U'百' || c == U'千'; }

// ASCII or full-width.
int plain_digit(char32_t c) {
    if (c >= 0xFF10 && c <= 0xFF19) c -= 0xFEE0;
    return is_ascii_digit(c) ? static_cast<int>(c - '0') : -1;
}

bool is_dash(char32_t c) {
    return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFF0D || c == 0x30FC ||
           c == 0xFF70 || c == 0x2500;
}

bool is_space(char32_t c) { return c == ' ' || c == 0x3000; }

// A numeral at a place in a text: its value in plain digits, and what it is counted with.
struct Numeral {
    std::string digits;
    std::size_t end = 0;  // behind the digits
    bool kanji = false;
    std::string_view counter;  // 丁目, 番地, 番, 号; empty: another word or none
    std::size_t behind = 0;    // behind the counter
};

char32_t peek(std::string_view text, std::size_t at) {
    return at < text.size() ? next_code_point(text, at) : U'\0';
}

// The value of kanji digits, in places (二〇三) or with 十 百 千 (二十三).
std::string kanji_value(std::u32string_view run) {
    std::uint64_t total = 0, digit = 0;
    std::string places;
    bool units = false;
    for (const char32_t c : run) {
        const int d = kanji_digit(c);
        if (d >= 0) {
            digit = static_cast<std::uint64_t>(d);
            places += static_cast<char>('0' + d);
        } else {
            units = true;
            total += std::max<std::uint64_t>(digit, 1) * (c == U'十' ? 10U : c == U'百' ? 100U : 1000U);
            digit = 0;
        }
    }
    return units ? std::to_string(total + digit) : places;
}

std::optional<Numeral> numeral_at(std::string_view text, std::size_t at) {
    Numeral n;
    std::u32string run;
    n.end = at;
    const bool plain = plain_digit(peek(text, at)) >= 0;
    n.kanji = !plain;
    while (n.end < text.size()) {
        std::size_t next = n.end;
        const char32_t c = next_code_point(text, next);
        if (plain ? plain_digit(c) < 0 : !is_kanji_number(c)) break;
        if (plain)
            n.digits += static_cast<char>('0' + plain_digit(c));
        else if (run.size() < 12)
            run += c;
        n.end = next;
    }
    if (n.end == at) return std::nullopt;
    if (!plain) n.digits = kanji_value(run);
    n.behind = n.end;
    for (const std::string_view counter : {"丁目", "番地", "番", "号"}) {
        if (text.substr(n.end, counter.size()) != counter) continue;
        const char32_t after = peek(text, n.end + counter.size());
        const bool name =
            (counter == "番" && (after == U'町' || after == U'丁' || after == U'街' || after == U'館')) ||
            (counter == "号" &&
             (after == U'室' || after == U'棟' || after == U'館' || after == U'線' || after == U'車'));
        if (name) break;
        n.counter = counter;
        n.behind = n.end + counter.size();
        break;
    }
    return n;
}

// Whether a numeral is part of something else: 北1条, 5F, 3階, 101号室, 2nd.
bool is_other_number(std::string_view text, const Numeral& n) {
    if (!n.counter.empty()) return false;
    if (n.kanji) return true;
    std::size_t at = n.end;
    const char32_t after = at < text.size() ? next_code_point(text, at) : U'\0';
    if (after == U'条' || after == U'階' || after == U'線' || after == U'号' || after == U'番' ||
        after == U'区' || after == U'時' || after == U'年' || after == U'世' || after == U'地') {
        return true;
    }
    const char32_t lower = after >= 0xFF21 && after <= 0xFF5A ? after - 0xFEE0 : after;
    return (lower == 'F' || lower == 'f') && !is_latin(peek(text, at));
}

// What joins two numbers behind `at`: a dash, の or ノ, a counter's own end; and spaces around it. Gives the place
// of the next numeral, npos when there is none.
std::size_t next_number(std::string_view text, const Numeral& n) {
    std::size_t at = n.behind;
    bool joined = !n.counter.empty();
    bool spaced = false;
    while (at < text.size()) {
        std::size_t next = at;
        const char32_t c = next_code_point(text, next);
        if (is_dash(c) || ((c == U'の' || c == U'ノ' || c == U'之') && !spaced))
            joined = true;
        else if (is_space(c))
            spaced = true;
        else
            break;
        at = next;
    }
    if (!joined || at >= text.size()) return std::string_view::npos;
    const std::optional<Numeral> more = numeral_at(text, at);
    if (!more) return std::string_view::npos;
    if (!more->kanji)
        return is_other_number(text, *more) ? std::string_view::npos : at;  // "1丁目 5F" is a floor
    const char32_t after = peek(text, more->end);
    const bool number = !more->counter.empty() || after == U'\0' || is_space(after) || is_dash(after) ||
                        after == U'の' || after == U'ノ';
    return number ? at : std::string_view::npos;
}

}  // namespace

const AddressRegion* find_address_region(std::string_view text, std::string_view country) {
    if (text.size() < 2 || text.size() > 40) return nullptr;
    const std::string folded = fold(text);
    const std::string key = folded.ends_with(".") ? folded.substr(0, folded.size() - 1) : folded;
    for (const AddressRegion& region : address_regions) {
        if (!country.empty() && country != region.country) continue;
        const auto same = [&](std::string_view name) {
            return std::equal(name.begin(), name.end(), key.begin(), key.end(),
                              [](char n, char k) { return (n >= 'A' && n <= 'Z' ? n + 32 : n) == k; });
        };
        if (same(region.code) || same(region.name)) return &region;
    }
    return nullptr;
}

std::string_view find_prefecture(std::string_view text) {
    if (text.size() > 40) return {};
    std::string key = fold(text);
    for (const std::string_view suffix :
         {" prefecture", "-prefecture", "-ken", " ken", "-fu", " fu", "-to", " to"}) {
        if (key.size() > suffix.size() + 2 && key.ends_with(suffix)) {
            key.resize(key.size() - suffix.size());
            break;
        }
    }
    for (const Prefecture& p : prefectures) {
        if (key == p.name || key == p.romaji || key == p.name.substr(0, p.name.size() - kanji_bytes))
            return p.name;
    }
    return {};
}

std::string_view leading_prefecture(std::string_view text) {
    for (const Prefecture& p : prefectures) {
        if (text.starts_with(p.name)) return p.name;
    }
    return {};
}

NumberSpan find_block_number(std::string_view line) {
    NumberSpan single;
    for (std::size_t at = 0; at < line.size();) {
        const std::optional<Numeral> first = numeral_at(line, at);
        if (!first) {
            next_code_point(line, at);
            continue;
        }
        NumberSpan span{at, first->behind};
        Numeral last = *first;
        std::size_t numbers = 1;
        for (std::size_t next = next_number(line, last); next != std::string_view::npos;
             next = next_number(line, last)) {
            last = *numeral_at(line, next);
            span.end = last.behind;
            ++numbers;
        }
        if (!is_other_number(line, *first)) {
            if (numbers > 1) return span;
            if (single.begin == std::string_view::npos) single = span;
        }
        at = std::max(span.end, first->end);
    }
    return single;
}

std::string plain_block_numbers(std::string_view folded) {
    std::string out;
    bool after_number = false;  // the text before is a number that a counter or dash joins to this one
    for (std::size_t at = 0; at < folded.size();) {
        const std::optional<Numeral> n = numeral_at(folded, at);
        if (!n) {
            const std::size_t start = at;
            next_code_point(folded, at);
            out += folded.substr(start, at - start);
            after_number = false;
            continue;
        }
        const char32_t after = peek(folded, n->end);
        const bool counted = !n->counter.empty() || after == U'条' || after == U'階';
        const bool number = !n->kanji || counted || after_number;
        if (!number) {
            out += folded.substr(at, n->end - at);
            at = n->end;
            continue;
        }
        out += n->digits;
        at = n->behind;
        const std::size_t next = next_number(folded, *n);
        after_number = next != std::string_view::npos;
        if (after_number) {
            out += '-';
            at = next;
        }
    }
    return out;
}

bool is_unit_word(std::string_view word) {
    static constexpr std::string_view words[] = {
        "apartment", "apt",     "appartement", "appt",   "unit",  "flat",     "suite", "ste",
        "room",      "rm",      "floor",       "fl",     "level", "lvl",      "etage", "stock",
        "piso",      "planta",  "wohnung",     "whg",    "bldg",  "building", "block", "depto",
        "dept",      "interno", "scala",       "po box", "shop",  "office",   "hse",   "penthouse"};
    return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

}  // namespace kith::text
