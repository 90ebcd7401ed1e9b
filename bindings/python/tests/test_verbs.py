"""Every verb on records, and that values survive the way through the file."""
import datetime
import decimal
import gc
import sys

import pytest

import kith

UTC = datetime.timezone.utc


def test_add_and_get(db, ada):
    contact = db.get(kith.Contact, ada)
    assert contact.name.given == "Ada" and contact.emails[0].normalized == "ada@engines.example"
    assert contact.phones[0].e164 == 81355501234 and contact.tags == ["vip"]
    assert contact.birthday == datetime.date(1815, 12, 10)
    assert contact.meta.version == 1 and contact.meta.created_at.tzinfo is UTC
    assert contact == db.get("contact", ada) == db.get(kith.Contact, contact) == db.find(kith.Contact, ada)
    assert db.find(kith.Contact, 99) is None
    with pytest.raises(kith.NotFound) as caught:
        db.get(kith.Contact, 99)
    assert caught.value.record == "contact 99" and isinstance(caught.value, LookupError)


def test_every_type_of_field_survives(db, ada):
    when = datetime.datetime(2026, 2, 3, 4, 5, 6, 789000, tzinfo=UTC)
    company = db.add(kith.Organization(name="Analytical Engines", kind="school", addresses=[
        kith.Address(street="1 High St", latitude=51.5, longitude=-0.1, primary=True)]))
    job = db.add(kith.Employment(contact=ada, organization=company, started="2020-04", ended=kith.PartialDate(2024)))
    talk = kith.Interaction(participants=[kith.Participant(ada, role="sender")], at=when, channel="video",
                            duration=60, organization=company, body="長い本文")
    got = db.get(kith.Interaction, db.add(talk))
    assert (got.at, got.channel, got.duration, got.organization, got.body) == (when, "video", 60, company, "長い本文")
    assert got.participants == [kith.Participant(ada, role="sender")]
    assert (str(db.get(kith.Employment, job).started), str(db.get(kith.Employment, job).ended)) == ("2020-04", "2024")
    address = db.get(kith.Organization, company).addresses[0]
    assert (address.latitude, address.longitude, address.primary) == (51.5, -0.1, True)
    field = db.get(kith.Field, db.add(kith.Field(key="size", type="choice", choices=["S", "M"])))
    assert (field.type, field.choices, field.minimum) == ("choice", ["S", "M"], None)
    before = db.add(kith.Interaction(at=datetime.datetime(1869, 12, 31, 23, 59, 59, 999000, tzinfo=UTC)))
    assert db.get(kith.Interaction, before).at.year == 1869


def test_custom_fields_of_every_type(db):
    types = {"text": "38", "integer": 2**40, "real": 1.5, "flag": True, "date": datetime.date(2024, 4, 1),
             "time": datetime.datetime(2024, 4, 1, tzinfo=UTC), "money": kith.Money("12.34", "USD")}
    for name in types:
        db.add(kith.Field(key=name, type=name))
    db.add([kith.Field(key="many", type="choices", choices=["a", "b"]),
            kith.Field(key="friend", type="reference", target="contact")])
    first = db.add(kith.Contact(name="Ada"))
    values = {**types, "many": ["a", "b"], "friend": kith.RecordRef("contact", first)}
    contact = db.get(kith.Contact, db.add(kith.Contact(name="Bob", fields=values)))
    assert contact.fields == values
    assert db.query(kith.Contact, "field.money > :m", {"m": kith.Money(12, "USD")}) == [contact]
    assert db.edit(kith.Contact, contact, fields={"friend": db.get(kith.Contact, first)}).fields["friend"].id == first
    with pytest.raises(kith.InvalidValue):
        db.add(kith.Contact(name="x", fields={"integer": object()}))


