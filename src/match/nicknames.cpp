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

#include "match/usual_names.inc"

/// The next word of a table at `at`, which moves behind it: up to a space or semicolon. Empty at the end.
std::string_view next_word(std::string_view text, std::size_t& at) {
    while (at < text.size() && text[at] == ' ') ++at;
    if (at < text.size() && text[at] == ';') return text.substr(at++, 1);
    const std::size_t start = at;
    while (at < text.size() && text[at] != ' ' && text[at] != ';') ++at;
    return text.substr(start, at - start);
}

std::string comparison_form(std::string_view word) {
    std::string spaced(word);
    std::replace(spaced.begin(), spaced.end(), '_', ' ');
    return text::fold(spaced);
}

struct Entry {
    std::vector<int> families{};
    double share = 0;
};

struct Table {
    std::unordered_map<std::string, Entry> names{};
    int families = 0;

    Table() {
        read_families();
        read_usual(usual_names, 0.003);
        read_usual(very_usual_names, 0.01);
    }

    void read_families() {
        const std::string_view text = families_text;
        for (std::size_t at = 0;;) {
            const std::string_view word = next_word(text, at);
            if (word.empty()) return;
            if (word == ";") {
                ++families;
                continue;
            }
            auto& own = names[comparison_form(word)].families;
            if (own.empty() || own.back() != families) own.push_back(families);
        }
    }

    void read_usual(std::string_view text, double share) {
        for (std::size_t at = 0;;) {
            const std::string_view word = next_word(text, at);
            if (word.empty()) return;
            names[comparison_form(word)].share = share;
        }
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

double usual_share(std::string_view folded) {
    const Entry* entry = find(folded);
    return entry == nullptr ? 0.0 : entry->share;
}

}  // namespace kith::match
