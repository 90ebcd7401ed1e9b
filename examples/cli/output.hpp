// How the command line shows things.
#pragma once

#include <kith/kith.hpp>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace cli {

/// Leaves the program with this code after everything was said.
struct Exit {
    int code = 0;
};

/// The text on one line, without what tells a terminal to do something: data comes from strangers.
[[nodiscard]] std::string printable(const std::string& text);

/// How many columns of a terminal a text takes: kanji and kana take two.
[[nodiscard]] std::size_t width(const std::string& text);

/// Prints rows under a header, columns aligned; long cells are cut when standard output is a terminal.
void print_table(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows);

/// A number with so many digits after the point.
[[nodiscard]] std::string fixed(double number, int digits);

/// A time to the second in the file's zone, "2025-01-01 10:00:00+09:00".
[[nodiscard]] std::string shown_second(kith::Time time, const kith::Settings& settings);

/// A value for JSON: numbers and flags as such, times in UTC ("2025-01-01T01:00:00.000Z"), everything else as text.
[[nodiscard]] nlohmann::json to_json(const kith::Value& value);
/// A record as a JSON object: its id and its fields by name. Of a multi-valued field one object per element:
/// "email":[{"email":"taro@example.jp","label":"home"}].
[[nodiscard]] nlohmann::json to_json(const kith::RecordType& type, const void* record);
/// Prints one JSON value on a line of its own.
void print_json(const nlohmann::json& value);

/// Prints every field of a record that has a value, one per line, one line per element of a multi-valued one, and
/// where it is when it is in the trash.
void print_record(const kith::RecordType& type, const void* record, const kith::Settings& settings);

/// A bar on standard error when that is a terminal; nothing otherwise.
class Progress {
public:
    explicit Progress(std::string what);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    /// Shows how much of the work is done, 0 to 1. Always true: the command line does not cancel.
    bool operator()(double done);

private:
    std::string what_;
    bool terminal_;
    int shown_ = -1;
};

}  // namespace cli
