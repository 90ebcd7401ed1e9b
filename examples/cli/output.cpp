#include "output.hpp"

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <map>

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

std::string one_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    std::replace(text.begin(), text.end(), '\r', ' ');
    return text;
}

}  // namespace

std::size_t width(const std::string& text) {
    std::size_t columns = 0;
    each_character(text, [&](std::size_t, std::size_t, std::size_t wide) { columns += wide; });
    return columns;
}

void print_table(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows) {
    const bool terminal = ::isatty(STDOUT_FILENO) != 0;
    const auto shown = [&](const std::string& cell) {
        return terminal ? cut(one_line(cell), longest_cell) : one_line(cell);
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

nlohmann::json to_json(const kith::RecordType& type, const void* record, std::int64_t id) {
    nlohmann::json object = {{"id", id}};
    for (const kith::FieldDescription& field : kith::fields_of(type)) {
        const std::vector<kith::Value> values = kith::field_values(type, record, field.name);
        if (values.empty()) continue;
        if (!field.multiple && field.type != kith::FieldType::choices) {
            object[field.name] = to_json(values.front());
            continue;
        }
        nlohmann::json list = nlohmann::json::array();
        for (const kith::Value& value : values) list.push_back(to_json(value));
        object[field.name] = std::move(list);
    }
    if (const kith::CustomValues* custom = kith::custom_values(type, record))
        for (const auto& [key, value] : *custom) object["field." + key] = to_json(value);
    return object;
}

void print_json(const nlohmann::json& value) {
    std::cout << value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
}

void print_record(const kith::RecordType& type, const void* record, std::int64_t id) {
    std::vector<std::vector<std::string>> rows{{"id", std::to_string(id)}};
    for (const kith::FieldDescription& field : kith::fields_of(type)) {
        for (const kith::Value& value : kith::field_values(type, record, field.name)) {
            if (value == kith::Value(false) || field.read_only) continue;
            rows.push_back({field.name, value.to_string()});
        }
    }
    if (const kith::CustomValues* custom = kith::custom_values(type, record))
        for (const auto& [key, value] : *custom) rows.push_back({"field." + key, value.to_string()});
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
    const int percent = std::clamp(static_cast<int>(done * 100), 0, 100);
    if (percent == shown_) return true;
    if (terminal_) {
        constexpr int cells = 30;
        const int full = percent * cells / 100;
        std::fprintf(stderr, "\r%s [%s%s] %3d%%", what_.c_str(),
                     std::string(static_cast<std::size_t>(full), '#').c_str(),
                     std::string(static_cast<std::size_t>(cells - full), ' ').c_str(), percent);
    } else if (percent / 25 != shown_ / 25 || shown_ < 0) {
        std::fprintf(stderr, "%s: %d%%\n", what_.c_str(), percent);
    }
    shown_ = percent;
    return true;
}

}  // namespace cli
