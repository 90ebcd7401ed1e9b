"""Writes records as a phone, Google Contacts and Outlook export them."""

import base64
import csv
import io

from . import words as w
from .people import SEED
from .rng import Rng
from .text import cp932, half_kana, katakana

CRLF = "\r\n"

# --- vCard -------------------------------------------------------------------------------------------


def escaped(text):
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line):
    """Lines of at most 75 octets, cut between characters, continued with one space."""
    out, size = "", 0
    for c in line:
        width = len(c.encode())
        if size + width > 75:
            out, size = out + CRLF + " ", 1
        out, size = out + c, size + width
    return out


def quoted_printable(head, value, charset):
    """A 2.1 property whose value is QUOTED-PRINTABLE with soft line breaks; `;` stays structural."""
    data = cp932(value) if charset == "SHIFT_JIS" else value.encode()
    line, out = head + ";CHARSET=" + charset + ";ENCODING=QUOTED-PRINTABLE:", ""
    i = 0
    while i < len(data):
        plain = 33 <= data[i] <= 126 and data[i] != 0x3D or data[i] == 0x20
        token = chr(data[i]) if plain else "=%02X" % data[i]
        if charset == "SHIFT_JIS" and not plain and data[i] >= 0x81 and not 0xA0 <= data[i] <= 0xDF:
            i += 1                                # the second byte may look like ASCII; it is quoted too
            token += "=%02X" % data[i]
        if len(line) + len(token) > 74:
            out, line = out + line + "=" + CRLF, ""
        line += token
        i += 1
    return out + line


def tiny_picture(rng):
    """A GIF of one pixel in some colour: 35 bytes."""
    colour = bytes(rng.below(256) for _ in range(3))
    return base64.b64encode(b"GIF87a\x01\x00\x01\x00\x80\x00\x00" + colour + b"\xff\xff\xff"
                            + b",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;").decode()


def uuid(rng):
    h = "%016x%016x" % (rng.bits(), rng.bits())
    return "-".join((h[:8], h[8:12], "4" + h[13:16], "a" + h[17:20], h[20:]))


def revision(rng):
    return "20%02d-%02d-%02dT%02d:%02d:%02dZ" % (rng.between(18, 25), rng.between(1, 12), rng.between(1, 28),
                                                rng.between(6, 20), rng.below(60), rng.below(60))


def website(rec):
    return "https://www." + rec.person.company[-1] + "/"


def address_parts(a):
    return ["", a.extended, a.street, a.city, a.region, a.postcode, w.COUNTRY[a.country]]


def name_parts(rec):
    return ";".join(escaped(x) for x in (rec.family, rec.given, rec.middle, rec.prefix, rec.suffix))


