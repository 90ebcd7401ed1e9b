#include "interchange/likeness.hpp"

#include "match/load.hpp"
#include "match/lookup.hpp"
#include "match/match_step.hpp"
#include "match/model_value.hpp"
#include "records/verbs.hpp"

#include <kith/error.hpp>

#include <fmt/format.h>

#include <array>
#include <string>
#include <string_view>

namespace kith {

namespace {

constexpr std::array<std::string_view, 5> likeness_names = {"create", "skip", "update", "merge", "ask"};

[[noreturn]] void refuse(const std::string& message, std::string field) {
    throw Error(Code::invalid_argument, message, {.field = std::move(field)});
}

}  // namespace

std::string_view name_of(Likeness likeness) noexcept {
    const auto number = static_cast<std::size_t>(likeness);
    return number < likeness_names.size() ? likeness_names[number] : "unknown";
}

Likeness likeness_named(std::string_view name) {
    for (std::size_t i = 0; i < likeness_names.size(); ++i)
        if (likeness_names[i] == name) return static_cast<Likeness>(i);
    refuse(fmt::format("likeness is one of {}, not '{}'", fmt::join(likeness_names, ", "), name), "likeness");
}

namespace interchange {

namespace {

constexpr std::size_t most_candidates = 10;  // listed with a row

bool takes_record(Likeness action) { return action == Likeness::update || action == Likeness::merge; }

void check_decision(std::size_t line, const ImportDecision& decision) {
    const std::string_view action = name_of(decision.action);
    if (action == "unknown" || decision.action == Likeness::ask)
        refuse(fmt::format("a decision about line {} is create, skip, update or merge, not {}", line, action),
               "decisions");
    if (decision.record != 0 && !takes_record(decision.action))
        refuse(fmt::format("to {} line {} concerns no record, and the decision names {}", action, line,
                           decision.record),
               "decisions");
}

}  // namespace

void check_likeness(const ImportOptions& options) {
    if (name_of(options.likeness) == "unknown")
        refuse(fmt::format("there is no likeness {}", static_cast<std::int32_t>(options.likeness)),
               "likeness");
    if (!(options.threshold >= 0.5 && options.threshold <= 1))
        refuse(fmt::format("the threshold of an import is a probability from 0.5 to 1, not {}",
                           options.threshold),
               "threshold");
    if (!(options.review >= 0 && options.review <= options.threshold))
        refuse(fmt::format("review is a probability from 0 to the threshold {}, not {}", options.threshold,
                           options.review),
               "review");
    if (options.likeness == Likeness::create && !options.decisions.empty())
        refuse("decisions need a likeness other than create: with it no row is in question", "decisions");
    for (const auto& [line, decision] : options.decisions) check_decision(line, decision);
}

LikenessJudge::LikenessJudge(Transaction& transaction, const ImportOptions& options, const Finder& finder)
    : tx_(transaction), options_(options), finder_(finder) {
    if (options.model) model_ = match::Learned{.model = match::adopted(*options.model), .given = true};
    for (const auto& [line, decision] : options.decisions) undecided_.insert(line);
}

bool LikenessJudge::concerns(const RecordType& type) const {
    return options_.likeness != Likeness::create && match::is_matched(type);
}

Resolution LikenessJudge::judge(const Draft& draft, ImportedRow& row) {
    if (!concerns(draft.record.type())) return {};
    if (const auto decision = options_.decisions.find(draft.line); decision != options_.decisions.end())
        return decided(draft, decision->second);
    row.candidates = candidates(draft);
    if (row.candidates.empty() || row.candidates.front().probability < options_.threshold) return {};
    return {options_.likeness, row.candidates.front().record.id};
}

Resolution LikenessJudge::decided(const Draft& draft, const ImportDecision& decision) const {
    if (!takes_record(decision.action)) return {decision.action, 0};
    const RecordType& type = draft.record.type();
    if (decision.record == 0) {
        const auto found = candidates(draft);
        if (found.empty())
            throw Error(Code::not_found,
                        fmt::format("no {} is like it, and the decision names none", type.name));
        return {decision.action, found.front().record.id};
    }
    const KnownRecord known = finder_.known(type, decision.record);
    if (known.id == 0)
        throw Error(Code::not_found, fmt::format("there is no {} {}", type.name, decision.record));
    if (known.deleted)
        throw Error(Code::invalid_argument, fmt::format("{} {} is in the trash", type.name, known.id));
    return {decision.action, known.id};
}

std::vector<ImportCandidate> LikenessJudge::candidates(const Draft& draft) const {
    const RecordType& type = draft.record.type();
    store::Connection& connection = tx_.connection();
    if (type.name == "contact" && draft.record.as<Contact>().kind != ContactKind::person) return {};
    std::vector<match::Affiliation> affiliations;
    for (const Job& job : draft.jobs) affiliations.push_back({job.organization, job.title});
    match::Population population;
    match::add_candidate(connection, type, population, draft.record.get(), affiliations);
    const bool judged_by_model = model_ && match::type_of(*options_.model).number == type.number;
    const auto found =
        match::likely(connection, type, population, 0, judged_by_model ? &*model_ : nullptr, options_.review);
    std::vector<ImportCandidate> result;
    for (const match::Likely& each : found) {
        if (result.size() == most_candidates) break;
        const auto line = lines_.find({type.number, each.id});
        result.push_back({.record = {std::string(type.name), each.id},
                          .title = records::title_of(connection, type, each.id),
                          .probability = each.probability,
                          .line = line == lines_.end() ? 0 : line->second});
    }
    return result;
}

void LikenessJudge::made(const RecordType& type, std::int64_t id, std::size_t line) {
    if (!concerns(type)) return;
    lines_.insert_or_assign({type.number, id}, line);  // a row that failed may have had the id before
    match::renew_keys(tx_.connection(), type, id);
}

void LikenessJudge::changed(const RecordType& type, std::int64_t id) {
    if (concerns(type)) match::renew_keys(tx_.connection(), type, id);
}

void LikenessJudge::finish() const {
    if (undecided_.empty()) return;
    refuse(fmt::format("a decision is about line {}, on which no row starts", *undecided_.begin()),
           "decisions");
}

}  // namespace interchange

}  // namespace kith
