#include "text/variants.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace kith::text {

namespace {

// Groups between spaces: the common form, then its variants. A variant stands once.
constexpr std::u32string_view groups =
    // Old forms of the characters for everyday use, by the common form's reading.
    U"亜亞 悪惡 圧壓 囲圍 医醫 為爲 壱壹弌 隠隱 栄榮 営營 衛衞 駅驛 円圓 塩鹽 縁緣 艶艷 応應 欧歐 殴毆 桜櫻 奥奧 "
    U"横橫 温溫 穏穩 仮假 価價 画畫 会會 絵繪 壊壞 懐懷 拡擴 殻殼 覚覺 学學斈 岳嶽 楽樂 渇渴 缶罐 巻卷 陥陷 勧勸 "
    U"寛寬 関關 歓歡 観觀 気氣 帰歸皈 偽僞 戯戲 犠犧 旧舊 拠據 挙擧 虚虛 峡峽 挟挾 狭狹 郷鄕鄉 暁曉 区區 駆驅駈 "
    U"勲勳 薫薰 径徑 茎莖 恵惠 掲揭 渓溪 経經 蛍螢 軽輕 継繼 鶏鷄雞 芸藝 撃擊 欠缺 研硏 県縣 倹儉 剣劍劒劔剱 "
    U"険險 圏圈 検檢 献獻 権權 顕顯 験驗 厳嚴 広廣 効效 恒恆 黄黃 鉱鑛礦 号號 国國圀囯 黒黑 砕碎 済濟 歳歲 剤劑 "
    U"雑雜襍 参參 桟棧 蚕蠶 惨慘 賛贊 残殘 糸絲 歯齒 児兒 辞辭 湿濕 実實 写寫 舎舍 釈釋 寿壽 収收 従從 渋澁 "
    U"獣獸 縦縱 粛肅 処處 叙敍敘 尚尙 将將 称稱 渉涉 焼燒 証證 奨奬獎 条條 状狀 乗乘 浄淨 剰剩 畳疊疉 縄繩 壌壤 "
    U"嬢孃 譲讓 醸釀 嘱囑 触觸 寝寢 慎愼 真眞 尽盡 図圖 粋粹 酔醉 穂穗 随隨 髄髓 枢樞 数數 瀬瀨 声聲 青靑 清淸 "
    U"静靜 税稅 窃竊 摂攝 専專 浅淺 戦戰 践踐 銭錢 潜潛 繊纖 禅禪 双雙 壮壯 争爭 荘莊 捜搜 挿插 巣巢 曽曾 痩瘦 "
    U"装裝 総總 騒騷 増增 蔵藏 臓臟 即卽 属屬 続續 堕墮 対對 体體 帯帶 滞滯 台臺 滝瀧 択擇 沢澤 担擔 単單 胆膽 "
    U"団團 断斷 弾彈 遅遲 痴癡 虫蟲 昼晝 鋳鑄 庁廳 徴徵 聴聽 勅敕 鎮鎭 逓遞 鉄鐵銕鐡 点點 転轉 伝傳 灯燈 当當 "
    U"党黨 盗盜 稲稻 闘鬪 徳德悳 独獨 読讀 届屆 弐貳 悩惱 脳腦 覇霸 拝拜 廃廢 売賣 麦麥 発發 髪髮 抜拔 晩晚 "
    U"蛮蠻 秘祕 浜濱濵 瓶甁 払拂 仏佛 併倂 並竝 辺邊邉 変變 弁辨瓣辯 歩步 宝寶寳 豊豐 褒襃 翻飜 毎每 万萬 満滿 "
    U"麺麵 黙默 弥彌 訳譯 薬藥 与與 予豫 余餘 誉譽 揺搖 様樣 謡謠 来來 頼賴 乱亂 覧覽 竜龍龒 両兩 猟獵 緑綠 涙淚 "
    U"塁壘 礼禮 励勵 戻戾 霊靈 齢齡 暦曆 歴歷 恋戀 炉爐 労勞 郎郞 楼樓 録錄 湾灣 強强 産產 説說 鋭銳 悦悅 閲閱 "
    U"脱脫 娯娛 顔顏 教敎 姉姊 隣鄰 群羣 煙烟 裏裡 恥耻 略畧 "
    // Forms of given and family names, and of places.
    U"高髙 崎﨑嵜 斉齊齋斎 島嶋嶌嶹 富冨 吉𠮷 橋𣘺 土圡𡈽 館舘 峰峯 桑桒 柳栁桺 柏栢 松枩枀 梅楳槑 槙槇 淵渕渊 "
    U"涼凉 留畄 皓晧 秋穐龝 聡聰 芦蘆 蒋蔣 遥遙 瑶瑤 尭堯 巌巖巗 晃晄 桧檜 砺礪 祷禱 禄祿 稟禀 籠篭 穣穰 萌萠 "
    U"蝉蟬 蝋蠟 諌諫 迩邇 頴穎 鴎鷗 麹麴 鯵鰺 掴摑 撹攪 涛濤 潅灌 焔焰 竃竈 箪簞 繋繫 繍繡 莱萊 薮藪籔 蕊蘂蕋 "
    U"醤醬 醗醱 鉤鈎 靭靱 頬頰 顛顚 騨驒 剥剝 呑吞 噛嚙 嚢囊 填塡 屏屛 壷壺 姫姬 凛凜 冴冱 凡凢 刃刄 卯夘 厨廚 "
    U"厩廐廏 叡睿 呉吳 哲喆 啓啟 喜㐂 回囘囬 野埜壄 多夛 夢梦 庵菴 彦彥 戸戶户 昂昻 明朙 晋晉 本夲 村邨 毘毗 "
    U"氷冰 決决 沖冲 況况 減减 爾尓 猫貓 猪豬 珍珎 祢禰 竪豎 蘇蘓 虎乕 虻蝱 蝿蠅 雁鴈 飾餝 鶴靏靍鸖 鶯鴬 亀龜 "
    U"船舩 棋棊 間閒 熙煕熈凞 鼠鼡 叱𠮟 隙𨻶 床牀 窓窗 往徃 "
    // Radicals that PDF files carry in place of the characters they look like.
    U"西⻄ 虎⻁ 長⻑ 青⻘ 食⻝ 鬼⻤ 麦⻨ 黄⻩ 竜⻯ 亀⻲";

struct Variant {
    char32_t form;  // 0: an empty slot
    char32_t common;
};

constexpr unsigned slot_bits = 10;  // at most half full, so that a look-up is about one probe

constexpr std::size_t slot_of(char32_t c) {
    return static_cast<std::uint32_t>(c * 2654435769U) >> (32 - slot_bits);  // Fibonacci hashing (Knuth, 1973)
}

struct Table {
    std::array<Variant, std::size_t{1} << slot_bits> slots{};
    std::size_t count = 0;
    bool sound = true;  // no variant twice, none that is itself a common form

    constexpr char32_t find(char32_t c) const {
        for (std::size_t at = slot_of(c);; at = (at + 1) % slots.size()) {
            if (slots[at].form == c) return slots[at].common;
            if (slots[at].form == 0) return c;
        }
    }

    constexpr void add(char32_t form, char32_t common) {
        sound = sound && find(form) == form;
        std::size_t at = slot_of(form);
        while (slots[at].form != 0) at = (at + 1) % slots.size();
        slots[at] = {form, common};
        ++count;
    }
};

constexpr Table build() {
    Table table;
    char32_t common = 0;
    for (const char32_t c : groups) {
        if (c == U' ')
            common = 0;
        else if (common == 0)
            common = c;
        else
            table.add(c, common);
    }
    for (const Variant& v : table.slots) table.sound = table.sound && table.find(v.common) == v.common;
    return table;
}

constexpr Table table = build();
static_assert(table.sound, "a variant stands twice, or is a common form of others");
static_assert(table.count * 2 <= table.slots.size());

}  // namespace

char32_t common_kanji(char32_t c) noexcept { return table.find(c); }

std::size_t variant_count() noexcept { return table.count; }

}  // namespace kith::text
