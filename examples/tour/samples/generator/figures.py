"""Checks the finished files by reading them back, and counts what is in them."""

import csv
import io
import re
from itertools import combinations

from .formats import GOOGLE_HEADER, OUTLOOK_HEADER
from .records import points_of
from .text import CALLING, mailbox_point, number_point

FICTION = re.compile(r"@(?:[a-z0-9-]+\.)*(?:example|example\.(?:com|net|org|jp|ne\.jp|co\.jp))$")


def rows_of(data, encoding):
    return list(csv.reader(io.StringIO(data.decode(encoding), newline="")))


def unfolded(vcf):
    return re.sub("\r\n[ \t]", "", vcf.decode("utf-8"))


def validate(files, truth, people, records):
    """Fails on anything that the README promises and the files do not keep."""
    vcf = unfolded(files["phone.vcf"])
    counts = {"phone.vcf": len(re.findall("(?m)^BEGIN:VCARD\r$", vcf))}
    for name, encoding, header in (("google.csv", "utf-8", GOOGLE_HEADER),
                                   ("outlook.csv", "cp932", OUTLOOK_HEADER)):
        rows = rows_of(files[name], encoding)
        assert rows[0] == header
        assert all(len(row) == len(header) for row in rows)
        counts[name] = len(rows) - 1
    for name, count in counts.items():
        assert [k for f, k, _, _ in truth if f == name] == list(range(1, count + 1)), name
    assert len(re.findall("(?m)^END:VCARD\r$", vcf)) == counts["phone.vcf"] - 1      # the broken card
    assert {p for _, _, p, _ in truth if p[0] == "p"} == {p.id for p in people}

    text = vcf + files["google.csv"].decode() + files["outlook.csv"].decode("cp932")
    text += files["interactions.csv"].decode()
    for address in re.findall(r"[\w.+'-]+@[\w.-]+", text):
        address = address.lower()
        assert FICTION.search(address) or address == "test@test.com" or \
            (address.endswith("@gmail.com") and "kithsample" in address.replace(".", "")), address

    owners = {}                                   # only traps share a number or a mailbox
    for p in people:
        for value in [a for _, a in p.emails] + [n if isinstance(n, str) else n.e164 for _, n in p.phones]:
            owners.setdefault(value, []).append(p)
    for value, sharing in owners.items():
        assert len(sharing) == 1 or sharing[0].traps and all(p.traps == sharing[0].traps for p in sharing), value
    names = {}
    for p in people:
        names.setdefault(p.family + "|" + p.given, []).append(p)
    for name, sharing in names.items():
        assert len(sharing) == 1 or all(p.traps for p in sharing), name

    known = set().union(*(points_of(rec) for recs in records.values() for rec in recs)) - {""}
    contacts = [row[3] for row in rows_of(files["interactions.csv"], "utf-8")[1:]]
    unknown = [c for c in contacts if (mailbox_point(c) not in known if "@" in c else
                                       not any(number_point(c, country) in known for country in CALLING))]
    assert len(unknown) == 9, unknown
    assert sum(len(data) for data in files.values()) < 500_000


def figures(files, truth, planted, people, records):
    """The figures as lines of Markdown."""
    of = {}
    for f, _, person, mess in truth:
        of.setdefault(person, []).append((f, mess))
    persons = [p for p in people]
    pairs = {person: len(list(combinations(rows, 2))) for person, rows in of.items()}
    across = sum(1 for rows in of.values() for a, b in combinations(rows, 2) if a[0] != b[0])
    culture = {}
    for p in persons:
        culture[p.culture] = culture.get(p.culture, 0) + 1
    sizes = {}
    for person, rows in of.items():
        if person[0] == "p":
            sizes[len(rows)] = sizes.get(len(rows), 0) + 1
    total = sum(len(rows) for person, rows in of.items())
    companies = sum(len(rows) for person, rows in of.items() if person[0] == "o")

    out = ["", "| file | records | bytes |", "|---|---|---|"]
    for name in ("phone.vcf", "google.csv", "outlook.csv"):
        out.append("| %s | %d | %d |" % (name, sum(f == name for f, *_ in truth), len(files[name])))
    out.append("| interactions.csv | %d | %d |" % (len(rows_of(files["interactions.csv"], "utf-8")) - 1,
                                                  len(files["interactions.csv"])))
    out += ["", "%d records of people and %d of companies; %d distinct people (%s)." % (
        total - companies, companies, len(persons), ", ".join("%s %d" % (k, n) for k, n in culture.items())),
        "People by their number of records: " + ", ".join("%d have %d" % (sizes[n], n) for n in sorted(sizes)) + ".",
        "True duplicates: **%d pairs** of records in %d groups (%d across files, %d inside one file)." % (
            sum(pairs.values()), sum(n > 0 for n in pairs.values()), across, sum(pairs.values()) - across)]
    everything = [(rec.person, points_of(rec), {n for _, n in rec.phones} | {a for _, a in rec.emails})
                  for recs in records.values() for rec in recs]
    same = [(a, b) for a, b in combinations(everything, 2) if a[1] & b[1]]
    true = [(a, b) for a, b in same if a[0] is b[0]]
    out += ["Of these pairs %d share a mailbox or a number (%d only in different writings); %d share neither." % (
        len(true), sum(not a[2] & b[2] for a, b in true), sum(pairs.values()) - len(true)),
        "**%d pairs** of records share a mailbox or a number and are *not* the same person." % (
            len(same) - len(true)), ""]

    count = {}
    for *_, mess in truth:
        for kind in mess.split():
            count[kind] = count.get(kind, 0) + 1
    out += ["| mess on a record | records |", "|---|---|"]
    out += ["| %s | %d |" % (kind, count[kind]) for kind in sorted(count)]
    groups = {}
    for p in persons:
        for trap in p.traps:
            kind, _, group = trap.partition(":")
            groups.setdefault(kind, {}).setdefault(group, []).append(p)
    out += ["", "| trap | groups | people |", "|---|---|---|"]
    out += ["| %s | %d | %d |" % (kind, len(of_kind), sum(len(x) for x in of_kind.values()))
            for kind, of_kind in groups.items()]
    out += ["", "| in the file | what | times |", "|---|---|---|"]
    for name, things in planted.items():
        out += ["| %s | %s | %d |" % (name, what, n) for what, n in things.items()]
    vcf = files["phone.vcf"]
    out += ["| phone.vcf | folded lines | %d |" % vcf.count(b"\r\n "),
            "| phone.vcf | QUOTED-PRINTABLE in SHIFT_JIS | %d |" % vcf.count(b"CHARSET=SHIFT_JIS;ENCODING"),
            "| phone.vcf | PHOTO | %d |" % len(re.findall(b"(?m)^PHOTO", vcf)),
            "| phone.vcf | X-PHONETIC-LAST-NAME | %d |" % vcf.count(b"\nX-PHONETIC-LAST-NAME"),
            "| phone.vcf | SORT-STRING | %d |" % vcf.count(b"\nSORT-STRING"),
            "| phone.vcf | X-ABLabel | %d |" % vcf.count(b".X-ABLabel"),
            "| phone.vcf | birthday without year | %d |" % len(re.findall(rb"(?m)^BDAY(?::--|;X-APPLE)", vcf)),
            "| all | people tagged VIP | %d |" % sum(p.vip for p in persons), ""]
    return out
