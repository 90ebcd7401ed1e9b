// The page that the tour leaves: one self-contained HTML file.
#pragma once

#include <kith/kith.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace tour {

/// Two records of a cluster with the reasons.
struct Reasons {
    std::string left{};
    std::string right{};
    double probability = 0;
    std::vector<kith::Evidence> evidence{};
};

/// A merge that was tried, and what would have become of its records.
struct Preview {
    std::vector<std::string> titles{};  ///< the survivor, then the others
    kith::MergeResult result{};
};

/// Everything on one contact, as the tour shows it.
struct Card {
    kith::Contact contact{};
    std::vector<std::string> positions{};  ///< "Analyst, Analytical Engines"
    kith::Rows timeline{};                 ///< at, channel, direction, subject
    std::vector<kith::Change> history{};
};

/// A segment with its members' first columns.
struct SegmentView {
    std::string name{};
    std::string query{};
    kith::Rows members{};
    std::int64_t count = 0;
};

/// What the page shows.
struct Page {
    std::vector<kith::ImportReport> imports{};
    std::size_t clusters = 0;
    std::size_t merged = 0;
    std::int64_t contacts_before = 0;
    std::int64_t contacts_after = 0;
    std::vector<Reasons> duplicates{};
    std::vector<Reasons> look_alikes{};  ///< pairs that share something and are different people
    Preview preview{};
    Card card{};
    SegmentView segment{};
};

/// Writes the page. Throws kith::Error io.
void write_page(const std::filesystem::path& path, const Page& page);

}  // namespace tour
