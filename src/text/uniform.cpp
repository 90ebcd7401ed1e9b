#include "text/uniform.hpp"

#include "text/email.hpp"
#include "text/fold.hpp"
#include "text/name_words.hpp"
#include "text/phone.hpp"
#include "text/script.hpp"
#include "text/utf8.hpp"
#include "text/word_set.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <vector>

namespace kith::text {

namespace {

constexpr char32_t wide_space = 0x3000;

bool is_half_kana(char32_t c) { return c >= 0xFF65 && c <= 0xFF9F; }
bool is_wide_digit(char32_t c) { return c >= 0xFF10 && c <= 0xFF19; }
bool is_wide_letter(char32_t c) { return (c >= 0xFF21 && c <= 0xFF3A) || (c >= 0xFF41 && c <= 0xFF5A); }
bool is_digit(char32_t c) { return is_ascii_digit(c) || is_wide_digit(c); }

bool is_dash(char32_t c) {
    return c == 0xFF0D || c == 0x2212 || (c >= 0x2010 && c <= 0x2015) || c == U'ー' || c == 0xFF70;
}

bool is_space(char32_t c) {
    return c == ' ' || c == '\t' || c == 0xA0 || c == wide_space || (c >= 0x2000 && c <= 0x200A);
}

bool is_eastern(char32_t c) { return is_kanji(c) || is_kana(c); }

std::vector<char32_t> code_points_of(std::string_view text) {
    std::vector<char32_t> all;
    for (std::size_t at = 0; at < text.size();) all.push_back(next_code_point(text, at));
    return all;
}

std::string utf8_of(const std::vector<char32_t>& all) {
    std::string text;
    for (const char32_t c : all) append_code_point(text, c);
    return text;
}

/// Half-width kana with their sound marks, composed by Unicode's own rules (NFKC).
std::string composed(const std::string& half) {
    utf8proc_uint8_t* out = nullptr;
    const auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
    const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(half.data()),
                                   static_cast<utf8proc_ssize_t>(half.size()), &out, options);
    const std::unique_ptr<utf8proc_uint8_t, void (*)(void*)> owner(out, &std::free);
    return size < 0 ? half : std::string(reinterpret_cast<const char*>(out), static_cast<std::size_t>(size));
}

char32_t lower(char32_t c) {
    return static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c)));
}
char32_t upper(char32_t c) {
    return static_cast<char32_t>(utf8proc_toupper(static_cast<utf8proc_int32_t>(c)));
}

std::string in_lower_case(std::string_view text) {
    std::vector<char32_t> all = code_points_of(text);
    std::transform(all.begin(), all.end(), all.begin(), &lower);
    return utf8_of(all);
}

/// "Mac" names that are written with a second capital; others (Mackey, Macintosh) are one word.
bool is_mac_name(std::string_view lower_case) {
    static const WordSet names(
        "macallister macarthur macaulay macbride maccallum maccormack macdonald macdonnell macdougall macdowell "
        "macfadden macfarlane macgowan macgregor macinnes macintyre macivor mackay mackenzie mackinnon maclachlan "
        "maclaren maclean maclellan maclennan macleod macmillan macnab macnamara macnaughton macneil macneill "
        "macphail macpherson macquarie macrae mactaggart macwilliams");
    return names.has(lower_case);
}

/// One word of a name, lower case, with its capitals.
std::string capitalised(const std::string& word) {
    std::vector<char32_t> all = code_points_of(word);
    std::size_t letters = 0;  // since the last sign that divides
    bool single = false;      // one letter and an apostrophe came before: O', D'
    for (std::size_t i = 0; i < all.size(); ++i) {
        const char32_t c = all[i];
        const bool apostrophe = c == '\'' || c == 0x2019 || c == 0x2018;
        if (apostrophe || c == '-' || c == '.' || c == 0x2010 || c == 0xFF0E || c == 0x30FB || c == 0xB7) {
            single = apostrophe && letters == 1;
            if (!apostrophe || single) letters = 0;
            continue;
        }
        if (letters++ == 0) all[i] = upper(c);
    }
    if (all.size() > 1 && all.back() == U'σ') all.back() = U'ς';  // the sigma at the end of a Greek word
    std::string out = utf8_of(all);
    const auto raise = [&](std::size_t at) { out[at] = static_cast<char>(out[at] - 'a' + 'A'); };
    const bool mc = word.size() >= 5 && word.compare(0, 2, "mc") == 0 && word[2] >= 'a' && word[2] <= 'z';
    if (mc) raise(2);
    if (is_mac_name(word)) raise(3);
    return out;
}

/// Whether every letter that has a case has this one, and there are two of them at least.
bool all_in(const std::vector<char32_t>& name, char32_t (*same)(char32_t), char32_t (*other)(char32_t)) {
    std::size_t letters = 0;
    for (const char32_t c : name) {
        if (same(c) == other(c)) continue;
        if (same(c) != c) return false;
        ++letters;
    }
    return letters >= 2;
}

