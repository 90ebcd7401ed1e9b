#include "report.hpp"

#include <iomanip>
#include <sstream>

namespace dedupe {

namespace {

constexpr const char* style = R"(
body{font:15px/1.5 system-ui,"Hiragino Sans","Noto Sans CJK JP","Yu Gothic UI",Meiryo,sans-serif;max-width:58rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}
h1{font-size:1.5rem}h2{margin-top:2.2rem;border-bottom:2px solid #ddd}h3{margin:1.4rem 0 .3rem;font-size:1.05rem}
table{border-collapse:collapse;width:100%;margin:.5rem 0}td,th{text-align:left;padding:.2rem .6rem;border-bottom:1px solid #ddd;vertical-align:top}
code{background:#f2f2f2;padding:.1rem .35rem;border-radius:4px}svg{max-width:100%;height:auto}.p{float:right}
@media (prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}h2{border-color:#30363d}td,th{border-color:#30363d}code{background:#262c36}})";

std::string escaped(const std::string& text) { return kith::marked(text, {}, "", "", true); }

std::string percent(double probability) {
    std::ostringstream text;
    text << std::fixed << std::setprecision(2) << probability * 100 << " %";
    return text.str();
}

void drawn(std::ostream& out, const Reasons& reasons) {
    out << kith::waterfall_svg(reasons.evidence,
                               {.title = reasons.left + " and " + reasons.right, .width = 860});
}

void united(std::ostream& out, const Report& report) {
    out << "<h2>United</h2>";
    if (report.united.empty()) out << "<p>Nobody was there twice.</p>";
    for (const United& each : report.united) {
        out << "<h3><span class=p>" << percent(each.probability) << "</span>";
        for (std::size_t i = 0; i < each.names.size(); ++i)
            out << (i == 0 ? "" : " = ") << escaped(each.names[i]);
        out << "</h3>";
        for (const Reasons& reasons : each.reasons) drawn(out, reasons);
        if (!each.fields.empty()) out << "<table><tr><th>field<th>kept<th>because<th>instead of</tr>";
        for (const kith::MergedField& field : each.fields) {
            out << "<tr><td>" << escaped(field.field) << "<td>" << escaped(field.chosen.to_string()) << "<td>"
                << escaped(field.reason) << "<td>";
            const char* between = "";
            for (const kith::Value& value : field.values) {
                if (value.empty() || value == field.chosen) continue;
                out << between << escaped(value.to_string());
                between = "<br>";
            }
            out << "</tr>";
        }
        if (!each.fields.empty()) out << "</table>";
        out << "<p>To take it back: <code>kith --db " << escaped(report.base) << " unmerge " << each.merge
            << "</code></p>";
    }
}

void review(std::ostream& out, const Report& report) {
    out << "<h2>To be looked at</h2>";
    if (report.review.empty()) out << "<p>Nothing: everybody else is clearly somebody else.</p>";
    for (const Reasons& reasons : report.review) {
        out << "<h3><span class=p>" << percent(reasons.probability) << "</span>" << escaped(reasons.left)
            << " = " << escaped(reasons.right) << "?</h3>";
        drawn(out, reasons);
        const std::string pair = " " + reasons.left_record + " " + reasons.right_record + "</code>";
        const std::string command = "<code>kith --db " + escaped(report.base);
        out << "<p>The same: " << command << " merge" << pair << "; not the same: " << command << " different"
            << pair << "</p>";
    }
}

void not_understood(std::ostream& out, const kith::ImportReport& report) {
    out << "<h2>Not understood</h2>";
    bool any = false;
    for (const std::string& warning : report.warnings) out << "<p>" << escaped(warning) << "</p>";
    for (const auto& [column, values] : report.ignored)
        out << "<p>Column " << escaped(column) << " is not kept: " << values << " values</p>";
    for (const kith::ImportedRow& row : report.rows)
        for (const kith::ImportProblem& problem : row.problems) {
            if (!any) out << "<table><tr><th>line<th>row<th>field<th>what is wrong<th>the row</tr>";
            any = true;
            out << "<tr><td>" << problem.line << "<td>" << escaped(row.title) << "<td>"
                << escaped(problem.field) << "<td>" << escaped(problem.reason) << "<td>"
                << kith::name_of(row.outcome) << "</tr>";
        }
    if (any) out << "</table>";
    if (!any && report.warnings.empty() && report.ignored.empty()) out << "<p>Nothing: every value was.</p>";
}

}  // namespace

void write(std::ostream& out, const Report& report) {
    const kith::ImportReport& import = report.import;
    out << "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'><title>"
        << escaped(import.source) << ", cleaned</title><style>" << style << "</style><h1>"
        << escaped(import.source) << ", cleaned</h1><p>" << import.total << " rows ("
        << escaped(import.format) << ", " << escaped(import.encoding) << "), " << report.before
        << " records, " << report.after << " after uniting what is the same with at least "
        << percent(report.threshold) << ". The cleaned rows are in <code>" << escaped(report.sheet)
        << "</code>; everything, with its history, in <code>" << escaped(report.base)
        << "</code>.</p><p>In each drawing the bars add up: one bit doubles the odds that both are the same.</p>";
    united(out, report);
    review(out, report);
    not_understood(out, import);
    out << "</html>\n";
}

}  // namespace dedupe
