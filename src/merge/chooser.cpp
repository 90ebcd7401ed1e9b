#include "merge/chooser.hpp"

#include "text/fold.hpp"
#include "text/script.hpp"
#include "text/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>

namespace kith::merge {

namespace {

std::string reason_of(Survivorship policy) {
    switch (policy) {
        case Survivorship::survivor_first: return "the survivor's";
        case Survivorship::most_recent: return "most recent";
        case Survivorship::most_complete: return "most complete";
        case Survivorship::most_frequent: return "most frequent";
        case Survivorship::longest: return "longest";
        case Survivorship::verified_first: return "of the record with most verified contact points";
        case Survivorship::named_source: return "the survivor's, for none is of a named source";
    }
    return {};
}

/// Words that are more than initials, and their characters.
std::pair<std::size_t, std::size_t> weight_of(const records::Field& field, const store::Cell& cell) {
    if (cell.type != store::CellType::text) return {1, 0};
    if (field.type == FieldType::date) {
        const PartialDate date = PartialDate::parse(cell.text).value_or(PartialDate{});
        return {static_cast<std::size_t>((date.year != 0) + (date.month != 0) + (date.day != 0)), 0};
    }
    std::string letters;
    for (const char c : cell.text)
        if (c != '.' && c != ' ') letters += c;
    const std::size_t count = text::code_points(letters);
    const bool initial = count < 2 && text::is_ascii(letters);
    // Kanji say more than any kana or romaji, which can be had from them and not the other way round; and bytes, not
    // letters: é says more than e.
    constexpr std::size_t worth_of_kanji = 1000;
    std::size_t kanji = 0;
    for (std::size_t at = 0; at < letters.size();)
        kanji += text::is_kanji(text::next_code_point(letters, at)) ? 1 : 0;
    return {initial || letters.empty() ? 0 : 1, letters.size() + kanji * worth_of_kanji};
}

/// The paragraphs of a text: blank lines part them.
std::vector<std::string_view> paragraphs_of(std::string_view text) {
    constexpr std::string_view space = " \t\r\n";
    std::vector<std::string_view> paragraphs;
    std::size_t from = std::string_view::npos;  // of the paragraph that goes on
    std::size_t last = 0;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const bool blank = text.substr(at, end - at).find_first_not_of(space) == std::string_view::npos;
        if (blank && from != std::string_view::npos) {
            paragraphs.push_back(text.substr(from, last - from));
            from = std::string_view::npos;
        } else if (!blank) {
            if (from == std::string_view::npos) from = at;
            last = text.find_last_not_of(space, end - 1) + 1;
        }
        at = end + 1;
    }
    if (from != std::string_view::npos) paragraphs.push_back(text.substr(from, last - from));
    return paragraphs;
}

}  // namespace

std::vector<Unit> units_of(const RecordType& type) {
    std::vector<Unit> units;
    for (const records::Field& field : type.fields) {
        // Long text beside the table stays with its record; no type that merges has any.
        if (field.is(records::computed) || field.side) continue;
        const std::string block(field.name.substr(0, field.name.find('.')));
        if (block != field.name && !units.empty() && units.back().name == block)
            units.back().fields.push_back(&field);
        else
            units.push_back({block, {&field}});
    }
    return units;
}

bool says_something(const records::Field& field, const store::Cell& cell) {
    if (cell.null()) return false;
    if (field.choices != nullptr && field.name != "kind") return cell.integer != 0;
    return cell.type != store::CellType::text || !cell.text.empty();
}

Chooser::Candidates Chooser::weigh(const Unit& unit) const {
    Chooser::Candidates candidates;
    for (std::size_t member = 0; member < size(); ++member) {
        bool known = false;
        std::string folded;
        std::pair<std::size_t, std::size_t> completeness;
        std::size_t length = 0;
        for (const records::Field* field : unit.fields) {
            records::Scratch scratch;
            const store::Cell cell = field->get(record(member), scratch);
            const bool something = says_something(*field, cell);
            // How a name is shown, and what was typed before it was parsed, is no part that one record has more of.
            const bool counts =
                unit.fields.size() == 1 || (field->choices == nullptr && field->name != "name.full");
            if (something && field->choices == nullptr) {
                folded +=
                    cell.type == store::CellType::text ? text::fold(cell.text) : std::to_string(cell.integer);
                length += cell.type == store::CellType::text ? text::code_points(cell.text) : 0;
            } else if (something) {
                folded += std::to_string(cell.integer);
            }
            folded += '\n';
            known = known || (something && (field->choices == nullptr || unit.fields.size() == 1));
            if (!something || !counts) continue;
            const auto weight = weight_of(*field, cell);
            completeness.first += weight.first;
            completeness.second += weight.second;
        }
        candidates.known.push_back(known);
        candidates.folded.push_back(std::move(folded));
        candidates.completeness.push_back(completeness);
        candidates.length.push_back(length);
    }
    candidates.written = [this, fields = unit.fields](std::size_t member) { return written(member, fields); };
    return candidates;
}

