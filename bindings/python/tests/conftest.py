"""What all tests share. They import the package that was built: `PYTHONPATH=build/dev/bindings/python`."""
import datetime
import pathlib
import signal

import pytest

import kith

# What a shell starts in the background ignores Ctrl-C, and so do its children: here it is as at a terminal.
signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = pathlib.Path(__file__).resolve().parents[3]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "test.kith"


@pytest.fixture
def db(path):
    with kith.open(path, actor="tester", region="JP", durability="off") as database:
        yield database
        assert database.verify() == []


@pytest.fixture
def ada(db):
    return db.add(
        kith.Contact(
            name=kith.Name(given="Ada", family="Lovelace"),
            emails=[kith.Email("ada@engines.example", label="work")],
            phones=["03-5550-1234"],
            birthday=datetime.date(1815, 12, 10),
            tags=["vip"],
        )
    )
