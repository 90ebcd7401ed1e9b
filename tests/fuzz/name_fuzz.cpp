// Names of people, "JP|山田太郎様": read, shown, put in order.
#include "fuzz.hpp"

#include "text/fold.hpp"
#include "text/name.hpp"

using namespace kith;
using namespace kith::fuzz;

namespace {

// Where a heading stands in a list: the alphabet, kana in gojūon, kanji, the rest.
int rank(const std::string& heading) {
    static const std::string_view rows[] = {"あ", "か", "さ", "た", "な", "は",
                                            "ま", "や", "ら", "わ", "漢", "#"};
    if (heading.size() == 1 && heading[0] >= 'A' && heading[0] <= 'Z') return heading[0] - 'A';
    for (int i = 0; i < static_cast<int>(std::size(rows)); ++i)
        if (rows[i] == heading) return 26 + i;
    throw Broken("no heading is called " + heading);
}

std::string check_name(std::string_view region, std::string_view written) {
    const text::ParsedName name = text::parse_name(written, region);
    for (const std::string* part : {&name.prefix, &name.given, &name.additional, &name.family, &name.suffix,
                                    &name.nickname, &name.phonetic_given, &name.phonetic_family}) {
        must_be_utf8(*part, "parts of a name are UTF-8");
        must(part->size() <= 3 * written.size(), "a part is no longer than the name", *part);
    }
    must(!(name.family_first && name.given_first), "one order at most");
    must_be_utf8(text::display_name(name), "a shown name is UTF-8");
    const std::string key = text::sort_key(name.given, name.family, name.phonetic_given, name.phonetic_family,
                                           text::to_valid_utf8(written));
    must(!key.empty(), "a sort key is never empty");
    must_be_utf8(key, "a sort key is UTF-8");
    return key;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Input input = divided(text_of(data, size));
    const std::string one = check_name(input.option, input.text);
    const std::string other = check_name(input.option, input.text.substr(input.text.size() / 2));
    const int first = rank(text::index_section(one));
    const int second = rank(text::index_section(other));
    must(one < other   ? first <= second
         : one > other ? first >= second
                       : first == second,
         "keys in order have their headings in order");
    return 0;
}
