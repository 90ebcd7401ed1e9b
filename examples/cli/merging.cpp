// What becomes of duplicates: merge, auto-merge, unmerge, and decisions about pairs.
#include "app.hpp"
#include "output.hpp"

#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <regex>
#include <sstream>
#include <utility>

namespace cli {

namespace {

using kith::Code;
using kith::Error;
using kith::RecordType;

struct MergingArguments {
    std::string type = "contact";
    double threshold = kith::AutoMergeOptions().threshold;
    std::string population{};
    bool json = false;
    bool dry_run = false;
    bool force = false;
    bool forget = false;
    std::vector<std::string> records{};
    std::vector<std::string> policies{};
    std::vector<std::string> moves{};
    std::int64_t merge = 0;
};

std::vector<std::string> names_in(const std::string& text) {
    std::vector<std::string> names;
    std::istringstream stream(text);
    for (std::string name; std::getline(stream, name, ',');) names.push_back(name);
    return names;
}

kith::SurvivorshipRule policy_named(const std::string& name) {
    using kith::Survivorship;
    if (name.rfind("source:", 0) == 0) return kith::from_sources(names_in(name.substr(7)));
    static const std::map<std::string, Survivorship> known = {
        {"survivor", Survivorship::survivor_first}, {"recent", Survivorship::most_recent},
        {"complete", Survivorship::most_complete},  {"frequent", Survivorship::most_frequent},
        {"longest", Survivorship::longest},         {"verified", Survivorship::verified_first}};
    const auto found = known.find(name);
    if (found == known.end())
        throw Error(
            Code::invalid_argument,
            "'" + name +
                "' is no policy; there are survivor, recent, complete, frequent, longest, verified, source:NAME,...");
    return found->second;
}

kith::MergeOptions options_of(const MergingArguments& arguments) {
    kith::MergeOptions options;
    options.despite_decisions = arguments.force;
    for (const std::string& policy : arguments.policies) {
        const std::size_t equals = policy.find('=');  // a source's name may have one, too
        if (equals > policy.find(':') || equals == std::string::npos)
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
    nlohmann::json drops = nlohmann::json::array();
    for (const kith::MergeDrop& drop : merged.drops)
        drops.push_back({{"record", drop.record.type + ' ' + std::to_string(drop.record.id)},
                         {"field", drop.field},
                         {"says", drop.says},
                         {"reason", drop.reason}});
    nlohmann::json object{{"merge", merged.id}, {"survivor", merged.survivor}, {"losers", merged.losers},
                          {"fields", fields},   {"moved", merged.moved},       {"dropped", merged.dropped}};
    if (merged.record) {
        object["drops"] = drops;
        object["record"] = to_json(type_named(merged.record_type), merged.record.get());
    }
    return object;
}

/// What the survivor would be, and what would not be kept.
void print_preview(const kith::MergeResult& merged, const kith::Settings& settings) {
    std::cout << "\nthe record would be\n";
    print_record(type_named(merged.record_type), merged.record.get(), settings);
    if (merged.drops.empty()) return;
    std::cout << '\n';
    std::vector<std::vector<std::string>> rows;
    for (const kith::MergeDrop& drop : merged.drops)
        rows.push_back(
            {drop.record.type + ' ' + std::to_string(drop.record.id), drop.field, drop.says, drop.reason});
    print_table({"not kept of", "what", "", "because"}, rows);
}

void merge(Context& context, const MergingArguments& arguments) {
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
        std::string others;  // none where all of them were joined
        for (const kith::Value& value : field.values)
            if ((field.conflict || field.chosen.empty()) && !(value == field.chosen) && !value.empty())
                others += (others.empty() ? "" : " | ") + value.to_string();
        rows.push_back({field.field, field.chosen.to_string(), field.reason, others});
    }
    print_table({"field", "kept", "because", "instead of"}, rows);
    for (const auto& [table, count] : done.moved)
        std::cout << table << ": " << count << (count == 1 ? " follows\n" : " follow\n");
    if (done.record) print_preview(done, db.settings());
    if (done.id == 0)
        std::cerr << "nothing was written\n";
    else
        std::cout << "merge " << done.id << " into " << done.survivor << "; 'kith unmerge " << done.id
                  << "' takes it back\n";
}

void auto_merge(Context& context, const MergingArguments& arguments) {
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

/// "task=57", "task:12=57": where what came since goes.
struct Move {
    std::string text{};
    std::string table{};
    std::int64_t id = 0;  ///< of the record or the part; 0: all of the table
    std::int64_t to = 0;
    bool used = false;
};

Move move_from(kith::Database& db, const RecordType& type, const std::string& text) {
    static const std::regex form("([a-z_]+)(:([1-9][0-9]{0,17}))?=(.+)");
    std::smatch parts;
    if (!std::regex_match(text, parts, form))
        throw Error(Code::invalid_argument,
                    "--move needs TABLE=RECORD or TABLE:ID=RECORD, not '" + text + "'");
    const std::int64_t id = parts[3].matched ? std::stoll(parts[3].str()) : 0;
    return {text, parts[1].str(), id, find_record(db, type, parts[4].str())};
}

std::vector<Move> moves_of(kith::Database& db, const MergingArguments& arguments) {
    const auto all = kith::merges(db);
    const auto entry = std::find_if(all.begin(), all.end(),
                                    [&](const kith::MergeEntry& each) { return each.id == arguments.merge; });
    const RecordType& type = type_named(entry == all.end() ? "contact" : entry->survivor.type);
    std::vector<Move> moves;
    for (const std::string& text : arguments.moves) moves.push_back(move_from(db, type, text));
    return moves;
}

/// What a move calls one child by: of an e-mail its own id, else that of the record.
std::int64_t id_of(const kith::LaterChild& child) {
    return child.element != 0 ? child.element : child.record.id;
}

/// A move that names one child goes before one that names its table.
std::int64_t target(std::vector<Move>& moves, const kith::LaterChild& child) {
    const std::int64_t id = id_of(child);
    std::int64_t to = 0;
    bool exact = false;
    for (Move& move : moves) {
        if (move.table != child.table || (move.id != 0 && move.id != id)) continue;
        move.used = true;
        if (exact && move.id == 0) continue;
        exact = move.id != 0;
        to = move.to;
    }
    return to;
}

/// Throws when a move names something that was not added since: nothing may be left silently.
void check_moves(kith::Database& db, const MergingArguments& arguments, std::vector<Move>& moves,
                 kith::UnmergeOptions options) {
    options.dry_run = true;
    static_cast<void>(db.unmerge(arguments.merge, options));
    for (const Move& move : moves)
        if (!move.used)
            throw Error(Code::invalid_argument,
                        "--move " + move.text + ": no such thing was added since; 'unmerge " +
                            std::to_string(arguments.merge) + " --dry-run' lists what was");
}

nlohmann::json json_of(const kith::UnmergeResult& done) {
    nlohmann::json kept = nlohmann::json::array();
    for (const kith::Kept& each : done.kept)
        kept.push_back({{"record", each.record.type + ' ' + std::to_string(each.record.id)},
                        {"field", each.field},
                        {"reason", each.reason}});
    nlohmann::json later = nlohmann::json::object();
    for (const auto& [table, children] : done.later) {
        nlohmann::json first = nlohmann::json::array();
        for (const kith::LaterChild& child : children.children)
            first.push_back({{"record", child.record.type + ' ' + std::to_string(child.record.id)},
                             {"field", child.field},
                             {"element", child.element},
                             {"says", child.says},
                             {"transaction", child.transaction},
                             {"owner", child.owner}});
        later[table] = {{"added", children.added}, {"moved", children.moved}, {"children", first}};
    }
    return {{"transaction", done.transaction},
            {"restored", done.restored},
            {"records", done.records},
            {"kept", kept},
            {"later", later},
            {"later_is_partial", done.later_is_partial}};
}

void print_later(const kith::UnmergeResult& done) {
    if (done.later.empty()) return;
    std::cout << "\nadded since the merge:\n";
    std::vector<std::vector<std::string>> rows;
    for (const auto& [table, children] : done.later) {
        for (const kith::LaterChild& child : children.children)
            rows.push_back({table + ':' + std::to_string(id_of(child)),
                            child.record.type + ' ' + std::to_string(child.record.id), child.says,
                            std::to_string(child.owner)});
        if (children.children.size() < children.added)
            rows.push_back(
                {table, "and " + std::to_string(children.added - children.children.size()) + " more", "", ""});
    }
    print_table({"what", "record", "", "is now of"}, rows);
}

void unmerge(Context& context, const MergingArguments& arguments) {
    kith::Database& db = context.db();
    kith::UnmergeOptions options;
    options.dry_run = arguments.dry_run;
    std::vector<Move> moves;
    if (!arguments.moves.empty()) {
        moves = moves_of(db, arguments);
        options.move = [&](const kith::LaterChild& child) { return target(moves, child); };
        check_moves(db, arguments, moves, options);
    }
    const kith::UnmergeResult done = db.unmerge(arguments.merge, options);
    if (arguments.json) return print_json(json_of(done));
    std::cout << done.restored
              << (arguments.dry_run ? " changes would be taken back, " : " changes taken back, ")
              << done.kept.size() << " left as they are\n";
    for (const kith::Kept& kept : done.kept)
        std::cout << kept.record.type << ' ' << kept.record.id << (kept.field.empty() ? "" : " " + kept.field)
                  << ": " << kept.reason << '\n';
    print_later(done);
    if (done.later_is_partial)
        std::cerr
            << "the history begins after the merge: e-mails and the like that were added before are not listed\n";
    if (arguments.dry_run) std::cerr << "nothing was written\n";
}

void decide(Context& context, const MergingArguments& arguments, kith::Verdict verdict) {
    kith::Database& db = context.db();
    const RecordType& type = type_named(arguments.type);
    const std::int64_t a = find_record(db, type, arguments.records[0]);
    const std::int64_t b = find_record(db, type, arguments.records[1]);
    db.duplicates().decide(type, a, b, arguments.forget ? std::nullopt : std::optional(verdict),
                           kith::Where::current());
}

void different(Context& context, const MergingArguments& arguments) {
    decide(context, arguments, kith::Verdict::different);
}
void confirm(Context& context, const MergingArguments& arguments) {
    decide(context, arguments, kith::Verdict::same);
}

void decisions(Context& context, const MergingArguments& arguments) {
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
    const auto command = [&](const char* name, const char* about,
                             void (*run)(Context&, const MergingArguments&)) {
        CLI::App* sub = app.add_subcommand(name, about);
        auto arguments = std::make_shared<MergingArguments>();
        sub->callback([&context, arguments, run] { run(context, *arguments); });
        return std::pair(sub, arguments);
    };
    const auto how = [](CLI::App& sub, MergingArguments& a) {
        sub.add_option("--type", a.type, "contact or organization")->capture_default_str();
        sub.add_option(
               "--policy", a.policies,
               "survivor, recent, complete, frequent, longest, verified, source:NAME,...; or FIELD=POLICY")
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
        sub->add_option("--move", a->moves,
                        "What was added since goes to a record taken out: TABLE=RECORD or TABLE:ID=RECORD")
            ->allow_extra_args(false);
        sub->add_flag("--dry-run", a->dry_run, "Only show what would happen");
        sub->add_flag("--json", a->json, "The result as one JSON object");
        sub->footer(
            "Example:\n"
            "  kith merge 1 2 && kith add task title='Send the offer' contact=1 && kith unmerge 2 --move task=2\n"
            "'merge' says the number of the merge, and --dry-run lists what was added since, each with its TABLE:ID.");
    }
    const auto decision = [&](const char* name, const char* about,
                              void (*run)(Context&, const MergingArguments&)) {
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
