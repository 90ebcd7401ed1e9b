// Commands about segments: saving, showing, keeping them live, comparing them.
#include "app.hpp"
#include "output.hpp"

#include <iostream>

namespace cli {

namespace {

struct SegmentsArguments : Output {
    std::string name{};
    std::string query{};
    std::string type = "contact";
    std::vector<std::string> rename{};
    std::vector<std::string> names{};
    std::size_t sample = 0;
    bool remove = false;
    bool manual = false;
    bool snapshot = false;
    bool live = false;
    bool still = false;
    bool changes = false;
    bool growth = false;
};

kith::Segment found(kith::Database& db, const std::string& name) {
    const auto segment = db.segments().find(name);
    if (!segment) throw kith::Error(kith::Code::not_found, "there is no segment '" + name + "'");
    return *segment;
}

std::string kind_of(const kith::Segment& segment) {
    std::string kind = segment.taken ? "snapshot" : segment.list ? "list" : "query";
    return segment.live ? "live " + kind : kind;
}

void show_all(kith::Database& db) {
    std::vector<std::vector<std::string>> rows;
    for (const kith::Segment& each : db.segments().list())
        rows.push_back({each.name, each.record_type, kind_of(each),
                        std::to_string(db.segments().count(each.name)), each.query});
    print_table({"name", "type", "kind", "members", "query"}, rows);
}

void show_changes(kith::Database& db, const SegmentsArguments& arguments) {
    std::vector<std::vector<std::string>> rows;
    std::int64_t after = 0;
    for (;;) {
        const auto changes = db.segments().changes(arguments.name, after);
        if (changes.empty()) break;
        for (const kith::SegmentChange& change : changes) {
            after = change.number;
            if (arguments.json)
                print_json({{"record", change.record},
                            {"entered", change.entered},
                            {"at", to_json(kith::Value(change.at))},
                            {"transaction", change.transaction}});
            else
                rows.push_back({shown_second(change.at, db.settings()), change.entered ? "entered" : "left",
                                std::to_string(change.record)});
        }
    }
    if (!arguments.json) print_table({"at", "what", "record"}, rows);
}

void show_growth(kith::Database& db, const SegmentsArguments& arguments) {
    std::vector<std::vector<std::string>> rows;
    for (const kith::SegmentGrowth& day : db.segments().growth(arguments.name)) {
        if (arguments.json)
            print_json({{"day", day.day.to_string()},
                        {"entered", day.entered},
                        {"left", day.left},
                        {"members", day.members}});
        else
            rows.push_back({day.day.to_string(), std::to_string(day.entered), std::to_string(day.left),
                            std::to_string(day.members)});
    }
    if (!arguments.json) print_table({"day", "entered", "left", "members"}, rows);
}

/// Members with when they entered, where commits have noted it.
void show_members(kith::Database& db, const SegmentsArguments& arguments, const kith::Segment& segment) {
    if (arguments.count || arguments.as_of)
        return print_query(db, std::string(kith::q::in_segment(segment.name).text()), segment.record_type,
                           arguments);
    const kith::Segments segments = db.segments();
    const auto members =
        arguments.sample > 0 ? segments.sample(segment.name, arguments.sample) : segments.members(segment.id);
    Column entered;
    if (segment.live) {
        entered.name = "entered";
        for (const std::int64_t id : members) {
            const auto at = segments.entered_at(segment.name, id);
            entered.values.push_back(at ? kith::Value(*at) : kith::Value());
        }
    }
    db.read([&](const kith::Reader& reader) {
        print_ids(reader, type_named(segment.record_type), members, arguments, entered);
    });
}

void segment(Context& context, const SegmentsArguments& arguments) {
    kith::Database& db = context.db();
    kith::Segments segments = db.segments();
    if (!arguments.rename.empty()) return segments.rename(arguments.rename.front(), arguments.rename.back());
    if (arguments.name.empty()) return show_all(db);
    if (arguments.remove) {
        if (!segments.remove(arguments.name)) (void)found(db, arguments.name);
        return;
    }
    const bool saving = !arguments.query.empty() || arguments.manual;
    if (arguments.manual)
        segments.manual(arguments.name, arguments.type);
    else if (arguments.snapshot)
        segments.snapshot(arguments.name, arguments.query, arguments.type);
    else if (saving)
        segments.save(arguments.name, arguments.query, arguments.type);
    if (arguments.live || arguments.still) segments.live(arguments.name, arguments.live);
    if (saving || arguments.live || arguments.still) {
        std::cerr << (saving ? "saved: " : "") << arguments.name << ", " << segments.count(arguments.name)
                  << " members\n";
        return;
    }
    if (arguments.changes) return show_changes(db, arguments);
    if (arguments.growth) return show_growth(db, arguments);
    if (arguments.explain) return print_explanation(segments.explain(arguments.name));
    show_members(db, arguments, found(db, arguments.name));
}

void overlaps(Context& context, const SegmentsArguments& arguments) {
    const auto shared = context.db().segments().overlaps(arguments.names);
    std::vector<std::string> header{""};
    header.insert(header.end(), arguments.names.begin(), arguments.names.end());
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < shared.size(); ++i) {
        rows.push_back({arguments.names[i]});
        for (const std::int64_t count : shared[i]) rows.back().push_back(std::to_string(count));
    }
    print_table(header, rows);
}

void clock(Context& context, const SegmentsArguments&) {
    std::cerr << context.db().segments().advance_clock() << " entered or left\n";
}

}  // namespace

