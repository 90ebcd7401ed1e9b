#include "query_history_tests.hpp"

#include "query_pools.hpp"

#include <iterator>
#include <map>
#include <set>

namespace query_test {

using namespace pools;

std::string HistoryTests::duration() {
    static const std::vector<std::string> some = {"1 day",   "3 days",          "1 week",   "10 days",
                                                  "2 weeks", "20 days",         "36 hours", "90 minutes",
                                                  "1 month", "1 fiscal quarter"};
    return random_.of(some);
}

std::string HistoryTests::past_window() {
    const auto day = [&](int from, int days) {
        const int n = from + random_.below(days);
        return "2026-01-" + (n < 10 ? "0" + std::to_string(n) : std::to_string(n));
    };
    switch (random_.below(9)) {
        case 8: return " within " + period();
        case 0: return " since 2025-12-05";
        case 1: return " before 2025-12-28";
        case 2: return " between 2025-12-20 and 2026-01-02";
        case 3: return " since " + day(3, 12);
        case 4: return " before " + day(3, 12);
        case 5: return " between " + day(3, 5) + " and " + day(8, 6);
        case 6: return " within " + day(3, 12);
        default: return " within last " + std::to_string(1 + random_.below(13)) + " days";
    }
}

std::string HistoryTests::stay_test() {
    const std::string in = "in stage " + random_.of(stages);
    if (random_.chance(20)) return in;
    return in + (random_.chance(60) ? " for more than " : " for less than ") + duration();
}

std::string HistoryTests::deed_kind() {
    static const std::vector<std::string> kinds = {"visit", "open",  "click", "form",
                                                   "other", "visit", "open"};
    return random_.chance(80) ? random_.of(kinds) : quoted(random_.of(pages));
}

std::string HistoryTests::field_history(const std::string& type, const std::string& path) {
    using Fields = std::map<std::string, const std::vector<std::string>*>;
    static const std::vector<std::string> lifecycles = {"lead", "customer", "qualified", "former",
                                                        "subscriber"};
    static const std::vector<std::string> addresses = {"ada@acme.example", "bob@acme.example",
                                                       "info@globex.example", "x@home.example"};
    static const std::vector<std::string> labels = {"work", "home"};
    static const std::vector<std::string> cities = {"Tokyo", "東京", "paris"};
    static const std::vector<std::string> amounts = {"0 USD", "10 USD", "20 USD", "10 EUR"};
    static const std::vector<std::string> days = {"2026-01", "2026-01-15", "2025-12-20", "2025", "2026"};
    static const std::vector<std::string> points = {"0", "1", "3"};
    static const std::vector<std::string> weights = {"0", "0.5", "1.5"};
    static const std::vector<std::string> flags = {"true", "no"};
    static const std::vector<std::string> times = {"2026-01", "2026-01-15", "2025-12", "2025"};
    static const std::vector<std::string> staff = {"0", "10", "30"};
    static const std::set<std::string> bare = {"amount", "budget", "points", "weight", "staff"};
    static const std::map<std::string, Fields> all = {
        {"contact",
         {{"lifecycle", &lifecycles},
          {"owner", &user_names},
          {"notes", &words},
          {"source", &words},
          {"birthday", &full_dates},
          {"email", &addresses},
          {"email.label", &labels},
          {"address.locality", &cities},
          {"tag", &tags},
          {"list", &lists},
          {"code", &words},
          {"points", &points},
          {"weight", &weights},
          {"news", &flags},
          {"met", &full_dates},
          {"seen", &times},
          {"budget", &amounts},
          {"size", &sizes},
          {"langs", &langs}}},
        {"organization",
         {{"owner", &user_names},
          {"industry", &industries},
          {"tag", &tags},
          {"staff", &staff},
          {"email", &addresses},
          {"email.label", &labels},
          {"address.locality", &cities}}},
        {"deal",
         {{"stage", &stages}, {"owner", &user_names}, {"amount", &amounts}, {"expected_close", &days}}}};
    const auto fields = all.find(type);
    if (fields == all.end()) return {};
    const auto field =
        std::next(fields->second.begin(), random_.below(static_cast<int>(fields->second.size())));
    const auto value = [&] {
        const std::string& text = random_.of(*field->second);
        return bare.count(field->first) > 0 ? text : quoted(text);
    };
    const std::string name = path + field->first;
    const auto window = [&] { return random_.chance(60) ? past_window() : std::string{}; };
    switch (random_.below(6)) {
        case 0:
        case 1: return name + " was ever " + value() + window();
        case 2: return name + " was never " + value() + window();
        case 3: return name + " never changed" + window();
        case 4: return name + " unchanged for " + duration();
        default: break;
    }
    std::string text = name + " changed";
    if (random_.chance(40)) text += " from " + value();
    if (random_.chance(40)) text += " to " + value();
    return text + window();
}

}  // namespace query_test
