"""Imports, exports, and the example."""
import csv
import subprocess
import sys

import pytest

import kith
from conftest import ROOT

CSV = "Given Name,Family Name,E-mail,Birthday,Shoe\nAda,Lovelace,ada@engines.example,1815-12-10,38\nBob,,bob@x.example,2025-02-30,\n"


def test_import_and_undo(db, tmp_path):
    file = tmp_path / "members.csv"
    file.write_text(CSV, encoding="utf-8")
    plan = db.imports.inspect(file)
    assert (plan.format, plan.header, plan.rows) == ("csv", True, 2) and plan.columns[0].field == "name.given"
    seen = []
    report = db.imports.run(file, mapping={"Shoe": "field.shoe", 3: "email"}, tags=["imported"],
                            progress=lambda done, total: seen.append((done, total)))
    assert (report.created, report.total, report.rows[0].outcome) == (2, 2, "created")
    assert report.rows[1].problems[0].line == 3 and report.rows[1].problems[0].field == "birthday"
    assert seen[-1][0] == seen[-1][1] == len(CSV)
    ada = db.get(kith.Contact, report.rows[0].record.id)
    assert ada.fields == {"shoe": "38"} and ada.tags == ["imported"]
    assert db.imports.run(file, mapping={"Shoe": "field.shoe"}).unchanged == 2
    assert db.imports.batches()[0].source == "members.csv"
    assert db.imports.undo(report).kept == [] and db.count(kith.Contact) == 0


def test_imports_of_bytes(db):
    text = "氏名,電話\n山田 太郎,03-5550-1234\n"
    dry = db.imports.run(text.encode("cp932"), name="list.csv", dry_run=True)
    assert dry.created == 1 and dry.batch == 0 and db.count(kith.Contact) == 0
    report = db.imports.run(text.encode("cp932"), name="list.csv", encoding="CP932")
    assert report.source == "list.csv" and db.query(kith.Contact)[0].name.family == "山田"
    card = b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Bob\r\nEND:VCARD\r\n"
    assert db.imports.run(card, name="bob.vcf").format == "vcard"
    assert "email" in {f.name for f in db.imports.fields()}
    organizations = db.imports.run(b"Name\nAcme\n", kith.Organization)
    assert organizations.created == 1 and db.count(kith.Organization) == 1


def test_an_import_that_is_stopped(db):
    with pytest.raises(kith.Cancelled):
        db.imports.run(CSV.encode(), progress=lambda done, total: False)
    with pytest.raises(ZeroDivisionError):
        db.imports.run(CSV.encode(), progress=lambda done, total: 1 / 0)
    with pytest.raises(kith.NestedUse):
        db.imports.run(CSV.encode(), progress=lambda done, total: db.count(kith.Contact))
    with pytest.raises(kith.Io):
        db.imports.run("no such file.csv")
    with pytest.raises(kith.InvalidArgument):
        db.imports.run(CSV.encode(), delimiter="::")
    assert db.count(kith.Contact) == 0


def test_export(db, ada, tmp_path):
    report = db.export(tmp_path / "all.csv", fields=["name.given", "email"], query="tag = :t", parameters={"t": "vip"})
    assert report.records == 1
    with open(tmp_path / "all.csv", encoding="utf-8", newline="") as file:
        assert list(csv.reader(file))[1] == ["Ada", "ada@engines.example"]
    assert db.export_bytes("vcard").startswith(b"BEGIN:VCARD")
    everything = db.export_bytes("jsonl", "all")
    with kith.open(":memory:") as other:
        assert other.imports.run(everything, format="jsonl").failed == 0
        assert other.query(kith.Contact)[0].emails[0].address == "ada@engines.example"
    with pytest.raises(kith.Cancelled):
        db.export_bytes("csv", progress=lambda done, total: False)


