// How well duplicates are found, how fast, and how fast they are merged.
//
//     match_quality                          the labelled sets, then 10,000 generated contacts of a CRM
//     match_quality sets [half=1|2] [SET ...]    labelled sets, or only one half of the entities of each
//     match_quality links [SET ...]          labelled sets divided in two files that are linked
//     match_quality cli KITH [SET ...]       labelled sets through the command line, the program KITH
//     match_quality crm [CONTACTS ...]       generated contacts: 10000 100000 1000000
//
// Nothing is tuned to a set: weights, thresholds and everything else are the library's defaults. Per set: the share of
// the true pairs that blocking lets be compared (reach); precision, recall and F1 of pairs at the default threshold
// and of what clustering unites; the best F1 that any threshold gives the pairs; recall where precision is still
// 0.99; the expected calibration error; CPU seconds from records in memory to clusters; peak memory. match_errors.hpp
// says what the environment can ask for besides.
#include "match_runs.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string_view>

int main(int argc, char** argv) {
    using namespace kith::bench;
    const std::string_view part = argc > 1 ? argv[1] : "";
    std::vector<std::string> names;
    std::vector<std::size_t> sizes;
    int half = 0;
    for (int i = 2; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (part == "crm")
            sizes.push_back(static_cast<std::size_t>(std::atoll(argv[i])));
        else if (argument == "half=1" || argument == "half=2")
            half = argument.back() - '0';
        else
            names.emplace_back(argument);
    }
    constexpr std::array<std::string_view, 5> parts = {"", "sets", "links", "cli", "crm"};
    if (std::find(parts.begin(), parts.end(), part) == parts.end() || (part == "cli" && names.empty())) {
        std::fprintf(
            stderr,
            "usage: %s [sets [half=1|2] [SET ...] | links [SET ...] | cli KITH [SET ...] | crm [CONTACTS ...]]\n",
            argv[0]);
        return 2;
    }
    bool whole = true;
    if (part == "" || part == "sets") whole = measure_labelled(names, half) && whole;
    if (part == "links") whole = measure_links(names) && whole;
    if (part == "cli") whole = measure_cli(names.front(), {names.begin() + 1, names.end()}) && whole;
    if (part == "" || part == "crm")
        whole = measure_crm(sizes.empty() ? std::vector<std::size_t>{10000} : sizes) && whole;
    return whole ? 0 : 1;
}
