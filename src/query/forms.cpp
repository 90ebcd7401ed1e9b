// The forms of a query, one into the other.
#include "query/json_form.hpp"
#include "query/layout.hpp"
#include "query/parser.hpp"
#include "query/printer.hpp"

#include <kith/query.hpp>

namespace kith {

std::string format_query(std::string_view text, QueryLayout layout) {
    const query::Query tree = query::parse(text);
    return layout == QueryLayout::lines ? query::print_lines(tree) : query::print(tree);
}

std::string query_to_json(std::string_view text) { return query::to_json(query::parse(text)); }

std::string query_from_json(std::string_view json) { return query::print(query::from_json(json)); }

}  // namespace kith
