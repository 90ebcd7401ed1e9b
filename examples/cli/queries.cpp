// Commands that ask: list, query, why, search, stats.
#include "app.hpp"
#include "output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <utility>

namespace cli {

namespace {

using kith::RecordType;

/// What a list of a type shows when nothing else is asked for.
std::vector<std::string> columns_of(const std::string& type) {
    if (type == "contact") return {"id", "name", "email", "phone", "organization.name", "tags"};
    if (type == "organization") return {"id", "name", "email", "phone", "address.locality"};
    if (type == "employment") return {"id", "contact.name", "organization.name", "title", "department"};
    if (type == "interaction") return {"id", "at", "channel", "direction", "subject"};
    std::vector<std::string> columns{"id"};
    for (const kith::FieldDescription& field : kith::fields_of(type_named(type)))
        if (!field.read_only && !field.multiple) columns.push_back(field.name);
    return columns;
}

struct QueriesArguments : Output {
    std::string type = "contact";
    std::vector<std::string> types{};
    std::string query{};
    std::string text{};
    std::string name{};
    std::size_t limit = 20;
    bool full = false;
    bool format = false;
    bool to_json = false;
    bool from_json = false;
    std::string filter{};
};

void print_rows(const kith::Rows& rows, bool json, const kith::Settings& settings) {
    if (json) {
        for (const auto& row : rows.rows) {
            nlohmann::json object;
            for (std::size_t i = 0; i < row.size(); ++i) object[rows.columns[i]] = to_json(row[i]);
            print_json(object);
        }
        return;
    }
    std::vector<std::vector<std::string>> cells;
    for (const auto& row : rows.rows) {
        auto& line = cells.emplace_back();
        for (const kith::Value& value : row) line.push_back(kith::text_of(value, settings));
    }
    print_table(rows.columns, cells);
}

/// A parameter's value. Digits with a zero before them are no number but a code.
kith::Value value_of(const std::string& text) {
    if (text == "true" || text == "false") return text == "true";
    const std::size_t sign = text.rfind('-', 0) == 0 ? 1 : 0;
    const bool digits = text.size() > sign && text.size() < 19 + sign &&
                        text.find_first_not_of("0123456789.", sign) == std::string::npos;
    const std::size_t point = text.find('.');
    const bool code = text[sign] == '0' && text.size() > sign + 1 && point != sign + 1;
    if (!digits || code || point == sign ||
        (point != std::string::npos && text.find('.', point + 1) < text.size()))
        return text;
    if (point == std::string::npos) return std::int64_t{std::stoll(text)};
    return std::stod(text);
}

/// Fields of these records, row by row in their order.
kith::Rows rows_of(const kith::Reader& reader, const RecordType& type, const std::vector<std::int64_t>& ids,
                   std::vector<std::string> fields) {
    constexpr std::size_t most = 1000;  // values in one list of a query
    fields.insert(fields.begin(), "id");
    kith::Rows result;
    std::map<std::int64_t, std::vector<kith::Value>> found;
    for (std::size_t from = 0; from < ids.size() || from == 0; from += most) {
        const std::vector<std::int64_t> some(
            ids.begin() + static_cast<std::ptrdiff_t>(from),
            ids.begin() + static_cast<std::ptrdiff_t>(std::min(ids.size(), from + most)));
        const std::string which = some.empty() ? "limit 0" : fmt::format("id in ({})", fmt::join(some, ", "));
        kith::Rows rows = reader.select_fields(type, fields, which, {});
        result.columns.assign(rows.columns.begin() + 1, rows.columns.end());
        for (auto& row : rows.rows) {
            const std::int64_t id = *row.front().as<std::int64_t>();
            row.erase(row.begin());
            found.emplace(id, std::move(row));
        }
    }
    for (const std::int64_t id : ids)  // who is gone since is an empty line
        result.rows.emplace_back(std::move(found[id])).resize(result.columns.size());
    return result;
}

/// A text as a shell reads it back.
std::string shell_quoted(const std::string& text) {
    std::string quoted = "'";
    for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

void query(Context& context, const QueriesArguments& arguments) {
    print_query(context.db(), arguments.query, arguments.type, arguments);
}

/// The query in another form, or what `query` does with one that came as JSON. Other forms need no file.
void query_in_forms(Context& context, const QueriesArguments& arguments) {
    QueriesArguments read = arguments;
    if (arguments.from_json) read.query = kith::query_from_json(arguments.query);
    if (arguments.format)
        std::cout << kith::format_query(read.query, kith::QueryLayout::lines) << '\n';
    else if (arguments.to_json)
        std::cout << kith::query_to_json(read.query) << '\n';
    else
        query(context, read);
}

void full_text(Context& context, const QueriesArguments& arguments) {
    const auto hits = context.db().search().full_text(
        arguments.text, {.types = arguments.types, .filter = arguments.filter, .limit = arguments.limit});
    std::vector<std::vector<std::string>> rows;
    for (const kith::FullTextHit& hit : hits) {
        std::string text = kith::marked(hit.snippet.text, hit.snippet.ranges, "[", "]");
        if (hit.snippet.cut_before) text.insert(0, "... ");
        if (hit.snippet.cut_after) text += " ...";
        const std::string title = kith::marked(hit.title, hit.title_ranges, "[", "]");
        if (arguments.json)
            print_json({{"type", hit.record.type},
                        {"id", hit.record.id},
                        {"title", hit.title},
                        {"score", hit.score},
                        {"fields", hit.fields},
                        {"snippet", text}});
        else
            rows.push_back({std::to_string(hit.record.id), hit.record.type, title, hit.snippet.field, text});
    }
    if (!arguments.json) print_table({"id", "type", "title", "found in", "text"}, rows);
}

void search(Context& context, const QueriesArguments& arguments) {
    if (arguments.full) {
        full_text(context, arguments);
        return;
    }
    const auto hits =
        context.db().search().find(arguments.text, {.limit = arguments.limit, .types = arguments.types});
    std::vector<std::vector<std::string>> rows;
    for (const kith::SearchHit& hit : hits) {
        if (arguments.json)
            print_json(
                {{"type", hit.record.type}, {"id", hit.record.id}, {"title", hit.title}, {"field", hit.field}});
        else
            rows.push_back({std::to_string(hit.record.id), hit.record.type, hit.title, hit.field});
    }
    if (!arguments.json) print_table({"id", "type", "title", "found in"}, rows);
}

nlohmann::json json_of(const kith::Why& why) {
    nlohmann::json object{{"text", why.text},
                          {"holds", kith::name_of(why.holds)},
                          {"record", {{"type", why.record.type}, {"id", why.record.id}}}};
    if (!why.title.empty()) object["title"] = why.title;
    for (const kith::WhyValue& value : why.values) {
        nlohmann::json values = nlohmann::json::array();
        for (const kith::Value& each : value.values) values.push_back(cli::to_json(each));
        object["values"].push_back(
            {{"name", value.name}, {"values", std::move(values)}, {"more", value.more}});
    }
    for (const kith::Why& part : why.parts) object["parts"].push_back(json_of(part));
    return object;
}

void why(Context& context, const QueriesArguments& arguments) {
    kith::Database& db = context.db();
    kith::Why result;
    if (arguments.name.empty()) {
        const RecordType& type = type_named(arguments.type);
        result = kith::why(db, type, arguments.query, find_record(db, type, arguments.text),
                           parameters_of(arguments.given));
    } else {
        const kith::Segments segments = db.segments();
        const auto segment = segments.find(arguments.name);
        if (!segment)
            throw kith::Error(kith::Code::not_found, "there is no segment '" + arguments.name + "'");
        result = segments.why(segment->id, find_record(db, type_named(segment->record_type), arguments.text));
    }
    if (arguments.json)
        print_json(json_of(result));
    else
        std::cout << kith::to_text(result, db.settings());
}

void stats(Context& context, const QueriesArguments& arguments) {
    nlohmann::json object;
    std::vector<std::vector<std::string>> rows;
    context.db().read([&](const kith::Reader& reader) {
        for (const std::string& name : kith::record_type_names()) {
            const std::int64_t count = reader.count_of(type_named(name), "", {});
            object[name] = count;
            rows.push_back({name, std::to_string(count)});
        }
    });
    if (arguments.json)
        print_json(object);
    else
        print_table({"records of type", "count"}, rows);
}

}  // namespace

void print_explanation(const kith::Explanation& explanation) {
    std::cout << "query    " << explanation.text << "\nsql      " << explanation.sql << '\n';
    for (std::size_t i = 0; i < explanation.parameters.size(); ++i)
        std::cout << "?" << i + 1 << "       " << explanation.parameters[i].to_string() << '\n';
    for (const std::string& step : explanation.plan) std::cout << "plan     " << step << '\n';
    std::cout << "rows     about " << explanation.estimated_rows << " to visit\n";
    for (const std::string& warning : explanation.warnings) std::cout << "warning  " << warning << '\n';
}

kith::Parameters parameters_of(const std::vector<std::string>& given) {
    kith::Parameters parameters;
    for (const std::string& text : given) {
        const std::size_t sign = text.find('=');
        if (sign == std::string::npos || sign == 0)
            throw kith::Error(kith::Code::invalid_argument, "--param takes NAME=VALUE, not '" + text + "'");
        const std::string value = text.substr(sign + 1);
        const auto [known, fresh] = parameters.try_emplace(text.substr(0, sign), value_of(value));
        if (fresh) continue;
        const auto* texts = known->second.as<kith::Value::Texts>();
        kith::Value::Texts all = texts != nullptr ? *texts : kith::Value::Texts{known->second.to_string()};
        all.push_back(value);
        known->second = std::move(all);
    }
    return parameters;
}

void print_ids(const kith::Reader& reader, const RecordType& type, const std::vector<std::int64_t>& ids,
               const Output& output, const Column& besides) {
    if (output.json && output.fields.empty()) {
        // Whole records, one per line.
        const kith::RecordHolder record = kith::new_record(type);
        for (std::size_t i = 0; i < ids.size(); ++i) {
            if (!reader.load(type, ids[i], record.get())) continue;
            nlohmann::json object = to_json(type, record.get());
            if (!besides.name.empty()) object[besides.name] = to_json(besides.values[i]);
            print_json(object);
        }
        return;
    }
    kith::Rows rows =
        rows_of(reader, type, ids, output.fields.empty() ? columns_of(name_of(type)) : output.fields);
    if (!besides.name.empty()) {
        rows.columns.push_back(besides.name);
        for (std::size_t i = 0; i < rows.rows.size(); ++i) rows.rows[i].push_back(besides.values[i]);
    }
    print_rows(rows, output.json, reader.settings());
}

void print_query(kith::Database& db, const std::string& text, const std::string& type_name,
                 const Output& output) {
    const RecordType& type = type_named(type_name);
    const kith::Parameters parameters = parameters_of(output.given);
    if (output.explain) {
        print_explanation(kith::explain(db, type, text, parameters));
        return;
    }
    const auto print = [&](const kith::Reader& reader) {
        if (output.count) {
            std::cout << reader.count_of(type, text, parameters) << '\n';
        } else if (output.page > 0) {
            const kith::IdPage page =
                kith::select_ids_page(reader, type, text, output.page, output.after, parameters);
            print_ids(reader, type, page.ids, output);
            if (!page.next.empty()) std::cerr << "next page: --after " << shell_quoted(page.next) << '\n';
        } else if (output.json && output.fields.empty()) {
            print_ids(reader, type, reader.select_ids(type, text, parameters), output);
        } else {
            const auto fields = output.fields.empty() ? columns_of(name_of(type)) : output.fields;
            print_rows(reader.select_fields(type, fields, text, parameters), output.json, reader.settings());
        }
    };
    if (!output.as_of) return db.read(print);
    const auto at = kith::parse_time(*output.as_of);
    if (!at)
        throw kith::Error(kith::Code::invalid_argument,
                          fmt::format("--as-of: '{}' is no time; times look like 2026-01-31T18:00:00+09:00",
                                      *output.as_of));
    db.as_of(*at, print);
}

void add_parameters(CLI::App& command, std::vector<std::string>& given) {
    command
        .add_option("--param", given,
                    "NAME=VALUE: what :NAME is in the query. Digits are a number; several of one name a list")
        ->allow_extra_args(false);
}

CLI::Option* add_output(CLI::App& command, Output& output) {
    command.add_option("--fields", output.fields, "Columns, separated by commas")->delimiter(',');
    command.add_flag("--json", output.json, "One JSON object per line");
    command.add_flag("--count", output.count, "Only how many");
    CLI::Option* explain = command.add_flag("--explain", output.explain,
                                            "Show SQL, plan, how many rows it visits and warnings instead");
    return command
        .add_option("--as-of", output.as_of,
                    "What was at this time, 2026-01-31T18:00:00+09:00; UTC without +09:00")
        ->excludes(explain);
}

void add_query_commands(CLI::App& app, Context& context) {
    const auto command = [&](const char* name, const char* about,
                             void (*run)(Context&, const QueriesArguments&)) {
        CLI::App* sub = app.add_subcommand(name, about);
        auto arguments = std::make_shared<QueriesArguments>();
        sub->callback([&context, arguments, run] { run(context, *arguments); });
        return std::pair(sub, arguments);
    };
    {
        const auto [sub, a] = command("list", "List all records of a type", &query);
        sub->add_option("type", a->type, "Record type")->capture_default_str();
        add_output(*sub, *a);
        sub->footer("Examples:\n  kith list\n  kith list interaction --json");
    }
    {
        const auto [sub, a] = command("query", "List the records that a query selects", &query_in_forms);
        sub->add_option("query", a->query, "The query; see docs/query-language.md")->required();
        sub->add_option("--type", a->type, "Record type")->capture_default_str();
        CLI::Option* as_of = add_output(*sub, *a);
        add_parameters(*sub, a->given);
        CLI::Option* page = sub->add_option("--page", a->page, "Only so many, and where the next page begins")
                                ->check(CLI::PositiveNumber);
        sub->add_option("--after", a->after, "Where the page begins: what the one before said")->needs(page);
        CLI::Option* format =
            sub->add_flag("--format", a->format, "Show the query on lines instead")->excludes(as_of);
        sub->add_flag("--to-json", a->to_json, "Show the query as JSON (docs/query.schema.json) instead")
            ->excludes(format)
            ->excludes(as_of);
        sub->add_flag("--from-json", a->from_json, "The query is given as JSON");
        sub->footer(
            "Examples:\n  kith query 'lifecycle = customer' --count --as-of 2026-01-01T00:00:00Z\n"
            "  kith query 'email ends with \"@acme.example\" and has no interaction' --fields name,email\n"
            "  kith query 'tag = :tag and created within last :n days' --param tag=vip --param n=30\n"
            "  kith query 'tag = vip order by name' --page 50\n"
            "  kith query 'tag = vip or tag = press' --to-json\n"
            "  kith query --from-json '{\"kith_query\": 1, \"where\": {\"test\": \"tag\", \"op\": \"=\", \"value\": \"vip\"}}'");
    }
    {
        const auto [sub, a] =
            command("search", "Find by the beginnings of names, companies, e-mails, numbers, or by all words",
                    &search);
        sub->add_option("text", a->text, "What someone would type")->required();
        CLI::Option* full =
            sub->add_flag("--full", a->full, "Every word of names, notes, subjects and bodies");
        sub->add_option("--type", a->types, "Record types to look in, separated by commas")->delimiter(',');
        sub->add_option("--filter", a->filter, "Only what this query selects; with one --type")->needs(full);
        sub->add_option("--limit", a->limit)->capture_default_str();
        sub->add_flag("--json", a->json, "One JSON object per line");
        sub->footer("Examples:\n  kith search 山\n  kith search 'tar yam'\n  kith search --full 'first call'\n"
                    "  kith search --full call --type interaction --filter 'channel = phone'");
    }
    {
        const auto [sub, a] = command("why", "Why a query or a segment selects a record, or does not", &why);
        sub->add_option("record", a->text, "Its id, or words that find it")->required();
        CLI::Option* query = sub->add_option("query", a->query, "The query");
        CLI::Option* segment = sub->add_option("--segment", a->name, "The query of this segment");
        query->excludes(segment);
        sub->add_option("--type", a->type, "Record type")->capture_default_str()->excludes(segment);
        add_parameters(*sub, a->given);
        sub->add_flag("--json", a->json, "As one JSON object");
        sub->footer("Examples:\n  kith why 1 'tag = vip and has no interaction (at within last 90 days)'\n"
                    "  kith why 1 --segment 'Very important'");
    }
    {
        const auto [sub, a] = command("stats", "How many records there are", &stats);
        sub->add_flag("--json", a->json, "As one JSON object");
    }
}

}  // namespace cli
