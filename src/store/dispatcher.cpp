#include "store/dispatcher.hpp"

#include <kith/error.hpp>
#include <kith/observe.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace kith::store {

namespace {

/// After a look found the file locked by another process: it has waited Options::busy_timeout already.
constexpr std::chrono::milliseconds busy_pause{200};

}  // namespace

// listeners ---------------------------------------------------------------------------------------------------

void Listener::tell() noexcept {
    {
        const std::lock_guard lock(mutex_);
        if (ended_) return;
        telling_ = std::this_thread::get_id();
    }
    std::exception_ptr thrown;
    try {
        call();
    } catch (...) {  // the host's affair: it can ask for it
        thrown = std::current_exception();
    }
    bool ended = false;
    {
        const std::lock_guard lock(mutex_);
        telling_ = {};
        told_ = true;
        if (thrown) error_ = std::move(thrown);
        ended = ended_inside_ && !std::exchange(forgotten_, true);
        quiet_.notify_all();
    }
    if (ended) forget();
}

void Listener::end() noexcept {
    {
        std::unique_lock lock(mutex_);
        ended_ = true;
        if (telling_ == std::this_thread::get_id()) {
            ended_inside_ = true;  // the callback cannot be let go of while it runs
            return;
        }
        quiet_.wait(lock, [this] { return telling_ == std::thread::id(); });
        if (std::exchange(forgotten_, true)) return;
    }
    forget();
}

std::exception_ptr Listener::error() const {
    const std::lock_guard lock(mutex_);
    return error_;
}

void Listener::fail(std::exception_ptr problem) {
    const std::lock_guard lock(mutex_);
    error_ = std::move(problem);
}

// dispatcher --------------------------------------------------------------------------------------------------

Dispatcher::~Dispatcher() { stop(); }

void Dispatcher::add(std::shared_ptr<Listener> listener) {
    std::unique_lock lock(mutex_);
    if (stopped_) return;
    listeners_.push_back(std::move(listener));
    work_ = true;
    wake_.notify_all();
    if (running_) return;
    running_ = true;
    std::thread former = std::exchange(thread_, {});  // it has done its last round
    try {
        thread_ = std::thread([self = shared_from_this()] { self->run(); });
    } catch (...) {
        running_ = false;
        listeners_.pop_back();
        lock.unlock();
        if (former.joinable()) former.join();
        throw;
    }
    lock.unlock();
    if (former.joinable()) former.join();
}

void Dispatcher::remove(const Listener* listener) noexcept {
    std::shared_ptr<Listener> removed;  // let go of without the lock
    const std::lock_guard lock(mutex_);
    const auto found = std::find_if(listeners_.begin(), listeners_.end(),
                                    [&](const auto& each) { return each.get() == listener; });
    if (found == listeners_.end()) return;
    removed = std::move(*found);
    listeners_.erase(found);
    wake_.notify_all();
}

bool Dispatcher::listening() const {
    const std::lock_guard lock(mutex_);
    return !listeners_.empty();
}

void Dispatcher::publish(const Touched& touched) {
    const std::lock_guard lock(mutex_);
    if (listeners_.empty()) return;
    pending_.add(touched);
    work_ = true;
    wake_.notify_all();
}

void Dispatcher::publish_everything() noexcept {
    const std::lock_guard lock(mutex_);
    pending_.everything = work_ = true;
    wake_.notify_all();
}

Dispatcher::Pause::Pause(Dispatcher& dispatcher) : dispatcher_(dispatcher) {
    std::unique_lock lock(dispatcher_.mutex_);
    ++dispatcher_.pauses_;
    dispatcher_.idle_.wait(lock, [&] { return !dispatcher_.looking_; });
}

Dispatcher::Pause::~Pause() {
    const std::lock_guard lock(dispatcher_.mutex_);
    --dispatcher_.pauses_;
    dispatcher_.work_ = true;  // for those whose look gave way
    dispatcher_.wake_.notify_all();
}

void Dispatcher::stop() noexcept {
    Listeners listeners;
    std::thread thread;
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
        listeners.swap(listeners_);
        thread.swap(thread_);
        wake_.notify_all();
    }
    for (const auto& listener : listeners) listener->end();
    if (!thread.joinable()) return;
    if (thread.get_id() == std::this_thread::get_id())
        thread.detach();  // a callback let go of the database: the thread ends when that returns
    else
        thread.join();
}

