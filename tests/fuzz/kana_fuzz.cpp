// Kana, romaji and the key under which the spellings of a reading meet.
#include "fuzz.hpp"

#include "text/fold.hpp"
#include "text/kana.hpp"

using namespace kith;
using namespace kith::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes = text_of(data, size);
    const std::string hiragana = text::to_hiragana(bytes);
    must_be_utf8(hiragana, "hiragana is UTF-8");
    must(text::to_hiragana(hiragana) == hiragana, "to_hiragana is idempotent", hiragana);
    const std::string katakana = text::to_katakana(bytes);
    must_be_utf8(katakana, "katakana is UTF-8");
    must(text::to_katakana(katakana) == katakana, "to_katakana is idempotent", katakana);
    must(text::fold(hiragana) == text::fold(bytes), "hiragana folds as what it was", hiragana);
    must(text::fold(katakana) == text::fold(bytes), "katakana folds as what it was", katakana);

    must_be_utf8(text::romaji(bytes), "romaji is UTF-8");
    const std::string back = text::kana_from_romaji(bytes);
    must_be_utf8(back, "kana from romaji is UTF-8");
    must(text::reading_key(text::romaji(back)) == text::reading_key(back), "romaji and kana have one key",
         back);

    const std::string key = text::reading_key(bytes);
    must_be_utf8(key, "a reading's key is UTF-8");
    must(text::reading_key(hiragana) == key && text::reading_key(katakana) == key,
         "the kind of kana does not matter", key);
    must(key.empty() || !text::has_kanji(key), "no key for kanji");
    must_be_utf8(text::reading_key_prefix(bytes), "the key of what is being typed is UTF-8");
    return 0;
}
