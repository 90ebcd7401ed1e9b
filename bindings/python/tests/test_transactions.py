"""Transactions as blocks and as closures, snapshots, savepoints, threads."""
import threading
import time

import pytest

import kith


def test_a_block_commits(db):
    with db.transaction("first steps") as tx:
        engines = tx.add(kith.Organization(name="Analytical Engines"))
        ada = tx.add(kith.Contact(name="Ada"))
        tx.add(kith.Employment(contact=ada, organization=engines))
        assert tx.get(kith.Contact, ada).meta.created_at == tx.now
        assert tx.edit(kith.Contact, ada, notes="x").meta.version == 2
        number = tx.id
    assert db.last_transaction == number
    assert db.history.transactions()[0].label == "first steps" and db.count(kith.Employment) == 1


def test_an_exception_rolls_back(db):
    with pytest.raises(ZeroDivisionError):
        with db.transaction() as tx:
            tx.add(kith.Contact(name="Ada"))
            1 / 0
    with pytest.raises(ZeroDivisionError):
        db.write(lambda tx: tx.add(kith.Contact(name="Ada")) / 0)
    assert db.count(kith.Contact) == 0


def test_an_error_inside_can_be_survived(db):
    with db.transaction() as tx:
        with pytest.raises(kith.Required):
            tx.add(kith.Organization())
        tx.add(kith.Organization(name="x"))
    assert db.count(kith.Organization) == 1


def test_a_commit_that_fails_is_reported(db):
    with pytest.raises(kith.Parse):
        with db.transaction() as tx:
            tx.add(kith.Segment(name="broken", query="nme = x"))
    assert db.segments.list() == []


def test_write_gives_what_the_function_gives(db):
    ada = db.write(lambda tx: tx.add(kith.Contact(name="Ada")))
    assert db.get(kith.Contact, ada).name.full == "Ada"


@pytest.mark.parametrize("way", ["block", "closure"])
def test_savepoints(db, way):
    def work(tx):
        tx.add(kith.Tag(name="kept"))
        with pytest.raises(ValueError):
            with tx.savepoint():
                tx.add(kith.Tag(name="dropped"))
                with tx.savepoint():
                    tx.add(kith.Tag(name="also dropped"))
                raise ValueError
        with tx.savepoint():
            tx.add(kith.Tag(name="kept too"))

    if way == "closure":
        db.write(work)
    else:
        with db.transaction() as tx:
            work(tx)
    assert [t.name for t in db.query(kith.Tag)] == ["kept", "kept too"]


def test_the_database_inside_its_own_transaction_is_refused(db):
    tag = db.add(kith.Tag(name="x"))
    for verb in (lambda: db.count(kith.Contact), lambda: db.add(kith.Contact(name="x")), db.close,
                 lambda: db.search("x"), lambda: db.transaction().__enter__(), lambda: db.duplicates.find()):
        with db.transaction():
            with pytest.raises(kith.NestedUse) as caught:
                verb()
        assert str(caught.value).count("test_transactions.py:") == 2
        with pytest.raises(kith.NestedUse):
            db.write(lambda tx: verb())
        with pytest.raises(kith.NestedUse):
            db.edit(kith.Tag, tag, lambda t: verb())
    assert db.count(kith.Contact) == 0


def test_an_ended_transaction_is_refused(db):
    with db.transaction() as tx:
        pass
    with pytest.raises(kith.Closed):
        tx.count(kith.Contact)
    with pytest.raises(kith.Closed):
        db.write(lambda t: t).count(kith.Contact)


def test_a_block_left_open_rolls_back(db):
    session = db.transaction()
    session.__enter__().add(kith.Contact(name="x"))
    del session
    assert db.count(kith.Contact) == 0


def test_snapshots(db):
    db.add(kith.Contact(name="A"))
    with db.snapshot() as reader:
        assert reader.count(kith.Contact) == 1
        other = threading.Thread(target=lambda: db.add(kith.Contact(name="B")))
        other.start()
        other.join()
        assert reader.count(kith.Contact) == 1 and not hasattr(reader, "add")
    assert db.count(kith.Contact) == 2


def test_writers_wait_without_the_interpreters_lock(db):
    """A thread that waits for the writer must let others run: the one that holds it most of all."""
    entered, order = threading.Event(), []

    def second():
        entered.wait()
        db.add(kith.Tag(name="second"))
        order.append("second")

    thread = threading.Thread(target=second)
    thread.start()
    with db.transaction() as tx:
        entered.set()
        for i in range(20):
            tx.add(kith.Tag(name=f"first {i}"))
            time.sleep(0.002)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_many_threads(db):
    failures = []

    def work(number):
        try:
            for i in range(15):
                with db.transaction() as tx:
                    tx.add(kith.Tag(name=f"{number}/{i}"))
                db.write(lambda tx: tx.add(kith.Tag(name=f"{number}+{i}")))
                db.add(kith.Tag(name=f"{number}-{i}"))
                db.count(kith.Tag), db.list(kith.Tag, ["name"])
        except BaseException as error:  # noqa: B902
            failures.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert failures == [] and db.count(kith.Tag) == 6 * 15 * 3


def test_one_block_from_several_threads(db):
    with db.transaction() as tx:
        threads = [threading.Thread(target=lambda n=n: tx.add(kith.Tag(name=str(n)))) for n in range(8)]
        [t.start() for t in threads]
        [t.join() for t in threads]
    assert db.count(kith.Tag) == 8


def test_a_closures_transaction_stays_on_its_thread(db):
    caught = []

    def other(tx):
        try:
            tx.add(kith.Tag(name="x"))
        except kith.InvalidArgument as error:
            caught.append(error)

    def work(tx):
        thread = threading.Thread(target=other, args=(tx,))
        thread.start()
        thread.join()

    db.write(work)
    assert len(caught) == 1


def test_a_memory_database_too():
    with kith.open(":memory:") as db:
        with db.transaction() as tx:
            tx.add(kith.Tag(name="x"))
            with pytest.raises(kith.NestedUse):
                db.count(kith.Tag)
        with db.snapshot() as reader:
            assert reader.count(kith.Tag) == 1


def test_a_snapshot_of_an_earlier_time(db):
    ada = db.add(kith.Contact(name="Ada", tags=["vip"]))
    then = db.get(kith.Contact, ada).meta.updated_at
    time.sleep(0.01)
    db.edit(kith.Contact, ada, notes="later")
    db.untag(kith.Contact, ada, "vip")
    db.add(kith.Contact(name="Bob"))
    with db.snapshot(as_of=then) as past:
        assert past.count(kith.Contact) == 1
        assert past.ids(kith.Contact, "tag = vip") == [ada]
        assert past.get(kith.Contact, ada).notes == ""
        with pytest.raises(kith.InvalidArgument, match="full text"):
            past.count(kith.Contact, 'matches "later"')
    assert db.count(kith.Contact, "tag = vip") == 0
    with pytest.raises(kith.InvalidValue, match="as_of"):
        with db.snapshot(as_of="yesterday"):
            pass
