// Commands on single records: show, add, edit, remove, restore, log, tag.
#include "app.hpp"
#include "output.hpp"

#include <iostream>
#include <map>

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

/// Splits "field=value".
std::pair<std::string, std::string> assignment(const std::string& text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
        throw Error(Code::invalid_argument, "'" + text + "' is not FIELD=VALUE");
    return {text.substr(0, equals), text.substr(equals + 1)};
}

/// The types of a record type's custom fields, by key.
std::map<std::string, kith::FieldType> custom_types(const kith::Reader& reader, const std::string& type) {
    std::map<std::string, kith::FieldType> types;
    for (const kith::Field& field : reader.query<kith::Field>("record_type = :type", {{"type", type}}))
        types[field.key] = field.type;
    return types;
}

void assign(const kith::Reader& reader, const std::string& type_name, const AnyRecord& record,
            const std::vector<std::string>& assignments) {
    const auto types = custom_types(reader, type_name);
    for (const std::string& text : assignments) {
        const auto [field, value] = assignment(text);
        const auto type = field.rfind("field.", 0) == 0 ? types.find(field.substr(6)) : types.end();
        kith::set_field(record.type(), record.get(), field, value, reader.settings(),
                        type == types.end() ? kith::FieldType::text : type->second);
    }
}

struct Arguments {
    std::string type = "contact";
    std::string which{};
    std::vector<std::string> values{};
    std::string channel = "note";
    std::string direction = "none";
    std::string subject{};
    std::string body{};
    std::string at{};
    bool json = false;
    bool remove = false;
};

void add_type(CLI::App& command, Arguments& arguments) {
    command.add_option("--type", arguments.type, "Record type")->capture_default_str();
}

void show(Context& context, const Arguments& arguments) {
    kith::Database& db = context.db();
    const RecordType& type = type_named(arguments.type);
    const std::int64_t id = find_record(db, type, arguments.which);
    const AnyRecord record(type);
    const bool found =
        db.read([&](const kith::Reader& reader) { return reader.load(type, id, record.get()); });
    if (!found) throw Error(Code::not_found, "there is no " + arguments.type + " " + arguments.which);
    if (arguments.json) {
        print_json(to_json(type, record.get(), id));
        return;
    }
    print_record(type, record.get(), id);
    if (arguments.type != "contact") return;
    const auto parameters = kith::Parameters{{"id", id}};
    for (const auto& row : db.list<kith::Employment>({"organization.name", "title", "department"},
                                                     "contact.id = :id", parameters)
                               .rows)
        std::cout << "works at  " << row[0].to_string() << "  " << row[1].to_string() << "  "
                  << row[2].to_string() << '\n';
    const auto timeline =
        db.list<kith::Interaction>({"at", "channel", "direction", "subject"},
                                   "has participant (contact.id = :id) order by at desc limit 10", parameters);
    for (const auto& row : timeline.rows)
        std::cout << row[0].to_string().substr(0, 16) << "  " << row[1].to_string() << "  "
                  << row[3].to_string() << '\n';
}

void add(Context& context, const Arguments& arguments) {
    const RecordType& type = type_named(arguments.type);
    const AnyRecord record(type);
    const std::int64_t id = context.db().write([&](kith::Transaction& tx) {
        assign(tx, arguments.type, record, arguments.values);
        return tx.add(type, record.get());
    });
    std::cout << id << '\n';
}

void edit(Context& context, const Arguments& arguments) {
    kith::Database& db = context.db();
    const RecordType& type = type_named(arguments.type);
    const std::int64_t id = find_record(db, type, arguments.which);
    const AnyRecord record(type);
    db.write([&](kith::Transaction& tx) {
        if (!tx.load(type, id, record.get())) throw Error(Code::not_found, "there is no such record");
        // Tags are not part of a record's update: they have verbs of their own.
        std::vector<std::string> fields;
        for (const std::string& text : arguments.values) {
            const auto [field, value] = assignment(text);
            if (field == "tags")
                tx.tag(type, id, value);
            else
                fields.push_back(text);
        }
        assign(tx, arguments.type, record, fields);
        tx.update(type, kith::id_of(type, record.get()), record.get());
    });
    print_record(type, record.get(), id);
}

