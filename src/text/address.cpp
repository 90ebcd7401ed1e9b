// split_street and format_address.
#include "text/address.hpp"

#include "text/address_words.hpp"
#include "text/countries.hpp"
#include "text/fold.hpp"
#include "text/script.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <vector>

namespace kith::text {
namespace {

bool is_separator(char c) { return c == ' ' || c == ',' || c == '\t' || c == ';' || c == '\n' || c == '\r'; }

std::string_view trim(std::string_view text) {
    for (;;) {
        if (!text.empty() && is_separator(text.front()))
            text.remove_prefix(1);
        else if (!text.empty() && is_separator(text.back()))
            text.remove_suffix(1);
        else if (text.starts_with("\u3000") || text.starts_with("、") || text.starts_with("，"))
            text.remove_prefix(3);
        else if (text.ends_with("\u3000") || text.ends_with("、") || text.ends_with("，"))
            text.remove_suffix(3);
        else
            return text;
    }
}

// A word of a line and where it stands.
struct Word {
    std::string_view text;
    std::size_t begin = 0;
    bool comma_before = false;
};

std::vector<Word> words_of(std::string_view line) {
    std::vector<Word> out;
    bool comma = false;
    for (std::size_t at = 0; at < line.size();) {
        if (is_separator(line[at])) {
            comma = comma || line[at] == ',' || line[at] == ';';
            ++at;
            continue;
        }
        const std::size_t begin = at;
        while (at < line.size() && !is_separator(line[at])) ++at;
        out.push_back({line.substr(begin, at - begin), begin, comma});
        comma = false;
    }
    return out;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "12", "12b", "12-14", "1/23", "12A-14B"; not "5th", not "2nd", not "17." of a date.
bool is_house_number(std::string_view word) {
    std::size_t at = 0, digits = 0;
    bool expect_digit = true;
    while (at < word.size()) {
        const char c = word[at];
        if (is_digit(c)) {
            ++digits;
            expect_digit = false;
        } else if ((c == '-' || c == '/') && !expect_digit) {
            expect_digit = true;
        } else if (((c | 0x20) >= 'a' && (c | 0x20) <= 'z') && !expect_digit &&
                   (at + 1 == word.size() || word[at + 1] == '-' || word[at + 1] == '/')) {
            // one letter behind digits
        } else if (((c | 0x20) >= 'a' && (c | 0x20) <= 'z') && expect_digit && at > 0 &&
                   at + 1 == word.size()) {
            return digits > 0;  // "12/A"
        } else {
            return false;
        }
        ++at;
    }
    return digits > 0 && digits <= 12 && !expect_digit;
}

// Words behind which a number belongs to the road's name or to something else than a house.
bool takes_number(std::string_view word) {
    static constexpr std::string_view words[] = {
        "highway", "hwy",    "route", "rte",  "rt", "road", "interstate", "i",  "us", "sr", "cr",  "fm",
        "box",     "county", "state", "exit", "km", "pob",  "postfach",   "bp", "cp", "rr", "unit"};
    std::string key = fold(word);
    key.erase(std::remove(key.begin(), key.end(), '.'), key.end());
    return std::find(std::begin(words), std::end(words), key) != std::end(words);
}

std::string key_of(std::string_view word) {
    std::string key = fold(word.substr(0, 40));
    while (!key.empty() && (key.back() == '.' || key.back() == ':')) key.pop_back();
    return key;
}

// Where "Apt 4", "#4" or "3rd Floor" begins, the count of words when nowhere.
std::size_t unit_start(const std::vector<Word>& words, std::size_t first) {
    for (std::size_t i = first; i < words.size(); ++i) {
        if (words[i].text.front() == '#' && (words[i].text.size() > 1 || i + 1 < words.size())) return i;
        if (!is_unit_word(key_of(words[i].text))) continue;
        const std::string before = i > first ? fold(words[i - 1].text) : std::string();
        const bool ordinal = !before.empty() && is_digit(before[0]) &&
                             (before.ends_with("st") || before.ends_with("nd") || before.ends_with("rd") ||
                              before.ends_with("th"));
        if (ordinal) return i - 1;
        const bool followed = i + 1 < words.size();
        if (followed && i > first &&
            (words[i].comma_before || words[i + 1].text.find_first_of("0123456789") != std::string_view::npos ||
             words[i + 1].text.size() == 1)) {
            return i;
        }
    }
    return words.size();
}

AddressParts split_japanese(std::string_view line) {
    AddressParts out;
    const NumberSpan span = find_block_number(line);
    if (span.begin == std::string_view::npos) {
        out.street = line;
        return out;
    }
    const std::string_view before = trim(line.substr(0, span.begin)), behind = trim(line.substr(span.end));
    out.number = line.substr(span.begin, span.end - span.begin);
    if (before.empty() && !behind.empty()) {
        out.street = behind;  // "1-2-3 渋谷"
    } else {
        out.street = before;
        out.extended = behind;
    }
    return out;
}

}  // namespace

AddressParts split_street(std::string_view line) {
    line = trim(line);
    if (has_kanji(line) || has_kana(line)) return split_japanese(line);
    AddressParts out;
    const std::vector<Word> words = words_of(line);
    if (words.empty()) return out;
    const auto part = [&](std::size_t begin, std::size_t end) {
        if (begin >= end) return std::string();
        const std::size_t to = end < words.size() ? words[end].begin : line.size();
        return std::string(trim(line.substr(words[begin].begin, to - words[begin].begin)));
    };

    std::size_t begin = 0, end = words.size();
    // "Flat 3, 12 High Street": a unit before a comma
    const std::string first = key_of(words[0].text);
    if (is_unit_word(first) || words[0].text.front() == '#') {
        std::size_t comma = 1;
        while (comma < words.size() && !words[comma].comma_before) ++comma;
        if (comma < words.size()) {
            out.extended = part(0, comma);
            begin = comma;
        } else if (words.size() == 2 && (is_digit(words[1].text[0]) || words[1].text.size() == 1)) {
            out.extended = line;
            return out;
        }
    }
    end = unit_start(words, begin);
    if (end < words.size()) {
        const std::string behind = part(end, words.size());
        out.extended += (out.extended.empty() || behind.empty() ? "" : ", ") + behind;
    }
    if (end - begin < 2) {
        out.street = part(begin, end);
        return out;
    }

    // "No. 12, High Street"
    const std::string lead = key_of(words[begin].text);
    if ((lead == "no" || lead == "nr" || lead == "number") && end - begin > 2 &&
        is_house_number(words[begin + 1].text))
        ++begin;
    if (is_house_number(words[begin].text)) {
        std::size_t next = begin + 1;
        const std::string more = key_of(words[next].text);
        const bool tail = more == "bis" || more == "ter" || more == "quater" || more == "1/2" || more == "½";
        if (tail && end - begin > 2) ++next;
        const bool ranged = more == "-" && end - begin > 3 && is_house_number(words[next + 1].text);
        if (ranged) next += 2;
        out.number = part(begin, next);
        out.street = part(next, end);
        return out;
    }
    // "Hauptstr. 5", "Hauptstr. 5 a", "Via Roma, 12"
    std::size_t number = end - 1;
    const bool letter = words[number].text.size() == 1 && !is_digit(words[number].text[0]);
    if (letter && end - begin > 2 && is_house_number(words[number - 1].text)) --number;
    if (is_house_number(words[number].text) &&
        (words[number].comma_before || !takes_number(words[number - 1].text))) {
        out.number = part(number, end);
        out.street = part(begin, number);
        return out;
    }
    // "Calle Mayor 12, 3º B": what follows a comma behind the number
    for (std::size_t i = begin + 1; i + 1 < end; ++i) {
        if (!is_house_number(words[i].text) || !words[i + 1].comma_before || takes_number(words[i - 1].text))
            continue;
        const std::string behind = part(i + 1, end);
        out.extended = behind + (out.extended.empty() ? "" : ", ") + out.extended;
        out.number = part(i, i + 1);
        out.street = part(begin, i);
        return out;
    }
    out.street = part(begin, end);
    return out;
}

std::string format_address(const AddressParts& parts, std::string_view region) {
    const std::string_view home = country_code(region);
    const std::string_view named = country_code(parts.country);
    const std::string_view order = named.empty() ? home : named;
    const bool show_country = !parts.country.empty() && (named.empty() || named != home);
    std::string out;
    const auto add = [&](std::string_view text, std::string_view separator) {
        text = trim(text);
        if (text.empty()) return;
        if (!out.empty()) out += separator;
        out += text;
    };
    const bool ideographs = has_kanji(parts.street) || has_kanji(parts.locality) || has_kanji(parts.region);
    if (ideographs && (order == "JP" || order == "CN" || order == "TW" || order.empty())) {
        if (show_country) add(parts.country, "");
        if (!parts.postcode.empty()) {
            const bool marked = parts.postcode.find("〒") != std::string::npos;
            add((order == "JP" && !marked ? "〒" : "") + parts.postcode, " ");
        }
        std::string place = parts.region + parts.locality + parts.street + parts.number;
        add(place, " ");
        add(parts.extended, " ");
        return out;
    }

    static constexpr std::string_view number_first[] = {
        "AU", "BD", "CA", "FR", "GB", "HK", "IE", "IN", "JP", "LK", "LU", "MC", "MT", "MY",
        "NG", "NZ", "PH", "PK", "SG", "TH", "TW", "CN", "KR", "US", "ZA", "KE", "PR", "BM"};
    static constexpr std::string_view postcode_last[] = {"AU", "BD", "BM", "CA", "GB", "HK", "IE", "IN", "JP",
                                                         "KE", "KR", "LK", "NG", "NZ", "PK", "PR", "SG", "TH",
                                                         "TW", "UA", "RU", "US", "ZA", "CN", "MT"};
    const auto listed = [&](const auto& list) {
        return std::find(std::begin(list), std::end(list), order) != std::end(list);
    };
    const bool number_leads = order.empty() || listed(number_first);
    std::string street = number_leads ? parts.number : parts.street;
    const std::string& second = number_leads ? parts.street : parts.number;
    if (!street.empty() && !second.empty()) street += ' ';
    street += second;
    add(street, "");
    add(parts.extended, ", ");
    if (order.empty() || listed(postcode_last)) {
        add(parts.locality, ", ");
        add(parts.region, ", ");
        add(parts.postcode, out.empty() ? "" : " ");
    } else {
        std::string place = parts.postcode;
        if (!place.empty() && !parts.locality.empty()) place += ' ';
        add(place + parts.locality, ", ");
        add(parts.region, ", ");
    }
    if (show_country) add(parts.country, ", ");
    return out;
}

}  // namespace kith::text
