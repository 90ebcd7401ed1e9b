// What the fuzz targets share. Each target is a file NAME_fuzz.cpp with one LLVMFuzzerTestOneInput: it hands the
// bytes to a reader of outside text and checks what the reader's header promises of every input. libFuzzer runs it
// (`make fuzz`), and so does replay.cpp with seeds and fixed mutations of them (`make test`).
#pragma once

#include "interchange/encoding.hpp"

#include <kith/error.hpp>

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace kith::fuzz {

/// A promise that an input broke. Nobody catches it under libFuzzer, which then keeps the input.
struct Broken : std::logic_error {
    using std::logic_error::logic_error;
};

/// Throws Broken, naming the promise, when it does not hold. `about` is the text that broke it.
inline void must(bool holds, const char* promise, std::string_view about = {}) {
    if (!holds) throw Broken(std::string(promise) + (about.empty() ? "" : ": " + std::string(about)));
}

/// Throws Broken unless the text is UTF-8.
inline void must_be_utf8(std::string_view text, const char* what) {
    must(interchange::valid_utf8_prefix(text) == text.size(), what, text);
}

/// The bytes of an input.
inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// What an input is read with, and the text: "JP|03-1234-5678". Without a short option before a bar all is text.
struct Input {
    std::string_view option{};
    std::string_view text{};
};
inline Input divided(std::string_view bytes) {
    const std::size_t bar = bytes.substr(0, 16).find('|');
    if (bar == std::string_view::npos) return {{}, bytes};
    return {bytes.substr(0, bar), bytes.substr(bar + 1)};
}

/// Runs `work`; a kith::Error is as good an end as any other. True when there was none.
template <class Work>
bool answers(Work&& work) {
    try {
        work();
        return true;
    } catch (const Error&) {
        return false;
    }
}

}  // namespace kith::fuzz
