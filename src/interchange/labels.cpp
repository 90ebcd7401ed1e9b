#include "interchange/labels.hpp"

#include "interchange/words.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace kith::interchange {

namespace {

/// A place or a device, its vCard type, and how others call it (keys as word_key makes them).
struct Usual {
    std::string_view label;
    std::string_view type;
    std::string_view words;
};

constexpr auto places = std::to_array<Usual>({
    {"home", "home", "home|personal"},
    {"work", "work", "work|business|office"},
    {"school", "x-school", "school"},
    {"other", "x-other", "other"},
});
constexpr auto devices = std::to_array<Usual>({
    {"mobile", "cell", "mobile|cell|mobilephone|cellphone|cellular"},
    {"fax", "fax", "fax"},
    {"pager", "pager", "pager"},
    {"main", "main", "main"},
    {"car", "car", "car"},
    {"iphone", "iphone", "iphone"},
    {"text", "text", "sms"},
    {"video", "video", ""},
    {"modem", "modem", ""},
    {"isdn", "isdn", ""},
});
/// Labels that are one word in every program.
constexpr auto singles = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"homepage", "homepage"},
    {"profile", "profile"},
    {"blog", "blog"},
    {"anniversary", "anniversary"},
    {"birthday", "birthday"},
});

std::string joined(std::string_view place, std::string_view device) {
    std::string label(place);
    if (!label.empty() && !device.empty()) label += ' ';
    return label.append(device);
}

std::string_view find_word(std::string_view key, std::string_view words, std::string_view label) {
    for (const std::string& word : split(words, "|"))
        if (word == key) return label;
    return {};
}

template <class Table>
std::string_view find_word(std::string_view key, const Table& table) {
    for (const Usual& usual : table)
        if (const auto label = find_word(key, usual.words, usual.label); !label.empty()) return label;
    return {};
}

template <class Table>
std::string_view find_type(const std::vector<std::string>& types, const Table& table) {
    for (const Usual& usual : table)
        if (std::find(types.begin(), types.end(), usual.type) != types.end()) return usual.label;
    return {};
}

}  // namespace

std::string usual_label(std::string_view label) {
    const std::string key = word_key(label);
    if (const auto place = find_word(key, places); !place.empty()) return std::string(place);
    if (const auto device = find_word(key, devices); !device.empty()) return std::string(device);
    for (const auto& [word, usual] : singles)
        if (word == key) return std::string(usual);
    for (const Usual& place : places)
        for (const std::string& word : split(place.words, "|"))
            if (key.size() > word.size() && key.compare(0, word.size(), word) == 0)
                if (const auto device = find_word(std::string_view(key).substr(word.size()), devices);
                    !device.empty())
                    return joined(place.label, device);
    return std::string(label);
}

std::string label_of_types(const std::vector<std::string>& types) {
    std::string label = joined(find_type(types, places), find_type(types, devices));
    if (!label.empty()) return label;
    // A type of the user's own says as much as a label.
    static constexpr std::array<std::string_view, 20> silent{
        "internet", "pref",      "voice", "msg",  "dom", "intl", "postal",     "parcel", "x400", "bbs",
        "pcs",      "textphone", "uri",   "jpeg", "gif", "png",  "individual", "smtp",   "b",    "base64"};
    for (const std::string& type : types)
        if (std::find(silent.begin(), silent.end(), type) == silent.end())
            return type.compare(0, 2, "x-") == 0 ? type.substr(2) : type;
    return {};
}

std::vector<std::string> types_of_label(std::string_view label) {
    std::vector<std::string> types;
    for (const std::string& word : split(label, " ")) {
        const auto add = [&](const auto& table) {
            for (const Usual& usual : table)
                if (usual.label == word) types.emplace_back(usual.type);
        };
        add(places);
        add(devices);
    }
    return label_of_types(types) == label ? types : std::vector<std::string>();
}

std::string property_label(const VCard& card, const VCardProperty& property) {
    if (!property.group.empty()) {
        for (const VCardProperty& other : card.properties) {
            if (other.name != "X-ABLABEL" || other.group != property.group) continue;
            std::string label = text(other);
            const bool apples_own = label.compare(0, 4, "_$!<") == 0;
            if (apples_own) label = usual_label(interchange::label(card, property));
            return label;
        }
    }
    return label_of_types(types(property));
}

}  // namespace kith::interchange
