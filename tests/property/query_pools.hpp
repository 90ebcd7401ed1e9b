// The values that random records have and random queries ask for: few, so that much of it meets.
#pragma once

#include <string>
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
inline const std::vector<std::string> sizes = {"S", "M", "L", "XL"};
inline const std::vector<std::string> langs = {"en", "fr", "ja"};
inline const std::vector<std::string> user_names = {"ada", "bob", "carl"};
inline const std::vector<std::string> organization_names = {"Acme", "Globex Inc.", "さくら商事", "Initech"};
inline const std::vector<std::string> stages = {"Lead", "Talk", "Won", "Lost"};
inline const std::vector<std::string> lists = {"News", "Press", "Fair"};
inline const std::vector<std::string> seconds = {"10", "20.5", "30", "60"};
inline const std::vector<std::string> pages = {"/", "/pricing", "demo", "Ada"};

}  // namespace query_test::pools
