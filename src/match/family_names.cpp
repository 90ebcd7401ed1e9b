#include "match/family_names.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <unordered_map>

namespace kith::match {
namespace {

// Names divided by ";", their forms by spaces. Written for kith from general knowledge of naming customs; a form may stand
// for several names.

/// Korean names as people romanise them.
constexpr std::string_view spellings =
    "lee yi rhee rhie ri; park bak pak bahk; choi choe; kim gim; jung jeong chung cheong jong chong; kang gang; cho jo joh; "
    "yoon yun youn; jang chang; lim im rim yim; oh o; seo suh; shin sin; kwon gwon kweon; hwang whang; ahn an; "
    "jeon jun chun; yoo yu ryu you; ko go koh; moon mun; son sohn shon; bae pae; baek paik baik; heo hur huh; shim sim; "
    "noh no roh ro; kwak gwak; sung seong; joo ju; woo u; koo gu ku goo; na nah; ji jee; um eom uhm; won weon; bang pang; "
    "kong gong; byun byeon; chun cheon; choo chu; do doh; ha hah; ma mah; ham hahm; min mihn; namgung namkung";

/// Chinese names in Pinyin and older romanisations, as Cantonese, Hokkien and Hakka say them, in Korea and Vietnam; and
/// Vietnamese ones of the north and the south.
constexpr std::string_view dialects =
    "huang wong ng ooi oei wee hoang huynh hwang; wang wong ong heng vuong; chen chan tan chin tran; "
    "liu lau low liew luu yoo ryu; zhang cheung chang teo teoh chong truong jang; wu ng goh ngo oh; "
    "guo kwok kuo quek kwek quach kwak; li lee ly lei yi; he ho hor ha; lin lam lim im; liang leung leong luong; "
    "yang yeung yeo young yong duong; zhou chow chou chew chau chu joo; zhu chu choo ju; zeng tsang tseng chan chang tang; "
    "zheng cheng teh tay trinh jung jeong; xu hui hsu koh khoh hua heo hur; xu tsui chui hsu seo suh tu; "
    "xie tse hsieh chia cheah ta; guan kwan kuan quan; zhao chiu chao trieu cho jo; deng tang teng dang; tang tong; "
    "feng fung phung; ye yip yeh yap diep; lu lui leu la; luo lo loh la; lu lo loo; ma mah beh; mai mak; "
    "xiao siu hsiao seow; cai choi tsai chua choy thai chae; su so soo; shen shum sim tham; tan tam tham dam; "
    "pan poon phua phan; peng pang phang banh; yu yue yee; ruan yuen nguyen; yuan yuen vien; yao yiu yeo; "
    "zhong chung cheong; jiang kong chiang; jiang keung kang; li lai le; mo mok mac; hong hung ang; kong hung khong; "
    "xue sit hsueh; sun suen soon son; shi shek thach; wen wan on; ren yam nham; long lung; liao liu liew; fan pham; "
    "xia ha hsia; hou hau; jiang chiang tsiang tuong; jin kam chin kim; qin chin tan; qian chin chien; cheng ching trinh; "
    "gao ko kao; gong kung; bai pai; dai tai; ding ting dinh; cao tsao cho; cui tsui choi; dong tung; du to tu do; "
    "wei ngai; xiong hung hsiung; qiu yau chiu; shi shih see; zou chow tsou; hu wu woo; song sung tong; vu vo; "
    "lu luk look luc; han hon; yan yim nghiem; wan man; dan tan; ji kei chi; gu ku koo; pu po; jia ka chia";

/// The names that each form may stand for.
class Forms {
public:
    explicit Forms(std::string_view table) {
        std::uint16_t number = 0;
        for (std::size_t at = 0; at < table.size();) {
            const std::size_t end = std::min(table.size(), table.find_first_of(" ;", at));
            if (end > at) numbers_.emplace(table.substr(at, end - at), number);
            if (end < table.size() && table[end] == ';') ++number;
            at = end + 1;
        }
    }

    [[nodiscard]] bool share(std::string_view a, std::string_view b) const {
        const auto [first, last] = numbers_.equal_range(a);
        const auto [other_first, other_last] = numbers_.equal_range(b);
        for (auto one = first; one != last; ++one) {
            for (auto other = other_first; other != other_last; ++other)
                if (one->second == other->second) return true;
        }
        return false;
    }

    [[nodiscard]] std::uint64_t bits(std::string_view form, unsigned from) const {
        std::uint64_t result = 0;
        const auto [first, last] = numbers_.equal_range(form);
        for (auto one = first; one != last; ++one) result |= std::uint64_t{1} << (one->second + from) % 64;
        return result;
    }

private:
    std::unordered_multimap<std::string_view, std::uint16_t> numbers_{};
};

const Forms& of_one_language() {
    static const Forms forms{spellings};
    return forms;
}

const Forms& of_dialects() {
    static const Forms forms{dialects};
    return forms;
}

}  // namespace

FamilyKin kin_of(std::string_view a, std::string_view b) {
    if (of_one_language().share(a, b)) return FamilyKin::spelling;
    return of_dialects().share(a, b) ? FamilyKin::dialect : FamilyKin::none;
}

std::uint64_t family_names_of(std::string_view folded) {
    return of_one_language().bits(folded, 0) | of_dialects().bits(folded, 23);
}

}  // namespace kith::match
