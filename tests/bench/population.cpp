#include "population.hpp"

#include "random.hpp"

#include <array>
#include <utility>

namespace kith::bench {

namespace {

struct Japanese {
    const char* kanji;
    const char* kana;
};

constexpr std::array<Japanese, 16> japanese_family = {{{"佐藤", "さとう"},
                                                       {"鈴木", "すずき"},
                                                       {"高橋", "たかはし"},
                                                       {"田中", "たなか"},
                                                       {"伊藤", "いとう"},
                                                       {"渡辺", "わたなべ"},
                                                       {"山本", "やまもと"},
                                                       {"中村", "なかむら"},
                                                       {"小林", "こばやし"},
                                                       {"加藤", "かとう"},
                                                       {"吉田", "よしだ"},
                                                       {"山田", "やまだ"},
                                                       {"佐々木", "ささき"},
                                                       {"大野", "おおの"},
                                                       {"斎藤", "さいとう"},
                                                       {"長谷川", "はせがわ"}}};
constexpr std::array<Japanese, 12> japanese_given = {{{"太郎", "たろう"},
                                                      {"花子", "はなこ"},
                                                      {"健", "けん"},
                                                      {"美咲", "みさき"},
                                                      {"翔太", "しょうた"},
                                                      {"陽子", "ようこ"},
                                                      {"誠", "まこと"},
                                                      {"恵", "めぐみ"},
                                                      {"大輔", "だいすけ"},
                                                      {"直樹", "なおき"},
                                                      {"由美", "ゆみ"},
                                                      {"純一郎", "じゅんいちろう"}}};
constexpr std::array<const char*, 16> given_names = {"Ada",  "Grace", "Alan",    "José",   "Mary",   "John",
                                                     "Anna", "Peter", "Linda",   "Carlos", "Ingrid", "Omar",
                                                     "Wei",  "Zoë",   "Patrick", "Elena"};
constexpr std::array<const char*, 20> openings = {"Ba", "Car", "Da",  "El",  "Fer", "Gar", "Hol",
                                                  "Jo", "Ken", "Lo",  "Mar", "Nor", "O",   "Pe",
                                                  "Ro", "Sch", "Tan", "Van", "Wil", "Za"};
constexpr std::array<const char*, 14> middles = {"",   "",   "",    "ber", "den", "li", "man",
                                                 "na", "ri", "ssa", "ter", "vi",  "wo", "ne"};
constexpr std::array<const char*, 16> endings = {"son", "ner", "ez",   "ski", "man",  "ford", "ton",  "lli",
                                                 "ger", "er",  "berg", "ley", "mann", "sen",  "well", "ro"};
constexpr std::array<const char*, 8> subjects = {"Offer and next steps",  "見積りの件",
                                                 "Follow-up on the demo", "打ち合わせのお願い",
                                                 "Invoice question",      "Renewal of the contract",
                                                 "ご来社のお礼",          "Delivery date"};

template <std::size_t Size, class T>
const T& pick(const std::array<T, Size>& from, std::uint64_t number) {
    return from[number % Size];
}

bool is_japanese(std::int64_t id) { return scatter(id, 1) % 5 < 2; }

}  // namespace

std::string Population::mailbox(std::int64_t id) {
    return "p" + std::to_string(id) + "@firm" + std::to_string(scatter(id, 2) % 5000) + ".example";
}

std::string Population::number(std::int64_t id) {
    const auto digits = std::to_string(10000000 + id);
    return "090-" + digits.substr(0, 4) + "-" + digits.substr(4);
}

std::string Population::family(std::int64_t id) {
    const std::uint64_t draw = scatter(id, 3);
    if (is_japanese(id)) return pick(japanese_family, draw).kanji;
    // The square makes low numbers, and with them some names, common.
    const std::uint64_t low = draw % 64 * (draw / 64 % 64) / 16;
    return std::string(pick(openings, low)) + pick(middles, draw / 4096 % 14) +
           pick(endings, low / 20 + draw / 65536 % 3);
}

void Population::prepare(Database& db) {
    db.write([](Transaction& tx) {
        tx.add(Field{.key = "member_number", .type = FieldType::text});
        tx.add(Field{.key = "points", .type = FieldType::integer});
        tx.add(Field{.key = "rank", .type = FieldType::choice, .choices = {"bronze", "silver", "gold"}});
        tx.add(Field{.key = "newsletter", .type = FieldType::flag});
        tx.add(Field{.key = "shoe_size", .type = FieldType::real});
    });
    NewPipeline made = db.pipelines().create("Sales", {{.name = "Lead", .probability = 10},
                                                       {.name = "Qualified", .probability = 25},
                                                       {.name = "Proposal", .probability = 50},
                                                       {.name = "Negotiation", .probability = 75},
                                                       {.name = "Won", .kind = StageKind::won},
                                                       {.name = "Lost", .kind = StageKind::lost}});
    pipeline_ = made.id;
    stages_ = std::move(made.stages);
}

Batch Population::batch(std::int64_t first, int count) const {
    Batch batch;
    constexpr std::array<const char*, 3> ranks = {"bronze", "silver", "gold"};
    constexpr Lifecycle lifecycles[] = {Lifecycle::lead, Lifecycle::lead, Lifecycle::customer};
    const Time begin = Time{std::chrono::hours(490000)};
    for (std::int64_t id = first; id < first + count; ++id) {
        Contact contact{.emails = {{.address = mailbox(id), .label = "work"}},
                        .lifecycle = lifecycles[scatter(id, 4) % 3],
                        .source = scatter(id, 5) % 2 == 0 ? "fair" : "web",
                        .tags = {"group " + std::to_string(scatter(id, 6) % 10),
                                 "area " + std::to_string(scatter(id, 7) % 20),
                                 id % 10 == 0 ? "vip" : "other"},
                        .fields = {{"member_number", "M" + std::to_string(id)},
                                   {"points", static_cast<std::int64_t>(scatter(id, 8) % 5000)},
                                   {"rank", ranks[scatter(id, 9) % 3]},
                                   {"newsletter", scatter(id, 10) % 2 == 0},
                                   {"shoe_size", 35.0 + static_cast<double>(scatter(id, 11) % 24) / 2}}};
        if (id % 5 != 0) contact.phones = {{.number = number(id), .label = "mobile"}};
        contact.name.family = family(id);
        if (is_japanese(id)) {
            const Japanese& given = pick(japanese_given, scatter(id, 12));
            contact.name.given = given.kanji;
            contact.name.phonetic_given = given.kana;
            contact.name.phonetic_family = pick(japanese_family, scatter(id, 3)).kana;
        } else {
            contact.name.given = pick(given_names, scatter(id, 12));
        }
        batch.contacts.push_back(std::move(contact));
        for (int i = 0; i < interactions_each; ++i) {
            const std::uint64_t draw = scatter(id, 20 + static_cast<std::uint64_t>(i));
            batch.interactions.push_back(
                {.participants = {ContactId{id}},
                 .at = begin + std::chrono::minutes(draw % 1000000),
                 .channel = static_cast<Channel>(draw % 5),
                 .direction = draw % 2 == 0 ? Direction::inbound : Direction::outbound,
                 .subject = pick(subjects, draw / 16)});
        }
        if (id % 10 < 3)
            batch.deals.push_back({.name = "Deal " + std::to_string(id),
                                   .stage = stages_[scatter(id, 13) % stages_.size()],
                                   .contact = ContactId{id},
                                   .amount = {static_cast<std::int64_t>(1000 + scatter(id, 14) % 5000),
                                              scatter(id, 15) % 3 == 0 ? "JPY" : "USD"}});
    }
    return batch;
}

}  // namespace kith::bench
