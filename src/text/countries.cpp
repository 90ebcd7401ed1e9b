#include "text/countries.hpp"

#include "text/fold.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace kith::text {
namespace {

// One country per line: alpha-2, alpha-3, then its names.
constexpr std::string_view countries =
    "AD AND Andorra|アンドラ\n"
    "AE ARE United Arab Emirates|UAE|Emirates|アラブ首長国連邦|الإمارات العربية المتحدة|الإمارات\n"
    "AF AFG Afghanistan|アフガニスタン|افغانستان\n"
    "AG ATG Antigua and Barbuda|アンティグア・バーブーダ\n"
    "AI AIA Anguilla|アンギラ\n"
    "AL ALB Albania|アルバニア|Shqipëria|Shqipëri\n"
    "AM ARM Armenia|アルメニア|Հայաստան|Hayastan\n"
    "AO AGO Angola|アンゴラ\n"
    "AQ ATA Antarctica|南極\n"
    "AR ARG Argentina|アルゼンチン|República Argentina\n"
    "AS ASM American Samoa|アメリカ領サモア|米領サモア\n"
    "AT AUT Austria|オーストリア|Österreich|Oesterreich|Republik Österreich\n"
    "AU AUS Australia|オーストラリア|豪州|Commonwealth of Australia\n"
    "AW ABW Aruba|アルバ\n"
    "AX ALA Åland Islands|Åland|Ahvenanmaa|オーランド諸島\n"
    "AZ AZE Azerbaijan|アゼルバイジャン|Azərbaycan\n"
    "BA BIH Bosnia and Herzegovina|Bosnia & Herzegovina|Bosnia|Bosna i Hercegovina|ボスニア・ヘルツェゴビナ\n"
    "BB BRB Barbados|バルバドス\n"
    "BD BGD Bangladesh|バングラデシュ|বাংলাদেশ\n"
    "BE BEL Belgium|ベルギー|België|Belgique|Belgien\n"
    "BF BFA Burkina Faso|ブルキナファソ\n"
    "BG BGR Bulgaria|ブルガリア|България|Balgariya\n"
    "BH BHR Bahrain|バーレーン|البحرين\n"
    "BI BDI Burundi|ブルンジ\n"
    "BJ BEN Benin|Bénin|ベナン\n"
    "BL BLM Saint Barthélemy|サン・バルテルミー島\n"
    "BM BMU Bermuda|バミューダ\n"
    "BN BRN Brunei|Brunei Darussalam|ブルネイ|ブルネイ・ダルサラーム\n"
    "BO BOL Bolivia|ボリビア|Estado Plurinacional de Bolivia\n"
    "BQ BES Bonaire|Bonaire, Sint Eustatius and Saba|Caribbean Netherlands|カリブ・オランダ\n"
    "BR BRA Brazil|Brasil|ブラジル\n"
    "BS BHS Bahamas|バハマ\n"
    "BT BTN Bhutan|ブータン\n"
    "BV BVT Bouvet Island|ブーベ島\n"
    "BW BWA Botswana|ボツワナ\n"
    "BY BLR Belarus|ベラルーシ|Беларусь\n"
    "BZ BLZ Belize|ベリーズ\n"
    "CA CAN Canada|カナダ\n"
    "CC CCK Cocos Islands|Cocos (Keeling) Islands|ココス諸島\n"
    "CD COD Democratic Republic of the Congo|DR Congo|DRC|Congo-Kinshasa|Congo (Kinshasa)|コンゴ民主共和国\n"
    "CF CAF Central African Republic|République centrafricaine|中央アフリカ|中央アフリカ共和国\n"
    "CG COG Congo|Republic of the Congo|Congo-Brazzaville|コンゴ共和国|コンゴ\n"
    "CH CHE Switzerland|スイス|Schweiz|Suisse|Svizzera|Svizra\n"
    "CI CIV Ivory Coast|Côte d'Ivoire|コートジボワール\n"
    "CK COK Cook Islands|クック諸島\n"
    "CL CHL Chile|チリ\n"
    "CM CMR Cameroon|Cameroun|カメルーン\n"
    "CN CHN China|People's Republic of China|PRC|P.R. China|PR China|Mainland China|中国|中華人民共和国|中华人民共和国\n"
    "CO COL Colombia|コロンビア\n"
    "CR CRI Costa Rica|コスタリカ\n"
    "CU CUB Cuba|キューバ\n"
    "CV CPV Cape Verde|Cabo Verde|カーボベルデ\n"
    "CW CUW Curaçao|キュラソー\n"
    "CX CXR Christmas Island|クリスマス島\n"
    "CY CYP Cyprus|キプロス|Κύπρος|Kıbrıs\n"
    "CZ CZE Czech Republic|Czechia|チェコ|チェコ共和国|Česko|Česká republika\n"
    "DE DEU Germany|ドイツ|Deutschland|Bundesrepublik Deutschland|BRD|Allemagne|Alemania|Duitsland\n"
    "DJ DJI Djibouti|ジブチ\n"
    "DK DNK Denmark|デンマーク|Danmark\n"
    "DM DMA Dominica|ドミニカ国\n"
    "DO DOM Dominican Republic|República Dominicana|ドミニカ共和国\n"
    "DZ DZA Algeria|Algérie|アルジェリア|الجزائر\n"
    "EC ECU Ecuador|エクアドル\n"
    "EE EST Estonia|エストニア|Eesti\n"
    "EG EGY Egypt|エジプト|مصر\n"
    "EH ESH Western Sahara|西サハラ\n"
    "ER ERI Eritrea|エリトリア\n"
    "ES ESP Spain|スペイン|España|Espanya|Espainia|Espagne|Spanien\n"
    "ET ETH Ethiopia|エチオピア|ኢትዮጵያ\n"
    "FI FIN Finland|フィンランド|Suomi\n"
    "FJ FJI Fiji|フィジー\n"
    "FK FLK Falkland Islands|フォークランド諸島\n"
    "FM FSM Micronesia|Federated States of Micronesia|ミクロネシア連邦|ミクロネシア\n"
    "FO FRO Faroe Islands|Føroyar|フェロー諸島\n"
    "FR FRA France|フランス|République française|Frankreich|Francia\n"
    "GA GAB Gabon|ガボン\n"
    "GB GBR United Kingdom|UK|U.K.|Great Britain|Britain|England|Scotland|Wales|Northern Ireland|イギリス|英国|連合王国|"
    "イングランド|スコットランド\n"
    "GD GRD Grenada|グレナダ\n"
    "GE GEO Georgia|ジョージア|グルジア|საქართველო|Sakartvelo\n"
    "GF GUF French Guiana|Guyane|フランス領ギアナ\n"
    "GG GGY Guernsey|ガーンジー\n"
    "GH GHA Ghana|ガーナ\n"
    "GI GIB Gibraltar|ジブラルタル\n"
    "GL GRL Greenland|Kalaallit Nunaat|Grønland|グリーンランド\n"
    "GM GMB Gambia|ガンビア\n"
    "GN GIN Guinea|Guinée|ギニア\n"
    "GP GLP Guadeloupe|グアドループ\n"
    "GQ GNQ Equatorial Guinea|赤道ギニア\n"
    "GR GRC Greece|ギリシャ|ギリシア|Ελλάδα|Ελλάς|Hellas|Ellada\n"
    "GS SGS South Georgia and the South Sandwich Islands|サウスジョージア・サウスサンドウィッチ諸島\n"
    "GT GTM Guatemala|グアテマラ\n"
    "GU GUM Guam|グアム\n"
    "GW GNB Guinea-Bissau|ギニアビサウ\n"
    "GY GUY Guyana|ガイアナ\n"
    "HK HKG Hong Kong|Hong Kong SAR|香港|ホンコン\n"
    "HM HMD Heard Island and McDonald Islands|ハード島とマクドナルド諸島\n"
    "HN HND Honduras|ホンジュラス\n"
    "HR HRV Croatia|クロアチア|Hrvatska\n"
    "HT HTI Haiti|Haïti|ハイチ\n"
    "HU HUN Hungary|ハンガリー|Magyarország\n"
    "ID IDN Indonesia|インドネシア\n"
    "IE IRL Ireland|アイルランド|Éire|Republic of Ireland\n"
    "IL ISR Israel|イスラエル|ישראל\n"
    "IM IMN Isle of Man|マン島\n"
    "IN IND India|インド|Bharat|भारत\n"
    "IO IOT British Indian Ocean Territory|英領インド洋地域\n"
    "IQ IRQ Iraq|イラク|العراق\n"
    "IR IRN Iran|Islamic Republic of Iran|イラン|ایران\n"
    "IS ISL Iceland|アイスランド|Ísland\n"
    "IT ITA Italy|イタリア|Italia|Italien|Italie\n"
    "JE JEY Jersey|ジャージー\n"
    "JM JAM Jamaica|ジャマイカ\n"
    "JO JOR Jordan|ヨルダン|الأردن\n"
    "JP JPN Japan|日本|日本国|Nippon|Nihon|Japon|Japón|Giappone\n"
    "KE KEN Kenya|ケニア\n"
    "KG KGZ Kyrgyzstan|キルギス|Кыргызстан\n"
    "KH KHM Cambodia|カンボジア|កម្ពុជា\n"
    "KI KIR Kiribati|キリバス\n"
    "KM COM Comoros|Comores|コモロ\n"
    "KN KNA Saint Kitts and Nevis|St Kitts and Nevis|セントクリストファー・ネービス\n"
    "KP PRK North Korea|DPRK|北朝鮮|朝鮮民主主義人民共和国|조선민주주의인민공화국\n"
    "KR KOR South Korea|Korea|Republic of Korea|Korea, Republic of|韓国|大韓民国|대한민국|한국\n"
    "KW KWT Kuwait|クウェート|الكويت\n"
    "KY CYM Cayman Islands|ケイマン諸島\n"
    "KZ KAZ Kazakhstan|カザフスタン|Қазақстан|Казахстан\n"
    "LA LAO Laos|Lao PDR|ラオス|ລາວ\n"
    "LB LBN Lebanon|Liban|レバノン|لبنان\n"
    "LC LCA Saint Lucia|St Lucia|セントルシア\n"
    "LI LIE Liechtenstein|リヒテンシュタイン\n"
    "LK LKA Sri Lanka|スリランカ|ශ්‍රී ලංකාව\n"
    "LR LBR Liberia|リベリア\n"
    "LS LSO Lesotho|レソト\n"
    "LT LTU Lithuania|リトアニア|Lietuva\n"
    "LU LUX Luxembourg|Luxemburg|Lëtzebuerg|ルクセンブルク\n"
    "LV LVA Latvia|ラトビア|Latvija\n"
    "LY LBY Libya|リビア|ليبيا\n"
    "MA MAR Morocco|Maroc|モロッコ|المغرب\n"
    "MC MCO Monaco|モナコ\n"
    "MD MDA Moldova|Republic of Moldova|モルドバ\n"
    "ME MNE Montenegro|Crna Gora|モンテネグロ\n"
    "MF MAF Saint Martin|サン・マルタン\n"
    "MG MDG Madagascar|Madagasikara|マダガスカル\n"
    "MH MHL Marshall Islands|マーシャル諸島\n"
    "MK MKD North Macedonia|Macedonia|Северна Македонија|Македонија|北マケドニア|マケドニア\n"
    "ML MLI Mali|マリ\n"
    "MM MMR Myanmar|Burma|ミャンマー|ビルマ|မြန်မာ\n"
    "MN MNG Mongolia|モンゴル|Монгол\n"
    "MO MAC Macao|Macau|澳門|澳门|マカオ\n"
    "MP MNP Northern Mariana Islands|Saipan|北マリアナ諸島|サイパン\n"
    "MQ MTQ Martinique|マルティニーク\n"
    "MR MRT Mauritania|Mauritanie|モーリタニア\n"
    "MS MSR Montserrat|モントセラト\n"
    "MT MLT Malta|マルタ\n"
    "MU MUS Mauritius|Maurice|モーリシャス\n"
    "MV MDV Maldives|モルディブ\n"
    "MW MWI Malawi|マラウイ\n"
    "MX MEX Mexico|México|Méjico|Estados Unidos Mexicanos|メキシコ\n"
    "MY MYS Malaysia|マレーシア\n"
    "MZ MOZ Mozambique|Moçambique|モザンビーク\n"
    "NA NAM Namibia|ナミビア\n"
    "NC NCL New Caledonia|Nouvelle-Calédonie|ニューカレドニア\n"
    "NE NER Niger|ニジェール\n"
    "NF NFK Norfolk Island|ノーフォーク島\n"
    "NG NGA Nigeria|ナイジェリア\n"
    "NI NIC Nicaragua|ニカラグア\n"
    "NL NLD Netherlands|Holland|Nederland|Niederlande|Pays-Bas|オランダ\n"
    "NO NOR Norway|Norge|Noreg|ノルウェー\n"
    "NP NPL Nepal|ネパール|नेपाल\n"
    "NR NRU Nauru|ナウル\n"
    "NU NIU Niue|ニウエ\n"
    "NZ NZL New Zealand|Aotearoa|ニュージーランド\n"
    "OM OMN Oman|オマーン|عمان\n"
    "PA PAN Panama|Panamá|パナマ\n"
    "PE PER Peru|Perú|ペルー\n"
    "PF PYF French Polynesia|Polynésie française|Tahiti|フランス領ポリネシア|タヒチ\n"
    "PG PNG Papua New Guinea|パプアニューギニア\n"
    "PH PHL Philippines|Pilipinas|フィリピン\n"
    "PK PAK Pakistan|パキスタン|پاکستان\n"
    "PL POL Poland|Polska|Polen|Pologne|ポーランド\n"
    "PM SPM Saint Pierre and Miquelon|サンピエール・ミクロン\n"
    "PN PCN Pitcairn|Pitcairn Islands|ピトケアン諸島\n"
    "PR PRI Puerto Rico|プエルトリコ\n"
    "PS PSE Palestine|State of Palestine|パレスチナ|فلسطين\n"
    "PT PRT Portugal|ポルトガル\n"
    "PW PLW Palau|パラオ\n"
    "PY PRY Paraguay|パラグアイ\n"
    "QA QAT Qatar|カタール|قطر\n"
    "RE REU Réunion|La Réunion|レユニオン\n"
    "RO ROU Romania|România|ルーマニア\n"
    "RS SRB Serbia|Srbija|Србија|セルビア\n"
    "RU RUS Russia|Russian Federation|Россия|Российская Федерация|Rossiya|ロシア|ロシア連邦\n"
    "RW RWA Rwanda|ルワンダ\n"
    "SA SAU Saudi Arabia|KSA|Kingdom of Saudi Arabia|サウジアラビア|السعودية|المملكة العربية السعودية\n"
    "SB SLB Solomon Islands|ソロモン諸島\n"
    "SC SYC Seychelles|セーシェル\n"
    "SD SDN Sudan|スーダン|السودان\n"
    "SE SWE Sweden|Sverige|Schweden|スウェーデン\n"
    "SG SGP Singapore|Singapura|新加坡|シンガポール\n"
    "SH SHN Saint Helena|セントヘレナ\n"
    "SI SVN Slovenia|Slovenija|スロベニア\n"
    "SJ SJM Svalbard and Jan Mayen|Svalbard|スバールバル諸島\n"
    "SK SVK Slovakia|Slovensko|Slovak Republic|Slovenská republika|スロバキア\n"
    "SL SLE Sierra Leone|シエラレオネ\n"
    "SM SMR San Marino|サンマリノ\n"
    "SN SEN Senegal|Sénégal|セネガル\n"
    "SO SOM Somalia|ソマリア\n"
    "SR SUR Suriname|スリナム\n"
    "SS SSD South Sudan|南スーダン\n"
    "ST STP Sao Tome and Principe|São Tomé e Príncipe|サントメ・プリンシペ\n"
    "SV SLV El Salvador|エルサルバドル\n"
    "SX SXM Sint Maarten|シント・マールテン\n"
    "SY SYR Syria|Syrian Arab Republic|シリア|سوريا\n"
    "SZ SWZ Eswatini|Swaziland|エスワティニ|スワジランド\n"
    "TC TCA Turks and Caicos Islands|タークス・カイコス諸島\n"
    "TD TCD Chad|Tchad|チャド\n"
    "TF ATF French Southern Territories|フランス領南方・南極地域\n"
    "TG TGO Togo|トーゴ\n"
    "TH THA Thailand|タイ|タイ王国|ประเทศไทย|ไทย\n"
    "TJ TJK Tajikistan|Тоҷикистон|タジキスタン\n"
    "TK TKL Tokelau|トケラウ\n"
    "TL TLS East Timor|Timor-Leste|東ティモール\n"
    "TM TKM Turkmenistan|Türkmenistan|トルクメニスタン\n"
    "TN TUN Tunisia|Tunisie|チュニジア|تونس\n"
    "TO TON Tonga|トンガ\n"
    "TR TUR Turkey|Türkiye|トルコ\n"
    "TT TTO Trinidad and Tobago|Trinidad & Tobago|トリニダード・トバゴ\n"
    "TV TUV Tuvalu|ツバル\n"
    "TW TWN Taiwan|Taiwan, ROC|Republic of China|台湾|臺灣|中華民国\n"
    "TZ TZA Tanzania|United Republic of Tanzania|タンザニア\n"
    "UA UKR Ukraine|Україна|Украина|Ukraina|ウクライナ\n"
    "UG UGA Uganda|ウガンダ\n"
    "UM UMI United States Minor Outlying Islands|合衆国領有小離島\n"
    "US USA United States|United States of America|U.S.|U.S.A.|America|アメリカ|アメリカ合衆国|米国|EE. UU.|EEUU|Estados Unidos|"
    "États-Unis|Vereinigte Staaten|美国|美國\n"
    "UY URY Uruguay|ウルグアイ\n"
    "UZ UZB Uzbekistan|Oʻzbekiston|Узбекистан|ウズベキスタン\n"
    "VA VAT Vatican City|Vatican|Holy See|Città del Vaticano|バチカン|バチカン市国\n"
    "VC VCT Saint Vincent and the Grenadines|St Vincent and the Grenadines|セントビンセント及びグレナディーン諸島\n"
    "VE VEN Venezuela|República Bolivariana de Venezuela|ベネズエラ\n"
    "VG VGB British Virgin Islands|英領ヴァージン諸島|イギリス領ヴァージン諸島\n"
    "VI VIR US Virgin Islands|U.S. Virgin Islands|米領ヴァージン諸島|アメリカ領ヴァージン諸島\n"
    "VN VNM Vietnam|Viet Nam|Việt Nam|ベトナム|ヴェトナム\n"
    "VU VUT Vanuatu|バヌアツ\n"
    "WF WLF Wallis and Futuna|ウォリス・フツナ\n"
    "WS WSM Samoa|サモア\n"
    "XK XKX Kosovo|Kosova|Косово|コソボ\n"
    "YE YEM Yemen|イエメン|اليمن\n"
    "YT MYT Mayotte|マヨット\n"
    "ZA ZAF South Africa|Suid-Afrika|RSA|南アフリカ|南アフリカ共和国\n"
    "ZM ZMB Zambia|ザンビア\n"
    "ZW ZWE Zimbabwe|ジンバブエ\n";

std::string key_of(std::string_view name) {
    std::string key = fold(name);
    key.erase(std::remove(key.begin(), key.end(), '.'), key.end());
    if (key.starts_with("the ")) key.erase(0, 4);
    while (!key.empty() && (key.back() == ' ' || key.back() == ',')) key.pop_back();
    return key;
}

using Index = std::vector<std::pair<std::string, std::string_view>>;

// Folded names and alpha-3 codes in order, made once.
const Index& index() {
    static const Index made = [] {
        Index out;
        for (std::size_t at = 0; at < countries.size();) {
            const std::size_t end = countries.find('\n', at);
            const std::string_view line = countries.substr(at, end - at);
            const std::string_view code = line.substr(0, 2);
            out.emplace_back(key_of(line.substr(3, 3)), code);
            for (std::size_t name = 7; name <= line.size();) {
                const std::size_t bar = std::min(line.find('|', name), line.size());
                out.emplace_back(key_of(line.substr(name, bar - name)), code);
                name = bar + 1;
            }
            at = end + 1;
        }
        std::sort(out.begin(), out.end());
        return out;
    }();
    return made;
}

std::string_view find_name(const std::string& key) {
    const Index& all = index();
    const auto found = std::lower_bound(
        all.begin(), all.end(), key, [](const auto& entry, const std::string& k) { return entry.first < k; });
    return found != all.end() && found->first == key ? found->second : std::string_view();
}

std::string_view find_code(const std::string& key) {
    for (std::size_t at = 0; at < countries.size(); at = countries.find('\n', at) + 1) {
        const std::string_view code = countries.substr(at, 2);
        if (key[0] == code[0] + 32 && key[1] == code[1] + 32) return code;
    }
    return {};
}

}  // namespace

std::string_view country_code(std::string_view name) {
    const std::string key = key_of(name);
    if (key.empty()) return {};
    if (key.size() == 2) {
        if (const std::string_view code = find_code(key); !code.empty()) return code;
    }
    return find_name(key);
}

std::string_view country_code_of_name(std::string_view name) {
    if (name.size() > 200) return {};
    const std::string key = key_of(name);
    return key.empty() ? std::string_view() : find_name(key);
}

}  // namespace kith::text
