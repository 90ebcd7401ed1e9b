// Contacts in a database that others work in too, and the model of them: whatever is done to the one is done to the other.
#pragma once

#include "property/merge_model.hpp"

#include <kith/database.hpp>
#include <kith/merge.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace kith::test {

class Office {
public:
    Office(Database& database, unsigned seed);

    /// Does something, as one transaction.
    void step();
    /// Takes back every merge, in any order.
    void unmerge_all();
    /// Compares everything that the model knows with the database.
    void compare() const;

private:
    using Id = MergeModel::Id;
    using Child = MergeModel::Child;

    // merge_model_office.cpp: work
    void act(std::size_t what);
    void add_contact();
    void write_cell();
    void add_email();
    void add_task();
    void add_call();
    void add_tag();
    void add_entry();
    void turn();
    void remove();
    [[nodiscard]] std::set<std::string> owners() const;

    // merge_model_merging.cpp: merging and taking back
    void merge();
    void preview(const MergeRequest& request, MergeOptions options,
                 const std::map<std::string, std::string>& wrote);
    [[nodiscard]] std::string chosen(const std::vector<Id>& ids, const std::string& field, bool longest) const;
    [[nodiscard]] std::string joined(const std::vector<Id>& ids) const;
    void unmerge(Id merge);
    void undo();

    [[nodiscard]] std::size_t pick(std::size_t below) {
        return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_);
    }
    template <class List>
    [[nodiscard]] auto one(const List& list) {
        return *std::next(list.begin(), static_cast<std::ptrdiff_t>(pick(list.size())));
    }
    /// Whoever, merged or not: the id leads to the survivor.
    [[nodiscard]] Id anyone() { return one(model_.records()); }
    /// A text that was never written before: equal texts would be one to kith.
    [[nodiscard]] std::string word(const char* of);
    /// A child in one of these tables, if there is any.
    [[nodiscard]] std::optional<Child> any_child(const std::set<std::string>& tables);

    Database& db_;
    std::mt19937 random_;
    MergeModel model_{};
    TransactionId undoable_ = 0;  // the last transaction
    MergeModel undo_to_{};
    std::multiset<MergeModel::Kept> left_{};  // by the last unmerge, if nothing but undo came after it
    bool merged_again_ = false;               // the last transaction took that unmerge back
    std::string what_{};
    std::string said_{};
};

}  // namespace kith::test
