// What a record lacks, and the records that have it.
#pragma once

#include "privacy/suppression.hpp"
#include "records/record_type.hpp"
#include "store/connection.hpp"

#include <kith/field_access.hpp>
#include <kith/upkeep.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith::upkeep {

/// The field by which a contact gets a position in an organization.
inline constexpr std::string_view position_field = "organization";

/// How a value of a multi-valued member is shown, and the form in which equal ones are equal; both empty for one that is not
/// to be passed on (marked as invalid).
struct ElementText {
    std::string shown{};
    std::string same{};
    std::string label{};
};
[[nodiscard]] ElementText text_of_element(const records::Element& element, const void* item,
                                          const std::string& region);

/// What a field of a record says as text; empty where it is empty. "field.KEY" for custom fields.
[[nodiscard]] std::string text_of_field(const RecordType& type, const void* record, std::string_view field);

/// The domain of an e-mail address that says where somebody works: of no provider, and nobody's; else empty.
[[nodiscard]] std::string telling_domain(std::string_view address);

/// The domain of a web address: "https://www.engines.example/en" is "engines.example".
[[nodiscard]] std::string domain_of_website(std::string_view website);

/// The organization where a contact works now, the primary one first; 0 when there is none.
struct Position {
    std::int64_t organization = 0;
    bool elsewhere = false;  ///< at a branch of it
};
[[nodiscard]] Position position_of(store::Connection& connection, std::int64_t contact);

/// Whether `part` is what `whole` says, but for parts that it leaves out.
[[nodiscard]] bool completes(const PartialDate& whole, const PartialDate& part);

/// Collects suggestions for one record, on one snapshot.
class Sources {
public:
    Sources(const Reader& reader, const RecordType& type, std::int64_t id);

    /// From a record of the same type that is the same with this probability.
    void duplicate(std::int64_t id, double probability);
    /// From where a contact works, and from what its e-mails' domains say.
    void of_contact();
    /// From an organization's e-mails, its people's, and its parent.
    void of_organization();

    /// The most certain first.
    [[nodiscard]] std::vector<Suggestion> finish();

private:
    struct From {
        RecordRef record{};
        std::string reason{};
        double certainty = 0;
    };

    void fields(const void* source, const From& from);
    void custom(const void* source, const From& from);
    void elements(const RecordType& type, const void* source, const records::Element& element,
                  const From& from, std::string_view label);
    void organization_of_domain();
    [[nodiscard]] bool may_take(std::string_view field, const void* source) const;
    [[nodiscard]] bool withdrew(std::int64_t contact);
    [[nodiscard]] bool suppressed(const records::Element& element, const std::string& shown);
    void add(const From& from, std::string_view field, const ElementText& text, std::int64_t element = 0);

    const Reader& reader_;
    store::Connection& connection_;
    const RecordType& type_;
    const Settings settings_;
    privacy::Suppressed suppressed_;
    RecordHolder record_;
    std::int64_t id_ = 0;
    std::map<std::pair<std::string, std::string>, Suggestion> found_{};  // by field and comparison form
};

}  // namespace kith::upkeep
