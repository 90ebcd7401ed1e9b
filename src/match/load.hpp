// Records of a file into a population.
#pragma once

#include "match/population.hpp"
#include "match/profile.hpp"
#include "store/connection.hpp"

#include <kith/record_type.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace kith::match {

/// The record types that are matched.
[[nodiscard]] bool is_matched(const RecordType& type);

/// The custom fields of a record type by which records are told apart.
[[nodiscard]] std::vector<IdentifyingField> identifying_fields(store::Connection& connection,
                                                               const RecordType& type);

/// Reads records of one type, with everything that matching compares, in the order of their ids: one ordered cursor
/// per table, all advanced together, so that memory is what the population takes. The trash, merged records and
/// visitors are left out. Belongs to the thread that uses the connection.
class Loader {
public:
    /// Throws `invalid_argument` for a type that is not matched. Connection and population must outlive the loader.
    Loader(store::Connection& connection, const RecordType& type, Population& population);
    /// For populations of two files: custom fields with these keys tell records apart, whatever the file says, and go by the place of
    /// their key, since either file numbers its own.
    Loader(store::Connection& connection, const RecordType& type, Population& population,
           std::span<const std::string> keys);
    ~Loader();
    Loader(const Loader&) = delete;
    Loader& operator=(const Loader&) = delete;

    /// Adds the records with ids in first..last; gives how many. Calls `added(index)` after each, when given.
    std::size_t load(std::int64_t first, std::int64_t last,
                     const std::function<void(std::size_t index)>& added = {});

private:
    struct Cursor;

    void identify_by(std::int64_t field, std::int64_t number);

    store::Connection& connection_;
    bool contacts_;
    ProfileBuilder builder_;
    std::string fields_;                            // ids of the identifying fields, "3,17"
    std::map<std::int64_t, std::int64_t> numbers_;  // under which they take part
};

}  // namespace kith::match
