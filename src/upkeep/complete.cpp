// Suggestions for what a record lacks, and writing those that somebody chose.
#include "match/decisions.hpp"
#include "records/verbs.hpp"
#include "text/fold.hpp"
#include "upkeep/sources.hpp"

#include <kith/records/contact.hpp>
#include <kith/records/employment.hpp>
#include <kith/records/organization.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace kith {

namespace {

using upkeep::position_field;

constexpr std::string_view custom_prefix = "field.";

const RecordType& completed_type(std::string_view name) {
    for (const RecordType* type : {&record_type<Contact>(), &record_type<Organization>()})
        if (type->name == name) return *type;
    throw Error(Code::invalid_argument,
                fmt::format("contacts and organizations are completed, not a {}", name));
}

[[noreturn]] void refuse(Code code, const Suggestion& suggestion, std::string_view why) {
    throw Error(
        code, fmt::format("{} {}: {} {}", suggestion.record.type, suggestion.record.id, suggestion.field, why),
        {.record = fmt::format("{} {}", suggestion.record.type, suggestion.record.id),
         .field = suggestion.field});
}

bool is_custom(std::string_view field) { return field.substr(0, custom_prefix.size()) == custom_prefix; }

/// Writes the suggestions for one record.
class Application {
public:
    Application(Transaction& tx, const RecordRef& record)
        : tx_(tx), type_(completed_type(record.type)), settings_(tx.settings()), record_(new_record(type_)) {
        if (!tx.load(type_, record.id, record_.get()))
            throw Error(Code::not_found, fmt::format("there is no {} {}", record.type, record.id),
                        {.record = fmt::format("{} {}", record.type, record.id)});
        if (meta_of(type_, record_.get()).deleted_at)
            throw Error(Code::conflict, fmt::format("{} {} is in the trash", record.type, record.id),
                        {.record = fmt::format("{} {}", record.type, record.id)});
        stored_ = new_record(type_);
        type_.copy(stored_.get(), record_.get());
    }

    void take(const Suggestion& suggestion) {
        if (!taken_.emplace(suggestion.field, suggestion.value).second)
            refuse(Code::invalid_argument, suggestion, fmt::format("is given '{}' twice", suggestion.value));
        suggestions_.push_back(&suggestion);
        const auto source = load_source(suggestion);
        const RecordType& type = *find_record_type(suggestion.source.type);
        if (suggestion.field == position_field && &type_ == &record_type<Contact>())
            return take_position(suggestion);
        if (const records::Element* element = type_.element(suggestion.field))
            return take_element(suggestion, type, source.get(), *element);
        require_once(suggestion);
        require_empty(suggestion);
        if (is_custom(suggestion.field)) return take_custom(suggestion, type, source.get());
        if (&type != &type_ || text_of(type, source.get(), suggestion) != suggestion.value)
            require_domain(suggestion, type, source.get());
        set_field(type_, record_.get(), suggestion.field, suggestion.value, settings_);
    }

    /// Throws `conflict` for what would not be suggested from its source any more: it was suppressed, a consent was
    /// withdrawn, the two were decided to be different.
    void check_offered() const {
        const std::int64_t id = id_of(type_, stored_.get());
        const auto apart = match::decided(tx_.connection(), type_, Verdict::different, id);
        upkeep::Sources sources(tx_, type_, id);
        std::set<std::int64_t> asked;
        for (const Suggestion* suggestion : suggestions_) {
            if (suggestion->source.type != type_.name) continue;
            if (apart.count(suggestion->source.id) > 0)
                refuse(Code::conflict, *suggestion, "comes from a record that was decided to be another one");
            if (asked.insert(suggestion->source.id).second) sources.duplicate(suggestion->source.id, 1);
        }
        if (&type_ == &record_type<Contact>())
            sources.of_contact();
        else
            sources.of_organization();
        const std::vector<Suggestion> offered = sources.finish();
        for (const Suggestion* suggestion : suggestions_) {
            // Of sources that say the same the first one's spelling is shown, whichever was asked first.
            const bool still = std::any_of(offered.begin(), offered.end(), [&](const Suggestion& each) {
                return each.field == suggestion->field &&
                       (text::fold(each.value) == text::fold(suggestion->value) ||
                        (suggestion->element != 0 && each.element == suggestion->element));
            });
            // A position came with a duplicate whom the suggestion does not name.
            if (!still && suggestion->field != position_field)
                refuse(Code::conflict, *suggestion, "is not suggested any more");
        }
    }

    void write() { tx_.update(type_, id_of(type_, record_.get()), record_.get()); }

private:
    RecordHolder load_source(const Suggestion& suggestion) const {
        const RecordType& type = completed_type(suggestion.source.type);
        RecordHolder source = new_record(type);
        if (!tx_.load(type, suggestion.source.id, source.get()) || meta_of(type, source.get()).deleted_at)
            refuse(Code::conflict, suggestion, "comes from a record that is gone");
        return source;
    }

    static std::string text_of(const RecordType& type, const void* record, const Suggestion& suggestion) {
        return upkeep::text_of_field(type, record, suggestion.field);
    }

    void require_once(const Suggestion& suggestion) {
        if (!given_.insert(suggestion.field).second)
            refuse(Code::invalid_argument, suggestion, "is given two values");
    }

