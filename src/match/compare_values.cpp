#include "match/compare.hpp"
#include "match/words.hpp"
#include "text/email.hpp"
#include "text/similarity.hpp"

#include <kith/time.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>

namespace kith::match {
namespace {

/// Days since 1970 of a complete date; a day beyond its month's end counts on.
long day_number(const PartialDate& date) {
    using namespace std::chrono;
    const auto first = sys_days(year(date.year) / month(static_cast<unsigned>(date.month)) / day(1));
    return static_cast<long>(first.time_since_epoch().count()) + date.day - 1;
}

std::string digits_of(const PartialDate& date) {
    std::string result(8, '0');
    const int number = date.year * 10000 + date.month * 100 + date.day;
    for (int i = 7, rest = number; i >= 0; --i, rest /= 10)
        result[static_cast<std::size_t>(i)] = static_cast<char>('0' + rest % 10);
    return result;
}

/// One digit replaced, or two neighbours exchanged.
bool one_digit_off(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    const auto first = std::mismatch(a.begin(), a.end(), b.begin());
    if (first.first == a.end()) return false;
    const auto at = static_cast<std::size_t>(first.first - a.begin());
    if (a.substr(at + 1) == b.substr(at + 1)) return true;
    return at + 1 < a.size() && a[at] == b[at + 1] && a[at + 1] == b[at] &&
           a.substr(at + 2) == b.substr(at + 2);
}

/// 1 January and the first of a month often stand for "some day of that year".
bool stands_for_year(const PartialDate& date) { return date.month == 1 && date.day == 1; }

bool conflict(int a, int b) { return a != 0 && b != 0 && a != b; }

std::string_view domain_part(std::string_view address) {
    const std::size_t at = address.rfind('@');
    return at == std::string_view::npos ? std::string_view() : address.substr(at + 1);
}

std::string_view mailbox_part(std::string_view address) { return address.substr(0, address.rfind('@')); }

/// The digits of a text, or everything else of it.
std::string only(std::string_view text, bool digits) {
    std::string result;
    for (const char c : text) {
        if ((c >= '0' && c <= '9') == digits) result += c;
    }
    return result;
}

/// The numbers in them part the two: ann@ and ann1@, smith1@home1 and smith2@home2, john.1985@ and jon.1958@. Who leaves out a
/// digit and mistakes a letter besides makes one of the other.
bool are_of_a_series(std::string_view a, std::string_view b) {
    const std::string digits_a = only(a, true), digits_b = only(b, true);
    return digits_a != digits_b && (digits_a.size() == digits_b.size() || only(a, false) == only(b, false));
}

std::string_view leading_digits(std::string_view number) {
    std::size_t end = 0;
    while (end < number.size() && number[end] >= '0' && number[end] <= '9') ++end;
    return number.substr(0, end);
}

std::string without_hyphens(std::string_view text) {
    std::string result(text);
    result.erase(std::remove(result.begin(), result.end(), '-'), result.end());
    return result;
}

/// The digits from the first that is not 0: what is left of a number without "+", calling code and trunk zero.
std::string_view national_digits(std::string_view phone) {
    std::size_t at = phone.empty() || phone[0] != '+' ? 0 : 1;
    while (at < phone.size() && phone[at] == '0') ++at;
    return phone.substr(at);
}

}  // namespace

Level compare_dates(std::string_view a, std::string_view b) {
    if (a == b) return Level::equal;
    const auto left = PartialDate::parse(a);
    const auto right = PartialDate::parse(b);
    if (!left || !right) return Level::missing;
    const bool both_complete = left->complete() && right->complete();
    if (!both_complete) {
        if (conflict(left->month, right->month) || conflict(left->day, right->day)) return Level::different;
        if (conflict(left->year, right->year)) {
            return std::abs(left->year - right->year) == 1 ? Level::far : Level::different;
        }
        const bool share_year = left->year != 0 && right->year != 0;
        const bool share_day = left->month != 0 && right->month != 0;
        return share_year || share_day ? Level::partial : Level::missing;
    }
    if (stands_for_year(*left) || stands_for_year(*right)) {
        // That both are 1 January is no news; the years are all there is to compare.
        const bool close = one_digit_off(digits_of(*left).substr(0, 4), digits_of(*right).substr(0, 4));
        return left->year == right->year ? Level::near : close ? Level::far : Level::different;
    }
    if (left->year == right->year && left->month == right->day && left->day == right->month)
        return Level::swapped;
    if (one_digit_off(digits_of(*left), digits_of(*right))) return Level::typo;
    const int agreeing =
        (left->year == right->year) + (left->month == right->month) + (left->day == right->day);
    if (agreeing == 2) return Level::near;
    const long apart = std::labs(day_number(*left) - day_number(*right));
    if (apart <= 31) return Level::near;
    if (apart <= 366 || left->year == right->year) return Level::far;
    return Level::different;
}

Level compare_emails(std::string_view a, std::string_view b) {
    if (a == b) return Level::equal;
    const std::string_view mailbox_a = mailbox_part(a), mailbox_b = mailbox_part(b);
    const std::string_view domain_a = domain_part(a), domain_b = domain_part(b);
    const bool long_enough = std::min(mailbox_a.size(), mailbox_b.size()) >= 5;
    const bool numbers = only(mailbox_a, true) == only(mailbox_b, true);
    const bool neighbours = are_of_a_series(mailbox_a, mailbox_b);
    if (domain_a == domain_b) {
        const Level otherwise = text::is_free_mail_domain(domain_a) ? Level::different : Level::far;
        // ann1@ and ann2@ of one provider are two people; a slip inside a long mailbox is one.
        if (!long_enough || neighbours) return otherwise;
        // tsato@ and t.sato@ may be two people: a provider gives a name once.
        if (squashed(mailbox_a) == squashed(mailbox_b)) return Level::near;
        const int edits = text::damerau_levenshtein(mailbox_a, mailbox_b, 2);
        if (edits <= 2) return numbers ? Level::typo : Level::near;
        return numbers && text::jaro_winkler(mailbox_a, mailbox_b) >= 0.92 ? Level::near : otherwise;
    }
    const std::string plain_a = squashed(mailbox_a),
                      plain_b = squashed(mailbox_b);  // ada.lovelace, adalovelace
    const auto role = [&] { return text::is_role_mailbox(mailbox_a) || text::is_role_mailbox(mailbox_b); };
    if (plain_a == plain_b && plain_a.size() >= 4 && !role()) {
        const bool slip = mailbox_a == mailbox_b && !are_of_a_series(domain_a, domain_b) &&
                          text::damerau_levenshtein(domain_a, domain_b, 2) <= 2;
        return slip ? Level::typo : Level::near;
    }
    const bool series = neighbours || are_of_a_series(domain_a, domain_b);
    if (long_enough && !series && text::damerau_levenshtein(a, b, 3) <= 3) return Level::typo;
    return Level::different;
}

Level compare_phones(std::string_view a, std::string_view b) {
    if (a == b) return Level::equal;
    const bool international_a = a[0] == '+', international_b = b[0] == '+';
    const std::string_view left = national_digits(a), right = national_digits(b);
    const auto differ = std::mismatch(left.rbegin(), left.rend(), right.rbegin(), right.rend());
    const auto common = static_cast<std::size_t>(differ.first - left.rbegin());
    // Two whole numbers of different countries that end alike: one was read as a number of the wrong country.
    if (international_a && international_b ? common >= 9
                                           : common >= 6 && common == std::min(left.size(), right.size())) {
        return Level::partial;
    }
    if (left.size() == right.size() && left.size() >= 7 && one_digit_off(left, right)) return Level::typo;
    return Level::different;
}

Level compare_numbers(std::string_view a, std::string_view b) {
    if (a == b) return Level::equal;
    const std::string plain_a = squashed(a), plain_b = squashed(b);
    if (plain_a == plain_b) return Level::equal;
    const std::string_view digits_a = leading_digits(plain_a), digits_b = leading_digits(plain_b);
    if (!digits_a.empty() && digits_a == digits_b) return Level::part;
    const Words words_a(a), words_b(b);
    if (!words_a.empty() && !words_b.empty() && words_a.front() == words_b.front()) return Level::part;
    if (std::max(plain_a.size(), plain_b.size()) >= 2 && text::damerau_levenshtein(plain_a, plain_b, 1) == 1)
        return Level::typo;
    return Level::different;
}

Level compare_postcodes(std::string_view a, std::string_view b) {
    if (a == b) return Level::equal;
    const std::string plain_a = squashed(a), plain_b = squashed(b);
    if (plain_a == plain_b) return Level::equal;
    if (text::damerau_levenshtein(plain_a, plain_b, 1) == 1) return Level::typo;
    const std::size_t half = (std::max(plain_a.size(), plain_b.size()) + 1) / 2;
    if (half >= 3 && std::string_view(plain_a).substr(0, half) == std::string_view(plain_b).substr(0, half))
        return Level::part;
    return Level::different;
}

Level compare_identifiers(std::string_view a, std::string_view b) {
    if (a == b) return Level::equal;
    // Which identifier it is stands before the colon.
    const std::string_view value_a = a.substr(a.find(':') + 1), value_b = b.substr(b.find(':') + 1);
    // Written with hyphens and without; where both have them, they stand elsewhere.
    const bool divided_a = value_a.find('-') != std::string_view::npos;
    const bool divided_b = value_b.find('-') != std::string_view::npos;
    if (divided_a != divided_b && without_hyphens(value_a) == without_hyphens(value_b)) return Level::equal;
    if (std::min(value_a.size(), value_b.size()) >= 5 && text::damerau_levenshtein(value_a, value_b, 1) == 1)
        return Level::typo;
    return Level::different;
}

}  // namespace kith::match
