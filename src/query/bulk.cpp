// The same for every record of a query, in one transaction.
#include "records/custom.hpp"
#include "records/many.hpp"
#include "records/record_type.hpp"

#include <kith/bulk.hpp>
#include <kith/field_access.hpp>
#include <kith/records/deal.hpp>
#include <kith/records/user.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace kith {

namespace {

using Kind = BulkAction::Kind;

constexpr std::string_view title_mark = "{title}";

[[noreturn]] void refuse(const std::string& why, std::string_view field = {}) {
    throw Error(Code::invalid_argument, why, {.field = std::string(field)});
}

std::string with_title(std::string text, const std::string& title) {
    for (std::size_t at = 0; (at = text.find(title_mark, at)) != std::string::npos; at += title.size())
        text.replace(at, title_mark.size(), title);
    return text;
}

/// "set lifecycle, tag vip", for the history.
std::string words_for(const std::vector<BulkAction>& actions) {
    constexpr std::array<std::string_view, 9> words = {"set",    "tag",      "untag", "list",  "unlist",
                                                       "assign", "add task", "move",  "remove"};
    std::string text;
    for (const BulkAction& action : actions) {
        if (!text.empty()) text += ", ";
        text += words[static_cast<std::size_t>(action.kind)];
        if (!action.name.empty()) text += " " + action.name;
    }
    return text;
}

class Bulk {
public:
    Bulk(Transaction& tx, const RecordType& type, const std::vector<BulkAction>& actions,
         const BulkOptions& options)
        : tx_(tx),
          type_(type),
          actions_(actions),
          options_(options),
          settings_(tx.settings()),
          record_(new_record(type)) {
        for (const auto& field : *records::custom_fields(tx.connection(), type))
            custom_.emplace("field." + field.key, field.type);
        check();
    }

    BulkResult run(std::string_view query) {
        const std::vector<std::int64_t> ids = tx_.select_ids(type_, query, options_.parameters);
        result_.selected = static_cast<std::int64_t>(ids.size());
        std::int64_t done = 0;
        for (const std::int64_t id : ids) {
            if (done % records::told_every == 0) tell(done);
            one(id);
            ++done;
        }
        tell(done);
        if (result_.changed > 0) {
            result_.transaction = tx_.id();
            tx_.label(options_.label.empty() ? fmt::format("{}: {} {}", words_for(actions_), result_.changed,
                                                           result_.changed == 1 ? type_.name : type_.plural)
                                             : options_.label);
        }
        return std::move(result_);
    }

private:
    void check() {
        if (actions_.empty()) refuse("a bulk action does at least one thing");
        for (std::size_t i = 0; i < actions_.size(); ++i) {
            const BulkAction& action = actions_[i];
            switch (action.kind) {
                case Kind::set:
                    if (action.name == "tags")
                        refuse("tags are put on with BulkAction::tag, and taken off with untag", "tags");
                    if (action.name.substr(0, 6) == "field." && custom_.count(action.name) == 0)
                        refuse(fmt::format("{} has no custom field '{}'", type_.name, action.name.substr(6)),
                               action.name);
                    set(record_.get(), action);  // a wrong name or text is wrong before the first record
                    break;
                case Kind::assign:
                    if (action.users.empty()) refuse("there is nobody to assign to");
                    for (const UserId user : action.users) (void)tx_.get(user);
                    owner_field();
                    break;
                case Kind::task:
                    if (!is<Contact>() && !is<Organization>() && !is<Deal>())
                        refuse(fmt::format(
                            "a task is about a contact, an organization or a deal, not about a {}",
                            type_.name));
                    if (action.about.title.empty()) refuse("the task needs a title", "title");
                    break;
                case Kind::move:
                    if (!is<Deal>())
                        refuse(fmt::format("only deals are moved through stages, not a {}", type_.name));
                    (void)tx_.get(action.stage);
                    break;
                case Kind::remove:
                    if (i + 1 < actions_.size()) refuse("nothing can follow BulkAction::remove");
                    break;
                case Kind::tag:
                case Kind::untag:
                case Kind::list:
                case Kind::unlist: break;  // the verbs know which types have them
            }
        }
        record_ = new_record(type_);
    }

