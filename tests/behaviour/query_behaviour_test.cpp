// Runs the query files beside this one: a small population, then queries with what they must give.
//
//   settings region=JP time_zone=Asia/Tokyo week_start=1 fiscal_year_start=4 now=2026-01-15T03:00:00Z
//   field contact.shoe integer            a custom field; choices and target follow as |choices=a,b |target=contact
//   user ada | full_name=Ada Admin        a record: type, the name the cases use, then field=value
//   contact kenji | given=健二 | email=k@x.example work primary valid | tags=vip, x | field.shoe=26.5
//   employment kenji acme | title=部長 | primary
//   interaction call | at=2026-01-05T09:00:00Z | participants=kenji, ada | channel=phone
//   deal big | stage=talk | amount=9 USD  any other type likewise: fields by their names, records by the cases' names
//   list Newsletter: kenji, ada           a list of contacts        trash NAME    into the trash
//   at 2026-01-10T09:00:00Z               what follows happens then (once this is used, before that at `now`)
//   edit deal big | stage=won | amount=   changes fields, tags (a;b) and custom fields of any record; nothing behind = empties one
//   off Newsletter: kenji                 takes contacts off a list
//   merge kenji ada                       makes one contact of two, the first
//   unmerge                               takes the last merge back    undo    takes back the last transaction
//   prune 2026-01-05T00:00:00Z            forgets the journal before that
//   parameter n = 3                       what :n is in the queries after it: a number, else a text
//   segment VIP: tag = vip                a saved segment (of the current type)
//   type organization                     what the queries after it select; contact at first
//   > tag = vip                           a query; then indented what it gives:
//     kenji, ada                          these, in any order; (none)
//     [ada, kenji]                        these, in this order
//     error line 1, column 1: ...         this error
//     warning ...                         explain() warns so (may follow names)
#include "source_dir.hpp"

#include <kith/database.hpp>
#include <kith/field_access.hpp>
#include <kith/history.hpp>
#include <kith/members.hpp>
#include <kith/merge.hpp>
#include <kith/query.hpp>
#include <kith/records/deal.hpp>
#include <kith/records/employment.hpp>
#include <kith/records/field.hpp>
#include <kith/records/interaction.hpp>
#include <kith/records/list.hpp>
#include <kith/records/user.hpp>
#include <kith/segments.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

using namespace kith;

namespace {

std::string trimmed(std::string text) {
    text.erase(0, text.find_first_not_of(" \t"));
    text.erase(text.find_last_not_of(" \t\r") + 1);
    return text;
}

std::vector<std::string> split(const std::string& text, char at) {
    std::vector<std::string> parts;
    std::stringstream stream(text);
    for (std::string part; std::getline(stream, part, at);) parts.push_back(trimmed(part));
    return parts;
}

std::pair<std::string, std::string> key_value(const std::string& text) {
    const std::size_t at = text.find('=');
    return at == std::string::npos ? std::pair{text, std::string("true")}
                                   : std::pair{trimmed(text.substr(0, at)), trimmed(text.substr(at + 1))};
}

/// The number of a choice by its name, from the descriptor's description.
template <class E, class T>
E choice(const std::string& field, const std::string& name) {
    static const std::map<std::string, int> numbers = {{"lifecycle unknown", 0},
                                                       {"lifecycle subscriber", 10},
                                                       {"lifecycle lead", 20},
                                                       {"lifecycle qualified", 30},
                                                       {"lifecycle opportunity", 40},
                                                       {"lifecycle customer", 50},
                                                       {"lifecycle former", 70},
                                                       {"kind person", 0},
                                                       {"kind visitor", 1},
                                                       {"kind company", 0},
                                                       {"kind school", 3},
                                                       {"channel other", 0},
                                                       {"channel email", 1},
                                                       {"channel phone", 2},
                                                       {"channel meeting", 3},
                                                       {"direction none", 0},
                                                       {"direction inbound", 1},
                                                       {"direction outbound", 2},
                                                       {"validity unknown", 0},
                                                       {"validity valid", 1},
                                                       {"validity invalid", 2}};
    const auto found = numbers.find(field + " " + name);
    if (found == numbers.end()) throw std::runtime_error("no choice " + field + " " + name);
    return static_cast<E>(found->second);
}

class Runner {
public:
    explicit Runner(const std::filesystem::path& path) : path_(path) {}

    void run() {
        std::ifstream file(path_);
        REQUIRE(file.good());
        std::string line;
        while (std::getline(file, line)) {
            ++line_;
            if (trimmed(line).empty() || line[0] == '#') continue;
            if (line[0] == ' ')
                expectation(trimmed(line));
            else if (line[0] == '>')
                begin(trimmed(line.substr(1)));
            else
                population(trimmed(line));
        }
        finish();
    }

