#include "text/company.hpp"

#include "text/company_forms.hpp"
#include "text/fold.hpp"
#include "text/script.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <map>
#include <vector>

namespace kith::text {
namespace {

// Scripts that are written without spaces between words.
bool is_joined_script(char32_t c) { return is_kanji(c) || is_kana(c); }

char32_t last_code_point(std::string_view text) {
    std::size_t start = text.size();
    while (start > 0 && (static_cast<unsigned char>(text[--start]) & 0xC0) == 0x80) {}
    return text.empty() ? U'\0' : next_code_point(text, start);
}

char32_t first_code_point(std::string_view text) {
    std::size_t at = 0;
    return text.empty() ? U'\0' : next_code_point(text, at);
}

// A folded name as words: full stops and apostrophes vanish, "&" is a word, other punctuation separates, and
// "a/s" is one word. "&" inside Japanese text stays.
std::vector<std::string> words_of(std::string_view folded) {
    std::vector<std::string> out;
    std::string word;
    const auto finish = [&] {
        if (!word.empty()) out.push_back(std::move(word));
        word.clear();
    };
    for (std::size_t at = 0; at < folded.size();) {
        const char32_t c = next_code_point(folded, at);
        const char ascii = c < 0x80 ? static_cast<char>(c) : '\0';
        const bool sign = ascii != '\0' && !(ascii >= 'a' && ascii <= 'z') && !(ascii >= '0' && ascii <= '9');
        if (ascii == '.' || ascii == '\'') continue;
        if (ascii == '&' && !is_joined_script(last_code_point(word))) {
            finish();
            out.emplace_back("and");
        } else if (ascii == '/' && word.size() == 1 && at < folded.size() &&
                   (at + 1 == folded.size() || folded[at + 1] == ' ' || folded[at + 1] == '.')) {
            continue;
        } else if ((sign && ascii != '&' && ascii != '+' && ascii != '#' && ascii != '@') || c == 0xAB ||
                   c == 0xBB || c == 0x3001 || c == 0x30FB || c == 0x300C || c == 0x300D || c == 0x300E ||
                   c == 0x300F) {
            finish();
        } else {
            append_code_point(word, c);
        }
    }
    finish();
    return out;
}

std::string joined(const std::vector<std::string>& words, std::size_t begin, std::size_t end) {
    std::string out;
    for (std::size_t i = begin; i < end; ++i) out += words[i];
    return out;
}

// The tables in the form in which folded text is looked up, made once.
struct Forms {
    std::vector<LegalForm> text;  // longest first; their texts live in `storage`
    std::map<std::string, LegalForm, std::less<>> words;
    std::size_t most_words = 1;
    std::vector<std::string> storage;

    Forms() {
        storage.reserve(std::size(joined_forms));
        for (const LegalForm& form : joined_forms) {
            storage.push_back(fold(form.written));
            text.push_back({storage.back(), form.form, form.place});
        }
        std::stable_sort(text.begin(), text.end(), [](const LegalForm& a, const LegalForm& b) {
            return a.written.size() > b.written.size();
        });
        for (const LegalForm& form : word_forms) {
            const std::vector<std::string> parts = words_of(fold(form.written));
            most_words = std::max(most_words, parts.size());
            LegalForm& known = words[joined(parts, 0, parts.size())];
            if (known.form.empty())
                known = {form.written, form.form, form.place};
            else
                known.place = static_cast<LegalForm::Place>(known.place | form.place);
        }
        most_words = std::max<std::size_t>(most_words, 6);  // "s p a", "s. r. l."
    }
};

const Forms& forms() {
    static const Forms known;
    return known;
}

void trim_spaces(std::string& text) {
    const auto sign = [](char c) {
        return c == ' ' || c == ',' || c == '.' || c == '-' || c == ':' || c == ';';
    };
    while (!text.empty() && sign(text.back()) && text.back() != '.') text.pop_back();
    std::size_t start = 0;
    while (start < text.size() && sign(text[start])) ++start;
    text.erase(0, start);
}

bool has_letters(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_code_point(text, at);
        if (c >= 0x80 || is_ascii_digit(c) || (c >= 'a' && c <= 'z')) return true;
    }
    return false;
}

// 御中 and what else stands behind a name on an envelope.
void drop_honorifics(std::string& name) {
    for (const std::string_view end : {"御中", "様", "殿", "各位", "行"}) {
        const bool spaced = name.size() > end.size() && name[name.size() - end.size() - 1] == ' ';
        if (name.size() > end.size() && name.ends_with(end) && (end == "御中" || end == "各位" || spaced)) {
            if (!has_letters(std::string_view(name).substr(0, name.size() - end.size()))) return;
            name.resize(name.size() - end.size());
            trim_spaces(name);
            return;
        }
    }
}

// Whether a form may still be removed: the first, or the other half of a pair (PT ... Tbk, บริษัท ... จำกัด).
bool may_drop(std::string_view form, const CompanyName& out) {
    return out.form.empty() || out.form == form || (form.ends_with("-th") && out.form.ends_with("-th"));
}

// Removes one form that is part of the text; says whether there was one.
bool drop_joined_form(std::string& name, CompanyName& out) {
    const auto take = [&](const LegalForm& form, std::size_t at) {
        std::string rest = name.substr(0, at);
        const std::string behind = name.substr(at + form.written.size());
        if (at != 0 && !behind.empty()) rest += ' ';
        rest += behind;
        trim_spaces(rest);
        if (!has_letters(rest)) return false;
        if (out.form.empty()) {
            out.form = form.form;
            out.form_first = at == 0;
        }
        name = std::move(rest);
        return true;
    };
    for (const LegalForm& form : forms().text) {
        if (!may_drop(form.form, out)) continue;
        if ((form.place & LegalForm::before) != 0 && name.starts_with(form.written) && take(form, 0))
            return true;
        if ((form.place & LegalForm::behind) != 0 && name.ends_with(form.written) &&
            take(form, name.size() - form.written.size())) {
            return true;
        }
    }
    for (const LegalForm& form : forms().text) {
        if (form.place != LegalForm::either || !may_drop(form.form, out)) continue;
        const std::size_t at = name.find(form.written);
        if (at == std::string::npos || at == 0) continue;
        const std::size_t end = at + form.written.size();
        if ((form.written.front() == '(' || (end < name.size() && name[end] == ' ')) && take(form, at))
            return true;
    }
    return false;
}

// "Day Spa" is no società per azioni: these need the dots or capitals of an abbreviation.
bool is_written_as_form(std::string_view form, std::string_view raw) {
    if (form != "spa") return true;
    for (const std::string_view way : {"SpA", "S.p.A", "S.P.A", "s.p.a", "S. p. A", "S. P. A", "S p A"}) {
        if (raw.find(way) != std::string_view::npos) return true;
    }
    return false;
}

// Removes one form made of words from the end or the beginning; says whether there was one.
bool drop_word_form(std::vector<std::string>& words, std::string_view raw, CompanyName& out) {
    const Forms& known = forms();
    const std::size_t most = std::min(known.most_words, words.size() - 1);
    for (std::size_t count = most; count > 0; --count) {
        for (const bool front : {false, true}) {
            const std::size_t begin = front ? 0 : words.size() - count;
            const std::string key = joined(words, begin, begin + count);
            const auto found = known.words.find(key);
            if (found == known.words.end() || !is_written_as_form(found->second.form, raw)) continue;
            if (!may_drop(found->second.form, out)) continue;
            if ((found->second.place & (front ? LegalForm::before : LegalForm::behind)) == 0) continue;
            words.erase(words.begin() + static_cast<std::ptrdiff_t>(begin),
                        words.begin() + static_cast<std::ptrdiff_t>(begin + count));
            if (out.form.empty()) {
                out.form = found->second.form;
                out.form_first = front;
            }
            return true;
        }
    }
    return false;
}

// Words with a space between them, none between two of a script that has none.
std::string spaced(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) {
        const bool close = is_joined_script(last_code_point(out)) && is_joined_script(first_code_point(word));
        if (!out.empty() && !close) out += ' ';
        out += word;
    }
    return out;
}

