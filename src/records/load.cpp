// Reading whole records.
#include "records/custom.hpp"
#include "records/loader.hpp"
#include "records/uid.hpp"
#include "records/verbs.hpp"

#include <fmt/format.h>

namespace kith::records {

namespace {

constexpr std::string_view select_tags =
    "SELECT t.name FROM tagging g JOIN tag t ON t.id = g.tag_id "
    "WHERE g.record_id = ?1 AND g.kind = ?2 AND t.deleted_at IS NULL ORDER BY t.folded";

}  // namespace

Loader::Loader(store::Connection& connection, const RecordType& type)
    : connection_(connection), type_(type), plan_(plan_of(type)), record_(connection.prepare(plan_.select)) {
    for (const ElementPlan& element : plan_.elements) elements_.push_back(connection.prepare(element.select));
    if (!plan_.side.empty()) side_.emplace(connection.prepare(plan_.select_side));
    if (type.tags != nullptr) tags_.emplace(connection.prepare(select_tags));
    if (type.custom != nullptr) custom_ = std::make_unique<CustomLoader>(connection, type);
}

Loader::~Loader() = default;

bool Loader::load(std::int64_t id, void* into, bool follow) {
    record_.reset();
    record_.bind(1, id);
    if (!record_.step()) return false;
    const int meta_column = static_cast<int>(plan_.meta);
    if (follow && type_.mergeable && !record_.null(meta_column + 5)) {
        const std::int64_t survivor = resolve(connection_, type_, record_.integer(meta_column + 5));
        return survivor != 0 && load(survivor, into, false);
    }
    type_.id(into) = id;
    for (std::size_t i = 0; i < plan_.own.size(); ++i)
        type_.fields[plan_.own[i]].set(into, record_.cell(static_cast<int>(i)));
    Meta& meta = type_.meta(into);
    const auto time = [&](int column) { return Time{std::chrono::milliseconds(record_.integer(column))}; };
    meta.version = record_.integer(meta_column);
    meta.created_at = time(meta_column + 1);
    meta.updated_at = time(meta_column + 2);
    meta.deleted_at.reset();
    if (!record_.null(meta_column + 3)) meta.deleted_at = time(meta_column + 3);
    meta.uid.clear();
    if (type_.mergeable)
        meta.uid = record_.null(meta_column + 4) ? derived_uid(connection_.file_uid(), type_.number, id)
                                                 : record_.string(meta_column + 4);
    record_.reset();

    if (side_) {
        side_->bind(1, id);
        const bool found = side_->step();
        for (std::size_t i = 0; i < plan_.side.size(); ++i)
            type_.fields[plan_.side[i]].set(into, found ? side_->cell(static_cast<int>(i)) : store::Cell());
        side_->reset();
    }
    for (std::size_t e = 0; e < elements_.size(); ++e) load_element(e, id, into);
    if (tags_) {
        auto& tags = *type_.tags(into);
        tags.clear();
        tags_->bind_all(id, type_.number);
        while (tags_->step()) tags.push_back(tags_->string(0));
        tags_->reset();
    }
    if (custom_) custom_->load(id, *type_.custom(into));
    return true;
}

void Loader::load_element(std::size_t index, std::int64_t id, void* into) {
    const Element& element = type_.elements[index];
    store::Statement& statement = elements_[index];
    element.clear(into);
    statement.bind(1, id);
    const int first = element.link ? 0 : 1;
    while (statement.step()) {
        void* item = element.append(into);
        if (!element.link) element.id(item) = statement.integer(0);
        for (std::size_t i = 0; i < element.fields.size(); ++i)
            element.fields[i].set(item, statement.cell(static_cast<int>(i) + first));
    }
    statement.reset();
}

std::int64_t resolve(store::Connection& connection, const RecordType& type, std::int64_t id) {
    store::Statement statement = connection.prepare(plan_of(type).survivor);
    // Merges chain; a loop can only come from a damaged file.
    for (int depth = 0; depth < 10000; ++depth) {
        statement.bind(1, id);
        if (!statement.step()) return 0;
        if (statement.null(0)) return id;
        id = statement.integer(0);
        statement.reset();
    }
    throw Error(Code::corrupt, fmt::format("the merges of {} {} form a loop", type.name, id));
}

bool load(store::Connection& connection, const RecordType& type, std::int64_t id, void* record) {
    return Loader(connection, type).load(id, record, true);
}

void load_many(store::Connection& connection, const RecordType& type, std::span<const std::int64_t> ids,
               void* into, void* (*next)(void* into)) {
    if (ids.empty()) return;
    Loader loader(connection, type);
    const std::unique_ptr<void, void (*)(void*)> buffer(type.create(), type.destroy);
    for (const std::int64_t id : ids)
        if (loader.load(id, buffer.get(), false)) type.copy(next(into), buffer.get());
}

std::string title_of(store::Connection& connection, const RecordType& type, std::int64_t id) {
    const std::unique_ptr<void, void (*)(void*)> buffer(type.create(), type.destroy);
    std::string title;
    if (load(connection, type, id, buffer.get())) title = type.title(buffer.get());
    return title.empty() ? fmt::format("{} {}", type.name, id) : title;
}

}  // namespace kith::records
