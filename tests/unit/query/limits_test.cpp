// The bounds that docs/query-language.md names: what is allowed runs, one more is refused with its place.
#include "query/json_form.hpp"
#include "query/limits.hpp"
#include "query/parser.hpp"
#include "query/printer.hpp"
#include "source_dir.hpp"
#include "support/expect_error.hpp"

#include <kith/database.hpp>
#include <kith/query.hpp>
#include <kith/records/contact.hpp>
#include <kith/records/employment.hpp>
#include <kith/records/interaction.hpp>
#include <kith/segments.hpp>

#include <catch2/catch.hpp>

#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

using namespace kith;
using kith::test::expect_error;
using kith::test::says;
namespace limits = kith::query::limits;

namespace {

/// `people` contacts in one organization, so that ways from one to the other and back multiply.
Database crowd(int people, Options options = {}) {
    auto db = Database::open(":memory:", std::move(options));
    db.write([&](Transaction& tx) {
        Organization organization;
        organization.name = "Everyone";
        const auto everyone = tx.add(organization);
        for (int i = 0; i < people; ++i) {
            Contact contact;
            contact.name.given = "g" + std::to_string(i);
            Employment employment;
            employment.contact = tx.add(contact);
            employment.organization = everyone;
            tx.add(employment);
        }
    });
    return db;
}

std::string times(const std::string& text, int n) {
    std::string all;
    for (int i = 0; i < n; ++i) all += text;
    return all;
}

/// head(0) head(1) ... core ) ) )
std::string nested(int depth, const std::function<std::string(int)>& head, const std::string& core,
                   const std::string& tail = ")") {
    std::string text;
    for (int i = 0; i < depth; ++i) text += head(i);
    return text + core + times(tail, depth);
}

std::string back_and_forth(int depth, const std::string& how, const std::string& core) {
    return nested(
        depth, [&](int i) { return how + (i % 2 == 0 ? " organization (" : " contact ("); }, core);
}

void needs_place(const Error& error, const std::string& column) {
    CHECK(error.argument("line") == "1");
    CHECK(error.argument("column") == column);
    CHECK_FALSE(error.message(Language::ja).empty());
}

}  // namespace

TEST_CASE("the canonical text of what is within the bounds is, too", "[query][limits]") {
    for (const char* head : {"(", "a = b and (", "a = b or (", "not (", "a = b and c = d or ("}) {
        for (const char* tail :
             {")", ") and c = d", ") or c = d", " or a = b) and c = d", " and a = b) or c = d"}) {
            for (int depth = 1; depth <= limits::depth; ++depth) {
                const std::string text = nested(
                    depth, [&](int) { return std::string(head); }, "e = f", std::string(tail));
                INFO(text);
                query::Query tree;
                try {
                    tree = query::parse(text);
                } catch (const Error& error) {
                    CHECK(error.code() == Code::limit);
                    CHECK(depth > limits::depth / 3);
                    continue;
                }
                CHECK(query::parse(query::print(tree)) == tree);
                CHECK(query::from_json(query::to_json(tree)) == tree);
            }
        }
    }
}

