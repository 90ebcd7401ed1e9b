#include "text/money.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace kith {

namespace {

// The codes of ISO 4217 in use for money, in order, four places each.
constexpr std::string_view codes =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF "
    "CHE CHF CHW CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD "
    "GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP "
    "LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN "
    "PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS "
    "TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL ";
constexpr std::string_view no_decimals =
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF ";
constexpr std::string_view three_decimals = "BHD IQD JOD KWD LYD OMR TND ";
constexpr std::string_view four_decimals = "CLF UYW ";

}  // namespace

int currency_decimals(std::string_view code) noexcept {
    return text::lists_code(no_decimals, code)      ? 0
           : text::lists_code(three_decimals, code) ? 3
           : text::lists_code(four_decimals, code)  ? 4
                                                    : 2;
}

std::string Money::to_string() const {
    const auto bits = static_cast<std::uint64_t>(minor);
    std::string out = std::to_string(minor < 0 ? 0 - bits : bits);
    if (const auto decimals = static_cast<std::size_t>(currency_decimals(currency)); decimals > 0) {
        if (out.size() <= decimals) out.insert(0, decimals + 1 - out.size(), '0');
        out.insert(out.size() - decimals, 1, '.');
    }
    if (minor < 0) out.insert(0, 1, '-');
    return currency.empty() ? out : out + ' ' + currency;
}

std::optional<Money> Money::parse(std::string_view text) { return text::parse_money(text, {}); }

namespace text {

bool is_currency(std::string_view code) noexcept { return lists_code(codes, code); }

}  // namespace text

}  // namespace kith
