// Finding the record that a row speaks of: by identifier, by digest, by words, by full name. Never by likeness.
#pragma once

#include "interchange/digest.hpp"
#include "interchange/draft.hpp"
#include "store/connection.hpp"

#include <kith/records/contact.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kith::interchange {

/// A record that a row was found to speak of.
struct KnownRecord {
    std::int64_t id = 0;   // merges followed
    bool deleted = false;  // it is in the trash
    bool current = false;  // this row was imported into it just so, and no newer row of the same source since
};

/// Looks records up. Belongs to one connection and thread; every look-up is an index search.
class Finder {
public:
    Finder(store::Connection& connection, const ReadingRules& rules)
        : connection_(connection), rules_(rules) {}

    /// The record with that id. The id is 0 when there is none.
    [[nodiscard]] KnownRecord known(const RecordType& type, std::int64_t id) const;
    /// The record with that uid, be it stored or derived from the id. The id is 0 when there is none.
    [[nodiscard]] KnownRecord by_uid(const RecordType& type, std::string_view uid) const;
    /// The record with that identifier in that system; with an empty system in any.
    [[nodiscard]] KnownRecord by_external(const RecordType& type, std::string_view system,
                                          std::string_view value) const;
    /// The record that this row became before.
    [[nodiscard]] KnownRecord by_row(const RecordType& type, const Digest& digest) const;
    /// For tags, lists, users and the like: the record outside the trash that has the draft's unique name.
    [[nodiscard]] KnownRecord by_unique_name(const RecordType& type, const void* prepared) const;
    /// For records without a uid (interactions, employments): the one that says all that the draft says.
    [[nodiscard]] KnownRecord by_content(const RecordType& type, const void* prepared) const;
    /// The organization that this name means, if no import has described it yet: rows name it as an employer only.
    [[nodiscard]] KnownRecord undescribed(std::string_view name) const;

    /// Fills `current` by the trace of earlier imports.
    void trace(const RecordType& type, const Digest& digest, KnownRecord& record) const;

    /// The organization outside the trash that a name means: the first with the same core name and legal form, else
    /// with no form; a name without form means the only one with its core name. 0: none. 株式会社山田 is not 有限会社山田.
    [[nodiscard]] std::int64_t organization(std::string_view name) const;
    /// The contacts that an e-mail address, telephone number, external id or uid belongs to, in order of their ids.
    [[nodiscard]] std::vector<std::int64_t> contacts(std::string_view words) const;
    /// The contacts of that name, in order of their ids: a full name in any of its forms, with or without spaces, the
    /// family name first or last; case, width and kana do not matter. By the words that search keeps, as of the last
    /// commit. Titles that only one side has do not matter.
    [[nodiscard]] std::vector<std::int64_t> called(std::string_view name) const;
    /// The record of `target` that words mean: a uid, a name ("Sales / Won" for one that is unique within another), for
    /// users also the full name or e-mail address. 0: none, or several of that name.
    [[nodiscard]] std::int64_t by_words(const RecordType& target, std::string_view words) const;

private:
    [[nodiscard]] std::int64_t by_name(const RecordType& target, std::string_view words) const;
    /// The contacts of just that name that suit.
    [[nodiscard]] std::vector<std::int64_t> named(std::string_view name,
                                                  const std::function<bool(const Contact&)>& suits) const;
    [[nodiscard]] std::vector<std::int64_t> ids(std::string_view sql, std::string_view text) const;

    store::Connection& connection_;
    const ReadingRules& rules_;
};

}  // namespace kith::interchange