bool has_vowel(const std::vector<char32_t>& name) {
    return std::any_of(name.begin(), name.end(), [](char32_t c) {
        const std::string folded = fold(utf8_of({c}));
        return !is_ascii(folded) || folded.find_first_of("aeiouy") != std::string::npos;
    });
}

/// "J.R.", "TJ": letters that stand for names.
bool is_initials(const std::vector<char32_t>& name, NamePart part) {
    const auto dots = std::count_if(name.begin(), name.end(), [](char32_t c) {
        return c == U'.' || c == 0xFF0E || c == 0x30FB || c == 0xB7;
    });
    const auto letters = static_cast<std::ptrdiff_t>(name.size()) - dots;
    if (dots > 0 && letters <= dots + 1) return true;
    return part == NamePart::given && letters == 2 && !has_vowel(name);
}

/// Digits, and signs that names do not have: an address, a remark.
bool is_no_part_of_a_name(char32_t c) {
    const bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    return is_digit(c) || (c < 0x80 && !letter && c != ' ' && c != '\'' && c != '-' && c != '.');
}

/// Letters of which small and capital ones do not go by Unicode's plain rules: Turkish ones, Georgian.
bool has_other_case(char32_t c) {
    constexpr std::u32string_view turkish = U"İıŞşĞğ";
    return turkish.find(c) != std::u32string_view::npos || (c >= 0x10A0 && c <= 0x10FF) ||
           (c >= 0x1C90 && c <= 0x1CBF);
}

/// A particle that is written small: "de", "von"; not the saints, and not "Mac".
bool is_small(const std::string& word) {
    static const WordSet large("st saint sainte santa san mac mc");
    return is_particle(word) && !large.has(word_key(word));
}

std::vector<std::string> split_at_spaces(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const std::string_view word = text.substr(0, text.find(' '));
        words.emplace_back(word);
        text.remove_prefix(std::min(text.size(), word.size() + 1));
    }
    return words;
}

std::string_view without_spaces(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// The signs that may stand in a number without being words: digits, spaces, punctuation, what announces an extension.
bool has_other_words(std::string_view number, bool extension) {
    std::string folded = fold(number);
    if (extension)
        for (const std::string_view word : {"内線", "ext", "extension", "x"})
            if (const auto at = folded.find(word); at != std::string::npos) folded.erase(at, word.size());
    for (std::size_t at = 0; at < folded.size();) {
        const char32_t c = next_code_point(folded, at);
        if (c >= 0x80 || (c >= 'a' && c <= 'z')) return true;
    }
    return false;
}

/// Whether the digits of a text are those of the number that was read from it, however it is dialled: a second number
/// beside it, or a range ("1234/5"), is not to be lost.
bool is_all_of(const PhoneNumber& parsed, std::string_view text) {
    std::string digits;
    for (const char32_t c : code_points_of(text))
        if (is_digit(c)) digits += static_cast<char>(is_wide_digit(c) ? c - 0xFEE0 : c);
    const std::string& extension = parsed.extension;
    if (digits.size() < extension.size() || !std::string_view(digits).ends_with(extension)) return false;
    digits.resize(digits.size() - extension.size());
    if (digits == parsed.digits) return true;
    if (!parsed.e164) return false;
    const std::string abroad = std::to_string(*parsed.e164);
    const std::string national =
        parsed.digits.substr(std::min(parsed.digits.find_first_not_of('0'), parsed.digits.size()));
    std::vector<std::string> forms{abroad};
    if (std::string_view(abroad).ends_with(national))  // "+44 (0)20"
        forms.push_back(abroad.substr(0, abroad.size() - national.size()) + parsed.digits);
    for (const std::string& form : forms)
        for (const std::string_view prefix : {"", "00", "010", "011"})
            if (digits == std::string(prefix) + form) return true;
    return false;
}

/// Whether an address in this text has nothing beside it but what mail programs put there: "mailto:", brackets, a name
/// before brackets.
bool is_all_of(const std::string& address, std::string_view text) {
    if (std::count(text.begin(), text.end(), '@') != 1) return false;
    const std::size_t open = text.find('<'), close = text.rfind('>');
    const bool named = open != std::string_view::npos && close != std::string_view::npos && open < close;
    if (named) {
        if (!without_spaces(text.substr(close + 1)).empty()) return false;
        text = text.substr(open + 1, close - open - 1);
    }
    std::string plain = in_lower_case(text);
    constexpr std::string_view scheme = "mailto:";
    constexpr std::string_view marks = " \t\r\n\"'()[].,;:";
    const auto trim = [&] {
        plain.erase(0, std::min(plain.find_first_not_of(marks), plain.size()));
        plain.resize(plain.find_last_not_of(marks) + 1);
    };
    trim();
    if (plain.compare(0, scheme.size(), scheme) == 0) plain.erase(0, scheme.size());
    trim();
    return plain == in_lower_case(address);
}

/// "VIII" behind a family name.
bool is_numeral(std::string_view word) {
    static const WordSet numerals("ii iii iv vi vii viii ix xi xii xiii xiv xv");
    return numerals.has(word);
}

}  // namespace

