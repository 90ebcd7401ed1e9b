"""Card, timeline, summary, today, contents of files."""
import datetime

import pytest

import kith

UTC = datetime.timezone.utc
NOW = datetime.datetime(2026, 12, 9, 3, tzinfo=UTC)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def busy(db, ada):
    engines = db.add(kith.Organization(name="Analytical Engines"))
    babbage = db.add(kith.Contact(name="Charles Babbage"))
    user = db.add(kith.User(name="grace"))
    db.add([
        kith.Employment(contact=ada, organization=engines, title="Analyst", primary=True, started="2020-01"),
        kith.Relationship(contact=ada, related=babbage, kind="mentor"),
        kith.Interaction(participants=[kith.Participant(ada, role="sender")], at=NOW - 5 * HOUR, channel="email",
                         direction="inbound", subject="question", user=user),
        kith.Interaction(participants=[ada], at=NOW - 2 * HOUR, channel="phone", direction="outbound",
                         duration=90, organization=engines),
        kith.Interaction(participants=[ada], at=NOW - 9 * HOUR, channel="email", direction="outbound"),
        kith.Task(title="Call back", contact=ada, due=NOW - 50 * HOUR, priority="urgent", assignee=user),
        kith.Appointment(title="Demonstration", participants=[ada], start=NOW + HOUR, location="London"),
        kith.Reminder(at=NOW - HOUR, note="flowers", contact=ada),
    ])
    db.add_to_list(kith.Contact, ada, "Christmas")
    return {"user": user, "engines": engines, "babbage": babbage}


def test_the_card(db, ada, busy):
    card = db.card(ada, now=NOW)
    assert card.contact == db.get(kith.Contact, ada) and card.lists == ["Christmas"]
    job, = card.jobs
    assert (job.organization, job.name, job.title, job.primary) == (busy["engines"], "Analytical Engines", "Analyst", True)
    assert str(job.started) == "2020-01" and job.ended is None
    relation, = card.relations
    assert (relation.contact, relation.name, relation.kind) == (busy["babbage"], "Charles Babbage", "mentor")
    task, = card.tasks
    assert (task.title, task.priority, task.assignee, task.due) == ("Call back", "urgent", busy["user"], NOW - 50 * HOUR)
    appointment, = card.appointments
    assert (appointment.title, appointment.status, appointment.end, appointment.all_day) == (
        "Demonstration", "planned", None, False)
    reminder, = card.reminders
    assert (reminder.note, reminder.at, reminder.user) == ("flowers", NOW - HOUR, None)
    assert card.timeline == db.timeline(ada) and card.summary == db.summary(ada)
    assert len(db.card(ada, interactions=1, now=NOW).timeline) == 1
    assert db.card(db.get(kith.Contact, ada), now=NOW + 5 * HOUR * 24).appointments == []
    assert db.card(busy["babbage"]).relations[0].kind == "mentee"
    with db.transaction() as tx:
        tx.add(kith.Task(title="Write", contact=ada))
        assert [t.title for t in tx.card(ada).tasks] == ["Call back", "Write"]
        assert tx.summary(ada).interactions == 3 == len(tx.timeline(ada))
    assert db.summary(ada).open_tasks == 2
    for verb in (db.card, db.timeline, db.summary):
        with pytest.raises(kith.NotFound):
            verb(999)


def test_a_timeline_in_pages(db, ada, busy):
    entries = db.timeline(ada)
    assert [(e.channel, e.direction, e.role) for e in entries] == [
        ("phone", "outbound", "attendee"), ("email", "inbound", "sender"), ("email", "outbound", "attendee")]
    assert [(e.at, e.duration_seconds, e.organization, e.user, e.subject) for e in entries[:2]] == [
        (NOW - 2 * HOUR, 90, busy["engines"], None, ""), (NOW - 5 * HOUR, None, None, busy["user"], "question")]
    pages, before = [], None
    while page := db.timeline(ada, limit=1, before=before):
        pages += page
        before = page[-1].key
    assert pages == entries


def test_the_summary(db, ada, busy):
    summary = db.summary(ada)
    assert (summary.contact, summary.interactions, summary.inbound, summary.outbound) == (ada, 3, 1, 2)
    assert (summary.first, summary.last, summary.last_inbound) == (NOW - 9 * HOUR, NOW - 2 * HOUR, NOW - 5 * HOUR)
    assert {k: v for k, v in summary.by_channel.items() if v} == {"email": 2, "phone": 1}
    assert len(summary.by_channel) == 11 and list(summary.by_channel) == list(summary.answers)
    assert {k: v for k, v in summary.answers.items() if v} == {"email": 1, "phone": 1} and summary.preferred == "email"
    assert (summary.open_tasks, summary.next_due) == (1, NOW - 50 * HOUR)
    nobody = db.summary(busy["babbage"])
    assert (nobody.interactions, nobody.first, nobody.preferred, nobody.next_due) == (0, None, None, None)