    void require_empty(const Suggestion& suggestion) const {
        if (is_custom(suggestion.field)) {
            const CustomValues& values = *custom_values(type_, stored_.get());
            const auto standing = values.find(suggestion.field.substr(custom_prefix.size()));
            if (standing != values.end() && !standing->second.empty())
                refuse(Code::conflict, suggestion, "has a value by now");
            return;
        }
        const std::string standing = text_of(type_, stored_.get(), suggestion);
        if (standing.empty()) return;
        const auto whole = PartialDate::parse(suggestion.value);
        const auto part = PartialDate::parse(standing);
        if (!whole || !part || !upkeep::completes(*whole, *part))
            refuse(Code::conflict, suggestion, fmt::format("is '{}' by now", standing));
    }

    /// A website that follows from an e-mail, an industry from a parent.
    static void require_domain(const Suggestion& suggestion, const RecordType& type, const void* source) {
        const records::Element& emails = *type.element("email");
        for (std::size_t i = 0; i < emails.size(source); ++i)
            if (upkeep::telling_domain(static_cast<const Email*>(emails.at(source, i))->address) ==
                suggestion.value)
                return;
        refuse(Code::conflict, suggestion, "is no longer what its source says");
    }

    void take_custom(const Suggestion& suggestion, const RecordType& type, const void* source) {
        const CustomValues* theirs = custom_values(type, source);
        const std::string key = suggestion.field.substr(custom_prefix.size());
        const auto value = theirs->find(key);
        if (&type != &type_ || value == theirs->end() ||
            kith::text_of(value->second, settings_) != suggestion.value)
            refuse(Code::conflict, suggestion, "is no longer what its source says");
        (*type_.custom(record_.get()))[key] = value->second;
    }

    void take_element(const Suggestion& suggestion, const RecordType& type, const void* source,
                      const records::Element& element) {
        if (element.size(stored_.get()) > 0) refuse(Code::conflict, suggestion, "has a value by now");
        const records::Element& theirs = *type.element(element.name);
        for (std::size_t i = 0; i < theirs.size(source); ++i) {
            const void* item = theirs.at(source, i);
            const bool same = theirs.id(const_cast<void*>(item)) == suggestion.element;
            if (!same || upkeep::text_of_element(theirs, item, settings_.region).shown != suggestion.value)
                continue;
            copy_element(element, item, suggestion.label);
            return;
        }
        refuse(Code::conflict, suggestion, "is no longer what its source says");
    }

    void copy_element(const records::Element& element, const void* item, const std::string& label) {
        void* added = element.append(record_.get());
        for (const records::Field& field : element.fields) {
            if (field.is(records::computed) || field.name == "primary" || field.name == "validity") continue;
            records::Scratch scratch;
            field.set(added, field.name == "label" ? store::Cell::of(std::string_view(label))
                                                   : field.get(item, scratch));
        }
    }

    void take_position(const Suggestion& suggestion) {
        require_once(suggestion);
        const ContactId contact{id_of(type_, record_.get())};
        if (upkeep::position_of(tx_.connection(), contact.value).organization != 0)
            refuse(Code::conflict, suggestion, "has a value by now");
        tx_.add(Employment{.contact = contact, .organization = {suggestion.source.id}});
    }

    Transaction& tx_;
    const RecordType& type_;
    const Settings settings_;
    RecordHolder record_;                    // as it becomes
    RecordHolder stored_{nullptr, nullptr};  // as it is
    std::set<std::string> given_{};
    std::set<std::pair<std::string, std::string>> taken_{};  // field and value
    std::vector<const Suggestion*> suggestions_{};
};

}  // namespace

std::vector<Suggestion> Upkeep::complete_any(const RecordType& type, std::int64_t id,
                                             const CompleteOptions& options, Where where) const {
    (void)completed_type(type.name);
    if (!(options.threshold >= 0.5 && options.threshold <= 1))
        throw Error(Code::invalid_argument, "the threshold lies between 0.5 and 1", {.field = "threshold"});
    DuplicateOptions likely = Duplicates::worth_a_look();
    likely.threshold = options.threshold;
    std::vector<Duplicates::AnyPair> same;
    if (options.from_duplicates) same = database_.duplicates().of_any(type, id, nullptr, {}, likely, where);
    return database_.read(
        [&](const Reader& reader) {
            upkeep::Sources sources(reader, type, id);
            for (const Duplicates::AnyPair& pair : same) sources.duplicate(pair.b, pair.probability);
            if (options.from_organization) {
                if (&type == &record_type<Contact>())
                    sources.of_contact();
                else
                    sources.of_organization();
            }
            return sources.finish();
        },
        where);
}

ApplyResult Upkeep::apply(const std::vector<Suggestion>& suggestions, Where where) {
    ApplyResult result;
    if (suggestions.empty()) return result;
    database_.write(
        [&](Transaction& tx) {
            std::map<std::pair<std::string, std::int64_t>, Application> records;
            for (const Suggestion& suggestion : suggestions)
                records.try_emplace({suggestion.record.type, suggestion.record.id}, tx, suggestion.record)
                    .first->second.take(suggestion);
            for (const auto& [id, record] : records) record.check_offered();
            for (auto& [id, record] : records) record.write();
            result.records = static_cast<std::int64_t>(records.size());
            result.values = static_cast<std::int64_t>(suggestions.size());
            result.transaction = tx.id();
            tx.label(fmt::format("complete {} {}", result.values, result.values == 1 ? "value" : "values"));
        },
        where);
    return result;
}

}  // namespace kith
