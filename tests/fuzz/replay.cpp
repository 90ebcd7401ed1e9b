// Fuzzing without libFuzzer: the same targets on their seeds and on mutations of them that are the same every time.
//
//   replay                       all targets, as `make test` runs it
//   replay --times 100           the same with a hundred times as many mutations
//   replay TARGET FILE...        one target on files, say what a fuzzer found
//   replay --write TARGET FOLDER     the target's seeds as files, for a fuzzer to begin with
#include "fuzz.hpp"
#include "seeds.hpp"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <vector>

using Target = int(const std::uint8_t*, std::size_t);

// fuzz_targets.inc, made by CMakeLists.txt, has a line KITH_FUZZ_TARGET(NAME) for every NAME_fuzz.cpp, whose entry
// point is called fuzz_NAME here.
#define KITH_FUZZ_TARGET(name) extern "C" Target fuzz_##name;
#include "fuzz_targets.inc"
#undef KITH_FUZZ_TARGET

namespace {

using namespace kith::fuzz;

struct Named {
    std::string name;
    Target* run;
};

const std::vector<Named> targets = {
#define KITH_FUZZ_TARGET(name) {#name, &fuzz_##name},
#include "fuzz_targets.inc"
#undef KITH_FUZZ_TARGET
};

// Opening a base or a file takes milliseconds, everything else microseconds.
int mutations_for(const std::string& target) {
    if (target == "database") return 20;
    return target == "import" || target == "query" ? 200 : 500;
}

class Mutator {
public:
    Mutator(std::vector<std::string> seeds, std::vector<std::string> words)
        : seeds_(std::move(seeds)), words_(std::move(words)) {
        // what readers of any text look for: quotes, breaks, signs of several bytes and halves of them
        for (const char* word : {"\"",           ",",    ";",    ":",        "|",        "\n",
                                 "\r",           " ",    "\\",   "-",        ".",        "0",
                                 "999999999999", "\xFF", "\xE3", "\x81",     "\xF0\x9F", "山",
                                 "　",           "ー",   "ﾞ",    "\xCC\x81", "\x1B$B",   "\x01"})
            words_.emplace_back(word);
        words_.emplace_back(1, '\0');
    }

    std::string next() {
        std::string text = pick(seeds_);
        for (std::size_t n = 1 + below(4); n > 0; --n) {
            const std::size_t at = below(text.size() + 1);
            const std::size_t length = below(std::min<std::size_t>(text.size() - at, 40) + 1);
            switch (below(5)) {
                case 0: text.insert(at, pick(words_)); break;
                case 1: text.erase(at, length); break;
                case 2: text.insert(at, text.substr(at, length)); break;
                case 3: {
                    const std::string& other = pick(seeds_);
                    text.insert(at, other, below(other.size() + 1), 30);
                    break;
                }
                default:
                    if (at < text.size()) text[at] = static_cast<char>(below(256));
            }
        }
        return text;
    }

private:
    // Not std::uniform_int_distribution, which differs between standard libraries.
    std::size_t below(std::size_t limit) { return static_cast<std::size_t>(random_()) % limit; }
    const std::string& pick(const std::vector<std::string>& from) { return from[below(from.size())]; }

    std::mt19937 random_{1};
    std::vector<std::string> seeds_;
    std::vector<std::string> words_;
};

// What runs now, for the message of a crash; printed in a signal handler, so no more than bytes.
char running[200];
std::string running_input;

void crashed(int signal) {
    std::fputs(running, stderr);
    std::fwrite(running_input.data(), 1, running_input.size(), stderr);
    std::fputs("\n", stderr);
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

std::string readable(std::string_view bytes) {
    std::string text;
    for (const char c : bytes) {
        char hex[8];
        std::snprintf(hex, sizeof hex, "\\x%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
        text += c == '\\' ? "\\\\" : c >= ' ' && c < 0x7F ? std::string(1, c) : hex;
    }
    return text;
}

// True when nothing was found. The bytes are copied to a block of their exact size, so that the address sanitizer sees
// a reader that goes past the end.
bool run(const Named& target, const std::string& input, const std::string& which) {
    std::snprintf(running, sizeof running, "%s, %s, ended in a crash:\n", target.name.c_str(), which.c_str());
    running_input = readable(input);
    const std::vector<std::uint8_t> bytes(input.begin(), input.end());
    try {
        target.run(bytes.data(), bytes.size());
        return true;
    } catch (const std::exception& problem) {
        std::cerr << target.name << ", " << which << ": " << problem.what() << "\n  " << running_input << '\n';
        return false;
    }
}

bool run_all(int times) {
    bool good = true;
    for (const Named& target : targets) {
        const std::vector<std::string> seeds = seeds_of(target.name);
        const int mutations = times * mutations_for(target.name);
        std::cout << target.name << ": " << seeds.size() << " seeds, " << mutations << " mutations"
                  << std::endl;
        for (std::size_t i = 0; i < seeds.size(); ++i)
            good = run(target, seeds[i], "seed " + std::to_string(i + 1)) && good;
        Mutator mutator(seeds, words_of(target.name));
        for (int i = 1; i <= mutations; ++i)
            good = run(target, mutator.next(), "mutation " + std::to_string(i)) && good;
    }
    return good;
}

const Named& named(const std::string& name) {
    for (const Named& target : targets)
        if (target.name == name) return target;
    throw std::runtime_error("no target is called " + name);
}

}  // namespace

int main(int count, char** arguments) try {
    for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) std::signal(signal, crashed);
    const std::vector<std::string> words(arguments + 1, arguments + count);
    if (words.empty()) return run_all(1) ? 0 : 1;
    if (words.size() == 2 && words[0] == "--times") return run_all(std::stoi(words[1])) ? 0 : 1;
    if (words.size() == 3 && words[0] == "--write") {
        int number = 0;
        for (const std::string& seed : seeds_of(words[1]))
            std::ofstream(words[2] + "/seed" + std::to_string(++number), std::ios::binary) << seed;
        return 0;
    }
    bool good = true;
    for (std::size_t i = 1; i < words.size(); ++i) {
        std::ifstream in(words[i], std::ios::binary);
        if (!in) throw std::runtime_error("cannot read " + words[i]);
        good = run(named(words[0]), {std::istreambuf_iterator<char>(in), {}}, words[i]) && good;
    }
    return good ? 0 : 1;
} catch (const std::exception& problem) {
    std::cerr << "replay: " << problem.what() << '\n';
    return 2;
}
