// Other processes, made by fork.
#pragma once

#include <exception>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

namespace kith::test {

/// Runs `work` in a child process. The child leaves without the test runner's farewell.
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
