// fold_address: the form of an address in which two spellings meet.
#include "text/address.hpp"
#include "text/address_words.hpp"
#include "text/countries.hpp"
#include "text/fold.hpp"
#include "text/script.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

namespace kith::text {
namespace {

struct Short {
    std::string_view word, form;
};

// Words of street lines by their usual abbreviation, sorted by word. One table for all languages: what collides
// (plaza, piazza) means the same.
// clang-format off
constexpr Short abbreviations[] = {
    {"alameda", "al"}, {"allee", "all"}, {"alley", "aly"}, {"av", "ave"}, {"avda", "ave"},
    {"aven", "ave"}, {"avenida", "ave"}, {"avenue", "ave"}, {"avn", "ave"}, {"bd", "blvd"},
    {"boul", "blvd"}, {"boulevard", "blvd"}, {"bridge", "brg"}, {"building", "bldg"}, {"bulevar", "blvd"},
    {"bvd", "blvd"}, {"bypass", "byp"}, {"calle", "c"}, {"carrer", "c"}, {"carretera", "ctra"},
    {"center", "ctr"}, {"centre", "ctr"}, {"chemin", "ch"}, {"circle", "cir"}, {"circus", "circ"},
    {"close", "cl"}, {"corso", "cso"}, {"court", "ct"}, {"cresc", "cres"}, {"crescent", "cres"},
    {"crossing", "xing"}, {"drive", "dr"}, {"drv", "dr"}, {"east", "e"}, {"eighth", "8th"},
    {"esplanade", "esp"}, {"est", "e"}, {"estate", "est"}, {"expressway", "expy"}, {"faubourg", "fg"},
    {"fifth", "5th"}, {"first", "1st"}, {"fort", "ft"}, {"fourth", "4th"}, {"freeway", "fwy"},
    {"garden", "gdn"}, {"gardens", "gdns"}, {"green", "grn"}, {"grove", "grv"}, {"heights", "hts"},
    {"highway", "hwy"}, {"hill", "hl"}, {"hills", "hls"}, {"impasse", "imp"}, {"island", "is"},
    {"junction", "jct"}, {"laan", "ln"}, {"lane", "ln"}, {"mount", "mt"}, {"mountain", "mtn"},
    {"ninth", "9th"}, {"north", "n"}, {"northeast", "ne"}, {"northwest", "nw"}, {"parade", "pde"},
    {"parkway", "pkwy"}, {"passage", "pass"}, {"piazza", "pza"}, {"place", "pl"}, {"platz", "pl"},
    {"plaza", "pza"}, {"point", "pt"}, {"praca", "pca"}, {"quay", "qy"}, {"road", "rd"}, {"route", "rte"},
    {"rt", "rte"}, {"rua", "r"}, {"rue", "r"}, {"saint", "st"}, {"sainte", "ste"}, {"second", "2nd"},
    {"seventh", "7th"}, {"sixth", "6th"}, {"south", "s"}, {"southeast", "se"}, {"southwest", "sw"},
    {"spring", "spg"}, {"springs", "spgs"}, {"square", "sq"}, {"station", "sta"}, {"stn", "sta"},
    {"str", "st"}, {"straat", "st"}, {"strasse", "st"}, {"street", "st"}, {"tenth", "10th"},
    {"terr", "ter"}, {"terrace", "ter"}, {"third", "3rd"}, {"trail", "trl"}, {"ulica", "ul"},
    {"ulice", "ul"}, {"valley", "vly"}, {"via", "v"}, {"viale", "vle"}, {"view", "vw"},
    {"village", "vlg"}, {"weg", "wg"}, {"west", "w"}, {"бульвар", "б-р"}, {"дом", "д"},
    {"переулок", "пер"}, {"площадь", "пл"}, {"проспект", "пр"}, {"улица", "ул"}, {"шоссе", "ш"},
};
// clang-format on

static_assert(std::is_sorted(std::begin(abbreviations), std::end(abbreviations),
                             [](const Short& a, const Short& b) { return a.word < b.word; }));

std::string_view abbreviated(std::string_view word) {
    const auto found = std::lower_bound(std::begin(abbreviations), std::end(abbreviations), word,
                                        [](const Short& s, std::string_view w) { return s.word < w; });
    return found != std::end(abbreviations) && found->word == word ? found->form : word;
}

bool has_digit(std::string_view text) { return text.find_first_of("0123456789") != std::string_view::npos; }

// Words without full stops, commas and the like; "#" keeps to what follows.
std::vector<std::string> plain_words(std::string_view folded) {
    std::vector<std::string> out;
    std::string word;
    const auto finish = [&] {
        if (!word.empty()) out.push_back(std::move(word));
        word.clear();
    };
    for (std::size_t i = 0; i < folded.size(); ++i) {
        const char c = folded[i];
        if (c == '\'' || c == '"') continue;
        if (c == '.') {
            // A full stop inside an abbreviation ("p.za", "n.e.") vanishes, between words ("St.James") it parts them.
            const std::size_t next = std::min(folded.find_first_of(" .,;:()", i + 1), folded.size()) - i - 1;
            if (word.size() > 2 || next > 3) finish();
        } else if (c == ' ' || c == ',' || c == ';' || c == ':' || c == '(' || c == ')') {
            finish();
        } else {
            word += c;
        }
    }
    finish();
    return out;
}

std::string spaced(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) {
        if (!out.empty()) out += ' ';
        out += word;
    }
    return out;
}

// Removes spaces that touch kanji or kana: people put them in or leave them out.
std::string close_up(const std::string& text) {
    if (is_ascii(text)) return text;
    std::string out;
    bool joined = false;  // the last sign written is kanji or kana
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_code_point(text, at);
        if (c == ' ') {
            std::size_t next = at;
            const char32_t after = at < text.size() ? next_code_point(text, next) : U'\0';
            if (joined || is_kanji(after) || is_kana(after)) continue;
        }
        append_code_point(out, c);
        joined = is_kanji(c) || is_kana(c);
    }
    return out;
}

