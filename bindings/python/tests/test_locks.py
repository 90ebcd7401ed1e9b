"""No call into kith is made with the interpreter's lock: where one thread holds kith's locks and needs the interpreter's,
and another the other way round, both come to their end. Each case runs in a process of its own, because a thread that
waited with the interpreter's lock would stop everything."""
import subprocess
import sys
import textwrap

import pytest

SCRIPT = """
import kith, sys, threading, time
db = kith.open(sys.argv[1], durability="off", busy_timeout=20.0)
ada = db.add(kith.Contact(name="Ada", tags=["vip"]))
bob = db.add(kith.Contact(name="Bob", emails=["ada@x.example"]))
pipeline = db.pipelines.create("Sales", ["Lead", "Offer"])
deal = db.add(kith.Deal(name="x", stage=pipeline.stages[0]))
db.segments.save("VIPs", "tag = vip")
merged = db.merge(db.add(kith.Contact(name="a")), [db.add(kith.Contact(name="b"))])
duplicates = db.duplicates
inside, entered, order = threading.Event(), threading.Event(), []

def holds_the_writer(tx):
    inside.set()
    entered.wait()
    deadline = time.monotonic() + 0.1
    steps = 0
    while time.monotonic() < deadline or steps < 50:   # takes the interpreter's lock again and again
        tx.add(kith.Tag(name=f"tag {steps}"))
        steps += 1
    order.append("writer")

def other():
    inside.wait()
    entered.set()
    for _ in range(3):
        with_the_lock()
    order.append("other")

def with_the_lock():
    VERB

threads = [threading.Thread(target=db.write, args=(holds_the_writer,)), threading.Thread(target=other)]
[t.start() for t in threads]
[t.join() for t in threads]
assert sorted(order) == ["other", "writer"], order
assert db.verify() == []
print(order[0])
"""

WRITES = {
    "add": "db.add(kith.Contact(name='x'))",
    "add many": "db.add([kith.Contact(name='x'), kith.Contact(name='y')])",
    "update": "db.update(db.get(kith.Contact, ada))",
    "edit": "db.edit(kith.Contact, ada, notes=str(time.monotonic()))",
    "tag": "db.tag(kith.Contact, ada, 'x')",
    "block": "with db.transaction() as tx: tx.add(kith.Contact(name='x'))",
    "move": "db.pipelines.move(deal, pipeline.stages[time.monotonic_ns() % 2])",
    "create": "db.pipelines.create(f'p{time.monotonic()}', ['a'])",
    "blob": "db.blobs.put(str(time.monotonic()).encode()); db.blobs.sweep()",
    "import": "db.imports.run(b'Name\\nx\\n', format='csv')",
    "settings": "db.change_settings(region='US')",
    "undo": "db.undo(db.last_transaction)",
    "rebuild": "db.rebuild()",
    "decide": "db.privacy.decide(kith.Consent(contact=ada, purpose='x', state=['granted', 'pending'][time.monotonic_ns() % 2]))",
    "erase": "db.privacy.erase(db.add(kith.Contact(name='x')))",
    "scour": "db.privacy.scour()",
    "prune": "db.edit(kith.Contact, ada, notes=str(time.monotonic()))\n    db.history.prune('2001-01-01T00:00:00Z')",
    "segment": "db.segments.save('S', 'tag = vip')",
}
READS = {
    "get and query": "db.get(kith.Contact, ada); db.query(kith.Contact, 'tag = vip'); list(db.each(kith.Contact))",
    "card": "db.card(ada); db.timeline(ada); db.summary(ada); db.today()",
    "board": "db.pipelines.board(pipeline.id); db.pipelines.rotting(pipeline.id); db.pipelines.conversion(pipeline.id)",
    "search": "db.search('ada'); db.search.full_text('ada')",
    "duplicates": "duplicates.find(); duplicates.report(); duplicates.of(ada); duplicates.explain(ada, bob); "
                  "duplicates.waterfall(ada, bob); duplicates.model(); duplicates.decisions()",
    "backup": "db.backup(sys.argv[1] + '.copy', replace=True, pages_per_step=20, progress=lambda done, total: sum(range(99)))",
    "restore": "db.backup(sys.argv[1] + '.copy', replace=True)\n    kith.restore_backup(sys.argv[1] + '.copy', sys.argv[1] + '.new', "
               "replace=True, progress=lambda done, total: sum(range(99)))",
    "privacy": "db.privacy.consents(ada, 'x'); db.privacy.export_subject(ada); db.privacy.is_suppressed('ada@x.example')",
    "contacts_at": "db.contacts_at('ada@x.example'); db.convert('1 USD', 'JPY', '2026-01-01'); db.history.horizon()",
    "history": "db.history.of(kith.Contact, ada); db.history.transactions()",
    "columns": "db.columns(kith.Contact, ['id', 'name'])['name'].to_list(); db.sql('select 1')",
    "observe": "s = db.observe(kith.Contact, '', lambda delta: sum(range(99)))\n    time.sleep(0.002)\n    s.error; s.end()",
    "poll": "db.poll()",
    "snapshot": "with db.snapshot() as r: r.count(kith.Contact)",
}