TEST_CASE("nesting of every kind goes as deep as the limit and no deeper", "[query][limits]") {
    auto db = crowd(3);
    const auto either = [](int i) { return i % 2 == 0 ? "given = x and (" : "given = y or ("; };
    const auto related = [](const std::string& how, const std::string& leaf = "name contains x") {
        return [how, leaf](int depth) { return back_and_forth(depth, how, leaf); };
    };
    struct Kind {
        std::string name;
        int limit;
        std::function<std::string(int)> text;
    };
    const auto outer = [](int i) { return i % 2 == 0 ? "organization (" : "contact ("; };
    const std::vector<Kind> kinds = {
        {"parentheses", limits::depth,
         [](int n) {
             return nested(
                 n, [](int) { return "("; }, "given = x");
         }},
        {"not", limits::depth, [](int n) { return times("not ", n) + "given = x"; }},
        {"and, or", limits::depth, [&](int n) { return nested(n, either, "given = x"); }},
        {"elements", limits::depth,
         [](int n) {
             const auto head = [](int i) { return i % 2 == 0 ? "label = a or (" : "label = b and ("; };
             return "has email (" + nested(n - 1, head, "label = x") + ")";
         }},
        {"has", limits::related_depth, related("has")},
        {"has no", limits::related_depth, related("has no")},
        {"every", limits::related_depth, related("every")},
        {"references", limits::related_depth,
         [](int n) {
             return nested(
                 n, [](int i) { return i == 0 ? "has organization (" : "has parent ("; }, "name = x");
         }},
        {"has among others", limits::related_depth,
         [&](int n) {
             return nested(
                 n, [&](int i) { return std::string("tag = t and source = x or has ") + outer(i); },
                 "name contains x or email.label = y");
         }},
        {"count", limits::related_depth,
         [&](int n) {
             return nested(
                 n, [&](int i) { return std::string("count ") + outer(i); }, "name = x", ") >= 1");
         }},
        {"ranks", limits::related_depth,
         [](int n) {
             return nested(
                 n, [](int) { return "top 50 % by created among ("; }, "given = x");
         }},
        {"tiles", limits::related_depth,
         [](int n) {
             return nested(
                 n, [](int) { return "tile 2 (count organization among ("; }, "given = x", ")) = 2");
         }},
        {"ranks within related records", limits::related_depth,
         [](int n) {
             return nested(
                 n,
                 [](int i) {
                     return i % 3 == 0   ? "has organization ("
                            : i % 3 == 1 ? "top 3 by created among ("
                                         : "has contact (";
                 },
                 n % 3 == 0 ? "given = x" : "name = x");
         }},
        {"participants", limits::related_depth,
         [](int n) {
             const auto head = [](int i) {
                 return i % 2 == 0 ? "has interaction (" : "has participant.contact (";
             };
             return nested(n, head, n % 2 == 0 ? "given = x" : "subject contains x");
         }},
    };
    for (const Kind& kind : kinds) {
        INFO(kind.name);
        CHECK_NOTHROW(db.count<Contact>(kind.text(kind.limit)));
        const std::string deeper = kind.text(kind.limit + 1);
        const Error error = expect_error(Code::limit, [&] { (void)db.count<Contact>(deeper); });
        CHECK(error.argument("limit") == std::to_string(kind.limit));
        CHECK(error.argument("line") == "1");
        CHECK_FALSE(error.argument("column").empty());
    }
    // what `and` joins beside an `or` has parentheses in the canonical text, and so counts as a level, too
    const auto in_front = [](int n) {
        return nested(
            n, [](int) { return "("; }, "given = x", " or source = y) and notes = z");
    };
    CHECK_NOTHROW(db.count<Contact>(in_front(limits::depth / 2)));
    const Error grouped =
        expect_error(Code::limit, [&] { (void)db.count<Contact>(in_front(limits::depth / 2 + 1)); });
    CHECK(grouped.argument("limit") == std::to_string(limits::depth));
    needs_place(
        expect_error(Code::limit, [&] { (void)db.count<Contact>(back_and_forth(13, "has", "name = x")); }),
        "191");
    needs_place(expect_error(Code::limit, [&] { (void)db.count<Contact>(times("not ", 41) + "given = x"); }),
                std::to_string(40 * 4 + 1));
}