std::string fold_number(std::string_view number) {
    std::string text = plain_block_numbers(fold(number));
    for (const std::string_view mark :
         {"number ", "no.", "no ", "nr.", "nr ", "num. ", "#", "nº", "n°", "д.", "д "}) {
        if (text.starts_with(mark)) {
            text.erase(0, mark.size());
            break;
        }
    }
    std::string out;
    for (const char c : text) {
        if (c != ' ' && c != '.' && c != ',') out += c;
    }
    return out;
}

std::string fold_street(std::string_view street) {
    std::string text = fold(street);
    if (has_cjk(text)) {
        text = close_up(plain_block_numbers(text));
        constexpr std::string_view oaza = "大字";
        if (text.starts_with(oaza)) text.erase(0, oaza.size());
        return text;
    }
    std::vector<std::string> words;
    for (std::string& word : plain_words(text)) {
        std::string form(abbreviated(word));
        if (form == "st" && word != "street" && word != "saint" && word != "st" && !words.empty() &&
            !has_digit(words.back())) {
            words.back() += form;  // "Berliner Straße" is written "Berlinerstr." as well
            continue;
        }
        for (const std::string_view ending : {"strasse", "straat", "str"}) {
            if (word.size() > ending.size() + 2 && word.ends_with(ending)) {
                form = word.substr(0, word.size() - ending.size()) + "st";
                break;
            }
        }
        words.push_back(std::move(form));
    }
    return spaced(words);
}

// "3f" of "3rd floor", "floor 3", "3/f", "3階"; nothing else is changed.
void fold_floors(std::vector<std::string>& words) {
    const auto is_floor = [](const std::string& w) {
        return w == "floor" || w == "fl" || w == "level" || w == "f" || w == "etage";
    };
    const auto number_of = [](const std::string& w) {
        const std::size_t end = w.find_first_not_of("0123456789");
        const std::string_view rest =
            end == std::string::npos ? std::string_view() : std::string_view(w).substr(end);
        const bool ordinal = rest.empty() || rest == "st" || rest == "nd" || rest == "rd" || rest == "th";
        return end != 0 && ordinal ? w.substr(0, end) : std::string();
    };
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        const bool forward = is_floor(words[i]);
        if (!forward && !is_floor(words[i + 1])) continue;
        const std::string number = number_of(words[forward ? i + 1 : i]);
        if (number.empty()) continue;
        words[i] = number + "f";
        words[i + 1].clear();
    }
    words.erase(std::remove(words.begin(), words.end(), std::string()), words.end());
}

