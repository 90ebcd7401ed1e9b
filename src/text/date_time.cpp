// The time of day behind a date.
#include "text/date.hpp"

#include "text/date_scan.hpp"
#include "text/date_words.hpp"
#include "text/fold.hpp"

#include <chrono>

namespace kith::text {

namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

enum class Half { none, morning, afternoon };

// The parts of a time as written; false from a step: this is no time.
struct Clock {
    int hour = 0;
    int minute = 0;
    int second = 0;
    int millisecond = 0;
    Half half = Half::none;
    bool complete = false;  // more than a lone hour, which is a time only with am, pm or Uhr
};

Half scan_half(DateScanner& s) {
    if (s.any("午前", "上午", "오전")) return Half::morning;
    if (s.any("午後", "下午", "오후")) return Half::afternoon;
    const std::size_t start = s.place();
    const std::string_view word = s.word();
    if (word == "am") return Half::morning;
    if (word == "pm") return Half::afternoon;
    if (word == "a" || word == "p") {  // "a.m.", "p. m."
        const bool morning = word == "a";
        s.spaces();
        if (s.word() == "m") return morning ? Half::morning : Half::afternoon;
    }
    s.go_to(start);
    return Half::none;
}

// ".250", ",250000": to the millisecond, the rest is cut.
int scan_fraction(DateScanner& s) {
    const std::size_t start = s.place();
    if (!s.sign('.') && !s.sign(',')) return 0;
    const int digits = s.digits_ahead();
    if (digits == 0) {
        s.go_to(start);
        return 0;
    }
    const int read = digits < 3 ? digits : 3;
    int value = s.take(read);
    for (int i = read; i < 3; ++i) value *= 10;
    s.go_to(s.place() + static_cast<std::size_t>(digits - read));
    return value;
}

// Minutes and seconds behind a separator that is also the second one.
bool scan_minutes(DateScanner& s, char separator, Clock& clock) {
    const auto minute = s.number(2);
    if (!minute || minute->digits != 2) return false;
    clock.minute = minute->value;
    clock.complete = true;
    const std::size_t behind = s.place();
    if (!s.sign(separator)) return true;
    const auto second = s.number(2);
    if (!second || second->digits != 2) {
        s.go_to(behind);
        return separator == '.';
    }
    clock.second = second->value;
    clock.millisecond = scan_fraction(s);
    return true;
}

// "14時05分09秒", "14時半", with spaces.
bool scan_kanji_minutes(DateScanner& s, Clock& clock) {
    clock.complete = true;
    if (s.literal("半")) {
        clock.minute = 30;
        return true;
    }
    s.spaces();
    std::size_t behind = s.place();
    const auto minute = s.number(2);
    if (!minute) return true;
    s.spaces();
    if (!s.any("分", "분")) return s.go_to(behind), true;
    clock.minute = minute->value;
    s.spaces();
    behind = s.place();
    const auto second = s.number(2);
    s.spaces();
    if (second && s.any("秒", "초"))
        clock.second = second->value;
    else
        s.go_to(behind);
    return true;
}

bool scan_clock(DateScanner& s, Clock& clock) {
    clock.half = scan_half(s);
    s.spaces();
    if (const int digits = s.digits_ahead(); digits == 4 || digits == 6) {
        clock.hour = s.take(2);
        clock.minute = s.take(2);
        if (digits == 6) clock.second = s.take(2);
        clock.millisecond = digits == 6 ? scan_fraction(s) : 0;
        clock.complete = true;
        return true;
    }
    const auto hour = s.number(2);
    if (!hour) return false;
    clock.hour = hour->value;
    const std::size_t behind = s.place();
    if (s.sign(':')) return scan_minutes(s, ':', clock);
    if (s.sign('.') && s.digits_ahead() == 2) return scan_minutes(s, '.', clock);
    s.go_to(behind);
    s.spaces();
    if (s.any("時", "时", "點", "点", "시")) return scan_kanji_minutes(s, clock);
    if (s.peek() == 'h') {  // "14h05", "14 h"
        s.sign('h');
        s.spaces();
        clock.complete = true;
        return s.digits_ahead() == 0 || scan_minutes(s, 'm', clock);
    }
    s.go_to(behind);
    return true;
}

// Twelve hours to twenty-four; false when the clock has no such hour.
bool settle_hour(Clock& clock) {
    if (clock.half == Half::morning && clock.hour > 12) return false;
    if (clock.half == Half::morning && clock.hour == 12) clock.hour = 0;
    if (clock.half == Half::afternoon && clock.hour < 12) clock.hour += 12;
    const bool midnight = clock.hour == 24 && clock.minute == 0 && clock.second == 0 && clock.millisecond == 0;
    if (clock.second == 60) {  // a leap second
        clock.second = 59;
        clock.millisecond = 0;
    }
    return (clock.hour < 24 || midnight) && clock.minute < 60 && clock.second < 60;
}

// "+09:00", "+0900", "-5": minutes east of UTC.
std::optional<int> scan_offset(DateScanner& s) {
    const std::size_t start = s.place();
    const int sign = s.sign('+') ? 1 : s.sign('-') ? -1 : 0;
    if (sign == 0) return std::nullopt;
    int hour = 0;
    int minute = 0;
    if (s.digits_ahead() == 4) {
        hour = s.take(2);
        minute = s.take(2);
    } else if (const auto number = s.number(2)) {
        hour = number->value;
        if (s.sign(':') && s.digits_ahead() == 2) minute = s.take(2);
    } else {
        hour = 99;
    }
    if (hour > 18 || minute > 59) {
        s.go_to(start);
        return std::nullopt;
    }
    return sign * (hour * 60 + minute);
}

// A zone, if there is one; a remark behind it, "(JST)" or "[Asia/Tokyo]", is skipped.
std::optional<int> scan_zone(DateScanner& s) {
    s.spaces();
    std::optional<int> offset = scan_offset(s);
    if (!offset) {
        const std::size_t start = s.place();
        offset = zone_offset(s.word());
        if (!offset)
            s.go_to(start);
        else if (const auto more = scan_offset(s))  // "GMT+0900"
            offset = *offset + *more;
    }
    s.spaces();
    const char close = s.peek() == '(' ? ')' : s.peek() == '[' ? ']' : '\0';
    if (close != '\0' && s.rest().ends_with(close)) s.go_to(s.place() + s.rest().size());
    return offset;
}

}  // namespace

