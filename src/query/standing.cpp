// A query that is asked again and again.
#include "query/checker.hpp"
#include "query/compiler.hpp"
#include "query/observe.hpp"
#include "query/parser.hpp"
#include "query/run.hpp"

#include <kith/records/exchange_rate.hpp>
#include <kith/records/field.hpp>

#include <functional>
#include <string>
#include <utility>

namespace kith::query {

struct StandingQuery::Prepared {
    bound::Query bound{};
    std::vector<bound::Output> outputs{};
};

StandingQuery::Prepared StandingQuery::prepare(store::Connection& connection, const RecordType& type,
                                               const std::string& text, const Parameters& parameters) {
    Environment environment = environment_of(connection, parameters);
    // What the file says about names is not in the statement: noted here.
    bool segments = false;
    bool fields = false;
    environment.segment = [&, of = std::move(environment.segment)](std::string_view name) {
        segments = true;
        return of(name);
    };
    environment.custom_fields = [&, of = std::move(environment.custom_fields)](const RecordType& owner) {
        fields = true;
        return of(owner);
    };
    bool rates = false;
    environment.rates = [&, of = std::move(environment.rates)](const std::function<std::string()>& day) {
        rates = true;
        return of(day);
    };
    const Query tree = parse(text);
    Prepared prepared{query::check(tree, type, environment), {}};
    const Compiled ids = compile_ids(prepared.bound, environment.types);
    environment.now = far_from(environment.now);
    const bool on_time = ids != compile_ids(query::check(tree, type, environment), environment.types);
    if (std::string written = ids.text(); written != sql_) {
        dependencies_ = store::dependencies_of(connection, core_, ids.sql, ids.sets);
        for (const store::Watch& part : parts_of(core_, type)) dependencies_.watches.push_back(part);
        sql_ = std::move(written);
    }
    on_time_ = on_time || !prepared.bound.next_rates.empty();
    on_segments_ = segments;
    on_fields_ = fields;
    on_rates_ = rates;
    for (const char* column : {"id", "version"})
        prepared.outputs.push_back(check_output(parse_operand(column), type, environment));
    return prepared;
}

void StandingQuery::check(store::Connection& connection, const RecordType& type, const std::string& text,
                          const Parameters& parameters) {
    (void)prepare(connection, type, text, parameters);
}

Items StandingQuery::ask(store::Connection& connection, const RecordType& type, const std::string& text,
                         const Parameters& parameters) {
    const Prepared prepared = prepare(connection, type, text, parameters);
    const CompiledRows compiled = compile_rows(prepared.bound, prepared.outputs, registered_types());
    const store::WorkLimit bounded(connection);
    store::Statement statement = compiled.statement.prepare(connection);
    Items items;
    while (statement.step()) items.push_back({statement.integer(0), statement.integer(1)});
    return items;
}

bool StandingQuery::concerned(const store::Touched& touched) const {
    return touched.everything || (touched.time && on_time_) || dependencies_.concern(touched) ||
           (on_segments_ && touched.concerns({record_type<Segment>().number})) ||
           (on_rates_ && touched.concerns({record_type<ExchangeRate>().number})) ||
           (on_fields_ && touched.concerns({record_type<kith::Field>().number}));
}

std::vector<store::Watch> parts_of(const store::Core& core, const RecordType& type) {
    std::vector<store::Watch> parts{{type.number}};
    if (type.side_number != 0) parts.push_back({type.side_number});
    for (const records::Element& element : type.elements) parts.push_back({element.number});
    if (type.taggable) parts.push_back({core.table("tagging")->number});
    if (type.custom_fields) parts.push_back({core.table("field_value")->number});
    return parts;
}

std::int64_t transaction_of(store::Connection& connection) {
    return connection.integer("SELECT next FROM counter WHERE name = 'change_txn'") - 1;
}

}  // namespace kith::query
