// The one exception type that kith throws.
#pragma once

#include <kith/export.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith {

/// What went wrong. The numbers are stable: they never change meaning and are never reused.
enum class Code : std::int32_t {
    unknown = 0,
    not_found = 1,         ///< no record with that id
    conflict = 2,          ///< the record was changed by someone else since it was read
    not_unique = 3,        ///< another record already holds that value
    required = 4,          ///< a required field is empty
    invalid_value = 5,     ///< a value does not fit its field
    invalid_argument = 6,  ///< a call makes no sense (an unknown field, a negative limit)
    parse = 7,             ///< query text or other input cannot be read
    nested_use = 8,        ///< a Database was used inside its own write closure
    read_only = 9,         ///< the database, the connection or the table may not be written
    busy = 10,             ///< another connection holds the lock; retryable
    io = 11,               ///< the file cannot be read or written
    full = 12,             ///< the disk is full
    corrupt = 13,          ///< the file is damaged
    not_a_kith_file = 14,  ///< the file belongs to another program, or none
    tampered = 15,         ///< the file's schema is not kith's own
    newer_file = 16,       ///< the file was written by a newer kith
    unsupported = 17,      ///< the linked SQLite or the platform cannot do that
    cancelled = 18,        ///< the caller cancelled
    in_use = 19,           ///< others depend on the thing, or hold it open
    closed = 20,           ///< the database was closed
    limit = 21,            ///< a bound on depth, length or work was reached
    suspended = 22,        ///< the database is suspended, or was while the call ran; retryable after `resume`
    exists = 23,           ///< a file of that name is there already
    wrong_key = 24,        ///< the passphrase or key does not open it
    pruned = 25,           ///< it lies before the horizon: the journal has been pruned
};

/// The stable English name of a code, "not_found".
[[nodiscard]] KITH_API std::string_view name_of(Code code) noexcept;

/// Everything an Error knows besides its code and message; fill what applies.
struct ErrorDetail {
    std::string record{};    ///< the record, "contact 42"
    std::string field{};     ///< the field, "emails.address"
    int sqlite_code = 0;     ///< SQLite's extended result code; 0 when SQLite was not involved
    bool retryable = false;  ///< the same call may succeed later without a change
    std::string message_ja{};  ///< the message in Japanese; empty: `message(Language::ja)` falls back to the code's
    std::vector<std::pair<std::string, std::string>> arguments{};  ///< name and value, ("expected_version", "3")
};

/// The languages that messages come in.
enum class Language { en, ja };

/// Thrown by every kith function that fails. `what()` is the English message.
class KITH_API Error : public std::runtime_error {
public:
    // By reference, so that a message may be built from the detail in the same call.
    Error(Code code, const std::string& message, const ErrorDetail& detail = {});
    Error(const Error&);
    Error& operator=(const Error&);
    ~Error() override;

    [[nodiscard]] Code code() const noexcept { return code_; }
    /// The record the error is about ("contact 42"), or empty.
    [[nodiscard]] const std::string& record() const noexcept { return detail_.record; }
    /// The field the error is about, or empty.
    [[nodiscard]] const std::string& field() const noexcept { return detail_.field; }
    /// SQLite's extended result code, or 0.
    [[nodiscard]] int sqlite_code() const noexcept { return detail_.sqlite_code; }
    /// True when the same call may succeed later without a change (a lock that another process held).
    [[nodiscard]] bool retryable() const noexcept { return detail_.retryable; }
    /// Typed arguments of the message, by name.
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& arguments() const noexcept {
        return detail_.arguments;
    }
    /// The value of one argument, or empty text.
    [[nodiscard]] std::string_view argument(std::string_view name) const noexcept;
    /// The message in the given language.
    [[nodiscard]] std::string message(Language language) const;

private:
    Code code_;
    ErrorDetail detail_;
};

}  // namespace kith
