// The shared elements: fields, and what is computed when one is written.
#include "records/types/elements.hpp"
#include "text/address.hpp"
#include "text/email.hpp"
#include "text/fold.hpp"
#include "text/handle.hpp"
#include "text/phone.hpp"

#include <kith/error.hpp>

#include <fmt/format.h>

#include <cmath>
#include <optional>

namespace kith::records {

namespace {

constexpr Labels label_labels{"Label", "ラベル|種類"};
constexpr Labels primary_labels{"Primary", "主"};
constexpr Labels validity_labels{"Validity", "有効性"};

void check_degrees(const char* field, const std::optional<double>& degrees, double limit) {
    if (degrees && !(std::abs(*degrees) <= limit))
        throw Error(Code::invalid_value,
                    fmt::format("{} must lie between -{} and {}, not {}", field, limit, limit, *degrees),
                    {.field = field});
}

std::string joined(std::initializer_list<std::string_view> parts) {
    std::string text;
    for (const std::string_view part : parts) {
        if (part.empty()) continue;
        if (!text.empty()) text += ' ';
        text += part;
    }
    return text;
}

}  // namespace

const std::vector<Choice>& validity_choices() {
    static const std::vector<Choice> choices = {
        {0, "unknown", "不明"}, {1, "valid", "有効"}, {2, "invalid", "無効"}};
    return choices;
}

std::vector<Field> email_fields() {
    return {
        with_folded(field<&Email::address>("address", "address", 10, {"E-mail", "メールアドレス"},
                                           required | searchable | personal | main),
                    "normalized"),
        field<&Email::label>("label", "label", 11, label_labels),
        field<&Email::primary>("primary", "is_primary", 12, primary_labels),
        choice_field<&Email::validity>("validity", "validity", 13, validity_labels, validity_choices()),
        computed_field<&Email::normalized>("normalized", "normalized", {"Normalized", ""}, folded | personal),
    };
}

std::vector<Field> phone_fields() {
    return {
        with_exact(with_folded(field<&Phone::number>("number", "number", 10, {"Phone", "電話番号"},
                                                     required | searchable | personal | main),
                               "digits"),
                   "e164"),
        field<&Phone::label>("label", "label", 11, label_labels),
        field<&Phone::primary>("primary", "is_primary", 12, primary_labels),
        choice_field<&Phone::validity>("validity", "validity", 13, validity_labels, validity_choices()),
        computed_field<&Phone::digits>("digits", "digits", {"Digits", ""}, personal),
        computed_field<&Phone::e164>("e164", "e164", {"E.164", ""}, personal),
        computed_field<&Phone::extension>("extension", "extension", {"Extension", "内線"}, personal),
    };
}

std::vector<Field> address_fields() {
    return {
        field<&Address::number>("number", "number", 10, {"House number", "番地"}, personal),
        field<&Address::street>("street", "street", 11, {"Street", "町名|通り|町域"}, personal),
        field<&Address::extended>("extended", "extended", 12, {"Building, flat", "建物名|部屋番号|建物"},
                                  personal),
        field<&Address::locality>("locality", "locality", 13, {"City", "市区町村|市町村|city"}),
        field<&Address::region>("region", "region", 14, {"Region", "都道府県|state|prefecture"}),
        field<&Address::postcode>("postcode", "postcode", 15, {"Postcode", "郵便番号|zip"}, personal),
        with_exact(field<&Address::country>("country", "country", 16, {"Country", "国"}), "country_code"),
        field<&Address::label>("label", "label", 17, label_labels),
        field<&Address::primary>("primary", "is_primary", 18, primary_labels),
        field<&Address::latitude>("latitude", "latitude", 19, {"Latitude", "緯度"}, personal),
        field<&Address::longitude>("longitude", "longitude", 20, {"Longitude", "経度"}, personal),
        with_folded(field<&Address::raw>("raw", "raw", 21, {"As written", "住所（原文）"}, personal | main),
                    "folded"),
        computed_field<&Address::folded>("folded", "folded", {"Folded", ""}, folded | personal),
        computed_field<&Address::country_code>("country_code", "country_code", {"Country code", "国コード"}),
    };
}

std::vector<Field> handle_fields() {
    return {
        field<&Handle::service>("service", "service", 10, {"Service", "サービス"}),
        with_folded(field<&Handle::address>("address", "address", 11, {"Handle", "アカウント"},
                                            required | searchable | personal | main),
                    "normalized"),
        field<&Handle::label>("label", "label", 12, label_labels),
        field<&Handle::primary>("primary", "is_primary", 13, primary_labels),
        computed_field<&Handle::normalized>("normalized", "normalized", {"Normalized", ""}, folded | personal),
    };
}

std::vector<Field> external_id_fields() {
    Field system = field<&ExternalId::system>("system", "system", 10, {"System", "システム"});
    system.nullable = false;
    return {system,
            field<&ExternalId::value>("value", "value", 11, {"External id", "外部ID"}, required | main)};
}

void prepare_email(void* element, const Settings& /*settings*/) {
    auto& email = *static_cast<Email*>(element);
    email.normalized = text::parse_email(email.address).folded;
}

void prepare_phone(void* element, const Settings& settings) {
    auto& phone = *static_cast<Phone*>(element);
    text::PhoneNumber parsed = text::parse_phone(phone.number, settings.region);
    phone.digits = std::move(parsed.digits);
    phone.extension = std::move(parsed.extension);
    phone.e164.reset();
    if (parsed.e164) phone.e164 = static_cast<std::int64_t>(*parsed.e164);
}

void prepare_address(void* element, const Settings& settings) {
    auto& address = *static_cast<Address*>(element);
    const bool parts = !address.number.empty() || !address.street.empty() || !address.locality.empty() ||
                       !address.region.empty() || !address.postcode.empty();
    if (!parts && !address.raw.empty()) {
        text::AddressParts parsed = text::parse_address(address.raw, settings.region);
        address.number = std::move(parsed.number);
        address.street = std::move(parsed.street);
        if (address.extended.empty()) address.extended = std::move(parsed.extended);
        address.locality = std::move(parsed.locality);
        address.region = std::move(parsed.region);
        address.postcode = std::move(parsed.postcode);
        if (address.country.empty()) address.country = std::move(parsed.country);
    }
    const text::AddressParts folded =
        text::fold_address({address.number, address.street, address.extended, address.locality,
                            address.region, address.postcode, address.country});
    address.folded = joined(
        {folded.number, folded.street, folded.extended, folded.locality, folded.region, folded.postcode});
    address.country_code = folded.country.size() == 2 ? folded.country : std::string();
    check_degrees("latitude", address.latitude, 90);
    check_degrees("longitude", address.longitude, 180);
}

void prepare_handle(void* element, const Settings& /*settings*/) {
    auto& handle = *static_cast<Handle*>(element);
    handle.normalized = text::parse_handle(handle.service, handle.address).name;
}

}  // namespace kith::records
