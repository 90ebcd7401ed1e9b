#include "match/nicknames.hpp"

#include "text/fold.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

namespace kith::match {
namespace {

constexpr const char* families_text =
#include "match/nickname_table.inc"
    ;

#include "match/names_of_men.inc"
#include "match/names_of_women.inc"
#include "match/own_names.inc"
#include "match/usual_names.inc"

/// The next word of a table at `at`, which moves behind it: up to a space or semicolon. Empty at the end.
std::string_view next_word(std::string_view text, std::size_t& at) {
    while (at < text.size() && text[at] == ' ') ++at;
    if (at < text.size() && text[at] == ';') return text.substr(at++, 1);
    const std::size_t start = at;
    while (at < text.size() && text[at] != ' ' && text[at] != ';') ++at;
    return text.substr(start, at - start);
}

template <class Visit>
void each_word(std::string_view text, Visit&& visit) {
    std::size_t at = 0;
    for (auto word = next_word(text, at); !word.empty(); word = next_word(text, at)) visit(word);
}

std::string comparison_form(std::string_view word) {
    std::string spaced(word);
    std::replace(spaced.begin(), spaced.end(), '_', ' ');
    return text::fold(spaced);
}

struct Entry {
    std::vector<int> families{};
    double share = 0;
    bool own = false;  // begins a family, or is in a list of own names
    bool of_men = false;
    bool of_women = false;
    bool to_the_letter = false;
};

struct Table {
    std::unordered_map<std::string, Entry> names{};
    int families = 0;

    Table() {
        read_families();
        read_usual(usual_names, 0.003);
        read_usual(very_usual_names, 0.01);
        read_own(own_names, &Entry::own);
        read_own(names_of_men, &Entry::of_men);
        read_own(names_of_women, &Entry::of_women);
        read_own(names_to_the_letter, &Entry::to_the_letter);
    }

    /// A name of men or women that stands in a family is one of its own only if that is said elsewhere: Charlie is not.
    void read_own(std::string_view text, bool Entry::*mark) {
        each_word(text, [&](std::string_view word) {
            Entry& entry = names[comparison_form(word)];
            entry.*mark = true;
            entry.own = entry.own || entry.families.empty();
        });
    }

    void read_families() {
        bool first = true;
        each_word(families_text, [&](std::string_view word) {
            if (word == ";") {
                ++families;
                first = true;
                return;
            }
            Entry& entry = names[comparison_form(word)];
            entry.own = entry.own || first;
            first = false;
            if (entry.families.empty() || entry.families.back() != families)
                entry.families.push_back(families);
        });
    }

    void read_usual(std::string_view text, double share) {
        each_word(text, [&](std::string_view word) { names[comparison_form(word)].share = share; });
    }
};

const Entry* find(std::string_view folded) {
    static const Table table;
    const auto found = table.names.find(std::string(folded));
    return found == table.names.end() ? nullptr : &found->second;
}

}  // namespace

std::span<const int> name_families(std::string_view folded) {
    const Entry* entry = find(folded);
    return entry == nullptr ? std::span<const int>() : std::span<const int>(entry->families);
}

bool same_name_family(std::string_view a, std::string_view b) {
    const auto of_a = name_families(a);
    const auto of_b = name_families(b);
    return std::any_of(of_a.begin(), of_a.end(),
                       [&](int family) { return std::find(of_b.begin(), of_b.end(), family) != of_b.end(); });
}

bool is_given_name(std::string_view folded) {
    const Entry* entry = find(folded);
    return entry != nullptr && (entry->own || !entry->families.empty());
}

bool is_own_name(std::string_view folded) {
    const Entry* entry = find(folded);
    return entry != nullptr && entry->own;
}

bool is_name_of_men(std::string_view folded) {
    const Entry* entry = find(folded);
    return entry != nullptr && entry->of_men;
}

bool is_name_of_women(std::string_view folded) {
    const Entry* entry = find(folded);
    return entry != nullptr && entry->of_women;
}

bool is_name_to_the_letter(std::string_view folded) {
    const Entry* entry = find(folded);
    return entry != nullptr && entry->to_the_letter;
}

double usual_share(std::string_view folded) {
    const Entry* entry = find(folded);
    return entry == nullptr ? 0.0 : entry->share;
}

}  // namespace kith::match
