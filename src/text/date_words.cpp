#include "text/date_words.hpp"

#include "text/word_set.hpp"

#include <array>

namespace kith::text {

int month_of(std::string_view word) {
    static const std::array<WordSet, 12> months{
        WordSet("jan january januar janvier janv enero ene gennaio gen janeiro januari janner jaenner"),
        WordSet("feb february februar fevrier fevr fev febrero febbraio fevereiro februari"),
        WordSet("mar march marz maerz mrz mars marzo marco maart mrt"),
        WordSet("apr april avril avr abril abr aprile"),
        WordSet("may mai mayo maggio mag maio mei"),
        WordSet("jun june juni juin junio giugno giu junho"),
        WordSet("jul july juli juillet juil julio luglio lug julho"),
        WordSet("aug august aout aou agosto ago augustus"),
        WordSet("sep sept september septembre septiembre setiembre settembre set setembro"),
        WordSet("oct october oktober okt octobre octubre ottobre ott outubro out"),
        WordSet("nov november novembre noviembre novembro"),
        WordSet("dec december dezember dez decembre diciembre dic dicembre dezembro"),
    };
    for (std::size_t i = 0; i < months.size(); ++i)
        if (months[i].has(word)) return static_cast<int>(i) + 1;
    return 0;
}

bool is_weekday(std::string_view word) {
    static const WordSet set(
        "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun "
        "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so "
        "lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim "
        "lunes martes miercoles jueves viernes sabado domingo mie jue vie sab dom "
        "lunedi martedi mercoledi giovedi venerdi sabato domenica gio "
        "segunda-feira terca-feira quarta-feira quinta-feira sexta-feira segunda terca quarta quinta sexta "
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo");
    return set.has(word);
}

bool is_date_filler(std::string_view word) {
    static const WordSet set("of the de del den der le el la il on");
    return set.has(word);
}

bool leads_to_time(std::string_view word) {
    static const WordSet set("at um a alle as om kl");
    return set.has(word);
}

bool is_ordinal_ending(std::string_view word) {
    static const WordSet set("st nd rd th er e o a ste te de");
    return set.has(word);
}

std::optional<int> zone_offset(std::string_view word) {
    struct Zone {
        std::string_view name;
        int hours;
    };
    constexpr std::array<Zone, 23> zones{{{"z", 0},    {"utc", 0},  {"gmt", 0},  {"ut", 0},   {"jst", 9},
                                          {"kst", 9},  {"hkt", 8},  {"sgt", 8},  {"wet", 0},  {"west", 1},
                                          {"bst", 1},  {"cet", 1},  {"cest", 2}, {"eet", 2},  {"eest", 3},
                                          {"est", -5}, {"edt", -4}, {"cst", -6}, {"cdt", -5}, {"mst", -7},
                                          {"mdt", -6}, {"pst", -8}, {"pdt", -7}}};
    for (const Zone& zone : zones)
        if (zone.name == word) return zone.hours * 60;
    return std::nullopt;
}

}  // namespace kith::text
