#!/usr/bin/env python3
"""Writes the tour's sample exports, truth.csv and the figures in README.md, the same bytes every time.

    python3 make_samples.py            write the files, print the figures
    python3 make_samples.py --check    write nothing; fail unless the files are what this program makes

Python 3.9 or later, standard library only. The people come from generator/people.py, the mess from
generator/records.py, the file formats from generator/formats.py and generator/interactions.py.
"""

import sys
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from generator.figures import figures, validate                    # noqa: E402
from generator.formats import google_csv, outlook_csv, phone_vcf   # noqa: E402
from generator.interactions import interactions_csv                # noqa: E402
from generator.people import Town                                  # noqa: E402
from generator.records import Scribe                               # noqa: E402

START, END = "<!-- figures: written by make_samples.py -->", "<!-- end of figures -->"


def build():
    """Everything in memory: {file name: bytes}, and the lines of figures."""
    town = Town()
    people = town.populate()
    records = Scribe(people, town).records()
    files, truth, planted = {}, [], {}
    for name, writer in (("phone.vcf", phone_vcf), ("google.csv", google_csv), ("outlook.csv", outlook_csv)):
        files[name], rows, planted[name] = writer(records[name])
        truth += [(name, k + 1, person, " ".join(mess)) for k, (person, mess) in enumerate(rows)]
    files["interactions.csv"], planted["interactions.csv"] = interactions_csv(people, records)
    traps = {p.id: " ".join(t.replace(" ", "") for t in p.traps) for p in people}
    lines = ["file,ordinal,person,mess,trap"]
    lines += [",".join((f, str(k), person, mess, traps.get(person, ""))) for f, k, person, mess in truth]
    files["truth.csv"] = ("\n".join(lines) + "\n").encode()
    validate(files, truth, people, records)
    report = figures(files, truth, planted, people, records)
    readme = (HERE / "README.md").read_text(encoding="utf-8")
    before, rest = readme.split(START)
    files["README.md"] = (before + START + "\n" + "\n".join(report) + "\n" + END + rest.split(END)[1]).encode()
    return files, report


def main():
    files, report = build()
    if "--check" in sys.argv[1:]:
        stale = [name for name, data in files.items()
                 if not (HERE / name).exists() or (HERE / name).read_bytes() != data]
        if stale:
            sys.exit("not what make_samples.py makes: " + ", ".join(stale))
        print("all files are what make_samples.py makes")
        return
    for name, data in files.items():
        (HERE / name).write_bytes(data)
    print("\n".join(report))


if __name__ == "__main__":
    main()