def test_custom_fields_take_what_fields_take(db, ada):
    for name in ("text", "integer", "real", "flag", "date", "time", "money"):
        db.add(kith.Field(key=name, type=name))
    db.add(kith.Field(key="friend", type="reference", target="contact"))
    noon = datetime.datetime(2024, 4, 1, 12, tzinfo=UTC)
    kept = {"date": datetime.date(2024, 4, 1), "time": noon, "money": kith.Money("12.34", "USD"), "real": 1.5,
            "flag": True, "friend": kith.RecordRef("contact", ada)}
    for given in (
        {"date": "2024-04-01", "time": "2024-04-01T12:00:00Z", "money": "12.34 USD", "real": decimal.Decimal("1.5"), "flag": 1,
         "friend": ada},
        {"date": kith.PartialDate(2024, 4, 1), "time": noon.astimezone(datetime.timezone(datetime.timedelta(hours=9))),
         "money": (decimal.Decimal("12.34"), "USD"), "real": 1.5, "flag": True, "friend": db.get(kith.Contact, ada)},
    ):
        contact = db.get(kith.Contact, db.add(kith.Contact(name="Bob", fields=given)))
        assert contact.fields == kept
        db.update(kith.Contact(id=contact.id, name="Bob", fields=given, meta=contact.meta))
        assert db.get(kith.Contact, contact).fields == kept
    assert db.edit(kith.Contact, ada, fields={"date": "--04-01"}).id == ada
    assert db.get(kith.Contact, ada).fields == {"date": kith.PartialDate(month=4, day=1)}
    wrong = {"integer": ("abc", "a whole number", "str"), "real": ("abc", "a number", "str"),
             "date": ("soon", "a date", "str"), "time": (5, "a time", "int"), "text": (5, "a text", "int"),
             "money": (12.5, "an amount of money", "float"), "friend": ("Ada", "a record", "str"),
             "flag": (2, "true or false", "int")}
    for key, (value, wanted, given) in wrong.items():
        for write in (lambda: db.add(kith.Contact(name="x", fields={key: value})),
                      lambda: db.add(iter([kith.Contact(name="y"), kith.Contact(name="x", fields={key: value})])),
                      lambda: db.edit(kith.Contact, ada, fields={key: value})):
            with pytest.raises(kith.InvalidValue) as caught:
                write()
            assert f"custom field '{key}' needs {wanted}, not {given} '" in str(caught.value)
            assert caught.value.field == f"field.{key}"


def test_update_and_edit(db, ada):
    contact = db.get(kith.Contact, ada)
    contact.emails.append("ada@home.example")
    contact.emails[0].label = "office"
    kept = contact.emails[0].id
    db.update(contact)
    assert [e.id for e in contact.emails] == [kept, contact.emails[1].id] and contact.meta.version == 2
    assert contact == db.get(kith.Contact, ada)
    stale = db.get(kith.Contact, ada)
    db.edit(kith.Contact, ada, notes="x", lifecycle="customer")
    stale.notes = "y"
    with pytest.raises(kith.Conflict) as caught:
        db.update(stale)
    assert caught.value.arguments and stale.meta.version == 2
    edited = db.edit(kith.Contact, ada, lambda c: c.emails.clear())
    assert edited.emails == [] and edited.notes == "x" and edited == db.get(kith.Contact, ada)
    with pytest.raises(kith.NestedUse) as caught:
        db.edit(kith.Contact, ada, lambda c: db.count(kith.Contact))
    assert "test_verbs.py" in str(caught.value)
    with pytest.raises(ZeroDivisionError):
        db.edit(kith.Contact, ada, lambda c: 1 / 0)
    assert db.get(kith.Contact, ada) == edited


def test_add_many(db):
    ids = db.add(kith.Tag(name=f"t{i}") for i in range(100))
    assert len(ids) == 100 and db.count(kith.Tag) == 100
    mixed = db.add([kith.Contact(name="A"), kith.Contact(name="B"), kith.Organization(name="C")])
    assert len(mixed) == 3 and db.get(kith.Organization, mixed[2]).name == "C"
    with pytest.raises(kith.Required) as caught:
        db.add([kith.Contact(name="D"), kith.Organization()])
    assert caught.value.field == "name" and db.count(kith.Contact) == 2
    assert db.add([]) == []
    with pytest.raises(kith.InvalidArgument):
        db.add([5])


