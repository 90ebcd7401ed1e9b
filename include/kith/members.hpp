// The members of a record by their position, with their types: for bindings, which build classes of their own language
// from descriptors and move many records. Names and text as people write it are field_access.hpp's.
//
//   const RecordType& type = *find_record_type("contact");
//   fields_of(type)[i]           describes the i-th field of the record itself (those that are not `multiple` come first)
//   elements_of(type)[e]         describes the e-th multi-valued member; its `fields[f]` are relative: "address", "label"
#pragma once

#include <kith/export.hpp>
#include <kith/record_type.hpp>
#include <kith/value.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kith {

/// A multi-valued member of a record type: its e-mails, its participants.
struct ElementDescription {
    std::string name{};    ///< singular, as in queries: "email", "date"
    std::string plural{};  ///< the member: "emails", "dates"
    std::string type{};    ///< the element's own type, the same for all that share it: "email", "named_date"
    std::string label{};
    std::string label_ja{};
    bool has_ids = true;   ///< false: elements are told apart by what they refer to (participants)
    std::size_t main = 0;  ///< the field that is meant by the element's name alone
    std::vector<FieldDescription> fields{};  ///< names without the element's: "address", "label"
};

/// The multi-valued members of a record type, in the order in which `fields_of` lists their fields.
[[nodiscard]] KITH_API std::vector<ElementDescription> elements_of(const RecordType& type);

/// Room for contents that a record does not hold as such.
struct ContentSpace {
    std::string text{};
    std::vector<std::string> texts{};
};

/// What a member holds, without a copy: a view into the record or into a ContentSpace, which must outlive it.
struct Content {
    /// Which of the members below counts. By field type: text: `text`; integer, reference (the id): `integer`; real:
    /// `real`; flag: `integer`, 0 or 1; time: `integer`, milliseconds UTC; date: `text` in ISO 8601; choice: `integer`,
    /// the position in FieldDescription::choices; choices: `texts`; money: `integer`, minor units, and `text`, the
    /// currency, which the record keeps in a text field of its own too. `none`: empty, whatever the type.
    enum class Kind : std::uint8_t { none, integer, real, text, texts };
    Kind kind = Kind::none;
    std::int64_t integer = 0;
    double real = 0;
    std::string_view text{};
    const std::vector<std::string>* texts = nullptr;
};

/// What the field at `position` of the record holds.
[[nodiscard]] KITH_API Content content_of(const RecordType& type, const void* record, std::size_t position,
                                          ContentSpace& space);

/// Sets it; `none` makes it empty. Computed fields can be set too: kith writes over them. Throws `invalid_value` for a
/// content of another kind than the field's, a choice that does not exist, and text that is no date.
KITH_API void set_content(const RecordType& type, void* record, std::size_t position, const Content& content);

/// How many elements the multi-valued member at `element` has; the n-th; a new one at the end.
[[nodiscard]] KITH_API std::size_t element_count(const RecordType& type, const void* record,
                                                 std::size_t element);
[[nodiscard]] KITH_API const void* element_at(const RecordType& type, const void* record, std::size_t element,
                                              std::size_t n);
KITH_API void* append_element(const RecordType& type, void* record, std::size_t element);

/// The id of an element; 0 when it is new, or of a kind without ids.
[[nodiscard]] KITH_API std::int64_t element_id(const RecordType& type, std::size_t element, const void* item);
KITH_API void set_element_id(const RecordType& type, std::size_t element, void* item, std::int64_t id);

/// As content_of and set_content, for the field at `position` of an element.
[[nodiscard]] KITH_API Content element_content(const RecordType& type, std::size_t element, const void* item,
                                               std::size_t position, ContentSpace& space);
KITH_API void set_element_content(const RecordType& type, std::size_t element, void* item,
                                  std::size_t position, const Content& content);

/// Sets the record's own id, by which `update` finds it.
KITH_API void set_id(const RecordType& type, void* record, std::int64_t id) noexcept;

/// The parts that every record of the type has; null: this type has none.
[[nodiscard]] KITH_API Meta& mutable_meta(const RecordType& type, void* record) noexcept;
[[nodiscard]] KITH_API std::vector<std::string>* tags_of(const RecordType& type, void* record) noexcept;
[[nodiscard]] KITH_API CustomValues* mutable_custom(const RecordType& type, void* record) noexcept;

}  // namespace kith
