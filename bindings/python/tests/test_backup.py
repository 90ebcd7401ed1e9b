"""Copies of a database in use, plain and encrypted; keys; how long the history is kept."""
import datetime
import os
import sys
import threading
import time

import pytest

import kith

DAY = datetime.timedelta(days=1)
needs_sodium = pytest.mark.skipif(not kith.Privacy.can_suppress(), reason="kith was built without libsodium")


@pytest.fixture
def copy(tmp_path):
    (tmp_path / "copies").mkdir()
    return tmp_path / "copies" / "写し.kith"


def names(path):
    with kith.open(path, create=False) as db:
        assert db.verify() == []
        return [str(contact.name.given) for contact in db.query(kith.Contact)]


def test_a_copy(db, ada, copy):
    seen = []
    result = db.backup(copy, progress=lambda done, total: seen.append((done, total)), pages_per_step=20)
    assert result == (db.last_transaction, seen[-1][1], copy.stat().st_size) and result.pages > 0
    assert seen == sorted(seen) and len(seen) > 2 and seen[-1][0] == seen[-1][1]
    assert names(copy) == ["Ada"] and os.listdir(copy.parent) == [copy.name] and not kith.is_encrypted_backup(copy)
    db.add(kith.Contact(name="Bob"))
    with pytest.raises(kith.Exists) as caught:
        db.backup(str(copy))
    assert isinstance(caught.value, kith.FileError) and caught.value.code == "exists"
    db.backup(os.fsencode(copy), replace=True)
    assert names(copy) == ["Ada", "Bob"]


def test_stopping_a_copy(db, ada, copy):
    with pytest.raises(kith.Cancelled):
        db.backup(copy, progress=lambda done, total: False)
    with pytest.raises(ZeroDivisionError):
        db.backup(copy, progress=lambda done, total: 1 / 0)
    with pytest.raises(kith.InvalidArgument):
        db.backup(copy, pages_per_step=0)
    with pytest.raises(kith.InvalidArgument):
        db.backup(copy, passphrase="")
    with pytest.raises(TypeError):
        db.backup(copy, passphrase=b"bytes are no passphrase")
    assert os.listdir(copy.parent) == []
    with db.transaction():
        with pytest.raises(kith.NestedUse):
            db.backup(copy)


def test_progress_reads_and_others_write(db, ada, copy):
    """The copy is of the moment at which it began, whoever writes meanwhile."""
    counted, wrote = [], []

    def progress(done, total):
        counted.append(db.count(kith.Contact))
        if not wrote:
            writer = threading.Thread(target=lambda: wrote.append(db.add(kith.Contact(name="Late"))))
            writer.start()
            writer.join()

    db.backup(copy, progress=progress, pages_per_step=50)
    assert counted[0] == 1 and len(counted) > 1 and wrote and db.count(kith.Contact) == 2
    assert names(copy) == ["Ada"]


def test_of_memory(copy):
    with kith.open(":memory:") as db:
        db.add(kith.Contact(name="Ada"))
        db.backup(copy)
    assert names(copy) == ["Ada"]


def test_restoring_a_plain_copy(db, ada, copy, tmp_path):
    db.backup(copy)
    target, seen = tmp_path / "restored.kith", []
    assert kith.restore_backup(copy, target, progress=lambda done, total: seen.append((done, total))) is None
    assert names(target) == ["Ada"] and seen[-1][0] == seen[-1][1] > 0
    with pytest.raises(kith.Exists):
        kith.restore_backup(copy, target)
    kith.restore_backup(copy, target, replace=True)
    other = tmp_path / "other.kith"
    with pytest.raises(kith.Cancelled):
        kith.restore_backup(copy, other, progress=lambda done, total: False)
    with pytest.raises(ZeroDivisionError):
        kith.restore_backup(copy, other, progress=lambda done, total: 1 / 0)
    with pytest.raises(kith.Io):
        kith.restore_backup(tmp_path / "none", other)
    with pytest.raises(kith.Io):
        kith.is_encrypted_backup(tmp_path / "none")
    (tmp_path / "text").write_text("no database at all, but long enough to look at " * 20)
    with pytest.raises(kith.NotAKithFile):
        kith.restore_backup(tmp_path / "text", other)
    assert not other.exists()