def test_remove_restore(db, ada):
    db.remove(kith.Contact, ada)
    assert db.find(kith.Contact, ada) is None and db.get(kith.Contact, ada).meta.deleted_at
    db.restore(db.get(kith.Contact, ada))
    assert db.find(kith.Contact, ada)
    with pytest.raises(kith.NotFound):
        db.remove(kith.Contact, 77)


def test_tags_and_lists(db, ada):
    assert db.tag(kith.Contact, ada, "jp") and not db.tag(kith.Contact, ada, "jp")
    assert db.untag(kith.Contact, ada, "vip") and db.get(kith.Contact, ada).tags == ["jp"]
    assert db.add_to_list(kith.Contact, ada, "Newsletter")
    assert db.ids(kith.Contact, "in list Newsletter") == [ada]
    assert db.remove_from_list(kith.Contact, ada, "Newsletter")


def test_queries(db, ada):
    bob = db.add(kith.Contact(name={"given": "Bob"}))
    assert db.ids(kith.Contact) == [ada, bob] and db.count(kith.Contact, "tag = vip") == 1
    assert [c.id for c in db.query(kith.Contact, "order by created desc, id desc")] == [bob, ada]
    assert db.query(kith.Contact, "name.given = :n", {"n": "Bob"})[0].id == bob
    assert db.list(kith.Contact, ["name", "email", "tags", "birthday", "kind"], "order by id") == [
        ("Ada Lovelace", "ada@engines.example", ["vip"], datetime.date(1815, 12, 10), "person"),
        ("Bob", None, None, None, "person")]
    with pytest.raises(kith.Parse) as caught:
        db.query(kith.Contact, "nme = x")
    assert (caught.value.line, caught.value.column) == (1, 1) and "name" in str(caught.value)
    assert db.explain(kith.Contact, "tag=vip AND email IS known").text == kith.format_query("tag = vip and email is known")
    whole = db.explain(kith.Contact, "given contains Ada")
    assert whole.estimated_rows == db.count(kith.Contact) > db.explain(kith.Contact, "id = 1").estimated_rows == 1
    assert any("matches" in warning for warning in whole.warnings)


def test_forms_of_a_query():
    text = "tag = vip and has interaction (at within last 90 days)"
    form = kith.query_to_json(text)
    assert form["kith_query"] == 1 and form["where"]["and"][0] == {"test": "tag", "op": "=", "value": "vip"}
    assert kith.query_from_json(form) == text
    assert kith.query_from_json('{"kith_query": 1, "where": {"test": "city", "op": "in", "values": ["Kyoto", 5]}}') == (
        "city in (Kyoto, 5)")
    with pytest.raises(kith.Parse) as caught:
        kith.query_from_json({"kith_query": 1, "where": {"test": "city", "op": "contain", "value": "x"}})
    assert caught.value.arguments["pointer"] == "/where/op" and "contains" in str(caught.value)
    lines = kith.format_query("a = 1 and b = 2 and " + " or ".join(f"city = 'number {i}'" for i in range(9)), lines=True)
    assert lines.splitlines()[0] == "(a = 1 and b = 2 and city = \"number 0\")"
    assert lines.splitlines()[1] == "or city = \"number 1\"" and kith.format_query(lines) == " ".join(lines.split("\n"))


def test_each_reads_in_pages(db):
    db.add([kith.Tag(name=f"t{i}") for i in range(25)])
    assert [t.name for t in db.each(kith.Tag, page=10)] == [f"t{i}" for i in range(25)]
    seen = []
    for tag in db.each(kith.Tag, page=5):
        db.edit(kith.Tag, tag, description="seen")
        seen.append(tag.id)
    assert len(seen) == 25
    with pytest.raises(kith.InvalidArgument):
        list(db.each(kith.Tag, "order by name"))
    names, after = [], ""
    while True:
        tags, after = db.page(kith.Tag, "order by name desc", size=10, after=after)
        names += [tag.name for tag in tags]
        if not after:
            break
    assert names == [tag.name for tag in db.query(kith.Tag, "order by name desc")]
    with pytest.raises(kith.InvalidArgument):
        db.page(kith.Tag, "order by name", after=db.page(kith.Tag, "", size=1)[1])


