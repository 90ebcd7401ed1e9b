#include "text/name.hpp"

#include "text/name_words.hpp"
#include "text/surnames.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace kith::text;

namespace {

// One line per name: "p" prefix, "g" given, "a" additional, "f" family, "s" suffix, "n" nickname, "pg", "pf"
// phonetic, "ff" shown family first, "gf" given first against its script's custom.
std::string parts(const ParsedName& n) {
    std::string out;
    const auto add = [&](const char* label, const std::string& part) {
        if (!part.empty()) out += (out.empty() ? "" : "; ") + (label + part);
    };
    add("p ", n.prefix);
    add("g ", n.given);
    add("a ", n.additional);
    add("f ", n.family);
    add("s ", n.suffix);
    add("n ", n.nickname);
    add("pg ", n.phonetic_given);
    add("pf ", n.phonetic_family);
    if (n.family_first) out += "; ff";
    if (n.given_first) out += "; gf";
    return out;
}

struct Row {
    const char* text;
    const char* parts;
};

struct RegionRow {
    const char* text;
    const char* region;
    const char* parts;
};

void check(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        INFO(row.text);
        CHECK(parts(parse_name(row.text)) == row.parts);
    }
}

}  // namespace

TEST_CASE("Western names: particles and two surnames", "[text][name]") {
    check({
        {"Dr. John Q. Public Jr.", "p Dr.; g John; a Q.; f Public; s Jr."},
        {"Public, John Q.", "g John; a Q.; f Public"},
        {"Ludwig van Beethoven", "g Ludwig; f van Beethoven"},
        {"Beethoven, Ludwig van", "g Ludwig; f van Beethoven"},
        {"van Gogh", "f van Gogh"},
        {"Van Morrison", "g Van; f Morrison"},
        {"James Van Der Beek", "g James; f Van Der Beek"},
        {"van der Berg, Jan", "g Jan; f van der Berg"},
        {"Charles de Gaulle", "g Charles; f de Gaulle"},
        {"Leonardo da Vinci", "g Leonardo; f da Vinci"},
        {"Jean de La Fontaine", "g Jean; f de La Fontaine"},
        {"Ursula K. Le Guin", "g Ursula; a K.; f Le Guin"},
        {"Jill St. John", "g Jill; f St. John"},
        {"Muhammad bin Salman", "g Muhammad; f bin Salman"},
        {"Abu Bakr al-Baghdadi", "g Abu; a Bakr; f al-Baghdadi"},
        {"محمد بن سلمان", "g محمد; f بن سلمان"},
        {"María José Carreño Quiñones", "g María José; f Carreño Quiñones"},
        {"María del Carmen Fernández López", "g María del Carmen; f Fernández López"},
        {"José Ortega y Gasset", "g José; f Ortega y Gasset"},
        {"Gabriel García Márquez", "g Gabriel; f García Márquez"},
        {"maria garcia lopez", "g maria; f garcia lopez"},
        {"Juan Carlos Garcia", "g Juan Carlos; f Garcia"},
        {"Rodríguez Zapatero, José Luis", "g José Luis; f Rodríguez Zapatero"},
        {"João Pedro Silva Santos", "g João Pedro; f Silva Santos"},
    });
}

TEST_CASE("Western names: single words, initials, hyphens", "[text][name]") {
    check({
        {"O'Brien", "f O'Brien"},
        {"Pat O’Brien", "g Pat; f O’Brien"},
        {"McDonald", "f McDonald"},
        {"Smith", "g Smith"},
        {"Madonna", "g Madonna"},
        {"J.R.R. Tolkien", "g J.R.R.; f Tolkien"},
        {"J. R. R. Tolkien", "g J.; a R. R.; f Tolkien"},
        {"M. Night Shyamalan", "g M.; a Night; f Shyamalan"},
        {"Catherine Zeta-Jones", "g Catherine; f Zeta-Jones"},
    });
}