void log(Context& context, const Arguments& arguments) {
    kith::Database& db = context.db();
    kith::Interaction interaction{.participants = {find_contact(db, arguments.which)},
                                  .subject = arguments.subject,
                                  .body = arguments.body};
    const kith::Settings settings = db.settings();
    kith::set_field(interaction, "channel", arguments.channel, settings);
    kith::set_field(interaction, "direction", arguments.direction, settings);
    if (!arguments.at.empty()) kith::set_field(interaction, "at", arguments.at, settings);
    std::cout << db.add(interaction).value << '\n';
}

void tag(Context& context, const Arguments& arguments) {
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
    const auto command = [&](const char* name, const char* about, void (*run)(Context&, const Arguments&)) {
        CLI::App* sub = app.add_subcommand(name, about);
        auto arguments = std::make_shared<Arguments>();
        sub->callback([&context, arguments, run] { run(context, *arguments); });
        return std::pair(sub, arguments);
    };
    {
        const auto [sub, a] = command("show", "Show a record: its id, or words that find it", &show);
        sub->add_option("record", a->which, "Id, or words")->required();
        add_type(*sub, *a);
        sub->add_flag("--json", a->json, "As one JSON object");
    }
    {
        const auto [sub, a] = command("add", "Add a record and print its id", &add);
        sub->add_option("values", a->values, "FIELD=VALUE ...")->required();
        add_type(*sub, *a);
        sub->footer(
            "Example: kith add name.full='山田 太郎' email=taro@example.jp phone=03-1234-5678 tags=vip");
    }
    {
        const auto [sub, a] = command("edit", "Change fields of a record; FIELD= clears one", &edit);
        sub->add_option("record", a->which, "Id, or words")->required();
        sub->add_option("values", a->values, "FIELD=VALUE ...")->required();
        add_type(*sub, *a);
    }
    {
        const auto [sub, a] = command("log", "Log an interaction with a contact and print its id", &log);
        sub->add_option("contact", a->which, "Id, or words")->required();
        sub->add_option("--channel", a->channel, "email, phone, meeting, chat, sms, letter, video, note ...")
            ->capture_default_str();
        sub->add_option("--direction", a->direction, "inbound, outbound, none")->capture_default_str();
        sub->add_option("--subject", a->subject);
        sub->add_option("--body", a->body);
        sub->add_option("--at", a->at, "When, ISO 8601 (default: now)");
    }
    {
        const auto [sub, a] = command("tag", "Put tags on a record, or take them off", &tag);
        sub->add_option("record", a->which, "Id, or words")->required();
        sub->add_option("tags", a->values, "Tags")->required();
        sub->add_flag("--remove", a->remove, "Take them off");
        add_type(*sub, *a);
    }
    {
        const auto [sub, a] =
            command("remove", "Move a record to the trash", [](Context& c, const Arguments& args) {
                const RecordType& type = type_named(args.type);
                const std::int64_t id = find_record(c.db(), type, args.which);
                c.db().write([&](kith::Transaction& tx) { tx.remove(type, id); });
            });
        sub->add_option("record", a->which, "Id, or words")->required();
        add_type(*sub, *a);
    }
    {
        const auto [sub, a] =
            command("restore", "Take a record out of the trash", [](Context& c, const Arguments& args) {
                const RecordType& type = type_named(args.type);
                const std::int64_t id = find_record(c.db(), type, args.which);
                c.db().write([&](kith::Transaction& tx) { tx.restore(type, id); });
            });
        sub->add_option("record", a->which, "Id")->required();
        add_type(*sub, *a);
    }
}

}  // namespace cli
