// What wants attention today, each with its reason.
#include "activity/coming.hpp"
#include "activity/names.hpp"
#include "activity/row.hpp"
#include "query/calendar.hpp"
#include "sales/stay.hpp"

#include <kith/database.hpp>
#include <kith/field_access.hpp>
#include <kith/today.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace kith {

namespace {

using namespace activity;

/// Words in both languages.
struct Reason {
    std::string en;
    std::string ja;
};

std::string days_words(int days) { return days == 1 ? "1 day" : fmt::format("{} days", days); }

/// Collects the entries of one call. Lives for one snapshot.
class Today {
public:
    Today(store::Connection& connection, std::int64_t user, const TodayOptions& options)
        : connection_(connection),
          settings_(connection.settings()),
          user_(user),
          options_(options),
          now_(options.now.value_or(connection.now())),
          calendar_(settings_, now_),
          day_(*calendar_.times("today")),
          today_(calendar_.day_of(now_)) {}

    std::vector<TodayEntry> entries() {
        tasks(Attention::overdue_task);
        tasks(Attention::due_task);
        reminders();
        appointments();
        overdue_deals();
        rotting_deals();
        birthdays();
        out_of_touch();
        return std::move(entries_);
    }

private:
    [[nodiscard]] static std::int64_t ms(Time time) { return time.time_since_epoch().count(); }
    [[nodiscard]] static Time time(std::int64_t ms) { return Time{std::chrono::milliseconds(ms)}; }
    [[nodiscard]] std::int64_t limit() const { return row_limit(options_.limit); }
    /// Days from the day of `then` to today.
    [[nodiscard]] int days_since(Time then) {
        return static_cast<int>((today_ - calendar_.day_of(then)).count());
    }
    [[nodiscard]] static int whole_days(std::chrono::milliseconds span) {
        return static_cast<int>(std::chrono::duration_cast<date::days>(span).count());
    }
    /// "15:00" on the file's clock.
    [[nodiscard]] std::string clock(Time time) const {
        constexpr std::size_t date_length = 11;
        return text_of(Value(time), settings_).substr(date_length, 5);
    }
    TodayEntry& add(Attention attention, std::string_view type, std::int64_t id, Reason reason) {
        TodayEntry& entry = entries_.emplace_back();
        entry.attention = attention;
        entry.record = {std::string(type), id};
        entry.reason = std::move(reason.en);
        entry.reason_ja = std::move(reason.ja);
        return entry;
    }
    /// Whom an entry is about: the contact's id in column `id` (null: nobody) and the columns of its name behind it.
    void about(TodayEntry& entry, const store::Statement& row, int id) {
        if (row.null(id)) return;
        entry.contact = ContactId{row.integer(id)};
        entry.contact_name = shown_name(connection_, row, id + 1, entry.contact.value);
    }
    /// What an entry is about: the id of a deal in column `id` (null: none) and its name behind it, then a contact.
    void about_deal(TodayEntry& entry, const store::Statement& row, int id) {
        if (!row.null(id)) {
            entry.deal = DealId{row.integer(id)};
            entry.deal_name = row.string(id + 1);
        }
        about(entry, row, id + 2);
    }

    /// An entry of a deal, whose columns begin at `id` as in `about_deal`.
    TodayEntry& add_deal(Attention attention, const store::Statement& row, int id, Reason reason) {
        TodayEntry& entry = add(attention, "deal", row.integer(id), std::move(reason));
        about_deal(entry, row, id);
        entry.title = entry.deal_name;
        return entry;
    }