TEST_CASE("Western names: titles, generations, degrees", "[text][name]") {
    check({
        {"Prof. Dr. med. Hans-Peter Müller", "p Prof. Dr. med.; g Hans-Peter; f Müller"},
        {"Dr. Phil McGraw", "p Dr.; g Phil; f McGraw"},
        {"Dipl.-Ing. Klaus Schmidt", "p Dipl.-Ing.; g Klaus; f Schmidt"},
        {"Univ.-Prof. Dr. Anna Berger", "p Univ.-Prof. Dr.; g Anna; f Berger"},
        {"Dr.Smith", "p Dr.; f Smith"},
        {"Herr Müller", "p Herr; f Müller"},
        {"Frau Dr. Angela Merkel", "p Frau Dr.; g Angela; f Merkel"},
        {"Mme Curie", "p Mme; f Curie"},
        {"Señora Ana Gómez", "p Señora; g Ana; f Gómez"},
        {"Dott.ssa Giulia Rossi", "p Dott.ssa; g Giulia; f Rossi"},
        {"Drs. P. de Vries", "p Drs.; g P.; f de Vries"},
        {"г-н Иванов", "p г-н; f Иванов"},
        {"Mr. & Mrs. Smith", "p Mr. & Mrs.; f Smith"},
        {"Sir Ian", "p Sir; g Ian"},
        {"Sister Mary", "p Sister; g Mary"},
        {"Hon. John Doe", "p Hon.; g John; f Doe"},
        {"Don Johnson", "g Don; f Johnson"},
        {"John Smith, PhD, MD", "g John; f Smith; s PhD, MD"},
        {"Jane Smith MBA CPA", "g Jane; f Smith; s MBA, CPA"},
        {"John Smith Ph. D.", "g John; f Smith; s Ph. D."},
        {"Jane Doe, MA", "g Jane; f Doe; s MA"},
        {"Jack Ma", "g Jack; f Ma"},
        {"William Russell, 1st Duke of Bedford", "g William; f Russell; s 1st Duke of Bedford"},
        {"John Smith, CEO", "g John; f Smith; s CEO"},
        {"John Smith, PhD, Managing Director", "g John; f Smith; s PhD, Managing Director"},
        {"Earl, Steve", "g Steve; f Earl"},
        {"Smith, John, Jr.", "g John; f Smith; s Jr."},
        {"Smith Jr., John", "g John; f Smith; s Jr."},
        {"Smith, Dr. John", "p Dr.; g John; f Smith"},
        {"Rev. Dr. Martin Luther King, Jr.", "p Rev. Dr.; g Martin; a Luther; f King; s Jr."},
        {"Sammy Davis Junior", "g Sammy; f Davis; s Junior"},
        {"Karl Maier sen.", "g Karl; f Maier; s sen."},
        {"Maier jun., Karl", "g Karl; f Maier; s jun."},
        {"Maier, Karl, Jun.", "g Karl; f Maier; s Jun."},
        {"Jun Tanaka", "g Jun; f Tanaka"},
        {"Amartya Sen", "g Amartya; f Sen"},
        {"Sen, Amartya", "g Amartya; f Sen"},
        {"John Smith III", "g John; f Smith; s III"},
    });
}

TEST_CASE("Western names: nicknames and remarks", "[text][name]") {
    check({
        {"William \"Bill\" Gates", "g William; f Gates; n Bill"},
        {"Robert (Bob) Smith", "g Robert; f Smith; n Bob"},
        {"“Bob” Smith", "f Smith; n Bob"},
        {"Mary Smith (née Jones)", "g Mary; f Smith; s née Jones"},
        {"John Smith (work)", "g John; f Smith"},
        {"\"John Smith\" <john@example.com>", "g John; f Smith"},
        {"John and Jane Smith", "g John and Jane; f Smith"},
    });
}

TEST_CASE("names in other alphabets, and family names in capitals", "[text][name]") {
    check({
        {"Иванов Иван Иванович", "g Иван; a Иванович; f Иванов; ff"},
        {"Иван Иванович Иванов", "g Иван; a Иванович; f Иванов"},
        {"Γιώργος Παπαδόπουλος", "g Γιώργος; f Παπαδόπουλος"},
        {"YAMADA Taro", "g Taro; f YAMADA; ff"},
        {"Taro YAMADA", "g Taro; f YAMADA"},
        {"OH Sadaharu", "g Sadaharu; f OH; ff"},
        {"DUPONT Jean-Pierre", "g Jean-Pierre; f DUPONT; ff"},
        {"VAN DER BERG Jan", "g Jan; f VAN DER BERG; ff"},
        {"JP Morgan", "g JP; f Morgan"},
        {"JOHN SMITH", "g JOHN; f SMITH"},
        {"Kim Min-jun", "g Min-jun; f Kim; ff"},
        {"Ｊｏｈｎ　Ｓｍｉｔｈ", "g Ｊｏｈｎ; f Ｓｍｉｔｈ"},
        {"Dr.", "g Dr."},
        {"john@example.com", "g john@example.com"},
    });
}

