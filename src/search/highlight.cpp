#include "search/highlight.hpp"

#include "text/fold.hpp"
#include "text/kana.hpp"
#include "text/script.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace kith::search {

namespace {

constexpr std::size_t longest_exact = 256;  // characters of a segment that are folded one after the other

bool begins(std::string_view text, std::string_view with) { return text.substr(0, with.size()) == with; }
bool ends(std::string_view text, std::string_view with) {
    return text.size() >= with.size() && text.substr(text.size() - with.size()) == with;
}

/// Marks and signs that belong to the character before them.
bool joins_back(char32_t c) {
    return (c >= 0x0300 && c <= 0x036F) || text::is_sound_mark(c) || c == 0x00AD || c == 0x200D ||
           (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}

/// Which characters of a segment as written became which bytes of it as folded. What a character becomes may depend on
/// its neighbours (人々, a dash after kana); then ever longer beginnings are folded.
class CharacterMap {
public:
    CharacterMap(std::string_view written, std::string_view folded) {
        if (text::is_ascii(written) && written.size() == folded.size()) return;  // byte by byte
        std::vector<std::size_t> ends;
        for (std::size_t at = 0; at < written.size();) {
            const bool back = joins_back(text::next_code_point(written, at));
            if (back && !ends.empty())
                ends.back() = at;
            else
                ends.push_back(at);
        }
        std::string together;
        std::size_t begin = 0;
        for (const std::size_t end : ends) {
            together += text::fold(written.substr(begin, end - begin));
            marks_.push_back({end, together.size()});
            begin = end;
        }
        if (together == folded) return;
        if (ends.size() > longest_exact) {
            marks_ = {{written.size(), folded.size()}};
            return;
        }
        std::size_t before = 0;
        for (Mark& mark : marks_) {
            before = std::clamp(text::fold(written.substr(0, mark.written)).size(), before, folded.size());
            mark.folded = before;
        }
        marks_.back().folded = folded.size();
    }

    /// The place, as written, of the character that holds byte `at` as folded.
    [[nodiscard]] std::size_t begin_of(std::size_t at) const {
        if (marks_.empty()) return at;
        const auto mark = holder(at);
        return mark == marks_.begin() ? 0 : std::prev(mark)->written;
    }
    /// The end, as written, of that character.
    [[nodiscard]] std::size_t end_of(std::size_t at) const {
        return marks_.empty() ? at + 1 : holder(at)->written;
    }

private:
    struct Mark {
        std::size_t written = 0;  // where a character ends
        std::size_t folded = 0;
    };
    [[nodiscard]] std::vector<Mark>::const_iterator holder(std::size_t at) const {
        const auto found = std::upper_bound(marks_.begin(), marks_.end(), at,
                                            [](std::size_t a, const Mark& mark) { return a < mark.folded; });
        return found == marks_.end() ? std::prev(found) : found;
    }
    std::vector<Mark> marks_;
};

/// The place `count` characters behind (or, negative, before) `at`.
std::size_t walk(std::string_view text, std::size_t at, std::ptrdiff_t count) {
    const auto inside = [&](std::size_t i) {
        return i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U;
    };
    for (; count > 0 && at < text.size(); --count) do
            ++at;
        while (inside(at));
    for (; count < 0 && at > 0; ++count) do
            --at;
        while (at > 0 && inside(at));
    return at;
}

struct Segment {
    std::size_t begin = 0;
    std::string_view written{};
    std::string folded{};
    std::string together{};
    std::optional<CharacterMap> map{};  // made when something is found in it
};
struct Word {
    std::size_t segment = 0;
    Run run{};
};

class Reader {
public:
    Reader(std::string_view text, Kind kind)
        : kind_(kind), prose_(kind == Kind::text && !text::is_kana_only(text)) {
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = next_segment(text, at);
            if (end == at) break;
            Segment segment{at, text.substr(at, end - at), text::fold(text.substr(at, end - at)), {}, {}};
            const std::vector<Run> runs = runs_of(segment.folded);
            for (const Run& run : runs) words_.push_back({segments_.size(), run});
            segment.together = joined(segment.folded, runs);
            segments_.push_back(std::move(segment));
            at = end;
        }
    }

    Found find(const std::vector<Term>& terms) {
        for (std::size_t t = 0; t < terms.size(); ++t) {
            term_ = t;
            for (std::size_t i = 0; i < words_.size(); ++i) find_at(terms[t], i);
            for (std::size_t i = 0; i < segments_.size(); ++i) find_in(terms[t], i);
        }
        return std::move(found_);
    }

private:
    [[nodiscard]] std::string_view text_of(const Word& word) const {
        return word.run.of(segments_[word.segment].folded);
    }

    /// Whether one word is what the term looks for.
    static bool is_one(const Term& term, std::string_view word) {
        const auto is = [&](std::string_view wanted) {
            const std::string_view cut = cut_word(wanted);
            return cut_word(word) == cut || (term.unfinished && begins(word, cut));
        };
        return (term.words.size() == 1 && !term.words.front().pairs && is(term.words.front().text)) ||
               std::any_of(term.others.begin(), term.others.end(), is);
    }

    static bool has_key(const Term& term, const std::string& key) {
        if (key.empty()) return false;
        const auto& keys = term.unfinished ? term.unfinished_readings : term.readings;
        return std::any_of(keys.begin(), keys.end(), [&](const std::string& wanted) {
            return term.unfinished ? begins(key, wanted) : key == wanted;
        });
    }

    void find_at(const Term& term, std::size_t i) {
        const Word& word = words_[i];
        const std::string_view text = text_of(word);
        if (term.words.size() > 1) find_phrase(term, i);
        if (word.run.pairs) {
            if (term.words.size() == 1 && term.words.front().pairs) each_part(word, term.words.front().text);
        } else if (is_one(term, text)) {
            add(word.segment, word.run.begin, word.run.end);
        } else if (kind_ == Kind::name) {
            if (!term.fragment.empty()) each_part(word, term.fragment);
            if (!term.readings.empty() && !text::kana_from_romaji(text).empty() &&
                has_key(term, text::reading_key(text)))
                add(word.segment, word.run.begin, word.run.end);
        }
    }

    void each_part(const Word& word, std::string_view part) {
        const std::string_view text = text_of(word);
        for (std::size_t at = text.find(part); at != std::string_view::npos;
             at = text.find(part, at + part.size()))
            add(word.segment, word.run.begin + at, word.run.begin + at + part.size());
    }

    /// Whether a segment's words are found written together: of a name also by a piece that no word has by itself.
    [[nodiscard]] bool is_together(const Term& term, const Segment& segment) const {
        if (is_one(term, segment.together)) return true;
        if (kind_ != Kind::name) return false;
        if (!term.fragment.empty() && segment.folded.find(term.fragment) == std::string::npos &&
            segment.together.find(term.fragment) != std::string::npos)
            return true;
        return !term.readings.empty() && !text::kana_from_romaji(segment.together).empty() &&
               has_key(term, text::reading_key(segment.together));
    }

    /// What is found in a segment as a whole: its words together, and the readings of its kana.
    void find_in(const Term& term, std::size_t index) {
        const Segment& segment = segments_[index];
        if (!segment.together.empty() && is_together(term, segment)) add(index, 0, segment.folded.size());
        find_leaning(term, segment);
        if (term.readings.empty()) return;
        for (const KanaWord& word : kana_words(segment.written, prose_))
            if (has_key(term, word.reading))
                found_.places.push_back({{segment.begin + word.begin, word.end - word.begin}, term_});
    }

    /// 々木, which is not in the text as folded.
    void find_leaning(const Term& term, const Segment& segment) {
        if (term.words.size() != 1 || !term.words.front().pairs) return;
        const std::string& wanted = term.words.front().text;
        if (text::is_ascii(segment.written)) return;
        for (std::size_t at = 0; at < segment.written.size();) {
            const std::size_t begin = at;
            if (!leans_back(text::next_code_point(segment.written, at)) || begin == 0) continue;
            if (!begins(folded_alone(segment.written, begin), wanted)) continue;
            const auto size = static_cast<std::ptrdiff_t>(text::code_points(wanted));
            found_.places.push_back(
                {{segment.begin + begin, walk(segment.written, begin, size) - begin}, term_});
        }
    }

    void find_phrase(const Term& term, std::size_t first) {
        const std::size_t count = term.words.size();
        if (first + count > words_.size()) return;
        for (std::size_t k = 0; k < count; ++k) {
            const std::string_view text = text_of(words_[first + k]);
            const Term::Word& wanted = term.words[k];
            if (wanted.pairs != words_[first + k].run.pairs) return;
            const bool last = k + 1 == count;
            const bool open = last && (wanted.pairs || term.unfinished);
            const bool fits = text == wanted.text || (k == 0 && wanted.pairs && ends(text, wanted.text)) ||
                              (open && begins(text, wanted.text));
            if (!fits) return;
        }
        for (std::size_t k = 0; k < count; ++k) {
            const Word& word = words_[first + k];
            const std::size_t size = term.words[k].text.size();
            const bool from_end = k == 0 && term.words[k].pairs;
            const std::size_t begin = from_end ? word.run.end - size : word.run.begin;
            add(word.segment, begin, begin + size);
        }
    }

    void add(std::size_t index, std::size_t begin, std::size_t end) {
        if (begin >= end) return;
        Segment& segment = segments_[index];
        if (!segment.map) segment.map.emplace(segment.written, segment.folded);
        const std::size_t from = segment.begin + segment.map->begin_of(begin);
        found_.places.push_back({{from, segment.begin + segment.map->end_of(end - 1) - from}, term_});
    }

    Kind kind_;
    bool prose_;  // with particles among the kana
    std::size_t term_ = 0;
    std::vector<Segment> segments_;
    std::vector<Word> words_;
    Found found_;
};

void sort(Found& found) {
    std::stable_sort(
        found.places.begin(), found.places.end(),
        [](const Found::Place& a, const Found::Place& b) { return a.range.begin < b.range.begin; });
}

}  // namespace

