// Upkeep: how good the data is, what is missing and where it could come from, formats made uniform, and who was forgotten.
//
//     auto upkeep = db.upkeep();
//     for (const QualityIssue& issue : upkeep.quality(ada).issues) show(issue.reason, issue.points);
//     auto suggestions = upkeep.complete(ada);                        // from her duplicates and her organization
//     upkeep.apply({suggestions.front()});                            // one transaction, one undo
//     auto preview = upkeep.normalise<Contact>("", {.dry_run = true});
//     db.segments().save("Unengaged", Upkeep::unengaged({.days = 180}));
//
// Tags and lists have faces of their own, which find those that mean the same and merge them: tags.hpp, lists.hpp.
#pragma once

#include <kith/bulk.hpp>
#include <kith/database.hpp>
#include <kith/duplicates.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kith {

/// What a score is made of, each part with the most points that it can cost.
enum class QualityPart : std::uint8_t {
    completeness = 0,  ///< 35 points
    validity = 1,      ///< 25
    freshness = 2,     ///< 15
    uniqueness = 3,    ///< 15
    consistency = 4,   ///< 10
};
inline constexpr std::array<double, 5> quality_points = {35, 25, 15, 15, 10};
/// "completeness", "validity" ...
[[nodiscard]] KITH_API std::string_view name_of(QualityPart part) noexcept;

/// Why a contact lacks points.
struct QualityIssue {
    QualityPart part{};
    std::string field{};  ///< "email", "birthday"; "record" for what is about all of it
    std::string
        problem{};  ///< the kind: "missing", "malformed", "known not to work", "in the future", "duplicate" ...
    std::string reason{};  ///< for a person: "'ada@engines' is no e-mail address"
    double points = 0;     ///< what it costs

    friend bool operator==(const QualityIssue&, const QualityIssue&) = default;
};

/// The quality of one contact's record: 100 less the points of its issues, so that every point that lacks has its reason.
///
/// - completeness: no e-mail 9, no telephone 7, no organization where the contact works now 5, no address 4; no given name 5,
///   no family name 5.
/// - validity: of the e-mails, telephone numbers and postcodes together, 25 times the share that cannot be right: bad
///   syntax, an address like test@test.com, a number that its country does not have, a postcode of another form than its
///   country's (where that form is known), and what is marked as invalid.
/// - freshness: nothing up to `fresh_days` since the record last changed or somebody was last in touch, 15 from
///   `stale_days`, in proportion in between.
/// - uniqueness: 15 times the probability of the likeliest duplicate, from 0.5 on.
/// - consistency: 5 for each of the first two contradictions: a birthday in the future or more than 120 years ago, one
///   address or number twice, several that are primary, a name with an "@", digits or a company's legal form, given and family name the
///   same, a country that there is not, a position that ended before it began.
struct ContactQuality {
    ContactId contact{};
    std::string title{};                            ///< what the contact is called
    double score = 100;                             ///< 0..100
    std::array<double, 5> parts = {1, 1, 1, 1, 1};  ///< by QualityPart: 0 (all points lost) to 1
    std::vector<QualityIssue> issues{};             ///< what costs most first
};

/// How quality is measured.
struct QualityOptions {
    int fresh_days = 365;
    int stale_days = 1095;  ///< above fresh_days
    // Of the whole file:
    std::string population{};  ///< a query: only contacts that it selects; empty: all
    Parameters parameters{};   ///< of that query
    /// Likely duplicates, from `Duplicates::pairs`: then uniqueness is by their probabilities. Nothing: by the match keys
    /// that the file keeps. Two contacts that share a name (by sound, reading or nickname) and besides it an e-mail, number, address,
    /// birthday, account or identifier count as one person to 0.9, confirmed ones to 1. That takes one scan of the keys, a second for 100,000 contacts;
    /// a run of `pairs` reads and compares everything, see `Duplicates::find`.
    std::optional<std::vector<Pair>> pairs{};
    std::size_t worst = 20;  ///< how many contacts the result names
    /// Told now and then how many contacts of how many are done; false ends it with `cancelled`.
    std::function<bool(std::int64_t done, std::int64_t total)> progress{};
};

