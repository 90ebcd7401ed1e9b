// The JSON form of queries: whatever is read is a query that text can say, and writing it gives the same tree again. A text that
// is a query goes through the JSON form unchanged.
#include "fuzz.hpp"

#include "query/json_form.hpp"
#include "query/layout.hpp"
#include "query/parser.hpp"
#include "query/printer.hpp"

using namespace kith;
using namespace kith::fuzz;

namespace {

void check_round_trip(const query::Query& tree) {
    const std::string json = query::to_json(tree);
    must_be_utf8(json, "JSON is UTF-8");
    try {
        must(query::from_json(json) == tree, "the JSON form of a query is that query", json);
    } catch (const Error& error) {
        must(error.code() == Code::limit, "the JSON form of a query can be read", json + ": " + error.what());
    }
    const std::string lines = query::print_lines(tree);
    try {
        must(query::parse(lines) == tree, "the lines of a query are that query", lines);
    } catch (const Error& error) {
        must(error.code() == Code::limit, "the lines of a query can be read", lines + ": " + error.what());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = text_of(data, size);
    try {
        const query::Query tree = query::from_json(text);
        must(query::parse(query::print(tree)) == tree, "text says what the JSON says", query::print(tree));
        check_round_trip(tree);
    } catch (const Error& error) {
        const bool expected = error.code() == Code::parse || error.code() == Code::limit;
        must(expected, "JSON ends in a query, a parse error or a limit", error.what());
        for (const Language language : {Language::en, Language::ja})
            must_be_utf8(error.message(language), "messages are UTF-8");
    }
    try {
        check_round_trip(query::parse(text));
    } catch (const Error&) {
        // no query: the target "query" looks at how that is told
    }
    return 0;
}
