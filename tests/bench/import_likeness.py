#!/usr/bin/env python3
"""What comparing rows costs an import: a list into a base of as many contacts, half of them there already in other words.

    PYTHONPATH=build/release/bindings/python tests/bench/import_likeness.py [CONTACTS]

CPU time of the process per row, synchronous=OFF, for each likeness; the base is the same for all, and every run is taken
back. Of those who are there already a row has two of e-mail address, number and city, and a third of the names are in another
script or shortened.
"""
import csv
import io
import random
import sys
import tempfile
import time

import kith

SHORT = {"Robert": "Bob", "Katherine": "Kate", "Jörg": "Joerg", "Michael": "Mike", "Elizabeth": "Liz", "Andrew": "Andy",
         "Susanna": "Sue", "François": "Francois", "Zoë": "Zoe", "William": "Bill", "Margaret": "Peggy", "Thomas": "Tom"}
GIVEN = [*SHORT, *("Maria Olga Jean Hugo Ines Paul Anna Karl Nora Ivan Lena Omar Rosa Felix Clara Bruno Greta Simon Vera Oscar "
                   "Irene Leon Marta Hans Judith Walter Sylvia Nils Astrid Pedro Lucia Viktor Tamara Emil Frida Dario Paula").split()]
ONSETS = "b br d dr f fl g gr h j k kl l m n p pr r s sch st t tr v w z".split()
RHYMES = "an ber din ell er ing ke low man mer ner ols on ow sen sky ter ton ux win".split()
KANJI = list(zip("山川田村木島原石松森中高小大藤井野上本口", "ヤマ カワ タ ムラ キ シマ ハラ イシ マツ モリ ナカ タカ コ オオ フジ イ ノ ウエ モト クチ".split(),
                 "yama kawa ta mura ki shima hara ishi matsu mori naka taka ko oo fuji i no ue moto kuchi".split()))
GIVEN_KANJI = list(zip("太郎 花子 健 美咲 一郎 直美 誠 恵 翔 陽子 大輔 由美 拓也 彩 亮 真理".split(),
                       "タロウ ハナコ ケン ミサキ イチロウ ナオミ マコト メグミ ショウ ヨウコ ダイスケ ユミ タクヤ アヤ リョウ マリ".split(),
                       "Taro Hanako Ken Misaki Ichiro Naomi Makoto Megumi Sho Yoko Daisuke Yumi Takuya Aya Ryo Mari".split()))
CITIES = ["東京", "大阪", "London", "Berlin", "Boston", "Lyon", "福岡", "Oslo", "Zürich", "Wien", "Leeds", "札幌"]
HEADER = ["First Name", "Last Name", "Yomi First Name", "Yomi Last Name", "E-mail", "Phone", "City"]


def people(count, chance):
    """Given and family name, each as written, its reading, and in Latin letters or short; e-mail, phone, city."""
    for _ in range(count):
        if chance.random() < 1 / 3:
            given = chance.choice(GIVEN_KANJI)
            parts = chance.sample(KANJI, 2)
            family = (parts[0][0] + parts[1][0], parts[0][1] + parts[1][1], (parts[0][2] + parts[1][2]).capitalize())
        else:
            name = chance.choice(GIVEN)
            given = (name, "", SHORT.get(name, name[0] + "."))
            surname = "".join(f"{chance.choice(ONSETS)}{chance.choice('aeiou')}" for _ in range(2)) + chance.choice(RHYMES)
            family = (surname.capitalize(), "", surname.capitalize())
        mailbox = "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=8))
        yield (given, family, f"{mailbox}@{chance.choice(ONSETS)}{chance.choice(RHYMES)}{chance.randrange(50)}.example",
               f"0{chance.randrange(10**9):09}", chance.choice(CITIES))


def row(person):
    given, family, email, phone, city = person
    return [given[0], family[0], given[1], family[1], email, phone, city]


def again(person, chance):
    """The same person as another list has it."""
    result = row(person)
    if chance.random() < 1 / 3:
        given, family = person[:2]
        result[:4] = [given[2], family[2], "", ""]
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
    chance = random.Random(1)
    known = list(people(count, chance))
    rows = [again(person, chance) for person in known[:count // 2]] + [row(person) for person in people(count // 2, chance)]
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
