// Reading one value, as people and programs write it, into a field.
#pragma once

#include "interchange/draft.hpp"
#include "text/date.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace kith::interchange {

/// In which order a file writes its dates, and whether that is known or only assumed.
struct FileDates {
    text::DateOrder order = text::DateOrder::ymd;
    bool known = false;  // dates that could be read otherwise need no remark
};

/// Looks at dates of a file for one that only one order explains ("25/12/2024"). `fallback` where none does, or where
/// they contradict each other.
[[nodiscard]] FileDates date_order_of(std::span<const std::string> dates, text::DateOrder fallback);

/// "ymd", "mdy", "dmy" and back. Throws `invalid_argument` for anything else.
[[nodiscard]] std::string_view date_order_name(text::DateOrder order) noexcept;
[[nodiscard]] text::DateOrder date_order_named(std::string_view name);

/// True for what programs write where there is no date: "0/0/00", "0000-00-00".
[[nodiscard]] bool is_empty_date(std::string_view text) noexcept;

/// The choice that a word means: by name, label, and for channels and directions the words that people use. Nothing
/// when it is none.
[[nodiscard]] std::optional<std::int64_t> find_choice(const records::Field& field, std::string_view word);

/// Reads values of one file. Used by one thread.
class CellReader {
public:
    CellReader(const ReadingRules& rules, FileDates dates) : rules_(rules), dates_(dates) {}

    /// Sets a field of the draft's record or, with `element`, of its last element. What cannot be read is left out and
    /// reported in the draft; a reference is noted there for the batch to look up.
    void set(Draft& draft, const records::Element* element, void* holder, const records::Field& field,
             std::string_view text, std::size_t column) const;

    /// A date; nothing, reported under `field`, when the text is none. Empty dates are nothing without a word.
    [[nodiscard]] std::optional<PartialDate> date(Draft& draft, std::string_view field, std::string_view text,
                                                  std::size_t column) const;

    /// A point in time, in the zone of the file unless the text has an offset; a date alone is its midnight. Nothing
    /// when the text is none; what can be read in two ways is reported under `field`.
    [[nodiscard]] std::optional<Time> moment(Draft& draft, std::string_view field, std::string_view text,
                                             std::size_t column) const;

    [[nodiscard]] const ReadingRules& rules() const noexcept { return rules_; }

private:
    void ambiguous(Draft& draft, std::string_view field, std::string_view text, const std::string& read,
                   std::size_t column) const;

    const ReadingRules& rules_;
    FileDates dates_;
};

/// Makes the fields that a program wrote as one text usable: an address's parts that are missing are read from the
/// whole text that stands beside others.
void complete_address(Address& address, std::string_view region);

/// Writes phone numbers of a file from another region so that this file reads them rightly: "(503) 555-0123" from the
/// US in a Japanese file as "+1 503-555-0123".
void localise_phones(Draft& draft, const ReadingRules& rules);

}  // namespace kith::interchange
