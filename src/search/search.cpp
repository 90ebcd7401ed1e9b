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

using search::TokenClass;
using search::TokenField;
using search::Wanted;

// How many token rows a scan looks at for each hit that is wanted: a record has several tokens that begin alike.
constexpr std::size_t rows_per_hit = 12;
// Several words: rows of the first word's range that are checked against the others before the search gives up.
constexpr std::size_t most_rows = 200000;

struct Found {
    std::int64_t kind = 0;
    std::int64_t id = 0;
    TokenClass token_class{};
    TokenField field{};
    bool exact = false;

    /// What sorts first is shown first.
    [[nodiscard]] auto rank() const {
        const auto as_good_as = token_class == TokenClass::reading ? TokenClass::word : token_class;
        return std::tuple(as_good_as, !exact, field, kind, id);
    }
};

class Scan {
public:
    Scan(store::Connection& connection, std::vector<std::int64_t> kinds, const std::vector<Wanted>& words,
         std::size_t limit)
        : connection_(connection), kinds_(std::move(kinds)), words_(words), limit_(limit) {}

    std::vector<Found> run() {
        // The longest word is the most selective one.
        const Wanted& first =
            *std::max_element(words_.begin(), words_.end(), [](const Wanted& a, const Wanted& b) {
                return a.prefixes.front().size() < b.prefixes.front().size();
            });
        for (const TokenClass token_class : search::token_classes) {
            const bool as_good = token_class <= TokenClass::reading;
            if (!as_good && hits_.size() >= limit_) break;  // whatever follows is shown after these
            for (const std::int64_t kind : kinds_) {
                for (const std::string& prefix : first.prefixes) range(first, token_class, kind, prefix);
                if (token_class != TokenClass::reading) continue;
                for (const std::string& prefix : first.readings) range(first, token_class, kind, prefix);
            }
        }
        std::vector<Found> found;
        for (const auto& [key, hit] : hits_) found.push_back(hit);
        std::sort(found.begin(), found.end(),
                  [](const Found& a, const Found& b) { return a.rank() < b.rank(); });
        if (found.size() > limit_) found.resize(limit_);
        return found;
    }

private:
    /// Words that equal the prefix come first in its range, so they are met however many begin like it.
    void range(const Wanted& first, TokenClass token_class, std::int64_t kind, const std::string& prefix) {
        store::Statement statement = connection_.prepare(
            "SELECT token, record_id, field FROM name_token WHERE token >= ?1 AND token < ?2 ORDER BY token");
        const std::string begin = search::stored(token_class, kind, prefix);
        const std::string end = text::prefix_upper_bound(begin);
        statement.bind_all(begin, end);
        const std::size_t rows = words_.size() > 1 ? most_rows : limit_ * rows_per_hit;
        const std::size_t enough = hits_.size() + limit_ * 3;
        for (std::size_t row = 0; row < rows && hits_.size() < enough && statement.step(); ++row) {
            const bool exact = token_class != TokenClass::tail && statement.text(0) == begin;
            const Found found{kind, statement.integer(1), token_class,
                              static_cast<TokenField>(statement.integer(2)), exact};
            const auto [hit, fresh] = hits_.emplace(std::pair(found.kind, found.id), found);
            if (!fresh) {
                if (found.rank() < hit->second.rank()) hit->second = found;
            } else if (!has_others(found, first)) {
                hits_.erase(hit);
            }
        }
    }

    /// True when every other word begins some token of the record.
    bool has_others(const Found& found, const Wanted& first) {
        if (words_.size() == 1) return true;
        std::vector<std::string> tokens;
        store::Statement statement =
            connection_.prepare("SELECT token FROM name_token WHERE record_id = ?1 AND kind = ?2");
        for (statement.bind_all(found.id, found.kind); statement.step();)
            tokens.push_back(statement.string(0));
        const std::size_t start = search::stored(found.token_class, found.kind, {}).size();
        return std::all_of(words_.begin(), words_.end(), [&](const Wanted& word) {
            return &word == &first || std::any_of(tokens.begin(), tokens.end(), [&](const std::string& token) {
                return word.begins(static_cast<TokenClass>(token[0]), std::string_view(token).substr(start));
            });
        });
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
