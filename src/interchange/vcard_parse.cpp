#include "interchange/vcard_parse.hpp"

#include "interchange/vcard_lines.hpp"

#include <kith/error.hpp>

#include <algorithm>

namespace kith::interchange {

namespace {

constexpr std::size_t none = std::string_view::npos;
constexpr std::size_t max_parameters = 256;

bool has_high_bytes(std::string_view bytes) noexcept {
    return std::any_of(bytes.begin(), bytes.end(), [](char c) { return (c & '\x80') != 0; });
}

// RFC 6868: ^n is a line break, ^' a quote, ^^ a caret; before anything else a caret is itself.
std::string without_carets(std::string text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char next = text[i] == '^' && i + 1 < text.size() ? text[i + 1] : '\0';
        if (next == 'n' || next == '\'' || next == '^') {
            result.push_back(next == 'n' ? '\n' : next == '^' ? '^' : '"');
            ++i;
        } else {
            result.push_back(text[i]);
        }
    }
    return result;
}

// The parameter that a bare word of 2.1 ("HOME", "QUOTED-PRINTABLE") belongs to.
std::string_view parameter_of(std::string_view word) {
    constexpr std::string_view encodings[] = {"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"};
    constexpr std::string_view values[] = {"URL", "INLINE", "CONTENT-ID", "CID"};
    const auto is_word = [&](std::string_view other) { return same_name(word, other); };
    return std::any_of(std::begin(encodings), std::end(encodings), is_word) ? "ENCODING"
           : std::any_of(std::begin(values), std::end(values), is_word)     ? "VALUE"
                                                                            : "TYPE";
}

// A parameter as bytes of the line.
struct RawParameter {
    std::string_view name{};  // empty: a bare word
    std::vector<std::string_view> values{};
    std::size_t column = 0;
};

struct Head {
    std::size_t name_length = 0;
    std::vector<RawParameter> parameters{};
    std::size_t colon = none;  // before the value; none: the line has no value (yet)
    std::size_t unclosed_quote = none;
    bool too_many = false;
};

Head head_of(std::string_view line) {
    Head head;
    head.name_length = property_name_length(line);
    if (head.name_length == 0) {
        return head;
    }
    bool quotes_left = true;
    auto i = head.name_length;
    while (i < line.size() && line[i] == ';') {
        RawParameter parameter;
        parameter.column = ++i;
        const auto end = std::min(line.find_first_of("=;:,\"", i), line.size());
        if (end < line.size() && line[end] == '=') {
            parameter.name = line.substr(i, end - i);
            i = end + 1;
        }
        for (;;) {
            const auto quote = i < line.size() && line[i] == '"' && quotes_left ? line.find('"', i + 1) : none;
            if (quote != none) {
                const auto stop = std::min(line.find_first_of(",;:", quote), line.size());
                const bool whole = stop == quote + 1;  // else text follows the quotes: all of it is the value
                parameter.values.push_back(whole ? line.substr(i + 1, quote - i - 1)
                                                 : line.substr(i, stop - i));
                i = stop;
            } else {
                if (i < line.size() && line[i] == '"') {
                    quotes_left = false;
                    head.unclosed_quote = std::min(head.unclosed_quote, i);
                }
                const auto stop = std::min(line.find_first_of(",;:", i), line.size());
                parameter.values.push_back(line.substr(i, stop - i));
                i = stop;
            }
            if (i >= line.size() || line[i] != ',') {
                break;
            }
            ++i;
        }
        const bool empty =
            parameter.name.empty() && parameter.values.size() == 1 && parameter.values[0].empty();
        if (head.parameters.size() >= max_parameters) {
            head.too_many = true;
        } else if (!empty) {
            head.parameters.push_back(std::move(parameter));
        }
    }
    head.colon = i < line.size() ? i : none;
    return head;
}

// The values of a parameter, the bare words of 2.1 among them.
template <class Each>
void each_value(const Head& head, std::string_view name, Each&& each) {
    for (const auto& parameter : head.parameters) {
        for (const auto value : parameter.values) {
            if (same_name(parameter.name.empty() ? parameter_of(value) : parameter.name, name)) {
                each(value);
            }
        }
    }
}

Transfer transfer_of(const Head& head) {
    auto transfer = Transfer::none;
    each_value(head, "ENCODING", [&](std::string_view value) {
        if (same_name(value, "QUOTED-PRINTABLE")) {
            transfer = Transfer::quoted_printable;
        } else if (same_name(value, "B") || same_name(value, "BASE64")) {
            transfer = Transfer::base64;
        }
    });
    return transfer;
}

}  // namespace

std::optional<Transfer> transfer_of(std::string_view line) {
    const auto head = head_of(line);
    return head.colon == none ? std::nullopt : std::optional(transfer_of(head));
}

