// What generated people are made of: names, cities, streets, companies and titles of several countries.
#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace kith::bench {

/// A word, how it sounds where the script does not say (kana for kanji, else Latin), and what people say for short.
struct Word {
    const char* written;
    const char* sound = "";
    const char* nickname = "";
};

/// A city with the first digits of its postcodes and of its telephone numbers.
struct City {
    const char* name;
    const char* region;
    const char* postcode;
    const char* area;
};

/// Everything about the people of one country.
struct Culture {
    const char* country;  ///< ISO 3166-1
    const char* calling;  ///< "+81"
    int percent;          ///< of all people
    std::span<const Word> women;
    std::span<const Word> men;
    std::span<const Word> families;  ///< common ones, the most common first
    std::span<const Word> openings;  ///< other family names are one of these with one of `endings`
    std::span<const Word> endings;
    std::span<const City> cities;
    std::span<const char* const> streets;
    std::span<const char* const> titles;
    std::span<const char* const> trades;       ///< what a company's name says it does
    std::span<const char* const> legal_forms;  ///< those that begin with "^" stand before the name
};

namespace words {

inline constexpr Word english_women[] = {{"Mary", "", "Molly"},
                                         {"Jennifer", "", "Jenny"},
                                         {"Elizabeth", "", "Liz"},
                                         {"Susan", "", "Sue"},
                                         {"Jessica", "", "Jess"},
                                         {"Margaret", "", "Peggy"},
                                         {"Katherine", "", "Kate"},
                                         {"Patricia", "", "Pat"},
                                         {"Rebecca", "", "Becky"},
                                         {"Deborah", "", "Debbie"},
                                         {"Christine", "", "Chris"},
                                         {"Abigail", "", "Abby"},
                                         {"Victoria", "", "Vicky"},
                                         {"Samantha", "", "Sam"},
                                         {"Amanda", "", "Mandy"},
                                         {"Dorothy", "", "Dot"},
                                         {"Linda"},
                                         {"Sarah"},
                                         {"Karen"},
                                         {"Nancy"},
                                         {"Emma"},
                                         {"Olivia"},
                                         {"Hannah"},
                                         {"Grace"},
                                         {"Chloe"},
                                         {"Megan"},
                                         {"Laura"},
                                         {"Priya"},
                                         {"Aisha"},
                                         {"Zoë"}};
inline constexpr Word english_men[] = {{"James", "", "Jim"},
                                       {"Robert", "", "Bob"},
                                       {"William", "", "Bill"},
                                       {"John", "", "Jack"},
                                       {"Michael", "", "Mike"},
                                       {"Richard", "", "Dick"},
                                       {"Thomas", "", "Tom"},
                                       {"Charles", "", "Chuck"},
                                       {"Daniel", "", "Dan"},
                                       {"Matthew", "", "Matt"},
                                       {"Anthony", "", "Tony"},
                                       {"Steven", "", "Steve"},
                                       {"Andrew", "", "Andy"},
                                       {"Joshua", "", "Josh"},
                                       {"Edward", "", "Ted"},
                                       {"Timothy", "", "Tim"},
                                       {"Gregory", "", "Greg"},
                                       {"Benjamin", "", "Ben"},
                                       {"David", "", "Dave"},
                                       {"Joseph", "", "Joe"},
                                       {"Mark"},
                                       {"Paul"},
                                       {"Kevin"},
                                       {"Brian"},
                                       {"George"},
                                       {"Ryan"},
                                       {"Eric"},
                                       {"Adam"},
                                       {"Omar"},
                                       {"Sanjay"}};
inline constexpr Word english_families[] = {
    {"Smith"},    {"Johnson"}, {"Williams"}, {"Brown"},    {"Jones"},    {"Davis"},    {"Miller"},
    {"Wilson"},   {"Taylor"},  {"Thomas"},   {"Moore"},    {"Martin"},   {"Jackson"},  {"Thompson"},
    {"White"},    {"Harris"},  {"Clark"},    {"Lewis"},    {"Robinson"}, {"Walker"},   {"Young"},
    {"Allen"},    {"King"},    {"Wright"},   {"Scott"},    {"Hill"},     {"Green"},    {"Adams"},
    {"Baker"},    {"Nelson"},  {"Carter"},   {"Mitchell"}, {"Roberts"},  {"Turner"},   {"Phillips"},
    {"Campbell"}, {"Parker"},  {"Evans"},    {"Edwards"},  {"Collins"},  {"O'Connor"}, {"MacDonald"},
    {"Patel"},    {"Khan"},    {"Nguyen"},   {"Singh"},    {"Murphy"},   {"Kelly"}};
inline constexpr Word english_openings[] = {
    {"Ash"},  {"Black"}, {"Brad"}, {"Brom"},  {"Chester"}, {"Cran"},  {"Dar"},  {"East"},  {"Fair"},
    {"Fern"}, {"Gold"},  {"Hal"},  {"Ham"},   {"Hart"},    {"Haw"},   {"Hob"},  {"Kirk"},  {"Lang"},
    {"Lin"},  {"Love"},  {"Mal"},  {"Mans"},  {"Mar"},     {"Nor"},   {"Oak"},  {"Pem"},   {"Rad"},
    {"Red"},  {"Rock"},  {"Sel"},  {"Shel"},  {"Stan"},    {"Stock"}, {"Sut"},  {"Thorn"}, {"Ving"},
    {"Wake"}, {"Wal"},   {"Wes"},  {"Whit"},  {"Win"},     {"Wood"},  {"York"}, {"Ather"}, {"Beck"},
    {"Cold"}, {"Dun"},   {"Ever"}, {"Green"}, {"High"}};
inline constexpr Word english_endings[] = {{"ford"},  {"ton"},  {"well"}, {"ley"},   {"worth"}, {"field"},
                                           {"bury"},  {"ham"},  {"wood"}, {"stone"}, {"ridge"}, {"man"},
                                           {"brook"}, {"by"},   {"den"},  {"shaw"},  {"wick"},  {"combe"},
                                           {"dale"},  {"mere"}, {"son"},  {"er"},    {"hurst"}, {"land"}};
inline constexpr City american_cities[] = {
    {"New York", "NY", "100", "212"},  {"Los Angeles", "CA", "900", "213"},
    {"Chicago", "IL", "606", "312"},   {"Houston", "TX", "770", "713"},
    {"Phoenix", "AZ", "850", "602"},   {"Philadelphia", "PA", "191", "215"},
    {"San Diego", "CA", "921", "619"}, {"Dallas", "TX", "752", "214"},
    {"Austin", "TX", "787", "512"},    {"Columbus", "OH", "432", "614"},
    {"Seattle", "WA", "981", "206"},   {"Denver", "CO", "802", "303"},
    {"Boston", "MA", "021", "617"},    {"Portland", "OR", "972", "503"},
    {"Atlanta", "GA", "303", "404"},   {"Springfield", "IL", "627", "217"},
    {"Portland", "ME", "041", "207"},  {"Columbia", "SC", "292", "803"}};
inline constexpr const char* american_streets[] = {
    "Main St",       "Oak Avenue",     "Maple Street", "2nd St",        "Park Ave",         "Washington Blvd",
    "Lake Drive",    "Hill Road",      "Cedar Lane",   "Elm Street",    "Sunset Blvd",      "River Road",
    "Church Street", "Madison Avenue", "Franklin St",  "Highland Ave",  "Jefferson Street", "Willow Way",
    "5th Avenue",    "Broadway",       "Mill Road",    "Spruce Street", "Chestnut Street",  "Lincoln Ave"};
inline constexpr const char* english_titles[] = {"Sales Manager",
                                                 "Account Executive",
                                                 "CEO",
                                                 "Chief Technology Officer",
                                                 "Head of Marketing",
                                                 "Engineer",
                                                 "Software Engineer",
                                                 "Director",
                                                 "Office Manager",
                                                 "Buyer",
                                                 "Consultant",
                                                 "Vice President",
                                                 "Analyst",
                                                 "HR Manager",
                                                 "Project Manager"};
inline constexpr const char* english_trades[] = {
    "Logistics", "Software", "Consulting", "Foods",    "Dental",   "Insurance", "Solutions", "Media",
    "Foundry",   "Partners", "Systems",    "Plumbing", "Research", "Realty",    "Motors"};
inline constexpr const char* english_forms[] = {"Inc.", "LLC", "Ltd", "Corporation", "", "Co."};

inline constexpr Word japanese_women[] = {
    {"花子", "はなこ"},   {"美咲", "みさき"},   {"陽子", "ようこ"},   {"恵", "めぐみ"},
    {"由美", "ゆみ"},     {"裕子", "ゆうこ"},   {"真由美", "まゆみ"}, {"直美", "なおみ"},
    {"智子", "ともこ"},   {"久美子", "くみこ"}, {"愛", "あい"},       {"彩", "あや"},
    {"葵", "あおい"},     {"さくら", "さくら"}, {"結衣", "ゆい"},     {"明美", "あけみ"},
    {"京子", "きょうこ"}, {"順子", "じゅんこ"}, {"千尋", "ちひろ"},   {"麻衣", "まい"},
    {"理恵", "りえ"},     {"綾乃", "あやの"},   {"優子", "ゆうこ"},   {"香織", "かおり"},
    {"詩織", "しおり"}};
inline constexpr Word japanese_men[] = {{"太郎", "たろう"},
                                        {"健", "けん"},
                                        {"翔太", "しょうた"},
                                        {"誠", "まこと"},
                                        {"大輔", "だいすけ"},
                                        {"直樹", "なおき"},
                                        {"純一郎", "じゅんいちろう"},
                                        {"浩", "ひろし"},
                                        {"健一", "けんいち"},
                                        {"健太", "けんた"},
                                        {"拓也", "たくや"},
                                        {"和也", "かずや"},
                                        {"隆", "たかし"},
                                        {"修", "おさむ"},
                                        {"剛", "つよし"},
                                        {"雄一", "ゆういち"},
                                        {"祐一", "ゆういち"},
                                        {"達也", "たつや"},
                                        {"亮", "りょう"},
                                        {"悠斗", "ゆうと"},
                                        {"蓮", "れん"},
                                        {"学", "まなぶ"},
                                        {"正樹", "まさき"},
                                        {"哲也", "てつや"},
                                        {"幸一", "こういち"}};
inline constexpr Word japanese_families[] = {
    {"佐藤", "さとう"},   {"鈴木", "すずき"},   {"高橋", "たかはし"},   {"田中", "たなか"},
    {"伊藤", "いとう"},   {"渡辺", "わたなべ"}, {"山本", "やまもと"},   {"中村", "なかむら"},
    {"小林", "こばやし"}, {"加藤", "かとう"},   {"吉田", "よしだ"},     {"山田", "やまだ"},
    {"佐々木", "ささき"}, {"山口", "やまぐち"}, {"松本", "まつもと"},   {"井上", "いのうえ"},
    {"木村", "きむら"},   {"林", "はやし"},     {"斎藤", "さいとう"},   {"清水", "しみず"},
    {"大野", "おおの"},   {"阿部", "あべ"},     {"長谷川", "はせがわ"}, {"安部", "あべ"},
    {"菅原", "すがわら"}, {"東", "ひがし"},     {"近藤", "こんどう"},   {"工藤", "くどう"},
    {"髙橋", "たかはし"}, {"齋藤", "さいとう"}};
inline constexpr Word japanese_openings[] = {
    {"石", "いし"}, {"岩", "いわ"}, {"上", "うえ"}, {"内", "うち"}, {"大", "おお"},  {"岡", "おか"},
    {"小", "お"},   {"片", "かた"}, {"川", "かわ"}, {"北", "きた"}, {"黒", "くろ"},  {"坂", "さか"},
    {"島", "しま"}, {"白", "しら"}, {"杉", "すぎ"}, {"竹", "たけ"}, {"谷", "たに"},  {"寺", "てら"},
    {"長", "なが"}, {"永", "なが"}, {"西", "にし"}, {"野", "の"},   {"浜", "はま"},  {"原", "はら"},
    {"平", "ひら"}, {"藤", "ふじ"}, {"古", "ふる"}, {"堀", "ほり"}, {"前", "まえ"},  {"丸", "まる"},
    {"水", "みず"}, {"宮", "みや"}, {"村", "むら"}, {"森", "もり"}, {"柳", "やなぎ"}};
inline constexpr Word japanese_endings[] = {{"田", "た"},   {"川", "かわ"}, {"山", "やま"}, {"野", "の"},
                                            {"村", "むら"}, {"本", "もと"}, {"井", "い"},   {"沢", "さわ"},
                                            {"島", "しま"}, {"崎", "さき"}, {"原", "はら"}, {"口", "ぐち"},
                                            {"木", "き"},   {"岡", "おか"}, {"尾", "お"},   {"上", "がみ"},
                                            {"谷", "たに"}, {"森", "もり"}, {"倉", "くら"}, {"下", "した"}};
inline constexpr City japanese_cities[] = {
    {"千代田区", "東京都", "100", "03"},      {"渋谷区", "東京都", "150", "03"},
    {"新宿区", "東京都", "160", "03"},        {"横浜市西区", "神奈川県", "220", "045"},
    {"大阪市北区", "大阪府", "530", "06"},    {"名古屋市中区", "愛知県", "460", "052"},
    {"札幌市中央区", "北海道", "060", "011"}, {"福岡市博多区", "福岡県", "812", "092"},
    {"京都市下京区", "京都府", "600", "075"}, {"神戸市中央区", "兵庫県", "650", "078"},
    {"仙台市青葉区", "宮城県", "980", "022"}, {"広島市中区", "広島県", "730", "082"}};
inline constexpr const char* japanese_streets[] = {"丸の内",   "本町", "中央", "栄",   "道玄坂", "桜木町",
                                                   "北一条西", "南町", "青葉", "若葉", "緑が丘", "大手町",
                                                   "元町",     "旭町", "寿町", "新町"};
inline constexpr const char* japanese_titles[] = {
    "営業部長", "課長", "代表取締役", "主任",           "係長",     "取締役", "エンジニア",
    "営業",     "総務", "店長",       "マーケティング", "人事部長", "経理",   "顧問"};
inline constexpr const char* japanese_trades[] = {"製作所", "商事", "工業", "建設",     "不動産",
                                                  "食品",   "電機", "物流", "システム", "コンサルティング",
                                                  "印刷",   "薬局"};
inline constexpr const char* japanese_forms[] = {"^株式会社", "株式会社", "^有限会社", "合同会社", "㈱", ""};

inline constexpr Word german_women[] = {{"Anna"},
                                        {"Katharina", "", "Kathi"},
                                        {"Ursula", "", "Uschi"},
                                        {"Sabine"},
                                        {"Brigitte", "", "Gitte"},
                                        {"Elisabeth", "", "Lisa"},
                                        {"Käthe"},
                                        {"Monika"},
                                        {"Petra"},
                                        {"Heike"},
                                        {"Claudia"},
                                        {"Susanne", "", "Susi"}};
inline constexpr Word german_men[] = {{"Johannes", "", "Hans"},
                                      {"Jürgen"},
                                      {"Wolfgang", "", "Wolf"},
                                      {"Günther"},
                                      {"Maximilian", "", "Max"},
                                      {"Friedrich", "", "Fritz"},
                                      {"Klaus"},
                                      {"Stefan"},
                                      {"Michael"},
                                      {"Jörg"},
                                      {"Matthias"},
                                      {"Uwe"}};
inline constexpr Word german_families[] = {{"Müller"}, {"Schmidt"}, {"Schneider"}, {"Fischer"}, {"Weber"},
                                           {"Meyer"},  {"Wagner"},  {"Becker"},    {"Schäfer"}, {"Köhler"},
                                           {"Krüger"}, {"Groß"},    {"von Berg"},  {"Jäger"}};
inline constexpr Word german_openings[] = {{"Stein"},  {"Wald"},  {"Korn"},   {"Linden"}, {"Oster"},
                                           {"Rosen"},  {"Vogel"}, {"Winter"}, {"Zell"},   {"Birken"},
                                           {"Eichen"}, {"Hohen"}, {"Möllen"}, {"Blüm"}};
inline constexpr Word german_endings[] = {{"mann"}, {"baum"},  {"hoff"},  {"berg"},  {"bach"},  {"feld"},
                                          {"thal"}, {"meier"}, {"huber"}, {"stein"}, {"müller"}};
inline constexpr City german_cities[] = {
    {"Berlin", "", "101", "030"}, {"Hamburg", "", "200", "040"},           {"München", "", "803", "089"},
    {"Köln", "", "506", "0221"},  {"Frankfurt am Main", "", "603", "069"}, {"Düsseldorf", "", "402", "0211"}};
inline constexpr const char* german_streets[] = {"Hauptstraße", "Bahnhofstr.",  "Gartenstraße", "Schulstr.",
                                                 "Lindenweg",   "Goethestraße", "Am Markt",     "Bergstr.",
                                                 "Kirchgasse",  "Mühlenweg"};
inline constexpr const char* german_titles[] = {"Geschäftsführer",    "Einkäuferin", "Vertriebsleiter",
                                                "Assistentin",        "Entwickler",  "Prokurist",
                                                "Leiterin Marketing", "Berater"};
inline constexpr const char* german_trades[] = {"Maschinenbau",   "Logistik", "Software", "Bau",
                                                "Elektrotechnik", "Verlag",   "Apotheke", "Beratung"};
inline constexpr const char* german_forms[] = {"GmbH", "AG", "GmbH & Co. KG", "KG", "e.K."};

inline constexpr Word spanish_women[] = {{"María"},
                                         {"Carmen"},
                                         {"Dolores", "", "Lola"},
                                         {"Concepción", "", "Concha"},
                                         {"Lucía"},
                                         {"Pilar"},
                                         {"Isabel"},
                                         {"Ángela"},
                                         {"Inés"},
                                         {"Sofía"}};
inline constexpr Word spanish_men[] = {{"José", "", "Pepe"},
                                       {"Francisco", "", "Paco"},
                                       {"Antonio"},
                                       {"Manuel", "", "Manolo"},
                                       {"Jesús"},
                                       {"Ignacio", "", "Nacho"},
                                       {"Javier"},
                                       {"Ángel"},
                                       {"Andrés"},
                                       {"Raúl"}};
inline constexpr Word spanish_families[] = {{"García"}, {"Fernández"}, {"González"}, {"Rodríguez"},
                                            {"López"},  {"Martínez"},  {"Sánchez"},  {"Pérez"},
                                            {"Gómez"},  {"Núñez"}};
inline constexpr Word spanish_openings[] = {{"Castañ"}, {"Mont"}, {"Roble"}, {"Ver"},   {"Alv"},  {"Bel"},
                                            {"Cort"},   {"Dur"},  {"Esc"},   {"Fuent"}, {"Herr"}, {"Med"}};
inline constexpr Word spanish_endings[] = {{"eda"}, {"ero"},  {"ano"}, {"ales"}, {"ínez"},
                                           {"ón"},  {"illo"}, {"era"}, {"obar"}, {"anza"}};
inline constexpr City spanish_cities[] = {{"Madrid", "Madrid", "280", "91"},
                                          {"Barcelona", "Barcelona", "080", "93"},
                                          {"Valencia", "Valencia", "460", "96"},
                                          {"Sevilla", "Sevilla", "410", "95"},
                                          {"Málaga", "Málaga", "290", "95"}};
inline constexpr const char* spanish_streets[] = {"Calle Mayor",       "Gran Vía",      "Calle de Alcalá",
                                                  "Avenida de la Paz", "Calle Real",    "Plaza España",
                                                  "Calle del Sol",     "Paseo Marítimo"};
inline constexpr const char* spanish_titles[] = {"Directora", "Gerente", "Comercial",     "Jefe de compras",
                                                 "Ingeniero", "Abogada", "Administrativo"};
inline constexpr const char* spanish_trades[] = {"Construcciones", "Alimentación", "Consultores",
                                                 "Transportes",    "Viajes",       "Informática"};
inline constexpr const char* spanish_forms[] = {"S.L.", "S.A.", ""};

inline constexpr Word russian_women[] = {{"Анна", "Anna"},
                                         {"Екатерина", "Ekaterina", "Катя"},
                                         {"Мария", "Maria", "Маша"},
                                         {"Ольга", "Olga"},
                                         {"Наталья", "Natalya", "Наташа"},
                                         {"Елена", "Elena", "Лена"},
                                         {"Татьяна", "Tatyana", "Таня"},
                                         {"Светлана", "Svetlana"}};
inline constexpr Word russian_men[] = {{"Александр", "Aleksandr", "Саша"},
                                       {"Дмитрий", "Dmitry", "Дима"},
                                       {"Сергей", "Sergey"},
                                       {"Михаил", "Mikhail", "Миша"},
                                       {"Иван", "Ivan", "Ваня"},
                                       {"Юрий", "Yury"},
                                       {"Алексей", "Aleksey", "Лёша"},
                                       {"Павел", "Pavel"}};
inline constexpr Word russian_families[] = {{"Иваненко", "Ivanenko"},   {"Шевченко", "Shevchenko"},
                                            {"Коваленко", "Kovalenko"}, {"Бондаренко", "Bondarenko"},
                                            {"Черных", "Chernykh"},     {"Седых", "Sedykh"}};
inline constexpr Word russian_openings[] = {{"Петр", "Petr"},     {"Кузн", "Kuzn"},    {"Сидор", "Sidor"},
                                            {"Мороз", "Moroz"},   {"Волк", "Volk"},    {"Лебед", "Lebed"},
                                            {"Гонч", "Gonch"},    {"Ткач", "Tkach"},   {"Рыб", "Ryb"},
                                            {"Степан", "Stepan"}, {"Захар", "Zakhar"}, {"Жук", "Zhuk"}};
inline constexpr Word russian_endings[] = {{"енко", "enko"}, {"ук", "uk"}, {"юк", "yuk"}, {"ич", "ich"},
                                           {"ко", "ko"},     {"ак", "ak"}, {"ец", "ets"}, {"их", "ikh"}};
inline constexpr City russian_cities[] = {{"Москва", "", "101", "495"},
                                          {"Санкт-Петербург", "", "190", "812"},
                                          {"Казань", "", "420", "843"},
                                          {"Новосибирск", "", "630", "383"}};
inline constexpr const char* russian_streets[] = {"ул. Ленина",  "ул. Мира",     "Невский проспект",
                                                  "Садовая ул.", "ул. Гагарина", "Лесная ул."};
inline constexpr const char* russian_titles[] = {"директор", "менеджер", "инженер", "бухгалтер", "юрист"};
inline constexpr const char* russian_trades[] = {"Строй", "Транс", "Софт", "Торг", "Медиа", "Снаб"};
inline constexpr const char* russian_forms[] = {"^ООО", "^АО", "^ИП"};

inline constexpr Word chinese_women[] = {
    {"芳", "Fang"}, {"娜", "Na"},       {"秀英", "Xiuying"},  {"丽", "Li"},        {"静", "Jing"},
    {"敏", "Min"},  {"雪梅", "Xuemei"}, {"婷婷", "Tingting"}, {"晓燕", "Xiaoyan"}, {"欣怡", "Xinyi"}};
inline constexpr Word chinese_men[] = {
    {"伟", "Wei"},        {"强", "Qiang"},    {"磊", "Lei"},      {"军", "Jun"},     {"建国", "Jianguo"},
    {"志强", "Zhiqiang"}, {"浩然", "Haoran"}, {"子轩", "Zixuan"}, {"文博", "Wenbo"}, {"俊杰", "Junjie"}};
inline constexpr Word chinese_families[] = {{"王", "Wang"}, {"李", "Li"},   {"张", "Zhang"}, {"刘", "Liu"},
                                            {"陈", "Chen"}, {"杨", "Yang"}, {"黄", "Huang"}, {"赵", "Zhao"},
                                            {"周", "Zhou"}, {"吴", "Wu"},   {"徐", "Xu"},    {"孙", "Sun"},
                                            {"马", "Ma"},   {"朱", "Zhu"},  {"胡", "Hu"},    {"郭", "Guo"}};
inline constexpr Word chinese_openings[] = {{"欧", "Ou"}, {"司", "Si"}, {"上", "Shang"}, {"诸", "Zhu"}};
inline constexpr Word chinese_endings[] = {{"阳", "yang"}, {"马", "ma"}, {"官", "guan"}, {"葛", "ge"}};
inline constexpr City chinese_cities[] = {{"北京市", "北京市", "100", "010"},
                                          {"上海市", "上海市", "200", "021"},
                                          {"广州市", "广东省", "510", "020"},
                                          {"深圳市", "广东省", "518", "0755"}};
inline constexpr const char* chinese_streets[] = {"人民路", "中山路", "解放路", "建国路", "和平街", "长安街"};
inline constexpr const char* chinese_titles[] = {"经理", "工程师", "总监", "销售", "会计"};
inline constexpr const char* chinese_trades[] = {"科技", "贸易", "物流", "电子", "咨询"};
inline constexpr const char* chinese_forms[] = {"有限公司", "股份有限公司"};

}  // namespace words

