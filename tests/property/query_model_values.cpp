// What fits one value: operators of the language over plain values.
#include "query_model_times.hpp"

#include "text/fold.hpp"
#include "text/kana.hpp"
#include "text/similarity.hpp"
#include "text/utf8.hpp"

#include <kith/records/exchange_rate.hpp>

#include <algorithm>
#include <optional>
#include <regex>
#include <set>
#include <tuple>

namespace query_test {

using namespace kith;
namespace q = kith::query;

namespace {

Truth date_parts(const PartialDate& date, const PartialDate& wanted) {
    Truth result = Truth::yes;
    const auto part = [&](int has, int want) {
        if (want == 0) return;
        if (has == 0)
            result = result == Truth::no ? Truth::no : Truth::open;
        else if (has != want)
            result = Truth::no;
    };
    part(date.year, wanted.year);
    part(date.month, wanted.month);
    part(date.day, wanted.day);
    return result;
}

/// Whether `date` lies within the days from `low` to `high`; null: open.
Truth date_within(const PartialDate& date, const Day* low, const Day* high) {
    if (date.year == 0) return Truth::open;
    const bool certain =
        (low == nullptr || first_day(date) >= *low) && (high == nullptr || last_day(date) <= *high);
    const bool impossible =
        (low != nullptr && last_day(date) < *low) || (high != nullptr && first_day(date) > *high);
    return certain ? Truth::yes : impossible ? Truth::no : Truth::open;
}

bool like(const std::u32string& t, std::size_t i, const std::u32string& p, std::size_t j) {
    if (j == p.size()) return i == t.size();
    if (p[j] == U'%') return like(t, i, p, j + 1) || (i < t.size() && like(t, i + 1, p, j));
    return i < t.size() && (p[j] == U'_' || p[j] == t[i]) && like(t, i + 1, p, j + 1);
}

std::wstring wide(const std::string& utf8) {
    std::wstring all;
    for (std::size_t at = 0; at < utf8.size();) all += static_cast<wchar_t>(text::next_code_point(utf8, at));
    return all;
}

std::u32string characters(const std::string& utf8) {
    std::u32string all;
    for (std::size_t at = 0; at < utf8.size();) all += text::next_code_point(utf8, at);
    return all;
}

/// The patterns of the pool as the standard's expressions: they need neither folding in brackets nor other words.
bool regex(const std::string& folded, const std::string& pattern) {
    const std::wregex compiled(wide(text::fold(pattern)));
    return std::regex_search(wide(folded), compiled);
}

bool sounds(const std::string& text, const std::string& words) {
    const auto split = [](const std::string& from) {
        std::vector<std::string> all(1);
        for (const char c : from) {
            if (c == ' ' || c == '.' || c == ',')
                all.emplace_back();
            else
                all.back() += c;
        }
        all.erase(std::remove(all.begin(), all.end(), std::string{}), all.end());
        return all;
    };
    std::vector<std::string> there = split(text);
    for (const std::string& word : split(text)) {
        const std::size_t sign = word.find('\'');
        if (sign == std::string::npos) continue;
        there.push_back(word.substr(0, sign));
        there.push_back(word.substr(sign + 1));
    }
    const auto phonetic = [](const std::string& word) {
        return text::has_latin(word) ? text::metaphone(word) : word;
    };
    const auto same = [](const std::string& a, const std::string& b) { return !a.empty() && a == b; };
    for (const std::string& wanted : split(words)) {
        const bool found = std::any_of(there.begin(), there.end(), [&](const std::string& word) {
            return same(phonetic(word), phonetic(wanted)) ||
                   same(text::reading_key(word), text::reading_key(wanted));
        });
        const bool silent = phonetic(wanted).empty() && text::reading_key(wanted).empty();
        if (!found && !silent) return false;
    }
    return true;
}

bool similar(const std::string& a, const std::string& b) {
    const int longest = static_cast<int>(std::max(characters(a).size(), characters(b).size()));
    return text::jaro_winkler(a, b) >= 0.88 || text::damerau_levenshtein(a, b, 100) * 3 <= longest;
}

/// Prose of Latin words: each is there, the last one perhaps only with its beginning.
bool matches(const std::string& folded, const std::string& wanted) {
    const auto split = [](const std::string& from) {
        std::vector<std::string> all(1);
        for (const char c : from) {
            if (c == ' ' || c == '\'' || c == '_' || c == '%')
                all.emplace_back();
            else
                all.back() += c;
        }
        all.erase(std::remove(all.begin(), all.end(), std::string{}), all.end());
        return all;
    };
    const std::vector<std::string> there = split(folded);
    const std::vector<std::string> words = split(wanted);
    return std::all_of(words.begin(), words.end(), [&](const std::string& word) {
        return std::any_of(there.begin(), there.end(), [&](const std::string& each) {
            return &word == &words.back() ? each.substr(0, word.size()) == word : each == word;
        });
    });
}

template <class V>
bool ordered(q::Operator op, const V& value, const V& first, const V& second) {
    switch (op) {
        case q::Operator::less: return value < first;
        case q::Operator::less_equal: return value <= first;
        case q::Operator::greater: return value > first;
        case q::Operator::greater_equal: return value >= first;
        case q::Operator::between: return value >= first && value <= second;
        default: return value == first;
    }
}

/// A day of the year comes within a period: it is looked for day by day.
Truth anniversary_fits(const World& world, const Val& value, q::Operator op,
                       const std::vector<q::Literal>& literals) {
    int month = 0;
    int day = 0;
    if (const auto* date = std::get_if<PartialDate>(&value)) {
        month = date->month;
        day = date->day;
    } else {
        const Day of = civil(day_of(world, std::get<Time>(value)));
        month = of[1];
        day = of[2];
    }
    if (month == 0 || day == 0) return Truth::open;
    std::int64_t from = 0;
    std::int64_t to = 0;
    const q::Literal& literal = literals.front();
    if (literal.kind == q::Literal::Kind::span) {
        std::tie(from, to) = days_of(world, literal);
    } else {
        const PartialDate date = PartialDate::parse(literal.text).value();
        if (date.year == 0)
            return truth((date.month == 0 || date.month == month) && (date.day == 0 || date.day == day));
        from = day_number(first_day(date));
        to = day_number(
            last_day(op == q::Operator::between ? PartialDate::parse(literals.back().text).value() : date));
    }
    for (std::int64_t at = from; at <= to; ++at) {
        const Day on = civil(at);
        const bool moved = month == 2 && day == 29 && days_in(on[0], 2) == 28;
        if (on[1] == month && on[2] == (moved ? 28 : day)) return Truth::yes;
    }
    return Truth::no;
}

}  // namespace

std::optional<std::int64_t> exchanged(const World& world, const Amount& amount, const std::string& currency) {
    if (amount.currency == currency) return amount.minor;
    const Day today = civil(day_of(world, world.now));
    const std::string day = PartialDate{today[0], today[1], today[2]}.to_string();
    // the latest rate between two, of either direction; where both are of one day, the one that is multiplied by
    const auto between = [&](const std::string& from, const std::string& to) {
        const DatedRate* best = nullptr;
        for (const bool against : {false, true}) {
            for (const DatedRate& rate : world.rates) {
                const bool fits = against ? rate.base == from && rate.currency == to
                                          : rate.currency == from && rate.base == to;
                if (fits && rate.date <= day && (best == nullptr || rate.date > best->date)) best = &rate;
            }
        }
        return best;
    };
    const auto step = [](const DatedRate& rate, const std::string& from) {
        return RateStep{rate.rate, rate.base == from};
    };
    if (const DatedRate* direct = between(amount.currency, currency)) {
        const std::vector<RateStep> steps = {step(*direct, amount.currency)};
        return converted(Money{amount.minor, amount.currency}, steps, currency).minor;
    }
    std::set<std::string> thirds;
    for (const DatedRate& rate : world.rates) thirds.insert({rate.currency, rate.base});
    std::string oldest;
    std::vector<RateStep> steps;
    for (const std::string& third : thirds) {
        const DatedRate* first = between(amount.currency, third);
        const DatedRate* second = between(third, currency);
        if (first == nullptr || second == nullptr || std::min(first->date, second->date) <= oldest) continue;
        oldest = std::min(first->date, second->date);
        steps = {step(*first, amount.currency), step(*second, third)};
    }
    if (steps.empty()) return std::nullopt;
    return converted(Money{amount.minor, amount.currency}, steps, currency).minor;
}

Truth fits(const World& world, const Val& value, q::Operator op, const std::vector<q::Literal>& literals,
           bool anniversary) {
    if (op == q::Operator::in) {
        Truth result = Truth::no;
        for (const q::Literal& one : literals) {
            const Truth t = fits(world, value, q::Operator::equal, {one}, anniversary);
            if (t == Truth::yes) return t;
            if (t == Truth::open) result = t;
        }
        return result;
    }
    if (anniversary) return anniversary_fits(world, value, op, literals);
    if (op == q::Operator::holds) return truth(std::get<bool>(value));
    const q::Literal& first = literals.front();
    const q::Literal& last = literals.back();
    if (const auto* t = std::get_if<std::string>(&value)) {
        const std::string a = text::fold(*t);
        const std::string b = text::fold(first.text);
        switch (op) {
            case q::Operator::contains: return truth(a.find(b) != std::string::npos);
            case q::Operator::starts_with: return truth(a.substr(0, b.size()) == b);
            case q::Operator::ends_with:
                return truth(a.size() >= b.size() && a.substr(a.size() - b.size()) == b);
            case q::Operator::regex: return truth(regex(a, first.text));
            case q::Operator::sounds_like: return truth(sounds(a, b));
            case q::Operator::matches: return truth(matches(a, b));
            case q::Operator::similar_to:
                return truth(literals.size() > 1 ? text::jaro_winkler(a, b) >= std::stod(last.text)
                                                 : similar(a, b));
            case q::Operator::like: return truth(like(characters(a), 0, characters(b), 0));
            default: return truth(ordered(op, a, b, text::fold(last.text)));
        }
    }
    if (const auto* n = std::get_if<std::int64_t>(&value)) {
        return truth(ordered(op, static_cast<double>(*n), std::stod(first.text), std::stod(last.text)));
    }
    if (const auto* r = std::get_if<double>(&value))
        return truth(ordered(op, *r, std::stod(first.text), std::stod(last.text)));
    if (const auto* f = std::get_if<bool>(&value)) return truth(*f == (first.text == "true"));
    if (const auto* t = std::get_if<Time>(&value)) {
        const auto [start, end] = stretch(world, first);
        switch (op) {
            case q::Operator::less: return truth(*t < start);
            case q::Operator::less_equal: return truth(*t < end);
            case q::Operator::greater: return truth(*t >= end);
            case q::Operator::greater_equal: return truth(*t >= start);
            default: return truth(*t >= start && *t < stretch(world, last).second);
        }
    }
    if (const auto* d = std::get_if<PartialDate>(&value)) {
        if (op == q::Operator::equal && first.kind != q::Literal::Kind::span)
            return date_parts(*d, PartialDate::parse(first.text).value());
        const Day low = civil(days_of(world, first).first);
        const Day high = civil(days_of(world, op == q::Operator::between ? last : first).second);
        switch (op) {
            case q::Operator::less:
                return d->year == 0           ? Truth::open
                       : last_day(*d) < low   ? Truth::yes
                       : first_day(*d) >= low ? Truth::no
                                              : Truth::open;
            case q::Operator::less_equal: return date_within(*d, nullptr, &high);
            case q::Operator::greater:
                return d->year == 0           ? Truth::open
                       : first_day(*d) > high ? Truth::yes
                       : last_day(*d) <= high ? Truth::no
                                              : Truth::open;
            case q::Operator::greater_equal: return date_within(*d, &low, nullptr);
            default: return date_within(*d, &low, &high);
        }
    }
    if (const auto* c = std::get_if<Choice>(&value)) {
        const auto order = [&](const std::string& name) {
            const auto& names = *c->names;
            return std::find_if(names.begin(), names.end(), [&](const auto& e) { return e.second == name; })
                ->first;
        };
        if (op == q::Operator::equal || op == q::Operator::is) return truth(c->name == first.text);
        return truth(ordered(op, c->order, order(first.text), order(last.text)));
    }
    const auto& amount = std::get<Amount>(value);
    const auto minor = [](const q::Literal& l) { return Money::parse(l.text + " " + l.unit).value().minor; };
    const auto in = exchanged(world, amount, first.unit);
    return in ? truth(ordered(op, *in, minor(first), minor(last))) : Truth::open;
}

Truth compare(const World& world, const Val& left, q::Operator op, const Val& right) {
    if (!known(left) || !known(right)) return Truth::open;
    const auto number = [](const Val& v) -> std::optional<double> {
        if (const auto* n = std::get_if<std::int64_t>(&v)) return static_cast<double>(*n);
        if (const auto* r = std::get_if<double>(&v)) return *r;
        return std::nullopt;
    };
    if (number(left) && number(right)) return truth(ordered(op, *number(left), *number(right), 0.0));
    if (const auto* a = std::get_if<std::string>(&left)) {
        const std::string b = text::fold(std::get<std::string>(right));
        return truth(ordered(op, text::fold(*a), b, b));
    }
    if (const auto* a = std::get_if<bool>(&left)) return truth(*a == std::get<bool>(right));
    if (const auto* a = std::get_if<Choice>(&left))
        return truth(ordered(op, a->order, std::get<Choice>(right).order, std::int64_t{0}));
    if (const auto* a = std::get_if<Amount>(&left)) {
        const auto& b = std::get<Amount>(right);
        const auto in = exchanged(world, *a, b.currency);
        return in ? truth(ordered(op, *in, b.minor, std::int64_t{0})) : Truth::open;
    }
    if (std::holds_alternative<Time>(left) && std::holds_alternative<Time>(right))
        return truth(ordered(op, std::get<Time>(left), std::get<Time>(right), Time{}));
    // every day that the one can mean against every day that the other can
    const auto days = [&](const Val& v) -> std::pair<std::int64_t, std::int64_t> {
        if (const auto* time = std::get_if<Time>(&v)) return {day_of(world, *time), day_of(world, *time)};
        const auto& date = std::get<PartialDate>(v);
        if (date.year == 0) return {1, 0};
        return {day_number(first_day(date)), day_number(last_day(date))};
    };
    const auto [a, a_end] = days(left);
    const auto [b, b_end] = days(right);
    if (a > a_end || b > b_end) return Truth::open;
    bool all = true;
    bool none = true;
    // the ends decide: what holds for them holds between, but for equality of what is longer than a day
    for (const std::int64_t x : {a, a_end}) {
        for (const std::int64_t y : {b, b_end}) {
            const bool fits = ordered(op, x, y, std::int64_t{0});
            all = all && fits;
            none = none && !fits;
        }
    }
    if (op == q::Operator::equal && a <= b_end && b <= a_end) none = false;
    return all ? Truth::yes : none ? Truth::no : Truth::open;
}

Val part_of(const World& world, const Val& value, const std::string& part) {
    Day day{};
    std::int64_t minutes = 0;
    bool whole = true;
    if (const auto* date = std::get_if<PartialDate>(&value)) {
        day = {date->year, date->month, date->day};
        whole = date->year != 0 && date->month != 0 && date->day != 0;
    } else if (const auto* time = std::get_if<Time>(&value)) {
        const std::int64_t number = day_of(world, *time);
        day = civil(number);
        minutes = wall(world, *time) / 60000 - number * 1440;
    } else {
        return {};
    }
    const auto number = [](std::int64_t n) { return n == 0 ? Val{} : Val{n}; };
    if (part == "year") return number(day[0]);
    if (part == "month") return number(day[1]);
    if (part == "day") return number(day[2]);
    if (part == "quarter") return number((day[1] + 2) / 3);
    if (part == "hour") return Val{minutes / 60};
    if (part == "minute") return Val{minutes % 60};
    static const Names names = {{1, "monday"}, {2, "tuesday"},  {3, "wednesday"}, {4, "thursday"},
                                {5, "friday"}, {6, "saturday"}, {7, "sunday"}};
    if (!whole) return {};
    const std::int64_t weekday = ((day_number(day) + 3) % 7 + 7) % 7 + 1;  // 1970-01-01 was a Thursday
    return Val{Choice{weekday, names.at(weekday), &names}};
}

}  // namespace query_test
