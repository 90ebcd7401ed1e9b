#include "text/address.hpp"
#include "text/address_words.hpp"
#include "text/countries.hpp"
#include "text/fold.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace kith::text;

namespace {

void check(const AddressParts& is, const AddressParts& expected) {
    CHECK(is.number == expected.number);
    CHECK(is.street == expected.street);
    CHECK(is.extended == expected.extended);
    CHECK(is.locality == expected.locality);
    CHECK(is.region == expected.region);
    CHECK(is.postcode == expected.postcode);
    CHECK(is.country == expected.country);
}

std::string street(const char* text) {
    AddressParts parts;
    parts.street = text;
    return fold_address(parts).street;
}

std::string number(const char* text) {
    AddressParts parts;
    parts.number = text;
    return fold_address(parts).number;
}

std::string extended(const char* text) {
    AddressParts parts;
    parts.extended = text;
    return fold_address(parts).extended;
}

std::string locality(const char* text) {
    AddressParts parts;
    parts.locality = text;
    return fold_address(parts).locality;
}

std::string region(const char* text, const char* country = "") {
    AddressParts parts;
    parts.region = text;
    parts.country = country;
    return fold_address(parts).region;
}

std::string postcode(const char* text) {
    AddressParts parts;
    parts.postcode = text;
    return fold_address(parts).postcode;
}

}  // namespace

TEST_CASE("street lines fold to one spelling", "[address]") {
    const std::vector<std::vector<const char*>> groups = {
        {"Main Street", "MAIN ST.", "main st", "Main  St"},
        {"North Main Avenue", "N. Main Ave.", "N Main Av"},
        {"Northeast 5th Road", "NE 5th Rd", "N.E. Fifth Rd."},
        {"Saint James Place", "St. James Pl", "St.James Pl."},
        {"Hauptstraße", "Hauptstr.", "HAUPTSTRASSE", "Hauptstrasse", "Haupt Str."},
        {"Berliner Straße", "Berlinerstr.", "Berliner Str."},
        {"Kalverstraat", "Kalverstr."},
        {"Avenue de la République", "Av. de la Republique", "av de la république"},
        {"Calle Mayor", "C. Mayor", "calle mayor"},
        {"улица Ленина", "ул. Ленина"},
        {"大字高田", "高田"},
        {"丸ノ内", "丸の内"},
        {"霞ヶ関", "霞ケ関", "霞け関"},
        {"北一条西", "北1条西", "北１条西"},
        {"渋谷１丁目", "渋谷一丁目", "渋谷 1丁目"},
    };
    for (const auto& group : groups) {
        for (const char* text : group) {
            CAPTURE(group.front(), text);
            CHECK(street(text) == street(group.front()));
            CHECK_FALSE(street(text).empty());
        }
    }
    for (std::size_t i = 0; i < groups.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) CHECK(street(groups[i].front()) != street(groups[j].front()));
    }
    CHECK(street("三番町") == "三番町");
    CHECK(street("八丁堀") == "八丁堀");
    CHECK(street("四谷三丁目") == "四谷3");
    CHECK(street("").empty());
}

TEST_CASE("house and block numbers fold to one spelling", "[address]") {
    for (const char* text : {"1-2-3", "１－２－３", "1丁目2番3号", "1丁目2番地3", "一丁目二番三号",
                             "１丁目２−３", "1の2の3", "1丁目 2番 3号", "1ー2ー3", "一丁目2-3", "1 - 2 - 3"}) {
        CAPTURE(text);
        CHECK(number(text) == "1-2-3");
    }
    CHECK(number("二十三番地") == "23");
    CHECK(number("百二番地の一") == "102-1");
    CHECK(number("12 B") == "12b");
    CHECK(number("12b") == "12b");
    CHECK(number("No. 12") == "12");
    CHECK(number("#12") == "12");
    CHECK(number("12 bis") == "12bis");
    CHECK(number("12 - 14") == "12-14");
    CHECK(number("").empty());
}