inline constexpr std::array<Culture, 6> cultures = {{
    {"US", "+1", 46, words::english_women, words::english_men, words::english_families,
     words::english_openings, words::english_endings, words::american_cities, words::american_streets,
     words::english_titles, words::english_trades, words::english_forms},
    {"JP", "+81", 28, words::japanese_women, words::japanese_men, words::japanese_families,
     words::japanese_openings, words::japanese_endings, words::japanese_cities, words::japanese_streets,
     words::japanese_titles, words::japanese_trades, words::japanese_forms},
    {"DE", "+49", 9, words::german_women, words::german_men, words::german_families, words::german_openings,
     words::german_endings, words::german_cities, words::german_streets, words::german_titles,
     words::german_trades, words::german_forms},
    {"ES", "+34", 8, words::spanish_women, words::spanish_men, words::spanish_families,
     words::spanish_openings, words::spanish_endings, words::spanish_cities, words::spanish_streets,
     words::spanish_titles, words::spanish_trades, words::spanish_forms},
    {"RU", "+7", 5, words::russian_women, words::russian_men, words::russian_families,
     words::russian_openings, words::russian_endings, words::russian_cities, words::russian_streets,
     words::russian_titles, words::russian_trades, words::russian_forms},
    {"CN", "+86", 4, words::chinese_women, words::chinese_men, words::chinese_families,
     words::chinese_openings, words::chinese_endings, words::chinese_cities, words::chinese_streets,
     words::chinese_titles, words::chinese_trades, words::chinese_forms},
}};

}  // namespace kith::bench