def test_the_example_cleans_a_file(tmp_path):
    messy = tmp_path / "messy.csv"
    messy.write_text(
        "Name,E-mail,Phone\n"
        "Ada Lovelace,ada@engines.example,03-5550-1234\n"
        "\"LOVELACE, Ada\",Ada@Engines.example,(03) 5550-1234\n"
        "山田 太郎,taro@x.example,\n"
        "ﾔﾏﾀﾞ ﾀﾛｳ,taro@x.example,090-0000-1111\n"
        "Bob Stone,bob@y.example,\n", encoding="utf-8")
    clean = tmp_path / "clean.csv"
    script = ROOT / "examples/python/clean_csv.py"
    done = subprocess.run([sys.executable, str(script), str(messy), str(clean), "--region", "JP"], capture_output=True,
                          text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert "5 rows" in done.stdout and "Ada Lovelace" in done.stdout
    with open(clean, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) in (3, 4) and sum("engines.example" in str(row).lower() for row in rows) == 1
    assert messy.exists() and sorted(p.name for p in tmp_path.iterdir()) == ["clean.csv", "messy.csv"]
    again = subprocess.run([sys.executable, str(script), str(messy), str(clean), "--region", "JP", "--reasons",
                            str(tmp_path / "why"), "--keep", str(tmp_path / "people.kith")], capture_output=True,
                           text=True, encoding="utf-8")
    assert again.returncode == 0 and "unmerge 1" in again.stdout, again.stderr
    drawings = list((tmp_path / "why").iterdir())
    assert drawings and all(p.read_text(encoding="utf-8").startswith("<svg") for p in drawings)


def test_the_example_of_segments(tmp_path):
    script = ROOT / "examples/python/segments.py"

    def run(*arguments):
        done = subprocess.run([sys.executable, str(script), *arguments], capture_output=True, text=True,
                              encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return done.stdout

    said = run()
    assert "2 of 4" in said and "kept by commits" in said and "a day ago: 0 of 0" in said
    file = tmp_path / "people.kith"
    with kith.open(file) as db:
        db.add(kith.Contact(name="Ada"))
    assert "asked anew each time" in run(str(file), "top 1 by frequency or given = Ada")
    with kith.open(file) as db:
        assert db.segments.list() == []


LIST = "氏名,フリガナ,メール,電話\n山田 太郎,ヤマダ タロウ,taro@mihon.example,03-5550-1234\n鈴木 次郎,,jiro@mihon.example,\n"


@pytest.fixture
def taro(db):
    return db.add(kith.Contact(name={"given": "Taro", "family": "Yamada"}, emails=["taro@mihon.example"],
                               phones=["03-5550-1234"]))


@pytest.mark.parametrize("likeness, outcome", [("skip", "skipped"), ("update", "updated"), ("merge", "merged"),
                                               ("ask", "asked")])
def test_rows_that_are_there_already(db, taro, likeness, outcome):
    before = db.get(kith.Contact, taro)
    dry = db.imports.run(LIST.encode("cp932"), name="list.csv", likeness=likeness, dry_run=True)
    report = db.imports.run(LIST.encode("cp932"), name="list.csv", likeness=likeness)
    assert [row.outcome for row in dry.rows] == [row.outcome for row in report.rows] == [outcome, "created"]
    row = report.rows[0]
    assert row.record.id == int(taro) and row.candidates[0].record == row.record
    assert row.candidates[0].probability >= 0.95 and row.candidates[0].line == 0
    assert (report.merged, report.asked, report.possible) == (likeness == "merge", likeness == "ask", 0)
    assert (row.merge != 0) == (likeness == "merge")
    assert db.imports.undo(report).kept == []
    after = db.get(kith.Contact, taro)
    assert after.name == before.name and after.emails == before.emails and db.count(kith.Contact) == 1


def test_a_row_that_was_merged_comes_apart(db, taro):
    report = db.imports.run(LIST.encode(), name="list.csv", likeness="merge")
    apart = db.unmerge(report.rows[0].merge)
    assert apart.kept == [] and db.count(kith.Contact) == 3
    assert db.imports.run(LIST.encode(), name="list.csv", likeness="merge").unchanged == 2
    # Coming apart was a change of it since: the batch's undo leaves it, and says so.
    assert [kept.record.id for kept in db.imports.undo(report).kept] == apart.records
    assert db.count(kith.Contact) == 2


def test_an_import_that_asks(db, taro):
    asked = db.imports.run(LIST.encode(), name="list.csv", likeness="ask", review=0.2)
    questions = [row.line for row in asked.rows if row.outcome == "asked"]
    assert questions == [2] and asked.created == 1
    done = db.imports.run(LIST.encode(), name="list.csv", likeness="ask", decisions={2: ("update", int(taro))})
    assert (done.updated, done.unchanged, done.asked) == (1, 1, 0)
    assert db.get(kith.Contact, taro).name.family == "山田"


def test_rows_of_one_file_that_are_one_person(db):
    rows = LIST + "山田太郎,,taro@mihon.example,(03)5550-1234\n"
    report = db.imports.run(rows.encode(), name="list.csv", likeness="merge", dry_run=True)
    assert report.rows[2].outcome == "merged"
    assert report.rows[2].candidates[0].line == 2 and report.rows[2].candidates[0].record is None


def test_likeness_that_cannot_be(db, taro):
    model = db.duplicates.model()
    assert db.imports.run(LIST.encode(), likeness="ask", model=model, dry_run=True).total == 2
    for wrong in (dict(likeness="guess"), dict(likeness="ask", threshold=0.2), dict(likeness="ask", review=2),
                  dict(decisions={2: "skip"}), dict(likeness="ask", decisions={2: "ask"}),
                  dict(likeness="ask", decisions={9: "skip"}), dict(likeness="ask", decisions={2: ("skip", 1)})):
        with pytest.raises(kith.InvalidArgument):
            db.imports.run(LIST.encode(), **wrong)
    assert db.count(kith.Contact) == 1
