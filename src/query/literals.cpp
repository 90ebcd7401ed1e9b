// Reading values: parameters, numbers, times, dates, and texts in the form that a field compares.
#include "query/literals.hpp"

#include "query/failure.hpp"
#include "query/limits.hpp"
#include "query/printer.hpp"
#include "query/type_words.hpp"
#include "text/fold.hpp"
#include "text/money.hpp"
#include "text/number.hpp"

#include <kith/money.hpp>

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <memory>
#include <utility>

namespace kith::query {

using bound::Attribute;
using bound::Place;
using store::Cell;
using store::OwnedCell;

namespace {

/// A number as text: digits with a fraction, scaled by 千, 万 or 億.
std::optional<double> read_number(std::string_view text) {
    if (!text.empty() && text.front() == '+') text.remove_prefix(1);
    double number = 0;
    const auto [stop, error] = text::from_chars(text, number);
    if (error != std::errc{}) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
    for (const auto& [sign, scale] :
         {std::pair<std::string_view, double>{"千", 1e3}, {"万", 1e4}, {"億", 1e8}}) {
        if (text == sign) return number * scale;
    }
    return text.empty() ? std::optional(number) : std::nullopt;
}

/// What was given, for a message: its type.
Phrase kind_of(const Literal& literal, const Value* value) {
    if (value != nullptr) {
        if (value->as<std::int64_t>() != nullptr) return {"the whole number", "整数"};
        if (value->as<double>() != nullptr) return {"the number", "数値"};
        if (value->as<bool>() != nullptr) return {"the flag", "真偽値"};
        if (value->as<Time>() != nullptr) return {"the time", "日時"};
        if (value->as<PartialDate>() != nullptr) return {"the date", "日付"};
        if (value->as<Money>() != nullptr) return {"the amount", "金額"};
        if (const auto* record = value->as<RecordRef>()) return {"the " + record->type, record->type};
    }
    if (literal.kind == Literal::Kind::span) return {"the time", "日時"};
    if (literal.kind != Literal::Kind::number) return {"the text", "文字列"};
    return literal.unit.empty() ? Phrase{"the number", "数値"} : Phrase{"the amount", "金額"};
}

}  // namespace

const Value& Literals::parameter(const std::string& name, Position at) const {
    if (environment_.parameters != nullptr) {
        const auto found = environment_.parameters->find(name);
        if (found != environment_.parameters->end() && !found->second.empty()) return found->second;
    }
    fail(at, {fmt::format("the parameter ':{}' has no value", name),
              fmt::format("パラメーター「:{}」の値がありません", name)});
}

std::int64_t Literals::count(const std::string& parameter, Position at, std::int64_t most) const {
    const auto* number = this->parameter(parameter, at).as<std::int64_t>();
    if (number == nullptr || *number < 1 || *number > most) {
        const Phrase name = quote(":" + parameter);
        fail(at, {fmt::format("a whole number from 1 to {}", most), fmt::format("1から{}までの整数", most)},
             {"the parameter " + name.en, "パラメーター" + name.ja});
    }
    return *number;
}

std::vector<Literals::Given> Literals::given(const std::vector<Literal>& literals) {
    std::vector<Given> all;
    for (const Literal& literal : literals) {
        if (literal.kind != Literal::Kind::parameter) {
            Span& span = all.emplace_back(Given{literal, nullptr}).literal.span;
            if (literal.kind != Literal::Kind::span || span.parameter.empty()) continue;
            const bool year = span.direction == Span::Direction::named;
            span.count = count(span.parameter, literal.at, year ? limits::last_year : limits::units);
            span.parameter.clear();
            continue;
        }
        const Value* value = &parameter(literal.text, literal.at);
        if (const auto* texts = value->as<Value::Texts>()) {  // a list stands for its texts
            for (const std::string& text : *texts) {
                Literal one;
                one.text = text;
                one.at = literal.at;
                all.push_back({std::move(one), nullptr});
            }
        } else if (const auto* text = value->as<std::string>()) {
            Literal one;
            one.text = *text;
            one.at = literal.at;
            all.push_back({std::move(one), nullptr});
        } else {
            all.push_back({literal, value});
        }
    }
    return all;
}

void Literals::fail_type(const Place& place, FieldType type, const Given& given) {
    const Phrase wanted = words_of(type);
    Phrase found = quote(print(given.literal));
    const Phrase kind = kind_of(given.literal, given.value);
    found = {kind.en + " " + found.en, kind.ja + found.ja};
    fail(given.literal.at,
         {fmt::format("{} for '{}'", wanted.en, place.written),
          fmt::format("「{}」には{}", place.written, wanted.ja)},
         found);
}

void Literals::fail_amount(const Place& place, const Given& given) {
    const Literal& literal = given.literal;
    std::string number = literal.text;
    std::string unit = literal.unit;
    // a text such as "100 USD"
    if (const std::size_t space = number.rfind(' '); unit.empty() && space != std::string::npos) {
        unit = number.substr(space + 1);
        number.resize(space);
    }
    const auto amount =
        given.value == nullptr && literal.kind != Literal::Kind::span ? read_number(number) : std::nullopt;
    if (!amount || unit.size() != 3) fail_type(place, FieldType::money, given);
    if (!text::is_currency(unit)) fail_currency(literal.at, unit);
    const int decimals = currency_decimals(unit);
    const double most = std::ldexp(1.0, 63) / std::pow(10.0, decimals);
    if (std::abs(*amount) >= most) {
        const Money largest{std::numeric_limits<std::int64_t>::max(), unit};
        fail(literal.at,
             {fmt::format("an amount of at most {} for '{}'", largest.to_string(), place.written),
              fmt::format("「{}」には{}までの金額", place.written, largest.to_string())},
             quote(print(literal)));
    }
    fail(literal.at,
         {fmt::format("an amount in {}, which has {} decimals, for '{}'", unit, decimals, place.written),
          fmt::format("「{}」には小数{}桁までの{}の金額", place.written, decimals, unit)},
         quote(print(literal)));
}

std::string Literals::text_of(const Place& place, const Given& given) {
    const FieldType type = place.value_type();
    const bool is_choice = type == FieldType::choice || type == FieldType::choices;
    if (given.value != nullptr) {
        if (const auto* number = given.value->as<std::int64_t>()) return std::to_string(*number);
        fail_type(place, is_choice ? type : FieldType::text, given);
    }
    if (given.literal.kind == Literal::Kind::span || !given.literal.unit.empty())
        fail_type(place, is_choice ? type : FieldType::text, given);
    return given.literal.text;
}

bool Literals::flag_of(const Place& place, const Given& given) {
    if (given.value != nullptr) {
        if (const auto* flag = given.value->as<bool>()) return *flag;
        if (const auto* number = given.value->as<std::int64_t>();
            number != nullptr && (*number == 0 || *number == 1)) {
            return *number == 1;
        }
        fail_type(place, FieldType::flag, given);
    }
    const bool is_word = given.literal.kind != Literal::Kind::span && given.literal.unit.empty();
    const std::string word = is_word ? text::fold(given.literal.text) : std::string{};
    for (const std::string_view yes : {"true", "yes", "1", "はい"}) {
        if (word == yes) return true;
    }
    for (const std::string_view no : {"false", "no", "0", "いいえ"}) {
        if (word == no) return false;
    }
    fail_type(place, FieldType::flag, given);
}

std::pair<OwnedCell, std::string> Literals::number_of(const Place& place, FieldType type, const Given& given) {
    const Literal& literal = given.literal;
    if (type == FieldType::money) {
        std::optional<Money> money;
        if (given.value != nullptr) {
            if (const auto* amount = given.value->as<Money>()) money = *amount;
        } else if (literal.kind != Literal::Kind::span) {
            money = text::parse_money(literal.unit.empty() ? literal.text : literal.text + " " + literal.unit,
                                      {});
        }
        if (!money || money->currency.empty()) fail_amount(place, given);
        return {cell(std::int64_t{money->minor}), money->currency};
    }
    if (given.value != nullptr) {
        if (const auto* whole = given.value->as<std::int64_t>()) return {cell(*whole), {}};
        if (const auto* real = given.value->as<double>()) return {OwnedCell(Cell::of(*real)), {}};
        fail_type(place, type, given);
    }
    if (literal.kind == Literal::Kind::span || !literal.unit.empty()) fail_type(place, type, given);
    if (literal.kind == Literal::Kind::number) {
        std::int64_t whole = 0;
        const char* first = literal.text.data() + (literal.text.front() == '+' ? 1 : 0);
        const char* end = literal.text.data() + literal.text.size();
        const auto [stop, error] = std::from_chars(first, end, whole);
        if (error == std::errc{} && stop == end) return {cell(whole), {}};
    }
    // a text in digits stays a text: only 5万 and the like are numbers there
    const bool scaled = literal.text.find_first_not_of("+-0123456789.") != std::string::npos;
    const auto number =
        literal.kind == Literal::Kind::number || scaled ? read_number(literal.text) : std::nullopt;
    if (!number) fail_type(place, type, given);
    return {OwnedCell(Cell::of(*number)), {}};
}

TimeStretch Literals::time_of(const Place& place, const Given& given, bool as_day) {
    if (given.value != nullptr) {
        if (const auto* time = given.value->as<Time>()) return {*time, *time + std::chrono::milliseconds{1}};
        if (const auto* date = given.value->as<PartialDate>()) {
            if (const auto stretch = calendar_.times(date->to_string())) return *stretch;
        }
        fail_type(place, FieldType::time, given);
    }
    if (given.literal.kind == Literal::Kind::span) return calendar_.times(given.literal.span, as_day);
    if (const auto stretch = calendar_.times(given.literal.text); stretch && given.literal.unit.empty())
        return *stretch;
    fail_type(place, FieldType::time, given);
}

DayStretch Literals::days_of(const Place& place, const Given& given, PartialDate* parts) {
    std::optional<PartialDate> date;
    if (given.value != nullptr) {
        if (const auto* time = given.value->as<Time>()) {
            const auto day = calendar_.day_of(*time);
            return {day, day};
        }
        if (const auto* value = given.value->as<PartialDate>()) date = *value;
    } else if (given.literal.kind == Literal::Kind::span) {
        other_times = true;
        return calendar_.days(given.literal.span);
    } else if (given.literal.unit.empty()) {
        date = read_date(given.literal.text, environment_.settings.region);
        if (!date) {
            other_times = true;
            if (const auto days = calendar_.days(given.literal.text)) return *days;
        }
    }
    if (!date || date->empty()) fail_type(place, FieldType::date, given);
    if (parts != nullptr) {
        *parts = *date;
        return {};
    }
    if (date->year == 0) {
        fail(given.literal.at,
             {"a date with its year: dates without one have no order",
              "年のある日付（年のない日付には前後がありません）"},
             quote(print(given.literal)));
    }
    return Calendar::days(*date);
}

bound::Equal Literals::text_forms(const Place& place, const std::string& text) {
    bound::Equal forms;
    const records::Field* field = place.attribute->field;
    const records::Element* element = place.element;
    const bool prepared = place.attribute->kind == Attribute::Kind::field && element != nullptr &&
                          element->prepare != nullptr &&
                          (!field->folded_column.empty() || !field->exact_column.empty());
    if (prepared) {
        // What the element would store for this text: the same code as when it is written.
        const std::unique_ptr<void, void (*)(void*)> record(place.element_owner->create(),
                                                            place.element_owner->destroy);
        void* item = element->append(record.get());
        field->set(item, Cell::of(std::string_view(text)));
        element->prepare(item, environment_.settings);
        for (const records::Field& computed : element->fields) {
            if (computed.column.empty() ||
                (computed.column != field->folded_column && computed.column != field->exact_column))
                continue;
            records::Scratch scratch;
            const Cell value = computed.get(item, scratch);
            if (value.null() || (value.type == store::CellType::text && value.text.empty())) continue;
            (computed.column == field->folded_column ? forms.values : forms.exact).push_back(OwnedCell(value));
        }
    }
    const std::string folded = text::fold(text);
    if (forms.values.empty() || forms.values.front().view().text != folded)
        forms.values.push_back(cell(folded));
    return forms;
}

std::int64_t Literals::amount(const Literal& literal) {
    const auto values = given({literal});
    const Given& value = values.front();
    std::int64_t amount = -1;
    if (value.value != nullptr) {
        if (const auto* number = value.value->as<std::int64_t>()) amount = *number;
    } else {
        const std::string& text = value.literal.text;
        const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), amount);
        if (error != std::errc{} || stop != text.data() + text.size()) amount = -1;
    }
    if (amount < 0) fail(literal.at, {"a whole number from 0", "0以上の整数"}, quote(print(literal)));
    return amount;
}

