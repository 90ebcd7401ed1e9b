#include "text/phone.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace kith::text;

namespace {

struct Row {
    std::string text;
    std::string region;
    std::uint64_t e164;  // 0: none
    std::string digits;
    std::string extension = {};
};

void check(const Row& row) {
    const PhoneNumber p = parse_phone(row.text, row.region);
    CAPTURE(row.text, row.region, p.digits, p.extension, p.region, static_cast<int>(p.kind));
    CHECK(p.e164.value_or(0) == row.e164);
    CHECK(p.digits == row.digits);
    CHECK(p.extension == row.extension);
}

}  // namespace

TEST_CASE("phones written in Japan", "[phone]") {
    const Row rows[] = {
        {"03-1234-5678", "JP", 81312345678, "0312345678"},
        {"０３－１２３４－５６７８", "JP", 81312345678, "0312345678"},
        {"03（1234）5678", "jp", 81312345678, "0312345678"},
        {"(03)1234-5678", "JP", 81312345678, "0312345678"},
        {"03・1234・5678", "JP", 81312345678, "0312345678"},
        {"０９０ー１２３４ー５６７８", "JP", 819012345678, "09012345678"},
        {"０９０−１２３４−５６７８", "JP", 819012345678, "09012345678"},
        {"+81 (0)3 1234 5678", "JP", 81312345678, "0312345678"},
        {"+81 03 1234 5678", "US", 81312345678, "0312345678"},
        {"＋８１（０）９０ー１２３４ー５６７８", "", 819012345678, "09012345678"},
        {"81-3-1234-5678", "JP", 81312345678, "0312345678"},
        {"0081 3 1234 5678", "JP", 81312345678, "0312345678"},
        {"3-1234-5678", "JP", 81312345678, "0312345678"},
        {"010-1-212-736-5000", "JP", 12127365000, "2127365000"},
        {"電話：03-1234-5678", "JP", 81312345678, "0312345678"},
        {"TEL03-1234-5678 FAX03-1234-5679", "JP", 81312345678, "0312345678"},
        {"03-1234-5678 内線12", "JP", 81312345678, "0312345678", "12"},
        {"03-1234-5678（内線１２）", "JP", 81312345678, "0312345678", "12"},
        {"03-1234-5678（代表）内線 45", "JP", 81312345678, "0312345678", "45"},
        {"03-1234-5678 内線番号：305", "JP", 81312345678, "0312345678", "305"},
        {"03-1234-5678（代）", "JP", 81312345678, "0312345678"},
        {"03-1234-5678 / 090-1234-5678", "JP", 81312345678, "0312345678"},
        {"03-1234-5678/5679", "JP", 81312345678, "0312345678"},
        {"03-1234-5678、090-1234-5678", "JP", 81312345678, "0312345678"},
        {"03-1234-5678, 090-1234-5678", "JP", 81312345678, "0312345678"},
        {"03-1234-5678\n090-1234-5678", "JP", 81312345678, "0312345678"},
        {"03-1234-5678 090-1234-5678", "JP", 81312345678, "0312345678"},
        {"(206) 555-0187", "JP", 0, "2065550187"},
        {"206.555.0187 ", "JP", 0, "2065550187"},
        {"2065550187", "JP", 812065550187, "02065550187"},
        {"9012345678", "JP", 819012345678, "09012345678"},
        {"901-234-5678", "JP", 819012345678, "09012345678"},
        {"0120-123-456", "JP", 0, "0120123456"},
        {"+81 120 123 456", "JP", 0, "0120123456"},
        {"0800-123-4567", "JP", 0, "08001234567"},
        {"0570-064-000", "JP", 0, "0570064000"},
        {"0990-504-000", "JP", 0, "0990504000"},
        {"110", "JP", 0, "110"},
        {"#9110", "JP", 0, "9110"},
        {"内線12", "JP", 0, "12", "12"},
        {"内線: 8-1234", "JP", 0, "81234", "81234"},
    };
    for (const Row& row : rows) check(row);
}