def card_30(rec, rng, apple):
    lines = ["BEGIN:VCARD", "VERSION:3.0"]
    lines.append("N:" + name_parts(rec))
    lines.append("FN:" + escaped(rec.full_name()))
    if rec.kana_given:
        script = katakana if rng.chance(40) else str
        lines += ["X-PHONETIC-LAST-NAME:" + script(rec.kana_family),
                  "X-PHONETIC-FIRST-NAME:" + script(rec.kana_given)]
        if rng.chance(40):
            lines.append("SORT-STRING:" + script(rec.kana_family) + " " + script(rec.kana_given))
    if rec.nickname:
        lines.append("NICKNAME:" + escaped(rec.nickname))
    if rec.org:
        lines.append("ORG:" + escaped(rec.org) + ";" + escaped(rec.department))
    if rec.title:
        lines.append("TITLE:" + escaped(rec.title))
    item = 0
    for k, (label, address) in enumerate(rec.emails):
        kind = {"work": "WORK", "home": "HOME"}[label]
        if apple and rng.chance(25):
            item += 1
            lines += ["item%d.EMAIL;type=INTERNET%s:%s" % (item, ";type=pref" * (k == 0), address),
                      "item%d.X-ABLabel:%s" % (item, rng.pick(["newsletter", "club", "学校", "予備"]))]
        elif apple:
            lines.append("EMAIL;type=INTERNET;type=%s%s:%s" % (kind, ";type=pref" * (k == 0), address))
        else:
            first = ",PREF" * (k == 0 and len(rec.emails) > 1)
            lines.append("EMAIL;TYPE=INTERNET,%s%s:%s" % (kind, first, address))
    for k, (label, number) in enumerate(rec.phones):
        kind = {"mobile": "CELL", "home": "HOME", "work": "WORK"}[label]
        if apple and label == "work" and rng.chance(50):
            item += 1
            lines += ["item%d.TEL:%s" % (item, number), "item%d.X-ABLabel:_$!<Main>!$_" % item]
        elif apple:
            lines.append("TEL;type=%s;type=VOICE%s:%s" % (kind, ";type=pref" * (k == 0), number))
        else:
            lines.append("TEL;TYPE=%s:%s" % (kind + ",VOICE" * (kind != "CELL" and rng.chance(50)), number))
    if rec.address:
        value = ";".join(escaped(x) for x in address_parts(rec.address))
        if apple:
            item += 1
            lines += ["item%d.ADR;type=HOME;type=pref:%s" % (item, value),
                      "item%d.X-ABADR:%s" % (item, rec.address.country.lower())]
        else:
            lines.append("ADR;TYPE=HOME:" + value)
    if rec.birthday.startswith("--"):
        lines.append("BDAY;X-APPLE-OMIT-YEAR=1604:1604" + rec.birthday[1:] if apple and rng.chance(50)
                     else "BDAY:" + rec.birthday)
    elif rec.birthday:
        lines.append("BDAY" + (";VALUE=date:" if apple else ":") +
                     (rec.birthday if rng.chance(75) else rec.birthday.replace("-", "")))
    if rec.notes:
        lines.append("NOTE:" + escaped(rec.notes))
    if rec.tags:
        lines.append("CATEGORIES:" + ",".join(escaped(t) for t in rec.tags))
    if rng.chance(8):
        lines.append("PHOTO;ENCODING=b;TYPE=GIF:" + tiny_picture(rng))
    if rec.org and rng.chance(12) and "job" not in rec.mess:
        lines.append(("item%d.URL:" % (item + 1) if apple else "URL:") + website(rec))
    if rng.chance(45):
        lines += ["UID:" + uuid(rng), "REV:" + revision(rng)]
    return CRLF.join(folded(line) for line in lines + ["END:VCARD"])


def card_40(rec, rng):
    lines = ["BEGIN:VCARD", "VERSION:4.0", "KIND:individual", "UID:urn:uuid:" + uuid(rng)]
    head = "N"
    if rec.kana_given:
        head += ';SORT-AS="' + rec.kana_family + "," + rec.kana_given + '"'
    lines.append(head + ":" + name_parts(rec))
    lines.append("FN:" + escaped(rec.full_name()))
    if rec.org:
        lines.append("ORG:" + escaped(rec.org) + (";" + escaped(rec.department)) * bool(rec.department))
    if rec.title:
        lines.append("TITLE:" + escaped(rec.title))
    for k, (label, address) in enumerate(rec.emails):
        lines.append("EMAIL;TYPE=%s%s:%s" % (label, ";PREF=1" * (k == 0), address))
    for label, number in rec.phones:
        kind = {"mobile": "cell", "home": "home", "work": "work"}[label]
        if number.startswith("+"):
            lines.append('TEL;VALUE=uri;TYPE="voice,%s":tel:%s' % (kind, number.replace(" ", "-")))
        else:
            lines.append("TEL;VALUE=text;TYPE=%s:%s" % (kind, number))
    if rec.address:
        lines.append("ADR;TYPE=home:" + ";".join(escaped(x) for x in address_parts(rec.address)))
    if rec.birthday:
        lines.append("BDAY:" + (rec.birthday.replace("-", "") if not rec.birthday.startswith("--")
                                else "--" + rec.birthday[2:].replace("-", "")))
    if rec.notes:
        lines.append("NOTE:" + escaped(rec.notes))
    if rec.tags:
        lines.append("CATEGORIES:" + ",".join(escaped(t) for t in rec.tags))
    if rec.person.culture == "ja":
        lines.append("LANG;PREF=1:ja")
    if rng.chance(15):
        lines.append("PHOTO:data:image/gif;base64," + tiny_picture(rng))
    lines += ["REV:" + revision(rng).replace("-", "").replace(":", ""), "END:VCARD"]
    return CRLF.join(folded(line) for line in lines)


