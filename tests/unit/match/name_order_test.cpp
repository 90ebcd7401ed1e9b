// Which of two name parts is the family name.
#include "match/name_order.hpp"
#include "text/fold.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace kith;
using namespace kith::match;

namespace {

using Names = std::vector<std::pair<std::string, std::string>>;

void check_all(NameOrder order, const Names& names) {
    for (const auto& [given, family] : names) {
        CAPTURE(given, family);
        CHECK(order_of(text::fold(given), text::fold(family)) == order);
    }
}

}  // namespace

TEST_CASE("family names of East Asia are known where they stand as given names", "[match]") {
    check_all(NameOrder::family_first, {{"Yamada", "Taro"},
                                        {"Yamada", "Tarou"},
                                        {"Satō", "Ken'ichi"},
                                        {"Mori", "Naomi"},
                                        {"Oshidari", "Jiro"},
                                        {"Wang", "Fang"},
                                        {"Chen", "Wei"},
                                        {"Zhang", "Xiao-Ming"},
                                        {"Kim", "Minjun"},
                                        {"Kim", "Min-ji"},
                                        {"Park", "Jiwoo"},
                                        {"Nguyen", "Hoa"},
                                        {"Le", "Mai"}});
    check_all(NameOrder::as_stored, {{"Taro", "Yamada"},
                                     {"Naomi", "Mori"},
                                     {"Wei", "Chen"},
                                     {"Fang", "Wang"},
                                     {"Minjun", "Kim"},
                                     {"Hoa", "Nguyen"},
                                     {"Mai", "Nguyen"},
                                     {"Kim", "Berger"},
                                     {"Kim", "Long"},
                                     {"Jin", "Miller"},
                                     {"Maria", "Smith"},
                                     {"Maria", "Mari"},
                                     {"Ada", "Lovelace"},
                                     {"太郎", "山田"},
                                     {"", "Taro"},
                                     {"Yamada", ""}});
}

TEST_CASE("where both parts may be either, the order stays open", "[match]") {
    check_all(NameOrder::either, {{"Yang", "Fan"}, {"Lin", "Zhao"}, {"Smith", "Jane"}, {"Brückner", "Hans"}});
}