TEST_CASE("flats, cities, regions, postcodes and countries fold", "[address]") {
    for (const char* text :
         {"Apt 5B", "apt. 5b", "Apartment 5B", "#5B", "Unit 5b", "# 5b", "Flat 5B", "Suite 5b", "5b"}) {
        CAPTURE(text);
        CHECK(extended(text) == "5b");
    }
    for (const char* text : {"3rd Floor", "floor 3", "3F", "3/F", "3階", "Level 3", "3 fl."}) {
        CAPTURE(text);
        CHECK(extended(text) == "3f");
    }
    CHECK(extended("ＡＢＣビル　３Ｆ") == extended("ABCビル3階"));
    CHECK(extended("グリーンハイツ 101号室") == extended("グリーンハイツ101"));
    CHECK(extended("Building 3") == "bldg 3");

    CHECK(locality("St. Louis") == locality("Saint Louis"));
    CHECK(locality("Fort Worth") == locality("Ft. Worth"));
    CHECK(locality("横浜市　西区") == "横浜市西区");
    CHECK(locality("北足立郡伊奈町") == "伊奈町");
    CHECK(locality("Shibuya-ku") == locality("Shibuya"));
    CHECK(locality("London ー2") == "london-2");

    CHECK(region("California") == "ca");
    CHECK(region("CA") == "ca");
    CHECK(region("Calif") == "calif");
    CHECK(region("New South Wales", "Australia") == "nsw");
    CHECK(region("Western Australia", "AU") == region("WA", "AU"));
    CHECK(region("東京") == "東京都");
    CHECK(region("Tokyo") == "東京都");
    CHECK(region("Kanagawa-ken") == "神奈川県");
    CHECK(region("Hokkaidō") == "北海道");
    CHECK(region("Osaka Prefecture", "Japan") == "大阪府");

    CHECK(postcode("〒100-0001") == "1000001");
    CHECK(postcode("１００−０００１") == "1000001");
    CHECK(postcode("100 0001") == "1000001");
    CHECK(postcode("SW1A 1AA") == "sw1a1aa");
    CHECK(postcode("D-10115") == "10115");
    CHECK(postcode("SE-111 22") == "11122");
    CHECK(postcode("62701-1234") == "62701");

    const auto country = [](const char* text) {
        AddressParts parts;
        parts.country = text;
        return fold_address(parts).country;
    };
    for (const char* text : {"Japan", "JAPAN", "日本", "日本国", "JP", "jp", "JPN", "ＪＡＰＡＮ"})
        CHECK(country(text) == "JP");
    for (const char* text :
         {"USA", "U.S.A.", "United States", "the United States of America", "アメリカ合衆国", "米国", "us"}) {
        CHECK(country(text) == "US");
    }
    CHECK(country("Deutschland") == "DE");
    CHECK(country("Österreich") == "AT");
    CHECK(country("Côte d’Ivoire") == "CI");
    CHECK(country("대한민국") == "KR");
    CHECK(country("UK") == "GB");
    CHECK(country("イギリス") == "GB");
    CHECK(country("Россия") == "RU");
    CHECK(country("中国") == "CN");
    CHECK(country("Middle Earth") == "middle earth");
    CHECK(country("").empty());
    CHECK(country_code_of_name("CA").empty());
    CHECK(country_code("CA") == "CA");
}

TEST_CASE("every prefecture is known in kanji and romaji, and folding leaves it alone", "[address]") {
    for (const char* name : {"北海道", "青森県", "岩手県", "宮城県", "秋田県", "山形県",   "福島県", "茨城県",
                             "栃木県", "群馬県", "埼玉県", "千葉県", "東京都", "神奈川県", "新潟県", "富山県",
                             "石川県", "福井県", "山梨県", "長野県", "岐阜県", "静岡県",   "愛知県", "三重県",
                             "滋賀県", "京都府", "大阪府", "兵庫県", "奈良県", "和歌山県", "鳥取県", "島根県",
                             "岡山県", "広島県", "山口県", "徳島県", "香川県", "愛媛県",   "高知県", "福岡県",
                             "佐賀県", "長崎県", "熊本県", "大分県", "宮崎県", "鹿児島県", "沖縄県"}) {
        CAPTURE(name);
        CHECK(find_prefecture(name) == name);
        CHECK(fold(name) == name);
        CHECK(leading_prefecture(std::string(name) + "X市") == name);
    }
    CHECK(find_prefecture("Gunma-ken") == "群馬県");
    CHECK(find_prefecture("Kyoto-fu") == "京都府");
    CHECK(find_prefecture("London").empty());
}

