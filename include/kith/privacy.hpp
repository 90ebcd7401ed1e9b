// Privacy: what people agreed to, who is not to be written to, everything that is known of a person, and erasing a person.
//
//     db.privacy().decide(Consent{.contact = ada, .purpose = "newsletter", .channel = ConsentChannel::email,
//                                 .source = "web form", .proof = "Yes, send me the newsletter. 203.0.113.7"});
//     if (db.privacy().consents(ada, "newsletter", ConsentChannel::email)) send(...);
//     write_file("ada.json", db.privacy().export_subject(ada));
//     EraseReport done = db.privacy().erase(ada);      // cannot be undone
#pragma once

#include <kith/database.hpp>
#include <kith/history.hpp>
#include <kith/records/consent.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kith {

/// Where somebody stands on a purpose, all records taken together.
enum class ConsentStanding : std::int32_t {
    none = 0,  ///< nothing was ever said, or what was given has expired
    granted = 1,
    pending = 2,
    withdrawn = 3,
};

/// The answer of `Privacy::consents`. True in a condition when it is granted.
struct EffectiveConsent {
    ConsentStanding standing = ConsentStanding::none;
    std::optional<Consent> decided_by{};  ///< the record that decides; nothing: there is none

    explicit operator bool() const noexcept { return standing == ConsentStanding::granted; }
};

/// An address that is not to be used. What it was is not kept: only whoever knows it can ask for it.
struct Suppression {
    std::int64_t id = 0;
    bool phone = false;  ///< a telephone number; else an e-mail address
    std::string reason{};
    Time at{};
    std::string by{};
};

/// What an export of a person holds.
struct SubjectOptions {
    /// The bytes of photos and attachments too, in base64: a third more than they have, in memory. False: their keys only.
    bool contents = true;
};

/// How a contact is erased.
struct EraseOptions {
    /// Keep a keyed hash of the e-mail addresses and telephone numbers, so that `is_suppressed` and imports know them.
    bool keep_suppression = true;
    /// Interactions and appointments in which others took part stay for them in any case, without this participant. True:
    /// with their text, personal custom values and attachments. False: these are erased, because they speak of the person
    /// as a rule; a required text becomes a dash.
    bool keep_shared_text = false;
    /// Look through the texts of all other records for the names, addresses and numbers, and name where they stand
    /// (`EraseReport::left`), also those that only the journal and merges keep, and who wrote. Reads every text once.
    bool find_mentions = true;
    /// Write the whole file anew afterwards (SQLite's VACUUM). Only this is sure to leave nothing of what stood in a
    /// page before the erase began. It takes the time to copy the file, and its space once more. False: what the erase
    /// deletes is overwritten with zeros; several erases in a row can leave the rewriting to the last one, or to
    /// `Privacy::scour`.
    bool rewrite_file = true;
};

/// What an erase did, and what it could not do.
struct EraseReport {
    TransactionId transaction = 0;      ///< the one that erased; `undo` finds nothing in it
    std::vector<ContactId> contacts{};  ///< the contact and those that had been merged into it, oldest first
    std::map<std::string, std::size_t> erased{};  ///< rows that are gone, by table; journal and bookkeeping too
    std::size_t suppressed = 0;                   ///< addresses and numbers of which a hash was kept
    std::string suppression_problem{};  ///< why none was kept though there were some; empty: all is well
    /// What stays and concerned or mentions the person: a deal whose main contact it was, somebody's note with the name in
    /// it, now or in its history. To be looked at by a person. Where a row of no record does ("change_txn", for a name
    /// that the host gave as who wrote), its table and key stand for the record.
    std::vector<Kept> left{};
    bool file_rewritten = false;  ///< see EraseOptions::rewrite_file
    bool log_emptied =
        false;  ///< no old bytes in the log, nor in the file for want of folding it in; false: somebody
                ///< still reads an older state: call `scour` when that has ended
    std::string remains{};  ///< why old bytes may still lie in the file or its log; empty: they do not
};

