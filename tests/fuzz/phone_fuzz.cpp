// Telephone numbers with the region they were written in, "JP|03-1234-5678 内線12".
#include "fuzz.hpp"

#include "text/phone.hpp"

#include <algorithm>

using namespace kith;
using namespace kith::fuzz;

namespace {

bool only_digits(const std::string& text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Input input = divided(text_of(data, size));
    const text::PhoneNumber number = text::parse_phone(input.text, input.option);
    must(only_digits(number.digits) && only_digits(number.extension), "digits are ASCII digits",
         number.digits);
    must(number.possible || !number.valid, "a valid number is possible");
    must_be_utf8(number.region, "a region is UTF-8");

    const std::string national = text::format_national(number);
    must_be_utf8(national, "a number is shown in UTF-8");
    const text::PhoneNumber again = text::parse_phone(national, number.region);
    if (number.valid) {
        must(again.digits == number.digits && again.e164 == number.e164, "a national number is read again",
             national);
        must(again.extension == number.extension, "so is its extension", national);
    }
    if (number.valid && number.e164) {
        const std::string international = text::format_international(*number.e164);
        must(text::parse_phone(international, "").e164 == number.e164,
             "an international number is read again", international);
        must(text::parse_phone(text::format_e164(*number.e164), "").e164 == number.e164, "so is E.164",
             international);
    }
    (void)text::calling_code(input.option);
    return 0;
}
