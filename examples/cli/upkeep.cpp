// Commands of upkeep: quality, what is missing, uniform formats, tags and lists that mean the same, who was forgotten.
#include "app.hpp"
#include "output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>

namespace cli {

namespace {

struct UpkeepArguments : Output {
    std::string record{};
    std::string query{};
    std::string type = "contact";
    std::string among{};
    std::string into{};
    std::string phones = "national";
    std::vector<std::string> names{};
    std::vector<std::size_t> numbers{};
    std::vector<std::string> of_fields{};
    double threshold = 0;
    int days = 0;
    std::size_t worst = 10;
    bool pairs = false;
    bool all = false;
    bool dry_run = false;
    bool unengaged = false;
    bool inbound = false;
    bool unused = false;
};

std::string points(double number) { return fmt::format("{:.1f}", number); }
std::string percent(double share) { return fmt::format("{:.0f} %", share * 100); }

void take_back(kith::TransactionId transaction) {
    if (transaction != 0) std::cerr << "; kith undo " << transaction << " takes it back";
    std::cerr << '\n';
}

// quality ----------------------------------------------------------------------------------------------------------

nlohmann::json json_of(const std::array<double, 5>& parts) {
    nlohmann::json json;
    for (std::size_t i = 0; i < parts.size(); ++i)
        json[std::string(kith::name_of(static_cast<kith::QualityPart>(i)))] = parts[i];
    return json;
}

void quality_of_one(kith::Database& db, const UpkeepArguments& arguments) {
    const kith::ContactQuality found = db.upkeep().quality(find_contact(db, arguments.record));
    if (arguments.json) {
        nlohmann::json issues = nlohmann::json::array();
        for (const kith::QualityIssue& issue : found.issues)
            issues.push_back({{"part", kith::name_of(issue.part)},
                              {"field", issue.field},
                              {"problem", issue.problem},
                              {"reason", issue.reason},
                              {"points", issue.points}});
        return print_json({{"contact", found.contact.value},
                           {"score", found.score},
                           {"parts", json_of(found.parts)},
                           {"issues", issues}});
    }
    std::cout << found.contact.value << ' ' << found.title << ": " << points(found.score) << " of 100\n";
    std::vector<std::vector<std::string>> rows;
    for (const kith::QualityIssue& issue : found.issues)
        rows.push_back(
            {points(issue.points), std::string(kith::name_of(issue.part)), issue.field, issue.reason});
    print_table({"points", "part", "field", "reason"}, rows);
}

void quality_of_file(kith::Database& db, const UpkeepArguments& arguments) {
    kith::QualityOptions options;
    options.population = arguments.query;
    options.worst = arguments.worst;
    if (arguments.pairs) {
        kith::DuplicateOptions likely;
        likely.threshold = 0.5;
        options.pairs = db.duplicates().pairs(likely);
    }
    Progress progress("measuring");
    options.progress = [&](std::int64_t done, std::int64_t total) {
        return progress(total == 0 ? 1.0 : static_cast<double>(done) / static_cast<double>(total));
    };
    const kith::FileQuality found = db.upkeep().quality(options);
    if (arguments.json) {
        nlohmann::json problems = nlohmann::json::array();
        for (const kith::QualityProblem& problem : found.problems)
            problems.push_back({{"part", kith::name_of(problem.part)},
                                {"field", problem.field},
                                {"problem", problem.problem},
                                {"contacts", problem.contacts},
                                {"points", problem.points}});
        return print_json({{"contacts", found.contacts},
                           {"score", found.score},
                           {"parts", json_of(found.parts)},
                           {"distribution", found.distribution},
                           {"problems", problems}});
    }
    std::cout << found.contacts << " contacts: " << points(found.score) << " of 100\n";
    for (std::size_t i = 0; i < found.parts.size(); ++i)
        std::cout << "  " << kith::name_of(static_cast<kith::QualityPart>(i)) << ' '
                  << percent(found.parts[i]) << '\n';
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < found.distribution.size(); ++i)
        if (found.distribution[i] > 0)
            rows.push_back({fmt::format("{}-{}", 10 * i, i + 1 < found.distribution.size() ? 10 * i + 9 : 100),
                            std::to_string(found.distribution[i])});
    print_table({"score", "contacts"}, rows);
    rows.clear();
    for (const kith::QualityProblem& problem : found.problems)
        rows.push_back({points(problem.points / static_cast<double>(found.contacts)),
                        std::to_string(problem.contacts), problem.field, problem.problem});
    print_table({"points each", "contacts", "field", "problem"}, rows);
    rows.clear();
    for (const kith::ContactQuality& contact : found.worst)
        rows.push_back({std::to_string(contact.contact.value), contact.title, points(contact.score),
                        contact.issues.empty() ? "" : contact.issues.front().reason});
    print_table({"id", "worst", "score", "most of all"}, rows);
}

void quality(Context& context, const UpkeepArguments& arguments) {
    if (arguments.record.empty())
        quality_of_file(context.db(), arguments);
    else
        quality_of_one(context.db(), arguments);
}

// what is missing ----------------------------------------------------------------------------------------------------

void complete(Context& context, const UpkeepArguments& arguments) {
    kith::Database& db = context.db();
    const kith::RecordType& type = type_named(arguments.type);
    kith::CompleteOptions options;
    options.threshold = arguments.threshold;
    const auto found = db.upkeep().complete_any(type, find_record(db, type, arguments.record), options,
                                                kith::Where::current());
    if (arguments.numbers.empty() && !arguments.all) {
        std::vector<std::vector<std::string>> rows;
        for (std::size_t i = 0; i < found.size(); ++i)
            rows.push_back({std::to_string(i + 1), found[i].field, found[i].value,
                            percent(found[i].certainty), found[i].reason});
        return print_table({"", "field", "value", "certainty", "reason"}, rows);
    }
    std::vector<kith::Suggestion> chosen;
    for (std::size_t i = 0; i < found.size(); ++i)
        if (arguments.all || std::count(arguments.numbers.begin(), arguments.numbers.end(), i + 1) > 0)
            chosen.push_back(found[i]);
    if (!arguments.all && chosen.size() < arguments.numbers.size())
        throw kith::Error(kith::Code::invalid_argument,
                          fmt::format("there are suggestions 1 to {}", found.size()), {.field = "--apply"});
    const kith::ApplyResult done = db.upkeep().apply(chosen);
    std::cerr << done.values << " written";
    take_back(done.transaction);
}

// formats ----------------------------------------------------------------------------------------------------------

kith::PhoneFormat format_named(const std::string& name) {
    if (name == "international") return kith::PhoneFormat::international;
    return name == "e164" ? kith::PhoneFormat::e164 : kith::PhoneFormat::national;
}

void normalise(Context& context, const UpkeepArguments& arguments) {
    kith::NormaliseOptions options;
    options.fields = arguments.of_fields;
    options.phones = format_named(arguments.phones);
    options.dry_run = arguments.dry_run;
    const kith::NormaliseResult result =
        context.db().upkeep().normalise_any(type_named(arguments.type), arguments.query, options);
    std::vector<std::vector<std::string>> rows;
    for (const kith::BulkChange& change : result.sample)
        for (const kith::BulkChange::Value& value : change.values)
            rows.push_back({std::to_string(change.id), change.title, value.field, value.before, value.after});
    print_table({"id", "title", "field", "before", "after"}, rows);
    for (const auto& [field, count] : result.values) std::cerr << field << ": " << count << '\n';
    std::cerr << (arguments.dry_run ? "would change " : "changed ") << result.changed << " of "
              << result.selected;
    take_back(result.transaction);
}

// tags and lists -----------------------------------------------------------------------------------------------------

template <class Labels>
void labels(Labels&& face, const UpkeepArguments& arguments) {
    if (!arguments.into.empty()) {
        const kith::LabelMergeResult done =
            face.merge_all(arguments.names, arguments.into, {.dry_run = arguments.dry_run});
        std::cerr << done.moved << (arguments.dry_run ? " would move to " : " moved to ") << arguments.into
                  << ", " << done.had << " had it already";
        if (done.queries > 0)
            std::cerr << "; queries that " << (arguments.dry_run ? "would name" : "name")
                      << " it since: " << done.queries;
        return take_back(done.transaction);
    }
    if (arguments.unused) {
        for (const auto& each : face.unused()) std::cout << each.name << '\n';
        return;
    }
    std::vector<std::vector<std::string>> rows;
    for (const auto& pair : face.similar(arguments.threshold))
        rows.push_back({pair.left.name, std::to_string(pair.left_records), pair.right.name,
                        std::to_string(pair.right_records), pair.how, percent(pair.similarity), pair.keep});
    print_table({"left", "records", "right", "records", "difference", "similarity", "keep"}, rows);
}

void tags(Context& context, const UpkeepArguments& arguments) { labels(context.db().tags(), arguments); }

void lists(Context& context, const UpkeepArguments& arguments) {
    kith::Lists face = context.db().lists();
    labels(face, arguments);
    if (!arguments.into.empty() || arguments.unused) return;
    std::vector<std::vector<std::string>> rows;
    for (const kith::OverlappingLists& pair : face.overlapping())
        rows.push_back({pair.left.name, std::to_string(pair.left_records), pair.right.name,
                        std::to_string(pair.right_records), std::to_string(pair.shared),
                        percent(pair.jaccard), percent(pair.containment), pair.keep});
    print_table({"left", "records", "right", "records", "shared", "of all", "of the smaller", "keep"}, rows);
}

// forgotten ----------------------------------------------------------------------------------------------------------

void stale(Context& context, const UpkeepArguments& arguments) {
    const bool touch = arguments.unengaged || arguments.inbound;
    const std::string query =
        touch ? kith::Upkeep::unengaged(
                    {arguments.days == 0 ? 365 : arguments.days, arguments.inbound, arguments.among})
              : kith::Upkeep::stale({arguments.days == 0 ? 730 : arguments.days, arguments.among});
    std::cerr << query << '\n';
    print_query(context.db(), query, "contact", arguments);
}

}  // namespace

