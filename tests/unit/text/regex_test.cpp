// Regular expressions over folded text: what they find, what is refused, and that their work is bounded.
#include "text/fold.hpp"
#include "text/regex.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <string>
#include <vector>

using namespace kith::text;

namespace {

bool finds(const std::string& pattern, const std::string& text) {
    const auto compiled = Regex::compile(pattern);
    INFO(pattern);
    REQUIRE(std::holds_alternative<Regex>(compiled));
    std::int64_t budget = std::numeric_limits<std::int64_t>::max();
    return std::get<Regex>(compiled).search(fold(text), budget);
}

RegexProblem problem(const std::string& pattern) {
    const auto compiled = Regex::compile(pattern);
    INFO(pattern);
    REQUIRE(std::holds_alternative<RegexProblem>(compiled));
    return std::get<RegexProblem>(compiled);
}

struct Case {
    std::string pattern;
    std::vector<std::string> found;
    std::vector<std::string> not_found;
};

}  // namespace

TEST_CASE("patterns find what they say", "[text][regex]") {
    const std::vector<Case> cases = {
        {"", {"", "a"}, {}},
        {"b", {"abc", "B"}, {"a", ""}},
        {"a.c", {"abc", "xa\xE5\xB1\xB1\x63"}, {"ac", "abbc"}},
        {"^ab", {"abc"}, {"cab"}},
        {"bc$", {"abc"}, {"bca"}},
        {"^$", {"", " "}, {"a"}},
        {"^(ab|cd)+$", {"ab", "abcd", "cdcd"}, {"", "abc", "ac"}},
        {"ab*c", {"ac", "abc", "abbbc"}, {"adc"}},
        {"ab+c", {"abc", "abbbc"}, {"ac"}},
        {"^ab?c$", {"ac", "abc"}, {"abbc"}},
        {"^a{2,3}$", {"aa", "aaa"}, {"a", "aaaa"}},
        {"^a{2}$", {"aa"}, {"a", "aaa"}},
        {"^a{2,}$", {"aa", "aaaaa"}, {"a"}},
        {"^(ab){0}c$", {"c"}, {"abc"}},
        {"^a{0,1}b$", {"b", "ab"}, {"aab"}},
        {"a{", {"a{"}, {"a"}},
        {"^[a-c]x$", {"ax", "cx"}, {"dx", "x"}},
        {"^[^a-c]x$", {"dx", "-x"}, {"ax", "x"}},
        {"^[]a-]+$", {"]", "a-]"}, {"b"}},
        {"^[a\\]\\d]+$", {"a]9"}, {"b"}},
        {"\\d{3}-\\d{4}", {"03-123-4567", "\xEF\xBC\x91\xEF\xBC\x92\xEF\xBC\x93-4567"}, {"12-345"}},
        {"^\\w+$", {"ab_9", "山田たろう"}, {"a b", "a-b", ""}},
        {"^\\W$", {"-", "!"}, {"a", "山"}},
        {"^\\S+\\s\\S+$", {"a b", "a \t b"}, {"ab"}},
        {"\\bcat\\b", {"a cat", "cat."}, {"concat", "cats"}},
        {"\\Bcat", {"concat"}, {"cat"}},
        {"(?:a|b|)c", {"c", "ac"}, {"d"}},
        {"a|b|cd", {"b", "xcd"}, {"c"}},
        {"a*?b", {"b", "aab"}, {"a"}},
        {"(a*)*b", {"aab", "b"}, {"a"}},
        {"(a|aa)+$", {"aaa"}, {"ab"}},
        {"\\.\\*\\\\", {".*\\"}, {"ab"}},
        {"a  b", {"a b", "A \n B"}, {"ab"}},
        {"a\\nb", {"a\nb"}, {"ab"}},
        // pattern and text are folded alike
        {"^SM[IY]TH$", {"Smith", "smyth", "ＳＭＩＴＨ"}, {"smth"}},
        {"^M[Üü]ller", {"Muller", "MÜLLER"}, {"moller"}},
        {"straße", {"STRASSE"}, {"strase"}},
        {"ヤマダ", {"やまだ", "ﾔﾏﾀﾞ"}, {"山田"}},
        {"^ﾔﾏﾀﾞ+$", {"ヤマダダ"}, {"やまた"}},
        {"^[ァ-ヶー]+$", {"カタカナ", "ひらがな", "ｺｰﾋｰ"}, {"漢字"}},
        {"^[一-龠]+$", {"山田"}, {"やまだ"}},
        {"^[A-Z]+$", {"abc"}, {"123"}},
        {"\xE9\xAB\x99\xE6\xA9\x8B", {"高橋"}, {"山田"}},
    };
    for (const auto& [pattern, found, not_found] : cases) {
        for (const std::string& text : found) {
            INFO(text);
            CHECK(finds(pattern, text));
        }
        for (const std::string& text : not_found) {
            INFO(text);
            CHECK_FALSE(finds(pattern, text));
        }
    }
}

TEST_CASE("what is no pattern is refused, with its place", "[text][regex]") {
    const std::vector<std::pair<std::string, std::size_t>> cases = {
        {"a(b", 2}, {"a)b", 2},    {"[ab", 1},     {"*a", 1},      {"a**", 3},    {"a|+", 3},
        {"\\", 2},  {"(a)\\1", 5}, {"a\\q", 3},    {"(?=a)b", 2},  {"[z-a]", 5},  {"a{3,2}", 6},
        {"a{2", 4}, {"[\\D]", 2},  {"(?<n>a)", 2}, {"山[\\q]", 4}, {"a{2}{3}", 5}};
    for (const auto& [pattern, at] : cases) {
        const RegexProblem found = problem(pattern);
        CHECK(found.at == at);
        CHECK(found.limit == 0);
        CHECK_FALSE(found.en.empty());
        CHECK_FALSE(found.ja.empty());
    }
}

TEST_CASE("patterns and searches are bounded", "[text][regex]") {
    std::string deep;
    for (int i = 0; i < 60; ++i) deep += '(';
    CHECK(problem(deep).limit == static_cast<std::size_t>(Regex::most_levels));
    CHECK(problem("a{1001}").limit == Regex::most_repeats);
    CHECK(problem("a{99999999999999999999}").limit == Regex::most_repeats);
    CHECK(problem("(a{100}){101}").limit == Regex::most_instructions);
    CHECK(problem("((((){1000}){1000}){1000}){1000}").limit == Regex::most_instructions);

    // classes are in order and apart, however often a pattern says a range, and what they fold is bounded
    std::string large = "[";
    for (int i = 0; i < 20; ++i) large += "À-ҿ";
    CHECK(problem(large + "]").limit == Regex::most_class_characters);
    CHECK(finds("[^x-zb-da-c]", "e"));
    CHECK_FALSE(finds("^[^x-zb-da-c]$", "c"));
    CHECK(finds("^[b-da-c\\dx-z]+$", "abcd0yz"));
    CHECK_FALSE(finds("^[b-da-c]$", "e"));

    // what takes others time without end takes one step for each instruction and character
    const auto compiled = Regex::compile("(a|a)*(a|a)*(a*)*$b");
    const std::string text(10'000, 'a');
    std::int64_t budget = 10'000'000;
    CHECK_FALSE(std::get<Regex>(compiled).search(text, budget));
    CHECK(budget > 10'000'000 - 200 * 10'000);

    std::int64_t little = 1000;
    CHECK_FALSE(std::get<Regex>(Regex::compile("a*b")).search(text, little));
    CHECK(little < 0);
}
