"""The same for every record of a query."""
import datetime

import pytest

import kith


@pytest.fixture
def db(path):
    with kith.open(path, durability="off") as database:
        for number in range(4):
            database.add(kith.Contact(name=f"P{number} Smith", tags=["vip"] if number < 3 else []))
        yield database
        assert database.verify() == []


def test_bulk(db):
    ada, bob = db.add(kith.User(name="ada")), db.add(kith.User(name="bob"))
    actions = dict(set={"lifecycle": "customer", "birthday": datetime.date(1990, 5, 4)}, assign=[ada, bob], tag=["spring"],
                   untag=["vip"], list=["案内"], task="Call {title}")
    would = db.bulk(kith.Contact, "tag = vip", dry_run=True, **actions)
    assert (would.selected, would.changed, would.transaction) == (3, 3, 0)
    assert db.count(kith.Contact, "tag = spring") == 0
    done = db.bulk(kith.Contact, "tag = vip", label="spring", **actions)
    assert (done.selected, done.changed, done.unchanged, done.failed) == (3, 3, 0, 0)
    assert done.sample == would.sample
    values = {value.field: (value.before, value.after) for value in done.sample[0].values}
    assert values["birthday"] == ("", "1990-05-04") and values["tags"] == ("vip", "spring")
    assert db.count(kith.Contact, "tag = spring and in list 案内 and lifecycle = customer and not tag = vip") == 3
    assert [task.title for task in db.query(kith.Task, "order by id")] == ["Call P0 Smith", "Call P1 Smith", "Call P2 Smith"]
    assert [contact.owner for contact in db.query(kith.Contact, "tag = spring order by id")] == [ada, bob, ada]
    assert db.bulk(kith.Contact, "tag = spring", set={"birthday": None}).changed == 3
    db.undo(done.transaction)
    assert db.count(kith.Contact, "tag = vip") == 3


def test_failures(db):
    made = db.pipelines.create("Sales", ["Talk", kith.Stage(name="Offer", required_fields=["amount"])])
    deal = db.add(kith.Deal(name="D", stage=made.stages[0]))
    with pytest.raises(kith.Required, match=f"deal {deal}"):
        db.bulk(kith.Deal, "", move=made.stages[1])
    result = db.bulk("deal", "", move=made.stages[1], skip_failing=True)
    assert (result.failed, result.changed) == (1, 0)
    assert result.failures[0][:3] == (deal, "D", "required")
    assert db.bulk(kith.Deal, "name = :name", remove=True, parameters={"name": "D"}).changed == 1
    with pytest.raises(TypeError):
        db.bulk(kith.Contact, "", tag="spring")
    with pytest.raises(kith.InvalidArgument):
        db.bulk(kith.Contact, "")
    with pytest.raises(kith.Cancelled):
        db.bulk(kith.Contact, "", tag=["a"], progress=lambda done, total: False)
    assert db.count(kith.Contact, "tag = a") == 0
    with pytest.raises(kith.InvalidArgument, match="one value at a time"):
        db.bulk(kith.Contact, "", set={"email": ["a@b.example", "c@d.example"]})
    with pytest.raises(kith.InvalidArgument, match="no custom field"):
        db.bulk(kith.Contact, "tag = nobody", set={"field.nope": 1})
    with pytest.raises(kith.InvalidArgument):
        db.bulk(kith.Contact, "", tag=["a"], sample=-1)
