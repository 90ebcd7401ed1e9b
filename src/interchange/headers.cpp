#include "interchange/headers.hpp"

#include "interchange/header_words.hpp"
#include "interchange/words.hpp"
#include "records/registry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

namespace kith::interchange {

namespace {

using Words = std::unordered_map<std::string, HeaderWords>;

void insert_words(Words& into, const RecordType& type, std::span<const HeaderWords> from) {
    for (const HeaderWords& words : from) {
        if (words.field != "-" && !column_for(type, words.field)) continue;
        for (const std::string& header : split(words.headers, "|")) into.emplace(word_key(header), words);
    }
}

// The labels of the descriptors come last: they are for people, the tables above know the other programs.
void insert_labels(Words& into, const RecordType& type) {
    const auto put = [&](std::string_view label, std::string_view label_ja, std::string_view field) {
        for (const std::string& header : split(label_ja, "|"))
            into.emplace(word_key(header), HeaderWords{field, {}});
        if (!label.empty()) into.emplace(word_key(label), HeaderWords{field, {}});
    };
    for (const records::Field& field : type.fields)
        if (column_for(type, field.name)) put(field.label, field.label_ja, field.name);
    for (const records::Element& element : type.elements)
        if (element.name != "date" && column_for(type, element.name))
            put(element.label, element.label_ja, element.name);
}

struct Vocabulary {
    Words known;
    Words placed;
    std::vector<std::pair<std::string, std::string_view>> places;  // key, label; longer keys first
};

Vocabulary vocabulary_for(const RecordType& type) {
    Vocabulary vocabulary;
    if (type.name == "interaction") {
        insert_words(vocabulary.known, type, interaction_words());
    } else if (type.name == "contact" || type.name == "organization") {
        if (type.name == "organization") insert_words(vocabulary.known, type, organization_words());
        insert_words(vocabulary.known, type, contact_words());
        insert_words(vocabulary.placed, type, placed_words());
        for (const PlaceWords& place : place_words())
            for (const std::string& word : split(place.words, "|"))
                vocabulary.places.emplace_back(word_key(word), place.label);
        std::stable_sort(vocabulary.places.begin(), vocabulary.places.end(),
                         [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
    }
    insert_labels(vocabulary.known, type);
    // Of other types only kith writes tables: their headers are names of fields.
    if (vocabulary.placed.empty() && type.name != "interaction")
        for (const records::Field& field : type.fields)
            if (column_for(type, field.name)) vocabulary.known[word_key(field.name)] = {field.name, {}};
    return vocabulary;
}

const Vocabulary& vocabulary(const RecordType& type) {
    static const std::map<std::string_view, Vocabulary> all = [] {
        std::map<std::string_view, Vocabulary> result;
        for (const RecordType* each : records::registry()) result.emplace(each->name, vocabulary_for(*each));
        return result;
    }();
    return all.at(type.name);
}

Column make_column(const RecordType& type, const HeaderWords& words, std::string_view place,
                   std::string_view number) {
    Column column = *column_for(type, words.field);
    if (column.sink == Sink::none) return column;
    column.joins = words.label == "+";
    if (!column.joins) column.label = words.label;
    if (!place.empty())
        column.label = column.label.empty() ? std::string(place) : std::string(place) + " " + column.label;
    if (!words.service.empty()) column.service = words.service;
    column.group =
        std::string(column.joins ? place : std::string_view(column.label)).append("#").append(number);
    return column;
}

/// A header without its number: "email2address" as "emailaddress" and "2". Nothing where there is none, or several.
std::pair<std::string, std::string> without_number(const std::string& key) {
    const std::size_t first = key.find_first_of("0123456789");
    if (first == std::string::npos) return {};
    const std::size_t end = std::min(key.find_first_not_of("0123456789", first), key.size());
    if (end - first > 2 || key.find_first_of("0123456789", end) != std::string::npos) return {};
    return {key.substr(0, first) + key.substr(end), key.substr(first, end - first)};
}

std::optional<Column> by_words(const RecordType& type, const std::string& key, std::string_view number) {
    const Vocabulary& words = vocabulary(type);
    if (key.empty()) return std::nullopt;
    if (const auto found = words.known.find(key); found != words.known.end())
        return make_column(type, found->second, {}, number);
    if (const auto found = words.placed.find(key); found != words.placed.end())
        return make_column(type, found->second, {}, number);
    for (const auto& [place, label] : words.places) {
        if (key.size() <= place.size()) continue;
        std::string rest;
        if (key.compare(0, place.size(), place) == 0)
            rest = key.substr(place.size());
        else if (key.compare(key.size() - place.size(), place.size(), place) == 0)
            rest = key.substr(0, key.size() - place.size());
        else
            continue;
        if (const auto found = words.placed.find(rest); found != words.placed.end())
            return make_column(type, found->second, label, number);
    }
    return std::nullopt;
}

/// Google's numbered columns, "E-mail 1 - Value": the field by what stands before the number and after the dash.
struct GoogleWords {
    std::string_view base;
    std::string_view part;
    std::string_view field;
};
constexpr auto google_words = std::to_array<GoogleWords>({
    {"email", "value", "email"},
    {"email", "label", "email.label"},
    {"phone", "value", "phone"},
    {"phone", "label", "phone.label"},
    {"website", "value", "website"},
    {"website", "label", "handle.label"},
    {"im", "value", "handle"},
    {"im", "service", "handle.service"},
    {"im", "label", "handle.label"},
    {"address", "label", "address.label"},
    {"address", "formatted", "address"},
    {"address", "street", "address.street"},
    {"address", "city", "address.locality"},
    {"address", "pobox", "address.extended"},
    {"address", "region", "address.region"},
    {"address", "postalcode", "address.postcode"},
    {"address", "country", "address.country"},
    {"address", "extendedaddress", "address.extended"},
    {"organization", "name", "organization"},
    {"organization", "yominame", "organization.phonetic"},
    {"organization", "title", "title"},
    {"organization", "department", "department"},
    {"event", "value", "date"},
    {"event", "label", "date.label"},
    {"externalid", "value", "external_id"},
    {"externalid", "label", "external_id.system"},
});

std::optional<Column> by_google(const RecordType& type, std::string_view header) {
    const std::size_t dash = header.find(" - ");
    if (dash == std::string_view::npos) return std::nullopt;
    const auto [base, number] = without_number(word_key(header.substr(0, dash)));
    std::string part = word_key(header.substr(dash + 3));
    if (part == "type") part = "label";
    if (number.empty()) return std::nullopt;
    for (const GoogleWords& words : google_words) {
        if (words.base != base || words.part != part) continue;
        std::optional<Column> column = column_for(type, words.field);
        if (!column) return std::nullopt;
        column->group = fmt::format("{}#{}", base, number);
        column->exporter_label = part == "label";
        column->whole = part == "formatted";
        column->joins = part == "pobox" || part == "extendedaddress";
        return column;
    }
    return std::nullopt;
}

/// Headers that mean one thing or another, depending on what stands beside them.
class Context {
public:
    Context(const RecordType& type, std::vector<std::string> keys) : type_(type), keys_(std::move(keys)) {}

    [[nodiscard]] bool has(std::initializer_list<std::string_view> keys) const {
        return std::any_of(keys.begin(), keys.end(), [&](std::string_view key) {
            return std::find(keys_.begin(), keys_.end(), word_key(key)) != keys_.end();
        });
    }

    /// The field that a header means here; empty: what the tables say.
    [[nodiscard]] std::string_view field_of(std::string_view key) const {
        if (type_.name != "contact") return {};
        const auto is = [&](std::initializer_list<std::string_view> words) {
            return std::any_of(words.begin(), words.end(),
                               [&](std::string_view word) { return word_key(word) == key; });
        };
        // Outlook calls Mr. and Dr. "Title" and 肩書き, and a position "Job Title" and 役職.
        if (is({"Title", "Titre", "Título", "肩書", "肩書き"}))
            return has({"Job Title", "Position", "役職", "役職名", "Fonction", "Cargo", "Puesto"})
                       ? "name.prefix"
                       : "title";
        if (is({"Titel"})) return "name.prefix";
        if (is({"Nom"})) return has({"Prénom", "Prénoms"}) ? "name.family" : "name.full";
        if (is({"Nombre"}))
            return has({"Apellidos", "Apellido", "Primer apellido"}) ? "name.given" : "name.full";
        if (is({"Name"}) && has({"Vorname"}) && !has({"Nachname", "Familienname"})) return "name.family";
        if (is({"名前"}) && has({"姓", "苗字", "名字"}) && !has({"名"})) return "name.given";
        if (is({"Birth Day"}) && has({"Birth Year", "Birth Month"})) return "birthday.day";
        return {};
    }

private:
    const RecordType& type_;
    std::vector<std::string> keys_;
};

bool same_place(const Column& a, const Column& b) { return a.element == b.element && a.group == b.group; }

bool is_part(const Column& column, std::string_view name) {
    return column.sink == Sink::element && column.name == name;
}

/// "Address" beside a city is the street; beside a street it is the whole thing again; alone it is the whole thing.
void settle_addresses(std::vector<Column>& columns, const RecordType& type) {
    for (Column& column : columns) {
        if (!is_part(column, "address") || column.whole) continue;
        const auto beside = [&](std::string_view name) {
            return std::any_of(columns.begin(), columns.end(), [&](const Column& other) {
                return same_place(column, other) && is_part(other, name);
            });
        };
        if (beside("address.street")) {
            column.whole = true;
        } else if (beside("address.locality") || beside("address.region")) {
            const Column street = *column_for(type, "address.street");
            column.field = street.field;
            column.name = street.name;
        }
    }
}

std::string dialect_of(const Context& context, bool google) {
    if (google) return "Google Contacts";
    if (context.has({"E-mail Display Name", "電子メールの表示名", "Business Street", "会社の番地",
                     "番地 (会社)", "電子メール 2 アドレス"}))
        return "Outlook";
    if (context.has({"Primary Email"}) && context.has({"Screen Name", "Display Name"})) return "Thunderbird";
    return {};
}

}  // namespace

Recognised recognise_headers(const RecordType& type, std::span<const std::string> headers) {
    Recognised result;
    const bool own = std::any_of(headers.begin(), headers.end(), [&](const std::string& header) {
        return header.find_first_of(".[") != std::string::npos && column_for(type, header).has_value();
    });
    if (own) {
        for (const std::string& header : headers)
            result.columns.push_back(column_for(type, trimmed(header)).value_or(Column{}));
        result.dialect = "kith";
        return result;
    }

    std::vector<std::string> keys;
    for (const std::string& header : headers) keys.push_back(word_key(header));
    const Context context(type, keys);
    bool google = false;
    for (std::size_t i = 0; i < headers.size(); ++i) {
        std::optional<Column> column = by_google(type, headers[i]);
        google = google || column.has_value();
        if (!column)
            if (const std::string_view field = context.field_of(keys[i]); !field.empty())
                column = column_for(type, field);
        if (!column) column = by_words(type, keys[i], {});
        if (!column) {
            const auto [key, number] = without_number(keys[i]);
            column = by_words(type, key, number);
        }
        result.columns.push_back(std::move(column).value_or(Column{}));
    }
    settle_addresses(result.columns, type);
    result.dialect = dialect_of(context, google);
    return result;
}

void settle_groups(std::vector<Column>& columns) {
    struct Current {
        std::size_t part = 0;
        std::set<std::string> names;
    };
    std::map<std::string, Current> current;
    for (Column& column : columns) {
        const bool job = column.sink == Sink::organization || column.sink == Sink::title ||
                         column.sink == Sink::department || column.sink == Sink::organization_reading;
        if (column.sink != Sink::element && !job) continue;
        const std::string key = (job ? std::string() : std::string(column.element->name)) + "/" + column.group;
        Current& group = current[key];
        if (!column.joins && !group.names.insert(column.name).second) {
            // A second position or title beside the first says nothing clear; only elements begin anew.
            if (job) continue;
            ++group.part;
            group.names = {column.name};
        }
        column.group = key + "/" + std::to_string(group.part);
    }
}

}  // namespace kith::interchange