    void tasks(Attention attention) {
        // Overdue is what was due before now; the rest of the day is due.
        static const std::string sql = fmt::format(
            "SELECT t.id, t.title, t.due, d.id, d.name, c.id, {} FROM task t LEFT JOIN contact c ON c.id = t.contact_id "
            "LEFT JOIN deal d ON d.id = t.deal_id "
            "WHERE t.done_at IS NULL AND t.deleted_at IS NULL AND t.due >= ?2 AND t.due < ?3 "
            "AND c.deleted_at IS NULL AND d.deleted_at IS NULL AND (?1 = 0 OR ?1 = "
            "coalesce(t.assignee_id, d.owner_id, c.owner_id, ?1)) ORDER BY t.due, t.id LIMIT ?4",
            name_columns("c"));
        const bool overdue = attention == Attention::overdue_task;
        store::Statement rows = connection_.prepare(sql);
        rows.bind_all(user_, overdue ? std::numeric_limits<std::int64_t>::min() : ms(now_),
                      overdue ? ms(now_) : ms(day_.end), limit());
        while (rows.step()) {
            const Time due = time(rows.integer(2));
            const int days = days_since(due);
            Reason reason{fmt::format("due today at {}", clock(due)),
                          fmt::format("期限は今日の{}です", clock(due))};
            if (overdue && days == 0)
                reason = {fmt::format("was due today at {}", clock(due)),
                          fmt::format("今日の{}が期限でした", clock(due))};
            else if (overdue)
                reason = {fmt::format("due {} ago", days_words(days)),
                          fmt::format("期限を{}日過ぎています", days)};
            TodayEntry& entry = add(attention, "task", rows.integer(0), std::move(reason));
            entry.title = rows.string(1);
            entry.at = due;
            entry.days = days;
            about_deal(entry, rows, 3);
        }
    }

    void reminders() {
        static const std::string sql = fmt::format(
            "SELECT r.id, r.note, r.at, d.id, d.name, c.id, {} FROM reminder r "
            "LEFT JOIN contact c ON c.id = r.contact_id LEFT JOIN deal d ON d.id = r.deal_id "
            "WHERE r.done_at IS NULL AND r.deleted_at IS NULL AND r.at < ?2 AND c.deleted_at IS NULL "
            "AND d.deleted_at IS NULL AND (?1 = 0 OR r.user_id = ?1 OR r.user_id IS NULL) ORDER BY r.at, r.id LIMIT ?3",
            name_columns("c"));
        store::Statement rows = connection_.prepare(sql);
        rows.bind_all(user_, ms(day_.end), limit());
        while (rows.step()) {
            const Time at = time(rows.integer(2));
            const int days = days_since(at);
            Reason reason{fmt::format("reminder for {} today", clock(at)),
                          fmt::format("今日{}のリマインダーです", clock(at))};
            if (days > 0)
                reason = {fmt::format("reminder of {} ago", days_words(days)),
                          fmt::format("{}日前のリマインダーです", days)};
            TodayEntry& entry = add(Attention::reminder, "reminder", rows.integer(0), std::move(reason));
            entry.title = rows.string(1);
            entry.at = at;
            entry.days = days;
            about_deal(entry, rows, 3);
        }
    }

