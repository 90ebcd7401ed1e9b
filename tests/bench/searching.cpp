// Finding records while someone types, and by all their words.
#include "figures.hpp"
#include "sections.hpp"

#include <cstdio>
#include <cstdlib>

namespace kith::bench {

namespace {

/// The first `count` characters of UTF-8 text; empty when it has fewer.
std::string beginning(const std::string& text, int count) {
    std::size_t at = 0;
    for (int i = 0; i < count; ++i) {
        if (at >= text.size()) return {};
        for (++at; at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80;) ++at;
    }
    return text.substr(0, at);
}

}  // namespace

void bench_search(Built& built) {
    Database& db = built.db;
    Raw& raw = built.raw->raw();
    const Search search = db.search();
    std::size_t seen = 0;
    constexpr int samples = 500;
    const auto name_of = [&](int i) {
        return Population::family(static_cast<std::int64_t>(i) * 7919 % built.contacts + 1);
    };
    title("as you type, the best 20 (raw: LIKE on two name columns)");
    RawStatement like =
        raw.prepare("SELECT id, given, family FROM contact WHERE given LIKE ?1 OR family LIKE ?1 LIMIT 20");
    const auto typed = [&](const std::string& what, auto&& text_of, const char* target) {
        std::vector<std::string> texts;
        for (int i = 0; i < samples; ++i)
            if (std::string text = text_of(i); !text.empty()) texts.push_back(std::move(text));
        if (texts.empty()) return;
        for (const std::string& text : texts) seen += search.find(text).size();  // pages into the cache
        const int count = static_cast<int>(texts.size());
        const auto text_at = [&](int i) -> const std::string& { return texts[static_cast<std::size_t>(i)]; };
        const Sample ours = sample_of(count, [&](int i) { seen += search.find(text_at(i)).size(); });
        const Sample theirs = sample_of(std::min(count, 100), [&](int i) {
            const std::string pattern = text_at(i) + "%";
            like.bind(1, std::string_view(pattern));
            while (like.step()) ++seen;
            like.reset();
        });
        row(what + ", p50", ours.at(50), theirs.at(50), 1);
        row(what + ", p99", ours.at(99), theirs.at(99), 1, target);
    };
    for (int length = 1; length <= 8; ++length)
        typed(
            "first " + std::to_string(length) + " characters of a name",
            [&](int i) { return beginning(name_of(i), length); }, "<= 250 us");
    typed(
        "e-mail address, 6 characters",
        [&](int i) { return beginning(Population::mailbox(i * 7919LL % built.contacts + 1), 6); },
        "<= 250 us");
    typed(
        "phone number, 7 characters",
        [&](int i) { return beginning(Population::number(i * 7919LL % built.contacts + 1), 7); }, "<= 250 us");
    typed(
        "a given name and the beginning of a family name",
        [&](int i) { return (i % 2 == 0 ? "mary " : "grace ") + beginning(name_of(i), 2); }, "");

    title("full text, the best 20 (raw: ids from FTS5)");
    RawStatement match =
        raw.prepare("SELECT rowid FROM search_index WHERE search_index MATCH ?1 ORDER BY rowid DESC LIMIT 20");
    const auto words = [&](const char* text, const char* by_hand) {
        const double ours = best_of(5, [&] { seen += search.full_text(text).size(); });
        const double theirs = best_of(5, [&] {
            match.bind(1, std::string_view(by_hand));
            while (match.step()) ++seen;
            match.reset();
        });
        row(text, ours, theirs, 1);
    };
    words("gold renewal", "\"gold\" \"renewal\"");
    words("demo", "\"demo\"*");
    words("見積", "\"見積\"");
    words("schberson", "\"schberson\"*");
    if (seen == 0) std::exit(1);
}

}  // namespace kith::bench