std::vector<TextRange> Found::ranges() const {
    std::vector<TextRange> united;
    for (const Place& place : places) {
        const std::size_t end = place.range.begin + place.range.size;
        if (!united.empty() && place.range.begin <= united.back().begin + united.back().size)
            united.back().size = std::max(united.back().size, end - united.back().begin);
        else
            united.push_back(place.range);
    }
    return united;
}

std::size_t Found::terms() const {
    std::set<std::size_t> seen;
    for (const Place& place : places) seen.insert(place.term);
    return seen.size();
}

Found find_in_text(std::string_view text, const std::vector<Term>& terms, Kind kind) {
    Found found = Reader(text, kind).find(terms);
    sort(found);
    return found;
}

Found find_in_point(std::string_view value, const std::vector<std::string>& forms,
                    const std::vector<Term>& terms) {
    Found found;
    const std::string folded = text::fold(value);
    const CharacterMap map(value, folded);
    std::string digits;
    std::vector<std::size_t> places;  // of the digits in the folded value
    for (std::size_t i = 0; i < folded.size(); ++i) {
        if (folded[i] < '0' || folded[i] > '9') continue;
        digits += folded[i];
        places.push_back(i);
    }
    for (std::size_t t = 0; t < terms.size(); ++t) {
        const std::string& fragment = terms[t].fragment;
        if (fragment.empty()) continue;
        const auto add = [&](std::size_t first, std::size_t last) {
            const std::size_t from = map.begin_of(first);
            found.places.push_back({{from, map.end_of(last) - from}, t});
        };
        if (const std::size_t at = folded.find(fragment); at != std::string::npos)
            add(at, at + fragment.size() - 1);
        else if (const std::size_t digit = digits.find(fragment); digit != std::string::npos)
            add(places[digit], places[digit + fragment.size() - 1]);
        else if (std::any_of(
                     forms.begin(), forms.end(),
                     [&](const std::string& form) { return form.find(fragment) != std::string::npos; }) &&
                 !folded.empty())
            add(0, folded.size() - 1);
    }
    sort(found);
    return found;
}

