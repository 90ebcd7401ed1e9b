#include "query/functions.hpp"

#include "query/areas.hpp"
#include "query/bound.hpp"
#include "query/calendar.hpp"
#include "query/money.hpp"
#include "records/registry.hpp"
#include "text/fold.hpp"
#include "text/fold_compare.hpp"

#include <kith/time.hpp>

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kith::query {

namespace {

using store::Cell;
using store::CellType;
using store::OwnedCell;

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// Behind the character at `at`.
std::size_t next_character(std::string_view text, std::size_t at) {
    ++at;
    while (at < text.size() && is_continuation(text[at])) ++at;
    return at;
}

OwnedCell fold(std::span<const Cell> arguments) {
    const Cell& cell = arguments.front();
    if (cell.type != CellType::text) return OwnedCell(cell);
    return OwnedCell(Cell::of(std::string_view(text::fold(cell.text))));
}

OwnedCell forms(std::span<const Cell> arguments) {
    std::vector<std::string> parts;
    for (const Cell& cell : arguments) {
        if (cell.type == CellType::text) parts.push_back(text::fold(cell.text));
    }
    std::string lines;
    const auto line = [&](const std::vector<std::string>& words, std::string_view between) {
        lines += '\n';
        for (std::size_t i = 0; i < words.size(); ++i) {
            if (i > 0) lines += between;
            lines += words[i];
        }
        lines += '\n';
    };
    // A form of three parts is only worth writing where all are there: the shorter one has the others.
    const bool complete = parts.size() == arguments.size() || arguments.size() <= 2;
    if (!parts.empty() && complete) {
        const bool spaceless =
            std::none_of(parts.begin(), parts.end(), [](const std::string& p) { return text::is_ascii(p); });
        line(parts, " ");
        if (parts.size() > 1 && spaceless) line(parts, "");
        if (parts.size() > 1) {
            std::rotate(parts.begin(), parts.end() - 1, parts.end());
            line(parts, " ");
            if (spaceless) line(parts, "");
        }
    }
    return OwnedCell(Cell::of(std::string_view(lines)));
}

/// kith_is(text, folded): kith_fold(text) = folded.
OwnedCell is_folded(std::span<const Cell> arguments) {
    if (arguments[0].type != CellType::text || arguments[1].type != CellType::text) return {};
    return OwnedCell(Cell::of(std::int64_t{text::folds_to(arguments[0].text, arguments[1].text)}));
}

/// The zone of this name, null for UTC; the last one is kept, because a statement asks for one.
const date::time_zone* zone_named(std::string_view name) {
    thread_local std::string last;
    thread_local const date::time_zone* zone = nullptr;
    if (name.empty() || name == "UTC") return nullptr;
    if (name != last) {
        zone = date::locate_zone(name);
        last = name;
    }
    return zone;
}

/// kith_time_part(milliseconds, bound::Attribute::Part, zone); the whole is the local day.
OwnedCell time_part(std::span<const Cell> arguments) {
    using Part = bound::Attribute::Part;
    if (arguments[0].type != CellType::integer) return {};
    const Time time = bounded(Time{std::chrono::milliseconds{arguments[0].integer}});
    const date::time_zone* zone = zone_named(arguments[2].text);
    const date::local_time<std::chrono::milliseconds> local =
        zone == nullptr ? date::local_time<std::chrono::milliseconds>{time.time_since_epoch()}
                        : zone->to_local(time);
    const auto day = date::floor<date::days>(local);
    const date::year_month_day civil{day};
    const auto month = static_cast<std::int64_t>(static_cast<unsigned>(civil.month()));
    const auto of_month = static_cast<std::int64_t>(static_cast<unsigned>(civil.day()));
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(local - day).count();
    const auto number = [](std::int64_t value) { return OwnedCell(Cell::of(value)); };
    const auto text = [](const std::string& value) { return OwnedCell(Cell::of(std::string_view(value))); };
    switch (static_cast<Part>(arguments[1].integer)) {
        case Part::whole:
            return text(fmt::format("{:04}-{:02}-{:02}", static_cast<int>(civil.year()), month, of_month));
        case Part::year: return number(static_cast<int>(civil.year()));
        case Part::quarter: return number((month + 2) / 3);
        case Part::month: return number(month);
        case Part::day: return number(of_month);
        case Part::weekday: return number(date::weekday{day}.iso_encoding());
        case Part::hour: return number(minutes / 60);
        case Part::minute: return number(minutes % 60);
        case Part::anniversary: return text(fmt::format("--{:02}-{:02}", month, of_month));
    }
    return {};
}

/// kith_compare_days(date, operator, date): 1 where it holds for all days that both can mean, 0 where for none, else
/// NULL. A date without its year can mean any.
OwnedCell compare_days(std::span<const Cell> arguments) {
    if (arguments[0].type != CellType::text || arguments[2].type != CellType::text) return {};
    const auto a = PartialDate::parse(arguments[0].text);
    const auto b = PartialDate::parse(arguments[2].text);
    if (!a || !b || a->year == 0 || b->year == 0) return {};
    const DayStretch left = Calendar::days(*a);
    const DayStretch right = Calendar::days(*b);
    const auto answer = [](bool yes, bool no) {
        return yes || no ? OwnedCell(Cell::of(std::int64_t{yes})) : OwnedCell();
    };
    const std::string_view op = arguments[1].text;
    if (op == "<") return answer(left.last < right.first, left.first >= right.last);
    if (op == "<=") return answer(left.last <= right.first, left.first > right.last);
    if (op == ">") return answer(left.first > right.last, left.last <= right.first);
    if (op == ">=") return answer(left.first >= right.last, left.last < right.first);
    const bool apart = left.last < right.first || right.last < left.first;
    return answer(left.first == left.last && right.first == right.last && !apart, apart);
}

/// kith_metres(latitude, longitude, latitude, longitude)
OwnedCell metres(std::span<const Cell> arguments) {
    std::array<double, 4> degrees{};
    for (std::size_t i = 0; i < degrees.size(); ++i) {
        if (arguments[i].type != CellType::real && arguments[i].type != CellType::integer) return {};
        degrees[i] = arguments[i].type == CellType::real ? arguments[i].real
                                                         : static_cast<double>(arguments[i].integer);
    }
    return OwnedCell(Cell::of(metres_between(degrees[0], degrees[1], degrees[2], degrees[3])));
}

/// `time` moved by `count` units by the calendar of a zone; the last one is kept, because a statement asks for one.
Time moved(Time time, const Cell& count, const Cell& unit, std::string_view zone) {
    thread_local Settings settings;
    thread_local std::unique_ptr<Calendar> calendar;
    if (!calendar || settings.time_zone != zone) {
        settings.time_zone = zone;
        calendar = std::make_unique<Calendar>(settings, Time{});
    }
    return calendar->moved(time, static_cast<Unit>(unit.integer), count.integer);
}

/// kith_after(milliseconds, count, Unit, zone): so much later by the calendar of a zone.
OwnedCell after(std::span<const Cell> arguments) {
    if (arguments[0].type != CellType::integer) return {};
    const Time time = moved(Time{std::chrono::milliseconds{arguments[0].integer}}, arguments[1], arguments[2],
                            arguments[3].text);
    return OwnedCell(Cell::of(std::int64_t{time.time_since_epoch().count()}));
}

/// A time in milliseconds, or a whole date.
std::optional<Time> moment(const Cell& cell) {
    if (cell.type == CellType::integer) return Time{std::chrono::milliseconds{cell.integer}};
    const auto date = cell.type == CellType::text ? PartialDate::parse(cell.text) : std::nullopt;
    if (!date || date->year == 0 || date->month == 0 || date->day == 0) return std::nullopt;
    return Time{Calendar::days(*date).first.time_since_epoch()};
}

/// kith_apart(a, operator, b, count, Unit, zone) for two times or two whole dates: "=": `a` lies between `b` and what is
/// `count` units later (or earlier, below 0); ">" and "<": behind it, before it.
OwnedCell apart(std::span<const Cell> arguments) {
    const auto a = moment(arguments[0]);
    const auto b = moment(arguments[2]);
    if (!a || !b) return {};
    const Time end = moved(*b, arguments[3], arguments[4], arguments[5].text);
    const std::string_view op = arguments[1].text;
    const bool lies = op == ">"   ? *a > end
                      : op == "<" ? *a < end
                                  : std::min(*b, end) <= *a && *a <= std::max(*b, end);
    return OwnedCell(Cell::of(std::int64_t{lies}));
}

/// kith_stored(element, field, text, region, exact): the comparison form that the element would store for the text, or the
/// one in its exact column.
OwnedCell stored(std::span<const Cell> arguments) {
    if (arguments[2].type != CellType::text) return {};
    Settings settings;
    settings.region = arguments[3].text;
    for (const RecordType* type : records::registry()) {
        for (const records::Element& element : type->elements) {
            if (element.number != arguments[0].integer || element.prepare == nullptr) continue;
            const auto field =
                std::find_if(element.fields.begin(), element.fields.end(),
                             [&](const records::Field& each) { return each.number == arguments[1].integer; });
            if (field == element.fields.end()) return {};
            const std::unique_ptr<void, void (*)(void*)> record(type->create(), type->destroy);
            void* item = element.append(record.get());
            field->set(item, arguments[2]);
            element.prepare(item, settings);
            const std::string_view wanted =
                arguments[4].integer == 0 ? field->folded_column : field->exact_column;
            for (const records::Field& computed : element.fields) {
                if (computed.column != wanted) continue;
                records::Scratch scratch;
                return OwnedCell(computed.get(item, scratch));
            }
        }
    }
    return {};
}

OwnedCell like(std::span<const Cell> arguments) {
    if (arguments[0].type != CellType::text || arguments[1].type != CellType::text) return {};
    std::string_view lines = arguments[0].text;
    bool found = false;
    while (!found) {
        const std::size_t end = std::min(lines.find('\n'), lines.size());
        // a folded text has no line breaks; those of kith_forms leave empty lines between
        const bool between = end == 0 && lines.size() > 0;
        found = !between && is_like(lines.substr(0, end), arguments[1].text);
        if (end >= lines.size()) break;
        lines.remove_prefix(end + 1);
        if (lines.empty()) break;
    }
    return OwnedCell(Cell::of(std::int64_t{found}));
}

}  // namespace

bool is_like(std::string_view text, std::string_view pattern) {
    std::size_t t = 0;
    std::size_t p = 0;
    std::size_t star = std::string_view::npos;  // behind the last %
    std::size_t retry = 0;                      // where its text would go on
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '%') {
            star = ++p;
            retry = t;
        } else if (p < pattern.size() && pattern[p] == '_') {
            t = next_character(text, t);
            ++p;
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++t;
            ++p;
        } else if (star != std::string_view::npos) {
            p = star;
            retry = next_character(text, retry);
            t = retry;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '%') ++p;
    return p == pattern.size();
}

void install_functions(store::Connection& connection) {
    connection.create_function("kith_fold", 1, fold);
    connection.create_function("kith_is", 2, is_folded);
    connection.create_function("kith_forms", -1, forms);
    connection.create_function("kith_like", 2, like);
    connection.create_function("kith_time_part", 3, time_part);
    connection.create_function("kith_compare_days", 3, compare_days);
    connection.create_function("kith_metres", 4, metres);
    connection.create_function("kith_after", 4, after);
    connection.create_function("kith_apart", 6, apart);
    connection.create_function("kith_stored", 5, stored);
    install_money(connection);
    install_text_functions(connection);
    install_word_functions(connection);
}

}  // namespace kith::query
