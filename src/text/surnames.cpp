#include "text/surnames.hpp"

#include "text/fold.hpp"
#include "text/kana.hpp"
#include "text/script.hpp"
#include "text/utf8.hpp"
#include "text/variants.hpp"
#include "text/word_set.hpp"

#include <algorithm>
#include <array>

namespace kith::text {

namespace {

// Code points of the longest name: 武者小路, 勅使河原.
constexpr std::size_t longest_surname = 4;

// One character for one character, so that lengths carry over: 髙 is 高, ノ is の.
char32_t surname_form(char32_t c) {
    return is_katakana_letter(c) && c <= 0x30F6 ? c - 0x60 : common_kanji(c);
}

std::string surname_form(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();)
        append_code_point(out, surname_form(next_code_point(text, at)));
    return out;
}

struct Surname {
    std::string name;
    std::vector<std::string_view> readings;
};

const std::vector<Surname>& surnames() {
    static const std::vector<Surname> table = [] {
        std::vector<Surname> out;
        for (std::string_view rest = japanese_surname_table; !rest.empty();) {
            std::string_view line = rest.substr(0, rest.find('\n'));
            rest.remove_prefix(std::min(rest.size(), line.size() + 1));
            Surname entry{surname_form(line.substr(0, line.find(' '))), {}};
            while (line.find(' ') != std::string_view::npos) {
                line.remove_prefix(line.find(' ') + 1);
                entry.readings.push_back(line.substr(0, line.find(' ')));
            }
            out.push_back(std::move(entry));
        }
        // Stable, so that of two names with one common form the more frequent is found.
        std::stable_sort(out.begin(), out.end(),
                         [](const Surname& a, const Surname& b) { return a.name < b.name; });
        return out;
    }();
    return table;
}

const Surname* find_surname(std::string_view form) {
    const auto& table = surnames();
    const auto at = std::lower_bound(table.begin(), table.end(), form,
                                     [](const Surname& s, std::string_view text) { return s.name < text; });
    return at != table.end() && at->name == form ? &*at : nullptr;
}

// Surnames of one character, by frequency among all speakers of Chinese; simplified and traditional.
const WordSet& chinese_single() {
    static const WordSet set(
        "王 李 张 張 刘 劉 陈 陳 杨 楊 赵 趙 黄 黃 周 吴 吳 呉 徐 孙 孫 胡 朱 高 林 何 郭 马 馬 罗 羅 梁 宋 郑 鄭 谢 謝 韩 韓 "
        "唐 冯 馮 于 董 萧 蕭 肖 程 曹 袁 邓 鄧 许 許 傅 沈 曾 彭 吕 呂 苏 蘇 卢 盧 蒋 蔣 蔡 贾 賈 丁 魏 薛 叶 葉 阎 閻 余 "
        "潘 杜 戴 夏 钟 鍾 钟 汪 田 任 姜 范 方 石 姚 谭 譚 廖 邹 鄒 熊 金 陆 陸 郝 孔 白 崔 康 毛 邱 秦 江 史 顾 顧 侯 邵 孟 "
        "龙 龍 万 萬 段 雷 钱 錢 汤 湯 尹 黎 易 常 武 乔 喬 贺 賀 赖 賴 龚 龔 文 庞 龐 樊 兰 蘭 殷 施 陶 洪 翟 安 颜 顏 倪 严 嚴 "
        "牛 温 溫 芦 季 俞 章 鲁 魯 葛 伍 韦 韋 申 尤 毕 畢 聂 聶 丛 焦 向 柳 邢 路 岳 齐 齊 梅 莫 庄 莊 辛 管 祝 左 涂 谷 祁 时 "
        "舒 耿 牟 卜 詹 关 關 苗 凌 费 費 纪 紀 靳 盛 童 欧 歐 甄 项 項 曲 成 游 阳 陽 裴 席 卫 衛 查 屈 鲍 鮑 位 覃 霍 翁 隋 "
        "植 甘 景 薄 单 單 包 司 柏 宁 寧 柯 阮 桂 闵 閔 解 强 柴 华 華 车 車 冉 房 边 邊 朴 池 元");
    return set;
}

// Compounds of two characters.
const WordSet& chinese_double() {
    static const WordSet set(
        "欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 夏侯 东方 東方 皇甫 尉迟 尉遲 公孙 公孫 令狐 慕容 司徒 长孙 長孫 "
        "宇文 端木 西门 西門 南宫 南宮 独孤 獨孤 百里 东郭 東郭 呼延 澹台 澹臺");
    return set;
}

// Starts that hardly any Japanese family name of two characters has.
const WordSet& mainland() {
    static const WordSet set(
        "王 李 张 張 刘 劉 陈 陳 杨 楊 赵 趙 黄 黃 周 吴 吳 呉 徐 孙 孫 胡 朱 何 郭 马 罗 羅 宋 郑 鄭 谢 謝 "
        "韩 韓 唐 冯 馮 于 董 萧 蕭 肖 程 曹 袁 邓 鄧 许 許 傅 沈 曾 彭 吕 呂 苏 蘇 卢 盧 蒋 蔣 蔡 贾 賈 丁 魏 薛 叶 "
        "阎 閻 余 潘 杜 戴 钟 鍾 汪 任 姜 范 姚 谭 譚 廖 邹 鄒 金 陆 陸 郝 孔 崔 康 邱 顾 顧 侯 邵 孟 龙 "
        "段 钱 錢 汤 尹 黎 乔 喬 贺 赖 賴 龚 龔 庞 龐 樊 兰 颜 倪 严 嚴 韦 韋 毕 聂 聶 齐 庄 朴 裴 申 阮");
    return set;
}

const WordSet& korean_single() {
    static const WordSet set(
        "김 이 박 최 정 강 조 윤 장 임 한 오 서 신 권 황 안 송 전 홍 유 고 문 양 손 배 백 허 남 심 노 하 곽 성 차 "
        "주 우 구 나 민 진 지 엄 채 원 천 방 공 현 함 변 염 여 추 도 소 석 선 설 마 길 연 위 표 명 기 반 라 왕 금 옥 육 "
        "인 맹 제 모 탁 국 어 은 편 용 예 봉 경 사 부 가 복 태 목 형 피 두 감 음 빈 동 온 호 범 좌 팽 승 간 리 류");
    return set;
}

const WordSet& korean_double() {
    static const WordSet set("남궁 황보 제갈 사공 선우 서문 독고 동방");
    return set;
}

// The first character, or the first `count`; empty when the text is shorter.
std::string_view first(std::string_view text, std::size_t count) {
    std::size_t at = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (at == text.size()) return {};
        next_code_point(text, at);
    }
    return text.substr(0, at);
}

