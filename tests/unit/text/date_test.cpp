#include "text/date.hpp"

#include "text/japanese_era.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <string>
#include <vector>

using namespace kith::text;
using kith::PartialDate;

namespace {

// ISO 8601, with " ?" when ambiguous; "-" for no date.
std::string read(std::string_view text, DateOrder preference) {
    const auto date = parse_date(text, preference);
    if (!date) return "-";
    return date->date.to_string() + (date->ambiguous ? " ?" : "");
}

struct Row {
    const char* text;
    const char* date;
};

// Rows that read the same whatever is preferred.
void check(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        INFO(row.text);
        CHECK(read(row.text, DateOrder::ymd) == row.date);
        CHECK(read(row.text, DateOrder::mdy) == row.date);
        CHECK(read(row.text, DateOrder::dmy) == row.date);
    }
}

}  // namespace

TEST_CASE("dates as programs write them", "[text][date]") {
    check({
        {"2024-04-01", "2024-04-01"},
        {"2024-4-1", "2024-04-01"},
        {"2024-04", "2024-04"},
        {"2024", "2024"},
        {"--04-01", "--04-01"},
        {"--0401", "--04-01"},
        {"---01", "---01"},
        {"--02-29", "--02-29"},
        {"20240401", "2024-04-01"},
        {"19081209", "1908-12-09"},
        {"2024/04/01", "2024-04-01"},
        {"2024/4", "2024-04"},
        {"2024.4.1", "2024-04-01"},
        {"2026. 3. 1.", "2026-03-01"},
        {"2024 04 01", "2024-04-01"},
        {"2024・4・1", "2024-04-01"},
        {" 2024-04-01 ", "2024-04-01"},
        {"２０２４／０４／０１", "2024-04-01"},
        {"２０２４－０４－０１", "2024-04-01"},
        {"31121999", "1999-12-31"},
        {"12311999", "1999-12-31"},
        {"4/2024", "2024-04"},
        {"04.2024", "2024-04"},
        {"2024-02-29", "2024-02-29"},
        {"0000-04-01", "--04-01"},
        {"1985-00-00", "1985"},
        {"1985-07-00", "1985-07"},
    });
}

TEST_CASE("what is not a date gives nothing", "[text][date]") {
    check({
        {"", "-"},
        {" ", "-"},
        {"0/0/00", "-"},
        {"00/00/0000", "-"},
        {"0000-00-00", "-"},
        {"0000", "-"},
        {"00000000", "-"},
        {"元年", "-"},
        {"六年四月", "-"},
        {"2023-02-29", "-"},
        {"2024-13-01", "-"},
        {"31/4/2024", "-"},
        {"31 April 2024", "-"},
        {"32.1.2024", "-"},
        {"1985-00-10", "-"},
        {"2024年13月1日", "-"},
        {"令和6年2月30日", "-"},
        {"令和0年", "-"},
        {"206-12-15", "-"},
        {"2024-W10", "-"},
        {"2024-061", "-"},
        {"circa 1800", "-"},
        {"2024-04-01 or so", "-"},
        {"2024-04-01-", "-"},
        {"1/2/3/4", "-"},
        {"1.5", "-"},
        {"12:30", "-"},
        {"42", "-"},
        {"May", "-"},
        {"Friday", "-"},
        {"today", "-"},
        {"R", "-"},
        {"H", "-"},
        {"年月日", "-"},
        {"99999999999", "-"},
        {"4294967297-01-01", "-"},
        {"-2024-01-01", "-"},
        {"- -", "-"},
    });
}

TEST_CASE("numbers that leave two readings go by preference and say so", "[text][date]") {
    struct Numbers {
        const char* text;
        const char* ymd;
        const char* mdy;
        const char* dmy;
    };
    const std::vector<Numbers> rows = {
        {"1/2/2024", "2024-01-02 ?", "2024-01-02 ?", "2024-02-01 ?"},
        {"3.4.2024", "2024-04-03 ?", "2024-03-04 ?", "2024-04-03 ?"},
        {"3-4-2024", "2024-03-04 ?", "2024-03-04 ?", "2024-04-03 ?"},
        {"01 04 2024", "2024-01-04 ?", "2024-01-04 ?", "2024-04-01 ?"},
        {"01022024", "2024-02-01 ?", "2024-01-02 ?", "2024-02-01 ?"},
        {"5/5/2024", "2024-05-05", "2024-05-05", "2024-05-05"},
        {"13/2/2024", "2024-02-13", "2024-02-13", "2024-02-13"},
        {"2/13/2024", "2024-02-13", "2024-02-13", "2024-02-13"},
        {"31.12.1999", "1999-12-31", "1999-12-31", "1999-12-31"},
        {"24/4/1", "2024-04-01 ?", "2024-04-01 ?", "2024-04-01 ?"},
        {"24/04/05", "2024-04-05 ?", "2005-04-24 ?", "2005-04-24 ?"},
        {"04/05/06", "2004-05-06 ?", "2006-04-05 ?", "2006-05-04 ?"},
        {"4/1/'24", "2024-04-01 ?", "2024-04-01 ?", "2024-01-04 ?"},
        {"31/12/99", "1999-12-31 ?", "1999-12-31 ?", "1999-12-31 ?"},
        {"70-7-14", "1970-07-14 ?", "1970-07-14 ?", "1970-07-14 ?"},
        {"1/1/29", "2029-01-01 ?", "2029-01-01 ?", "2029-01-01 ?"},
        {"1/1/30", "1930-01-01 ?", "1930-01-01 ?", "1930-01-01 ?"},
        {"4/1", "--04-01 ?", "--04-01 ?", "--01-04 ?"},
        {"25/12", "--12-25", "--12-25", "--12-25"},
        {"12/25", "--12-25", "--12-25", "--12-25"},
        {"3.4.", "--04-03 ?", "--03-04 ?", "--04-03 ?"},
        {"12/99", "1999-12 ?", "1999-12 ?", "1999-12 ?"},
    };
    for (const Numbers& row : rows) {
        INFO(row.text);
        CHECK(read(row.text, DateOrder::ymd) == row.ymd);
        CHECK(read(row.text, DateOrder::mdy) == row.mdy);
        CHECK(read(row.text, DateOrder::dmy) == row.dmy);
    }
}

