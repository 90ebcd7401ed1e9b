// Postal addresses with the region they were written in, "JP|〒100-0005 東京都千代田区丸の内1-1-1".
#include "fuzz.hpp"

#include "text/address.hpp"
#include "text/fold.hpp"

#include <initializer_list>

using namespace kith;
using namespace kith::fuzz;

namespace {

std::initializer_list<std::string text::AddressParts::*> parts = {
    &text::AddressParts::number,   &text::AddressParts::street, &text::AddressParts::extended,
    &text::AddressParts::locality, &text::AddressParts::region, &text::AddressParts::postcode,
    &text::AddressParts::country};

void check_parts(const text::AddressParts& address, const char* promise) {
    for (const auto part : parts) must_be_utf8(address.*part, promise);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Input input = divided(text_of(data, size));
    (void)text::parse_address(input.text, input.option);
    (void)text::split_street(input.text);
    const std::string valid = text::to_valid_utf8(input.text);
    const text::AddressParts address = text::parse_address(valid, input.option);
    check_parts(address, "parts of an address are UTF-8");
    const text::AddressParts folded = text::fold_address(address);
    check_parts(folded, "folded parts are UTF-8");
    for (const auto part : parts)
        if (part != &text::AddressParts::country)  // a code, in capitals
            must(text::fold(folded.*part) == folded.*part, "folded parts are folded text", folded.*part);
    must_be_utf8(text::format_address(address, input.option), "an address is shown in UTF-8");
    check_parts(text::split_street(valid), "parts of a street line are UTF-8");
    return 0;
}
