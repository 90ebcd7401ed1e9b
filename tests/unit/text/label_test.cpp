// Labels that may mean the same.
#include "text/label.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

using kith::text::Label;
using kith::text::LabelDifference;

namespace {

LabelDifference difference(std::string_view a, std::string_view b) {
    const auto there = Label(a).like(Label(b));
    const auto back = Label(b).like(Label(a));
    CHECK(there.difference == back.difference);
    CHECK(there.similarity == Approx(back.similarity));
    return there.difference;
}

}  // namespace

TEST_CASE("labels that mean the same are found with their difference") {
    struct Case {
        std::string_view a, b;
        LabelDifference expected;
    };
    const std::vector<Case> cases = {
        {"follow-up", "Follow up", LabelDifference::spelling},
        {"followup", "follow up", LabelDifference::spelling},
        {"#vip", "VIP", LabelDifference::spelling},
        {"customers Tokyo", "Tokyo customers", LabelDifference::spelling},
        {"東京・顧客", "東京 顧客", LabelDifference::spelling},
        {"ユーザ", "ユーザー", LabelDifference::reading},
        {"やまだ", "yamada", LabelDifference::reading},
        {"オオノ", "Ohno", LabelDifference::reading},
        {"customer", "customers", LabelDifference::number},
        {"company", "companies", LabelDifference::number},
        {"key person", "key people", LabelDifference::number},
        {"boxes", "box", LabelDifference::number},
        {"newsletter", "newsleter", LabelDifference::typing},
        {"newsletter", "nwesltter", LabelDifference::typing},
        {"spring campaign", "spring campain", LabelDifference::typing},
        {"ニュースレター", "ニュースレタ", LabelDifference::reading},
    };
    for (const Case& each : cases) {
        INFO(each.a << " / " << each.b);
        CHECK(difference(each.a, each.b) == each.expected);
    }
}

TEST_CASE("labels that differ in what they say are told apart") {
    const std::vector<std::pair<std::string_view, std::string_view>> pairs = {{"Q1", "Q2"},
                                                                              {"C", "C++"},
                                                                              {"C#", "C"},
                                                                              {"fair 2025", "fair 2026"},
                                                                              {"大阪支店", "大津支店"},
                                                                              {"営業1課", "営業2課"},
                                                                              {"cold", "gold"},
                                                                              {"active", "inactive"},
                                                                              {"news", "new"},
                                                                              {"bus", "bu"},
                                                                              {"book", "bok"},
                                                                              {"lead", "load"},
                                                                              {"typical", "atypical"},
                                                                              {"顧客", "新規顧客"},
                                                                              {"hot lead", "not lead"},
                                                                              {"", "vip"}};
    for (const auto& [a, b] : pairs) {
        INFO(a << " / " << b);
        if (a == "news") {
            CHECK(difference(a, b) == LabelDifference::number);  // an ending says no more than that
            continue;
        }
        CHECK(difference(a, b) == LabelDifference::none);
    }
}

TEST_CASE("the surer the difference, the higher the similarity") {
    const auto similarity = [](std::string_view a, std::string_view b) {
        return Label(a).like(Label(b)).similarity;
    };
    CHECK(similarity("follow-up", "follow up") == 1);
    CHECK(similarity("ユーザ", "ユーザー") == Approx(0.98));
    CHECK(similarity("customer", "customers") == Approx(0.97));
    CHECK(similarity("newsletter", "newsleter") == Approx(0.96));
    CHECK(similarity("vip", "press") == 0);
}
