// A query page by page in its own order, for list views: a page begins after the last record of the one before, wherever
// that is by then.
#pragma once

#include <kith/database.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kith {

/// Ids of a page, and where the next one begins.
struct IdPage {
    std::vector<std::int64_t> ids{};
    std::string next{};  ///< to be given as `after`; empty: there are no more
};

/// The records of a page, and where the next one begins.
template <class T>
struct Page {
    std::vector<T> records{};
    std::string next{};  ///< to be given as `after`; empty: there are no more
};

/// The first `size` records of a query after a place in its order ("order by"; without it by id). Nothing is skipped or
/// counted to get there, so the hundredth page costs what the first one does where an index has the order; and what is
/// added or removed before the place moves nothing. `after`: the `next` of a page of the same query, empty for the first
/// one. It holds the keys of the last record as text: keep it as you keep the record.
/// Throws what running the query would, `invalid_argument` for a size of 0, a query with "limit", and a place that is none
/// of this query.
[[nodiscard]] KITH_API IdPage select_ids_page(const Reader& reader, const RecordType& type,
                                              std::string_view text, std::size_t size,
                                              std::string_view after = {}, const Parameters& parameters = {});

/// The same with the records, as `Reader::select` gives them; returns where the next page begins.
[[nodiscard]] KITH_API std::string select_page_after(const Reader& reader, const RecordType& type,
                                                     std::string_view text, std::size_t size,
                                                     std::string_view after, const Parameters& parameters,
                                                     void* into, void* (*next)(void* into));

///     for (Page<Contact> page = page_of<Contact>(reader, "tag = vip order by name", 50);; ...
template <class T>
[[nodiscard]] Page<T> page_of(const Reader& reader, std::string_view text, std::size_t size,
                              std::string_view after = {}, const Parameters& parameters = {}) {
    Page<T> page;
    page.next = select_page_after(
        reader, record_type<T>(), text, size, after, parameters, &page.records,
        [](void* into) -> void* { return &static_cast<std::vector<T>*>(into)->emplace_back(); });
    return page;
}
template <class T>
[[nodiscard]] Page<T> page_of(const Database& database, std::string_view text, std::size_t size,
                              std::string_view after = {}, const Parameters& parameters = {},
                              Where where = Where::current()) {
    return database.read(
        [&](const Reader& reader) { return page_of<T>(reader, text, size, after, parameters); }, where);
}

}  // namespace kith
