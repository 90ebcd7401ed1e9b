// JSON lines to drafts.
#include "drafts.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    kith::fuzz::must_be_drafts(kith::fuzz::text_of(data, size), "jsonl", "contact");
    return 0;
}
