// How many random histories a test lives through.
#pragma once

#include <cstdlib>
#include <initializer_list>
#include <vector>

namespace kith::test {

/// `slice` seeds from `first` on, which is what `make test` has time for, and some that once went wrong. KITH_SEEDS=10
/// (`make sequences`) makes it ten times as many.
inline std::vector<unsigned> seeds(unsigned first, unsigned slice,
                                   std::initializer_list<unsigned> further = {}) {
    const char* asked = std::getenv("KITH_SEEDS");
    const unsigned times = asked == nullptr ? 1 : static_cast<unsigned>(std::strtoul(asked, nullptr, 10));
    std::vector<unsigned> result(further);
    for (unsigned k = 0; k < slice * times; ++k) result.push_back(first + k);
    return result;
}

}  // namespace kith::test
