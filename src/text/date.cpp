#include "text/date.hpp"

#include "text/date_scan.hpp"
#include "text/date_words.hpp"
#include "text/fold.hpp"
#include "text/japanese_era.hpp"
#include "text/utf8.hpp"
#include "text/word_set.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace kith::text {

namespace {

// Two digits up to here are 20xx.
constexpr int two_digit_pivot = 29;

// 六, 十二, 二十三, 二〇二四; digits as well; 元 for 1.
std::optional<ScannedNumber> any_number(DateScanner& s, int most) {
    if (s.literal("元")) return ScannedNumber{1, 0};
    if (const auto number = s.number(most)) return number;
    constexpr std::array<std::string_view, 10> numerals{"〇", "一", "二", "三", "四",
                                                        "五", "六", "七", "八", "九"};
    int value = 0;
    bool found = false;
    bool tens = false;  // 十 was read: what follows is added to it
    for (int i = 0; i < 4; ++i) {
        if (!tens && s.literal("十")) {
            value = (found ? value : 1) * 10;
            tens = true;
        } else {
            const auto at =
                std::find_if(numerals.begin(), numerals.end(), [&](auto n) { return s.literal(n); });
            if (at == numerals.end()) break;
            value = (tens ? value : value * 10) + static_cast<int>(at - numerals.begin());
        }
        found = true;
    }
    if (!found) return std::nullopt;
    return ScannedNumber{value, 0};
}

// What stands in brackets behind a year, "2024(令和6)年".
void skip_brackets(DateScanner& s) {
    const std::size_t close = s.peek() == '(' ? s.rest().find(')') : std::string_view::npos;
    if (close != std::string_view::npos) s.go_to(s.place() + close + 1);
}

const JapaneseEra* scan_era(DateScanner& s) {
    const std::size_t start = s.place();
    for (const JapaneseEra& era : japanese_eras()) {
        const bool whole = s.literal(era.name);
        const bool shortened = !whole && (s.literal(era.short_name) || s.sign(era.letter));
        if (!whole && !shortened) continue;
        if (shortened) s.sign('.');
        if (whole) s.spaces();
        const std::size_t behind = s.place();
        if (any_number(s, 2)) {
            s.go_to(behind);
            return &era;
        }
        s.go_to(start);
    }
    return nullptr;
}

bool year_sign(DateScanner& s) { return s.any("年", "년"); }

bool month_sign(DateScanner& s) { return s.any("月", "월"); }

bool day_sign(DateScanner& s) { return s.any("日", "일", "号"); }

// "4月1日" or "4月"; a month of 0 when neither follows.
PartialDate scan_month_and_day(DateScanner& s) {
    const std::size_t start = s.place();
    PartialDate out;
    s.spaces();
    const auto month = any_number(s, 2);
    s.spaces();
    if (!month || !month_sign(s)) {
        s.go_to(start);
        return out;
    }
    out.month = month->value;
    const std::size_t behind = s.place();
    s.spaces();
    const auto day = any_number(s, 2);
    s.spaces();
    if (day && day_sign(s))
        out.day = day->value;
    else
        s.go_to(behind);
    return out;
}

// "6.4.1" behind an era letter: the same sign twice, or none at all.
bool scan_era_parts(DateScanner& s, PartialDate& date) {
    for (const std::string_view separator : {".", "/", "-", "・"}) {
        const std::size_t start = s.place();
        if (!s.literal(separator)) continue;
        const auto month = any_number(s, 2);
        if (!month) {
            s.go_to(start);
            return false;
        }
        date.month = month->value;
        const std::size_t behind = s.place();
        const auto day = s.literal(separator) ? any_number(s, 2) : std::nullopt;
        if (day)
            date.day = day->value;
        else
            s.go_to(behind);
        return true;
    }
    return false;
}

std::optional<ParsedDate> scan_kanji_date(DateScanner& s) {
    s.literal("西暦");
    s.spaces();
    const JapaneseEra* era = scan_era(s);
    const std::size_t start = s.place();
    const auto year = any_number(s, 4);
    if (!year) return std::nullopt;
    skip_brackets(s);
    s.spaces();
    if (era == nullptr && !year_sign(s)) {
        s.go_to(start);
        const PartialDate date = scan_month_and_day(s);
        if (date.month == 0 || !date.valid()) return std::nullopt;
        return ParsedDate{date, false};
    }
    bool ambiguous = false;
    PartialDate date;
    if (era == nullptr) {
        if (year->digits == 0 && year->value < 1000)
            return std::nullopt;  // 元年, 六年: of an era that is not named
        skip_brackets(s);
        date = scan_month_and_day(s);
        return make_date(*year, date.month, date.day);
    }
    if (year_sign(s)) {
        skip_brackets(s);
        date = scan_month_and_day(s);
    } else if (!scan_era_parts(s, date)) {
        ambiguous = true;  // "S60" alone may be anything
    }
    if (year->value == 0) return std::nullopt;
    date.year = era->first.year + year->value - 1;
    if (!date.valid() || (date.month == 0 && date.day != 0)) return std::nullopt;
    // Before Meiji 6 months and days were those of another calendar.
    return ParsedDate{date, ambiguous || !lies_in(*era, date) || date.year < first_gregorian_year};
}

// ---------------------------------------------------------------------------------------------- month names

struct NamedPart {
    ScannedNumber number;
    bool year = false;  // marked as one: four digits, or an apostrophe before it
};

// Whether what follows the number makes it a time: "14:05", "14h", "2 pm".
bool starts_time(DateScanner s) {
    s.spaces();
    if (s.peek() == ':') return true;
    if (s.any("時", "时", "点", "시")) return true;
    const std::string_view word = s.word();
    if (word == "a" || word == "p") return s.spaces(), s.word() == "m";
    return word == "h" || word == "am" || word == "pm" || word == "uhr";
}

std::optional<ParsedDate> scan_named_date(DateScanner& s) {
    int month = 0;
    std::vector<NamedPart> parts;
    std::size_t end = s.place();
    while (!s.at_end()) {
        while (s.sign(' ') || s.sign(',') || s.sign('-') || s.sign('/') || s.sign('.')) {}
        const bool apostrophe = s.sign('\'');
        if (s.digits_ahead() > 0) {
            const auto number = s.number(4);
            if (!number || number->digits == 3 || parts.size() == 2 || starts_time(s)) break;
            parts.push_back({*number, apostrophe || number->digits == 4});
            const std::size_t behind = s.place();
            if (!is_ordinal_ending(s.word())) s.go_to(behind);
            s.sign('.');
        } else {
            const std::string_view word = s.word();
            const bool is_month = month_of(word) != 0;
            if (is_month && month == 0)
                month = month_of(word);
            else if (is_month || !(is_weekday(word) || is_date_filler(word)))
                break;
        }
        end = s.place();
    }
    s.go_to(end);
    if (month == 0 || parts.empty()) return std::nullopt;
    if (parts.size() == 1) {
        const ScannedNumber only = parts[0].number;
        if (parts[0].year || only.value > 31) return make_date(only, month, 0);
        return make_date({0, 4}, month, only.value);
    }
    const bool year_first = parts[0].year || (!parts[1].year && parts[0].number.value > 31);
    if (parts[0].year && parts[1].year) return std::nullopt;
    return make_date(parts[year_first ? 0 : 1].number, month, parts[year_first ? 1 : 0].number.value);
}

// ------------------------------------------------------------------------------------------ around the date

bool scan_kanji_weekday(DateScanner& s, bool bare) {
    const std::size_t start = s.place();
    if (s.any("月", "火", "水", "木", "金", "土", "日", "祝")) {
        if (s.literal("曜")) {
            s.literal("日");
            return true;
        }
        s.any("・祝", "祝");
        if (bare) return true;
    }
    if (s.any("월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일")) return true;
    s.go_to(start);
    return false;
}

void skip_weekday(DateScanner& s) {
    const std::size_t start = s.place();
    while (s.sign(' ') || s.sign(',')) {}
    const bool bracket = s.sign('(') || s.sign('[');
    if (scan_kanji_weekday(s, bracket) || is_weekday(s.word())) {
        if (bracket && !s.sign(')') && !s.sign(']')) return s.go_to(start);
        while (s.sign(' ') || s.sign(',')) {}
        return;
    }
    s.go_to(start);
}

// "--04-01", "--0401", "---01".
std::optional<ParsedDate> scan_yearless(DateScanner& s) {
    const std::size_t size = std::min(s.rest().find_first_not_of("-0123456789"), s.rest().size());
    const auto date = s.rest().starts_with("--") ? PartialDate::parse(s.rest().substr(0, size)) : std::nullopt;
    if (!date) return std::nullopt;
    s.go_to(s.place() + size);
    return ParsedDate{*date, false};
}

}  // namespace

