// Guessing an encoding: decode the text every way and see which way reads like text.
#include "interchange/encoding.hpp"

#include <kith/error.hpp>

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <bitset>
#include <cmath>
#include <cstdint>

namespace kith::interchange {

namespace {

constexpr std::size_t window_size = 131072;

// The kanji that names, addresses, companies and everyday business text use most, in no order that matters.
constexpr std::u32string_view frequent_kanji =
    U"一二三四五六七八九十百千万円年月日時分週間曜前後今毎半上下左右中内外東西南北大小高低新古長短多少早速"
    U"佐藤鈴木高橋田中伊渡辺邊邉山本村林加吉川口松井清斎斉齋齊崎﨑髙池阿部森石原岡前後近遠福島丸青竹金谷"
    U"岩野杉浦久保菊桜菅沢澤浜濱水工今坂平千葉成安永土屋柴宮秋河荒堀関酒服樋内星馬場熊白黒赤小大塚柳栗"
    U"相良奥望片桐尾倉飯戸武須黄篠根津矢牧飛庄米三条神尾堺塩瀬梅古市吉亀鶴龍竜虎熊鹿猪鳥羽飼江頭児玉里"
    U"太郎次子美恵明和正義雄夫男彦介助輔也哉弥之幸裕健康隆孝信宏広弘浩博茂勝勇豊誠真実直樹秀英一二三郎"
    U"智恵知香花華春夏秋冬愛優友結衣陽葵莉凛咲菜奈々穂歩未来海翔太大輝悠斗蓮颯湊樹律紗里沙由佳理絵里江"
    U"紀貴久仁朗史志司治光昭典哲達也修進学潤純涼亮良圭恭敬慶啓賢憲建研剛晃章彰俊駿瞬重忠哲文章拓匠翼"
    U"都道府県市区町村郡字丁目番地号条通町台丘坂橋駅前港湾島崎浜岸野原谷沢川池泉滝海岬森林公園城寺院神社"
    U"北海道青森岩手宮城秋田山形福島茨城栃木群馬埼玉千葉東京神奈川新潟富山石川福井山梨長野岐阜静岡愛知三重"
    U"滋賀京都大阪兵庫奈良和歌鳥取島根岡広徳香愛媛高知福佐賀崎熊分宮鹿児沖縄横浜札幌仙名古屋渋谷新宿港"
    U"品目黒世田杉並豊練馬足立葛飾江戸墨荒台板橋北文京央代千"
    U"株式会社有限合同資財団法人一般公益協会組商店工業産製作所機器電気設備建築土木不動産銀行信用金庫証券保険"
    U"病院医療薬局学校大学高等幼稚保育研究所事務所支店営業本社部課係室長役取締代表社員総務経理人事企画開発"
    U"技術販売購買品質管理情報通信運輸物流食品印刷出版広告旅行観光不動農漁林水産国際交流協力支援福祉介護"
    U"様殿御中先生宛担当者連絡電話番号携帯自宅勤務住所郵便備考氏名姓名前称性別生年齢誕区分状態登録更新日付"
    U"件数量額料金税込別合計価格見積注文契約請求支払振込口座顧客取引相手先方面談訪問会議打合確認回答返信"
    U"送受発着出入行来見言思考知使作書読聞話食飲買売持待立座歩走始終開閉動止変決定予約希望要望問題対応";

bool frequent(char32_t c) {
    constexpr char32_t first = 0x4E00;
    static const auto table = [] {
        std::bitset<0x5200> bits;
        for (const char32_t kanji : frequent_kanji) {
            if (kanji >= first && kanji < first + bits.size()) {
                bits.set(kanji - first);
            }
        }
        return bits;
    }();
    return c >= first && c < first + table.size() && table.test(c - first);
}

enum class Class { space, ascii, latin, hiragana, katakana, half_kana, kanji, wide, other };

Class class_of(char32_t c) noexcept {
    if (c < 0x80) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter ? Class::ascii : Class::space;
    }
    if (c >= 0xC0 && c < 0x180 && c != 0xD7 && c != 0xF7) {
        return Class::latin;
    }
    if (c >= 0x3041 && c <= 0x309F) {
        return Class::hiragana;
    }
    if (c >= 0x30A1 && c <= 0x30FA) {
        return Class::katakana;
    }
    if (c >= 0xFF66 && c <= 0xFF9F) {
        return Class::half_kana;
    }
    if ((c >= 0x4E00 && c < 0xA000) || c == 0x3005 || (c >= 0xF900 && c < 0xFB00)) {
        return Class::kanji;
    }
    // 、。・ー〒 brackets, full-width letters and digits.
    if ((c >= 0x3000 && c < 0x3020) || c == 0x30FB || c == 0x30FC || (c >= 0xFF01 && c <= 0xFF5E)) {
        return Class::wide;
    }
    return Class::other;
}

// Whether a half-width kana can follow the one before: the voicing marks only fit some, and no word starts
// with a mark, a small kana or a long vowel.
bool half_kana_fits(char32_t before, char32_t c) noexcept {
    if (c == 0xFF9E) {  // ﾞ
        return before == 0xFF73 || (before >= 0xFF76 && before <= 0xFF84) ||
               (before >= 0xFF8A && before <= 0xFF8E);
    }
    if (c == 0xFF9F) {  // ﾟ
        return before >= 0xFF8A && before <= 0xFF8E;
    }
    if (c >= 0xFF67 && c <= 0xFF70) {
        return class_of(before) == Class::half_kana;
    }
    return true;
}

// The natural logarithm of how likely `c` is after `before`, in nats; roughly measured shares of contact data,
// divided by the size of each class.
double log_likelihood(char32_t before, char32_t c) noexcept {
    const auto previous = class_of(before);
    const auto here = class_of(c);
    const bool letters_meet = previous == Class::ascii || previous == Class::latin;
    switch (here) {
        case Class::space: return c < 0x20 && c != '\t' && c != '\n' && c != '\r' ? -14 : -3.5;
        case Class::ascii: {
            const bool japanese = previous == Class::hiragana || previous == Class::katakana ||
                                  previous == Class::half_kana || previous == Class::kanji;
            return japanese ? -8 : -4;
        }
        case Class::latin: {
            const bool capital = c < 0xDF;
            if (previous == Class::ascii) {
                return capital && before >= 'a' ? -11 : -6;
            }
            return previous == Class::latin ? -8.5 : -7;
        }
        case Class::hiragana: return (previous == here ? -4.5 : -6) + (letters_meet ? -4 : 0);
        case Class::katakana: return (previous == here ? -4.5 : -5.8) + (letters_meet ? -4 : 0);
        case Class::half_kana:
            if (!half_kana_fits(before, c)) {
                return -13;
            }
            return (previous == here ? -4.2 : -6.5) + (letters_meet ? -4 : 0);
        case Class::kanji: return (frequent(c) ? -6.7 : -11.5) + (letters_meet ? -4 : 0);
        case Class::wide: return -6.5;
        case Class::other: break;
    }
    if (c == 0xFFFD) {
        return -25;
    }
    if (c == 0x2019 || c == 0x2013 || c == 0x20AC || c == 0xAB || c == 0xBB || c == 0x201C || c == 0x201D ||
        c == 0xA0 || c == 0xB0 || c == 0xAE || c == 0xA9 || c == 0x2026) {
        return -7.5;
    }
    if (c >= 0xFF61 && c <= 0xFF65) {  // ｡｢｣､･
        return -8;
    }
    if (c >= 0x2460 && c < 0x3400) {  // ①, ㈱, ㍻ and what else NEC's row 13 has
        return -9;
    }
    if (c >= 0xE000 && c < 0xF900) {
        return -20;
    }
    return -12;
}

double log_likelihood(std::string_view utf8) {
    const auto* data = reinterpret_cast<const utf8proc_uint8_t*>(utf8.data());
    const auto size = static_cast<utf8proc_ssize_t>(utf8.size());
    double sum = 0;
    char32_t before = '\n';
    for (utf8proc_ssize_t i = 0; i < size;) {
        utf8proc_int32_t c = 0;
        const auto length = utf8proc_iterate(data + i, size - i, &c);
        if (length <= 0) {
            break;
        }
        sum += log_likelihood(before, static_cast<char32_t>(c));
        before = static_cast<char32_t>(c);
        i += length;
    }
    return sum;
}

// UTF-16 without a mark: nearly all units of one byte order are characters that text has, and its ASCII
// (line ends, delimiters) is not ASCII in the other order.
bool looks_like_utf16(std::string_view bytes, bool big_endian, double& confidence) {
    bytes = bytes.substr(0, std::min(bytes.size(), window_size) / 2 * 2);
    std::size_t plausible = 0;
    std::size_t ascii = 0;
    std::size_t swapped_ascii = 0;
    const auto text_ascii = [](unsigned u) {
        return (u >= 0x20 && u < 0x7F) || u == '\t' || u == '\n' || u == '\r';
    };
    for (std::size_t i = 0; i < bytes.size(); i += 2) {
        const unsigned high = byte_at(bytes, big_endian ? i : i + 1);
        const unsigned low = byte_at(bytes, big_endian ? i + 1 : i);
        const unsigned unit = high << 8 | low;
        ascii += text_ascii(unit) ? 1 : 0;
        swapped_ascii += low == 0 && text_ascii(high) ? 1 : 0;
        plausible += text_ascii(unit) || (unit >= 0xA0 && unit < 0x700) ||
                             (unit >= 0x2010 && unit < 0x2040) || (unit >= 0x3000 && unit < 0x3100) ||
                             (unit >= 0x4E00 && unit < 0xA000) || (unit >= 0xAC00 && unit < 0xE000) ||
                             (unit >= 0xF900 && unit < 0xFB00) || (unit >= 0xFF00 && unit < 0xFFF0)
                         ? 1
                         : 0;
    }
    const std::size_t units = bytes.size() / 2;
    if (units == 0 || ascii == 0 || ascii * 50 < units || swapped_ascii * 10 > ascii ||
        plausible * 20 < units * 19) {
        return false;
    }
    confidence = units < 8 ? 0.8 : 0.98;
    return true;
}

bool looks_like_iso2022(std::string_view bytes) {
    bool switched = false;
    for (auto i = bytes.find('\x1B'); i != std::string_view::npos; i = bytes.find('\x1B', i + 1)) {
        const auto next = bytes.substr(i + 1, 2);
        switched = switched || next == "$B" || next == "$@" || next == "$(" || next == "(I";
    }
    return switched && std::none_of(bytes.begin(), bytes.end(), [](char c) { return (c & '\x80') != 0; });
}

// The stretch that the candidates are compared on: from the first line with a byte >= 0x80, whole lines.
std::string_view comparison_window(std::string_view bytes, std::size_t first_high) {
    const auto line_end = first_high == 0 ? std::string_view::npos : bytes.rfind('\n', first_high - 1);
    auto start = line_end == std::string_view::npos ? 0 : line_end + 1;
    if (first_high - start > 1024) {
        start = first_high;
    }
    auto window = bytes.substr(start, window_size);
    if (start + window.size() < bytes.size()) {
        const auto last = window.rfind('\n');
        window = window.substr(0, last == std::string_view::npos ? window.size() : last + 1);
    }
    return window;
}

}  // namespace

