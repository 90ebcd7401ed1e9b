// A custom field: the host's or the user's own field on any record type.
#pragma once

#include <kith/record_type.hpp>

#include <optional>

namespace kith {

struct Field;
using FieldId = Id<Field>;

/// The definition of a custom field. Its values are part of the record (`Contact::fields`) and take part
/// in queries, CSV, JSON, matching and merge like built-in ones. A change of the definition that its values do not fit
/// is refused, naming records that hold one: `record_type`, `type` and a reference's `target` stay while values exist
/// (`in_use`), a choice that a record holds stays (`in_use`), `unique` needs values that are (`not_unique`). New limits
/// and `required` hold from the next change of a record or value on.
struct Field {
    FieldId id{};
    std::string record_type = "contact";  ///< required; singular name of the type that carries the field
    std::string key{};  ///< required; unique per record type: the name in `fields` and in queries
    std::string label{};
    FieldType type = FieldType::text;          ///< cannot change while values exist
    bool required = false;                     ///< every new or changed record must have a value (`required`)
    bool unique = false;                       ///< no two records hold the same value (the trash is ignored)
    bool identifying = false;                  ///< equal values speak for the same person (a member number)
    bool personal = true;                      ///< scrubbed by erase
    std::vector<std::string> choices{};        ///< for choice and choices: the allowed names
    std::string target{};                      ///< for reference: the record type
    std::optional<double> minimum{};           ///< for integer, real: inclusive
    std::optional<double> maximum{};           ///< for integer, real: inclusive
    std::optional<std::int64_t> max_length{};  ///< for text: in code points, at least 1
    Meta meta{};

    friend bool operator==(const Field&, const Field&) = default;
};

template <>
KITH_API const RecordType& record_type<Field>();

}  // namespace kith
