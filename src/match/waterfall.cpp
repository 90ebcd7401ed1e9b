// An explanation as a picture: a bar for each row, which begins where the one before it ended.
#include "text/markup.hpp"
#include "text/script.hpp"
#include "text/utf8.hpp"

#include <kith/duplicates.hpp>
#include <kith/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace kith {
namespace {

constexpr double least_width = 480, most_width = 4000;
constexpr double margin = 16;
constexpr double head = 44, row_height = 40, bar_height = 18, foot = 26;
constexpr double number_width = 72;   // of the column with the bits
constexpr double column_width = 6.3;  // of a small Latin letter; kanji and kana take two
constexpr std::size_t most_ticks = 8;
constexpr double most_bits = 1e6;  // of a row: more is no logarithm of any odds

// Rules name the class of the picture, since one that stands inside a page shares its style sheet with the page.
constexpr std::string_view light = R"(
.kith-waterfall{font:13px system-ui,"Segoe UI","Hiragino Sans","Noto Sans CJK JP","Yu Gothic UI",Meiryo,sans-serif}
.kith-waterfall text{fill:#1f2328}
.kith-waterfall .title{font-size:15px;font-weight:600}
.kith-waterfall .name{font-weight:600}
.kith-waterfall .small{font-size:11px}
.kith-waterfall .quiet{fill:#59636e}
.kith-waterfall .right{text-anchor:end}
.kith-waterfall .middle{text-anchor:middle}
.kith-waterfall .paper{fill:#ffffff}
.kith-waterfall line{stroke:#d8dee4}
.kith-waterfall .zero,.kith-waterfall .joint{stroke:#818b98}
.kith-waterfall .for{fill:#2f8f5b}
.kith-waterfall .against{fill:#c9564c}
.kith-waterfall .sum{fill:#4573b5}
.kith-waterfall .rarity{fill:#000000;fill-opacity:.3}
.kith-waterfall .usual{fill:none;stroke:#59636e;stroke-dasharray:3 2}
)";
constexpr std::string_view dark = R"(@media (prefers-color-scheme:dark){
.kith-waterfall text{fill:#e6edf3}
.kith-waterfall .quiet{fill:#9aa4af}
.kith-waterfall .paper{fill:#15191f}
.kith-waterfall line{stroke:#30363d}
.kith-waterfall .zero,.kith-waterfall .joint{stroke:#818b98}
.kith-waterfall .for{fill:#46b67a}
.kith-waterfall .against{fill:#e0746a}
.kith-waterfall .sum{fill:#6b9be0}
.kith-waterfall .rarity{fill-opacity:.45}
.kith-waterfall .usual{stroke:#9aa4af}
}
)";

bool is_wide(char32_t c) {
    return text::is_kanji(c) || text::is_kana(c) || text::is_hangul(c) || (c >= 0x3000 && c <= 0x30FF) ||
           (c >= 0xFF01 && c <= 0xFF60) || c >= 0x1F000;
}

/// XML 1.0 has no control characters but three, and no noncharacters: not even as references.
char32_t allowed(char32_t c) {
    if (c == '\t' || c == '\n' || c == '\r') return ' ';
    if (c < 0x20 || c == 0xFFFE || c == 0xFFFF) return text::replacement_character;
    return c;
}

/// A value as the content of an element; cut with an ellipsis where it takes more than so many columns.
std::string shown(std::string_view value, std::size_t most = std::string_view::npos) {
    std::string plain;
    std::size_t columns = 0, fits = 0;  // bytes of `plain` after which the ellipsis still has room
    bool cut = false;
    for (std::size_t at = 0; at < value.size() && !cut;) {
        const char32_t c = allowed(text::next_code_point(value, at));
        columns += is_wide(c) ? 2 : 1;
        cut = columns > most;
        if (cut) break;
        text::append_code_point(plain, c);
        if (columns < most) fits = plain.size();
    }
    if (cut) plain.resize(fits);
    std::string result;
    text::append_escaped(result, plain);
    return cut ? result + "…" : result;
}

/// "+3.2", "-0.5", "0.0": never a zero with a sign.
std::string signed_bits(double bits) {
    std::string number = fmt::format("{:+.1f}", bits);
    return std::abs(bits) < 0.05 ? "0.0" : number;
}

/// Log odds in bits as a percentage that is never rounded to certainty.
std::string percent(double bits) {
    const double probability = 100 / (1 + std::exp2(-bits));
    if (probability > 99.99) return "more than 99.99 %";
    if (probability < 0.01) return "less than 0.01 %";
    return fmt::format("{:.2f} %", probability);
}

/// "ada / ada l."; one of them where both are the same or the other side has none.
std::string values_of(const Evidence& row) {
    if (row.left == row.right || row.right.empty()) return row.left;
    return row.left.empty() ? row.right : row.left + " / " + row.right;
}

/// A row with the running totals, in bits.
struct Bar {
    const Evidence* row = nullptr;
    double from = 0;
    double to = 0;
    double usual = 0;  ///< where a value as frequent as usual would have ended
};

/// The last row is about the records before looking at anything, so it begins.
std::vector<Bar> bars_of(const std::vector<Evidence>& rows) {
    std::vector<Bar> bars;
    double total = 0;
    const auto add = [&](const Evidence& row) {
        if (!(std::abs(row.weight) <= most_bits && std::abs(row.frequency) <= most_bits)) {
            throw Error(Code::invalid_argument,
                        fmt::format("the evidence of '{}' is no number of bits that can be drawn", row.field),
                        {.field = row.field});
        }
        bars.push_back({&row, total, total + row.weight, total + row.weight - row.frequency});
        total += row.weight;
    };
    if (!rows.empty()) add(rows.back());
    for (std::size_t i = 0; i + 1 < rows.size(); ++i) add(rows[i]);
    return bars;
}

class Drawing {
public:
    Drawing(const std::vector<Evidence>& rows, const WaterfallOptions& options)
        : options_(options), bars_(bars_of(rows)), total_(bars_.empty() ? 0 : bars_.back().to) {
        for (const Bar& bar : bars_) {
            low_ = std::min({low_, bar.to, bar.usual});
            high_ = std::max({high_, bar.to, bar.usual});
            marks_ = marks_ || bar.row->frequency != 0;
        }
        if (high_ - low_ < 1) high_ = low_ + 1;  // nothing to be seen: any scale will do
        plot_ = std::floor(options.width * 0.44);
        plot_width_ = options.width - plot_ - number_width - margin;
        columns_ = static_cast<std::size_t>((plot_ - 2 * margin) / column_width);
    }

    std::string svg() {
        const double rows = static_cast<double>(bars_.size() + 1) * row_height;
        const double height = head + rows + (bars_.empty() ? 0 : foot) + (marks_ ? foot : 0) + margin / 2;
        write("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"kith-waterfall\" role=\"img\" "
              "width=\"{0:.0f}\" height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} {1:.0f}\">\n",
              options_.width, height);
        write("<title>{}</title>\n<desc>{}</desc>\n<style>{}{}</style>\n", shown(title()), description(),
              light, dark);
        write("<rect class=\"paper\" width=\"{:.0f}\" height=\"{:.0f}\" rx=\"8\"/>\n", options_.width, height);
        const auto heading_columns =
            static_cast<std::size_t>((options_.width - 2 * margin) / (column_width * 1.4));
        label(margin, 28, "title", shown(title(), heading_columns));
        if (bars_.empty())
            label(margin, head + 20, "quiet", "There is nothing that both records know.");
        else
            waterfall(head + rows);
        out_ += "</svg>\n";
        return std::move(out_);
    }

private:
    template <class... Arguments>
    void write(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
        fmt::format_to(std::back_inserter(out_), format, std::forward<Arguments>(arguments)...);
    }

    [[nodiscard]] std::string title() const {
        return options_.title.empty() ? "Are they the same?" : options_.title;
    }

    /// The whole picture in words, for those who cannot see it.
    [[nodiscard]] std::string description() const {
        if (bars_.empty()) return "There is nothing that both records know.";
        std::string text = "Evidence in bits, one after the other.";
        for (const Bar& bar : bars_)
            text += fmt::format(" {}, {}: {}.", shown(bar.row->field), shown(bar.row->level),
                                signed_bits(bar.row->weight));
        return text +
               fmt::format(" Together {}: {} likely to be the same.", signed_bits(total_), percent(total_));
    }

    [[nodiscard]] double x(double bits) const { return plot_ + (bits - low_) / (high_ - low_) * plot_width_; }

    void label(double x, double y, std::string_view kind, std::string_view escaped) {
        write("<text x=\"{:.2f}\" y=\"{:.2f}\" class=\"{}\">{}</text>\n", x, y, kind, escaped);
    }

    void line(double x1, double y1, double x2, double y2, std::string_view kind) {
        write("<line x1=\"{:.2f}\" y1=\"{:.2f}\" x2=\"{:.2f}\" y2=\"{:.2f}\" class=\"{}\"/>\n", x1, y1, x2,
              y2, kind);
    }

    void box(double from, double to, double y, std::string_view kind) {
        const double left = x(std::min(from, to)), right = x(std::max(from, to));
        write("<rect x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{:.0f}\" class=\"{}\"/>\n", left, y,
              right - left, bar_height, kind);
    }

    void waterfall(double bottom) {
        axis(bottom);
        double y = head;
        for (const Bar& bar : bars_) {
            row(bar, y);
            y += row_height;
        }
        sum(y);
        if (marks_)
            label(margin, bottom + 2 * foot - 6, "small quiet",
                  "shaded: because the value is rarer here than "
                  "usual; dashed: what a value as frequent as usual would have said");
    }

    /// Lines at round numbers of bits, few enough to be read.
    void axis(double bottom) {
        double step = 1;
        for (int i = 0; (high_ - low_) / step > static_cast<double>(most_ticks); ++i)
            step *= i % 3 == 1 ? 2.5 : 2;
        for (double bits = std::ceil(low_ / step) * step; bits <= high_; bits += step) {
            const bool zero = std::abs(bits) < step / 2;
            line(x(bits), head - 6, x(bits), bottom, zero ? "zero" : "grid");
            label(x(bits), bottom + 16, "small quiet middle", zero ? "0 bits" : fmt::format("{:+.0f}", bits));
        }
    }

    void row(const Bar& bar, double y) {
        const Evidence& evidence = *bar.row;
        const std::string values = values_of(evidence);
        out_ += "<g>";
        write("<title>{}, {}: {} bits", shown(evidence.field), shown(evidence.level),
              signed_bits(evidence.weight));
        if (evidence.frequency != 0) write(", of it {} for how rare it is", signed_bits(evidence.frequency));
        if (!values.empty()) write(" ({})", shown(values));
        out_ += "</title>\n";
        const auto name_columns = columns_ * 4 / 5;  // larger letters
        const std::string name = shown(evidence.field, name_columns);
        write("<text x=\"{:.2f}\" y=\"{:.2f}\"><tspan class=\"name\">{}</tspan> {}</text>\n", margin,
              y + (values.empty() ? 20 : 14), name,
              shown(evidence.level, name_columns - std::min(name_columns - 1, evidence.field.size() + 1)));
        if (!values.empty()) label(margin, y + 29, "small quiet", shown(values, columns_));
        const double top = y + (row_height - bar_height) / 2 - 2;
        box(bar.from, bar.to, top, evidence.weight < 0 ? "against" : "for");
        if (evidence.frequency != 0) rarity(bar, top);
        line(x(bar.to), top + bar_height, x(bar.to), top + row_height, "joint");
        label(options_.width - margin, top + 14, "right", signed_bits(evidence.weight));
        out_ += "</g>\n";
    }

    /// From where a usual value would have ended to where this one does: shaded as far as that lies within the bar, and
    /// outlined where a usual value would have said more, or the opposite.
    void rarity(const Bar& bar, double top) {
        const auto [left, right] = std::minmax(bar.from, bar.to);
        const double within = std::clamp(bar.usual, left, right);
        if (within != bar.to) box(within, bar.to, top, "rarity");
        if (within != bar.usual) box(bar.usual, within, top, "usual");
    }

    void sum(double y) {
        const double top = y + (row_height - bar_height) / 2 - 2;
        label(margin, y + 14, "name", "together");
        label(margin, y + 29, "small quiet", percent(total_) + " likely to be the same");
        box(0, total_, top, "sum");
        label(options_.width - margin, top + 14, "right name", signed_bits(total_));
    }

    const WaterfallOptions& options_;
    std::vector<Bar> bars_;
    double total_;
    double low_ = 0;  // bits
    double high_ = 0;
    bool marks_ = false;
    double plot_ = 0;  // where the plot begins
    double plot_width_ = 0;
    std::size_t columns_ = 0;
    std::string out_;
};

}  // namespace

std::string waterfall_svg(const std::vector<Evidence>& evidence, const WaterfallOptions& options) {
    if (!(options.width >= least_width && options.width <= most_width)) {
        throw Error(Code::invalid_argument, fmt::format("the width of a waterfall is {} to {} pixels, not {}",
                                                        least_width, most_width, options.width));
    }
    return Drawing(evidence, options).svg();
}

}  // namespace kith
