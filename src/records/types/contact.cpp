// Contacts.
#include "records/types/elements.hpp"
#include "text/fold.hpp"
#include "text/name.hpp"

#include <kith/error.hpp>
#include <kith/records/contact.hpp>

namespace kith::records {

namespace {

const std::vector<Choice> kinds = {{0, "person", "人"}, {1, "visitor", "訪問者"}};
const std::vector<Choice> orders = {
    {0, "automatic", "自動"}, {1, "given_first", "名・姓"}, {2, "family_first", "姓・名"}};
const std::vector<Choice> lifecycles = {
    {0, "unknown", "不明"},     {10, "subscriber", "購読者"},  {20, "lead", "リード|見込み"},
    {30, "qualified", "有望"},  {40, "opportunity", "商談"},   {50, "customer", "顧客"},
    {60, "advocate", "推薦者"}, {70, "former", "離反|元顧客"},
};

bool has_parts(const Name& name) {
    return !name.given.empty() || !name.family.empty() || !name.additional.empty() || !name.prefix.empty() ||
           !name.suffix.empty();
}

// A name typed as one text is parsed once, when the contact is written; the text itself stays.
void parse_full(Name& name, const std::string& region) {
    text::ParsedName parsed = text::parse_name(name.full, region);
    name.prefix = std::move(parsed.prefix);
    name.given = std::move(parsed.given);
    name.additional = std::move(parsed.additional);
    name.family = std::move(parsed.family);
    name.suffix = std::move(parsed.suffix);
    if (name.nickname.empty()) name.nickname = std::move(parsed.nickname);
    if (name.phonetic_given.empty()) name.phonetic_given = std::move(parsed.phonetic_given);
    if (name.phonetic_family.empty()) name.phonetic_family = std::move(parsed.phonetic_family);
    const bool by_script = text::family_comes_first(name.given, name.family);
    if (name.order == NameOrder::automatic && parsed.family_first && !by_script && !name.family.empty())
        name.order = NameOrder::family_first;
    if (name.order == NameOrder::automatic && parsed.given_first && by_script)
        name.order = NameOrder::given_first;
}

bool same_parts(const Name& a, const Name& b) {
    return a.given == b.given && a.family == b.family && a.additional == b.additional &&
           a.prefix == b.prefix && a.suffix == b.suffix;
}

// Parses a new full name in place of the one that is stored. A reading that this edit does not set belongs to the part
// that it was given for, and goes with it.
void parse_anew(Name& name, const Name& before, const std::string& region) {
    const bool given_set = name.phonetic_given != before.phonetic_given;
    const bool family_set = name.phonetic_family != before.phonetic_family;
    name.prefix = name.given = name.additional = name.family = name.suffix = {};
    if (name.order == before.order) name.order = NameOrder::automatic;
    if (!given_set) name.phonetic_given.clear();
    if (!family_set) name.phonetic_family.clear();
    parse_full(name, region);
    if (!given_set && name.phonetic_given.empty() && text::fold(name.given) == text::fold(before.given))
        name.phonetic_given = before.phonetic_given;
    if (!family_set && name.phonetic_family.empty() && text::fold(name.family) == text::fold(before.family))
        name.phonetic_family = before.phonetic_family;
}

// A reading goes with the part that it was given for; 斉藤 and 齋藤 are read alike.
void drop_old_readings(Name& name, const Name& before) {
    const auto drop = [](const std::string& part, const std::string& old, std::string& reading,
                         const std::string& old_reading) {
        if (!old.empty() && reading == old_reading && text::fold(part) != text::fold(old)) reading.clear();
    };
    drop(name.given, before.given, name.phonetic_given, before.phonetic_given);
    drop(name.family, before.family, name.phonetic_family, before.phonetic_family);
}

// The full name and its parts say the same: whoever changes one of them does not want the other to stay.
void reconcile(void* record, const void* stored, const Settings& settings) {
    Name& name = static_cast<Contact*>(record)->name;
    const Name& before = static_cast<const Contact*>(stored)->name;
    const bool parts_stay = same_parts(name, before);
    if (parts_stay && name.full != before.full && !name.full.empty()) {
        parse_anew(name, before, settings.region);
        return;
    }
    if (!parts_stay && name.full == before.full) name.full.clear();
    drop_old_readings(name, before);
}

void prepare(void* record, const Settings& settings, Time /*now*/) {
    auto& contact = *static_cast<Contact*>(record);
    Name& name = contact.name;
    if (!has_parts(name) && !name.full.empty()) parse_full(name, settings.region);
    std::string fallback = name.display();
    if (fallback.empty() && !contact.emails.empty()) fallback = contact.emails.front().address;
    contact.sort_key =
        text::sort_key(name.given, name.family, name.phonetic_given, name.phonetic_family, fallback);
    if (contact.rhythm_days && *contact.rhythm_days < 1)
        throw Error(Code::invalid_value,
                    "rhythm_days is " + std::to_string(*contact.rhythm_days) + ", and 1 is the least",
                    {.field = "rhythm_days"});
}

}  // namespace

const RecordType& contact_type() {
    static const RecordType type = [] {
        using C = Contact;
        constexpr Flags words = searchable | personal;
        RecordType t = describe<C>("contact", "contacts", 1, {"Contact", "連絡先|顧客|人"});
        t.fields = {
            choice_field<&C::kind>("kind", "kind", 10, {"Kind", "区分"}, kinds),
            field<&C::name, &Name::given>("name.given", "given", 11, {"Given name", "名|下の名前"}, words),
            field<&C::name, &Name::additional>("name.additional", "additional", 12,
                                               {"Middle name", "ミドルネーム"}, words),
            field<&C::name, &Name::family>("name.family", "family", 13, {"Family name", "姓|苗字|名字"},
                                           words),
            field<&C::name, &Name::prefix>("name.prefix", "prefix", 14, {"Prefix", "敬称|肩書"}, personal),
            field<&C::name, &Name::suffix>("name.suffix", "suffix", 15, {"Suffix", "称号"}, personal),
            field<&C::name, &Name::nickname>("name.nickname", "nickname", 16,
                                             {"Nickname", "ニックネーム|愛称"}, words),
            field<&C::name, &Name::phonetic_given>("name.phonetic_given", "phonetic_given", 17,
                                                   {"Phonetic given name", "名のふりがな|名のフリガナ|メイ"},
                                                   words),
            field<&C::name, &Name::phonetic_family>("name.phonetic_family", "phonetic_family", 18,
                                                    {"Phonetic family name", "姓のふりがな|姓のフリガナ|セイ"},
                                                    words),
            choice_field<&C::name, &Name::order>("name.order", "name_order", 19, {"Name order", "表示順"},
                                                 orders),
            field<&C::name, &Name::full>("name.full", "full_name", 20, {"Full name", "氏名|名前|フルネーム"},
                                         words),
            field<&C::birthday>("birthday", "birthday", 21, {"Birthday", "誕生日|生年月日"}, personal),
            field<&C::gender>("gender", "gender", 22, {"Gender", "性別"}, personal),
            field<&C::language>("language", "language", 23, {"Language", "言語"}),
            field<&C::time_zone>("time_zone", "time_zone", 24, {"Time zone", "タイムゾーン"}),
            choice_field<&C::lifecycle>("lifecycle", "lifecycle", 25, {"Lifecycle", "ライフサイクル|段階"},
                                        lifecycles, tracked),
            reference_field<&C::owner>("owner", "owner_id", 26, {"Owner", "担当者|担当"}, "user", tracked),
            field<&C::source>("source", "source", 27, {"Source", "取得元|流入元"}),
            field<&C::notes>("notes", "notes", 28, {"Notes", "メモ|備考"}, words),
            field<&C::rhythm_days>("rhythm_days", "rhythm_days", 29, {"Rhythm (days)", "連絡間隔"}),
            field<&C::photo>("photo", "photo", 30, {"Photo", "写真"}, personal | content),
            computed_field<&C::sort_key>("sort_key", "sort_key", {"Sort key", "並び順"}),
        };
        t.elements = contact_points<C>("contact_id", number::owner_contact);
        Element dates = element<&C::dates>(
            "date", "dates", "named_date", 6, "contact_id", number::owner_contact, {"Date", "記念日"},
            {field<&NamedDate::date>("date", "date", 10, {"Date", "日付"}, main | personal),
             field<&NamedDate::label>("label", "label", 11, {"Label", "ラベル"})});
        dates.blank = [](const void* e) { return static_cast<const NamedDate*>(e)->date.empty(); };
        t.elements.push_back(std::move(dates));
        t.composites = {{"name",
                         "Name",
                         "名前|氏名",
                         {{"name.given", "name.family"},
                          {"name.given", "name.additional", "name.family"},
                          {"name.full"},
                          {"name.phonetic_given", "name.phonetic_family"}},
                         "sort_key"},
                        {"phonetic",
                         "Phonetic name",
                         "ふりがな|フリガナ|カナ|読み|よみがな|読み仮名",
                         {{"name.phonetic_family", "name.phonetic_given"}},
                         "sort_key"}};
        t.relations = {
            {"interaction", "interaction", "participant", "contact_id", "interaction_id", false},
            {"organization", "organization", "employment", "contact_id", "organization_id", true},
            {"deal", "deal", "deal_contact", "contact_id", "deal_id", false},
            {"appointment", "appointment", "appointment_participant", "contact_id", "appointment_id", false},
            {"related", "contact", "relationship", "contact_id", "related_id", true},
            {"related_by", "contact", "relationship", "related_id", "contact_id", true},
        };
        t.mergeable = true;
        t.visible = "kind = 0";
        t.subject_column = "id";
        t.prepare = &prepare;
        t.reconcile = &reconcile;
        t.title = [](const void* record) {
            const auto& contact = *static_cast<const C*>(record);
            std::string shown = contact.name.display();
            if (shown.empty() && !contact.emails.empty()) shown = contact.emails.front().address;
            if (shown.empty() && !contact.phones.empty()) shown = contact.phones.front().number;
            return shown;
        };
        return t;
    }();
    return type;
}

}  // namespace kith::records

template <>
const kith::RecordType& kith::record_type<kith::Contact>() {
    return records::contact_type();
}
