// kith::q: whole queries.
#include "query/builder.hpp"

#include <mutex>
#include <utility>

namespace kith::q {

struct Query::Parts {
    explicit Parts(query::Query from) : tree(std::move(from)) {}
    query::Query tree;
    mutable std::once_flag once{};
    mutable std::string text{};
};

Query::Query(query::Query tree) : parts_(std::make_shared<const Parts>(std::move(tree))) {}

Query::Query(const Condition& condition) {
    query::Query tree;
    tree.condition = nodes_of(condition);
    parts_ = std::make_shared<const Parts>(std::move(tree));
}

const query::Query& Query::tree() const {
    static const query::Query everything;
    return parts_ ? parts_->tree : everything;
}

std::string_view Query::text() const {
    if (!parts_) return {};
    std::call_once(parts_->once, [&] { parts_->text = said(parts_->tree); });
    return parts_->text;
}

Query Query::with_key(const Operand& key, bool descending) const {
    query::Query only;
    only.order.push_back({key.operand(), descending});
    (void)said(only);
    query::Query tree = this->tree();
    tree.order.push_back(std::move(only.order.front()));
    return Query(std::move(tree));
}
Query Query::order_by(const Operand& key) const { return with_key(key, false); }
Query Query::order_by_descending(const Operand& key) const { return with_key(key, true); }

Query Query::limit(const Value& records) const {
    query::Query tree = this->tree();
    tree.limit = amount(records, "a limit", "件数");
    return Query(std::move(tree));
}

Query Query::limit(const Value& records, const Value& offset) const {
    query::Query tree = limit(records).tree();
    tree.offset = amount(offset, "a limit", "件数");
    return Query(std::move(tree));
}

}  // namespace kith::q
