// What one row, card or line says about a record, before anything is looked up in the base.
//
// The record half of this room stands on drafts: row_mapper.hpp (CSV), card_reader.hpp (vCard) and json_form.hpp
// (JSON lines) make them, batch.hpp finds or makes the records they speak of.
#pragma once

#include "records/record_type.hpp"

#include <kith/imports.hpp>
#include <kith/records/contact.hpp>
#include <kith/records/field.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith::interchange {

/// A record of a type that is known at run time; owns it.
class AnyRecord {
public:
    explicit AnyRecord(const RecordType& type) : type_(&type), record_(type.create(), type.destroy) {}

    [[nodiscard]] const RecordType& type() const noexcept { return *type_; }
    [[nodiscard]] void* get() noexcept { return record_.get(); }
    [[nodiscard]] const void* get() const noexcept { return record_.get(); }
    /// The struct; `T` must be what `type` describes.
    template <class T>
    [[nodiscard]] T& as() noexcept {
        return *static_cast<T*>(record_.get());
    }
    template <class T>
    [[nodiscard]] const T& as() const noexcept {
        return *static_cast<const T*>(record_.get());
    }

private:
    const RecordType* type_;
    std::unique_ptr<void, void (*)(void*)> record_;
};

/// A position of a contact, its employer by name.
struct Job {
    std::string organization{};
    std::string reading{};  // furigana of the organization
    std::string title{};
    std::string department{};

    [[nodiscard]] bool empty() const noexcept {
        return organization.empty() && title.empty() && department.empty();
    }
};

/// A reference that a row makes by words: a user's name, a company, somebody's e-mail address or uid.
struct NamedReference {
    const records::Field* field = nullptr;      // the field that refers
    const records::Element* element = nullptr;  // the element it is in; null: the record itself
    std::size_t index = 0;                      // of that element in the record
    std::string words{};
    std::size_t column = 0;
    std::string custom{};  // key of the custom field that refers, instead of `field`
    std::string local{};   // the id that the line of that record has in this very file; "": none is given
};

/// A custom value as text, or with the type that a JSON line gives it.
struct CustomText {
    std::string key{};
    std::string text{};
    std::optional<FieldType> type{};  // nothing: what the definition says, text when it is new
    std::size_t column = 0;
};

/// One row. Reused: `reset` makes it empty again.
struct Draft {
    explicit Draft(const RecordType& type) : record(type) {}

    AnyRecord record;
    std::vector<Job> jobs{};
    std::vector<NamedReference> references{};
    std::vector<CustomText> custom{};
    std::vector<std::string> lists{};  // manual lists that the record is on
    std::string photo{};               // bytes of a contact's picture
    std::string uid{};                 // under which the record travels, without "urn:uuid:"
    std::string local{};               // the id by which other lines of the same file mean it
    std::string row{};  // the whole content in one canonical text: two equal rows have equal ones
    std::vector<ImportProblem> problems{};
    std::string skip{};     // why the row is left out; empty: it is not
    std::string refusal{};  // why the row cannot be kept; empty: it can
    std::size_t line = 0;

    void problem(std::size_t column, std::string_view field, std::string reason) {
        problems.push_back({line, column, std::string(field), std::move(reason)});
    }
};

/// What reading text depends on, the same for all rows of a file.
struct ReadingRules {
    Settings settings{};        // of the file that is imported into, with the import's region
    std::string home_region{};  // the file's own region: how it will read phone numbers without a country
    std::string source{};       // system of external ids that name none
    Time now{};
};

}  // namespace kith::interchange
