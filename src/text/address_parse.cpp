// parse_address: one text into parts. Western addresses here: parts between commas or lines, from small to large.
#include "text/address.hpp"
#include "text/address_eastern.hpp"
#include "text/address_words.hpp"
#include "text/countries.hpp"
#include "text/fold.hpp"
#include "text/script.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace kith::text {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_upper(c) || (c >= 'a' && c <= 'z'); }

// Full-width ASCII as ASCII, all kinds of spaces as spaces, line ends as '\n': everything else as it was written.
std::string plain_signs(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        char32_t c = next_code_point(text, at);
        if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
        if (c == 0x3000 || c == 0xA0 || c == '\t') c = ' ';
        if (c == '\r' || c == 0x2028) c = '\n';
        append_code_point(out, c);
    }
    return out;
}

std::vector<std::string_view> segments_of(std::string_view text) {
    std::vector<std::string_view> out;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find_first_of(",\n;", at), text.size());
        const std::string_view segment = trim_address(text.substr(at, end - at));
        if (!segment.empty()) out.push_back(segment);
        at = end + 1;
    }
    return out;
}

// The shape of a word: A for a letter, 9 for a digit, others as they are.
std::string shape_of(std::string_view word) {
    std::string out;
    for (const char c : word.substr(0, 16)) out += is_letter(c) ? 'A' : is_digit(c) ? '9' : c;
    return out;
}

template <class List>
bool contains(const List& list, std::string_view text) {
    return std::find(std::begin(list), std::end(list), text) != std::end(list);
}

bool is_british(std::string_view shape) {
    static constexpr std::string_view shapes[] = {"A9 9AA",   "A99 9AA", "AA9 9AA",
                                                  "AA99 9AA", "A9A 9AA", "AA9A 9AA"};
    return contains(shapes, shape);
}

// A postcode that a segment ends with: its length, 0 when there is none. `alone`: the segment is nothing else.
std::size_t postcode_at_end(std::string_view segment, std::string_view country) {
    const std::size_t last = segment.rfind(' ');
    const std::string_view word = last == std::string_view::npos ? segment : segment.substr(last + 1);
    const std::size_t before = last == std::string_view::npos
                                   ? std::string_view::npos
                                   : segment.find_last_of(' ', last == 0 ? 0 : last - 1);
    const std::string_view two =
        last == std::string_view::npos
            ? std::string_view()
            : segment.substr(before == std::string_view::npos || before == last ? 0 : before + 1);
    const std::string pair = shape_of(two), one = shape_of(word);
    if (is_british(pair) || pair == "A9A 9A9") return two.size();
    if (one == "A9A9A9" ||
        (one.size() >= 5 && is_british(one.substr(0, one.size() - 3) + " " + one.substr(one.size() - 3))))
        return word.size();
    // "560 001", "111 22", "12345 6789"
    if ((pair == "999 999" && country == "IN") || pair == "99999 9999") return two.size();
    static constexpr std::string_view shapes[] = {"99999-9999", "99999",  "999999",   "999-9999",
                                                  "99999-999",  "99-999", "9999-999", "9999999"};
    if (contains(shapes, one)) return word.size();
    return one == "9999" && last != std::string_view::npos ? word.size() : one == "9999" ? 4 : 0;
}

// A postcode that a segment begins with, "10115 Berlin", "1012 AB Amsterdam", "111 22 Stockholm": its length or 0.
std::size_t postcode_at_start(std::string_view segment) {
    const std::size_t first = std::min(segment.find(' '), segment.size());
    if (first == segment.size()) return 0;
    const std::size_t second = std::min(segment.find(' ', first + 1), segment.size());
    const std::string one = shape_of(segment.substr(0, first)), two = shape_of(segment.substr(0, second));
    if (second < segment.size() &&
        (two == "9999 AA" || two == "999 99" || is_british(two) || two == "A9A 9A9")) {
        // "1010 La Chaux" has no Dutch letters
        if (two != "9999 AA" || (is_upper(segment[first + 1]) && is_upper(segment[first + 2]))) return second;
    }
    static constexpr std::string_view shapes[] = {
        "9999",   "99999",   "999999",  "99-999",   "9999-999", "99999-999", "999-9999",
        "A-9999", "A-99999", "AA-9999", "AA-99999", "9999AA",   "AAA-99999", "99999-9999"};
    return contains(shapes, one) ? first : 0;
}