Snippet snippet_of(std::string_view text, const Found& found, std::size_t length) {
    Snippet snippet;
    const std::vector<TextRange> ranges = found.ranges();
    const auto span = static_cast<std::ptrdiff_t>(length);
    std::size_t begin = 0;
    std::pair<std::size_t, std::size_t> most;  // different terms, then places
    for (std::size_t i = 0; i < found.places.size(); ++i) {
        const std::size_t from = walk(text, found.places[i].range.begin, -span / 4);
        const std::size_t to = walk(text, from, span);
        std::set<std::size_t> terms;
        std::size_t seen = i;
        for (; seen < found.places.size(); ++seen) {
            const Found::Place& place = found.places[seen];
            if (place.range.begin + place.range.size > to) break;
            terms.insert(place.term);
        }
        if (const std::pair shown(terms.size(), seen - i); i == 0 || shown > most) begin = from, most = shown;
        if (to == text.size()) break;
    }
    std::size_t end = walk(text, begin, span);
    if (end == text.size()) begin = std::min(begin, walk(text, end, -span));
    // Not in the middle of a word, where one ends soon.
    if (begin > 0) {
        const std::size_t soon = text.find(' ', begin);
        const std::size_t first = ranges.empty() ? text.size() : ranges.front().begin;
        if (soon < walk(text, begin, span / 8) && (soon < first || begin > first)) begin = soon + 1;
    }
    if (end < text.size()) {
        const std::size_t space = text.rfind(' ', end);
        if (space != std::string_view::npos && space > begin && space > walk(text, end, -span / 8))
            end = space;
    }
    snippet.cut_before = begin > 0;
    snippet.cut_after = end < text.size();
    snippet.text = text::to_valid_utf8(text.substr(begin, end - begin));
    for (char& c : snippet.text)
        if (c == '\n' || c == '\r' || c == '\t') c = ' ';
    if (snippet.text.size() != end - begin)
        return snippet;  // bytes that were no UTF-8: places would be wrong
    for (const TextRange& range : ranges) {
        if (range.begin < begin) continue;
        if (range.begin >= end) break;
        snippet.ranges.push_back({range.begin - begin, std::min(range.size, end - range.begin)});
    }
    return snippet;
}

}  // namespace kith::search