def test_today(db, ada, busy):
    db.edit(kith.Contact, busy["babbage"], rhythm_days=30)
    entries = {e.attention: e for e in db.today(now=NOW)}
    assert {"overdue_task", "reminder", "appointment", "birthday"} <= set(entries)
    task = entries["overdue_task"]
    assert task.record.type == "task" and (task.contact, task.contact_name, task.title) == (ada, "Ada Lovelace", "Call back")
    assert task.days == 2 and task.reason == "due 2 days ago" and "2日" in task.reason_ja
    birthday = entries["birthday"]
    assert birthday.record == ("contact", ada) and birthday.days == 1
    assert [e.attention for e in db.today(busy["user"], now=NOW)].count("overdue_task") == 1
    other = db.add(kith.User(name="other"))
    assert "overdue_task" not in [e.attention for e in db.today(other, now=NOW)]
    assert "birthday" not in [e.attention for e in db.today(now=NOW, birthday_days=0)]
    assert len(db.today(now=NOW, limit=1)) <= len(db.today(now=NOW))
    with pytest.raises(kith.InvalidArgument):
        db.today(now=NOW, birthday_days=1000)


def test_deals_around_a_contact(db, ada):
    lead, won, lost = db.pipelines.create("Sales", [
        kith.Stage(name="Lead", rotting_days=10), kith.Stage(name="Won", kind="won"), kith.Stage(name="Lost", kind="lost")]).stages
    engine = db.add(kith.Deal(name="Engine", stage=lead, amount=(1200, "JPY"), expected_close="2026-11",
                              participants=[kith.DealContact(ada, role="decision_maker")]))
    older = db.add(kith.Deal(name="Older", stage=won, contact=ada, amount="300 JPY"))
    bare = db.add(kith.Deal(name="Bare", stage=lead, contact=ada))
    later = datetime.datetime.now(UTC) + datetime.timedelta(days=40)
    card = db.card(ada, now=later)
    assert [deal.deal for deal in card.deals] == [engine, bare, older] and card.deal_totals == []
    first = card.deals[0]
    assert (first.name, first.amount, first.stage, first.stage_name, first.pipeline_name) == (
        "Engine", kith.Money(1200, "JPY"), lead, "Lead", "Sales")
    assert (first.status, first.role, first.owner, str(first.expected_close), first.closed_at, first.rotting) == (
        "open", "decision_maker", None, "2026-11", None, True)
    assert first.since.tzinfo is not None and first.pipeline == db.pipelines.find("Sales").id
    last = card.deals[-1]
    assert (last.status, last.role, last.rotting) == ("won", "none", False) and last.closed_at is not None
    assert card.deals[1].amount is None and len(db.card(ada, deals=1).deals) == 1
    assert not db.card(ada).deals[0].rotting

    summary = card.summary
    assert summary.open_deals == kith.DealSum(2, kith.Money(1200, "JPY")) and summary.won_deals == (1, kith.Money(300, "JPY"))
    assert summary.lost_deals.deals == 0 and summary.deal_currencies == 1
    assert summary.first_won == summary.last_won == last.closed_at

    entries = {e.attention: e for e in db.today(now=later)}
    assert entries["rotting_deal"].record in (("deal", engine), ("deal", bare)) and entries["rotting_deal"].days == 40
    late = entries["overdue_deal"]
    assert (late.record, late.contact, late.title) == (("deal", engine), db.get(kith.Deal, engine).contact, "Engine")
    assert late.reason and late.reason_ja and late.at < later

    db.add(kith.Deal(name="Abroad", stage=lost, contact=ada, amount="5.50 USD"))
    card = db.card(ada, now=later)
    assert card.summary.open_deals == (2, None) and card.summary.deal_currencies == 2
    assert set(card.deal_totals) == {("open", 1, kith.Money(1200, "JPY")), ("open", 1, None), ("won", 1, kith.Money(300, "JPY")),
                                     ("lost", 1, kith.Money("5.50", "USD"))}
    assert all(isinstance(total, kith.CardDealTotal) for total in card.deal_totals)


