// What SQL functions make of a pattern that they get for every row.
#pragma once

#include <algorithm>
#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace kith::query {

/// What `make` makes of a pattern, kept by the thread for the patterns that were used last.
template <class T, class Make>
const T& kept(std::string_view pattern, Make&& make) {
    constexpr std::size_t most = 8;
    thread_local std::list<std::pair<std::string, std::unique_ptr<const T>>> all;
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const auto& entry) { return entry.first == pattern; });
    if (found != all.end()) {
        all.splice(all.begin(), all, found);
        return *all.front().second;
    }
    if (all.size() == most) all.pop_back();
    all.emplace_front(std::string(pattern), std::make_unique<const T>(make()));
    return *all.front().second;
}

}  // namespace kith::query
