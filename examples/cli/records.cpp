// Commands on single records: show, add, edit, remove, restore, log, tag.
#include "activity.hpp"
#include "app.hpp"
#include "changes.hpp"
#include "output.hpp"

#include <iostream>

namespace cli {

namespace {

using kith::Code;
using kith::Error;
using kith::RecordType;

/// A record of a type known only now.
class AnyRecord {
public:
    explicit AnyRecord(const RecordType& type) : type_(type), record_(kith::new_record(type)) {}
    [[nodiscard]] void* get() const { return record_.get(); }
    [[nodiscard]] const RecordType& type() const { return type_; }

private:
    const RecordType& type_;
    kith::RecordHolder record_;
};

constexpr const char* fields_help =
    "birthday.year, .month, .day set a part of a date. organization, title and department are a contact's position. "
    "field.KEY\nis a custom field, made as text when it is new. 'kith import --fields' lists all other names.";

struct RecordsArguments {
    std::string type = "contact";
    std::string which{};
    std::vector<std::string> values{};
    std::string channel = "note";
    std::string direction = "none";
    std::string subject{};
    std::string body{};
    std::string at{};
    std::string deal{};
    bool json = false;
    bool remove = false;
};

void add_type(CLI::App& command, RecordsArguments& arguments) {
    command.add_option("--type", arguments.type, "Record type")->capture_default_str();
}

void show(Context& context, const RecordsArguments& arguments) {
    kith::Database& db = context.db();
    const RecordType& type = type_named(arguments.type);
    const std::int64_t asked = find_record(db, type, arguments.which);
    const AnyRecord record(type);
    const bool found =
        db.read([&](const kith::Reader& reader) { return reader.load(type, asked, record.get()); });
    if (!found) throw Error(Code::not_found, "there is no " + arguments.type + " " + arguments.which);
    const std::int64_t id = kith::id_of(type, record.get());
    if (arguments.json) {
        nlohmann::json object = to_json(type, record.get());
        if (id != asked) object["merged_from"] = asked;
        print_json(object);
        return;
    }
    if (id != asked)
        std::cout << arguments.type << ' ' << asked << " was merged into " << id << ", which is shown here\n";
    const kith::Settings settings = db.settings();
    print_record(type, record.get(), settings);
    constexpr std::size_t interactions = 10;
    if (name_of(type) == "contact")
        print_card(db.card(kith::ContactId{id}, {.interactions = interactions}), settings);
    if (name_of(type) == "deal") print_around(db, kith::DealId{id}, interactions);
}

/// "add organization name=x": the type may come first. Takes it out of the values.
std::string type_of_new(RecordsArguments& arguments) {
    const std::string& first = arguments.values.front();
    if (first.find('=') != std::string::npos || kith::find_record_type(first) == nullptr)
        return arguments.type;
    if (arguments.type != "contact" && kith::find_record_type(arguments.type) != kith::find_record_type(first))
        throw Error(Code::invalid_argument, "'" + first + "' or --type " + arguments.type + "?");
    const std::string type = first;
    arguments.values.erase(arguments.values.begin());
    if (arguments.values.empty()) throw Error(Code::invalid_argument, "a new record needs FIELD=VALUE");
    return type;
}

void add(Context& context, const RecordsArguments& given) {
    RecordsArguments arguments = given;
    const RecordType& type = type_named(type_of_new(arguments));
    const AnyRecord record(type);
    Changes changes(type, arguments.values);
    const std::int64_t id = context.db().write([&](kith::Transaction& tx) {
        changes.set(tx, record.get());
        const std::int64_t added = tx.add(type, record.get());
        changes.follow(tx, added);
        return added;
    });
    std::cout << id << '\n';
}

void edit(Context& context, const RecordsArguments& arguments) {
    kith::Database& db = context.db();
    const RecordType& type = type_named(arguments.type);
    const std::int64_t asked = find_record(db, type, arguments.which);
    const AnyRecord record(type);
    Changes changes(type, arguments.values);
    db.write([&](kith::Transaction& tx) {
        if (!tx.load(type, asked, record.get()))
            throw Error(Code::not_found, "there is no " + arguments.type + " " + arguments.which);
        const std::int64_t id = kith::id_of(type, record.get());
        changes.set(tx, record.get());
        tx.update(type, id, record.get());
        changes.follow(tx, id);
    });
    show(context, arguments);
}

void log(Context& context, const RecordsArguments& arguments) {
    kith::Database& db = context.db();
    kith::Interaction interaction{.participants = {find_contact(db, arguments.which)},
                                  .subject = arguments.subject,
                                  .body = arguments.body};
    const kith::Settings settings = db.settings();
    kith::set_field(interaction, "channel", arguments.channel, settings);
    kith::set_field(interaction, "direction", arguments.direction, settings);
    if (!arguments.at.empty()) kith::set_field(interaction, "at", arguments.at, settings);
    if (!arguments.deal.empty())
        interaction.deal = kith::DealId{find_record(db, kith::record_type<kith::Deal>(), arguments.deal)};
    std::cout << db.add(interaction).value << '\n';
}

void tag(Context& context, const RecordsArguments& arguments) {
    kith::Database& db = context.db();
    const RecordType& type = type_named(arguments.type);
    const std::int64_t id = find_record(db, type, arguments.which);
    db.write([&](kith::Transaction& tx) {
        for (const std::string& name : arguments.values) {
            if (arguments.remove)
                tx.untag(type, id, name);
            else
                tx.tag(type, id, name);
        }
    });
}

}  // namespace

void add_record_commands(CLI::App& app, Context& context) {
    // One set of arguments per command lives as long as the program.
    const auto command = [&](const char* name, const char* about,
                             void (*run)(Context&, const RecordsArguments&)) {
        CLI::App* sub = app.add_subcommand(name, about);
        auto arguments = std::make_shared<RecordsArguments>();
        sub->callback([&context, arguments, run] { run(context, *arguments); });
        return std::pair(sub, arguments);
    };
    {
        const auto [sub, a] = command("show", "Show a record: its id, or words that find it", &show);
        sub->add_option("record", a->which, "Id, or words")->required();
        add_type(*sub, *a);
        sub->add_flag("--json", a->json, "As one JSON object");
        sub->footer(
            "Examples:\n  kith show 1\n  kith show 1 --json\nTimes are in the file's zone; in JSON in UTC.");
    }
    {
        const auto [sub, a] = command("add", "Add a record and print its id", &add);
        sub->add_option("values", a->values, "[TYPE] FIELD=VALUE ...")->required();
        add_type(*sub, *a);
        sub->footer(
            std::string(
                "Examples:\n"
                "  kith add name.full='山田 花子' email=hanako@example.jp phone=03-1234-5678 tags=vip,jp\n"
                "  kith add name.full='Ada King' organization='Acme KK' title=Analyst field.shoe=38\n"
                "  kith add organization name='株式会社アクメ' phone=03-5550-0100\n") +
            fields_help);
    }
    {
        const auto [sub, a] = command("edit", "Change fields of a record", &edit);
        sub->add_option("record", a->which, "Id, or words")->required();
        sub->add_option("values", a->values, "FIELD=VALUE ...")->required();
        add_type(*sub, *a);
        sub->footer(
            std::string(
                "Examples:\n"
                "  kith edit 1 notes='Prefers letters' birthday.year=1990\n"
                "  kith edit 1 email=taro@work.example email.label=work\n"
                "  kith edit 1 email-=taro@work.example tags=jp,vip\n"
                "  kith edit 1 tags= organization='Acme KK' title=Director\n"
                "FIELD=VALUE sets a field with one value and adds to one with several (email, phone,\n"
                "address, tags ...); FIELD.PART=VALUE is of the last of several. FIELD-=VALUE takes one\n"
                "of several away, FIELD= clears the field.\n") +
            fields_help);
    }
    {
        const auto [sub, a] = command("log", "Log an interaction with a contact and print its id", &log);
        sub->add_option("contact", a->which, "Id, or words")->required();
        sub->add_option("--channel", a->channel, "email, phone, meeting, chat, sms, letter, video, note ...")
            ->capture_default_str();
        sub->add_option("--direction", a->direction, "inbound, outbound, none")->capture_default_str();
        sub->add_option("--subject", a->subject);
        sub->add_option("--body", a->body);
        sub->add_option("--deal", a->deal, "The deal that it was about: id, or its name");
        sub->add_option("--at", a->at,
                        "When, in the file's time zone unless it says its offset (default: now)");
        sub->footer(
            "Examples:\n"
            "  kith log 1 --channel phone --direction inbound --subject 'First call' --at '2026-01-15 10:00'\n"
            "  kith log 2 --channel email --at 2026-01-15T01:00:00Z");
    }
    {
        const auto [sub, a] = command("tag", "Put tags on a record, or take them off", &tag);
        sub->add_option("record", a->which, "Id, or words")->required();
        sub->add_option("tags", a->values, "Tags")->required();
        sub->add_flag("--remove", a->remove, "Take them off");
        add_type(*sub, *a);
        sub->footer("Examples:\n  kith tag 1 translator partner\n  kith tag 1 partner --remove");
    }
    {
        const auto [sub, a] =
            command("remove", "Move a record to the trash", [](Context& c, const RecordsArguments& args) {
                const RecordType& type = type_named(args.type);
                const std::int64_t id = find_record(c.db(), type, args.which);
                c.db().write([&](kith::Transaction& tx) { tx.remove(type, id); });
            });
        sub->add_option("record", a->which, "Id, or words")->required();
        add_type(*sub, *a);
        sub->footer("Example:\n  kith remove 2");
    }
    {
        const auto [sub, a] = command("restore", "Take a record out of the trash",
                                      [](Context& c, const RecordsArguments& args) {
                                          const RecordType& type = type_named(args.type);
                                          const std::int64_t id = find_record(c.db(), type, args.which);
                                          c.db().write([&](kith::Transaction& tx) { tx.restore(type, id); });
                                      });
        sub->add_option("record", a->which, "Id")->required();
        add_type(*sub, *a);
        sub->footer("Example:\n  kith restore 2");
    }
}

}  // namespace cli
