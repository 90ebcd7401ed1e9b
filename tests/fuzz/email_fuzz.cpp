// E-mail addresses and international domains.
#include "fuzz.hpp"

#include "text/email.hpp"
#include "text/fold.hpp"
#include "text/punycode.hpp"

using namespace kith;
using namespace kith::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes = text_of(data, size);
    (void)text::parse_email(bytes);
    const text::EmailAddress email = text::parse_email(text::to_valid_utf8(bytes));
    for (const std::string* part : {&email.address, &email.display_name, &email.folded, &email.canonical,
                                    &email.mailbox, &email.domain})
        must_be_utf8(*part, "parts of an address are UTF-8");
    if (email.valid) {
        must(!email.mailbox.empty() && !email.domain.empty(), "a valid address has both sides of its @");
        must(text::parse_email(email.address).folded == email.folded, "an address is read again as itself",
             email.address);
        must(text::parse_email(email.folded).folded == email.folded, "folding is idempotent", email.folded);
        must(text::parse_email(email.canonical).canonical == email.canonical, "canonical is idempotent",
             email.canonical);
        (void)text::is_free_mail_domain(email.domain);
        (void)text::is_role_mailbox(email.mailbox);
    }
    const std::string domain = text::fold_domain(bytes);
    must_be_utf8(domain, "a folded domain is UTF-8");
    must(domain.ends_with('.') || text::fold_domain(domain) == domain, "folding a domain is idempotent",
         domain);
    const std::string lower = text::lower_nfkc(bytes);
    must_be_utf8(lower, "lower case is UTF-8");
    must(text::lower_nfkc(lower) == lower, "lower case is idempotent", lower);
    if (const auto decoded = text::decode_punycode(bytes))
        must_be_utf8(*decoded, "decoded Punycode is UTF-8");
    return 0;
}
