"""The true people behind the samples: who exists, and the traps among them."""

from dataclasses import dataclass, field

from . import words as w
from .rng import Rng
from .text import Phone, plain_letters, romaji

SEED = 20260630
COUNTS = {"en": 274, "ja": 186, "de": 12, "es": 10, "zh": 9, "ko": 9}     # with the traps


@dataclass
class Address:
    country: str
    region: str
    city: str
    street: str
    extended: str
    postcode: str
    latin: tuple = ()          # (region, city, street) in Latin letters, for Japan


@dataclass
class Person:
    id: str
    culture: str
    country: str
    gender: str
    given: str
    family: str
    given_kana: str = ""       # hiragana
    family_kana: str = ""
    given_latin: str = ""      # ASCII
    family_latin: str = ""
    middle: str = ""
    suffix: str = ""
    nickname: str = ""
    second_family: str = ""    # Spanish
    birthday: str = ""         # YYYY-MM-DD or --MM-DD
    emails: list = field(default_factory=list)      # (label, address)
    phones: list = field(default_factory=list)      # (label, Phone)
    address: Address = None
    company: tuple = ()        # a row of EN_COMPANIES or JA_COMPANIES
    department: str = ""
    title: str = ""
    notes: str = ""
    tags: list = field(default_factory=list)
    traps: list = field(default_factory=list)       # "kind:group"
    vip: bool = False
    home: tuple = ()           # the row of *_PLACES
    placeholders: list = field(default_factory=list)


class Telephones:
    """Hands out each number once, from ranges that are reserved for fiction where there are any."""

    def __init__(self):
        self.next = {}

    def _count(self, key, start=0, step=7, size=10000):
        n = self.next.get(key, 0)
        self.next[key] = n + 1
        assert n < size, key
        return start + (n * step + 3) % size

    def land(self, country, area):
        if country in ("US", "CA"):            # 555-0100 to 555-0199
            return Phone(country, area, "555", "%04d" % self._count(area, 100, 7, 99))
        if country == "GB":                    # Ofcom's numbers for drama
            base = {"20": ("7946", 4, "0%03d"), "117": ("496", 4, "0%03d"), "113": ("496", 4, "0%03d"),
                    "131": ("496", 4, "0%03d")}[area]
            return Phone("GB", area, base[0], base[2] % self._count("GB" + area, 0, 7, 1000))
        if country == "AU":
            return Phone("AU", area, "5550", "%04d" % self._count("AU" + area))
        if country == "JP":
            middle = "5550" if len(area) == 1 else "555"
            return Phone("JP", area, middle, "%04d" % self._count("JP" + area, 100, 37))
        if country == "DE":                    # the Federal Network Agency's numbers for media
            block = {"30": "23125", "221": "4710", "89": "99998", "40": "66969"}[area]
            return Phone("DE", area, block + "%03d" % self._count("DE" + area, 0, 7, 1000))
        if country == "ES":
            return Phone("ES", area, "555", "%04d" % self._count("ES" + area))
        if country == "CN":
            return Phone("CN", "10", "5550", "%04d" % self._count("CN"))
        return Phone("KR", "2", "555", "%04d" % self._count("KR"))

    def mobile(self, country, area):
        if country == "GB":
            return Phone("GB", "7700", "900%03d" % self._count("GBm", 0, 7, 1000))
        if country == "JP":
            lead = ("90", "80", "70")[self.next.get("JPm", 0) % 3]
            return Phone("JP", lead, "5550", "%04d" % self._count("JPm", 0, 37))
        if country == "DE":
            return Phone("DE", "171", "39200%02d" % self._count("DEm", 0, 7, 100))
        if country == "ES":
            return Phone("ES", "600", "555", "%03d" % self._count("ESm", 0, 7, 1000))
        if country == "CN":
            return Phone("CN", "139", "5550", "%04d" % self._count("CNm"))
        if country == "KR":
            return Phone("KR", "10", "5550", "%04d" % self._count("KRm"))
        return self.land(country, area)