std::string usual_width(std::string_view text) {
    if (is_ascii(text)) return std::string(text);
    const std::vector<char32_t> all = code_points_of(text);
    std::string out;
    for (std::size_t i = 0; i < all.size();) {
        const char32_t c = all[i];
        const bool between = i > 0 && i + 1 < all.size() && is_digit(all[i - 1]) && is_digit(all[i + 1]);
        if (is_dash(c) && between && (is_wide_digit(all[i - 1]) || is_wide_digit(all[i + 1]))) {
            out += '-';
        } else if (is_half_kana(c)) {
            std::string run;
            while (i < all.size() && is_half_kana(all[i])) append_code_point(run, all[i++]);
            out += composed(run);
            continue;
        } else {
            append_code_point(out, is_wide_digit(c) || is_wide_letter(c) ? c - 0xFEE0 : c);
        }
        ++i;
    }
    return out;
}

std::string tidy_spaces(std::string_view text) {
    text = without_spaces(text);
    if (text.find('\n') != std::string_view::npos) return std::string(text);
    const std::vector<char32_t> all = code_points_of(text);
    std::string out;
    char32_t before = 0;
    for (std::size_t i = 0; i < all.size();) {
        if (!is_space(all[i])) {
            append_code_point(out, before = all[i++]);
            continue;
        }
        std::size_t end = i;
        while (end < all.size() && is_space(all[end])) ++end;
        const bool inside = i > 0 && end < all.size();
        const bool eastern =
            inside && end == i + 1 && all[i] == wide_space && is_eastern(before) && is_eastern(all[end]);
        if (inside) append_code_point(out, eastern ? wide_space : U' ');
        i = end;
    }
    return out;
}

std::string usual_case(std::string_view name, NamePart part) {
    const std::vector<char32_t> all = code_points_of(name);
    const bool shouted = all_in(all, &upper, &lower);
    if (!shouted && !all_in(all, &lower, &upper)) return std::string(name);
    if (std::any_of(all.begin(), all.end(), &is_no_part_of_a_name)) return std::string(name);
    if (std::any_of(all.begin(), all.end(), &has_other_case)) return std::string(name);
    if (shouted ? is_initials(all, part) : std::count(all.begin(), all.end(), U'.') > 0)
        return std::string(name);
    const std::vector<std::string> words = split_at_spaces(in_lower_case(name));
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool particle =
            i + 1 < words.size() && (part == NamePart::family || i > 0) && is_small(words[i]);
        if (i > 0) out += ' ';
        const bool numeral = shouted && part == NamePart::family && i > 0 && is_numeral(words[i]);
        if (numeral)
            for (const char c : words[i]) out += static_cast<char>(c - 'a' + 'A');
        else
            out += particle ? words[i] : capitalised(words[i]);
    }
    return out;
}

std::string uniform_email(std::string_view address) {
    std::vector<char32_t> all = code_points_of(address);  // every full-width sign stands for its ASCII one
    std::transform(all.begin(), all.end(), all.begin(),
                   [](char32_t c) { return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c; });
    const std::string plain = utf8_of(all);
    const EmailAddress parsed = parse_email(plain);
    const std::size_t at = parsed.address.rfind('@');
    if (!parsed.valid || at == std::string::npos || !is_all_of(parsed.address, plain))
        return std::string(without_spaces(address));
    return parsed.address.substr(0, at) + in_lower_case(parsed.address.substr(at));
}

std::string uniform_phone(std::string_view number, std::string_view region, PhoneStyle style) {
    const std::string_view trimmed = without_spaces(number);
    const PhoneNumber parsed = parse_phone(trimmed, region);
    if (!parsed.valid || has_other_words(trimmed, !parsed.extension.empty())) return std::string(trimmed);
    if (!is_all_of(parsed, trimmed)) return std::string(trimmed);
    const bool own = in_lower_case(parsed.region) == in_lower_case(region) || !parsed.e164;
    std::string out;
    if (!parsed.e164 || (style == PhoneStyle::national && own)) {
        out = format_national(parsed);
    } else {
        out = style == PhoneStyle::e164 ? format_e164(*parsed.e164) : format_international(*parsed.e164);
        if (!parsed.extension.empty()) out += " ext. " + parsed.extension;
    }
    const PhoneNumber again = parse_phone(out, region);
    const bool same =
        again.e164 == parsed.e164 && again.digits == parsed.digits && again.extension == parsed.extension;
    return same ? out : std::string(trimmed);
}

}  // namespace kith::text