    void appointments() {
        // What began within the last month may still go on; what repeats may come today whenever it began.
        static const std::string sql = [] {
            constexpr std::string_view half =
                "SELECT {}, a.id, a.title, a.all_day, d.id, d.name, c.id, {} FROM appointment a LEFT JOIN deal d ON d.id = a.deal_id "
                "AND d.deleted_at IS NULL LEFT JOIN contact c ON c.id = (SELECT "
                "p.contact_id FROM appointment_participant p WHERE p.appointment_id = a.id "
                "ORDER BY p.role = 4 DESC, p.contact_id LIMIT 1) WHERE a.deleted_at IS NULL AND a.status IN (0, 1) "
                "AND (?1 = 0 OR a.user_id = ?1 OR a.user_id IS NULL) AND a.starts_at < ?3 AND {}";
            const std::string names = name_columns("c");
            return fmt::format(fmt::runtime(half), plan_columns, names,
                               "a.starts_at >= ?2 AND a.repeat_unit = 0") +
                   " UNION ALL " + fmt::format(fmt::runtime(half), plan_columns, names, "a.repeat_unit <> 0");
        }();
        constexpr std::chrono::hours longest{31 * 24};
        store::Statement rows = connection_.prepare(sql);
        rows.bind_all(user_, ms(day_.start - longest), ms(day_.end));
        const std::size_t first = entries_.size();
        while (rows.step()) {
            const auto next = first_after(read_plan(rows, 0), day_.start, settings_.time_zone);
            if (!next || next->start >= day_.end) continue;
            const bool began = next->start < day_.start;
            if (began && next->end && *next->end <= now_) continue;
            TodayEntry& entry =
                add(Attention::appointment, "appointment", rows.integer(plan_column_count),
                    began ? Reason{fmt::format("going on for {}", days_words(days_since(next->start))),
                                   fmt::format("{}日前から続いています", days_since(next->start))}
                    : rows.integer(plan_column_count + 2) != 0
                        ? Reason{"all day today", "今日は終日です"}
                        : Reason{fmt::format("today at {}", clock(next->start)),
                                 fmt::format("今日{}からです", clock(next->start))});
            entry.title = rows.string(plan_column_count + 1);
            entry.at = next->start;
            about_deal(entry, rows, plan_column_count + 3);
        }
        keep(first, [](const TodayEntry& a, const TodayEntry& b) {
            return std::pair(a.at, a.record.id) < std::pair(b.at, b.record.id);
        });
    }

    /// Orders the entries from `first` on and keeps as many as there may be of one kind.
    template <class Before>
    void keep(std::size_t first, Before before) {
        const auto begin = entries_.begin() + static_cast<std::ptrdiff_t>(first);
        std::sort(begin, entries_.end(), before);
        if (entries_.size() - first > options_.limit) entries_.resize(first + options_.limit);
    }

    void overdue_deals() {
        // As text, "2026-03" sorts before every day of that month; it is over when the month is. "--03-31" says no year.
        static const std::string sql = fmt::format(
            "SELECT d.expected_close, s.name, d.id, d.name, c.id, {} FROM deal d JOIN stage s ON s.id = d.stage_id "
            "LEFT JOIN contact c ON c.id = d.contact_id AND c.deleted_at IS NULL WHERE d.status = 0 "
            "AND d.deleted_at IS NULL AND d.expected_close >= '0' AND d.expected_close < ?2 "
            "AND d.expected_close < substr(?2, 1, length(d.expected_close)) "
            "AND (?1 = 0 OR d.owner_id = ?1 OR d.owner_id IS NULL) ORDER BY d.expected_close, d.id LIMIT ?3",
            name_columns("c"));
        const std::string today = date::format("%F", today_);
        store::Statement rows = connection_.prepare(sql);
        rows.bind_all(user_, today, limit());
        while (rows.step()) {
            const auto expected = PartialDate::parse(rows.text(0));
            if (!expected || expected->year == 0) continue;
            const date::local_days last = calendar_.days(*expected).last;
            const auto days = static_cast<int>((today_ - last).count());
            TodayEntry& entry = add_deal(Attention::overdue_deal, rows, 2,
                                         {fmt::format("expected to close by {}, {} ago; still in {}",
                                                      rows.text(0), days_words(days), rows.text(1)),
                                          fmt::format("{}に完了予定でしたが、{}日過ぎて「{}」にあります",
                                                      rows.text(0), days, rows.text(1))});
            entry.at = calendar_.times(date::format("%F", last))->end;
            entry.days = days;
        }
    }

