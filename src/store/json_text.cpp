#include "store/json_text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdint>

namespace kith::store {

namespace {

/// A scalar: its destructor allocates nothing.
std::string dumped(const nlohmann::json& scalar) {
    return scalar.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// Gives the values one level deep, and notes whether the text is what it should be.
class Events final : public nlohmann::json_sax<nlohmann::json> {
public:
    Events(JsonKind kind, const JsonFound& found) : kind_(kind), found_(found) {}

    [[nodiscard]] bool right() const noexcept { return right_; }

    bool null() override { return value({}); }
    bool boolean(bool /*value*/) override { return value({}); }
    bool number_integer(std::int64_t number) override { return value(Cell::of(number)); }
    bool number_unsigned(std::uint64_t number) override {
        return value(Cell::of(static_cast<std::int64_t>(number)));
    }
    bool number_float(double number, const std::string& /*text*/) override { return value(Cell::of(number)); }
    bool string(std::string& text) override { return value(Cell::of(std::string_view(text))); }
    bool binary(nlohmann::json::binary_t& /*bytes*/) override { return value({}); }
    bool start_object(std::size_t /*size*/) override { return begin(JsonKind::object); }
    bool start_array(std::size_t /*size*/) override { return begin(JsonKind::array); }
    bool end_object() override { return end(); }
    bool end_array() override { return end(); }
    bool key(std::string& name) override {
        if (depth_ == 1) name_ = name;
        return true;
    }
    bool parse_error(std::size_t /*at*/, const std::string& /*token*/,
                     const nlohmann::json::exception& /*error*/) override {
        right_ = false;
        return false;
    }

private:
    bool value(const Cell& cell) {
        if (depth_ == 0) return right_ = false;
        if (depth_ == 1) found_(name_, cell);
        return true;
    }
    bool begin(JsonKind kind) {
        if (depth_ == 0) right_ = kind == kind_;
        if (depth_ == 1) found_(name_, {});
        ++depth_;
        return right_;
    }
    bool end() {
        --depth_;
        return true;
    }

    JsonKind kind_;
    const JsonFound& found_;
    std::string name_{};
    int depth_ = 0;
    bool right_ = false;
};

}  // namespace

std::string json_of(const Cell& value) {
    switch (value.type) {
        case CellType::integer: return fmt::format("{}", value.integer);
        case CellType::real: return dumped(value.real);
        case CellType::text: return dumped(std::string(value.text));
        default: return "null";
    }
}

std::string json_of(const std::vector<std::string>& texts) {
    std::string json = "[";
    for (const std::string& text : texts) {
        if (json.size() > 1) json += ',';
        json += dumped(text);
    }
    return json + "]";
}

std::string json_of(const std::map<std::string_view, Cell>& members) {
    std::string json = "{";
    for (const auto& [name, value] : members) {
        if (json.size() > 1) json += ',';
        json += dumped(std::string(name)) + ":" + json_of(value);
    }
    return json + "}";
}

bool read_json(std::string_view json, JsonKind kind, const JsonFound& found) {
    Events events(kind, found);
    return nlohmann::json::sax_parse(json.begin(), json.end(), &events) && events.right();
}

}  // namespace kith::store
