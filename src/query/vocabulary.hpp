// What names mean: the vocabulary of a record type or element, made from its descriptor.
//
// A name is found in this order, the first that has it wins and two at the same place are ambiguous:
//   0 names of fields, elements, relations, composites, `tag`       "name.given", "email", "interaction"
//   1 types that refer to this one                                   "employment"
//   2 last words of dotted names, fields of elements and of links    "given", "locality", "title"
//     (then custom fields by key, which are not here: they belong to the file)
//   3 labels of fields, elements and composites, both languages      "City", "姓", "電話"
//   4 labels of related types; types that refer to this one twice (`relationship`, from either end), lists, members of tags
//     and lists, rows of links ("interaction_participant"), summaries ("recency"): names that give way to custom fields
//   5 labels of elements' fields   6 of referring types   7 of links' fields    "会社", "部署"
#pragma once

#include "query/bound.hpp"

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace kith::query {

/// Every record type there is, in the registry's order.
using Types = std::span<const RecordType* const>;

/// The type with this singular name, or null.
[[nodiscard]] const RecordType* type_named(Types types, std::string_view name) noexcept;

/// What a name leads to: rows, or with an attribute a value in them.
struct Meaning {
    std::vector<bound::Hop> hops{};
    std::optional<bound::Attribute> attribute{};
    int rank = 0;
    std::string spelled{};  ///< the full name, for messages

    friend bool operator==(const Meaning& a, const Meaning& b) noexcept {
        return a.hops == b.hops && a.attribute == b.attribute;
    }
};

/// All names at one place. Constant after construction: safe from any thread.
class Vocabulary {
public:
    /// Names for records of `type`. Built once per process and type, about 100 µs.
    static const Vocabulary& of(Types types, const RecordType& type);
    /// Names for the rows of an element.
    static const Vocabulary& of(Types types, const RecordType& owner, const records::Element& element);

    /// The meanings of a name (any case, width, kana) at its lowest rank; none, one, or more when ambiguous.
    [[nodiscard]] std::vector<const Meaning*> find(std::string_view name) const;
    /// Names to propose: those of ranks 0 to 5.
    [[nodiscard]] const std::vector<std::string>& proposals() const noexcept { return proposals_; }

private:
    Vocabulary(Types types, const RecordType& type);
    Vocabulary(Types types, const RecordType& owner, const records::Element& element);

    void add(std::string_view name, int rank, Meaning meaning);
    void add_labels(std::string_view label, std::string_view label_ja, int rank, const Meaning& meaning);
    void add_fields(const std::vector<records::Field>& fields);
    void add_element(const RecordType& type, const records::Element& element);
    void add_relation(Types types, const RecordType& type, const records::Relation& relation);
    void add_referrers(Types types, const RecordType& type);
    /// Lists, members of tags and lists, and the rows of links that refer to this type.
    void add_links(Types types, const RecordType& type);
    /// What records of another type are called, as the end of a hop.
    void add_related(const bound::Hop& hop, int rank, int label_rank);

    std::unordered_map<std::string, std::vector<Meaning>> meanings_;  // by folded name
    std::vector<std::string> proposals_;
};

}  // namespace kith::query