    int cases = 0;

private:
    Database& db() {
        if (!db_) {
            Options options;
            options.region = setting("region", "");
            options.time_zone = setting("time_zone", "UTC");
            options.week_start = std::stoi(setting("week_start", "1"));
            options.fiscal_year_start = std::stoi(setting("fiscal_year_start", "1"));
            *now_ = parse_time(setting("now", "2026-01-15T03:00:00Z")).value();
            options.clock = [now = now_] { return *now; };
            db_ = std::make_unique<Database>(Database::open(":memory:", options));
        }
        return *db_;
    }

    std::string setting(const std::string& key, const std::string& fallback) const {
        const auto found = settings_.find(key);
        return found == settings_.end() ? fallback : found->second;
    }

    std::int64_t id(const std::string& type, const std::string& name) const {
        const auto found = ids_.find({type, name});
        if (found == ids_.end())
            throw std::runtime_error("line " + std::to_string(line_) + ": no " + type + " " + name);
        return found->second;
    }

    void population(const std::string& line) {
        const std::size_t space = line.find(' ');
        const std::string verb = line.substr(0, space);
        const std::string rest = space == std::string::npos ? std::string{} : trimmed(line.substr(space + 1));
        finish();
        if (verb == "settings") {
            for (const std::string& part : split(rest, ' ')) settings_.insert(key_value(part));
        } else if (verb == "type") {
            type_ = rest;
        } else if (verb == "segment") {
            const std::size_t colon = rest.find(':');
            db().segments().save(rest.substr(0, colon), trimmed(rest.substr(colon + 1)), type_);
        } else if (verb == "list") {
            const std::size_t colon = rest.find(':');
            for (const std::string& who : split(rest.substr(colon + 1), ',')) {
                db().add_to_list(ContactId{id("contact", who)}, rest.substr(0, colon));
            }
            for (const List& list : db().query<List>()) names_[{"list", list.id.value}] = list.name;
        } else if (verb == "off") {
            const std::size_t colon = rest.find(':');
            for (const std::string& who : split(rest.substr(colon + 1), ','))
                db().remove_from_list(ContactId{id("contact", who)}, rest.substr(0, colon));
        } else if (verb == "parameter") {
            const auto [name, value] = key_value(rest);
            const bool number = value.find_first_not_of("-0123456789") == std::string::npos;
            parameters_[name] = number ? Value(std::int64_t{std::stoll(value)}) : Value(value);
        } else if (verb == "at") {
            (void)db();
            *now_ = parse_time(rest).value();
        } else if (verb == "prune") {
            db().history().prune(parse_time(rest).value());
        } else if (verb == "merge") {
            const auto names = split(rest, ' ');
            MergeRequest request;
            request.survivor = id("contact", names[0]);
            request.losers = {id("contact", names[1])};
            merge_ = db().merge(request).id;
        } else if (verb == "unmerge") {
            db().unmerge(merge_);
        } else if (verb == "undo") {
            db().undo(db().history().transactions(1).front().id);
        } else if (verb == "edit") {
            edit(split(rest, '|'));
        } else if (verb == "trash") {
            db().remove(ContactId{id("contact", rest)});
        } else {
            record(verb, split(rest, '|'));
        }
    }

    void record(const std::string& verb, const std::vector<std::string>& parts) {
        std::vector<std::pair<std::string, std::string>> fields;
        for (std::size_t i = 1; i < parts.size(); ++i) fields.push_back(key_value(parts[i]));
        const std::string& name = parts.front();
        if (verb == "field") return custom_field(name, fields);
        std::int64_t made = 0;
        if (verb == "user")
            made = user(name, fields);
        else if (verb == "organization")
            made = organization(fields);
        else if (verb == "contact")
            made = contact(fields);
        else if (verb == "employment")
            made = employment(name, fields);
        else if (verb == "interaction")
            made = interaction(fields);
        else if (const RecordType* type = find_record_type(verb))
            made = any(verb, *type, fields);
        else
            FAIL("line " << line_ << ": what is '" << verb << "'?");
        ids_[{verb, name}] = made;
        names_[{verb, made}] = name;
    }

    using Fields = std::vector<std::pair<std::string, std::string>>;

