// Letting go of the file and taking it up again; and looking for what others did to it.
#include "store/core_state.hpp"
#include "store/errors.hpp"

#include <algorithm>

namespace kith::store {

namespace {

/// Moves what the log holds into the file, as far as nobody has to be waited for.
void fold_in(Connection& writer) noexcept {
    try {
        writer.exec("PRAGMA wal_checkpoint(PASSIVE)");
    } catch (...) {  // the log stays beside the file: the next connection reads it
        return;
    }
}

}  // namespace

Core::State::Running::Running(State& state, Connection& connection) : state_(state), connection_(connection) {
    const std::lock_guard lock(state_.pool);
    state_.refuse_unusable();
    state_.running.push_back(&connection_);
}

Core::State::Running::~Running() {
    const std::lock_guard lock(state_.pool);
    state_.running.erase(std::find(state_.running.begin(), state_.running.end(), &connection_));
}

Core::State::Closing::Closing(State& state) : state_(state) {
    {
        const std::lock_guard lock(state_.pool);  // no waiting reader misses it
        ++state_.closing;
    }
    state_.returned.notify_all();
    pause_.emplace(*state_.dispatcher);
}

Core::State::Closing::~Closing() { --state_.closing; }

void Core::State::reopen() {
    const std::lock_guard lock(pool);
    refuse_unusable();
    try {
        open_writer(false);
    } catch (...) {
        writer.reset();
        throw;
    }
    released = false;
}

void Core::suspend(const Where& where) {
    State& state = *state_;
    refuse_inside(where);
    {
        const std::lock_guard lock(state.pool);
        if (state.closed || !state.suspended) state.refuse_unusable();
        state.suspended = true;
        if (!state.memory) {
            for (Connection* connection : state.running) connection->stop();
        }
    }
    state.returned.notify_all();
    const std::lock_guard writing(state.writing);  // what was being written is taken back now
    std::unique_lock lock(state.pool);
    state.returned.wait(lock, [&] { return state.lent == 0; });
    // Also when another thread has resumed meanwhile: stopped connections are of no use.
    if (state.memory || state.closed) return;
    state.idle.clear();
    if (state.writer) fold_in(*state.writer);
    state.writer.reset();
    state.released = true;
    if (state.options.read_only) state.tidy();
}

void Core::resume(const Where& where) {
    State& state = *state_;
    refuse_inside(where);
    {
        const std::lock_guard lock(state.pool);
        if (state.closed || !state.suspended) {
            state.refuse_unusable();
            return;
        }
        state.suspended = false;
    }
    state.returned.notify_all();
    state.dispatcher->publish_everything();  // whatever happened to the file meanwhile
}

bool Core::poll(const Where& where) {
    State& state = *state_;
    Touched touched;
    touched.time = true;
    bool news = false;
    try {
        read(where, [&](Connection& connection) { news = state.tail.read(connection, *this, touched); });
    } catch (...) {
        if (news) state.dispatcher->publish(touched);  // the tail will not say it again
        throw;
    }
    state.dispatcher->publish(touched);
    return news;
}

}  // namespace kith::store
