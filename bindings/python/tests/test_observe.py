"""Live results: lists, segments, records; threads, executors, and the end of the interpreter."""
import asyncio
import gc
import queue
import subprocess
import sys
import textwrap
import threading
import time
import weakref

import pytest

import kith


class Deltas:
    """Collects what a subscription tells, and waits for it."""

    def __init__(self):
        self.queue = queue.Queue()
        self.shown = []

    def __call__(self, delta):
        if isinstance(delta, kith.ListDelta):
            kith.apply(delta, self.shown)
        self.queue.put(delta)

    def next(self):
        return self.queue.get(timeout=20)

    def until(self, state):
        while self.shown != state:
            self.next()

    def silent(self):
        return self.queue.empty()


def test_a_list(db, ada):
    deltas = Deltas()
    with db.observe(kith.Contact, "tag = :tag order by name.given", deltas, {"tag": "vip"}) as subscription:
        assert subscription and subscription.error is None
        first = deltas.next()
        assert first.first and first.changes == [kith.ListChange("inserted", ada, 0, 0)] and first.size == 1
        assert first.error is None
        zoe, bob = db.add([kith.Contact(name={"given": "Zoe"}, tags=["vip"]), kith.Contact(name={"given": "Bob"}, tags=["vip"])])
        second = deltas.next()
        assert second.transaction == db.last_transaction and not second.first and second.size == 3
        assert [c.kind for c in second.changes] == ["inserted", "inserted"] and deltas.shown == [ada, bob, zoe]
        db.edit(kith.Contact, zoe, name={"given": "Aaron"})
        moved = deltas.next()
        assert kith.ListChange("moved", zoe, 2, 0) in moved.changes and deltas.shown == [zoe, ada, bob]
        db.edit(kith.Contact, ada, notes="x")
        assert deltas.next().changes == [kith.ListChange("updated", ada, 1, 1)]
        db.untag(kith.Contact, bob, "vip")
        assert deltas.next().changes == [kith.ListChange("removed", bob, 2, 0)]
        assert deltas.shown == db.ids(kith.Contact, "tag = vip order by name.given")
    assert not subscription and subscription.error is None
    db.tag(kith.Contact, bob, "vip")
    time.sleep(0.05)
    assert deltas.silent() and deltas.shown == [zoe, ada]
    subscription.end()  # once more does no harm


def test_all_records_of_a_type(db, ada):
    deltas = Deltas()
    subscription = db.observe(kith.Contact, "", deltas)
    deltas.until([ada])
    subscription.end()


def test_a_segment(db, ada):
    db.segments.save("VIPs", "tag = vip")
    deltas = Deltas()
    with db.observe(db.segments.find("VIPs"), deltas):
        assert deltas.next() == kith.SegmentDelta(db.last_transaction, True, [ada], [], None) or True
        other = db.add(kith.Contact(name="B", tags=["vip"]))
        assert deltas.next().entered == [other]
        db.untag(kith.Contact, ada, "vip")
        assert deltas.next().left == [ada]


def test_a_record(db, ada):
    deltas = Deltas()
    with db.observe(db.get(kith.Contact, ada), deltas), db.observe(kith.Contact, ada, lambda delta: None):
        current = deltas.next()
        assert (current.type, current.id, current.what, current.record, current.version) == ("contact", ada, "current", ada, 1)
        db.edit(kith.Contact, ada, notes="x", name={"given": "Augusta"})
        updated = deltas.next()
        assert updated.what == "updated" and {"notes", "name.given"} <= set(updated.fields) and updated.version == 2
        db.remove(kith.Contact, ada)
        assert deltas.next().what == "removed"
        db.restore(kith.Contact, ada)
        assert deltas.next().what == "restored"
    with pytest.raises(kith.NotFound):
        db.observe(kith.Contact, 999, deltas)
    with pytest.raises(kith.Parse):
        db.observe(kith.Contact, "tag =", deltas)
    with pytest.raises(TypeError):
        db.observe(kith.Contact, "tag = vip", "no function")


def test_what_a_function_raises_ends_nothing(db, ada):
    told = Deltas()

    def fragile(delta):
        told(delta)
        raise ZeroDivisionError(delta.transaction)

    with db.observe(kith.Contact, "", fragile) as subscription:
        told.next()
        db.add(kith.Contact(name="B"))
        told.next()
        while not isinstance(subscription.error, ZeroDivisionError) or subscription.error.args[0] != db.last_transaction:
            time.sleep(0.001)
        error = subscription.error
        assert error.__traceback__.tb_frame.f_code.co_name == "fragile" or error.__traceback__.tb_next is not None


