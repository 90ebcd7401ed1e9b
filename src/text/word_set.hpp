// A constant set of words, written as one line of text.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

namespace kith::text {

/// Words separated by single spaces, of a literal that lives as long as the program. Look-up is a binary search;
/// meant for function-local statics, safe to read from any thread.
class WordSet {
public:
    explicit WordSet(std::string_view words) {
        while (!words.empty()) {
            const std::string_view word = words.substr(0, words.find(' '));
            words.remove_prefix(std::min(words.size(), word.size() + 1));
            words_.push_back(word);
        }
        std::sort(words_.begin(), words_.end());
    }

    /// Whether exactly this word is there.
    [[nodiscard]] bool has(std::string_view word) const {
        return std::binary_search(words_.begin(), words_.end(), word);
    }

private:
    std::vector<std::string_view> words_;
};

}  // namespace kith::text
