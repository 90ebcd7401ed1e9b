#include "text/phone_scan.hpp"

#include "text/utf8.hpp"

#include <algorithm>
#include <array>

namespace kith::text {
namespace {

enum class Sign { digit, letter, plus, open, close, dash, space, slash, pause, hash, newline, other };

// The code point as something that may stand in a telephone number.
struct Token {
    Sign sign = Sign::other;
    char ascii = 0;  // digit '0'-'9', or the character itself where it is ASCII (letters in lower case)
    char32_t code = 0;
};

// Zero digits of the scripts that people write numbers in; their other nine follow.
constexpr char32_t zeros[] = {0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66,
                              0x0CE6, 0x0D66, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x17E0, 0x1810, 0xFF10};

Token classify(char32_t c) {
    const char32_t code = c;
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;  // full width
    if (c < 0x80) {
        const char a = static_cast<char>(c);
        if (a >= '0' && a <= '9') return {Sign::digit, a, code};
        if (a >= 'a' && a <= 'z') return {Sign::letter, a, code};
        if (a >= 'A' && a <= 'Z') return {Sign::letter, static_cast<char>(a + 32), code};
        switch (a) {
            case '+': return {Sign::plus, a, code};
            case '(':
            case '[': return {Sign::open, a, code};
            case ')':
            case ']': return {Sign::close, a, code};
            case '-':
            case '.':
            case '~': return {Sign::dash, a, code};
            case ' ':
            case '\t': return {Sign::space, a, code};
            case '/': return {Sign::slash, a, code};
            case ',':
            case ';': return {Sign::pause, a, code};
            case '#': return {Sign::hash, a, code};
            case '\n':
            case '\r': return {Sign::newline, a, code};
            default: return {Sign::other, a, code};
        }
    }
    if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x30FC || c == 0xFF70 || c == 0x2500 ||
        c == 0xAD || c == 0x301C || c == 0x2043 || c == 0xB7 || c == 0x30FB || c == 0xFF65) {
        return {Sign::dash, '-', code};
    }
    if (c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200F) || c == 0x202F || c == 0x2060 ||
        c == 0xFEFF || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)) {
        return {Sign::space, ' ', code};  // direction marks are invisible company of numbers
    }
    if (c == 0x3010 || c == 0x3014) return {Sign::open, '(', code};
    if (c == 0x3011 || c == 0x3015) return {Sign::close, ')', code};
    if (c == 0x3001 || c == 0xFF64) return {Sign::newline, 0, code};  // 、 parts numbers
    for (const char32_t zero : zeros) {
        if (c >= zero && c < zero + 10) return {Sign::digit, static_cast<char>('0' + (c - zero)), code};
    }
    const bool word = c >= 0xC0 && c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c < 0x3005) && c < 0xFFE0;
    return {word ? Sign::letter : Sign::other, 0, code};
}

// Words that announce an extension, in lower case. Where a script has no spaces a word may begin a longer run.
constexpr std::string_view extension_words[] = {
    "x",       "ext",    "extn", "extension", "extensión",   "extensão", "int",  "interno",    "anexo",
    "ramal",   "poste",  "dw",   "durchwahl", "nebenstelle", "wew",      "доб",  "добавочный", "linje",
    "toestel", "klapka", "内線", "内线",      "內線",        "分机",     "分機", "내선",       "内線番号"};

// A, B, C on 2 ... W, X, Y, Z on 9 (ITU-T E.161).
char keypad_digit(char lower) {
    constexpr std::string_view keys = "22233344455566677778889999";
    return keys[static_cast<std::size_t>(lower - 'a')];
}

class Scanner {
public:
    explicit Scanner(std::string_view text) : text_(text) {}

    PhoneScan run() {
        while (at_ < text_.size() && !done_) step();
        read_context();
        return std::move(scan_);
    }

private:
    Token peek(std::size_t& next) const {
        next = at_;
        return classify(next_code_point(text_, next));
    }

    void step() {
        std::size_t next = 0;
        const Token t = peek(next);
        const bool started = !scan_.digits.empty();
        if (trailing_ && t.sign != Sign::letter && t.sign != Sign::open && t.sign != Sign::close &&
            t.sign != Sign::space && t.sign != Sign::dash) {
            done_ = true;
            return;
        }
        if (t.sign != Sign::digit && t.sign != Sign::letter) note_break();
        switch (t.sign) {
            case Sign::digit:
                if (scan_.digits.size() == PhoneScan::max_digits) {
                    done_ = true;
                } else {
                    scan_.digits += t.ascii;
                }
                break;
            case Sign::letter: return word(t);
            case Sign::plus:
                done_ = started;
                scan_.plus = true;
                break;
            case Sign::open:
                if (opens_trunk_zero(next)) scan_.trunk_zero = scan_.digits.size();
                break;
            case Sign::slash:
                if (started && scan_.slash == PhoneScan::none) scan_.slash = scan_.digits.size();
                break;
            case Sign::space:
                if (started && scan_.gaps.size() < 8) scan_.gaps.push_back(scan_.digits.size());
                break;
            case Sign::pause:
            case Sign::hash:
                if (started) return pause(next, t.ascii);
                break;
            case Sign::newline: done_ = started; break;
            case Sign::other:
                done_ = started && t.ascii != '*' && t.ascii != ':';
                if (!started) scan_.plus = false;
                break;
            case Sign::close:
            case Sign::dash: break;
        }
        at_ = next;
    }

    void note_break() {
        const std::size_t at = scan_.digits.size();
        if (at == 0 || scan_.breaks.size() == 8) return;
        if (scan_.breaks.empty() || scan_.breaks.back() != at) scan_.breaks.push_back(at);
    }

