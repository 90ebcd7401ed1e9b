"""From true people to the records that three address books hold of them, mess included."""

from dataclasses import dataclass, field, replace

from . import words as w
from .people import SEED
from .rng import Rng
from .text import full_width, katakana, mailbox_point, number_point, plain_letters, romaji, typing_slip

FILES = ("phone.vcf", "google.csv", "outlook.csv")

# How many second, third, ... records carry which mess, per culture. What each means: README.md.
PLAN = {
    "en": {"nickname": 12, "initial": 7, "typo": 9, "company": 5, "moved": 5, "job": 6, "married": 5, "gmail": 6,
           "swapped": 4, "case": 4, "birthday": 4, "honorific": 3, "one-box": 3, "sparse": 4,
           "no-contact": 3, "plain": 5, "no-name": 1},
    "ja": {"variant": 11, "latin": 10, "kana": 7, "company": 8, "moved": 4, "job": 3, "married": 3, "gmail": 3,
           "homophone": 6, "full-width": 6, "honorific": 4, "one-box": 5, "family-first": 4, "sparse": 3,
           "no-contact": 3, "plain": 5},
    "de": {"umlaut": 5}, "es": {"one-surname": 3, "no-accents": 2}, "zh": {"latin": 4}, "ko": {"latin": 3, "lost": 2},
}


@dataclass
class Record:
    person: object
    file: str
    mess: list = field(default_factory=list)
    given: str = ""
    middle: str = ""
    family: str = ""
    prefix: str = ""
    suffix: str = ""
    nickname: str = ""
    kana_given: str = ""        # hiragana; the writers choose the script
    kana_family: str = ""
    shown: str = ""             # the full name, where it is not simply composed
    org: str = ""
    department: str = ""
    title: str = ""
    emails: list = field(default_factory=list)      # (label, text)
    phones: list = field(default_factory=list)      # (label, text)
    address: object = None
    birthday: str = ""
    notes: str = ""
    tags: list = field(default_factory=list)
    style: str = ""             # how its telephone numbers are written

    def full_name(self):
        if self.shown:
            return self.shown
        cjk = any(c > "\u2fff" for c in self.family + self.given)
        if cjk:
            return " ".join(x for x in (self.family, self.given) if x)
        return " ".join(x for x in (self.prefix, self.given, self.middle, self.family, self.suffix) if x)


def points_of(rec):
    """The mailboxes and numbers of a record, comparable whatever the writing."""
    return {number_point(text, rec.person.country) for _, text in rec.phones} | \
        {mailbox_point(address) for _, address in rec.emails}


# --- companies ---------------------------------------------------------------------------------------


def company_name(row, style="registered"):
    """One company in one of the ways people write it."""
    if len(row) == 3:
        base, form = row[0], row[1]
        if style == "registered":
            return base + (", " if form in ("Inc.", "LLC", "LLP") else " ") * bool(form) + form
        if style == "long":
            return base + " " * bool(form) + w.FORM_LONG.get(form, form)
        if style == "plain":
            return (base + " " + form.replace(".", "")).strip()
        return base.upper() if style == "capitals" else base
    base, form, side, latin = row[:4]
    if style == "latin":
        return latin + {"株式会社": " Co., Ltd.", "有限会社": " Ltd.", "合同会社": " LLC"}[form]
    short = {"株式会社": ("(株)", "㈱", "（株）"), "有限会社": ("(有)", "㈲", "（有）"),
             "合同会社": ("(同)", "合同会社", "（同）")}[form]
    form = {"registered": form, "brackets": short[0], "one-character": short[1], "wide": short[2], "base": ""}[style]
    return form + base if side == "front" else base + form


EN_COMPANY_STYLES = ("long", "plain", "base", "capitals")
JA_COMPANY_STYLES = ("brackets", "one-character", "wide", "latin", "base")


# --- what a record holds before any mess ---------------------------------------------------------------


