#include "fault/failing_memory.hpp"

#include <sqlite3.h>

#include <cstdlib>
#include <new>

namespace {

using kith::test::Allocator;

/// What a thread wants to fail. No constructor or destructor: it is used before and after everything else.
struct Plan {
    bool counting;
    Allocator allocator;
    std::int64_t at;
    bool lasting;
    std::int64_t count;
    bool failed;
};
thread_local Plan plan{};

/// Counts an allocation; true when it is to fail.
bool fails(Allocator allocator) noexcept {
    if (!plan.counting || plan.allocator != allocator) return false;
    ++plan.count;
    if (plan.at <= 0 || plan.count < plan.at || (plan.count > plan.at && !plan.lasting)) return false;
    plan.failed = true;
    return true;
}

void* take(std::size_t size) noexcept {
    if (fails(Allocator::cpp)) return nullptr;
    return std::malloc(size != 0 ? size : 1);
}

sqlite3_mem_methods real{};

}  // namespace

// The aligned forms stay as they are.
void* operator new(std::size_t size) {
    if (void* memory = take(size)) return memory;
    throw std::bad_alloc();
}
void* operator new[](std::size_t size) {
    if (void* memory = take(size)) return memory;
    throw std::bad_alloc();
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return take(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return take(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { std::free(memory); }

namespace kith::test {

FailingMemory::FailingMemory(Allocator allocator, std::int64_t at, bool lasting) noexcept {
    plan = {true, allocator, at, lasting, 0, false};
}
FailingMemory::~FailingMemory() { plan.counting = false; }
std::int64_t FailingMemory::count() const noexcept { return plan.count; }
bool FailingMemory::failed() const noexcept { return plan.failed; }
void FailingMemory::relent() noexcept { plan.counting = false; }

bool install_failing_memory() {
    static const bool installed = [] {
        if (sqlite3_shutdown() != SQLITE_OK || sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real) != SQLITE_OK)
            return false;
        if (real.xMalloc == nullptr) {  // SQLite chooses its own when it begins
            if (sqlite3_initialize() != SQLITE_OK || sqlite3_shutdown() != SQLITE_OK ||
                sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real) != SQLITE_OK)
                return false;
        }
        sqlite3_mem_methods failing = real;
        failing.xMalloc = [](int size) -> void* {
            return fails(Allocator::sqlite) ? nullptr : real.xMalloc(size);
        };
        failing.xRealloc = [](void* memory, int size) -> void* {
            return fails(Allocator::sqlite) ? nullptr : real.xRealloc(memory, size);
        };
        return sqlite3_config(SQLITE_CONFIG_MALLOC, &failing) == SQLITE_OK &&
               sqlite3_initialize() == SQLITE_OK;
    }();
    return installed;
}

std::int64_t sqlite_memory() noexcept { return sqlite3_memory_used(); }

}  // namespace kith::test
