#include "query/layout.hpp"

#include "query/printer.hpp"
#include "query/words.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace kith::query {

namespace {

constexpr std::size_t step = 4;  // spaces of one level

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

/// Writes line after line. The cursor stands at the end of what is written.
class Layout {
public:
    explicit Layout(std::size_t width) : width_(width) {}

    void query(const Query& query) {
        if (!query.condition.empty()) node(query.condition.front(), false);
        for (std::size_t i = 0; i < query.order.size(); ++i) {
            const OrderKey& key = query.order[i];
            const std::string text = print(key.operand) + (key.descending ? " desc" : "");
            if (i == 0) {
                if (!out_.empty()) new_line();
                out_ += "order by " + text;
            } else if (fits(", " + text)) {
                out_ += ", " + text;
            } else {
                out_ += ',';
                indent_ += step;
                new_line();
                indent_ -= step;
                out_ += text;
            }
        }
        if (query.limit) {
            if (!out_.empty()) new_line();
            out_ += "limit " + print(*query.limit);
        }
        if (query.offset) out_ += " offset " + print(*query.offset);
    }

    [[nodiscard]] std::string text() && { return std::move(out_); }

    // `whole` is the node's text on one line.

    void operator()(const Comparison& c, const std::string& whole) {
        if (!c.operand.condition.empty() && c.operand.function != Function::tile) {
            const Node& condition = c.operand.condition.front();
            const std::string head = (c.every ? "every " : "") + std::string(name_of(c.operand.function)) +
                                     " " + print(c.operand.path) + " (";
            around(head, condition, whole.substr(head.size() + print(condition).size()));
            return;
        }
        const std::string values = print(c.values);
        const bool list = c.op == Operator::in || c.op == Operator::exactly || c.op == Operator::has_all ||
                          c.op == Operator::has_any;
        if (!list) {
            out_ += whole;
            return;
        }
        out_ += whole.substr(0, whole.size() - values.size()) + "(";
        indent_ += step;
        new_line();
        for (std::size_t i = 0; i < c.values.size(); ++i) {
            const std::string text = print(c.values[i]) + (i + 1 < c.values.size() ? "," : "");
            if (i > 0 && fits(" " + text))
                out_ += ' ';
            else if (i > 0)
                new_line();
            out_ += text;
        }
        indent_ -= step;
        new_line();
        out_ += ')';
    }

    void operator()(const Related& r, const std::string& whole) {
        if (r.condition.empty()) {
            out_ += whole;
            return;
        }
        const Node& condition = r.condition.front();
        const std::size_t inner = print(condition).size();
        around(whole.substr(0, whole.size() - inner - 1), condition, ")");
    }

    void operator()(const Membership&, const std::string& whole) { out_ += whole; }

    void operator()(const Junction& j, const std::string&) {
        bool first = true;
        for (const Node& term : j.terms) {
            if (!std::exchange(first, false)) {
                new_line();
                out_ += j.all ? "and " : "or ";
            }
            node(term, std::holds_alternative<Junction>(term.form));
        }
    }

    void operator()(const Negation& n, const std::string&) {
        out_ += "not ";
        node(n.term.front(), std::holds_alternative<Junction>(n.term.front().form));
    }

    /// The kinds that no line break would make clearer.
    template <class Form>
    void operator()(const Form&, const std::string& whole) {
        out_ += whole;
    }

private:
    void node(const Node& node, bool in_parentheses) {
        const std::string whole = print(node);
        if (fits(in_parentheses ? "(" + whole + ")" : whole)) {
            out_ += in_parentheses ? "(" + whole + ")" : whole;
        } else if (in_parentheses) {
            around("(", node, ")");
        } else {
            std::visit([&](const auto& form) { (*this)(form, whole); }, node.form);
        }
    }

    /// `head`, the condition on lines of its own, `tail`.
    void around(const std::string& head, const Node& condition, const std::string& tail) {
        out_ += head;
        indent_ += step;
        new_line();
        node(condition, false);
        indent_ -= step;
        new_line();
        out_ += tail;
    }

    void new_line() {
        out_ += '\n';
        line_ = out_.size();
        out_.append(indent_, ' ');
    }

    [[nodiscard]] bool fits(const std::string& text) const {
        return characters(std::string_view(out_).substr(line_)) + characters(text) <= width_;
    }

    std::size_t width_;
    std::size_t indent_ = 0;
    std::size_t line_ = 0;  // where the last line begins
    std::string out_{};
};

}  // namespace

std::string print_lines(const Query& query, std::size_t width) {
    Layout layout(width);
    layout.query(query);
    return std::move(layout).text();
}

}  // namespace kith::query
