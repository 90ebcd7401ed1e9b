// Observers of lists and segments, and the face.
#include "query/observe.hpp"

#include "query/live.hpp"
#include "query/run.hpp"
#include "records/tags.hpp"
#include "records/verbs.hpp"
#include "store/retention.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace kith::query {

namespace {

/// What the two observers of queries share: a delta that was found, or why there can be none.
template <class Delta>
class QueryObserver : public store::Listener {
public:
    QueryObserver(const store::Core& core, std::function<void(const Delta&)> callback)
        : query_(core), callback_(std::move(callback)) {}

    [[nodiscard]] bool concerned(const store::Touched& touched) const override {
        // What it needs to be answered again may be something that it never got to read.
        return !said_.empty() || query_.concerned(touched);
    }

    [[nodiscard]] bool look(store::Connection& connection) override {
        delta_ = {};
        delta_.transaction = transaction_of(connection);
        delta_.first = !known_;
        try {
            if (find(connection) || !known_ || !said_.empty()) return true;
            settle();  // nothing to tell, but up to here it is known
            return false;
        } catch (const Error& error) {
            if (error.retryable() || error.code() == Code::closed || error.what() == said_) throw;
            delta_ = {};
            delta_.transaction = told_;
            delta_.error = error;
            return true;
        }
    }

    void call() override { callback_(delta_); }

    void settle() override {
        if (delta_.error) {
            said_ = delta_.error->what();
        } else {
            said_.clear();
            adopt();
            told_ = delta_.transaction;
            known_ = true;
        }
        delta_ = {};
    }

    void forget() noexcept override { callback_ = nullptr; }

protected:
    /// Asks, and fills the delta; true when something changed.
    virtual bool find(store::Connection& connection) = 0;
    /// What was found is what was told.
    virtual void adopt() = 0;

    StandingQuery query_;
    Delta delta_{};
    TransactionId told_ = 0;
    bool known_ = false;

private:
    std::function<void(const Delta&)> callback_;
    std::string said_;  // the problem that was told
};

class ListObserver final : public QueryObserver<ListDelta> {
public:
    ListObserver(const store::Core& core, store::Connection& connection, const RecordType& type,
                 std::string text, Parameters parameters, ListCallback callback)
        : QueryObserver(core, std::move(callback)),
          type_(type),
          text_(std::move(text)),
          parameters_(std::move(parameters)) {
        query_.check(connection, type_, text_, parameters_);
    }

private:
    bool find(store::Connection& connection) override {
        next_ = query_.ask(connection, type_, text_, parameters_);
        std::vector<std::int64_t> touched;
        if (known_ && type_.taggable) {
            if (told_ <= delta_.transaction && store::first_kept(connection) <= told_ + 1) {
                touched = records::retagged(connection, type_, told_);
            } else {  // who was tagged since is pruned, or the file is an older one now: it may be any of them
                for (const Item& item : next_) touched.push_back(item.id);
                std::sort(touched.begin(), touched.end());
            }
        }
        delta_.changes = list_changes(items_, next_, touched);
        delta_.size = next_.size();
        return !delta_.changes.empty();
    }
    void adopt() override { items_ = std::move(next_); }

    const RecordType& type_;
    const std::string text_;
    const Parameters parameters_;
    Items items_;
    Items next_;
};

class SegmentObserver final : public QueryObserver<SegmentDelta> {
public:
    SegmentObserver(const store::Core& core, store::Connection& connection, SegmentId id,
                    SegmentCallback callback)
        : QueryObserver(core, std::move(callback)), id_(id) {
        if (load(connection)) return;
        ErrorDetail detail;
        detail.record = fmt::format("segment {}", id.value);
        throw Error(Code::not_found, fmt::format("there is no segment {}", id.value), detail);
    }

    [[nodiscard]] bool concerned(const store::Touched& touched) const override {
        return QueryObserver::concerned(touched) || touched.concerns({record_type<Segment>().number}) ||
               (version_ != 0 && touched.time);
    }

private:
    std::optional<Segment> load(store::Connection& connection) const {
        Segment segment;
        if (!records::load(connection, record_type<Segment>(), id_.value, &segment) || segment.meta.deleted_at)
            return std::nullopt;
        return segment;
    }

