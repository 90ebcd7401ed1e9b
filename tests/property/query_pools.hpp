// The values that random records have and random queries ask for: few, so that much of it meets.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace query_test::pools {

inline const std::vector<std::string> words = {"Ada",  "ada",    "Bob",    "Ann", "Brown", "O'Hara", "Müller",
                                               "山田", "ヤマダ", "やまだ", "a b", "x_y",   "50%"};
inline const std::vector<std::string> pieces = {"a", "o", "an", "山", "やま", "M", "x", "%", "_", " "};
inline const std::vector<std::string> patterns = {"a%", "%a", "%n%", "_nn", "%", "___", "%o_", "a%b", "%山%"};
inline const std::vector<std::string> regexes = {"a",    "^a",  "[a-m]n*$", "^.$",  "^[^a]+$",
                                                 "a|山", "o?h", "^(a|b)+",  ".{4}", "ヤ",
                                                 "M.*r", "",    "\\d",      "n{2}", "x+_y"};
inline const std::vector<std::string> dates = {"1990-06-15", "1990-06",    "1990",       "--06-15",
                                               "--12",       "---15",      "2000-02-29", "1990-01-01",
                                               "1989-12-31", "1990-06-30", "1991"};
inline const std::vector<std::string> full_dates = {"1990-06-15", "1990-06",    "1990",       "2000-02-29",
                                                    "1990-01-01", "1989-12-31", "1990-07-01", "1990-01"};
inline const std::vector<std::string> tags = {"vip", "new", "old", "重要"};
inline const std::vector<std::string> industries = {"Retail", "Computing", "製造"};
/// Latitudes and longitudes: near one another, on both sides of the line where the days meet, at a pole.
inline const std::vector<std::pair<double, double>> points = {
    {35.6812, 139.7671}, {35.6896, 139.7006}, {35.4437, 139.638}, {34.7025, 135.4959}, {51.5074, -0.1278},
    {-18.1, 179.5},      {-18.2, -179.6},     {89.9, 10.0},       {89.9, -170.0},      {-33.8688, 151.2093}};
inline const std::vector<std::string> sizes = {"S", "M", "L", "XL"};
inline const std::vector<std::string> langs = {"en", "fr", "ja"};
inline const std::vector<std::string> user_names = {"ada", "bob", "carl"};
inline const std::vector<std::string> organization_names = {"Acme", "Globex Inc.", "さくら商事", "Initech"};
inline const std::vector<std::string> stages = {"Lead", "Talk", "Won", "Lost"};
inline const std::vector<std::string> lists = {"News", "Press", "Fair"};
/// Segments by the type of what they select.
inline const std::vector<std::pair<std::string, std::vector<std::string>>> segments = {
    {"contact", {"Picked people", "Others", "人々"}},
    {"organization", {"Picked companies"}},
    {"interaction", {"Picked talks"}},
    {"deal", {"Picked deals"}},
    {"event", {"Picked events"}},
    {"task", {"Picked tasks"}},
    {"appointment", {"Picked dates"}}};
inline const std::vector<std::string> purposes = {"news", "News", "ｆａｉｒ"};
/// What full text looks for: whole words, pieces, several.
inline const std::vector<std::string> searches = {"ada",  "an",   "rown",   "hara",    "ヤマ",  "yamada",
                                                  "acme", "info", "globex", "bob ada", "ohara", "'a b'"};
/// Words to be found in one field: whole ones, beginnings of the last, and pieces that are none.
inline const std::vector<std::string> wanted = {"ada", "an", "brow", "rown",   "bob",
                                                "a b", "b",  "b a",  "nobody", "ad ann"};
inline const std::vector<std::string> seconds = {"10", "20.5", "30", "60"};
/// Amounts to compare with, each list in one currency.
inline const std::vector<std::vector<std::string>> amounts = {{"0 USD", "10 USD", "20 USD", "6.67 USD"},
                                                              {"0 USD", "10 USD", "20 USD"},
                                                              {"10 EUR", "20 EUR"},
                                                              {"1000 JPY", "3000 JPY", "1500 JPY"},
                                                              {"10 GBP", "0 GBP"}};
inline const std::vector<std::string> pages = {"/", "/pricing", "demo", "Ada"};

}  // namespace query_test::pools
