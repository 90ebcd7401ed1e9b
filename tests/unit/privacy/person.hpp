// A person who has left traces of every kind: typed, edited, removed, imported, merged, taken apart, undone.
#pragma once

#include "unit/privacy/bytes.hpp"

#include <kith/duplicates.hpp>
#include <kith/history.hpp>
#include <kith/imports.hpp>
#include <kith/merge.hpp>
#include <kith/privacy.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace kith::test {

inline Options office() {
    Options options;
    options.actor = "clerk";
    options.region = "JP";
    options.time_zone = "Asia/Tokyo";
    options.busy_timeout = std::chrono::milliseconds(50);
    return options;
}

/// What must not be found, as it was typed and as kith writes it down: folded, as kana, as digits, as numbers.
inline const std::vector<std::string>& traces() {
    static const std::vector<std::string> words = {"zoraida",
                                                   "Zoraida",
                                                   "quillfeather",
                                                   "Quillfeather",
                                                   "Qqmarried",
                                                   "z.quill@secretmail.example",
                                                   "zq@oldmail.example",
                                                   "zora@importmail.example",
                                                   "secretmail",
                                                   "oldmail",
                                                   "09055667788",
                                                   "9055667788",
                                                   "0355443322",
                                                   big_endian(819055667788, 6),
                                                   big_endian(81355443322, 6),
                                                   "綾小路",
                                                   "静香",
                                                   "アヤノコウジ",
                                                   "シズカ",
                                                   "あやのこうじ",
                                                   "しずか",
                                                   "ayanokouji",
                                                   "Hidden Lane",
                                                   "hidden lane",
                                                   "1987-06-05",
                                                   "zorahandle",
                                                   "whisperedsecret",
                                                   "Whisperedsecret",
                                                   "removednote",
                                                   "loudbody",
                                                   "soledialogue",
                                                   "soloSubject",
                                                   "ERP-77881",
                                                   "locker-99887",
                                                   "dealnamezz",
                                                   "badge-55511",
                                                   "optinproof",
                                                   "jobtitlezz",
                                                   "deptzz",
                                                   "zorafile"};
    return words;
}

/// The person, and the others.
struct People {
    ContactId zora{};
    ContactId ada{};
    DealId deal{};
    InteractionId alone{};
    InteractionId shared{};
    InteractionId gone{};
    OrganizationId works{};
    UserId user{};
    std::vector<TransactionId> transactions{};
};

inline People fill(Database& db) {
    People p;
    db.add(Field{.key = "badge", .label = "名札"});
    db.add(Field{.key = "locker"});
    db.add(Field{.key = "boss", .type = FieldType::reference, .target = "contact"});
    p.works = db.add(Organization{.name = "Granite Works"});
    const OrganizationId other = db.add(Organization{.name = "Granite Works Ltd"});
    p.zora = db.add(
        Contact{.name = {.given = "Zoraida", .family = "Quillfeather"},
                .emails = {{.address = "Z.Quill@secretmail.example"}, {.address = "zq@oldmail.example"}},
                .phones = {{.number = "090-5566-7788"}, {.number = "03-5544-3322"}},
                .addresses = {{.street = "Hidden Lane 5", .locality = "Osaka", .country = "JP"}},
                .handles = {{.service = "x", .address = "@zorahandle"}},
                .birthday = PartialDate{1987, 6, 5},
                .dates = {{.date = PartialDate{1987, 6, 5}, .label = "born"}},
                .lifecycle = Lifecycle::lead,
                .notes = "whisperedsecret",
                .external_ids = {{.system = "erp", .value = "ERP-77881"}},
                .tags = {"vip"},
                .fields = {{"badge", "badge-55511"}, {"locker", "locker-99887"}}});
    // A second entry under the reading, merged; a third merged and taken apart again.
    const ContactId kana = db.add(Contact{.name = {.given = "静香",
                                                   .family = "綾小路",
                                                   .phonetic_given = "シズカ",
                                                   .phonetic_family = "アヤノコウジ"},
                                          .tags = {"kept"}});
    p.ada = db.add(Contact{.name = {.given = "Ada", .family = "Lovelace"},
                           .emails = {{.address = "ada@engines.example"}},
                           .tags = {"vip"},
                           .fields = {{"boss", RecordRef{"contact", p.zora.value}}}});
    db.add(
        Employment{.contact = p.zora, .organization = other, .title = "jobtitlezz", .department = "deptzz"});
    p.user = db.add(User{.name = "granite", .contact = p.zora});
    p.alone = db.add(Interaction{
        .participants = {p.zora}, .subject = "soloSubject", .body = "soledialogue " + std::string(9000, 'y')});
    p.shared = db.add(
        Interaction{.participants = {p.zora, p.ada}, .subject = "loudbody subject", .body = "loudbody"});
    p.gone =
        db.add(Interaction{.participants = {p.zora}, .subject = "soloSubject again", .body = "soledialogue"});
    const TransactionId added_gone = db.last_transaction();
    db.undo(added_gone);  // its rows stand in the journal alone
    db.write([&](Transaction& tx) {
        const auto pipeline = tx.add(Pipeline{.name = "Sales"});
        const auto stage = tx.add(Stage{.pipeline = pipeline, .name = "Lead"});
        p.deal = tx.add(Deal{.name = "dealnamezz", .stage = stage, .contact = p.zora});
    });
    db.edit(p.deal, [](Deal& deal) { deal.name = "Granite order"; });
    db.privacy().decide(Consent{.contact = p.zora, .purpose = "newsletter", .proof = "optinproof"});
    db.edit(p.zora, [](Contact& c) {
        c.name.family = "Qqmarried";
        c.notes = "removednote";
    });
    db.edit(p.zora, [](Contact& c) {
        c.notes = "x";
        c.emails.pop_back();
        c.phones.pop_back();
        c.lifecycle = Lifecycle::customer;
    });
    db.undo(db.last_transaction());
    db.edit(p.zora, [](Contact& c) { c.fields["badge"] = Value("none"); });
    db.merge(merge_of(p.zora, {kana}));
    const auto passing = db.merge(merge_of(p.ada, {p.zora}));
    db.unmerge(passing.id);
    db.merge(MergeRequest{"organization", p.works.value, {other.value}});
    db.imports().run_bytes(
        "Name,Email,Note\nZoraida Quillfeather,zora@importmail.example,whisperedsecret\nBob Stone,bob@x.example,\n",
        "zorafile zoraida quillfeather.csv");
    const auto imported = db.ids<Contact>("email = 'zora@importmail.example'");
    REQUIRE(imported.size() == 1);
    db.duplicates().not_duplicate(imported.front(), p.ada);
    db.duplicates().confirm(imported.front(), db.ids<Contact>("email = 'bob@x.example'").at(0));
    db.merge(merge_of(p.zora, {imported.front()}));
    db.write([&](Transaction& tx) {
        tx.label("called Zoraida Quillfeather");
        tx.edit(p.ada, [](Contact& c) { c.notes = "Introduced by a friend."; });
    });
    db.add_to_list(p.zora, "Newsletter");
    db.untag(p.zora, "vip");
    db.tag(p.zora, "vip");
    for (const auto& entry : db.history().transactions(1000)) p.transactions.push_back(entry.id);
    return p;
}

}  // namespace kith::test
