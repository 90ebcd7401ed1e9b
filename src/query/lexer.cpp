#include "query/lexer.hpp"

#include "query/failure.hpp"
#include "query/limits.hpp"
#include "text/number.hpp"
#include "text/utf8.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <utility>

namespace kith::query {

namespace {

constexpr bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
constexpr bool is_ascii_letter(char32_t c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

constexpr bool is_space(char32_t c) {
    return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
           c == 0x3000 || c == 0xFEFF;
}

/// The ASCII character a full-width form or a sign of its own stands for; others as they are.
constexpr char32_t plain(char32_t c) {
    if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFEE0;  // ！ to ～
    switch (c) {
        case 0x3001: return ',';  // 、
        case 0xFF64: return ',';  // half-width 、
        case 0x2212: return '-';  // minus sign
        default: return c;
    }
}

/// The closing quote for an opening one; 0 when `c` opens nothing.
constexpr char32_t closing_quote(char32_t c) {
    switch (c) {
        case '"': return '"';
        case '\'': return '\'';
        case 0x300C: return 0x300D;  // 「」
        case 0x300E: return 0x300F;  // 『』
        case 0xFF62: return 0xFF63;  // half-width 「」
        case 0x201C: return 0x201D;
        case 0x2018: return 0x2019;
        case 0xFF02: return 0xFF02;  // full-width "
        case 0xFF07: return 0xFF07;  // full-width '
        default: return 0;
    }
}

constexpr bool is_closing_only(char32_t c) {
    return c == 0x300D || c == 0x300F || c == 0xFF63 || c == 0x201D || c == 0x2019;
}

/// Letters, digits and everything beyond ASCII that is neither space nor punctuation of the language.
constexpr bool is_word(char32_t c) {
    if (c < 0x80) return is_ascii_letter(c) || is_digit(c) || c == '_';
    return !is_space(c) && closing_quote(c) == 0 && !is_closing_only(c) && c != 0x3002 /* 。 */ &&
           c != text::replacement_character && !(c < 0xA0) && c != 0x2260 && c != 0x2264 && c != 0x2265 &&
           c != 0x2266 && c != 0x2267;
}

constexpr bool is_joiner(char32_t c) {
    return c == '.' || c == '@' || c == ':' || c == '/' || c == '&' || c == '#' || c == '+' || c == '-';
}

class Lexer {
public:
    explicit Lexer(std::string_view text) : text_(text) { read(); }

    std::vector<Token> run() {
        std::vector<Token> tokens;
        for (;;) {
            const bool glued = !skip_space();
            Token token = next();
            token.glued = glued;
            tokens.push_back(std::move(token));
            if (tokens.back().kind == Token::Kind::end) return tokens;
        }
    }

private:
    /// Decodes the character at the cursor into raw_ (as written) and c_ (its plain form).
    void read() {
        start_ = next_;
        if (start_ >= text_.size()) {
            raw_ = c_ = 0;
            end_ = true;
            return;
        }
        raw_ = text::next_code_point(text_, next_);
        if (raw_ == text::replacement_character && next_ - start_ == 1) {
            fail(at_, {"the text is not UTF-8", "文字コードがUTF-8ではありません"});
        }
        c_ = plain(raw_);
    }

    void advance() {
        if (raw_ == '\n') {
            ++at_.line;
            at_.column = 1;
        } else {
            ++at_.column;
        }
        read();
    }

    /// The plain form of the character after the current one; 0 at the end.
    [[nodiscard]] char32_t peek() const {
        std::size_t at = next_;
        return at < text_.size() ? plain(text::next_code_point(text_, at)) : 0;
    }

    bool skip_space() {
        bool any = false;
        while (!end_ && is_space(raw_)) {
            any = true;
            advance();
        }
        return any;
    }

    Token next() {
        Token token;
        token.at = at_;
        if (end_) return token;
        if (closing_quote(raw_) != 0) return string();
        if (c_ == ':' && is_word(peek())) return parameter();
        if (starts_atom()) return atom();
        return symbol();
    }

    [[nodiscard]] bool starts_atom() const {
        if (is_word(c_)) return true;
        const char32_t after = peek();
        if (c_ == '-') return is_digit(after) || after == '-';
        if (c_ == '+') return is_digit(after);
        if (c_ == '.' && closing_quote(after) != 0) return true;  // between two quoted steps of a path
        return (c_ == '@' || c_ == '.' || c_ == '#' || c_ == '/') && is_word(after);
    }

    Token atom() {
        Token token;
        token.kind = Token::Kind::atom;
        token.at = at_;
        do {
            text::append_code_point(token.text, c_);
            advance();
        } while (!end_ && (is_word(c_) || is_joiner(c_)));
        return token;
    }

    Token parameter() {
        Token token;
        token.kind = Token::Kind::parameter;
        token.at = at_;
        for (advance(); !end_ && is_word(c_); advance()) text::append_code_point(token.text, c_);
        return token;
    }

    Token string() {
        Token token;
        token.kind = Token::Kind::string;
        token.at = at_;
        const char32_t open = raw_;
        const char32_t close = closing_quote(open);
        for (advance();; advance()) {
            if (end_) {
                fail(token.at,
                     {"the quotes opened here are never closed", "ここで始まる引用符が閉じられていません"});
            }
            if (raw_ == close) {
                advance();
                if (open != close || raw_ != close || end_) return token;
            }
            text::append_code_point(token.text, raw_);
        }
    }

    Token symbol() {
        Token token;
        token.kind = Token::Kind::symbol;
        token.at = at_;
        switch (raw_) {
            case 0x2260: token.text = "!="; break;
            case 0x2264:
            case 0x2266: token.text = "<="; break;
            case 0x2265:
            case 0x2267: token.text = ">="; break;
            default: break;
        }
        if (token.text.empty()) {
            const char32_t after = peek();
            if (c_ == '(' || c_ == ')' || c_ == ',' || c_ == '%')
                token.text = static_cast<char>(c_);
            else if (c_ == '=')
                token.text = "=";
            else if (c_ == '<')
                token.text = after == '=' ? "<=" : after == '>' ? "!=" : "<";
            else if (c_ == '>')
                token.text = after == '=' ? ">=" : ">";
            else if (c_ == '!' && after == '=')
                token.text = "!=";
            else {
                std::string character;
                text::append_code_point(character, raw_);
                if (raw_ < 0x20 || raw_ == 0x7F) character = "control character " + std::to_string(raw_);
                fail(at_, {"a field, a value or an operator", "項目、値または演算子"}, quote(character));
            }
            if (token.text.size() == 2 || (c_ == '=' && after == '=')) advance();
        }
        advance();
        return token;
    }

    std::string_view text_;
    std::size_t start_ = 0;
    std::size_t next_ = 0;
    char32_t raw_ = 0;
    char32_t c_ = 0;
    bool end_ = false;
    Position at_{1, 1};
};

}  // namespace

bool Token::word(std::string_view lower_case) const noexcept {
    if (kind != Kind::atom || text.size() != lower_case.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] + 32) : text[i];
        if (c != lower_case[i]) return false;
    }
    return true;
}

