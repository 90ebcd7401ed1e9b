// Forms of address and job titles that follow a name in Japan, China and Korea, and words that are no name.
#include "text/company.hpp"
#include "text/fold.hpp"
#include "text/name_words.hpp"
#include "text/surnames.hpp"
#include "text/word_set.hpp"

namespace kith::text {

namespace {

const WordSet& honorifics() {
    static const WordSet set(
        // Japanese forms of address
        "様 さま サマ 樣 殿 どの 氏 さん 君 くん クン ちゃん 先生 博士 教授 准教授 名誉教授 助教 講師 御中 各位 夫人 師 選手 監督 女史 嬢 "
        "先輩 ご夫妻 御夫妻 ご一家 "
        // Japanese job titles
        "社長 副社長 代表取締役社長 代表取締役会長 代表取締役副社長 代表取締役専務 代表取締役 取締役社長 取締役副社長 取締役会長 "
        "取締役 専務取締役 常務取締役 社外取締役 専務 常務 会長 副会長 名誉会長 執行役員 常務執行役員 専務執行役員 上席執行役員 "
        "監査役 相談役 顧問 理事 理事長 副理事長 事務局長 事務長 部長 副部長 部長代理 本部長 副本部長 事業部長 営業部長 総務部長 "
        "人事部長 経理部長 技術部長 製造部長 開発部長 課長 課長代理 課長補佐 営業課長 総務課長 次長 室長 係長 主任 主査 主事 "
        "班長 店長 副店長 支店長 支社長 支配人 総支配人 所長 営業所長 工場長 副工場長 局長 部門長 センター長 グループ長 リーダー "
        "マネージャー マネージャ マネジャー ディレクター チーフ 代表 共同代表 副代表 代表社員 代表理事 所長代理 支店長代理 店長代理 "
        "社員 職員 担当 ご担当者 ご担当 院長 副院長 園長 校長 教頭 学長 副学長 総長 学部長 館長 館主 医師 看護師 薬剤師 弁護士 税理士 "
        "会計士 公認会計士 司法書士 行政書士 社労士 建築士 弁理士 議員 知事 市長 町長 村長 区長 大臣 首相 総理 長官 秘書 主幹 参与 参事 "
        "組合長 組長 座長 委員長 副委員長 住職 神父 牧師 "
        // Chinese
        "小姐 女士 太太 老師 老师 同學 同学 經理 经理 總經理 总经理 總裁 总裁 董事長 董事长 主管 醫生 医生 律師 律师 主席 "
        // Korean
        "님 씨 선생님 선생 박사 박사님 교수 교수님 사장 사장님 부장 부장님 과장 과장님 차장 차장님 대리 대리님 대표 대표님 이사님 "
        "팀장 팀장님 실장 실장님 회장 회장님 원장 원장님 변호사 귀하 여사 위원장 선수 감독 기자 의원 대통령 장관");
    return set;
}

// Characters of the longest of them.
constexpr std::size_t longest_honorific = 8;

// The start of each of the last characters of a text, shortest tail first; stops at `count`.
template <class Visit>
void tails(std::string_view text, std::size_t count, Visit&& visit) {
    std::size_t at = text.size();
    for (std::size_t i = 0; i < count && at > 0; ++i) {
        do --at;
        while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
        visit(at);
    }
}

}  // namespace

bool is_honorific(std::string_view word) { return honorifics().has(word); }

std::size_t honorific_length(std::string_view text) {
    std::size_t longest = 0;
    tails(text, longest_honorific, [&](std::size_t start) {
        const std::string_view tail = text.substr(start);
        if (start == 0 || !is_honorific(tail)) return;
        const std::string_view rest = text.substr(0, start);
        // 李昭君 and 師 inside 薬師 are names.
        const bool name_too =
            tail == "君" || tail == "師" || tail == "代表" || tail == "社員" || tail == "代理";
        if (name_too && japanese_surname_length(rest, 0) == 0) return;
        longest = text.size() - start;
    });
    return longest;
}

std::size_t leading_job_title_length(std::string_view text) {
    std::size_t longest = 0;
    std::size_t at = 0;
    for (std::size_t i = 0; i < longest_honorific && at < text.size(); ++i) {
        do ++at;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
        if (i >= 2 && at < text.size() && is_honorific(text.substr(0, at))) longest = at;
    }
    return longest;
}

bool is_company_word(std::string_view word) {
    static const WordSet marks("(株) （株） (有) （有） 株 有 ㈱ ㈲ (주) 주식회사");
    return marks.has(word) || !parse_company(word).form.empty();
}

bool is_department_word(std::string_view word) {
    static const WordSet ends(
        "部 課 室 係 局 科 支店 支社 本社 本部 営業所 事業部 事務所 工場 研究所 センター グループ チーム");
    if (code_points(word) < 3 || japanese_surname_length(word, 0) == code_points(word)) return false;
    bool found = false;
    tails(word, 4, [&](std::size_t start) { found = found || (start > 0 && ends.has(word.substr(start))); });
    return found;
}

}  // namespace kith::text