TEST_CASE("phones of other countries", "[phone]") {
    const Row rows[] = {
        {"+44 (0)20 7946 0958", "JP", 442079460958, "02079460958"},
        {"020 7946 0958", "GB", 442079460958, "02079460958"},
        {"0044 20 7946 0958", "DE", 442079460958, "02079460958"},
        {"00 44 20 7946 0958", "JP", 442079460958, "02079460958"},
        {"011 44 20 7946 0958", "US", 442079460958, "02079460958"},
        {"+44 20 7946 0958 ext. 12", "", 442079460958, "02079460958", "12"},
        {"(212) 736-5000", "US", 12127365000, "2127365000"},
        {"1-212-736-5000", "US", 12127365000, "2127365000"},
        {"212.736.5000x44", "US", 12127365000, "2127365000", "44"},
        {"212-736-5000 X 44", "US", 12127365000, "2127365000", "44"},
        {"212-736-5000 #44", "US", 12127365000, "2127365000", "44"},
        {"+1 212 736 5000,,44", "", 12127365000, "2127365000", "44"},
        {"+12127365000;44", "", 12127365000, "2127365000", "44"},
        {"+12127365000p44", "", 12127365000, "2127365000", "44"},
        {"+12127365000;ext=44", "", 12127365000, "2127365000", "44"},
        {"212-736-5000 or 212-736-5001", "US", 12127365000, "2127365000"},
        {"+1 212 736 5000 +1 212 736 5001", "", 12127365000, "2127365000"},
        {"736-5000", "US", 0, "7365000"},
        {"911", "US", 0, "911"},
        {"tel:+81-3-1234-5678", "", 81312345678, "0312345678"},
        {"tel:1234-5678;phone-context=+81-3", "", 81312345678, "0312345678"},
        {"tel:03-1234-5678;ext=9;phone-context=example.com", "JP", 81312345678, "0312345678", "9"},
        {"TEL:1234-5678;ext=7;phone-context=+81-3", "US", 81312345678, "0312345678", "7"},
        {"1-800-FLOWERS", "US", 18003569377, "8003569377"},
        {"1 800 flowers", "US", 18003569377, "8003569377"},
        {"+1 800 GOFEDEX", "JP", 18004633339, "8004633339"},
        {"1-800-356-9377 toll free", "US", 18003569377, "8003569377"},
        {"1300 FLOWER", "AU", 0, "1300356937"},
        {"030/12345678", "DE", 493012345678, "03012345678"},
        {"+49 (0) 30 12345678", "US", 493012345678, "03012345678"},
        {"0171 1234567", "DE", 491711234567, "01711234567"},
        {"06 6982", "IT", 39066982, "066982"},
        {"+39 06 6982", "JP", 39066982, "066982"},
        {"+39 (0)6 1234 5678", "JP", 390612345678, "0612345678"},
        {"312 345 6789", "IT", 393123456789, "3123456789"},
        {"011 15-2345-6789", "AR", 5491123456789, "0111523456789"},
        {"11 15 2345-6789", "AR", 5491123456789, "0111523456789"},
        {"11 1523-6789", "AR", 541115236789, "01115236789"},
        {"011 1523-6789", "AR", 541115236789, "01115236789"},
        {"+54 9 11 2345 6789", "JP", 5491123456789, "0111523456789"},
        {"+54 11 2345 6789", "JP", 541123456789, "01123456789"},
        {"+52 1 55 1234 5678", "JP", 525512345678, "5512345678"},
        {"044 55 1234 5678", "MX", 525512345678, "5512345678"},
        {"01 55 1234 5678", "MX", 525512345678, "5512345678"},
        {"+52 55 1234 5678", "", 525512345678, "5512345678"},
        {"0 15 11 96123-4567", "BR", 5511961234567, "11961234567"},
        {"(11) 96123-4567", "BR", 5511961234567, "11961234567"},
        {"8 (495) 123-45-67", "RU", 74951234567, "84951234567"},
        {"+7 727 250 1234", "", 77272501234, "87272501234"},
        {"010-1234-5678", "KR", 821012345678, "01012345678"},
        {"010-8000-1234", "CN", 0, "01080001234"},
        {"138 0013 8000", "CN", 8613800138000, "13800138000"},
        {"+٩٦٦ ٥٠ ١٢٣ ٤٥٦٧", "", 966501234567, "0501234567"},
        {"९८१०१ २३४५६", "IN", 919810123456, "09810123456"},
        {"+33 1 23 45 67 89", "", 33123456789, "0123456789"},
        {"+800 1234 5678", "JP", 80012345678, "12345678"},
        {"268 460 1234", "AG", 12684601234, "2684601234"},
        {"460 1234", "AG", 12684601234, "2684601234"},
        {"\u202A+81 3-1234-5678\u202C", "", 81312345678, "0312345678"},
        {"+81 3-1234-5678 доб. 12", "", 81312345678, "0312345678", "12"},
    };
    for (const Row& row : rows) check(row);
}

