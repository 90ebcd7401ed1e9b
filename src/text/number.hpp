// Numbers in decimal digits, read alike by every standard library and in every locale.
#pragma once

#include <charconv>
#include <string_view>

namespace kith::text {

/// std::from_chars of whole numbers, for code that reads either kind.
template <class Whole>
std::from_chars_result from_chars(std::string_view text, Whole& into) {
    return std::from_chars(text.data(), text.data() + text.size(), into);
}

/// std::from_chars of a double, which not every standard library has yet (libc++ 14 reads whole numbers only), and
/// without "inf" and "nan". Takes the longest beginning of `text` that is a number: "-12", ".5", "5.", "1.5e-3"; no
/// plus sign and no blanks before it. `ptr` is where that ended; `ec` is invalid_argument when there is none, and
/// result_out_of_range when it is too large or too small for a double. `into` changes only when it was read.
std::from_chars_result from_chars(std::string_view text, double& into);

/// What from_chars does where the standard library cannot. Here for its test.
std::from_chars_result from_chars_by_stream(std::string_view text, double& into);

}  // namespace kith::text
