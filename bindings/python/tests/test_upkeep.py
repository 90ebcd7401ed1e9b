"""Quality, suggestions, uniform formats, tags and lists that mean the same, who was forgotten."""
import datetime

import pytest

import kith


@pytest.fixture
def twins(db):
    """A contact with little, and the same one with much."""
    poor = db.add(kith.Contact(name=kith.Name(family="山田", given="太郎"), emails=["taro@engines.example"]))
    rich = db.add(kith.Contact(name=kith.Name(family="山田", given="太郎", phonetic_family="やまだ"),
                               emails=["taro@engines.example"],
                               phones=[kith.Phone("０９０１２３４５６７８", label="mobile")]))
    return poor, rich


def newest(db):
    return db.history.transactions(1)[0].id


def test_quality_of_a_contact(db, ada):
    quality = db.upkeep.quality(ada)
    assert quality.contact == ada
    assert quality.title == "Ada Lovelace"
    problems = {(issue.part, issue.field): issue for issue in quality.issues}
    assert problems["consistency", "birthday"].reason == "the birthday 1815-12-10 is more than 120 years ago"
    assert problems["completeness", "organization"].points == 5
    assert quality.score == pytest.approx(100 - sum(issue.points for issue in quality.issues))
    assert quality.parts["consistency"] == 0.5
    assert quality.parts["validity"] == 1
    assert db.upkeep.quality(db.get(kith.Contact, ada)) == quality
    with pytest.raises(kith.NotFound):
        db.upkeep.quality(99)
    with pytest.raises(kith.InvalidArgument):
        db.upkeep.quality(ada, stale_days=10)


