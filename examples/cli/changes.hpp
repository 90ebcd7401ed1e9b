// FIELD=VALUE on the command line: what `add` and `edit` do to a record.
#pragma once

#include <kith/kith.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cli {

/// The changes that FIELD=VALUE texts ask for, besides the fields of `fields_of`:
///   FIELD-=VALUE          takes one value away from a field with several, tags among them
///   birthday.year=1990    a part of a date, also .month and .day
///   field.KEY=VALUE       a custom field; made as text when it is new
///   organization=NAME, title=TEXT, department=TEXT   a contact's position; NAME is made when it is new
class Changes {
public:
    /// Throws kith::Error for a text that is neither.
    Changes(const kith::RecordType& type, const std::vector<std::string>& texts);

    /// Changes the record, which is new or was loaded in this transaction. Makes new custom fields.
    void set(kith::Transaction& tx, void* record);
    /// What stands beside the record: its tags, unless it was added with them, and a contact's position.
    /// `id` is the record's, which `set` changed and which is written now.
    void follow(kith::Transaction& tx, std::int64_t id);

private:
    struct Change {
        std::string field{};
        std::string value{};
        bool take = false;  ///< FIELD-=VALUE
    };
    struct DatePart {
        std::string field{};
        int kith::PartialDate::*part = nullptr;
        int number = 0;
    };

    bool take_job_field(const Change& change);
    bool take_date_part(const Change& change);
    void set_custom(kith::Transaction& tx, void* record, const Change& change);
    void set_dates(void* record, const kith::Settings& settings) const;
    void follow_job(kith::Transaction& tx, kith::ContactId contact);

    const kith::RecordType& type_;
    std::string type_name_;
    std::vector<Change> changes_{};
    std::vector<DatePart> date_parts_{};
    std::vector<Change> employers_{};
    std::optional<std::string> title_{};
    std::optional<std::string> department_{};
    std::vector<kith::Employment> jobs_{};  ///< of the contact, the main one first
    std::vector<std::string> tags_before_{};
    std::vector<std::string> tags_after_{};
    bool is_new_ = true;
};

}  // namespace cli
