"""Results as rows and as columns say the same."""
import datetime

import pytest

import kith

FIELDS = ["id", "name", "name.given", "email", "birthday", "lifecycle", "owner", "created", "tags", "field.size",
          "field.paid", "field.ok", "field.kind", "organization.name", "count interaction"]


@pytest.fixture
def people(db):
    for key, type in (("size", "real"), ("paid", "money"), ("ok", "flag")):
        db.add(kith.Field(key=key, type=type))
    db.add(kith.Field(key="kind", type="choice", choices=["big", "small"]))
    user = db.add(kith.User(name="ada"))
    contacts = [
        kith.Contact(name={"given": "山田"}, emails=["y@x.example", "z@x.example"], birthday="--12-10", tags=["b", "a"],
                     lifecycle="customer", owner=user,
                     fields={"size": 1.5, "paid": kith.Money(5, "USD"), "ok": True, "kind": "small"}),
        kith.Contact(name={"given": "Bob"}),
    ]
    contacts += [kith.Contact(name={"given": f"n{i % 7}"}, fields={"size": i / 2}) for i in range(3000)]
    ids = db.add(contacts)
    company = db.add(kith.Organization(name="Acme"))
    db.add(kith.Employment(contact=ids[0], organization=company))
    db.add(kith.Interaction(participants=[ids[0]]))
    return ids


def test_rows_and_columns_agree(db, people):
    rows = db.list(kith.Contact, FIELDS)
    columns = db.columns(kith.Contact, FIELDS)
    assert columns.names == FIELDS and columns.rows == len(rows) == len(people)
    assert list(zip(*(columns[name].to_list() for name in FIELDS))) == rows == columns.to_rows()
    first, second = rows[0], rows[1]
    assert first[1:4] == ("山田", "山田", "y@x.example") and str(first[4]) == "--12-10" and first[5] == "customer"
    assert first[7].tzinfo is datetime.timezone.utc and first[8] == ["a", "b"]
    assert first[9:] == (1.5, kith.Money(5, "USD"), True, "small", "Acme", 1)
    assert second[1:7] == ("Bob", "Bob", None, None, "unknown", None) and second[8:] == (None,) * 6 + (0,)
    for name in FIELDS:
        assert [columns[name][i] for i in (0, 1, -1)] == [columns[name].to_list()[i] for i in (0, 1, -1)]
    assert dict(columns).keys() == set(FIELDS) and "id" in columns and "x" not in columns
    with pytest.raises(KeyError):
        columns["x"]
    with pytest.raises(IndexError):
        columns["id"][len(people)]


def test_rows_agree_with_records(db, people):
    records = db.query(kith.Contact, "order by id limit 5")
    rows = db.list(kith.Contact, ["id", "name.given", "birthday", "lifecycle", "owner", "created", "updated"], "order by id limit 5")
    assert rows == [(r.id, r.name.given, r.birthday, r.lifecycle, r.owner, r.meta.created_at, r.meta.updated_at)
                    for r in records]


def test_buffers(db, people):
    columns = db.columns(kith.Contact, ["id", "created", "field.size", "lifecycle", "name.given"], "order by id")
    with memoryview(columns["id"]) as ids:
        assert (ids.format, ids.itemsize, ids.readonly, ids.tolist()) == ("q", 8, True, people)
    sizes = memoryview(columns["field.size"])
    assert sizes.format == "d" and sizes[0] == 1.5 and sizes[1] == 0 and columns["field.size"].unknown == 1
    created = memoryview(columns["created"])
    assert datetime.datetime.fromtimestamp(created[0] / 1000, datetime.timezone.utc) == columns["created"][0]
    lifecycle = columns["lifecycle"]
    assert lifecycle.choices[memoryview(lifecycle)[0]] == "customer"
    known = columns["field.size"].known
    assert known[0] & 0b11 == 0b01 and len(known) == (len(people) + 7) // 8
    with pytest.raises(BufferError):
        memoryview(columns["name.given"])
    del columns
    assert sizes[2] == 0.0  # the buffer keeps its memory
    empty = db.columns(kith.Contact, ["id"], "id = 0")
    assert len(memoryview(empty["id"])) == 0 and empty["id"].to_list() == []


def test_numpy(db, people):
    numpy = pytest.importorskip("numpy")
    columns = db.columns(kith.Contact, ["id", "created", "field.size", "owner", "name.given", "field.ok"], "order by id")
    assert columns["id"].to_numpy().tolist() == people
    assert columns["created"].to_numpy().dtype == numpy.dtype("datetime64[ms]")
    assert numpy.isnan(columns["field.size"].to_numpy()[1])
    assert columns["owner"].to_numpy().mask.tolist()[:2] == [False, True]
    assert columns["name.given"].to_numpy()[1] == "Bob"
    assert columns["field.ok"].to_numpy()[0]


def test_inside_a_transaction(db):
    with db.transaction() as tx:
        tx.add(kith.Tag(name="x"))
        assert tx.list(kith.Tag, ["name"]) == [("x",)]
        table = tx.columns(kith.Tag, ["name"])
    assert table["name"].to_list() == ["x"]
    with pytest.raises((kith.Parse, kith.InvalidArgument)):
        db.list(kith.Tag, ["nme"])
