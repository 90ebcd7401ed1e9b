// How people get into a CRM: what is asked, what is known, and what goes wrong.
#include "crm_people.hpp"

#include "text/fold.hpp"
#include "text/kana.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace kith::bench {

namespace {

constexpr const char* free_mail[] = {"gmail.com", "yahoo.com", "outlook.com", "icloud.com", "hotmail.com"};

bool is_of(const Culture& culture, std::string_view country) { return culture.country == country; }
bool has_script(const Culture& culture) {
    return is_of(culture, "JP") || is_of(culture, "RU") || is_of(culture, "CN");
}

std::string capitalised(std::string text) {
    if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    return text;
}

/// A name in Latin letters.
std::string latin(const Culture& culture, const Word& word) {
    if (word.sound.empty()) return word.written;
    return is_of(culture, "JP") ? text::romaji(word.sound) : word.sound;
}

/// The ways in which long vowels are written: Ohno, Ono, Oono; Yuko, Yuuko.
std::string romaji_variant(std::string name, Random& random) {
    const std::size_t way = random.below(3);
    const auto replace = [&](std::string_view from, std::string_view to) {
        for (std::size_t at = name.find(from); at != std::string::npos; at = name.find(from, at + to.size()))
            name.replace(at, from.size(), to);
    };
    if (way == 0) return name;
    replace("ou", way == 1 ? "o" : "oh");
    replace("oo", way == 1 ? "o" : "oh");
    replace("uu", "u");
    return name;
}

std::string without_accents(std::string name, Random& random) {
    static constexpr std::pair<std::string_view, std::string_view> german[] = {
        {"ä", "ae"}, {"ö", "oe"}, {"ü", "ue"}, {"ß", "ss"}, {"Ä", "Ae"}, {"Ö", "Oe"}, {"Ü", "Ue"}};
    static constexpr std::pair<std::string_view, std::string_view> plain[] = {
        {"á", "a"}, {"é", "e"}, {"í", "i"},  {"ó", "o"}, {"ú", "u"}, {"ñ", "n"}, {"Á", "A"}, {"ä", "a"},
        {"ö", "o"}, {"ü", "u"}, {"ß", "ss"}, {"ë", "e"}, {"Ä", "A"}, {"Ö", "O"}, {"Ü", "U"}};
    const auto apply = [&](const auto& table) {
        for (const auto& [from, to] : table) {
            for (std::size_t at = name.find(from); at != std::string::npos;
                 at = name.find(from, at + to.size()))
                name.replace(at, from.size(), to);
        }
    };
    if (random.chance(50)) apply(german);
    apply(plain);
    return name;
}

/// One letter left out, doubled, exchanged with the next, or another; nothing in texts that are not ASCII.
std::string misspelt(std::string text, Random& random, std::string_view others) {
    const bool ascii =
        std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 128; });
    if (!ascii || text.size() < 3) return text;
    const std::size_t at = 1 + random.below(text.size() - 2);
    switch (random.below(4)) {
        case 0: text.erase(at, 1); break;
        case 1: text.insert(at, 1, text[at]); break;
        case 2: std::swap(text[at], text[at + 1]); break;
        default: text[at] = random.pick(others); break;
    }
    return text;
}

std::string scanned(std::string text, Random& random) {
    static constexpr std::pair<std::string_view, std::string_view> errors[] = {
        {"m", "rn"}, {"l", "1"}, {"O", "0"}, {"o", "0"}, {"rn", "m"}, {"cl", "d"}, {"S", "5"}, {"i", "l"}};
    const std::size_t first = random.below(std::size(errors));
    for (std::size_t i = 0; i < std::size(errors); ++i) {
        const auto& [from, to] = errors[(first + i) % std::size(errors)];
        if (const std::size_t at = text.find(from, 1); at != std::string::npos)
            return text.replace(at, from.size(), to);
    }
    return text;
}

