// Error's members: the stable names of the codes, and the sentences that stand in for a missing translation.
#include <kith/error.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace kith {

namespace {

struct CodeText {
    Code code;
    std::string_view name;
    std::string_view japanese;
};

constexpr std::array<CodeText, 26> code_texts{{
    {Code::unknown, "unknown", "原因の分からないエラーが発生しました。"},
    {Code::not_found, "not_found", "指定されたレコードが見つかりません。"},
    {Code::conflict, "conflict", "読み込んだ後に、ほかの変更が保存されています。"},
    {Code::not_unique, "not_unique", "同じ値を持つレコードがすでにあります。"},
    {Code::required, "required", "必須の項目が入力されていません。"},
    {Code::invalid_value, "invalid_value", "項目に合わない値です。"},
    {Code::invalid_argument, "invalid_argument", "呼び出しの引数が正しくありません。"},
    {Code::parse, "parse", "入力を解釈できません。"},
    {Code::nested_use, "nested_use", "書き込み処理の中から同じデータベースを使うことはできません。"},
    {Code::read_only, "read_only", "読み取り専用のため書き込めません。"},
    {Code::busy, "busy", "ほかの接続が使用中です。しばらくしてからもう一度お試しください。"},
    {Code::io, "io", "ファイルの読み書きができません。"},
    {Code::full, "full", "ディスクの空き容量が足りません。"},
    {Code::corrupt, "corrupt", "ファイルが壊れています。"},
    {Code::not_a_kith_file, "not_a_kith_file", "kith のファイルではありません。"},
    {Code::tampered, "tampered", "ファイルの構造が kith のものと一致しません。"},
    {Code::newer_file, "newer_file", "新しいバージョンの kith で作られたファイルです。"},
    {Code::unsupported, "unsupported", "この環境ではその機能を利用できません。"},
    {Code::cancelled, "cancelled", "処理は取り消されました。"},
    {Code::in_use, "in_use", "ほかで使用中のため実行できません。"},
    {Code::closed, "closed", "データベースはすでに閉じられています。"},
    {Code::limit, "limit", "深さ、長さ、または処理量の上限に達しました。"},
    {Code::suspended, "suspended", "データベースは一時停止中です。再開してからもう一度お試しください。"},
    {Code::exists, "exists", "同じ名前のファイルがすでにあります。"},
    {Code::wrong_key, "wrong_key", "パスフレーズまたは鍵が正しくありません。"},
    {Code::pruned, "pruned", "保存期間を過ぎたため、履歴は削除されています。"},
}};

// Found by place: the table is in the order of the numbers, which never change.
constexpr bool in_order() {
    for (std::size_t i = 0; i < code_texts.size(); ++i) {
        if (static_cast<std::size_t>(code_texts[i].code) != i) return false;
    }
    return true;
}
static_assert(in_order());

// A number that this version does not know (from a newer library) reads as unknown.
const CodeText& text_of(Code code) noexcept {
    const auto number = static_cast<std::size_t>(code);
    return number < code_texts.size() ? code_texts[number] : code_texts[0];
}

}  // namespace

std::string_view name_of(Code code) noexcept { return text_of(code).name; }

Error::Error(Code code, const std::string& message, const ErrorDetail& detail)
    : std::runtime_error(message), code_(code), detail_(detail) {}

Error::Error(const Error&) = default;
Error& Error::operator=(const Error&) = default;
Error::~Error() = default;

std::string_view Error::argument(std::string_view name) const noexcept {
    const auto& all = detail_.arguments;
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const auto& pair) { return pair.first == name; });
    return found == all.end() ? std::string_view{} : std::string_view{found->second};
}

std::string Error::message(Language language) const {
    if (language == Language::en) return what();
    if (!detail_.message_ja.empty()) return detail_.message_ja;
    return std::string(text_of(code_).japanese);
}

}  // namespace kith
