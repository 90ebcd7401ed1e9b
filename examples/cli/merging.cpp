// What becomes of duplicates: merge, auto-merge, unmerge, and decisions about pairs.
#include "app.hpp"
#include "output.hpp"

#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace cli {

namespace {

using kith::Code;
using kith::Error;
using kith::RecordType;

struct Arguments {
    std::string type = "contact";
    double threshold = kith::AutoMergeOptions().threshold;
    std::string population{};
    bool json = false;
    bool dry_run = false;
    bool force = false;
    bool forget = false;
    std::vector<std::string> records{};
    std::vector<std::string> policies{};
    std::int64_t merge = 0;
};

kith::Survivorship policy_named(const std::string& name) {
    using kith::Survivorship;
    static const std::map<std::string, Survivorship> known = {
        {"survivor", Survivorship::survivor_first}, {"recent", Survivorship::most_recent},
        {"complete", Survivorship::most_complete},  {"frequent", Survivorship::most_frequent},
        {"longest", Survivorship::longest},         {"verified", Survivorship::verified_first}};
    const auto found = known.find(name);
    if (found == known.end())
        throw Error(Code::invalid_argument,
                    "'" + name +
                        "' is no policy; there are survivor, recent, complete, frequent, longest, verified");
    return found->second;
}

kith::MergeOptions options_of(const Arguments& arguments) {
    kith::MergeOptions options;
    options.despite_decisions = arguments.force;
    for (const std::string& policy : arguments.policies) {
        const std::size_t equals = policy.find('=');
        if (equals == std::string::npos)
            options.policy = policy_named(policy);
        else
            options.fields[policy.substr(0, equals)] = policy_named(policy.substr(equals + 1));
    }
    return options;
}

nlohmann::json json_of(const kith::MergeResult& merged) {
    nlohmann::json fields = nlohmann::json::array();
    for (const kith::MergedField& field : merged.fields) {
        nlohmann::json values = nlohmann::json::array();
        for (const kith::Value& value : field.values) values.push_back(to_json(value));
        fields.push_back({{"field", field.field},
                          {"values", values},
                          {"chosen", to_json(field.chosen)},
                          {"reason", field.reason},
                          {"conflict", field.conflict}});
    }
    return {{"merge", merged.id},
            {"survivor", merged.survivor},
            {"losers", merged.losers},
            {"fields", fields},
            {"moved", merged.moved}};
}

void merge(Context& context, const Arguments& arguments) {
    kith::Database& db = context.db();
    const RecordType& type = type_named(arguments.type);
    kith::MergeRequest request;
    request.record_type = arguments.type;
    request.survivor = find_record(db, type, arguments.records.front());
    for (std::size_t i = 1; i < arguments.records.size(); ++i)
        request.losers.push_back(find_record(db, type, arguments.records[i]));
    kith::MergeOptions options = options_of(arguments);
    options.dry_run = arguments.dry_run;
    kith::MergeResult done;
    try {
        done = db.merge(request, options);
    } catch (const Error& error) {
        if (error.argument("different_from").empty()) throw;
        throw Error(error.code(), std::string(error.what()) + "; --force merges them all the same");
    }
    if (arguments.json) return print_json(json_of(done));
    std::vector<std::vector<std::string>> rows;
    for (const kith::MergedField& field : done.fields) {
        std::string others;
        for (const kith::Value& value : field.values)
            if (!(value == field.chosen) && !value.empty())
                others += (others.empty() ? "" : " | ") + value.to_string();
        rows.push_back({field.field, field.chosen.to_string(), field.reason, others});
    }
    print_table({"field", "kept", "because", "instead of"}, rows);
    for (const auto& [table, count] : done.moved) std::cout << table << ": " << count << " follow\n";
    if (done.id == 0)
        std::cerr << "nothing was written\n";
    else
        std::cout << "merge " << done.id << " into " << done.survivor << "; 'kith unmerge " << done.id
                  << "' takes it back\n";
}

void auto_merge(Context& context, const Arguments& arguments) {
    kith::AutoMergeOptions options;
    options.threshold = arguments.threshold;
    options.population = arguments.population;
    options.each = options_of(arguments);
    options.dry_run = arguments.dry_run;
    const kith::BulkMergeResult done = context.db().auto_merge_of(type_named(arguments.type), options);
    if (arguments.json) {
        nlohmann::json sample = nlohmann::json::array();
        for (const kith::MergeResult& merged : done.sample) sample.push_back(json_of(merged));
        return print_json({{"merged", done.merged},
                           {"records", done.records},
                           {"failed", done.failed},
                           {"conflicts", done.conflicts},
                           {"moved", done.moved},
                           {"sample", sample},
                           {"transaction", done.transaction}});
    }
    std::vector<std::vector<std::string>> rows;
    for (const kith::MergeResult& merged : done.sample) {
        std::string losers;
        for (const std::int64_t loser : merged.losers)
            losers += (losers.empty() ? "" : " ") + std::to_string(loser);
        std::string conflicts;
        for (const kith::MergedField& field : merged.fields)
            if (field.conflict) conflicts += (conflicts.empty() ? "" : ", ") + field.field;
        rows.push_back({std::to_string(merged.survivor), losers, conflicts});
    }
    print_table({"into", "merged", "different"}, rows);
    for (const kith::MergeFailure& failure : done.failures)
        std::cerr << failure.request.survivor << ": " << failure.message << '\n';
    std::cerr << (arguments.dry_run ? "would merge " : "merged ") << done.records << " into " << done.merged
              << ", " << done.failed << " left as they are";
    if (done.transaction != 0) std::cerr << "; kith undo " << done.transaction << " takes it back";
    std::cerr << '\n';
}

void unmerge(Context& context, const Arguments& arguments) {
    const kith::UnmergeResult done = context.db().unmerge(arguments.merge);
    std::cout << done.restored << " changes taken back, " << done.kept.size() << " left as they are\n";
    for (const kith::Kept& kept : done.kept)
        std::cout << kept.record.type << ' ' << kept.record.id << (kept.field.empty() ? "" : " " + kept.field)
                  << ": " << kept.reason << '\n';
}

void decide(Context& context, const Arguments& arguments, kith::Verdict verdict) {
    kith::Database& db = context.db();
    const RecordType& type = type_named(arguments.type);
    const std::int64_t a = find_record(db, type, arguments.records[0]);
    const std::int64_t b = find_record(db, type, arguments.records[1]);
    db.duplicates().decide(type, a, b, arguments.forget ? std::nullopt : std::optional(verdict),
                           kith::Where::current());
}

void different(Context& context, const Arguments& arguments) {
    decide(context, arguments, kith::Verdict::different);
}
void confirm(Context& context, const Arguments& arguments) {
    decide(context, arguments, kith::Verdict::same);
}

void decisions(Context& context, const Arguments& arguments) {
    kith::Database& db = context.db();
    const RecordType& type = type_named(arguments.type);
    std::vector<std::vector<std::string>> rows;
    for (const auto& each : db.duplicates().decisions_any(type, kith::Where::current())) {
        const std::string verdict = each.verdict == kith::Verdict::same ? "same" : "different";
        if (arguments.json)
            print_json({{"a", each.a},
                        {"b", each.b},
                        {"verdict", verdict},
                        {"at", kith::to_string(each.at)},
                        {"by", each.by}});
        else
            rows.push_back({std::to_string(each.a) + ' ' + title_of(db, type, each.a), verdict,
                            std::to_string(each.b) + ' ' + title_of(db, type, each.b),
                            shown_second(each.at, db.settings()), each.by});
    }
    if (!arguments.json) print_table({"one", "decided", "the other", "at", "by"}, rows);
}

}  // namespace

