#include "search/tokens.hpp"

#include "search/pieces.hpp"
#include "text/fold.hpp"
#include "text/kana.hpp"
#include "text/utf8.hpp"

#include <kith/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace kith::search {

namespace {

// Longer words are cut: a name has no longer ones, and keys stay short.
constexpr std::size_t longest_token = 64;
constexpr std::size_t longest_cjk_run = 60;  // bytes: 20 characters
constexpr std::size_t longest_typed = 256;
constexpr std::size_t most_words = 32;

std::string_view cut(std::string_view token) {
    if (token.size() <= longest_token) return token;
    std::size_t end = longest_token;  // never inside a character
    while (end > 0 && text::is_continuation(token[end])) --end;
    return token.substr(0, end);
}

TokenClass class_of(TokenField field) {
    switch (field) {
        case TokenField::reading: return TokenClass::reading;
        case TokenField::email:
        case TokenField::phone:
        case TokenField::handle: return TokenClass::point;
        default: return TokenClass::word;
    }
}

bool any_begins(const std::vector<std::string>& prefixes, std::string_view token) {
    return std::any_of(prefixes.begin(), prefixes.end(),
                       [&](const std::string& prefix) { return token.substr(0, prefix.size()) == prefix; });
}

void add(Tokens& tokens, std::string_view token, TokenField field) {
    if (!token.empty()) tokens.insert({class_of(field), std::string(cut(token)), field});
}

/// Every tail of a run of kanji and kana: 日立製作所 is found by 製作. Letters in it stay together: 太郎 of baker太郎, not aker太郎.
void add_tails(Tokens& tokens, std::string_view run, TokenField field) {
    if (run.size() > longest_cjk_run) run = run.substr(0, longest_cjk_run - longest_cjk_run % 3);
    for (std::size_t at = 1; at < run.size(); ++at) {
        if (text::is_continuation(run[at]) || text::is_ascii(run.substr(at - 1, 2))) continue;
        tokens.insert({TokenClass::tail, std::string(cut(run.substr(at))), field});
    }
}

/// A word without its apostrophes and hyphens.
std::string without_signs(std::string_view word) {
    std::string result;
    std::copy_if(word.begin(), word.end(), std::back_inserter(result),
                 [](char c) { return c != '\'' && c != '-'; });
    return result;
}

/// A word without what stands around it: 「山田」, (山田), 'taro'. Empty where that is one character: (株) is a sign of its own.
std::string_view bare_word(std::string_view word) {
    std::string_view bare = without_signs_around(word);
    while (!bare.empty() && bare.front() == '\'') bare.remove_prefix(1);
    while (!bare.empty() && bare.back() == '\'') bare.remove_suffix(1);
    std::size_t behind = 0;
    if (!bare.empty()) (void)text::next_code_point(bare, behind);
    return behind < bare.size() ? bare : std::string_view();
}

template <class Visit>
void each_word(std::string_view folded, Visit&& visit) {
    std::size_t at = 0;
    while (at < folded.size()) {
        const std::size_t end = std::min(folded.find(' ', at), folded.size());
        if (end > at) visit(folded.substr(at, end - at));
        at = end + 1;
    }
}

}  // namespace

std::string_view name_of(TokenField field) noexcept {
    switch (field) {
        case TokenField::name: return "name";
        case TokenField::reading: return "reading";
        case TokenField::nickname: return "nickname";
        case TokenField::organization: return "organization";
        case TokenField::email: return "email";
        case TokenField::phone: return "phone";
        case TokenField::handle: return "handle";
    }
    return "";
}

std::string stored(TokenClass token_class, std::int64_t kind, std::string_view text) {
    std::string result{static_cast<char>(token_class), static_cast<char>('0' + kind)};
    result += text;
    return result;
}

std::string spelt_out(std::string_view text) {
    static constexpr std::pair<std::string_view, std::string_view> letters[] = {
        {"ä", "ae"},       {"ö", "oe"},       {"ü", "ue"},      {"Ä", "Ae"}, {"Ö", "Oe"},
        {"Ü", "Ue"},       {"ø", "oe"},       {"Ø", "Oe"},      {"å", "aa"}, {"Å", "Aa"},
        {"a\u0308", "ae"}, {"o\u0308", "oe"}, {"u\u0308", "ue"}};
    std::string result(text);
    if (text::is_ascii(text)) return result;
    for (const auto& [letter, spelling] : letters) {
        for (std::size_t at = 0; (at = result.find(letter, at)) != std::string::npos; at += spelling.size())
            result.replace(at, letter.size(), spelling);
    }
    return result;
}

void add_words(Tokens& tokens, std::string_view text, TokenField field) {
    const std::string folded = text::fold(text);
    each_word(folded, [&](std::string_view word) {
        add(tokens, word, field);  // "o'brien" and "smith-jones" whole, and below their parts
        if (text::has_cjk(word)) {
            add_tails(tokens, word, field);
            return;
        }
        add(tokens, without_signs(word), field);
        if (field == TokenField::name && !text::kana_from_romaji(word).empty())
            add(tokens, text::reading_key(word), TokenField::reading);  // Ohno: found by ono, oono
    });
    for (const std::string& word : text::words(folded)) add(tokens, word, field);
    if (const std::string spelt = spelt_out(text); spelt != text) add_words(tokens, spelt, field);
}

