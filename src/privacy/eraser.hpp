// Erasing a contact: what belongs to it is gathered first, then deleted in one transaction that keeps no old values.
//
// What goes:
//   - the contact and those merged into it, with elements, side rows, tags, lists, custom values
//   - records about it: its contact is their subject or is required (employment, consent); links of which it was the
//     last participant (an interaction); and so on from those
//   - rows that are in the journal only, removed elements say
//   - the journal of all these rows, entries whose subject it is, cells that referred to it; `transition`; merges it took
//     part in with what they had kept, taken back or not; source records; decisions
//   - attachments of all that which are with nothing else, those of interactions with others too
//   - contents (a photo, an attachment) that only these rows referred to
//   - its comings and goings in live segments
//   - labels of transactions and reasons of suppressions that name it
// What stays is without it: references of records that outlive it (records::outlives) are cleared.
// Derived tables follow in the commit pipeline, which sees every removal.
#pragma once

#include "history/link_row.hpp"
#include "privacy/mentions.hpp"
#include "store/writer.hpp"

#include <kith/privacy.hpp>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace kith::privacy {

/// Erases one contact. Belongs to the write transaction it is made in, which must do nothing else.
class Eraser {
public:
    Eraser(store::Writer& writer, const EraseOptions& options, EraseReport& report);

    /// Throws `not_found`, `in_use`.
    void run(std::int64_t contact);

private:
    using Record = std::pair<const RecordType*, std::int64_t>;
    /// One entry of the journal, by its key.
    struct Entry {
        int table = 0;
        std::int64_t row = 0;
        std::int64_t seq = 0;
        std::int64_t part = 0;
    };
    /// A cell to clear: a reference of a record that stays.
    struct Cleared {
        const history::TableInfo* table = nullptr;
        int column = -1;
        std::int64_t row = 0;
    };

    // eraser.cpp: what goes
    void gather(std::int64_t contact);
    void add(const history::TableInfo& table, std::int64_t row);
    void add_rows(const history::TableInfo& table, const std::string& select);
    void follow_waves();
    void make_wave(const std::set<std::int64_t>& ids);
    void follow(const RecordType& type);
    void follow_rows(const history::Reference& reference);
    void follow_field(const history::Reference& reference);
    void follow_link(const RecordType& type, const history::Reference& reference);
    void follow_journal(const RecordType& type, const history::Reference& reference);
    void follow_link_journal(const RecordType& type, const history::Reference& reference);
    void leave_link(const history::TableInfo& table, const records::Element& element, std::int64_t owner);
    void gather_merges();
    void refuse_hosted();
    void remember_people();

    // eraser_files.cpp: attachments and contents
    void follow_files(const history::Reference& reference);
    void follow_shared_files();
    void gather_contents();

    // scrub_shared.cpp: what stays for others
    void clear_shared_texts();
    void clear_shared_fields(const RecordType& type, std::int64_t id);
    void clear_shared_values(const RecordType& type, std::int64_t id);
    void forget_shared_values(const RecordType& type, std::int64_t id);
    void leave_segments();

    // scrub.cpp: making it go
    void clear_references();
    void delete_links();
    void delete_rows();
    void delete_contents();
    void scrub_merges();
    void scrub_merged_links(std::int64_t merge);
    void scrub_journal();
    void scrub_ranges(const history::TableInfo& table, const std::set<std::int64_t>& rows);
    void scrub_transitions();
    void scrub_labels();
    void finish();

    void leave(const RecordType& type, std::int64_t id, std::string field, std::string reason);
    void count(std::string_view table);
    [[nodiscard]] bool goes(const history::TableInfo& table, std::int64_t row) const;

    store::Writer& writer_;
    store::Connection& connection_;
    const EraseOptions& options_;
    EraseReport& report_;
    history::Links links_;
    Mentions mentions_{};
    std::map<const history::TableInfo*, std::set<std::int64_t>>
        rows_{};                                                  // of rowid tables; some only in the journal
    std::map<const RecordType*, std::set<std::int64_t>> next_{};  // records whose referrers are still to be found
    std::vector<Entry> entries_{};                                // of link rows, in the journal
    std::vector<Cleared> cleared_{};
    std::set<Record> shared_{};   // records that lose a participant and their text
    std::set<Record> touched_{};  // records that stay and change
    std::set<Record> former_{};   // records that stay and in which only the past has them
    std::vector<std::int64_t> merges_{};
    std::vector<std::pair<std::string, std::string>> holders_{};  // tables and columns that refer to contents
    std::set<std::string> contents_{};                            // keys of contents (photo, attachment)
};

}  // namespace kith::privacy
