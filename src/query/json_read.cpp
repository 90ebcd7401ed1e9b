// JSON to tree.
#include "query/json_read.hpp"

#include "query/limits.hpp"
#include "query/parser.hpp"
#include "query/printer.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace kith::query {

namespace {

[[noreturn]] void fail_at(Code code, const Pointer& at, Phrase message,
                          std::vector<std::pair<std::string, std::string>> arguments) {
    // "" is the whole, which says nothing in a message
    const std::string place = at.text().empty() ? std::string{} : at.text() + ": ";
    ErrorDetail detail;
    detail.message_ja = place + message.ja;
    arguments.emplace_back("pointer", at.text());
    detail.arguments = std::move(arguments);
    throw Error(code, place + message.en, std::move(detail));
}

/// Objects and lists within one another: a level of text is at most a figure in a test in a list of 'and' in one of 'or'.
constexpr int deepest = limits::depth * 8 + 16;

class Reader : JsonReader {
public:
    Query query(const Json& json) {
        const Pointer root;
        const Phrase form{"a query: an object with 'kith_query': 1",
                          "問い合わせ（「kith_query」が1のオブジェクト）"};
        expect_object(json, root, form, {"kith_query", "where", "order_by", "limit", "offset"});
        const Json& version = json.at("kith_query");
        if (!whole(version, json_version, json_version))
            fail(root / "kith_query",
                 {fmt::format("version {}", json_version), fmt::format("版番号{}", json_version)},
                 found(version));
        Query query;
        if (json.contains("where"))
            query.condition = condition(json.at("where"), root / "where", Parent::none);
        if (json.contains("order_by")) order(query, json.at("order_by"), root / "order_by");
        if (json.contains("limit")) query.limit = amount(json.at("limit"), root / "limit");
        if (json.contains("offset")) {
            if (!query.limit) (void)member(json, "limit", root);
            query.offset = amount(json.at("offset"), root / "offset");
        }
        return query;
    }

private:
    /// Where a condition stands: a junction in a junction, or under 'not', takes parentheses as text.
    enum class Parent { none, all, any, negation };

    /// Counts one level of the text's depth.
    class Level {
    public:
        Level(int& depth, const Pointer& at) : depth_(depth) {
            if (depth_ == limits::depth)
                fail_limit(
                    at, {"levels of parentheses, 'not' and segments", "括弧・not・セグメントの入れ子の段数"},
                    static_cast<std::size_t>(limits::depth));
            ++depth_;
        }
        ~Level() { --depth_; }
        Level(const Level&) = delete;
        Level& operator=(const Level&) = delete;

    private:
        int& depth_;
    };

    /// A form of condition: the key that tells it, and who reads it.
    struct Form {
        const char* key;
        Node (Reader::*read)(const Json&, const Pointer&, Parent);
    };

    Nodes condition(const Json& json, const Pointer& at, Parent parent) {
        static constexpr std::array<Form, 23> forms{{{"test", &Reader::test},
                                                     {"and", &Reader::all},
                                                     {"or", &Reader::any},
                                                     {"not", &Reader::negation},
                                                     {"has", &Reader::some},
                                                     {"has_no", &Reader::none},
                                                     {"every", &Reader::every},
                                                     {"in", &Reader::membership},
                                                     {"top", &Reader::top},
                                                     {"bottom", &Reader::bottom},
                                                     {"history", &Reader::what_was},
                                                     {"in_stage", &Reader::in_stage},
                                                     {"did", &Reader::deeds<Behaviour::Verb::did>},
                                                     {"did_not", &Reader::deeds<Behaviour::Verb::did_not>},
                                                     {"first", &Reader::deeds<Behaviour::Verb::first>},
                                                     {"stopped", &Reader::deeds<Behaviour::Verb::stopped>},
                                                     {"restarted", &Reader::deeds<Behaviour::Verb::restarted>},
                                                     {"matches", &Reader::matches},
                                                     {"subscribed_to", &Reader::subscribed},
                                                     {"consents_to", &Reader::consents},
                                                     {"within", &Reader::near},
                                                     {"inside_box", &Reader::inside},
                                                     {"text", &Reader::as_text}}};
        for (const Form& form : forms) {
            if (!json.is_object() || !json.contains(form.key)) continue;
            Nodes result;
            result.push_back((this->*form.read)(json, at, parent));
            return result;
        }
        std::vector<std::string> known;
        for (const Form& form : forms) known.emplace_back(form.key);
        const std::string words = fmt::format("'{}'", fmt::join(known, "', '"));
        const Phrase wanted{"a condition: an object with one of " + words,
                            "条件（" + words + "のいずれかのあるオブジェクト）"};
        const bool named = json.is_object() && !json.empty();
        fail(at, wanted, found(json), named ? nearest_of(json.begin().key(), known) : std::string{});
    }

    Nodes inner(const Json& json, const Pointer& at) override {
        const Level level(depth_, at);
        return condition(json, at, Parent::none);
    }

