#include "search/addresses.hpp"

#include "text/email.hpp"
#include "text/phone.hpp"

#include <kith/database.hpp>

#include <algorithm>
#include <optional>

namespace kith::search {

namespace {

constexpr std::size_t shortest_number = 3;  // 110, 911
constexpr std::size_t whole_number = 9;     // digits without trunk prefix: shorter ones differ by area

constexpr std::string_view by_mailbox = "SELECT c.id FROM email e JOIN contact c ON c.id = e.contact_id "
                                        "WHERE e.normalized = ?1 AND c.deleted_at IS NULL";
constexpr std::string_view by_e164 = "SELECT c.id FROM phone p JOIN contact c ON c.id = p.contact_id "
                                     "WHERE p.e164 = ?1 AND c.deleted_at IS NULL";
// Two numbers that are both written with a country (?2: the one that is looked for is) are the same or are not, however
// alike their digits within it.
constexpr std::string_view by_digits =
    "SELECT c.id FROM phone p JOIN contact c ON c.id = p.contact_id WHERE p.digits = ?1 "
    "AND NOT (?2 AND (instr(p.number, '+') OR instr(p.number, '＋'))) AND c.deleted_at IS NULL";
constexpr std::string_view by_tail =
    "SELECT c.id FROM phone p JOIN contact c ON c.id = p.contact_id WHERE p.digits IN (?1, '0' || ?1) "
    "AND NOT (?2 AND (instr(p.number, '+') OR instr(p.number, '＋'))) AND c.deleted_at IS NULL";

template <class... Keys>
std::vector<std::int64_t> ids(store::Connection& connection, std::string_view sql, const Keys&... keys) {
    store::Statement statement = connection.prepare(sql);
    statement.bind_all(keys...);
    std::vector<std::int64_t> found;
    while (statement.step()) found.push_back(statement.integer(0));
    // A few at most: less work here than in a sorter of SQLite's.
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

}  // namespace

std::vector<std::int64_t> contacts_at(store::Connection& connection, std::string_view address,
                                      std::optional<std::string_view> region) {
    if (address.find('@') != std::string_view::npos || address.find("＠") != std::string_view::npos)
        if (const text::EmailAddress email = text::parse_email(address); !email.domain.empty())
            return ids(connection, by_mailbox, email.folded);
    const text::PhoneNumber phone =
        text::parse_phone(address, region ? *region : connection.settings().region);
    if (phone.digits.size() < shortest_number) return {};
    std::vector<std::int64_t> found;
    if (phone.e164) found = ids(connection, by_e164, *phone.e164);
    const auto is_whole = static_cast<std::int64_t>(address.find('+') != std::string_view::npos ||
                                                    address.find("＋") != std::string_view::npos);
    if (found.empty()) found = ids(connection, by_digits, phone.digits, is_whole);
    if (!found.empty()) return found;
    // A foreign number, with its country's code in one place and without it in the other.
    const std::string_view digits = phone.digits;
    const std::string_view tail = digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
    return tail.size() >= whole_number ? ids(connection, by_tail, tail, is_whole) : found;
}

}  // namespace kith::search

namespace kith {

std::vector<Id<Contact>> Reader::contacts_at(std::string_view address) const {
    std::vector<Id<Contact>> contacts;
    for (const std::int64_t id : search::contacts_at(connection_, address))
        contacts.push_back(Id<Contact>{id});
    return contacts;
}

std::vector<Id<Contact>> Database::contacts_at(std::string_view address, Where where) const {
    return read([&](const Reader& reader) { return reader.contacts_at(address); }, where);
}

}  // namespace kith
