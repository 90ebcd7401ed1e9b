// An Error with a code and words in its message.
#pragma once

#include <kith/error.hpp>

#include <catch2/catch.hpp>

#include <string>

namespace kith::test {

/// Runs `work`, requires an Error with `code`, and gives it back.
template <class Work>
Error expect_error(Code code, Work&& work) {
    try {
        work();
    } catch (const Error& error) {
        INFO(error.what());
        REQUIRE(name_of(error.code()) == name_of(code));
        return error;
    }
    FAIL("no error was thrown, " << name_of(code) << " was expected");
    return Error(Code::unknown, "");
}

/// True when the message holds `words`.
inline bool says(const Error& error, const std::string& words) {
    return std::string(error.what()).find(words) != std::string::npos;
}

}  // namespace kith::test
