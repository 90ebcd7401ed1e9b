// Dates, times and amounts of money as people write them.
#include "fuzz.hpp"

#include "text/date.hpp"
#include "text/money.hpp"

using namespace kith;
using namespace kith::fuzz;

namespace {

void check_date(std::string_view written, text::DateOrder order) {
    if (const auto read = text::parse_date(written, order)) {
        must(read->date.valid(), "a date that was read exists", read->date.to_string());
        must(PartialDate::parse(read->date.to_string()) == read->date, "ISO text is read again",
             read->date.to_string());
        if (read->date.year == 0 ||
            (read->date.year >= 1000 && read->date.year < 3000)) {  // others need a month
            const auto again = text::parse_date(read->date.to_string(), order);
            must(again && again->date == read->date && !again->ambiguous, "ISO text is a date like any other",
                 read->date.to_string());
        }
        const std::string japanese = text::wareki(read->date);
        if (!japanese.empty() && read->date.year < 2118) {  // up to 令和99年
            const auto back = text::parse_date(japanese, order);
            must(back && back->date == read->date, "a date in the Japanese calendar is read again", japanese);
        }
    }
    if (const auto read = text::parse_date_time(written, order)) {
        must(!read->offset_minutes || (*read->offset_minutes > -24 * 60 && *read->offset_minutes < 24 * 60),
             "an offset is less than a day");
        must(parse_time(to_string(read->wall)) == read->wall, "a time is read again", to_string(read->wall));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes = text_of(data, size);
    for (const auto order : {text::DateOrder::ymd, text::DateOrder::mdy, text::DateOrder::dmy})
        check_date(bytes, order);
    if (const auto date = PartialDate::parse(bytes)) must(date->valid(), "a date that was read exists");
    if (const auto time = parse_time(bytes))
        must(parse_time(to_string(*time)) == time, "a time is read again");
    for (const std::string_view currency : {"", "JPY", "USD"}) {
        if (const auto money = text::parse_money(bytes, currency))
            must(money->currency.size() == 3 &&
                     money->currency.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos,
                 "a currency is three capitals", money->currency);
    }
    return 0;
}
