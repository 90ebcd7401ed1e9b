// A small base that queries and searches run over, and that damaged files are made from.
#pragma once

#include <kith/database.hpp>
#include <kith/imports.hpp>
#include <kith/segments.hpp>

#include <chrono>
#include <filesystem>
#include <string_view>

namespace kith::fuzz {

inline constexpr std::string_view people = R"({"type":"user","name":"ada"}
{"type":"organization","uid":"org-1","name":"株式会社山田製作所","industry":"Retail"}
{"type":"organization","uid":"org-2","name":"Acme Inc.","industry":"Software","owner":"ada"}
{"type":"contact","uid":"c-1","name.given":"太郎","name.family":"山田","name.phonetic_family":"やまだ","emails":[{"address":"taro@example.jp","label":"work"}],"phones":[{"number":"03-1234-5678"}],"tags":["vip"],"birthday":"1980-04-01"}
{"type":"contact","uid":"c-2","name.given":"José","name.family":"Müller","emails":[{"address":"jose@acme.example"}],"addresses":[{"locality":"Tokyo","country":"JP"}],"notes":"50% off_peak","fields":{"shoe size":{"type":"integer","value":38},"met":{"type":"date","value":"2025-12-31"},"budget":{"type":"money","value":"10.00 USD"}}}
{"type":"contact","uid":"c-3","name.nickname":"Bob","birthday":"--02-29","tags":["vip","music"]}
{"type":"interaction","uid":"i-1","channel":"email","at":"2025-12-30T10:00:00Z","subject":"お見積もりの件"}
)";

/// The time in it.
inline Time now() { return Time(std::chrono::milliseconds(1767225600000)); }  // 2026-01-01T00:00Z

/// A new file with those people, or ":memory:".
inline Database small_base(const std::filesystem::path& path) {
    Options options;
    options.region = "JP";
    options.time_zone = "Asia/Tokyo";
    options.clock = now;
    options.durability = Durability::off;
    Database db = Database::open(path, options);
    db.imports().run_bytes(people, "people.jsonl");
    db.segments().save("VIP", "tag = vip");
    return db;
}

}  // namespace kith::fuzz