void add_upkeep_commands(CLI::App& app, Context& context) {
    CLI::App* upkeep = app.add_subcommand(
        "upkeep", "Quality, what is missing, uniform formats, tags and lists alike, who was forgotten");
    upkeep->require_subcommand(1);
    upkeep->footer("Examples:\n"
                   "  kith upkeep quality\n"
                   "  kith upkeep quality 1\n"
                   "  kith upkeep complete 1\n"
                   "  kith upkeep normalise --dry-run\n"
                   "  kith upkeep normalise 'tag = vip' --field name --field phone\n"
                   "  kith upkeep tags\n"
                   "  kith upkeep lists\n"
                   "  kith upkeep stale --unengaged --days 180 --count");
    const auto command = [&](const char* name, const char* about,
                             void (*run)(Context&, const UpkeepArguments&)) {
        CLI::App* sub = upkeep->add_subcommand(name, about);
        auto arguments = std::make_shared<UpkeepArguments>();
        sub->callback([&context, arguments, run] { run(context, *arguments); });
        return std::pair(sub, arguments);
    };
    {
        const auto [sub, a] =
            command("quality", "The quality of a contact, or of the file, with reasons", &quality);
        sub->add_option("contact", a->record, "Id, e-mail address, or words; without it the file");
        sub->add_option("--among", a->query, "Of the file: only contacts that this query selects");
        sub->add_option("--worst", a->worst, "Of the file: how many contacts to name")->capture_default_str();
        sub->add_flag("--pairs", a->pairs,
                      "Of the file: look for duplicates first, which is slower and finer");
        sub->add_flag("--json", a->json, "As JSON");
    }
    {
        const auto [sub, a] =
            command("complete", "What a record lacks, from its duplicates and organization", &complete);
        a->threshold = 0.7;
        sub->add_option("record", a->record, "Id, e-mail address, or words")->required();
        sub->add_option("--type", a->type, "contact or organization")->capture_default_str();
        sub->add_option("--threshold", a->threshold, "Least probability of a duplicate")->capture_default_str();
        sub->add_option("--apply", a->numbers, "Write these suggestions, by their numbers")->delimiter(',');
        sub->add_flag("--apply-all", a->all, "Write all of them");
    }
    {
        const auto [sub, a] = command("normalise", "Make formats uniform", &normalise);
        sub->add_option("query", a->query, "Only records that it selects");
        sub->add_option("--type", a->type, "Record type")->capture_default_str();
        sub->add_option("--field", a->of_fields, "Only this field: phone.number, name")->allow_extra_args(false);
        sub->add_option("--phones", a->phones, "How numbers are written")
            ->check(CLI::IsMember({"national", "international", "e164"}))
            ->capture_default_str();
        sub->add_flag("--dry-run", a->dry_run, "Say what would be, and write nothing");
    }
    for (const bool of_lists : {false, true}) {
        const auto [sub, a] =
            of_lists ? command("lists", "Lists that mean the same, by name and by members", &lists)
                     : command("tags", "Tags that mean the same", &tags);
        a->threshold = 0.9;
        sub->add_option("--threshold", a->threshold, "Least similarity of names")->capture_default_str();
        sub->add_flag("--unused", a->unused, "Those that nothing has");
        CLI::Option* merge =
            sub->add_option("--merge", a->names, "Merge these, one after the other")->allow_extra_args(false);
        CLI::Option* into = sub->add_option("--into", a->into, "... into this one");
        merge->needs(into);
        into->needs(merge);
        sub->add_flag("--dry-run", a->dry_run, "Say what would move, and write nothing")->needs(merge);
    }
    {
        const auto [sub, a] =
            command("stale", "Contacts that nobody has changed for long, or been in touch with", &stale);
        sub->add_flag("--unengaged", a->unengaged, "Nobody has been in touch with them");
        sub->add_flag("--inbound", a->inbound, "The same, and only what came from them counts");
        sub->add_option("--days", a->days, "For how long (default: 730, unengaged 365)")
            ->check(CLI::PositiveNumber);
        sub->add_option("--among", a->among, "A condition besides");
        add_output(*sub, *a);
    }
}

}  // namespace cli
