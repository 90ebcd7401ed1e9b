// E-mail addresses as people write them: what was typed, a folded form to compare, and the mailbox that a
// provider delivers to. Pure functions, safe from any thread.
#pragma once

#include <string>
#include <string_view>

namespace kith::text {

/// An address that was read. Without an "@" everything but `address` and `folded` is empty.
struct EmailAddress {
    std::string address{};       ///< as written, trimmed, without display name and mailto:
    std::string display_name{};  ///< "Ada Lovelace" of "Ada Lovelace <ada@engines.example>", unquoted
    std::string folded{};  ///< lower case and NFKC; quotes around a plain local part removed; xn-- decoded
    std::string canonical{};  ///< what the provider treats as the same mailbox; for matching only, never to send to
    std::string mailbox{};  ///< folded local part without a tag ("ada" of "Ada+news@...")
    std::string domain{};   ///< folded, Unicode
    bool valid = false;     ///< mail can be delivered to such an address, as far as its form tells
    bool role = false;      ///< a function, not a person: info@, sales@, soumu@
    bool placeholder =
        false;  ///< says nothing about who it is: noreply@, test@test.com, a throw-away provider
};

/// Reads the first address in a text. Takes display names, comments in parentheses, mailto: (without its headers),
/// quoted local parts, full-width signs, and international domains in Unicode or as xn--. The dots that Japanese
/// carriers once allowed against RFC 5321 ("a..b@docomo.ne.jp", "ab.@ezweb.ne.jp") are valid there. Never throws;
/// linear in the text.
///
/// `canonical` knows: Gmail (dots and +tag, googlemail.com), Outlook, Hotmail, Live, iCloud (me.com, mac.com),
/// Fastmail (+tag and tag@user.fastmail.com), Yahoo (-tag), Proton (its names, . - _ and +tag), Yandex, Zoho and a
/// few more (+tag). Elsewhere it equals `folded`, because a "+" may be part of the name.
EmailAddress parse_email(std::string_view text);

/// Whether a folded domain gives mailboxes to anyone (free mail, internet providers, mobile carriers), so that
/// sharing it says nothing about sharing an employer.
bool is_free_mail_domain(std::string_view domain);

/// Whether a folded local part names a function: "info", "sales-jp", "support2".
bool is_role_mailbox(std::string_view mailbox);

}  // namespace kith::text