TEST_CASE("street lines split", "[address]") {
    struct Row {
        const char* line;
        const char* number;
        const char* street;
        const char* extended = "";
    };
    const Row rows[] = {
        {"12b Main St", "12b", "Main St"},
        {"12 Main St", "12", "Main St"},
        {"12-14 High Street", "12-14", "High Street"},
        {"12 - 14 High Street", "12 - 14", "High Street"},
        {"1/23 Smith St", "1/23", "Smith St"},
        {"12, rue de la Paix", "12", "rue de la Paix"},
        {"12 bis rue de la Paix", "12 bis", "rue de la Paix"},
        {"No. 12 High Street", "12", "High Street"},
        {"12 Main St Apt 4", "12", "Main St", "Apt 4"},
        {"12 Main St, Apt. 4B", "12", "Main St", "Apt. 4B"},
        {"12 Main St #4", "12", "Main St", "#4"},
        {"12 Main St, 3rd Floor", "12", "Main St", "3rd Floor"},
        {"Flat 3, 12 High Street", "12", "High Street", "Flat 3"},
        {"350 5th Avenue", "350", "5th Avenue"},
        {"5th Avenue", "", "5th Avenue"},
        {"Highway 66", "", "Highway 66"},
        {"PO Box 123", "", "PO Box 123"},
        {"Hauptstr. 5", "5", "Hauptstr."},
        {"Hauptstraße 5a", "5a", "Hauptstraße"},
        {"Hauptstraße 5 a", "5 a", "Hauptstraße"},
        {"Straße des 17. Juni 135", "135", "Straße des 17. Juni"},
        {"Via Roma, 12", "12", "Via Roma"},
        {"Calle Mayor 12, 3º B", "12", "Calle Mayor", "3º B"},
        {"Keizersgracht 123-2", "123-2", "Keizersgracht"},
        {"ул. Ленина, 5", "5", "ул. Ленина"},
        {"Broadway", "", "Broadway"},
        {"12", "", "12"},
        {"", "", ""},
        {"渋谷1-2-3", "1-2-3", "渋谷"},
        {"渋谷１−２−３", "１−２−３", "渋谷"},
        {"渋谷一丁目2番3号", "一丁目2番3号", "渋谷"},
        {"1-2-3 渋谷", "1-2-3", "渋谷"},
        {"丸の内1-1-1 丸の内ビル5F", "1-1-1", "丸の内", "丸の内ビル5F"},
        {"丸の内1-1-1　丸の内ビル", "1-1-1", "丸の内", "丸の内ビル"},
        {"丸の内1丁目1番1号丸の内ビル101号室", "1丁目1番1号", "丸の内", "丸の内ビル101号室"},
        {"北1条西2丁目3-4", "2丁目3-4", "北1条西"},
        {"三番町10", "10", "三番町"},
        {"大字高田123番地", "123番地", "大字高田"},
        {"丸の内", "", "丸の内"},
    };
    for (const Row& row : rows) {
        const AddressParts p = split_street(row.line);
        CAPTURE(row.line);
        CHECK(p.number == row.number);
        CHECK(p.street == row.street);
        CHECK(p.extended == row.extended);
    }
}

