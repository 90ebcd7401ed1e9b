#include "interchange/vcard.hpp"

#include "interchange/vcard_lines.hpp"
#include "interchange/vcard_parse.hpp"

#include <algorithm>
#include <deque>

namespace kith::interchange {

namespace {

constexpr std::size_t max_problems = 100;
constexpr std::size_t max_properties = 100'000;
// Cards inside an open card of which it is not yet clear whether they are nested in it, and how deep cards nest.
constexpr std::size_t max_undecided = 8;
constexpr std::size_t max_depth = 8;

// What follows the colon of "BEGIN:" or "END:", trimmed; nothing when the line is something else.
std::optional<std::string_view> after_keyword(std::string_view line, std::string_view keyword) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !same_name(without_blanks(line.substr(0, colon)), keyword)) {
        return std::nullopt;
    }
    return without_blanks(line.substr(colon + 1));
}

bool begins_card(std::string_view line) {
    const auto what = after_keyword(line, "BEGIN");
    return what && same_name(*what, "VCARD");
}

bool ends_card(std::string_view line) {
    const auto what = after_keyword(line, "END");
    return what && same_name(*what, "VCARD");
}

// The start of a line for a message, in UTF-8 and cut.
std::string excerpt(std::string line) {
    constexpr std::size_t longest = 60;
    if (line.size() > longest) {
        auto cut = longest;
        while (cut > 0 && (line[cut] & '\xC0') == '\x80') {
            --cut;
        }
        line = line.substr(0, cut) + "...";
    }
    return line;
}

}  // namespace

class VCardReader::Impl {
public:
    explicit Impl(std::string_view bytes)
        : detected(detect_encoding(bytes)),
          text_(converted(bytes)),
          lines_(text_),
          parser_(detected.encoding == Encoding::utf8 || !owned_.empty() ? std::nullopt
                                                                         : std::optional(detected.encoding),
                  !owned_.empty()) {}

    bool next(VCard& card, std::vector<VCardProblem>& problems) {
        problems_ = &problems;
        while (ready_.empty() && !done_) {
            read_line();
        }
        problems_ = nullptr;
        if (ready_.empty()) {
            return false;
        }
        card = std::move(ready_.front());
        ready_.pop_front();
        return true;
    }

    Detected detected;

    [[nodiscard]] double progress() const noexcept {
        return text_.empty() ? 1 : static_cast<double>(lines_.offset()) / static_cast<double>(text_.size());
    }

private:
    // A card whose END has not come yet.
    struct OpenCard {
        VCard card{};
        bool certainly_nested = false;  // it follows an empty AGENT
        bool agent_waits = false;       // the last line was an empty AGENT
        std::size_t undecided =
            0;  // the last ones in card.nested, which may turn out to be cards after this one
        std::size_t last_line = 0;  // the last line that surely belongs to it
    };

    std::string_view converted(std::string_view bytes) {
        switch (detected.encoding) {
            case Encoding::utf16le:
            case Encoding::utf16be:
            case Encoding::utf32le:
            case Encoding::utf32be:
            case Encoding::iso2022jp: owned_ = to_utf8(bytes, detected.encoding); return owned_;
            default: return bytes.substr(detected.bom);
        }
    }

    // ---- structure ----

    void read_line() {
        if (!assemble()) {
            finish();
        } else if (const auto what = after_keyword(line_, "BEGIN")) {
            if (same_name(*what, "VCARD")) {
                open_card();
            } else {
                skip_block(std::string(*what));
            }
        } else if (const auto ended = after_keyword(line_, "END")) {
            if (same_name(*ended, "VCARD")) {
                close_card();
            } else {
                report(number_, 1,
                       "\"" + excerpt(parser_.decode(line_)) + "\" ends nothing that is open; skipped");
            }
        } else if (open_.empty()) {
            if (!outside_) {
                report(number_, 0, "text outside of any vCard; skipped");
            }
            outside_ = true;
        } else {
            read_property();
        }
    }

    void open_card() {
        outside_ = false;
        OpenCard opened;
        if (!open_.empty()) {
            opened.certainly_nested = std::exchange(open_.back().agent_waits, false);
            if (open_.size() >= max_depth || open_.back().undecided >= max_undecided) {
                release_open_cards();
            }
        }
        if (open_.empty()) {
            reported_ = 0;
        }
        opened.card.first_line = number_;
        opened.last_line = number_;
        open_.push_back(std::move(opened));
    }

