#include "text/regex_compiler.hpp"

#include "text/fold.hpp"
#include "text/utf8.hpp"

#include <algorithm>

namespace kith::text {

namespace {

bool is_space(char32_t c) { return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0xA0 || c == 0x3000; }
bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
bool is_ascii_letter(char32_t c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

/// Signs that mean something outside brackets.
bool is_sign(char32_t c) {
    return c < 0x80 &&
           std::string_view(".[](){}*+?|^$\\").find(static_cast<char>(c)) != std::string_view::npos;
}

std::u32string decoded(std::string_view utf8) {
    std::u32string all;
    for (std::size_t at = 0; at < utf8.size();) all += next_code_point(utf8, at);
    return all;
}

std::u32string folded(const std::u32string& characters) {
    std::string utf8;
    for (const char32_t c : characters) append_code_point(utf8, c);
    return decoded(fold(utf8));
}

/// All word characters.
const std::vector<std::pair<char32_t, char32_t>>& word_ranges() {
    static const auto all = [] {
        std::vector<std::pair<char32_t, char32_t>> ranges;
        char32_t from = 0;
        bool in = false;
        for (char32_t c = 0; c <= 0x10000; ++c) {  // all beyond are word characters
            const bool word = is_word_character(c);
            if (word == in) continue;
            if (in) ranges.emplace_back(from, c - 1);
            from = c;
            in = word;
        }
        ranges.emplace_back(from, 0x10FFFF);
        return ranges;
    }();
    return all;
}

}  // namespace

RegexCompiler::RegexCompiler(std::string_view pattern) : pattern_(decoded(pattern)) {}

void RegexCompiler::fail(std::string en, std::string ja, std::size_t limit) const {
    throw RegexProblem{std::move(en), std::move(ja), std::min(at_, pattern_.size()) + 1, limit};
}

std::size_t RegexCompiler::add(Node node) {
    nodes_.push_back(std::move(node));
    return nodes_.size() - 1;
}

Regex RegexCompiler::compile() {
    const std::size_t whole = either();
    if (!at_end()) fail("no '(' for this ')'", "「)」に対応する「(」がありません");
    emit(whole);
    put({Regex::Instruction::Op::found, 0, 0, 0});
    return std::move(result_);
}

std::size_t RegexCompiler::either() {
    Node node;
    node.kind = Node::Kind::either;
    node.inner.push_back(all());
    while (peek() == '|' && !at_end()) {
        ++at_;
        node.inner.push_back(all());
    }
    return node.inner.size() == 1 ? node.inner.front() : add(std::move(node));
}

std::size_t RegexCompiler::all() {
    Node node;
    node.kind = Node::Kind::all;
    while (!at_end() && peek() != '|' && peek() != ')') node.inner.push_back(repeated(one()));
    return node.inner.size() == 1 ? node.inner.front() : add(std::move(node));
}

std::size_t RegexCompiler::one() {
    const char32_t c = peek();
    const auto sign = [&](Node::Kind kind) {
        ++at_;
        Node node;
        node.kind = kind;
        return add(std::move(node));
    };
    switch (c) {
        case '(': return group();
        case '[': return bracket();
        case '\\': return escape();
        case '.': return sign(Node::Kind::any);
        case '^': return sign(Node::Kind::start);
        case '$': return sign(Node::Kind::end);
        case '*':
        case '+':
        case '?': fail("nothing to repeat before this", "繰り返す対象がありません");
        default: return plain();
    }
}

std::size_t RegexCompiler::group() {
    if (level_ == Regex::most_levels)
        fail("levels of groups", "グループの入れ子の段数", static_cast<std::size_t>(level_));
    ++level_;
    const std::size_t opened = at_++;
    if (peek() == '?') {
        if (peek(1) != ':')
            fail("'(?:': looking ahead, behind and named groups are not known here",
                 "「(?:」（先読み・後読み・名前付きグループは使えません）");
        at_ += 2;
    }
    const std::size_t node = either();
    if (peek() != ')') {
        at_ = opened;
        fail("a ')' for this '('", "「(」に対応する「)」");
    }
    ++at_;
    --level_;
    return node;
}

/// Plain characters are folded together, because some become one (ｶ and ﾞ); spaces one by one, runs of them once, as
/// folding would drop those at the ends.
std::size_t RegexCompiler::plain() {
    Node node;
    if (is_space(peek())) {
        while (!at_end() && is_space(peek())) ++at_;
        node.text = U" ";
        return add(std::move(node));
    }
    std::u32string run;
    do {
        run += peek();
        ++at_;
    } while (!at_end() && !is_sign(peek()) && !is_space(peek()));
    // the last one is repeated alone, with its sound mark
    const bool marked =
        run.back() == 0xFF9E || run.back() == 0xFF9F || run.back() == 0x3099 || run.back() == 0x309A;
    const std::size_t last = marked ? 2 : 1;
    if (run.size() > last && at_repeat()) {
        run.resize(run.size() - last);
        at_ -= last;
    }
    node.text = folded(run);
    return add(std::move(node));
}

bool RegexCompiler::named_set(char32_t letter, Regex::Set& set) {
    switch (letter | 0x20) {
        case 'd': set.ranges.emplace_back('0', '9'); break;
        case 's': set.ranges.emplace_back(' ', ' '); break;
        case 'w': set.ranges = word_ranges(); break;
        default: return false;
    }
    set.negated = letter < 'a';
    return true;
}

std::size_t RegexCompiler::escape() {
    ++at_;
    if (at_end()) fail("a character after '\\'", "「\\」の後の文字");
    const char32_t c = peek();
    Node node;
    if (c == 'b' || c == 'B') {
        ++at_;
        node.kind = c == 'b' ? Node::Kind::boundary : Node::Kind::no_boundary;
        return add(std::move(node));
    }
    Regex::Set set;
    if (is_ascii_letter(c) && named_set(c, set)) {
        ++at_;
        node.kind = Node::Kind::set;
        node.set = result_.sets_.size();
        result_.sets_.push_back(std::move(set));
        return add(std::move(node));
    }
    if (is_digit(c)) fail("no back reference: they cannot be found in linear time", "後方参照は使えません");
    if (is_ascii_letter(c) && c != 'n' && c != 't' && c != 'r')
        fail("one of \\d \\w \\s \\b, their capitals, or '\\' before a sign",
             "\\d \\w \\s \\b とその大文字、または記号の前の「\\」");
    ++at_;
    node.text = is_ascii_letter(c) ? U" " : folded(std::u32string(1, c));  // \n and \t are folded to spaces
    if (is_space(c)) node.text = U" ";
    return add(std::move(node));
}

void RegexCompiler::add_range(Regex::Set& set, char32_t low, char32_t high) {
    constexpr char32_t few = 1024;
    set.ranges.emplace_back(low, high);
    if (high - low < few) folded_ += high - low + 1;
    if (folded_ > Regex::most_class_characters)
        fail("characters of all classes in one pattern", "パターンの文字クラスの文字数",
             Regex::most_class_characters);
    const auto fold_one = [](char32_t c) {
        const std::u32string form = folded(std::u32string(1, c));
        return form.size() == 1 ? form.front() : c;
    };
    if (high - low >= few) {
        const char32_t first = fold_one(low);
        const char32_t last = fold_one(high);
        if (first <= last && (first != low || last != high)) set.ranges.emplace_back(first, last);
        return;
    }
    for (char32_t c = low; c <= high; ++c) {
        const char32_t form = fold_one(c);
        if (form == c) continue;
        auto& back = set.ranges.back();
        if (set.ranges.size() > 1 && form == back.second + 1)
            back.second = form;
        else if (form < back.first || form > back.second)
            set.ranges.emplace_back(form, form);
    }
}

/// In order and apart, as Set::has looks for them.
void RegexCompiler::put_in_order(Regex::Set& set) {
    std::sort(set.ranges.begin(), set.ranges.end());
    std::vector<std::pair<char32_t, char32_t>> joined;
    for (const auto& [low, high] : set.ranges) {
        if (!joined.empty() && low <= joined.back().second + 1)
            joined.back().second = std::max(joined.back().second, high);
        else
            joined.emplace_back(low, high);
    }
    set.ranges = std::move(joined);
}

char32_t RegexCompiler::bracket_character() {
    if (at_end()) fail("a ']' for this '['", "「[」に対応する「]」");
    char32_t c = peek();
    ++at_;
    if (c != '\\') return c;
    if (at_end()) fail("a character after '\\'", "「\\」の後の文字");
    c = peek();
    if (is_digit(c) || (is_ascii_letter(c) && c != 'n' && c != 't' && c != 'r'))
        fail("one of \\d \\w \\s, or '\\' before a sign", "\\d \\w \\s または記号の前の「\\」");
    ++at_;
    return is_ascii_letter(c) ? U' ' : c;
}

std::size_t RegexCompiler::bracket() {
    const std::size_t opened = at_++;
    Regex::Set set;
    if (peek() == '^' && !at_end()) {
        set.negated = true;
        ++at_;
    }
    for (bool first = true;; first = false) {
        if (at_end()) {
            at_ = opened;
            fail("a ']' for this '['", "「[」に対応する「]」");
        }
        if (peek() == ']' && !first) break;
        Regex::Set named;
        if (peek() == '\\' && is_ascii_letter(peek(1)) && named_set(peek(1), named)) {
            if (named.negated)
                fail("a class without \\D, \\W or \\S: use [^...]",
                     "\\D \\W \\S のない文字クラス（[^...] を使います）");
            at_ += 2;
            set.ranges.insert(set.ranges.end(), named.ranges.begin(), named.ranges.end());
            continue;
        }
        const char32_t low = bracket_character();
        if (peek() != '-' || peek(1) == ']' || at_ + 1 >= pattern_.size()) {
            add_range(set, is_space(low) ? U' ' : low, is_space(low) ? U' ' : low);
            continue;
        }
        ++at_;
        const char32_t high = bracket_character();
        if (high < low) fail("a range from low to high", "小さい文字から大きい文字への範囲");
        add_range(set, low, high);
    }
    ++at_;
    put_in_order(set);
    Node node;
    node.kind = Node::Kind::set;
    node.set = result_.sets_.size();
    result_.sets_.push_back(std::move(set));
    return add(std::move(node));
}

bool RegexCompiler::at_repeat() const noexcept {
    const char32_t c = peek();
    return !at_end() && (c == '*' || c == '+' || c == '?' || (c == '{' && is_digit(peek(1))));
}

bool RegexCompiler::counts(std::size_t& least, std::size_t& most) {
    const auto number = [&] {
        std::size_t value = 0;
        while (is_digit(peek())) {
            value = value * 10 + (peek() - '0');
            if (value > Regex::most_repeats)
                fail("repetitions in {...}", "{...} の繰り返し回数", Regex::most_repeats);
            ++at_;
        }
        return value;
    };
    ++at_;
    least = most = number();
    bool endless = false;
    if (peek() == ',') {
        ++at_;
        endless = !is_digit(peek());
        most = endless ? 0 : number();
    }
    if (peek() != '}') fail("'}', as in {2} or {2,5}", "{2} や {2,5} のような「}」");
    if (!endless && most < least) fail("a lower count first, as in {2,5}", "{2,5} のように小さい回数が先");
    ++at_;
    return !endless;
}

std::size_t RegexCompiler::repeated(std::size_t node) {
    if (!at_repeat()) return node;
    Node repeat;
    repeat.kind = Node::Kind::repeat;
    repeat.inner.push_back(node);
    bool bounded = false;
    switch (peek()) {
        case '{': bounded = counts(repeat.least, repeat.most); break;
        case '+': repeat.least = 1; [[fallthrough]];
        case '*': ++at_; break;
        default:
            ++at_;
            repeat.most = 1;
            bounded = true;
            break;
    }
    if (bounded && repeat.most == 0) {  // x{0} is nothing
        repeat.inner.clear();
        repeat.kind = Node::Kind::all;
    }
    if (peek() == '?' && !at_end()) ++at_;
    if (at_repeat())
        fail("one repetition: put a group around what is repeated twice",
             "一つの繰り返し（二重にはグループを使います）");
    return add(std::move(repeat));
}

std::uint32_t RegexCompiler::put(Regex::Instruction instruction) {
    if (result_.program_.size() == Regex::most_instructions)
        fail("instructions of one pattern", "パターンの命令数", Regex::most_instructions);
    result_.program_.push_back(instruction);
    return static_cast<std::uint32_t>(result_.program_.size() - 1);
}

void RegexCompiler::emit(std::size_t index) {
    using Op = Regex::Instruction::Op;
    // nodes that write nothing are repeated too
    if (++emitted_ > 4 * Regex::most_instructions)
        fail("instructions of one pattern", "パターンの命令数", Regex::most_instructions);
    const auto here = [&] { return static_cast<std::uint32_t>(result_.program_.size()); };
    const Node& node = nodes_[index];
    switch (node.kind) {
        case Node::Kind::text:
            for (const char32_t c : node.text) put({Op::character, c, 0, 0});
            break;
        case Node::Kind::any: put({Op::any, 0, 0, 0}); break;
        case Node::Kind::set: put({Op::set, static_cast<char32_t>(node.set), 0, 0}); break;
        case Node::Kind::start: put({Op::start, 0, 0, 0}); break;
        case Node::Kind::end: put({Op::end, 0, 0, 0}); break;
        case Node::Kind::boundary: put({Op::boundary, 0, 0, 0}); break;
        case Node::Kind::no_boundary: put({Op::no_boundary, 0, 0, 0}); break;
        case Node::Kind::all:
            for (const std::size_t inner : node.inner) emit(inner);
            break;
        case Node::Kind::either: {
            std::vector<std::uint32_t> ends;
            for (std::size_t i = 0; i < node.inner.size(); ++i) {
                const bool last = i + 1 == node.inner.size();
                const std::uint32_t split = last ? 0 : put({Op::split, 0, here() + 1, 0});
                emit(node.inner[i]);
                if (last) break;
                ends.push_back(put({Op::jump, 0, 0, 0}));
                result_.program_[split].other = here();
            }
            for (const std::uint32_t end : ends) result_.program_[end].next = here();
            break;
        }
        case Node::Kind::repeat: {
            const std::size_t inner = node.inner.front();
            const std::size_t least = node.least;
            const std::size_t most = node.most;
            for (std::size_t i = 0; i < least; ++i) emit(inner);
            if (most == 0) {
                const std::uint32_t split = put({Op::split, 0, here() + 1, 0});
                emit(inner);
                put({Op::jump, 0, split, 0});
                result_.program_[split].other = here();
                break;
            }
            std::vector<std::uint32_t> splits;
            for (std::size_t i = least; i < most; ++i) {
                splits.push_back(put({Op::split, 0, here() + 1, 0}));
                emit(inner);
            }
            for (const std::uint32_t split : splits) result_.program_[split].other = here();
            break;
        }
    }
}

std::variant<Regex, RegexProblem> Regex::compile(std::string_view pattern) {
    try {
        return RegexCompiler(pattern).compile();
    } catch (RegexProblem& problem) {
        return std::move(problem);
    }
}

}  // namespace kith::text
