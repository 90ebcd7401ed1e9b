// Text inside HTML and XML.
#pragma once

#include <string>
#include <string_view>

namespace kith::text {

/// Appends a text so that nothing in it is markup, neither between tags nor in a quoted attribute.
inline void append_escaped(std::string& out, std::string_view text) {
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += c;
        }
    }
}

}  // namespace kith::text