    void tell(std::int64_t done) {
        if (options_.progress && !options_.progress(done, result_.selected))
            throw Error(Code::cancelled, "the bulk action was cancelled");
    }

    void one(std::int64_t id) {
        const bool shown = result_.sample.size() < options_.sample;
        BulkChange change;
        change.id = id;
        std::map<std::string, std::string> before;
        if (shown) {
            (void)tx_.load(type_, id, record_.get());
            change.title = title_of(type_, record_.get());
            before = values();
        }
        bool changed = false;
        try {
            changed = options_.skip_failing ? tx_.savepoint([&] { return apply(id); }) : apply(id);
        } catch (const Error& error) {
            if (options_.skip_failing && records::is_about_record(error.code())) {
                fail(id, error);
                return;
            }
            ErrorDetail detail;
            detail.record = fmt::format("{} {}", type_.name, id);
            detail.field = error.field();
            detail.sqlite_code = error.sqlite_code();
            detail.retryable = error.retryable();
            detail.arguments = error.arguments();
            const std::string_view message = error.what();
            const bool named = message.substr(0, detail.record.size()) == detail.record;
            throw Error(error.code(),
                        named ? std::string(message) : fmt::format("{}: {}", detail.record, message), detail);
        }
        ++turn_;
        if (!changed) {
            ++result_.unchanged;
            return;
        }
        ++result_.changed;
        if (!shown) return;
        (void)tx_.load(type_, id, record_.get());
        for (auto& [field, after] : values())
            if (before[field] != after) change.values.push_back({field, before[field], after});
        result_.sample.push_back(std::move(change));
    }

    void fail(std::int64_t id, const Error& error) {
        ++result_.failed;
        if (result_.failures.size() >= records::most_failures) return;
        (void)tx_.load(type_, id, record_.get());
        result_.failures.push_back({id, title_of(type_, record_.get()), error.code(), error.what()});
    }

    /// True when anything was written.
    bool apply(std::int64_t id) {
        bool changed = false;
        for (std::size_t i = 0; i < actions_.size();) {
            if (is_edit(actions_[i].kind)) {
                const std::size_t first = i;
                while (i < actions_.size() && is_edit(actions_[i].kind)) ++i;
                changed = edit(id, first, i) || changed;
            } else {
                changed = act(id, actions_[i++]) || changed;
            }
        }
        return changed;
    }

    static bool is_edit(Kind kind) { return kind == Kind::set || kind == Kind::assign || kind == Kind::move; }

    /// The actions from `first` to `last` are one read and one write.
    bool edit(std::int64_t id, std::size_t first, std::size_t last) {
        std::int64_t version = 0;
        auto change = [&](void* record) {
            version = meta_of(type_, record).version;
            for (std::size_t i = first; i < last; ++i) {
                const BulkAction& action = actions_[i];
                if (action.kind == Kind::set) set(record, action);
                if (action.kind == Kind::move) static_cast<Deal*>(record)->stage = action.stage;
                if (action.kind == Kind::assign)
                    set_field(type_, record, owner_field(),
                              std::to_string(action.users[turn_ % action.users.size()].value));
            }
        };
        tx_.edit(
            type_, id, record_.get(),
            [](void* context, void* record) { (*static_cast<decltype(change)*>(context))(record); }, &change);
        return meta_of(type_, record_.get()).version != version;
    }