    /// Gives a record that had `there` these tags and no others.
    static void retag(Transaction& tx, const RecordType& type, std::int64_t id,
                      const std::vector<std::string>& there, const std::vector<std::string>& wanted) {
        const auto in = [](const std::vector<std::string>& all, const std::string& tag) {
            return std::find(all.begin(), all.end(), tag) != all.end();
        };
        for (const std::string& tag : there)
            if (!in(wanted, tag)) tx.untag(type, id, tag);
        for (const std::string& tag : wanted)
            if (!in(there, tag)) tx.tag(type, id, tag);
    }

    void edit(const std::vector<std::string>& parts) {
        const auto words = split(parts.front(), ' ');
        const RecordType& type = *find_record_type(words[0]);
        const std::vector<FieldDescription> known = fields_of(type);
        const std::int64_t which = id(words[0], words[1]);
        db().write([&](Transaction& tx) {
            const RecordHolder record = new_record(type);
            REQUIRE(tx.load(type, which, record.get()));
            for (std::size_t i = 1; i < parts.size(); ++i) {
                const auto [key, value] = key_value(parts[i]);
                if (key.rfind("field.", 0) == 0) {
                    CustomValues& custom = *mutable_custom(type, record.get());
                    custom[key.substr(6)] =
                        value.empty() ? Value() : custom_value(words[0], key.substr(6), value);
                    continue;
                }
                if (key == "tags") {
                    retag(tx, type, which, *tags_of(type, record.get()), split(value, ';'));
                    continue;
                }
                const auto field =
                    std::find_if(known.begin(), known.end(),
                                 [&, name = key](const auto& each) { return each.name == name; });
                if (field == known.end()) FAIL("line " << line_ << ": what is '" << key << "'?");
                const bool reference = !field->target.empty() && !value.empty();
                set_field(type, record.get(), key,
                          reference ? std::to_string(id(field->target, value)) : value, tx.settings());
            }
            tx.update(type, which, record.get());
        });
    }

    void custom_field(const std::string& head, const Fields& fields) {
        const auto words = split(head, ' ');
        const std::size_t dot = words[0].find('.');
        static const std::map<std::string, FieldType> types = {
            {"text", FieldType::text},       {"integer", FieldType::integer},
            {"real", FieldType::real},       {"flag", FieldType::flag},
            {"time", FieldType::time},       {"date", FieldType::date},
            {"money", FieldType::money},     {"choice", FieldType::choice},
            {"choices", FieldType::choices}, {"reference", FieldType::reference}};
        Field field;
        field.record_type = words[0].substr(0, dot);
        field.key = words[0].substr(dot + 1);
        std::replace(field.key.begin(), field.key.end(), '_', ' ');
        field.type = types.at(words[1]);
        for (const auto& [key, value] : fields) {
            if (key == "choices") field.choices = split(value, ',');
            if (key == "target") field.target = value;
            if (key == "label") field.label = value;
        }
        types_[field.record_type + "." + field.key] = field;
        db().add(field);
    }

    Value custom_value(const std::string& type, const std::string& key, const std::string& text) {
        const Field& field = types_.at(type + "." + key);
        switch (field.type) {
            case FieldType::integer: return std::stoll(text);
            case FieldType::real: return std::stod(text);
            case FieldType::flag: return text == "true";
            case FieldType::time: return parse_time(text).value();
            case FieldType::date: return PartialDate::parse(text).value();
            case FieldType::money: return Money::parse(text).value();
            case FieldType::choices: return split(text, ',');
            case FieldType::reference: return RecordRef{field.target, id(field.target, text)};
            default: return text;
        }
    }

    /// Fields that contacts and organizations share; false when it is none of them.
    template <class T>
    bool shared(T& record, const std::string& type, const std::string& key, const std::string& value) {
        const auto words = split(value, ' ');
        if (key == "email") {
            Email email;
            email.address = words[0];
            for (std::size_t i = 1; i < words.size(); ++i) {
                if (words[i] == "primary")
                    email.primary = true;
                else if (words[i] == "valid" || words[i] == "invalid")
                    email.validity = choice<Validity, T>("validity", words[i]);
                else
                    email.label = words[i];
            }
            record.emails.push_back(email);
        } else if (key == "phone") {
            Phone phone;
            phone.number = words[0];
            if (words.size() > 1) phone.label = words[1];
            record.phones.push_back(phone);
        } else if (key == "address") {
            Address address;
            for (const std::string& part : split(value, ',')) {
                const std::size_t colon = part.find(':');
                const std::string name = trimmed(part.substr(0, colon));
                const std::string text = trimmed(part.substr(colon + 1));
                if (name == "locality") address.locality = text;
                if (name == "region") address.region = text;
                if (name == "country") address.country = text;
                if (name == "postcode") address.postcode = text;
                if (name == "street") address.street = text;
                if (name == "label") address.label = text;
                if (name == "latitude") address.latitude = std::stod(text);
                if (name == "longitude") address.longitude = std::stod(text);
            }
            record.addresses.push_back(address);
        } else if (key == "tags")
            record.tags = split(value, ',');
        else if (key == "owner")
            record.owner = UserId{id("user", value)};
        else if (key == "source")
            record.source = value;
        else if (key == "notes")
            record.notes = value;
        else if (key.rfind("field.", 0) == 0)
            record.fields[key.substr(6)] = custom_value(type, key.substr(6), value);
        else
            return false;
        return true;
    }

