"""Consents, suppressed addresses, everything about a person, erasing one."""
import datetime
import json
import threading

import pytest

import kith

UTC = datetime.timezone.utc
needs_sodium = pytest.mark.skipif(not kith.Privacy.can_suppress(), reason="kith was built without libsodium")


def test_consents(db, ada):
    privacy = db.privacy
    assert privacy.consents(ada, "newsletter") == ("none", None) and not privacy.consents(ada, "newsletter", "email")
    given = kith.Consent(contact=ada, purpose="newsletter", channel="email", source="web form", proof="Yes, send it")
    id = privacy.decide(given)
    answer = privacy.consents(ada, "NEWSLETTER", "email")
    assert answer and answer.standing == "granted" and answer.decided_by == db.get(kith.Consent, id)
    assert answer.decided_by.proof == "Yes, send it" and answer.decided_by.state == "granted"
    assert not privacy.consents(ada, "newsletter", "phone") and not privacy.consents(ada, "newsletter")
    assert privacy.decide(kith.Consent(contact=ada, purpose="newsletter", channel="email", state="withdrawn")) == id
    assert privacy.consents(db.get(kith.Contact, ada), "newsletter", "email").standing == "withdrawn"
    assert [(t.before, t.after) for t in db.history.transitions(kith.Consent, id)][-1] == ("granted", "withdrawn")
    privacy.decide(kith.Consent(contact=ada, purpose="offers", state="pending"))
    assert privacy.consents(ada, "offers").standing == "pending" == privacy.consents(ada, "offers", "sms").standing
    long_ago = datetime.datetime(2001, 1, 1, tzinfo=UTC)
    privacy.decide(kith.Consent(contact=ada, purpose="old", at=long_ago, expires=long_ago + datetime.timedelta(days=1)))
    assert privacy.consents(ada, "old").standing == "none"


def test_consents_that_make_no_sense(db, ada):
    with pytest.raises(kith.InvalidValue):
        db.privacy.consents(ada, "newsletter", "pigeon")
    with pytest.raises(kith.NotFound):
        db.privacy.consents(999, "newsletter")
    with pytest.raises(kith.Required):
        db.privacy.decide(kith.Consent(contact=ada))
    with pytest.raises(kith.NotFound):
        db.privacy.decide(kith.Consent(contact=999, purpose="x"))
    with pytest.raises(kith.InvalidArgument):
        db.privacy.decide(kith.Tag(name="no consent"))


def test_the_record_consent_follows_from_its_descriptor(db, ada):
    moment = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    user = db.add(kith.User(name="grace"))
    consent = kith.Consent(contact=ada, purpose="第三者提供", channel="letter", state="pending", source="form", proof="signed",
                           at=moment, expires=moment + datetime.timedelta(days=400), user=user)
    id = db.add(consent)
    stored = db.get(kith.Consent, id)
    assert (stored.purpose, stored.channel, stored.state, stored.at, stored.user) == (
        "第三者提供", "letter", "pending", moment, user)
    assert kith.Consent.from_dict(stored.to_dict()) == stored and "第三者提供" in repr(stored)
    assert db.ids(kith.Consent, "state = pending and channel = letter") == [id]
    assert db.ids(kith.Contact, "has consent (purpose = 第三者提供)") == [ada]
    with pytest.raises(kith.InvalidValue):
        kith.Consent(contact=ada, purpose="x", state="maybe")


@needs_sodium
def test_suppression(db):
    privacy = db.privacy
    assert not privacy.is_suppressed("ada@engines.example") and privacy.suppressions() == []
    assert privacy.suppress("ada@engines.example", "asked by phone") and not privacy.suppress("ADA@Engines.example")
    assert privacy.suppress("03-5550-1234") and privacy.is_suppressed("+81 3 5550 1234")
    assert privacy.is_suppressed("Ada@engines.EXAMPLE") and not privacy.is_suppressed("neither")
    first, second = privacy.suppressions()
    assert (first.phone, first.reason, first.by) == (False, "asked by phone", "tester") and second.phone
    assert first.id < second.id and first.at.tzinfo is not None
    assert privacy.unsuppress("ada@engines.example") and not privacy.unsuppress("ada@engines.example")
    with pytest.raises(kith.InvalidValue):
        privacy.suppress("neither")


@pytest.mark.skipif(kith.Privacy.can_suppress(), reason="kith was built with libsodium")
def test_suppression_needs_libsodium(db):
    assert not db.privacy.is_suppressed("ada@engines.example")
    with pytest.raises(kith.Unsupported):
        db.privacy.suppress("ada@engines.example")


def test_everything_about_a_person(db, ada):
    db.add(kith.Task(title="明日 電話する", contact=ada))
    subject = db.privacy.export_subject(ada)
    assert isinstance(subject, dict)
    text = json.dumps(subject, ensure_ascii=False)
    for known in ("ada@engines.example", "明日 電話する", "Lovelace", "vip", "1815-12-10"):
        assert known in text, known
    assert "contents" not in subject
    key = db.blobs.put(b"signed")
    db.add(kith.Attachment(name="a.pdf", content=key, contact=ada))
    assert db.privacy.export_subject(ada)["contents"] == [{"content": key, "bytes": 6, "base64": "c2lnbmVk"}]
    assert "contents" not in db.privacy.export_subject(ada, contents=False)
    subject = db.privacy.export_subject(ada)
    again = db.privacy.export_subject(db.get(kith.Contact, ada))
    assert {**again, "at": None} == {**subject, "at": None}  # all but the moment of the export
    with pytest.raises(kith.NotFound):
        db.privacy.export_subject(999)


def bytes_of(path):
    return b"".join(each.read_bytes() for each in path.parent.glob(path.name + "*"))


