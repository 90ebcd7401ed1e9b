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

/// What names with a server belong to.
constexpr std::string_view federated = "mastodon";

/// Other names of services, folded.
constexpr Host other_names[] = {
    {"fb", "facebook"}, {"ig", "instagram"},        {"insta", "instagram"},
    {"x", "twitter"},   {"x (twitter)", "twitter"},
};

/// What stands before the name in the path of a profile.
constexpr std::array<std::string_view, 7> before_names = {"add", "c", "in", "profile", "u", "user", "users"};

/// Pages of services that belong to nobody, and what stands before those of companies, groups and other things.
constexpr std::array<std::string_view, 30> pages = {
    "channel", "company", "event",    "events",      "explore", "feed",  "group",  "groups",
    "hashtag", "home",    "i",        "intent",      "jobs",    "login", "p",      "page",
    "pages",   "pin",     "playlist", "profile.php", "r",       "reel",  "school", "search",
    "share",   "sharer",  "showcase", "signup",      "topics",  "watch"};

/// What a path goes on with behind the name: "ottoc/status/1" is a message of ottoc's.
constexpr std::array<std::string_view, 20> behind_names = {
    "about",  "featured",  "followers", "following", "likes",  "live",        "media",
    "photos", "playlists", "post",      "posts",     "reels",  "repos",       "shorts",
    "status", "statuses",  "streams",   "video",     "videos", "with_replies"};

/// What messengers are asked to do, where the path names no one.
constexpr std::array<std::string_view, 8> deeds = {"add",  "addfriend", "call",    "chat",
                                                   "goim", "im",        "message", "sendim"};

/// Schemes of messengers, as in "skype:otto.c?chat".
constexpr std::array<std::string_view, 8> messengers = {"aim", "facetime", "gtalk", "icq",
                                                        "sip", "skype",    "xmpp",  "ymsgr"};

template <std::size_t size>
bool is_among(const std::array<std::string_view, size>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

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
bool is_told_by(std::string_view query, std::string_view parameter) {
    while (!query.empty()) {
        if (taken(query, "&#").substr(0, parameter.size()) == parameter) return true;
    }
    return false;
}

/// The name in the path of a profile; empty for other pages, of which many people may have one (groups, videos).
std::string_view name_in(std::string_view path) {
    std::string_view query = path;
    path = taken(query, "?#");
    if (is_told_by(query, "id=") || is_told_by(query, "v=")) return {};
    if (path.substr(0, 4) == "pub/" && path.size() > 4)
        return path.substr(4);  // LinkedIn's of old: jane-b/12/34/567
    std::string_view name;
    while (!path.empty()) {
        const std::string_view segment = taken(path, "/");
        if (segment.empty() || (name.empty() && is_among(before_names, segment))) continue;
        if (!name.empty()) {
            if (!is_among(behind_names, segment)) return {};
            break;
        }
        if (is_among(pages, segment)) return {};
        name = segment;
    }
    return without_prefix(name, "@");
}

/// "channel/uc123" of a YouTube channel's path: each belongs to one account, whatever its name is; empty for other paths.
std::string_view channel_in(std::string_view path) {
    constexpr std::string_view page = "channel/", id = "uc";
    if (path.substr(0, page.size()) != page || path.substr(page.size(), id.size()) != id) return {};
    return path.substr(0, path.find_first_of("/?#", page.size()));
}

/// What stands on a known service without its host: "in/jane-b" is a profile, "company/acme" is nobody's.
void read_path(std::string_view path, ProfileName& result) {
    const std::string_view first = path.substr(0, path.find('/'));
    if (first.size() == path.size()) return;
    std::string_view name = channel_in(path);
    if (name.empty() && is_among(before_names, first)) name = name_in(path);
    if (!name.empty())
        result.name = name;
    else
        result.personal = !is_among(pages, first);
}

/// "otto@social.example" of "social.example/@otto": one of the many servers of Mastodon and its like.
std::string federated_name(std::string_view host, std::string_view path) {
    const std::string_view name = without_prefix(taken(path, "/?#"), "@");
    return std::string(name) + "@" + std::string(host);
}

/// Whom "sendim?anna", "goim?screenname=anna" or "chat?jid=anna@example.com" is about; empty for nobody.
std::string_view name_asked_for(std::string_view query) {
    std::string_view bare;
    while (!query.empty()) {
        const std::string_view part = taken(query, "&;");
        for (const std::string_view parameter : {"screenname=", "jid=", "uin="})
            if (part.substr(0, parameter.size()) == parameter) return part.substr(parameter.size());
        if (bare.empty() && part.find('=') == std::string_view::npos) bare = part;
    }
    return bare;
}

/// "skype:otto.c?chat": the messenger and the name; false for everything else.
bool read_messenger(std::string_view address, ProfileName& result) {
    std::string_view name = address;
    const std::string_view scheme = taken(name, ":");
    if (name.empty() || !is_among(messengers, scheme)) return false;
    result.service = scheme;
    std::string_view rest = name;
    const std::string_view path = taken(rest, "?;");
    result.name = path;
    if (is_among(deeds, path)) result.name = name_asked_for(rest);  // "ymsgr:sendim?anna"
    result.personal = !result.name.empty();
    if (!result.personal) result.name = name;
    return true;
}

}  // namespace

ProfileName parse_handle(std::string_view service, std::string_view address) {
    ProfileName result{fold(service), {}, true};
    for (const Host& other : other_names)
        if (result.service == other.host) result.service = other.service;
    const std::string folded = fold(address);
    if (read_messenger(folded, result)) return result;
    std::string_view rest = folded;
    for (const std::string_view scheme : {"https://", "http://"}) rest = without_prefix(rest, scheme);
    const bool at_sign = !rest.empty() && rest[0] == '@';
    rest = without_prefix(without_prefix(rest, "www."), "@");
    while (!rest.empty() && rest.back() == '/') rest.remove_suffix(1);
    std::string_view path = rest;
    const std::string_view host = taken(path, "/");
    const std::string_view of_host = service_of(host);
    std::string_view name = of_host == "youtube" ? channel_in(path) : std::string_view();
    if (!of_host.empty() && name.empty()) name = name_in(path);
    result.name = name.empty() ? rest : name;
    if (!name.empty()) {
        result.service = of_host;
    } else if (!of_host.empty()) {
        std::string_view query = path;
        const std::string_view page = taken(query, "?");
        result.personal =
            (page == "profile.php" && is_told_by(query, "id=")) || page.substr(0, 7) == "people/";
    } else if (path.size() > 1 && path[0] == '@' && host.find('.') != std::string_view::npos) {
        result.name = federated_name(host, path);
        result.service = federated;
    } else if (service_number(result.service) > 0 && host.find('.') == std::string_view::npos) {
        read_path(rest, result);
    } else if (at_sign && path.empty() && rest.find('@') != std::string_view::npos) {
        result.service = federated;
    }
    return result;
}

int service_number(std::string_view service) noexcept {
    const auto found = std::find_if(std::begin(hosts), std::end(hosts),
                                    [&](const Host& host) { return host.service == service; });
    return found == std::end(hosts) ? 0 : static_cast<int>(found - std::begin(hosts)) + 1;
}

}  // namespace kith::text
