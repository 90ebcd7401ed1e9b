// Random tests of single values.
#include "query_values.hpp"

#include "query_pools.hpp"

namespace query_test {

using namespace pools;

std::string ValueTests::quoted(const std::string& text) { return "\"" + text + "\""; }

std::string ValueTests::every(bool may) { return may && random_.chance(20) ? "every " : ""; }

std::string ValueTests::text_test(const std::string& path, const std::vector<std::string>& values, bool many) {
    const std::string head = every(many) + path;
    const auto value = [&] { return quoted(random_.of(values)); };
    switch (random_.below(24)) {
        case 18:
        case 19:
            return head + random_.of(std::vector<std::string>{" regex ", " not regex "}) +
                   quoted(random_.of(regexes));
        case 20:
            return head + random_.of(std::vector<std::string>{" sounds like ", " not sounds like "}) + value();
        case 21:
            return head + random_.of(std::vector<std::string>{" similar to ", " not similar to "}) + value();
        case 22:
            return head + " similar to " + value() +
                   random_.of(std::vector<std::string>{" by 0.5", " by 0.7", " by 1"});
        case 17: return "has any " + path + " (" + value() + ", " + value() + ")";
        case 16:
            return path + random_.of(std::vector<std::string>{" exactly (", " not exactly ("}) + value() +
                   (random_.chance(50) ? ", " + value() : std::string{}) + ")";
        case 0: return head + " is known";
        case 1: return path + " is unknown";
        case 2: return head + " contains " + quoted(random_.of(pieces));
        case 3: return head + " not contains " + quoted(random_.of(pieces));
        case 4: return head + " starts with " + quoted(random_.of(pieces));
        case 5: return head + " ends with " + quoted(random_.of(pieces));
        case 6: return head + " in (" + value() + ", " + value() + ")";
        case 7: return head + " not in (" + value() + ", " + value() + ")";
        case 8: return head + " != " + value();
        case 9: return head + " like " + quoted(random_.of(patterns));
        case 10: return head + " not like " + quoted(random_.of(patterns));
        default: return head + " = " + value();
    }
}

std::string ValueTests::ordered_test(const std::string& path, const std::vector<std::string>& values,
                                     bool many, bool list) {
    const std::string head = every(many) + path;
    const std::string& value = random_.of(values);
    switch (random_.below(12)) {
        case 0: return head + " is known";
        case 1: return path + " is unknown";
        case 2: return head + " between " + value + " and " + random_.of(values);
        case 3: return head + " not between " + value + " and " + random_.of(values);
        case 4: return list ? head + " in (" + value + ", " + random_.of(values) + ")" : head + " = " + value;
        case 5:
            return list ? head + " not in (" + value + ", " + random_.of(values) + ")" : head + " = " + value;
        case 6: return head + " != " + value;
        case 7: return head + " < " + value;
        case 8: return head + " <= " + value;
        case 9: return head + " > " + value;
        case 10: return head + " >= " + value;
        default: return head + " = " + value;
    }
}

std::string ValueTests::date_test(const std::string& path, bool many) {
    if (random_.chance(20)) return period_test(path, many);
    switch (random_.below(8)) {
        case 5: return anniversary_test(path);
        case 6: return ordered_test(path + ".weekday", {"monday", "friday", "sunday", "wednesday"}, many);
        case 7: return ordered_test(path + ".quarter", {"1", "2", "4"}, many);
        case 0:
            return every(many) + path + random_.of(std::vector<std::string>{" = ", " != "}) +
                   random_.of(dates);
        case 1:
            return path + random_.of(std::vector<std::string>{" in (", " not in ("}) + random_.of(dates) +
                   ", " + random_.of(dates) + ")";
        case 2:
            return ordered_test(path + random_.of(std::vector<std::string>{".month", ".day"}),
                                {"6", "12", "15", "1"}, many);
        case 3: return ordered_test(path + ".year", {"1990", "2000", "1989"}, many);
        default: return ordered_test(path, full_dates, many, false);
    }
}

std::string ValueTests::time_test(const std::string& path, bool many) {
    static const std::vector<std::string> days = {"2026-01-15", "2026-01-01", "2025-12-20", "2025-12-05"};
    static const std::vector<std::string> spans = {"1 day ago", "3 days ago", "10 days ago", "30 days ago"};
    if (random_.chance(25)) return period_test(path, many);
    switch (random_.below(6)) {
        case 4: return anniversary_test(path);
        case 5:
            switch (random_.below(4)) {
                case 0: return ordered_test(path + ".hour", {"0", "3", "12", "23"}, many);
                case 1: return ordered_test(path + ".weekday", {"monday", "saturday", "thursday"}, many);
                case 2: return ordered_test(path + ".month", {"1", "12"}, many);
                default: return ordered_test(path + ".day", {"1", "15", "31"}, many);
            }
        case 0: return every(many) + path + " within last " + std::to_string(1 + random_.below(40)) + " days";
        case 1:
            return path + random_.of(std::vector<std::string>{" more than ", " less than "}) +
                   random_.of(spans);
        case 2:
            return every(many) + path +
                   random_.of(std::vector<std::string>{" since ", " before ", " after ", " until "}) +
                   random_.of(days);
        default: return ordered_test(path, days, many);
    }
}

std::string ValueTests::period() {
    static const std::vector<std::string> units = {"day",  "week",           "month",      "quarter",
                                                   "year", "fiscal quarter", "fiscal year"};
    static const std::vector<std::string> named = {"quarter 2025-4",        "quarter 2026-1",
                                                   "fiscal quarter 2025-3", "fiscal quarter 2025-4",
                                                   "fiscal year 2025",      "fiscal year 2024"};
    if (random_.chance(20)) return random_.of(named);
    const std::string which = random_.of(std::vector<std::string>{"this ", "last ", "next "});
    if (which == "this " || random_.chance(60)) return which + random_.of(units);
    return which + std::to_string(2 + random_.below(3)) + " " + random_.of(units) + "s";
}

std::string ValueTests::period_test(const std::string& path, bool many) {
    return every(many) + path +
           random_.of(std::vector<std::string>{" within ", " within ", " not within ", " since ", " before ",
                                               " after ", " until "}) +
           period();
}

std::string ValueTests::choice_test(const std::string& path, const std::vector<std::string>& names,
                                    bool many) {
    return ordered_test(path, names, many);
}

std::string ValueTests::flag_test(const std::string& path) {
    switch (random_.below(4)) {
        case 0: return path;
        case 1: return path + " = true";
        case 2: return path + " != true";
        default: return path + " = false";
    }
}

std::string ValueTests::text_test_of_choices(const std::string& path) {
    const std::string head = every(true) + path;
    switch (random_.below(5)) {
        case 0: return path + " is known";
        case 1: return head + " != " + random_.of(langs);
        case 2: return head + " in (" + random_.of(langs) + ", " + random_.of(langs) + ")";
        case 3: return "has all " + path + " (" + random_.of(langs) + ", " + random_.of(langs) + ")";
        default: return head + " = " + random_.of(langs);
    }
}

std::string ValueTests::anniversary_test(const std::string& path) {
    static const std::vector<std::string> days = {"--06-15",    "--12",       "2026-02-28",
                                                  "2000-02-29", "2026-01",    "--02-29",
                                                  "2025-12-31", "2026-06-15", "2025"};
    const std::string what = (random_.chance(20) ? "not anniversary of " : "anniversary of ") + path;
    const std::string span = " " + std::to_string(1 + random_.below(random_.chance(30) ? 400 : 60)) + " days";
    switch (random_.below(7)) {
        case 6: return what + " within " + period();
        case 0: return what + " within last" + span;
        case 1: return what + " within next" + span;
        case 2: return what + " in (" + random_.of(days) + ", " + random_.of(days) + ")";
        case 3:
            return what + " between 2025-11-20 and " +
                   random_.of(std::vector<std::string>{"2026-01-10", "2026-03-01"});
        case 4: return what + (random_.chance(50) ? " is known" : " is unknown");
        default: return what + (random_.chance(30) ? " != " : " = ") + random_.of(days);
    }
}

}  // namespace query_test