double Literals::real(const Literal& literal, const Phrase& expected) {
    const auto values = given({literal});
    const Given& value = values.front();
    if (value.value != nullptr) {
        if (const auto* whole = value.value->as<std::int64_t>()) return static_cast<double>(*whole);
        if (const auto* number = value.value->as<double>()) return *number;
    } else if (value.literal.kind == Literal::Kind::number && value.literal.unit.empty()) {
        if (const auto number = read_number(value.literal.text)) return *number;
    }
    fail(literal.at, expected, quote(print(literal)));
}

std::shared_ptr<const records::DayRates> Literals::rates(const std::string& unit) {
    if (!converts || !environment_.rates) return nullptr;
    auto rates = environment_.rates([&] { return to_text(calendar_.day_of(environment_.now)); });
    if (rates == nullptr) return nullptr;
    other_times = true;
    next_rates = rates->next();
    return (unit.empty() ? !rates->empty() : rates->knows(unit)) ? rates : nullptr;
}

Duration Literals::resolved(const Duration& duration) {
    Duration result = duration;
    if (result.parameter.empty()) return result;
    result.count = count(result.parameter, result.at, limits::units);
    result.parameter.clear();
    return result;
}

std::int64_t Literals::ago(const Duration& duration, std::int64_t times) {
    const std::int64_t count = resolved(duration).count;
    other_times = true;
    return calendar_.moved(environment_.now, duration.unit, -times * count).time_since_epoch().count();
}

std::string Literals::words(const Literal& literal) {
    const auto values = given({literal});
    const Phrase expected{"words to look for", "探す言葉"};
    if (values.size() != 1) fail(literal.at, expected, quote(print(literal)));
    const Given& given = values.front();
    const auto* number = given.value != nullptr ? given.value->as<std::int64_t>() : nullptr;
    if (number != nullptr) return std::to_string(*number);
    if (given.value != nullptr || given.literal.kind == Literal::Kind::span || !given.literal.unit.empty())
        fail(literal.at, expected, quote(print(literal)));
    return given.literal.text;
}

std::string Literals::name(const Literal& literal) {
    const auto values = given({literal});
    if (values.size() != 1 || values.front().value != nullptr ||
        values.front().literal.kind == Literal::Kind::span || !values.front().literal.unit.empty()) {
        fail(literal.at, {"a name", "名前"}, quote(print(literal)));
    }
    return values.front().literal.text;
}

}  // namespace kith::query
