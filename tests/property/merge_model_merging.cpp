#include "property/merge_model_office.hpp"

#include <kith/history.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

namespace kith::test {

namespace {

using Child = MergeModel::Child;

std::set<std::string> names(const std::set<Child>& children) {
    std::set<std::string> names;
    for (const Child& child : children) names.insert(child.first + " " + child.second);
    return names;
}

Child named(const LaterChild& child) {
    return {child.table, child.table == "task" || child.table == "participant"
                             ? std::to_string(child.record.id)
                             : child.says};
}

MergeModel::Kept kept_of(const Kept& kept) {
    static const std::map<std::string, std::string> tables = {
        {"email", "email"}, {"tag", "tagging"}, {"list", "list_member"}, {"participant", "participant"}};
    if (const auto table = tables.find(kept.field); table != tables.end()) return {0, table->second};
    if (kept.record.type == "task") return {0, "task"};
    return {kept.record.id, kept.field};
}

std::multiset<MergeModel::Kept> kept_of(const std::vector<Kept>& all) {
    std::multiset<MergeModel::Kept> kept;
    for (const Kept& each : all) kept.insert(kept_of(each));
    return kept;
}

std::string shown(const std::multiset<MergeModel::Kept>& kept) {
    std::string text;
    for (const MergeModel::Kept& each : kept) text += std::to_string(each.record) + " " + each.field + ", ";
    return text;
}

}  // namespace

void Office::merge() {
    std::vector<Id> ids = model_.standing();
    std::shuffle(ids.begin(), ids.end(), random_);
    const std::size_t count = 2 + pick(2);
    if (ids.size() < count) return;
    ids.resize(count);
    const bool longest = pick(2) == 0;
    MergeOptions options;
    options.policy = longest ? Survivorship::longest : Survivorship::survivor_first;
    const MergeRequest request = merge_request(record_type<Contact>(), ids[0], {ids.begin() + 1, ids.end()});
    what_ = std::string("merge") + (longest ? " longest" : "");
    for (const Id id : ids) what_ += " " + std::to_string(id);
    const std::map<std::string, std::string> wrote = {
        {"gender", chosen(ids, "gender", longest)},
        {"source", chosen(ids, "source", longest)},
        {"notes", joined(ids)},
        {"name.given", chosen(ids, "name.given", true)}};  // the most complete
    if (pick(4) == 0) preview(request, options, wrote);
    const Id merge = db_.merge(request, options).id;
    what_ += " is " + std::to_string(merge);
    model_.merge(merge, ids[0], request.losers, wrote);
}

void Office::preview(const MergeRequest& request, MergeOptions options,
                     const std::map<std::string, std::string>& wrote) {
    INFO(said_ << "\n  " << what_ << " (dry run)");
    options.dry_run = true;
    const MergeResult would = db_.merge(request, options);
    const auto* contact = would.record_as<Contact>();
    REQUIRE(contact != nullptr);
    CHECK(contact->gender == wrote.at("gender"));
    CHECK(contact->notes == wrote.at("notes"));
    std::set<Id> members(request.losers.begin(), request.losers.end());
    members.insert(request.survivor);
    std::set<std::string> expected, found;
    for (const auto& [child, owner] : model_.owners())
        if (child.first == "email" && members.count(owner) > 0) expected.insert(child.second);
    for (const Email& email : contact->emails) found.insert(email.address);
    CHECK(found == expected);
    compare();
}

std::string Office::chosen(const std::vector<Id>& ids, const std::string& field, bool longest) const {
    std::string best;
    for (const Id id : ids) {
        const std::string text = model_.value({id, field});
        if (best.empty() || (longest && text.size() > best.size())) best = text;
    }
    return best;
}

std::string Office::joined(const std::vector<Id>& ids) const {
    std::string all;
    std::set<std::string> there;
    for (const Id id : ids) {
        const std::string text = model_.value({id, "notes"});
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = std::min(text.find("\n\n", at), text.size());
            const std::string paragraph = text.substr(at, end - at);
            if (there.insert(paragraph).second) all += (all.empty() ? "" : "\n\n") + paragraph;
            at = end + 2;
        }
    }
    return all;
}

void Office::unmerge(Id merge) {
    what_ = "unmerge " + std::to_string(merge);
    const std::set<Id> losers = model_.losers(merge);
    const MergeModel::Taken expected = model_.unmerge(merge);
    std::map<Child, Id> moves;  // what goes to one that was taken out
    if (pick(2) == 0)
        for (const Child& child : expected.later)
            if (pick(2) == 0) {
                moves[child] = one(losers);
                what_ += ", " + child.first + " " + child.second + " to " + std::to_string(moves[child]);
            }
    INFO(said_ << "\n  " << what_);
    std::set<Child> asked;
    UnmergeOptions options;
    options.sample = pick(3);
    options.move = [&](const LaterChild& later) -> std::int64_t {
        const Child child = named(later);
        CHECK(asked.insert(child).second);
        const auto move = moves.find(child);
        return move == moves.end() ? 0 : move->second;
    };
    const UnmergeResult result = db_.unmerge(merge, options);
    REQUIRE(names(asked) == names(expected.later));
    CHECK(std::set<Id>(result.records.begin(), result.records.end()) == losers);
    std::map<std::string, std::pair<std::size_t, std::size_t>> counts, expected_counts;
    for (const auto& [table, children] : result.later) {
        counts[table] = {children.added, children.moved};
        CHECK(children.children.size() == std::min(options.sample, children.added));
    }
    for (const Child& child : expected.later) {
        auto& [added, moved] = expected_counts[child.first];
        ++added;
        moved += moves.count(child);
    }
    CHECK(counts == expected_counts);
    CHECK(shown(kept_of(result.kept)) == shown(expected.kept));
    for (const auto& [child, to] : moves) model_.turn_child(child, to);
    left_ = expected.kept;
}

void Office::undo() {
    if (undoable_ == 0) return;
    what_ = "undo";
    const MergeModel now = model_;
    INFO(said_ << "\n  undo");
    const UndoResult result = db_.undo(undoable_);
    // A merge that is made again is taken back as a merge, and so says the same once more.
    CHECK(shown(kept_of(result.kept)) == (merged_again_ ? shown(left_) : ""));
    merged_again_ = !merged_again_;
    model_.return_to(undo_to_);
    undoable_ = result.transaction;
    undo_to_ = now;
}

}  // namespace kith::test
