#include "query/vocabulary.hpp"

#include "query/summary_fields.hpp"
#include "text/fold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

namespace kith::query {

using bound::Attribute;
using bound::Hop;

namespace {

Attribute attribute_of(const records::Field& field) {
    Attribute attribute;
    attribute.field = &field;
    return attribute;
}

Meaning value_meaning(const records::Field& field, std::vector<Hop> hops = {}) {
    Meaning meaning;
    meaning.hops = std::move(hops);
    meaning.attribute = attribute_of(field);
    return meaning;
}

Meaning rows_meaning(Hop hop) {
    Meaning meaning;
    meaning.hops.push_back(std::move(hop));
    return meaning;
}

/// The fields of `other` that refer to `type`.
std::vector<const records::Field*> references(const RecordType& other, const RecordType& type) {
    std::vector<const records::Field*> found;
    for (const records::Field& field : other.fields) {
        if (field.type == FieldType::reference && field.target == type.name) found.push_back(&field);
    }
    return found;
}

std::string_view last_word(std::string_view dotted) {
    const std::size_t dot = dotted.rfind('.');
    return dot == std::string_view::npos ? std::string_view{} : dotted.substr(dot + 1);
}

}  // namespace

const RecordType* type_named(Types types, std::string_view name) noexcept {
    const auto found =
        std::find_if(types.begin(), types.end(), [&](const RecordType* t) { return t->name == name; });
    return found == types.end() ? nullptr : *found;
}

void Vocabulary::add(std::string_view name, int rank, Meaning meaning) {
    if (name.empty()) return;
    meaning.rank = rank;
    std::vector<Meaning>& same = meanings_[text::fold(name)];
    const bool known = std::any_of(same.begin(), same.end(), [&](const Meaning& m) { return m == meaning; });
    if (!known) same.push_back(std::move(meaning));
    if (rank <= 5) proposals_.emplace_back(name);
}

void Vocabulary::add_labels(std::string_view label, std::string_view label_ja, int rank,
                            const Meaning& meaning) {
    add(label, rank, meaning);
    while (!label_ja.empty()) {
        const std::size_t bar = label_ja.find('|');
        add(label_ja.substr(0, bar), rank, meaning);
        label_ja.remove_prefix(bar == std::string_view::npos ? label_ja.size() : bar + 1);
    }
}

void Vocabulary::add_fields(const std::vector<records::Field>& fields) {
    for (const records::Field& field : fields) {
        Meaning meaning = value_meaning(field);
        meaning.spelled = field.name;
        add(field.name, 0, meaning);
        add(last_word(field.name), 2, meaning);
        add_labels(field.label, field.label_ja, 3, meaning);
    }
}

void Vocabulary::add_element(const RecordType& type, const records::Element& element) {
    Hop hop;
    hop.kind = Hop::Kind::element;
    hop.from = &type;
    hop.element = &element;
    Meaning rows = rows_meaning(hop);
    rows.spelled = element.name;
    add(element.name, 0, rows);
    add(element.plural, 0, rows);
    add_labels(element.label, element.label_ja, 3, rows);
    for (const records::Field& field : element.fields) {
        if (field.is(records::main)) continue;  // the element's name says it
        Meaning meaning = value_meaning(field, {hop});
        meaning.spelled = fmt::format("{}.{}", element.name, field.name);
        add(field.name, 2, meaning);
        add_labels(field.label, field.label_ja, 5, meaning);
    }
}

void Vocabulary::add_relation(Types types, const RecordType& type, const records::Relation& relation) {
    Hop hop;
    hop.kind = Hop::Kind::relation;
    hop.from = &type;
    hop.relation = &relation;
    hop.to = type_named(types, relation.target);
    if (hop.to == nullptr) return;
    Meaning meaning = rows_meaning(hop);
    meaning.spelled = relation.name;
    add(relation.name, 0, meaning);
    if (relation.name == hop.to->name) {
        add(hop.to->plural, 0, meaning);
        add_labels(hop.to->label, hop.to->label_ja, 4, meaning);
    }
}

void Vocabulary::add_related(const Hop& hop, int rank, int label_rank) {
    const Meaning meaning = [&] {
        Meaning rows = rows_meaning(hop);
        rows.spelled = hop.to->name;
        return rows;
    }();
    add(hop.to->name, rank, meaning);
    add(hop.to->plural, rank, meaning);
    add_labels(hop.to->label, hop.to->label_ja, label_rank, meaning);
}

void Vocabulary::add_links(Types types, const RecordType& type) {
    for (const RecordType* other : types) {
        for (const records::Element& element : other->elements) {
            const bool here = element.link && element.fields.front().type == FieldType::reference &&
                              element.fields.front().target == type.name;
            if (!here) continue;
            Hop hop;
            hop.kind = Hop::Kind::link_rows;
            hop.from = &type;
            hop.owner = other;
            hop.element = &element;
            Meaning rows = rows_meaning(hop);
            rows.spelled = fmt::format("{}_{}", other->name, element.name);
            add(rows.spelled, 4, rows);
        }
        if (!other->taggable) continue;
        if (type.name == "tag" || type.name == "list") {
            Hop hop;
            hop.kind = Hop::Kind::members;
            hop.from = &type;
            hop.to = other;
            add_related(hop, 4, 6);
        }
    }
    const RecordType* list = type_named(types, "list");
    if (!type.taggable || list == nullptr) return;
    Hop hop;
    hop.kind = Hop::Kind::lists;
    hop.from = &type;
    hop.to = list;
    add_related(hop, 4, 6);
}

void Vocabulary::add_referrers(Types types, const RecordType& type) {
    for (const RecordType* other : types) {
        const auto fields = references(*other, type);
        const bool link =
            std::any_of(type.relations.begin(), type.relations.end(), [&](const records::Relation& r) {
                return r.far_is_record && r.link_table == other->table;
            });
        if (fields.size() == 2) {  // a relationship, whichever end of it this is
            Hop hop;
            hop.kind = Hop::Kind::either;
            hop.from = &type;
            hop.to = other;
            hop.field = fields.front();
            hop.second = fields.back();
            add_related(hop, 4, 6);
        }
        for (const records::Field* field : fields) {
            Hop hop;
            hop.kind = Hop::Kind::referrer;
            hop.from = &type;
            hop.to = other;
            hop.field = field;
            Meaning rows = rows_meaning(hop);
            rows.spelled = other->name;
            if (fields.size() == 1) {
                add(other->name, 1, rows);
                add(other->plural, 1, rows);
                add_labels(other->label, other->label_ja, 6, rows);
            } else {
                rows.spelled = fmt::format("{}_{}", other->name, field->name);
                add(rows.spelled, 1, rows);
            }
            if (!link || fields.size() != 1) continue;
            for (const records::Field& own : other->fields) {
                if (own.type == FieldType::reference) continue;
                Meaning meaning = value_meaning(own, {hop});
                meaning.spelled = fmt::format("{}.{}", other->name, own.name);
                add(own.name, 2, meaning);
                add_labels(own.label, own.label_ja, 7, meaning);
            }
        }
    }
}

Vocabulary::Vocabulary(Types types, const RecordType& type) {
    for (const records::Composite& composite : type.composites) {
        Meaning meaning;
        meaning.attribute.emplace();
        meaning.attribute->kind = Attribute::Kind::composite;
        meaning.attribute->composite = &composite;
        meaning.spelled = composite.name;
        add(composite.name, 0, meaning);
        // before the fields it is made of, which may share its labels
        add_labels(composite.label, composite.label_ja, 2, meaning);
    }
    add_fields(type.fields);
    for (const records::Field& field : records::common_fields()) {
        if (type.field(field.name) != nullptr) continue;
        Meaning meaning = value_meaning(field);
        meaning.spelled = field.name;
        add(field.name, 0, meaning);
        add_labels(field.label, field.label_ja, 3, meaning);
    }
    for (const records::Field& field : summary_fields(type)) {
        Meaning meaning = value_meaning(field);
        meaning.spelled = field.name;
        add(field.name, 4, meaning);
        add_labels(field.label, field.label_ja, 4, meaning);
    }
    for (const records::Element& element : type.elements) add_element(type, element);
    for (const records::Relation& relation : type.relations) add_relation(types, type, relation);
    if (const RecordType* tag = type_named(types, "tag"); type.taggable && tag != nullptr) {
        Hop hop;
        hop.kind = Hop::Kind::tags;
        hop.from = &type;
        hop.to = tag;
        Meaning meaning = rows_meaning(hop);
        meaning.spelled = tag->name;
        add(tag->name, 0, meaning);
        add(tag->plural, 0, meaning);
        add_labels(tag->label, tag->label_ja, 3, meaning);
    }
    add_referrers(types, type);
    add_links(types, type);
}

Vocabulary::Vocabulary(Types /*types*/, const RecordType& /*owner*/, const records::Element& element) {
    add_fields(element.fields);
}

std::vector<const Meaning*> Vocabulary::find(std::string_view name) const {
    std::vector<const Meaning*> best;
    const auto found = meanings_.find(text::fold(name));
    if (found == meanings_.end()) return best;
    for (const Meaning& meaning : found->second) {
        if (!best.empty() && meaning.rank > best.front()->rank) continue;
        if (!best.empty() && meaning.rank < best.front()->rank) best.clear();
        best.push_back(&meaning);
    }
    return best;
}

const Vocabulary& Vocabulary::of(Types types, const RecordType& type) {
    static std::mutex mutex;
    static std::map<std::pair<const void*, const RecordType*>, std::unique_ptr<const Vocabulary>> made;
    const std::lock_guard lock(mutex);
    auto& entry = made[{types.data(), &type}];
    if (!entry) entry.reset(new Vocabulary(types, type));
    return *entry;
}

const Vocabulary& Vocabulary::of(Types types, const RecordType& owner, const records::Element& element) {
    static std::mutex mutex;
    static std::map<std::pair<const void*, const records::Element*>, std::unique_ptr<const Vocabulary>> made;
    const std::lock_guard lock(mutex);
    auto& entry = made[{types.data(), &element}];
    if (!entry) entry.reset(new Vocabulary(types, owner, element));
    return *entry;
}

}  // namespace kith::query
