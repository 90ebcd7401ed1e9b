// Records as JSON objects and back: from the descriptors alone, so every record type has its form.
//
//     {"record":"contact","uid":"...","name.given":"Ada","emails":[{"address":"ada@engines.example","label":"work"}],
//      "tags":["vip"],"fields":{"shoe size":{"type":"integer","value":38}}}
//
// What has its default value is left out. Ids of elements, kept fields, versions and times of change are not
// written: they belong to the file. References are uids, for users their names. Where two of one name can exist (deals), lines
// carry their id, and references say both: {"id":7,"name":"Engine"}. Such an id means something within the one text.
#pragma once

#include "interchange/cells.hpp"
#include "interchange/draft.hpp"
#include "store/connection.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace kith::interchange {

/// The key that names the record type; no field is called so.
inline constexpr std::string_view record_key = "record";

/// Writes records of one snapshot. Belongs to one connection and thread.
class JsonWriter {
public:
    /// `with_jobs`: contacts carry their present employers by name, for files without organizations and employments.
    explicit JsonWriter(store::Connection& connection, bool with_jobs = false)
        : connection_(connection), with_jobs_(with_jobs) {}

    /// The record as one line, without a line end.
    [[nodiscard]] std::string line(const RecordType& type, const void* record);

private:
    using Json = nlohmann::ordered_json;

    [[nodiscard]] std::optional<Json> value_of(const std::vector<records::Field>& fields,
                                               const records::Field& field, const void* holder,
                                               const void* fresh);
    [[nodiscard]] Json reference_to(std::string_view type, std::int64_t id);
    [[nodiscard]] Json words_of(std::string_view type, std::int64_t id);
    [[nodiscard]] Json custom_of(const RecordType& type, const CustomValues& values);

    store::Connection& connection_;
    bool with_jobs_;
    std::map<std::string_view, AnyRecord>
        fresh_;  // of each type: an empty record with one empty element of each kind
    std::map<std::string_view, std::map<std::string, FieldType>> definitions_;
};

/// Reads lines of one file. Used by one thread; `cells` must outlive it.
class JsonReader {
public:
    /// `type`: of the lines that do not say theirs.
    JsonReader(const RecordType& type, const CellReader& cells) : type_(type), cells_(cells) {}

    /// One object as a draft. Also takes what other programs write: nested objects for "name.given", texts instead of
    /// lists, texts for elements ("email": "ada@engines.example").
    [[nodiscard]] Draft read(const nlohmann::json& object, std::size_t line);

    /// Keys with content that were not kept, and how often.
    [[nodiscard]] const std::map<std::string, std::size_t>& ignored() const noexcept { return ignored_; }

    /// The field that a key goes to, for previews; empty: none.
    [[nodiscard]] static std::string field_of(const RecordType& type, const std::string& key);

private:
    void read_key(Draft& draft, const std::string& key, const nlohmann::json& value);
    void read_element(Draft& draft, const records::Element& element, const nlohmann::json& value);
    void read_value(Draft& draft, const records::Element* element, void* holder, const records::Field& field,
                    const nlohmann::json& value) const;
    static void read_reference(Draft& draft, const records::Element* element, const records::Field& field,
                               const nlohmann::json& value);
    static void read_jobs(Draft& draft, const nlohmann::json& value);
    void read_custom(Draft& draft, const nlohmann::json& fields);

    const RecordType& type_;
    const CellReader& cells_;
    std::map<std::string, std::size_t> ignored_;
};

}  // namespace kith::interchange
