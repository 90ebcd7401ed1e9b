#include "seeds.hpp"

#include "source_dir.hpp"

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace kith::fuzz {

namespace {

std::string unescaped(std::string_view line) {
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] != '\\' || i + 1 == line.size()) {
            text += line[i];
            continue;
        }
        const char sign = line[++i];
        if (sign == 'x') {
            text += static_cast<char>(std::stoi(std::string(line.substr(i + 1, 2)), nullptr, 16));
            i += 2;
        } else {
            text += sign == 'n' ? '\n' : sign == 'r' ? '\r' : sign == 't' ? '\t' : sign;
        }
    }
    return text;
}

std::vector<std::string> lines_of(const std::filesystem::path& path) {
    std::vector<std::string> lines;
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

const std::filesystem::path tests = std::filesystem::path(KITH_SOURCE_DIR) / "tests";

// The inputs of csv.txt and vcard.txt: lines that begin with a bar, with LF unless they end with a backslash.
void add_cases(std::vector<std::string>& seeds, const char* file) {
    bool open = false;
    for (const std::string& line : lines_of(tests / "behaviour" / file)) {
        if (line.starts_with("case ")) open = false;
        if (!line.starts_with("|")) continue;
        if (!open) seeds.emplace_back();
        open = true;
        const bool unended = line.ends_with("\\") && !line.ends_with("\\\\");
        seeds.back() += unescaped(std::string_view(line).substr(1, line.size() - (unended ? 2 : 1)));
        if (!unended) seeds.back() += '\n';
    }
}

// The queries of a behaviour file: lines that begin with "> ", over records of the type named last.
void add_queries(std::vector<std::string>& seeds, const char* file) {
    std::string type = "contact";
    for (const std::string& line : lines_of(tests / "behaviour" / file)) {
        if (line.starts_with("type ")) type = line.substr(5);
        if (line.starts_with("> ")) seeds.push_back(type + "|" + line.substr(2));
    }
}

}  // namespace

std::vector<std::string> seeds_of(std::string_view target) {
    std::vector<std::string> seeds;
    for (const std::string& line : lines_of(tests / "fuzz" / "seeds" / (std::string(target) + ".txt")))
        if (!line.empty() && line[0] != '#') seeds.push_back(unescaped(line));
    if (target == "csv" || target == "import" || target == "encoding") add_cases(seeds, "csv.txt");
    if (target == "vcard" || target == "import" || target == "encoding") add_cases(seeds, "vcard.txt");
    if (target == "query")
        for (const char* file : {"query.txt", "query_ja.txt", "query_time.txt", "query_errors.txt"})
            add_queries(seeds, file);
    if (seeds.empty()) throw std::runtime_error("no seeds for " + std::string(target));
    return seeds;
}

std::vector<std::string> words_of(std::string_view target) {
    std::vector<std::string> words;
    for (const std::string& line : lines_of(tests / "fuzz" / (std::string(target) + ".dict"))) {
        const std::size_t open = line.find('"');
        const std::size_t close = line.rfind('"');
        if (line.empty() || line[0] == '#' || open == close) continue;
        words.push_back(unescaped(std::string_view(line).substr(open + 1, close - open - 1)));
    }
    return words;
}

}  // namespace kith::fuzz
