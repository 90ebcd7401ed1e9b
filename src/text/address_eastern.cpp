#include "text/address_eastern.hpp"

#include "text/address_words.hpp"
#include "text/countries.hpp"
#include "text/script.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <iterator>

namespace kith::text {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A Japanese postcode at `at`: 7 digits with any dash after the third. Its end, npos when there is none.
std::size_t postcode_end(std::string_view text, std::size_t at) {
    std::size_t digits = 0;
    while (at < text.size()) {
        std::size_t next = at;
        const char32_t c = next_code_point(text, next);
        const bool dash = c == '-' || c == 0x2010 || c == 0x2011 || c == 0x2012 || c == 0x2013 ||
                          c == 0x2015 || c == 0x2212 || c == 0x30FC || c == 0xFF70;
        if (is_ascii_digit(c)) {
            if (++digits > 7) return std::string_view::npos;
        } else if (!(dash && digits == 3)) {
            break;
        }
        at = next;
    }
    return digits == 7 ? at : std::string_view::npos;
}

// Takes the postcode out of the text: behind 〒 anywhere, without it at the beginning or end.
void take_postcode(std::string& text, AddressParts& out) {
    constexpr std::string_view mark = "〒";
    std::size_t begin = text.find(mark);
    std::size_t at = begin == std::string::npos ? 0 : begin + mark.size();
    if (begin == std::string::npos) begin = 0;
    while (at < text.size() && text[at] == ' ') ++at;
    std::size_t end = postcode_end(text, at);
    if (end == std::string::npos && begin == 0) {
        const std::size_t last = text.find_last_of(" \n");
        if (last == std::string::npos || postcode_end(text, last + 1) != text.size()) return;
        begin = at = last + 1;
        end = text.size();
    }
    if (end == std::string::npos) return;
    for (const char c : std::string_view(text).substr(at, end - at)) {
        if (is_digit(c)) out.postcode += c;
    }
    out.postcode.insert(3, "-");
    text.replace(begin, end - begin, " ");
}

// Municipalities whose name holds 郡 市 町 or 村 before its last sign.
constexpr std::string_view tricky_names[] = {
    "四日市市", "廿日市市", "野々市市", "八日市場市", "東村山市", "武蔵村山市", "大和郡山市", "蒲郡市",
    "小郡市",   "十日町市", "大町市",   "羽村市",     "大村市",   "田村市",     "東近江市"};

// Cities with wards (政令指定都市).
constexpr std::string_view ward_cities[] = {"札幌市",   "仙台市",   "さいたま市", "千葉市", "横浜市",
                                            "川崎市",   "相模原市", "新潟市",     "静岡市", "浜松市",
                                            "名古屋市", "京都市",   "大阪市",     "堺市",   "神戸市",
                                            "岡山市",   "広島市",   "北九州市",   "福岡市", "熊本市"};

// The place behind the first of `signs` that stands behind at least one and at most `most` other signs, 0 when
// there is none before a digit, space or the end.
std::size_t behind_sign(std::string_view text, std::u32string_view signs, std::size_t most) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size() && count <= most; ++count) {
        const char32_t c = next_code_point(text, at);
        if (is_ascii_digit(c) || c == ' ' || c == '\n') return 0;
        if (count > 0 && signs.find(c) != std::u32string_view::npos) return at;
    }
    return 0;
}

// How many bytes of the text are its municipality: 市, 区, 郡 with 町 or 村, a city with its ward. 町 and 村 alone count
// only behind a prefecture, because quarters are called 町 as well.
std::size_t municipality_end(std::string_view text, bool behind_prefecture) {
    for (const std::string_view city : ward_cities) {
        if (!text.starts_with(city)) continue;
        const std::size_t ward = behind_sign(text.substr(city.size()), U"区區", 5);
        return city.size() + ward;
    }
    for (const std::string_view name : tricky_names) {
        if (text.starts_with(name)) return name.size();
    }
    if (const std::size_t district = behind_sign(text, U"郡", 5); district != 0) {
        // 佐波郡玉村町: the last of neighbouring signs ends the name.
        const std::string_view rest = text.substr(district);
        std::size_t end = behind_sign(rest, U"町村", 7);
        if (end != 0) {
            if (rest.substr(end).starts_with("町") || rest.substr(end).starts_with("村")) end += 3;
            return district + end;
        }
    }
    return behind_sign(text, behind_prefecture ? U"市区町村區" : U"市区區", 7);
}

}  // namespace