TEST_CASE("a region decides what the text cannot", "[text][name]") {
    const std::vector<RegionRow> rows = {
        {"M. Dupont", "FR", "p M.; f Dupont"},
        {"Don Pedro", "ES", "p Don; g Pedro"},
        {"Gabriel Boric Font", "CL", "g Gabriel; f Boric Font"},
        {"Nagy Ferenc", "HU", "g Ferenc; f Nagy; ff"},
        {"Dr. Nagy Ferenc", "HU", "p Dr.; g Ferenc; f Nagy; ff"},
        {"Ferenc Nagy", "hu", "g Ferenc; f Nagy"},
        {"Nguyễn Văn An", "VN", "g Văn An; f Nguyễn; ff"},
        {"John Smith", "VN", "g John; f Smith"},
        {"Wang Xiaoming", "CN", "g Xiaoming; f Wang; ff"},
        {"Xiaoming Wang", "CN", "g Xiaoming; f Wang"},
        {"Park Chan Wook", "KR", "g Chan Wook; f Park; ff"},
        {"Yamada Taro", "JP", "g Taro; f Yamada; ff"},
        {"Ohno Yoko", "JP", "g Yoko; f Ohno; ff"},
        {"Taro Yamada", "JP", "g Taro; f Yamada"},
        {"Yamada Taro", "US", "g Yamada; f Taro"},
        {"高明", "CN", "g 明; f 高; ff"},
        {"林丹", "TW", "g 丹; f 林; ff"},
    };
    for (const RegionRow& row : rows) {
        INFO(row.text << " in " << row.region);
        CHECK(parts(parse_name(row.text, row.region)) == row.parts);
    }
}

TEST_CASE("Japanese names with and without a space", "[text][name]") {
    check({
        {"山田 太郎", "g 太郎; f 山田; ff"},
        {"山田　太郎 様", "g 太郎; f 山田; s 様; ff"},
        {"山田太郎", "g 太郎; f 山田; ff"},
        {"山田太郎様", "g 太郎; f 山田; s 様; ff"},
        {"佐々木希", "g 希; f 佐々木; ff"},
        {"勅使河原三郎", "g 三郎; f 勅使河原; ff"},
        {"武者小路実篤", "g 実篤; f 武者小路; ff"},
        {"長谷川町子", "g 町子; f 長谷川; ff"},
        {"髙橋健一", "g 健一; f 髙橋; ff"},
        {"渡邊健", "g 健; f 渡邊; ff"},
        {"𠮷田太郎", "g 太郎; f 𠮷田; ff"},
        {"一ノ瀬はな", "g はな; f 一ノ瀬; ff"},
        {"井ノ原快彦", "g 快彦; f 井ノ原; ff"},
        {"田中みな実", "g みな実; f 田中; ff"},
        {"林修", "g 修; f 林; ff"},
        {"森鴎外", "g 鴎外; f 森; ff"},
        {"林真理子", "g 真理子; f 林; ff"},
        {"堀北真希", "g 真希; f 堀北; ff"},
        {"桜木はな", "g はな; f 桜木; ff"},
        {"久遠寺森羅", "g 寺森羅; f 久遠; ff"},
        {"万城目学", "g 目学; f 万城; ff"},
        {"小林", "f 小林; ff"},
        {"五十嵐", "f 五十嵐; ff"},
        {"真理子", "g 真理子; ff"},
        {"太郎", "g 太郎; ff"},
        {"花子", "g 花子; ff"},
        {"翼", "g 翼; ff"},
    });
}

TEST_CASE("names in kana, and foreign names among them", "[text][name]") {
    check({
        {"やまだたろう", "g やまだたろう; ff"},
        {"さくら", "g さくら; ff"},
        {"やまだ　たろう", "g たろう; f やまだ; ff"},
        {"ﾔﾏﾀﾞ ﾀﾛｳ", "g ﾀﾛｳ; f ﾔﾏﾀﾞ; ff"},
        {"ラーメン太郎", "g ラーメン太郎; ff"},
        {"いとう太郎", "g 太郎; f いとう; ff"},
        {"山 田 太 郎", "g 太郎; f 山田; ff"},
        {"安藤 ロイド", "g ロイド; f 安藤; ff"},
        {"山田 マリア 花子", "g マリア 花子; f 山田; ff"},
        {"太郎 山田", "g 太郎; f 山田"},
        {"高橋 メアリー・ジェーン", "g メアリー・ジェーン; f 高橋; ff"},
        {"マイケル・ジョーダン", "g マイケル; f ジョーダン; gf"},
        {"マイケル・J・フォックス", "g マイケル; a J; f フォックス; gf"},
    });
}

