// The columns of each set, mapped to fields once. Weights, thresholds and everything else are the library's defaults.
#include "match_sets.hpp"

#include "interchange/csv.hpp"
#include "source_dir.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <string_view>
#include <unordered_map>

namespace kith::bench {

namespace {

namespace fs = std::filesystem;

std::vector<Row> read_csv(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    interchange::CsvReader reader{std::string_view(text)};
    std::vector<Row> rows;
    interchange::CsvRow row;
    while (reader.next(row)) {
        Row& named = rows.emplace_back();
        for (std::size_t i = 0; i < std::min(row.fields.size(), reader.header().fields.size()); ++i) {
            named[reader.header().fields[i]] = row.fields[i];
        }
    }
    return rows;
}

std::string compact_date(const std::string& text) {  // 19800412
    if (text.size() != 8) return {};
    return text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6);
}

std::optional<PartialDate> date(const std::string& iso) { return PartialDate::parse(iso); }

MappedRecord febrl(const Row& r) {
    MappedRecord m;
    Contact& c = m.contact;
    c.name.given = r.at("given_name");
    c.name.family = r.at("surname");
    c.birthday = date(compact_date(r.at("date_of_birth")));
    Address a;
    a.number = r.at("street_number");
    a.street = r.at("address_1");
    a.extended = r.at("address_2");
    a.locality = r.at("suburb");
    a.postcode = r.at("postcode");
    a.region = r.at("state");
    c.addresses.push_back(a);
    if (const auto phone = r.find("phone_number"); phone != r.end() && !phone->second.empty()) {
        c.phones.push_back({.number = phone->second});
    }
    if (!r.at("soc_sec_id").empty()) c.fields["soc_sec_id"] = Value(r.at("soc_sec_id"));
    return m;
}

MappedRecord rldata(const Row& r) {
    MappedRecord m;
    m.contact.name.given = r.at("fname_c1");
    m.contact.name.additional = r.at("fname_c2");
    m.contact.name.family = r.at("lname_c1");
    if (!r.at("lname_c2").empty()) m.contact.name.family += "-" + r.at("lname_c2");
    m.contact.birthday = PartialDate{std::atoi(r.at("by").c_str()), std::atoi(r.at("bm").c_str()),
                                     std::atoi(r.at("bd").c_str())};
    return m;
}

MappedRecord historical(const Row& r) {
    MappedRecord m;
    Contact& c = m.contact;
    c.name.given = r.at("first_name");
    c.name.family = r.at("surname");
    c.name.full = r.at("full_name");
    c.birthday = date(r.at("dob"));
    c.gender = r.at("gender");
    Address a;
    a.locality = r.at("birth_place");
    a.postcode = r.at("postcode_fake");
    c.addresses.push_back(a);
    if (!r.at("occupation").empty()) m.affiliations.push_back({"", r.at("occupation")});
    return m;
}

MappedRecord fake(const Row& r) {
    MappedRecord m;
    Contact& c = m.contact;
    c.name.given = r.at("first_name");
    c.name.family = r.at("surname");
    c.birthday = date(r.at("dob"));
    if (!r.at("city").empty()) c.addresses.push_back({.locality = r.at("city")});
    if (!r.at("email").empty()) c.emails.push_back({.address = r.at("email")});
    return m;
}

MappedRecord chicago(const Row& r) {
    MappedRecord m;
    Organization& o = m.organization;
    o.name = r.at("site_name");
    if (!r.at("address").empty() || !r.at("zip").empty())
        o.addresses.push_back({.street = r.at("address"), .postcode = r.at("zip")});
    if (!r.at("phone").empty()) o.phones.push_back({.number = r.at("phone")});
    return m;
}

MappedRecord restaurants(const Row& r) {
    MappedRecord m;
    Organization& o = m.organization;
    o.name = r.at("name");
    o.addresses.push_back({.street = r.at("addr"), .locality = r.at("city")});
    if (!r.at("phone").empty()) o.phones.push_back({.number = r.at("phone")});
    return m;
}

// Places as people import them who think in contacts only: the name as a full name, or as the employer.
MappedRecord as_contact(const MappedRecord& place, bool employer) {
    MappedRecord m;
    m.contact.addresses = place.organization.addresses;
    m.contact.phones = place.organization.phones;
    if (employer)
        m.affiliations.push_back({place.organization.name, ""});
    else
        m.contact.name.full = place.organization.name;
    return m;
}
MappedRecord restaurants_named(const Row& r) { return as_contact(restaurants(r), false); }
MappedRecord restaurants_employed(const Row& r) { return as_contact(restaurants(r), true); }
MappedRecord chicago_named(const Row& r) { return as_contact(chicago(r), false); }
MappedRecord chicago_employed(const Row& r) { return as_contact(chicago(r), true); }

}  // namespace

const std::vector<LabelledSet>& labelled_sets() {
    static const std::vector<LabelledSet> sets = {
        {"febrl1", febrl, false, "AU"},
        {"febrl2", febrl, false, "AU"},
        {"febrl3", febrl, false, "AU"},
        {"people_10k_clean", febrl, false, "AU"},
        {"rldata500", rldata, false, ""},
        {"historical_half", historical, false, ""},
        {"fake_1000", fake, false, ""},
        {"chicago_half", chicago, true, "US"},
        {"restaurants", restaurants, true, "US"},
        {"chicago_half", chicago_named, false, "US", "full name"},
        {"restaurants", restaurants_named, false, "US", "full name"},
        {"chicago_half", chicago_employed, false, "US", "employer"},
        {"restaurants", restaurants_employed, false, "US", "employer"},
    };
    return sets;
}

Labelled read_labelled(const LabelledSet& set, const fs::path& folder, int half) {
    std::unordered_map<std::string, std::string> clusters;
    for (const Row& row : read_csv(folder / set.name / "truth.csv"))
        clusters[row.at("id")] = row.at("cluster");
    std::unordered_map<std::string, std::uint32_t> numbers;
    std::vector<std::uint32_t> entities;
    Labelled result;
    for (const Row& row : read_csv(folder / set.name / "records.csv")) {
        const std::string& cluster = clusters.at(row.at("id"));
        if (half != 0 && match::stable_hash(cluster, 7) % 2 != static_cast<std::uint64_t>(half - 1)) continue;
        MappedRecord& record = result.records.emplace_back(set.map(row));
        record.contact.id.value = record.organization.id.value =
            static_cast<std::int64_t>(result.records.size());
        result.ids.push_back(row.at("id"));
        entities.push_back(
            numbers.try_emplace(cluster, static_cast<std::uint32_t>(numbers.size())).first->second);
    }
    result.truth = Truth(std::move(entities));
    return result;
}

void add_to(match::ProfileBuilder& builder, const LabelledSet& set, const MappedRecord& record) {
    static const std::vector<match::IdentifyingField> identifying{{1, "soc_sec_id"}};
    if (set.organizations)
        builder.organization(record.organization, identifying);
    else
        builder.contact(record.contact, record.affiliations, identifying);
}

std::filesystem::path labelled_folder() {
    const char* given = std::getenv("KITH_DATA");
    const fs::path data =
        given != nullptr ? fs::path(given) : fs::path(KITH_SOURCE_DIR) / ".." / "shared" / "data";
    return data / "match";
}

}  // namespace kith::bench
