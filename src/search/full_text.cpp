// The public face of full text.
#include "records/loader.hpp"
#include "records/verbs.hpp"
#include "search/document.hpp"
#include "search/highlight.hpp"
#include "search/tokens.hpp"
#include "search/wanted_text.hpp"
#include "text/fold.hpp"
#include "text/markup.hpp"

#include <kith/search.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <unordered_set>

namespace kith {

namespace {

using search::Reach;
using search::Searched;
using search::Term;

constexpr std::size_t most_candidates = 10000;
constexpr std::size_t most_ranked = 1000;  // of each type

const Searched* searched_type(std::string_view name) {
    const RecordType* type = find_record_type(name);
    for (const Searched& each : search::searched_types())
        if (each.type == type) return &each;
    return nullptr;
}

std::vector<const Searched*> types_of(const FullTextOptions& options) {
    std::vector<const Searched*> types;
    for (const std::string& name : options.types) {
        const Searched* type = searched_type(name);
        if (type == nullptr)
            throw Error(Code::invalid_argument, fmt::format("full text knows no record type '{}'", name));
        types.push_back(type);
    }
    if (types.empty())
        for (const Searched& each : search::searched_types()) types.push_back(&each);
    if (!options.filter.empty() && types.size() != 1)
        throw Error(Code::invalid_argument, "a filter needs exactly one record type");
    return types;
}

constexpr std::string_view newest_first =
    "SELECT rowid, 0 FROM search_index WHERE search_index MATCH ?1 ORDER BY rowid DESC";
// More is better than less, but bm25 goes downwards. The sign keeps SQLite from asking the index anew for each document.
constexpr std::string_view best_of_all =
    "SELECT rowid, bm25(search_index, 8, 6, 4, 5, 2, 1) AS weight FROM search_index "
    "WHERE search_index MATCH ?1 ORDER BY weight, rowid DESC";
constexpr std::string_view best_of_some =
    "SELECT rowid, bm25(search_index, 8, 6, 4, 5, 2, 1) AS weight FROM search_index "
    "WHERE search_index MATCH ?1 AND +rowid IN (SELECT value FROM json_each(?2)) ORDER BY weight, rowid DESC";

struct Candidate {
    std::int64_t document = 0;
    double score = 0;
};

/// Asks the index, best reach first, until there are enough.
class Ranking {
public:
    Ranking(const Reader& reader, const std::vector<const Searched*>& types, const FullTextOptions& options)
        : connection_(reader.connection()) {
        for (std::size_t i = 0; i < types.size(); ++i) places_.emplace(types[i]->type->number, i);
        if (options.filter.empty()) return;
        filtered_ = true;
        const auto ids = reader.select_ids(*types.front()->type, options.filter, options.parameters);
        allowed_.insert(ids.begin(), ids.end());
    }

    std::vector<Candidate> run(const std::vector<Term>& terms, std::size_t enough) {
        const store::WorkLimit limit(connection_);
        for (const Reach reach : search::reaches) {
            const search::Question question = search::question(terms, reach);
            if (!question.match.empty())
                ask(question, static_cast<int>(Reach::anything) - static_cast<int>(reach), enough);
            if (found_.size() >= enough) break;
        }
        return std::move(found_);
    }

private:
    void ask(const search::Question& question, int base, std::size_t enough) {
        const std::size_t first = found_.size();
        const std::size_t most = first + most_candidates;
        if (question.beginnings) {  // the frequency of a beginning is dear to know and says little
            collect(bound(newest_first, question.match), base, most);
            std::stable_sort(found_.begin() + static_cast<std::ptrdiff_t>(first), found_.end(),
                             [&](const Candidate& a, const Candidate& b) {
                                 return places_.at(search::kind_of(a.document)) <
                                        places_.at(search::kind_of(b.document));
                             });
            return;
        }
        const std::optional<std::string> some = ranked_only(question.match);
        store::Statement best = bound(some ? best_of_some : best_of_all, question.match);
        if (some) best.bind(2, *some);
        collect(std::move(best), base, most);
        if (some && found_.size() < enough) collect(bound(newest_first, question.match), base, most);
    }

    store::Statement bound(std::string_view sql, const std::string& match) {
        store::Statement statement = connection_.prepare(sql);
        statement.bind(1, match);
        return statement;
    }

    /// The documents that are ranked, as a JSON array: of each type the newest, since a weight costs twenty times as much as
    /// finding a document, and a word that thousands have says little about which of them is meant. Nothing: all.
    std::optional<std::string> ranked_only(const std::string& match) {
        std::map<int, std::size_t> counts;
        std::string documents;
        bool all = true;
        for (store::Statement statement = bound(newest_first, match); statement.step();) {
            const std::int64_t document = statement.integer(0);
            if (wanted(document) && ++counts[search::kind_of(document)] <= most_ranked)
                documents += fmt::format("{}{}", documents.empty() ? "[" : ",", document);
            else
                all = false;
        }
        if (all) return std::nullopt;
        return documents.empty() ? "[]" : documents + "]";
    }

    void collect(store::Statement statement, int base, std::size_t most) {
        while (found_.size() < most && statement.step()) {
            const std::int64_t document = statement.integer(0);
            if (!wanted(document) || !seen_.insert(document).second) continue;
            const double weight = std::max(0.0, -statement.real(1));
            found_.push_back({document, base + weight / (1 + weight)});
        }
    }

    /// Whether it is of a type that was asked for, and passes the filter.
    [[nodiscard]] bool wanted(std::int64_t document) const {
        return places_.count(search::kind_of(document)) > 0 &&
               (!filtered_ || allowed_.count(search::record_of(document)) > 0);
    }