std::optional<ParsedDate> make_date(ScannedNumber year, int month, int day, bool ambiguous) {
    PartialDate date{year.value, month, day};
    if (year.digits == 2) {
        date.year += year.value <= two_digit_pivot ? 2000 : 1900;
        ambiguous = true;
    } else if (year.digits == 1 || year.digits == 3) {
        return std::nullopt;
    }
    if ((month == 0 && (day != 0 || year.digits == 2)) || !date.valid()) return std::nullopt;
    return ParsedDate{date, ambiguous};
}

std::optional<ParsedDate> scan_date(DateScanner& s, DateOrder preference) {
    skip_weekday(s);
    s.spaces();
    const std::size_t start = s.place();
    std::optional<ParsedDate> date = scan_yearless(s);
    const auto otherwise = [&](auto&& scan) {
        if (date) return;
        s.go_to(start);
        date = scan(s);
    };
    otherwise([](DateScanner& at) { return scan_kanji_date(at); });
    otherwise([](DateScanner& at) { return scan_named_date(at); });
    otherwise([&](DateScanner& at) { return scan_numeric_date(at, preference); });
    if (!date) return std::nullopt;
    skip_weekday(s);
    s.any("生まれ", "生");
    s.spaces();
    return date;
}

std::optional<ParsedDate> parse_date(std::string_view text, DateOrder preference) {
    if (text.size() > longest_date_text) return std::nullopt;
    const std::string folded = fold(text);
    DateScanner scanner(folded);
    std::optional<ParsedDate> date = scan_date(scanner, preference);
    if (!date || (!scanner.at_end() && !scan_time(scanner))) return std::nullopt;
    return date;
}

DateOrder date_order(std::string_view region) {
    static const WordSet month_first("US PH FM GU MH MP PW AS UM VI");
    static const WordSet year_first("JP CN TW KR KP MN HU LT CA SE ZA IR BT");
    std::string code(region);
    for (char& c : code) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
    if (code.empty() || year_first.has(code)) return DateOrder::ymd;
    return month_first.has(code) ? DateOrder::mdy : DateOrder::dmy;
}

}  // namespace kith::text