/// The same number as somebody else would type it.
std::string another_format(const Culture& culture, const std::string& number, Random& random) {
    std::string digits;
    for (const char c : number)
        if (c >= '0' && c <= '9') digits += c;
    const bool trunk = !digits.empty() && (digits[0] == '0' || is_of(culture, "RU"));
    switch (random.below(3)) {
        case 0: return number;
        case 1: return digits;
        default: return std::string(culture.calling) + " " + digits.substr(trunk ? 1 : 0);
    }
}

/// Writes one entry down.
class Entry {
public:
    Entry(const CrmPerson& person, std::uint64_t seed, int copy, const Organization& before,
          const Organization& after)
        : person_(person),
          culture_(*person.culture),
          random_(seed + static_cast<std::uint64_t>(copy), person.number),
          copy_(copy) {
        // The first entry is what somebody typed with care; later ones come from elsewhere and later.
        const int more = copy == 0 ? 1 : 4;
        draw(Change::nickname, 3 * more);
        draw(Change::initial, 1 * more);
        if (has_script(culture_)) draw(Change::other_script, 7 * more);
        if (is_of(culture_, "DE") || is_of(culture_, "ES")) draw(Change::no_accents, 8 * more);
        draw(Change::swapped, 1 * more);
        draw(Change::one_field, 2 * more);
        if (person.woman && copy > 0) draw(Change::married, 3);
        draw(Change::misspelt, 2 * more);
        draw(Change::scanned, 1 * more);
        draw(Change::mistyped, 2 * more);
        if (copy > 0) draw(Change::moved, 10);
        if (copy > 0 && person.trap != Trap::office) draw(Change::new_job, 15);
        draw(Change::sparse, 3 * more);
        employer_ = has(Change::new_job) ? &after : &before;
    }

    CrmEntry write() {
        write_name();
        write_job();
        write_points();
        write_rest();
        return std::move(entry_);
    }

private:
    void draw(Change change, int percent) {
        if (random_.chance(percent)) entry_.changes |= 1u << static_cast<int>(change);
    }
    void undo(Change change) { entry_.changes &= ~(1u << static_cast<int>(change)); }
    bool has(Change change) const { return entry_.has(change); }
    /// A field that is filled in so often; less in a sparse entry.
    bool known(int percent) { return random_.chance(has(Change::sparse) ? percent / 6 : percent); }

    void write_name() {
        Name& name = entry_.contact.name;
        const bool japanese = is_of(culture_, "JP");
        const Word& surname = has(Change::married) ? person_.married_family : person_.family;
        std::string given = person_.given.written, family = surname.written;
        if (!person_.second_family.written.empty() && random_.chance(60))
            family += " " + person_.second_family.written;
        if (has(Change::nickname)) {
            if (!person_.given.nickname.empty() && !has(Change::other_script))
                given = person_.given.nickname;
            else
                undo(Change::nickname);
        }
        if (has(Change::other_script)) {
            if (japanese && random_.chance(40)) {
                given = person_.given.sound;
                family = surname.sound;
            } else {
                given = latin(culture_, person_.given);
                family = latin(culture_, surname);
                if (japanese) {
                    given = capitalised(romaji_variant(given, random_));
                    family = capitalised(romaji_variant(family, random_));
                }
            }
        } else if (japanese && random_.chance(40)) {
            name.phonetic_given = person_.given.sound;
            name.phonetic_family = surname.sound;
        }
        if (has(Change::no_accents)) {
            given = without_accents(given, random_);
            family = without_accents(family, random_);
        }
        constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz";
        if (has(Change::misspelt)) {
            std::string& name_part = random_.chance(50) ? given : family;
            const std::string meant = std::exchange(name_part, misspelt(name_part, random_, letters));
            if (meant == name_part) undo(Change::misspelt);
        }
        if (has(Change::scanned)) family = scanned(family, random_);
        if (has(Change::initial)) {
            if (static_cast<unsigned char>(given[0]) < 128)
                given = given.substr(0, 1) + ".";
            else
                undo(Change::initial);
        }
        if (has(Change::swapped)) std::swap(given, family);
        if (has(Change::one_field)) {
            const bool family_first = japanese || is_of(culture_, "CN");
            name.full =
                family_first && !has(Change::other_script) ? family + " " + given : given + " " + family;
        } else {
            name.given = given;
            name.family = family;
        }
        name.suffix = person_.suffix;
    }