    store::Connection& connection_;
    std::map<int, std::size_t> places_;  // of the types asked for, by number
    bool filtered_ = false;
    std::unordered_set<std::int64_t> allowed_;
    std::unordered_set<std::int64_t> seen_;
    std::vector<Candidate> found_;
};

std::string text_of(const records::Field& field, const void* record) {
    records::Scratch scratch;
    const store::Cell cell = field.get(record, scratch);
    if (cell.type == store::CellType::integer) return std::to_string(cell.integer);
    return cell.type == store::CellType::text ? std::string(cell.text) : std::string();
}

/// What of one record to show.
class Showing {
public:
    Showing(const Searched& searched, const void* record, const std::vector<Term>& terms, std::size_t length)
        : searched_(searched), record_(record), terms_(terms), length_(length) {}

    void fill(FullTextHit& hit) {
        hit.title_ranges = search::find_in_text(hit.title, terms_, search::Kind::name).ranges();
        for (const search::SearchedField& each : searched_.fields) {
            const bool title = each.role == search::Role::name || each.role == search::Role::title;
            const std::string text = text_of(*each.field, record_);
            if (text.empty()) continue;
            const auto kind = title ? search::Kind::name : search::Kind::text;
            show(hit, std::string(each.field->name), text, search::find_in_text(text, terms_, kind), title);
        }
        for (const search::SearchedPoint& point : searched_.points) show_points(hit, point);
    }

private:
    void show_points(FullTextHit& hit, const search::SearchedPoint& point) {
        for (std::size_t i = 0; i < point.element->size(record_); ++i) {
            const void* element = point.element->at(record_, i);
            const std::string value = text_of(*point.field, element);
            std::vector<std::string> forms;
            for (const records::Field& field : point.element->fields)
                if (std::find(point.columns.begin(), point.columns.end(), field.column) != point.columns.end())
                    forms.push_back(text_of(field, element));
            show(hit, search::name_of(point), value, search::find_in_point(value, forms, terms_), false);
        }
    }

    /// The snippet is of the field with most of the terms, and rather of one that the title does not show already.
    void show(FullTextHit& hit, std::string name, const std::string& text, const search::Found& found,
              bool title) {
        const std::size_t terms = found.terms();
        if (terms == 0) return;
        if (!title && terms > best_) {
            best_ = terms;
            hit.snippet = search::snippet_of(text, found, length_);
            hit.snippet.field = name;
        }
        if (std::find(hit.fields.begin(), hit.fields.end(), name) == hit.fields.end())
            hit.fields.push_back(std::move(name));
    }

    const Searched& searched_;
    const void* record_;
    const std::vector<Term>& terms_;
    std::size_t length_;
    std::size_t best_ = 0;
};

/// Reads the records that are shown, one loader for each type.
class Shelf {
public:
    explicit Shelf(store::Connection& connection) : connection_(connection) {}

    /// The record, or null; valid until the next call for the same type.
    const void* read(const RecordType& type, std::int64_t id) {
        auto place = places_.find(type.number);
        if (place == places_.end())
            place = places_
                        .emplace(type.number, Place{std::make_unique<records::Loader>(connection_, type),
                                                    {type.create(), type.destroy}})
                        .first;
        return place->second.loader->load(id, place->second.record.get(), false) ? place->second.record.get()
                                                                                 : nullptr;
    }

private:
    struct Place {
        std::unique_ptr<records::Loader> loader;
        std::unique_ptr<void, void (*)(void*)> record;
    };
    store::Connection& connection_;
    std::map<int, Place> places_;
};

}  // namespace

std::string marked(std::string_view text, std::span<const TextRange> ranges, std::string_view before,
                   std::string_view after, bool html) {
    std::string out;
    std::size_t at = 0;
    const auto append = [&](std::size_t end) {
        const std::string_view part = text.substr(at, end - at);
        if (html)
            text::append_escaped(out, part);
        else
            out += part;
        at = end;
    };
    for (const TextRange& range : ranges) {
        if (range.begin < at || range.begin > text.size()) continue;
        append(range.begin);
        out += before;
        append(std::min(range.begin + range.size, text.size()));
        out += after;
    }
    append(text.size());
    return out;
}

std::vector<FullTextHit> Search::full_text(std::string_view text, const FullTextOptions& options,
                                           Where where) const {
    const std::vector<const Searched*> types = types_of(options);
    const std::size_t limit = search::within("limit", options.limit, 1, search::most_hits);
    const std::size_t offset = search::within("offset", options.offset, 0, most_candidates);
    const std::size_t length = search::within("snippet_length", options.snippet_length, 20, 2000);
    const std::vector<Term> terms = search::wanted_terms(text, options.prefix);
    std::vector<FullTextHit> hits;
    if (terms.empty()) return hits;

    database_.read(
        [&](const Reader& reader) {
            const std::vector<Candidate> found = Ranking(reader, types, options).run(terms, offset + limit);
            Shelf shelf(reader.connection());
            for (std::size_t i = offset; i < found.size() && hits.size() < limit; ++i) {
                const auto searched = std::find_if(types.begin(), types.end(), [&](const Searched* each) {
                    return each->type->number == search::kind_of(found[i].document);
                });
                const RecordType& type = *(*searched)->type;
                const std::int64_t id = search::record_of(found[i].document);
                const void* record = shelf.read(type, id);
                if (record == nullptr) continue;  // a damaged file: verify says so
                FullTextHit hit;
                hit.record = {std::string(type.name), id};
                hit.title = type.title(record);
                if (hit.title.empty()) hit.title = fmt::format("{} {}", type.name, id);
                hit.score = found[i].score;
                Showing(**searched, record, terms, length).fill(hit);
                hits.push_back(std::move(hit));
            }
        },
        where);
    return hits;
}

}  // namespace kith