def test_sql_reads_only(db, ada):
    rows = db.sql("SELECT id, given, NULL, 1.5 FROM contact WHERE id = ?1", [ada])
    assert list(rows) == [(ada, "Ada", None, 1.5)] and rows.columns[:2] == ["id", "given"] and len(rows) == 1
    with pytest.raises(kith.ReadOnly):
        db.sql("DELETE FROM contact")
    with db.transaction() as tx:
        tx.sql("CREATE TABLE app_note (text TEXT)")
        tx.sql("INSERT INTO app_note VALUES (?1)", ["hello"])
        with pytest.raises(kith.ReadOnly):
            tx.sql("DELETE FROM contact")
    assert list(db.sql("SELECT text FROM app_note")) == [("hello",)]


def test_settings_and_stats(db, ada):
    assert db.settings.region == "JP"
    assert db.change_settings(time_zone="Asia/Tokyo") == db.settings and db.settings.time_zone == "Asia/Tokyo"
    with pytest.raises(kith.InvalidValue):
        db.change_settings(week_start=9)
    assert db.stats()["contact"] == 1 and set(db.stats()) == set(kith.record_classes)


def test_nothing_leaks(db, ada):
    """References are given back: the counts of shared objects stay as they were."""
    def work():
        for _ in range(50):
            contact = db.get(kith.Contact, ada)
            contact.notes = contact.notes
            contact.to_dict(), repr(contact), contact == kith.Contact(name="x", emails=["a"])
            db.list(kith.Contact, ["name", "created", "lifecycle"])
            db.columns(kith.Contact, ["name"])["name"].to_list()
            with pytest.raises(kith.InvalidValue):
                contact.lifecycle = "none of these"
            db.update(contact)

    work()
    gc.collect()
    before = [sys.getrefcount(x) for x in ("person", None, kith.Contact, kith.Email, kith.Meta)][2:], len(gc.get_objects())
    work()
    gc.collect()
    after = [sys.getrefcount(x) for x in ("person", None, kith.Contact, kith.Email, kith.Meta)][2:], len(gc.get_objects())
    assert abs(after[1] - before[1]) < 40
    assert all(abs(a - b) < 10 for a, b in zip(after[0], before[0]))


def test_decimal_parameters(db):
    db.add(kith.Field(key="size", type="real"))
    db.add(kith.Contact(name="A", fields={"size": decimal.Decimal("1.5")}))
    assert db.count(kith.Contact, "field.size = :s", {"s": decimal.Decimal("1.5")}) == 1


def test_lengths_of_time_and_other_times_in_queries(db, ada):
    db.add(kith.Interaction(at=db.get(kith.Contact, ada).meta.created_at, participants=[ada]))
    lately = "created within last :n days and has interaction (at within :n days after value of contact.created)"
    assert db.count(kith.Contact, lately, {"n": 3}) == 1
    assert db.count(kith.Contact, "created more than :n days ago", parameters={"n": 3}) == 0
    assert db.count(kith.Contact, "created fiscal year :year", parameters={"year": 1999}) == 0
    assert db.count(kith.Contact, "created after quarter 2020-4") == 1
    with pytest.raises(kith.Parse, match="a whole number from 1 to 99999"):
        db.count(kith.Contact, lately, {"n": "three"})
    form = kith.query_to_json("at within 7 days after value of created")
    assert form["where"] == {"test": "at", "within": {"count": 7, "unit": "day"}, "after": "created"}
    with pytest.raises(kith.Parse, match="found the amount '5 USD'"):
        db.count(kith.Contact, "given > 5 USD")
