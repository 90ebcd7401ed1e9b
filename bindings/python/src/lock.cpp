#include "lock.hpp"

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <thread>

namespace kithpy {

namespace {

/// Its mutex is held for a moment only, never while anything else is waited for.
struct Gate {
    std::mutex mutex{};
    std::condition_variable left{};
    std::size_t inside = 0;
    bool closed = false;
    std::thread::id last{};  // who closed it

    /// With the mutex.
    [[nodiscard]] bool lets_in(std::size_t already) const {
        return !closed || already > 0 || std::this_thread::get_id() == last;
    }
};
Gate& gate() {
    static auto* one = new Gate;  // threads may come until the process ends
    return *one;
}

thread_local std::size_t inside_here = 0;  // how often this thread is inside: it must get out again

void enter(Gate& one) {
    ++one.inside;
    ++inside_here;
}

void leave(Gate& one) {
    const std::lock_guard lock(one.mutex);
    --one.inside;
    --inside_here;
    one.left.notify_all();
}

}  // namespace

Released::~Released() {
    {
        std::unique_lock lock(gate().mutex);
        while (!gate().lets_in(inside_here)) gate().left.wait(lock);  // for ever
        enter(gate());
    }
    PyEval_RestoreThread(state_);
    leave(gate());
}

Held::Place::Place() {
    const std::lock_guard lock(gate().mutex);
    open = gate().lets_in(inside_here);
    if (open) enter(gate());
}

Held::Place::~Place() {
    if (open) leave(gate());
}

void close_gate() {
    PyThreadState* state = PyEval_SaveThread();
    {
        std::unique_lock lock(gate().mutex);
        gate().closed = true;
        gate().last = std::this_thread::get_id();
        gate().left.wait(lock, [] { return gate().inside == inside_here; });
    }
    PyEval_RestoreThread(state);
}

std::shared_ptr<PyObject> kept(const py::object& object) {
    return {borrowed(object.ptr()).release().ptr(), [](PyObject* held) {
                if (const Held lock; lock) Py_DECREF(held);
            }};
}

Raised::Raised(const py::error_already_set& error) : object_(kept(error.value())) {
    if (error.trace()) PyException_SetTraceback(object_.get(), error.trace().ptr());
}

py::object exception_of(const std::exception_ptr& thrown) {
    if (!thrown) return py::none();
    try {
        std::rethrow_exception(thrown);
    } catch (const Raised& raised) {
        return raised.object();
    } catch (const kith::Error& error) {
        return exception_of(error);
    } catch (const std::exception& error) {
        return owned(PyObject_CallFunction(PyExc_RuntimeError, "s", error.what()));
    }
}

}  // namespace kithpy
