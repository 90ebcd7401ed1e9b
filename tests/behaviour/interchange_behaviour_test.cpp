// Runs csv.txt and vcard.txt: each case is an input and everything that the reader makes of it.
#include "interchange/csv.hpp"
#include "interchange/vcard.hpp"
#include "source_dir.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <iostream>
#include <string>
#include <vector>

using namespace kith::interchange;
using Json = nlohmann::json;

namespace {

struct Case {
    std::string name{};
    std::string options{};
    std::string input{};
    std::vector<std::string> expected{};
};

std::string unescaped(std::string_view line) {
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char next = i + 1 < line.size() ? line[i + 1] : '\0';
        if (line[i] != '\\') {
            text.push_back(line[i]);
        } else if (i + 1 == line.size()) {
            return text;
        } else if (next == 'x') {
            text.push_back(static_cast<char>(std::stoi(std::string(line.substr(i + 2, 2)), nullptr, 16)));
            i += 3;
        } else {
            text.push_back(next == 'n' ? '\n' : next == 'r' ? '\r' : next == 't' ? '\t' : next);
            ++i;
        }
    }
    return text + "\n";
}

std::vector<Case> cases(const std::string& file) {
    std::ifstream in(std::string(KITH_SOURCE_DIR) + "/tests/behaviour/" + file);
    REQUIRE(in.good());
    std::vector<Case> all;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("case ")) {
            all.push_back({.name = line.substr(5)});
        } else if (all.empty() || line.empty() || line[0] == '#') {
            continue;
        } else if (line[0] == '|') {
            all.back().input += unescaped(std::string_view(line).substr(1));
        } else if (line.starts_with("options ")) {
            all.back().options = line.substr(8) + " ";
        } else {
            all.back().expected.push_back(line);
        }
    }
    return all;
}

std::string compact(const Json& json) { return json.dump(-1, ' ', false); }

// The expected lines with their JSON in one form.
std::vector<std::string> normal(std::vector<std::string> lines) {
    for (auto& line : lines) {
        const auto start = line[0] == '!' ? std::string::npos : line.find_first_of("[\"");
        if (start != std::string::npos) {
            line = line.substr(0, start) + compact(Json::parse(line.substr(start)));
        }
    }
    return lines;
}

std::string place(std::size_t line, std::size_t column) {
    return "! " + std::to_string(line) + ":" + std::to_string(column) + " ";
}

std::vector<std::string> run_csv(const Case& each) {
    CsvOptions options;
    options.header = each.options.find("header=no") == std::string::npos;
    options.skip_blank_lines = each.options.find("blank=keep") == std::string::npos;
    if (const auto at = each.options.find("delimiter="); at != std::string::npos) {
        options.delimiter = each.options[at + 10];
    }
    CsvReader reader(each.input, options);
    std::vector<std::string> lines;
    std::vector<std::string> problems;
    const auto note = [&](const CsvRow& row) {
        for (const auto& problem : row.problems) {
            problems.push_back(place(problem.line, problem.column) + std::to_string(problem.field) + " " +
                               problem.reason);
        }
    };
    if (options.header) {
        lines.push_back("header " + compact(reader.header().fields));
        note(reader.header());
    }
    CsvRow row;
    while (reader.next(row)) {
        lines.push_back(std::to_string(row.line) + " " + compact(row.fields));
        note(row);
    }
    lines.insert(lines.end(), problems.begin(), problems.end());
    return lines;
}

void describe(const VCard& card, const std::string& word, const Case& each, std::vector<std::string>& lines) {
    lines.push_back(word + " " + (card.version.empty() ? "-" : card.version) + " " +
                    std::to_string(card.first_line) + "-" + std::to_string(card.last_line));
    for (const auto& property : card.properties) {
        Json parameters = Json::array();
        for (const auto& [name, values] : property.parameters) {
            parameters.push_back(Json::array({name, values}));
        }
        lines.push_back(compact(Json::array({property.group, property.name, parameters, property.value})));
    }
    for (const auto& line : each.expected) {
        for (const auto& property : card.properties) {
            if (line.starts_with("text " + property.name + " ")) {
                lines.push_back("text " + property.name + " " + compact(text(property)));
                break;
            }
            if (line.starts_with("parts " + property.name + " ")) {
                lines.push_back("parts " + property.name + " " + compact(components(property)));
                break;
            }
        }
    }
    for (const auto& nested : card.nested) {
        describe(nested, "nested", each, lines);
    }
}

std::vector<std::string> run_vcard(const Case& each) {
    VCardReader reader(each.input);
    VCard card;
    std::vector<VCardProblem> problems;
    std::vector<std::string> lines;
    while (reader.next(card, problems)) {
        describe(card, "card", each, lines);
    }
    for (const auto& problem : problems) {
        lines.push_back(place(problem.line, problem.column) + problem.reason);
    }
    return lines;
}

void run(const std::string& file, std::vector<std::string> (*run_case)(const Case&)) {
    const auto all = cases(file);
    REQUIRE(all.size() > 10);
    for (const auto& each : all) {
        INFO(file << ": " << each.name);
        CHECK(run_case(each) == normal(each.expected));
    }
    std::cout << file << ": " << all.size() << " cases\n";
}

}  // namespace

TEST_CASE("behaviour of the CSV reader", "[behaviour][csv]") { run("csv.txt", run_csv); }

TEST_CASE("behaviour of the vCard reader", "[behaviour][vcard]") { run("vcard.txt", run_vcard); }