    void rotting_deals() {
        static const std::string sql = fmt::format(
            "SELECT {}, s.rotting_days, s.name, d.id, d.name, c.id, {} FROM stage s CROSS JOIN deal d ON d.stage_id = s.id "
            "LEFT JOIN contact c ON c.id = d.contact_id AND c.deleted_at IS NULL WHERE s.kind = 0 "
            "AND s.rotting_days IS NOT NULL AND d.deleted_at IS NULL "
            "AND (?1 = 0 OR d.owner_id = ?1 OR d.owner_id IS NULL)",
            sales::since_sql("d"), name_columns("c"));
        store::Statement rows = connection_.prepare(sql);
        rows.bind(1, user_);
        const std::size_t first = entries_.size();
        while (rows.step()) {
            const Time since = time(rows.integer(0));
            const auto allowed = static_cast<int>(rows.integer(1));
            if (rows.null(0) || !sales::rots(StageKind::open, allowed, since, now_)) continue;
            const int days = whole_days(now_ - since);
            TodayEntry& entry = add_deal(
                Attention::rotting_deal, rows, 3,
                {fmt::format("in {} for {}, which allows {}", rows.text(2), days_words(days), allowed),
                 fmt::format("「{}」に{}日間あります（目安は{}日）", rows.text(2), days, allowed)});
            entry.at = since;
            entry.days = days;
        }
        keep(first, [](const TodayEntry& a, const TodayEntry& b) {
            return std::pair(a.at, a.record.id) < std::pair(b.at, b.record.id);
        });
    }

    /// The day on which a birthday falls next, today included: 29 February is the 28th where there is none.
    [[nodiscard]] date::local_days next_birthday(const PartialDate& birthday) const {
        const date::year this_year = date::year_month_day{today_}.year();
        for (date::year year = this_year;; ++year) {
            date::year_month_day day = year / birthday.month / birthday.day;
            if (!day.ok()) day = year / birthday.month / date::last;
            if (date::local_days{day} >= today_) return date::local_days{day};
        }
    }

    void birthdays() {
        static const std::string sql = fmt::format(
            "SELECT c.birthday, c.id, {} FROM contact c WHERE c.birthday IS NOT NULL AND "
            "substr(c.birthday, -5) BETWEEN ?2 AND ?3 AND c.deleted_at IS NULL AND c.merged_into IS NULL "
            "AND c.kind = 0 AND (?1 = 0 OR c.owner_id = ?1 OR c.owner_id IS NULL)",
            name_columns("c"));
        const std::size_t first = entries_.size();
        for (const auto& [from, to] : month_days()) {
            store::Statement rows = connection_.prepare(sql);
            rows.bind_all(user_, from, to);
            while (rows.step()) {
                const auto birthday = PartialDate::parse(rows.text(0));
                if (!birthday || birthday->month == 0 || birthday->day == 0) continue;
                const date::local_days day = next_birthday(*birthday);
                const auto days = static_cast<int>((day - today_).count());
                if (days > options_.birthday_days) continue;
                const int year = static_cast<int>(date::year_month_day{day}.year());
                TodayEntry& entry =
                    add(Attention::birthday, "contact", rows.integer(1),
                        birthday_reason(days, birthday->year == 0 ? 0 : year - birthday->year));
                entry.at = calendar_.times(date::format("%F", day))->start;
                entry.days = days;
                about(entry, rows, 1);
                entry.title = entry.contact_name;
            }
        }
        keep(first, [](const TodayEntry& a, const TodayEntry& b) {
            return std::pair(a.days, a.record.id) < std::pair(b.days, b.record.id);
        });
    }

    /// The stretches of "MM-DD" that the days from today on cover; two where the year ends among them.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> month_days() const {
        const std::string from = date::format("%m-%d", today_);
        const date::local_days end = today_ + date::days{options_.birthday_days};
        std::string to = date::format("%m-%d", end);
        if (to == "02-28") to = "02-29";  // celebrated then, where the year has none
        if (options_.birthday_days >= 365) return {{"01-01", "12-31"}};
        if (date::year_month_day{end}.year() == date::year_month_day{today_}.year()) return {{from, to}};
        return {{from, "12-31"}, {"01-01", to}};
    }