void Dispatcher::run() noexcept {
    std::unique_lock lock(mutex_);
    bool again = false;
    for (;;) {
        const auto due = [this] { return stopped_ || listeners_.empty() || (work_ && pauses_ == 0); };
        if (!again)
            wake_.wait(lock, due);
        else if (!wake_.wait_for(lock, busy_pause, due) && pauses_ > 0)
            continue;
        if (stopped_ || listeners_.empty()) break;
        work_ = false;
        try {
            again = round(lock);
        } catch (...) {  // out of memory: all of them look again
            if (!lock.owns_lock()) lock.lock();
            looking_ = false;
            idle_.notify_all();
            pending_.everything = again = true;
        }
    }
    running_ = false;
}

bool Dispatcher::round(std::unique_lock<std::mutex>& lock) {
    Listeners listeners = listeners_;
    Listeners found;
    const Touched touched = std::exchange(pending_, {});
    looking_ = true;
    lock.unlock();
    const bool again = look(listeners, touched, found);
    lock.lock();
    looking_ = false;
    idle_.notify_all();
    lock.unlock();
    listeners.clear();  // they may end while others are told
    tell(found);
    found.clear();
    lock.lock();
    return again;
}

bool Dispatcher::look(const Listeners& listeners, const Touched& touched, Listeners& found) {
    bool again = false;
    const auto failed = [&](Listener& listener) {
        listener.stale_ = true;
        try {
            throw;
        } catch (const Error& error) {
            again = again || error.code() == Code::busy;
            // Nothing is wrong: it looks again after `resume`, or never.
            if (error.code() == Code::suspended || error.code() == Code::closed) return;
            listener.fail(std::current_exception());
        } catch (...) {
            listener.fail(std::current_exception());
        }
    };
    Listeners due;
    for (const auto& listener : listeners) {
        listener->stale_ = listener->stale_ || touched.everything || listener->concerned(touched);
        if (listener->stale_) due.push_back(listener);
    }
    if (due.empty()) return false;
    try {
        read_([&](Connection& connection) {
            for (const auto& listener : due) {
                try {
                    if (listener->look(connection)) found.push_back(listener);
                    listener->stale_ = false;
                } catch (...) {
                    failed(*listener);
                }
            }
        });
    } catch (...) {  // there was no snapshot, or what it showed was torn
        found.clear();
        for (const auto& listener : due) failed(*listener);
    }
    return again;
}

/// Says when a task has run, or was dropped: its last copy is gone.
class Dispatcher::Ticket {
public:
    explicit Ticket(std::shared_ptr<Dispatcher> dispatcher, std::shared_ptr<bool> done)
        : dispatcher_(std::move(dispatcher)), done_(std::move(done)) {}
    ~Ticket() { finish(); }
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;

    void finish() {
        const std::lock_guard lock(dispatcher_->mutex_);
        *done_ = true;
        dispatcher_->wake_.notify_all();
    }

private:
    std::shared_ptr<Dispatcher> dispatcher_;
    std::shared_ptr<bool> done_;  // guarded by the dispatcher's mutex
};

void Dispatcher::tell(const Listeners& found) {
    if (found.empty()) return;
    if (!executor_) {
        for (const auto& listener : found) listener->tell();
    } else {
        const auto done = std::make_shared<bool>(false);
        try {
            auto ticket = std::make_shared<Ticket>(shared_from_this(), done);
            executor_([found, ticket = std::move(ticket)] {
                for (const auto& listener : found) listener->tell();
                ticket->finish();
            });
        } catch (...) {
            for (const auto& listener : found) listener->fail(std::current_exception());
        }
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [&] { return *done || stopped_; });
        if (!*done) return;
    }
    for (const auto& listener : found) {
        const std::lock_guard lock(listener->mutex_);
        if (std::exchange(listener->told_, false))
            listener->settle();
        else
            listener->stale_ = true;
    }
}

}  // namespace kith::store

namespace kith {

Subscription::Subscription() noexcept = default;

Subscription::Subscription(std::shared_ptr<store::Dispatcher> dispatcher,
                           std::shared_ptr<store::Listener> listener)
    : dispatcher_(std::move(dispatcher)), listener_(std::move(listener)) {}

Subscription::Subscription(Subscription&& other) noexcept = default;

Subscription& Subscription::operator=(Subscription&& other) noexcept {
    if (this == &other) return *this;
    end();
    dispatcher_ = std::move(other.dispatcher_);
    listener_ = std::move(other.listener_);
    return *this;
}

Subscription::~Subscription() { end(); }

void Subscription::end() noexcept {
    const auto listener = std::exchange(listener_, nullptr);
    const auto dispatcher = std::exchange(dispatcher_, nullptr);
    if (listener == nullptr) return;
    dispatcher->remove(listener.get());
    listener->end();
}

std::exception_ptr Subscription::error() const { return listener_ != nullptr ? listener_->error() : nullptr; }

}  // namespace kith
