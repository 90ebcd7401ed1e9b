// What makes two parts of a record the same.
#pragma once

#include "history/row.hpp"
#include "records/record_type.hpp"

#include <kith/options.hpp>

#include <optional>
#include <string>
#include <vector>

namespace kith::merge {

/// What makes two elements of a kind the same, and how they complete each other. From the descriptor: the main field's
/// exact column where it is known, else its folded one; with a main field that every element has, the other texts
/// tell elements apart too (a service, an extension). Without one they are read as one block (an address).
class Likeness {
public:
    Likeness(const RecordType& type, const records::Element& element, const history::TableInfo& table,
             const Settings& settings);

    /// Equal for elements that say the same; nothing for one that says too little.
    [[nodiscard]] std::optional<std::string> key(const history::Cells& cells) const;
    /// True when two elements are one block, of which one has parts that the other one lacks: the same street, and only
    /// one knows the postcode. What both have must be equal, and no label speak against it.
    [[nodiscard]] bool completes(const history::Cells& a, const history::Cells& b) const;
    /// What `kept` takes over from a duplicate of it.
    [[nodiscard]] history::SomeCells completed(const history::Cells& kept,
                                               const history::Cells& duplicate) const;

    /// The position of the column that marks the primary one; -1: none.
    [[nodiscard]] int primary() const { return primary_; }
    [[nodiscard]] bool is_primary(const history::Cells& cells) const;

private:
    [[nodiscard]] bool covers(const history::Cells& fuller, const history::Cells& lesser) const;
    [[nodiscard]] std::string folded_as_far(const history::Cells& fuller, const history::Cells& lesser) const;

    const RecordType& type_;
    const records::Element& element_;
    const history::TableInfo& table_;
    const Settings& settings_;
    int main_ = -1;
    int folded_ = -1;
    int exact_ = -1;
    int label_ = -1;
    int primary_ = -1;
    bool labelled_ = false;
    std::vector<int> flags_{};                    // validity, coordinates: filled where unknown
    std::vector<int> others_{};                   // further texts that tell elements apart
    std::vector<const records::Field*> block_{};  // the texts that are read as one
};

}  // namespace kith::merge
