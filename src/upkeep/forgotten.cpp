// Who was forgotten, as queries.
#include <kith/error.hpp>
#include <kith/query.hpp>
#include <kith/upkeep.hpp>

#include <fmt/format.h>

namespace kith {

namespace {

void check(int days) {
    if (days < 1)
        throw Error(Code::invalid_argument, fmt::format("{} days are too few: 1 is the least", days),
                    {.field = "days"});
    constexpr int most = 36525;  // a century
    if (days > most)
        throw Error(Code::invalid_argument, fmt::format("{} days are too many: {} is the most", days, most),
                    {.field = "days"});
}

/// The condition, and what the contacts fulfil besides; in the language's own form.
std::string among(const std::string& condition, const std::string& besides) {
    return format_query(besides.empty() ? condition : fmt::format("({}) and {}", besides, condition));
}

}  // namespace

std::string Upkeep::unengaged(const UnengagedOptions& options) {
    check(options.days);
    const std::string_view which = options.inbound ? "direction = inbound and " : "";
    std::string condition = fmt::format(
        "created < {0} days ago and has no interaction ({1}at within last {0} days)", options.days, which);
    if (options.inbound) condition += fmt::format(" and has no event (at within last {} days)", options.days);
    return among(condition, options.among);
}

std::string Upkeep::stale(const StaleOptions& options) {
    check(options.days);
    return among(fmt::format("updated < {} days ago", options.days), options.among);
}

}  // namespace kith
