// The observer of one record.
#include "query/observe.hpp"
#include "records/differences.hpp"
#include "records/verbs.hpp"

#include <kith/records/field.hpp>
#include <kith/records/tag.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace kith::query {

namespace {

using Buffer = std::unique_ptr<void, void (*)(void*)>;

class RecordObserver final : public store::Listener {
public:
    RecordObserver(const store::Core& core, store::Connection& connection, const RecordType& type,
                   std::int64_t id, RecordCallback callback)
        : type_(type),
          id_(id),
          parts_(parts_of(core, type)),
          callback_(std::move(callback)),
          last_{Buffer(type.create(), type.destroy)},
          next_{Buffer(type.create(), type.destroy)} {
        // What its tags and custom fields are called is part of it, and whether they are in the trash.
        if (type_.taggable) parts_.push_back({record_type<Tag>().number});
        if (type_.custom_fields) parts_.push_back({record_type<kith::Field>().number});
        if (records::resolve(connection, type_, id_) != 0) return;
        ErrorDetail detail;
        detail.record = fmt::format("{} {}", type.name, id);
        throw Error(Code::not_found, fmt::format("there is no {}", detail.record), detail);
    }

    [[nodiscard]] bool concerned(const store::Touched& touched) const override {
        return touched.everything || std::any_of(parts_.begin(), parts_.end(), [&](const store::Watch& part) {
                   return touched.concerns(part);
               });
    }

    [[nodiscard]] bool look(store::Connection& connection) override {
        next_.there = records::load(connection, type_, id_, next_.record.get());
        delta_ = {};
        delta_.type = type_.name;
        delta_.id = id_;
        delta_.transaction = transaction_of(connection);
        if (next_.there) {
            delta_.record = id(next_);
            delta_.version = meta(next_).version;
        }
        if (!known_) return true;
        if (next_.there && last_.there)
            delta_.fields = records::changed_fields(type_, last_.record.get(), next_.record.get());
        delta_.what = what();
        return delta_.what != RecordChange::current;
    }

    void call() override { callback_(delta_); }

    void settle() override {
        std::swap(last_, next_);
        known_ = true;
    }

    void forget() noexcept override { callback_ = nullptr; }

private:
    struct State {
        Buffer record;
        bool there = false;
    };

    [[nodiscard]] std::int64_t id(const State& state) const { return type_.id(state.record.get()); }
    [[nodiscard]] const Meta& meta(const State& state) const { return type_.meta(state.record.get()); }

    /// What happened between the two states, the weightiest of it; `current`: nothing.
    [[nodiscard]] RecordChange what() const {
        if (!next_.there) return last_.there ? RecordChange::erased : RecordChange::current;
        if (!last_.there) return RecordChange::added;
        if (id(last_) != id(next_)) return id(next_) == id_ ? RecordChange::unmerged : RecordChange::merged;
        const bool was = meta(last_).deleted_at.has_value();
        const bool is = meta(next_).deleted_at.has_value();
        if (was != is) return is ? RecordChange::removed : RecordChange::restored;
        const bool same = meta(last_).version == meta(next_).version && delta_.fields.empty();
        return same ? RecordChange::current : RecordChange::updated;
    }

    const RecordType& type_;
    const std::int64_t id_;
    std::vector<store::Watch> parts_;
    RecordCallback callback_;
    State last_;
    State next_;
    bool known_ = false;
    RecordDelta delta_;
};

}  // namespace

std::shared_ptr<store::Listener> record_observer(const store::Core& core, store::Connection& connection,
                                                 const RecordType& type, std::int64_t id,
                                                 RecordCallback callback) {
    return std::make_shared<RecordObserver>(core, connection, type, id, std::move(callback));
}

}  // namespace kith::query
