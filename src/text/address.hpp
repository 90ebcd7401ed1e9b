// Postal addresses: their parts as people write them, and a folded form in which two spellings of one place meet.
// Pure functions, safe from any thread. Texts of any length are read in linear time.
#pragma once

#include <string>
#include <string_view>

namespace kith::text {

/// An address by parts, each as written or folded.
struct AddressParts {
    std::string number{};    ///< house number: "12b", "1-2-3", "12 bis"
    std::string street{};    ///< street; in Japan the 町 or 大字, "丸の内"
    std::string extended{};  ///< building, floor, flat, company
    std::string locality{};  ///< city; 市区町村 with 郡 or ward, "横浜市西区"
    std::string region{};    ///< state, province, 都道府県
    std::string postcode{};
    std::string country{};  ///< as written; folded: ISO 3166-1 alpha-2 in capitals where it is known
};

/// The parts in the form that matching compares: folded; Street, Straße, Avenue ..., compass points and building
/// words abbreviated; "apt", "unit", 号室 and the like dropped; 一丁目2番地3号 and 1丁目2-3 as 1-2-3; regions as code or
/// 都道府県 name; postcodes without 〒, spaces, dashes, country prefix and ZIP+4; the country as code.
AddressParts fold_address(const AddressParts& parts);

/// Parts a street line: "12b Main St" gives number 12b, "Hauptstr. 5", "渋谷1-2-3 ABCビル5F" with extended, "12 Main St
/// Apt 4". Ordinals ("5th Avenue") and numbered roads ("Highway 66") are no house numbers. Text stays as written.
AddressParts split_street(std::string_view line);

/// Reads an address in one text, written in `region` (ISO code, any case; decides what a bare "CA" or a row of
/// digits means). Japanese, Chinese and Korean addresses go from large to small; others are lines or comma-separated
/// parts that end with locality, region, postcode and country in the usual orders. What cannot be told apart stays in
/// `street`, so nothing is lost but the punctuation between parts.
AddressParts parse_address(std::string_view text, std::string_view region);

/// One line in the order of the address's country (of `region` where it names none): "〒100-0005 東京都千代田区丸の内1-1-1
/// ABCビル" or "12 Main St, Apt 4, Springfield, IL 62701". The country is named only when it is not `region`.
std::string format_address(const AddressParts& parts, std::string_view region);

}  // namespace kith::text
