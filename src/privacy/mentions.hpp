// Where the texts of other records name a person.
#pragma once

#include "store/connection.hpp"

#include <kith/history.hpp>
#include <kith/records/contact.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace kith::privacy {

/// What a person is called, written to and rung up by, in a form that finds it in running text.
class Mentions {
public:
    /// Adds a contact's names (both orders, readings too), e-mail addresses, telephone numbers and handles. A family name
    /// or a given name alone is none where both are known: too many people share it.
    void add(const Contact& contact);

    /// Whether the text holds any of them, whatever the case, width, spaces and punctuation.
    [[nodiscard]] bool in(std::string_view text) const;
    [[nodiscard]] bool empty() const noexcept { return words_.empty(); }

private:
    void add_word(std::string_view text, std::size_t least);

    std::vector<std::string> words_{};
};

/// Adds every text field, custom value and element of the records in the file that holds one of them, as
/// (record, field, reason); then where the journal, a merge or the name of who wrote still holds one: of rows that belong to
/// no record the table and its key. Reads all texts once, those of the journal too.
void find_mentions(store::Connection& connection, const Mentions& mentions, std::vector<Kept>& found);

}  // namespace kith::privacy