    void close_card() {
        if (open_.empty()) {
            report(number_, 1, "END:VCARD without BEGIN:VCARD; skipped");
            return;
        }
        auto closed = std::move(open_.back());
        open_.pop_back();
        closed.last_line = last_line_;
        if (open_.empty()) {
            ready_.push_back(finished(std::move(closed)));
            return;
        }
        auto& outer = open_.back();
        if (closed.certainly_nested) {
            outer.undecided = 0;
            outer.last_line = last_line_;
        } else {
            ++outer.undecided;
        }
        outer.card.nested.push_back(finished(std::move(closed)));
    }

    VCard finished(OpenCard&& open) {
        open.card.last_line = open.last_line;
        if (open.card.version.empty()) {
            report(open.card.first_line, 0, "the card has no VERSION");
        }
        return std::move(open.card);
    }

    // No END is coming for the open cards: each ends where the next begins, and what could have been nested
    // in them follows them.
    void release_open_cards() {
        for (std::size_t i = open_.size(); i > 1; --i) {
            auto& inner = open_[i - 1];
            if (inner.certainly_nested) {
                auto& outer = open_[i - 2];
                report(inner.card.first_line, 0, "the card has no END:VCARD");
                outer.last_line = inner.last_line;
                outer.undecided = 0;
                outer.card.nested.push_back(finished(std::move(inner)));
                open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(i - 1));
            }
        }
        for (auto& open : open_) {
            report(open.card.first_line, 0, "the card has no END:VCARD");
            auto& nested = open.card.nested;
            const auto first = nested.end() - static_cast<std::ptrdiff_t>(open.undecided);
            std::vector<VCard> following(std::make_move_iterator(first),
                                         std::make_move_iterator(nested.end()));
            nested.erase(first, nested.end());
            ready_.push_back(finished(std::move(open)));
            std::move(following.begin(), following.end(), std::back_inserter(ready_));
        }
        open_.clear();
    }

    void finish() {
        done_ = true;
        release_open_cards();
        if (!any_card_ && ready_.empty()) {
            report(1, 0, "no vCard in the file");
        }
    }

    // BEGIN ... END of something else (a calendar, SOGo's lists): up to its END, at most to the next card.
    void skip_block(const std::string& what) {
        report(number_, 1, "BEGIN:" + excerpt(parser_.decode(what)) + " is not a vCard; skipped");
        outside_ = true;
        for (; lines_.peek(); lines_.advance()) {
            const auto line = lines_.peek()->text;
            if (begins_card(line) || ends_card(line)) {
                return;
            }
            const auto ended = after_keyword(line, "END");
            if (ended && same_name(*ended, what)) {
                lines_.advance();
                return;
            }
        }
    }

    void read_property() {
        auto& open = open_.back();
        std::vector<PropertyParser::Problem> wrong;
        auto property = parser_.parse(line_, wrong);
        for (auto& problem : wrong) {
            report(number_, problem.column, std::move(problem.reason));
        }
        if (!property) {
            read_broken_line(open);
            return;
        }
        if (property->name == "BEGIN" || property->name == "END") {  // with parameters or a group
            report(number_, 1, "not a property; skipped: " + excerpt(parser_.decode(line_)));
            return;
        }
        open.undecided = 0;
        open.last_line = last_line_;
        property->line = number_;
        open.agent_waits = property->name == "AGENT" && without_blanks(property->value).empty();
        if (property->name == "VERSION") {
            open.card.version = std::string(without_blanks(property->value));
        } else if (open.card.properties.size() < max_properties) {
            open.card.properties.push_back(std::move(*property));
        } else {
            report(number_, 0, "more properties than can be read; left out");
        }
    }

    void read_broken_line(OpenCard& open) {
        const auto line = parser_.decode(line_);
        if (line.front() != '#' && !open.card.properties.empty() && open.undecided == 0) {
            auto& last = open.card.properties.back();
            if (last.name == "NOTE" || last.name == "ADR" || last.name == "LABEL") {
                const auto backslashes =
                    last.value.size() - std::min(last.value.find_last_not_of('\\') + 1, last.value.size());
                if (backslashes % 2 == 1) {
                    last.value.pop_back();  // it stood for the line break
                }
                last.value.append("\\n").append(line);
                open.last_line = last_line_;
                report(number_, 1, "not a property; added to the " + last.name + " before it");
                return;
            }
        }
        report(number_, 1, "not a property; skipped: " + excerpt(line));
    }

    // ---- lines ----

    // Puts the next logical line together in `line_`; false at the end.
    bool assemble() {
        while (lines_.peek() && without_blanks(lines_.peek()->text).empty()) {
            lines_.advance();
        }
        if (!lines_.peek()) {
            return false;
        }
        line_.assign(lines_.peek()->text);
        number_ = last_line_ = lines_.peek()->number;
        lines_.advance();
        any_card_ = any_card_ || begins_card(line_);

        auto transfer = transfer_of(line_);
        int heads_tried = 0;
        const auto agent = after_keyword(line_, "AGENT");
        const bool inline_agent = agent && same_name(*agent, "BEGIN:VCARD");
        while (lines_.peek()) {
            const auto next = lines_.peek()->text;
            const bool soft_break = transfer == Transfer::quoted_printable && drop_soft_break(next);
            if (soft_break) {
                line_.append(next);
            } else if (!next.empty() && is_blank(next.front())) {
                append_folded(next.substr(1), inline_agent);
            } else if (transfer == Transfer::base64 && is_base64_line(next)) {
                line_.append(next);
            } else {
                break;
            }
            last_line_ = lines_.peek()->number;
            lines_.advance();
            // The head itself may be folded; a hostile one is not read over and over.
            if (!transfer && next.find(':') != std::string_view::npos && ++heads_tried < 16) {
                transfer = transfer_of(line_);
            }
        }
        if (transfer == Transfer::quoted_printable && !lines_.peek()) {
            drop_soft_break({});
        }
        return true;
    }

    // Takes the = off a line of quoted-printable that goes on in the next one. False when it does not; nor
    // when what comes is the card's end, which someone's cutting of long lines brought there.
    bool drop_soft_break(std::string_view next) {
        const auto end = line_.find_last_not_of(" \t");
        if (end == std::string::npos || line_[end] != '=') {
            return false;
        }
        line_.resize(end);
        if (next.data() == nullptr || ends_card(next) || begins_card(next)) {
            report(last_line_, end + 1, "quoted-printable ends in the middle");
            return false;
        }
        return true;
    }

    // An AGENT of 3.0 whose card was folded line by line becomes what it should be: a text with line breaks.
    void append_folded(std::string_view rest, bool inline_agent) {
        if (!inline_agent) {
            line_.append(rest);
            return;
        }
        line_.append("\\n");
        for (const char c : rest) {
            line_.append(c == '\\' ? 2 : 1, c);
        }
    }

    void report(std::size_t line, std::size_t column, std::string reason) {
        if (reported_ <= max_problems) {
            const bool last = reported_ == max_problems;
            problems_->push_back({line, column, last ? "more problems here, not listed" : std::move(reason)});
            ++reported_;
        }
    }

    std::string owned_{};
    std::string_view text_;
    LineReader lines_;
    PropertyParser parser_;
    std::string line_{};         // the logical line
    std::size_t number_ = 0;     // of its first physical line
    std::size_t last_line_ = 0;  // of its last physical line
    std::vector<OpenCard> open_{};
    std::deque<VCard> ready_{};
    std::vector<VCardProblem>* problems_ = nullptr;
    std::size_t reported_ = 0;  // since the card began
    bool outside_ = false;      // between cards, and reported
    bool any_card_ = false;
    bool done_ = false;
};

VCardReader::VCardReader(std::string_view bytes) : impl_(std::make_unique<Impl>(bytes)) {}
VCardReader::VCardReader(VCardReader&&) noexcept = default;
VCardReader& VCardReader::operator=(VCardReader&&) noexcept = default;
VCardReader::~VCardReader() = default;

bool VCardReader::next(VCard& card, std::vector<VCardProblem>& problems) {
    return impl_->next(card, problems);
}

Detected VCardReader::encoding() const noexcept { return impl_->detected; }

double VCardReader::progress() const noexcept { return impl_->progress(); }

}  // namespace kith::interchange