    static Reason birthday_reason(int days, int age) {
        const std::string when = days == 0   ? "today"
                                 : days == 1 ? "tomorrow"
                                             : fmt::format("in {} days", days);
        const std::string when_ja = days == 0 ? "今日" : days == 1 ? "明日" : fmt::format("{}日後", days);
        if (age <= 0) return {fmt::format("birthday {}", when), fmt::format("{}が誕生日です", when_ja)};
        return {fmt::format("turns {} {}", age, when), fmt::format("{}が誕生日です（{}歳）", when_ja, age)};
    }

    // The summary knows the last interaction of all; one that is dated ahead has not been yet.
    static constexpr std::string_view last_touch =
        "CASE WHEN s.last_at > ?2 THEN (SELECT max(p.at) FROM participant p JOIN interaction i ON i.id = p.interaction_id "
        "WHERE p.contact_id = c.id AND p.at <= ?2 AND i.deleted_at IS NULL) ELSE s.last_at END";

    void out_of_touch() {
        static const std::string sql = fmt::format(
            "WITH touch(id, last_at) AS (SELECT c.id, {} FROM contact c LEFT JOIN contact_summary s "
            "ON s.contact_id = c.id WHERE c.rhythm_days IS NOT NULL AND c.deleted_at IS NULL "
            "AND c.merged_into IS NULL AND c.kind = 0 AND (?1 = 0 OR c.owner_id = ?1 OR c.owner_id IS NULL)) "
            "SELECT c.rhythm_days, t.last_at, c.created_at, c.id, {} FROM touch t JOIN contact c ON c.id = t.id "
            "WHERE coalesce(t.last_at, c.created_at) + c.rhythm_days * 86400000 < ?2 "
            "ORDER BY CAST(?2 - coalesce(t.last_at, c.created_at) AS REAL) / c.rhythm_days DESC, c.id LIMIT ?3",
            last_touch, name_columns("c"));
        store::Statement rows = connection_.prepare(sql);
        rows.bind_all(user_, ms(now_), limit());
        while (rows.step()) {
            const bool ever = !rows.null(1);
            const Time last = time(rows.integer(ever ? 1 : 2));
            const int days = whole_days(now_ - last);
            const std::string rhythm = days_words(static_cast<int>(rows.integer(0)));
            TodayEntry& entry =
                add(Attention::out_of_touch, "contact", rows.integer(3),
                    ever ? Reason{fmt::format("no contact for {}; the rhythm is {}", days_words(days), rhythm),
                                  fmt::format("{}日間連絡がありません（目安は{}日）", days, rows.integer(0))}
                         : Reason{fmt::format("no contact since added {} ago; the rhythm is {}",
                                              days_words(days), rhythm),
                                  fmt::format("登録から{}日間連絡がありません（目安は{}日）", days,
                                              rows.integer(0))});
            if (ever) entry.at = last;
            entry.days = days;
            about(entry, rows, 3);
            entry.title = entry.contact_name;
        }
    }

    store::Connection& connection_;
    const Settings settings_;
    std::int64_t user_;
    const TodayOptions& options_;
    Time now_;
    query::Calendar calendar_;
    query::TimeStretch day_;
    date::local_days today_;
    std::vector<TodayEntry> entries_{};
};

}  // namespace

std::vector<TodayEntry> Reader::today(Id<User> user) const { return today(user, {}); }

std::vector<TodayEntry> Reader::today(Id<User> user, const TodayOptions& options) const {
    if (options.birthday_days < 0 || options.birthday_days > 366)
        throw Error(Code::invalid_argument,
                    fmt::format("birthdays within {} days: 0 to 366 are meant", options.birthday_days));
    if (user) (void)get(user);
    return Today(connection_, user.value, options).entries();
}

std::vector<TodayEntry> Database::today(Id<User> user, Where where) const { return today(user, {}, where); }

std::vector<TodayEntry> Database::today(Id<User> user, const TodayOptions& options, Where where) const {
    return read([&](const Reader& reader) { return reader.today(user, options); }, where);
}

}  // namespace kith