AddressParts parse_large_to_small(std::string text, std::string_view region) {
    AddressParts out;
    take_postcode(text, out);
    std::replace(text.begin(), text.end(), '\n', ' ');
    std::string_view rest = trim_address(text);
    const auto take = [&](std::size_t bytes) {
        const std::string_view taken = rest.substr(0, bytes);
        rest = trim_address(rest.substr(bytes));
        return std::string(trim_address(taken));
    };
    // Simplified characters write 区 and 市 too, so the order of levels is all that tells China from Japan.
    for (const std::string_view name : {"日本国", "日本", "中华人民共和国", "中国", "中國", "台湾", "台灣"}) {
        const std::string_view behind = rest.substr(std::min(name.size(), rest.size()));
        const bool alone = rest.starts_with(name) &&
                           (behind.starts_with(" ") || behind.starts_with(",") || behind.starts_with("〒") ||
                            !leading_prefecture(trim_address(behind)).empty() ||
                            (region != "JP" && name.substr(0, 3) == "中"));
        if (alone) {
            out.country = take(name.size());
            break;
        }
    }
    const std::string_view prefecture = leading_prefecture(rest);
    const bool chinese =
        prefecture.empty() && (region == "CN" || region == "TW" || region == "HK" ||
                               country_code(out.country) == "CN" || country_code(out.country) == "TW");
    if (!prefecture.empty()) {
        out.region = take(prefecture.size());
    } else if (chinese) {
        for (const std::string_view level : {"特别行政区", "自治区", "省"}) {
            const std::size_t at = rest.find(level);
            if (at == std::string_view::npos || at == 0 || at > 30) continue;
            out.region = take(at + level.size());
            break;
        }
    }
    if (chinese) {
        // 北京市朝阳区, 杭州市西湖区
        for (const std::u32string_view sign : {U"市", U"区區县縣"}) {
            const std::size_t end = behind_sign(rest, sign, 7);
            if (end != 0) out.locality += take(end);
        }
    } else if (const std::size_t end = municipality_end(rest, !prefecture.empty()); end != 0) {
        out.locality = take(end);
    }
    const AddressParts line = split_street(rest);
    out.number = line.number;
    out.street = line.street;
    out.extended = line.extended;
    return out;
}

AddressParts parse_korean(const std::string& text) {
    AddressParts out;
    bool street = false;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find_first_of(" \n", at), text.size());
        const std::string_view word = trim_address(std::string_view(text).substr(at, end - at));
        at = end + 1;
        if (word.empty()) continue;
        const auto add = [&](std::string& part) { (part.empty() ? part : part += ' ') += word; };
        const bool digits = std::all_of(
            word.begin(), word.end(), [](char c) { return is_digit(c) || c == '-' || c == '(' || c == ')'; });
        if (digits && street && out.number.empty()) {
            out.number = word;
        } else if (!out.number.empty()) {
            add(out.extended);
        } else if (digits && word.size() >= 5 && out.postcode.empty()) {
            std::copy_if(word.begin(), word.end(), std::back_inserter(out.postcode),
                         [](char c) { return is_digit(c) || c == '-'; });
        } else if (!street && out.country.empty() && country_code_of_name(word) == "KR") {
            out.country = word;
        } else if (!street && out.region.empty() && out.locality.empty() &&
                   (word.ends_with("시") || word.ends_with("도"))) {
            out.region = word;
        } else if (!street && (word.ends_with("시") || word.ends_with("군") || word.ends_with("구"))) {
            add(out.locality);
        } else {
            street = true;
            add(out.street);
        }
    }
    return out;
}

}  // namespace kith::text
