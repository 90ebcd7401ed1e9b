// The labelled sets as somebody works on the command line: a CSV file with a mapping, `kith import`, `kith dupes`.
#include "match_runs.hpp"
#include "match_scores.hpp"
#include "match_sets.hpp"

#include "interchange/csv.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <unistd.h>

namespace kith::bench {

namespace {

namespace fs = std::filesystem;

/// A record's values by the field that an import maps a column to.
using Cells = std::map<std::string, std::string>;

Cells cells_of(const LabelledSet& set, const MappedRecord& record) {
    const Contact& c = record.contact;
    const Organization& o = record.organization;
    Cells cells;
    if (set.organizations) {
        cells["name"] = o.name;
    } else {
        cells = {{"name.given", c.name.given},   {"name.additional", c.name.additional},
                 {"name.family", c.name.family}, {"name.full", c.name.full},
                 {"gender", c.gender},           {"birthday", c.birthday ? c.birthday->to_string() : ""}};
        for (const match::Affiliation& at : record.affiliations) {
            cells["organization"] = at.organization;
            cells["title"] = at.title;
        }
        for (const auto& [key, value] : c.fields) cells["field." + key] = value.to_string();
    }
    for (const Email& email : set.organizations ? o.emails : c.emails) cells["email"] = email.address;
    for (const Phone& phone : set.organizations ? o.phones : c.phones) cells["phone"] = phone.number;
    for (const Address& a : set.organizations ? o.addresses : c.addresses) {
        cells["address.number"] = a.number;
        cells["address.street"] = a.street;
        cells["address.extended"] = a.extended;
        cells["address.locality"] = a.locality;
        cells["address.region"] = a.region;
        cells["address.postcode"] = a.postcode;
    }
    return cells;
}

std::string quoted_cell(const std::string& text) {
    std::string result = "\"";
    for (const char c : text) result += c == '"' ? std::string("\"\"") : std::string(1, c);
    return result + "\"";
}

/// Writes the records with a column for each field that any of them has; gives those fields.
std::set<std::string> write_list(const LabelledSet& set, const Labelled& labelled, const fs::path& path) {
    std::vector<Cells> rows;
    std::set<std::string> fields;
    for (const MappedRecord& record : labelled.records) {
        rows.push_back(cells_of(set, record));
        for (const auto& [field, value] : rows.back())
            if (!value.empty()) fields.insert(field);
    }
    std::ofstream file(path, std::ios::binary);
    file << "number";
    for (const std::string& field : fields) file << ",column of " << field;
    file << '\n';
    for (std::size_t r = 0; r < rows.size(); ++r) {
        file << r;
        for (const std::string& field : fields) file << ',' << quoted_cell(rows[r][field]);
        file << '\n';
    }
    return fields;
}

/// A word for the shell.
std::string shell_word(const std::string& text) {
    std::string result = "'";
    for (const char c : text) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return result + "'";
}

/// `kith` with these arguments on a database; what it says goes to a file, which is shown when it fails.
class CommandLine {
public:
    CommandLine(std::string program, const fs::path& folder)
        : program_(std::move(program)), database_(folder / "set.kith"), said_(folder / "said.txt") {}

    void run(const std::vector<std::string>& arguments) const {
        std::string command = shell_word(program_) + " --db " + shell_word(database_.string());
        for (const std::string& argument : arguments) command += ' ' + shell_word(argument);
        command += " > " + shell_word(said_.string()) + " 2>&1";
        if (std::system(command.c_str()) == 0) return;
        std::ifstream said(said_);
        throw std::runtime_error(command + "\n" + std::string(std::istreambuf_iterator<char>(said), {}));
    }

private:
    std::string program_;
    fs::path database_;
    fs::path said_;
};

std::vector<std::vector<std::uint32_t>> read_clusters(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    interchange::CsvReader reader{std::string_view(text)};
    std::map<std::string, std::vector<std::uint32_t>> clusters;
    interchange::CsvRow row;
    while (reader.next(row))
        clusters[row.fields.at(0)].push_back(static_cast<std::uint32_t>(std::stoul(row.fields.at(1))));
    std::vector<std::vector<std::uint32_t>> result;
    for (auto& [name, members] : clusters) result.push_back(std::move(members));
    return result;
}

Quality by_command_line(const std::string& kith, const LabelledSet& set, const Labelled& labelled,
                        const fs::path& folder) {
    const CommandLine command(kith, folder);
    const std::string type = set.organizations ? "organization" : "contact";
    const fs::path list = folder / "list.csv", clusters = folder / "clusters.csv";
    const std::set<std::string> fields = write_list(set, labelled, list);
    std::vector<std::string> create{"new"};
    if (!set.region.empty()) create.insert(create.end(), {"--region", set.region});
    command.run(create);
    std::vector<std::string> import{"import", list.string(), "--type", type, "--external-id", "number"};
    for (const std::string& field : fields) {
        import.insert(import.end(), {"--map", "column of " + field + "=" + field});
        if (field.rfind("field.", 0) == 0)
            command.run({"add", "field", "record_type=" + type, "key=" + field.substr(6),
                         "label=" + field.substr(6), "identifying=true"});
    }
    command.run(import);
    command.run({"dupes", "--type", type, "--clusters", clusters.string()});
    return quality_of(read_clusters(clusters), labelled.truth);
}

/// The records as an import keeps them: a title that comes without an employer becomes a custom field, which is not compared.
Labelled as_imported(Labelled labelled) {
    for (MappedRecord& record : labelled.records)
        std::erase_if(record.affiliations, [](const auto& at) { return at.organization.empty(); });
    return labelled;
}

}  // namespace

bool measure_cli(const std::string& kith, const std::vector<std::string>& names) {
    const auto sets = labelled_folder();
    if (!fs::exists(sets)) {
        std::printf("SKIPPED: no labelled sets at %s (KITH_DATA names their folder's parent)\n", sets.c_str());
        return true;
    }
    std::printf("%-24s %6s | %-20s | %-20s\n", "set", "rows", "command line P R F1", "in-process P R F1");
    bool whole = true;
    for (const LabelledSet& set : labelled_sets()) {
        if (!names.empty() && std::find(names.begin(), names.end(), set.name) == names.end()) continue;
        if (!fs::exists(sets / set.name)) continue;
        const std::string name = set.name + (set.note.empty() ? "" : ", " + set.note);
        const Labelled labelled = read_labelled(set, sets);
        const fs::path folder = fs::temp_directory_path() / ("kith-match-cli-" + std::to_string(::getpid()));
        fs::create_directories(folder);
        try {
            const Quality outside = by_command_line(kith, set, labelled, folder);
            const Quality inside = clusters_in_process(set, as_imported(labelled));
            std::printf("%-24s %6zu | %6.4f %6.4f %6.4f | %6.4f %6.4f %6.4f\n", name.c_str(),
                        labelled.records.size(), outside.precision, outside.recall, outside.f1,
                        inside.precision, inside.recall, inside.f1);
            std::fflush(stdout);
        } catch (const std::exception& error) {
            std::fprintf(stderr, "%s: %s\n", name.c_str(), error.what());
            whole = false;
        }
        fs::remove_all(folder);
    }
    return whole;
}

}  // namespace kith::bench