/// One kind of issue in a file.
struct QualityProblem {
    QualityPart part{};
    std::string field{};
    std::string problem{};
    std::int64_t contacts = 0;  ///< that have it
    double points = 0;          ///< what it costs them together

    friend bool operator==(const QualityProblem&, const QualityProblem&) = default;
};

/// A field of a file: what is wrong with it, all problems together.
struct FieldQuality {
    std::string field{};
    std::int64_t missing = 0;  ///< contacts without it
    std::int64_t wrong = 0;    ///< other problems with it
    double points = 0;         ///< what all of it costs, by contact on the average

    friend bool operator==(const FieldQuality&, const FieldQuality&) = default;
};

/// The quality of a file's contacts.
struct FileQuality {
    std::int64_t contacts = 0;
    double score = 100;                             ///< the mean; 100 for a file without contacts
    std::array<double, 5> parts = {1, 1, 1, 1, 1};  ///< the means
    std::array<std::int64_t, 10> distribution{};  ///< contacts with a score below 10, below 20 ... up to 100
    std::vector<FieldQuality> fields{};           ///< what costs most first
    std::vector<QualityProblem> problems{};       ///< likewise
    std::vector<ContactQuality> worst{};          ///< the contacts with the lowest scores, lowest first
};

/// A value that a record lacks and another one has.
struct Suggestion {
    RecordRef record{};        ///< that lacks it
    std::string field{};       ///< "birthday", "email", "address", "organization" (a position there) ...
    std::string value{};       ///< as a person reads it
    std::string label{};       ///< of an e-mail, telephone number or address: "work"
    RecordRef source{};        ///< that has it
    std::int64_t element = 0;  ///< of `source`, where the value is one of several
    std::string reason{};      ///< why it would be right, for a person
    double certainty = 0;      ///< 0..1

    friend bool operator==(const Suggestion&, const Suggestion&) = default;
};

/// Where suggestions come from.
struct CompleteOptions {
    double threshold = 0.7;  ///< the least probability with which a record is a duplicate, 0.5 to 1
    bool from_duplicates = true;
    bool from_organization = true;  ///< and from what its e-mail's domain says
};

/// What `Upkeep::apply` wrote.
struct ApplyResult {
    std::int64_t records = 0;
    std::int64_t values = 0;
    TransactionId transaction = 0;  ///< what `undo` takes back; 0 when nothing was written
};

/// How telephone numbers are written.
enum class PhoneFormat : std::uint8_t {
    national =
        0,  ///< those of the file's region in national, others in international grouping: "03-1234-5678", "+44 20 7946 0018"
    international = 1,  ///< "+81 3-1234-5678"
    e164 = 2,           ///< "+81312345678"
};

/// How formats are made uniform.
struct NormaliseOptions {
    std::vector<std::string>
        fields{};  ///< only these ("phone.number", "name.family", "address": all of it); empty: all
    PhoneFormat phones = PhoneFormat::national;
    /// Tells what would change, and writes nothing. What a write would refuse is not seen.
    bool dry_run = false;
    std::size_t sample = 20;  ///< of how many records the result shows what changed
    Parameters parameters{};  ///< of the query
    /// Told now and then how many records of how many are done; false ends all of it with `cancelled`, and nothing is
    /// written. Runs inside the transaction: it must not use the database.
    std::function<bool(std::int64_t done, std::int64_t total)> progress{};
};

/// What became of it.
struct NormaliseResult {
    std::int64_t selected = 0;                     ///< records that the query selects
    std::int64_t changed = 0;                      ///< records in which something was not uniform
    std::map<std::string, std::int64_t> values{};  ///< how many values changed, by field
    std::vector<BulkChange> sample{};  ///< the first records that changed, with their values before and after
    TransactionId transaction = 0;     ///< what `undo` takes back; 0 when nothing was written
};

/// Whom `Upkeep::unengaged` means.
struct UnengagedOptions {
    int days = 365;
    bool inbound =
        false;  ///< only what came from them counts: inbound interactions, and events (visits, clicks)
    std::string among{};  ///< a condition that they fulfil besides: "tag = customer"
};

/// Whom `Upkeep::stale` means.
struct StaleOptions {
    int days = 730;
    std::string among{};
};

