// The report: what was united and why, what a person should look at, and what was not understood.
#pragma once

#include <kith/kith.hpp>

#include <ostream>
#include <string>
#include <vector>

namespace dedupe {

/// Two records with the reasons.
struct Reasons {
    std::string left{};
    std::string right{};
    double probability = 0;
    std::string left_record{};  ///< its number, for commands
    std::string right_record{};
    std::vector<kith::Evidence> evidence{};
};

/// Records that became one.
struct United {
    std::int64_t merge = 0;  ///< for unmerge
    double probability = 0;
    std::vector<std::string> names{};  ///< the survivor's first
    std::vector<Reasons> reasons{};    ///< the survivor with each of the others
    std::vector<kith::MergedField> fields{};
};

struct Report {
    kith::ImportReport import{};
    double threshold = 0;
    std::size_t before = 0;
    std::size_t after = 0;
    std::string base{};   ///< the .kith file
    std::string sheet{};  ///< the cleaned CSV
    std::vector<United> united{};
    std::vector<Reasons> review{};
};

/// One self-contained HTML page.
void write(std::ostream& out, const Report& report);

}  // namespace dedupe
