// Building a descriptor from member pointers.
#pragma once

#include "records/codec.hpp"
#include "records/record_type.hpp"

#include <kith/money.hpp>

#include <algorithm>
#include <utility>

namespace kith::records {

namespace detail {

template <class M>
struct MemberOf;
template <class C, class M>
struct MemberOf<M C::*> {
    using Class = C;
    using Member = M;
};

template <auto First, auto... Rest>
struct Path {
    using Record = typename MemberOf<decltype(First)>::Class;
    static auto& follow(Record& record) {
        if constexpr (sizeof...(Rest) == 0)
            return record.*First;
        else
            return Path<Rest...>::follow(record.*First);
    }
    static const auto& follow(const Record& record) {
        if constexpr (sizeof...(Rest) == 0)
            return record.*First;
        else
            return Path<Rest...>::follow(record.*First);
    }
    using Member = std::remove_reference_t<decltype(follow(std::declval<Record&>()))>;
};

}  // namespace detail

/// Words that people use for a field; see Field.
struct Labels {
    std::string_view en{};
    std::string_view ja{};
};

/// A field that stores the member `Path` (one or more member pointers) in a column with a permanent number.
template <auto... Members>
Field field(std::string_view name, std::string_view column, int number, Labels labels, Flags flags = none) {
    using P = detail::Path<Members...>;
    using C = Codec<typename P::Member>;
    Field result;
    result.name = name;
    result.column = column;
    result.number = number;
    result.type = C::type;
    result.flags = flags;
    result.label = labels.en;
    result.label_ja = labels.ja;
    // A required text is bound as "" rather than NULL, so that the check below can name the field.
    result.nullable = (flags & required) == 0;
    result.get = [](const void* record, Scratch& scratch) {
        return C::get(P::follow(*static_cast<const typename P::Record*>(record)), scratch);
    };
    result.set = [](void* record, const store::Cell& cell) {
        C::set(P::follow(*static_cast<typename P::Record*>(record)), cell);
    };
    return result;
}

/// A field computed by `prepare`: not journaled, never set by the host.
template <auto... Members>
Field computed_field(std::string_view name, std::string_view column, Labels labels, Flags flags = none) {
    return field<Members...>(name, column, 0, labels, flags | computed);
}

/// A choice with its names.
template <auto... Members>
Field choice_field(std::string_view name, std::string_view column, int number, Labels labels,
                   const std::vector<Choice>& choices, Flags flags = none) {
    Field result = field<Members...>(name, column, number, labels, flags);
    result.choices = &choices;
    return result;
}

/// An amount of money, a member of type Money: minor units in `column`, the currency in `currency_column`, which is a
/// text field of its own beside this one (`field<&T::amount, &Money::currency>`). Empty without a currency.
template <auto... Members>
Field money_field(std::string_view name, std::string_view column, int number,
                  std::string_view currency_column, Labels labels, Flags flags = none) {
    using P = detail::Path<Members...>;
    static_assert(std::is_same_v<typename P::Member, Money>);
    Field result = field<Members..., &Money::minor>(name, column, number, labels, flags);
    result.type = FieldType::money;
    result.unit_column = currency_column;
    result.nullable = true;
    result.get = [](const void* record, Scratch&) {
        const Money& money = P::follow(*static_cast<const typename P::Record*>(record));
        return money.currency.empty() && money.minor == 0 ? store::Cell() : store::Cell::of(money.minor);
    };
    result.unit = [](void* record) -> std::string& {
        return P::follow(*static_cast<typename P::Record*>(record)).currency;
    };
    return result;
}

/// A reference to a record of the type `target` (singular name).
template <auto... Members>
Field reference_field(std::string_view name, std::string_view column, int number, Labels labels,
                      std::string_view target, Flags flags = none) {
    Field result = field<Members...>(name, column, number, labels, flags);
    result.target = target;
    return result;
}

/// A text whose comparison form is kept in another column.
inline Field with_folded(Field field, std::string_view folded_column) {
    field.folded_column = folded_column;
    return field;
}

/// A text that a computed column identifies where it is recognised: E.164 for a phone number.
inline Field with_exact(Field field, std::string_view exact_column) {
    field.exact_column = exact_column;
    return field;
}

/// A text that another column orders: by gojūon or alphabet.
inline Field sorted_by(Field field, std::string_view sort_column) {
    field.sort_column = sort_column;
    return field;
}

/// A long text in the side table.
inline Field in_side_table(Field field) {
    field.side = true;
    return field;
}

/// The multi-valued member `Member` (a vector of elements).
template <auto Member>
Element element(std::string_view name, std::string_view plural, std::string_view table, int number,
                std::string_view owner_column, int owner_number, Labels labels, std::vector<Field> fields) {
    using Record = typename detail::MemberOf<decltype(Member)>::Class;
    using Vector = typename detail::MemberOf<decltype(Member)>::Member;
    using Item = typename Vector::value_type;
    Element result;
    result.name = name;
    result.plural = plural;
    result.table = table;
    result.number = number;
    result.owner_column = owner_column;
    result.owner_number = owner_number;
    result.label = labels.en;
    result.label_ja = labels.ja;
    result.fields = std::move(fields);
    result.size = [](const void* record) { return (static_cast<const Record*>(record)->*Member).size(); };
    result.at = [](const void* record, std::size_t index) -> const void* {
        return &(static_cast<const Record*>(record)->*Member)[index];
    };
    result.append = [](void* record) -> void* {
        return &(static_cast<Record*>(record)->*Member).emplace_back();
    };
    result.clear = [](void* record) { (static_cast<Record*>(record)->*Member).clear(); };
    if constexpr (requires(Item item) { item.id; }) {
        result.id = [](void* item) -> std::int64_t& { return static_cast<Item*>(item)->id; };
    } else {
        result.link = true;
    }
    return result;
}

/// The parts of a descriptor that follow from the struct alone.
template <class T>
RecordType describe(std::string_view name, std::string_view plural, int number, Labels labels) {
    RecordType type;
    type.name = name;
    type.plural = plural;
    type.table = name;
    type.number = number;
    type.label = labels.en;
    type.label_ja = labels.ja;
    type.size = sizeof(T);
    type.id = [](void* record) -> std::int64_t& { return static_cast<T*>(record)->id.value; };
    type.meta = [](void* record) -> Meta& { return static_cast<T*>(record)->meta; };
    if constexpr (requires(T record) { record.fields; }) {
        type.custom_fields = true;
        type.custom = [](void* record) { return &static_cast<T*>(record)->fields; };
    }
    if constexpr (requires(T record) { record.tags; }) {
        type.taggable = true;
        type.tags = [](void* record) { return &static_cast<T*>(record)->tags; };
    }
    type.create = []() -> void* { return new T(); };
    type.destroy = [](void* record) { delete static_cast<T*>(record); };
    type.copy = [](void* into, const void* from) { *static_cast<T*>(into) = *static_cast<const T*>(from); };
    return type;
}

}  // namespace kith::records