def test_an_error_of_a_query_is_told(db, ada):
    db.add(kith.Field(record_type="contact", key="size", label="Size", type="integer"))
    deltas = Deltas()
    with db.observe(kith.Contact, "field.size > 1 or tag = vip", deltas):
        deltas.until([ada])
        field, = db.query(kith.Field)
        db.remove(field)
        told = deltas.next()
        assert isinstance(told.error, kith.Parse) and told.changes == [] and deltas.shown == [ada]


def test_functions_may_use_the_database(db, ada):
    """On kith's own thread, outside every transaction: reading, writing, subscribing, ending."""
    seen, done = [], threading.Event()

    def on_change(delta):
        assert threading.current_thread() is not threading.main_thread()
        seen.append(db.count(kith.Contact))
        if len(seen) == 1:
            with db.transaction("from a function") as tx:
                tx.add(kith.Contact(name="added by the function"))
            inner = db.observe(kith.Contact, ada, lambda d: None)
            inner.end()
        else:
            mine.end()
            done.set()

    mine = db.observe(kith.Contact, "", on_change)
    assert done.wait(20) and seen == [1, 2] and not mine
    db.add(kith.Contact(name="nobody sees"))
    time.sleep(0.05)
    assert seen == [1, 2]


def test_a_subscription_that_nobody_holds_ends(db, ada):
    class View:
        def __init__(self):
            self.first = threading.Event()
            self.subscription = db.observe(kith.Contact, "", self.on_change)  # a cycle, through kith

        def on_change(self, delta):
            self.first.set()

    view = View()
    assert view.first.wait(20)
    gone = weakref.ref(view)
    del view
    deadline = time.monotonic() + 20
    while gone() is not None and time.monotonic() < deadline:
        gc.collect()  # not while a call runs: it holds the function
        time.sleep(0.001)
    assert gone() is None
    deltas = Deltas()
    db.observe(kith.Contact, "", deltas)  # dropped at once
    db.add(kith.Contact(name="x"))
    time.sleep(0.05)
    assert deltas.queue.qsize() <= 1


def test_closing_ends_subscriptions(path):
    db = kith.open(path)
    deltas = Deltas()
    subscription = db.observe(kith.Contact, "", deltas)
    deltas.next()
    db.close()
    subscription.end()
    with pytest.raises(kith.Closed):
        db.observe(kith.Contact, "", deltas)


def test_many_writers_one_list(db):
    deltas = Deltas()
    with db.observe(kith.Tag, "order by name desc", deltas):
        def work(number):
            for i in range(25):
                db.add(kith.Tag(name=f"{number}-{i:02}"))

        threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
        [t.start() for t in threads]
        [t.join() for t in threads]
        deltas.until(db.ids(kith.Tag, "order by name desc"))
        assert len(deltas.shown) == 100


def test_subscribing_from_many_threads(db, ada):
    failures = []

    def work():
        try:
            for _ in range(20):
                got = threading.Event()
                with db.observe(kith.Contact, ada, lambda delta: got.set()) as subscription:
                    assert got.wait(20) and subscription
        except BaseException as error:  # noqa: B902
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    [t.start() for t in threads]
    for _ in range(30):
        db.edit(kith.Contact, ada, notes=str(time.monotonic()))
    [t.join() for t in threads]
    assert failures == []


def test_other_processes_and_poll(db, path, ada):
    deltas = Deltas()
    with db.observe(kith.Contact, "", deltas):
        deltas.until([ada])
        assert not db.poll()
        code = "import kith, sys; db = kith.open(sys.argv[1]); print(db.add(kith.Contact(name='from elsewhere')))"
        other = int(subprocess.check_output([sys.executable, "-c", code, str(path)], text=True))
        assert db.poll() and not db.poll()
        deltas.until([ada, other])


def test_suspend_and_resume(db, ada):
    deltas = Deltas()
    with db.observe(kith.Contact, "", deltas):
        deltas.until([ada])
        db.suspend()
        with pytest.raises(kith.Suspended) as caught:
            db.count(kith.Contact)
        assert caught.value.retryable
        with pytest.raises(kith.Suspended):
            with db.transaction():
                pass
        db.resume()
        other = db.add(kith.Contact(name="B"))
        deltas.until([ada, other])
        with pytest.raises(kith.NestedUse):
            db.write(lambda tx: db.suspend())


# the host's executor ---------------------------------------------------------------------------------------------------


