// The room "records": what a record type is, and the verbs that every record type shares.
//
// A record type is a plain struct in include/kith/records/ and one descriptor in src/records/types/ that names
// its table and fields. SQL, JSON, CSV columns, the query vocabulary, the journal and the bindings read only the
// descriptor. Numbers of tables and columns are permanent: they stand in every file's journal.
//
//   record_type.hpp  the descriptor (this file)        describe.hpp   building one from member pointers
//   codec.hpp        C++ members to cells and back     registry.hpp   all record types
//   verbs.hpp        load, add, update, remove ...     custom.hpp     custom fields
//   audit.hpp        all records, for `verify`         tags.hpp       tags and lists
#pragma once

#include "store/cell.hpp"

#include <kith/options.hpp>
#include <kith/record_type.hpp>
#include <kith/value.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kith::store {
class Connection;
class Writer;
}  // namespace kith::store

namespace kith::records {

/// Column numbers that every record table shares. 0: not journaled.
namespace number {
inline constexpr int owner_deal = 1;
inline constexpr int created_at = 2;
inline constexpr int deleted_at = 3;
inline constexpr int merged_into = 4;
inline constexpr int uid = 5;
inline constexpr int position = 6;  // elements
inline constexpr int owner_contact = 7;
inline constexpr int owner_organization = 8;
inline constexpr int owner_interaction = 9;
inline constexpr int first_own = 10;  // a type's own columns start here
}  // namespace number

/// What is true of a field. Combine with |.
enum Flags : std::uint32_t {
    none = 0,
    required = 1u << 0,
    unique = 1u << 1,      // enforced by a unique index of the table
    searchable = 1u << 2,  // its words are found by search
    personal = 1u << 3,    // scrubbed by erase
    tracked = 1u << 4,     // changes write `transition`
    computed = 1u << 5,    // kept by kith: never set by the host, not journaled
    folded = 1u << 6,      // the column already holds folded text: compare it directly
    main = 1u << 7,        // an element's name alone means this field: `email = x`
    content = 1u << 8,     // the key of a content in table blob
    // Of a reference to a contact: erasing the contact clears it, and the record stays (a deal). Without it a record that
    // is about the contact (its subject, or a reference that is required) or has no other participant goes too.
    outlives = 1u << 9,
    json = 1u << 10,  // a text that is a JSON object: queries look at its members
};
constexpr Flags operator|(Flags a, Flags b) noexcept {
    return static_cast<Flags>(static_cast<std::uint32_t>(a) | static_cast<std::uint32_t>(b));
}

/// A name of a choice with the number on disk. Numbers never change meaning.
struct Choice {
    std::int64_t value = 0;
    std::string_view name{};      // "customer"
    std::string_view label_ja{};  // "顧客"
};

/// Room for a cell that must be written out (a date's text) while it is bound.
struct Scratch {
    std::string text{};
};

/// One field: one column of a table, one member of a struct.
struct Field {
    std::string_view name{};    // full name within its record or element: "name.given", "address", "label"
    std::string_view column{};  // "given"
    int number = 0;             // permanent column number; 0 for computed ones
    FieldType type = FieldType::text;
    Flags flags = none;
    std::string_view label{};  // "Given name"
    std::string_view label_ja{};  // "名"; several names separated by "|": the first is shown, all are understood
    const std::vector<Choice>* choices = nullptr;
    std::string_view target{};         // a reference's record type, singular
    std::string_view folded_column{};  // the column that holds this text in comparison form, if any ("normalized")
    std::string_view exact_column{};  // a computed column that, where known, alone says what equals what ("e164")
    std::string_view sort_column{};  // the column that orders this text, if any ("sort_key")
    std::string_view unit_column{};  // of an amount of money: the column with its currency, a field of its own
    bool side = false;               // lives in the side table
    bool nullable = true;            // an empty member is stored as NULL

    /// Reads the member as a cell; text points into the record or `scratch`.
    store::Cell (*get)(const void* record, Scratch& scratch) = nullptr;
    /// Sets the member from a cell; null makes it empty.
    void (*set)(void* record, const store::Cell& cell) = nullptr;
    /// Of an amount of money: its currency in the record. Cells are minor units.
    std::string& (*unit)(void* record) = nullptr;

