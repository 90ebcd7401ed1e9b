// The words of the JSON form that the text has otherwise. No switch here has a default: a new enumerator asks for its word.
#include "query/json_form.hpp"

namespace kith::query {

Takes takes_of(Operator op) noexcept {
    switch (op) {
        case Operator::equal:
        case Operator::less:
        case Operator::less_equal:
        case Operator::greater:
        case Operator::greater_equal:
        case Operator::contains:
        case Operator::starts_with:
        case Operator::ends_with:
        case Operator::like:
        case Operator::regex:
        case Operator::sounds_like:
        case Operator::matches:
        case Operator::under:
        case Operator::is: return Takes::value;
        case Operator::similar_to: return Takes::value_and_by;
        case Operator::between: return Takes::two;
        case Operator::in:
        case Operator::exactly: return Takes::list;
        case Operator::has_all:
        case Operator::has_any: return Takes::list_as_it_is;
        case Operator::known:
        case Operator::holds: return Takes::nothing;
    }
    return Takes::nothing;
}

std::string_view window_word(Operator op) noexcept {
    if (op == Operator::equal) return "within";
    if (op == Operator::less) return "before";
    if (op == Operator::less_equal) return "until";
    if (op == Operator::greater) return "after";
    if (op == Operator::greater_equal) return "since";
    return op == Operator::between ? "between" : "";
}

std::string_view word_of(Span::Direction direction) noexcept {
    switch (direction) {
        case Span::Direction::last: return "last";
        case Span::Direction::current: return "this";
        case Span::Direction::next: return "next";
        case Span::Direction::ago: return "ago";
        case Span::Direction::ahead: return "from now";
        case Span::Direction::named: return "named";
    }
    return {};
}

std::string_view word_of(Related::Quantity quantity) noexcept {
    switch (quantity) {
        case Related::Quantity::some: return "has";
        case Related::Quantity::none: return "has_no";
        case Related::Quantity::every: return "every";
    }
    return {};
}

std::string_view word_of(Membership::Of of) noexcept {
    switch (of) {
        case Membership::Of::list: return "list";
        case Membership::Of::segment: return "segment";
    }
    return {};
}

std::string_view word_of(History::Verb verb) noexcept {
    switch (verb) {
        case History::Verb::was_ever: return "was ever";
        case History::Verb::was_never: return "was never";
        case History::Verb::changed: return "changed";
        case History::Verb::never_changed: return "never changed";
        case History::Verb::unchanged: return "unchanged";
    }
    return {};
}

std::string_view word_of(Behaviour::Verb verb) noexcept {
    switch (verb) {
        case Behaviour::Verb::did: return "did";
        case Behaviour::Verb::did_not: return "did_not";
        case Behaviour::Verb::first: return "first";
        case Behaviour::Verb::stopped: return "stopped";
        case Behaviour::Verb::restarted: return "restarted";
    }
    return {};
}

std::string_view times_word(Operator op) noexcept {
    if (op == Operator::greater_equal) return "at_least";
    if (op == Operator::less_equal) return "at_most";
    return op == Operator::equal ? "exactly" : "";
}

}  // namespace kith::query