void add_segment_commands(CLI::App& app, Context& context) {
    const auto command = [&](const char* name, const char* about,
                             void (*run)(Context&, const SegmentsArguments&)) {
        CLI::App* sub = app.add_subcommand(name, about);
        auto arguments = std::make_shared<SegmentsArguments>();
        sub->callback([&context, arguments, run] { run(context, *arguments); });
        return std::pair(sub, arguments);
    };
    {
        const auto [sub, a] =
            command("segment", "Save a query under a name, show its members, or list all segments", &segment);
        CLI::Option* name = sub->add_option("name", a->name, "The segment");
        CLI::Option* query = sub->add_option("query", a->query, "Save this query under the name");
        sub->add_option("--type", a->type, "Record type of a new segment")->capture_default_str();
        CLI::Option* remove = sub->add_flag("--remove", a->remove, "Remove the segment");
        sub->add_option("--rename", a->rename,
                        "OLD NEW: give a segment another name, also in the queries that refer to it")
            ->type_name("OLD NEW")
            ->expected(2)
            ->excludes(name, query, remove);
        sub->add_flag("--snapshot", a->snapshot, "Save who the query selects now, as a list")->needs(query);
        CLI::Option* manual =
            sub->add_flag("--manual", a->manual, "Save a segment of records chosen by hand, a list")
                ->needs(name)
                ->excludes(query);
        CLI::Option* live = sub->add_flag("--live", a->live, "Let every commit keep its members")->needs(name);
        CLI::Option* still = sub->add_flag("--still", a->still, "Let them be: ask when they are wanted")
                                 ->needs(name)
                                 ->excludes(live);
        CLI::Option* changes =
            sub->add_flag("--changes", a->changes, "Who entered and left a live segment")->needs(name);
        CLI::Option* growth =
            sub->add_flag("--growth", a->growth, "How a live segment grew, day by day")->needs(name);
        CLI::Option* sample =
            sub->add_option("--sample", a->sample, "Show so many of its members, by chance")->needs(name);
        sub->footer("Examples:\n  kith segment VIPs 'tag = vip' --live\n  kith segment VIPs\n"
                    "  kith segment 'VIPs 2026' 'in segment VIPs' --snapshot\n  kith segment VIPs --growth\n"
                    "  kith segment --rename VIPs 'Very important'\n  kith segment");
        add_output(*sub, *a)->needs(name)->excludes(query, remove, live, manual, still, changes, growth,
                                                    sample);
    }
    {
        const auto [sub, a] = command("overlaps", "How many records segments share", &overlaps);
        sub->add_option("segments", a->names, "Their names")->required();
        sub->footer("Example:\n  kith overlaps VIPs Lapsing Newsletter");
    }
    {
        const auto [sub, a] = command(
            "clock", "Bring live segments with conditions on time to the present: every night, say", &clock);
        (void)a;
        sub->footer("Example:\n  kith clock");
    }
}

}  // namespace cli
