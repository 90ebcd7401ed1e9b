// Reading whole records of one type with statements prepared once.
#pragma once

#include "records/custom.hpp"
#include "records/plan.hpp"
#include "records/record_type.hpp"
#include "store/connection.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kith::records {

/// Reads custom values; knows the definitions of one record type.
class CustomLoader {
public:
    CustomLoader(store::Connection& connection, const RecordType& type);
    void load(std::int64_t id, CustomValues& values);

private:
    CustomFields definitions_;
    std::optional<store::Statement> select_;
};

/// Loads records of one type; belongs to one connection and thread.
class Loader {
public:
    Loader(store::Connection& connection, const RecordType& type);
    ~Loader();

    /// Fills `into`; false when there is no such row. `follow`: a merged record gives its survivor.
    bool load(std::int64_t id, void* into, bool follow);

private:
    void load_element(std::size_t index, std::int64_t id, void* into);

    store::Connection& connection_;
    const RecordType& type_;
    const Plan& plan_;
    store::Statement record_;
    std::vector<store::Statement> elements_;
    std::optional<store::Statement> side_;
    std::optional<store::Statement> tags_;
    std::unique_ptr<CustomLoader> custom_;
};

}  // namespace kith::records
