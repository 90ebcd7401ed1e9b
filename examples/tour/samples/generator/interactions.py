"""Eighteen months of contact with the people: e-mail, telephone, meetings, chat, short messages."""

import csv
import io
from datetime import datetime, timedelta

from .people import SEED
from .records import points_of
from .rng import Rng
from .text import mailbox_point, number_point

TODAY = datetime(2026, 6, 30)
DAYS = 545                                  # 2025-01-01 to 2026-06-30
HEADER = ("date", "channel", "direction", "contact", "subject", "body")
ROWS = 1500

# subject; what we write; what they write
EN_TOPICS = (
    ("Quote {n}", "Here is the quote for {thing}, valid until the end of {month}.", "Could you sharpen the price for {thing} a little?"),
    ("Order {n}", "Your order for {thing} is confirmed.", "Please add {few} boxes; {thing} goes to the same address as last time."),
    ("Delivery of {thing}", "The parcel left today and should arrive on {day}.", "One box was damaged, the rest is fine."),
    ("Invoice {n}", "Invoice attached, thirty days net.", "The invoice has our old address on it, could you correct it?"),
    ("Renewal in {month}", "Your contract runs out in {month}. Shall we go on for another year?", "We are comparing offers and will decide in {month}."),
    ("Thank you", "Thanks for the visit, the tea and the patience.", "Thank you for the quick help with {thing}."),
    ("Meeting on {day}", "Would {day} at ten suit you?", "Can we move our meeting to {day}?"),
    ("Problem with {thing}", "We are looking into it and will call back on {day}.", "{thing} stopped working again. This is the third time."),
    ("Trade show", "We are in hall 4, do drop by.", "Good to meet you at the stand. Please send the catalogue."),
    ("Introduction", "May I introduce our new colleague in support?", "A friend told me about you. What does {thing} cost?"),
)
JA_TOPICS = (
    ("{thing}のお見積り", "{thing}のお見積りをお送りします。有効期限は{month}末です。", "{thing}について、もう少しお安くなりませんか。"),
    ("ご注文 {n}", "{thing}のご注文を承りました。", "{thing}を{few}個追加でお願いします。"),
    ("納品の件", "本日発送しました。{day}に到着の予定です。", "一箱に傷がありました。交換をお願いします。"),
    ("請求書 {n}", "請求書をお送りします。ご確認ください。", "請求書の宛名が旧社名になっています。"),
    ("契約更新のご案内", "ご契約は{month}までです。更新をご検討ください。", "社内で検討し、{month}中にお返事します。"),
    ("お礼", "先日はお時間をいただきありがとうございました。", "早速のご対応に感謝いたします。"),
    ("お打ち合わせ", "{day}の10時はいかがでしょうか。", "{day}に変更していただけますか。"),
    ("{thing}の不具合", "原因を調べて{day}にご連絡します。", "{thing}がまた止まりました。三度目です。"),
    ("展示会", "当日は4号館でお待ちしております。", "会場でお話しした資料をお送りください。"),
    ("年度末のご挨拶", "来年度もよろしくお願いいたします。", "担当が変わりましたのでご連絡します。"),
)
EN_THINGS = ("the small press", "the cutter", "paper rolls", "the label printer", "sample kits", "the starter plan")
JA_THINGS = ("小型プレス機", "裁断機", "ロール紙", "ラベルプリンター", "サンプル一式", "基本プラン")
EN_MONTHS = "January February March April May June July August September October November December".split()
EN_DAYS = "Monday Tuesday Wednesday Thursday Friday".split()
JA_DAYS = "月曜日 火曜日 水曜日 木曜日 金曜日".split()

BROKEN_DATES = ("2025-02-30 10:00", "", "tomorrow", "2026-13-01 09:00", "31.04.2026 9h", "2025-06-15 27:80", "n/a")
NOBODY = ("nobody@unknown.example", "+1 202 555 0177", "sales@elsewhere.example", "03-5550-9999", "", "???",
          "no.such.person@example.com", "the lady from the bank", "+44 20 7946 0997")


def message(person, rng, outbound):
    japanese = person.culture == "ja"
    topic = rng.pick(JA_TOPICS if japanese else EN_TOPICS)
    month = rng.below(12)
    words = {"n": "%05d" % rng.between(20100, 29999), "few": str(rng.between(2, 12)),
             "thing": rng.pick(JA_THINGS if japanese else EN_THINGS),
             "month": "%d月" % (month + 1) if japanese else EN_MONTHS[month],
             "day": rng.pick(JA_DAYS if japanese else EN_DAYS)}
    subject, body = topic[0].format(**words), topic[1 if outbound else 2].format(**words)
    return subject, body[0].upper() + body[1:]


