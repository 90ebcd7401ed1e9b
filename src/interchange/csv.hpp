// CSV: reading what spreadsheets and other programs export (RFC 4180 and the ways they depart from it), and
// writing it. Text is UTF-8; convert first (encoding.hpp).
#pragma once

#include <concepts>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith::interchange {

/// One thing that was not as it should be. The data is kept all the same.
struct CsvProblem {
    std::size_t line = 0;    ///< physical line, from 1
    std::size_t field = 0;   ///< number of the field in its row, from 1; 0: the row as a whole
    std::size_t column = 0;  ///< character (code point) in that line, from 1; 0: the row as a whole
    std::string reason{};

    friend bool operator==(const CsvProblem&, const CsvProblem&) = default;
};

/// One row. Reuse one object for all rows: its strings keep their memory.
struct CsvRow {
    std::vector<std::string> fields{};
    std::size_t line = 0;  ///< physical line on which the row starts, from 1; a quoted field may span several
    std::vector<CsvProblem> problems{};  ///< in the order of the text; after 16 a last one says there are more
};

/// How to read. The defaults suit files from people.
struct CsvOptions {
    std::optional<char> delimiter{};  ///< none: what a first line "sep=;" says, else `detect_delimiter`
    char quote = '"';
    bool header = true;            ///< the first row is names, not data
    bool skip_blank_lines = true;  ///< lines with nothing but spaces; otherwise each is a row with one field
    std::size_t max_fields = 16384;  ///< (as many as a spreadsheet has columns) the last one takes the rest
};

/// Reads rows one after the other. Not for two threads at once.
///
/// - CRLF, LF and CR end rows; inside quotes they are kept as they are. Two quotes stand for one.
/// - A byte order mark and a first line "sep=;" (Excel) are skipped.
/// - Spaces around a quoted field are dropped, and reported; all other spaces belong to the field.
/// - A quote inside a quoted field that is neither doubled nor followed by a delimiter or a line end is text,
///   and reported. So is a quote inside an unquoted field.
/// - Recovery from a quote that is never closed: when the file ends, or when a later line holds a quote
///   that can only open a field (it stands after a delimiter or at the start of its line, and is not
///   doubled), the opening quote is taken as text and the field ends at the next delimiter or line end.
///   One forgotten quote so costs a field, not the rest of the file. Where text follows the closing quote
///   (`"Smith, John" Jr.,3`) the field is `"Smith, John" Jr.`, quotes and all.
/// - Rows with fewer or more fields than the header (without one: than the first row) are reported.
/// - NUL bytes are kept, and reported.
///
/// Every byte of the text is in some field, in order, except delimiters, quotes, line ends, spaces beside
/// quotes and blank lines. Linear in the text whatever it holds; memory: one row.
class CsvReader {
public:
    /// `text` must outlive the reader. Reads the header at once when there is one. Throws kith::Error
    /// (invalid_argument) when the delimiter is a space, a quote or a line end.
    explicit CsvReader(std::string_view text, CsvOptions options = {});
    template <std::same_as<std::string> Text>
    explicit CsvReader(Text&&, CsvOptions = {}) = delete;

    /// Reads the next row into `row`; false at the end of the text.
    bool next(CsvRow& row);

    /// The header; no fields when the text is empty or `options.header` is false.
    [[nodiscard]] const CsvRow& header() const noexcept { return header_; }
    /// The delimiter in use.
    [[nodiscard]] char delimiter() const noexcept { return delimiter_; }
    /// Bytes read so far, for progress.
    [[nodiscard]] std::size_t offset() const noexcept { return at_.position; }

private:
    struct Closing;
    // A position and the physical line it is on.
    struct Place {
        std::size_t position = 0;
        std::size_t line = 1;
        std::size_t line_start = 0;
    };

    void skip_preamble();
    bool read_row(CsvRow& row);
    void read_field(CsvRow& row);
    void read_quoted(CsvRow& row, std::size_t open, std::size_t close);
    void read_plain(CsvRow& row, std::size_t end, bool reported);
    [[nodiscard]] Closing find_closing(std::size_t open);
    [[nodiscard]] bool ends_field(std::size_t position) const noexcept;
    [[nodiscard]] bool starts_field(std::size_t position) const noexcept;
    [[nodiscard]] std::size_t skip_spaces(std::size_t position) const noexcept;
    [[nodiscard]] std::size_t line_end(std::size_t position) const noexcept;
    [[nodiscard]] std::size_t field_end(std::size_t position) const noexcept;
    [[nodiscard]] std::size_t quotes_at(std::size_t position) const noexcept;
    [[nodiscard]] Place moved(Place from, std::size_t end) const noexcept;
    void report(CsvRow& row, std::size_t position, std::string reason) const;

    std::string_view text_;
    CsvOptions options_;
    char delimiter_ = ',';
    Place at_{};                   // what is read so far
    std::size_t field_ = 0;        // number of the field being read, from 0
    std::size_t width_ = 0;        // fields that a row should have; 0: not known yet
    std::size_t failed_from_ = 0;  // no quote opened in this stretch is closed
    std::size_t failed_to_ = 0;
    CsvRow header_{};
};

/// The delimiter that a first line "sep=;" (Excel's own) names; nothing when `line`, without its line end, is
/// something else.
[[nodiscard]] std::optional<char> separator_line(std::string_view line) noexcept;

/// The delimiter of a text from its first lines (64 KiB are enough): comma, semicolon, tab, pipe or colon,
/// whichever gives the most rows the same number of fields, with quotes respected. Where several do so
/// without exception the rarer one in ordinary text wins (tab, pipe, semicolon, comma, colon). Comma when
/// nothing points anywhere, and what "sep=;" says where that is the first line.
[[nodiscard]] char detect_delimiter(std::string_view sample);

/// Whether `first` is a row of names rather than data, judged with a few rows that follow it: data has
/// addresses, numbers and dates; names are distinct, known ("E-mail", "氏名") or differ in kind from what stands
/// below them. In doubt true: exports without a header are rare.
[[nodiscard]] bool looks_like_header(const std::vector<std::string>& first,
                                     std::span<const std::vector<std::string>> following);

/// One row as CSV with CRLF at its end. A field is quoted when it holds the delimiter, a quote or a line
/// end, begins or ends with a space, or would make the row a blank line.
///
/// `guard_formulas` puts an apostrophe before fields that a spreadsheet would run as a formula: those
/// that begin with = + - @ tab or CR and are not just a number or telephone number (digits, spaces and
/// + - . ( ) alone). Off by default, because no reader takes the apostrophe away again: turn it on for files that
/// strangers' data reaches and that people open in a spreadsheet.
[[nodiscard]] std::string csv_row(std::span<const std::string> fields, char delimiter = ',',
                                  bool guard_formulas = false);

}  // namespace kith::interchange
