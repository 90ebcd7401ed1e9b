// Company names, and the numbers that authorities give to companies.
#include "fuzz.hpp"

#include "text/company.hpp"
#include "text/fold.hpp"

using namespace kith;
using namespace kith::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes = text_of(data, size);
    const text::CompanyName name = text::parse_company(bytes);
    must_be_utf8(name.core, "a core name is UTF-8");
    must(text::fold(name.core) == name.core, "a core name is folded", name.core);
    must(!name.core.empty() || text::words(text::fold(bytes)).empty(), "a name with letters has a core");
    must(text::is_ascii(name.form), "legal forms are ASCII", name.form);
    must(!name.form_first || !name.form.empty(), "no form stands first where there is none");

    const std::string initials = text::acronym(bytes);
    must_be_utf8(initials, "initials are UTF-8");
    if (const auto number = text::corporate_number(bytes)) {
        must(number->size() == 13, "a corporate number has 13 digits", *number);
        must(text::corporate_number(*number) == number, "a corporate number is read again", *number);
    }
    if (const auto number = text::invoice_number(bytes))
        must(number->size() == 14 && text::invoice_number(*number) == number,
             "an invoice number is read again", *number);
    return 0;
}