TEST_CASE("patterns are bounded, and what they do counts as work", "[query][limits]") {
    Options options;
    options.query_work = 200'000;
    auto db = crowd(3, options);
    const auto refused = [&](const std::string& text, const std::string& limit, const std::string& column) {
        INFO(text.substr(0, 60));
        const Error error = expect_error(Code::limit, [&] { (void)db.count<Contact>(text); });
        CHECK(error.argument("limit") == limit);
        needs_place(error, column);
    };
    for (const char* op : {"like", "regex", "sounds like", "similar to"})
        refused(std::string("notes ") + op + " \"" + times("a", 1001) + "\"", "1000",
                std::to_string(8 + std::string(op).size()));
    refused("notes regex \"((a{100}){100}){2}\"", "10000", "13");
    refused("notes regex \"" + times("(", 60) + "\"", "50", "13");
    refused("notes regex \"a{1001}\"", "1000", "13");

    // one long note, and a pattern whose ways all stay open: too much although SQLite itself does next to nothing
    Contact contact;
    contact.notes = times("a", 20'000);
    db.add(contact);
    const std::string text = "notes regex \"(a?){500}a{500}b\"";
    const Error error = expect_error(Code::limit, [&] { (void)db.count<Contact>(text); });
    CHECK(error.argument("limit") == "200000");
    CHECK(db.count<Contact>("notes regex \"^a+$\"") == 1);
}

TEST_CASE("whatever stays within the bounds is no more than SQLite takes", "[query][limits]") {
    Options options;
    options.query_work = 100'000;
    auto db = crowd(3, options);
    constexpr int deepest = limits::depth / 2;  // what `and` joins beside an `or` is a level, too
    const auto logic = [](int n) {              // alternating, with terms on both sides
        return nested(
            n, [](int i) { return i % 2 == 0 ? "id = 1 and id = 2 and (" : "id = 3 or id = 4 or ("; },
            "id = 5 or id = 6 and id = 7", " and id = 8 or id = 9)");
    };
    const std::string path = "organization.contact.organization.contact.organization.contact.organization.";
    std::vector<std::string> texts;
    for (const std::string how : {"has ", "has no ", "every ", "count "}) {
        const std::string tail = how == "count " ? ") > 1" : ")";
        // each step beside logic as deep as may be, in front of it or behind, of the record or of the path
        for (int shape = 0; shape < 6; ++shape) {
            const auto head = [&](int i) {
                const std::string step = i % 2 == 0 ? "organization (" : "contact (";
                const std::string beside = logic((limits::depth - 3 - (shape == 3 ? 4 * i : i)) / 2) +
                                           (i % 2 == 0 ? " and " : " or ");
                switch (shape) {
                    case 0: return beside + how + step;
                    case 1: return how + path + "contact (";
                    case 2: return times("id = 1 or id = 2 and ", 60) + "not " + how + step;
                    case 3: return "not (" + beside + "email contains x and " + how + step;
                    case 4: return times("email contains x or ", 12) + how + step;
                    default: return "(" + times("notes = x or name = y and ", 30) + "(" + how + step;
                }
            };
            // a step of the shapes 3 and 5 is three levels and, beside an `or`, a fourth
            const int most = shape == 3 || shape == 5 ? limits::depth / 4 - 1 : limits::related_depth;
            const int depth = shape == 1 ? limits::related_depth / 4 : most;
            const std::string close = shape == 3 ? tail + ")" : shape == 5 ? tail + "))" : tail;
            texts.push_back(nested(depth, head, "name contains x", close));
        }
    }
    texts.push_back(logic(deepest));
    texts.push_back("has interaction (" + logic(deepest - 1) + ")");
    texts.push_back("has email (" + logic(deepest - 1) + ")");
    texts.push_back("has interaction (has participant (" + logic(deepest - 1) + "))");
    texts.push_back("name in (x" + times(", 'y z'", 999) + ")");
    texts.push_back(back_and_forth(12, "has", "name in (x" + times(", 'y z'", 999) + ")"));
    const std::string found = "matches \"a\" and notes matches \"b\" or consents to email for x";
    for (const std::string how : {"has", "has no", "every"}) texts.push_back(back_and_forth(12, how, found));
    texts.push_back(times("not ", limits::depth) + "consents to email");
    texts.push_back("matches \"a\"" + times(" or matches \"b c\"", 199));
    texts.push_back("subscribed to x" + times(" and subscribed to y", 199));
    int ran = 0;
    for (std::string text : texts) {
        for (const std::string id : {"participant", "email"}) {  // their rows have other fields
            if (text.find("has " + id) == std::string::npos && text.find("(has " + id) == std::string::npos)
                continue;
            const std::string field = id == "email" ? "label =" : "contact.id =";
            for (std::size_t at = 0; (at = text.find("id =", at)) != std::string::npos; at += field.size())
                text.replace(at, 4, field);
        }
        INFO(text.substr(0, 300));
        try {
            static_cast<void>(db.count<Contact>(text));
            ++ran;
        } catch (const Error& error) {
            INFO(error.what());
            // it ran, and was stopped
            CHECK(error.code() == Code::limit);
            CHECK(error.argument("limit") == "100000");
            ++ran;
        }
    }
    CHECK(ran == static_cast<int>(texts.size()));
    CHECK(db.count<Contact>("name in (x" + times(", 'y z'", 998) + ", g1)") == 1);
}

TEST_CASE("a figure to order by and a column of a list nest like a condition", "[query][limits]") {
    auto db = crowd(3);
    const auto figure = [](int n) { return "count organization (" + times("not ", n - 1) + "name = x)"; };
    CHECK_NOTHROW(db.ids<Contact>("order by " + figure(limits::depth)));
    CHECK_NOTHROW(db.list<Contact>({figure(limits::depth)}));
    expect_error(Code::limit, [&] { (void)db.ids<Contact>("order by " + figure(limits::depth + 1)); });
}

TEST_CASE("segments count as levels and bring theirs", "[query][limits]") {
    auto db = crowd(3);
    Segments segments = db.segments();
    segments.save("Deep", times("not ", limits::depth - 2) + "given = x");
    CHECK_NOTHROW(db.count<Contact>("in segment Deep"));
    CHECK_NOTHROW(db.count<Contact>("not in segment Deep"));
    const Error error = expect_error(Code::limit, [&] { (void)db.count<Contact>("not not in segment Deep"); });
    CHECK(says(error, "in segment 'Deep': line 1, column 149: levels of parentheses, 'not' and segments"));
    CHECK(error.argument("segment") == "Deep");
    // conditions of segments are conditions of the query
    segments.save("Wide", "given = x" + times(" or given = x", 1999));
    CHECK_NOTHROW(db.count<Contact>("in segment Wide"));
    expect_error(Code::limit, [&] { (void)db.count<Contact>("in segment Wide or in segment Wide"); });
}

TEST_CASE("a query has as many conditions, values and steps as the limit and no more", "[query][limits]") {
    auto db = crowd(3);
    const auto refused = [&](const std::string& text, std::size_t limit, const std::string& column) {
        const Error error = expect_error(Code::limit, [&] { (void)db.count<Contact>(text); });
        CHECK(error.argument("limit") == std::to_string(limit));
        needs_place(error, column);
    };
    const auto conditions = [](int n) { return "id=1" + times(" or id=1", n - 1); };
    CHECK(db.count<Contact>(conditions(4000)) == 1);
    refused(conditions(4001), 4000, std::to_string(8 * 4000 + 1));

    for (const std::string one : {"has email (label = x)", "count tag (name = x) > 0", "email contains x",
                                  "tag = x", "every organization.name = x"}) {
        INFO(one);
        const auto related = [&](int n) { return one + times(" or " + one, n - 1); };
        CHECK_NOTHROW(db.count<Contact>(related(200)));
        const Error error = expect_error(Code::limit, [&] { (void)db.count<Contact>(related(201)); });
        CHECK(error.argument("limit") == "200");
        CHECK(error.argument("line") == "1");
    }
    refused("has email (label = x)" + times(" or has email (label = x)", 200), 200,
            std::to_string(25 * 200 + 5));
    CHECK_NOTHROW(db.count<Contact>("has all tags (x" + times(", x", 199) + ")"));
    refused("has all tags (x" + times(", x", 200) + ")", 200, "9");
    CHECK_NOTHROW(db.count<Contact>("count tag in (1" + times(", 1", 199) + ")"));
    refused("count tag in (1" + times(", 1", 200) + ")", 200, "7");

    CHECK_NOTHROW(db.count<Contact>("given in (x" + times(",x", 999) + ")"));
    refused("given in (x" + times(",x", 1000) + ")", 1000, std::to_string(11 + 2 * 1000));
    CHECK_NOTHROW(db.count<Contact>("order by id" + times(",id", 15)));
    refused("order by id" + times(",id", 16), 16, std::to_string(10 + 3 * 16));
    const auto ranks = [](int n) { return times("top 1 by created or ", n - 1) + "top 1 by created"; };
    CHECK(db.count<Contact>(ranks(64)) == 1);
    refused(ranks(65), 64, std::to_string(20 * 64 + 5));
    CHECK_NOTHROW(db.count<Contact>(
        "organization.contact.organization.contact.organization.contact.organization.name = x"));
    refused("organization.contact.organization.contact.organization.contact.organization.owner.name = x", 8,
            "1");
    CHECK_NOTHROW(db.count<Contact>("notes like '" + std::string(1000, 'x') + "'"));
    refused("notes like '" + std::string(1001, 'x') + "'", 1000, "12");
    CHECK_NOTHROW(db.count<Contact>("id = 1" + std::string(65536 - 6, ' ')));
    refused("id = 1" + std::string(65536 - 5, ' '), 65536, "1");
}

TEST_CASE("work is bounded by Options::query_work, and only that of queries", "[query][limits]") {
    const std::string heavy = "count organization.contact.email (label = x) > 0";
    Options options;
    options.query_work = 200'000;
    auto db = crowd(200, options);  // writing takes more than a query may
    CHECK(db.count<Contact>("given = g7") == 1);
    const auto refused = [&](const std::function<void()>& run) {
        const Error error = expect_error(Code::limit, run);
        CHECK(error.argument("limit") == "200000");
        CHECK(says(error, "200000 steps (Options::query_work)"));
        CHECK_FALSE(error.message(Language::ja).empty());
        CHECK_FALSE(error.retryable());
    };
    refused([&] { (void)db.count<Contact>(heavy); });
    refused([&] { (void)db.ids<Contact>(heavy); });
    refused([&] { (void)db.query<Contact>(heavy); });
    refused([&] { (void)db.list<Contact>({"given"}, heavy); });
    refused([&] { (void)db.list<Contact>({"count organization.contact.email"}); });
    refused([&] { db.each<Contact>(heavy, [](const Contact&) {}); });
    // the connection is as good as before, also inside a transaction, which goes on
    CHECK(db.count<Contact>("given = g7") == 1);
    db.write([&](Transaction& tx) {
        Contact contact;
        contact.name.given = "late";
        tx.add(contact);
        refused([&] { (void)tx.count<Contact>(heavy); });
    });
    CHECK(db.count<Contact>("given = late") == 1);
    CHECK(db.verify().empty());

    options.query_work = 0;
    CHECK(crowd(200, options).count<Contact>(heavy) == 0);
    options.query_work = -1;
    expect_error(Code::invalid_argument, [&] { crowd(1, options); });
}

TEST_CASE("related records in related records take work like a product of two, however deep",
          "[query][limits]") {
    Options options;
    options.query_work =
        10'000'000;  // twenty times a hundred times a hundred ways; a third one would be 100 times that
    auto db = crowd(100, options);
    for (const std::string how : {"has", "has no", "every"}) {
        for (const int depth : {4, 6, 10, limits::related_depth}) {
            INFO(how << " " << depth);
            CHECK_NOTHROW(db.count<Contact>(back_and_forth(depth, how, "name = zzz")));
        }
    }
    CHECK_NOTHROW(
        db.count<Contact>("organization.contact.organization.contact.organization.contact.given = zzz"));
    CHECK_NOTHROW(db.count<Contact>(
        "has organization.contact.organization.contact.organization.contact (given = zzz)"));
    CHECK(db.count<Contact>(back_and_forth(6, "has", "given = g1")) == 100);
    CHECK(db.count<Contact>(back_and_forth(6, "has no", "given = g1")) == 100);
    CHECK(db.count<Contact>(back_and_forth(5, "has no", "name = everyone")) == 0);
    CHECK(db.count<Contact>(back_and_forth(5, "has", "name = everyone")) == 100);
    CHECK(db.count<Contact>(back_and_forth(6, "every", "given starts with g")) == 100);
    CHECK(db.count<Contact>(back_and_forth(6, "every", "given = g1")) == 0);
    CHECK(db.count<Contact>("organization.contact.organization.contact.given = g1") == 100);
    CHECK(db.count<Contact>("every organization.contact.organization.contact (given starts with g)") == 100);
    CHECK(db.count<Contact>("every organization.contact.organization.contact (given = g1)") == 0);
    CHECK(db.count<Contact>(
              "count organization (count contact (count organization (count contact > 99) > 0) = 100) = 1") ==
          100);
    // one step and two are looked up from the record outwards, as before
    const auto sets = [&](const std::string& query) {
        return explain<Contact>(db, query).sql.find("WITH") == 0;
    };
    CHECK_FALSE(sets("has organization (industry = x)"));
    CHECK_FALSE(sets("has organization (has contact (given = x and tag = y))"));
    CHECK(sets("has organization (has contact (has interaction (channel = email)))"));
}

TEST_CASE("the manual's numbers are the limits", "[query][limits]") {
    std::ifstream file(KITH_SOURCE_DIR "/docs/query-language.md");
    std::stringstream manual;
    manual << file.rdbuf();
    const std::string text = manual.str();
    const auto says_so = [&](const std::string& words) {
        INFO(words);
        CHECK(text.find(words) != std::string::npos);
    };
    static_assert(limits::text_bytes == 64 * 1024 && limits::conditions == 4000 && limits::values == 1000);
    says_so("| length | 64 KB |");
    says_so(
        "| levels of parentheses, `not` and segments; what `and` joins beside an `or` counts as in parentheses | " +
        std::to_string(limits::depth) + " |");
    says_so("| related records within one another | " + std::to_string(limits::related_depth) + " |");
    says_so("| conditions | 4,000 |");
    says_so("| conditions on related records | " + std::to_string(limits::related) + " |");
    says_so("| values in one list | 1,000 |");
    says_so("| steps in a path | " + std::to_string(limits::steps) + " |");
    says_so("| keys of `order by` | " + std::to_string(limits::order_keys) + " |");
    says_so("| ranks and tiles | " + std::to_string(limits::ranks) + " |");
    says_so("| parts of a `tile` | 1,000 |");
    says_so("| bytes of a pattern | 1,000 |");
    says_so("| words to be found, bytes of one | 32, 256 |");
    says_so("| segments in a chain | " + std::to_string(limits::segments) + " |");
    CHECK(Options{}.query_work == 1'000'000'000);
    says_so("| steps of work | 1,000,000,000 |");
}
