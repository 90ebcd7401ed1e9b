// Commands on privacy: what is known of a person, erasing one, consents, suppressed addresses.
#include "app.hpp"
#include "output.hpp"

#include <fstream>
#include <iostream>

namespace cli {

namespace {

struct PrivacyArguments {
    std::string who{};
    std::string file{};
    std::string purpose{};
    std::string channel = "any";
    std::string state{};
    std::string source{};
    std::string proof{};
    std::string reason{};
    bool yes = false;
    bool keep_text = false;
    bool no_hash = false;
    bool no_rewrite = false;
    bool no_contents = false;
    bool undo = false;
};

/// The number of a choice of a consent's field by its name; throws kith::Error that lists the names.
std::int64_t choice(std::string_view field, const std::string& name) {
    std::string known;
    for (const kith::FieldDescription& each : kith::fields_of(kith::record_type<kith::Consent>())) {
        if (each.name != field) continue;
        std::int64_t number = field == "state" ? 1 : 0;  // states count from 1
        for (const std::string& one : each.choices) {
            if (one == name) return number;
            ++number;
            known += (known.empty() ? "" : ", ") + one;
        }
    }
    throw kith::Error(kith::Code::invalid_argument,
                      "there is no " + std::string(field) + " '" + name + "': there are " + known);
}

std::string word(kith::ConsentStanding standing) {
    switch (standing) {
        case kith::ConsentStanding::none: return "none";
        case kith::ConsentStanding::granted: return "granted";
        case kith::ConsentStanding::pending: return "pending";
        case kith::ConsentStanding::withdrawn: return "withdrawn";
    }
    return {};
}

void export_one(Context& context, const PrivacyArguments& arguments) {
    const kith::ContactId who = find_contact(context.db(), arguments.who);
    const std::string text = context.db().privacy().export_subject(who, {.contents = !arguments.no_contents});
    if (arguments.file.empty()) {
        std::cout << text << '\n';
        return;
    }
    refuse_database(context, arguments.file);
    std::ofstream out(arguments.file, std::ios::binary);
    out << text << '\n';
    out.close();
    if (!out) throw kith::Error(kith::Code::io, "'" + arguments.file + "' cannot be written");
}

void erase(Context& context, const PrivacyArguments& arguments) {
    kith::Database& db = context.db();
    const kith::ContactId who = find_contact(db, arguments.who);
    if (!arguments.yes)
        throw kith::Error(kith::Code::invalid_argument,
                          "contact " + std::to_string(who.value) + " (" + db.get(who).name.display() +
                              ") would be erased, which cannot be undone: add --yes");
    kith::EraseOptions options;
    options.keep_shared_text = arguments.keep_text;
    options.keep_suppression = !arguments.no_hash;
    options.rewrite_file = !arguments.no_rewrite;
    const kith::EraseReport done = db.privacy().erase(who, options);
    std::cout << "erased:";
    for (const auto& [table, rows] : done.erased) std::cout << ' ' << table << ' ' << rows;
    std::cout << "\nhashes kept: " << done.suppressed << '\n';
    if (!done.suppression_problem.empty()) std::cerr << "kith: " << done.suppression_problem << '\n';
    for (const kith::Kept& kept : done.left)
        std::cout << "left: " << kept.record.type << ' ' << kept.record.id << ' ' << kept.field << ": "
                  << kept.reason << '\n';
    if (!done.remains.empty())
        std::cerr << "kith: old bytes may still lie in the file or its log: " << done.remains
                  << " ('kith privacy scour' tries again)\n";
}

void consent(Context& context, const PrivacyArguments& arguments) {
    kith::Database& db = context.db();
    const kith::ContactId who = find_contact(db, arguments.who);
    const auto channel = static_cast<kith::ConsentChannel>(choice("channel", arguments.channel));
    if (!arguments.state.empty())
        db.privacy().decide({.contact = who,
                             .purpose = arguments.purpose,
                             .channel = channel,
                             .state = static_cast<kith::ConsentState>(choice("state", arguments.state)),
                             .source = arguments.source,
                             .proof = arguments.proof});
    const kith::EffectiveConsent answer = db.privacy().consents(who, arguments.purpose, channel);
    std::cout << word(answer.standing);
    if (answer.decided_by)
        std::cout << " since " << shown_second(answer.decided_by->at, db.settings())
                  << (answer.decided_by->source.empty() ? "" : ", " + answer.decided_by->source);
    std::cout << '\n';
}

void suppress(Context& context, const PrivacyArguments& arguments) {
    kith::Privacy privacy = context.db().privacy();
    if (arguments.undo)
        std::cout << (privacy.unsuppress(arguments.who) ? "no longer suppressed\n"
                                                        : "it was not suppressed\n");
    else
        std::cout << (privacy.suppress(arguments.who, arguments.reason) ? "suppressed\n"
                                                                        : "it was suppressed already\n");
}

void scour(Context& context) {
    const kith::ScourReport done = context.db().privacy().scour();
    if (done.remains.empty())
        std::cout << "no old bytes are left\n";
    else
        throw kith::Error(kith::Code::in_use, done.remains);
}

}  // namespace

void add_privacy_commands(CLI::App& app, Context& context) {
    CLI::App* privacy = app.add_subcommand("privacy", "What is known of a person; erasing one; consents");
    privacy->require_subcommand(1);
    privacy->footer("Examples:\n"
                    "  kith privacy consent 1 newsletter --channel email --set granted --source 'web form'\n"
                    "  kith privacy consent 1 newsletter --channel email\n"
                    "  kith privacy export 1 subject.json\n"
                    "  kith privacy erase 1 --yes");

    auto exporting = std::make_shared<PrivacyArguments>();
    CLI::App* all = privacy->add_subcommand("export", "Everything about a contact, as JSON");
    all->add_option("contact", exporting->who, "Id, e-mail address, or words")->required();
    all->add_option("file", exporting->file, "Where to (default: standard output)");
    all->add_flag("--no-contents", exporting->no_contents, "Without the bytes of photos and attachments");
    all->callback([&context, exporting] { export_one(context, *exporting); });

    auto erasing = std::make_shared<PrivacyArguments>();
    CLI::App* gone = privacy->add_subcommand("erase", "Erase a contact from records, history and file");
    gone->add_option("contact", erasing->who, "Id, e-mail address, or words")->required();
    gone->add_flag("--yes", erasing->yes, "It cannot be undone");
    gone->add_flag("--keep-shared-text", erasing->keep_text,
                   "Keep the text of interactions that others took part in");
    gone->add_flag("--no-hash", erasing->no_hash, "Keep no hash of addresses for later imports");
    gone->add_flag("--no-rewrite", erasing->no_rewrite, "Do not write the file anew; 'scour' does it later");
    gone->callback([&context, erasing] { erase(context, *erasing); });

    auto consenting = std::make_shared<PrivacyArguments>();
    CLI::App* agreed = privacy->add_subcommand("consent", "Whether a contact agreed, or what was decided now");
    agreed->add_option("contact", consenting->who, "Id, e-mail address, or words")->required();
    agreed->add_option("purpose", consenting->purpose)->required();
    agreed->add_option("--channel", consenting->channel)->capture_default_str();
    agreed->add_option("--set", consenting->state, "granted, pending or withdrawn");
    agreed->add_option("--source", consenting->source, "Where it was given");
    agreed->add_option("--proof", consenting->proof, "What shows it");
    agreed->callback([&context, consenting] { consent(context, *consenting); });

    auto suppressing = std::make_shared<PrivacyArguments>();
    CLI::App* never =
        privacy->add_subcommand("suppress", "Remember an address or number as not to be used, as a hash");
    never->add_option("address", suppressing->who, "E-mail address or telephone number")->required();
    never->add_option("--reason", suppressing->reason);
    never->add_flag("--undo", suppressing->undo, "Forget it");
    never->callback([&context, suppressing] { suppress(context, *suppressing); });

    privacy->add_subcommand("scour", "Write the file anew and empty its log")->callback([&context] {
        scour(context);
    });
}

}  // namespace cli