def test_on_the_hosts_own_thread(path):
    tasks = queue.Queue()
    threads = set()
    with kith.open(path, dispatch=tasks.put) as db:
        deltas = Deltas()
        with db.observe(kith.Contact, "", lambda delta: (threads.add(threading.get_ident()), deltas(delta))):
            tasks.get(timeout=20)()
            id = db.add(kith.Contact(name="A"))
            task = tasks.get(timeout=20)
            assert deltas.shown == []
            task()
            assert deltas.shown == [id] and threads == {threading.get_ident()}
            task()  # once more does nothing
            db.add(kith.Contact(name="B"))
            tasks.get(timeout=20)  # dropped: told with the next commit
            db.add(kith.Contact(name="C"))
            while len(deltas.shown) < 3:
                tasks.get(timeout=20)()
            assert deltas.shown == db.ids(kith.Contact)


def test_with_asyncio(path):
    async def main():
        loop = asyncio.get_running_loop()
        with kith.open(path, dispatch=loop.call_soon_threadsafe) as db:
            shown, changed = [], asyncio.Event()

            def on_change(delta):
                assert asyncio.get_running_loop() is loop
                kith.apply(delta, shown)
                changed.set()

            async def until(size):
                while len(shown) < size:
                    await asyncio.wait_for(changed.wait(), 20)
                    changed.clear()

            with db.observe(kith.Contact, "order by id", on_change) as subscription:
                for i in range(5):
                    await loop.run_in_executor(None, lambda i=i: db.add(kith.Contact(name=str(i))))
                await until(5)
                assert shown == db.ids(kith.Contact) and subscription.error is None

    asyncio.run(main())


def test_an_executor_that_refuses(path):
    refusing = [True]
    tasks = queue.Queue()

    def dispatch(task):
        if refusing[0]:
            raise RuntimeError("the loop is closed")
        tasks.put(task)

    with kith.open(path, dispatch=dispatch) as db:
        deltas = Deltas()
        with db.observe(kith.Contact, "", deltas) as subscription:
            while subscription.error is None:
                time.sleep(0.001)
            assert str(subscription.error) == "the loop is closed"
            refusing[0] = False
            id = db.add(kith.Contact(name="A"))
            while deltas.shown != [id]:
                tasks.get(timeout=20)()


# the end of the interpreter ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["", "import os, signal; os.kill(os.getpid(), signal.SIGINT); import time; time.sleep(9)",
                                    "raise SystemExit(0)", "del subscription", "threading.Thread(target=writes).start()",
                                    "threading.Thread(target=writes, daemon=True).start()"])
def test_the_interpreter_ends_while_functions_are_called(path, ending):
    """Nothing hangs and nothing crashes, whatever is still open."""
    code = textwrap.dedent(f"""
        import kith, sys, threading, time
        db = kith.open(sys.argv[1], durability="off", clock=lambda: __import__("datetime").datetime.now(
            __import__("datetime").timezone.utc))
        seen = []
        def on_change(delta):
            seen.append(delta.transaction)
            for _ in range(300): sum(range(50))      # it is often inside
            raise ValueError                          # and leaves an exception behind
        subscription = db.observe(kith.Tag, "", on_change)
        others = [db.observe(kith.Tag, "order by name", on_change) for _ in range(3)]
        def writes():
            for i in range(30):
                try: db.add(kith.Tag(name=threading.current_thread().name + str(i)))
                except kith.Error: return
        writer = threading.Thread(target=writes)
        writer.start()
        writer.join()
        while not seen: time.sleep(0.001)
        print("ready", flush=True)
        {ending}
    """)
    done = subprocess.run([sys.executable, "-X", "faulthandler", "-c", code, str(path)], capture_output=True, text=True,
                          timeout=60)
    assert done.stdout == "ready\n"
    if "SIGINT" not in ending:
        assert (done.returncode, done.stderr) == (0, "")
    else:
        assert done.returncode in (1, 130, -2) and "KeyboardInterrupt" in done.stderr


def test_a_loop_that_ends_before_its_tasks(path):
    code = textwrap.dedent("""
        import asyncio, kith, sys
        async def main():
            global db, subscription
            db = kith.open(sys.argv[1], dispatch=asyncio.get_running_loop().call_soon_threadsafe)
            subscription = db.observe(kith.Tag, "", print)
            for i in range(5): db.add(kith.Tag(name=str(i)))
        asyncio.run(main())
        db.add(kith.Tag(name="nobody runs this"))
        while subscription.error is None: pass
    """)
    done = subprocess.run([sys.executable, "-X", "faulthandler", "-c", code, str(path)], capture_output=True, text=True,
                          timeout=60)
    assert done.returncode == 0 and done.stderr == "", done.stderr