    void write_job() {
        const std::size_t job = has(Change::new_job) ? 1 : 0;
        const bool office = person_.trap == Trap::office;
        if (!office && !known(65)) return;
        entry_.employer = person_.employers[job];
        if (known(60)) entry_.title = person_.titles[job];
        if (office ? random_.chance(70) : known(30))
            entry_.contact.addresses.push_back(employer_->addresses.front());
    }

    void add_email(std::string address, const char* label) {
        if (has(Change::mistyped) && random_.chance(60))
            address = misspelt(address.substr(0, address.find('@')), random_, "abcdefghijklmnoprstuvwyz") +
                      address.substr(address.find('@'));
        if (random_.chance(4))
            std::transform(address.begin(), address.end(), address.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
        entry_.contact.emails.push_back({.address = std::move(address), .label = label});
    }
    void add_phone(std::string number, const char* label) {
        if (has(Change::mistyped) && random_.chance(60)) {
            // Only digits change: a number keeps its form.
            std::size_t at = number.size() - 1 - random_.below(4);
            if (number[at] >= '0' && number[at] <= '9')
                number[at] = static_cast<char>('0' + random_.below(10));
        }
        entry_.contact.phones.push_back({.number = another_format(culture_, number, random_), .label = label});
    }

    void write_points() {
        const std::string given = mailbox_word(person_.given);
        const std::string family = mailbox_word(person_.family);
        const std::string city_area = culture_.cities[person_.city].area;
        const bool switchboard = !person_.shared_phone.empty() && person_.trap == Trap::office;
        // Mailboxes at work say who one is, and a second one of that name gets a number.
        const std::string domain = employer_->emails.front().address.substr(5);
        const bool mailbox_at_work = person_.trap != Trap::office || person_.shared_email.empty();
        if (mailbox_at_work && entry_.employer && known(55))
            add_email((person_.number % 2 == 0 ? given + "." + family : given.substr(0, 1) + family) + "@" +
                          domain,
                      "work");
        if (known(45)) {
            const std::string digits = std::to_string(person_.number);
            const std::string mailbox = person_.number % 3 == 0   ? given + "." + family + digits
                                        : person_.number % 3 == 1 ? family + digits
                                                                  : given + digits;
            add_email(mailbox + "@" +
                          free_mail[static_cast<std::size_t>(person_.number) % std::size(free_mail)],
                      "home");
        }
        if (!person_.shared_email.empty() && random_.chance(80)) add_email(person_.shared_email, "home");
        if (known(45)) add_phone(phone_of(culture_, "", person_.number), "mobile");
        if (!person_.shared_phone.empty() && random_.chance(80)) add_phone(person_.shared_phone, "home");
        if (!switchboard && entry_.employer && known(35)) {
            const bool direct = person_.number % 2 == 0;
            add_phone(direct ? phone_of(culture_, city_area, 2000000 + person_.number * 3)
                             : employer_->phones.front().number,
                      "work");
        }
        write_stock_value();
    }

    void write_stock_value() {
        const std::string& said = person_.stock_value;
        if (said.empty()) return;
        if (said.find('@') != std::string::npos)
            entry_.contact.emails.push_back({.address = said});
        else if (said == "1900-01-01")
            entry_.contact.birthday = PartialDate{1900, 1, 1};
        else
            entry_.contact.phones.push_back({.number = said});
    }

    void write_rest() {
        Contact& contact = entry_.contact;
        const bool siblings = person_.trap == Trap::siblings;
        const bool family = siblings || person_.trap == Trap::father_son || person_.trap == Trap::twins ||
                            person_.trap == Trap::spouses;
        if (family ? random_.chance(70) : known(25))
            contact.addresses.push_back(
                address_of(culture_, person_.city, person_.homes[has(Change::moved) ? 1 : 0]));
        // Whoever knows that there are two says which: by a suffix, or else by the birthday.
        const bool told_apart = person_.trap == Trap::father_son && !person_.by_suffix;
        if (!contact.birthday && (told_apart || (siblings ? random_.chance(60) : known(20))))
            contact.birthday = person_.birthday;
        // Even a person could not tell entries with a name alone apart, or together.
        if (contact.emails.empty() && contact.phones.empty() && !contact.birthday) {
            switch (random_.below(3)) {
                case 0: contact.birthday = person_.birthday; break;
                case 1: add_phone(phone_of(culture_, "", person_.number), "mobile"); break;
                default:
                    add_email(mailbox_word(person_.given) + std::to_string(person_.number) + "@" +
                                  free_mail[static_cast<std::size_t>(person_.number) % std::size(free_mail)],
                              "home");
                    break;
            }
        }
        if (known(12)) contact.gender = person_.woman ? "female" : "male";
        contact.source = copy_ == 0 ? "web" : "import";
    }

    const CrmPerson& person_;
    const Culture& culture_;
    Random random_;
    int copy_;
    const Organization* employer_ = nullptr;
    CrmEntry entry_;
};

}  // namespace

