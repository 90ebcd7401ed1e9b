// What a draft says beyond its own record: references, custom fields, tags, positions.
#include "interchange/batch.hpp"

#include "interchange/words.hpp"
#include "records/check.hpp"
#include "records/custom.hpp"
#include "records/verbs.hpp"

#include <kith/error.hpp>
#include <kith/records/employment.hpp>
#include <kith/records/interaction.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace kith::interchange {

namespace {

/// Links whose far end nobody knows are left out; those of interactions have rules of their own.
void drop_blank_links(AnyRecord& record) {
    for (const records::Element& element : record.type().elements) {
        if (!element.link) continue;
        AnyRecord before(record.type());
        record.type().copy(before.get(), record.get());
        element.clear(record.get());
        for (std::size_t i = 0; i < element.size(before.get()); ++i) {
            const void* from = element.at(before.get(), i);
            records::Scratch scratch;
            if (element.fields.front().get(from, scratch).null()) continue;
            void* into = element.append(record.get());
            for (const records::Field& field : element.fields) field.set(into, field.get(from, scratch));
        }
    }
}

}  // namespace

std::int64_t Batch::meant(const RecordType& target, const NamedReference& reference) const {
    if (!reference.local.empty())
        if (const auto line = locals_.find({&target, reference.local}); line != locals_.end())
            return line->second;
    return finder_.by_words(target, reference.words);
}

void Batch::resolve_references(Draft& draft) {
    const bool participants = draft.record.type().name == "interaction";
    for (const NamedReference& reference : draft.references) {
        const bool link = reference.element != nullptr && reference.element->link;
        if (link && participants) continue;
        const RecordType& target = *find_record_type(reference.field->target);
        const std::int64_t id = meant(target, reference);
        void* holder = reference.element == nullptr
                           ? draft.record.get()
                           : const_cast<void*>(reference.element->at(draft.record.get(), reference.index));
        if (id != 0) {
            reference.field->set(holder, store::Cell::of(id));
        } else if (reference.field->is(records::required) && !link) {
            draft.refusal = fmt::format("there is no {} '{}'", target.name, reference.words);
        } else if (report_.format == "jsonl" && reference.element == nullptr) {
            waiting_.push_back(reference);  // a later line may bring it
        } else {
            draft.problem(reference.column, reference.field->name,
                          fmt::format("there is no {} '{}'", target.name, reference.words));
        }
    }
    if (participants)
        resolve_participants(draft);
    else if (!draft.references.empty())
        drop_blank_links(draft.record);
    resolve_contents(draft);
}

// A key of a content means something only where the content is: files that travel as lines do not bring it.
void Batch::resolve_contents(Draft& draft) {
    for (const records::Field& field : draft.record.type().fields) {
        if (!field.is(records::content)) continue;
        records::Scratch scratch;
        const std::string key(field.get(draft.record.get(), scratch).text);
        if (key.empty() || tx_.connection().prepare("SELECT 1 FROM blob WHERE key = ?1").bind(1, key).step())
            continue;
        const std::string why = fmt::format("the content '{}' is not in this file", key);
        if (field.is(records::required))
            draft.refusal = why;
        else
            draft.problem(0, field.name, why);
        field.set(draft.record.get(), {});
    }
}

