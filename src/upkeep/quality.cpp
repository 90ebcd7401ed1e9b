// The quality of a contact, and of a file.
#include "records/verbs.hpp"
#include "upkeep/assessment.hpp"
#include "upkeep/twins.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>

namespace kith {

namespace {

constexpr std::size_t page = 500;  // contacts in memory at a time

/// Adds contacts up.
class Tally {
public:
    explicit Tally(std::size_t worst) : worst_(worst) {}

    void add(ContactQuality&& contact) {
        ++result_.contacts;
        scores_ += contact.score;
        const auto tenth = static_cast<std::size_t>(contact.score / 10);
        ++result_.distribution[std::min(tenth, result_.distribution.size() - 1)];
        for (std::size_t i = 0; i < parts_.size(); ++i) parts_[i] += contact.parts[i];
        std::map<std::tuple<QualityPart, std::string, std::string>, double>
            own;  // several phones may be wrong in one way
        for (const QualityIssue& issue : contact.issues)
            own[{issue.part, issue.field, issue.problem}] += issue.points;
        for (const auto& [kind, points] : own) {
            auto& [contacts, sum] = problems_[kind];
            ++contacts;
            sum += points;
        }
        if (worst_ == 0) return;
        result_.worst.push_back(std::move(contact));
        if (result_.worst.size() >= 2 * worst_) cut();
    }

    FileQuality finish() {
        cut();
        const auto all = static_cast<double>(std::max<std::int64_t>(result_.contacts, 1));
        if (result_.contacts > 0) {
            result_.score = scores_ / all;
            for (std::size_t i = 0; i < parts_.size(); ++i) result_.parts[i] = parts_[i] / all;
        }
        std::map<std::string, FieldQuality> fields;
        for (const auto& [kind, sums] : problems_) {
            const auto& [part, field, problem] = kind;
            result_.problems.push_back({part, field, problem, sums.first, sums.second});
            FieldQuality& of = fields[field];
            of.field = field;
            (problem == "missing" ? of.missing : of.wrong) += sums.first;
            of.points += sums.second / all;
        }
        for (auto& [name, field] : fields) result_.fields.push_back(std::move(field));
        const auto costs_more = [](const auto& a, const auto& b) { return a.points > b.points; };
        std::stable_sort(result_.problems.begin(), result_.problems.end(), costs_more);
        std::stable_sort(result_.fields.begin(), result_.fields.end(), costs_more);
        return std::move(result_);
    }

private:
    void cut() {
        std::stable_sort(result_.worst.begin(), result_.worst.end(),
                         [](const ContactQuality& a, const ContactQuality& b) { return a.score < b.score; });
        if (result_.worst.size() > worst_) result_.worst.resize(worst_);
    }

    std::size_t worst_;
    double scores_ = 0;
    std::array<double, 5> parts_{};
    std::map<std::tuple<QualityPart, std::string, std::string>, std::pair<std::int64_t, double>> problems_{};
    FileQuality result_{};
};

FileQuality of_file(const Reader& reader, const QualityOptions& options) {
    store::Connection& connection = reader.connection();
    upkeep::Assessor assessor(connection, options);
    const RecordType& type = record_type<Contact>();
    const std::vector<std::int64_t> ids = reader.select_ids(type, options.population, options.parameters);
    const auto total = static_cast<std::int64_t>(ids.size());
    const upkeep::Twins twins =
        options.pairs ? upkeep::twins_of(*options.pairs) : upkeep::twins_by_keys(connection);
    Tally tally(options.worst);
    for (std::size_t first = 0; first < ids.size(); first += page) {
        const auto done = static_cast<std::int64_t>(first);
        if (options.progress && !options.progress(done, total))
            throw Error(Code::cancelled, "measuring the quality was cancelled");
        std::vector<Contact> contacts;
        records::load_many(
            connection, type, std::span(ids).subspan(first, std::min(page, ids.size() - first)), &contacts,
            [](void* into) -> void* { return &static_cast<std::vector<Contact>*>(into)->emplace_back(); });
        for (const Contact& contact : contacts) {
            const auto twin = twins.find(contact.id.value);
            tally.add(
                assessor.assess(contact, twin == twins.end() ? std::nullopt : std::optional(twin->second)));
        }
    }
    if (options.progress) options.progress(total, total);
    return tally.finish();
}

}  // namespace

std::string_view name_of(QualityPart part) noexcept {
    constexpr std::array<std::string_view, quality_points.size()> names = {
        "completeness", "validity", "freshness", "uniqueness", "consistency"};
    return names[static_cast<std::size_t>(part)];
}

ContactQuality Upkeep::quality(ContactId contact, const QualityOptions& options, Where where) const {
    const Contact found = database_.get(contact, where);
    DuplicateOptions likeliest = Duplicates::worth_a_look();
    likeliest.limit = 1;
    std::optional<upkeep::Twin> twin;
    if (!found.meta.deleted_at)
        for (const Duplicates::AnyPair& pair : database_.duplicates().of_any(
                 record_type<Contact>(), found.id.value, nullptr, {}, likeliest, where))
            twin = upkeep::Twin{ContactId{pair.b}, pair.probability};
    return database_.read(
        [&](const Reader& reader) {
            return upkeep::Assessor(reader.connection(), options).assess(found, twin);
        },
        where);
}

FileQuality Upkeep::quality(const QualityOptions& options, Where where) const {
    return database_.read([&](const Reader& reader) { return of_file(reader, options); }, where);
}

Upkeep Database::upkeep() const { return Upkeep(face()); }

}  // namespace kith
