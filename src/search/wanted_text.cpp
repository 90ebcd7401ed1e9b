#include "search/wanted_text.hpp"

#include "search/tokens.hpp"
#include "text/fold.hpp"
#include "text/kana.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace kith::search {

namespace {

/// Several groups of digits that are one number: "+81 3 1234", "03 1234". Others ("2025 2026") are words like others.
bool is_one_number(std::string_view folded) {
    return !number_digits(folded).empty() &&
           (folded.front() == '+' || folded.front() == '(' || folded.front() == '0');
}

void add(std::vector<std::string>& keys, std::string key) {
    if (!key.empty() && text::is_ascii(key) && std::find(keys.begin(), keys.end(), key) == keys.end())
        keys.emplace_back(cut_word(key));
}

Term term_of(std::string folded, bool unfinished) {
    Term term;
    term.unfinished = unfinished;
    std::size_t segments = 0;
    std::string together;
    for (std::size_t at = 0; at < folded.size();) {
        const std::size_t end = next_segment(folded, at);
        if (end == at) break;
        const std::string segment = text::fold(std::string_view(folded).substr(at, end - at));
        const std::vector<Run> runs = runs_of(segment);
        for (const Run& run : runs) term.words.push_back({std::string(run.of(segment)), run.pairs});
        if (!runs.empty() && ++segments == 1) together = joined(segment, runs);
        at = end;
    }
    if (segments == 1 && !together.empty()) term.others.push_back(together);
    const std::string_view bare = without_signs_around(folded);
    term.fragment = number_digits(bare);
    if (term.fragment.empty() && folded.find(' ') == std::string::npos) term.fragment = bare;
    const std::string word = term.words.size() == 1 ? term.words.front().text
                             : segments == 1        ? together
                                                    : std::string();
    const bool latin =
        !word.empty() && !text::has_cjk(word) && word.find_first_of("0123456789") == std::string::npos;
    if (latin || (text::is_kana_only(word) && text::code_points(word) > 1)) {
        // "aaaa" is a long "a", but nobody means every あ by it.
        const auto means = [&](const std::string& key) { return !latin || key.size() * 2 >= word.size(); };
        if (std::string key = text::reading_key(word); means(key)) add(term.readings, std::move(key));
        term.unfinished_readings = term.readings;
        if (std::string key = text::reading_key_prefix(word); latin && means(key))
            add(term.unfinished_readings, std::move(key));
    }
    term.folded = std::move(folded);
    return term;
}

/// The text with everything between quotes taken out, into `quoted`.
std::string take_quoted(std::string_view typed, std::vector<std::string>& quoted) {
    static constexpr std::pair<std::string_view, std::string_view> quotes[] = {
        {"\"", "\""}, {"“", "”"}, {"「", "」"}, {"『", "』"}};
    std::string rest;
    while (!typed.empty()) {
        std::size_t first = std::string_view::npos;
        std::size_t end = std::string_view::npos;
        std::pair<std::string_view, std::string_view> marks;
        for (const auto& [open, close] : quotes) {
            const std::size_t at = typed.find(open);
            if (at >= first) continue;
            const std::size_t closed = typed.find(close, at + open.size());
            if (closed == std::string_view::npos) continue;  // a quote alone is a sign like others
            first = at, end = closed, marks = {open, close};
        }
        if (first == std::string_view::npos) break;
        (rest += typed.substr(0, first)) += ' ';
        quoted.emplace_back(
            text::fold(typed.substr(first + marks.first.size(), end - first - marks.first.size())));
        typed.remove_prefix(end + marks.second.size());
    }
    return rest += typed;
}

void split(std::string_view folded, std::vector<std::string>& words) {
    for (std::size_t at = 0; at < folded.size();) {
        const std::size_t end = std::min(folded.find(' ', at), folded.size());
        if (end > at) words.emplace_back(folded.substr(at, end - at));
        at = end + 1;
    }
}

/// The words of a term as a string of FTS5; `beginning`: the last may go on.
std::string phrase(const Term& term, bool beginning, bool& beginnings) {
    std::string tokens;
    bool star = false;
    for (std::size_t i = 0; i < term.words.size(); ++i) {
        const bool last = i + 1 == term.words.size();
        const Term::Word& word = term.words[i];
        append_tokens(tokens, word.text, word.pairs, last);
        // One character: the beginning of a pair, or the last of a run.
        if (last) star = word.pairs ? text::code_points(word.text) == 1 : beginning;
    }
    beginnings = beginnings || star;
    return '"' + tokens.substr(1) + (star ? "\"*" : "\"");
}

std::string any_of(const Term& term, Reach reach, bool& beginnings) {
    const bool everywhere = reach == Reach::words || reach == Reach::anything;
    const bool beginning = term.unfinished && (reach == Reach::title_beginning || reach == Reach::anything);
    const std::string words = everywhere ? "{title text body} : " : "{title} : ";
    const std::string sounds = everywhere ? "{reading kana} : " : "{reading} : ";
    std::string any;
    const auto add = [&](const std::string& where, const std::string& what) {
        if (!any.empty()) any += " OR ";
        any += where + what;
    };
    if (!term.words.empty()) add(words, phrase(term, beginning, beginnings));
    for (const std::string& other : term.others) {
        add(words, '"' + other + (beginning ? "\"*" : "\""));
        beginnings = beginnings || beginning;
    }
    for (const std::string& key : beginning ? term.unfinished_readings : term.readings) {
        add(sounds, '"' + key + (beginning ? "\"*" : "\""));
        beginnings = beginnings || beginning;
    }
    if (reach == Reach::anything && !term.fragment.empty()) {
        bool star = false;
        const std::string pieces = wanted_pieces(term.fragment, star);
        add("{point} : ", '"' + pieces.substr(1) + (star ? "\"*" : "\""));
        beginnings = true;
    }
    return any;
}

}  // namespace