    std::int64_t user(const std::string& name, const Fields& fields) {
        User user;
        user.name = name;
        for (const auto& [key, value] : fields) {
            if (key == "full_name")
                user.full_name = value;
            else if (key == "active")
                user.active = value == "true";
            else
                FAIL("line " << line_ << ": what is '" << key << "'?");
        }
        return db().add(user).value;
    }

    std::int64_t organization(const Fields& fields) {
        Organization organization;
        for (const auto& [key, value] : fields) {
            if (key == "name")
                organization.name = value;
            else if (key == "industry")
                organization.industry = value;
            else if (key == "parent")
                organization.parent = OrganizationId{id("organization", value)};
            else if (key == "kind")
                organization.kind = choice<OrganizationKind, Organization>("kind", value);
            else if (!shared(organization, "organization", key, value))
                FAIL("line " << line_ << ": what is '" << key << "'?");
        }
        return db().add(organization).value;
    }

    std::int64_t contact(const Fields& fields) {
        Contact contact;
        for (const auto& [key, value] : fields) {
            if (key == "given")
                contact.name.given = value;
            else if (key == "family")
                contact.name.family = value;
            else if (key == "additional")
                contact.name.additional = value;
            else if (key == "nickname")
                contact.name.nickname = value;
            else if (key == "phonetic_given")
                contact.name.phonetic_given = value;
            else if (key == "phonetic_family")
                contact.name.phonetic_family = value;
            else if (key == "full")
                contact.name.full = value;
            else if (key == "birthday")
                contact.birthday = PartialDate::parse(value).value();
            else if (key == "lifecycle")
                contact.lifecycle = choice<Lifecycle, Contact>("lifecycle", value);
            else if (key == "kind")
                contact.kind = choice<ContactKind, Contact>("kind", value);
            else if (key == "language")
                contact.language = value;
            else if (key == "date") {
                const auto words = split(value, ' ');
                NamedDate date;
                date.date = PartialDate::parse(words[0]).value();
                date.label = words[1];
                contact.dates.push_back(date);
            } else if (!shared(contact, "contact", key, value))
                FAIL("line " << line_ << ": what is '" << key << "'?");
        }
        return db().add(contact).value;
    }

    std::int64_t employment(const std::string& who, const Fields& fields) {
        const auto names = split(who, ' ');
        Employment employment;
        employment.contact = ContactId{id("contact", names[0])};
        employment.organization = OrganizationId{id("organization", names[1])};
        for (const auto& [key, value] : fields) {
            if (key == "title")
                employment.title = value;
            else if (key == "department")
                employment.department = value;
            else if (key == "primary")
                employment.primary = true;
            else if (key == "started")
                employment.started = PartialDate::parse(value).value();
            else if (key == "ended")
                employment.ended = PartialDate::parse(value).value();
            else
                FAIL("line " << line_ << ": what is '" << key << "'?");
        }
        return db().add(employment).value;
    }

    std::int64_t interaction(const Fields& fields) {
        Interaction interaction;
        for (const auto& [key, value] : fields) {
            if (key == "at")
                interaction.at = parse_time(value).value();
            else if (key == "channel")
                interaction.channel = choice<Channel, Interaction>("channel", value);
            else if (key == "direction")
                interaction.direction = choice<Direction, Interaction>("direction", value);
            else if (key == "subject")
                interaction.subject = value;
            else if (key == "body")
                interaction.body = value;
            else if (key == "duration")
                interaction.duration_seconds = std::stoll(value);
            else if (key == "organization")
                interaction.organization = OrganizationId{id("organization", value)};
            else if (key == "deal")
                interaction.deal = DealId{id("deal", value)};
            else if (key == "user")
                interaction.user = UserId{id("user", value)};
            else if (key == "participants") {
                for (const std::string& name : split(value, ','))
                    interaction.participants.emplace_back(ContactId{id("contact", name)});
            } else if (key.rfind("field.", 0) == 0)
                interaction.fields[key.substr(6)] = custom_value("interaction", key.substr(6), value);
            else
                FAIL("line " << line_ << ": what is '" << key << "'?");
        }
        return db().add(interaction).value;
    }

