#include "output.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iomanip>
#include <iostream>
#include <sstream>

#include <unistd.h>

namespace cli {

namespace {

constexpr std::size_t longest_cell = 40;

/// Calls `visit(start, length, columns)` for every code point.
template <class Visit>
void each_character(const std::string& text, Visit&& visit) {
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at]);
        std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        length = std::min(length, text.size() - at);
        // Three-byte characters from U+1100 on that are wide: Hangul, kana, kanji, full-width forms; and all of plane 2.
        const bool wide = (length == 3 && (lead == 0xe1 ? static_cast<unsigned char>(text[at + 1]) == 0x84
                                                        : (lead >= 0xe3 && lead <= 0xed) || lead == 0xef)) ||
                          length == 4;
        visit(at, length, wide ? std::size_t{2} : std::size_t{1});
        at += length;
    }
}

std::string cut(const std::string& text, std::size_t columns) {
    if (width(text) <= columns) return text;
    std::string result;
    std::size_t used = 0;
    each_character(text, [&](std::size_t at, std::size_t length, std::size_t wide) {
        if (used + wide < columns) result += text.substr(at, length);
        used += wide;
    });
    return result + "…";
}

}  // namespace

std::string printable(const std::string& text) {
    std::string result;
    each_character(text, [&](std::size_t at, std::size_t length, std::size_t) {
        const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
        const bool c0 = length == 1 && (byte(0) < 0x20 || byte(0) >= 0x7f);
        const bool c1 = length == 2 && byte(0) == 0xc2 && byte(1) < 0xa0;
        const bool order = length == 3 && byte(0) == 0xe2 &&  // U+202A to 202E, U+2066 to 2069
                           ((byte(1) == 0x80 && byte(2) >= 0xaa && byte(2) <= 0xae) ||
                            (byte(1) == 0x81 && byte(2) >= 0xa6 && byte(2) <= 0xa9));
        if (c0 && (text[at] == '\n' || text[at] == '\r' || text[at] == '\t'))
            result += ' ';
        else
            result += c0 || c1 || order ? "\ufffd" : text.substr(at, length);
    });
    return result;
}

std::size_t width(const std::string& text) {
    std::size_t columns = 0;
    each_character(text, [&](std::size_t, std::size_t, std::size_t wide) { columns += wide; });
    return columns;
}

void print_table(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows) {
    const bool terminal = ::isatty(STDOUT_FILENO) != 0;
    const auto shown = [&](const std::string& cell) {
        return terminal ? cut(printable(cell), longest_cell) : printable(cell);
    };
    std::vector<std::size_t> widths;
    for (const std::string& cell : header) widths.push_back(width(cell));
    for (const auto& row : rows)
        for (std::size_t i = 0; i < row.size() && i < widths.size(); ++i)
            widths[i] = std::max(widths[i], width(shown(row[i])));
    const auto line = [&](const std::vector<std::string>& row) {
        std::string text;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string cell = shown(row[i]);
            text += cell;
            if (i + 1 < row.size()) text += std::string(widths[i] - width(cell) + 2, ' ');
        }
        std::cout << text << '\n';
    };
    line(header);
    for (const auto& row : rows) line(row);
}

nlohmann::json to_json(const kith::Value& value) {
    if (value.empty()) return nullptr;
    if (const auto* flag = value.as<bool>()) return *flag;
    if (const auto* whole = value.as<std::int64_t>()) return *whole;
    if (const auto* real = value.as<double>()) return *real;
    if (const auto* texts = value.as<kith::Value::Texts>()) return *texts;
    if (const auto* record = value.as<kith::RecordRef>()) return record->id;
    return value.to_string();
}

namespace {

/// The elements of one multi-valued field ("email" with its label): for each the parts that have a value.
struct Elements {
    struct Part {
        std::string name{};  ///< "email" for the value itself, "label" for "email.label"
        kith::Value value{};
        bool shown = false;  ///< says something to a person: not kept by kith, no flag that is off, no default
    };
    std::string name{};
    std::vector<std::vector<Part>> items{};
};

/// The multi-valued fields of a record in their order.
std::vector<Elements> elements_of(const kith::RecordType& type, const void* record) {
    std::vector<Elements> result;
    for (const kith::FieldDescription& field : kith::fields_of(type)) {
        if (!field.multiple) continue;
        const std::size_t dot = field.name.find('.');
        const std::string name = field.name.substr(0, dot);
        if (result.empty() || result.back().name != name) result.push_back({.name = name});
        const std::vector<kith::Value> values = kith::field_values(type, record, field.name);
        Elements& elements = result.back();
        elements.items.resize(values.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (values[i].empty()) continue;
            const bool usual = values[i] == kith::Value(false) ||
                               (!field.choices.empty() && values[i] == kith::Value(field.choices.front()));
            elements.items[i].push_back({.name = dot == std::string::npos ? name : field.name.substr(dot + 1),
                                         .value = values[i],
                                         .shown = !field.read_only && !usual});
        }
    }
    return result;
}

/// "taro@example.jp (label home, primary)"; an element without a value of its own is its parts alone.
std::string shown_element(const Elements& elements, const std::vector<Elements::Part>& item,
                          const kith::Settings& settings) {
    std::string value;
    std::string parts;
    for (const Elements::Part& part : item) {
        const std::string text = kith::text_of(part.value, settings);
        if (part.name == elements.name)
            value = text;
        else if (part.shown)
            parts += (parts.empty() ? "" : ", ") + part.name +
                     (part.value == kith::Value(true) ? std::string() : " " + text);
    }
    if (value.empty() || parts.empty()) return value + parts;
    return value + " (" + parts + ")";
}

}  // namespace