void Batch::resolve_participants(Draft& draft) {
    auto& interaction = draft.record.as<Interaction>();
    const bool by_row = report_.format != "jsonl";
    std::string unknown;
    // The contacts that words mean: by mailbox, number or identifier, else by name. A name says who is meant only where
    // one contact has it.
    const auto meant = [&](const std::string& words) {
        std::vector<std::int64_t> found = finder_.contacts(words);
        if (!found.empty() || !by_row) return found;
        found = finder_.called(words);
        if (found.size() > 1)
            draft.refusal =
                fmt::format("{} contacts are called '{}' ({}): say which by an e-mail address or uid",
                            found.size(), words, fmt::join(found, ", "));
        return found;
    };
    const auto add = [&](const NamedReference& reference, const std::string& words,
                         const std::vector<std::int64_t>& found) {
        const ContactId contact{found.front()};
        if (found.size() > 1 && by_row)
            draft.problem(
                reference.column, "contact",
                fmt::format("'{}' belongs to {} contacts; the first, {}, was taken", words, found.size(),
                            records::title_of(tx_.connection(), record_type<Contact>(), contact.value)));
        const bool meets = interaction.channel == Channel::meeting || interaction.channel == Channel::video;
        const Role role = meets || interaction.direction == Direction::none ? Role::attendee
                          : interaction.direction == Direction::inbound     ? Role::sender
                                                                            : Role::recipient;
        const bool known = std::any_of(interaction.participants.begin(), interaction.participants.end(),
                                       [&](const Participant& p) { return p.contact == contact; });
        if (!known) interaction.participants.emplace_back(contact, role);
    };
    for (const NamedReference& reference : draft.references) {
        if (reference.element == nullptr || !reference.element->link) continue;
        std::vector<std::int64_t> found = meant(reference.words);
        if (!draft.refusal.empty()) break;
        if (!by_row) {
            // JSON lines name each participant with its role in a place of its own.
            if (!found.empty())
                interaction.participants[reference.index].contact = ContactId{found.front()};
            else
                unknown += (unknown.empty() ? "'" : ", '") + reference.words + "'";
            continue;
        }
        if (!found.empty()) {
            add(reference, reference.words, found);
            continue;
        }
        for (const std::string& words : split_tags(reference.words)) {
            found = meant(words);
            if (!draft.refusal.empty()) break;
            if (!found.empty())
                add(reference, words, found);
            else
                unknown += (unknown.empty() ? "'" : ", '") + words + "'";
        }
    }
    std::erase_if(interaction.participants, [](const Participant& p) { return !p.contact; });
    if (unknown.empty() || !draft.refusal.empty()) return;
    if (interaction.participants.empty() && by_row)
        draft.refusal = fmt::format("no contact is known as {}", unknown);
    else
        draft.problem(0, "contact", fmt::format("no contact is known as {}", unknown));
}

// A position without an employer has no place of its own: it is kept as custom fields.
void Batch::settle_jobs(Draft& draft) {
    if (draft.record.type().name != "contact") return;
    for (const Job& job : draft.jobs) {
        if (!job.organization.empty()) continue;
        if (!job.title.empty()) draft.custom.push_back({"title", job.title, {}, 0});
        if (!job.department.empty()) draft.custom.push_back({"department", job.department, {}, 0});
    }
    std::erase_if(draft.jobs, [](const Job& job) { return job.organization.empty(); });
}

const Field* Batch::definition(const RecordType& type, const CustomText& custom) {
    auto& known = definitions_[std::string(type.name)];
    if (const auto found = known.find(custom.key); found != known.end()) return &found->second;
    // The first row asks, and any row whose field a line of this very file may have brought.
    const records::CustomFields defined = records::custom_fields(tx_.connection(), type);
    for (const Field& field : *defined) known.emplace(field.key, field);
    if (const auto found = known.find(custom.key); found != known.end()) return &found->second;
    if (!options_.create_fields) return nullptr;
    Field field{.record_type = std::string(type.name), .key = custom.key, .label = custom.key};
    // Choices and references say more than their values: without their definition the text is what can be kept.
    if (custom.type && *custom.type != FieldType::choice && *custom.type != FieldType::choices &&
        *custom.type != FieldType::reference)
        field.type = *custom.type;
    field = tx_.get(tx_.add(field));
    return &known.emplace(custom.key, std::move(field)).first->second;
}

std::optional<Value> Batch::custom_value(Draft& draft, const Field& field, const CustomText& custom) {
    const std::string name = "field." + custom.key;
    switch (field.type) {
        case FieldType::choices: return Value(split_tags(custom.text));
        case FieldType::time: {
            const auto time = cells_.moment(draft, name, custom.text, custom.column);
            if (!time) draft.problem(custom.column, name, fmt::format("'{}' is not a time", custom.text));
            return time ? std::optional<Value>(*time) : std::nullopt;
        }
        case FieldType::date: {
            const auto date = cells_.date(draft, name, custom.text, custom.column);
            return date ? std::optional<Value>(*date) : std::nullopt;
        }
        case FieldType::reference: {
            const std::int64_t id = finder_.by_words(*find_record_type(field.target), custom.text);
            if (id != 0) return Value(RecordRef{field.target, id});
            if (report_.format == "jsonl")
                waiting_.push_back({.words = custom.text, .custom = custom.key});  // a later line may bring it
            else
                draft.problem(custom.column, name,
                              fmt::format("there is no {} '{}'", field.target, custom.text));
            return std::nullopt;
        }
        default: return records::parse_custom(field, custom.text);
    }
}