/// What `Privacy::scour` managed.
struct ScourReport {
    bool file_rewritten = false;
    bool log_emptied = false;
    std::string remains{};  ///< as in EraseReport
};

/// The privacy of a database. A small value; safe to use from any thread.
class KITH_API Privacy {
public:
    explicit Privacy(const Database& database) : database_(database) {}

    // Consent. The strictest record decides: withdrawn beats pending, pending beats granted, whichever is newer, because
    // several records on one purpose and channel come from merging people, and of those one may have said no. Records that
    // have expired and those in the trash count for nothing. Ids of merged contacts resolve.

    /// Whether the contact may be approached for a purpose by a channel. Records on that channel and on any channel count.
    /// With `any`, for every channel at once: then a record on one channel can forbid but not allow.
    [[nodiscard]] EffectiveConsent consents(ContactId contact, std::string_view purpose,
                                            ConsentChannel channel = ConsentChannel::any,
                                            Where where = Where::current()) const;
    /// Takes down what the contact has decided now: changes the record on this purpose and channel, or adds one. Where a
    /// merge left several, one is kept and the others go to the trash: the person has spoken for all of them. What a merge
    /// brought is put there as it is, and `unmerge` gives it back unless it was granted. What showed the decisions before
    /// stays in `proof`, in lines of their own under what shows this one; custom values that are not given stay.
    /// `consent.id` is ignored. Throws `not_found`, `required`, `invalid_value`.
    ConsentId decide(const Consent& consent, Where where = Where::current());

    // Suppression, by keyed hash only. The key lies in the file: the hash keeps addresses from being read, not from being
    // tried one by one by somebody who has the whole file. Needs the component libsodium: without it these throw
    // `unsupported`, except that a file without suppressed addresses answers that none is.

    /// True when this kith was built with libsodium.
    [[nodiscard]] static bool can_suppress() noexcept;
    /// Remembers an e-mail address or telephone number as one not to be used. False when it was so already. Addresses are
    /// compared as mailboxes (case, and what the provider ignores), numbers by their E.164 form in the file's region and by
    /// the digits that are dialled in their country, so that a changed region loses none. Throws `invalid_value` for what is
    /// neither.
    bool suppress(std::string_view address, std::string_view reason = {}, Where where = Where::current());
    /// Forgets it; false when it was not there.
    bool unsuppress(std::string_view address, Where where = Where::current());
    /// Whether it was suppressed. What is neither address nor number is not.
    [[nodiscard]] bool is_suppressed(std::string_view address, Where where = Where::current()) const;
    /// All of them, oldest first.
    [[nodiscard]] std::vector<Suppression> suppressions(Where where = Where::current()) const;

    /// Everything the file holds about a contact, as indented JSON for a person to read: the contact and those merged into
    /// it, every record that refers to them and the files of these, tags, lists and custom fields, where they came from,
    /// merges, decisions, live segments, the history field by field, and the contents of their files. What there is to look
    /// at is found from the descriptors. Throws `not_found`.
    [[nodiscard]] std::string export_subject(ContactId contact, const SubjectOptions& options = {},
                                             Where where = Where::current()) const;

    /// Erases a contact, and those merged into it, from records, elements, history, merges, imports, keys and indices.
    /// Records that are about nobody else go too: employments, consents, interactions without another participant, and
    /// the attachments of all these that are with nothing else. Those that outlive the person stay without it and are
    /// named in the report: deals, users. Cannot be undone, and undoing earlier transactions brings nothing of it back. One
    /// transaction; then the file is rewritten and its log emptied, and what prevents that is reported, not thrown. Throws
    /// `not_found`, and `in_use` when a table of the host refers to something that would go (naming the table): then nothing
    /// has changed. Copies and backups made before are yours to deal with.
    EraseReport erase(ContactId contact, const EraseOptions& options = {}, Where where = Where::current());

    /// Rewrites the file and empties its log, as an erase does at its end: for when that was prevented or put off.
    ScourReport scour(bool rewrite_file = true, Where where = Where::current());

private:
    Database database_;
};

}  // namespace kith
