// The SQL functions that find words as full text does.
#include "query/bound.hpp"
#include "query/functions.hpp"
#include "query/kept.hpp"
#include "search/document.hpp"
#include "search/highlight.hpp"
#include "search/tokens.hpp"
#include "store/work.hpp"
#include "text/fold.hpp"

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kith::query {

namespace {

using TextRead = bound::TextMatch::Read;
using search::Term;
using store::Cell;
using store::CellType;
using store::OwnedCell;

/// Which of the terms were found, in one text after the other.
class Search {
public:
    explicit Search(const std::vector<Term>& terms) : terms_(terms) {}

    void in(std::string_view text, search::Kind kind) {
        pay(text);
        if (store::work_left() <= 0) return;
        note(search::find_in_text(text, terms_, kind));
        if (kind != search::Kind::name) return;
        if (const std::string spelt = search::spelt_out(text); spelt != text)  // Mueller
            note(search::find_in_text(spelt, terms_, kind));
    }
    void in_point(std::string_view value, const std::vector<std::string>& forms) {
        pay(value);
        if (store::work_left() > 0) note(search::find_in_point(value, forms, terms_));
    }
    [[nodiscard]] bool all() const { return !terms_.empty() && found_.size() == terms_.size(); }

private:
    void pay(std::string_view text) {  // to fold it, and to go through it for each term
        store::charge(static_cast<std::int64_t>(text.size() * (20 + 2 * terms_.size())));
    }
    void note(const search::Found& found) {
        for (const auto& place : found.places) found_.insert(place.term);
    }

    const std::vector<Term>& terms_;
    std::set<std::size_t> found_;
};

std::string_view text_of(const Cell& cell) {
    return cell.type == CellType::text ? cell.text : std::string_view();
}

constexpr char part_end = '\x1F';
constexpr char form_end = '\x1E';

/// kith_parts(part, ...): the parts of one form of a name, to be read again by kith_matches.
OwnedCell parts(std::span<const Cell> arguments) {
    std::string text;
    for (const Cell& part : arguments) (text += text_of(part)) += part_end;
    text += form_end;
    return OwnedCell(Cell::of(std::string_view(text)));
}

std::vector<std::string_view> split(std::string_view text, char end) {
    std::vector<std::string_view> pieces;
    for (std::size_t at = text.find(end); at != std::string_view::npos; at = text.find(end)) {
        pieces.push_back(text.substr(0, at));
        text.remove_prefix(at + 1);
    }
    return pieces;
}

/// Every part by itself; those of scripts without spaces are also read as one, in order and the last one first.
void search_names(Search& search, std::string_view forms) {
    std::set<std::string> texts;
    for (const std::string_view form : split(forms, form_end)) {
        const std::vector<std::string_view> pieces = split(form, part_end);
        bool together = pieces.size() > 1;
        std::string in_order;
        std::string before_last;
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            if (!pieces[i].empty()) texts.emplace(pieces[i]);
            together = together && text::has_cjk(pieces[i]);
            in_order += pieces[i];
            if (i + 1 < pieces.size()) before_last += pieces[i];
        }
        if (!together) continue;
        texts.insert(std::move(in_order));
        texts.insert(std::string(pieces.back()) + before_last);
    }
    for (const std::string& text : texts) search.in(text, search::Kind::name);
}

OwnedCell matches(std::span<const Cell> arguments) {
    const auto read = static_cast<TextRead>(arguments[0].integer);
    const auto& terms = kept<std::vector<Term>>(
        arguments[1].text, [&] { return search::wanted_terms(arguments[1].text, true); });
    Search search(terms);
    const auto texts = arguments.subspan(2);
    if (read == TextRead::names) {
        search_names(search, text_of(texts.front()));
        return truth(search.all());
    }
    std::vector<std::string> forms;
    for (const Cell& form : texts.subspan(1)) {
        if (form.type == CellType::text) forms.emplace_back(form.text);
        if (form.type == CellType::integer) forms.push_back(std::to_string(form.integer));
    }
    std::string_view text = text_of(texts.front());
    if (text.empty() && !forms.empty()) text = forms.front();
    if (text.empty()) return {};
    if (read == TextRead::point)
        search.in_point(text, forms);
    else
        search.in(text, read == TextRead::prose   ? search::Kind::text
                        : read == TextRead::title ? search::Kind::title
                                                  : search::Kind::name);
    return truth(search.all());
}

/// About how many steps of SQLite's machine it takes to find one document by a few words.
constexpr std::int64_t steps_of_found = 30;

OwnedCell ask(std::span<const Cell> arguments) {
    // The highest record there is bounds how many documents there are, in a file that was never shared; in others, the
    // part of its number that is counted does.
    const std::int64_t records = search::record_of(arguments[2].integer) & 0xFFFFFFFF;
    store::charge(arguments[1].integer * records);
    return OwnedCell(arguments[0]);
}

OwnedCell found(std::span<const Cell> arguments) {
    store::charge(steps_of_found);
    return truth(search::kind_of(arguments[0].integer) == arguments[1].integer);
}

}  // namespace

void install_word_functions(store::Connection& connection) {
    connection.create_function("kith_matches", -1, matches);
    connection.create_function("kith_parts", -1, parts);
    connection.create_function("kith_ask", 4, ask);
    connection.create_function("kith_found", 2, found);
}

}  // namespace kith::query
