// vCard at the level of syntax: content lines of versions 2.1, 3.0 and 4.0 as real clients write them, in and
// out. What the properties mean for a contact is decided above this.
#pragma once

#include "interchange/encoding.hpp"

#include <concepts>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith::interchange {

/// One property. Everything is UTF-8; RFC 6868's ^n ^' ^^ in parameters, quoted-printable and CHARSET are
/// decoded, and ENCODING (but base64's) and CHARSET are then no longer among the parameters.
struct VCardProperty {
    std::string group{};  ///< "item1" of "item1.EMAIL", as written
    std::string name{};   ///< in capitals, "EMAIL", "X-ABLABEL"
    /// Name (in capitals) and values, in the order written. The bare ones of 2.1 ("TEL;HOME;VOICE") are under
    /// TYPE, or ENCODING or VALUE where they say that.
    std::vector<std::pair<std::string, std::vector<std::string>>> parameters{};
    std::string value{};  ///< with its backslashes still in, base64 still encoded; read it by the functions below
    std::size_t line = 0;  ///< physical line on which it starts, from 1

    friend bool operator==(const VCardProperty&, const VCardProperty&) = default;
};

/// One card. BEGIN, END and VERSION are not among the properties.
struct VCard {
    std::string version{};  ///< "2.1", "3.0", "4.0"; empty when the card does not say
    std::vector<VCardProperty> properties{};
    /// Cards written inside this one as lines of their own (AGENT in 2.1). An AGENT of 3.0 is a text: read
    /// it with a VCardReader over `text(property)`.
    std::vector<VCard> nested{};
    std::size_t first_line = 0;  ///< of BEGIN, from 1
    std::size_t last_line = 0;   ///< of END, or the last line that belongs to the card when END is missing
};

/// One thing that was not as it should be.
struct VCardProblem {
    std::size_t line = 0;    ///< physical line, from 1
    std::size_t column = 0;  ///< byte in that line, from 1; 0: the line as a whole
    std::string reason{};

    friend bool operator==(const VCardProblem&, const VCardProblem&) = default;
};

/// Reads the cards of a file one after the other. Not for two threads at once.
///
/// - Line ends are CRLF, LF, CR and CR CR LF. In a file that has LF a lone CR is text, unless a
///   property follows it.
/// - Folded lines, soft line breaks of quoted-printable, and the unindented base64 of old phones are put
///   together.
/// - Bytes become text by the property's CHARSET, else as UTF-8 where they are that, else by what
///   `detect_encoding` says of the file, else of the value. A CHARSET that the bytes contradict is
///   reported. UTF-16, UTF-32 and ISO-2022-JP files are converted as a whole.
/// - A line that is no property is added to the NOTE, ADR or LABEL before it (someone wrote a line break
///   into it), else skipped; reported in both cases. Lines that begin with # are skipped.
/// - A BEGIN:VCARD inside a card is a nested card when it follows an empty AGENT or when the outer card goes
///   on after it; otherwise the outer card's END is missing. Other BEGIN ... END blocks are skipped.
///
/// Never throws on what it reads; linear in the text. Memory: a few cards, and the whole text once more when
/// it is converted as a whole.
class VCardReader {
public:
    /// `bytes` must outlive the reader.
    explicit VCardReader(std::string_view bytes);
    template <std::same_as<std::string> Bytes>
    explicit VCardReader(Bytes&&) = delete;
    VCardReader(VCardReader&&) noexcept;
    VCardReader& operator=(VCardReader&&) noexcept;
    ~VCardReader();

    /// Reads the next card into `card` and appends what was wrong (in it, before it, and in lines that had
    /// to be read to find its end) to `problems`. False at the end. Of each card at most 100 problems
    /// are listed; a last one then says that there are more.
    bool next(VCard& card, std::vector<VCardProblem>& problems);

