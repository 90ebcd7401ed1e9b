// Exports: records as vCard 4.0, CSV or JSON lines, for other programs and for reading back.
//
//     export_file(db, "vips.vcf", {.query = "tag = vip"});
//     export_file(db, "everything.jsonl", {.record_type = "all"});
//
// What each format keeps when it is imported again:
//   vcard  names, e-mails, phones, addresses, handles with labels, birthday and dates, gender, language, time zone,
//          notes, tags, picture, employer with title and department, uid; line breaks become LF; spaces around values,
//          but not a note's, are lost
//   csv    the same and every other field of the record type, custom fields as text; spaces around values are lost.
//          In a column that can hold several values, and in lists, ":::" of a value is written as "\:::", since imports
//          divide such cells there as Google does; other programs see the backslash
//   jsonl  everything, with types; references as uids or names; of pictures and files the keys, not their contents
#pragma once

#include <kith/database.hpp>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace kith {

/// What to export and how.
struct ExportOptions {
    std::string
        format{};  ///< "vcard", "csv", "jsonl"; "" = by the file's name (.vcf, .csv, .jsonl); without one csv
    std::string record_type =
        "contact";        ///< vCard: contact or organization; JSON lines: also "all" record types of the file
    std::string query{};  ///< which records, in which order; "" = all but the trash, merged ones and visitors
    Parameters parameters{};  ///< of the query
    std::vector<std::string>
        fields{};  ///< CSV: the columns, by field name ("name.given", "email", "organization", "field.KEY");
                   ///< none = every field that some record has
    std::string encoding{};        ///< CSV: "" = UTF-8; "CP932" for Japanese spreadsheets, "UTF-16LE" ...
    bool byte_order_mark = false;  ///< CSV in Unicode: begin with one, so that Excel knows the encoding
    char delimiter = ',';          ///< CSV
    bool guard_formulas =
        false;  ///< CSV: keep spreadsheets from running values that begin with = + - @ (adds an apostrophe)
    /// Called every few hundred records with records written and records in all. False cancels: Error cancelled.
    std::function<bool(std::size_t done, std::size_t total)> progress{};
};

/// What an export wrote.
struct ExportReport {
    std::size_t records = 0;
    std::size_t lost_characters = 0;  ///< that the encoding has not; "?" stands for each
};

/// The export as text (bytes in the chosen encoding). Throws `parse` for the query, `invalid_argument` for unknown
/// formats, types, fields and encodings, `cancelled`. One consistent snapshot.
[[nodiscard]] KITH_API std::string export_text(const Database& database, const ExportOptions& options = {},
                                               Where where = Where::current());

/// Writes the export to a file: to a temporary one beside it first, which then takes its name, so that a failure
/// leaves the old file as it was. Throws `io` besides. Memory: a page of records (CSV: and the ids).
KITH_API ExportReport export_file(const Database& database, const std::filesystem::path& path,
                                  const ExportOptions& options = {}, Where where = Where::current());

}  // namespace kith