std::size_t surname_length(std::string_view text, const WordSet& one, const WordSet& two) {
    if (const std::string_view head = first(text, 2); two.has(head)) return 2;
    return one.has(first(text, 1)) ? 1 : 0;
}

}  // namespace

std::size_t japanese_surname_length(std::string_view text, std::size_t leave) {
    // Ends of the first characters, in their common forms.
    std::array<std::size_t, longest_surname> ends{};
    std::string form;
    std::size_t at = 0;
    std::size_t count = 0;
    for (; count < longest_surname && at < text.size(); ++count) {
        append_code_point(form, surname_form(next_code_point(text, at)));
        ends[count] = form.size();
    }
    std::size_t after = 0;  // characters behind those, as far as `leave` asks
    while (after < leave && at < text.size()) {
        next_code_point(text, at);
        ++after;
    }
    for (std::size_t length = count; length > 0; --length) {
        if (count - length + after < leave) continue;
        if (find_surname(std::string_view(form).substr(0, ends[length - 1])) != nullptr) return length;
    }
    return 0;
}

std::vector<std::string_view> japanese_surname_readings(std::string_view surname) {
    const Surname* found = find_surname(surname_form(surname));
    return found != nullptr ? found->readings : std::vector<std::string_view>{};
}

bool is_surname_reading(std::string_view hiragana) {
    static const std::vector<std::string_view> readings = [] {
        std::vector<std::string_view> out;
        for (const Surname& entry : surnames())
            out.insert(out.end(), entry.readings.begin(), entry.readings.end());
        std::sort(out.begin(), out.end());
        return out;
    }();
    return std::binary_search(readings.begin(), readings.end(), hiragana);
}

bool is_romanised_japanese_surname(std::string_view word, bool exactly) {
    const auto sorted = [](auto&& spell) {
        std::vector<std::string> out;
        for (const Surname& entry : surnames())
            for (const std::string_view reading : entry.readings) out.push_back(spell(reading));
        std::sort(out.begin(), out.end());
        return out;
    };
    static const std::vector<std::string> loose =
        sorted([](std::string_view kana) { return reading_key(kana); });
    static const std::vector<std::string> exact = sorted([](std::string_view kana) { return romaji(kana); });
    if (word.empty() || has_cjk(word)) return false;
    return exactly ? std::binary_search(exact.begin(), exact.end(), fold(word))
                   : std::binary_search(loose.begin(), loose.end(), reading_key(word));
}

std::size_t chinese_surname_length(std::string_view text) {
    return surname_length(text, chinese_single(), chinese_double());
}

bool is_mainland_surname(std::string_view first_character) { return mainland().has(first_character); }

std::size_t korean_surname_length(std::string_view text) {
    return surname_length(text, korean_single(), korean_double());
}

bool is_romanised_chinese_surname(std::string_view word) {
    static const WordSet set(
        "wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song zheng xie han "
        "tang feng yu dong xiao cheng cao yuan deng fu shen zeng peng lu su jiang cai jia ding wei xue ye yan pan du "
        "dai xia zhong tian ren fan fang shi yao tan liao zou xiong jin hao kong bai cui kang mao qiu qin gu hou shao "
        "meng long wan duan lei qian yin yi chang qiao he lai gong wen ouyang sima zhuge shangguan chan wong cheung "
        "lau leung lam kwok ng ho chow chiu tsang tseng hsu hsieh kwan yip yeung tsai chang chiang chou lo mok poon "
        "cheuk siu szeto tam fung lui kwong tse mak yeung");
    return set.has(fold(word));
}

