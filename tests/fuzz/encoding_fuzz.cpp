// Finding out the encoding of a file, and converting it in both directions: also by its name, "EUC-JP|...".
#include "fuzz.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace kith::fuzz;
using namespace kith::interchange;

namespace {

// The ASCII signs that readers look for; no converter may swallow one.
std::string signs(std::string_view text) {
    std::string kept;
    std::copy_if(text.begin(), text.end(), std::back_inserter(kept),
                 [](char c) { return static_cast<unsigned char>(c) < 0x40; });
    return kept;
}

void check(std::string_view bytes, Encoding encoding) {
    std::vector<std::size_t> bad;
    const std::string text = to_utf8(bytes, encoding, &bad);
    must_be_utf8(text, "what is decoded is UTF-8");
    must(std::is_sorted(bad.begin(), bad.end()) && (bad.empty() || bad.back() < bytes.size()),
         "bad places are in order");
    std::vector<std::size_t> lost;
    const std::string back = from_utf8(text, encoding, &lost);
    if (encoding == Encoding::utf8)
        must(bad.empty() == (valid_utf8_prefix(bytes) == bytes.size()), "valid is not bad");
    if (encoding == Encoding::cp932 || encoding == Encoding::cp1252) {
        must(signs(text) == signs(bytes), "no sign is swallowed");
        must(!bad.empty() || lost.empty(), "what was read can be written");
        must(!bad.empty() || to_utf8(back, encoding) == text, "what was written is read again");
    }
    (void)from_utf8(bytes, encoding);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Input input = divided(text_of(data, size));
    const Detected detected = detect_encoding(input.text);
    must(detected.bom <= input.text.size() && detected.confidence >= 0.5 && detected.confidence <= 1,
         "a detection makes sense");
    check(input.text, detected.encoding);
    if (const auto named = encoding_named(input.option)) check(input.text, *named);
    return 0;
}