/// The upkeep of a database. A small value; safe to use from any thread.
class KITH_API Upkeep {
public:
    explicit Upkeep(const Database& database) : database_(database) {}

    /// The quality of one contact; of a merged one, its survivor's. Uniqueness is by `Duplicates::of`. Throws `not_found`.
    /// Cost: some milliseconds.
    [[nodiscard]] ContactQuality quality(ContactId contact, const QualityOptions& options = {},
                                         Where where = Where::current()) const;
    /// The quality of the file's contacts, on one snapshot. Reads every contact once: about 20,000 per second, and the
    /// match keys (see QualityOptions::pairs). Throws `parse` for the population, `invalid_argument`, `cancelled`.
    [[nodiscard]] FileQuality quality(const QualityOptions& options = {},
                                      Where where = Where::current()) const;

    /// What a contact or organization lacks and others have, the most certain first: every empty field that a likely duplicate
    /// has (e-mails, telephone numbers, addresses and accounts only where it has none); of a contact the address and the
    /// telephone number of the organization where it works, and the organization whose domain its e-mail has; of an
    /// organization the website of its e-mails' domain, the industry of its parent.
    ///
    /// Nothing that contradicts what the record says: a reading goes with the name that it is given for, a date completes a
    /// part of itself, a second name goes with the same family name. Nothing from records in the trash or decided to be
    /// others; no address or number that is suppressed or marked as invalid, none of a contact who withdrew a consent.
    /// Several sources of one value make it surer; different values for a field are all given, and one of them can be applied.
    /// Throws `not_found`, `invalid_argument` for a threshold outside 0.5..1. Cost: as `Duplicates::of`.
    template <class T>
    [[nodiscard]] std::vector<Suggestion> complete(Id<T> id, const CompleteOptions& options = {},
                                                   Where where = Where::current()) const {
        return complete_any(record_type<T>(), id.value, options, where);
    }
    /// For record types known only at run time.
    [[nodiscard]] std::vector<Suggestion> complete_any(const RecordType& type, std::int64_t id,
                                                       const CompleteOptions& options, Where where) const;
    /// Writes the suggestions that somebody chose, of one record or several. One transaction, so one undo. Throws
    /// `conflict` naming record and field when the field has a value by now, or the source no longer has this one;
    /// `invalid_argument` for two values of one field, `not_found`, and what `update` throws; then nothing is written.
    ApplyResult apply(const std::vector<Suggestion>& suggestions, Where where = Where::current());

    /// Makes formats uniform in the records that a query selects ("": all), in one transaction that one `undo` takes back:
    ///
    /// - all texts of one line: spaces, full-width Latin letters and digits, half-width kana;
    /// - names of people in capitals or in small letters throughout: "MCDONALD" becomes "McDonald", "DE LA CRUZ" "de la Cruz";
    /// - e-mails: what stands around the address goes, the domain in small letters;
    /// - telephone numbers that their country has: as `phones` says, with the extension;
    /// - postcodes: as their country writes them; countries: as most addresses of this file write them.
    ///
    /// Names of companies keep their legal form, notes, dates and what was typed stay. A part of a name that changes empties
    /// the full name as it was typed, as any edit does. Records of any type that has tags. Throws `parse`,
    /// `invalid_argument` naming the nearest field, `cancelled`, and what `update` throws, naming the record.
    template <class T>
    NormaliseResult normalise(std::string_view query = {}, const NormaliseOptions& options = {},
                              Where where = Where::current()) {
        return normalise_any(record_type<T>(), query, options, where);
    }
    /// For record types known only at run time.
    NormaliseResult normalise_any(const RecordType& type, std::string_view query,
                                  const NormaliseOptions& options, Where where = Where::current());

    /// The query of contacts with whom nobody has been in touch for so many days, and who have been in the file for as long:
    /// for `query`, `count`, or a segment. Throws `invalid_argument` for less than a day.
    [[nodiscard]] static std::string unengaged(const UnengagedOptions& options = {});
    /// The query of contacts whose record nobody has changed for so many days.
    [[nodiscard]] static std::string stale(const StaleOptions& options = {});

private:
    Database database_;
};

}  // namespace kith