@needs_sodium
def test_an_encrypted_copy(db, ada, copy, tmp_path):
    target = tmp_path / "restored.kith"
    db.backup(copy, passphrase="夏 horse battery")
    assert kith.is_encrypted_backup(copy) and b"Lovelace" not in copy.read_bytes()
    with pytest.raises(kith.NotAKithFile):
        kith.open(copy)
    for wrong in ("夏 horse batterie", None):
        with pytest.raises(kith.WrongKey) as caught:
            kith.restore_backup(copy, target, passphrase=wrong)
        assert isinstance(caught.value, kith.FileError) and not target.exists()
    seen = []
    kith.restore_backup(copy, target, passphrase="夏 horse battery", progress=lambda done, total: seen.append((done, total)))
    assert seen and all(0 <= done <= total == copy.stat().st_size for done, total in seen)
    assert names(target) == ["Ada"]
    whole = copy.read_bytes()
    copy.write_bytes(whole[:-100])
    with pytest.raises(kith.Corrupt):
        kith.restore_backup(copy, tmp_path / "other.kith", passphrase="夏 horse battery")
    assert not (tmp_path / "other.kith").exists()


@needs_sodium
def test_other_threads_run_meanwhile(db, ada, copy, tmp_path):
    """Nobody is asked to give the interpreter's lock up here: others run only where kith gives it back by itself."""
    turns, stop = [0], threading.Event()

    def take_turns():
        while not stop.is_set():
            turns[0] += 1
            time.sleep(0)

    other = threading.Thread(target=take_turns)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1000)
    try:
        other.start()
        counts = [turns[0]]
        db.backup(copy, passphrase="secret")
        counts.append(turns[0])
        kith.restore_backup(copy, tmp_path / "restored.kith", passphrase="secret")
        counts.append(turns[0])
    finally:
        stop.set()
        other.join()
        sys.setswitchinterval(interval)
    assert counts[0] < counts[1] < counts[2]


def test_a_key(path):
    """The SQLite of this system may encrypt or not; without, nothing is made."""
    try:
        kith.open(path, key="secret").close()
    except kith.Unsupported:
        assert not path.exists()
    else:
        with pytest.raises(kith.WrongKey):
            kith.open(path, key="other")
    with kith.open(path.parent / "plain.kith", key="") as db:
        assert db.count(kith.Contact) == 0


@pytest.fixture
def aging(path):
    """A database whose clock goes by a day with each look, from a year ago on."""
    class Clock:
        now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0) - 360 * DAY

        def __call__(self):
            return self.now

    clock = Clock()
    with kith.open(path, durability="off", clock=clock) as db:
        ada = db.add(kith.Contact(name="Ada"))
        for step in range(5):
            clock.now += 60 * DAY
            db.edit(kith.Contact, ada, notes=str(step), lifecycle=["lead", "customer"][step % 2])
        yield db, ada, clock.now
        assert db.verify() == []


def test_pruning(aging):
    db, ada, now = aging
    assert db.history.horizon() is None
    numbers = [entry.id for entry in db.history.transactions()]
    assert len(numbers) == 6
    pruned = db.history.prune(now - 130 * DAY)
    assert pruned.transactions == 3 and pruned.changes > 3
    horizon = db.history.horizon()
    assert horizon == (numbers[2], now - 120 * DAY) and horizon.first == numbers[2]
    assert [entry.id for entry in db.history.transactions()] == numbers[:3]
    with pytest.raises(kith.Pruned) as caught:
        db.undo(numbers[-1])
    assert caught.value.code == "pruned" and not caught.value.retryable
    with pytest.raises(kith.Pruned):
        db.history.changes(numbers[-1])
    assert len(db.history.transitions(kith.Contact, ada)) == 5
    assert db.history.prune("2001-01-01T00:00:00Z") == kith.PruneResult(0, 0)
    db.undo(numbers[0])


def test_the_setting_says_how_long(aging):
    db, ada, now = aging
    assert db.settings.history_days == 0 and db.history.prune() == (0, 0)
    assert db.change_settings(history_days=100).history_days == 100 == db.settings.history_days
    assert db.settings.region == ""
    db.history.prune()
    assert db.history.horizon().at >= now - 100 * DAY
    with pytest.raises(kith.InvalidValue):
        db.change_settings(history_days=-1)