    void count_condition(const Pointer& at) {
        if (++conditions_ > limits::conditions)
            fail_limit(at, {"conditions in one query", "条件の数"}, limits::conditions);
    }

    Node test(const Json& json, const Pointer& at, Parent) {
        count_condition(at);
        return {comparison(json, at), {}};
    }

    Node related(const Json& json, const Pointer& at, Related::Quantity quantity) {
        count_condition(at);
        const std::string key(word_of(quantity));
        expect_object(json, at, {"a condition", "条件"}, {key, "where"});
        Related related;
        related.quantity = quantity;
        related.path = path(json.at(key), at / key);
        if (json.contains("where")) related.condition = inner(json.at("where"), at / "where");
        return {std::move(related), {}};
    }
    Node some(const Json& json, const Pointer& at, Parent) {
        return related(json, at, Related::Quantity::some);
    }
    Node none(const Json& json, const Pointer& at, Parent) {
        return related(json, at, Related::Quantity::none);
    }
    Node every(const Json& json, const Pointer& at, Parent) {
        return related(json, at, Related::Quantity::every);
    }

    Node membership(const Json& json, const Pointer& at, Parent) {
        count_condition(at);
        expect_object(json, at, {"a condition", "条件"}, {"in", "name"});
        Membership membership;
        membership.of = one_of<Membership::Of>(json.at("in"), at / "in",
                                               {"'list' or 'segment'", "「list」または「segment」"},
                                               [](Membership::Of of) { return word_of(of); });
        membership.name = value(member(json, "name", at), at / "name");
        return {std::move(membership), {}};
    }

    Node rank(const Json& json, const Pointer& at, const char* key) {
        count_condition(at);
        expect_object(json, at, {"a condition", "条件"}, {key, "percent", "by", "among"});
        Rank rank;
        rank.lowest = std::string_view(key) == "bottom";
        rank.number = value(json.at(key), at / key);
        rank.percent = flag(json, "percent", at);
        rank.by = operand(member(json, "by", at), at / "by");
        if (json.contains("among")) rank.among = inner(json.at("among"), at / "among");
        return {std::move(rank), {}};
    }
    Node top(const Json& json, const Pointer& at, Parent) { return rank(json, at, "top"); }
    Node bottom(const Json& json, const Pointer& at, Parent) { return rank(json, at, "bottom"); }

    Node what_was(const Json& json, const Pointer& at, Parent) {
        count_condition(at);
        return {history(json, at), {}};
    }
    Node in_stage(const Json& json, const Pointer& at, Parent) {
        count_condition(at);
        return {stay(json, at), {}};
    }

    template <Behaviour::Verb verb>
    Node deeds(const Json& json, const Pointer& at, Parent) {
        count_condition(at);
        return {behaviour(json, at, verb), {}};
    }

    Node matches(const Json& json, const Pointer& at, Parent) {
        count_condition(at);
        return {full_text(json, at), {}};
    }
    Node subscribed(const Json& json, const Pointer& at, Parent) {
        count_condition(at);
        return {permission(json, at, Permission::To::list), {}};
    }
    Node consents(const Json& json, const Pointer& at, Parent) {
        count_condition(at);
        return {permission(json, at, Permission::To::channel), {}};
    }
    Node near(const Json& json, const Pointer& at, Parent) {
        count_condition(at);
        return {circle(json, at), {}};
    }
    Node inside(const Json& json, const Pointer& at, Parent) {
        count_condition(at);
        return {box(json, at), {}};
    }

    /// A condition in its text, of whatever kind.
    Node as_text(const Json& json, const Pointer& at, Parent) {
        count_condition(at);
        expect_object(json, at, {"a condition", "条件"}, {"text"});
        const std::string_view words =
            text(json.at("text"), at / "text", {"a condition as text", "文で書いた条件"});
        try {
            Query query = parse(words);
            if (!query.condition.empty() && query.order.empty() && !query.limit)
                return std::move(query.condition.front());
        } catch (const Error& error) {
            fail_at(error.code(), at / "text", {error.what(), error.message(Language::ja)}, error.arguments());
        }
        fail(at / "text", {"one condition", "ひとつの条件"}, quote(words));
    }

    Node all(const Json& json, const Pointer& at, Parent parent) { return junction(json, at, parent, true); }
    Node any(const Json& json, const Pointer& at, Parent parent) { return junction(json, at, parent, false); }