Detected detect_encoding(std::string_view bytes) {
    for (const auto encoding :
         {Encoding::utf8, Encoding::utf32le, Encoding::utf32be, Encoding::utf16le, Encoding::utf16be}) {
        const auto mark = byte_order_mark(encoding);
        if (bytes.substr(0, mark.size()) == mark) {
            return {encoding, 1, mark.size()};
        }
    }
    double confidence = 0;
    if (bytes.find('\0') != std::string_view::npos) {
        for (const auto encoding : {Encoding::utf16le, Encoding::utf16be}) {
            if (looks_like_utf16(bytes, encoding == Encoding::utf16be, confidence)) {
                return {encoding, confidence, 0};
            }
        }
    }
    if (looks_like_iso2022(bytes)) {
        return {Encoding::iso2022jp, 0.95, 0};
    }
    const auto first_high = static_cast<std::size_t>(
        std::find_if(bytes.begin(), bytes.end(), [](char c) { return (c & '\x80') != 0; }) - bytes.begin());
    if (first_high == bytes.size()) {
        return {Encoding::utf8, 1, 0};
    }
    // A sample may end inside a character.
    const auto valid = valid_utf8_prefix(bytes);
    if (valid == bytes.size() ||
        (bytes.size() - valid < 4 && valid > first_high && byte_at(bytes, valid) >= 0xC2)) {
        const auto window = comparison_window(bytes, first_high);
        const auto high =
            std::count_if(window.begin(), window.end(), [](char c) { return (c & '\x80') != 0; });
        return {Encoding::utf8, 1 - std::pow(0.1, static_cast<double>(high) / 2), 0};
    }

    struct Candidate {
        Encoding encoding;
        double handicap;  // EUC-JP is rare nowadays, invalid UTF-8 rarer
    };
    constexpr std::array candidates{Candidate{Encoding::cp932, 0}, Candidate{Encoding::cp1252, 0},
                                    Candidate{Encoding::euc_jp, -6}, Candidate{Encoding::utf8, -3}};
    const auto window = comparison_window(bytes, first_high);
    Detected best{};
    double best_score = 0;
    double second_score = 0;
    bool found = false;
    for (const auto& candidate : candidates) {
        double score = candidate.handicap;
        try {
            score += log_likelihood(to_utf8(window, candidate.encoding));
        } catch (const Error&) {
            continue;  // this platform cannot decode it anyway
        }
        if (!found || score > best_score) {
            second_score = found ? best_score : score - 100;
            best_score = score;
            best.encoding = candidate.encoding;
            found = true;
        } else {
            second_score = std::max(second_score, score);
        }
    }
    best.confidence = 1 - 0.5 * std::exp((second_score - best_score) / 10);
    return best;
}

}  // namespace kith::interchange
