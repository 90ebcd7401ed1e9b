// Search: while someone types, and in everything that was written.
#include "access.hpp"
#include "results.hpp"

#include <algorithm>

namespace kithpy {

namespace {

using kith::TextRange;

/// One record class or its name, several of them, or None.
std::vector<std::string> type_names_from(const py::object& types) {
    std::vector<std::string> names;
    if (types.is_none()) return names;
    const bool one = py::isinstance<py::str>(types) || PyType_Check(types.ptr());
    for (const py::handle type : one ? py::iter(py::make_tuple(types)) : py::iter(types))
        names.push_back(type_name_of(type_from_python(type.ptr())));
    return names;
}

// kith counts the bytes of UTF-8, Python the characters of a str. ------------------------------------------------

bool begins_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }

std::size_t characters_in(std::string_view bytes) {
    return static_cast<std::size_t>(std::count_if(bytes.begin(), bytes.end(), &begins_character));
}

/// Where the character at `position` begins, from the byte `from` that begins the character at 0.
std::size_t byte_of(std::string_view text, std::size_t position, std::size_t from) {
    for (; from < text.size() && position > 0; --position) do
            ++from;
        while (from < text.size() && !begins_character(text[from]));
    return from;
}

PyObject* ranges_to_python(std::string_view text, const std::vector<TextRange>& ranges) {
    return list_of(ranges, [&](const TextRange& range) {
        return result("TextRange", {to_python(characters_in(text.substr(0, range.begin))),
                                    to_python(characters_in(text.substr(range.begin, range.size)))});
    });
}

std::vector<TextRange> ranges_from_python(std::string_view text, const py::object& given) {
    std::vector<TextRange> ranges;
    for (const py::handle item : py::iter(given)) {
        const auto [begin, size] = py::cast<std::pair<std::size_t, std::size_t>>(item);
        const std::size_t first = byte_of(text, begin, 0);
        ranges.push_back({first, byte_of(text, size, first) - first});
    }
    return ranges;
}

// ----------------------------------------------------------------------------------------------------------------

py::object find(DatabaseAccess& self, const std::string& text, std::size_t limit, const py::object& types) {
    kith::SearchOptions options;
    options.limit = limit;
    options.types = type_names_from(types);
    const auto hits = with_database(self, [&](kith::Database& db, const kith::Where& place) {
        return db.search().find(text, options, place);
    });
    return owned(list_of(hits, [](const kith::SearchHit& hit) {
        return result("SearchHit", {to_python(hit.record), to_python(hit.title), to_python(hit.field),
                                    to_python(hit.exact)});
    }));
}

PyObject* hit_to_python(const kith::FullTextHit& hit) {
    const kith::Snippet& snippet = hit.snippet;
    return result("FullTextHit",
                  {to_python(hit.record), to_python(hit.title), ranges_to_python(hit.title, hit.title_ranges),
                   to_python(hit.score), list_of(hit.fields),
                   result("Snippet", {to_python(snippet.field), to_python(snippet.text),
                                      ranges_to_python(snippet.text, snippet.ranges),
                                      to_python(snippet.cut_before), to_python(snippet.cut_after)})});
}

py::object full_text(DatabaseAccess& self, const std::string& text, const py::object& types,
                     const std::string& filter, const py::object& parameters, bool prefix, std::size_t limit,
                     std::size_t offset, std::size_t snippet_length) {
    const kith::FullTextOptions options{.types = type_names_from(types),
                                        .filter = filter,
                                        .parameters = to_parameters(parameters),
                                        .prefix = prefix,
                                        .limit = limit,
                                        .offset = offset,
                                        .snippet_length = snippet_length};
    return owned(list_of(with_database(self,
                                       [&](kith::Database& db, const kith::Where& place) {
                                           return db.search().full_text(text, options, place);
                                       }),
                         &hit_to_python));
}

}  // namespace

void add_search(py::module_& module, DatabaseClass& database) {
    module.def(
        "marked",
        [](const std::string& text, const py::object& ranges, const std::string& before,
           const std::string& after,
           bool html) { return kith::marked(text, ranges_from_python(text, ranges), before, after, html); },
        py::arg("text"), py::arg("ranges"), py::arg("before"), py::arg("after"), py::arg("html"));
    database.def("search", &find, py::arg("text"), py::arg("limit"), py::arg("types"))
        .def("full_text", &full_text, py::arg("text"), py::arg("types"), py::arg("filter"),
             py::arg("parameters"), py::arg("prefix"), py::arg("limit"), py::arg("offset"),
             py::arg("snippet_length"));
}

}  // namespace kithpy
