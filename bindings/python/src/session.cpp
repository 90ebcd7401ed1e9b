#include "session.hpp"

#include <algorithm>

namespace kithpy {

namespace {

/// Thrown inside the closure to roll back.
struct Abandoned {};

/// The sessions that are open, and the threads that entered them. Guarded by the interpreter's lock.
struct Entered {
    const Session* session;
    const void* core;
    unsigned long thread;
    kith::Where place;
};
std::vector<Entered>& entered() {
    static auto* all = new std::vector<Entered>;
    return *all;
}

std::string shown(const kith::Where& place) {
    return std::string(place.file) + ":" + std::to_string(place.line);
}

[[noreturn]] void refuse(const kith::Where& outer, const kith::Where& inner) {
    kith::ErrorDetail detail;
    detail.arguments = {{"outer", shown(outer)}, {"inner", shown(inner)}};
    throw kith::Error(kith::Code::nested_use,
                      "the database is used at " + shown(inner) + " inside its own transaction at " +
                          shown(outer) + ": use the transaction's verbs instead",
                      detail);
}

}  // namespace

/// Shared with the thread, which may outlive a session that gave up waiting.
struct Session::State {
    explicit State(std::shared_ptr<kith::Database> opened) : handle(std::move(opened)), database(*handle) {}

    std::shared_ptr<kith::Database> handle;
    kith::Database& database;
    std::function<void()> before_end{};  // on the session's thread
    std::mutex turn{};                   // one job after the other, whichever threads they come from
    std::mutex mutex{};
    std::condition_variable changed{};
    enum class Phase { waiting, open, ended } phase = Phase::waiting;
    const std::function<void()>* job = nullptr;
    std::exception_ptr job_failure{};
    bool ending = false;
    bool commit = false;
    std::exception_ptr failure{};

    // Used by jobs alone, on the session's thread.
    const kith::Reader* reader = nullptr;
    kith::Transaction* transaction = nullptr;

    /// The body of the closure: does jobs until the block ends.
    void serve() {
        std::unique_lock lock(mutex);
        phase = Phase::open;
        changed.notify_all();
        for (;;) {
            changed.wait(lock, [&] { return job != nullptr || ending; });
            if (job == nullptr) break;
            lock.unlock();
            std::exception_ptr thrown;
            try {
                (*job)();
            } catch (...) {
                thrown = std::current_exception();
            }
            lock.lock();
            job = nullptr;
            job_failure = thrown;
            changed.notify_all();
        }
        if (before_end) before_end();
        if (!commit) throw Abandoned{};
    }

    void work(bool writes, std::optional<kith::Time> as_of, const kith::Where& place) {
        std::exception_ptr thrown;
        const auto read = [&](const kith::Reader& snapshot) {
            reader = &snapshot;
            serve();
        };
        try {
            if (writes)
                database.write(
                    [&](kith::Transaction& tx) {
                        reader = transaction = &tx;
                        serve();
                    },
                    place);
            else if (as_of)
                database.as_of(*as_of, read, place);
            else
                database.read(read, place);
        } catch (const Abandoned&) {
        } catch (...) {
            thrown = std::current_exception();
        }
        const std::lock_guard lock(mutex);
        failure = thrown;
        phase = Phase::ended;
        changed.notify_all();
    }
};

Session::Session(const std::shared_ptr<kith::Database>& database, bool writes,
                 std::optional<kith::Time> as_of, const kith::Where& place)
    : state_(std::make_shared<State>(database)),
      place_(place),
      core_(&database->core()),
      writes_(writes),
      as_of_(as_of) {
    state_->before_end = [this] { drop_savepoints(); };
}

Session::~Session() {
    try {
        finish(false);
    } catch (...) {  // rolled back one way or the other
        forget();
    }
}

void Session::refuse_nested(const kith::Database& database, const kith::Where& inner) {
    const unsigned long thread = PyThread_get_thread_ident();
    for (const Entered& outer : entered())
        if (outer.core == &database.core() && outer.thread == thread) refuse(outer.place, inner);
}

void Session::begin() {
    refuse_nested(state_->database, place_);
    if (const kith::Where* outer = Inside::find(state_->database)) refuse(*outer, place_);
    bool open = false;
    {
        const Released released;
        thread_ = std::thread([state = state_, writes = writes_, as_of = as_of_, place = place_] {
            state->work(writes, as_of, place);
        });
        std::unique_lock lock(state_->mutex);
        const auto begun = [&] { return state_->phase != State::Phase::waiting; };
        while (!state_->changed.wait_for(lock, std::chrono::milliseconds(100), begun)) {
            lock.unlock();
            const Held held;
            const bool interrupted = held && PyErr_CheckSignals() != 0;
            lock.lock();
            if (!interrupted) continue;
            state_->ending = true;  // the thread rolls back as soon as its turn comes
            state_->before_end = nullptr;
            thread_.detach();
            lock.unlock();
            throw py::error_already_set();
        }
        open = state_->phase == State::Phase::open;
    }
    if (open)
        entered().push_back({this, core_, PyThread_get_thread_ident(), place_});
    else
        finish(false);  // it could not begin, and throws why
}

void Session::forget() noexcept {
    auto& all = entered();
    all.erase(std::remove_if(all.begin(), all.end(), [&](const Entered& e) { return e.session == this; }),
              all.end());
}

void Session::finish(bool commit) {
    forget();
    std::exception_ptr failure;
    {
        const Released released;
        if (!thread_.joinable()) return;
        {
            const std::lock_guard lock(state_->mutex);
            state_->ending = true;
            state_->commit = commit;
            state_->changed.notify_all();
        }
        thread_.join();
        std::swap(failure, state_->failure);
    }
    if (failure) std::rethrow_exception(failure);
}

void Session::run(const std::function<void()>& job) {
    auto& state = *state_;
    const std::lock_guard turn(state.turn);
    std::unique_lock lock(state.mutex);
    if (state.phase != State::Phase::open || state.ending)
        throw kith::Error(kith::Code::closed, "the transaction has ended");
    state.job = &job;
    state.changed.notify_all();
    state.changed.wait(lock, [&] { return state.job == nullptr; });
    if (state.job_failure) std::rethrow_exception(std::exchange(state.job_failure, nullptr));
}

void Session::check(const kith::Where&) const {}

void Session::read(const std::function<void(const kith::Reader&)>& work, const kith::Where&) {
    run([&] { work(*state_->reader); });
}

void Session::write(const std::function<void(kith::Transaction&)>& work, const kith::Where&) {
    if (!writes_) throw kith::Error(kith::Code::read_only, "a snapshot only reads");
    run([&] { work(*state_->transaction); });
}

void add_session(py::module_& module, DatabaseClass& database) {
    py::class_<Session, Access, std::shared_ptr<Session>>(
        module, "Session", "A transaction or a snapshot that stays open for a `with` block.")
        .def("begin", &Session::begin)
        .def("finish", &Session::finish, py::arg("commit"));
    database.def(
        "session",
        [](DatabaseAccess& self, bool writes, const py::object& as_of) {
            return std::make_shared<Session>(self.handle(), writes, optional_time_from_python(as_of, "as_of"),
                                             where());
        },
        py::arg("writes"), py::arg("as_of"));
}

}  // namespace kithpy
