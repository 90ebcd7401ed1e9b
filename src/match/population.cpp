#include "match/population.hpp"

#include "match/nicknames.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <deque>
#include <numeric>
#include <utility>

namespace kith::match {
namespace {

constexpr double usual_duplicates = 0.2;  // further records per person, to tell namesakes from duplicates
constexpr double one_script = 20;         // family names that a file of one script is assumed to have already
constexpr std::size_t chunk_size = 1u << 20;

/// What a file that has counted nothing assumes: the chance that a stranger holds the same value, when the value
/// is not a usual one, and how many records that assumption weighs as much as.
struct Assumed {
    double share;
    double weight;
};

constexpr Assumed assumed(Slot slot) {
    switch (slot) {
        case Slot::given:
        case Slot::given_reading:
        case Slot::nickname:
        case Slot::additional: return {0.0015, 300};
        case Slot::family:
        case Slot::family_reading: return {0.0004, 500};
        case Slot::suffix: return {0.1, 50};
        case Slot::gender: return {0.5, 20};
        case Slot::birthday: return {0.00005, 2000};
        case Slot::email: return {0.000005, 20000};
        case Slot::phone: return {0.00001, 20000};
        case Slot::number: return {0.01, 50};
        case Slot::street: return {0.001, 300};
        case Slot::extended: return {0.005, 100};
        case Slot::locality: return {0.01, 50};
        case Slot::region: return {0.1, 20};
        case Slot::postcode: return {0.002, 200};
        case Slot::country: return {0.5, 10};
        case Slot::organization: return {0.002, 200};
        case Slot::title: return {0.02, 50};
        case Slot::handle: return {0.000005, 20000};
        case Slot::identifier: return {0.000002, 50000};
        case Slot::name: return {0.0002, 500};
        case Slot::word: return {0.002, 200};
        case Slot::domain: return {0.0005, 500};
        case Slot::mail_domain: return {0.002, 200};
    }
    return {0.01, 100};
}

/// Values that belong to one holder, except those that very many share (an office's switchboard): being seen twice
/// more is no accident of a small file, as it is with names.
constexpr bool shared_by_few_or_many(Slot slot) {
    return slot == Slot::email || slot == Slot::phone || slot == Slot::handle || slot == Slot::identifier;
}

/// nickname shares given's symbols, so that "Bob" is the same whichever field it stands in.
constexpr Slot symbol_slot(Slot slot) { return slot == Slot::nickname ? Slot::given : slot; }

constexpr bool is_name(Slot slot) {
    return slot == Slot::given || slot == Slot::family || slot == Slot::additional;
}

std::size_t name_bucket(std::string_view given, std::string_view family, std::size_t buckets) {
    return stable_hash(family, stable_hash(given)) & (buckets - 1);
}

std::size_t initial_bucket(std::string_view name) {
    // The lead byte and one continuation tell letters of most alphabets apart; kanji share buckets, which only
    // makes the estimate coarser.
    std::size_t length = name.empty()                                 ? 0
                         : static_cast<unsigned char>(name[0]) < 0x80 ? 1
                                                                      : std::min<std::size_t>(3, name.size());
    return stable_hash(name.substr(0, length)) % 64;
}

}  // namespace

std::uint64_t stable_hash(std::string_view bytes, std::uint64_t seed) noexcept {
    std::uint64_t h = 0xcbf29ce484222325ull ^ (seed * 0x9e3779b97f4a7c15ull);
    for (const char c : bytes) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
    h = (h ^ (h >> 32)) * 0xd6e8feb86659fd93ull;  // FNV alone leaves the high bits of short texts weak
    return h ^ (h >> 32);
}

/// Interned texts: bytes in chunks, an open-addressing table of symbols.
struct Population::Dictionary {
    struct Text {
        const char* bytes;
        std::uint32_t size;
        Slot slot;
    };