bool is_romanised_korean_surname(std::string_view word) {
    static const WordSet set(
        "kim lee yi rhee park pak bak choi choe jung jeong chung chong kang gang cho jo yoon yun jang "
        "chang lim im han oh seo suh shin sin kwon hwang ahn an song jeon jun hong yoo yu ryu go ko "
        "moon mun yang son sohn bae baek paik heo hur nam shim sim noh roh ha kwak sung cha joo ju woo "
        "koo gu na min jin ji um eom chae won chun bang gong namgung");
    return set.has(fold(word));
}

bool is_vietnamese_surname(std::string_view word) {
    static const WordSet set(
        "nguyen tran le pham huynh hoang phan vu vo dang bui do ho ngo duong ly dinh dao doan truong "
        "trinh mai lam luong phung vuong ta ha cao chau thai tang to quach");
    return set.has(fold(word));
}

bool looks_like_japanese_given_name(std::string_view word) {
    static const WordSet ends(
        "子 郎 朗 美 男 夫 雄 彦 一 二 三 介 輔 助 太 香 奈 恵 江 代 也 哉 樹 司 之 生 平 吾 斗 翔 希 菜 花 "
        "華 衣 織 音 葉 莉 里 理 沙 紗 佳 加 和 治 次 志 史 士 人 仁 信 伸 真 誠 明 昭 秋 弘 宏 浩 博 洋 裕 "
        "行 幸 之 雪 穂 帆 央 奈 月 乃 実 弥 哲 徹 晃 亮 涼 貴 隆 孝 健 憲 賢 清 茂 実 修 聡 直 紀 典 則 "
        "昌 正 雅 政 勝 克 進 武 忠 勇 悠 優 陽 蓮 海 大 輝 颯 湊 律 凛 結 咲 愛 彩 桜 楓 葵 杏 萌");
    if (code_points(word) < 2) return false;
    std::size_t last = word.size();
    do --last;
    while (last > 0 && (static_cast<unsigned char>(word[last]) & 0xC0) == 0x80);
    return ends.has(word.substr(last));
}

bool is_long_japanese_given_name(std::string_view word) {
    static const WordSet set(
        "真理子 由美子 恵美子 美智子 久美子 智恵子 由紀子 美穂子 美奈子 佐知子 加奈子 真由子 麻衣子 裕美子 富美子 登美子 喜美子 百合子 "
        "美代子 千恵子 千代子 千賀子 多恵子 八重子 三重子 美佐子 美和子 美紀子 由利子 真知子 亜希子 亜紀子 有希子 有紀子 由希子 "
        "恵理子 絵里子 江里子 理恵子 里美子 奈津子 奈々子 菜々子 寿美子 津弥子 加代子 佳代子 真紀子 真希子 麻由子 麻理子 万里子 "
        "真由美 真奈美 奈緒美 奈津美 亜由美 亜沙美 麻由美 由香里 由佳里 美由紀 早由里 優里奈 千奈津 美沙希 有里子 阿佐美 愛由美 "
        "健太郎 慎太郎 龍太郎 竜太郎 虎太郎 幸太郎 光太郎 孝太郎 康太郎 浩太郎 宗太郎 総太郎 正太郎 祥太郎 翔太郎 清太郎 誠太郎 "
        "賢太郎 雄太郎 優太郎 悠太郎 遼太郎 凛太郎 倫太郎 小太郎 小次郎 健次郎 健二郎 健三郎 純一郎 慎一郎 真一郎 信一郎 総一郎 "
        "宗一郎 誠一郎 雄一郎 裕一郎 祐一郎 恵一郎 健一郎 浩一郎 幸一郎 孝一郎 康一郎 光一郎 洋一郎 陽一郎 賢一郎 憲一郎 俊一郎 "
        "隆一郎 竜一郎 龍一郎 栄一郎 英一郎 貞一郎 順一郎 淳一郎 潤一郎 伸一郎 慎二郎 裕次郎 雄次郎 真之介 慎之介 新之助 "
        "龍之介 竜之介 龍之助 亮之介 涼之介 京之介 鷹之助 伊織里 亜里沙 亜梨沙 恵梨香 絵梨香 由梨香 樹里亜 美優菜 喜久雄 喜久子 "
        "千代美 三四郎 喜三郎 勘三郎 貴美子 亜矢子 美也子 美津子 佐和子 佐代子 志津子 世津子 多香子 多美子 登志子 日出子 日出男 "
        "日出夫 比呂志 比呂美 久仁子 久仁彦 美保子 芙美子 芙佐子 摩耶子 麻里子 万智子 三千代 三千子 弥生子 与志子 亜希美 亜沙子");
    return set.has(word);
}

}  // namespace kith::text
