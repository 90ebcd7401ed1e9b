// The public face of search.
#include "records/plan.hpp"
#include "records/record_type.hpp"
#include "records/verbs.hpp"
#include "search/tokens.hpp"
#include "text/fold.hpp"

#include <kith/records/contact.hpp>
#include <kith/records/organization.hpp>
#include <kith/search.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <tuple>

namespace kith {

namespace {

using search::TokenField;
using search::Wanted;

// How many token rows a scan looks at for each hit that is wanted: a record has several tokens that begin alike.
constexpr std::size_t rows_per_hit = 12;
// Several words: rows of the first word's range that are checked against the others before the search gives up.
constexpr std::size_t most_rows = 200000;

struct Found {
    std::int64_t kind = 0;
    std::int64_t id = 0;
    TokenField field{};
    bool exact = false;
};

/// True when the record has a token that begins with the wanted word.
bool has_word(store::Connection& connection, const Found& found, const Wanted& wanted) {
    store::Statement statement = connection.prepare(
        "SELECT 1 FROM name_token WHERE record_id = ?1 AND kind = ?2 AND token >= ?3 AND token < ?4 LIMIT 1");
    const auto begins = [&](const std::string& prefix) {
        if (prefix.empty()) return false;
        const std::string end = text::prefix_upper_bound(prefix);
        statement.bind_all(found.id, found.kind, prefix, end);
        const bool any = statement.step();
        statement.reset();
        return any;
    };
    return begins(wanted.prefix) || begins(wanted.reading);
}

class Scan {
public:
    Scan(store::Connection& connection, std::vector<std::int64_t> kinds, const std::vector<Wanted>& words,
         std::size_t limit)
        : connection_(connection), kinds_(std::move(kinds)), words_(words), limit_(limit) {}

    std::vector<Found> run() {
        // The longest word is the most selective one.
        const auto first =
            std::max_element(words_.begin(), words_.end(), [](const Wanted& a, const Wanted& b) {
                return a.prefix.size() < b.prefix.size();
            });
        range(*first, first->prefix);
        if (!first->reading.empty()) range(*first, first->reading);
        std::vector<Found> found;
        for (const auto& [key, hit] : hits_) found.push_back(hit);
        std::stable_sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
            return std::tuple(!a.exact, a.field, a.kind, a.id) < std::tuple(!b.exact, b.field, b.kind, b.id);
        });
        if (found.size() > limit_) found.resize(limit_);
        return found;
    }

private:
    void range(const Wanted& first, const std::string& prefix) {
        store::Statement statement = connection_.prepare(
            "SELECT token, kind, record_id, field FROM name_token WHERE token >= ?1 AND token < ?2 ORDER BY token");
        const std::string end = text::prefix_upper_bound(prefix);
        statement.bind_all(prefix, end);
        const std::size_t rows = words_.size() > 1 ? most_rows : limit_ * rows_per_hit;
        const std::size_t enough = hits_.size() + limit_ * 3;
        for (std::size_t row = 0; row < rows && hits_.size() < enough && statement.step(); ++row) {
            Found found{statement.integer(1), statement.integer(2),
                        static_cast<TokenField>(statement.integer(3)), statement.text(0) == prefix};
            if (std::find(kinds_.begin(), kinds_.end(), found.kind) == kinds_.end()) continue;
            const auto [hit, fresh] = hits_.emplace(std::pair(found.kind, found.id), found);
            if (!fresh) {
                if (std::pair(!found.exact, found.field) < std::pair(!hit->second.exact, hit->second.field))
                    hit->second = found;
                continue;
            }
            const bool all = std::all_of(words_.begin(), words_.end(), [&](const Wanted& word) {
                return &word == &first || has_word(connection_, found, word);
            });
            if (!all) hits_.erase(hit);
        }
    }

    store::Connection& connection_;
    std::vector<std::int64_t> kinds_;
    const std::vector<Wanted>& words_;
    std::size_t limit_;
    std::map<std::pair<std::int64_t, std::int64_t>, Found> hits_;
};

/// Titles from the main row alone: what a list shows needs no elements.
class Titles {
public:
    explicit Titles(store::Connection& connection) : connection_(connection) {}

    std::string of(const RecordType& type, std::int64_t id) {
        const records::Plan& plan = records::plan_of(type);
        const std::unique_ptr<void, void (*)(void*)> record(type.create(), type.destroy);
        store::Statement row = connection_.prepare(plan.select);
        row.bind(1, id);
        if (row.step())
            for (std::size_t i = 0; i < plan.own.size(); ++i)
                type.fields[plan.own[i]].set(record.get(), row.cell(static_cast<int>(i)));
        std::string title = type.title(record.get());
        return title.empty() ? records::title_of(connection_, type, id) : title;
    }

private:
    store::Connection& connection_;
};

}  // namespace

std::vector<SearchHit> Search::find(std::string_view text, const SearchOptions& options, Where where) const {
    std::vector<const RecordType*> types;
    for (const std::string& name : options.types) {
        const RecordType* type = find_record_type(name);
        if (type != &record_type<Contact>() && type != &record_type<Organization>())
            throw Error(Code::invalid_argument,
                        fmt::format("search knows contacts and organizations, not '{}'", name));
        types.push_back(type);
    }
    if (types.empty()) types = {&record_type<Contact>(), &record_type<Organization>()};
    const std::size_t limit = std::clamp<std::size_t>(options.limit, 1, 1000);
    const std::vector<Wanted> words = search::wanted_words(text);
    std::vector<SearchHit> hits;
    if (words.empty()) return hits;

    database_.read(
        [&](const Reader& reader) {
            store::Connection& connection = reader.connection();
            std::vector<std::int64_t> kinds;
            kinds.reserve(types.size());
            for (const RecordType* type : types) kinds.push_back(type->number);
            Titles titles(connection);
            for (const Found& found : Scan(connection, kinds, words, limit).run()) {
                const auto type = std::find_if(types.begin(), types.end(),
                                               [&](const RecordType* t) { return t->number == found.kind; });
                hits.push_back({{std::string((*type)->name), found.id},
                                titles.of(**type, found.id),
                                std::string(search::name_of(found.field)),
                                found.exact});
            }
        },
        where);
    return hits;
}

Search Database::search() const { return Search(*this); }

}  // namespace kith