std::string fold_extended(std::string_view extended) {
    std::string text = fold(extended);
    const auto replace = [&](std::string_view from, std::string_view to) {
        std::string out;
        std::size_t at = 0;
        for (std::size_t found = text.find(from); found != std::string::npos; found = text.find(from, at)) {
            out.append(text, at, found - at).append(to);
            at = found + from.size();
        }
        text = out.append(text, at);
    };
    replace("号室", "");
    replace("階", "f");
    replace("/f", "f");
    replace("#", " ");
    if (has_cjk(text)) return close_up(fold(text));
    std::vector<std::string> words = plain_words(text);
    fold_floors(words);
    std::vector<std::string> out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool mark =
            words[i] == "no" || words[i] == "nr" || words[i] == "number" ||
            (is_unit_word(words[i]) && words[i] != "bldg" && words[i] != "building" && words[i] != "block");
        if (mark && i + 1 < words.size()) continue;
        out.emplace_back(abbreviated(words[i]));
    }
    return spaced(out);
}

std::string fold_locality(std::string_view locality) {
    std::string text = close_up(fold(locality));
    if (has_cjk(text)) {
        // 北足立郡伊奈町 is written 伊奈町 as well; a town's name is what counts.
        constexpr std::string_view district = "郡", town = "町", village = "村";
        const std::size_t at = text.find(district, 3);
        const std::size_t behind = at + district.size();
        if (at <= 15 && behind < text.size() && (text.ends_with(town) || text.ends_with(village))) {
            text.erase(0, behind);
        }
        return text;
    }
    std::vector<std::string> words = plain_words(text);
    for (std::string& word : words) word = abbreviated(word);
    for (const char* const suffix : {"-shi", "-ku", "-cho", "-machi", "-mura"}) {
        std::string* last = words.empty() ? nullptr : &words.back();
        if (last != nullptr && last->size() > 6 && last->ends_with(suffix))
            last->resize(last->size() - std::string_view(suffix).size());
    }
    return spaced(words);
}

std::string fold_region(std::string_view region, std::string_view country) {
    if (country.empty() || country == "JP") {
        if (const std::string_view prefecture = find_prefecture(region); !prefecture.empty())
            return std::string(prefecture);
    }
    if (const AddressRegion* known = find_address_region(region, country)) return fold(known->code);
    return close_up(spaced(plain_words(fold(region))));
}

std::string fold_postcode(std::string_view postcode) {
    std::string text = fold(postcode);
    constexpr std::string_view mark = "〒";
    if (const std::size_t at = text.find(mark); at != std::string::npos) text.erase(at, mark.size());
    // "D-10115", "SE-111 22": the country's letters in front
    std::size_t letters = 0;
    while (letters < text.size() && text[letters] >= 'a' && text[letters] <= 'z') ++letters;
    if (letters > 0 && letters <= 3 && letters + 1 < text.size() && text[letters] == '-' &&
        has_digit(text.substr(letters + 1, 1))) {
        text.erase(0, letters + 1);
    }
    const bool zip_plus_four =
        text.size() == 10 && text[5] == '-' && text.find_first_not_of("0123456789-") == std::string::npos;
    if (zip_plus_four) text.resize(5);
    std::string out;
    for (const char c : text) {
        if (c != ' ' && c != '-' && c != '.' && c != ',') out += c;
    }
    return out;
}

}  // namespace

AddressParts fold_address(const AddressParts& parts) {
    AddressParts out;
    const std::string_view code = country_code(parts.country);
    out.country = code.empty() ? fold(parts.country) : std::string(code);
    // Folded again, because signs that were apart now stand side by side: "London ー2" is "london-2".
    out.number = fold(fold_number(parts.number));
    out.street = fold(fold_street(parts.street));
    out.extended = fold(fold_extended(parts.extended));
    out.locality = fold(fold_locality(parts.locality));
    out.region = fold(fold_region(parts.region, code));
    out.postcode = fold(fold_postcode(parts.postcode));
    return out;
}

}  // namespace kith::text