TEST_CASE("readings beside a name", "[text][name]") {
    check({
        {"山田 太郎（やまだ たろう）", "g 太郎; f 山田; pg たろう; pf やまだ; ff"},
        {"山田太郎(ヤマダタロウ)", "g 太郎; f 山田; pg タロウ; pf ヤマダ; ff"},
        {"佐藤健 さとうたける", "g 健; f 佐藤; pg たける; pf さとう; ff"},
        {"山田 太郎 やまだ たろう", "g 太郎; f 山田; pg たろう; pf やまだ; ff"},
        {"大野 花子 (Ohno Hanako)", "g 花子; f 大野; pg Hanako; pf Ohno; ff"},
        {"山田 太郎 Taro Yamada", "g 太郎; f 山田; pg Taro; pf Yamada; ff"},
        {"Taro Yamada (山田太郎)", "g 太郎; f 山田; pg Taro; pf Yamada; ff"},
        {"John Smith (ジョン・スミス)", "g John; f Smith; pg ジョン; pf スミス"},
        {"やまだ たろう（山田太郎）", "g 太郎; f 山田; pg たろう; pf やまだ; ff"},
        {"佐藤(さとう)", "f 佐藤; pf さとう; ff"},
        {"山田たろう", "g たろう; f 山田; ff"},
    });
}

TEST_CASE("forms of address, job titles and companies around a Japanese name", "[text][name]") {
    check({
        {"山田さん", "f 山田; s さん; ff"},
        {"たなか様", "f たなか; s 様; ff"},
        {"ゆみちゃん", "g ゆみ; s ちゃん; ff"},
        {"田中部長", "f 田中; s 部長; ff"},
        {"田中 部長", "f 田中; s 部長; ff"},
        {"鈴木一朗 選手", "g 一朗; f 鈴木; s 選手; ff"},
        {"山田太郎先生", "g 太郎; f 山田; s 先生; ff"},
        {"山田 太郎 博士", "g 太郎; f 山田; s 博士; ff"},
        {"山田 博士", "g 博士; f 山田; ff"},
        {"山田博士", "f 山田; s 博士; ff"},
        {"田中太郎 殿", "g 太郎; f 田中; s 殿; ff"},
        {"佐藤 栄作 氏", "g 栄作; f 佐藤; s 氏; ff"},
        {"代表取締役 山田太郎", "p 代表取締役; g 太郎; f 山田; ff"},
        {"株式会社山田商店 代表取締役社長 佐藤一郎様", "p 代表取締役社長; g 一郎; f 佐藤; s 様; ff"},
        {"（株）山田商店　山田太郎", "g 太郎; f 山田; ff"},
        {"株式会社サンプル 営業部 山田 太郎 様", "g 太郎; f 山田; s 様; ff"},
        {"Mr. 山田太郎", "p Mr.; g 太郎; f 山田; ff"},
        {"Dr.山田", "p Dr.; f 山田; ff"},
        {"山田太郎 Ph.D.", "g 太郎; f 山田; s Ph.D.; ff"},
        {"田中花子（旧姓 山本）", "g 花子; f 田中; s 旧姓 山本; ff"},
        {"田中(営業)", "f 田中; ff"},
        {"島田 アキコ (shimada.akiko@example.com)", "g アキコ; f 島田; ff"},
    });
}

TEST_CASE("mixed scripts, Chinese and Korean names", "[text][name]") {
    check({
        {"David 田中", "g David; f 田中"},
        {"田中 David", "g David; f 田中; ff"},
        {"Yamada 太郎", "g 太郎; f Yamada; ff"},
        {"王小明", "g 小明; f 王; ff"},
        {"李明", "g 明; f 李; ff"},
        {"欧阳修", "g 修; f 欧阳; ff"},
        {"诸葛孔明", "g 孔明; f 诸葛; ff"},
        {"王小明 (Wang Xiaoming)", "g 小明; f 王; pg Xiaoming; pf Wang; ff"},
        {"王小明先生", "g 小明; f 王; s 先生; ff"},
        {"김철수", "g 철수; f 김; ff"},
        {"김 철 수", "g 철수; f 김; ff"},
        {"남궁민수", "g 민수; f 남궁; ff"},
        {"김철수 부장님", "g 철수; f 김; s 부장님; ff"},
        {"철수 김", "g 철수; f 김"},
        {"도널드 트럼프", "g 도널드; f 트럼프; gf"},
    });
}