@pytest.mark.parametrize("verb", [*WRITES, *READS])
def test_verbs_while_another_thread_writes(path, verb):
    script = SCRIPT.replace("VERB", {**WRITES, **READS}[verb])
    done = subprocess.run([sys.executable, "-X", "faulthandler", "-c", script, str(path)], capture_output=True, text=True,
                          timeout=60)
    assert done.returncode == 0, done.stderr
    if verb in WRITES:
        assert done.stdout == "writer\n"  # it waited


def test_a_copy_that_waits_for_a_writer(tmp_path):
    """In memory there is one connection: the copy waits for it without the interpreter's lock."""
    script = SCRIPT.replace("VERB", "db.backup('copy.kith', replace=True)")
    done = subprocess.run([sys.executable, "-X", "faulthandler", "-c", script, ":memory:"], capture_output=True, text=True,
                          timeout=60, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "writer\n"), done.stderr


def test_ending_and_closing_while_a_function_runs(path):
    """Both wait for the function, which needs the interpreter's lock to come to its end."""
    script = textwrap.dedent("""
        import kith, sys, threading, time
        for way in ("end", "close", "drop", "suspend"):
            db = kith.open(sys.argv[1], durability="off")
            inside, finished = threading.Event(), []
            def slow(delta):
                inside.set()
                time.sleep(0.05)
                finished.append(way)
            subscription = db.observe(kith.Contact, "", slow)
            inside.wait()
            if way == "end": subscription.end()
            if way == "drop": del subscription
            if way == "suspend": db.suspend(); db.resume(); subscription.end()
            if way == "close": db.close()
            assert finished[:1] == [way], (way, finished)
            if way != "close": db.close()
    """)
    done = subprocess.run([sys.executable, "-X", "faulthandler", "-c", script, str(path)], capture_output=True, text=True,
                          timeout=60)
    assert done.returncode == 0, done.stderr


def test_the_clock_and_functions_together(path):
    """The clock is asked inside transactions, with kith's locks held, and needs the interpreter's."""
    script = textwrap.dedent("""
        import datetime, kith, sys, threading
        db = kith.open(sys.argv[1], durability="off", clock=lambda: datetime.datetime.now(datetime.timezone.utc))
        told = []
        with db.observe(kith.Tag, "created within last 1 day order by name", told.append):
            def work(n):
                for i in range(20): db.add(kith.Tag(name=f"{n}/{i}"))
            threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
            [t.start() for t in threads]
            [t.join() for t in threads]
            while not told or told[-1].size != 80: pass      # holds the lock as much as it can
        db.close()
    """)
    done = subprocess.run([sys.executable, "-X", "faulthandler", "-c", script, str(path)], capture_output=True, text=True,
                          timeout=60)
    assert done.returncode == 0, done.stderr
