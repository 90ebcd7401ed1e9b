// Paths to places: which rows and column the names of a path lead to.
#pragma once

#include "query/environment.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace kith::query {

/// Where names are looked up: records of a type, or rows of an element.
struct Scope {
    const RecordType* type = nullptr;  ///< null: an element
    const records::Element* element = nullptr;
    const RecordType* element_owner = nullptr;
};

/// Resolves paths; keeps the custom fields it has asked for. Belongs to one check.
class Resolver {
public:
    explicit Resolver(const Environment& environment) : environment_(environment) {}

    /// The place of a path. Throws `parse` for an unknown name (with the nearest), an ambiguous one (with the
    /// candidates), and steps behind a value that has no parts.
    [[nodiscard]] bound::Place resolve(const Path& path, const Scope& scope);

    /// Gives a place that ends in rows the attribute by which rows are compared: an element's main field, a record
    /// itself. A reference becomes the record it refers to, so that one in the trash counts as none.
    void complete(bound::Place& place) const;

    /// Makes a place that ends in a reference end in the rows it refers to. False when it is a value.
    bool to_rows(bound::Place& place) const;

    /// The time by which records of a type follow one another: when they are for (`at`, `start`, `due`), else created.
    [[nodiscard]] static const records::Field& time_of(const RecordType& type);

    /// Makes a place that leads to several records, those of its last step with several, lead to the first or last
    /// of them. Throws `parse` when there is no such step. The result is the first hop's, to get its condition.
    static std::shared_ptr<bound::Pick> pick(bound::Place& place, const Path& path, bool last);

    /// By what records of a type are called: their field or composite `name`. Nothing when they have none.
    [[nodiscard]] std::optional<bound::Place> naming(const RecordType& type) const;

    /// The scope of the rows at the end of a place.
    [[nodiscard]] static Scope scope_of(const bound::Place& place) noexcept {
        return {place.type, place.element, place.element_owner};
    }

private:
    using CustomField = std::shared_ptr<const kith::Field>;

    const std::vector<CustomField>& custom_fields(const RecordType& type);
    [[nodiscard]] CustomField custom_field(const RecordType& type, const std::string& name, bool keys_only);
    /// Takes one or more steps from `at` in `place`; moves `at`.
    void step(bound::Place& place, const Path& path, std::size_t& at);
    void step_custom(bound::Place& place, const CustomField& field) const;
    void follow(bound::Place& place, bound::Hop hop) const;
    [[noreturn]] void fail_unknown(const bound::Place& place, const Path& path, const std::string& name);

    const Environment& environment_;
    std::map<const RecordType*, std::vector<CustomField>> custom_;
};

}  // namespace kith::query
