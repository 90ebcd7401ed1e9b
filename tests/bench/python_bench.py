#!/usr/bin/env python3
"""Figures of the Python package against Python's own sqlite3 doing the same on the same file:

    PYTHONPATH=build/release/bindings/python tests/bench/python_bench.py [CONTACTS]

CPU time of the process, best of several rounds, synchronous=OFF. What is compared with what:

    insert    `db.add` of objects against `executemany` of all the rows that this wrote, derived and journal included,
              ready made: sqlite3 has nothing to compute
    rows      `db.list` against `fetchall` of the same columns; "typed": times, dates and choices as Python objects, on
              sqlite3's side made by a comprehension
    columns   `db.columns` against the same `fetchall`: looking at the buffers of numbers only, or making every text too
"""
import datetime
import os
import sqlite3
import sys
import tempfile
import time

import kith

GIVEN = ["Ada", "Grace", "Linus", "Yuki", "太郎", "花子", "Chen", "Maria", "Olga", "Jean"]
FAMILY = ["Lovelace", "Hopper", "Müller", "山田", "佐藤", "Smith", "García", "Ivanova", "Dupont", "O'Brien"]
LIFECYCLES = ["lead", "customer", "qualified", "subscriber"]


def population(count):
    return [
        kith.Contact(
            name=kith.Name(given=GIVEN[i % 10], family=f"{FAMILY[i // 10 % 10]}{i // 100}"),
            emails=[kith.Email(f"p{i}@example{i % 97}.com", label="work")],
            phones=[kith.Phone(f"03-{i // 10000 % 10000:04}-{i % 10000:04}")],
            birthday=datetime.date(1950 + i % 50, 1 + i % 12, 1 + i % 28),
            lifecycle=LIFECYCLES[i % 4], language="ja" if i % 3 else "en", source=f"fair {i % 12}", notes=f"note number {i}",
            tags=["vip", "jp"] if i % 5 == 0 else ["jp"],
        )
        for i in range(count)
    ]


def best_of(rounds, *works, before=lambda: None):
    """The least CPU time of each; in turns, so that a busy machine is busy for all of them."""
    best = [float("inf")] * len(works)
    for _ in range(rounds):
        for i, work in enumerate(works):
            before()
            begin = time.process_time()
            result = work()
            best[i] = min(best[i], time.process_time() - begin)
            del result
    return best


def once(rounds, work):
    return best_of(rounds, work)[0]


def stored(database, table):
    """The columns of a table that are not computed from others, and its rows."""
    columns = [column[1] for column in database.execute(f"PRAGMA table_xinfo({table})") if column[6] == 0]
    return columns, database.execute(f"SELECT {','.join(columns)} FROM {table}").fetchall()


def words_of(database, index):
    """What was given to a full-text index, which keeps only words and their places: the words of each column again."""
    columns = [column[1] for column in database.execute(f"PRAGMA table_info({index})")]
    database.execute(f"CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, {index}, instance)")
    texts = {}
    for id, column, term in database.execute("SELECT doc, col, term FROM temp.words ORDER BY doc, col, offset"):
        texts.setdefault(id, {}).setdefault(column, []).append(term)
    return ["rowid", *columns], [(id, *(" ".join(text.get(column, ())) for column in columns))
                                 for id, text in texts.items()]