TEST_CASE("month names in several languages", "[text][date]") {
    check({
        {"4 July 1990", "1990-07-04"},
        {"Jul 4, 1990", "1990-07-04"},
        {"July 4th, 1990", "1990-07-04"},
        {"4th of July 1990", "1990-07-04"},
        {"the 1st of January 2020", "2020-01-01"},
        {"4-Jul-1990", "1990-07-04"},
        {"4-Jul-90", "1990-07-04 ?"},
        {"90-Jul-04", "1990-07-04 ?"},
        {"04JUL1990", "1990-07-04"},
        {"1990 July 4", "1990-07-04"},
        {"July 1990", "1990-07"},
        {"Jul 4", "--07-04"},
        {"4 Jul", "--07-04"},
        {"Jul '24", "2024-07 ?"},
        {"Jul 90", "1990-07 ?"},
        {"Sept. 9, 2001", "2001-09-09"},
        {"4. Juli 1990", "1990-07-04"},
        {"12. März 1985", "1985-03-12"},
        {"1. Jänner 2000", "2000-01-01"},
        {"Montag, 3. April 2023", "2023-04-03"},
        {"1er mai 2001", "2001-05-01"},
        {"3 août 1999", "1999-08-03"},
        {"25 déc. 2020", "2020-12-25"},
        {"4 de julio de 1990", "1990-07-04"},
        {"1º de enero de 2020", "2020-01-01"},
        {"24 dicembre 1999", "1999-12-24"},
        {"7 de setembro de 1822", "1822-09-07"},
        {"5 mei 1945", "1945-05-05"},
        {"Mon, Apr 1, 2024", "2024-04-01"},
        {"１ ＪＡＮ ２０２０", "2020-01-01"},
        {"29 Feb 2023", "-"},
        {"July July 1990", "-"},
        {"4 5 July 6", "-"},
        {"July 206", "-"},
    });
}

TEST_CASE("Japanese dates", "[text][date]") {
    check({
        {"2024年4月1日", "2024-04-01"},
        {"２０２４年４月１日", "2024-04-01"},
        {"2024 年 4 月 1 日", "2024-04-01"},
        {"西暦2024年4月1日", "2024-04-01"},
        {"2024年4月1日（月）", "2024-04-01"},
        {"2024年4月1日 月曜日", "2024-04-01"},
        {"2024年4月", "2024-04"},
        {"2024年", "2024"},
        {"4月1日", "--04-01"},
        {"4月", "--04"},
        {"24年4月1日", "2024-04-01 ?"},
        {"令和6年4月1日", "2024-04-01"},
        {"令和６年４月１日", "2024-04-01"},
        {"㋿6年4月1日", "2024-04-01"},
        {"令和元年5月1日", "2019-05-01"},
        {"令和元年", "2019"},
        {"平成元年1月8日", "1989-01-08"},
        {"平成31年4月30日", "2019-04-30"},
        {"昭和60年", "1985"},
        {"昭和60年3月", "1985-03"},
        {"昭和六十年三月九日", "1985-03-09"},
        {"平成二十三年十二月二十五日", "2011-12-25"},
        {"二〇二四年四月一日", "2024-04-01"},
        {"昭和60(1985)年4月1日", "1985-04-01"},
        {"2024年(令和6年)4月1日", "2024-04-01"},
        {"昭和60年4月1日生", "1985-04-01"},
        {"R6.4.1", "2024-04-01"},
        {"Ｒ６．４．１", "2024-04-01"},
        {"r6/4/1", "2024-04-01"},
        {"R6・4・1", "2024-04-01"},
        {"R元.5.1", "2019-05-01"},
        {"S60/1/1", "1985-01-01"},
        {"S60-1-1", "1985-01-01"},
        {"H31.4", "2019-04"},
        {"T12.9.1", "1923-09-01"},
        {"M37.2.8", "1904-02-08"},
        {"令6.4.1", "2024-04-01"},
        {"昭50.1.2", "1975-01-02"},
        // Days with two names, years that an era did not have, and another calendar.
        {"大正15年12月25日", "1926-12-25"},
        {"昭和元年12月25日", "1926-12-25"},
        {"昭和64年1月8日", "1989-01-08 ?"},
        {"昭和70年", "1995 ?"},
        {"令和元年1月1日", "2019-01-01 ?"},
        {"明治5年1月1日", "1872-01-01 ?"},
        {"S60", "1985 ?"},
        {"2026년 3월 1일", "2026-03-01"},
    });
}

