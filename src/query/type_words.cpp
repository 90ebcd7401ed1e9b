#include "query/type_words.hpp"

namespace kith::query {

Phrase words_of(FieldType type) {
    switch (type) {
        case FieldType::text: return {"a text", "文字列"};
        case FieldType::integer: return {"a whole number", "整数"};
        case FieldType::real: return {"a number", "数値"};
        case FieldType::flag: return {"true or false", "「true」または「false」"};
        case FieldType::time:
            return {"a time such as 2026-01-31, today or last 7 days",
                    "2026-01-31、today、last 7 days のような日時"};
        case FieldType::date:
            return {"a date such as 2026-01-31, --12-31 or this month",
                    "2026-01-31、--12-31、this month のような日付"};
        case FieldType::money:
            return {"an amount with its currency such as 100 USD", "100 USD のような通貨付きの金額"};
        case FieldType::choice:
        case FieldType::choices: return {"a choice", "選択肢"};
        case FieldType::reference: return {"a record, by its name or number", "レコードの名前または番号"};
    }
    return {};
}

std::string_view words_of(Operator op) noexcept {
    switch (op) {
        case Operator::equal: return "=";
        case Operator::less: return "<";
        case Operator::less_equal: return "<=";
        case Operator::greater: return ">";
        case Operator::greater_equal: return ">=";
        case Operator::between: return "between";
        case Operator::in: return "in";
        case Operator::contains: return "contains";
        case Operator::starts_with: return "starts with";
        case Operator::ends_with: return "ends with";
        case Operator::like: return "like";
        case Operator::regex: return "regex";
        case Operator::sounds_like: return "sounds like";
        case Operator::similar_to: return "similar to";
        case Operator::matches: return "matches";
        case Operator::under: return "under";
        case Operator::known: return "is known";
        case Operator::is: return "is";
        case Operator::has_all: return "has all";
        case Operator::has_any: return "has any";
        case Operator::exactly: return "exactly";
        case Operator::holds: return "";
    }
    return {};
}

bool has_operator(FieldType type, Operator op) noexcept {
    switch (op) {
        case Operator::equal:
        case Operator::in:
        case Operator::is:
        case Operator::has_all:
        case Operator::has_any:
        case Operator::exactly:
        case Operator::known: return true;
        case Operator::contains:
        case Operator::starts_with:
        case Operator::ends_with:
        case Operator::like:
        case Operator::regex:
        case Operator::sounds_like:
        case Operator::similar_to:
        case Operator::matches:
            return type == FieldType::text || type == FieldType::choices || type == FieldType::reference;
        case Operator::less:
        case Operator::less_equal:
        case Operator::greater:
        case Operator::greater_equal:
        case Operator::between:
            return type != FieldType::flag && type != FieldType::choices && type != FieldType::reference;
        case Operator::under: return type == FieldType::reference;
        case Operator::holds: return type == FieldType::flag;
    }
    return false;
}

}  // namespace kith::query
