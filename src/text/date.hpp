// Dates and times as people and other programs write them.
//
//     parse_date("令和6年4月1日", DateOrder::ymd)->date    -> 2024-04-01
//     parse_date("3/4/2024", DateOrder::dmy)               -> 2024-04-03, ambiguous
//     wareki({2024, 4, 1})                                 -> "令和6年4月1日"
//
// date.cpp reads a date, date_time.cpp a time of day after it, japanese_era.hpp knows the eras.
// Pure functions over constant tables: every function here may be called from any thread.
#pragma once

#include <kith/time.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace kith::text {

/// Which part of an all-numeric date comes first where the numbers do not tell.
enum class DateOrder { ymd, mdy, dmy };

/// A date that was read. `ambiguous`: the preference or the pivot decided, another reading was possible.
struct ParsedDate {
    PartialDate date{};
    bool ambiguous = false;
};

/// A time that was read: what a clock on the wall shows, kept as if it were UTC.
struct ParsedDateTime {
    Time wall{};
    std::optional<int> offset_minutes{};  ///< east of UTC, +540 for "+09:00", 0 for "Z"; none when not written
    bool ambiguous = false;
    bool has_time = false;  ///< false: only a date was written, `wall` is its midnight
};

/// Reads one date; a weekday or a time of day beside it is ignored. Full-width digits are digits. Takes
///  - ISO 8601 ("2024-04-01", "2024-04", "--04-01", "---01", "2024") and 20240401;
///  - numbers with / . - or spaces: four digits are the year, a number above 12 the day; when that leaves two
///    readings, `preference` chooses and the result is ambiguous;
///  - month names in English, German, French, Spanish, Italian, Portuguese and Dutch: "4 July 1990", "Jul 4",
///    "1er mai 2001", "4 de julio de 1990";
///  - 2024年4月1日, 4月1日, 2024年4月, and the eras 令和 平成 昭和 大正 明治 in full, as 令 or ㋿, as R H S T M:
///    令和6年4月1日, 平成元年, R6.4.1, S60/1/1. An era that did not have that year is still reckoned on (昭和70年
///    is 1995), flagged ambiguous.
/// A year of two digits is 20xx up to 29 and 19xx from 30 on, always flagged ambiguous. Nothing comes back for text that is no date, for impossible dates (31 April)
/// and for the empty dates of other programs ("0/0/00", "0000-00-00"). Never throws; linear in the text.
[[nodiscard]] std::optional<ParsedDate> parse_date(std::string_view text, DateOrder preference);

/// Reads a complete date as `parse_date` does, then a time of day if there is one: "14:05", "14:05:09.250",
/// "2:05 PM", "午後2時5分", "14時05分", "14h05", "T140500", with or without "Z", "+09:00", "+0900", "UTC", "JST".
/// Hours run from 0 to 24 (24:00 is the next midnight); a leap second counts as second 59. Nothing comes back when
/// the date is not complete or what follows it is no time.
[[nodiscard]] std::optional<ParsedDateTime> parse_date_time(std::string_view text, DateOrder preference);

/// The date in the Japanese calendar, "令和6年4月1日", "平成元年", "昭和60年1月". An era is chosen by the exact day;
/// where the day or month is unknown, the era that ends the year or month. Empty without a year, for dates before
/// 1873 (Meiji 6), when Japan still reckoned by another calendar, and for impossible ones.
[[nodiscard]] std::string wareki(PartialDate date);

/// The order of numbers that is usual in a region (ISO 3166-1 alpha-2 in any case): mdy in the United States and a
/// few others, ymd in East Asia, Hungary, Lithuania, Canada and a few others, dmy everywhere else; ymd for an empty
/// region.
[[nodiscard]] DateOrder date_order(std::string_view region);

}  // namespace kith::text
