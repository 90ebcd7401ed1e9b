// A validator for as much of JSON Schema as docs/query.schema.json uses; a keyword that it does not know is an error.
#pragma once

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <regex>
#include <stdexcept>
#include <string>

namespace kith::test {

class JsonSchema {
public:
    using Json = nlohmann::json;

    explicit JsonSchema(Json schema) : root_(std::move(schema)) {}

    [[nodiscard]] bool accepts(const Json& value) const { return accepts(root_, value); }

private:
    static bool of_type(const std::string& type, const Json& value) {
        if (type == "object") return value.is_object();
        if (type == "array") return value.is_array();
        if (type == "string") return value.is_string();
        if (type == "boolean") return value.is_boolean();
        if (type == "integer")  // 5.0 is one
            return value.is_number() && std::trunc(value.get<double>()) == value.get<double>();
        if (type == "number") return value.is_number();
        throw std::logic_error("unknown type " + type);
    }

    [[nodiscard]] bool accepts(const Json& schema, const Json& value) const {
        for (const auto& [keyword, argument] : schema.items())
            if (!keyword_accepts(schema, keyword, argument, value)) return false;
        return true;
    }

    [[nodiscard]] bool keyword_accepts(const Json& schema, const std::string& keyword, const Json& argument,
                                       const Json& value) const {
        if (keyword == "$schema" || keyword == "$defs" || keyword == "title" || keyword == "description")
            return true;
        if (keyword == "$ref")
            return accepts(root_.at(Json::json_pointer(argument.get<std::string>().substr(1))), value);
        if (keyword == "type") return of_type(argument.get<std::string>(), value);
        if (keyword == "const") return value == argument;
        if (keyword == "enum") return std::find(argument.begin(), argument.end(), value) != argument.end();
        if (keyword == "oneOf") {
            return std::count_if(argument.begin(), argument.end(),
                                 [&](const Json& each) { return accepts(each, value); }) == 1;
        }
        if (keyword == "required") {
            return !value.is_object() || std::all_of(argument.begin(), argument.end(), [&](const Json& key) {
                return value.contains(key.get<std::string>());
            });
        }
        if (keyword == "properties") {
            if (!value.is_object()) return true;
            for (const auto& [key, inner] : argument.items())
                if (value.contains(key) && !accepts(inner, value.at(key))) return false;
            return true;
        }
        if (keyword == "additionalProperties") {
            if (!value.is_object()) return true;
            for (const auto& [key, inner] : value.items())
                if (!schema.at("properties").contains(key)) return false;
            return true;
        }
        if (keyword == "dependentRequired") {
            for (const auto& [key, others] : argument.items())
                for (const Json& other : others)
                    if (value.contains(key) && !value.contains(other.get<std::string>())) return false;
            return true;
        }
        if (keyword == "items") {
            return !value.is_array() || std::all_of(value.begin(), value.end(), [&](const Json& item) {
                return accepts(argument, item);
            });
        }
        if (keyword == "minItems") return !value.is_array() || value.size() >= argument.get<std::size_t>();
        if (keyword == "maxItems") return !value.is_array() || value.size() <= argument.get<std::size_t>();
        if (keyword == "minLength")
            return !value.is_string() || value.get<std::string>().size() >= argument.get<std::size_t>();
        if (keyword == "pattern") {
            return !value.is_string() ||
                   std::regex_search(value.get<std::string>(), std::regex(argument.get<std::string>()));
        }
        if (keyword == "minimum") return !value.is_number() || value >= argument;
        if (keyword == "maximum") return !value.is_number() || value <= argument;
        throw std::logic_error("unknown keyword " + keyword);
    }

    Json root_;
};

}  // namespace kith::test