void Batch::resolve_custom(Draft& draft) {
    const RecordType& type = draft.record.type();
    if (draft.custom.empty()) return;
    for (const CustomText& custom : draft.custom) {
        const Field* field = definition(type, custom);
        if (field == nullptr) {
            draft.problem(
                custom.column, "field." + custom.key,
                fmt::format("'{}' is not kept: there is no custom field '{}'", custom.text, custom.key));
            continue;
        }
        try {
            if (auto value = custom_value(draft, *field, custom))
                (*type.custom(draft.record.get()))[custom.key] = std::move(*value);
        } catch (const Error& error) {
            if (error.code() != Code::invalid_value) throw;
            draft.problem(custom.column, "field." + custom.key, error.what());
        }
    }
}

bool Batch::apply_tags(const RecordType& type, std::int64_t id, const std::vector<std::string>& tags) {
    bool changed = false;
    for (const std::string& tag : tags) changed = tx_.tag(type, id, tag) || changed;
    return changed;
}

OrganizationId Batch::employer(const Job& job) {
    const auto known = employers_.find(job.organization);
    if (known != employers_.end()) return OrganizationId{known->second};
    std::int64_t id = finder_.organization(job.organization);
    if (id == 0) {
        id = tx_.add(Organization{.name = job.organization, .phonetic = job.reading, .source = rules_.source})
                 .value;
        likeness_.changed(record_type<Organization>(), id);
        new_employers_.push_back(job.organization);
        ++report_.organizations;
    }
    employers_.emplace(job.organization, id);
    return OrganizationId{id};
}

bool Batch::apply_jobs(ContactId contact, const std::vector<Job>& jobs) {
    if (jobs.empty()) return false;
    std::vector<Employment> known;
    {
        std::vector<std::int64_t> ids;
        store::Statement statement = tx_.connection().prepare(
            "SELECT id FROM employment WHERE contact_id = ?1 AND deleted_at IS NULL ORDER BY id");
        statement.bind(1, contact.value);
        while (statement.step()) ids.push_back(statement.integer(0));
        statement.reset();
        for (const std::int64_t id : ids) known.push_back(tx_.get(EmploymentId{id}));
    }
    // Each job is one employment: first the one that says the same, else one with the same employer that no other job
    // of the row is, else a new one.
    constexpr std::size_t none = static_cast<std::size_t>(-1);
    std::vector<std::size_t> match(jobs.size(), none);
    std::vector<bool> taken(known.size(), false);
    std::vector<OrganizationId> employers;
    employers.reserve(jobs.size());
    for (const Job& job : jobs) employers.push_back(employer(job));
    for (const bool exactly : {true, false})
        for (std::size_t j = 0; j < jobs.size(); ++j)
            for (std::size_t k = 0; k < known.size() && match[j] == none; ++k) {
                if (taken[k] || known[k].organization != employers[j]) continue;
                if (exactly && (known[k].title != jobs[j].title || known[k].department != jobs[j].department))
                    continue;
                match[j] = k;
                taken[k] = true;
            }
    bool changed = false;
    for (std::size_t j = 0; j < jobs.size(); ++j) {
        const Job& job = jobs[j];
        if (match[j] == none) {
            tx_.add(Employment{.contact = contact,
                               .organization = employers[j],
                               .title = job.title,
                               .department = job.department,
                               .primary = known.empty() && j == 0});
            changed = true;
            continue;
        }
        Employment now = known[match[j]];
        if (!job.title.empty()) now.title = job.title;
        if (!job.department.empty()) now.department = job.department;
        if (now == known[match[j]]) continue;
        tx_.update(now);
        changed = true;
    }
    return changed;
}

}  // namespace kith::interchange
