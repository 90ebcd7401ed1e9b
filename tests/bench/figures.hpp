// What the benchmarks share: CPU time, and one line of the table.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

#include <time.h>

namespace kith::bench {

/// Seconds of CPU that this process has used: work, whatever the disk and other programs do.
inline double cpu_seconds() {
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// Seconds that passed, waiting included.
inline double wall_seconds() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// CPU seconds of one run of `work`.
template <class Work>
double cpu_of(Work&& work) {
    const double begin = cpu_seconds();
    work();
    return cpu_seconds() - begin;
}

/// The least of several runs: what the work takes when nothing disturbs it.
template <class Work>
double best_of(int rounds, Work&& work) {
    double best = 1e300;
    for (int i = 0; i < rounds; ++i) best = std::min(best, cpu_of(work));
    return best;
}

/// What single calls took, in seconds.
class Sample {
public:
    void add(double seconds) { seconds_.push_back(seconds); }
    /// The p-th percentile, 0 to 100: the smallest value that p percent of the sample do not exceed.
    [[nodiscard]] double at(double p) const {
        std::vector<double> sorted = seconds_;
        std::sort(sorted.begin(), sorted.end());
        const auto count = static_cast<double>(sorted.size());
        const auto rank = static_cast<std::size_t>(std::max(1.0, std::min(count, p / 100 * count + 0.999999)));
        return sorted[rank - 1];
    }

private:
    std::vector<double> seconds_{};
};

/// Times `count` calls of `work(i)` one by one.
template <class Work>
Sample sample_of(int count, Work&& work) {
    Sample sample;
    for (int i = 0; i < count; ++i) sample.add(cpu_of([&] { work(i); }));
    return sample;
}

inline void title(const char* text) {
    std::printf("\n%-58s %11s %11s %8s  %s\n", text, "kith, us", "raw, us", "ratio", "target");
}

/// `seconds` and `raw` for `per` operations each; `target` is what is aimed at, as text.
inline void row(const std::string& what, double seconds, double raw, double per, const char* target = "") {
    std::printf("%-58s %11.2f %11.2f %8.4f  %s\n", what.c_str(), seconds / per * 1e6, raw / per * 1e6,
                seconds / raw, target);
    std::fflush(stdout);
}

/// A figure without a raw counterpart.
inline void row(const std::string& what, double seconds, double per, const char* target = "") {
    std::printf("%-58s %11.2f %11s %8s  %s\n", what.c_str(), seconds / per * 1e6, "", "", target);
    std::fflush(stdout);
}

}  // namespace kith::bench
