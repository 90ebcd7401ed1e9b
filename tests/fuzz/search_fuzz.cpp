// What people type into a search box.
#include "fuzz.hpp"
#include "world.hpp"

#include <kith/search.hpp>

using namespace kith;
using namespace kith::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Database db = small_base(":memory:");
    const std::string_view bytes = text_of(data, size);
    const auto hits = db.search().find(bytes, {.limit = 3});
    must(hits.size() <= 3, "no more hits than asked for");
    for (const SearchHit& hit : hits) {
        must(hit.record.id > 0 && !hit.field.empty(), "a hit is a record and says what matched");
        must_be_utf8(hit.title, "titles are UTF-8");
    }
    for (const FullTextHit& hit : db.search().full_text(bytes, {.limit = 3, .snippet_length = 40})) {
        must(hit.record.id > 0, "a hit is a record");
        must_be_utf8(hit.snippet.text, "snippets are UTF-8");
        std::size_t at = 0;
        for (const TextRange& range : hit.snippet.ranges) {
            must(range.begin >= at && range.size > 0, "ranges are in order and do not overlap");
            at = range.begin + range.size;
        }
        must(at <= hit.snippet.text.size(), "ranges lie inside their text");
        for (const TextRange& range : hit.title_ranges)
            must(range.begin + range.size <= hit.title.size(), "ranges lie inside the title");
    }
    return 0;
}
