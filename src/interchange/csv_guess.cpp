// Guesses about a CSV file: its delimiter, and whether its first row is a header.
#include "interchange/csv.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace kith::interchange {

namespace {

constexpr std::size_t sample_size = 65536;
constexpr std::size_t sample_rows = 100;

// How the rows of a sample agree on their number of fields.
struct Agreement {
    double share = 0;        // of the rows that have the most frequent number
    std::size_t fields = 1;  // that number
};

Agreement agreement(std::string_view sample, char delimiter, bool cut) {
    CsvReader reader(sample, {.delimiter = delimiter, .header = false});
    std::vector<std::size_t> widths;
    CsvRow row;
    while (widths.size() < sample_rows && reader.next(row)) {
        widths.push_back(row.fields.size());
    }
    if (cut && widths.size() > 1 && widths.size() < sample_rows) {
        widths.pop_back();  // the sample may end inside it
    }
    Agreement result;
    for (const auto width : widths) {
        const auto equal = std::count(widths.begin(), widths.end(), width);
        const auto share = static_cast<double>(equal) / static_cast<double>(widths.size());
        if (share > result.share || (share == result.share && width > result.fields)) {
            result = {share, width};
        }
    }
    return result;
}

enum class Kind { empty, text, number, date, phone, address };

Kind kind_of(std::string_view field) {
    while (!field.empty() && field.front() == ' ') {
        field.remove_prefix(1);
    }
    while (!field.empty() && field.back() == ' ') {
        field.remove_suffix(1);
    }
    if (field.empty()) {
        return Kind::empty;
    }
    const auto at = field.find('@');
    if ((at != std::string_view::npos && at > 0 && field.find(' ') == std::string_view::npos) ||
        field.substr(0, 7) == "http://" || field.substr(0, 8) == "https://") {
        return Kind::address;
    }
    const auto digits = std::count_if(field.begin(), field.end(), [](char c) { return c >= '0' && c <= '9'; });
    const bool only_signs = field.find_first_not_of("0123456789 +-./:,()%") == std::string_view::npos;
    if (digits == 0 || !only_signs) {
        return Kind::text;
    }
    const auto separators =
        std::count_if(field.begin(), field.end(), [](char c) { return c == '-' || c == '/'; });
    if (separators == 2 && (digits == 8 || digits == 6 || digits == 7)) {
        return Kind::date;
    }
    return digits >= 9 || separators >= 2 ? Kind::phone : Kind::number;
}

// Words of which column names are made, in small letters.
constexpr std::array<std::string_view, 76> column_words{"name",    "mail",     "phone",
                                                        "address", "street",   "city",
                                                        "town",    "state",    "region",
                                                        "zip",     "postcode", "postal",
                                                        "country", "company",  "organi",
                                                        "title",   "job",      "department",
                                                        "birth",   "note",     "comment",
                                                        "tag",     "group",    "categor",
                                                        "mobile",  "fax",      "url",
                                                        "website", "gender",   "date",
                                                        "time",    "id",       "type",
                                                        "status",  "amount",   "price",
                                                        "value",   "label",    "nickname",
                                                        "first",   "last",     "given",
                                                        "family",  "suffix",   "prefix",
                                                        "vorname", "nachname", "stra\u00dfe",
                                                        "ort",     "plz",      "telefon",
                                                        "firma",   "nom",      "pr\u00e9nom",
                                                        "adresse", "ville",    "soci\u00e9t\u00e9",
                                                        "氏名",    "姓",       "名",
                                                        "電話",    "メール",   "住所",
                                                        "郵便",    "会社",     "部署",
                                                        "役職",    "生年月日", "備考",
                                                        "メモ",    "フリガナ", "ふりがな",
                                                        "携帯",    "タグ",     "番号",
                                                        "日付"};

bool names_a_column(std::string_view field) {
    std::string small;
    for (const char c : field) {
        small.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
    }
    return small.size() <= 48 &&
           std::any_of(column_words.begin(), column_words.end(), [&](std::string_view word) {
               // A single kanji or a very short word must be the whole name: 名 is also part of names.
               return word.size() <= 3 ? small == word : small.find(word) != std::string::npos;
           });
}

}  // namespace

std::optional<char> separator_line(std::string_view line) noexcept {
    if (line.size() == 7 && line.front() == '"' && line.back() == '"') {
        line = line.substr(1, 5);
    }
    const bool named = line.size() == 5 && (line.substr(0, 4) == "sep=" || line.substr(0, 4) == "SEP=") &&
                       line[4] != '"' && line[4] != ' ';
    return named ? std::optional(line[4]) : std::nullopt;
}

char detect_delimiter(std::string_view sample) {
    const bool cut = sample.size() > sample_size;
    sample = sample.substr(0, sample_size);
    if (const auto named =
            separator_line(sample.substr(0, std::min(sample.find_first_of("\r\n"), sample.size())))) {
        return *named;
    }
    constexpr double faultless = 0.95;
    char best = ',';
    double best_score = 0;
    for (const char delimiter : {'\t', '|', ';', ',', ':'}) {
        const auto [share, fields] = agreement(sample, delimiter, cut);
        if (fields < 2) {
            continue;
        }
        if (share >= faultless && delimiter != ':') {
            return delimiter;
        }
        // A colon is in every time and address: it must be the only one that divides anything.
        const double score = share * std::log2(static_cast<double>(fields)) * (delimiter == ':' ? 0.2 : 1);
        if (score > best_score) {
            best = delimiter;
            best_score = score;
        }
    }
    return best;
}

bool looks_like_header(const std::vector<std::string>& first,
                       std::span<const std::vector<std::string>> following) {
    std::size_t filled = 0;
    std::size_t known = 0;
    std::size_t data = 0;
    std::set<std::string_view> distinct;
    for (const auto& field : first) {
        const auto kind = kind_of(field);
        filled += kind == Kind::empty ? 0 : 1;
        data += kind == Kind::empty || kind == Kind::text ? 0 : 1;
        known += kind == Kind::text && names_a_column(field) ? 1 : 0;
        if (kind != Kind::empty) {
            distinct.insert(field);
        }
    }
    if (filled == 0) {
        return false;
    }
    if (known * 2 >= filled || known >= 3) {
        return data <= known;
    }
    if (data > 0 || filled * 2 < first.size() || distinct.size() < filled) {
        return false;
    }
    // Names where the rows below have numbers, dates or addresses; or a value that comes again below.
    std::size_t repeated = 0;
    for (std::size_t column = 0; column < first.size(); ++column) {
        std::size_t differ = 0;
        std::size_t present = 0;
        for (const auto& row : following) {
            if (column < row.size() && kind_of(row[column]) != Kind::empty) {
                ++present;
                differ += kind_of(row[column]) != Kind::text ? 1 : 0;
                repeated += row[column] == first[column] ? 1 : 0;
            }
        }
        if (present > 0 && differ == present && kind_of(first[column]) == Kind::text) {
            return true;
        }
    }
    return repeated == 0;
}

}  // namespace kith::interchange