def test_erasing(db, ada, path):
    babbage = db.add(kith.Contact(name="Charles Babbage", notes="Knows Ada Lovelace."))
    stage, = db.pipelines.create("Sales", ["Lead"]).stages
    deal = db.add(kith.Deal(name="Engine", stage=stage, contact=ada))
    twin = db.add(kith.Contact(name="Ada Lovelace", emails=["zzyzx@engines.example"]))
    db.merge(ada, [twin])
    alone = db.add(kith.Interaction(participants=[ada], subject="alone"))
    shared = db.add(kith.Interaction(participants=[ada, babbage], subject="unmistakable words"))
    assert b"zzyzx@engines.example" in bytes_of(path)
    before = db.last_transaction
    report = db.privacy.erase(ada)
    assert report.contacts == [ada, twin] and report.erased["contact"] == 2
    assert all(isinstance(count, int) and count > 0 for count in report.erased.values())
    assert (report.file_rewritten, report.log_emptied, report.remains) == (True, True, "")
    assert {kept.record for kept in report.left} >= {("deal", deal), ("contact", babbage)}
    assert db.find(kith.Contact, ada) is None and db.find(kith.Interaction, alone) is None
    assert db.get(kith.Deal, deal).contact is None and db.get(kith.Interaction, shared).subject == ""
    assert b"zzyzx" not in bytes_of(path) and b"unmistakable" not in bytes_of(path)
    if kith.Privacy.can_suppress():
        assert report.suppressed == 3 and report.suppression_problem == ""
        assert db.privacy.is_suppressed("zzyzx@engines.example")
    else:
        assert report.suppressed == 0 and "libsodium" in report.suppression_problem
    assert db.history.transactions(1)[0].id == report.transaction > before
    db.undo(report.transaction)
    with pytest.raises(kith.NotFound):
        db.get(kith.Contact, ada)
    with pytest.raises(kith.NotFound):
        db.privacy.erase(ada)


def test_what_others_took_part_in(db, ada):
    db.add(kith.Field(record_type="interaction", key="memo"))
    bob = db.add(kith.Contact(name={"full": "Bob"}))
    talk = db.add(kith.Interaction(participants=[ada, bob], subject="a secret", fields={"memo": "another"}))
    file = db.add(kith.Attachment(name="letter.txt", content=db.blobs.put(b"letter"), interaction=talk))
    visit = db.add(kith.Appointment(title="a visit", start=datetime.datetime(2026, 4, 1, tzinfo=UTC),
                                    participants=[ada, bob]))
    db.segments.save("Everyone", "has email or not has email")
    db.segments.live("Everyone")
    told = db.privacy.export_subject(ada)
    assert [each["name"] for each in told["records"]["attachments"]] == ["letter.txt"]
    assert [(each["segment"], each["member"]) for each in told["live segments"]] == [("Everyone", True)]
    db.privacy.erase(ada)
    kept = db.get(kith.Interaction, talk)
    assert (kept.subject, kept.fields, db.find(kith.Attachment, file)) == ("", {}, None)
    assert db.edit(kith.Appointment, visit, location="here").title == "\u2014"
    assert [change.record for change in db.segments.changes("Everyone")] == [bob]
    assert db.verify() == []


def test_what_showed_a_consent_stays(db, ada):
    when = datetime.datetime(2026, 4, 1, tzinfo=UTC)
    db.privacy.decide(kith.Consent(contact=ada, purpose="news", source="web", proof="I agree", at=when))
    db.privacy.decide(kith.Consent(contact=ada, purpose="news", state="withdrawn", proof="a call"))
    assert db.query(kith.Consent)[0].proof == "a call\nearlier: 2026-04-01T00:00:00.000Z granted, web: I agree"


def test_ways_to_erase(db, ada):
    other = db.add(kith.Contact(name="Charles Babbage", notes="Knows Ada Lovelace."))
    shared = db.add(kith.Interaction(participants=[ada, other], subject="stays"))
    report = db.privacy.erase(ada, keep_suppression=False, keep_shared_text=True, find_mentions=False, rewrite_file=False)
    assert (report.suppressed, report.suppression_problem, report.left, report.file_rewritten) == (
        0, "", [kith.Kept(kith.RecordRef("interaction", shared), "participant", report.left[0].reason)], False)
    assert not db.privacy.is_suppressed("ada@engines.example")
    assert db.get(kith.Interaction, shared).subject == "stays"
    assert db.privacy.scour() == (True, True, "")
    assert db.privacy.scour(rewrite_file=False).file_rewritten is False


def test_an_erase_that_is_refused_changes_nothing(db, ada):
    with db.transaction() as tx:
        tx.sql("create table app_card (contact integer not null references contact (id))")
        tx.sql("insert into app_card values (?1)", [ada])
    with pytest.raises(kith.InUse, match="app_card"):
        db.privacy.erase(ada)
    assert db.get(kith.Contact, ada).emails[0].address == "ada@engines.example"
    with db.transaction() as tx:
        with pytest.raises(kith.NestedUse):
            db.privacy.erase(ada)
        tx.sql("drop table app_card")
    assert db.privacy.erase(ada).contacts == [ada]


def test_a_snapshot_keeps_the_log(db, ada):
    with db.snapshot() as reader:
        reader.count(kith.Contact)
        reports = []
        eraser = threading.Thread(target=lambda: reports.append(db.privacy.erase(ada)))
        eraser.start()
        eraser.join()
        assert reports[0].remains and not reports[0].log_emptied
        assert reader.get(kith.Contact, ada).id == ada
    assert db.privacy.scour() == kith.ScourReport(True, True, "")
