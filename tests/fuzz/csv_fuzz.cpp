// CSV: rows, delimiters, encodings, headers, and what the rows say of records. "organization|name,city" says what a
// row is.
#include "drafts.hpp"

#include "interchange/csv.hpp"

#include <algorithm>

using namespace kith::fuzz;
using namespace kith::interchange;

namespace {

std::string without(std::string_view text, std::string_view signs) {
    std::string rest;
    std::copy_if(text.begin(), text.end(), std::back_inserter(rest),
                 [&](char c) { return signs.find(c) == std::string_view::npos; });
    return rest;
}

// The text behind a byte order mark and Excel's separator line.
std::string_view content_of(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    if (separator_line(text.substr(0, end))) text.remove_prefix(end);
    return text;
}

void check_rows(std::string_view text, const CsvOptions& options) {
    CsvReader reader(text, options);
    std::string fields;
    for (const std::string& field : reader.header().fields) fields += field;
    std::size_t line = 0;
    CsvRow row;
    while (reader.next(row)) {
        must(row.line > line, "rows come in the order of their lines");
        must(!row.fields.empty() && row.fields.size() <= options.max_fields, "a row has fields, not too many");
        for (const CsvProblem& problem : row.problems) {
            must(problem.line >= row.line && !problem.reason.empty(), "a problem has its place and reason");
            must((problem.field == 0) == (problem.column == 0), "a problem is in a field or in the row");
        }
        must(row.problems.size() <= 18, "a row has a bounded number of problems");
        for (const std::string& field : row.fields) fields += field;
        line = row.line;
    }
    must(reader.offset() == text.size(), "everything was read");
    const std::string structure = std::string("\" \r\n") + reader.delimiter();
    must(without(fields, structure) == without(content_of(text), structure), "no byte is lost");
}

void check_written(std::string_view text) {
    CsvReader reader(text, {.header = false});
    CsvRow row;
    while (reader.next(row)) {
        const std::string written = csv_row(row.fields);
        if (separator_line(written.substr(0, written.find_first_of("\r\n")))) continue;  // Excel's, not data
        if (written.starts_with("\xEF\xBB\xBF")) continue;  // a byte order mark, not data
        CsvReader again(written, {.delimiter = ',', .header = false});
        CsvRow read;
        must(again.next(read) && read.fields == row.fields && read.problems.empty(), "a row survives writing",
             written);
        must(!again.next(read), "a row is one row", written);
        (void)csv_row(row.fields, ';', true);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Input input = divided(text_of(data, size));
    const std::string text = to_utf8(input.text, detect_encoding(input.text).encoding);
    check_rows(text, {});
    check_rows(text, {.delimiter = ';', .header = false, .skip_blank_lines = false, .max_fields = 2});
    if (std::count(text.begin(), text.end(), '\0') == 0) check_written(text);
    must_be_drafts(input.text, "csv", input.option.empty() ? "contact" : input.option);
    return 0;
}
