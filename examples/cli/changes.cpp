#include "changes.hpp"

#include "app.hpp"

#include <algorithm>
#include <charconv>
#include <iostream>
#include <map>

namespace cli {

namespace {

using kith::Code;
using kith::Error;

/// "email-=x" as email, x, taken away.
auto split(const std::string& text) {
    struct Parts {
        std::string field{};
        std::string value{};
        bool take = false;
    };
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
        const bool type = kith::find_record_type(text) != nullptr;
        throw Error(Code::invalid_argument,
                    "'" + text + "' is not FIELD=VALUE" + (type ? "; say --type " + text : std::string()));
    }
    const bool take = text[equals - 1] == '-';
    return Parts{text.substr(0, equals - (take ? 1 : 0)), text.substr(equals + 1), take};
}

[[noreturn]] void none_such(const std::string& field, const std::string& value) {
    throw Error(Code::not_found, "there is no " + field + " '" + value + "' to take away", {.field = field});
}

/// The organization of that name, whatever its legal form, or a new one. The form without the legal one is known
/// once a record is written; where another has it, what was written is taken back.
kith::OrganizationId organization_named(kith::Transaction& tx, const std::string& name) {
    const auto same_name = tx.ids<kith::Organization>("name = :name", {{"name", name}});
    if (!same_name.empty()) return same_name.front();
    struct Known {
        kith::OrganizationId id{};
    };
    try {
        return tx.savepoint([&] {
            const kith::OrganizationId id = tx.add(kith::Organization{.name = name});
            const auto same =
                tx.ids<kith::Organization>("core_name = :core", {{"core", tx.get(id).core_name}});
            if (!same.empty() && same.front() != id) throw Known{same.front()};
            return id;
        });
    } catch (const Known& known) {
        return known.id;
    }
}

std::vector<kith::Employment> jobs_of(const kith::Reader& reader, std::int64_t contact) {
    auto jobs = reader.query<kith::Employment>("contact.id = :id", {{"id", contact}});
    std::stable_partition(jobs.begin(), jobs.end(), [](const kith::Employment& job) { return job.primary; });
    return jobs;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

Changes::Changes(const kith::RecordType& type, const std::vector<std::string>& texts)
    : type_(type), type_name_(name_of(type)) {
    for (const std::string& text : texts) {
        auto [field, value, take] = split(text);
        Change change{std::move(field), std::move(value), take};
        if (!take_job_field(change) && !take_date_part(change)) changes_.push_back(std::move(change));
    }
}

bool Changes::take_job_field(const Change& change) {
    if (type_name_ != "contact") return false;
    if (change.field == "organization") {
        employers_.push_back(change);
    } else if (change.take) {
        return false;
    } else if (change.field == "title") {
        title_ = change.value;
    } else if (change.field == "department") {
        department_ = change.value;
    } else {
        return false;
    }
    return true;
}

bool Changes::take_date_part(const Change& change) {
    static const std::map<std::string, int kith::PartialDate::*> parts = {
        {".year", &kith::PartialDate::year},
        {".month", &kith::PartialDate::month},
        {".day", &kith::PartialDate::day}};
    const std::size_t dot = change.field.rfind('.');
    if (dot == std::string::npos || change.take) return false;
    const auto part = parts.find(change.field.substr(dot));
    const std::string name = change.field.substr(0, dot);
    const auto known = kith::fields_of(type_);
    const bool date = std::any_of(known.begin(), known.end(), [&](const kith::FieldDescription& field) {
        return field.name == name && field.type == kith::FieldType::date && !field.multiple;
    });
    if (part == parts.end() || !date) return false;
    int number = 0;
    const char* end = change.value.data() + change.value.size();
    const auto [at, problem] = std::from_chars(change.value.data(), end, number);
    if (!change.value.empty() && (problem != std::errc() || at != end))
        throw Error(Code::invalid_value, change.field + " needs a number, not '" + change.value + "'",
                    {.field = change.field});
    date_parts_.push_back({name, part->second, number});
    return true;
}

void Changes::set(kith::Transaction& tx, void* record) {
    const std::int64_t id = kith::id_of(type_, record);
    const kith::Settings settings = tx.settings();
    is_new_ = id == 0;
    if (const auto* tags = kith::tags_of(type_, record)) tags_before_ = *tags;
    if (!is_new_ && type_name_ == "contact") jobs_ = jobs_of(tx, id);
    const bool employed =
        !jobs_.empty() || std::any_of(employers_.begin(), employers_.end(), [](const Change& employer) {
            return !employer.take && !employer.value.empty();
        });
    if (!employed) {
        // A position without an employer has no place of its own; imports keep it as a custom field too.
        if (title_) changes_.push_back({"field.title", *title_});
        if (department_) changes_.push_back({"field.department", *department_});
        title_.reset();
        department_.reset();
    }
    for (const Change& change : changes_) {
        if (change.field.rfind("field.", 0) == 0)
            set_custom(tx, record, change);
        else if (!change.take)
            kith::set_field(type_, record, change.field, change.value, settings);
        else if (!kith::remove_value(type_, record, change.field, change.value, settings))
            none_such(change.field, change.value);
    }
    set_dates(record, settings);
    if (const auto* tags = kith::tags_of(type_, record)) tags_after_ = *tags;
}

void Changes::set_custom(kith::Transaction& tx, void* record, const Change& change) {
    const std::string key = change.field.substr(6);
    const auto found =
        tx.query<kith::Field>("record_type = :type and key = :key", {{"type", type_name_}, {"key", key}});
    const auto known =
        std::find_if(found.begin(), found.end(), [&](const kith::Field& field) { return field.key == key; });
    if (change.take) {
        if (!kith::remove_value(type_, record, change.field, change.value, tx.settings()))
            none_such(change.field, change.value);
        return;
    }
    if (known == found.end() && !change.value.empty()) {
        tx.add(kith::Field{.record_type = type_name_, .key = key, .label = key});
        std::cerr << "kith: new custom field '" << key << "' (text)\n";
    }
    kith::set_field(type_, record, change.field, change.value, tx.settings(),
                    known == found.end() ? kith::FieldType::text : known->type);
}

void Changes::set_dates(void* record, const kith::Settings& settings) const {
    std::map<std::string, kith::PartialDate> dates;
    for (const DatePart& change : date_parts_) {
        const auto [date, fresh] = dates.try_emplace(change.field);
        if (fresh) {
            const auto values = kith::field_values(type_, record, change.field);
            if (!values.empty()) date->second = *values.front().as<kith::PartialDate>();
        }
        date->second.*change.part = change.number;
    }
    for (const auto& [field, date] : dates) {
        // A year and a day without the month have no written form.
        const bool possible =
            date.empty() || (date.valid() && kith::PartialDate::parse(date.to_string()) == date);
        if (!possible)
            throw Error(Code::invalid_value,
                        field + " cannot be year " + std::to_string(date.year) + ", month " +
                            std::to_string(date.month) + ", day " + std::to_string(date.day) +
                            " (0: not known)",
                        {.field = field});
        kith::set_field(type_, record, field, date.to_string(), settings);
    }
}

void Changes::follow(kith::Transaction& tx, std::int64_t id) {
    if (!is_new_) {
        for (const std::string& tag : tags_before_)
            if (!contains(tags_after_, tag)) tx.untag(type_, id, tag);
        for (const std::string& tag : tags_after_)
            if (!contains(tags_before_, tag)) tx.tag(type_, id, tag);
    }
    if (type_name_ == "contact") follow_job(tx, kith::ContactId{id});
}

void Changes::follow_job(kith::Transaction& tx, kith::ContactId contact) {
    const auto drop = [&](auto&& condition) {
        return std::erase_if(jobs_, [&](const kith::Employment& job) {
                   if (!condition(job)) return false;
                   tx.remove(job.id);
                   return true;
               }) > 0;
    };
    for (const Change& employer : employers_) {
        if (employer.value.empty()) {
            drop([](const kith::Employment&) { return true; });
            continue;
        }
        const kith::OrganizationId organization = organization_named(tx, employer.value);
        const auto there = [&](const kith::Employment& job) { return job.organization == organization; };
        if (employer.take) {
            if (!drop(there)) none_such("organization", employer.value);
            continue;
        }
        auto job = std::find_if(jobs_.begin(), jobs_.end(), there);
        if (job == jobs_.end()) {
            // The position that was named last is the main one.
            for (kith::Employment& other : jobs_) {
                if (!other.primary) continue;
                other.primary = false;
                tx.update(other);
            }
            const auto id =
                tx.add(kith::Employment{.contact = contact, .organization = organization, .primary = true});
            job = jobs_.insert(jobs_.begin(), tx.get(id));
        }
        std::rotate(jobs_.begin(), job, job + 1);
    }
    if (!title_ && !department_) return;
    if (jobs_.empty())
        throw Error(Code::invalid_argument, "a title is of a position; say organization=NAME too",
                    {.field = "title"});
    if (title_) jobs_.front().title = *title_;
    if (department_) jobs_.front().department = *department_;
    tx.update(jobs_.front());
}

}  // namespace cli
