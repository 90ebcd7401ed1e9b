#include "text/similarity.hpp"
#include "text/utf8.hpp"

#include <string>
#include <utility>

namespace kith::text {
namespace {

constexpr std::size_t key_length = 6;  // signs per word

// Reads one word of ASCII letters and writes its key.
class WordKey {
public:
    explicit WordKey(std::string_view word) : word_(word) {}

    std::string run() {
        skip_silent_start();
        while (at_ < word_.size() && key_.size() < key_length) step();
        return std::move(key_);
    }

private:
    char letter(std::size_t i) const { return i < word_.size() ? word_[i] : '\0'; }
    char next(std::size_t ahead = 1) const { return letter(at_ + ahead); }
    char previous() const { return at_ > 0 ? word_[at_ - 1] : '\0'; }
    bool has(std::string_view text) const { return word_.substr(at_, text.size()) == text; }
    bool ends_with(std::string_view text) const { return word_.substr(at_) == text; }
    static bool is_vowel(char c) {
        return std::string_view("aeiouy").find(c) != std::string_view::npos && c != '\0';
    }
    static bool is_front(char c) { return c == 'e' || c == 'i' || c == 'y'; }

    void skip_silent_start() {
        for (const std::string_view start : {"kn", "gn", "pn", "wr", "ps", "mn"}) {
            if (has(start)) at_ = 1;
        }
        if (has("x")) take("S", 1);
        if (has("wh")) take("F", 2);
    }

    // Writes a sound, once where it repeats, and moves on.
    void take(std::string_view sound, std::size_t letters) {
        for (const char s : sound) {
            if (key_.size() < key_length && (key_.empty() || key_.back() != s || gap_)) key_ += s;
            gap_ = false;
        }
        at_ += letters;
    }

    void step() {
        const char c = word_[at_];
        const std::size_t twice = next() == c ? 2 : 1;
        switch (c) {
            case 'a':
            case 'e':
            case 'i':
            case 'o':
            case 'u':
            case 'y':
                if (key_.empty() && at_ == 0)
                    take("A", 1);
                else
                    ++at_;
                gap_ = true;  // the same consonant on both sides of a vowel counts twice
                break;
            case 'b':
                if (ends_with("mb"))
                    ++at_;
                else if (previous() == 'm' && at_ + 1 == word_.size())
                    ++at_;
                else
                    take("P", twice);
                break;
            case 'c': return step_c();
            case 'd':
                if (has("dg") && is_front(next(2)))
                    take("J", 2);
                else if (has("dt"))
                    take("T", 2);
                else
                    take("T", twice);
                break;
            case 'f':
            case 'v': take("F", twice); break;
            case 'g': return step_g(twice);
            case 'h':
                if (is_vowel(next()) && (at_ == 0 || is_vowel(previous())))
                    take("H", 1);
                else
                    ++at_;
                break;
            case 'j':  // a consonant before a vowel, else part of a vowel (czajkowski)
                if (is_vowel(next(twice)))
                    take("J", twice);
                else
                    at_ += twice;
                break;
            case 'k':
            case 'q': take("K", twice); break;
            case 'l': take("L", twice); break;
            case 'm': take("M", twice); break;
            case 'n': take("N", twice); break;
            case 'p':
                if (has("ph") || has("pf"))
                    take("F", 2);
                else
                    take("P", twice);
                break;
            case 'r': take("R", twice); break;
            case 's': return step_s(twice);
            case 't':
                if (has("tch"))
                    take("X", 3);
                else if (has("tio") || has("tia"))
                    take("X", 1);
                else if (has("tz"))
                    take("S", 2);
                else if (has("th"))
                    take("T", 2);
                else
                    take("T", twice);
                break;
            case 'w':
                if (is_vowel(next()) || has("wsk"))
                    take("F", 1);
                else
                    ++at_;
                break;
            case 'x': take("KS", 1); break;
            case 'z':
                if (has("zh"))
                    take("J", 2);
                else
                    take("S", twice);
                break;
            default:
                take(std::string_view(&word_[at_], 1), 1);  // a digit
                gap_ = true;
        }
    }

    void step_c() {
        if (has("chr") || has("chl"))
            take("K", 2);
        else if (has("ch") || has("cz"))
            take("X", 2);
        else if (has("cci") || has("cce"))
            take("X", 2);
        else if (has("cia") || has("cio"))
            take("X", 1);
        else if (is_front(next()))
            take("S", 1);
        else if (has("ck") || has("cq") || has("cc"))
            take("K", 2);
        else
            take("K", 1);
    }

    void step_g(std::size_t twice) {
        if (has("gh")) {
            if (at_ == 0)
                take("K", 2);
            else
                at_ += 2;
        } else if (ends_with("gn") || (has("gn") && ends_with("gne"))) {
            ++at_;
        } else if (has("geo") || has("gio") || has("gia") || has("giu") || (at_ > 0 && ends_with("ge"))) {
            take("J", 1);
        } else {
            take("K", twice);
        }
    }

    void step_s(std::size_t twice) {
        if (has("sch")) {
            const char after = next(3);
            const bool consonant = after != '\0' && !is_vowel(after);
            take(consonant ? "S" : "X", 3);
        } else if (has("sh")) {
            take("X", 2);
        } else if (has("sio") || has("sia")) {
            take("X", 1);
        } else if ((has("sc") && is_front(next(2))) || has("sz")) {
            take("S", 2);
        } else {
            take("S", twice);
        }
    }

    std::string_view word_;
    std::size_t at_ = 0;
    std::string key_;
    bool gap_ = false;
};

}  // namespace

std::string metaphone(std::string_view folded) {
    std::string out;
    std::string latin;   // the word being read
    std::string native;  // or its form in another script
    const auto finish = [&] {
        const std::string key = native.empty() ? WordKey(latin).run() : native + latin;
        if (!key.empty()) {
            if (!out.empty()) out += ' ';
            out += key;
        }
        latin.clear();
        native.clear();
    };
    for (std::size_t at = 0; at < folded.size();) {
        const char32_t c = next_code_point(folded, at);
        if (c < 0x80) {
            const char a = static_cast<char>(c);
            if ((a >= 'a' && a <= 'z') || (a >= '0' && a <= '9'))
                latin += a;
            else if (a >= 'A' && a <= 'Z')
                latin += static_cast<char>(a + 32);
            else if (a != '\'' && a != '.')
                finish();
        } else if (c != replacement_character) {
            native += std::exchange(latin, {});
            append_code_point(native, c);
        }
    }
    finish();
    return out;
}

}  // namespace kith::text
