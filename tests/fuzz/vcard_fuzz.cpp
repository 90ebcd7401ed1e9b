// vCards: their syntax, what survives being written, and what they say of contacts.
#include "drafts.hpp"

#include "interchange/vcard.hpp"

using namespace kith::fuzz;
using namespace kith::interchange;

namespace {

// A text as vCard can hold it: line breaks as LF, spaces for other control characters but tab.
std::string writable(const std::string& text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\r')
            result += i + 1 < text.size() && text[i + 1] == '\n' ? "" : "\n";
        else
            result +=
                (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n') || c == '\x7F' ? ' ' : c;
    }
    return result;
}

void must_be_same(const VCardProperty& written, const VCardProperty& read) {
    must(read.group == written.group && read.name == written.name, "a name survives writing", written.name);
    must(read.parameters.size() == written.parameters.size(), "parameters survive writing", written.name);
    for (std::size_t i = 0; i < read.parameters.size(); ++i) {
        const auto& [name, values] = written.parameters[i];
        must(read.parameters[i].first == name, "a parameter's name survives writing", name);
        must(read.parameters[i].second.size() == values.size(), "a parameter's values survive writing", name);
        for (std::size_t k = 0; k < values.size(); ++k)
            must(read.parameters[i].second[k] == writable(values[k]), "a parameter survives writing",
                 values[k]);
    }
    must(text(read) == writable(text(written)), "a value survives writing", written.value);
}

void check_card(const VCard& card) {
    must(card.first_line >= 1 && card.first_line <= card.last_line, "a card has its lines");
    std::vector<const VCardProperty*> kept;
    VCardWriter writer;
    writer.begin();
    for (const VCardProperty& property : card.properties) {
        must_be_utf8(property.value, "values are UTF-8");
        must_be_utf8(property.name, "names are UTF-8");
        for (const auto& [name, values] : property.parameters)
            for (const std::string& value : values) must_be_utf8(value, "parameters are UTF-8");
        must(!components(property).empty(), "a structured value has a part");
        for (const std::string& entry : list(property)) must(!entry.empty(), "no entry of a list is empty");
        const int rank = preference(property);
        must(rank >= 1 && rank <= 101, "a preference is from 1 to 101");
        must_be_utf8(label(card, property), "labels are UTF-8");
        (void)types(property);
        (void)binary(property);
        if (!parameter(property, "ENCODING").empty()) continue;  // base64 is a form of transfer, not of text
        kept.push_back(&property);
        writer.property(property);
    }
    writer.end();
    VCardReader reader(writer.str());
    VCard again;
    std::vector<VCardProblem> problems;
    must(reader.next(again, problems), "a card that was written is read");
    must(again.properties.size() == kept.size(), "every property that was written is read");
    for (std::size_t i = 0; i < kept.size(); ++i) must_be_same(*kept[i], again.properties[i]);
    for (const VCard& nested : card.nested) check_card(nested);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes = text_of(data, size);
    VCardReader reader(bytes);
    VCard card;
    std::vector<VCardProblem> problems;
    std::size_t cards = 0;
    while (reader.next(card, problems)) {
        ++cards;
        check_card(card);
    }
    must(cards > 0 || !problems.empty() || size == 0, "a file without a card is reported");
    for (const VCardProblem& problem : problems) {
        must(problem.line >= 1 && !problem.reason.empty(), "a problem has its place and reason");
        must_be_utf8(problem.reason, "reasons are UTF-8");
    }
    must_be_drafts(bytes, "vcard", "contact");
    return 0;
}