std::optional<VCardProperty> PropertyParser::parse(std::string_view line, std::vector<Problem>& problems) {
    const auto head = head_of(line);
    if (head.colon == none) {
        return std::nullopt;
    }
    const auto full_name = line.substr(0, head.name_length);
    const auto dot = full_name.rfind('.');
    VCardProperty property;
    property.group = std::string(full_name.substr(0, dot == none ? 0 : dot));
    property.name = in_capitals(full_name.substr(dot == none ? 0 : dot + 1));
    auto raw = line.substr(head.colon + 1);
    if (raw.substr(0, 2) == "//" &&
        (property.name == "HTTP" || property.name == "HTTPS" || property.name == "FTP")) {
        return std::nullopt;  // an address in running text, not a property
    }
    if (head.unclosed_quote != none) {
        problems.push_back(
            {head.unclosed_quote + 1, "a quote in a parameter that is never closed; read as text"});
    }
    if (head.too_many) {
        problems.push_back({0, "more parameters than can be read; the rest is left out"});
    }

    std::optional<std::string> charset;
    each_value(head, "CHARSET", [&](std::string_view value) { charset = std::string(value); });
    const auto transfer = transfer_of(head);
    for (const auto& parameter : head.parameters) {
        for (const auto value : parameter.values) {
            const std::string name =
                parameter.name.empty() ? std::string(parameter_of(value))
                                       : in_capitals(decode(parameter.name, {}, parameter.column, problems));
            if (name == "CHARSET" || (name == "ENCODING" && transfer != Transfer::base64)) {
                continue;
            }
            auto decoded = without_carets(decode(value, {}, parameter.column, problems));
            const bool same_parameter = value.data() != parameter.values.front().data() &&
                                        !property.parameters.empty() &&
                                        property.parameters.back().first == name;
            if (same_parameter) {
                property.parameters.back().second.push_back(std::move(decoded));
            } else {
                property.parameters.push_back({name, {std::move(decoded)}});
            }
        }
    }

    const auto column = head.colon + 2;
    std::string bytes;
    if (transfer == Transfer::quoted_printable) {
        std::optional<std::size_t> first_bad;
        bytes = from_quoted_printable(raw, first_bad);
        raw = bytes;
        if (first_bad) {
            problems.push_back(
                {column + *first_bad, "= without two hexadecimal digits in quoted-printable; kept"});
        }
    } else if (transfer == Transfer::base64) {
        bytes = raw;
        std::erase_if(bytes, [](char c) { return c == ' ' || c == '\t'; });
        raw = bytes;
        if (!same_name(raw.substr(0, 5), "data:") && !from_base64(raw)) {
            problems.push_back({column, "the value is not base64; kept as it is"});
        }
    }
    property.value = decode(raw, charset, column, problems);
    return property;
}

std::string PropertyParser::decode(std::string_view bytes) {
    std::vector<Problem> ignored;
    return decode(bytes, {}, 0, ignored);
}

// The declared encoding when the bytes fit it (unless they surely are UTF-8); else UTF-8 when they are that; else the fallback. A plain guess is
// the last resort, and what no encoding fits is decoded with marks for the bad bytes.
std::string PropertyParser::decode(std::string_view bytes, const std::optional<std::string>& charset,
                                   std::size_t column, std::vector<Problem>& problems) {
    const bool utf8 = valid_utf8_prefix(bytes) == bytes.size();
    if (converted_ && utf8) {
        return std::string(bytes);
    }
    std::optional<Encoding> declared;
    if (charset) {
        declared = encoding_named(*charset);
        const bool wide = declared == Encoding::utf16le || declared == Encoding::utf16be ||
                          declared == Encoding::utf32le || declared == Encoding::utf32be;
        if (!declared || wide) {
            declared.reset();
            problems.push_back({0, "unknown CHARSET \"" + to_utf8(*charset, Encoding::utf8) + "\""});
        }
    }
    const bool escapes = declared == Encoding::iso2022jp && bytes.find('\x1B') != none;
    if (!escapes && !has_high_bytes(bytes)) {
        return std::string(bytes);
    }
    // Three bytes of UTF-8 hardly ever come about by chance: that is stronger than a label.
    const bool surely_utf8 =
        utf8 && std::any_of(bytes.begin(), bytes.end(), [](char c) { return (c & '\xE0') == '\xE0'; });
    if (declared && !surely_utf8) {
        if (auto text = convert(bytes, *declared, true)) {
            return std::move(*text);
        }
    }
    const auto contradiction = [&](Encoding found) {
        if (declared && declared != found) {
            problems.push_back({column, "the value is not in its CHARSET " +
                                            std::string(encoding_name(*declared)) + "; read as " +
                                            std::string(encoding_name(found))});
        }
    };
    if (utf8) {
        contradiction(Encoding::utf8);
        return std::string(bytes);
    }
    // In a single value only the encodings that need a guess are believed, not UTF-16 because of a NUL.
    const auto guess = detect_encoding(bytes).encoding;
    for (const auto encoding : {fallback_.value_or(guess), guess}) {
        const bool eight_bit =
            encoding == Encoding::cp932 || encoding == Encoding::euc_jp || encoding == Encoding::cp1252;
        if (eight_bit && encoding != declared) {
            if (auto text = convert(bytes, encoding, true)) {
                contradiction(encoding);
                return std::move(*text);
            }
        }
    }
    const auto last = declared.value_or(fallback_.value_or(Encoding::utf8));
    auto text = convert(bytes, last, false);
    problems.push_back(
        {column, "a byte that is not " + std::string(encoding_name(last)) + "; replaced by U+FFFD"});
    return text ? std::move(*text) : to_utf8(bytes, Encoding::utf8);
}

// Nothing when `must_fit` and the bytes do not, or when this platform lacks the encoding.
std::optional<std::string> PropertyParser::convert(std::string_view bytes, Encoding encoding, bool must_fit) {
    auto decoder = decoders_.find(encoding);
    if (decoder == decoders_.end()) {
        try {
            decoder = decoders_.emplace(encoding, Decoder(encoding)).first;
        } catch (const Error&) {
            return std::nullopt;
        }
    }
    std::vector<std::size_t> bad;
    auto text = decoder->second.decode(bytes, &bad);
    return must_fit && !bad.empty() ? std::nullopt : std::optional(std::move(text));
}

}  // namespace kith::interchange
