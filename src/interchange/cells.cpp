#include "interchange/cells.hpp"

#include "interchange/words.hpp"
#include "query/calendar.hpp"
#include "text/address.hpp"
#include "text/fold.hpp"
#include "text/phone.hpp"

#include <kith/error.hpp>
#include <kith/field_access.hpp>
#include <kith/records/organization.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace kith::interchange {

namespace {

using text::DateOrder;

constexpr std::array<std::pair<DateOrder, std::string_view>, 3> order_names{
    {{DateOrder::ymd, "ymd"}, {DateOrder::mdy, "mdy"}, {DateOrder::dmy, "dmy"}}};

/// Words for a choice beside its names: what logs of calls and mails say.
struct ChoiceWords {
    std::string_view field;
    std::string_view choice;
    std::string_view words;
};
constexpr auto choice_words = std::to_array<ChoiceWords>({
    {"channel", "email", "e-mail|mail|メール送信|メール受信|Eメール|電子メール"},
    {"channel", "phone", "call|phone call|tel|telephone|telefon|téléphone|teléfono|anruf|通話|架電|電話対応"},
    {"channel", "meeting",
     "visit|in person|face to face|appointment|besuch|treffen|réunion|reunión|来訪|来社|打ち合わせ|打合せ|ミーティング|商談"},
    {"channel", "chat", "im|instant message|line|slack|whatsapp|wechat|messenger|teams chat"},
    {"channel", "sms", "text|text message|ショートメール|ショートメッセージ"},
    {"channel", "letter", "post|postal|brief|lettre|carta|葉書|はがき|DM|手紙送付"},
    {"channel", "video", "zoom|teams|meet|video call|webinar|web会議|ウェブ会議|テレビ会議"},
    {"channel", "social", "facebook|twitter|x|instagram|linkedin|social media"},
    {"channel", "web", "website|form|web form|フォーム|問い合わせフォーム|ホームページ"},
    {"channel", "note", "memo|notiz"},
    {"channel", "other", "fax|ファックス"},
    {"direction", "inbound", "in|incoming|received|from|eingehend|entrant|entrante|着信|受電|受け|来信|受付"},
    {"direction", "outbound", "out|outgoing|sent|to|ausgehend|sortant|saliente|発信|架電|送付|発送"},
    {"lifecycle", "customer", "client|kunde|cliente|得意先"},
    {"lifecycle", "lead", "prospect|interessent|見込み客"},
});

/// Numbers of an all-numeric date; nothing unless there are three and the first is not a year.
std::optional<std::array<int, 2>> leading_numbers(std::string_view text) {
    std::array<int, 3> numbers{};
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] < '0' || text[at] > '9') {
            if (std::string_view("/.- ").find(text[at]) == std::string_view::npos) return std::nullopt;
            ++at;
            continue;
        }
        if (count == numbers.size()) break;  // a time of day follows
        const auto [end, problem] =
            std::from_chars(text.data() + at, text.data() + text.size(), numbers[count]);
        if (problem != std::errc()) return std::nullopt;
        const auto digits = static_cast<std::size_t>(end - (text.data() + at));
        if (digits > 2 && (count < 2 || digits != 4)) return std::nullopt;
        ++count;
        at += digits;
    }
    if (count < numbers.size()) return std::nullopt;
    return std::array<int, 2>{numbers[0], numbers[1]};
}

std::int64_t duration_of(std::string_view text) {
    std::int64_t seconds = 0;
    for (const std::string& part : split(text, ":")) {
        std::int64_t value = 0;
        std::from_chars(part.data(), part.data() + part.size(), value);
        seconds = seconds * 60 + value;
    }
    return seconds;
}

}  // namespace

FileDates date_order_of(std::span<const std::string> dates, DateOrder fallback) {
    bool day_first = false;
    bool month_first = false;
    for (const std::string& date : dates) {
        const auto numbers = leading_numbers(date);
        if (!numbers) continue;
        const auto [first, second] = *numbers;
        day_first = day_first || (first > 12 && first <= 31 && second <= 12);
        month_first = month_first || (second > 12 && second <= 31 && first <= 12);
    }
    if (day_first == month_first) return {fallback, false};
    return {day_first ? DateOrder::dmy : DateOrder::mdy, true};
}

std::string_view date_order_name(DateOrder order) noexcept {
    for (const auto& [known, name] : order_names)
        if (known == order) return name;
    return {};
}

DateOrder date_order_named(std::string_view name) {
    for (const auto& [order, known] : order_names)
        if (known == name) return order;
    throw Error(Code::invalid_argument, fmt::format("the order of dates is ymd, mdy or dmy, not '{}'", name));
}

bool is_empty_date(std::string_view text) noexcept {
    return text.find_first_not_of("0/.- :") == std::string_view::npos;
}

std::optional<std::int64_t> find_choice(const records::Field& field, std::string_view word) {
    const std::string key = word_key(word);
    for (const records::Choice& choice : *field.choices) {
        if (word_key(choice.name) == key) return choice.value;
        for (const std::string& label : split(choice.label_ja, "|"))
            if (word_key(label) == key) return choice.value;
    }
    for (const ChoiceWords& words : choice_words) {
        if (words.field != field.name) continue;
        for (const std::string& other : split(words.words, "|"))
            if (word_key(other) == key) return find_choice(field, words.choice);
    }
    return std::nullopt;
}

