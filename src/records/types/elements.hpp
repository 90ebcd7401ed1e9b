// The fields of the elements that contacts and organizations share. Their table and column numbers are one set
// whoever owns the row.
#pragma once

#include "records/describe.hpp"

#include <kith/records/elements.hpp>

#include <vector>

namespace kith::records {

[[nodiscard]] const std::vector<Choice>& validity_choices();

[[nodiscard]] std::vector<Field> email_fields();
[[nodiscard]] std::vector<Field> phone_fields();
[[nodiscard]] std::vector<Field> address_fields();
[[nodiscard]] std::vector<Field> handle_fields();
[[nodiscard]] std::vector<Field> external_id_fields();

void prepare_email(void* element, const Settings& settings);
void prepare_phone(void* element, const Settings& settings);
void prepare_address(void* element, const Settings& settings);
void prepare_handle(void* element, const Settings& settings);

/// The elements of a record type that has e-mails, phones, addresses, handles and external ids as members of these
/// names.
template <class T>
std::vector<Element> contact_points(std::string_view owner_column, int owner_number) {
    const auto complete = [](Element element, void (*prepare)(void*, const Settings&),
                             bool (*blank)(const void*)) {
        element.prepare = prepare;
        element.blank = blank;
        return element;
    };
    return {
        complete(element<&T::emails>("email", "emails", "email", 2, owner_column, owner_number,
                                     {"E-mail", "メール|メールアドレス|電子メール"}, email_fields()),
                 &prepare_email, [](const void* e) { return static_cast<const Email*>(e)->address.empty(); }),
        complete(element<&T::phones>("phone", "phones", "phone", 3, owner_column, owner_number,
                                     {"Phone", "電話|電話番号"}, phone_fields()),
                 &prepare_phone, [](const void* e) { return static_cast<const Phone*>(e)->number.empty(); }),
        complete(element<&T::addresses>("address", "addresses", "address", 4, owner_column, owner_number,
                                        {"Address", "住所"}, address_fields()),
                 &prepare_address,
                 [](const void* e) {
                     const auto& a = *static_cast<const Address*>(e);
                     return a.number.empty() && a.street.empty() && a.extended.empty() &&
                            a.locality.empty() && a.region.empty() && a.postcode.empty() &&
                            a.country.empty() && a.raw.empty();
                 }),
        complete(element<&T::handles>("handle", "handles", "handle", 5, owner_column, owner_number,
                                      {"Handle", "アカウント|ハンドル"}, handle_fields()),
                 &prepare_handle,
                 [](const void* e) { return static_cast<const Handle*>(e)->address.empty(); }),
        complete(element<&T::external_ids>("external_id", "external_ids", "external_id", 19, owner_column,
                                           owner_number, {"External id", "外部ID"}, external_id_fields()),
                 nullptr, [](const void* e) { return static_cast<const ExternalId*>(e)->value.empty(); }),
    };
}

}  // namespace kith::records
