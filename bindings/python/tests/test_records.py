"""The record classes: construction, conversion, equality, dicts, and that they follow from the descriptors."""
import copy
import datetime
import enum
import pathlib
import pickle

import pytest

import kith


def test_every_record_type_is_a_class():
    described = {d["name"] for d in kith._kith.describe()}
    assert set(kith.record_classes) == described >= {"contact", "organization", "interaction", "employment"}
    for name, cls in kith.record_classes.items():
        assert getattr(kith, cls.__name__) is cls
        assert cls().id == 0 and cls() == cls(), name
        for info in kith.fields_of(cls):
            assert info.name in cls.__doc__


def test_keywords_and_defaults():
    contact = kith.Contact(notes="x", lifecycle="customer")
    assert (contact.notes, contact.lifecycle, contact.kind) == ("x", "customer", "person")
    assert (contact.id, contact.owner, contact.birthday, contact.gender) == (0, None, None, "")
    assert (contact.emails, contact.tags, contact.fields, contact.meta) == ([], [], {}, kith.Meta())
    assert contact.emails is not kith.Contact().emails


def test_names_in_every_form():
    parts = kith.Contact(name=kith.Name(given="Ada", family="King"))
    assert parts == kith.Contact(name={"given": "Ada", "family": "King"})
    assert parts == kith.Contact(**{"name.given": "Ada", "name.family": "King"})
    assert kith.Contact(name="Ada King").name == kith.Name(full="Ada King")


def test_elements_in_every_form():
    full = kith.Contact(emails=[kith.Email(address="a@x.example")])
    assert full == kith.Contact(emails=["a@x.example"]) == kith.Contact(emails="a@x.example")
    assert full == kith.Contact(emails=[{"address": "a@x.example"}]) == kith.Contact(emails=(kith.Email("a@x.example"),))
    assert kith.Interaction(participants=[7]).participants == [kith.Participant(7)]


def test_unknown_names_say_the_nearest():
    with pytest.raises(TypeError, match="'birthdy'; did you mean 'birthday'"):
        kith.Contact(birthdy="1990-01-01")
    with pytest.raises(AttributeError, match="did you mean 'notes'"):
        kith.Contact().note = "x"
    with pytest.raises(TypeError, match="keywords only"):
        kith.Contact("Ada")
    with pytest.raises(TypeError):
        kith.Contact(**{"name.givn": "Ada"})


def test_conversion_on_assignment():
    class Kind(enum.Enum):
        visitor = "visitor"

    contact = kith.Contact()
    contact.birthday = "1990-04-01"
    assert contact.birthday == datetime.date(1990, 4, 1)
    contact.birthday = kith.PartialDate(month=4, day=1)
    assert str(contact.birthday) == "--04-01"
    contact.kind = Kind.visitor
    assert contact.kind == "visitor"
    contact.source = pathlib.Path("folder/list.csv")
    assert contact.source == "folder/list.csv"
    contact.owner = kith.User(id=5)
    assert contact.owner == 5
    contact.owner = kith.RecordRef("user", 6)
    assert contact.owner == 6
    contact.notes = None
    assert contact.notes == ""
    del contact.kind
    assert contact.kind == "person"
    interaction = kith.Interaction(at=datetime.datetime(2026, 1, 2, 12, tzinfo=datetime.timezone(datetime.timedelta(hours=9))))
    assert interaction.at == datetime.datetime(2026, 1, 2, 3, tzinfo=datetime.timezone.utc)
    assert interaction.at.tzinfo is datetime.timezone.utc


@pytest.mark.parametrize(
    "cls, values",
    [
        (kith.Contact, {"lifecycle": "custmer"}),
        (kith.Contact, {"notes": 5}),
        (kith.Contact, {"birthday": "soon"}),
        (kith.Contact, {"owner": kith.Contact(id=3)}),
        (kith.Contact, {"tags": [1]}),
        (kith.Contact, {"emails": [5]}),
        (kith.Interaction, {"at": datetime.datetime(2026, 1, 1)}),
        (kith.Interaction, {"duration": 1.5}),
        (kith.Interaction, {"duration": 2**63}),
        (kith.User, {"active": "yes"}),
        (kith.Field, {"minimum": "1"}),
    ],
)
def test_what_does_not_fit_is_refused(cls, values):
    with pytest.raises(kith.InvalidValue) as caught:
        cls(**values)
    assert isinstance(caught.value, ValueError) and caught.value.code == "invalid_value" and caught.value.field


def test_equality_repr_copies():
    one = kith.Contact(name={"given": "Ada"}, emails=["a@x.example"], fields={"shoe": 38})
    for other in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one)), kith.Contact.from_dict(one.to_dict())):
        assert other == one and other is not one
    assert repr(one) == "Contact(name=Name(given='Ada'), emails=[Email(address='a@x.example')], fields={'shoe': 38})"
    other = copy.deepcopy(one)
    other.emails[0].label = "work"
    assert other != one and one.emails[0].label == ""
    assert one != kith.Organization() and one != 5
    with pytest.raises(TypeError):
        hash(one)


def test_dicts_are_plain():
    given = kith.Contact(name={"given": "Ada"}, phones=[kith.Phone("1", label="home")], meta={"uid": "u"}).to_dict()
    assert given["name"]["given"] == "Ada" and given["phones"][0]["label"] == "home" and given["meta"]["uid"] == "u"
    assert not any(isinstance(v, kith._kith.Structure) for v in given.values())


def test_classes_of_ones_own():
    class Friend(kith.Contact):
        def greeting(self):
            return f"Hello {self.name.given}"

    friend = Friend(name={"given": "Ada"})
    assert friend.greeting() == "Hello Ada"
    with kith.open(":memory:") as db:
        assert db.get(Friend, db.add(friend)).name.given == "Ada"


def test_slots_that_were_never_filled():
    empty = kith.Contact.__new__(kith.Contact)
    assert repr(empty) == "Contact()" and empty.to_dict()["emails"] == []
    with kith.open(":memory:") as db:
        assert db.add(empty) == 1


def test_values():
    assert kith.PartialDate(2024, 4, 1) == datetime.date(2024, 4, 1)
    assert hash(kith.PartialDate(2024, 4, 1)) == hash(datetime.date(2024, 4, 1))
    assert kith.PartialDate(2024) < kith.PartialDate(2024, 1) < datetime.date(2024, 1, 1)
    assert kith.PartialDate.parse("--02-29").day == 29
    with pytest.raises(ValueError):
        kith.PartialDate(month=2, day=30)
    assert pickle.loads(pickle.dumps(kith.PartialDate(2024, 4))) == kith.PartialDate(2024, 4)
    assert kith.Money("12.30", "USD").minor == 1230 and kith.Money.of_minor(500, "JPY") == kith.Money(500, "JPY")
    assert kith.Money(1, "USD") + kith.Money("0.5", "USD") == kith.Money.parse("1.50 USD")
    assert str(kith.Money.of_minor(-5, "KWD")) == "-0.005 KWD"
    for bad in (lambda: kith.Money("1.5", "JPY"), lambda: kith.Money(1, "USD") + kith.Money(1, "JPY")):
        with pytest.raises(ValueError):
            bad()
    with pytest.raises(TypeError):
        kith.Money(1.5, "USD")