class Town:
    """Makes people, and keeps what must be unique among them."""

    def __init__(self):
        self.rng = Rng(SEED, "people")
        self.telephones = Telephones()
        self.people = []
        self.names = set()
        self.addresses_used = set()
        self.left = dict(COUNTS)

    # --- parts ---

    def english_name(self, gender):
        r = self.rng
        while True:
            given, nickname = r.pick(w.EN_MALE if gender == "m" else w.EN_FEMALE)
            family = r.pick(w.EN_DOUBLE) if r.chance(2) else r.pick(w.EN_FAMILY)
            key = given + "-" + family
            if key not in self.names and key not in w.AVOID:
                self.names.add(key)
                return given, family, nickname

    def japanese_name(self, gender):
        r = self.rng
        while True:
            family = r.pick(w.JA_FAMILY)
            if family[0] not in w.JA_VARIANT and r.chance(35):
                family = r.pick([f for f in w.JA_FAMILY if f[0] in w.JA_VARIANT])
            given = r.pick(w.JA_MALE if gender == "m" else w.JA_FEMALE)
            if family[0] + given[0] not in self.names | w.AVOID and family[1] + given[1] not in self.names:
                self.names |= {family[0] + given[0], family[1] + given[1]}
                return family, given

    def place(self, culture):
        r = self.rng
        if culture == "en":
            return r.pick(w.EN_PLACES)
        if culture in ("zh", "ko"):
            return ("CN" if culture == "zh" else "KR",)
        return r.pick({"ja": w.JA_PLACES, "de": w.DE_PLACES, "es": w.ES_PLACES}[culture])

    def address(self, culture, place):
        r = self.rng
        if culture == "en":
            street = str(r.between(2, 980)) + " " + r.pick(w.EN_STREETS)
            extended = r.pick(["", "", "", "Apt %d" % r.between(1, 40), "Suite %d" % (r.between(1, 9) * 100)])
            return Address(place[0], place[2], place[1], street, extended, r.fill(place[3]))
        if culture == "ja":
            town, latin = r.pick(w.JA_TOWNS)
            block = "%d-%d-%d" % (r.between(1, 6), r.between(1, 30), r.between(1, 20))
            return Address("JP", place[0], place[1], town + block, r.pick(w.JA_BUILDINGS),
                           place[2] + "-" + r.fill("09##"), (place[4], place[5], block + " " + latin))
        if culture == "de":
            return Address("DE", "", place[0], r.pick(w.DE_STREETS) + " %d" % r.between(1, 120), "", r.fill(place[1]))
        if culture == "es":
            return Address("ES", "", place[0], "Calle de la Muestra, %d" % r.between(1, 90),
                           r.pick(["", "3.º B", "1.º izda."]), r.fill(place[1]))
        if culture == "zh":
            return Address("CN", "", "北京市", "样例路%d号" % r.between(1, 300), "", r.fill("1000##"))
        return Address("KR", "", "서울특별시", "예시로 %d" % r.between(1, 200), "", r.fill("04###"))

    def birthday(self):
        r = self.rng
        day = "%02d-%02d" % (r.between(1, 12), r.between(1, 28))
        return "--" + day if r.chance(8) else "%d-%s" % (r.between(1946, 2003), day)

    def mailbox(self, person, domain):
        r = self.rng
        given = plain_letters(person.given_latin).lower().replace(" ", "").replace("'", "")
        family = plain_letters(person.family_latin).lower().replace(" ", "").replace("'", "").replace("ß", "ss")
        for attempt in range(50):
            form = r.below(5)
            local = [given + "." + family, given[0] + family, given + "_" + family, given[0] + "." + family,
                     family + "." + given][form]
            local += str(r.between(2, 99)) if attempt > 3 else ""
            if local + "@" + domain not in self.addresses_used:
                self.addresses_used.add(local + "@" + domain)
                return local + "@" + domain
        raise AssertionError("no free mailbox")

    # --- people ---

    def person(self, culture, gender=None, name=None, place=None, **fixed):
        """Adds one person; `name` and the fields in `fixed` are taken as given."""
        r = self.rng
        self.left[culture] -= 1
        gender = gender or r.pick("mf")
        p = Person("p%03d" % (len(self.people) + 1), culture, "", gender, "", "")
        if culture == "en":
            p.given, p.family, p.nickname = name or self.english_name(gender)
            p.middle = r.pick("ABCDEFGHJKLMNPRSTW") + "." if r.chance(15) else ""
        elif culture == "ja":
            (p.family, p.family_kana), (p.given, p.given_kana) = name or self.japanese_name(gender)
            p.family_latin, p.given_latin = romaji(p.family_kana), romaji(p.given_kana)
        else:
            row = name or self.foreign.pop(next(i for i, (c, _) in enumerate(self.foreign) if c == culture))[1]
            p.gender = row[-1]
            if culture in ("zh", "ko"):
                p.family, p.given, p.family_latin, p.given_latin = row[:4]
            else:
                p.given, p.family = row[0].replace("~", " "), row[1]
                p.second_family = row[2] if culture == "es" else ""
        if not p.family_latin:
            spelled = (lambda s: "".join(w.DE_UMLAUT.get(c, c) for c in s)) if culture == "de" else plain_letters
            p.given_latin, p.family_latin = spelled(p.given), spelled(p.family)
        p.home = place or self.place(culture)
        p.country = p.home[0] if culture == "en" else \
            {"ja": "JP", "de": "DE", "es": "ES", "zh": "CN", "ko": "KR"}[culture]
        p.address = fixed.get("address") or (self.address(culture, p.home) if r.chance(85) else None)
        p.birthday = fixed.get("birthday") or (self.birthday() if r.chance(60) else "")
        if r.chance(72):
            p.company = fixed.get("company") or r.pick(w.JA_COMPANIES if culture == "ja" else w.EN_COMPANIES)
            p.title = r.pick(w.JA_TITLES if culture == "ja" else w.EN_TITLES) if r.chance(75) else ""
            p.department = r.pick(w.JA_DEPARTMENTS if culture == "ja" else w.EN_DEPARTMENTS) if r.chance(40) else ""
        if "company" in fixed:
            p.company = fixed["company"]
        area = p.home[4] if culture == "en" else p.home[3] if culture == "ja" else \
            p.home[2] if len(p.home) > 2 else ""
        p.phones.append(("mobile", self.telephones.mobile(p.country, area)))
        if r.chance(30):
            p.phones.append(("home", self.telephones.land(p.country, area)))
        if p.company and r.chance(50):
            p.phones.append(("work", self.telephones.land(p.country, area)))
        personal = r.pick(w.JA_PERSONAL if culture == "ja" else w.EN_PERSONAL)
        p.emails.append(("home", self.mailbox(p, personal)))
        if p.company and r.chance(80):
            p.emails.insert(r.below(2), ("work", self.mailbox(p, p.company[-1])))
        p.notes = r.pick(w.JA_NOTES if culture == "ja" else w.EN_NOTES) if r.chance(18) else ""
        p.tags = [r.pick(w.JA_TAGS if culture == "ja" else w.EN_TAGS)] if r.chance(55) else []
        for key, value in fixed.items():
            setattr(p, key, value)
        self.names |= {p.given + "-" + p.family, p.family + p.given, p.family_kana + p.given_kana}
        self.people.append(p)
        return p

    def populate(self):
        """Everyone: the traps first, so that ids of one group are neighbours, then ordinary people."""
        self.foreign = [(c, row) for c, rows in (("de", w.DE_PEOPLE), ("es", w.ES_PEOPLE), ("zh", w.ZH_PEOPLE),
                                                 ("ko", w.KO_PEOPLE)) for row in rows]
        self.names |= {"佐藤健", "さとうたけし", "田中恵子", "たなかけいこ", "中村裕子", "なかむらゆうこ"}
        self.fathers_and_sons()
        self.twins()
        self.spouses()
        self.offices()
        self.common_names()
        self.same_characters()
        trapped = len(self.people)
        for culture in ("en", "ja", "de", "es", "zh", "ko"):
            for _ in range(self.left[culture]):
                self.person(culture)
        ordinary = self.people[trapped:]
        self.placeholders(ordinary)
        chosen = [p for p in self.rng.shuffled(ordinary) if not p.placeholders]
        for p in [p for p in chosen if p.culture == "en"][:20] + [p for p in chosen if p.culture == "ja"][:16]:
            p.vip = True
            p.tags = ["VIP"] + p.tags
        return self.people

    # --- traps: people who look like one and are two ---

    def fathers_and_sons(self):
        """One name, one address, one land line; Jr./Sr. on four of them, only birthdays on the others."""
        r = self.rng
        for n in range(6):
            place = r.pick(w.EN_PLACES)
            name, address = self.english_name("m"), self.address("en", place)
            line = self.telephones.land(place[0], place[4])
            marked = n < 4
            for suffix, year in (("Sr.", r.between(1946, 1956)), ("Jr.", r.between(1972, 1984))):
                p = self.person("en", "m", name, place, address=address, suffix=suffix if marked else "",
                                middle="", birthday="%d-%02d-%02d" % (year, r.between(1, 12), r.between(1, 28)),
                                traps=["father-son:%d" % (n + 1)])
                p.phones = [p.phones[0], ("home", line)]

    def twins(self):
        """One family name, birthday, address and land line; given names that resemble each other."""
        r = self.rng
        pairs = [("en", ("Erin", ""), ("Erica", ""), "f"), ("en", ("Aaron", ""), ("Adrian", ""), "m"),
                 ("en", ("Hannah", ""), ("Hanna-Mae", ""), "f"),
                 ("ja", ("直人", "なおと"), ("直也", "なおや"), "m"), ("ja", ("真希", "まき"), ("真美", "まみ"), "f")]
        for n, (culture, one, other, gender) in enumerate(pairs):
            place, address = self.place(culture), None
            address = self.address(culture, place)
            family = r.pick(w.EN_FAMILY) if culture == "en" else r.pick(w.JA_FAMILY)
            line = self.telephones.land(place[0] if culture == "en" else "JP", place[4 if culture == "en" else 3])
            birthday = "%d-%02d-%02d" % (r.between(1970, 2000), r.between(1, 12), r.between(1, 28))
            for given in (one, other):
                name = (given[0], family, "") if culture == "en" else (family, given)
                p = self.person(culture, gender, name, place, address=address, birthday=birthday,
                                middle="", traps=["twins:%d" % (n + 1)])
                p.phones = [p.phones[0], ("home", line)]

    def spouses(self):
        """Ten couples at one address: six share the land line, four the mailbox (two of them both)."""
        r = self.rng
        for n in range(10):
            culture = "ja" if n % 2 else "en"
            place = self.place(culture)
            address = self.address(culture, place)
            line = self.telephones.land(place[0] if culture == "en" else "JP", place[4 if culture == "en" else 3])
            first = self.person(culture, "m", None, place, address=address, traps=["spouses:%d" % (n + 1)])
            if culture == "en":
                given, _, nickname = self.english_name("f")
                name = (given, first.family, nickname)
            else:
                name = ((first.family, first.family_kana), self.japanese_name("f")[1])
            second = self.person(culture, "f", name, place, address=address, traps=["spouses:%d" % (n + 1)])
            mailbox = plain_letters(first.family_latin).lower().replace("'", "").replace(" ", "") + ".family@" + \
                ("example.jp" if culture == "ja" else "example.net")
            for p in (first, second):
                if n < 6:
                    p.phones = [p.phones[0], ("home", line)] + [x for x in p.phones[1:] if x[0] == "work"]
                if n >= 6 or n < 2:
                    p.emails = [("home", mailbox)] + [e for e in p.emails if e[0] == "work"]
            if n >= 6:                           # the wife's only number is her own
                second.phones = second.phones[:1]

    def offices(self):
        """Two whole offices on a switchboard number and an info@ address."""
        for n, (culture, company, place, size) in enumerate((
                ("en", w.EN_COMPANIES[9], w.EN_PLACES[9], 9), ("ja", w.JA_COMPANIES[8], w.JA_PLACES[0], 9))):
            address = self.address(culture, place)
            line = self.telephones.land("GB" if culture == "en" else "JP", place[4 if culture == "en" else 3])
            for _ in range(size):
                p = self.person(culture, None, None, place, address=address, company=company,
                                traps=["office:%d" % (n + 1)])
                p.title = p.title or self.rng.pick(w.EN_TITLES if culture == "en" else w.JA_TITLES)
                p.phones = [("work", line)] + (p.phones[:1] if self.rng.chance(35) else [])
                shared = ("work", "info@" + company[-1])
                own = [e for e in p.emails if e[0] == "work"]
                p.emails = [shared] + (own if self.rng.chance(50) else [])

    def common_names(self):
        """One name, one city, several people."""
        for n, (culture, gender, name, place, size) in enumerate((
                ("en", "m", ("John", "Smith", "Jack"), w.EN_PLACES[0], 4),
                ("ja", "m", (("佐藤", "さとう"), ("健", "たけし")), w.JA_PLACES[2], 4),
                ("en", "f", ("Mary", "Jones", "Molly"), w.EN_PLACES[8], 3),
                ("ja", "f", (("田中", "たなか"), ("恵子", "けいこ")), w.JA_PLACES[5], 3))):
            for _ in range(size):
                self.person(culture, gender, name, place, middle="", traps=["common-name:%d" % (n + 1)])

    def same_characters(self):
        """One written name, two readings, one city."""
        for n, (family, given, readings, place) in enumerate((
                (("中村", "なかむら"), "裕子", ("ゆうこ", "ひろこ"), w.JA_PLACES[4]),
                (("新川", "にいかわ"), "陽一", ("よういち", "はるかず"), w.JA_PLACES[7]))):
            for reading in readings:
                self.person("ja", "f" if n == 0 else "m", (family, (given, reading)), place,
                            traps=["same-characters:%d" % (n + 1)])

    def placeholders(self, ordinary):
        """What people type when a form insists: each value stands on several people."""
        r = self.rng
        pool = r.shuffled([p for p in ordinary if p.culture in ("en", "ja")])
        for kind, count in (("test@test.com", 6), ("noemail@example.com", 4), ("000-0000-0000", 6), ("1900-01-01", 8)):
            for _ in range(count):
                p = pool.pop()
                p.placeholders = [kind]
                p.traps = ["placeholder:" + kind]
                if "@" in kind:
                    p.emails = [("home", kind)]
                elif kind == "1900-01-01":
                    p.birthday = kind
                else:
                    p.phones = [("mobile", kind)]