TEST_CASE("region, kind and validity of phones", "[phone]") {
    const auto is = [](const char* text, const char* region, const char* belongs, PhoneKind kind, bool valid) {
        const PhoneNumber p = parse_phone(text, region);
        CAPTURE(text, p.digits, p.region, static_cast<int>(p.kind));
        CHECK(p.region == belongs);
        CHECK(p.kind == kind);
        CHECK(p.valid == valid);
    };
    is("090-1234-5678", "JP", "JP", PhoneKind::mobile, true);
    is("03-1234-5678", "JP", "JP", PhoneKind::fixed, true);
    is("050-1234-5678", "JP", "JP", PhoneKind::voip, true);
    is("0120-123-456", "JP", "JP", PhoneKind::toll_free, true);
    is("0800-123-4567", "JP", "JP", PhoneKind::toll_free, true);
    is("0570-064-000", "JP", "JP", PhoneKind::uan, true);
    is("110", "JP", "JP", PhoneKind::short_code, false);
    is("416-967-1111", "US", "CA", PhoneKind::fixed_or_mobile, true);
    is("787 234 5678", "US", "PR", PhoneKind::fixed_or_mobile, true);
    is("+1 800 356 9377", "JP", "US", PhoneKind::toll_free, true);
    is("800 356 9377", "CA", "CA", PhoneKind::toll_free, true);
    is("+44 7912 345678", "", "GB", PhoneKind::mobile, true);
    is("+44 1624 612345", "", "IM", PhoneKind::fixed, true);
    is("+7 7272 50 12 34", "RU", "KZ", PhoneKind::fixed, true);
    is("+999 1234567", "JP", "", PhoneKind::unknown, false);
    is("+81 3 1234", "US", "JP", PhoneKind::unknown, false);
    is("555-1234", "US", "US", PhoneKind::unknown, false);

    CHECK(parse_phone("736-5000", "US").possible);
    CHECK(parse_phone("110", "JP").possible);
    CHECK_FALSE(parse_phone("+81 3 1234", "US").possible);
    CHECK_FALSE(parse_phone("1234567890123456789", "JP").possible);
    CHECK_FALSE(parse_phone("123456789012", "JP").possible);
    CHECK(parse_phone("+999 1234567", "JP").digits == "9991234567");
    CHECK(parse_phone("03-1234-5678", "").digits == "0312345678");
    CHECK_FALSE(parse_phone("03-1234-5678", "").e164);

    // A number of the right length that the table does not know yet is possible, and keeps its E.164 form.
    const PhoneNumber fresh = parse_phone("+81 41 234 5678", "JP");
    CHECK_FALSE(fresh.valid);
    CHECK(fresh.possible);
    CHECK(fresh.e164 == 81412345678U);
}

