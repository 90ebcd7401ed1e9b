// What fuzzing starts from: lines of seeds/NAME.txt, and the inputs of tests/behaviour, read where they are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kith::fuzz {

/// The seeds of a target, in a fixed order. Every line of seeds/NAME.txt that is neither empty nor begins with # is
/// one; \n \r \t \\ and \xHH stand for what they do in C. Throws std::runtime_error when there is none.
[[nodiscard]] std::vector<std::string> seeds_of(std::string_view target);

/// The words of NAME.dict, which libFuzzer and replay.cpp insert; none without that file.
[[nodiscard]] std::vector<std::string> words_of(std::string_view target);

}  // namespace kith::fuzz
