// Who is at an address: contacts by e-mail address or phone number, exactly.
#pragma once

#include "store/connection.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace kith::search {

/// The contacts outside the trash with this e-mail address or phone number, by id. An address is compared as mail servers
/// do, a number however it is written: by E.164 where it has one (`region` says which country a national number is of,
/// without it the file does),
/// else by its digits, with or without the zero that stands for the country, unless both are written with a country. At
/// most four lookups by key.
[[nodiscard]] std::vector<std::int64_t> contacts_at(store::Connection& connection, std::string_view address,
                                                    std::optional<std::string_view> region = {});

}  // namespace kith::search
