// Small things that every reader of the room does with text.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace kith::interchange {

/// Without white space at both ends: ASCII's, no-break and ideographic spaces.
[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;

/// One of several parts, trimmed; empty where there are fewer.
[[nodiscard]] std::string part(const std::vector<std::string>& parts, std::size_t index);

/// A path as UTF-8, for messages and names of sources.
[[nodiscard]] std::string utf8(const std::filesystem::path& path);

/// The pieces between `separator`, trimmed, without empty ones.
[[nodiscard]] std::vector<std::string> split(std::string_view text, std::string_view separator);

/// Between a name and what it is unique within: "Sales / Won".
inline constexpr std::string_view scope_divider = " / ";

/// Google's divider of several values in one cell. In a value it stands behind a backslash, "a\:::b", also behind one of
/// the value's own.
inline constexpr std::string_view divider = ":::";

/// The values of a cell, divided at `divider` and trimmed, with empty ones; one where there is no divider.
[[nodiscard]] std::vector<std::string> split_values(std::string_view text);
/// A value so that `split_values` does not divide it.
[[nodiscard]] std::string escape_divider(std::string_view value);

/// A cell with several tags: divided at ":::" when there is one, else at semicolons, else at commas (also 、 and ；).
[[nodiscard]] std::vector<std::string> split_tags(std::string_view text);
/// Tags in one cell, so that `split_tags` gives them back.
[[nodiscard]] std::string join_tags(const std::vector<std::string>& tags);

/// A text for a person's reading given as one: family and given name, divided at the first space.
struct Reading {
    std::string family{};
    std::string given{};
};
[[nodiscard]] Reading split_reading(std::string_view text);

/// Half-width kana as full-width, as the readings in old phones' cards need it; other text stays.
[[nodiscard]] std::string widened_kana(std::string_view text);

/// Text without NUL characters, which no field can hold; true in `found` when there were some.
[[nodiscard]] std::string without_nul(std::string text, bool& found);

/// A comparison key of a header or label: folded, without anything but letters and digits, without の.
[[nodiscard]] std::string word_key(std::string_view text);

}  // namespace kith::interchange
