// The public face of suppression and erase.
#include "privacy/eraser.hpp"
#include "privacy/suppression.hpp"
#include "records/verbs.hpp"
#include "store/core.hpp"

#include <kith/privacy.hpp>

#include <fmt/format.h>

#include <new>
#include <utility>

namespace kith {

namespace {

privacy::Address readable(store::Connection& connection, std::string_view text) {
    auto address = privacy::read_address(text, connection.settings().region);
    if (!address)
        throw Error(Code::invalid_value,
                    fmt::format("'{}' is neither an e-mail address nor a telephone number", text),
                    {.field = "address"});
    return *std::move(address);
}

/// Keeps hashes of everything a contact can be reached by. Before it is erased.
void keep_suppression(store::Writer& writer, std::int64_t contact, EraseReport& report) {
    store::Connection& connection = writer.connection();
    const RecordType& type = record_type<Contact>();
    std::vector<std::string> texts;
    {
        const std::string people = fmt::format(
            "(WITH RECURSIVE person(id) AS (SELECT {} UNION SELECT c.id FROM contact c JOIN person p ON "
            "c.merged_into = p.id) SELECT id FROM person)",
            records::resolve(connection, type, contact));
        store::Statement select = connection.prepare(fmt::format(
            "SELECT address FROM email WHERE contact_id IN {0} UNION ALL SELECT number FROM phone WHERE "
            "contact_id IN {0}",
            people));
        while (select.step()) texts.push_back(select.string(0));
    }
    for (const std::string& text : texts) {
        const auto address = privacy::read_address(text, connection.settings().region);
        if (!address) continue;
        if (!privacy::can_hash()) {
            report.suppression_problem = "no hash was kept: this kith was built without libsodium";
            return;
        }
        if (privacy::suppress(writer, *address, "erased")) ++report.suppressed;
    }
}

}  // namespace

bool Privacy::can_suppress() noexcept { return privacy::can_hash(); }

bool Privacy::suppress(std::string_view address, std::string_view reason, Where where) {
    return database_.write(
        [&](Transaction& tx) {
            return privacy::suppress(tx.writer(), readable(tx.connection(), address), reason);
        },
        where);
}

bool Privacy::unsuppress(std::string_view address, Where where) {
    return database_.write(
        [&](Transaction& tx) { return privacy::unsuppress(tx.writer(), readable(tx.connection(), address)); },
        where);
}

bool Privacy::is_suppressed(std::string_view address, Where where) const {
    return database_.read(
        [&](const Reader& reader) {
            privacy::Suppressed suppressed(reader.connection());
            if (!suppressed.any()) return false;
            const auto read = privacy::read_address(address, reader.connection().settings().region);
            return read && suppressed.has(*read);
        },
        where);
}

std::vector<Suppression> Privacy::suppressions(Where where) const {
    return database_.read(
        [&](const Reader& reader) {
            std::vector<Suppression> all;
            store::Statement select = reader.connection().prepare(
                "SELECT id, medium, reason, at, by FROM suppression WHERE medium <> ?1 "
                "ORDER BY id");
            select.bind(1, privacy::further_form);
            while (select.step())
                all.push_back({select.integer(0), select.integer(1) == 2, select.string(2),
                               Time{std::chrono::milliseconds(select.integer(3))}, select.string(4)});
            return all;
        },
        where);
}

EraseReport Privacy::erase(ContactId contact, const EraseOptions& options, Where where) {
    EraseReport report;
    database_.write(
        [&](Transaction& tx) {
            privacy::Eraser eraser(tx.writer(), options, report);
            if (options.keep_suppression) keep_suppression(tx.writer(), contact.value, report);
            eraser.run(contact.value);
        },
        where);
    report.transaction = database_.last_transaction();
    // The person is erased: what goes wrong from here on is told, not thrown.
    try {
        ScourReport scoured = scour(options.rewrite_file, where);
        report.file_rewritten = scoured.file_rewritten;
        report.log_emptied = scoured.log_emptied;
        report.remains = std::move(scoured.remains);
    } catch (const std::bad_alloc&) {
        report.remains = "no memory";  // short enough to need none
    } catch (const Error& error) {
        report.remains = name_of(error.code());
    }
    return report;
}

ScourReport Privacy::scour(bool rewrite_file, Where where) {
    const store::Core::Scoured scoured = database_.core().scour(where, rewrite_file);
    return {scoured.rewritten, scoured.log_emptied, scoured.problem};
}

Privacy Database::privacy() const { return Privacy(*this); }

}  // namespace kith
