"""Opening, closing, options, errors, other processes."""
import datetime
import os
import pathlib
import re
import signal
import subprocess
import sys
import threading
import time

import pytest

import kith
from conftest import ROOT


def test_every_code_is_a_class():
    for name, number in kith._kith.codes().items():
        cls = kith._errors._classes[number]
        assert issubclass(cls, kith.Error) and getattr(kith, cls.__name__) is cls
        assert number == 0 or cls.code == name
    assert issubclass(kith.Parse, ValueError) and issubclass(kith.NotFound, LookupError)
    for cls in (kith.NotAKithFile, kith.Exists, kith.WrongKey):
        assert issubclass(cls, kith.FileError)
    assert issubclass(kith.Suspended, kith.Error) and issubclass(kith.Pruned, kith.Error)


def test_the_header_has_no_code_without_a_class():
    header = (ROOT / "include/kith/error.hpp").read_text(encoding="utf-8")
    body = re.search(r"enum class Code[^{]*\{(.*?)\};", header, re.DOTALL).group(1)
    codes = {name: int(number) for name, number in re.findall(r"^\s*(\w+) = (\d+)", body, re.MULTILINE)}
    assert len(codes) > 20 and codes == kith._kith.codes()
    names = {"".join(word.capitalize() for word in name.split("_")) for name in codes if name != "unknown"}
    assert names <= set(kith.__all__)
    tree = kith._errors.__doc__
    assert names == set(re.findall(r"\w+", tree)) & names


def test_errors_know_what_they_are_about(db):
    with pytest.raises(kith.Required) as caught:
        db.add(kith.Organization())
    error = caught.value
    assert (error.code, error.field, error.retryable) == ("required", "name", False)
    assert error.message_ja and error.message_ja != str(error)
    with pytest.raises(kith.NotUnique):
        db.add([kith.User(name="ada"), kith.User(name="ada")])


def test_closing(path):
    with kith.open(path) as db:
        db.add(kith.Contact(name="Ada"))
    assert os.listdir(path.parent) == ["test.kith"]
    with pytest.raises(kith.Closed):
        db.count(kith.Contact)


def test_paths(tmp_path):
    for name in (str(tmp_path / "a.kith"), tmp_path / "夏.kith", os.fsencode(tmp_path / "c.kith")):
        kith.open(name).close()
        assert pathlib.Path(os.fsdecode(name)).exists()


def test_options(path):
    now = datetime.datetime(2026, 5, 6, 7, 8, 9, tzinfo=datetime.timezone.utc)
    with kith.open(path, clock=lambda: now, actor="ada", time_zone="Asia/Tokyo", durability="normal", busy_timeout=0.1) as db:
        assert db.get(kith.Contact, db.add(kith.Contact(name="A"))).meta.created_at == now
        assert db.history.transactions()[0].actor == "ada" and db.settings.time_zone == "Asia/Tokyo"
        other = db.as_actor("bob")
        other.add(kith.Contact(name="B"))
        assert [t.actor for t in db.history.transactions()] == ["bob", "ada"]
        del other
    with kith.open(path, read_only=True) as db:
        with pytest.raises(kith.ReadOnly):
            db.add(kith.Contact(name="x"))
    for wrong in ({"durability": "some"}, {"colour": "red"}, {"week_start": 9}):
        with pytest.raises(kith.InvalidArgument):
            kith.open(path, **wrong)
    with pytest.raises(kith.Io):
        kith.open(path.parent / "none.kith", create=False)
    (path.parent / "text.kith").write_text("no database at all, but long enough to look at" * 20)
    with pytest.raises(kith.NotAKithFile):
        kith.open(path.parent / "text.kith")


def test_the_last_object_closes(path):
    db = kith.open(path)
    db.add(kith.Contact(name="Ada"))
    duplicates = db.duplicates
    del db
    assert duplicates.find() == []
    del duplicates
    assert os.listdir(path.parent) == ["test.kith"]


def test_another_process_sees_what_was_written(path):
    with kith.open(path) as db:
        db.add(kith.Contact(name="Ada"))
        code = f"import kith; db = kith.open({str(path)!r}); db.add(kith.Contact(name='Bob')); print(db.count(kith.Contact))"
        assert subprocess.check_output([sys.executable, "-c", code], text=True) == "2\n"
        assert db.count(kith.Contact) == 2


def test_a_block_lets_go_of_a_file_that_another_process_has_open(path):
    with kith.open(path) as db:
        code = f"""
import kith
with kith.open({str(path)!r}) as db:
    db.add(kith.Contact(name="Bob"))
try:
    db.count(kith.Contact)
except kith.Closed:
    print("closed")
try:
    with kith.open({str(path)!r}) as db:
        raise ValueError("its own")
except ValueError as error:
    print(error)
"""
        assert subprocess.check_output([sys.executable, "-c", code], text=True) == "closed\nits own\n"
        assert db.count(kith.Contact) == 1
        db.add(kith.Contact(name="Ada"))
    assert os.listdir(path.parent) == ["test.kith"]


def test_a_block_that_cannot_close_covers_nothing_it_raised(path, monkeypatch):
    def full(database):
        raise kith.Error("no room")

    with monkeypatch.context() as patched:
        patched.setattr(kith.Database, "close", full)
        with pytest.raises(ValueError, match="its own"):
            with kith.open(path):
                raise ValueError("its own")
        with pytest.raises(kith.Error, match="no room"):
            with kith.open(path):
                pass


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="needs signals to threads")
def test_control_c_while_waiting_for_a_writer(path):
    with kith.open(path) as db:
        release, entered = threading.Event(), threading.Event()

        def hold():
            with db.transaction() as tx:
                tx.add(kith.Tag(name="held"))
                entered.set()
                release.wait(20)

        holder = threading.Thread(target=hold)
        holder.start()
        entered.wait()
        main = threading.main_thread().ident
        threading.Thread(target=lambda: (time.sleep(0.2), signal.pthread_kill(main, signal.SIGINT))).start()
        with pytest.raises(KeyboardInterrupt):
            with db.transaction() as tx:
                tx.add(kith.Tag(name="never"))
        release.set()
        holder.join()
        db.add(kith.Tag(name="after"))  # the abandoned one has let go
        assert [t.name for t in db.query(kith.Tag)] == ["held", "after"]


def test_leaving_with_a_transaction_open(path):
    """The interpreter ends with a block open: nothing hangs, nothing is written."""
    code = f"import kith, os; db = kith.open({str(path)!r}); s = db.transaction(); tx = s.__enter__(); tx.add(kith.Tag(name='x'))"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=30)
    with kith.open(path) as db:
        assert db.count(kith.Tag) == 0


def test_an_error_says_what_is_in_a_damaged_file(tmp_path):
    path = tmp_path / "damaged.kith"
    kith.open(path).close()
    path.write_bytes(path.read_bytes().replace(b"CREATE INDEX", b"CREA\xff\xff\xff\xff\xff\xff\xff\xff", 1))
    with pytest.raises(kith.Corrupt, match="malformed.*\ufffd"):
        kith.open(path)
