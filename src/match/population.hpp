// The room "match": which records are the same person (or the same organization).
//
//   nicknames.hpp   families of given names; the most usual names
//   population.hpp  records as matching sees them: interned values and how frequent each is (this file)
//   profile.hpp     a contact or organization, from a value or rows, into a population
//   load.hpp        a whole file, or single records, into a population
//   keys.hpp        blocking keys of a record; the derive step of `match_key`
//   blocks.hpp      keys to candidate pairs
//   draw.hpp        pairs drawn at random
//   common.hpp      mailboxes and numbers that people of different names use
//   level.hpp       how well two values agree
//   name_order.hpp  which of two name parts is the family name
//   shapes.hpp      what of two values is seen without reading them
//   compare.hpp     two records, field by field: levels of agreement
//   model.hpp       levels to weights and a probability (Fellegi and Sunter 1969); learning without labels
//   cluster.hpp     pairs to groups that hold together
//   assign.hpp      pairs across two files to links
//   linker.hpp      all of it in a row, for a population in memory
//
// Everything but load and the derive step works on values in memory and knows no database.
#pragma once

#include "match/words.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kith::match {

/// What a value of a record is. The order is the order of the values within a record.
enum class Slot : std::uint8_t {
    given,          ///< folded given name, spaces kept
    given_reading,  ///< reading key of a given name: one for kanji with furigana, kana and romaji
    nickname,
    additional,  ///< one word of a middle name or of the full name beyond the other parts
    family,
    family_reading,
    suffix,    ///< generation only: "jr", "sr", "2", "3"
    gender,    ///< "m", "f" or what the source writes, folded
    birthday,  ///< ISO text of a PartialDate
    email,     ///< provider-canonical
    phone,     ///< E.164 digits after "+", else national digits
    number,    ///< house number
    street,
    extended,  ///< flat, floor, building
    locality,
    region,
    postcode,
    country,       ///< ISO code, else folded text
    organization,  ///< employer: the name's core
    title,
    handle,  ///< the name on the service (text::parse_handle)
    identifier,  ///< without spaces and punctuation: value of an identifying custom field, register number, external id
    name,         ///< organizations: the core of their name
    word,         ///< organizations: one word of the core
    domain,       ///< organizations: web or mail domain
    mail_domain,  ///< contacts: the domain of an e-mail address, unless it is a provider's
};
inline constexpr std::size_t slot_count = 26;

/// An interned text of one slot. 0 is "none".
using Symbol = std::uint32_t;

/// One value of a record. `group` tells which address it belongs to, or which identifier or service it is of; of a given name
/// how it stands (NameOrder), of a reading how it sounds.
struct Value {
    Symbol symbol = 0;
    Slot slot = Slot::given;
    std::uint8_t group = 0;
};

/// One record: a run of values, ordered by slot.
struct Record {
    std::int64_t id = 0;
    std::uint32_t first = 0;
    std::uint32_t slots = 0;  ///< a bit for each slot that it has a value of
    std::uint16_t count = 0;
};

struct Frequencies;

/// Records with interned values. 8 bytes per value and 24 per record, plus each distinct text once. Filled by one
/// thread; when it is complete (`finish`), safe to read from any number.
class Population {
public:
    Population();
    ~Population();
    Population(Population&&) noexcept;
    Population& operator=(Population&&) noexcept;

    /// The symbol of a text within a slot, new when it is new. `nickname` shares the symbols of `given`.
    Symbol intern(Slot slot, std::string_view text);
    /// The symbol when the text is known in that slot, else 0.
    [[nodiscard]] Symbol find(Slot slot, std::string_view text) const;
    /// A symbol's text; lives as long as the population.
    [[nodiscard]] std::string_view text(Symbol symbol) const;

    /// The slot whose texts a symbol belongs to.
    [[nodiscard]] Slot slot(Symbol symbol) const;

    /// Adds a record; the values are sorted by slot and duplicates are dropped. Gives its index.
    std::size_t add(std::int64_t id, std::vector<Value>& values);

    /// Counts how many records hold each value. `duplicates`: how many further records of the same person there
    /// are per record, on average; a value's share is that among persons, not records. May be called again.
    void finish(double duplicates);
    /// The same when it is known (nearly) which records are one person: `person_of` gives each record a number, in
    /// no particular order. A value that all records of one person share is then as rare as it should be.
    void finish(std::span<const std::uint32_t> person_of);
    /// Instead of counting: takes how many records of how many hold each value from outside.
    void finish(const Frequencies& frequencies);
    /// What `finish` counted, to be used for other populations of the same file. Small: repeated values only.
    [[nodiscard]] std::shared_ptr<Frequencies> frequencies() const;

    [[nodiscard]] std::size_t size() const noexcept { return records_.size(); }
    [[nodiscard]] const Record& record(std::size_t index) const noexcept { return records_[index]; }
    [[nodiscard]] std::span<const Value> values(std::size_t index) const noexcept {
        return {values_.data() + records_[index].first, records_[index].count};
    }
    /// The values of one slot of a record.
    [[nodiscard]] std::span<const Value> values(std::size_t index, Slot slot) const noexcept;