std::vector<Term> wanted_terms(std::string_view typed, bool unfinished, TooMuch* too_much) {
    std::vector<Term> terms;
    const auto refused = [&](TooMuch why) {
        if (too_much != nullptr) *too_much = why;
        return std::vector<Term>();
    };
    if (too_much != nullptr) *too_much = TooMuch::no;
    if (typed.size() > longest_term * most_terms) return refused(TooMuch::bytes);
    std::vector<std::string> texts;
    const std::string unquoted = take_quoted(typed, texts);
    const std::string rest = without_form_signs(text::fold(unquoted));
    const std::size_t quoted = texts.size();
    if (is_one_number(rest))
        texts.push_back(rest);
    else
        split(rest, texts);
    std::vector<std::string> spelt;  // the same terms with ue for ü
    split(without_form_signs(text::fold(spelt_out(unquoted))), spelt);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (texts[i].size() > longest_term) return refused(TooMuch::bytes);
        const bool last = unfinished && i >= quoted && i + 1 == texts.size();
        Term term = term_of(std::move(texts[i]), last);
        if (spelt.size() == texts.size() - quoted && i >= quoted && term.words.size() == 1 &&
            spelt[i - quoted] != term.folded)
            if (const std::vector<std::string> words = text::words(spelt[i - quoted]); words.size() == 1)
                term.others.push_back(words.front());  // without signs: it goes into the question
        if (term.words.empty() && term.fragment.find('@') == std::string::npos) continue;
        const bool known = std::any_of(terms.begin(), terms.end(),
                                       [&](const Term& other) { return other.folded == term.folded; });
        if (known) continue;
        if (terms.size() == most_terms) return refused(TooMuch::terms);
        terms.push_back(std::move(term));
    }
    return terms;
}

Question question(const std::vector<Term>& terms, Reach reach) {
    Question made;
    for (const Term& term : terms) {
        const std::string any = any_of(term, reach, made.beginnings);
        if (any.empty()) return {};
        if (!made.match.empty()) made.match += " AND ";
        made.match += '(' + any + ')';
    }
    if (reach == Reach::title_beginning &&
        std::none_of(terms.begin(), terms.end(), [](const Term& term) { return term.unfinished; }))
        return {};
    return made;
}

}  // namespace kith::search
