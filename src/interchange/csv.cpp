#include "interchange/csv.hpp"

#include "interchange/encoding.hpp"

#include <kith/error.hpp>

#include <algorithm>

namespace kith::interchange {

namespace {

constexpr std::size_t none = std::string_view::npos;
constexpr std::size_t max_problems = 16;

constexpr bool is_line_end(char c) noexcept { return c == '\n' || c == '\r'; }

}  // namespace

// Where a quoted field ends: `close` is its closing quote, or `none`. Then `stray` is a quote on the same line
// that text follows, or `none`.
struct CsvReader::Closing {
    std::size_t close = none;
    std::size_t stray = none;
};

CsvReader::CsvReader(std::string_view text, CsvOptions options) : text_(text), options_(options) {
    skip_preamble();
    if (delimiter_ == ' ' || delimiter_ == options_.quote || is_line_end(delimiter_)) {
        throw Error(Code::invalid_argument, "a CSV delimiter cannot be a space, a quote or a line end");
    }
    if (options_.header && read_row(header_)) {
        width_ = header_.fields.size();
    }
}

void CsvReader::skip_preamble() {
    const auto mark = byte_order_mark(Encoding::utf8);
    if (text_.substr(0, mark.size()) == mark) {
        at_.position = at_.line_start = mark.size();
    }
    const auto rest = text_.substr(at_.position);
    const auto first_line = line_end(at_.position);
    const auto named = separator_line(text_.substr(at_.position, first_line - at_.position));
    delimiter_ = options_.delimiter ? *options_.delimiter : named ? *named : detect_delimiter(rest);
    if (named) {
        at_ = moved(at_, std::min(first_line + (text_.substr(first_line, 2) == "\r\n" ? 2 : 1), text_.size()));
    }
}

bool CsvReader::next(CsvRow& row) {
    if (!read_row(row)) {
        return false;
    }
    const auto fields = row.fields.size();
    if (width_ == 0) {
        width_ = fields;
    } else if (fields != width_) {
        row.problems.push_back({row.line, 0, 0,
                                std::to_string(fields) + (fields == 1 ? " field" : " fields") +
                                    " where the " + (options_.header ? "header" : "first row") + " has " +
                                    std::to_string(width_)});
    }
    return true;
}

bool CsvReader::read_row(CsvRow& row) {
    row.problems.clear();
    while (options_.skip_blank_lines && at_.position < text_.size()) {
        const auto end = skip_spaces(at_.position);
        if (end < text_.size() && !is_line_end(text_[end])) {
            break;
        }
        at_ = moved(at_, std::min(end + 1, text_.size()));
    }
    row.line = at_.line;
    field_ = 0;
    if (at_.position >= text_.size()) {
        row.fields.clear();
        return false;
    }
    for (;;) {
        if (row.fields.size() <= field_) {
            row.fields.emplace_back();
        }
        read_field(row);
        ++field_;
        if (at_.position >= text_.size() || text_[at_.position] != delimiter_) {
            break;
        }
        ++at_.position;
    }
    row.fields.resize(field_);
    if (at_.position < text_.size()) {
        at_ = moved(at_, at_.position + (text_.substr(at_.position, 2) == "\r\n" ? 2 : 1));
    }
    return true;
}

void CsvReader::read_field(CsvRow& row) {
    const auto start = at_.position;
    if (field_ + 1 >= options_.max_fields) {
        const auto end = line_end(start);
        if (text_.substr(start, end - start).find(delimiter_) != none) {
            report(row, start, "more fields than can be read; this one has the rest of the line");
        }
        read_plain(row, end, true);
        return;
    }
    const auto open = skip_spaces(start);
    if (open == text_.size() || text_[open] != options_.quote) {
        read_plain(row, field_end(start), false);
        return;
    }
    const auto closing = find_closing(open);
    if (closing.close != none) {
        read_quoted(row, open, closing.close);
    } else if (closing.stray != none) {
        report(row, closing.stray, "text after the closing quote; the field is kept with its quotes");
        read_plain(row, field_end(closing.stray), true);
    } else {
        report(row, open, "a quote that is never closed; read as text");
        read_plain(row, field_end(start), true);
    }
}

void CsvReader::read_quoted(CsvRow& row, std::size_t open, std::size_t close) {
    if (open > at_.position) {
        report(row, at_.position, "spaces before the opening quote; dropped");
    }
    auto& field = row.fields[field_];
    field.clear();
    for (auto from = open + 1; from < close;) {
        const auto quotes = std::min(text_.find(options_.quote, from), close);
        field.append(text_.substr(from, quotes - from));
        const auto run = std::min(quotes_at(quotes), close - quotes);
        field.append((run + 1) / 2, options_.quote);
        if (run % 2 == 1) {
            report(row, quotes + run - 1, "a quote that is not doubled inside a quoted field; kept as text");
        }
        from = quotes + run;
    }
    if (field.find('\0') != none) {
        report(row, open, "a NUL byte; kept");
    }
    const auto end = skip_spaces(close + 1);
    if (end > close + 1) {
        report(row, close + 1, "spaces after the closing quote; dropped");
    }
    at_ = moved(at_, end);
}

// The field is the text up to `end`, which is on the same line.
void CsvReader::read_plain(CsvRow& row, std::size_t end, bool reported) {
    const auto field = text_.substr(at_.position, end - at_.position);
    row.fields[field_].assign(field);
    if (const auto quote = field.find(options_.quote); quote != none && !reported) {
        report(row, at_.position + quote, "a quote inside an unquoted field; kept as text");
    }
    if (const auto nul = field.find('\0'); nul != none) {
        report(row, at_.position + nul, "a NUL byte; kept");
    }
    at_.position = end;
}

// In a well-formed field only the closing quote makes a run of odd length, so that no sign of a forgotten quote
// is ever seen in one.
//
// Runs of quotes decide: after the opening run, one of even length is text (each two quotes stand for one), one
// of odd length closes the field when a delimiter or line end follows. So where a field closes depends only on
// the runs after its opening one, and a search that failed over a stretch fails for every field opened in it:
// `failed_from_` and `failed_to_` keep that, or a file full of unbalanced quotes would be searched to its end
// again and again. In such a stretch only the stray quote is looked for.
CsvReader::Closing CsvReader::find_closing(std::size_t open) {
    const auto opening = quotes_at(open);
    auto position = open + opening;
    Closing result;
    if (opening % 2 == 0) {
        if (ends_field(position)) {
            return {position - 1, none};
        }
        result.stray = position - 1;
    }
    const bool hopeless = open > failed_from_ && open < failed_to_;
    bool later_line = false;
    bool odd_seen = result.stray != none;
    for (;;) {
        const auto before = position;
        position = std::min(text_.find(options_.quote, before), text_.size());
        const auto between = text_.substr(before, position - before);
        later_line = later_line || std::any_of(between.begin(), between.end(), is_line_end);
        if (position == text_.size()) {
            break;
        }
        if (hopeless && (later_line || odd_seen)) {
            return result;
        }
        const auto run = quotes_at(position);
        if (run % 2 == 1) {
            if (ends_field(position + run)) {
                return {position + run - 1, none};
            }
            const bool opens = starts_field(position);
            if (opens && (later_line || result.stray != none)) {
                break;
            }
            if (!opens && !later_line && !odd_seen) {
                result.stray = position + run - 1;
            }
            odd_seen = true;
        }
        position += run;
    }
    if (!hopeless) {
        failed_from_ = open;
        failed_to_ = position;
    }
    return result;
}

bool CsvReader::ends_field(std::size_t position) const noexcept {
    const auto end = skip_spaces(position);
    return end == text_.size() || text_[end] == delimiter_ || is_line_end(text_[end]);
}

bool CsvReader::starts_field(std::size_t position) const noexcept {
    while (position > 0 && text_[position - 1] == ' ') {
        --position;
    }
    return position == 0 || text_[position - 1] == delimiter_ || is_line_end(text_[position - 1]);
}

std::size_t CsvReader::skip_spaces(std::size_t position) const noexcept {
    while (position < text_.size() && text_[position] == ' ') {
        ++position;
    }
    return position;
}

std::size_t CsvReader::line_end(std::size_t position) const noexcept {
    while (position < text_.size() && !is_line_end(text_[position])) {
        ++position;
    }
    return position;
}

std::size_t CsvReader::field_end(std::size_t position) const noexcept {
    while (position < text_.size() && text_[position] != delimiter_ && !is_line_end(text_[position])) {
        ++position;
    }
    return position;
}

std::size_t CsvReader::quotes_at(std::size_t position) const noexcept {
    auto end = position;
    while (end < text_.size() && text_[end] == options_.quote) {
        ++end;
    }
    return end - position;
}

// The place `end`, counting the lines that end on the way. Between CR and LF the line has not ended yet.
CsvReader::Place CsvReader::moved(Place from, std::size_t end) const noexcept {
    for (auto i = from.position; i < end; ++i) {
        const bool ended =
            text_[i] == '\n' || (text_[i] == '\r' && (i + 1 == text_.size() || text_[i + 1] != '\n'));
        if (ended) {
            ++from.line;
            from.line_start = i + 1;
        }
    }
    from.position = end;
    return from;
}

// `position` is in the field that is being read.
void CsvReader::report(CsvRow& row, std::size_t position, std::string reason) const {
    if (row.problems.size() > max_problems) {
        return;
    }
    if (row.problems.size() == max_problems) {
        reason = "more problems in this row, not listed";
    }
    const auto place = moved(at_, position);
    const auto before = text_.substr(place.line_start, position - place.line_start);
    const auto characters =
        std::count_if(before.begin(), before.end(), [](char c) { return (c & '\xC0') != '\x80'; });
    row.problems.push_back(
        {place.line, field_ + 1, static_cast<std::size_t>(characters) + 1, std::move(reason)});
}

}  // namespace kith::interchange