    /// What the file as a whole seems to be encoded in.
    [[nodiscard]] Detected encoding() const noexcept;
    /// How much has been read, 0..1.
    [[nodiscard]] double progress() const noexcept;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

// ---- reading a property ---------------------------------------------------------------------------

/// The whole value as one text: \n \, \; \: \\ resolved, line breaks as LF. Backslashes before
/// anything else stay (a path, a yen sign of Shift_JIS). The same for all versions, since writers of 2.1
/// escape like those of 3.0.
[[nodiscard]] std::string text(const VCardProperty& property);

/// The parts of a structured value (N, ADR, ORG, GENDER): divided at semicolons, each resolved like `text`.
/// As many as were written, at least one.
[[nodiscard]] std::vector<std::string> components(const VCardProperty& property);

/// The entries of a list (NICKNAME, CATEGORIES): divided at commas, resolved, without spaces around and
/// without empty ones.
[[nodiscard]] std::vector<std::string> list(const VCardProperty& property);

/// All values of a parameter, by its name in any case; empty when it is absent.
[[nodiscard]] std::vector<std::string> parameter(const VCardProperty& property, std::string_view name);

/// What TYPE says, in small letters, each once: "home", "voice", "pref". Lists are divided, also quoted ones.
[[nodiscard]] std::vector<std::string> types(const VCardProperty& property);

/// The preference from 1 (most) to 100: the parameter PREF of 4.0, or 1 for TYPE=pref; 101 when none is stated.
[[nodiscard]] int preference(const VCardProperty& property);

/// True when this is the one to use: PREF=1 or TYPE=pref.
[[nodiscard]] bool preferred(const VCardProperty& property);

/// The label that the user gave: X-ABLabel of the same group, without Apple's wrapping ("HomePage" from
/// "_$!<HomePage>!$_"). Empty when there is none.
[[nodiscard]] std::string label(const VCard& card, const VCardProperty& property);

/// Embedded bytes (PHOTO, KEY ...): base64 by ENCODING or from a data: URI. Nothing when the value is
/// neither, or is not base64.
[[nodiscard]] std::optional<std::string> binary(const VCardProperty& property);

// ---- writing --------------------------------------------------------------------------------------

/// Text with backslash, comma, semicolon and line breaks escaped; CR LF and CR become \n too. Other control
/// characters but tab become spaces: vCard cannot hold them.
[[nodiscard]] std::string escape(std::string_view text);

/// One content line of vCard 4.0 with CRLF, folded at 75 octets and never inside a character. `value` must
/// already be escaped as its type wants it; raw line breaks in it become \n, other control characters but tab become
/// spaces. Parameter values are quoted and encoded (RFC 6868) where needed.
[[nodiscard]] std::string write_property(const VCardProperty& property);

/// Builds the text of vCard 4.0 cards. Empty values are left out.
class VCardWriter {
public:
    using Parameters = std::vector<std::pair<std::string, std::vector<std::string>>>;

    void begin();
    void end();
    /// A text value, escaped.
    void text(std::string_view name, std::string_view value, Parameters parameters = {},
              std::string_view group = {});
    /// A structured value: each part escaped, joined with semicolons; left out when all parts are empty.
    void components(std::string_view name, std::span<const std::string> parts, Parameters parameters = {},
                    std::string_view group = {});
    /// A list: each entry escaped, joined with commas.
    void list(std::string_view name, std::span<const std::string> entries, Parameters parameters = {},
              std::string_view group = {});
    /// A value that is not text: a URI, a date, a number. Written as it is.
    void plain(std::string_view name, std::string_view value, Parameters parameters = {},
               std::string_view group = {});
    /// Bytes as a data: URI.
    void binary(std::string_view name, std::string_view bytes, std::string_view media_type,
                Parameters parameters = {});
    /// A property as it was read.
    void property(const VCardProperty& property);

    /// What has been written so far.
    [[nodiscard]] const std::string& str() const noexcept { return text_; }
    /// What has been written since the last call; for writing to a file in pieces.
    [[nodiscard]] std::string take() { return std::exchange(text_, {}); }

private:
    void add(std::string_view name, std::string value, Parameters&& parameters, std::string_view group);

    std::string text_{};
};

}  // namespace kith::interchange
