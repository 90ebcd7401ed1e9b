// A savepoint that rolls back unless it is released.
#pragma once

#include "store/writer.hpp"

namespace kith::records {

/// Makes a verb atomic inside its transaction: the host may catch its exception and go on.
class Savepoint {
public:
    explicit Savepoint(store::Writer& writer) : writer_(writer) { writer_.open_savepoint(); }
    Savepoint(const Savepoint&) = delete;
    Savepoint& operator=(const Savepoint&) = delete;
    ~Savepoint() {
        if (!open_) return;
        try {
            writer_.rollback_savepoint();
        } catch (
            ...) {  // SQLite has rolled the whole transaction back already (disk full, I/O): the commit will fail
            open_ = false;
        }
    }
    void release() {
        open_ = false;
        writer_.release_savepoint();
    }

private:
    store::Writer& writer_;
    bool open_ = true;
};

}  // namespace kith::records
