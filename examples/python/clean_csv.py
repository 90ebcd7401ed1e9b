#!/usr/bin/env python3
"""Cleans a list of people: reads a messy CSV (or vCard) file, unites the rows that are the same person, and writes a
clean CSV.

    clean_csv.py messy.csv clean.csv [--region JP] [--threshold 0.95] [--keep people.kith] [--reasons FOLDER]

Names, phone numbers and addresses are understood in any spelling and encoding that kith knows; nothing has to be
configured. What could not be read is reported with its line. With --keep the database stays, and every merge in it can
be taken back; with --reasons there is a drawing for every row that was united with another. examples/dedupe is the same
in C++, and keeps the file's own columns.
"""
import argparse
import pathlib
import sys

import kith


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    arguments.add_argument("messy", type=pathlib.Path)
    arguments.add_argument("clean", type=pathlib.Path)
    arguments.add_argument("--region", default="", help="where the file comes from, ISO 3166-1: how numbers are read")
    arguments.add_argument("--threshold", type=float, default=0.95, help="how sure to be that two are one, 0.5 .. 1")
    arguments.add_argument("--keep", type=pathlib.Path, help="keep the database here")
    arguments.add_argument("--reasons", type=pathlib.Path, help="draw here why rows were united, as SVG")
    options = arguments.parse_args()
    if options.reasons:
        options.reasons.mkdir(parents=True, exist_ok=True)

    with kith.open(options.keep or ":memory:", region=options.region, actor="clean_csv") as db:
        report = db.imports.run(options.messy)
        print(f"{options.messy}: {report.format}, {report.encoding}; {report.total} rows, {report.created} created")
        for row in report.rows:
            for problem in row.problems:
                print(f"  line {problem.line}: {problem.field}: {problem.reason}")

        clusters = db.duplicates.find(threshold=options.threshold)
        for cluster in clusters:
            people = [db.get(kith.Contact, id) for id in cluster.members]
            print(f"  {cluster.probability:.1%} the same: " + " = ".join(title(person) for person in people))
            for other in cluster.members[1:] if options.reasons else ():
                first = cluster.members[0]
                (options.reasons / f"{first}-{other}.svg").write_text(db.duplicates.waterfall(first, other), encoding="utf-8")
            merge = db.merge(cluster, policy="most_complete")
            if options.keep:
                print(f"    kith --db {options.keep} unmerge {merge.id}    takes it back")

        written = db.export(options.clean, query="order by name", byte_order_mark=False)
        print(f"{options.clean}: {written.records} people, {report.created - written.records} fewer")
    return 0


def title(person: kith.Contact) -> str:
    """How a person is called."""
    return person.name.full or f"{person.name.given} {person.name.family}".strip() or person.emails[0].address


if __name__ == "__main__":
    try:
        sys.exit(main())
    except kith.Error as error:
        sys.exit(f"clean_csv: {error}")