    bool find(store::Connection& connection) override {
        next_.clear();
        next_version_ = 0;
        if (const auto segment = load(connection)) {
            const RecordType* type = find_record_type(segment->record_type);
            const std::string text = query_of(*segment);
            if (type != nullptr && segment->live) {
                query_.check(connection, *type, text, {});
                next_version_ = segment->meta.version;
                next_change_ = kept(connection);
            } else if (type != nullptr) {
                for (const Item& item : query_.ask(connection, *type, text, {})) next_.push_back(item.id);
            }
        }
        std::sort(next_.begin(), next_.end());
        std::set_difference(next_.begin(), next_.end(), members_.begin(), members_.end(),
                            std::back_inserter(delta_.entered));
        std::set_difference(members_.begin(), members_.end(), next_.begin(), next_.end(),
                            std::back_inserter(delta_.left));
        return !delta_.entered.empty() || !delta_.left.empty();
    }
    void adopt() override {
        members_ = std::move(next_);
        version_ = next_version_;
        change_ = next_change_;
    }

    /// The members that commits keep: as told, and what was noted since; gives the number of the last note.
    std::int64_t kept(store::Connection& connection) {
        const std::int64_t last = connection.integer("SELECT ifnull(max(id), 0) FROM segment_change");
        if (version_ != next_version_ || last < change_) {
            next_ = kept_members(connection, id_);
            return last;
        }
        store::Statement select = connection.prepare(
            "SELECT record_id, entered, max(id) FROM segment_change WHERE segment_id = ?1 AND id > ?2 "
            "GROUP BY record_id ORDER BY record_id");
        select.bind_all(id_.value, change_);
        auto member = members_.begin();
        while (select.step()) {
            const std::int64_t record = select.integer(0);
            if (record == 0) {  // somebody was erased, and with them what was noted
                next_ = kept_members(connection, id_);
                return last;
            }
            for (; member != members_.end() && *member < record; ++member) next_.push_back(*member);
            if (member != members_.end() && *member == record) ++member;
            if (select.integer(1) != 0) next_.push_back(record);
        }
        next_.insert(next_.end(), member, members_.end());
        return last;
    }

    const SegmentId id_;
    std::vector<std::int64_t> members_;
    std::vector<std::int64_t> next_;
    // Of a live segment: what was told last.
    std::int64_t version_ = 0;
    std::int64_t next_version_ = 0;
    std::int64_t change_ = 0;
    std::int64_t next_change_ = 0;
};

}  // namespace

std::shared_ptr<store::Listener> list_observer(const store::Core& core, store::Connection& connection,
                                               const RecordType& type, std::string text,
                                               Parameters parameters, ListCallback callback) {
    return std::make_shared<ListObserver>(core, connection, type, std::move(text), std::move(parameters),
                                          std::move(callback));
}

std::shared_ptr<store::Listener> segment_observer(const store::Core& core, store::Connection& connection,
                                                  SegmentId id, SegmentCallback callback) {
    return std::make_shared<SegmentObserver>(core, connection, id, std::move(callback));
}

}  // namespace kith::query

namespace kith {

namespace {

/// Makes an observer on a snapshot, and subscribes it.
template <class Callback, class Make>
std::shared_ptr<store::Listener> subscribe(store::Core& core, const Callback& callback, Where where,
                                           Make&& make) {
    if (!callback) throw Error(Code::invalid_argument, "observe: there is nothing to call");
    std::shared_ptr<store::Listener> listener;
    core.read(where, [&](store::Connection& connection) { listener = make(connection); });
    core.dispatcher()->add(listener);
    return listener;
}

}  // namespace

Subscription Database::observe_list(const RecordType& type, std::string_view query, ListCallback callback,
                                    const Parameters& parameters, Where where) const {
    return {core_->dispatcher(), subscribe(*core_, callback, where, [&](store::Connection& connection) {
                return query::list_observer(*core_, connection, type, std::string(query), parameters,
                                            std::move(callback));
            })};
}

Subscription Database::observe(SegmentId segment, SegmentCallback callback, Where where) const {
    return {core_->dispatcher(), subscribe(*core_, callback, where, [&](store::Connection& connection) {
                return query::segment_observer(*core_, connection, segment, std::move(callback));
            })};
}

Subscription Database::observe_record(const RecordType& type, std::int64_t id, RecordCallback callback,
                                      Where where) const {
    return {core_->dispatcher(), subscribe(*core_, callback, where, [&](store::Connection& connection) {
                return query::record_observer(*core_, connection, type, id, std::move(callback));
            })};
}

}  // namespace kith
