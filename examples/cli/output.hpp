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

/// How many columns of a terminal a text takes: kanji and kana take two.
[[nodiscard]] std::size_t width(const std::string& text);

/// Prints rows under a header, columns aligned; long cells are cut when standard output is a terminal.
void print_table(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows);

/// A value for JSON: numbers and flags as such, everything else as text.
[[nodiscard]] nlohmann::json to_json(const kith::Value& value);
/// A record as a JSON object: its fields by name, several values as an array, with id and type.
[[nodiscard]] nlohmann::json to_json(const kith::RecordType& type, const void* record, std::int64_t id);
/// Prints one JSON value on a line of its own.
void print_json(const nlohmann::json& value);

/// Prints every field of a record that has a value, one per line.
void print_record(const kith::RecordType& type, const void* record, std::int64_t id);

/// A bar on a terminal, plain lines otherwise, on standard error.
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