bool differ(const Chooser::Candidates& candidates) {
    std::set<std::string> values;
    for (std::size_t i = 0; i < candidates.known.size(); ++i)
        if (candidates.known[i]) values.insert(candidates.folded[i]);
    return values.size() > 1;
}

std::size_t Chooser::pick(const SurvivorshipRule& rule, const Candidates& candidates,
                          std::string& reason) const {
    reason = reason_of(rule.policy);
    for (const std::string& source : rule.sources)
        for (std::size_t i = 0; i < candidates.known.size(); ++i)
            if (candidates.known[i] && sources(i).count(text::fold(source)) > 0) {
                reason = fmt::format("of source '{}'", source);
                return i;
            }
    const std::size_t winner = pick(rule.policy, candidates);
    if (rule.policy == Survivorship::survivor_first && winner > 0) reason = "the survivor has none";
    if (std::count(candidates.known.begin(), candidates.known.end(), true) == 1) reason = "only value";
    return winner;
}

std::size_t Chooser::pick(Survivorship policy, const Candidates& candidates) const {
    const auto best = [&](const auto& score) {
        std::optional<std::size_t> winner;
        for (std::size_t i = 0; i < candidates.known.size(); ++i)
            if (candidates.known[i] && (!winner || score(i) > score(*winner))) winner = i;
        return winner.value_or(0);
    };
    switch (policy) {
        case Survivorship::survivor_first:
        case Survivorship::named_source: return best([](std::size_t) { return 0; });
        case Survivorship::most_recent: return best(candidates.written);
        case Survivorship::most_complete:
            return best([&](std::size_t i) { return candidates.completeness[i]; });
        case Survivorship::most_frequent:
            return best([&](std::size_t i) {
                std::size_t equal = 0;
                for (std::size_t j = 0; j < candidates.known.size(); ++j)
                    equal += candidates.known[j] && candidates.folded[i] == candidates.folded[j] ? 1u : 0u;
                return equal;
            });
        case Survivorship::longest: return best([&](std::size_t i) { return candidates.length[i]; });
        case Survivorship::verified_first: return best([&](std::size_t i) { return verified(i); });
    }
    return 0;
}

/// When one of the columns of a member was written last.
std::int64_t Chooser::written(std::size_t member, const std::vector<const records::Field*>& fields) const {
    const Meta& meta = members_.type->meta(members_.records[member].get());
    std::int64_t latest = meta.created_at.time_since_epoch().count();
    for (const records::Field* field : fields) {
        store::Statement last = connection_.prepare(
            "SELECT t.at FROM change c JOIN change_txn t ON t.seq = c.seq WHERE c.table_number = ?1 "
            "AND c.column_number = ?2 AND c.row_id = ?3 ORDER BY c.seq DESC LIMIT 1");
        last.bind_all(members_.type->number, field->number, members_.ids[member]);
        if (last.step()) latest = std::max(latest, last.integer(0));
    }
    return latest;
}

/// How many e-mails, phones ... of a member are known to be valid.
std::size_t Chooser::verified(std::size_t member) const {
    std::size_t count = 0;
    for (const records::Element& element : members_.type->elements)
        for (const records::Field& field : element.fields) {
            if (field.name != "validity") continue;
            for (std::size_t i = 0; i < element.size(record(member)); ++i) {
                records::Scratch scratch;
                count += field.get(element.at(record(member), i), scratch).integer == 1 ? 1u : 0u;
            }
        }
    return count;
}

/// Where a member comes from, folded: what its field `source` says, the imports it was in, the systems that know it.
const std::set<std::string>& Chooser::sources(std::size_t member) const {
    const auto [known, fresh] = sources_.try_emplace(member);
    if (!fresh) return known->second;
    const auto add = [&, &names = known->second](std::string_view name) {
        if (!name.empty()) names.insert(text::fold(name));
    };
    records::Scratch scratch;
    if (const records::Field* field = members_.type->field("source"))
        add(field->get(record(member), scratch).text);
    for (const records::Element& element : members_.type->elements)
        for (const records::Field& field : element.fields)
            for (std::size_t i = 0; field.name == "system" && i < element.size(record(member)); ++i)
                add(field.get(element.at(record(member), i), scratch).text);
    store::Statement imports = connection_.prepare(
        "SELECT DISTINCT b.source FROM source_record s JOIN import_batch b ON b.id = s.batch_id "
        "WHERE s.kind = ?1 AND s.record_id = ?2");
    imports.bind_all(members_.type->number, members_.ids[member]);
    while (imports.step()) add(imports.text(0));
    return known->second;
}

std::string Chooser::joined(const records::Field& field) const {
    std::string all;
    std::set<std::string, std::less<>> there;
    for (std::size_t member = 0; member < size(); ++member) {
        records::Scratch scratch;
        const std::string_view text = field.get(record(member), scratch).text;
        const bool first = all.empty();
        for (const std::string_view paragraph : paragraphs_of(text)) {
            const bool fresh = there.emplace(paragraph).second;
            if (first || !fresh) continue;
            all += "\n\n";
            all += paragraph;
        }
        if (first) all = text;
    }
    return all;
}

}  // namespace kith::merge
