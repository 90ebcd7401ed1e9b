#include <kith/value.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace kith {

namespace {

struct Shown {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(bool flag) const { return flag ? "true" : "false"; }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(double number) const { return fmt::format("{}", number); }
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(Time time) const { return kith::to_string(time); }
    std::string operator()(const PartialDate& date) const { return date.to_string(); }
    std::string operator()(const Money& money) const { return money.to_string(); }
    std::string operator()(const RecordRef& record) const {
        return record.id == 0 && record.type.empty() ? std::string()
                                                     : fmt::format("{} {}", record.type, record.id);
    }
    std::string operator()(const Value::Texts& texts) const {
        return fmt::format("{}", fmt::join(texts, ", "));
    }
};

}  // namespace

std::string Value::to_string() const { return std::visit(Shown{}, data_); }

}  // namespace kith