    /// Tells the processor that a record will be read soon: to be called some records before it is.
    void prefetch_record(std::size_t index) const noexcept { prefetch(&records_[index]); }
    /// The same of its values; reads the record.
    void prefetch_values(std::size_t index) const noexcept {
        const Value* first = values_.data() + records_[index].first;
        prefetch(first);
        prefetch(first + 8);
    }

    /// How many records hold the value.
    [[nodiscard]] std::uint32_t count(Symbol symbol) const noexcept { return counts_[symbol]; }
    /// How many persons besides the two that are compared hold the value, as far as counted.
    [[nodiscard]] double others(Symbol symbol) const;
    /// The share of *other* persons that hold the value, 0..1: the chance that a stranger agrees.
    [[nodiscard]] float share(Symbol symbol) const noexcept { return shares_[symbol]; }
    /// The share of other persons that hold both names: what their shares multiply to among the people whose names
    /// are in that script, or what was counted, where that is more. Names go together.
    [[nodiscard]] double share_of_name(Symbol given, Symbol family) const;
    /// The share that values of the symbol's slot have on the whole: the chance that two strangers agree there.
    [[nodiscard]] double typical_share(Symbol symbol) const;
    /// The same as `share` for a given name together with everything it is a form of.
    [[nodiscard]] double share_of_family(Symbol given) const;
    /// The same as `share` for the first letter of given names.
    [[nodiscard]] double share_of_initial(std::string_view name) const;
    /// How many records hold a value of the slot.
    [[nodiscard]] std::uint32_t holders(Slot slot) const noexcept {
        return holders_[static_cast<std::size_t>(slot)];
    }
    /// True for a mailbox, number or handle that people of clearly different names use: it speaks for one household
    /// or office, not for one person.
    [[nodiscard]] bool common(Symbol symbol) const noexcept {
        return symbol < common_.size() && common_[symbol];
    }
    /// Marks values as common (common.hpp), besides those that are; by symbol.
    void mark_common(const std::vector<bool>& symbols);
    /// How many symbols there are, the "none" included.
    [[nodiscard]] std::size_t symbols() const noexcept;

private:
    static void prefetch([[maybe_unused]] const void* address) noexcept {
#if defined(__GNUC__)
        __builtin_prefetch(address);
#endif
    }

    struct Dictionary;

    struct Signature;
    [[nodiscard]] Signature signature_of(std::size_t record) const;
    [[nodiscard]] double share_of_script(Symbol family) const;
    [[nodiscard]] double smoothed(Slot slot, double others, double usual) const;
    void count_persons(std::span<const std::uint32_t> person_of);
    void compute_shares();

    std::unique_ptr<Dictionary> dictionary_;
    std::vector<Record> records_;
    std::vector<Value> values_;
    std::vector<std::uint32_t> counts_;  // by symbol
    std::vector<float> persons_;         // by symbol: who hold it, as counted elsewhere; empty: counted here
    std::vector<float> shares_;          // by symbol
    std::vector<std::uint64_t> sketches_;  // by symbol: which signatures hold it; empty when persons are known
    std::vector<bool> common_;             // by symbol; may be shorter
    std::array<std::uint32_t, slot_count> holders_{};
    std::vector<std::uint32_t> family_counts_;  // by name family: records with a given name of it
    std::vector<std::uint16_t> name_counts_;    // by hash of given and family name: how many hold both
    std::array<double, slot_count> typical_{};
    std::array<std::uint32_t, script_count> script_holders_{};  // of family names, by their script
    std::array<std::uint32_t, 64> initial_counts_{};            // by hash of the first letter of given names
    double persons_per_record_ = 1;
    bool records_counted_ = false;  // what was counted are the records that there are
};

/// How many persons hold each repeated value of a file, by hash of slot and text: what a population counted, kept
/// for judging single records of the same file later. 16 bytes per value that more than two hold.
struct Frequencies {
    struct Entry {
        std::uint64_t hash = 0;
        float persons = 0;
        bool common = false;  // see Population::common
    };
    std::vector<Entry> repeated{};  // sorted by hash
    std::array<std::uint32_t, slot_count> holders{};
    std::vector<std::uint32_t> families{};
    std::array<std::uint32_t, 64> initials{};
    double persons_per_record = 1;
    std::array<double, slot_count> typical{};           // by slot; 0: not known
    std::array<std::uint32_t, script_count> scripts{};  // holders of family names; all 0: not counted
    std::vector<std::uint16_t> names{};  // by hash of given and family name; empty: not counted

    /// What `repeated` is sorted by.
    [[nodiscard]] static std::uint64_t hash(Slot slot, std::string_view text);
    /// How many hold a value: 1 when it is not among the repeated ones.
    [[nodiscard]] float persons(Slot slot, std::string_view text) const;
    [[nodiscard]] bool common(Slot slot, std::string_view text) const;

private:
    [[nodiscard]] const Entry* find(Slot slot, std::string_view text) const;
};

/// A 64-bit hash of bytes (FNV-1a with a final mix), the same on every machine and in every version: `match_key`
/// is stored.
[[nodiscard]] std::uint64_t stable_hash(std::string_view bytes, std::uint64_t seed = 0) noexcept;

}  // namespace kith::match