// A folded digit string without the signs people put inside numbers; the rest of the text separates.
std::optional<std::string> thirteen_digits(std::string_view folded, bool with_t) {
    std::string run;
    bool marked = false;
    for (std::size_t at = 0; at <= folded.size();) {
        const char32_t c = at < folded.size() ? next_code_point(folded, at) : (++at, U'\n');
        if (is_ascii_digit(c)) {
            if (run.size() < 14) run += static_cast<char>(c);
        } else if (c != '-' && c != ' ') {
            if (run.size() == 13 && (marked || !with_t)) return run;
            run.clear();
            marked = c == 't';
        }
    }
    return std::nullopt;
}

}  // namespace

CompanyName parse_company(std::string_view text) {
    CompanyName out;
    std::string name = fold(text);
    drop_honorifics(name);
    for (int i = 0; i < 2 && !is_ascii(name) && drop_joined_form(name, out); ++i) {}
    std::vector<std::string> words = words_of(name);
    for (int i = 0; i < 2 && words.size() > 1 && drop_word_form(words, text, out); ++i) {}
    if (words.size() > 1 && words.front() == "the") words.erase(words.begin());
    if (words.size() > 1 && words.back() == "and") words.pop_back();
    out.core = fold(spaced(words));  // a mark may now stand behind another letter
    return out;
}

std::string acronym(std::string_view text) {
    static constexpr std::string_view small[] = {
        "a",  "an",  "and", "at",  "by",  "da", "das", "de",  "dei", "del", "della", "der", "des",
        "di", "die", "do",  "dos", "du",  "e",  "el",  "et",  "for", "fur", "il",    "in",  "la",
        "le", "les", "of",  "on",  "the", "to", "und", "van", "von", "y",   "&"};
    const std::string core = parse_company(text).core;
    std::string out;
    std::size_t words = 0;
    for (std::size_t start = 0; start < core.size();) {
        const std::size_t end = std::min(core.find(' ', start), core.size());
        const std::string_view word = std::string_view(core).substr(start, end - start);
        start = end + 1;
        if (std::find(std::begin(small), std::end(small), word) != std::end(small)) continue;
        const char32_t c = first_code_point(word);
        if (is_joined_script(c) || is_hangul(c)) return {};
        append_code_point(out, c);
        ++words;
    }
    return words < 2 ? std::string() : out;
}

std::optional<std::string> corporate_number(std::string_view text) {
    const std::string folded = fold(text);
    std::optional<std::string> digits = thirteen_digits(folded, false);
    if (!digits) return std::nullopt;
    int sum = 0;
    for (std::size_t n = 1; n <= 12; ++n) sum += ((*digits)[13 - n] - '0') * (n % 2 == 1 ? 1 : 2);
    if ((*digits)[0] - '0' != 9 - sum % 9) return std::nullopt;
    return digits;
}

std::optional<std::string> invoice_number(std::string_view text) {
    const std::optional<std::string> digits = thirteen_digits(fold(text), true);
    if (!digits) return std::nullopt;
    return "T" + *digits;
}

}  // namespace kith::text
