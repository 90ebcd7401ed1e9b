// One value in the uniform format of its field.
#pragma once

#include "records/record_type.hpp"
#include "store/connection.hpp"

#include <kith/options.hpp>
#include <kith/upkeep.hpp>

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace kith::upkeep {

/// A value that was not uniform.
struct Change {
    std::string field{};  ///< "phone.number", "name.family"
    std::string before{};
    std::string after{};
};

/// Makes the texts of records of one type uniform; what it looks at is decided once. Lives for one call.
class Uniform {
public:
    /// Throws `invalid_argument` for a type whose records have no formats of their own (tags, segments ...) and for a field
    /// that there is not, or that has none, naming the nearest.
    Uniform(store::Connection& connection, const RecordType& type, const NormaliseOptions& options);
    Uniform(const Uniform&) = delete;  // the formats refer to it
    Uniform& operator=(const Uniform&) = delete;

    /// Changes the record; gives what changed.
    std::vector<Change> apply(void* record) const;

private:
    /// The uniform form of a text; `item` is the element, or the record, that it belongs to.
    using Format = std::function<std::string(std::string_view text, const void* item)>;
    struct FieldFormat {
        const records::Field* field = nullptr;
        std::string name{};
        Format format{};
    };
    struct ElementFormats {
        const records::Element* element = nullptr;
        std::vector<FieldFormat> fields{};
    };

    void choose(const std::vector<std::string>& wanted);
    [[nodiscard]] Format of_record(const records::Field& field) const;
    [[nodiscard]] Format of_element(const records::Element& element, const records::Field& field) const;
    [[nodiscard]] static std::string postcode(const Address& address, const Settings& settings);
    void read_countries();
    static void apply_to(void* item, const std::vector<FieldFormat>& formats, std::vector<Change>& changes);

    store::Connection& connection_;
    const RecordType& type_;
    const Settings settings_;
    PhoneFormat phones_;
    std::map<std::string, std::string> countries_{};  // how most addresses write a country, by its code
    std::vector<FieldFormat> fields_{};
    std::vector<ElementFormats> elements_{};
};

}  // namespace kith::upkeep
