// Lines of a vCard file and what they are made of: physical lines, names, base64, quoted-printable.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace kith::interchange {

/// A line as it stands in the file, without its end.
struct PhysicalLine {
    std::string_view text{};
    std::size_t number = 0;  ///< from 1
};

/// Walks through the physical lines of a text.
class LineReader {
public:
    /// `text` must outlive the reader.
    explicit LineReader(std::string_view text) noexcept;

    /// The next line without passing it; nothing at the end.
    [[nodiscard]] const std::optional<PhysicalLine>& peek() const noexcept { return line_; }
    /// Passes the next line.
    void advance() noexcept;
    /// Bytes passed so far.
    [[nodiscard]] std::size_t offset() const noexcept { return start_; }

private:
    void scan() noexcept;

    std::string_view text_;
    std::size_t start_ = 0;      // of the next line
    std::size_t after_ = 0;      // of the line after it
    std::size_t line_feed_ = 0;  // the first LF at or after start_, or the text's size
    bool has_line_feeds_ = false;
    std::optional<PhysicalLine> line_{};
};

[[nodiscard]] constexpr bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }
/// Without spaces and tabs at both ends.
[[nodiscard]] std::string_view without_blanks(std::string_view text) noexcept;

/// ASCII letters made small, the rest unchanged.
[[nodiscard]] std::string in_small_letters(std::string_view text);
/// ASCII letters made capital, the rest unchanged.
[[nodiscard]] std::string in_capitals(std::string_view text);
/// Whether two names are equal in any case.
[[nodiscard]] bool same_name(std::string_view a, std::string_view b) noexcept;

/// The length of the property name (with its group) that `line` starts with, or 0: letters, digits, - _ . /
/// and after "X-" spaces too ("X-GOOGLE TALK"), then a colon or semicolon.
[[nodiscard]] std::size_t property_name_length(std::string_view line) noexcept;

/// Whether a line has only characters of base64, at least one.
[[nodiscard]] bool is_base64_line(std::string_view line) noexcept;

/// Decodes base64, white space ignored; nothing when it is something else.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

/// Encodes base64, in one line.
[[nodiscard]] std::string to_base64(std::string_view bytes);

/// Decodes quoted-printable of which soft line breaks are gone; `=` before anything but two hexadecimal digits
/// stays, and `first_bad` is then its offset.
[[nodiscard]] std::string from_quoted_printable(std::string_view text, std::optional<std::size_t>& first_bad);

}  // namespace kith::interchange
