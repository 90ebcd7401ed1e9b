#include "text/email.hpp"

#include "text/email_tables.hpp"
#include "text/fold.hpp"
#include "text/punycode.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <optional>

namespace kith::text {
namespace {

// Where an address stands in a text, and the name beside it.
struct Found {
    std::string_view local, domain, address, name;
};

// A sign as its ASCII form where it has a full-width or ideographic one; other scripts come back as they are.
char32_t plain(char32_t c) {
    if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFEE0;
    if (c == 0x3000 || c == 0xA0 || c == 0x200B || c == 0xFEFF) return ' ';
    return c;
}

bool is_space(char32_t c) { return c == ' ' || (c >= 0x09 && c <= 0x0D); }

// What cannot be part of an unquoted address.
bool ends_address(char32_t c) {
    switch (c) {
        case '<':
        case '>':
        case '(':
        case ')':
        case '[':
        case ']':
        case ',':
        case ';':
        case ':':
        case '"':
        case 0x3001:
        case 0x3008:
        case 0x3009:
        case 0x300C:
        case 0x300D:
        case 0x3010:
        case 0x3011:
        case 0x201C:
        case 0x201D:
        case 0xFF62:
        case 0xFF63:
        case 0xFF64:
        case replacement_character: return true;
        default: return is_space(c);
    }
}

// Whether no sign of the text would end an address; folding makes such signs of others (︵ is a parenthesis).
bool is_unbroken(std::string_view text) {
    for (std::size_t at = 0; at < text.size();)
        if (ends_address(plain(next_code_point(text, at)))) return false;
    return true;
}

// The code point that ends at `at` (not 0) and where it starts.
char32_t code_point_before(std::string_view text, std::size_t at, std::size_t& start) {
    start = at - 1;
    while (start > 0 && at - start < 4 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
    std::size_t end = start;
    const char32_t c = next_code_point(text, end);
    if (end == at) return c;
    start = at - 1;
    return replacement_character;
}

std::string_view trim(std::string_view text) {
    while (!text.empty()) {
        std::size_t next = 0;
        if (!is_space(plain(next_code_point(text, next)))) break;
        text.remove_prefix(next);
    }
    while (!text.empty()) {
        std::size_t start = 0;
        if (!is_space(plain(code_point_before(text, text.size(), start)))) break;
        text = text.substr(0, start);
    }
    return text;
}

// Places of "@" and "<" outside quotes.
struct Signs {
    std::size_t first_at = std::string_view::npos;
    std::size_t bracket = std::string_view::npos;     // the last "<"
    std::size_t bracket_at = std::string_view::npos;  // the first "@" behind it
    bool comma = false;                               // a comma or semicolon between first_at and the bracket
};

Signs find_signs(std::string_view text) {
    Signs s;
    bool quoted = false, comma = false;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t here = at;
        const char32_t c = plain(next_code_point(text, at));
        if (quoted) {
            if (c == '\\' && at < text.size()) next_code_point(text, at);
            quoted = c != '"';
        } else if (c == '"') {
            quoted = text.find('"', at) != std::string_view::npos;
        } else if (c == '@') {
            if (s.first_at == std::string_view::npos) s.first_at = here;
            if (s.bracket != std::string_view::npos && s.bracket_at == std::string_view::npos)
                s.bracket_at = here;
        } else if (c == '<' && s.bracket_at == std::string_view::npos) {
            s.bracket = here;
            s.comma = comma;
        } else if ((c == ',' || c == ';') && s.first_at != std::string_view::npos) {
            comma = true;
        }
    }
    return s;
}

// The start of the local part that ends at `end`: to the opening quote, or as far as an address may reach.
std::size_t local_start(std::string_view text, std::size_t end) {
    if (end > 0 && text[end - 1] == '"') {
        for (std::size_t i = end - 1; i-- > 0;) {
            if (text[i] == '"' && (i == 0 || text[i - 1] != '\\')) return i;
        }
    }
    std::size_t start = end;
    while (start > 0) {
        std::size_t before = 0;
        if (ends_address(plain(code_point_before(text, start, before)))) break;
        start = before;
    }
    return start;
}

std::size_t domain_end(std::string_view text, std::size_t start) {
    if (start < text.size() && text[start] == '[') {
        const std::size_t close = text.find(']', start);
        if (close != std::string_view::npos) return close + 1;
    }
    std::size_t end = start;
    while (end < text.size()) {
        std::size_t next = end;
        if (ends_address(plain(next_code_point(text, next)))) break;
        end = next;
    }
    return end;
}

std::optional<Found> find_address(std::string_view text) {
    const Signs signs = find_signs(text);
    if (signs.first_at == std::string_view::npos) return std::nullopt;
    const bool bracketed =
        signs.bracket_at != std::string_view::npos && !(signs.comma && signs.first_at < signs.bracket);
    const std::size_t at = bracketed ? signs.bracket_at : signs.first_at;
    std::size_t behind = at;
    next_code_point(text, behind);
    Found f;
    const std::size_t start = local_start(text, at);
    const std::size_t end = domain_end(text, behind);
    f.address = text.substr(start, end - start);
    f.local = text.substr(start, at - start);
    f.domain = text.substr(behind, end - behind);
    // "a@b@c": only the last "@" can part it.
    for (std::size_t i = 0; i < f.domain.size();) {
        const std::size_t here = i;
        if (plain(next_code_point(f.domain, i)) != '@') continue;
        f.local = text.substr(start, behind + here - start);
        f.domain = f.domain.substr(i);
        behind += i;
        i = 0;
    }
    if (bracketed) {
        f.name = text.substr(0, std::min(signs.bracket, start));
    } else if (const std::size_t open = text.find('(', end); open != std::string_view::npos) {
        const std::size_t close = text.find(')', open);
        f.name = text.substr(open + 1, close == std::string_view::npos ? close : close - open - 1);
        if (!trim(text.substr(end, open - end)).empty()) f.name = {};
    }
    return f;
}

// "Lovelace, Ada" out of its quotes, with \" and \\ resolved.
std::string unquote(std::string_view name) {
    name = trim(name);
    for (const char quote : {'"', '\''}) {
        if (name.size() < 2 || name.front() != quote || name.back() != quote) continue;
        name = trim(name.substr(1, name.size() - 2));
        std::string out;
        for (std::size_t i = 0; i < name.size(); ++i) {
            if (name[i] == '\\' && i + 1 < name.size()) ++i;
            out += name[i];
        }
        return out;
    }
    return std::string(name);
}

// The address of a mailto: URI: without headers, percent signs decoded (RFC 6068), U+FFFD for bytes that then are not
// UTF-8. Other text unchanged.
std::string without_scheme(std::string_view text) {
    constexpr std::string_view scheme = "mailto:";
    if (text.size() < scheme.size() || lower_nfkc(text.substr(0, scheme.size())) != scheme)
        return std::string(text);
    text.remove_prefix(scheme.size());
    text = text.substr(0, text.find('?'));
    const auto hex = [](char c) {
        if (c >= '0' && c <= '9') return c - '0';
        const char lower = static_cast<char>(c | 0x20);
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    };
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
            out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return to_valid_utf8(out);
}

bool is_atom(char c) {
    const auto u = static_cast<unsigned char>(c);
    if (u >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return true;
    return std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

bool is_plain_local(std::string_view local) {
    return !local.empty() &&
           std::all_of(local.begin(), local.end(), [](char c) { return c == '.' || is_atom(c); });
}

// Carriers that gave out local parts with dots anywhere.
bool allows_loose_dots(std::string_view domain) {
    static constexpr auto carriers =
        sorted_list("au.com", "disney.ne.jp", "docomo.ne.jp", "ezweb.ne.jp", "i.softbank.jp", "pdx.ne.jp",
                    "softbank.ne.jp", "vodafone.ne.jp", "willcom.com", "y-mobile.ne.jp", "ymobile.ne.jp");
    if (listed(carriers, domain)) return true;
    const std::size_t dot = domain.find('.');
    return dot != std::string_view::npos && listed(carriers, domain.substr(dot + 1));
}

// A whole quoted string: nothing unescaped inside, and the last quote closes it.
bool is_quoted(std::string_view local) {
    if (local.size() < 2 || local.front() != '"' || local.back() != '"') return false;
    for (std::size_t i = 1; i + 1 < local.size(); ++i) {
        if (static_cast<unsigned char>(local[i]) < 0x20 || local[i] == '"') return false;
        if (local[i] == '\\' && ++i + 1 >= local.size()) return false;
    }
    return true;
}

bool is_valid_local(std::string_view local, std::string_view domain) {
    if (local.empty() || local.size() > 64 || local.find("\uFFFD") != std::string_view::npos) return false;
    if (local.front() == '"') return is_quoted(local);
    if (!is_plain_local(local) || !is_unbroken(local)) return false;
    const bool loose =
        local.front() == '.' || local.back() == '.' || local.find("..") != std::string_view::npos;
    return !loose || (local.front() != '.' && allows_loose_dots(domain));
}

bool is_valid_domain(std::string_view domain) {
    if (domain.size() > 253 || domain.find("\uFFFD") != std::string_view::npos) return false;
    if (domain.size() > 2 && domain.front() == '[' && domain.back() == ']') {
        const std::string_view inside = domain.substr(1, domain.size() - 2);
        return inside.find_first_not_of("0123456789abcdef.:ipv") == std::string_view::npos;
    }
    if (!is_unbroken(domain)) return false;
    std::size_t labels = 0;
    bool letters = false;  // in the last label
    for (std::size_t start = 0; start <= domain.size();) {
        const std::size_t end = std::min(domain.find('.', start), domain.size());
        const std::string_view label = domain.substr(start, end - start);
        if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
        letters = false;
        for (const char c : label) {
            const bool other = static_cast<unsigned char>(c) >= 0x80;
            const bool letter = c >= 'a' && c <= 'z';
            if (!other && !letter && c != '-' && !(c >= '0' && c <= '9')) return false;
            letters = letters || other || letter;
        }
        ++labels;
        start = end + 1;
    }
    return labels >= 2 && letters;
}

// The domain's brand, "yahoo" of "yahoo.co.jp", when the rest is a country's ending; empty otherwise.
std::string_view brand_of(std::string_view domain) {
    const std::size_t dot = domain.find('.');
    if (dot == std::string_view::npos || !listed(mail_brands, domain.substr(0, dot))) return {};
    const std::string_view rest = domain.substr(dot + 1);
    const bool ending = rest.size() <= 6 && std::count(rest.begin(), rest.end(), '.') <= 1;
    return ending ? domain.substr(0, dot) : std::string_view();
}

bool one_of(std::string_view text, std::initializer_list<std::string_view> list) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

bool is_yahoo(std::string_view domain) {
    return brand_of(domain) == "yahoo" ||
           one_of(domain, {"ymail.com", "rocketmail.com", "myyahoo.com", "ybb.ne.jp"});
}

// What the provider itself ignores in a mailbox's name.
std::string canonical_of(std::string local, std::string domain) {
    const auto cut = [&](char mark) {
        const std::size_t at = local.find(mark);
        if (at != 0 && at != std::string::npos) local.resize(at);
    };
    const auto drop = [&](std::string_view signs) {
        local.erase(std::remove_if(local.begin(), local.end(),
                                   [&](char c) { return signs.find(c) != std::string_view::npos; }),
                    local.end());
    };
    const std::string_view brand = brand_of(domain);
    if (domain == "gmail.com" || domain == "googlemail.com") {
        cut('+');
        drop(".");
        domain = "gmail.com";
    } else if (one_of(domain, {"icloud.com", "me.com", "mac.com"})) {
        cut('+');
        domain = "icloud.com";
    } else if (one_of(domain, {"proton.me", "protonmail.com", "protonmail.ch", "pm.me"})) {
        cut('+');
        drop(".-_");
        domain = "proton.me";
    } else if (is_yahoo(domain)) {
        cut('-');
        cut('+');
    } else if (const std::size_t dot = domain.find('.');
               dot != std::string::npos &&
               one_of(std::string_view(domain).substr(dot + 1), {"fastmail.com", "fastmail.fm"})) {
        local = domain.substr(0, dot);
        domain.erase(0, dot + 1);
    } else if (brand == "yandex" || domain == "ya.ru") {
        cut('+');
        std::replace(local.begin(), local.end(), '-', '.');
        domain = "yandex.ru";
    } else if (one_of(std::string_view(brand), {"hotmail", "live", "outlook"}) ||
               one_of(domain, {"fastmail.com", "fastmail.fm", "hey.com", "mail.ru", "mailbox.org", "msn.com",
                               "posteo.de", "posteo.net", "runbox.com", "windowslive.com", "zoho.com",
                               "zohomail.com"})) {
        cut('+');
    }
    return local + "@" + domain;
}

bool is_placeholder(std::string_view mailbox, std::string_view domain) {
    if (listed(nobody_mailboxes, mailbox) || listed(throwaway_domains, domain)) return true;
    if (mailbox.starts_with("noreply") || mailbox.starts_with("no-reply") || mailbox.starts_with("donotreply"))
        return true;
    const std::size_t dot = domain.rfind('.');
    const std::string_view top = dot == std::string_view::npos ? domain : domain.substr(dot + 1);
    if (one_of(top, {"invalid", "test", "localhost"})) return true;
    const std::string_view first = domain.substr(0, domain.find('.'));
    if (first == mailbox && mailbox.size() <= 2) return true;
    return listed(dummy_words, mailbox) && (listed(dummy_words, first) || first == mailbox);
}

}  // namespace

EmailAddress parse_email(std::string_view text) {
    EmailAddress out;
    std::string source = without_scheme(trim(text));
    if (source.size() > 2 && source.front() == '\'' && source.back() == '\'') {
        source = source.substr(1, source.size() - 2);  // Outlook's way of quoting
    }
    const std::optional<Found> found = find_address(source);
    if (!found) {
        out.address = trim(source);
        out.folded = lower_nfkc(out.address);
        return out;
    }
    out.address = found->address;
    out.display_name = unquote(found->name);
    out.domain = fold_domain(found->domain);
    std::string local = lower_nfkc(found->local);
    if (local.size() > 2 && local.front() == '"' && local.back() == '"') {
        const std::string_view inside = std::string_view(local).substr(1, local.size() - 2);
        if (is_plain_local(inside)) local = std::string(inside);
    }
    out.folded = local + "@" + out.domain;
    out.valid = is_valid_local(local, out.domain) && is_valid_domain(out.domain);
    out.canonical = canonical_of(local, out.domain);
    out.mailbox = local;
    std::size_t tag = local.find('+');
    if (is_yahoo(out.domain)) tag = std::min(tag, local.find('-'));
    if (tag != 0 && tag != std::string::npos) out.mailbox.resize(tag);
    out.role = is_role_mailbox(out.mailbox);
    out.placeholder = is_placeholder(out.mailbox, out.domain);
    return out;
}

bool is_free_mail_domain(std::string_view domain) {
    if (listed(mail_domains, domain) || !brand_of(domain).empty()) return true;
    // Providers that give every user or prefecture a subdomain: "user.fastmail.com", "t.vodafone.ne.jp".
    const std::size_t dot = domain.find('.');
    if (dot == std::string_view::npos) return false;
    return one_of(domain.substr(dot + 1),
                  {"biglobe.ne.jp", "dion.ne.jp", "eonet.ne.jp", "fastmail.com", "fastmail.fm", "hinet.net",
                   "jcom.home.ne.jp", "ocn.ne.jp", "pdx.ne.jp", "plala.or.jp", "so-net.ne.jp",
                   "vodafone.ne.jp", "zaq.ne.jp"});
}

bool is_role_mailbox(std::string_view mailbox) {
    while (!mailbox.empty() && mailbox.back() >= '0' && mailbox.back() <= '9') mailbox.remove_suffix(1);
    if (listed(role_mailboxes, mailbox)) return true;
    const std::size_t end = mailbox.find_first_of("-_");
    return end != std::string_view::npos && listed(role_mailboxes, mailbox.substr(0, end));
}

}  // namespace kith::text
