// Query text through all its stages: lexer, parser, printer, checker, compiler, and the statement itself over a small
// base. "organization|industry = Retail" says over which records; contacts else.
#include "fuzz.hpp"
#include "world.hpp"

#include "query/parser.hpp"
#include "query/printer.hpp"

#include <kith/query.hpp>
#include <kith/records/contact.hpp>

using namespace kith;
using namespace kith::fuzz;

namespace {

void check_error(const Error& error) {
    const bool expected =
        error.code() == Code::parse || error.code() == Code::limit || error.code() == Code::invalid_argument;
    must(expected, "query text ends in an answer, a parse error or a limit", error.what());
    must(error.code() != Code::parse || !error.argument("line").empty(), "a parse error has its place",
         error.what());
    for (const Language language : {Language::en, Language::ja})
        must_be_utf8(error.message(language), "messages are UTF-8");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Database db = small_base(":memory:");
    static const Parameters parameters{{"x", Value("vip")}, {"n", Value(1)}, {"t", Value(now())}};
    const Input input = divided(text_of(data, size));
    const RecordType* named = find_record_type(input.option);
    const RecordType& type = named ? *named : record_type<Contact>();
    const std::string_view text = named ? input.text : text_of(data, size);

    query::Query tree;
    try {
        tree = query::parse(text);
    } catch (const Error& error) {
        check_error(error);
        return 0;
    }
    const std::string canonical = query::print(tree);
    must_be_utf8(canonical, "canonical text is UTF-8");
    try {
        const query::Query again = query::parse(canonical);
        must(again == tree, "canonical text is the same query", canonical);
        must(query::print(again) == canonical, "printing is stable", canonical);
    } catch (const Error& error) {
        must(error.code() == Code::limit, "canonical text can be read", canonical + ": " + error.what());
        return 0;
    }
    try {
        db.read([&](const Reader& reader) {
            const auto ids = reader.select_ids(type, text, parameters);
            must(reader.select_ids(type, canonical, parameters) == ids, "canonical text selects the same",
                 canonical);
            must(reader.count_of(type, text, parameters) == static_cast<std::int64_t>(ids.size()),
                 "a count counts what is selected", canonical);
            must_be_utf8(explain(reader, type, text, parameters).sql, "SQL is UTF-8");
        });
    } catch (const Error& error) {
        check_error(error);
    }
    return 0;
}
