// Reading the values and parameters of one property.
#include "interchange/vcard.hpp"

#include "interchange/vcard_lines.hpp"

#include <algorithm>
#include <charconv>

namespace kith::interchange {

namespace {

// Resolves escapes and divides at unescaped `separator` (none: '\0').
std::vector<std::string> divided(std::string_view value, char separator) {
    std::vector<std::string> parts(1);
    for (std::size_t i = 0; i < value.size(); ++i) {
        const char c = value[i];
        const char next = i + 1 < value.size() ? value[i + 1] : '\0';
        auto& part = parts.back();
        if (c == '\\' && (next == 'n' || next == 'N')) {
            part.push_back('\n');
            ++i;
        } else if (c == '\\' && next != '\0' &&
                   std::string_view("\\,;:").find(next) != std::string_view::npos) {
            part.push_back(next);
            ++i;
        } else if (c == '\r' && next == '\n') {
            // the LF follows
        } else if (separator != '\0' && c == separator) {
            parts.emplace_back();
        } else {
            part.push_back(c);
        }
    }
    return parts;
}

}  // namespace

std::string text(const VCardProperty& property) { return std::move(divided(property.value, '\0').front()); }

std::vector<std::string> components(const VCardProperty& property) { return divided(property.value, ';'); }

std::vector<std::string> list(const VCardProperty& property) {
    auto entries = divided(property.value, ',');
    for (auto& entry : entries) {
        entry = std::string(without_blanks(entry));
    }
    std::erase(entries, "");
    return entries;
}

std::vector<std::string> parameter(const VCardProperty& property, std::string_view name) {
    std::vector<std::string> all;
    for (const auto& [key, values] : property.parameters) {
        if (same_name(key, name)) {
            all.insert(all.end(), values.begin(), values.end());
        }
    }
    return all;
}

std::vector<std::string> types(const VCardProperty& property) {
    std::vector<std::string> all;
    for (const auto& value : parameter(property, "TYPE")) {
        for (std::size_t start = 0; start <= value.size();) {
            const auto comma = std::min(value.find(',', start), value.size());
            auto type = in_small_letters(without_blanks(std::string_view(value).substr(start, comma - start)));
            if (type.starts_with("type=")) {  // as in TYPE=HOME,TYPE=VOICE
                type.erase(0, 5);
            }
            if (!type.empty() && std::find(all.begin(), all.end(), type) == all.end()) {
                all.push_back(std::move(type));
            }
            start = comma + 1;
        }
    }
    return all;
}

int preference(const VCardProperty& property) {
    int best = 101;
    for (const auto& value : parameter(property, "PREF")) {
        int number = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
        if (error == std::errc() && end == value.data() + value.size() && number >= 1 && number <= 100) {
            best = std::min(best, number);
        }
    }
    const auto all = types(property);
    return std::find(all.begin(), all.end(), "pref") != all.end() ? 1 : best;
}

bool preferred(const VCardProperty& property) { return preference(property) == 1; }

std::string label(const VCard& card, const VCardProperty& property) {
    if (property.group.empty()) {
        return {};
    }
    for (const auto& other : card.properties) {
        if (other.name == "X-ABLABEL" && same_name(other.group, property.group)) {
            auto words = text(other);
            const auto open = words.find("$!<");
            const auto close = words.rfind(">!$");
            if (open <= 1 && close != std::string::npos && close >= open + 3 && close + 4 >= words.size()) {
                return words.substr(open + 3, close - open - 3);
            }
            return words;
        }
    }
    return {};
}

std::optional<std::string> binary(const VCardProperty& property) {
    const auto encodings = parameter(property, "ENCODING");
    const bool encoded = std::any_of(encodings.begin(), encodings.end(), [](const std::string& value) {
        return same_name(value, "B") || same_name(value, "BASE64");
    });
    std::string resolved;
    std::string_view value = property.value;
    if (same_name(value.substr(0, 5), "data:")) {
        resolved = text(property);  // its comma and semicolons may be escaped
        const auto comma = resolved.find(',');
        if (comma == std::string::npos ||
            std::string_view(resolved).substr(0, comma).find(";base64") == std::string::npos) {
            return std::nullopt;
        }
        value = std::string_view(resolved).substr(comma + 1);
    } else if (!encoded) {
        return std::nullopt;
    }
    return from_base64(value);
}

}  // namespace kith::interchange
