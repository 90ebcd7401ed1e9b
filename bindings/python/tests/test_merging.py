"""Merges before they are made, and taking them back with what came since."""
import os
import re
import subprocess
import sys

import pytest

import kith
from conftest import ROOT


@pytest.fixture
def two(db):
    """The survivor and another record of the same person."""
    a = db.add(kith.Contact(name=kith.Name(given="A.", family="King"), gender="f", source="fair",
                            emails=[kith.Email("ada@engines.example")], notes="Met in London."))
    b = db.add(kith.Contact(name=kith.Name(given="Ada", family="King"), gender="female",
                            external_ids=[{"system": "erp", "value": "7"}],
                            emails=[kith.Email("ADA@engines.example", label="work")], notes="Likes engines."))
    return a, b


@pytest.fixture
def merged(db, two):
    """A merge, and a task, an e-mail and a tag that the survivor got since, partly by the id that was merged away."""
    result = db.merge(two[0], two[1:])
    task = db.add(kith.Task(title="Call the works", contact=two[1]))
    db.edit(kith.Contact, two[0], lambda contact: contact.emails.append(kith.Email("new@engines.example")))
    db.tag(kith.Contact, two[1], "new")
    return result, task


def plain(record):
    return {name: value for name, value in record.to_dict().items() if name != "meta"}


def test_a_dry_run_shows_the_record_and_what_is_dropped(db, two):
    before = [db.get(kith.Contact, id) for id in two]
    would = db.merge(two[0], two[1:], dry_run=True)
    assert (would.id, would.transaction, would.dropped) == (0, 0, 1)
    assert isinstance(would.record, kith.Contact) and would.record.id == two[0]
    assert would.record.notes == "Met in London.\n\nLikes engines."
    assert [email.label for email in would.record.emails] == ["work"]
    assert would.drops == [
        kith.MergeDrop(kith.RecordRef("contact", two[1]), "email", "ADA@engines.example", "the survivor has it")]
    assert [db.get(kith.Contact, id) for id in two] == before and db.merges() == []
    done = db.merge(two[0], two[1:])
    assert done.record is None and done.drops == [] and done.moved == would.moved and done.fields == would.fields
    assert plain(db.get(kith.Contact, two[0])) == plain(would.record)


def test_sources_decide(db, two):
    def kept(**options):
        return db.merge(two[0], two[1:], dry_run=True, **options).record.gender

    assert kept() == "f"
    assert kept(policy=["ERP"]) == "female"
    assert kept(fields={"gender": ("nowhere", "erp")}) == "female"
    assert kept(policy=["fair", "erp"]) == "f"
    assert kept(fields={"gender": ["nowhere"]}) == "f"
    with pytest.raises(kith.InvalidArgument, match="needs sources"):
        kept(policy=[])
    with pytest.raises(kith.InvalidArgument, match="a list of sources"):
        kept(policy="erp")


def test_what_came_since_stays_and_is_listed(db, two, merged):
    result, task = merged
    apart = db.unmerge(result)
    assert apart.kept == [] and not apart.later_is_partial and apart.records == [two[1]]
    assert {table: (came.added, came.moved) for table, came in apart.later.items()} == {
        "task": (1, 0), "email": (1, 0), "tagging": (1, 0)}
    child = apart.later["task"].children[0]
    assert child.record == kith.RecordRef("task", task) and child.field == "contact" and child.owner == two[0]
    assert child.says == "Call the works" and child.element == 0 and child.transaction > result.transaction
    email = apart.later["email"].children[0]
    assert email.element == db.get(kith.Contact, two[0]).emails[1].id and email.says == "new@engines.example"


def test_the_host_moves_what_came_since(db, two, merged):
    result, task = merged
    asked = []

    def move(child):
        assert isinstance(child, kith.LaterChild)
        asked.append(child.table)
        return two[1] if child.table != "tagging" else None

    tried = db.unmerge(result, move=move, dry_run=True, sample=0)
    assert tried.transaction == 0 and tried.later["task"] == kith.LaterChildren(1, 1, [])
    assert db.get(kith.Contact, two[1]).id == two[0] and sorted(asked) == ["email", "tagging", "task"]
    apart = db.unmerge(result, move=move)
    assert (apart.restored, apart.kept) == (tried.restored, [])
    assert apart.later["task"].children[0].owner == two[1]
    assert db.get(kith.Task, task).contact == two[1]
    assert [email.address for email in db.get(kith.Contact, two[1]).emails] == ["ADA@engines.example", "new@engines.example"]
    assert db.get(kith.Contact, two[0]).tags == ["new"]
    db.undo(apart.transaction)
    assert db.get(kith.Contact, two[1]).id == two[0] and db.get(kith.Task, task).contact == two[0]


def test_a_move_that_fails_leaves_all_as_it_was(db, two, merged):
    result, _ = merged
    for answer, error in ((99, kith.InvalidArgument), (True, kith.InvalidArgument), ("2", kith.InvalidArgument)):
        with pytest.raises(error):
            db.unmerge(result, move=lambda child, answer=answer: answer)
    with pytest.raises(ZeroDivisionError):
        db.unmerge(result, move=lambda child: 1 / 0)
    with pytest.raises(kith.NestedUse):
        db.unmerge(result, move=lambda child: db.add(kith.Contact(name="Nobody")))
    with pytest.raises(kith.InvalidArgument):
        db.unmerge(result, sample=-1)
    with pytest.raises(kith.NotFound):
        db.unmerge(99)
    assert db.count(kith.Contact) == 1 and db.merges()[0].undone_at is None
    db.unmerge(result)
    with pytest.raises(kith.InvalidArgument, match="already"):
        db.unmerge(result)


def test_the_examples_of_the_documentation_run(tmp_path):
    text = (ROOT / "docs/duplicates.md").read_text(encoding="utf-8")
    code = "".join(re.findall(r"```python\n(.*?)```", text, re.DOTALL))
    assert "db.unmerge" in code
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True,
                          env={**os.environ, "PYTHONIOENCODING": "utf-8"})
    assert done.returncode == 0, done.stderr
