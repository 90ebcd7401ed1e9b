#include "privacy/suppression.hpp"

#include "text/email.hpp"
#include "text/phone.hpp"

#include <kith/error.hpp>

#include <fmt/format.h>

#ifdef KITH_SODIUM
#include <sodium.h>
#endif

#include <algorithm>
#include <array>

namespace kith::privacy {

namespace {

constexpr std::string_view key_setting = "suppression_key";
constexpr int most_sharers = 4;  // numbers of several countries with the same national digits

[[noreturn]] void throw_unsupported() {
    ErrorDetail detail;
    detail.message_ja =
        "このkithはlibsodiumなしでビルドされているため、配信停止リストを使えません（KITH_SODIUM）";
    throw Error(
        Code::unsupported,
        "suppressed addresses are kept as hashes, and this kith was built without libsodium (KITH_SODIUM)",
        detail);
}

#ifdef KITH_SODIUM

constexpr std::size_t hash_bytes = crypto_generichash_BYTES;
constexpr std::size_t key_bytes = crypto_generichash_KEYBYTES;

void start() {
    if (sodium_init() < 0) throw Error(Code::unsupported, "libsodium cannot be initialised on this system");
}

/// The keyed hash of a text. `key`: hex, as in the setting.
std::string hash_of(std::string_view form, const std::string& key) {
    start();
    std::array<unsigned char, key_bytes> bytes{};
    std::size_t length = 0;
    if (sodium_hex2bin(bytes.data(), bytes.size(), key.data(), key.size(), nullptr, &length, nullptr) != 0 ||
        length != bytes.size())
        throw Error(Code::corrupt, fmt::format("the setting '{}' is not a key", key_setting));
    std::string hash(hash_bytes, '\0');
    crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(),
                       reinterpret_cast<const unsigned char*>(form.data()), form.size(), bytes.data(),
                       bytes.size());
    return hash;
}

std::string new_key() {
    start();
    std::array<unsigned char, key_bytes> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    std::string hex(2 * key_bytes + 1, '\0');  // sodium writes the end of a C string too
    sodium_bin2hex(hex.data(), hex.size(), bytes.data(), bytes.size());
    hex.pop_back();
    return hex;
}

#else

std::string hash_of(std::string_view /*form*/, const std::string& /*key*/) { throw_unsupported(); }
std::string new_key() { throw_unsupported(); }

#endif

std::string key_of(store::Connection& connection) {
    store::Statement select = connection.prepare("SELECT value FROM setting WHERE key = ?1");
    return select.bind(1, key_setting).step() ? select.string(0) : std::string();
}

bool any_suppressed(store::Connection& connection) {
    return connection.integer("SELECT EXISTS (SELECT 1 FROM suppression)") != 0;
}

/// The first rows of the addresses that have one of the forms that are asked for, each once.
std::vector<std::int64_t> found(store::Connection& connection, const std::vector<std::string>& forms,
                                const std::string& key) {
    std::vector<std::int64_t> first;
    store::Statement select = connection.prepare(
        "SELECT CASE medium WHEN ?2 THEN CAST(reason AS INTEGER) ELSE id END FROM suppression WHERE hash = ?1");
    for (const std::string& form : forms) {
        const std::string hash = hash_of(form, key);
        select.bind_blob(1, hash).bind(2, further_form);
        if (select.step() && std::find(first.begin(), first.end(), select.integer(0)) == first.end())
            first.push_back(select.integer(0));
        select.reset();
    }
    return first;
}

}  // namespace

std::optional<Address> read_address(std::string_view text, std::string_view region) {
    const text::EmailAddress email = text::parse_email(text);
    if (!email.mailbox.empty() && !email.domain.empty()) {
        const std::string form = "mail:" + email.canonical;
        return Address{false, form, {form}, {form}, {}};
    }
    const text::PhoneNumber phone = text::parse_phone(text, region);
    if (phone.digits.empty()) return std::nullopt;
    // The extension is left out: whoever does not want to be called is meant, not a switchboard's branch.
    Address address{true, "phone:" + phone.digits, {"phone:" + phone.digits}, {}, {}};
    const auto local = [&](int sharer) {
        return "local:" + phone.digits + (sharer == 1 ? "" : "#" + std::to_string(sharer));
    };
    if (phone.e164) {
        address.kept = "phone:" + std::to_string(*phone.e164);
        address.own.insert(address.own.begin(), address.kept);
        for (int sharer = 1; sharer <= most_sharers; ++sharer) address.local.push_back(local(sharer));
    }
    address.asked = address.own;
    // Written so that it needs no region, it is one number; otherwise the file's region may have been another one.
    if (text::parse_phone(text, {}).e164) {
        address.own = {address.kept};  // not the digits that were suppressed alone: they are any country's
    } else {
        for (int sharer = 1; sharer <= most_sharers; ++sharer) address.asked.push_back(local(sharer));
        if (!phone.e164) address.own = address.asked;
    }
    return address;
}

bool can_hash() noexcept {
#ifdef KITH_SODIUM
    return true;
#else
    return false;
#endif
}

Suppressed::Suppressed(store::Connection& connection)
    : connection_(connection), any_(any_suppressed(connection)) {}

bool Suppressed::has(const Address& address) {
    if (!any_) return false;
    if (!can_hash()) throw_unsupported();
    if (key_.empty()) key_ = key_of(connection_);
    return !found(connection_, address.asked, key_).empty();
}

bool suppress(store::Writer& writer, const Address& address, std::string_view reason) {
    if (!can_hash()) throw_unsupported();
    store::Connection& connection = writer.connection();
    std::string key = key_of(connection);
    if (key.empty()) {
        key = new_key();
        writer.setting(key_setting, key);
    }
    const std::vector<std::int64_t> known = found(connection, address.own, key);
    std::int64_t first = known.empty() ? 0 : known.front();
    const auto keep = [&](const std::string& form) {
        const std::int64_t id = writer.next_id("suppression");
        store::Statement insert = connection.prepare(
            "INSERT INTO suppression (id, hash, medium, reason, at, by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
        const std::string hash = hash_of(form, key);
        insert.bind(1, id);
        insert.bind_blob(2, hash);
        if (first != 0)
            insert.bind(3, further_form).bind(4, std::to_string(first));
        else if (insert.bind(3, address.phone ? 2 : 1); reason.empty())
            insert.bind(4, nullptr);
        else
            insert.bind(4, reason);
        insert.bind(5, writer.info().at.time_since_epoch().count()).bind(6, writer.info().actor);
        insert.run();
        if (first == 0) first = id;
    };
    if (found(connection, {address.kept}, key).empty()) keep(address.kept);
    for (const std::string& form : address.local) {
        const std::vector<std::int64_t> holder = found(connection, {form}, key);
        if (holder.empty()) keep(form);
        if (holder.empty() || holder.front() == first) break;  // else another country's number has it
    }
    return known.empty();
}

bool unsuppress(store::Writer& writer, const Address& address) {
    store::Connection& connection = writer.connection();
    if (!any_suppressed(connection)) return false;
    if (!can_hash()) throw_unsupported();
    const std::vector<std::int64_t> known = found(connection, address.own, key_of(connection));
    store::Statement remove = connection.prepare(
        "DELETE FROM suppression WHERE id = ?1 OR (medium = ?2 AND reason = CAST(?1 AS TEXT))");
    for (const std::int64_t first : known) remove.bind_all(first, further_form).run();
    return !known.empty();
}

}  // namespace kith::privacy
