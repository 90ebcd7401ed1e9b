#include "search/tokens.hpp"

#include "text/fold.hpp"
#include "text/kana.hpp"

#include <algorithm>

namespace kith::search {

namespace {

// Longer words are cut: a name has no longer ones, and keys stay short.
constexpr std::size_t longest_token = 64;
constexpr std::size_t longest_cjk_run = 60;  // bytes: 20 characters

void add(Tokens& tokens, std::string_view token, TokenField field) {
    if (token.size() > longest_token) {
        std::size_t end = longest_token;  // never inside a character
        while (end > 0 && (static_cast<unsigned char>(token[end]) & 0xc0u) == 0x80u) --end;
        token = token.substr(0, end);
    }
    if (!token.empty()) tokens.emplace(std::string(token), field);
}

/// Every tail of a run of kanji and kana: 日立製作所 is found by 製作.
void add_tails(Tokens& tokens, std::string_view run, TokenField field) {
    if (run.size() > longest_cjk_run) run = run.substr(0, longest_cjk_run - longest_cjk_run % 3);
    for (std::size_t at = 0; at < run.size(); ++at)
        if ((static_cast<unsigned char>(run[at]) & 0xc0u) != 0x80u) add(tokens, run.substr(at), field);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

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

void add_words(Tokens& tokens, std::string_view text, TokenField field) {
    const std::string folded = text::fold(text);
    each_word(folded, [&](std::string_view word) {
        if (text::has_cjk(word))
            add_tails(tokens, word, field);
        else
            add(tokens, word, field);  // "o'brien" and "smith-jones" whole, and below their parts
    });
    for (const std::string& word : text::words(folded)) add(tokens, word, field);
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

std::vector<Wanted> wanted_words(std::string_view typed) {
    const std::string folded = text::fold(typed);
    const bool number = std::count_if(folded.begin(), folded.end(), is_digit) >= 3 &&
                        folded.find_first_not_of("0123456789 -+().") == std::string::npos;
    std::vector<Wanted> wanted;
    if (number) {
        std::string digits;
        std::copy_if(folded.begin(), folded.end(), std::back_inserter(digits), is_digit);
        wanted.push_back({std::move(digits), {}});
        return wanted;
    }
    each_word(folded, [&](std::string_view word) {
        Wanted one{std::string(word.substr(0, longest_token)), {}};
        if (!text::has_cjk(word)) one.reading = text::reading_key(word);
        if (one.reading == one.prefix) one.reading.clear();
        wanted.push_back(std::move(one));
    });
    return wanted;
}

}  // namespace kith::search