// Words that end a street's name, for lines that have no comma before the city.
bool ends_street(std::string_view word) {
    static constexpr std::string_view words[] = {
        "st",     "street", "ave",     "avenue",   "rd",      "road",  "blvd",    "boulevard", "dr",
        "drive",  "ln",     "lane",    "way",      "ct",      "court", "pl",      "place",     "sq",
        "square", "ter",    "terrace", "pkwy",     "parkway", "hwy",   "highway", "cir",       "circle",
        "trl",    "trail",  "cres",    "crescent", "close",   "aly",   "alley",   "plaza",     "loop"};
    std::string key = fold(word);
    if (!key.empty() && key.back() == '.') key.pop_back();
    return contains(words, key);
}

class Western {
public:
    Western(std::string_view text, std::string_view region)
        : segments_(segments_of(text)), country_(country_code(region)) {}

    AddressParts run() {
        take_country();
        take_postcode();
        take_region();
        take_locality();
        take_street();
        return out_;
    }

private:
    void drop_last() { segments_.pop_back(); }
    bool only_one() const { return segments_.size() < 2; }

    void take_country() {
        if (only_one()) return;
        const std::string_view last = segments_.back();
        // Atlanta, Georgia
        if (country_ == "US" && find_address_region(last, country_) != nullptr) return;
        const std::string_view code = country_code_of_name(last);
        if (code.empty()) return;
        out_.country = last;
        country_ = code;
        drop_last();
    }

    // Looks in the last two parts; what stands beside the postcode stays for region and locality.
    void take_postcode() {
        for (std::size_t back = 0; back < 2 && back < segments_.size(); ++back) {
            std::string_view& segment = segments_[segments_.size() - 1 - back];
            const bool first = back + 1 == segments_.size();
            std::size_t size = first ? 0 : postcode_at_start(segment);
            if (size != 0) {
                out_.postcode = segment.substr(0, size);
                segment = trim_address(segment.substr(size));
                place_behind_postcode_ = !segment.empty();
                return;
            }
            size = postcode_at_end(segment, country_);
            // "Main Street 1234" is no postcode where they have five signs
            if (size == 4 && first) size = 0;
            if (size == 0 || (first && size == segment.size())) continue;
            if (size == segment.size() && out_.postcode.empty() && segments_.size() < 2) continue;
            out_.postcode = segment.substr(segment.size() - size);
            segment = trim_address(segment.substr(0, segment.size() - size));
            if (segment.empty()) segments_.erase(segments_.end() - 1 - static_cast<std::ptrdiff_t>(back));
            return;
        }
    }

    // A region as a part of its own, or as the end of the last part: "Sydney NSW", "CA".
    void take_region() {
        if (segments_.empty() || place_behind_postcode_) return;
        std::string_view& last = segments_.back();
        const std::string_view country =
            country_ == "US" || country_ == "CA" || country_ == "AU" ? country_ : std::string_view();
        const bool known_country = !country.empty();
        const bool foreign = !country_.empty() && !known_country && !out_.country.empty();
        if ((country_ == "JP" && take_prefecture()) || foreign) return;
        const auto region = [&](std::string_view text) {
            if (text.size() <= 3 && !std::all_of(text.begin(), text.end(), is_upper)) return false;
            return find_address_region(text, country) != nullptr;
        };
        if (!only_one() && region(last)) {
            out_.region = last;
            drop_last();
            return;
        }
        // One to three last words.
        for (std::size_t at = last.rfind(' '), words = 0; at != std::string_view::npos && at > 0 && words < 3;
             at = last.rfind(' ', at - 1), ++words) {
            if (!region(last.substr(at + 1))) continue;
            const bool name = last.size() - at - 1 > 3;
            if (name && out_.postcode.empty()) continue;  // "12 New York" alone is no state
            out_.region = last.substr(at + 1);
            last = trim_address(last.substr(0, at));
            return;
        }
    }