TEST_CASE("a name is shown in the order of its script or as it was written", "[text][name]") {
    CHECK(display_name(parse_name("Dr. John Q. Public Jr.")) == "Dr. John Q. Public Jr.");
    CHECK(display_name(parse_name("Public, John Q.")) == "John Q. Public");
    CHECK(display_name(parse_name("山田太郎様")) == "山田 太郎 様");
    CHECK(display_name(parse_name("太郎 山田")) == "山田 太郎");
    CHECK(display_name(parse_name("マイケル・ジョーダン")) == "マイケル ジョーダン");
    CHECK(display_name(parse_name("YAMADA Taro")) == "YAMADA Taro");
    CHECK(display_name(parse_name("Иванов Иван Иванович")) == "Иванов Иван Иванович");
    CHECK(display_name(parse_name("Nguyễn Văn An", "VN")) == "Nguyễn Văn An");
    CHECK(display_name({}).empty());
    ParsedName nickname;
    nickname.nickname = "Bob";
    CHECK(display_name(nickname) == "Bob");

    CHECK(family_comes_first("太郎", "山田"));
    CHECK(family_comes_first("はな", "さくら"));
    CHECK(family_comes_first("철수", "김"));
    CHECK(family_comes_first("", "山田"));
    CHECK_FALSE(family_comes_first("Taro", "Yamada"));
    CHECK_FALSE(family_comes_first("David", "田中"));
    CHECK_FALSE(family_comes_first("", ""));
}

TEST_CASE("outside text of any kind is read without harm", "[text][name]") {
    CHECK(parts(parse_name("")).empty());
    CHECK(parts(parse_name(" \t\n　")).empty());
    CHECK(parts(parse_name("\xFF\xFE\x80 Smith")) == "g \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD; f Smith");
    CHECK(parts(parse_name("山\xE7")) == "f 山\xEF\xBF\xBD; ff");
    CHECK(parse_name(std::string(1 << 20, 'a')).given.size() == 1 << 20);
    CHECK(parse_name(std::string(1 << 20, '(')).given.size() == 1 << 20);
    // Every byte in every place of a bracket-rich line.
    const std::string line = "Dr. (山田) \"A\", 太郎・Jr.";
    for (std::size_t at = 0; at < line.size(); ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            std::string text = line;
            text[at] = static_cast<char>(byte);
            for (const char* region : {"", "JP", "CN", "ES", "HU"}) {
                const ParsedName name = parse_name(text, region);
                REQUIRE(name.given.size() + name.family.size() <= 3 * text.size());
            }
        }
    }
    for (const char* sign : {"(", ")", "\"", "'", ",", ".", "・", "()", "（）", ", ,", "Dr. ,", "、", "<>",
                             "-", "&", "and", "様"}) {
        INFO(sign);
        CHECK_NOTHROW(parse_name(sign));
        CHECK_NOTHROW(parse_name(std::string("Dr. ") + sign));
        CHECK_NOTHROW(parse_name(std::string("山田") + sign));
    }
}

TEST_CASE("reading a shown name again gives the same name", "[text][name]") {
    for (const char* text : {"Dr. John Q. Public Jr.", "Ludwig van Beethoven", "María José Carreño Quiñones",
                             "山田太郎", "長谷川 町子", "YAMADA Taro", "J. R. R. Tolkien", "김철수",
                             "Prof. Dr. med. Hans Müller", "王小明"}) {
        const ParsedName once = parse_name(text);
        INFO(text);
        CHECK(parts(parse_name(display_name(once))) == parts(once));
    }
}

TEST_CASE("the tables of names hold folded words and whole readings", "[text][name]") {
    std::size_t count = 0;
    for (std::string_view rest = japanese_surname_table; !rest.empty(); ++count) {
        const std::string line(rest.substr(0, rest.find('\n')));
        rest.remove_prefix(line.size() + 1);
        const std::string name = line.substr(0, line.find(' '));
        INFO(line);
        REQUIRE(name.size() < line.size());
        CHECK_FALSE(japanese_surname_readings(name).empty());
        CHECK(parse_name(name + " 太郎").family == name);
        CHECK(parse_name(name).family == name);
    }
    CHECK(count >= 400);
    for (const char* word : {"dr", "frau", "senora", "г-н", "dott"})
        CHECK(title_of(word_key(word)) == Title::title);
    CHECK(title_of(word_key("Κύριος")) == Title::title);
    CHECK(suffix_of(word_key("Ph.D.")) == Suffix::suffix);
}