void add_joined(Tokens& tokens, std::string_view text, TokenField field) {
    const std::string folded = text::fold(text);
    if (text::has_cjk(folded)) add(tokens, folded, field);
}

void add_reading(Tokens& tokens, std::string_view text) {
    if (text.empty()) return;
    add_words(tokens, text, TokenField::reading);
    const std::string folded = text::fold(text);
    each_word(folded, [&](std::string_view word) {
        if (text::is_kana_only(word)) add(tokens, text::romaji(word), TokenField::reading);
        add(tokens, text::reading_key(word), TokenField::reading);
    });
}

void add_email(Tokens& tokens, std::string_view folded) {
    if (folded.empty()) return;
    add(tokens, folded, TokenField::email);
    const std::size_t at = folded.rfind('@');
    if (at != std::string_view::npos) add(tokens, folded.substr(at + 1), TokenField::email);
    for (const std::string& word : text::words(folded.substr(0, at))) add(tokens, word, TokenField::email);
}

void add_phone(Tokens& tokens, std::string_view digits, std::int64_t e164) {
    add(tokens, digits, TokenField::phone);
    if (e164 != 0) add(tokens, std::to_string(e164), TokenField::phone);
}

std::size_t within(std::string_view name, std::size_t value, std::size_t least, std::size_t most) {
    if (value >= least && value <= most) return value;
    throw Error(Code::invalid_argument,
                fmt::format("{} of a search is {} to {}, not {}", name, least, most, value));
}

std::string without_form_signs(std::string_view folded) {
    static constexpr std::string_view signs[] = {"(株)", "(有)", "(同)", "(資)", "(名)", "(社)", "(財)",
                                                 "(医)", "(学)", "(福)", "(宗)", "(独)", "(주)", "(유)"};
    std::string words;
    each_word(folded, [&](std::string_view word) {
        std::string_view rest = word;
        for (const std::string_view sign : signs) {
            if (rest.substr(0, sign.size()) == sign) rest.remove_prefix(sign.size());
            if (rest.size() >= sign.size() && rest.substr(rest.size() - sign.size()) == sign)
                rest.remove_suffix(sign.size());
        }
        if (!words.empty()) words += ' ';
        words += rest.empty() ? word : rest;
    });
    return words;
}

std::string number_digits(std::string_view folded) {
    std::string digits;
    if (folded.find_first_not_of("0123456789 -+().") != std::string_view::npos) return digits;
    for (const char c : folded)
        if (c >= '0' && c <= '9') digits += c;
    return digits.size() >= 3 ? digits : std::string();
}

std::vector<Wanted> wanted_words(std::string_view typed) {
    if (typed.size() > longest_typed * most_words) return {};
    const std::string folded = without_form_signs(text::fold(typed));
    std::vector<Wanted> wanted;
    if (std::string digits = number_digits(folded); !digits.empty()) {
        if (digits.size() <= longest_token) wanted.push_back({{std::move(digits)}, {}});
        return wanted;
    }
    const std::string spelt = without_form_signs(text::fold(spelt_out(typed)));
    std::vector<std::string> others;  // the same words with ue for ü
    each_word(spelt, [&](std::string_view word) { others.emplace_back(cut(word)); });
    bool possible = true;
    std::size_t index = 0;
    each_word(folded, [&](std::string_view word) {
        Wanted one{{std::string(cut(word))}, {}};
        const std::string_view bare = bare_word(word);
        if (!bare.empty() && bare != word) one.prefixes.emplace_back(cut(bare));
        possible = possible && word.size() <= longest_typed;
        if (possible && !text::has_cjk(word) && word.find_first_of("@.0123456789") == std::string_view::npos) {
            for (std::string key : {text::reading_key(word), text::reading_key_prefix(word)}) {
                // "aaaa" is a long "a", but nobody means every あ by it.
                const bool means = !key.empty() && key.size() * 2 >= word.size();
                if (means && !any_begins(one.readings, key) && !any_begins(one.prefixes, key))
                    one.readings.push_back(std::move(key));
            }
        }
        if (index < others.size() && !any_begins(one.prefixes, others[index]))
            one.prefixes.push_back(others[index]);
        ++index;
        const bool known = std::any_of(wanted.begin(), wanted.end(),
                                       [&](const Wanted& w) { return w.prefixes == one.prefixes; });
        if (!known && wanted.size() <= most_words) wanted.push_back(std::move(one));
    });
    if (!possible || wanted.size() > most_words) wanted.clear();
    return wanted;
}

bool Wanted::begins(TokenClass token_class, std::string_view token) const {
    return any_begins(prefixes, token) || (token_class == TokenClass::reading && any_begins(readings, token));
}

}  // namespace kith::search
