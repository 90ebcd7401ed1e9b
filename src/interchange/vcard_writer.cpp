#include "interchange/vcard.hpp"

#include "interchange/vcard_lines.hpp"

#include <algorithm>

namespace kith::interchange {

namespace {

constexpr std::size_t fold_width = 75;  // octets, without the line end (RFC 6350, 3.2)

// vCard has no way to write control characters other than tab and line breaks (RFC 6350, section 3.3).
bool cannot_be_written(char c) noexcept {
    const auto byte = static_cast<unsigned char>(c);  // char has a sign here, and none there
    return (byte < 0x20 && c != '\t') || byte == 0x7F;
}

// Whether the text ends in a backslash that no other one escapes.
bool ends_in_backslash(std::string_view text) noexcept {
    return (text.size() - (text.find_last_not_of('\\') + 1)) % 2 == 1;
}

// The text with every line break (CR LF, CR, LF) as `line_break`, and spaces for control characters.
std::string with_breaks_as(std::string_view line_break, std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r' || text[i] == '\n') {
            if (line_break.front() == '\\' && ends_in_backslash(result)) {
                result.push_back('\\');  // it is text, not the beginning of an escape
            }
            result.append(line_break);
            i += text.substr(i, 2) == "\r\n" ? 1 : 0;
        } else {
            result.push_back(cannot_be_written(text[i]) ? ' ' : text[i]);
        }
    }
    return result;
}

// A parameter value: RFC 6868 for what quotes cannot hold, quotes where a separator is inside.
std::string parameter_value(std::string_view value) {
    std::string encoded;
    bool quote = false;
    for (const char c : with_breaks_as("\n", value)) {
        if (c == '^') {
            encoded.append("^^");
        } else if (c == '"') {
            encoded.append("^'");
        } else if (c == '\n') {
            encoded.append("^n");
        } else {
            quote = quote || c == ',' || c == ';' || c == ':';
            encoded.push_back(c);
        }
    }
    return quote ? '"' + encoded + '"' : encoded;
}

std::string folded(std::string_view line) {
    std::string result;
    result.reserve(line.size() + line.size() / fold_width * 3 + 2);
    std::size_t room = fold_width;
    while (line.size() > room) {
        auto length = room;
        while (length > 1 && (line[length] & '\xC0') == '\x80') {
            --length;
        }
        result.append(line.substr(0, length)).append("\r\n ");
        line.remove_prefix(length);
        room = fold_width - 1;  // the space counts
    }
    return result.append(line).append("\r\n");
}

std::string joined(std::span<const std::string> parts, char separator) {
    std::string value;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i != 0) {
            value.push_back(separator);
        }
        value.append(escape(parts[i]));
    }
    return value;
}

}  // namespace

std::string escape(std::string_view text) {
    std::string escaped;
    escaped.reserve(text.size());
    for (const char c : text) {
        if (c == '\\' || c == ',' || c == ';') {
            escaped.push_back('\\');
        }
        escaped.push_back(c);
    }
    return with_breaks_as("\\n", escaped);
}

std::string write_property(const VCardProperty& property) {
    std::string line;
    if (!property.group.empty()) {
        line.append(property.group).push_back('.');
    }
    line.append(property.name);
    for (const auto& [name, values] : property.parameters) {
        line.append(";").append(name).push_back('=');
        for (std::size_t i = 0; i < values.size(); ++i) {
            line.append(i == 0 ? "" : ",").append(parameter_value(values[i]));
        }
    }
    line.append(":").append(with_breaks_as("\\n", property.value));
    return folded(line);
}

void VCardWriter::begin() { text_.append("BEGIN:VCARD\r\nVERSION:4.0\r\n"); }

void VCardWriter::end() { text_.append("END:VCARD\r\n"); }

void VCardWriter::text(std::string_view name, std::string_view value, Parameters parameters,
                       std::string_view group) {
    add(name, escape(value), std::move(parameters), group);
}

void VCardWriter::components(std::string_view name, std::span<const std::string> parts, Parameters parameters,
                             std::string_view group) {
    const bool empty =
        std::all_of(parts.begin(), parts.end(), [](const std::string& part) { return part.empty(); });
    add(name, empty ? std::string() : joined(parts, ';'), std::move(parameters), group);
}

void VCardWriter::list(std::string_view name, std::span<const std::string> entries, Parameters parameters,
                       std::string_view group) {
    add(name, joined(entries, ','), std::move(parameters), group);
}

void VCardWriter::plain(std::string_view name, std::string_view value, Parameters parameters,
                        std::string_view group) {
    add(name, std::string(value), std::move(parameters), group);
}

void VCardWriter::binary(std::string_view name, std::string_view bytes, std::string_view media_type,
                         Parameters parameters) {
    if (!bytes.empty()) {
        add(name, "data:" + std::string(media_type) + ";base64," + to_base64(bytes), std::move(parameters),
            {});
    }
}

void VCardWriter::property(const VCardProperty& property) { text_.append(write_property(property)); }

void VCardWriter::add(std::string_view name, std::string value, Parameters&& parameters,
                      std::string_view group) {
    if (!value.empty()) {
        property({.group = std::string(group),
                  .name = std::string(name),
                  .parameters = std::move(parameters),
                  .value = std::move(value)});
    }
}

}  // namespace kith::interchange
