#include "text/name.hpp"

#include "text/fold.hpp"
#include "text/name_parts.hpp"
#include "text/name_words.hpp"
#include "text/script.hpp"
#include "text/surnames.hpp"
#include "text/utf8.hpp"
#include "text/word_set.hpp"

#include <algorithm>

namespace kith::text {

namespace {

// Longer text in a name's place is a note.
constexpr std::size_t longest_name = 400;

bool is_space(char32_t c) {
    return c <= 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0x3000 || (c >= 0x2000 && c <= 0x200B) ||
           c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x1680 || c == 0xFEFF;
}

std::string one_line(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_code_point(text, at);
        if (!is_space(c))
            append_code_point(out, c);
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

// What closes a bracket or quotation mark; 0 for anything else.
char32_t closing(char32_t c) {
    switch (c) {
        case U'(': return U')';
        case U'（': return U'）';
        case U'[': return U']';
        case U'［': return U'］';
        case U'【': return U'】';
        case U'〔': return U'〕';
        case U'<': return U'>';
        case U'＜': return U'＞';
        case U'〈': return U'〉';
        case U'《': return U'》';
        case U'「': return U'」';
        case U'『': return U'』';
        case U'"': return U'"';
        case U'“': return U'”';
        case U'„': return U'“';
        case U'«': return U'»';
        case U'\'': return U'\'';
        case U'‘': return U'’';
        default: return 0;
    }
}

bool is_quotation(char32_t c) {
    return c == U'"' || c == U'“' || c == U'„' || c == U'«' || c == U'「' || c == U'『' || c == U'\'' ||
           c == U'‘';
}

// A piece of the line that stood in brackets or quotation marks.
struct Aside {
    std::string text;
    bool quoted = false;
};

// The line without its asides; brackets of the other width close too, unclosed ones are dropped as signs.
std::string take_asides(std::string_view line, std::vector<Aside>& asides) {
    std::string rest;
    for (std::size_t at = 0; at < line.size();) {
        const std::size_t start = at;
        const char32_t open = next_code_point(line, at);
        const char32_t close = closing(open);
        const bool single = open == U'\'' || open == U'‘';
        // An apostrophe opens only at the start of a word: O'Brien, rock 'n' roll aside.
        if (close == 0 || (single && start > 0 && line[start - 1] != ' ')) {
            rest += line.substr(start, at - start);
            continue;
        }
        std::size_t end = at;
        std::size_t after = 0;
        while (end < line.size() && after == 0) {
            std::size_t next = end;
            const char32_t c = next_code_point(line, next);
            const bool closes = c == close || (open == U'(' && c == U'）') || (open == U'（' && c == U')');
            if (closes && (!single || next == line.size() || line[next] == ' '))
                after = next;
            else
                end = next;
        }
        if (after == 0) {
            rest += single ? line.substr(start, at - start) : std::string_view(" ");
            continue;
        }
        // （株）山田商店 is one word, a company.
        if (is_company_word(line.substr(start, after - start))) {
            rest += line.substr(start, after - start);
            at = after;
            continue;
        }
        asides.push_back({one_line(line.substr(at, end - at)), is_quotation(open)});
        rest += ' ';
        at = after;
    }
    return one_line(rest);
}

bool has_hangul(std::string_view text) {
    for (std::size_t at = 0; at < text.size();)
        if (is_hangul(next_code_point(text, at))) return true;
    return false;
}

bool is_note(const std::string& text) {
    static const WordSet places(
        "work home mobile cell office private old new fax main other business iphone tel phone "
        "携帯 自宅 会社 職場 勤務先 実家 旧 新 仕事 故");
    if (text.empty() || text.find('@') != std::string::npos || places.has(fold(text))) return true;
    const std::string folded = fold(text);
    if (std::any_of(folded.begin(), folded.end(), [](char c) { return c >= '0' && c <= '9'; })) return true;
    const Words words = split_words(text);
    return words.size() > 3 || is_company_word(words.empty() ? text : words.back());
}

bool is_former_name(std::string_view text) {
    const std::string folded = fold(text);
    for (const std::string_view head :
         {"nee ", "ne ", "geb. ", "geb ", "geborene ", "born ", "o.s. ", "旧姓", "rozena "})
        if (folded.starts_with(head)) return true;
    return false;
}

void arrange(std::string_view text, const NameRegion& region, ParsedName& out) {
    if (has_cjk(text))
        arrange_eastern(text, region, out);
    else
        arrange_western(text, region, out);
}

// Finds what an aside is: a reading, the name itself in its own script, a nickname, a degree, or a note.
void place_aside(const Aside& aside, std::string_view main, const NameRegion& region, ParsedName& out) {
    const std::string& text = aside.text;
    const bool own_script = has_kanji(main) || has_hangul(main);
    const bool unread = out.phonetic_given.empty() && out.phonetic_family.empty();
    if (is_former_name(text)) return append_part(out.suffix, text, ", ");
    if (is_note(text)) return;
    if (!aside.quoted && unread &&
        (own_script ? is_kana_only(text) || !has_cjk(text) : is_kana_only(text) && !has_cjk(main)))
        return assign_reading(text, region, out);
    if (!aside.quoted && unread && !own_script && (has_kanji(text) || has_hangul(text))) {
        ParsedName own;
        arrange_eastern(text, region, own);
        own.prefix = out.prefix;
        if (!out.suffix.empty()) own.suffix = out.suffix;
        own.nickname = out.nickname;
        if (is_kana_only(main)) {
            assign_reading(main, region, own);
        } else {
            own.phonetic_given = out.given;
            own.phonetic_family = out.family;
        }
        out = std::move(own);
        return;
    }
    Words words = split_words(text);
    if (!aside.quoted && !has_cjk(text)) {
        take_suffixes(words, out, true);
        if (words.empty()) return;
    }
    // Kanji in brackets beside kanji are a note, 田中（営業）.
    if (!out.nickname.empty()) return;
    if (aside.quoted || !(has_kanji(main) && has_kanji(text)))
        out.nickname = join_words(words, 0, words.size());
    // "Bob" Smith.
    if (aside.quoted && out.family.empty() && out.additional.empty() && !has_cjk(main))
        std::swap(out.given, out.family);
}

}  // namespace

ParsedName parse_name(std::string_view full, std::string_view region_code) {
    ParsedName out;
    if (full.size() > longest_name) {
        out.given = to_valid_utf8(full);
        return out;
    }
    const NameRegion region(region_code);
    std::vector<Aside> asides;
    std::string main = take_asides(one_line(full), asides);
    // "(Bob)" alone is a name, "John" <john@example.com> has it in quotes.
    if (main.empty()) {
        const auto name =
            std::find_if(asides.begin(), asides.end(), [](const Aside& a) { return !is_note(a.text); });
        if (name == asides.end()) {
            if (!asides.empty()) out.given = asides.front().text;
            return out;
        }
        main = std::move(name->text);
        asides.erase(name);
    }
    arrange(main, region, out);
    for (const Aside& aside : asides) place_aside(aside, main, region, out);
    return out;
}

std::string display_name(const ParsedName& name) {
    const bool family_first =
        name.family_first || (!name.given_first && family_comes_first(name.given, name.family));
    std::string out;
    const auto add = [&](const std::string& part) { append_part(out, part, " "); };
    add(name.prefix);
    if (family_first) add(name.family);
    add(name.given);
    add(name.additional);
    if (!family_first) add(name.family);
    add(name.suffix);
    return out.empty() ? name.nickname : out;
}

bool family_comes_first(std::string_view given, std::string_view family) {
    const auto native = [](std::string_view part) {
        return part.empty() || (has_cjk(part) && !has_latin(part));
    };
    return native(given) && native(family) && !(given.empty() && family.empty());
}

// ---------------------------------------------------------------------------------------------- shared steps

Words split_words(std::string_view text) {
    Words words(1);
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_code_point(text, at);
        if (!is_space(c) && c != U',' && c != U'，' && c != U'、')
            append_code_point(words.back(), c);
        else if (!words.back().empty())
            words.emplace_back();
    }
    if (words.back().empty()) words.pop_back();
    return words;
}

std::string join_words(const Words& words, std::size_t from, std::size_t to) {
    std::string out;
    for (std::size_t i = from; i < to; ++i) append_part(out, words[i], " ");
    return out;
}

void append_part(std::string& list, std::string_view part, std::string_view separator) {
    if (part.empty()) return;
    if (!list.empty()) list += separator;
    list += part;
}

}  // namespace kith::text