TEST_CASE("a time of day beside a date is ignored", "[text][date]") {
    check({
        {"2024-04-01T12:30:00Z", "2024-04-01"},
        {"1953-10-15 23:10", "1953-10-15"},
        {"19531015T231000Z", "1953-10-15"},
        {"20240401123000", "2024-04-01"},
        {"13/2/2024 2:05 PM", "2024-02-13"},
        {"4月1日 10時", "--04-01"},
        {"10 Mar 14:05", "--03-10"},
        {"Dec 25 2024 at 2 PM", "2024-12-25"},
        {"2024-04-01 25:00", "-"},
    });
}

TEST_CASE("dates in the Japanese calendar", "[text][date]") {
    const std::vector<std::pair<PartialDate, const char*>> rows = {
        {{2024, 4, 1}, "令和6年4月1日"},
        {{2019, 5, 1}, "令和元年5月1日"},
        {{2019, 4, 30}, "平成31年4月30日"},
        {{1989, 1, 8}, "平成元年1月8日"},
        {{1989, 1, 7}, "昭和64年1月7日"},
        {{1926, 12, 25}, "昭和元年12月25日"},
        {{1926, 12, 24}, "大正15年12月24日"},
        {{1912, 7, 30}, "大正元年7月30日"},
        {{1912, 7, 29}, "明治45年7月29日"},
        {{1873, 1, 1}, "明治6年1月1日"},
        {{1872, 12, 31}, ""},
        {{1985, 0, 0}, "昭和60年"},
        {{2019, 0, 0}, "令和元年"},
        {{2019, 4, 0}, "平成31年4月"},
        {{2019, 5, 0}, "令和元年5月"},
        {{1989, 1, 0}, "平成元年1月"},
        {{0, 4, 1}, ""},
        {{0, 0, 0}, ""},
        {{2024, 2, 30}, ""},
        {{12024, 1, 1}, ""},
    };
    for (const auto& [date, text] : rows) {
        INFO(date.to_string());
        CHECK(wareki(date) == text);
    }
}

TEST_CASE("every day since 1873 is read back from its Japanese name", "[text][date]") {
    using namespace std::chrono;
    for (sys_days day = sys_days(year(1873) / 1 / 1); day < sys_days(year(2100) / 1 / 1); day += days(1)) {
        const year_month_day ymd(day);
        const PartialDate date{static_cast<int>(ymd.year()),
                               static_cast<int>(static_cast<unsigned>(ymd.month())),
                               static_cast<int>(static_cast<unsigned>(ymd.day()))};
        const std::string name = wareki(date);
        const auto back = parse_date(name, DateOrder::dmy);
        const bool same = back && back->date == date && !back->ambiguous;
        if (!same) FAIL(date.to_string() << " is " << name);
    }
    CHECK(japanese_eras().size() == 5);
}

TEST_CASE("the order of numbers by region", "[text][date]") {
    CHECK(date_order("JP") == DateOrder::ymd);
    CHECK(date_order("jp") == DateOrder::ymd);
    CHECK(date_order("US") == DateOrder::mdy);
    CHECK(date_order("GB") == DateOrder::dmy);
    CHECK(date_order("DE") == DateOrder::dmy);
    CHECK(date_order("HU") == DateOrder::ymd);
    CHECK(date_order("") == DateOrder::ymd);
    CHECK(date_order("??") == DateOrder::dmy);
}

TEST_CASE("outside text of any kind is read as a date without harm", "[text][date]") {
    check({{"\xFF\xFE", "-"}, {"2024\xE5\xB9", "-"}, {"令和\xFF", "-"}});
    CHECK_FALSE(parse_date(std::string(1 << 20, '1'), DateOrder::ymd));
    CHECK_FALSE(parse_date_time(std::string(1 << 20, '-'), DateOrder::ymd));
    for (const std::string line :
         {"令和6(2024)年4月1日(月) 午後2時5分", "Mon, 4th-Jul-1990 at 2:05:09.5 PM GMT+0900 (x)"}) {
        for (std::size_t at = 0; at < line.size(); ++at) {
            for (int byte = 0; byte < 256; ++byte) {
                std::string text = line;
                text[at] = static_cast<char>(byte);
                const auto date = parse_date(text, DateOrder::mdy);
                REQUIRE((!date || date->date.valid()));
                const auto time = parse_date_time(text, DateOrder::mdy);
                REQUIRE((!time || !time->offset_minutes || std::abs(*time->offset_minutes) <= 36 * 60));
                (void)parse_date(line.substr(0, at) + line.substr(at / 2), DateOrder::ymd);
            }
        }
    }
}