    std::vector<Text> texts{Text{"", 0, Slot::given}};
    std::vector<Symbol> table = std::vector<Symbol>(1024, 0);
    std::deque<std::vector<char>> chunks{};

    /// Where the text's symbol stands, or where it would be put.
    std::size_t place(Slot slot, std::string_view text) const {
        const std::size_t mask = table.size() - 1;
        for (std::size_t i = Frequencies::hash(slot, text) & mask;; i = (i + 1) & mask) {
            if (table[i] == 0) return i;
            const Text& known = texts[table[i]];
            if (known.slot == slot && std::string_view(known.bytes, known.size) == text) return i;
        }
    }

    const char* keep(std::string_view text) {
        if (chunks.empty() || chunks.back().capacity() - chunks.back().size() < text.size()) {
            chunks.emplace_back().reserve(std::max(chunk_size, text.size()));
        }
        auto& chunk = chunks.back();  // never grows beyond its capacity: what points into it stays
        const std::size_t at = chunk.size();
        chunk.insert(chunk.end(), text.begin(), text.end());
        return chunk.data() + at;
    }

    Symbol intern(Slot slot, std::string_view text) {
        std::size_t i = place(slot, text);
        if (table[i] != 0) return table[i];
        if (texts.size() * 3 > table.size() * 2) {
            grow();
            i = place(slot, text);
        }
        const auto symbol = static_cast<Symbol>(texts.size());
        texts.push_back({keep(text), static_cast<std::uint32_t>(text.size()), slot});
        table[i] = symbol;
        return symbol;
    }

    void grow() {
        table.assign(table.size() * 2, 0);
        for (Symbol s = 1; s < texts.size(); ++s) {
            table[place(texts[s].slot, std::string_view(texts[s].bytes, texts[s].size))] = s;
        }
    }
};

Population::Population() : dictionary_(std::make_unique<Dictionary>()) {}
Population::~Population() = default;
Population::Population(Population&&) noexcept = default;
Population& Population::operator=(Population&&) noexcept = default;

Symbol Population::intern(Slot slot, std::string_view text) {
    return text.empty() ? 0 : dictionary_->intern(symbol_slot(slot), text);
}

Symbol Population::find(Slot slot, std::string_view text) const {
    return dictionary_->table[dictionary_->place(symbol_slot(slot), text)];
}

std::string_view Population::text(Symbol symbol) const {
    const auto& text = dictionary_->texts[symbol];
    return {text.bytes, text.size};
}

std::size_t Population::symbols() const noexcept { return dictionary_->texts.size(); }

Slot Population::slot(Symbol symbol) const { return dictionary_->texts[symbol].slot; }

std::size_t Population::add(std::int64_t id, std::vector<Value>& values) {
    const auto before = [](const Value& a, const Value& b) {
        return a.slot != b.slot ? a.slot < b.slot : a.group < b.group;
    };
    std::stable_sort(values.begin(), values.end(), before);
    const auto same = [](const Value& a, const Value& b) {
        return a.slot == b.slot && a.group == b.group && a.symbol == b.symbol;
    };
    values.erase(std::unique(values.begin(), values.end(), same), values.end());
    if (values.size() > 0xFFFF) values.resize(0xFFFF);
    std::uint32_t slots = 0;
    for (const Value& value : values) slots |= std::uint32_t{1} << static_cast<unsigned>(value.slot);
    records_.push_back(
        {id, static_cast<std::uint32_t>(values_.size()), slots, static_cast<std::uint16_t>(values.size())});
    values_.insert(values_.end(), values.begin(), values.end());
    records_counted_ = false;
    return records_.size() - 1;
}

std::span<const Value> Population::values(std::size_t index, Slot slot) const noexcept {
    if ((records_[index].slots >> static_cast<unsigned>(slot) & 1) == 0) return {};
    const auto all = values(index);
    std::size_t first = 0;
    while (first < all.size() && all[first].slot < slot) ++first;
    std::size_t last = first;
    while (last < all.size() && all[last].slot == slot) ++last;
    return all.subspan(first, last - first);
}

double Population::smoothed(Slot slot, double others, double usual) const {
    const Assumed prior = assumed(slot);
    const double expected = usual > 0 ? usual : prior.share;
    const double persons = std::max(1.0, holders(slot) * persons_per_record_);
    const double unseen = expected * prior.weight / (persons + prior.weight);  // rarer the more was looked at
    const double seen = shared_by_few_or_many(slot) ? others / persons : others / (persons + prior.weight);
    return std::min(1.0, seen + unseen);
}

/// Who holds a value, roughly: a given name up to its family of nicknames, a family name up to its beginning. Records
/// of one person mostly have one signature, typing errors or not; people of one office have as many as they are.
struct Population::Signature {
    std::uint64_t given = 0;  // 0: not known
    std::uint64_t family = 0;