TEST_CASE("phones are formatted as their country writes them", "[phone]") {
    const auto national = [](const char* text, const char* region) {
        return format_national(parse_phone(text, region));
    };
    CHECK(national("0312345678", "JP") == "03-1234-5678");
    CHECK(national("09012345678", "JP") == "090-1234-5678");
    CHECK(national("0466123456", "JP") == "0466-12-3456");
    CHECK(national("0120123456", "JP") == "0120-123-456");
    CHECK(national("0570064000", "JP") == "0570-064-000");
    CHECK(national("08001234567", "JP") == "0800-123-4567");
    CHECK(national("03-1234-5678 x12", "JP") == "03-1234-5678 内線12");
    CHECK(national("内線12", "JP") == "ext. 12");
    CHECK(national("110", "JP") == "110");
    CHECK(national("2127365000", "US") == "(212) 736-5000");
    CHECK(national("7365000", "US") == "736-5000");
    CHECK(national("212 736 5000 ext 7", "US") == "(212) 736-5000 ext. 7");
    CHECK(national("+442079460958", "US") == "020 7946 0958");
    CHECK(national("+5491123456789", "US") == "011 15-2345-6789");
    CHECK(national("+74951234567", "") == "8 (495) 123-45-67");
    CHECK(national("+999 123 4567", "") == "9991234567");
    CHECK(national("+800 1234 5678", "JP") == "+800 1234 5678");
    CHECK(national("", "JP").empty());

    CHECK(format_international(81312345678) == "+81 3-1234-5678");
    CHECK(format_international(12127365000) == "+1 212-736-5000");
    CHECK(format_international(442079460958) == "+44 20 7946 0958");
    CHECK(format_international(390612345678) == "+39 06 1234 5678");
    CHECK(format_international(80012345678) == "+800 1234 5678");
    CHECK(format_international(9991234567) == "+9991234567");
    CHECK(format_international(81) == "+81");
    CHECK(format_international(0) == "+0");
    CHECK(format_e164(81312345678) == "+81312345678");

    CHECK(calling_code("JP") == 81);
    CHECK(calling_code("us") == 1);
    CHECK(calling_code("CA") == 1);
    CHECK(calling_code("ZZ") == 0);
    CHECK(calling_code("") == 0);
    CHECK(region_of_calling_code(1) == "US");
    CHECK(region_of_calling_code(44) == "GB");
    CHECK(region_of_calling_code(7) == "RU");
    CHECK(region_of_calling_code(800) == "001");
    CHECK(region_of_calling_code(999).empty());
    CHECK(region_of_calling_code(0).empty());
    CHECK(region_of_calling_code(-1).empty());
}

TEST_CASE("text that is no phone", "[phone]") {
    for (const std::string text : {"", " ", "+", "()", "電話なし", "call me", "\xFF\xFE", "ー", "x", "ext.",
                                   "内線", "tel:", "tel:;phone-context=+", ";ext=", "+++", "(0"}) {
        const PhoneNumber p = parse_phone(text, "JP");
        CAPTURE(text);
        CHECK_FALSE(p.e164);
        CHECK_FALSE(p.possible);
        CHECK(p.digits == (text == "(0" ? "0" : ""));
    }
    CHECK(parse_phone("\xE3\x80"
                      "03-1234-5678\xFF",
                      "JP")
              .e164 == 81312345678U);
    CHECK(parse_phone("+81 3-1234-5678 \xF0\x9F", "").e164 == 81312345678U);

    for (const std::string part : {"1", "+", "a", "内線", "1x", "(0)", "/", "1/", ",", "\xE3\x80", "あ1"}) {
        std::string text;
        while (text.size() < 1'000'000) text += part;
        const PhoneNumber p = parse_phone(text, "JP");
        CAPTURE(part);
        CHECK(p.digits.size() <= 40);
        CHECK_FALSE(p.e164);
    }
    std::string late(1'000'000, ' ');
    CHECK(parse_phone(late + "03-1234-5678", "JP").e164 == 81312345678U);
    CHECK(parse_phone("03-1234-5678" + late + "12", "JP").digits.size() <= 12);
}