class Scribe:
    """Writes the records of all people, in an order that depends on the seed only."""

    def __init__(self, people, town):
        self.people, self.town = people, town
        self.rng = Rng(SEED, "records")

    def base(self, p, file, complete):
        """A clean record; a complete one has every e-mail and phone, others lack a few things."""
        r = self.rng
        rec = Record(p, file, given=p.given, family=p.family, middle=p.middle, suffix=p.suffix)
        if p.second_family:
            rec.family += " " + p.second_family
        if p.given_kana and r.chance({"phone.vcf": 75, "google.csv": 50, "outlook.csv": 75}[file]):
            rec.kana_given, rec.kana_family = p.given_kana, p.family_kana
        if p.nickname and r.chance(10):
            rec.nickname = p.nickname
        if p.company and (complete or r.chance(80)):
            rec.org, rec.department, rec.title = company_name(p.company), p.department, p.title
        rec.emails = list(p.emails)
        rec.style = r.pick({"phone.vcf": ("international", "national", "digits", "international"),
                            "google.csv": ("international", "national", "dots", "e164"),
                            "outlook.csv": ("national", "national", "digits", "international")}[file])
        self.write_phones(rec, p.phones)
        if not complete and not p.traps:
            if len(rec.emails) > 1 and r.chance(35):
                rec.emails.pop(r.below(len(rec.emails)))
            if len(rec.phones) > 1 and r.chance(35):
                rec.phones.pop(r.below(len(rec.phones)))
            if r.chance(12) and rec.phones:
                rec.emails = []
            elif r.chance(15) and rec.emails:
                rec.phones = []
        rec.address = p.address if complete or p.traps or r.chance(60) else None
        rec.birthday = p.birthday if complete or p.traps or r.chance(60) else ""
        rec.notes, rec.tags = p.notes, list(p.tags)
        return rec

    def write_phones(self, rec, phones):
        rec.phones = [(label, number if isinstance(number, str) else number.written(rec.style))
                      for label, number in phones]

    # --- the messes; each changes a record the way an export, a clerk or the years do -------------------

    def mess(self, rec, kind):
        rec.mess.append(kind)
        getattr(self, "mess_" + kind.replace("-", "_"))(rec, rec.person)

    def mess_plain(self, rec, p):
        pass

    def mess_nickname(self, rec, p):
        rec.given, rec.nickname = p.nickname, ""

    def mess_initial(self, rec, p):
        rec.given, rec.middle = p.given[0] + ".", ""

    def mess_typo(self, rec, p):
        if self.rng.chance(60):
            rec.family = typing_slip(rec.family, self.rng)
        else:
            rec.given = typing_slip(rec.given, self.rng)

    def mess_company(self, rec, p):
        written = [company_name(p.company, s) for s in (JA_COMPANY_STYLES if p.culture == "ja" else EN_COMPANY_STYLES)]
        written = [name for name in written if name != company_name(p.company)]
        marks = [name for name in written if name.strip("㈱㈲") != name]
        rec.org = marks[0] if marks and rec.file == "outlook.csv" and self.rng.chance(70) else self.rng.pick(written)
        rec.department, rec.title = p.department, p.title

    def mess_moved(self, rec, p):
        place = self.town.place(p.culture)
        rec.address = self.town.address(p.culture, place)
        rec.phones = [x for x in rec.phones if x[0] != "home"]

    def mess_job(self, rec, p):
        pool = w.JA_COMPANIES if p.culture == "ja" else w.EN_COMPANIES
        company = self.rng.pick([c for c in pool if c != p.company])
        address = self.town.mailbox(p, company[-1])
        rec.org, rec.department = company_name(company), ""
        rec.title = self.rng.pick(w.JA_TITLES if p.culture == "ja" else w.EN_TITLES)
        rec.emails = [("work", address)] + [e for e in p.emails if e[0] != "work"][:self.rng.below(2)]
        rec.phones = [x for x in rec.phones if x[0] == "mobile"]

    def mess_married(self, rec, p):
        if p.culture == "ja":
            rec.family, kana = self.rng.pick([f for f in w.JA_FAMILY if f[0] != p.family])
            rec.kana_family = kana if rec.kana_family else ""
            latin = romaji(kana)
        else:
            latin = rec.family = self.rng.pick([f for f in w.EN_FAMILY if f != p.family])
        married = replace(p, family_latin=latin)
        rec.emails = [("home", self.town.mailbox(married, p.emails[-1][1].split("@")[1]))]
        self.write_phones(rec, p.phones)          # she kept her mobile phone

    def mess_gmail(self, rec, p):
        """p.emails has the plain form; here it has other dots, capitals or a tag."""
        local = next(a for _, a in p.emails if a.endswith("@gmail.com")).split("@")[0]
        tag = self.rng.pick(["", "+news", "+shop", "+list"])
        bare = local.replace(".", "")
        rec.emails = [("home", (bare if tag or self.rng.chance(50) else bare[0] + "." + bare[1:].capitalize())
                       + tag + "@gmail.com")]
        if self.rng.chance(60):
            rec.phones = []

    def mess_swapped(self, rec, p):
        rec.given, rec.family, rec.middle = rec.family, rec.given, ""

    def mess_one_box(self, rec, p):
        if p.culture == "ja":
            rec.family = p.family + self.rng.pick(["", " ", "　"]) + p.given
        else:
            rec.family = self.rng.pick([p.family + ", " + p.given, p.given + " " + p.family])
        rec.given = rec.middle = rec.kana_given = rec.kana_family = ""
        rec.shown = rec.family

    def mess_case(self, rec, p):
        change = str.upper if self.rng.chance(50) else str.lower
        rec.given, rec.family, rec.middle = change(rec.given) + " ", change(rec.family), ""
        rec.emails = [(label, a.upper()) for label, a in rec.emails]

    def mess_birthday(self, rec, p):
        year, month, day = p.birthday.split("-")
        if int(day) <= 12 and day != month:
            rec.birthday = "-".join((year, day, month))
        else:
            rec.birthday = "-".join((year[:2] + year[3] + year[2], month, day))

    def mess_honorific(self, rec, p):
        if p.culture == "ja":
            rec.given += self.rng.pick(["様", "さん", " 様"])
        else:
            rec.given = self.rng.pick(["Dr. ", "Mr. " if p.gender == "m" else "Ms. ", "Prof. "]) + rec.given

    def mess_sparse(self, rec, p):
        keep_email = self.rng.chance(50)
        rec.emails = list(p.emails[:1]) if keep_email else []
        self.write_phones(rec, [] if keep_email else p.phones[:1])
        rec.org = rec.department = rec.title = rec.birthday = rec.notes = rec.kana_given = rec.kana_family = ""
        rec.address, rec.tags = None, []

    def mess_no_contact(self, rec, p):
        rec.emails, rec.phones, rec.address, rec.birthday = [], [], p.address, p.birthday

    def mess_variant(self, rec, p):
        rec.family = self.rng.pick(w.JA_VARIANT[p.family])

    def mess_homophone(self, rec, p):
        rec.given = w.JA_HOMOPHONE[p.given]

    def mess_latin(self, rec, p):
        rec.family, rec.given = p.family_latin, p.given_latin
        if p.culture == "ja":
            style = self.rng.pick(["plain", "plain", "oh", "typed", "kunrei"])
            rec.family, rec.given = romaji(p.family_kana, style), romaji(p.given_kana, style)
            if rec.address:
                region, city, street = rec.address.latin
                rec.address = replace(rec.address, region=region, city=city, street=street, extended="")
            if p.company and rec.org:
                rec.org = company_name(p.company, "latin")
        rec.kana_given = rec.kana_family = rec.department = rec.title = ""

    def mess_kana(self, rec, p):
        change = katakana if self.rng.chance(60) else str
        rec.family, rec.given = change(p.family_kana), change(p.given_kana)
        rec.kana_given = rec.kana_family = ""

    def mess_family_first(self, rec, p):
        """TANAKA Hiroshi, all of it in the first box."""
        rec.given = p.family_latin.upper() + " " + p.given_latin
        rec.family = rec.middle = rec.kana_given = rec.kana_family = ""
        rec.shown = rec.given

    def mess_full_width(self, rec, p):
        rec.style = "full"
        self.write_phones(rec, p.phones)
        rec.emails = []
        if rec.address:
            rec.address = replace(rec.address, street=full_width(rec.address.street))

    def mess_umlaut(self, rec, p):
        spell = (lambda s: "".join(w.DE_UMLAUT.get(c, c) for c in s)) if self.rng.chance(60) else plain_letters
        rec.given, rec.family = spell(p.given), spell(p.family)

    def mess_one_surname(self, rec, p):
        rec.family = p.family

    def mess_no_accents(self, rec, p):
        rec.given, rec.family = plain_letters(rec.given), plain_letters(rec.family)

    def mess_no_name(self, rec, p):
        """The writer of phone.vcf leaves the name out; number and mailbox remain."""
        rec.emails = list(p.emails)
        self.write_phones(rec, p.phones)

    def mess_lost(self, rec, p):
        """Hangul in a CP932 file: the writer of outlook.csv puts question marks."""

    # --- who has how many records, and where -------------------------------------------------------------

    def fits(self, p, kind):
        return {
            "nickname": p.nickname, "variant": p.family in w.JA_VARIANT, "homophone": p.given in w.JA_HOMOPHONE,
            "company": p.company, "job": p.company, "moved": p.address, "married": p.gender == "f",
            "birthday": len(p.birthday) == 10, "no-contact": p.address and len(p.birthday) == 10,
            "kana": p.given != p.given_kana,
        }.get(kind, True)

    def assign(self):
        """{person id: [mess, ...]}, one entry for each further record."""
        r, given = self.rng, {}
        pool = [p for p in r.shuffled(self.people) if not p.traps]
        pool = [p for p in pool if p.vip][:14] + [p for p in pool if not p.vip] + [p for p in pool if p.vip][14:]
        room = {p.id: 3 if k % 29 == 5 else 2 if k % 6 == 0 else 1 for k, p in enumerate(pool)}
        for culture, kinds in PLAN.items():
            for kind in r.shuffled([k for k, n in kinds.items() for _ in range(n)]):
                p = next(p for p in pool if p.culture == culture and self.fits(p, kind)
                         and len(given.get(p.id, [])) < room[p.id] and kind not in given.get(p.id, []))
                given.setdefault(p.id, []).append(kind)
                if kind == "gmail":
                    stem = plain_letters(p.given_latin + "." + p.family_latin).lower()
                    stem = stem.replace("'", "").replace(" ", "").replace("-", ".")
                    p.emails = [("home", stem + ".kithsample@gmail.com")] + [e for e in p.emails if e[0] == "work"]
        trapped = {}
        for p in self.people:                    # among the traps there are true duplicates too
            for trap in p.traps:
                trapped.setdefault(trap, []).append(p)
        for trap in ("father-son:1", "common-name:1", "common-name:2", "common-name:3", "twins:1", "twins:4"):
            for p in trapped[trap][:2]:
                given[p.id] = ["plain"]
        return given

    def single_file(self, p):
        r = self.rng.below(100)
        phone, google = {"en": (40, 83), "ja": (36, 62)}.get(p.culture, (50, 100))
        return FILES[0] if r < phone else FILES[1] if r < google else FILES[2]

    def further_file(self, p, kind, used):
        """Mostly a file that does not have the person yet; sometimes one that has."""
        if kind == "no-name":
            return "phone.vcf"
        if kind == "lost" or kind in ("variant", "company") and p.culture == "ja" and "outlook.csv" not in used:
            return "outlook.csv"
        allowed = FILES if p.culture in ("en", "ja", "de", "es") else FILES[:2]
        fresh = [f for f in allowed if f not in used]
        return self.rng.pick(fresh if fresh and not self.rng.chance(14) else used)

    def records(self):
        """{file: [Record]} in the order of the file."""
        r, assigned = self.rng, self.assign()
        out = {f: [] for f in FILES}
        for p in self.people:
            kinds = assigned.get(p.id, [])
            first = self.base(p, self.single_file(p), complete=bool(kinds))
            out[first.file].append(first)
            used = [first.file]
            for kind in kinds:
                rec = self.base(p, self.further_file(p, kind, used), complete=False)
                if rec.style == first.style:       # the shared number is written in another way
                    rec.style = "international" if first.style != "international" else "national"
                self.write_phones(rec, p.phones)
                if not rec.emails or self.rng.chance(20):
                    rec.emails = list(p.emails)
                if len(rec.phones) > 1 and self.rng.chance(40):
                    rec.phones = rec.phones[:1]
                if self.rng.chance(30) and kind not in ("married", "job", "full-width"):
                    rec.phones = []
                elif self.rng.chance(25):
                    rec.emails = []
                rec.tags = rec.tags if self.rng.chance(50) else []
                rec.notes = rec.notes if self.rng.chance(40) else ""
                if kind == "birthday":
                    first.birthday = p.birthday
                self.mess(rec, kind)
                other = kind not in ("company", "job", "latin", "sparse", "no-name")
                if p.company and other and self.rng.chance(22) and rec.org:
                    self.mess(rec, "company")
                out[rec.file].append(rec)
                used.append(rec.file)
        for rec in out["outlook.csv"]:             # clerks like the one-character forms, and the name as registered
            if rec.family in ("山崎", "宮崎", "高橋", "高木") and "variant" not in rec.mess and r.chance(50):
                rec.family = w.JA_VARIANT[rec.family][0]
                rec.mess.append("variant")
            company = rec.person.company
            if rec.person.culture == "ja" and company and rec.org == company_name(company) and r.chance(30):
                mark = company_name(company, "one-character")
                if mark != rec.org:
                    rec.org = mark
                    rec.mess.append("company")
        return {f: Rng(SEED, "order of " + f).shuffled(recs) for f, recs in out.items()}
