#include "query/estimate.hpp"

#include <algorithm>
#include <cmath>
#include <list>
#include <map>
#include <optional>
#include <string_view>

namespace kith::query {

namespace {

/// A line of the plan and the lines below it.
struct Step {
    std::string_view text{};
    std::list<Step> parts{};

    [[nodiscard]] bool begins(std::string_view with) const { return text.substr(0, with.size()) == with; }
    [[nodiscard]] bool has(std::string_view piece) const {
        return text.find(piece) != std::string_view::npos;
    }
    [[nodiscard]] std::string last_word() const { return std::string(text.substr(text.rfind(' ') + 1)); }
    /// It goes through rows, for each of which the next such step does.
    [[nodiscard]] bool is_loop() const {
        return begins("SCAN ") || begins("SEARCH ") || begins("MULTI-INDEX OR") || begins("COMPOUND") ||
               begins("MERGE");
    }
    /// Its parts are alternatives, one after the other.
    [[nodiscard]] bool has_alternatives() const {
        return begins("MULTI-INDEX OR") || begins("COMPOUND") || begins("MERGE") ||
               (!parts.empty() && parts.front().begins("SETUP"));
    }
};

/// The steps that begin at a line, so deep or deeper.
std::list<Step> steps_from(const std::vector<std::string>& plan, std::size_t& line, std::size_t depth) {
    std::list<Step> steps;
    while (line < plan.size()) {
        const std::size_t indent = plan[line].find_first_not_of(' ');
        if (indent == std::string::npos || indent < depth) break;
        const std::string_view text = std::string_view(plan[line]).substr(indent);
        ++line;
        steps.push_back({text, steps_from(plan, line, indent + 1)});
    }
    return steps;
}

/// What visiting costs, and how many rows come out of it.
struct Rows {
    double visited = 0;
    double found = 1;
};

/// What an index of words or places finds, of which nothing can be said beforehand.
constexpr double found_elsewhere = 100;
/// What of a key's rows each end of a range lets in: what SQLite takes it for.
constexpr double part_of_range = 0.25;

class Estimate {
public:
    explicit Estimate(TableSizes& sizes) : sizes_(sizes) {}

    /// Steps beside one another: tables joined row by row, in the order in which they stand, and what is asked besides.
    /// `by_row`: they are asked of a row at hand.
    Rows joined(const std::list<Step>& steps, bool by_row = false) {
        make_sets(steps);
        double before = 0;           // each time
        double each = 0;             // for every row that is found
        std::optional<double> list;  // values of the first one that is made
        for (const Step& step : steps) {
            if (step.is_loop() || step.begins("SET ?")) continue;
            if (step.begins("CORRELATED ")) {
                each += joined(step.parts, true).visited;
                continue;
            }
            const Rows rows = step.has_alternatives() ? together(step.parts) : joined(step.parts);
            if (step.begins("CO-ROUTINE ") || step.begins("MATERIALIZE ")) {
                before += rows.visited;
                made_.insert_or_assign(step.last_word(), rows.found);
            } else {
                once_ += rows.visited;
            }
            if (step.begins("LIST SUBQUERY") && !list) list = rows.found;
        }
        Rows all;
        bool first = true;
        for (const Step& step : steps) {
            if (!step.is_loop()) continue;
            Rows rows;
            if (step.has_alternatives()) {
                rows = together(step.parts);
            } else {
                rows.found = rows_of(step.text);
                // Searched by the values of a list, that often. A list behind a scan or a range is only looked into.
                if (first && !by_row && list && step.begins("SEARCH ") && step.has("=?"))
                    rows.found *= std::max(*list, 1.0);
                rows.visited = rows.found;
            }
            all.visited += all.found * rows.visited;
            all.found *= rows.found;
            first = false;
        }
        all.visited += before + all.found * each;
        return all;
    }

    /// What is done once for the statement, besides.
    [[nodiscard]] double once() const { return once_; }

private:
    /// Alternatives, one after the other.
    Rows together(const std::list<Step>& parts) {
        Rows all{0, 0};
        for (const Step& part : parts) {
            const Rows rows = joined(part.parts);
            all.visited += rows.visited;
            all.found += rows.found;
        }
        return all;
    }

    /// The sets stand behind what reads them.
    void make_sets(const std::list<Step>& steps) {
        for (const Step& step : steps) {
            if (!step.begins("SET ?")) continue;
            const Rows set = joined(step.parts);
            once_ += set.visited;
            set_rows_ = std::max(set_rows_, set.found);
        }
    }

    double rows_of(std::string_view step) {
        const std::size_t begin = step.find(' ') + 1;
        const std::string name(step.substr(begin, step.find(' ', begin) - begin));
        if (step.find(" VIRTUAL TABLE ") != std::string_view::npos)
            return name == "kith_set" ? set_rows_ : found_elsewhere;
        if (const auto made = made_.find(name); made != made_.end()) return made->second;
        const std::string index = word_after(step, " INDEX ");
        const std::string table = index.empty() ? table_called(name) : sizes_.table_of(index);
        const double rows = sizes_.rows(table);
        if (step.substr(0, 5) == "SCAN ") return std::max(rows, 1.0);
        if (step.find("rowid=?") != std::string_view::npos) return 1;
        const int equal = count(step, "=?");
        const int ends = count(step, ">?") + count(step, "<?");
        if (equal + ends == 0) return 1;              // the least or greatest
        if (table == "change" && ends > 0) return 1;  // the journal is searched for what came next or before
        double found = equal == 0 ? rows : sizes_.rows_of_one_key(table, index, equal);
        for (int end = 0; end < ends; ++end) found *= part_of_range;
        return std::max(found, 1.0);
    }

    static std::string word_after(std::string_view text, std::string_view mark) {
        const std::size_t at = text.find(mark);
        if (at == std::string_view::npos) return {};
        const std::size_t begin = at + mark.size();
        return std::string(text.substr(begin, text.find(' ', begin) - begin));
    }

    static int count(std::string_view text, std::string_view piece) {
        int pieces = 0;
        for (std::size_t at = text.find(piece); at != std::string_view::npos; at = text.find(piece, at + 1))
            ++pieces;
        return pieces;
    }

    /// The table that an alias of the compiler's stands for: "contact_2", "contact_2_summary".
    std::string table_called(const std::string& alias) {
        constexpr std::string_view summary = "_summary";
        if (alias.size() > summary.size() &&
            alias.compare(alias.size() - summary.size(), summary.size(), summary) == 0)
            return "contact_summary";
        const std::size_t end = alias.find_last_not_of("0123456789");
        const bool numbered = end != std::string::npos && end + 1 < alias.size() && alias[end] == '_';
        return numbered ? alias.substr(0, end) : alias;
    }

    TableSizes& sizes_;
    double once_ = 0;
    double set_rows_ = 1;                                // of the largest set so far
    std::map<std::string, double, std::less<>> made_{};  // rows of what is made on the way, by name
};

}  // namespace

std::int64_t estimated_rows(TableSizes& sizes, const std::vector<std::string>& plan) {
    constexpr double most = 1e15;
    std::size_t line = 0;
    const std::list<Step> steps = steps_from(plan, line, 0);
    Estimate estimate(sizes);
    const double visited = estimate.joined(steps).visited;
    return std::llround(std::min(visited + estimate.once(), most));
}

}  // namespace kith::query