def card_21(rec, rng):
    """An old phone: Shift_JIS for Japanese, half-width readings, no UID."""
    charset = "SHIFT_JIS" if rec.person.culture == "ja" else "UTF-8"

    def put(head, value):
        lines.append(head + ":" + value if value.isascii() else quoted_printable(head, value, charset))

    lines = ["BEGIN:VCARD", "VERSION:2.1"]
    put("N", ";".join((rec.family, rec.given, rec.middle, rec.prefix, rec.suffix)))
    put("FN", rec.full_name())
    if rec.kana_given:
        put("SOUND;X-IRMC-N", half_kana(rec.kana_family) + ";" + half_kana(rec.kana_given) + ";;;")
    for k, (label, number) in enumerate(rec.phones):
        kind = {"mobile": "CELL", "home": "HOME;VOICE", "work": "WORK;VOICE"}[label]
        put("TEL;" + kind + ";PREF" * (k == 0 and len(rec.phones) > 1), number)
    for k, (label, address) in enumerate(rec.emails):
        put("EMAIL;INTERNET" + ";HOME" * (label == "home"), address)
    if rec.org:
        put("ORG", rec.org + ";" + rec.department)
    if rec.title:
        put("TITLE", rec.title)
    if rec.address:
        put("ADR;HOME", ";".join(address_parts(rec.address)))
    if rec.birthday and not rec.birthday.startswith("--"):
        lines.append("BDAY:" + rec.birthday.replace("-", ""))
    if rec.notes:
        put("NOTE", rec.notes)
    if rng.chance(12):
        lines.append("PHOTO;GIF;ENCODING=BASE64:" + CRLF + " " + tiny_picture(rng) + CRLF)
    lines.append("END:VCARD")
    return CRLF.join(lines)


COMPANY_CARDS = (     # what stands in a phone beside people
    ("o001", "Northgate Sample Taxi", "+44 117 496 0999"), ("o002", "見本歯科医院", "03-5550-9901"),
    ("o003", "Lantern Street Pizza", "(503) 555-0199"),
    ("o004", "雛形クリーニング 例ヶ丘店", "045-555-9902"),
)


def phone_vcf(records):
    """Returns the bytes, the truth rows [(ordinal, person, mess)] and what was planted."""
    rng = Rng(SEED, "phone.vcf")
    cards, truth = [], []
    planted = {"version 3.0": 0, "version 2.1": 0, "version 4.0": 0, "no END": 0, "no name": 0, "company": 0}
    plain = [k for k, rec in enumerate(records) if not rec.mess and not rec.person.traps]
    broken = next(k for k in plain if k > len(records) // 2 and records[k].person.culture == "en"
                  and records[k].emails)
    nameless = next(k for k, rec in enumerate(records) if "no-name" in rec.mess)
    for k, rec in enumerate(records):
        if k % 55 == 20 and planted["company"] < len(COMPANY_CARDS):
            ident, name, number = COMPANY_CARDS[planted["company"]]
            cards.append(CRLF.join(("BEGIN:VCARD", "VERSION:3.0", "N:;;;;", "FN:" + name, "ORG:" + name + ";",
                                    "TEL;type=MAIN:" + number, "X-ABShowAs:COMPANY", "UID:" + uuid(rng), "END:VCARD")))
            planted["company"] += 1
            planted["version 3.0"] += 1
            truth.append((ident, ["company"]))
        old = rec.person.culture in ("ja", "de", "en") and rng.chance(28 if rec.person.culture == "ja" else 7)
        version = "2.1" if old and not rec.shown else "4.0" if rng.chance(9) else "3.0"
        version = "3.0" if k in (broken, nameless) else version
        if version == "3.0":
            card = card_30(rec, rng, apple=rng.chance(50))
        else:
            card = (card_21 if version == "2.1" else card_40)(rec, rng)
        planted["version " + version] += 1
        mess = list(rec.mess)
        if k == broken:
            card = card[:card.rindex(CRLF + "END:VCARD")]
            planted["no END"] += 1
            mess.append("no-end")
        if k == nameless:
            kept = []
            for line in card.replace(CRLF + " ", "").split(CRLF):
                if not line.startswith(("N:", "FN:", "X-PHONETIC", "SORT-STRING", "NICKNAME")):
                    kept.append(folded(line))
            card = CRLF.join(kept)
            planted["no name"] += 1
        cards.append(card)
        truth.append((rec.person.id, mess))
    return (CRLF.join(cards) + CRLF).encode(), truth, planted