std::string mailbox_word(const Word& word) {
    std::string result;
    const std::string folded = text::fold(text::romaji(word.sound.empty() ? word.written : word.sound));
    for (const char c : folded)
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) result += c;
    return result;
}

Address address_of(const Culture& culture, std::size_t city, std::int64_t number) {
    Random random(0x8000, number);
    const City& place = culture.cities[city];
    Address address{
        .locality = place.name, .region = place.region, .country = random.chance(40) ? culture.country : ""};
    const auto digits = [&](std::size_t count) {
        std::string result;
        for (std::size_t i = 0; i < count; ++i) result += static_cast<char>('0' + random.below(10));
        return result;
    };
    address.street = random.pick(culture.streets).written;
    if (is_of(culture, "JP")) {
        address.postcode = std::string(place.postcode) + "-" + digits(4);
        address.number = std::to_string(1 + random.below(9)) + "-" + std::to_string(1 + random.below(30)) +
                         "-" + std::to_string(1 + random.below(20));
        if (random.chance(40)) address.extended = std::string("第") + digits(1) + "ビル " + digits(1) + "F";
    } else {
        address.postcode =
            std::string(place.postcode) + digits(is_of(culture, "RU") || is_of(culture, "CN") ? 3 : 2);
        address.number = std::to_string(1 + random.below(900));
    }
    return address;
}

std::string phone_of(const Culture& culture, std::string_view area, std::int64_t number) {
    // Neighbouring numbers belong to people who have nothing to do with each other.
    const std::string digits =
        std::to_string(10000000 + (scatter(number, area.empty() ? 1 : 2) >> 20) % 90000000);
    const std::string first = digits.substr(0, 4), last = digits.substr(4);
    if (is_of(culture, "US")) {
        const std::string code = area.empty() ? "9" + last.substr(2) : std::string(area);
        return "(" + code + ") 5" + first.substr(0, 2) + "-" + first.substr(2) + last.substr(0, 2);
    }
    if (is_of(culture, "JP")) {
        if (area.empty()) return "090-" + first + "-" + last;
        return std::string(area) + "-" + first.substr(area.size() - 2) + "-" + last;
    }
    if (is_of(culture, "RU"))
        return area.empty() ? "8 9" + first + " " + last + "1"
                            : "8 (" + std::string(area) + ") " + first.substr(1) + "-" + last;
    if (is_of(culture, "ES"))
        return area.empty() ? "6" + digits : std::string(area) + " " + first.substr(1) + " " + last;
    const std::string_view mobile = is_of(culture, "DE") ? "0171" : "138";
    return std::string(area.empty() ? mobile : area) + " " + digits;
}

CrmEntry write_down(const CrmPerson& person, std::uint64_t seed, int copy, const Organization& first_employer,
                    const Organization& second_employer) {
    return Entry(person, seed, copy, first_employer, second_employer).write();
}

}  // namespace kith::bench
