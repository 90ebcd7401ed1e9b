#include "text/handle.hpp"

#include "text/fold.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace kith::text {
namespace {

/// A service, and a host of its profiles.
struct Host {
    std::string_view host;
    std::string_view service;
};

constexpr Host hosts[] = {
    {"bsky.app", "bluesky"},
    {"facebook.com", "facebook"},
    {"fb.com", "facebook"},
    {"fb.me", "facebook"},
    {"github.com", "github"},
    {"gitlab.com", "gitlab"},
    {"instagram.com", "instagram"},
    {"linkedin.com", "linkedin"},
    {"medium.com", "medium"},
    {"note.com", "note"},
    {"ok.ru", "ok"},
    {"pinterest.com", "pinterest"},
    {"reddit.com", "reddit"},
    {"snapchat.com", "snapchat"},
    {"soundcloud.com", "soundcloud"},
    {"t.me", "telegram"},
    {"telegram.me", "telegram"},
    {"threads.com", "threads"},
    {"threads.net", "threads"},
    {"tiktok.com", "tiktok"},
    {"twitch.tv", "twitch"},
    {"twitter.com", "twitter"},
    {"vimeo.com", "vimeo"},
    {"vk.com", "vk"},
    {"wa.me", "whatsapp"},
    {"weibo.com", "weibo"},
    {"x.com", "twitter"},
    {"xing.com", "xing"},
    {"youtube.com", "youtube"},
};

static_assert(std::size(hosts) <= most_services);

/// Other names of services, folded.
constexpr Host other_names[] = {
    {"fb", "facebook"}, {"ig", "instagram"},        {"insta", "instagram"},
    {"x", "twitter"},   {"x (twitter)", "twitter"},
};

/// What stands before the name in the path of a profile.
constexpr std::array<std::string_view, 8> before_names = {"add", "c", "in",   "profile",
                                                          "pub", "u", "user", "users"};

/// Pages of services that belong to nobody.
constexpr std::array<std::string_view, 12> pages = {"explore", "feed",   "hashtag", "home",
                                                    "i",       "intent", "login",   "search",
                                                    "share",   "sharer", "signup",  "watch"};

std::string_view without_prefix(std::string_view text, std::string_view prefix) {
    return text.substr(0, prefix.size()) == prefix ? text.substr(prefix.size()) : text;
}

/// Up to the first of these signs; `text` goes on behind it.
std::string_view taken(std::string_view& text, std::string_view signs) {
    const std::string_view piece = text.substr(0, text.find_first_of(signs));
    text.remove_prefix(std::min(text.size(), piece.size() + 1));
    return piece;
}

/// The service of a host or one of its subdomains (de.linkedin.com); empty when it is none that is known.
std::string_view service_of(std::string_view host) {
    for (const Host& known : hosts) {
        if (host == known.host) return known.service;
        const std::size_t more = host.size() - std::min(host.size(), known.host.size());
        if (more > 0 && host[more - 1] == '.' && host.substr(more) == known.host) return known.service;
    }
    return {};
}

/// Whether a parameter of the query tells the page (profile.php?id=7); others say where somebody came from.
bool is_told_by(std::string_view query) {
    while (!query.empty()) {
        const std::string_view name = taken(query, "&#").substr(0, 3);
        if (name == "id=" || name.substr(0, 2) == "v=") return true;
    }
    return false;
}

/// The name in the path of a profile; empty for other pages, of which many people may have one (groups, videos).
std::string_view name_in(std::string_view path) {
    std::string_view query = path;
    path = taken(query, "?#");
    if (is_told_by(query)) return {};
    std::string_view name;
    for (int named = 0; !path.empty();) {
        const std::string_view segment = taken(path, "/");
        if (segment.empty()) continue;
        if (named == 0 && std::find(before_names.begin(), before_names.end(), segment) != before_names.end())
            continue;
        if (++named > 1) return {};
        name = segment;
    }
    if (std::find(pages.begin(), pages.end(), name) != pages.end()) return {};
    return without_prefix(name, "@");
}

}  // namespace

ProfileName parse_handle(std::string_view service, std::string_view address) {
    ProfileName result{fold(service), {}};
    for (const Host& other : other_names)
        if (result.service == other.host) result.service = other.service;
    const std::string folded = fold(address);
    std::string_view rest = folded;
    for (const std::string_view scheme : {"https://", "http://"}) rest = without_prefix(rest, scheme);
    rest = without_prefix(without_prefix(rest, "www."), "@");
    while (!rest.empty() && rest.back() == '/') rest.remove_suffix(1);
    std::string_view path = rest;
    const std::string_view of_host = service_of(taken(path, "/"));
    const std::string_view name = of_host.empty() ? std::string_view() : name_in(path);
    result.name = name.empty() ? rest : name;
    if (!name.empty()) result.service = of_host;
    return result;
}

int service_number(std::string_view service) noexcept {
    const auto found = std::find_if(std::begin(hosts), std::end(hosts),
                                    [&](const Host& host) { return host.service == service; });
    return found == std::end(hosts) ? 0 : static_cast<int>(found - std::begin(hosts)) + 1;
}

}  // namespace kith::text
