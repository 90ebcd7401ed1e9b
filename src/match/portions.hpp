// Work on many pairs, shared out in portions among threads. What comes out must not depend on who did which.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <future>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace kith::match {

/// Numbers from 0 up to a count, taken portion by portion from any thread.
class Portions {
public:
    Portions(std::size_t count, std::size_t size) : count_(count), size_(size) {}

    /// Calls `work(first, last)` for portions [first, last) until none is left or somebody stopped.
    template <class Work>
    void each(Work&& work) {
        while (!stopped_) {
            const std::size_t first = next_.fetch_add(size_);
            if (first >= count_) return;
            work(first, std::min(first + size_, count_));
        }
    }
    void stop() noexcept { stopped_ = true; }

private:
    std::size_t count_;
    std::size_t size_;
    std::atomic<std::size_t> next_{0};
    std::atomic<bool> stopped_{false};
};

/// Calls `work(thread)`, which takes from the portions, on threads 0 to `threads` - 1 at once: 0 is the calling one. Fewer do the same
/// when no more threads are to be had. Comes back when all are done; what one throws ends the others.
template <class Work>
void share_out(Portions& portions, unsigned threads, Work&& work) {
    struct Stop {
        Portions& portions;
        ~Stop() { portions.stop(); }
    };
    std::vector<std::future<void>> others;
    const Stop stop{portions};  // goes before the futures, which wait for their threads
    for (unsigned t = 1; t < threads; ++t) {
        try {
            others.push_back(std::async(std::launch::async, [&work, &portions, t] {
                const Stop ends{portions};  // nothing is left, or it threw
                work(t);
            }));
        } catch (const std::system_error&) {
            break;
        }
    }
    work(0u);
    for (auto& other : others) other.get();
}

/// How many threads that many pairs are worth: `asked` at most, or as many as there are processors, up to eight, when that
/// is 0. Few pairs are not worth a thread.
[[nodiscard]] inline unsigned threads_for(std::int64_t pairs, unsigned asked) {
    constexpr unsigned most = 8;
    constexpr std::int64_t worth_a_thread = 5000;
    const unsigned available = asked > 0 ? asked : std::clamp(std::thread::hardware_concurrency(), 1u, most);
    return static_cast<unsigned>(std::clamp<std::int64_t>(pairs / worth_a_thread, 1, available));
}

}  // namespace kith::match