void add_merge_commands(CLI::App& app, Context& context) {
    const auto command = [&](const char* name, const char* about, void (*run)(Context&, const Arguments&)) {
        CLI::App* sub = app.add_subcommand(name, about);
        auto arguments = std::make_shared<Arguments>();
        sub->callback([&context, arguments, run] { run(context, *arguments); });
        return std::pair(sub, arguments);
    };
    const auto how = [](CLI::App& sub, Arguments& a) {
        sub.add_option("--type", a.type, "contact or organization")->capture_default_str();
        sub.add_option("--policy", a.policies,
                       "survivor, recent, complete, frequent, longest, verified; or FIELD=POLICY")
            ->allow_extra_args(false);
        sub.add_flag("--dry-run", a.dry_run, "Only show what would win");
        sub.add_flag("--json", a.json, "The result as one JSON object");
    };
    {
        const auto [sub, a] =
            command("merge", "Merge records into the first one; 'unmerge' takes it back", &merge);
        sub->add_option("records", a->records, "The survivor, then the others")->required()->expected(2, 1000);
        how(*sub, *a);
        sub->add_flag("--force", a->force, "Merge also what 'different' says are not the same");
        sub->footer("Example:\n  kith merge 1 2 --policy recent --policy notes=longest --dry-run");
    }
    {
        const auto [sub, a] = command(
            "auto-merge", "Merge what is surely the same, at once; 'undo' takes all of it back", &auto_merge);
        how(*sub, *a);
        sub->add_option("--threshold", a->threshold, "Least probability, 0.5 to 1")->capture_default_str();
        sub->add_option("--query", a->population, "Only among the records that this query selects");
        sub->footer("Example:\n  kith auto-merge --dry-run");
    }
    {
        const auto [sub, a] = command("unmerge", "Take a merge back", &unmerge);
        sub->add_option("merge", a->merge, "Its number")->required();
        sub->footer("Example:\n  kith merge 1 2 && kith unmerge 2");
    }
    const auto decision = [&](const char* name, const char* about, void (*run)(Context&, const Arguments&)) {
        const auto [sub, a] = command(name, about, run);
        sub->add_option("records", a->records, "Two records")->required()->expected(2);
        sub->add_option("--type", a->type, "contact or organization")->capture_default_str();
        sub->add_flag("--forget", a->forget, "Take back what was decided about the two, whichever it was");
        sub->footer(std::string("Example:\n  kith ") + name + " 1 2");
    };
    decision("different",
             "Decide that two records are not the same: 'dupes' leaves them apart, 'merge' refuses them",
             &different);
    decision("confirm",
             "Decide that two records are the same, to be merged later: 'dupes' always puts them together",
             &confirm);
    {
        const auto [sub, a] = command("decisions", "What was decided about pairs, oldest first", &decisions);
        sub->add_option("--type", a->type, "contact or organization")->capture_default_str();
        sub->add_flag("--json", a->json, "One JSON object per line");
        sub->footer("Example:\n  kith decisions");
    }
}

}  // namespace cli
