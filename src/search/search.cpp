// The public face of search.
#include "records/plan.hpp"
#include "records/record_type.hpp"
#include "records/verbs.hpp"
#include "search/other_words.hpp"
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

/// The longest word is the most selective one.
const Wanted& longest(const std::vector<Wanted>& words) {
    return *std::max_element(words.begin(), words.end(), [](const Wanted& a, const Wanted& b) {
        return a.prefixes.front().size() < b.prefixes.front().size();
    });
}

// How many token rows a scan looks at for each hit that is wanted: a record has several tokens that begin alike.
constexpr std::size_t rows_per_hit = 12;

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
        : connection_(connection),
          kinds_(std::move(kinds)),
          first_(longest(words)),
          others_(connection, kinds_, words, first_),
          rows_(words.size() > 1 ? search::most_rows : limit * rows_per_hit),
          limit_(limit) {}

    std::vector<Found> run() {
        for (const TokenClass token_class : search::token_classes) {
            const bool as_good = token_class <= TokenClass::reading;
            if (!as_good && hits_.size() >= limit_) break;  // whatever follows is shown after these
            for (const std::int64_t kind : kinds_)
                search::each_range(first_, token_class, kind,
                                   [&](const std::string& begin) { range(token_class, kind, begin); });
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
    void range(TokenClass token_class, std::int64_t kind, const std::string& begin) {
        store::Statement statement = connection_.prepare(
            "SELECT token, record_id, field FROM name_token WHERE token >= ?1 AND token < ?2 ORDER BY token");
        statement.bind_all(begin, text::prefix_upper_bound(begin));
        const std::size_t enough = hits_.size() + limit_ * 3;
        for (std::size_t row = 0; row < rows_ && hits_.size() < enough && statement.step(); ++row) {
            const bool exact = token_class != TokenClass::tail && statement.text(0) == begin;
            const Found found{kind, statement.integer(1), token_class,
                              static_cast<TokenField>(statement.integer(2)), exact};
            const auto [hit, fresh] = hits_.emplace(std::pair(found.kind, found.id), found);
            if (!fresh) {
                if (found.rank() < hit->second.rank()) hit->second = found;
            } else if (!others_.of(found.kind, found.id)) {
                hits_.erase(hit);
            }
        }
    }

    store::Connection& connection_;
    std::vector<std::int64_t> kinds_;
    const Wanted& first_;
    search::OtherWords others_;
    std::size_t rows_;  // of a range, at most
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
    const std::size_t limit = search::within("limit", options.limit, 1, search::most_hits);
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

Search Database::search() const { return Search(face()); }

}  // namespace kith