std::optional<ScannedTime> scan_time(DateScanner& s) {
    while (s.sign(' ') || s.sign(',')) {}
    const std::size_t start = s.place();
    if (!(s.sign('t') && s.digits_ahead() > 0)) {
        s.go_to(start);
        if (leads_to_time(s.word()))
            s.spaces();
        else
            s.go_to(start);
    }
    Clock clock;
    if (!scan_clock(s, clock)) return std::nullopt;
    s.spaces();
    if (const Half half = scan_half(s); half != Half::none) {
        if (clock.half != Half::none || clock.hour == 0 || clock.hour > 12) return std::nullopt;
        clock.half = half;
    }
    s.spaces();
    const bool spoken = s.literal("uhr");
    if (!(clock.complete || spoken || clock.half != Half::none) || !settle_hour(clock)) return std::nullopt;
    ScannedTime out;
    out.offset_minutes = scan_zone(s);
    if (!s.at_end()) return std::nullopt;
    out.since_midnight =
        hours(clock.hour) + minutes(clock.minute) + seconds(clock.second) + milliseconds(clock.millisecond);
    return out;
}

std::optional<ParsedDateTime> parse_date_time(std::string_view text, DateOrder preference) {
    if (text.size() > longest_date_text) return std::nullopt;
    const std::string folded = fold(text);
    DateScanner scanner(folded);
    const std::optional<ParsedDate> parsed = scan_date(scanner, preference);
    if (!parsed || !parsed->date.complete()) return std::nullopt;
    const PartialDate& date = parsed->date;
    ParsedDateTime out;
    out.ambiguous = parsed->ambiguous;
    out.wall = std::chrono::sys_days(std::chrono::year(date.year) / date.month / date.day);
    if (scanner.at_end()) return out;
    const std::optional<ScannedTime> time = scan_time(scanner);
    if (!time) return std::nullopt;
    out.wall += time->since_midnight;
    out.offset_minutes = time->offset_minutes;
    out.has_time = true;
    return out;
}

}  // namespace kith::text