void CellReader::ambiguous(Draft& draft, std::string_view field, std::string_view text,
                           const std::string& read, std::size_t column) const {
    if (!dates_.known)
        draft.problem(column, field,
                      fmt::format("'{}' can be read in two ways; it was read as {}", text, read));
}

std::optional<PartialDate> CellReader::date(Draft& draft, std::string_view field, std::string_view text,
                                            std::size_t column) const {
    if (is_empty_date(text)) return std::nullopt;
    const auto parsed = text::parse_date(text, dates_.order);
    if (!parsed) {
        draft.problem(column, field, fmt::format("'{}' is not a date", text));
        return std::nullopt;
    }
    if (parsed->ambiguous) ambiguous(draft, field, text, parsed->date.to_string(), column);
    return parsed->date;
}

std::optional<Time> CellReader::moment(Draft& draft, std::string_view field, std::string_view text,
                                       std::size_t column) const {
    const auto parsed = text::parse_date_time(text, dates_.order);
    if (!parsed) return std::nullopt;
    if (parsed->ambiguous) ambiguous(draft, field, text, to_string(parsed->wall).substr(0, 16), column);
    if (parsed->offset_minutes) return parsed->wall - std::chrono::minutes(*parsed->offset_minutes);
    // The calendar of queries knows the file's zone; whole minutes go through it, what is below them stays.
    const auto minute = std::chrono::floor<std::chrono::minutes>(parsed->wall);
    query::Calendar calendar(rules_.settings, rules_.now);
    const auto stretch = calendar.times(to_string(Time(minute)).substr(0, 16));
    if (!stretch) return std::nullopt;
    return stretch->start + (parsed->wall - minute);
}

void CellReader::set(Draft& draft, const records::Element* element, void* holder, const records::Field& field,
                     std::string_view text, std::size_t column) const {
    const RecordType& type = draft.record.type();
    std::string name(field.name);
    if (element != nullptr)
        name =
            field.is(records::main) ? std::string(element->name) : fmt::format("{}.{}", element->name, name);
    switch (field.type) {
        case FieldType::text: field.set(holder, store::Cell::of(text)); return;
        case FieldType::date:
            if (const auto read = date(draft, name, text, column)) {
                const std::string iso = read->to_string();
                field.set(holder, store::Cell::of(std::string_view(iso)));
            }
            return;
        case FieldType::choice:
            if (const auto choice = find_choice(field, text))
                field.set(holder, store::Cell::of(*choice));
            else
                draft.problem(column, name, fmt::format("'{}' is none of the choices of {}", text, name));
            return;
        case FieldType::reference:
            draft.references.push_back({&field, element,
                                        element == nullptr ? 0 : element->size(draft.record.get()) - 1,
                                        std::string(text), column});
            return;
        case FieldType::integer:
            if (text.find(':') != std::string_view::npos && field.name == "duration") {
                field.set(holder, store::Cell::of(duration_of(text)));
                return;
            }
            [[fallthrough]];
        default: break;
    }
    try {
        // An element's field other than its main one is set in the last element, which is this one.
        set_field(type, draft.record.get(), name, text, rules_.settings);
    } catch (const Error& error) {
        if (error.code() != Code::invalid_value) throw;
        draft.problem(column, name, error.what());
    }
}

void complete_address(Address& address, std::string_view region) {
    if (address.raw.empty() || !address.street.empty() || !address.number.empty()) return;
    const bool others = !address.locality.empty() || !address.region.empty() || !address.postcode.empty();
    if (!others) return;  // the record parses what came as one text alone
    text::AddressParts parts = text::parse_address(address.raw, region);
    const auto fill = [](std::string& into, std::string& from) {
        if (into.empty()) into = std::move(from);
    };
    fill(address.number, parts.number);
    fill(address.street, parts.street);
    fill(address.extended, parts.extended);
    fill(address.locality, parts.locality);
    fill(address.region, parts.region);
    fill(address.postcode, parts.postcode);
    fill(address.country, parts.country);
}

void localise_phones(Draft& draft, const ReadingRules& rules) {
    const std::string& from = rules.settings.region;
    if (from == rules.home_region || from.empty()) return;
    const records::Element* phones = draft.record.type().element("phone");
    if (phones == nullptr) return;
    for (std::size_t i = 0; i < phones->size(draft.record.get()); ++i) {
        auto& phone = *static_cast<Phone*>(const_cast<void*>(phones->at(draft.record.get(), i)));
        const text::PhoneNumber there = text::parse_phone(phone.number, from);
        if (!there.e164 || text::parse_phone(phone.number, rules.home_region).e164 == there.e164) continue;
        phone.number = text::format_international(*there.e164);
        if (!there.extension.empty()) phone.number += " ext. " + there.extension;
    }
}

}  // namespace kith::interchange