nlohmann::json to_json(const kith::RecordType& type, const void* record) {
    nlohmann::json object = {{"id", kith::id_of(type, record)}};
    for (const kith::FieldDescription& field : kith::fields_of(type)) {
        if (field.multiple) continue;
        const std::vector<kith::Value> values = kith::field_values(type, record, field.name);
        if (values.empty()) continue;
        if (field.type != kith::FieldType::choices) {
            object[field.name] = to_json(values.front());
            continue;
        }
        nlohmann::json list = nlohmann::json::array();
        for (const kith::Value& value : values) {
            const nlohmann::json item = to_json(value);
            if (item.is_array())
                list.insert(list.end(), item.begin(), item.end());
            else
                list.push_back(item);
        }
        object[field.name] = std::move(list);
    }
    for (const Elements& elements : elements_of(type, record)) {
        for (const auto& item : elements.items) {
            nlohmann::json element = nlohmann::json::object();
            for (const Elements::Part& part : item) element[part.name] = to_json(part.value);
            object[elements.name].push_back(std::move(element));
        }
    }
    if (const kith::CustomValues* custom = kith::custom_values(type, record))
        for (const auto& [key, value] : *custom) object["field." + key] = to_json(value);
    if (const auto& deleted = kith::meta_of(type, record).deleted_at) object["deleted"] = to_json(*deleted);
    return object;
}

void print_json(const nlohmann::json& value) {
    std::cout << value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
}

std::string fixed(double number, int digits) {
    std::ostringstream text;
    text << std::fixed << std::setprecision(digits) << number;
    return text.str();
}

std::string shown_second(kith::Time time, const kith::Settings& settings) {
    return kith::text_of(kith::Time(std::chrono::floor<std::chrono::seconds>(time)), settings);
}

void print_record(const kith::RecordType& type, const void* record, const kith::Settings& settings) {
    std::vector<std::vector<std::string>> rows{{"id", std::to_string(kith::id_of(type, record))}};
    if (const auto& deleted = kith::meta_of(type, record).deleted_at)
        rows.push_back({"trash", "since " + shown_second(*deleted, settings) + "; 'restore' takes it out"});
    for (const kith::FieldDescription& field : kith::fields_of(type)) {
        if (field.multiple || field.read_only) continue;
        for (const kith::Value& value : kith::field_values(type, record, field.name))
            if (!(value == kith::Value(false))) rows.push_back({field.name, kith::text_of(value, settings)});
    }
    for (const Elements& elements : elements_of(type, record))
        for (const auto& item : elements.items)
            rows.push_back({elements.name, shown_element(elements, item, settings)});
    if (const kith::CustomValues* custom = kith::custom_values(type, record))
        for (const auto& [key, value] : *custom)
            rows.push_back({"field." + key, kith::text_of(value, settings)});
    std::size_t widest = 0;
    for (const auto& row : rows) widest = std::max(widest, row[0].size());
    for (const auto& row : rows)
        std::cout << row[0] << std::string(widest - row[0].size() + 2, ' ') << row[1] << '\n';
}

Progress::Progress(std::string what) : what_(std::move(what)), terminal_(::isatty(STDERR_FILENO) != 0) {}

Progress::~Progress() {
    if (terminal_ && shown_ >= 0) std::fputc('\n', stderr);
}

bool Progress::operator()(double done) {
    if (!terminal_) return true;
    const int percent = std::clamp(static_cast<int>(done * 100), 0, 100);
    if (percent == shown_) return true;
    constexpr int cells = 30;
    const int full = percent * cells / 100;
    std::fprintf(stderr, "\r%s [%s%s] %3d%%", what_.c_str(),
                 std::string(static_cast<std::size_t>(full), '#').c_str(),
                 std::string(static_cast<std::size_t>(cells - full), ' ').c_str(), percent);
    shown_ = percent;
    return true;
}

}  // namespace cli
