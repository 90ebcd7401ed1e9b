#!/usr/bin/env python3
"""Segments of a kith file, or of a small made-up one: who is in them, why, and how they grew.

    segments.py [people.kith] [QUERY]

Without a file a few people are made up in memory. QUERY (docs/query-language.md) is what is asked for; the segment "Example"
is saved with it, kept by commits where its query allows, and removed at the end.
"""
import argparse
import datetime
import sys

import kith


def make_up(db: kith.Database) -> None:
    now = datetime.datetime.now(datetime.timezone.utc)
    for name, visits in (("大野 華", 4), ("Aldo Bianchi", 2), ("Carol Stone", 6), ("Dan Reyes", 0)):
        person = db.add(kith.Contact(name=name, tags=["subscriber"] if visits != 6 else ["wholesale"]))
        for i in range(visits):
            db.add(kith.Interaction(participants=[person], channel="meeting",
                                    at=now - datetime.timedelta(days=20 * (7 - visits) + 10 * i)))


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    arguments.add_argument("file", nargs="?", default=":memory:", help="a kith file; left out: made-up people")
    arguments.add_argument("query", nargs="?",
                           default="tag = subscriber and has no interaction (at within last 90 days)")
    options = arguments.parse_args()
    with kith.open(options.file, actor="segments.py") as db:
        if options.file == ":memory:":
            make_up(db)
        query = kith.format_query(options.query)
        members = db.list(kith.Contact, ["id", "name"], query)
        print(f"{query}\n{len(members)} of {db.count(kith.Contact)}:")
        for id, name in members[:10]:
            print(f"    {id}  {name}")

        db.segments.save("Example", query)
        try:
            try:
                db.segments.live("Example")
                print("kept by commits from now on")
            except kith.InvalidValue as refused:
                print(f"asked anew each time: {refused}")
            if members:
                print(db.segments.why("Example", members[0][0]))
            for step in db.segments.explain("Example").plan:
                print(f"    {step}")
            parts = db.list(kith.Contact, ["name", "quintile(recency)", "quintile(frequency)"], "frequency >= 1")
            print("parts of five, by when they last came and how often:")
            for name, recency, frequency in parts[:10]:
                print(f"    {recency} {frequency}  {name}")
            yesterday = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=1)
            with db.snapshot(as_of=yesterday) as then:
                print(f"a day ago: {then.count(kith.Contact, query)} of {then.count(kith.Contact)}")
        finally:
            db.segments.remove("Example")
    return 0


if __name__ == "__main__":
    sys.exit(main())
