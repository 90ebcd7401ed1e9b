// What people agreed to: subscriptions and consents, in the words of Privacy::consents (kith/privacy.hpp).
//
// They are conditions on the contact's consents, bound as others are, so that the time of expiry, the ways by which live
// segments follow them and the planner's choices are those of every condition on related records.
#include "query/check_tests.hpp"
#include "query/failure.hpp"
#include "query/printer.hpp"
#include "query/type_words.hpp"
#include "text/fold.hpp"

#include <kith/records/consent.hpp>

#include <utility>

namespace kith::query {

using bound::Condition;

namespace {

template <class Enum>
store::OwnedCell number_of(Enum value) {
    return cell(static_cast<std::int64_t>(value));
}

/// Conditions on one consent.
class OfConsent {
public:
    explicit OfConsent(const RecordType& type) : type_(type) {}

    [[nodiscard]] bound::Place place(std::string_view field) const {
        bound::Place place;
        place.type = &type_;
        place.attribute.emplace();
        place.attribute->field = type_.field(field);
        place.written = field;
        return place;
    }
    void is(std::string_view field, std::vector<store::OwnedCell> values) {
        test(field, {bound::Match{bound::Equal{std::move(values), {}, {}}}});
    }
    void test(std::string_view field, std::vector<bound::Match> matches) {
        all_.terms.push_back({bound::Test{place(field), false, false, std::move(matches)}});
    }
    /// It has not expired.
    void current(Time now) {
        bound::Not never;
        never.term.push_back({bound::Test{place("expires"), false, false, {bound::Match{bound::Known{}}}}});
        bound::Range later;
        later.low = cell(std::int64_t{now.time_since_epoch().count()});
        later.low_included = false;
        bound::Any any;
        any.terms.push_back({std::move(never)});
        any.terms.push_back({bound::Test{place("expires"), false, false, {bound::Match{std::move(later)}}}});
        all_.terms.push_back({std::move(any)});
    }
    /// One of the contact's is so, or none is.
    [[nodiscard]] Condition of(const RecordType& contact, Related::Quantity quantity) && {
        bound::Hop hop;
        hop.kind = bound::Hop::Kind::referrer;
        hop.from = &contact;
        hop.to = &type_;
        hop.field = type_.field("contact");
        bound::Relate relate;
        relate.quantity = quantity;
        relate.place.hops.push_back(std::move(hop));
        relate.place.type = &type_;
        relate.condition.push_back({std::move(all_)});
        return {std::move(relate)};
    }

private:
    const RecordType& type_;
    bound::All all_;
};

}  // namespace

Condition TestChecker::permission(const Permission& permission, const Scope& scope) {
    const RecordType& contact = *type_named(environment_.types, "contact");
    const RecordType& consent = *type_named(environment_.types, "consent");
    const bool list = permission.to == Permission::To::list;
    bound::Place people;
    if (!permission.path.steps.empty()) {
        people = rows(permission.path, scope);
        if (people.type != &contact)
            fail(permission.path.at, {"contacts", "コンタクト"}, quote(people.written));
        relates(1, permission.path.at);
    } else if (scope.type != &contact) {
        const char* words = list ? "contact subscribed to ..." : "contact consents to ...";
        fail(permission.at,
             {std::string("a condition on contacts: only they agree to something, as in '") + words + "'",
              std::string("コンタクトについての条件（「") + words + "」など）"},
             quote(list ? "subscribed to" : "consents to"));
    }
    relates(list ? 1 : 2, permission.at);

    const auto purpose = [&](OfConsent& of, const Literal& name) {
        Comparison comparison;
        comparison.op = Operator::equal;
        Literal& text = comparison.values.emplace_back();
        text.text = literals_.name(name);
        text.at = name.at;
        of.test("purpose", literals_.matches(of.place("purpose"), comparison));
    };
    const auto no = [&] {  // strictest wins: asked for and not confirmed is not yes
        OfConsent of(consent);
        of.is("state", {number_of(ConsentState::pending), number_of(ConsentState::withdrawn)});
        literals_.other_times = true;
        of.current(environment_.now);
        return of;
    };

    bound::All all;
    if (list) {
        const std::string name = literals_.name(permission.name);
        if (const RecordType* lists = type_named(environment_.types, "list"))
            literals_.mentions.push_back({lists, name, permission.name.at});
        all.terms.push_back({bound::OnList{text::fold(name)}});
        OfConsent withdrawn = no();
        purpose(withdrawn, permission.name);
        all.terms.push_back(std::move(withdrawn).of(contact, Related::Quantity::none));
    } else {
        OfConsent granted(consent);
        Comparison comparison;
        comparison.op = Operator::equal;
        comparison.values.push_back(permission.name);
        comparison.at = permission.at;
        const auto matches = literals_.matches(granted.place("channel"), comparison);
        const auto* equal = matches.size() == 1 ? std::get_if<bound::Equal>(&matches.front()) : nullptr;
        if (equal == nullptr || equal->values.size() != 1)
            fail(permission.name.at, {"one channel", "ひとつの手段"}, quote(print(permission.name)));
        const auto channel = static_cast<ConsentChannel>(equal->values.front().view().integer);
        std::vector<store::OwnedCell> channels{number_of(ConsentChannel::any)};
        if (channel != ConsentChannel::any) channels.push_back(number_of(channel));
        OfConsent refused = no();
        // One channel's yes is no yes to all of them, one channel's no is a no to all at once.
        if (channel != ConsentChannel::any) refused.is("channel", channels);
        granted.is("channel", channels);
        granted.is("state", {number_of(ConsentState::granted)});
        literals_.other_times = true;
        granted.current(environment_.now);
        for (const Literal& of : permission.purpose) {
            purpose(granted, of);
            purpose(refused, of);
        }
        all.terms.push_back(std::move(granted).of(contact, Related::Quantity::some));
        all.terms.push_back(std::move(refused).of(contact, Related::Quantity::none));
    }
    if (permission.path.steps.empty()) return {std::move(all)};
    bound::Relate relate;
    relate.place = std::move(people);
    relate.condition.push_back({std::move(all)});
    return {std::move(relate)};
}

}  // namespace kith::query
