// What the commands about records that are the same share: dupes, similar, compare, model, link.
#pragma once

#include "app.hpp"
#include "output.hpp"

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

namespace cli {

/// The ids to print: the first external id where there is one, so that a list can be joined with its source.
class PrintedIds {
public:
    PrintedIds(kith::Database& db, const std::string& type);
    [[nodiscard]] std::string operator()(std::int64_t id) const;
    /// The record's external id; empty where it has none.
    [[nodiscard]] std::string external(std::int64_t id) const;

private:
    std::map<std::int64_t, std::string> names_;
};

/// A cell of a CSV file, in quotes where it needs them.
[[nodiscard]] std::string csv_cell(const std::string& cell);

[[nodiscard]] bool is_standard_output(const std::string& path);
/// Writes to a file beside `path` first, which then takes its name; to what is no file (a pipe) at once.
void write_file(const std::string& path, const std::function<void(std::ostream&)>& put);

/// What a search says of pairs that it left out; empty when there were none.
[[nodiscard]] std::string skipped_words(const kith::DuplicateReport& report);

void print_evidence(const std::vector<kith::Evidence>& rows);
[[nodiscard]] nlohmann::json evidence_json(const std::vector<kith::Evidence>& rows);

/// Duplicates that judge by the model in a file, or that learn where `path` is empty.
[[nodiscard]] kith::Duplicates judging(const kith::Database& db, const std::string& path,
                                       const std::string& type);

}  // namespace cli
