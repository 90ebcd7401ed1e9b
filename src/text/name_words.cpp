#include "text/name_words.hpp"

#include "text/fold.hpp"
#include "text/word_set.hpp"

#include <algorithm>

namespace kith::text {

std::string word_key(std::string_view word) {
    std::string key = fold(word);
    key.erase(std::remove(key.begin(), key.end(), '.'), key.end());
    return key;
}

Title title_of(std::string_view key) {
    static const WordSet plain(
        // English
        "dr prof professor doctor mr mrs ms miss mx mister rev reverend revd capt captain lt sgt cpl cmdr comdr lieutenant "
        "sergeant colonel ambassador congressman senator honorable honourable messrs rabbi shri smt "
        // German, Dutch, Scandinavian
        "herr frau fraulein hr dipl dipl-ing dipl-kfm dipl-inf dipl-phys dipl-psych dipl-math dipl-betriebsw dipl-wirt-ing "
        "dipl-volksw dipl-chem dipl-biol dipl-ok univ-prof ao-prof priv-doz dhr mevr mevrouw meneer mw drs fru froken herra rouva "
        // French
        "mme madame monsieur mlle mademoiselle mmes maitre docteur professeur veuve vve "
        // Spanish, Portuguese, Italian
        "sr sra srta sres senor senora senorita dra lic licda licdo profa ingeniero doctora licenciado licenciada senhor "
        "senhora sig sigra sigg signor signora signorina dott dottssa dottore dottoressa profssa avv geom rag egr egregio "
        // Slavonic, Hungarian, Turkish, Greek
        "mgr inz judr mudr mvdr rndr phdr paeddr mddr ifj ozv sayin "
        "г-н г-жа гн гжа господин госпожа доктор проф профессор κοσ κα κυριοσ κυρια δρ "
        // Arabic, Indonesian, Thai
        "السيد السيدة الدكتور الدكتورة bapak ibu khun");
    static const WordSet given(
        "sir dame lady lord sister brother father mother sheikh shaikh sheik haji hajji soeur frere fray");
    static const WordSet dotted(
        "gen sen rep col gov pres fr br me ing mag arch ir supt insp det pvt ens sec atty amb msgr bro "
        "pfc cav uff hon maj adm pan doc pr");
    static const WordSet behind(
        "med phil rer nat iur jur hc habil dent vet theol oec pol techn mult univ agr paed rernat sc "
        "pharm mont eh dipl");
    static const WordSet regional_given("don dona dom");
    if (plain.has(key)) return Title::title;
    if (given.has(key)) return Title::given_title;
    if (key == "m") return Title::regional;
    if (regional_given.has(key)) return Title::regional_given;
    if (dotted.has(key)) return Title::dotted;
    return behind.has(key) ? Title::continuation : Title::none;
}

Suffix suffix_of(std::string_view key) {
    static const WordSet plain(
        "jr jnr sr snr ii iii vii viii 2nd 3rd 4th 2d 3d phd dphil esq esquire dds dmd dvm cpa jd llb llm lld mba "
        "msc bsc dsc scd edd psyd mbbs frcp frcs frs obe mbe cbe kbe dbe gbe usn usmc usaf usmcr pharmd dpt cfa pmp "
        "cissp ceng mph msw lcsw lpn csc ocd beng meng bcom mcom bed mscn bscn aprn fnp faia fasa "
        "facs faap mrcp mrcs dipl-ing-fh mla bfa mfa msn bsn mlis freng kcvo");
    static const WordSet capitals(
        "ma ba md do mp ms bs pe rn qc kc sj op osb pt pa np od dc cm ra om ca cfp ft am ab mb bch tm "
        "aa bm dd th sc jp ra iv vi");
    static const WordSet third("junior senior neto filho sobrinho fils pere hijo nieto ret v ix x");
    static const WordSet dotted("jun sen");
    if (plain.has(key)) return Suffix::suffix;
    if (dotted.has(key)) return Suffix::dotted;
    if (capitals.has(key)) return Suffix::capitals;
    return third.has(key) ? Suffix::third : Suffix::none;
}

bool is_rank(std::string_view key) {
    static const WordSet set(
        "duke duchess marquess marquis marchioness earl count countess viscount viscountess baron baroness baronet knight "
        "king queen prince princess lord lady bishop archbishop abbot graf grafin freiherr "
        "ceo cfo cto coo cmo cio cpo vp svp evp president chairman chairwoman chairperson chair director manager owner "
        "founder co-founder partner principal secretary treasurer attorney engineer architect consultant editor "
        "geschaftsfuhrer geschaftsfuhrerin prokurist inhaber leiter directeur directrice gerente direttore");
    return set.has(key) || (!key.empty() && key.front() >= '0' && key.front() <= '9');
}

bool is_particle(std::string_view word) {
    static const WordSet any(
        "van von vom zu zum zur der den de del dela della dello delle dei degli di da das dos du des d la le las los les lo "
        "ter ten 't 's bin bint binti binte ibn al el as-l ul abu st saint sainte santa san mac mc af av auf und-zu 'd "
        "вон фон ван де да ди дер ибн оглы кызы בן בת بن ابن بنت آل أبو ال");
    // Names of their own when they are written with a capital.
    static const WordSet small(
        "do in op e ap ben bat y i te uit aan dal dalla dall over onder tot na dit van't");
    const std::string key = word_key(word);
    if (any.has(key)) return true;
    return small.has(key) && key == word;
}

bool joins_surnames(std::string_view word) {
    return word == "y" || word == "e" || word == "i" || word == "und" || word == "et";
}

bool joins_people(std::string_view word) {
    static const WordSet set("and & + und et og och en и");
    return set.has(word);
}

bool has_family_form(std::string_view word) {
    const std::string key = fold(word);
    const auto starts = [&](std::string_view head) {
        return key.size() > head.size() + 1 && key.starts_with(head);
    };
    if (starts("o'") || starts("d'")) return true;
    // McDonald, MacArthur: the capital inside tells them from Mack and Macy.
    const std::size_t skip = word.starts_with("Mac") ? 3 : word.starts_with("Mc") ? 2 : 0;
    return skip != 0 && word.size() > skip + 1 && word[skip] >= 'A' && word[skip] <= 'Z';
}

bool is_iberian_given_name(std::string_view key) {
    static const WordSet set(
        "maria jose juan luis carlos jesus antonio manuel francisco javier miguel angel pedro pablo rafael fernando jorge "
        "ricardo eduardo alejandro alberto roberto ramon enrique diego andres victor sergio raul mario cesar oscar ivan "
        "hector hugo ignacio felipe gabriel julio tomas joaquin santiago emilio ernesto guillermo gustavo arturo alfredo "
        "agustin rodrigo nicolas salvador marcos vicente adolfo esteban ruben daniel david gonzalo lorenzo leonardo "
        "ana isabel carmen laura marta elena lucia paula cristina teresa rosa pilar patricia sofia andrea beatriz silvia "
        "monica claudia veronica adriana alejandra gabriela daniela valentina camila mariana natalia juana josefa mercedes "
        "dolores rosario guadalupe luz margarita martha irene raquel sara eva julia alicia victoria lourdes fatima ines "
        "consuelo esperanza concepcion gloria susana yolanda sandra diana carolina fernanda joao paulo joana pedro tiago "
        "mateus lucas rita helena leticia larissa thiago bruno renato marcelo luiz luiza beatriz vitoria eduarda");
    return set.has(key);
}

bool is_iberian_surname(std::string_view key) {
    static const WordSet set(
        "garcia gonzalez rodriguez fernandez lopez martinez sanchez perez gomez martin jimenez ruiz hernandez diaz moreno "
        "munoz alvarez romero alonso gutierrez navarro torres dominguez vazquez ramos gil ramirez serrano blanco molina "
        "morales suarez ortega delgado castro ortiz rubio marin sanz nunez iglesias medina garrido cortes castillo "
        "santos lozano guerrero cano prieto mendez cruz calvo gallego vidal leon marquez herrera pena flores cabrera campos "
        "vega fuentes carrasco diez caballero reyes nieto aguilar pascual santana herrero lorenzo montero hidalgo gimenez "
        "ibanez ferrer duran santiago benitez mora vicente vargas arias carmona crespo roman pastor soto saez velasco moya "
        "soler parra esteban bravo gallardo rojas silva oliveira souza sousa pereira costa rodrigues ferreira almeida "
        "nascimento lima araujo fernandes carvalho gomes martins rocha ribeiro alves monteiro mendes barros freitas "
        "barbosa pinto moura cavalcanti dias cardoso teixeira correia correa lopes marques mejia rivera chavez guzman "
        "mendoza salazar contreras rios acosta figueroa cardenas espinoza valdez quinones carreno zapata quintero borges "
        "casares llosa asturias bolivar peron guevara neruda allende paz fuentes kahlo rivas bolano vasquez velazquez");
    return set.has(key);
}

bool is_devotion(std::string_view key) {
    static const WordSet set(
        "carmen pilar rosario mar angeles dolores mercedes jesus dios cruz luz rocio concepcion lourdes "
        "fatima soledad paz consuelo socorro remedios nieves valle gracia milagros rosa refugio "
        "sagrado graca conceicao gracas ceu lurdes encarnacion esperanza guadalupe");
    return set.has(key);
}

bool is_hungarian_given_name(std::string_view key) {
    static const WordSet set(
        "laszlo istvan jozsef janos zoltan sandor gabor ferenc attila peter tamas zsolt tibor andras csaba imre lajos "
        "gyorgy balazs gyula mihaly karoly robert bela daniel adam krisztian miklos norbert david bence akos arpad "
        "mark richard kristof geza kalman barnabas marton matyas levente mate denes dezso endre erno jeno otto pal "
        "szabolcs szilard tivadar viktor vilmos zsigmond bertalan botond gergely gergo roland ervin elemer "
        "maria erzsebet katalin ilona eva anna zsuzsanna margit judit agnes andrea julianna erika krisztina iren monika "
        "eszter magdolna timea edit gabriella agnes noemi piroska marta melinda anita zsofia dora aniko beata boglarka "
        "borbala csilla eniko emese etelka flora gizella gyongyi hajnalka henrietta ildiko jolan kinga klara laura lilla "
        "livia luca nora orsolya petra reka rita rozalia sarolta szilvia terez tunde vera veronika viktoria virag zita");
    return set.has(key);
}

bool is_patronymic(std::string_view key) {
    static const WordSet short_ones("ильич фомич кузьмич лукич никитич");
    const auto ends = [&](std::string_view tail) {
        return key.size() > tail.size() + 2 && key.ends_with(tail);
    };
    return ends("ович") || ends("евич") || ends("овна") || ends("евна") || ends("инична") || ends("ична") ||
           short_ones.has(key);
}

}  // namespace kith::text