std::vector<Token> lex(std::string_view text) {
    if (text.size() > limits::text_bytes) {
        fail_limit({1, 1}, {"the query is too long, in bytes", "問い合わせの長さ（バイト数）"},
                   limits::text_bytes);
    }
    return Lexer(text).run();
}

bool is_number(std::string_view text) noexcept {
    std::size_t i = !text.empty() && (text[0] == '+' || text[0] == '-') ? 1 : 0;
    const auto digits = [&] {
        const std::size_t from = i;
        while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
        return i > from;
    };
    if (!digits()) return false;
    if (i < text.size() && text[i] == '.') {
        ++i;
        if (!digits()) return false;
    }
    return i == text.size();
}

std::string digits_of(double value) {
    std::string digits = fmt::format("{}", value);
    if (is_number(digits)) return digits;
    // the fewest places that tell it apart from other doubles
    int places = std::abs(value) < 1 ? -static_cast<int>(std::floor(std::log10(std::abs(value)))) : 0;
    for (double read = 0;; ++places) {
        digits = fmt::format("{:.{}f}", value, places);
        text::from_chars(digits, read);
        if (read == value) return digits;
    }
}

bool is_atom(std::string_view text) {
    if (text.empty()) return false;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t start = at;
        const char32_t c = text::next_code_point(text, at);
        if ((c == text::replacement_character && at - start == 1) || plain(c) != c) return false;
        if (start == 0) {
            std::size_t peek = at;
            const char32_t after = at < text.size() ? plain(text::next_code_point(text, peek)) : 0;
            const bool starts = is_word(c) || (c == '-' && (is_digit(after) || after == '-')) ||
                                (c == '+' && is_digit(after)) ||
                                ((c == '@' || c == '#' || c == '/') && is_word(after));
            if (!starts) return false;
        } else if (!is_word(c) && !is_joiner(c)) {
            return false;
        }
    }
    return true;
}

}  // namespace kith::query