# --- CSV ---------------------------------------------------------------------------------------------

GOOGLE_HEADER = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,"
    "Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,"
    "Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,"
    "Phone 2 - Label,Phone 2 - Value,Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,"
    "Address 1 - PO Box,Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,Address 1 - Extended Address,"
    "Website 1 - Label,Website 1 - Value,Event 1 - Label,Event 1 - Value").split(",")


def table(header, rows, line_end, quoting):
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header, restval="", lineterminator=line_end, quoting=quoting)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def formatted_address(a):
    if a.country == "JP":
        return "\n".join(x for x in ("〒" + a.postcode, a.region + a.city + a.street, a.extended, "日本") if x)
    city = ", ".join(x for x in (a.city, " ".join(x for x in (a.region, a.postcode) if x)) if x)
    return "\n".join(x for x in (a.street, a.extended, city, w.COUNTRY[a.country]) if x)


def google_csv(records):
    rng, rows = Rng(SEED, "google.csv"), []
    planted = {"several numbers in one cell": 0, "birthday without year": 0, "line breaks inside a cell": 0}
    for rec in records:
        row = {"First Name": rec.given, "Middle Name": rec.middle, "Last Name": rec.family,
               "Phonetic First Name": rec.kana_given, "Phonetic Last Name": rec.kana_family,
               "Name Prefix": rec.prefix, "Name Suffix": rec.suffix, "Nickname": rec.nickname,
               "Organization Name": rec.org, "Organization Title": rec.title,
               "Organization Department": rec.department, "Notes": rec.notes,
               "Labels": " ::: ".join(rec.tags + ["* myContacts"])}
        if rec.birthday:
            row["Birthday"] = rec.birthday if not rec.birthday.startswith("--") else " " + rec.birthday
            planted["birthday without year"] += rec.birthday.startswith("--")
        if rng.chance(10):
            row["Photo"] = "https://photos.example/%d.jpg" % rng.between(10000, 99999)
        for k, (label, address) in enumerate(rec.emails[:2]):
            word = "Work" if label == "work" else rng.pick(["Home", "Other", ""])
            row["E-mail %d - Label" % (k + 1)] = "* " * (k == 0) + word
            row["E-mail %d - Value" % (k + 1)] = address
        phones = list(rec.phones)
        if len(phones) > 2 or len(phones) == 2 and rng.chance(25):     # one label, several numbers
            row["Phone 1 - Label"], row["Phone 1 - Value"] = "Mobile", " ::: ".join(n for _, n in phones)
            planted["several numbers in one cell"] += 1
            phones = []
        for k, (label, number) in enumerate(phones):
            row["Phone %d - Label" % (k + 1)] = {"mobile": "Mobile", "home": "Home", "work": "Work"}[label]
            row["Phone %d - Value" % (k + 1)] = number
        if rec.address:
            a = rec.address
            row.update({"Address 1 - Label": "Home", "Address 1 - Formatted": formatted_address(a),
                        "Address 1 - Street": a.street, "Address 1 - City": a.city, "Address 1 - Region": a.region,
                        "Address 1 - Postal Code": a.postcode, "Address 1 - Country": a.country,
                        "Address 1 - Extended Address": a.extended})
            planted["line breaks inside a cell"] += 1
        if rec.org and rng.chance(10) and "job" not in rec.mess:
            row["Website 1 - Label"], row["Website 1 - Value"] = "Work", website(rec)
        if rng.chance(5):
            row["Event 1 - Label"] = "Anniversary"
            row["Event 1 - Value"] = "%d-%02d-%02d" % (rng.between(1985, 2020), rng.between(1, 12), rng.between(1, 28))
        rows.append(row)
    truth = [(rec.person.id, rec.mess) for rec in records]
    return table(GOOGLE_HEADER, rows, "\n", csv.QUOTE_MINIMAL).encode(), truth, planted