    /// A record of any other type, its fields by the names of the descriptor; references name records of this file.
    std::int64_t any(const std::string& verb, const RecordType& type, const Fields& fields) {
        const RecordHolder record = new_record(type);
        const std::vector<FieldDescription> known = fields_of(type);
        for (const auto& [key, value] : fields) {
            const auto field = std::find_if(known.begin(), known.end(),
                                            [&, name = key](const auto& each) { return each.name == name; });
            const bool custom = key.rfind("field.", 0) == 0;
            if (field == known.end() && !custom) FAIL("line " << line_ << ": what is '" << key << "'?");
            if (custom || field->target.empty())
                set_field(type, record.get(), key, value, db().settings(),
                          custom ? types_.at(verb + key.substr(5)).type : FieldType::text);
            else
                for (const std::string& each : split(value, ','))
                    set_field(type, record.get(), key, std::to_string(id(field->target, each)));
        }
        return db().write([&](Transaction& tx) { return tx.add(type, record.get()); });
    }

    void begin(const std::string& query) {
        finish();
        query_ = query;
        query_line_ = line_;
        answered_ = false;
    }

    /// A query without an expectation is a mistake in the file.
    void finish() {
        if (query_line_ > 0 && !answered_)
            FAIL(path_.filename() << ":" << query_line_ << ": nothing is expected of this query");
        query_line_ = 0;
    }

    void expectation(const std::string& text) {
        INFO(path_.filename() << ":" << query_line_ << ": " << query_);
        const RecordType& type = *find_record_type(type_);
        ++cases;
        answered_ = true;
        if (text.rfind("warning ", 0) == 0) {
            const auto warnings = explain(db(), type, query_, parameters_).warnings;
            CAPTURE(warnings);
            CHECK(std::any_of(warnings.begin(), warnings.end(), [&](const std::string& w) {
                return w.find(text.substr(8)) != std::string::npos;
            }));
            return;
        }
        std::string found;
        std::string canonical;
        const bool ordered = text.front() == '[';
        try {
            const auto ids =
                db().read([&](const Reader& r) { return r.select_ids(type, query_, parameters_); });
            std::vector<std::string> names;
            for (const std::int64_t one : ids) names.push_back(names_.at({type_, one}));
            if (!ordered) std::sort(names.begin(), names.end());
            for (const std::string& name : names) found += (found.empty() ? "" : ", ") + name;
            found = ordered ? "[" + found + "]" : names.empty() ? "(none)" : found;
            const auto count =
                db().read([&](const Reader& r) { return r.count_of(type, query_, parameters_); });
            CHECK(count == static_cast<std::int64_t>(ids.size()));
            canonical = format_query(query_);
            CHECK(db().read([&](const Reader& r) { return r.select_ids(type, canonical, parameters_); }) ==
                  ids);
            CHECK(format_query(canonical) == canonical);
        } catch (const Error& error) {
            found = std::string("error ") + error.what();
        }
        std::string expected = text;
        if (!ordered && text.rfind("error ", 0) != 0 && text != "(none)") {
            auto names = split(text, ',');
            std::sort(names.begin(), names.end());
            expected.clear();
            for (const std::string& name : names) expected += (expected.empty() ? "" : ", ") + name;
        }
        CHECK(found == expected);
    }

    std::filesystem::path path_;
    int line_ = 0;
    std::map<std::string, std::string> settings_;
    std::map<std::string, Field> types_;
    std::map<std::pair<std::string, std::string>, std::int64_t> ids_;
    std::map<std::pair<std::string, std::int64_t>, std::string> names_;
    std::shared_ptr<Time> now_ = std::make_shared<Time>();
    std::unique_ptr<Database> db_;
    std::string type_ = "contact";
    Parameters parameters_;
    std::int64_t merge_ = 0;  // the last one
    std::string query_;
    int query_line_ = 0;
    bool answered_ = true;
};

}  // namespace

TEST_CASE("query behaviour files", "[behaviour][query]") {
    const std::filesystem::path folder = std::filesystem::path(KITH_SOURCE_DIR) / "tests" / "behaviour";
    int files = 0;
    int cases = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (name.rfind("query", 0) != 0 || entry.path().extension() != ".txt") continue;
        Runner runner(entry.path());
        runner.run();
        cases += runner.cases;
        ++files;
    }
    CHECK(files >= 3);
    CHECK(cases >= 150);
}
