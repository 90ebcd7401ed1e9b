// What generated people are made of: names, cities, streets, companies and titles of several countries.
#pragma once

#include <string>
#include <vector>

namespace kith::bench {

/// A word, how it sounds where the script does not say (kana for kanji, else Latin), and what people say for short.
struct Word {
    std::string written{};
    std::string sound{};
    std::string nickname{};
};

/// A city with the first digits of its postcodes and of its telephone numbers.
struct City {
    std::string name{};
    std::string region{};
    std::string postcode{};
    std::string area{};
};

/// Names are one of `common`, else put together of a beginning, perhaps something between, and an end.
struct Names {
    std::vector<Word> common{};  ///< the most common first
    std::vector<Word> openings{};
    std::vector<Word> middles{};
    std::vector<Word> endings{};
    int percent_common = 100;
};

/// Everything about the people of one country.
struct Culture {
    std::string country{};  ///< ISO 3166-1
    std::string calling{};  ///< "+81"
    int percent = 0;        ///< of all people
    Names women{};
    Names men{};
    Names families{};
    std::vector<City> cities{};
    std::vector<Word> streets{};
    std::vector<Word> titles{};
    std::vector<Word> trades{};       ///< what a company's name says it does
    std::vector<Word> legal_forms{};  ///< those that begin with "^" stand before the name
    std::vector<Word> alike{};  ///< given names of siblings that look or sound alike, each two that follow
};

/// The countries. Names are about as often shared as there: of 10,000 Americans some 200 pairs are namesakes.
[[nodiscard]] const std::vector<Culture>& cultures();

}  // namespace kith::bench
