// A transaction, or a snapshot, that stays open while Python runs a `with` block.
//
// kith's transactions are closures. So a session runs one on a thread of its own, which does what the block asks and
// waits in between; it never takes the interpreter's lock. While the block runs, the thread that entered it must not use
// the database itself: it would wait for itself, so that is refused with both places, as in a closure.
#pragma once

#include "access.hpp"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>

namespace kithpy {

class Session : public Access {
public:
    /// `as_of`: reads the file as it was then.
    Session(const std::shared_ptr<kith::Database>& database, bool writes, std::optional<kith::Time> as_of,
            const kith::Where& place);
    ~Session() override;

    void check(const kith::Where& place) const override;
    void read(const std::function<void(const kith::Reader&)>& work, const kith::Where& place) override;
    void write(const std::function<void(kith::Transaction&)>& work, const kith::Where& place) override;

    /// Waits until the transaction is open. Ctrl-C gives up waiting.
    void begin();
    /// Commits or rolls back, and waits until that is done. Throws what the commit throws.
    void finish(bool commit);

    /// Throws `nested_use` when this thread is inside a session of the database.
    static void refuse_nested(const kith::Database& database, const kith::Where& inner);

private:
    struct State;
    /// Lets the session's thread do something, and waits for it.
    void run(const std::function<void()>& job);
    void forget() noexcept;

    std::shared_ptr<State> state_;
    std::thread thread_;
    kith::Where place_;
    const void* core_;
    bool writes_;
    std::optional<kith::Time> as_of_;
};

}  // namespace kithpy