    // "Shibuya-ku, Tokyo 150-0002"
    bool take_prefecture() {
        if (only_one() || find_prefecture(segments_.back()).empty()) return false;
        out_.region = segments_.back();
        drop_last();
        return true;
    }

    void take_locality() {
        if (segments_.empty()) return;
        if (!only_one()) {
            out_.locality = segments_.back();
            drop_last();
            return;
        }
        // One part only: behind the last word that ends a street.
        if (out_.postcode.empty() && out_.region.empty()) return;
        std::string_view& line = segments_.back();
        for (std::size_t end = line.size(); end > 0;) {
            const std::size_t space = line.rfind(' ', end - 1);
            const std::size_t begin = space == std::string_view::npos ? 0 : space + 1;
            if (ends_street(line.substr(begin, end - begin)) && end < line.size() && begin > 0) {
                out_.locality = trim_address(line.substr(end));
                line = line.substr(0, end);
                return;
            }
            end = begin == 0 ? 0 : begin - 1;
        }
    }

    // The part with a house number is the street; others before and behind it are building, flat, quarter.
    void take_street() {
        std::size_t street = segments_.size();
        AddressParts found;
        for (std::size_t i = 0; i < segments_.size() && street == segments_.size(); ++i) {
            found = split_street(segments_[i]);
            if (!found.number.empty() && !found.street.empty()) street = i;
            // "Via Roma, 12": the number is a part of its own
            else if (i + 1 < segments_.size() && is_number(segments_[i + 1])) {
                found.street = segments_[i];
                found.extended.clear();
                found.number = segments_[i + 1];
                street = i;
                segments_.erase(segments_.begin() + static_cast<std::ptrdiff_t>(i + 1));
            } else if (i == 0 && is_number(segments_[0]) && segments_.size() > 1) {
                found = {};
                found.number = segments_[0];
                found.street = segments_[1];
                street = 0;
                segments_.erase(segments_.begin() + 1);
            }
        }
        if (street == segments_.size() && !segments_.empty()) {
            street = 0;
            found = split_street(segments_[0]);
        }
        out_.number = found.number;
        out_.street = found.street;
        for (std::size_t i = 0; i < segments_.size(); ++i) {
            const std::string_view part = i == street ? std::string_view(found.extended) : segments_[i];
            if (part.empty()) continue;
            if (!out_.extended.empty()) out_.extended += ", ";
            out_.extended += part;
        }
    }

    static bool is_number(std::string_view text) {
        return text.size() <= 6 && is_digit(text.front()) &&
               std::all_of(text.begin(), text.end(),
                           [](char c) { return is_digit(c) || is_letter(c) || c == '-' || c == '/'; });
    }

    std::vector<std::string_view> segments_;
    std::string_view country_;
    bool place_behind_postcode_ = false;
    AddressParts out_;
};

bool has_hangul(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (is_hangul(next_code_point(text, at))) return true;
    }
    return false;
}

}  // namespace

AddressParts parse_address(std::string_view text, std::string_view region) {
    std::string plain = plain_signs(text);
    const std::string_view home = country_code(region);
    if (has_hangul(plain)) return parse_korean(plain);
    if (has_kanji(plain) || plain.find("〒") != std::string::npos)
        return parse_large_to_small(std::move(plain), home);
    return Western(plain, home).run();
}

}  // namespace kith::text
