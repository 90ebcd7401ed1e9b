#include "text/number.hpp"

#include <cstddef>
#include <locale>
#include <sstream>
#include <string>

namespace kith::text {

namespace {

/// How much of the beginning of `text` is a number; 0 when it begins with none.
std::size_t number_length(std::string_view text) {
    const auto digits_end = [&](std::size_t at) {
        while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
        return at;
    };
    const std::size_t begin = text.substr(0, 1) == "-" ? 1 : 0;
    const std::size_t whole = digits_end(begin);
    std::size_t end = whole;
    if (text.substr(whole, 1) == ".") {
        const std::size_t fraction = digits_end(whole + 1);
        if (whole > begin || fraction > whole + 1) end = fraction;
    }
    if (end == begin) return 0;
    if (const std::string_view mark = text.substr(end, 1); mark == "e" || mark == "E") {
        const std::string_view sign = text.substr(end + 1, 1);
        const std::size_t first = end + 1 + (sign == "+" || sign == "-" ? 1 : 0);
        if (const std::size_t last = digits_end(first); last > first) end = last;
    }
    return end;
}

}  // namespace

std::from_chars_result from_chars(std::string_view text, double& into) {
#ifdef __cpp_lib_to_chars
    const std::string_view number = text.substr(0, number_length(text));
    return std::from_chars(number.data(), number.data() + number.size(), into);
#else
    return from_chars_by_stream(text, into);
#endif
}

std::from_chars_result from_chars_by_stream(std::string_view text, double& into) {
    const std::string number(text.substr(0, number_length(text)));
    if (number.empty()) return {text.data(), std::errc::invalid_argument};
    std::istringstream stream(number);
    stream.imbue(std::locale::classic());  // strtod would follow the host's locale
    double value = 0;
    stream >> value;
    const char* end = text.data() + number.size();
    // What is too small becomes 0 without a complaint in some libraries.
    const bool vanished =
        value == 0 && number.substr(0, number.find_first_of("eE")).find_first_of("123456789") != number.npos;
    if (stream.fail() || vanished) return {end, std::errc::result_out_of_range};
    into = value;
    return {end, std::errc()};
}

}  // namespace kith::text
