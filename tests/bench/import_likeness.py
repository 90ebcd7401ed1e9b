#!/usr/bin/env python3
"""What comparing rows costs an import: a list into a base of as many contacts, half of them there already in other words.

    PYTHONPATH=build/release/bindings/python tests/bench/import_likeness.py [CONTACTS]

CPU time of the process per row, synchronous=OFF, for each likeness; the base is the same for all, and every run is taken
back. Of those who are there already a row has two of address, number and place, and a third of the names are in another
script or shortened.
"""
import csv
import io
import random
import sys
import tempfile
import time

import kith

GIVEN = [("太郎", "タロウ", "Taro"), ("花子", "ハナコ", "Hanako"), ("健", "ケン", "Ken"), ("美咲", "ミサキ", "Misaki"),
         ("Robert", "", "Bob"), ("Katherine", "", "Kate"), ("Maria", "", "M."), ("Jörg", "", "Joerg"), ("Olga", "", "Olga"),
         ("Michael", "", "Mike"), ("Elizabeth", "", "Liz"), ("Jean", "", "J.")]
FAMILY = [("山田", "ヤマダ", "Yamada"), ("佐藤", "サトウ", "Sato"), ("鈴木", "スズキ", "Suzuki"), ("高橋", "タカハシ", "Takahashi")]
SYLLABLES = ["ber", "lin", "mor", "ka", "ston", "vel", "dra", "nis", "hof", "gar", "tem", "rou", "sel", "win", "pa", "cot"]
CITIES = ["東京", "大阪", "London", "Berlin", "Boston", "Lyon", "福岡", "Oslo"]
HEADER = ["First Name", "Last Name", "Yomi First Name", "Yomi Last Name", "E-mail", "Phone", "City"]


def people(count, seed, first):
    chance = random.Random(seed)
    for i in range(first, first + count):
        given = chance.choice(GIVEN)
        if given[1]:
            family = chance.choice(FAMILY)
        else:
            family = ("".join(chance.choices(SYLLABLES, k=chance.randint(2, 3))).capitalize(), "", "")
        yield given, family, f"{given[2].strip('.').lower()}{i}@firm{i % 997}.example", f"03-{i // 10000:04}-{i % 10000:04}", \
            chance.choice(CITIES)


def row(person):
    given, family, email, phone, city = person
    return [given[0], family[0], given[1], family[1], email, phone, city]


def again(person, chance):
    """The same person as another list has it."""
    result = row(person)
    if chance.random() < 1 / 3:
        given, family = person[:2]
        result[:4] = [given[2], family[2] or family[0], "", ""]
    result[chance.choice([4, 5, 6])] = ""
    return result


def text_of(rows):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER)
    writer.writerows(rows)
    return out.getvalue().encode()


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10000
    known = list(people(count, 1, 0))
    chance = random.Random(2)
    rows = [again(person, chance) for person in known[:count // 2]] + [row(p) for p in people(count // 2, 3, count)]
    chance.shuffle(rows)
    print(f"{count} rows into {count} contacts, per row")
    with tempfile.TemporaryDirectory() as folder, \
            kith.open(folder + "/bench.kith", actor="bench", region="JP", durability="off") as db:
        db.imports.run(text_of(map(row, known)), name="base.csv")
        for likeness in ("create", "skip", "update", "merge", "ask"):
            begin = time.process_time()
            report = db.imports.run(text_of(rows), name="list.csv", likeness=likeness)
            spent = time.process_time() - begin
            print(f"{likeness:8} {spent / count * 1e6:8.0f} µs: {report.created} created ({report.possible} possible), "
                  f"{report.updated} updated, {report.merged} merged, {report.skipped} skipped, {report.asked} asked", flush=True)
            assert db.imports.undo(report).kept == []


if __name__ == "__main__":
    main()