def test_quality_of_the_file(db, twins):
    told = []
    quality = db.upkeep.file_quality(worst=1, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (2, 2)
    assert quality.contacts == 2
    assert len(quality.worst) == 1
    assert quality.worst[0].contact == twins[0]
    assert sum(quality.distribution) == 2
    assert "duplicate" in {problem.problem for problem in quality.problems}
    assert {field.field: field.missing for field in quality.fields}["phone"] == 1
    alone = db.upkeep.file_quality(pairs=[])
    assert "duplicate" not in {problem.problem for problem in alone.problems}
    given = db.upkeep.file_quality(pairs=db.duplicates.pairs(threshold=0.5))
    assert "duplicate" in {problem.problem for problem in given.problems}
    assert db.upkeep.file_quality("id = :id", {"id": twins[1]}).contacts == 1
    with pytest.raises(kith.Cancelled):
        db.upkeep.file_quality(progress=lambda done, total: False)
    with pytest.raises(kith.Parse):
        db.upkeep.file_quality("given =")


def test_completing_from_a_duplicate(db, twins):
    poor, rich = twins
    suggestions = db.upkeep.complete(poor)
    assert {s.field: s.value for s in suggestions} == {"name.phonetic_family": "やまだ", "phone": "０９０１２３４５６７８"}
    assert all(s.source == kith.RecordRef("contact", rich) and 0.7 <= s.certainty <= 1 for s in suggestions)
    done = db.upkeep.apply(suggestions)
    assert (done.records, done.values) == (1, 2)
    assert db.get(kith.Contact, poor).phones[0].label == "mobile"
    with pytest.raises(kith.Conflict) as raised:
        db.upkeep.apply(suggestions[:1])
    assert raised.value.field == suggestions[0].field
    db.undo(done.transaction)
    assert db.get(kith.Contact, poor).phones == []
    assert db.upkeep.complete(poor, duplicates=False) == []
    with pytest.raises(kith.InvalidArgument):
        db.upkeep.complete(poor, threshold=0.1)


def test_completing_an_organization(db):
    group = db.add(kith.Organization(name="Group", industry="Machines"))
    engines = db.add(kith.Organization(name="Engines", parent=group, emails=["info@engines.example"]))
    suggestions = db.upkeep.complete(engines, kith.Organization)
    assert {s.field: s.value for s in suggestions} == {"website": "engines.example", "industry": "Machines"}
    db.upkeep.apply(suggestions)
    assert db.get(kith.Organization, engines).website == "engines.example"


def test_normalising(db, twins):
    db.add(kith.Contact(name=kith.Name(given="ADA", family="O'BRIEN"), emails=["Ada <ada@Engines.EXAMPLE>"]))
    preview = db.upkeep.normalise(kith.Contact, dry_run=True)
    assert (preview.selected, preview.changed, preview.transaction) == (3, 2, 0)
    assert preview.values == {"name.given": 1, "name.family": 1, "email.address": 1, "phone.number": 1}
    assert kith.BulkValue("name.family", "O'BRIEN", "O'Brien") in [v for change in preview.sample for v in change.values]
    done = db.upkeep.normalise(kith.Contact, fields=["phone.number"], phones="international")
    assert done.values == {"phone.number": 1}
    assert db.get(kith.Contact, twins[1]).phones[0].number == "+81 90-1234-5678"
    db.undo(done.transaction)
    assert db.get(kith.Contact, twins[1]).phones[0].number == "０９０１２３４５６７８"
    with pytest.raises(kith.InvalidArgument):
        db.upkeep.normalise(kith.Contact, phones="loud")
    with pytest.raises(kith.InvalidArgument):
        db.upkeep.normalise(kith.Contact, fields=["phon"])
    with pytest.raises(kith.Cancelled):
        db.upkeep.normalise(kith.Contact, progress=lambda done, total: False)


def test_tags_that_mean_the_same(db, ada, twins):
    db.tag(kith.Contact, ada, "customer")
    for contact in twins:
        db.tag(kith.Contact, contact, "customers")
    db.segments.save("Customers", "tag = customer")
    (pair,) = db.tags.similar()
    assert (pair.left.name, pair.right.name, pair.how, pair.keep) == ("customer", "customers", "number", "customers")
    assert (pair.left_records, pair.right_records) == (1, 2)
    would = db.tags.merge(["customer"], "customers", dry_run=True)
    assert would == kith.LabelMergeResult(taken=1, moved=1, had=0, queries=1, transaction=0)
    assert [use.records for use in db.tags.all() if use.tag.name == "customer"] == [1]
    assert db.tags.merge(["customer"], "customers") == would._replace(transaction=newest(db))
    assert db.segments.count("Customers") == 3
    db.undo(newest(db))
    assert db.segments.count("Customers") == 1
    assert db.tags.merge("customer", "customers").moved == 1


def test_lists_that_serve_the_same_purpose(db):
    people = [db.add(kith.Contact(name=f"P{i} Q")) for i in range(8)]
    for i, person in enumerate(people):
        db.add_to_list(kith.Contact, person, "Press")
        if i > 0:
            db.add_to_list(kith.Contact, person, "Journalists")
    db.add(kith.List(name="press list"))
    db.add(kith.List(name="Press lists"))
    assert [(use.list.name, use.records) for use in db.lists.all()] == [
        ("Journalists", 7), ("Press", 8), ("press list", 0), ("Press lists", 0)]
    assert [each.name for each in db.lists.unused()] == ["press list", "Press lists"]
    (alike,) = db.lists.similar()
    assert alike.how == "number"
    (pair,) = db.lists.overlapping()
    assert pair.shared == 7
    assert pair.jaccard == pytest.approx(7 / 8)
    assert pair.containment == 1
    assert pair.keep == "Press"
    would = db.lists.merge(["Journalists", "press list"], "Press", dry_run=True)
    assert would == kith.LabelMergeResult(taken=7, moved=0, had=7, queries=0, transaction=0)
    assert len(db.lists.all()) == 4
    assert db.lists.merge(["Journalists", "press list"], "Press")[:4] == would[:4]
    db.lists.rename("Press lists", "Media")
    db.lists.remove("Media")
    assert [use.list.name for use in db.lists.all()] == ["Press"]
    with pytest.raises(kith.NotFound):
        db.lists.merge("Media", "Press")


def test_forgotten_contacts_are_queries(path):
    now = datetime.datetime(2026, 11, 1, tzinfo=datetime.timezone.utc)
    with kith.open(path, clock=lambda: now) as db:
        old = db.add(kith.Contact(name="Old One"))
        met = db.add(kith.Contact(name="Met One"))
        now += datetime.timedelta(days=800)
        db.add(kith.Interaction(participants=[met], direction="outbound"))
        assert db.ids(kith.Contact, db.upkeep.unengaged()) == [old]
        assert db.ids(kith.Contact, db.upkeep.unengaged(30, inbound=True, among="name contains Met")) == [met]
        assert db.ids(kith.Contact, db.upkeep.stale()) == [old, met]
        db.segments.save("Stale", db.upkeep.stale(900))
        assert db.segments.count("Stale") == 0
        with pytest.raises(kith.InvalidArgument):
            db.upkeep.stale(0)