def row(what, ours, theirs, count):
    print(f"{what:52} {ours / count * 1e6:9.2f} {theirs / count * 1e6:9.2f} {theirs / ours:7.2f}", flush=True)


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20000
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = os.path.join(folder, "ours.kith"), os.path.join(folder, "theirs.db")

        def clear(path):
            for suffix in ("", "-wal", "-shm"):
                if os.path.exists(path + suffix):
                    os.remove(path + suffix)

        print(f"{count} contacts; CPU microseconds per contact, and how many times faster kith is\n")
        print(f"{'':52} {'kith':>9} {'sqlite3':>9} {'times':>7}")
        make = once(3, lambda: population(count))
        contacts = population(count)

        def add():
            with kith.open(ours, region="JP", durability="off") as db:
                db.add(contacts)

        add()
        copy = sqlite3.connect(ours)
        kinds = {name: kind for _, name, kind, *_ in copy.execute("PRAGMA main.table_list")}
        schema = [sql for name, sql in copy.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
                  if not name.startswith("sqlite_") and kinds.get(name) != "shadow"]
        rows = {name: words_of(copy, name) if kind == "virtual" else stored(copy, name)
                for name, kind in kinds.items() if kind in ("table", "virtual") and not name.startswith("sqlite_")}
        copy.close()
        written = sum(len(content) for _, content in rows.values())

        def executemany():
            raw = sqlite3.connect(theirs)
            raw.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;" + ";".join(schema))
            with raw:
                for name, (columns, content) in rows.items():
                    places = ",".join("?" * len(columns))
                    raw.executemany(f"INSERT INTO {name} ({','.join(columns)}) VALUES ({places})", content)
            raw.close()

        def both_away():
            clear(ours)
            clear(theirs)

        insert = best_of(5, add, executemany, before=both_away)
        row(f"insert ({written / count:.1f} rows for each contact)", *insert, count)
        add()
        print(f"{'  making the objects besides':52} {make / count * 1e6:9.2f}")

        db = kith.open(ours, durability="off")
        raw = sqlite3.connect(ours)
        visible = "FROM contact WHERE kind = 0 AND deleted_at IS NULL AND merged_into IS NULL ORDER BY id"

        fields = ["id", "name.given", "name.family", "language", "source", "notes", "version"]
        sql = f"SELECT id, given, family, language, source, notes, version {visible}"
        assert db.list(kith.Contact, fields) == raw.execute(sql).fetchall()

        def fetch():
            return raw.execute(sql).fetchall()

        row("rows: 7 columns of text and numbers", *best_of(15, lambda: db.list(kith.Contact, fields), fetch), count)

        typed = ["id", "name.given", "name.family", "lifecycle", "birthday", "created"]
        typed_sql = f"SELECT id, given, family, lifecycle, birthday, created_at {visible}"
        names = {10: "subscriber", 20: "lead", 30: "qualified", 50: "customer"}

        def typed_rows():
            utc = datetime.timezone.utc
            return [(i, g, f, names[c], datetime.date.fromisoformat(b), datetime.datetime.fromtimestamp(t / 1000, utc))
                    for i, g, f, c, b, t in raw.execute(typed_sql)]

        assert db.list(kith.Contact, typed) == typed_rows()
        row("rows, typed: 6 with choice, date and time",
            *best_of(9, lambda: db.list(kith.Contact, typed), typed_rows), count)

        def looked_at(columns):
            return [memoryview(columns[name]) for name in ("id", "version")]

        row("columns: numbers as buffers, texts not looked at",
            *best_of(15, lambda: looked_at(db.columns(kith.Contact, fields)), fetch), count)

        def all_texts():
            columns = db.columns(kith.Contact, fields)
            return looked_at(columns), [columns[name].to_list() for name in fields if name not in ("id", "version")]

        row("columns: numbers as buffers, every text made", *best_of(15, all_texts, fetch), count)
        numbers = ["id", "version", "created", "updated"]
        numbers_sql = f"SELECT id, version, created_at, updated_at {visible}"
        row("columns: 4 of numbers and times",
            *best_of(15, lambda: db.columns(kith.Contact, numbers), lambda: raw.execute(numbers_sql).fetchall()), count)

        whole = once(3, lambda: db.query(kith.Contact))
        print(f"\nwhole records as objects (query): {whole / count * 1e6:.2f}")
        block = once(3, lambda: [db.get(kith.Contact, i) for i in range(1, 2001)]) / 2000
        with db.transaction() as tx:
            inside = once(3, lambda: [tx.get(kith.Contact, i) for i in range(1, 2001)]) / 2000
        closure = db.write(lambda tx: once(3, lambda: [tx.get(kith.Contact, i) for i in range(1, 2001)])) / 2000
        print(f"get by id: {block * 1e6:.2f} on the database, {inside * 1e6:.2f} in a block, {closure * 1e6:.2f} in a closure")
        raw.close()
        db.close()


if __name__ == "__main__":
    main()
