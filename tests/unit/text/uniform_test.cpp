// Formats made uniform.
#include "text/uniform.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace kith::text;

namespace {

struct Case {
    std::string_view before, after;
};

template <class Format>
void check(const std::vector<Case>& cases, Format&& format) {
    for (const Case& each : cases) {
        INFO(each.before);
        CHECK(format(each.before) == each.after);
        CHECK(format(each.after) == each.after);  // once is enough
    }
}

}  // namespace

TEST_CASE("width is usual") {
    check({{"ＡＢＣ株式会社", "ABC株式会社"},
           {"ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダ タロウ"},
           {"ﾊﾟｰﾃｨｰ", "パーティー"},
           {"１－２－３", "1-2-3"},
           {"１２ー３", "12-3"},
           {"（株）山田", "（株）山田"},
           {"山田　太郎", "山田　太郎"},
           {"スーパー", "スーパー"},
           {"Ada", "Ada"},
           {"", ""}},
          [](std::string_view text) { return usual_width(text); });
}

TEST_CASE("spaces are single, and none at the ends") {
    check({{"  Ada   Lovelace ", "Ada Lovelace"},
           {"Ada\tLovelace\xc2\xa0", "Ada Lovelace"},
           {"山田　太郎", "山田　太郎"},
           {"山田　　太郎", "山田 太郎"},
           {"　山田", "山田"},
           {"one\n  two", "one\n  two"},
           {"   ", ""}},
          [](std::string_view text) { return tidy_spaces(text); });
}

TEST_CASE("capitals of names are usual where they say nothing") {
    check({{"MCDONALD", "McDonald"},
           {"mcdonald", "McDonald"},
           {"MACDONALD", "MacDonald"},
           {"MACKEY", "Mackey"},
           {"O'BRIEN", "O'Brien"},
           {"o’neill", "O’Neill"},
           {"DE LA CRUZ", "de la Cruz"},
           {"VAN DER BERG", "van der Berg"},
           {"SMITH-JONES", "Smith-Jones"},
           {"MÜLLER", "Müller"},
           {"ИВАНОВ", "Иванов"},
           {"NG", "Ng"},
           {"lovelace", "Lovelace"},
           {"McDonald", "McDonald"},
           {"d'Artagnan", "d'Artagnan"},
           {"DiCaprio", "DiCaprio"},
           {"山田", "山田"},
           {"X", "X"},
           {"J.R.", "J.R."},
           {"ada@engines.example", "ada@engines.example"},
           {"ada.lovelace", "ada.lovelace"},
           {"SMITH (NÉE JONES)", "SMITH (NÉE JONES)"},
           {"ST. JOHN", "St. John"},
           {"SAN MARTÍN", "San Martín"},
           {"MAC DONALD", "Mac Donald"},
           {"R2D2", "R2D2"},
           {"ΠΑΠΑΔΟΠΟΥΛΟΣ", "Παπαδοπουλος"},
           {"HENRY VIII", "Henry VIII"},
           {"İLKER", "İLKER"},
           {"Ｊ．Ｋ．", "Ｊ．Ｋ．"},
           {"MARIA・ANNA", "Maria・Anna"},
           {"O‘NEILL", "O‘Neill"}},
          [](std::string_view text) { return usual_case(text, NamePart::family); });
    check({{"ADA", "Ada"},
           {"ada", "Ada"},
           {"TJ", "TJ"},
           {"JO", "Jo"},
           {"ANNA-MARIA", "Anna-Maria"},
           {"MARÍA DEL CARMEN", "María del Carmen"},
           {"Ada", "Ada"}},
          [](std::string_view text) { return usual_case(text, NamePart::given); });
}

TEST_CASE("e-mails are addresses alone") {
    check({{" ada@Engines.EXAMPLE ", "ada@engines.example"},
           {"Ada.L@Engines.Example", "Ada.L@engines.example"},
           {"Ada Lovelace <ada@engines.example>", "ada@engines.example"},
           {"mailto:ada@engines.example", "ada@engines.example"},
           {"ａｄａ＠ｅｎｇｉｎｅｓ．ｅｘａｍｐｌｅ", "ada@engines.example"},
           {"ada at engines", "ada at engines"},
           {"a@b.example, c@d.example", "a@b.example, c@d.example"},
           {"Ada <a@b.example>, Bob <c@d.example>", "Ada <a@b.example>, Bob <c@d.example>"},
           {"NOT a@b.example", "NOT a@b.example"},
           {"ada lovelace@b.example", "ada lovelace@b.example"},
           {"<a@b.example>;", "<a@b.example>;"},
           {"<mailto:a@b.example>", "a@b.example"},
           {"", ""}},
          [](std::string_view text) { return uniform_email(text); });
}

TEST_CASE("telephone numbers are written in one way") {
    check({{"0312345678", "03-1234-5678"},
           {"０３－１２３４－５６７８", "03-1234-5678"},
           {"+81 3 1234 5678", "03-1234-5678"},
           {"+44 (0)20 7946 0018", "+44 20 7946 0018"},
           {"03(1234)5678 内線12", "03-1234-5678 内線12"},
           {"0120444444", "0120-444-444"},
           {"03-1234-5678 (ask for Ada)", "03-1234-5678 (ask for Ada)"},
           {"03-1234-5678 / 090-1234-5678", "03-1234-5678 / 090-1234-5678"},
           {"03-1234-5678/9", "03-1234-5678/9"},
           {"03-1234-5678 & 5", "03-1234-5678 & 5"},
           {"03-1234-5678 (9-17)", "03-1234-5678 (9-17)"},
           {"03-1234-5678;03-1234-9999", "03-1234-5678;03-1234-9999"},
           {"0081 3 1234 5678", "03-1234-5678"},
           {"010 1 415 555 2671", "+1 415-555-2671"},
           {"12", "12"},
           {"call me", "call me"}},
          [](std::string_view text) { return uniform_phone(text, "JP", PhoneStyle::national); });
    CHECK(uniform_phone("0312345678", "jp", PhoneStyle::national) == "03-1234-5678");
    CHECK(uniform_phone("03-1234-5678", "JP", PhoneStyle::e164) == "+81312345678");
    CHECK(uniform_phone("03-1234-5678", "JP", PhoneStyle::international) == "+81 3-1234-5678");
    CHECK(uniform_phone("0120444444", "JP", PhoneStyle::e164) ==
          "0120-444-444");  // nobody dials it from abroad
    CHECK(uniform_phone("03-1234-5678 内線12", "JP", PhoneStyle::e164) == "+81312345678 ext. 12");
}