TEST_CASE("Japanese, Chinese and Korean addresses in one text", "[address]") {
    struct Row {
        const char* text;
        AddressParts expected;
    };
    const Row rows[] = {
        {"〒100-0005 東京都千代田区丸の内1-1-1 丸の内ビル5F",
         {"1-1-1", "丸の内", "丸の内ビル5F", "千代田区", "東京都", "100-0005", ""}},
        {"〒１００－０００５　東京都千代田区丸の内１－１－１",
         {"1-1-1", "丸の内", "", "千代田区", "東京都", "100-0005", ""}},
        {"〒1000005\n東京都千代田区丸の内1丁目1番1号\n丸の内ビル",
         {"1丁目1番1号", "丸の内", "丸の内ビル", "千代田区", "東京都", "100-0005", ""}},
        {"100-0005 東京都千代田区丸の内一丁目1-1",
         {"一丁目1-1", "丸の内", "", "千代田区", "東京都", "100-0005", ""}},
        {"日本 〒100-0005 東京都千代田区丸の内1-1",
         {"1-1", "丸の内", "", "千代田区", "東京都", "100-0005", "日本"}},
        {"東京都千代田区丸の内1-1 〒100-0005", {"1-1", "丸の内", "", "千代田区", "東京都", "100-0005", ""}},
        {"神奈川県横浜市西区みなとみらい2-2-1",
         {"2-2-1", "みなとみらい", "", "横浜市西区", "神奈川県", "", ""}},
        {"北海道札幌市中央区北1条西2丁目", {"2丁目", "北1条西", "", "札幌市中央区", "北海道", "", ""}},
        {"京都府京都市中京区寺町通御池上る上本能寺前町488",
         {"488", "寺町通御池上る上本能寺前町", "", "京都市中京区", "京都府", "", ""}},
        {"三重県四日市市諏訪町1-5", {"1-5", "諏訪町", "", "四日市市", "三重県", "", ""}},
        {"三重県松阪市町平尾町123", {"123", "町平尾町", "", "松阪市", "三重県", "", ""}},
        {"東京都町田市森野2-2-22", {"2-2-22", "森野", "", "町田市", "東京都", "", ""}},
        {"東京都東村山市本町1-2-3", {"1-2-3", "本町", "", "東村山市", "東京都", "", ""}},
        {"群馬県佐波郡玉村町下新田201", {"201", "下新田", "", "佐波郡玉村町", "群馬県", "", ""}},
        {"奈良県高市郡明日香村岡55", {"55", "岡", "", "高市郡明日香村", "奈良県", "", ""}},
        {"福島県郡山市朝日1-23-7", {"1-23-7", "朝日", "", "郡山市", "福島県", "", ""}},
        {"愛知県蒲郡市旭町17-1", {"17-1", "旭町", "", "蒲郡市", "愛知県", "", ""}},
        {"千葉県市川市八幡1-1-1", {"1-1-1", "八幡", "", "市川市", "千葉県", "", ""}},
        {"東京都 千代田区 丸の内 1-1-1", {"1-1-1", "丸の内", "", "千代田区", "東京都", "", ""}},
        {"渋谷区渋谷1-2-3", {"1-2-3", "渋谷", "", "渋谷区", "", "", ""}},
        {"麹町1-2-3", {"1-2-3", "麹町", "", "", "", "", ""}},
        {"浙江省杭州市西湖区文三路123号", {"123号", "文三路", "", "杭州市西湖区", "浙江省", "", ""}},
        {"서울특별시 강남구 테헤란로 123 4층", {"123", "테헤란로", "4층", "강남구", "서울특별시", "", ""}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const bool chinese = row.expected.region == "浙江省";
        check(parse_address(row.text, chinese ? "CN" : "JP"), row.expected);
    }
}

TEST_CASE("Western addresses in one text", "[address]") {
    struct Row {
        const char* text;
        const char* region;
        AddressParts expected;
    };
    const Row rows[] = {
        {"12 Main St, Springfield, IL 62701", "US", {"12", "Main St", "", "Springfield", "IL", "62701", ""}},
        {"12 Main St, Apt 4, Springfield, IL 62701-1234, USA",
         "JP",
         {"12", "Main St", "Apt 4", "Springfield", "IL", "62701-1234", "USA"}},
        {"12 Main St\nSpringfield, Illinois 62701",
         "US",
         {"12", "Main St", "", "Springfield", "Illinois", "62701", ""}},
        {"12 Main St, Springfield, IL, 62701", "US", {"12", "Main St", "", "Springfield", "IL", "62701", ""}},
        {"12 Main St Springfield IL 62701", "US", {"12", "Main St", "", "Springfield", "IL", "62701", ""}},
        {"12 Peachtree St, Atlanta, Georgia", "US", {"12", "Peachtree St", "", "Atlanta", "Georgia", "", ""}},
        {"350 5th Ave, New York, NY 10118", "US", {"350", "5th Ave", "", "New York", "NY", "10118", ""}},
        {"Empire State Building, 350 5th Ave, New York, NY 10118",
         "US",
         {"350", "5th Ave", "Empire State Building", "New York", "NY", "10118", ""}},
        {"10 Downing Street, London SW1A 2AA",
         "GB",
         {"10", "Downing Street", "", "London", "", "SW1A 2AA", ""}},
        {"10 Downing Street, London, SW1A 2AA, United Kingdom",
         "JP",
         {"10", "Downing Street", "", "London", "", "SW1A 2AA", "United Kingdom"}},
        {"Flat 3, 12 High Street, Camden, London NW1 7JN",
         "GB",
         {"12", "High Street", "Flat 3, Camden", "London", "", "NW1 7JN", ""}},
        {"123 Yonge St, Toronto, ON M5B 1M4, Canada",
         "US",
         {"123", "Yonge St", "", "Toronto", "ON", "M5B 1M4", "Canada"}},
        {"1 Macquarie St, Sydney NSW 2000", "AU", {"1", "Macquarie St", "", "Sydney", "NSW", "2000", ""}},
        {"Hauptstr. 5, 10115 Berlin", "DE", {"5", "Hauptstr.", "", "Berlin", "", "10115", ""}},
        {"Hauptstr. 5, D-10115 Berlin, Deutschland",
         "JP",
         {"5", "Hauptstr.", "", "Berlin", "", "D-10115", "Deutschland"}},
        {"12 rue de la Paix, 75002 Paris, France",
         "US",
         {"12", "rue de la Paix", "", "Paris", "", "75002", "France"}},
        {"Keizersgracht 123, 1015 CJ Amsterdam",
         "NL",
         {"123", "Keizersgracht", "", "Amsterdam", "", "1015 CJ", ""}},
        {"Via Roma, 12, 00184 Roma, Italia", "IT", {"12", "Via Roma", "", "Roma", "", "00184", "Italia"}},
        {"Drottninggatan 5, 111 51 Stockholm",
         "SE",
         {"5", "Drottninggatan", "", "Stockholm", "", "111 51", ""}},
        {"ul. Marszałkowska 10, 00-590 Warszawa",
         "PL",
         {"10", "ul. Marszałkowska", "", "Warszawa", "", "00-590", ""}},
        {"1-2-3 Shibuya, Shibuya-ku, Tokyo 150-0002, Japan",
         "US",
         {"1-2-3", "Shibuya", "", "Shibuya-ku", "Tokyo", "150-0002", "Japan"}},
        {"Broadway, Springfield", "US", {"", "Broadway", "", "Springfield", "", "", ""}},
        {"12 Main St", "US", {"12", "Main St", "", "", "", "", ""}},
        {"Springfield", "US", {"", "Springfield", "", "", "", "", ""}},
        {"", "US", {}},
        {",,,", "US", {}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        check(parse_address(row.text, row.region), row.expected);
    }
}

TEST_CASE("addresses format, and parse again to the same", "[address]") {
    const AddressParts tokyo{"1-1-1", "丸の内", "丸の内ビル5F", "千代田区", "東京都", "100-0005", ""};
    CHECK(format_address(tokyo, "JP") == "〒100-0005 東京都千代田区丸の内1-1-1 丸の内ビル5F");
    check(parse_address(format_address(tokyo, "JP"), "JP"), tokyo);
    AddressParts named = tokyo;
    named.country = "日本";
    CHECK(format_address(named, "JP") == "〒100-0005 東京都千代田区丸の内1-1-1 丸の内ビル5F");
    CHECK(format_address(named, "US") == "日本 〒100-0005 東京都千代田区丸の内1-1-1 丸の内ビル5F");
    check(parse_address(format_address(named, "US"), "US"), named);

    const AddressParts springfield{"12", "Main St", "Apt 4", "Springfield", "IL", "62701", "USA"};
    CHECK(format_address(springfield, "US") == "12 Main St, Apt 4, Springfield, IL 62701");
    CHECK(format_address(springfield, "JP") == "12 Main St, Apt 4, Springfield, IL 62701, USA");
    check(parse_address(format_address(springfield, "JP"), "JP"), springfield);

    const AddressParts berlin{"5", "Hauptstr.", "", "Berlin", "", "10115", "Germany"};
    CHECK(format_address(berlin, "DE") == "Hauptstr. 5, 10115 Berlin");
    CHECK(format_address(berlin, "US") == "Hauptstr. 5, 10115 Berlin, Germany");
    check(parse_address(format_address(berlin, "US"), "US"), berlin);

    const AddressParts romaji{"1-2-3", "Shibuya", "", "Shibuya-ku", "Tokyo", "150-0002", "Japan"};
    CHECK(format_address(romaji, "US") == "1-2-3 Shibuya, Shibuya-ku, Tokyo 150-0002, Japan");
    check(parse_address(format_address(romaji, "US"), "US"), romaji);

    CHECK(format_address({}, "JP").empty());
    CHECK(format_address({"", "", "", "London", "", "", ""}, "GB") == "London");
    CHECK(format_address({"", "", "", "", "", "62701", ""}, "US") == "62701");
    CHECK(format_address({"", "", "", "", "", "100-0005", ""}, "JP") == "100-0005");
}

TEST_CASE("hostile addresses", "[address]") {
    for (const std::string part : {"a", "1", "1-", "一", "丁目", ",", " ", "12 Main St, ", "\n", "\xFF", "〒",
                                   "市", "東京都", "1の", "#", "apt ", "서울시 ", "a1 "}) {
        std::string text;
        while (text.size() < 300'000) text += part;
        CAPTURE(part);
        for (const char* home : {"JP", "US", "", "??"}) {
            const AddressParts p = parse_address(text, home);
            CHECK(p.postcode.size() < 20);
        }
        AddressParts all{text, text, text, text, text, text, text};
        const AddressParts folded = fold_address(all);
        CHECK(folded.number.size() <= 3 * text.size() + 3);
        CHECK(split_street(text).street.size() <= text.size());
        CHECK(format_address(all, "JP").size() <= 8 * text.size());
    }
    check(parse_address("\xE6\x9D", "JP"), {"", "\uFFFD\uFFFD", "", "", "", "", ""});
    const std::string million(1'000'000, '1');
    CHECK(parse_address(million, "JP").street.size() == million.size());
}