    /// One term stands for itself, and a junction in one of its kind is part of that, as in text.
    Node junction(const Json& json, const Pointer& at, Parent parent, bool all) {
        const char* key = all ? "and" : "or";
        expect_object(json, at, {"a condition", "条件"}, {key});
        const Json& terms = json.at(key);
        if (!terms.is_array() || terms.empty())
            fail(at / key, {"a list of conditions", "条件のリスト"}, found(terms));
        const Parent own = all ? Parent::all : Parent::any;
        std::optional<Level> level;
        if (parent != Parent::none && parent != own && terms.size() > 1) level.emplace(depth_, at);
        Junction result;
        result.all = all;
        for (std::size_t i = 0; i < terms.size(); ++i) {
            Node term = std::move(condition(terms[i], at / key / i, terms.size() > 1 ? own : parent).front());
            auto* same = std::get_if<Junction>(&term.form);
            if (same != nullptr && same->all == all)
                result.terms.splice(result.terms.end(), same->terms);
            else
                result.terms.push_back(std::move(term));
        }
        if (result.terms.size() == 1) return std::move(result.terms.front());
        return {std::move(result), {}};
    }

    Node negation(const Json& json, const Pointer& at, Parent) {
        expect_object(json, at, {"a condition", "条件"}, {"not"});
        const Level level(depth_, at);
        return {Negation{condition(json.at("not"), at / "not", Parent::negation)}, {}};
    }

    void order(Query& query, const Json& json, const Pointer& at) {
        const Phrase wanted{"a list of objects with 'by'", "「by」のあるオブジェクトのリスト"};
        if (!json.is_array()) fail(at, wanted, found(json));
        if (json.size() > limits::order_keys)
            fail_limit(at, {"keys of 'order by'", "「order by」の項目数"}, limits::order_keys);
        for (std::size_t i = 0; i < json.size(); ++i) {
            expect_object(json[i], at / i, {"an object with 'by'", "「by」のあるオブジェクト"},
                          {"by", "descending"});
            OrderKey key;
            key.operand = operand(json[i].at("by"), at / i / "by");
            key.descending = flag(json[i], "descending", at / i);
            query.order.push_back(std::move(key));
        }
    }

    int depth_ = 0;
    std::size_t conditions_ = 0;
};

/// The line and column of a byte, from 1.
Position position_of(std::string_view text, std::size_t byte) {
    Position at{1, 1};
    for (std::size_t i = 0; i + 1 < byte && i < text.size(); ++i) {
        if (text[i] == '\n')
            at = {at.line + 1, 1};
        else if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80)
            ++at.column;
    }
    return at;
}

nlohmann::json parsed(std::string_view text) {
    if (text.size() > limits::text_bytes * json_per_text) {
        fail_limit(Pointer{}, {"the query is too long, in bytes", "問い合わせの長さ（バイト数）"},
                   limits::text_bytes * json_per_text);
    }
    const auto bounded = [](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
        if (depth > deepest)
            fail_limit(Pointer{}, {"objects and lists within one another", "JSONの入れ子の段数"},
                       static_cast<std::size_t>(deepest));
        return true;
    };
    try {
        return nlohmann::json::parse(text.begin(), text.end(), bounded);
    } catch (const nlohmann::json::parse_error& error) {
        fail(position_of(text, error.byte), {"JSON", "JSON"}, {"what is none", "それ以外"});
    } catch (const nlohmann::json::exception&) {  // a number that no double holds
        fail(Pointer{}, {"JSON", "JSON"}, {"a number out of range", "範囲外の数値"});
    }
}

}  // namespace

Pointer Pointer::operator/(std::string_view key) const {
    Pointer inner;
    inner.text_ = text_ + '/';
    for (const char c : key) {
        if (c == '~')
            inner.text_ += "~0";
        else if (c == '/')
            inner.text_ += "~1";
        else
            inner.text_ += c;
    }
    return inner;
}

void fail(const Pointer& at, const Phrase& expected, const Phrase& found, std::string_view nearest) {
    Phrase message{fmt::format("expected {}, found {}", expected.en, found.en),
                   fmt::format("{}が必要ですが、{}があります", expected.ja, found.ja)};
    if (!nearest.empty()) {
        message.en += fmt::format("; did you mean '{}'?", nearest);
        message.ja += fmt::format("。「{}」のことですか？", nearest);
    }
    fail_at(Code::parse, at, std::move(message),
            {{"expected", expected.en}, {"found", found.en}, {"nearest", std::string(nearest)}});
}

void fail_limit(const Pointer& at, const Phrase& what, std::size_t limit) {
    const auto bound = std::to_string(limit);
    fail_at(Code::limit, at,
            {fmt::format("{}: at most {} are allowed", what.en, bound),
             fmt::format("{}は{}までです", what.ja, bound)},
            {{"limit", bound}});
}

Query from_json(std::string_view json) {
    Query query = Reader().query(parsed(json));
    // What text cannot say is no query, in whatever way it was put together.
    const std::string text = print(query);
    try {
        if (parse(text) == query) return query;
    } catch (const Error& error) {
        if (error.code() == Code::limit) {
            fail_at(Code::limit, {}, {error.what(), error.message(Language::ja)}, error.arguments());
        }
    }
    fail(Pointer{}, {"a query that text can say", "文で書ける問い合わせ"}, quote(text));
}

}  // namespace kith::query