    /// The one bit of 64 that stands for the holder of a value of the slot; 0 when nothing can be said.
    [[nodiscard]] std::uint64_t bit(Slot slot) const {
        // Of a name itself its bearers' names say nothing: ten of one name may be ten people.
        if (slot <= Slot::gender || given == 0 || family == 0) return 0;
        return std::uint64_t{1} << ((given ^ family) * 0x9e3779b97f4a7c15ull >>
                                    58);  // whichever is written first
    }
};

Population::Signature Population::signature_of(std::size_t record) const {
    Signature result;
    for (const Value& value : values(record)) {
        const std::string_view name = text(value.symbol);
        if (value.slot == Slot::given && result.given == 0) {
            const auto families = name_families(name);
            result.given = families.empty()
                               ? stable_hash(name.substr(0, 3), 1)
                               : stable_hash({}, static_cast<std::uint64_t>(families.front()) + 2);
        } else if (value.slot == Slot::family && result.family == 0) {
            result.family = stable_hash(name.substr(0, 3), 1);
        }
    }
    return result;
}

double Population::others(Symbol symbol) const {
    // The two records that are compared are not strangers to each other.
    if (!persons_.empty()) return std::max(0.0, static_cast<double>(persons_[symbol]) - 2);
    double persons = counts_[symbol] * persons_per_record_;
    if (!sketches_.empty() && sketches_[symbol] != 0) {
        // Linear counting (Whang, Vander-Zanden, Taylor 1990): distinct holders from the share of bits still 0.
        const int empty_bits = 64 - std::popcount(sketches_[symbol]);
        if (empty_bits > 2) persons = std::min(persons, -64 * std::log(empty_bits / 64.0));
    }
    return std::max(0.0, persons - 2);
}

void Population::count_persons(std::span<const std::uint32_t> person_of) {
    counts_.assign(dictionary_->texts.size(), 0);
    persons_.clear();
    holders_.fill(0);
    family_counts_.clear();
    initial_counts_.fill(0);
    script_holders_.fill(0);
    sketches_.assign(person_of.empty() ? counts_.size() : 0, 0);
    // Person by person; without persons every record is one.
    std::vector<std::uint32_t> order(records_.size());
    std::iota(order.begin(), order.end(), 0u);
    const auto person = [&](std::uint32_t r) { return person_of.empty() ? r : person_of[r]; };
    if (!person_of.empty()) {
        std::stable_sort(order.begin(), order.end(),
                         [&](std::uint32_t a, std::uint32_t b) { return person(a) < person(b); });
    }
    name_counts_.assign(std::bit_ceil(records_.size() * 4 + 16),
                        0);  // sparse: two names seldom meet in one bucket
    std::vector<std::uint32_t> last_named(person_of.empty() ? 0 : name_counts_.size(), 0);
    std::vector<std::uint32_t> last(counts_.size(), 0);  // the person that counted a symbol last, plus one
    std::array<std::uint32_t, slot_count> last_holder{};
    for (const std::uint32_t r : order) {
        const std::uint32_t current = person(r) + 1;
        for (const Value& given : values(r, Slot::given)) {
            for (const Value& family : values(r, Slot::family)) {
                const std::size_t bucket =
                    name_bucket(text(given.symbol), text(family.symbol), name_counts_.size());
                if (!last_named.empty() && std::exchange(last_named[bucket], current) == current) continue;
                if (name_counts_[bucket] < 0xFFFF) ++name_counts_[bucket];
            }
        }
        const Signature signature = sketches_.empty() ? Signature{} : signature_of(r);
        for (const Value& value : values(r)) {
            if (const std::uint64_t bit = signature.bit(value.slot); bit != 0) sketches_[value.symbol] |= bit;
            auto& holder = last_holder[static_cast<std::size_t>(value.slot)];
            if (holder != current) ++holders_[static_cast<std::size_t>(value.slot)];
            holder = current;
            if (last[value.symbol] == current) continue;
            last[value.symbol] = current;
            ++counts_[value.symbol];
            if (value.slot == Slot::given) ++initial_counts_[initial_bucket(text(value.symbol))];
        }
    }
    records_counted_ = person_of.empty();
    for (Symbol s = 1; s < counts_.size(); ++s) {
        const Slot slot = dictionary_->texts[s].slot;
        if (slot == Slot::family) script_holders_[static_cast<std::size_t>(script_of(text(s)))] += counts_[s];
        if (slot != Slot::given || counts_[s] == 0) continue;
        for (const int family : name_families(text(s))) {
            if (family_counts_.size() <= static_cast<std::size_t>(family)) {
                family_counts_.resize(static_cast<std::size_t>(family) + 1, 0);
            }
            family_counts_[static_cast<std::size_t>(family)] += counts_[s];
        }
    }
}

void Population::finish(double duplicates) {
    persons_per_record_ = 1 / (1 + std::max(0.0, duplicates));
    if (!records_counted_ || counts_.size() != symbols()) count_persons({});
    compute_shares();
}

void Population::finish(std::span<const std::uint32_t> person_of) {
    persons_per_record_ = 1;
    count_persons(person_of);
    compute_shares();
}

void Population::finish(const Frequencies& frequencies) {
    persons_per_record_ = frequencies.persons_per_record;
    records_counted_ = false;
    counts_.assign(dictionary_->texts.size(), 0);
    persons_.assign(counts_.size(), 0);
    holders_ = frequencies.holders;
    family_counts_ = frequencies.families;
    initial_counts_ = frequencies.initials;
    script_holders_ = frequencies.scripts;
    sketches_.clear();
    common_.assign(counts_.size(), false);
    for (Symbol s = 1; s < counts_.size(); ++s) {
        persons_[s] = frequencies.persons(dictionary_->texts[s].slot, text(s));
        counts_[s] = static_cast<std::uint32_t>(
            std::max(1L, std::lround(static_cast<double>(persons_[s]) / persons_per_record_)));
        common_[s] = frequencies.common(dictionary_->texts[s].slot, text(s));
    }
    compute_shares();
    typical_ = frequencies.typical;
    name_counts_ = frequencies.names;
}

void Population::mark_common(const std::vector<bool>& symbols) {
    if (common_.size() < symbols.size()) common_.resize(symbols.size(), false);
    for (std::size_t s = 0; s < symbols.size(); ++s) {
        if (symbols[s]) common_[s] = true;
    }
}

void Population::compute_shares() {
    shares_.assign(counts_.size(), 1.0f);
    for (Symbol s = 1; s < counts_.size(); ++s) {
        const Slot slot = dictionary_->texts[s].slot;
        const double usual = is_name(slot) ? usual_share(text(s)) : 0.0;
        shares_[s] = static_cast<float>(smoothed(slot, others(s), usual));
    }
    // Two strangers agree on a value by the square of how many hold it, summed over the values.
    std::array<double, slot_count> weighted{}, counted{};
    for (Symbol s = 1; s < counts_.size(); ++s) {
        const auto slot = static_cast<std::size_t>(dictionary_->texts[s].slot);
        weighted[slot] += counts_[s] * static_cast<double>(shares_[s]);
        counted[slot] += counts_[s];
    }
    for (std::size_t slot = 0; slot < slot_count; ++slot)
        typical_[slot] = counted[slot] > 0 ? weighted[slot] / counted[slot] : 0;
}

double Population::typical_share(Symbol symbol) const {
    const Slot of = slot(symbol);
    const double counted = typical_[static_cast<std::size_t>(of)];
    return counted > 0 ? counted : assumed(of).share;
}

double Population::share_of_script(Symbol family) const {
    const double all = std::accumulate(script_holders_.begin(), script_holders_.end(), 0.0);
    const double same = script_holders_[static_cast<std::size_t>(script_of(text(family)))];
    return (same + one_script) / (all + one_script);
}

double Population::share_of_name(Symbol given, Symbol family) const {
    double product = static_cast<double>(share(given)) * static_cast<double>(share(family));
    if (script_of(text(given)) == script_of(text(family))) product /= share_of_script(family);
    if (name_counts_.empty()) return product;
    const double persons = std::max(1.0, holders(Slot::family) * persons_per_record_);
    const double counted = name_counts_[name_bucket(text(given), text(family), name_counts_.size())];
    // Three records of one name are three people where the names are common, and one person where they are not.
    const double expected = product * persons;
    const double others =
        std::max(0.0, counted * persons_per_record_ - 2) * expected / (expected + usual_duplicates);
    return std::max(product, others / persons);
}

double Population::share_of_family(Symbol given) const {
    double most = static_cast<double>(share(given));
    for (const int family : name_families(text(given))) {
        const auto f = static_cast<std::size_t>(family);
        const double count = f < family_counts_.size() ? family_counts_[f] : 0;
        most = std::max(most, smoothed(Slot::given, std::max(0.0, count * persons_per_record_ - 2), 0));
    }
    return most;
}

double Population::share_of_initial(std::string_view name) const {
    const double prior_weight = 50, usual = 0.06;
    return (initial_counts_[initial_bucket(name)] + prior_weight * usual) /
           (holders(Slot::given) + prior_weight);
}

std::shared_ptr<Frequencies> Population::frequencies() const {
    auto result = std::make_shared<Frequencies>();
    for (Symbol s = 1; s < counts_.size(); ++s) {
        if (others(s) > 0 || common(s))
            result->repeated.push_back(
                {Frequencies::hash(slot(s), text(s)), static_cast<float>(others(s) + 2), common(s)});
    }
    std::sort(result->repeated.begin(), result->repeated.end(),
              [](const auto& a, const auto& b) { return a.hash < b.hash; });
    result->holders = holders_;
    result->families = family_counts_;
    result->initials = initial_counts_;
    result->scripts = script_holders_;
    result->persons_per_record = persons_per_record_;
    result->typical = typical_;
    result->names = name_counts_;
    return result;
}

std::uint64_t Frequencies::hash(Slot slot, std::string_view text) {
    return stable_hash(text, static_cast<std::uint64_t>(symbol_slot(slot)) + 1);
}

const Frequencies::Entry* Frequencies::find(Slot slot, std::string_view text) const {
    const std::uint64_t wanted = hash(slot, text);
    const auto found = std::lower_bound(repeated.begin(), repeated.end(), wanted,
                                        [](const Entry& entry, std::uint64_t h) { return entry.hash < h; });
    return found != repeated.end() && found->hash == wanted ? &*found : nullptr;
}

float Frequencies::persons(Slot slot, std::string_view text) const {
    const Entry* found = find(slot, text);
    return found != nullptr ? found->persons : 1;
}

bool Frequencies::common(Slot slot, std::string_view text) const {
    const Entry* found = find(slot, text);
    return found != nullptr && found->common;
}

}  // namespace kith::match