    [[nodiscard]] bool is(Flags flag) const noexcept { return (flags & flag) != 0; }
};

/// A multi-valued part of a record in a table of its own.
struct Element {
    std::string_view name{};          // singular, as in queries: "email"
    std::string_view plural{};        // the member: "emails"
    std::string_view table{};         // "email"
    int number = 0;                   // permanent table number
    std::string_view owner_column{};  // "contact_id"
    int owner_number = 0;             // its permanent column number
    std::string_view label{};
    std::string_view label_ja{};
    std::vector<Field> fields{};
    bool link = false;  // WITHOUT ROWID: rows are keyed by owner and the first field (a reference)
    std::string_view copied_column{};  // link: a column copied from the owner ("at")
    std::size_t (*size)(const void* record) = nullptr;
    const void* (*at)(const void* record, std::size_t index) = nullptr;
    void* (*append)(void* record) = nullptr;  // a new, empty element at the end
    void (*clear)(void* record) = nullptr;
    std::int64_t& (*id)(void* element) = nullptr;  // null for links
    /// The same as the record's `prepare` for an element; null: nothing to compute or to check.
    void (*prepare)(void* element, const Settings& settings) = nullptr;
    /// True when an element says nothing and is left out ("" as an address); null: never.
    bool (*blank)(const void* element) = nullptr;
};

/// Several text fields that people read as one: a name. Queries compare its forms. Lists show the record's title for the
/// one called `name`, of which the fields are "name.given", "name.family" ..., and the first form of others.
struct Composite {
    std::string_view name{};
    std::string_view label{};
    std::string_view label_ja{};
    /// The fields that are written together, in order; of several the last may also come first. All forms count.
    std::vector<std::vector<std::string_view>> forms{};
    std::string_view sort_column{};  // the column that orders it
};

/// How records of another type hang together with this one, as queries see it. References of the fields give
/// the plain ones; this adds what goes through a table between.
struct Relation {
    std::string_view name{};    // "interaction", as in `has interaction (...)`; "organization" for contacts
    std::string_view target{};  // record type
    std::string_view link_table{};   // "participant", "employment"
    std::string_view near_column{};  // column of the link table that holds this record's id
    std::string_view far_column{};   // column of the link table that holds the other's id
    bool far_is_record = false;      // the link table is a record table itself (trash is left out)
};

}  // namespace kith::records

namespace kith {

/// The descriptor of a record type; see records/record_type.hpp for its parts.
class RecordType {
public:
    std::string_view name{};    // "contact"
    std::string_view plural{};  // "contacts"
    std::string_view table{};   // "contact"
    int number = 0;             // permanent table number; also the `kind` of polymorphic links
    std::string_view label{};
    std::string_view label_ja{};
    std::vector<records::Field> fields{};
    std::vector<records::Element> elements{};
    std::vector<records::Composite> composites{};
    std::vector<records::Relation> relations{};
    std::string_view side_table{};  // a second table keyed by the same id for long text
    int side_number = 0;
    bool mergeable = false;  // has merged_into and uid
    bool taggable = false;
    bool custom_fields = false;
    std::string_view visible{};  // SQL condition over the table for what queries show by default, "kind = 0"
    std::string_view subject_column{};  // the column that holds the contact concerned; "id" for contact itself
    std::size_t size = 0;               // sizeof the struct

    std::int64_t& (*id)(void* record) = nullptr;
    Meta& (*meta)(void* record) = nullptr;
    CustomValues* (*custom)(void* record) = nullptr;            // null: none
    std::vector<std::string>* (*tags)(void* record) = nullptr;  // null: none
    void* (*create)() = nullptr;                                // a new, empty record on the heap
    void (*destroy)(void* record) = nullptr;
    void (*copy)(void* into, const void* from) = nullptr;
    /// Fills computed and defaulted fields before the record is written; then checks what only this type knows (an
    /// Error names the field, the caller adds the record). Computing comes first: a restored record may fail the check.
    void (*prepare)(void* record, const Settings& settings, Time now) = nullptr;
    /// Before `prepare` of an update: where two fields say the same, the one that changed decides. Or null.
    void (*reconcile)(void* record, const void* stored, const Settings& settings) = nullptr;
    /// After `prepare`, before anything is written: fills computed fields that follow from other records, then throws
    /// when the record and the others do not fit. `stored` null: it is added; `record` null: it goes to the trash; one
    /// that comes out of the trash has `meta.deleted_at` in `stored` only. Undo asks of types with unique fields and of
    /// what comes out of the trash, merge never: what must hold after them too, a derive step keeps. Or null.
    void (*check)(store::Connection& connection, const void* stored, void* record) = nullptr;
    /// How a record is called in messages and lists, "Ada Lovelace".
    std::string (*title)(const void* record) = nullptr;
    std::string_view scope{};  // the field within which names are unique: a stage's pipeline, a field's record type
    /// After an update was written, in its savepoint: writes what follows from it (the next of a repeating task). Not
    /// called by undo, merge and their kind, which restore what they find. Or null.
    void (*follow)(store::Writer& writer, const void* stored, const void* changed) = nullptr;

    [[nodiscard]] const records::Field* field(std::string_view field_name) const noexcept;
    [[nodiscard]] const records::Element* element(std::string_view singular_or_plural) const noexcept;
};

}  // namespace kith

namespace kith::records {

/// True when `field` is the currency of another one of `fields`: whoever writes amounts out writes it with them.
[[nodiscard]] bool is_unit(const std::vector<Field>& fields, const Field& field) noexcept;

/// The fields that every record type has besides its own, for queries and lists: id, created, updated, version,
/// uid for those that travel. Types as in `Meta`; get and set are null.
const std::vector<Field>& common_fields();

}  // namespace kith::records