    // "(0)" after a calling code.
    bool opens_trunk_zero(std::size_t next) const {
        if (next >= text_.size() || classify(next_code_point(text_, next)).ascii != '0') return false;
        return next < text_.size() && classify(next_code_point(text_, next)).sign == Sign::close;
    }

    // A run of letters: an announced extension, letters on the keypad, or a word beside the number.
    void word(const Token& first) {
        const std::size_t start = at_;
        std::string run;
        std::size_t end = at_;
        while (at_ < text_.size()) {
            std::size_t next = 0;
            const Token t = peek(next);
            if (t.sign != Sign::letter) break;
            if (run.size() < 40) {
                if (t.ascii != 0) {
                    run += t.ascii;
                } else {
                    append_code_point(run, t.code >= 0x410 && t.code <= 0x42F ? t.code + 0x20 : t.code);
                }
            }
            at_ = end = next;
        }
        const bool known = std::find(std::begin(extension_words), std::end(extension_words), run) !=
                           std::end(extension_words);
        const bool started = !scan_.digits.empty();
        // Before any number "x" and "int" are only words; 内線 and "ext" make an extension by themselves.
        if (known && (started || run.size() > 3 || run == "ext") && extension(end, 10)) {
            done_ = true;
        } else if (!started) {
            scan_.plus = false;
        } else if ((run == "p" || run == "w") && text_.size() > end && extension(end, 6)) {
            done_ = true;  // dial, wait, dial on: how telephones store it
        } else {
            if (!trailing_) keypad(start, first);
            trailing_ = true;
        }
    }

    // Reads on from letters that may be keys: digits, letters and dashes up to the end of the number.
    void keypad(std::size_t start, const Token& first) {
        if (first.ascii == 0 || scan_.digits.size() < 3) return;
        const std::size_t before = start - 1;
        scan_.keypad_attached = text_[before] != ' ' && static_cast<unsigned char>(text_[before]) < 0x80;
        std::string keys = scan_.digits;
        std::size_t letters = 0;
        for (std::size_t at = start; at < text_.size() && keys.size() < 20;) {
            const Token t = classify(next_code_point(text_, at));
            if (t.sign == Sign::digit) {
                keys += t.ascii;
            } else if (t.sign == Sign::letter && t.ascii != 0) {
                keys += keypad_digit(t.ascii);
                ++letters;
            } else if (t.sign != Sign::dash && t.sign != Sign::space) {
                break;
            }
        }
        if (letters >= 3) scan_.keypad = std::move(keys);
    }

    // "," ";" "#": a pause before an extension when few digits follow, otherwise the end of this number.
    void pause(std::size_t next, char sign) {
        done_ = true;
        if (sign == '#' && scan_.digits.size() < 5) {
            done_ = false;
            at_ = next;
            return;
        }
        std::string_view rest = text_.substr(next);
        constexpr std::string_view parameter = "ext=";
        if (starts_with_lower(rest, parameter)) {
            extension(next + parameter.size(), 10);
        } else if (sign != ',' || next >= text_.size() || text_[next] != ' ') {
            while (next < text_.size() && (text_[next] == ',' || text_[next] == ';')) ++next;
            extension(next, 6);
        }
    }

    // Reads an extension of at most `limit` digits that begins at `at` behind optional punctuation.
    bool extension(std::size_t at, std::size_t limit) {
        std::string found;
        std::size_t skipped = 0;
        while (at < text_.size()) {
            const Token t = classify(next_code_point(text_, at));
            if (t.sign == Sign::digit) {
                found += t.ascii;
                if (found.size() > limit) return false;
            } else if (!found.empty()) {
                if (t.sign == Sign::dash && limit > 6) continue;
                break;
            } else {
                const bool mark = t.ascii == ':' || t.ascii == '=' || t.sign == Sign::dash ||
                                  t.sign == Sign::space || t.sign == Sign::open || t.sign == Sign::hash;
                if (!mark || ++skipped > 4) return false;
            }
        }
        scan_.extension = found;
        return !found.empty();
    }

    // ";phone-context=+81-3" of a tel: URI (RFC 3966) completes a local number.
    void read_context() {
        std::size_t begin = 0;
        while (begin < text_.size() && text_[begin] == ' ') ++begin;
        if (scan_.plus || !starts_with_lower(text_.substr(begin), "tel:")) return;
        constexpr std::string_view key = ";phone-context=+";
        const std::size_t found = text_.find(key);
        if (found == std::string_view::npos) return;
        std::string prefix;
        for (const char c : text_.substr(found + key.size())) {
            if (c == ';' || prefix.size() > 15) break;
            if (c >= '0' && c <= '9') prefix += c;
        }
        if (prefix.empty()) return;
        scan_.digits.insert(0, prefix);
        scan_.plus = true;
        scan_.trunk_zero = PhoneScan::none;
        scan_.slash = PhoneScan::none;
        scan_.gaps.clear();
        scan_.keypad.clear();
    }

    static bool starts_with_lower(std::string_view text, std::string_view lower) {
        if (text.size() < lower.size()) return false;
        return std::equal(lower.begin(), lower.end(), text.begin(),
                          [](char l, char t) { return l == (t >= 'A' && t <= 'Z' ? t + 32 : t); });
    }

    std::string_view text_;
    std::size_t at_ = 0;
    bool done_ = false;
    bool trailing_ = false;  // behind a word that follows the number: only an extension may still come
    PhoneScan scan_;
};

}  // namespace

PhoneScan scan_phone(std::string_view text) { return Scanner(text).run(); }

}  // namespace kith::text
