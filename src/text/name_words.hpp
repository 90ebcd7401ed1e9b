// Words around a name: titles, degrees, particles of family names, forms of address, in many languages.
//
// Words of alphabets are looked up by `word_key`; words in kanji, kana and hangul as they are written.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kith::text {

/// The form in which the tables hold a word of an alphabet: folded, without full stops. "Ph.D." gives "phd".
[[nodiscard]] std::string word_key(std::string_view word);

/// What a word before a name is.
enum class Title {
    none,
    title,           ///< Dr., Frau, Señora, проф.: a lone word after it is a family name
    given_title,     ///< Sir, Dame, Sister: a lone word after it is a given name
    dotted,          ///< a title when it is written with a full stop: Gen., Sen., Fr.
    continuation,    ///< only behind another title: "med." in "Dr. med."
    regional,        ///< a title where a Romance language is spoken: "M. Dupont"
    regional_given,  ///< the same before a given name: "Don Pedro"
};

/// Looks up a word before a name; `key` by `word_key`.
[[nodiscard]] Title title_of(std::string_view key);

/// What a word behind a name is.
enum class Suffix {
    none,
    suffix,  ///< Jr., III, PhD: wherever it ends a name
    capitals,  ///< a degree that may be a name too: MA, DO, MS; needs capitals or full stops, or a comma before it
    third,   ///< a name too (Junior, Neto, V); only behind a given and a family name
    dotted,  ///< a suffix when it is written with a full stop: sen., jun.
};

/// Looks up a word behind a name; `key` by `word_key`.
[[nodiscard]] Suffix suffix_of(std::string_view key);

/// Whether a word begins or ends what is a rank or a job when it stands behind a comma: "1st Duke of Bedford",
/// "CEO", "Managing Director". `key` by `word_key`.
[[nodiscard]] bool is_rank(std::string_view key);

/// Whether the word belongs to the family name that follows: van, de la, bin. Some count only in small letters,
/// because they are names as well (Do, Ben, In).
[[nodiscard]] bool is_particle(std::string_view word);

/// "y" and "e" in Ortega y Gasset: they join the names on both sides. Small letters only.
[[nodiscard]] bool joins_surnames(std::string_view word);

/// "and", "und", "&" between two given names that share what follows.
[[nodiscard]] bool joins_people(std::string_view word);

/// Whether the word begins a family name by its form: O'Brien, McDonald, D'Angelo.
[[nodiscard]] bool has_family_form(std::string_view word);

/// Spanish and Portuguese names, to tell a second given name from a first surname. `key` by `word_key`.
[[nodiscard]] bool is_iberian_given_name(std::string_view key);
[[nodiscard]] bool is_iberian_surname(std::string_view key);
/// What follows "del", "de la" .. in given names of devotion: María del Carmen, Juan de Dios.
[[nodiscard]] bool is_devotion(std::string_view key);
/// Hungarian given names. `key` by `word_key`.
[[nodiscard]] bool is_hungarian_given_name(std::string_view key);
/// Patronymics in Cyrillic: Иванович, Петровна. `key` by `word_key`.
[[nodiscard]] bool is_patronymic(std::string_view key);

/// Bytes of the longest form of address or job title in kanji, kana or hangul that ends the text without being
/// all of it: 様, さん, 代表取締役社長, 씨. 0 when there is none. 君 only behind a Japanese family name.
[[nodiscard]] std::size_t honorific_length(std::string_view text);

/// Whether a word of its own is such a form of address or job title (様, 部長, 選手).
[[nodiscard]] bool is_honorific(std::string_view word);

/// Bytes of a job title of three characters or more before a name that is attached to it: 代表取締役山田. 0: none.
[[nodiscard]] std::size_t leading_job_title_length(std::string_view text);

/// Whether the words name a company by their legal form (株式会社, GmbH; see company.hpp), not a person.
[[nodiscard]] bool is_company_word(std::string_view word);

/// Whether the word names a department in kanji: 営業部, 第二課. Family names such as 長谷部 are not.
[[nodiscard]] bool is_department_word(std::string_view word);

}  // namespace kith::text
