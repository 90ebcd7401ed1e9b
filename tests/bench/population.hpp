// A population to measure on: per contact about one e-mail address and phone number, three tags, five custom fields, ten
// interactions with a participant each, and 0.3 deals. The same for the same number, on every machine.
#pragma once

#include <kith/kith.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace kith::bench {

inline constexpr int interactions_each = 10;

/// What one transaction adds.
struct Batch {
    std::vector<Contact> contacts{};
    std::vector<Interaction> interactions{};
    std::vector<Deal> deals{};
};

class Population {
public:
    /// Custom fields and a pipeline, in a file that is still empty.
    void prepare(Database& db);
    /// The contacts with the ids first .. first + count - 1 and what is theirs; the ids that a new file gives out.
    [[nodiscard]] Batch batch(std::int64_t first, int count) const;
    [[nodiscard]] PipelineId pipeline() const { return pipeline_; }
    [[nodiscard]] const std::vector<StageId>& stages() const { return stages_; }

    /// The mailbox and the number of the contact with this id; every contact has a mailbox, four of five a number.
    [[nodiscard]] static std::string mailbox(std::int64_t id);
    [[nodiscard]] static std::string number(std::int64_t id);
    /// Family names as they are drawn for contacts, common ones more often.
    [[nodiscard]] static std::string family(std::int64_t id);

private:
    PipelineId pipeline_{};
    std::vector<StageId> stages_{};
};

}  // namespace kith::bench
