// Random histories under observation: a host that draws only what it is told to draw shows what is in the file.
#include "property/seeds.hpp"

#include "support/observed.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <list>
#include <map>
#include <random>
#include <set>

using namespace kith;
using test::asked;
using test::Inbox;

namespace {

/// How a record is drawn: everything of it.
std::string drawn(const Database& db, std::int64_t id) {
    const Contact contact = db.get(ContactId{id});
    std::string text = contact.name.display() + "|" + contact.notes;
    for (const Email& email : contact.emails) text += "|" + email.address + "/" + email.label;
    for (const std::string& tag : contact.tags) text += "|#" + tag;
    for (const auto& [key, value] : contact.fields) text += "|" + key + "=" + value.to_string();
    return text;
}

/// A window with a list: it keeps the rows as it drew them.
class Window {
public:
    Window(Database& db, std::string query)
        : query_(std::move(query)), token_(db.observe<Contact>(query_, inbox_.callback())) {}

    /// Draws what came since the last time. The database is quiet.
    void draw(const Database& db) {
        const auto deltas = inbox_.now();
        for (; seen_ < deltas.size(); ++seen_) {
            REQUIRE_FALSE(deltas[seen_].error);
            apply(deltas[seen_], ids_);
            for (const ListChange& change : deltas[seen_].changes)
                if (change.kind == ListChange::Kind::inserted || change.kind == ListChange::Kind::updated)
                    rows_[change.id] = drawn(db, change.id);
        }
    }
    void check(const Database& db) const {
        INFO(query_);
        REQUIRE(ids_ == asked<Contact>(db, query_));
        for (const std::int64_t id : ids_) REQUIRE(rows_.at(id) == drawn(db, id));
        CHECK(token_.error() == nullptr);
    }

private:
    std::string query_;
    Inbox<ListDelta> inbox_;
    Subscription token_;
    std::size_t seen_ = 0;
    std::vector<std::int64_t> ids_;
    std::map<std::int64_t, std::string> rows_;
};

/// One random write. What the database refuses is not done.
void write_something(Database& db, std::mt19937& random, std::vector<std::int64_t>& merges,
                     std::vector<TransactionId>& transactions) {
    const auto below = [&](std::int64_t n) {
        return std::uniform_int_distribution<std::int64_t>(0, n - 1)(random);
    };
    const auto letter = [&] { return std::string(1, static_cast<char>('a' + below(5))); };
    const ContactId id{1 + below(12)};
    const auto edit = [&](const auto& change) { db.edit(id, change); };
    const TransactionId before = db.last_transaction();  // of the windows' segments, which are not undone
    try {
        switch (below(13)) {
            case 0: db.add(Contact{.name = {.given = letter()}, .tags = {letter()}}); break;
            case 1: edit([&](Contact& c) { c.name.given = letter() + letter(); }); break;
            case 2: edit([&](Contact& c) { c.notes = letter() + letter(); }); break;
            case 3:
                edit([&](Contact& c) { c.emails.push_back({.address = letter() + "@example.org"}); });
                break;
            case 4: edit([&](Contact& c) { c.emails.clear(); }); break;
            case 5: db.tag(id, letter()); break;
            case 6: db.untag(id, letter()); break;
            case 7: edit([&](Contact& c) { c.fields["size"] = below(9); }); break;
            case 8: db.remove(id); break;
            case 9: db.restore(id); break;
            case 10: {
                MergeRequest request;
                request.survivor = id.value;
                request.losers = {1 + below(12)};
                merges.push_back(db.merge(request).id);
                break;
            }
            case 11:
                if (!merges.empty()) db.unmerge(merges[static_cast<std::size_t>(below(std::ssize(merges)))]);
                break;
            default:
                if (!transactions.empty())
                    db.undo(transactions[static_cast<std::size_t>(below(std::ssize(transactions)))]);
        }
        if (const TransactionId made = db.last_transaction(); made != 0 && made != before)
            transactions.push_back(made);
    } catch (const Error&) {  // in the trash, merged already, not unique ...
        return;
    }
}

}  // namespace

TEST_CASE("what is drawn is what is there") {
    for (const unsigned seed : test::seeds(1, 4)) {
        INFO("seed " << seed);
        std::mt19937 random(seed);
        auto db = Database::open(":memory:");
        db.add(Field{.record_type = "contact", .key = "size", .type = FieldType::integer});
        for (int i = 0; i < 12; ++i)
            db.add(Contact{.name = {.given = std::string(1, static_cast<char>('a' + i % 5))}});
        const SegmentId segment = db.segments().save("Big", "field.size > 4");
        std::list<Window> windows;
        for (const char* query :
             {"", "order by given, id", "tag = a order by notes desc", "email is known limit 4",
              "field.size > 3 order by field.size", "not in segment Big order by name"})
            windows.emplace_back(db, query);
        Inbox<SegmentDelta> members;
        const auto token = db.observe(segment, members.callback());
        Inbox<ListDelta> marker;  // the last to be told: by then the others have been
        const auto last = db.observe<Segment>("", marker.callback());
        std::vector<std::int64_t> merges;
        std::vector<TransactionId> transactions;
        for (int step = 0; step < 60; ++step) {
            for (int write = 0; write <= step % 4; ++write) write_something(db, random, merges, transactions);
            db.segments().save("marker", "given = x" + std::to_string(step));
            (void)marker.wait_for(db.history().transactions(1).front().id);
            for (Window& window : windows) window.draw(db);
            for (const Window& window : windows) window.check(db);
        }
        std::set<std::int64_t> in;
        for (const SegmentDelta& delta : members.now()) {
            for (const std::int64_t id : delta.entered) CHECK(in.insert(id).second);
            for (const std::int64_t id : delta.left) CHECK(in.erase(id) == 1);
        }
        auto now = db.segments().members(segment);
        std::sort(now.begin(), now.end());
        CHECK(std::vector<std::int64_t>(in.begin(), in.end()) == now);
        CHECK(transactions.size() > 60);
    }
}