def listed(people, records):
    """What the address books know: {person id: (mailboxes, numbers)}, of those that have either. Whoever keeps a log
    of contact has the addresses in a book; the strangers are planted."""
    points = {}
    for recs in records.values():
        for rec in recs:
            points.setdefault(rec.person.id, set()).update(points_of(rec))
    out = {}
    for p in people:
        if not p.placeholders:
            mailboxes = [a for _, a in p.emails if mailbox_point(a) in points[p.id]]
            numbers = [n for _, n in p.phones if number_point(n.written("national"), p.country) in points[p.id]]
            if mailboxes or numbers:
                out[p.id] = mailboxes, numbers
    return out


def timeline(people, records, rng):
    """[(when, person)]: a few people often, most seldom; some of the regulars fell silent."""
    copies = {}
    for recs in records.values():
        for rec in recs:
            copies[rec.person.id] = copies.get(rec.person.id, 0) + 1
    out = []
    for k, p in enumerate(rng.shuffled(people)):
        often = rng.between(12, 26) if p.vip else rng.between(4, 9) if k % 4 == 0 else rng.between(0, 3)
        often += 8 if p.vip and copies[p.id] >= 3 else 0
        silent = rng.between(95, 260) if (p.vip and k % 3 == 0) or k % 5 == 1 else rng.between(0, 60)
        for _ in range(often):
            day = TODAY - timedelta(days=silent + rng.below(DAYS - silent))
            day -= timedelta(days=max(0, day.weekday() - 4))          # nobody works at weekends
            out.append((day + timedelta(hours=rng.between(8, 18), minutes=rng.below(12) * 5), p))
    out = rng.shuffled(out)[:ROWS - len(BROKEN_DATES) - len(NOBODY) - 1]
    return sorted(out, key=lambda x: (x[0], x[1].id))


def interactions_csv(people, records):
    rng = Rng(SEED, "interactions.csv")
    planted = {"broken date": len(BROKEN_DATES), "nobody known": len(NOBODY), "date in the future": 1,
               "other date form": 0, "other word for the channel": 0, "shared address or number": 0}
    shared = {}
    for p in people:
        for value in [a for _, a in p.emails] + [n if isinstance(n, str) else n.e164 for _, n in p.phones]:
            shared[value] = shared.get(value, 0) + 1
    rows = []
    books = listed(people, records)
    for when, p in timeline([p for p in people if p.id in books], records, rng):
        mailboxes, numbers = books[p.id]
        outbound = rng.chance(52)
        subject, body = message(p, rng, outbound)
        channel = rng.pick(("email", "email", "email", "phone", "phone", "meeting", "chat", "sms"))
        if not numbers and channel in ("phone", "sms"):
            channel = "email"
        if not mailboxes and channel == "email":
            channel = "phone"
        if channel in ("phone", "sms") or not mailboxes:
            number = numbers[0]
            contact = number.written(rng.pick(("international", "national", "e164", "national")))
            planted["shared address or number"] += shared[number.e164] > 1
        else:
            address = rng.pick(mailboxes)
            contact = address.upper() if rng.chance(3) else address
            planted["shared address or number"] += shared[address] > 1
        if channel in ("chat", "sms"):
            subject = ""
        elif channel == "email" and rng.chance(30):
            subject = "Re: " + subject
        elif rng.chance({"phone": 80, "meeting": 75, "email": 66}[channel]):
            body = ""
        stamp = "%04d-%02d-%02d %02d:%02d" % (when.year, when.month, when.day, when.hour, when.minute)
        if rng.chance(8):
            planted["other date form"] += 1
            stamp = when.strftime("%Y-%m-%dT%H:%M:%S+09:00") if rng.chance(50) else \
                "%d/%d/%d %d:%02d" % (when.year, when.month, when.day, when.hour, when.minute)
        if rng.chance(2):
            planted["other word for the channel"] += 1
            channel = {"email": "E-Mail", "phone": "電話", "meeting": "Meeting", "chat": "Chat", "sms": "SMS"}[channel]
        rows.append([stamp, channel, "outbound" if outbound else "inbound", contact, subject, body])
    for k, stamp in enumerate(BROKEN_DATES):
        row = list(rows[150 + k * 190])
        row[0] = stamp
        rows.insert(150 + k * 190, row)
    for k, contact in enumerate(NOBODY):
        row = list(rows[80 + k * 140])
        row[3] = contact
        rows.insert(80 + k * 140, row)
    late = list(rows[700])
    late[0] = "2062-03-01 10:00"
    rows.insert(700, late)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(rows)
    return text.getvalue().encode(), planted