OUTLOOK_HEADER = (
    "肩書き,名,ミドル ネーム,姓,敬称,名のふりがな,姓のふりがな,会社名,部署,役職,会社の番地,会社の市区町村,会社の都道府県,"
    "会社の郵便番号,会社の国/地域,自宅の番地,自宅の番地 2,自宅の市区町村,自宅の都道府県,自宅の郵便番号,自宅の国/地域,会社の電話,"
    "自宅電話,携帯電話,電子メール アドレス,電子メールの種類,電子メールの表示名,電子メール 2 アドレス,電子メール 2 の種類,"
    "電子メール 2 の表示名,Web ページ,誕生日,メモ,分類項目").split(",")


def outlook_csv(records):
    rng, rows = Rng(SEED, "outlook.csv"), []
    planted = {"0/0/00": 0, "letters lost to CP932": 0, "dependent characters": 0}
    for rec in records:
        row = {"名": rec.given, "ミドル ネーム": rec.middle, "姓": rec.family, "肩書き": rec.prefix, "敬称": rec.suffix,
               "名のふりがな": katakana(rec.kana_given), "姓のふりがな": katakana(rec.kana_family),
               "会社名": rec.org, "部署": rec.department, "役職": rec.title, "分類項目": ";".join(rec.tags),
               "メモ": rec.notes.replace("。", "。" + CRLF).strip() if rec.notes.count("。") > 1 else rec.notes}
        row["誕生日"] = "0/0/00"
        if len(rec.birthday) == 10:
            row["誕生日"] = "/".join(str(int(x)) for x in rec.birthday.split("-"))
        planted["0/0/00"] += row["誕生日"] == "0/0/00"
        if not rec.kana_given and rec.person.culture == "ja" and not rec.suffix and rng.chance(10):
            row["敬称"] = "様"
        column = {"work": "会社の電話", "home": "自宅電話", "mobile": "携帯電話"}
        for label, number in rec.phones:
            row[column[label]] = number
        for k, (label, address) in enumerate(rec.emails[:2]):
            n = " 2 " * (k == 1)
            space = n if n else " "
            row["電子メール" + space + "アドレス"] = address
            row["電子メール" + (n or "") + "の種類"] = "SMTP"
            row["電子メール" + (n or "") + "の表示名"] = rec.full_name() + " (" + address + ")"
        if rec.address:
            a = rec.address
            row.update({"自宅の番地": a.street, "自宅の番地 2": a.extended, "自宅の市区町村": a.city,
                        "自宅の都道府県": a.region, "自宅の郵便番号": a.postcode, "自宅の国/地域": w.COUNTRY[a.country]})
        rows.append(row)
    text = table(OUTLOOK_HEADER, rows, CRLF, csv.QUOTE_ALL)
    data = cp932(text)
    truth = [(rec.person.id, rec.mess) for rec in records]
    planted["dependent characters"] = sum(text.count(c) for c in "髙﨑㈱㈲①")
    planted["letters lost to CP932"] = sum(a != b for a, b in zip(text, data.decode("cp932")))
    return data, truth, planted
