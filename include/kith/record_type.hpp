// How a record type describes itself: the one descriptor that SQL, CSV, JSON, queries and bindings read.
#pragma once

#include <kith/export.hpp>
#include <kith/id.hpp>
#include <kith/time.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kith {

/// The descriptor of one record type. Opaque; hosts read it through `fields_of`.
class RecordType;

/// What every record carries besides its own fields. Written by kith, never by the host.
struct Meta {
    std::int64_t version = 0;          ///< 1 after `add`; each change adds one. `update` compares it
    Time created_at{};                 ///< when the record was added
    Time updated_at{};                 ///< when it last changed
    std::optional<Time> deleted_at{};  ///< when it went to the trash; nothing: it is not there
    /// The identifier under which it travels (vCard UID); filled by kith when empty. `add` takes one over, and refuses
    /// one that a record of this type outside the trash has (`not_unique`): clear it to add a copy.
    std::string uid{};

    friend bool operator==(const Meta&, const Meta&) = default;
};

/// The descriptor of record type `T`. Specialised in each record's header.
template <class T>
const RecordType& record_type();

/// The types a field can have.
enum class FieldType : std::uint8_t {
    text = 1,
    integer = 2,
    real = 3,
    flag = 4,
    time = 5,
    date = 6,        ///< PartialDate
    money = 7,       ///< Money
    choice = 8,      ///< one of a fixed set of names
    choices = 9,     ///< any of a set of names
    reference = 10,  ///< another record
};

/// One field of a record type, as hosts see it: for forms, column pickers and mappings.
struct FieldDescription {
    std::string name{};      ///< as in queries, CSV and JSON: "name.given", "email", "birthday"
    std::string label{};     ///< English label, "Given name"
    std::string label_ja{};  ///< Japanese label, "名"
    FieldType type = FieldType::text;
    bool multiple = false;  ///< several values per record (e-mails, phones)
    bool required = false;
    bool unique = false;
    bool searchable = false;
    bool personal = false;               ///< personal data: scrubbed by erase
    bool read_only = false;              ///< kept by kith, never set by the host
    std::vector<std::string> choices{};  ///< the names of a choice
    std::string target{};                ///< a reference's record type
};

/// The record type with this singular or plural name ("contact", "contacts"), or null.
[[nodiscard]] KITH_API const RecordType* find_record_type(std::string_view name) noexcept;

/// The singular names of all record types, in a fixed order.
[[nodiscard]] KITH_API std::vector<std::string> record_type_names();

/// The built-in fields of a record type, elements flattened ("email", "email.label", "phone", ...).
[[nodiscard]] KITH_API std::vector<FieldDescription> fields_of(const RecordType& type);

}  // namespace kith