    bool act(std::int64_t id, const BulkAction& action) {
        switch (action.kind) {
            case Kind::tag: return tx_.tag(type_, id, action.name);
            case Kind::untag: return tx_.untag(type_, id, action.name);
            case Kind::list: return tx_.add_to_list(type_, id, action.name);
            case Kind::unlist: return tx_.remove_from_list(type_, id, action.name);
            case Kind::task: add_task(id, action.about); return true;
            case Kind::remove: tx_.remove(type_, id); return true;
            case Kind::set:
            case Kind::assign:
            case Kind::move: break;
        }
        return false;
    }

    void add_task(std::int64_t id, Task task) {
        (void)tx_.load(type_, id, record_.get());
        task.title = with_title(task.title, title_of(type_, record_.get()));
        if (is<Contact>()) task.contact = ContactId{id};
        if (is<Organization>()) task.organization = OrganizationId{id};
        if (is<Deal>()) {
            const Deal& deal = *static_cast<const Deal*>(record_.get());
            task.deal = deal.id;
            task.contact = deal.contact;
            task.organization = deal.organization;
        }
        tx_.add(task);
    }

    void set(void* record, const BulkAction& action) {
        const auto custom = custom_.find(action.name);
        set_field(type_, record, action.name, action.text, settings_,
                  custom == custom_.end() ? FieldType::text : custom->second);
    }

    std::string_view owner_field() const {
        for (const std::string_view name : {"owner", "assignee"})
            if (type_.field(name) != nullptr) return name;
        refuse(fmt::format("a {} is nobody's: it has no owner", type_.name), "owner");
    }

    /// The record's own fields as text.
    std::map<std::string, std::string> values() const {
        std::map<std::string, std::string> texts;
        const auto read = [&](const std::string& name) {
            std::string text;
            for (const Value& value : field_values(type_, record_.get(), name)) {
                if (!text.empty()) text += ", ";
                text += text_of(value, settings_);
            }
            texts.emplace(name, std::move(text));
        };
        for (const FieldDescription& field : fields_of(type_))
            if (!field.read_only) read(field.name);
        if (type_.tags != nullptr) read("tags");
        for (const auto& [name, type] : custom_) read(name);
        return texts;
    }

    template <class T>
    bool is() const {
        return &type_ == &record_type<T>();
    }

    Transaction& tx_;
    const RecordType& type_;
    const std::vector<BulkAction>& actions_;
    const BulkOptions& options_;
    const Settings settings_;
    RecordHolder record_;
    std::map<std::string, FieldType, std::less<>> custom_;  // "field.KEY"
    std::size_t turn_ = 0;                                  // records done: whose turn it is
    BulkResult result_;
};

BulkAction made(Kind kind, std::string_view name = {}) {
    BulkAction action;
    action.kind = kind;
    action.name = name;
    return action;
}

}  // namespace

BulkAction BulkAction::set(std::string_view field, std::string_view text) {
    BulkAction action = made(Kind::set, field);
    action.text = text;
    return action;
}
BulkAction BulkAction::tag(std::string_view name) { return made(Kind::tag, name); }
BulkAction BulkAction::untag(std::string_view name) { return made(Kind::untag, name); }
BulkAction BulkAction::list(std::string_view name) { return made(Kind::list, name); }
BulkAction BulkAction::unlist(std::string_view name) { return made(Kind::unlist, name); }
BulkAction BulkAction::assign(std::vector<UserId> users) {
    BulkAction action = made(Kind::assign);
    action.users = std::move(users);
    return action;
}
BulkAction BulkAction::task(Task task) {
    BulkAction action = made(Kind::task);
    action.about = std::move(task);
    return action;
}
BulkAction BulkAction::move(StageId stage) {
    BulkAction action = made(Kind::move);
    action.stage = stage;
    return action;
}
BulkAction BulkAction::remove() { return made(Kind::remove); }

BulkResult Database::bulk_of(const RecordType& type, std::string_view query,
                             const std::vector<BulkAction>& actions, const BulkOptions& options, Where where) {
    return records::all_at_once(*this, where, options.dry_run,
                                [&](Transaction& tx) { return Bulk(tx, type, actions, options).run(query); });
}

}  // namespace kith
