// The interpreter's lock: given back while kith works, taken where kith calls back.
//
// A thread that asks for the lock when the interpreter is ending never gets it: Python ends such a thread, and with it,
// where C++ functions are on its stack, the whole process. So the package's last deed (`atexit`) is to close a gate
// through which all that take the lock here must go: it waits for those that are inside, and of the rest only the thread
// that ends the interpreter still comes in. kith's dispatcher is turned away, a daemon thread waits for the process's end.
#pragma once

#include "convert.hpp"

#include <exception>
#include <functional>
#include <memory>
#include <optional>

namespace kithpy {

/// Gives the lock back while it lives. The thread has it.
class Released {
public:
    Released() : state_(PyEval_SaveThread()) {}
    ~Released();
    Released(const Released&) = delete;
    Released& operator=(const Released&) = delete;

private:
    PyThreadState* state_;
};

/// Takes the lock while it lives, on whichever thread; false when the gate is closed.
class Held {
public:
    Held() {
        if (place_.open) held_.emplace();
    }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;
    ~Held() = default;
    [[nodiscard]] explicit operator bool() const noexcept { return place_.open; }
    /// Throws `closed` when the gate is closed.
    void need() const {
        if (!place_.open) throw kith::Error(kith::Code::closed, "the interpreter is ending");
    }

private:
    struct Place {
        Place();
        ~Place();
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;
        bool open = false;
    };
    Place place_{};
    std::optional<py::gil_scoped_acquire> held_{};
};

/// Closes the gate for good and waits, without the lock, until everybody is out but this thread.
void close_gate();

/// An object that any thread may let go of. After the gate has closed it is left to the end of the process.
std::shared_ptr<PyObject> kept(const py::object& object);

/// A Python exception on its way through kith, which may keep it.
class Raised : public std::exception {
public:
    explicit Raised(const py::error_already_set& error);
    [[nodiscard]] const char* what() const noexcept override {
        return "a Python function raised an exception";
    }
    [[nodiscard]] py::object object() const { return borrowed(object_.get()); }

private:
    std::shared_ptr<PyObject> object_;
};

/// Options::dispatch from a Python callable.
std::function<void(std::function<void()>)> dispatch_from(const py::object& callable);

/// The Python exception for one that kith kept; None for none.
py::object exception_of(const std::exception_ptr& thrown);

}  // namespace kithpy
