#include "page.hpp"

#include <fstream>
#include <iomanip>
#include <sstream>

namespace tour {

namespace {

constexpr const char* style = R"(
body{font:15px/1.5 system-ui,"Hiragino Sans","Noto Sans CJK JP",sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}
h1{font-size:1.6rem}h2{margin-top:2.5rem;border-bottom:2px solid #ddd}
table{border-collapse:collapse;width:100%;margin:.6rem 0}td,th{text-align:left;padding:.25rem .6rem;border-bottom:1px solid #eee;vertical-align:top}
th{font-weight:600;color:#555}.n{text-align:right;font-variant-numeric:tabular-nums}
svg{max-width:100%;height:auto}
.pair{border:1px solid #ddd;border-radius:8px;padding:.6rem 1rem;margin:1rem 0}.pair h3{margin:.2rem 0;font-size:1.05rem}
.p{float:right;font-weight:600}.tag{background:#e8eef8;border-radius:1rem;padding:.1rem .7rem;margin-right:.3rem}
code{background:#f4f4f4;padding:.15rem .4rem;border-radius:4px}small{color:#777})";

std::string escaped(const std::string& text) {
    std::string result;
    for (const char c : text) {
        switch (c) {
            case '&': result += "&amp;"; break;
            case '<': result += "&lt;"; break;
            case '>': result += "&gt;"; break;
            case '"': result += "&quot;"; break;
            default: result += c;
        }
    }
    return result;
}

std::string fixed(double number, int digits) {
    std::ostringstream text;
    text << std::fixed << std::setprecision(digits) << number;
    return text.str();
}

void pair(std::ostream& out, const Reasons& reasons) {
    out << "<div class=pair><span class=p>" << fixed(reasons.probability * 100, 2) << " %</span><h3>"
        << escaped(reasons.left) << " &mdash; " << escaped(reasons.right) << "</h3>"
        << kith::waterfall_svg(reasons.evidence,
                               {.title = reasons.left + " and " + reasons.right, .width = 900})
        << "</div>";
}

/// What a merge would do, before it is made.
void preview(std::ostream& out, const Preview& preview) {
    out << "<h2>A merge, before it is made</h2><p>";
    for (std::size_t i = 0; i < preview.titles.size(); ++i)
        out << (i == 0 ? "" : i == 1 ? " takes in " : ", ") << escaped(preview.titles[i]);
    out << ". Nothing is written by looking.</p><table><tr><th>field<th>kept<th>because<th>instead of</tr>";
    for (const kith::MergedField& field : preview.result.fields) {
        out << "<tr><td>" << escaped(field.field) << "<td>" << escaped(field.chosen.to_string()) << "<td>"
            << escaped(field.reason) << "<td>";
        bool first = true;
        for (const kith::Value& value : field.values) {
            if (value.empty() || value == field.chosen) continue;
            out << (first ? "" : "<br>") << escaped(value.to_string());
            first = false;
        }
        out << "</tr>";
    }
    out << "</table><p>";
    for (const auto& [table, count] : preview.result.moved)
        out << "<span class=tag>" << escaped(table) << ": " << count << " follow</span>";
    out << "</p>";
}

void rows(std::ostream& out, const kith::Rows& table) {
    out << "<table><tr>";
    for (const std::string& column : table.columns) out << "<th>" << escaped(column);
    out << "</tr>";
    for (const auto& row : table.rows) {
        out << "<tr>";
        for (const kith::Value& value : row) {
            const auto* time = value.as<kith::Time>();
            out << "<td>"
                << escaped(time != nullptr ? kith::to_string(*time).substr(0, 16) : value.to_string());
        }
        out << "</tr>";
    }
    out << "</table>";
}

void imports(std::ostream& out, const Page& page) {
    out << "<h2>What came in</h2><table><tr><th>file<th>format<th>encoding<th class=n>rows<th class=n>created<th class=n>"
           "failed</tr>";
    for (const kith::ImportReport& report : page.imports)
        out << "<tr><td>" << escaped(report.source) << "<td>" << escaped(report.format) << "<td>"
            << escaped(report.encoding) << "<td class=n>" << report.total << "<td class=n>" << report.created
            << "<td class=n>" << report.failed << "</tr>";
    out << "</table>";
}

void card(std::ostream& out, const Card& card) {
    const kith::Contact& c = card.contact;
    out << "<h2>One contact: " << escaped(c.name.display()) << "</h2>";
    for (const std::string& tag : c.tags) out << "<span class=tag>" << escaped(tag) << "</span>";
    out << "<table>";
    const auto line = [&](const char* name, const std::string& value, const std::string& label) {
        if (value.empty()) return;
        out << "<tr><th>" << name << "<td>" << escaped(value);
        if (!label.empty()) out << " <small>" << escaped(label) << "</small>";
        out << "</tr>";
    };
    line("reading", c.name.phonetic_family + " " + c.name.phonetic_given, "");
    for (const std::string& position : card.positions) line("works at", position, "");
    for (const kith::Email& email : c.emails) line("e-mail", email.address, email.label);
    for (const kith::Phone& phone : c.phones) line("phone", phone.number, phone.label);
    for (const kith::Address& a : c.addresses)
        line("address",
             a.raw.empty() ? a.number + " " + a.street + " " + a.locality + " " + a.region + " " + a.postcode
                           : a.raw,
             a.label);
    if (c.birthday) line("birthday", c.birthday->to_string(), "");
    line("notes", c.notes, "");
    out << "</table><h3>Timeline</h3>";
    rows(out, card.timeline);
    out << "<h3>History</h3><table><tr><th>when<th>what<th>field<th>from<th>to</tr>";
    for (const kith::Change& change : card.history) {
        const char* what = change.action == kith::ChangeAction::added     ? "added"
                           : change.action == kith::ChangeAction::removed ? "removed"
                                                                          : "changed";
        out << "<tr><td>" << kith::to_string(change.at).substr(0, 16) << "<td>" << what << "<td>"
            << escaped(change.field) << "<td>" << escaped(change.from.to_string()) << "<td>"
            << escaped(change.to.to_string()) << "</tr>";
    }
    out << "</table>";
}

}  // namespace

void write_page(const std::filesystem::path& path, const Page& page) {
    std::ofstream out(path, std::ios::binary);
    out << "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
           "<title>kith: the tour</title><style>"
        << style << "</style><h1>From messy files to one contact base</h1><p>" << page.contacts_before
        << " contacts came in; " << page.clusters
        << " groups of duplicates were found; after merging the sure ones " << page.contacts_after
        << " remain.</p>";
    imports(out, page);
    out << "<h2>Duplicates, and why</h2><p>Each bar adds bits of evidence to those before it: +1 doubles the odds that both "
           "are one person, &minus;1 halves them.</p>";
    for (const Reasons& reasons : page.duplicates) pair(out, reasons);
    if (!page.look_alikes.empty()) {
        out << "<h2>Look-alikes that stay apart</h2><p>They share something, and are below the threshold.</p>";
        for (const Reasons& reasons : page.look_alikes) pair(out, reasons);
    }
    if (!page.preview.titles.empty()) preview(out, page.preview);
    card(out, page.card);
    out << "<h2>Segment: " << escaped(page.segment.name) << "</h2><p><code>" << escaped(page.segment.query)
        << "</code> &mdash; " << page.segment.count << " members</p>";
    rows(out, page.segment.members);
    out << "</html>\n";
    if (!out.flush()) throw kith::Error(kith::Code::io, "'" + path.string() + "' cannot be written");
}

}  // namespace tour
