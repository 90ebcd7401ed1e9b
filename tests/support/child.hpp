// Other processes, made by fork.
#pragma once

#include <exception>
#include <stdexcept>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

namespace kith::test {

/// Runs `work` in a child process; only while this process has no other thread (see Elsewhere). The child leaves without the test runner's farewell.
template <class Work>
pid_t in_child(Work&& work) {
    const pid_t child = ::fork();
    if (child != 0) return child;
    try {
        work();
        ::_exit(0);
    } catch (...) {
        ::_exit(1);
    }
}

/// Waits for a child; -1 when a signal ended it.
inline int exit_code(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// Another process for tests whose own process has threads: forking then would copy locks that a thread holds at that
/// moment, and nobody would ever give them back. It is forked when this is made, before the first thread, and each call
/// has it run a function in a child of its own. What the function needs travels as two numbers, since the child knows
/// only what was there when it was forked.
template <class Setting>
class Elsewhere {
public:
    using Work = void (*)(const Setting& setting, long long argument);

    explicit Elsewhere(Setting setting) {
        if (::pipe(asked_) != 0 || ::pipe(answered_) != 0) throw std::runtime_error("no pipe");
        server_ = in_child([&] {
            ::close(asked_[1]);
            for (Task task; ::read(asked_[0], &task, sizeof task) == static_cast<ssize_t>(sizeof task);) {
                const int code = exit_code(in_child([&] { task.work(setting, task.argument); }));
                if (::write(answered_[1], &code, sizeof code) != static_cast<ssize_t>(sizeof code))
                    ::_exit(1);
            }
        });
        ::close(asked_[0]);
        ::close(answered_[1]);
    }
    ~Elsewhere() {
        ::close(asked_[1]);
        ::close(answered_[0]);
        exit_code(server_);
    }
    Elsewhere(const Elsewhere&) = delete;
    Elsewhere& operator=(const Elsewhere&) = delete;

    /// Runs a function without captures to its end, and gives the exit code of its process.
    int operator()(Work work, long long argument = 0) {
        const Task task{work, argument};
        int code = -1;
        if (::write(asked_[1], &task, sizeof task) != static_cast<ssize_t>(sizeof task)) return -1;
        if (::read(answered_[0], &code, sizeof code) != static_cast<ssize_t>(sizeof code)) return -1;
        return code;
    }

private:
    struct Task {
        Work work = nullptr;
        long long argument = 0;
    };

    int asked_[2]{};
    int answered_[2]{};
    pid_t server_ = 0;
};

/// What `work()` returns in a child process that may do what anybody may, and no more: a test that root runs would
/// find everything writable. An exception comes back as "threw: " and its message.
template <class Work>
std::string said_by_anybody(Work&& work) {
    int ends[2];
    if (::pipe(ends) != 0) return "no pipe";
    const pid_t child = in_child([&] {
        std::string said;
        constexpr unsigned nobody = 65534;
        if (::geteuid() == 0 && (::setgid(nobody) != 0 || ::setuid(nobody) != 0)) {
            said = "the child could not become nobody";
        } else {
            try {
                said = work();
            } catch (const std::exception& error) {
                said = std::string("threw: ") + error.what();
            }
        }
        if (::write(ends[1], said.data(), said.size()) < 0) ::_exit(1);
    });
    ::close(ends[1]);
    std::string said;
    char buffer[4096];
    for (;;) {
        const ssize_t count = ::read(ends[0], buffer, sizeof buffer);
        if (count <= 0) break;
        said.append(buffer, static_cast<std::size_t>(count));
    }
    ::close(ends[0]);
    if (exit_code(child) != 0) said += " (the child failed)";
    return said;
}

}  // namespace kith::test
