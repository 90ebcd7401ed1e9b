// What full text keeps of one record, made from the fields that its descriptor calls searchable.
#pragma once

#include "records/record_type.hpp"
#include "store/connection.hpp"

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace kith::search {

/// What a searched field is to a search. Follows from the descriptor alone, so that a new record type needs nothing here.
enum class Role {
    name,  ///< part of a composite (a name) or the type's main field: any piece of its words is found, in romaji too
    title,  ///< the first searched field of a type that has no name: a subject
    text,   ///< any other field of the main table: notes
    body,   ///< a field of the side table: long text
};

/// One searched field of the main or side table.
struct SearchedField {
    const records::Field* field = nullptr;
    Role role{};
};

/// One searched field of an element: any piece of it is found.
struct SearchedPoint {
    const records::Element* element = nullptr;
    const records::Field* field = nullptr;
    std::vector<std::string_view> columns{};  ///< what is searched: its comparison forms, else its own
};

/// Everything of a record type that is searched.
struct Searched {
    const RecordType* type = nullptr;
    std::vector<SearchedField> fields{};
    std::vector<SearchedPoint> points{};

    [[nodiscard]] bool has_body() const noexcept;
};

/// All record types with searched fields, by number. Made once per process.
[[nodiscard]] const std::vector<Searched>& searched_types();

/// What a searched field of an element is called in queries: "email".
[[nodiscard]] std::string name_of(const SearchedPoint& point);

/// A row of search_doc with the words of the body. Words are separated by one space and begin with one.
struct Document {
    std::int64_t id = 0;  ///< see document_id
    std::string title{};
    std::string reading{};
    std::string point{};  ///< lines
    std::string text{};
    std::string kana{};
    std::string body{};
    std::optional<std::int64_t> body_hash{};  ///< of `body`; nothing when that is empty

    /// Whether the index has anything of it.
    [[nodiscard]] bool empty() const noexcept;
    /// Whether the index holds the same of both.
    [[nodiscard]] bool same(const Document& other) const noexcept;
};

/// The row of a record in search_doc and search_index, and back.
[[nodiscard]] std::int64_t document_id(const RecordType& type, std::int64_t record) noexcept;
[[nodiscard]] constexpr std::int64_t record_of(std::int64_t document) noexcept { return document >> 8; }
[[nodiscard]] constexpr int kind_of(std::int64_t document) noexcept {
    return static_cast<int>(document & 255);
}

/// The words of a body: of the searched texts of the side table, in the order of the fields.
[[nodiscard]] std::string body_words(const std::vector<std::string>& texts);
/// FNV-1a of the words of a body; nothing for none.
[[nodiscard]] std::optional<std::int64_t> hash_of(const std::string& words);

/// Makes the documents of one type from its rows. Belongs to one connection.
class DocumentReader {
public:
    DocumentReader(store::Connection& connection, const Searched& searched);

    /// Calls `visit` for each record with an id from `low` to `high` that can be found, by id: not those in the trash,
    /// merged or left out by default (visitors).
    void each(std::int64_t low, std::int64_t high, const std::function<void(Document&&)>& visit);

    /// The searched texts of the side table as they are now.
    [[nodiscard]] std::vector<std::string> side_texts(std::int64_t record);

private:
    [[nodiscard]] Document document(const store::Statement& row, std::int64_t record);

    const Searched& searched_;
    store::Statement records_;
    std::optional<store::Statement> side_;
    std::vector<store::Statement> points_;
};

}  // namespace kith::search
