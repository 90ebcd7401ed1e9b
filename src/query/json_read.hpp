// The reader of the JSON form: pointers, objects and the parts that conditions are made of.
#pragma once

#include "query/failure.hpp"
#include "query/json_form.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace kith::query {

/// Where a value stands, as RFC 6901 writes it: "/where/and/0/value".
class Pointer {
public:
    Pointer() = default;
    [[nodiscard]] Pointer operator/(std::string_view key) const;
    [[nodiscard]] Pointer operator/(std::size_t index) const { return *this / std::to_string(index); }
    [[nodiscard]] const std::string& text() const noexcept { return text_; }

private:
    std::string text_{};
};

/// Throws `parse`: "/where/op: expected an operator, found 'contain'; did you mean 'contains'?".
[[noreturn]] void fail(const Pointer& at, const Phrase& expected, const Phrase& found,
                       std::string_view nearest = {});
/// Throws `limit` naming the bound.
[[noreturn]] void fail_limit(const Pointer& at, const Phrase& what, std::size_t limit);

/// Reads values, paths, operands and tests; conditions are whoever's reads the whole.
class JsonReader {
public:
    virtual ~JsonReader() = default;

protected:
    using Json = nlohmann::json;

    JsonReader() = default;

    /// A condition in parentheses: those of a relation, a figure.
    virtual Nodes inner(const Json& json, const Pointer& at) = 0;

    /// A piece of the JSON for a message.
    static Phrase found(const Json& json);
    /// Throws unless it is an object with these keys only, the first of which it must have.
    static void expect_object(const Json& json, const Pointer& at, const Phrase& what,
                              std::initializer_list<std::string_view> keys);
    /// The member; throws when it is missing.
    static const Json& member(const Json& json, const char* key, const Pointer& at);
    static std::string_view text(const Json& json, const Pointer& at, const Phrase& what);
    static bool flag(const Json& json, const char* key, const Pointer& at);
    /// One of the words that `word_of_one` gives. Throws with the nearest.
    template <class Enum, class Word>
    static Enum one_of(const Json& json, const Pointer& at, const Phrase& what, Word&& word_of_one);

    Literal value(const Json& json, const Pointer& at);
    /// A list of at least one value; of exactly two when `exactly` > 0.
    std::vector<Literal> values(const Json& json, const Pointer& at, std::size_t exactly = 0);
    Path path(const Json& json, const Pointer& at);
    Operand operand(const Json& json, const Pointer& at);
    Operand tile(const Json& json, const Pointer& at);
    /// A whole number from 0, or a parameter.
    static Literal amount(const Json& json, const Pointer& at);
    /// A whole number from `least` to `most`, nothing when it is none. As JSON Schema has it, 5.0 is one.
    static std::optional<std::int64_t> whole(const Json& json, std::int64_t least, std::int64_t most);
    Comparison comparison(const Json& json, const Pointer& at);
    static Operator test_operator(const Json& json, const Pointer& at);

    // json_read_others.cpp
    Area circle(const Json& json, const Pointer& at);
    Area box(const Json& json, const Pointer& at);
    FullText full_text(const Json& json, const Pointer& at);
    Permission permission(const Json& json, const Pointer& at, Permission::To to);
    History history(const Json& json, const Pointer& at);
    Stay stay(const Json& json, const Pointer& at);
    Behaviour behaviour(const Json& json, const Pointer& at, Behaviour::Verb verb);

private:
    static Literal number(const Json& json, const Pointer& at);
    static Span span(const Json& json, const Pointer& at);
    static Literal parameter(const Json& json, const Pointer& at);
    Window window(const Json& json, const Pointer& at);
    static Unit unit(const Json& json, const Pointer& at);
    /// How many units: a whole number from 1 to `most`, or a parameter.
    static void count(const Json& json, const Pointer& at, std::int64_t most, std::int64_t& number,
                      std::string& parameter);
    static Span named(const Json& json, const Pointer& at);
    void compared_with(Comparison& comparison, const Json& json, const Pointer& at);
    // json_read_others.cpp
    static Duration duration(const Json& json, const Pointer& at);
    /// `within` or `more_than` so much, `after` or `before` another time.
    void distance(Comparison& comparison, const Json& json, const Pointer& at);
    Literal plain_number(const Json& json, const Pointer& at);
    std::vector<Literal> plain_numbers(const Json& json, const Pointer& at, std::size_t exactly,
                                       const Phrase& what);
    Deed deed(const Json& json, const Pointer& at, bool later);
};

[[noreturn]] void fail_word(const Pointer& at, const Phrase& expected, std::string_view found,
                            const std::vector<std::string>& known);

template <class Enum, class Word>
Enum JsonReader::one_of(const Json& json, const Pointer& at, const Phrase& what, Word&& word_of_one) {
    const std::string_view word = text(json, at, what);
    if (const auto found = with_word<Enum>(word, word_of_one)) return *found;
    std::vector<std::string> known;
    for (int i = 0; i < 64; ++i)
        if (const std::string_view each = word_of_one(static_cast<Enum>(i)); !each.empty())
            known.emplace_back(each);
    fail_word(at, what, word, known);
}

}  // namespace kith::query
