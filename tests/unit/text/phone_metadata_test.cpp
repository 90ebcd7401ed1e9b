// Holds the generated table against the metadata that it was made from: every example number of every region.
#include "source_dir.hpp"
#include "text/phone.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

using namespace kith::text;

namespace {

struct Example {
    std::string region;
    int code = 0;
    std::string kind;
    std::string national;
};

std::string attribute(std::string_view tag, const std::string& name) {
    const std::size_t at = tag.find(" " + name + "=\"");
    if (at == std::string_view::npos) return {};
    const std::size_t begin = at + name.size() + 3;
    return std::string(tag.substr(begin, tag.find('"', begin) - begin));
}

// Just enough of XML for this one file: tags in order.
std::vector<Example> read_examples(const std::string& xml) {
    std::vector<Example> out;
    Example now;
    for (std::size_t at = xml.find("<territories>"); (at = xml.find('<', at)) != std::string::npos;) {
        if (xml.compare(at, 4, "<!--") == 0) {
            at = xml.find("-->", at);
            continue;
        }
        const std::size_t end = xml.find('>', at);
        const std::string_view tag(xml.data() + at + 1, end - at - 1);
        const std::string_view name = tag.substr(0, tag.find_first_of(" \n\t/"));
        if (name == "territory") {
            now = {attribute(tag, "id"), std::stoi(attribute(tag, "countryCode")), "", ""};
        } else if (name == "exampleNumber") {
            now.national = xml.substr(end + 1, xml.find('<', end) - end - 1);
            if (now.kind != "noInternationalDialling") out.push_back(now);
        } else if (!name.empty() && name != "possibleLengths" && name != "nationalNumberPattern") {
            now.kind = std::string(name);
        }
        at = end;
    }
    return out;
}

std::string metadata() {
    const char* folder = std::getenv("KITH_DATA");
    const std::string base = folder != nullptr ? folder : KITH_SOURCE_DIR "/../shared/data";
    std::ifstream in(base + "/phone/PhoneNumberMetadata.xml", std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return in ? text.str() : std::string();
}

bool kind_fits(const std::string& name, PhoneKind kind) {
    static const std::map<std::string, PhoneKind> kinds = {{"premiumRate", PhoneKind::premium},
                                                           {"tollFree", PhoneKind::toll_free},
                                                           {"sharedCost", PhoneKind::shared_cost},
                                                           {"voip", PhoneKind::voip},
                                                           {"personalNumber", PhoneKind::personal},
                                                           {"pager", PhoneKind::pager},
                                                           {"uan", PhoneKind::uan},
                                                           {"voicemail", PhoneKind::voicemail},
                                                           {"fixedLine", PhoneKind::fixed},
                                                           {"mobile", PhoneKind::mobile}};
    return kinds.at(name) == kind ||
           (kind == PhoneKind::fixed_or_mobile && (name == "fixedLine" || name == "mobile"));
}

}  // namespace

TEST_CASE("every region's example numbers parse, and survive formatting", "[phone]") {
    const std::string xml = metadata();
    if (xml.empty()) {
        WARN("skipped: no data folder (KITH_DATA)");
        return;
    }
    const std::vector<Example> examples = read_examples(xml);
    REQUIRE(examples.size() > 1000);
    int dialled_abroad = 0, domestic = 0;
    for (const Example& e : examples) {
        CAPTURE(e.region, e.code, e.kind, e.national);
        const std::string international = "+" + std::to_string(e.code) + e.national;
        const PhoneNumber abroad = parse_phone(international, e.region);
        CAPTURE(abroad.digits, format_national(abroad));
        CHECK(abroad.valid);
        CHECK(abroad.possible);
        CHECK(abroad.region == e.region);
        CHECK(parse_phone(international, "").e164 == abroad.e164);
        CHECK(kind_fits(e.kind, abroad.kind));
        if (e.region != "001") {
            CHECK(calling_code(e.region) == e.code);
        } else {
            CHECK(region_of_calling_code(e.code) == "001");
        }
        if (abroad.e164) {
            ++dialled_abroad;
            CHECK(format_e164(*abroad.e164) == international);
            const std::string grouped = format_international(*abroad.e164);
            CAPTURE(grouped);
            CHECK(parse_phone(grouped, "").e164 == abroad.e164);
            CHECK(grouped.starts_with("+" + std::to_string(e.code) + " "));
        } else {
            ++domestic;
        }
        if (e.region == "001") continue;  // such numbers have no national form
        // What people dial at home, as it is and grouped, is the same number.
        for (const std::string& written : {abroad.digits, format_national(abroad)}) {
            const PhoneNumber home = parse_phone(written, e.region);
            CAPTURE(written);
            CHECK(home.e164 == abroad.e164);
            CHECK(home.digits == abroad.digits);
            CHECK(home.region == e.region);
            CHECK(home.valid);
        }
        const PhoneNumber bare = parse_phone(e.national, e.region);
        CHECK(bare.digits == abroad.digits);
    }
    WARN("example numbers: " << examples.size() << ", with an E.164 form: " << dialled_abroad
                             << ", dialled inside their country only: " << domestic);
}
