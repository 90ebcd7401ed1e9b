// Measures work in a process of its own: its peak memory is its own, and when it crashes the others go on.
#pragma once

#include <cstdio>
#include <exception>
#include <optional>
#include <type_traits>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kith::bench {

template <class Result>
struct Apart {
    Result result{};
    double peak_megabytes = 0;
};

/// What `work()` gives, or nothing when it threw or crashed, which is said on stderr. No thread and no open database
/// may exist when this is called.
template <class Work>
auto measure_apart(Work&& work) -> std::optional<Apart<std::invoke_result_t<Work>>> {
    using Result = std::invoke_result_t<Work>;
    static_assert(std::is_trivially_copyable_v<Result>, "it goes through a pipe");
    int ends[2];
    std::fflush(nullptr);
    if (::pipe(ends) != 0) return std::nullopt;
    const pid_t child = ::fork();
    if (child == 0) {
        int status = 1;
        try {
            const Result result = work();
            std::fflush(nullptr);
            status = ::write(ends[1], &result, sizeof(Result)) == sizeof(Result) ? 0 : 1;
        } catch (const std::exception& error) {
            std::fprintf(stderr, "failed: %s\n", error.what());
        }
        ::_exit(status);
    }
    ::close(ends[1]);
    Apart<Result> measured;
    const bool whole = child > 0 && ::read(ends[0], &measured.result, sizeof(Result)) == sizeof(Result);
    ::close(ends[0]);
    int status = 0;
    rusage used{};
    if (child < 0 || ::wait4(child, &status, 0, &used) != child || !whole || status != 0) {
        if (child > 0 && WIFSIGNALED(status)) std::fprintf(stderr, "crashed: signal %d\n", WTERMSIG(status));
        return std::nullopt;
    }
#ifdef __APPLE__
    constexpr double per_megabyte = 1024 * 1024;  // bytes there, kilobytes elsewhere
#else
    constexpr double per_megabyte = 1024;
#endif
    measured.peak_megabytes = static_cast<double>(used.ru_maxrss) / per_megabyte;
    return measured;
}

}  // namespace kith::bench
