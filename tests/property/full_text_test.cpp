// Every one-character and two-character query finds its record: in runs without spaces at any place, in words of
// letters at their beginning, in names at any place. And the index equals its rebuild after any history of texts.
#include "property/seeds.hpp"

#include "support/dump.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

using namespace kith;

namespace {

using Characters = std::vector<std::string>;

const Characters japanese = {"山", "田", "髙", "﨑", "の", "は", "お", "っ", "ア", "ヴ",
                             "ー", "々", "が", "ﾊ",  "ﾟ",  "ガ", "製", "作", "所", "株",
                             "斉", "１", "。", " ",  "、", "「", "」", "ん", "𠮷", "ゝ"};
const Characters english = {"a", "B", "c", "é", "d", "e", "Z", "o", "1",
                            "7", " ", " ", ",", ".", "'", "-", "ß", "ü"};

class Texts {
public:
    explicit Texts(unsigned seed) : random_(seed) {}
    std::size_t pick(std::size_t below) {
        return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_);
    }
    Characters of(const Characters& alphabet, std::size_t longest) {
        Characters text;
        for (std::size_t n = 1 + pick(longest); n > 0; --n) text.push_back(alphabet[pick(alphabet.size())]);
        return text;
    }

private:
    std::mt19937 random_;
};

std::string whole(const Characters& text, std::size_t from = 0, std::size_t count = std::string::npos) {
    std::string result;
    for (std::size_t i = from; i < text.size() && i - from < count; ++i) result += text[i];
    return result;
}

bool finds(const Database& db, const std::string& typed, const RecordRef& record) {
    const auto hits = db.search().full_text(typed, {.types = {record.type}, .limit = 1000});
    return std::any_of(hits.begin(), hits.end(), [&](const FullTextHit& hit) { return hit.record == record; });
}

/// Characters that mean something by themselves: not signs, marks, or what only repeats the one before.
bool stands_alone(const std::string& c) {
    static const Characters no = {"。", " ", "、", "「", "」", "ー", "々", "ﾟ", "ゝ", ",", ".", "'", "-"};
    return std::find(no.begin(), no.end(), c) == no.end();
}

}  // namespace

TEST_CASE("every one and two characters of Japanese text find their record") {
    auto db = Database::open(":memory:", {.region = "JP"});
    Texts texts(7);
    std::vector<std::pair<Characters, RecordRef>> written;
    for (int i = 0; i < 60; ++i) {
        const Characters notes = texts.of(japanese, 30);
        const Characters body = texts.of(japanese, 60);
        const Characters family = texts.of(japanese, 4);
        written.emplace_back(
            notes, RecordRef{"contact", db.add(Contact{.name = {.given = "X"}, .notes = whole(notes)}).value});
        written.emplace_back(
            body, RecordRef{"interaction", db.add(Interaction{.subject = "S", .body = whole(body)}).value});
        if (stands_alone(family.front()))
            written.emplace_back(
                family, RecordRef{"contact", db.add(Contact{.name = {.family = whole(family)}}).value});
    }
    std::size_t asked = 0;
    for (const auto& [text, record] : written) {
        for (std::size_t at = 0; at < text.size(); ++at) {
            for (const std::size_t count : {1, 2}) {
                if (at + count > text.size()) continue;
                if (!stands_alone(text[at]) || (count == 2 && !stands_alone(text[at + 1]))) continue;
                // What follows may belong to the last character: ﾊ and ﾟ are one.
                if (at + count < text.size() && text[at + count] == "ﾟ") continue;
                const std::string typed = whole(text, at, count);
                INFO(whole(text) << " by " << typed);
                CHECK(finds(db, typed, record));
                ++asked;
            }
        }
    }
    CHECK(asked > 2000);
    CHECK(test::findings(db) == "");
}

TEST_CASE("every beginning of one and two letters finds its record, in names any piece") {
    auto db = Database::open(":memory:");
    Texts texts(11);
    std::size_t asked = 0;
    const auto letter = [](const std::string& c) { return stands_alone(c); };
    for (int i = 0; i < 80; ++i) {
        const Characters notes = texts.of(english, 40);
        Characters name = texts.of(english, 8);
        name.erase(std::remove_if(name.begin(), name.end(), [&](const std::string& c) { return !letter(c); }),
                   name.end());
        name.insert(name.begin(), "q");
        const RecordRef record{"contact",
                               db.add(Contact{.name = {.family = whole(name)}, .notes = whole(notes)}).value};
        for (std::size_t at = 0; at < notes.size(); ++at) {
            if (!letter(notes[at]) || (at > 0 && letter(notes[at - 1]))) continue;
            for (const std::size_t count : {1, 2}) {
                if (at + count > notes.size() || (count == 2 && !letter(notes[at + 1]))) continue;
                INFO(whole(notes) << " by " << whole(notes, at, count));
                CHECK(finds(db, whole(notes, at, count), record));
                ++asked;
            }
        }
        for (std::size_t at = 0; at < name.size(); ++at)
            for (const std::size_t count : {1, 2, 3}) {
                if (at + count > name.size()) continue;
                INFO(whole(name) << " by " << whole(name, at, count));
                CHECK(finds(db, whole(name, at, count), record));
                ++asked;
            }
    }
    CHECK(asked > 1200);
}

TEST_CASE("the full-text index equals its rebuild after any history") {
    for (const unsigned seed : test::seeds(1, 4)) {
        INFO("seed " << seed);
        auto db = Database::open(
            ":memory:",
            {.region = "JP", .change_memory = seed % 2 == 0 ? std::size_t{500} : std::size_t{1} << 20U});
        Texts texts(seed);
        std::vector<InteractionId> ids;
        const auto text = [&] { return whole(texts.of(texts.pick(2) == 0 ? japanese : english, 50)); };
        for (int round = 0; round < 40; ++round) {
            db.write([&](Transaction& tx) {
                for (std::size_t n = texts.pick(6) + 1; n > 0; --n) {
                    if (ids.empty() || texts.pick(6) == 0) {
                        ids.push_back(tx.add(Interaction{.subject = text(), .body = text()}));
                        continue;
                    }
                    const InteractionId id = ids[texts.pick(ids.size())];
                    Interaction read;
                    if (!tx.load(record_type<Interaction>(), id.value, &read))
                        continue;  // an undo took it back
                    switch (texts.pick(5)) {
                        case 0: tx.edit(id, [&](Interaction& i) { i.body = text(); }); break;
                        case 1: tx.edit(id, [&](Interaction& i) { i.body.clear(); }); break;
                        case 2: tx.edit(id, [&](Interaction& i) { i.subject = text(); }); break;
                        case 3: tx.remove(id); break;
                        default: tx.restore(id);
                    }
                }
            });
            if (texts.pick(5) == 0 && db.last_transaction() != 0) db.undo(db.last_transaction());
        }
        CHECK(test::findings(db) == "");
    }
}
