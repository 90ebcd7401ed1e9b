#include "interchange/words.hpp"

#include "text/fold.hpp"
#include "text/script.hpp"
#include "text/utf8.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace kith::interchange {

namespace {

constexpr std::array<std::string_view, 3> wide_spaces{"\u00a0", "\u3000", "\ufeff"};

constexpr bool is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

}  // namespace

std::string_view trimmed(std::string_view text) noexcept {
    const auto starts = [&](std::string_view space) { return text.substr(0, space.size()) == space; };
    const auto ends = [&](std::string_view space) {
        return text.size() >= space.size() && text.substr(text.size() - space.size()) == space;
    };
    for (bool again = true; again;) {
        again = false;
        while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
        while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
        for (const std::string_view space : wide_spaces) {
            if (starts(space)) {
                text.remove_prefix(space.size());
                again = true;
            }
            if (ends(space)) {
                text.remove_suffix(space.size());
                again = true;
            }
        }
    }
    return text;
}

std::string part(const std::vector<std::string>& parts, std::size_t index) {
    return index < parts.size() ? std::string(trimmed(parts[index])) : std::string();
}

std::string utf8(const std::filesystem::path& path) {
    const auto text = path.u8string();
    return {text.begin(), text.end()};
}

std::vector<std::string> split(std::string_view text, std::string_view separator) {
    std::vector<std::string> pieces;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(separator, at), text.size());
        const std::string_view piece = trimmed(text.substr(at, end - at));
        if (!piece.empty()) pieces.emplace_back(piece);
        at = end + separator.size();
    }
    return pieces;
}

std::vector<std::string> split_values(std::string_view text) {
    std::vector<std::string> values(1);
    std::size_t start = 0;
    for (std::size_t at = text.find(divider); at != std::string_view::npos; at = text.find(divider, start)) {
        const bool escaped = at > start && text[at - 1] == '\\';
        values.back().append(text.substr(start, at - start - (escaped ? 1 : 0)));
        start = at + divider.size();
        if (escaped)
            values.back().append(divider);
        else
            values.emplace_back();
    }
    values.back().append(text.substr(start));
    for (std::string& value : values) value = std::string(trimmed(value));
    return values;
}

std::string escape_divider(std::string_view value) {
    std::string text;
    std::size_t start = 0;
    for (std::size_t at = value.find(divider); at != std::string_view::npos; at = value.find(divider, start)) {
        text.append(value.substr(start, at - start)).append("\\").append(divider);
        start = at + divider.size();
    }
    return text.append(value.substr(start));
}

std::vector<std::string> split_tags(std::string_view text) {
    std::vector<std::string> tags = split_values(text);
    if (tags.size() == 1) {
        for (const std::string_view separator : {";", "；", ",", "、"})
            if (tags.front().find(separator) != std::string::npos) return split(tags.front(), separator);
    }
    std::erase(tags, "");
    return tags;
}

std::string join_tags(const std::vector<std::string>& tags) {
    const bool plain = std::none_of(tags.begin(), tags.end(), [](const std::string& tag) {
        return split_tags(tag).size() != 1 || split_tags(tag).front() != tag;
    });
    std::string text;
    for (const std::string& tag : tags) {
        if (!text.empty()) text += plain ? "; " : " ::: ";
        text += escape_divider(tag);
    }
    // A lone tag with a comma in it: the divider at the end says how to read it.
    return plain || tags.size() > 1 ? text : text + " :::";
}

Reading split_reading(std::string_view text) {
    text = trimmed(text);
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool wide = text.substr(at, 3) == "\u3000";
        if (text[at] == ' ' || text[at] == ',' || wide)
            return {std::string(trimmed(text.substr(0, at))),
                    std::string(trimmed(text.substr(at + (wide ? 3 : 1))))};
    }
    return {std::string(text), {}};
}

std::string widened_kana(std::string_view text) {
    constexpr char32_t first = 0xFF65;
    constexpr char32_t last = 0xFF9F;
    std::string result;
    std::string narrow;
    const auto widen = [&] {
        if (narrow.empty()) return;
        // NFKC also joins the sound marks, which half-width kana write apart.
        if (utf8proc_uint8_t* wide =
                utf8proc_NFKC(reinterpret_cast<const utf8proc_uint8_t*>(narrow.c_str()))) {
            result += reinterpret_cast<const char*>(wide);
            std::free(wide);
        } else {
            result += narrow;
        }
        narrow.clear();
    };
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t start = at;
        const char32_t c = text::next_code_point(text, at);
        if (c >= first && c <= last) {
            narrow.append(text.substr(start, at - start));
        } else {
            widen();
            result.append(text.substr(start, at - start));
        }
    }
    widen();
    return result;
}

std::string without_nul(std::string text, bool& found) {
    if (text.find('\0') == std::string::npos) return text;
    found = true;
    text.erase(std::remove(text.begin(), text.end(), '\0'), text.end());
    return text;
}

std::string word_key(std::string_view text) {
    std::string key;
    for (const std::string& word : text::words(text::fold(text))) key += word;
    for (std::size_t at = key.find("の"); at != std::string::npos; at = key.find("の"))
        key.erase(at, std::string_view("の").size());
    return key;
}

}  // namespace kith::interchange
