// Telling others what commits changed: one thread, one round after the other.
//
// The writer publishes which tables a commit touched; nothing more, and it waits for nobody. A round takes what has been
// published since the last one, lets every listener that it concerns look at one snapshot, and then tells those that
// found something. A listener compares what it told last with what it sees now, so that commits may be taken together,
// a round may be made twice and may fail halfway, and still nothing is lost, doubled or out of order.
#pragma once

#include "store/change_set.hpp"

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace kith::store {

class Connection;

/// One who is told. The dispatcher's thread calls `concerned`, `look` and `settle`, and `call` where callbacks run;
/// never two of them at once.
class Listener {
public:
    Listener() = default;
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    virtual ~Listener() = default;

    /// Whether commits that touched this can change what it told.
    [[nodiscard]] virtual bool concerned(const Touched& touched) const = 0;
    /// Looks at a snapshot; true when there is something to tell. What it throws is remembered, and it looks again.
    [[nodiscard]] virtual bool look(Connection& connection) = 0;
    /// Calls the host with what was found.
    virtual void call() = 0;
    /// The host has been told: the next look compares with that.
    virtual void settle() = 0;
    /// Lets go of the host's callback and what that holds.
    virtual void forget() noexcept = 0;

    /// No call runs or begins after this, unless it is the call that ends it. Any thread, one at a time.
    void end() noexcept;
    /// The last exception of the callback or of a look; null: none.
    [[nodiscard]] std::exception_ptr error() const;

private:
    friend class Dispatcher;
    /// Calls the host unless it has ended.
    void tell() noexcept;
    void fail(std::exception_ptr problem);

    bool stale_ = true;  // the dispatcher's: it must look, whatever was touched

    mutable std::mutex mutex_;  // guards what follows
    std::condition_variable quiet_;
    std::thread::id telling_{};  // in `call`
    bool told_ = false;          // since its last look
    bool ended_ = false;
    bool ended_inside_ = false;  // by its own call
    bool forgotten_ = false;
    std::exception_ptr error_;
};

/// The listeners of one open file, and the thread that serves them. Safe from any thread.
class Dispatcher : public std::enable_shared_from_this<Dispatcher> {
public:
    using Read = std::function<void(const std::function<void(Connection&)>&)>;  ///< runs work on a snapshot
    using Executor = std::function<void(std::function<void()>)>;                ///< Options::dispatch

    Dispatcher(Read read, Executor executor) : read_(std::move(read)), executor_(std::move(executor)) {}
    ~Dispatcher();
    Dispatcher(const Dispatcher&) = delete;
    Dispatcher& operator=(const Dispatcher&) = delete;

    /// The first starts the thread. Its first round tells the listener how things stand.
    void add(std::shared_ptr<Listener> listener);
    /// The last ends the thread.
    void remove(const Listener* listener) noexcept;
    [[nodiscard]] bool listening() const;
    /// Starts a round for those whom it concerns, and for those whose last look failed. Waits for nothing.
    void publish(const Touched& touched);
    /// The same for everybody; takes no memory.
    void publish_everything() noexcept;

    /// While one lives no listener looks; making it waits for those that do.
    class Pause {
    public:
        explicit Pause(Dispatcher& dispatcher);
        ~Pause();
        Pause(const Pause&) = delete;
        Pause& operator=(const Pause&) = delete;

    private:
        Dispatcher& dispatcher_;
    };

    /// For good: no look or call runs afterwards, but the call that stops it.
    void stop() noexcept;

private:
    using Listeners = std::vector<std::shared_ptr<Listener>>;
    class Ticket;

    void run() noexcept;
    /// One round; true when one is to be made again soon. Lets go of the lock while others' code runs.
    bool round(std::unique_lock<std::mutex>& lock);
    /// Its looks: those who found something. True when one found the file locked.
    bool look(const Listeners& listeners, const Touched& touched, Listeners& found);
    void tell(const Listeners& found);

    const Read read_;
    const Executor executor_;

    mutable std::mutex mutex_;  // guards what follows; never held while others' code runs
    std::condition_variable wake_;
    std::condition_variable idle_;
    Listeners listeners_;
    Touched pending_;
    bool work_ = false;     // there is reason for a round
    bool running_ = false;  // the thread serves
    bool looking_ = false;
    std::size_t pauses_ = 0;
    bool stopped_ = false;
    std::thread thread_;
};

}  // namespace kith::store
