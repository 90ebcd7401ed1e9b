#include "interchange/iso2022.hpp"

#include "text/utf8.hpp"

#include <algorithm>
#include <array>

namespace kith::interchange {

namespace {

// Each run between two escapes is decoded as EUC-JP; offsets are scaled back (kana have one byte here and two
// there).
class Iso2022Reader {
public:
    Iso2022Reader(Decoder& euc, std::string_view bytes, std::string& out, std::vector<std::size_t>* bad)
        : euc_(euc), bytes_(bytes), out_(out), bad_(bad) {}

    void read() {
        while (i_ < bytes_.size()) {
            if (bytes_[i_] == '\x1B') {
                read_escape();
            } else if (width_ == 0) {
                read_ascii();
            } else {
                read_run();
            }
        }
    }

private:
    void read_escape() {
        struct Escape {
            std::string_view text;
            std::size_t width;
            char prefix;
        };
        static constexpr std::array<Escape, 7> escapes{{{"\x1B(B", 0, 0},
                                                        {"\x1B(J", 0, 0},
                                                        {"\x1B(I", 1, '\x8E'},
                                                        {"\x1B$@", 2, 0},
                                                        {"\x1B$B", 2, 0},
                                                        {"\x1B$(B", 2, 0},
                                                        {"\x1B$(D", 2, '\x8F'}}};
        for (const auto& escape : escapes) {
            if (bytes_.substr(i_, escape.text.size()) == escape.text) {
                width_ = escape.width;
                prefix_ = escape.prefix;
                i_ += escape.text.size();
                return;
            }
        }
        put_bad(i_++);
    }

    void read_ascii() {
        const auto end = std::min(bytes_.find('\x1B', i_), bytes_.size());
        for (; i_ < end; ++i_) {
            if (byte_at(bytes_, i_) < 0x80) {
                out_.push_back(bytes_[i_]);
            } else {
                put_bad(i_);
            }
        }
    }

    void read_run() {
        const auto start = i_;
        std::string euc;
        const auto graphic = [&](std::size_t k) {
            return byte_at(bytes_, k) > 0x20 && byte_at(bytes_, k) < 0x7F;
        };
        while (graphic(i_) && (width_ == 1 || graphic(i_ + 1))) {
            if (prefix_ != 0) {
                euc.push_back(prefix_);
            }
            for (std::size_t k = 0; k < width_; ++k, ++i_) {
                euc.push_back(static_cast<char>(byte_at(bytes_, i_) | 0x80));
            }
        }
        std::vector<std::size_t> bad;
        out_.append(euc_.decode(euc, &bad));
        const auto euc_width = width_ + (prefix_ != 0 ? 1 : 0);
        for (const auto offset : bad) {
            note(start + offset / euc_width * width_);
        }
        if (i_ == bytes_.size() || bytes_[i_] == '\x1B') {
            return;
        }
        // A control character or a space passes through, a line end also returns to ASCII; the rest is broken.
        const auto byte = byte_at(bytes_, i_);
        if (byte <= 0x20) {
            out_.push_back(bytes_[i_]);
            width_ = byte == '\n' || byte == '\r' ? 0 : width_;
        } else {
            put_bad(i_);
        }
        ++i_;
    }

    void note(std::size_t offset) {
        if (bad_ != nullptr) {
            bad_->push_back(offset);
        }
    }
    void put_bad(std::size_t offset) {
        out_.append(text::replacement_utf8);
        note(offset);
    }

    Decoder& euc_;
    std::string_view bytes_;
    std::string& out_;
    std::vector<std::size_t>* bad_;
    std::size_t i_ = 0;
    std::size_t width_ = 0;  // bytes per character: 0 ASCII, 1 half-width kana, 2 kanji
    char prefix_ = 0;        // what EUC-JP puts before such a character
};

}  // namespace

std::string iso2022_to_utf8(std::string_view bytes, Decoder& euc, std::vector<std::size_t>* bad_offsets) {
    std::string out;
    Iso2022Reader(euc, bytes, out, bad_offsets).read();
    return out;
}

std::string euc_to_iso2022(std::string_view euc) {
    std::string out;
    std::string_view current = "\x1B(B";
    const auto shift = [&](std::string_view escape) {
        if (current != escape) {
            out.append(escape);
            current = escape;
        }
    };
    for (std::size_t i = 0; i < euc.size();) {
        const auto byte = byte_at(euc, i);
        const std::size_t skip = byte == 0x8E || byte == 0x8F ? 1 : 0;
        const std::size_t count = byte == 0x8E || byte < 0x80 ? 1 : 2;
        shift(byte < 0x80 ? "\x1B(B" : byte == 0x8E ? "\x1B(I" : byte == 0x8F ? "\x1B$(D" : "\x1B$B");
        for (std::size_t k = 0; k < count; ++k) {
            out.push_back(static_cast<char>(byte_at(euc, i + skip + k) & 0x7F));
        }
        i += skip + count;
    }
    shift("\x1B(B");
    return out;
}

}  // namespace kith::interchange