def test_what_is_done_for_a_deal(db, ada):
    lead = db.pipelines.create("Sales", [kith.Stage(name="Lead")]).stages[0]
    engine = db.add(kith.Deal(name="Engine", stage=lead, contact=ada))
    quiet = db.add(kith.Deal(name="Quiet", stage=lead))
    calls = [db.add(kith.Interaction(at=NOW - i * HOUR, channel="phone", subject=str(i), deal=engine)) for i in range(5)]
    mail = db.add(kith.Interaction(participants=[kith.Participant(ada, role="sender")], at=NOW + HOUR, deal=engine))
    task = db.add(kith.Task(title="Offer", deal=engine, due=NOW - HOUR))
    db.add(kith.Reminder(at=NOW, note="Ask", deal=engine, contact=ada))
    assert db.get(kith.Task, task).deal == engine and db.get(kith.Task, task).contact is None
    assert db.ids(kith.Deal, "has interaction (channel = phone) and has task (done is unknown)") == [engine]
    assert db.ids(kith.Deal, "has no interaction") == [quiet] and db.ids(kith.Task, "deal.name = Engine") == [task]

    entries = db.timeline(engine, type=kith.Deal)
    assert [e.interaction for e in entries] == [mail, *calls] and {e.deal for e in entries} == {engine}
    assert (entries[0].contact, entries[0].role, entries[1].contact) == (ada, "sender", None)
    assert db.timeline(db.get(kith.Deal, engine)) == entries and db.timeline(quiet, type=kith.Deal) == []
    pages, before = [], None
    while page := db.timeline(engine, 2, before, type=kith.Deal):
        pages += page
        before = page[-1].key
    assert pages == entries
    assert db.timeline(ada)[0].deal == engine and db.timeline(ada)[0].contact == ada
    with db.snapshot() as reader:
        assert reader.timeline(engine, 1, type=kith.Deal) == entries[:1]
    with pytest.raises(kith.NotFound):
        db.timeline(999, type=kith.Deal)
    with pytest.raises(kith.InvalidArgument, match="not of a task"):
        db.timeline(task, type=kith.Task)

    overdue, = [e for e in db.today(now=NOW) if e.attention == "overdue_task"]
    assert (overdue.deal, overdue.deal_name, overdue.contact) == (engine, "Engine", None)
    assert db.card(ada).reminders[0].deal == engine
    done = db.bulk(kith.Deal, "name = Quiet", task="Call {title}")
    assert done.changed == 1 and db.query(kith.Task, "title = 'Call Quiet'")[0].deal == quiet


def test_the_rest_of_the_card(db, ada):
    card = db.card(ada)
    assert card.attachments == card.consents == card.touches == card.events == []
    key = db.blobs.put(b"12345")
    file = db.add(kith.Attachment(name="a.txt", media_type="text/plain", content=key, contact=ada))
    db.add([kith.Touch(contact=ada, at=NOW - i * HOUR, source="fair", medium="booth", campaign=str(i)) for i in range(12)])
    event = db.add(kith.Event(contact=ada, at=NOW, kind="visit", subject="/pricing"))
    news = db.add(kith.Consent(contact=ada, purpose="news", at=NOW, expires=NOW + 10000 * 24 * HOUR))
    phone = db.add(kith.Consent(contact=ada, purpose="news", channel="phone", state="withdrawn", at=NOW))
    card = db.card(ada, now=NOW)
    assert card.attachments == [kith.CardAttachment(file, "a.txt", "text/plain", key, 5)]
    assert db.blobs.get(card.attachments[0].content) == b"12345"
    assert card.consents == [kith.CardConsent("news", "any", "granted", news, NOW, NOW + 10000 * 24 * HOUR),
                             kith.CardConsent("news", "phone", "withdrawn", phone, NOW, None)]
    assert len(card.touches) == 10 and card.touches[0][1:] == (NOW, "fair", "booth", "0")
    assert card.events == [kith.CardEvent(event, NOW, "visit", "/pricing")]
    less = db.card(ada, attachments=0, touches=3, events=0)
    assert (less.attachments, len(less.touches), less.events) == ([], 3, [])


def test_who_is_at_an_address(db, ada):
    assert db.contacts_at("ADA@engines.example") == [ada] == db.contacts_at("+81 3 5550 1234")
    assert db.contacts_at("nobody@engines.example") == [] == db.contacts_at("neither")
    with db.transaction() as tx:
        bob = tx.add(kith.Contact(name="Bob", phones=["03-5550-1234"]))
        assert tx.contacts_at("0355501234") == [ada, bob]
        tx.remove(kith.Contact, ada)
        assert tx.contacts_at("0355501234") == [bob]
    with db.snapshot() as reader:
        assert reader.contacts_at("ada@engines.example") == []


def test_a_task_repeats(db, ada):
    task = db.add(kith.Task(title="Call", due=NOW, repeat={"unit": "week"}, contact=ada))
    db.edit(kith.Task, task, done=NOW + HOUR)
    following, = db.query(kith.Task, "done is unknown")
    assert following.due == NOW + datetime.timedelta(days=7) and following.title == "Call"
    db.undo(db.last_transaction)
    assert db.ids(kith.Task) == [task]


def test_contents(db, ada):
    photo = bytes(range(256)) * 500
    key = db.blobs.put(photo)
    assert db.blobs.put(memoryview(photo)) == key == db.blobs.put(bytearray(photo))
    assert db.blobs.get(key) == photo and db.blobs.size(key) == len(photo)
    with db.transaction() as tx:
        other = db.blobs.put(b"in a transaction", tx)
        tx.add(kith.Attachment(name="note.txt", content=other, contact=ada))
    db.edit(kith.Contact, ada, photo=key)
    lost = db.blobs.put(b"nobody's")
    assert db.blobs.sweep() == kith.BlobSweep(1, 8)
    with pytest.raises(kith.NotFound):
        db.blobs.get(lost)
    assert db.blobs.get(db.get(kith.Contact, ada).photo) == photo and db.blobs.get(other) == b"in a transaction"
    with pytest.raises(TypeError):
        db.blobs.put("text is no content")
