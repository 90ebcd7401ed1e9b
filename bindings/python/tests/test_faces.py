"""Search, segments, tags, duplicates, merging, history."""
import json
import xml.etree.ElementTree

import pytest

import kith


def test_search(db, ada):
    yamada = db.add(kith.Contact(name="山田 太郎（やまだ たろう）"))
    company = db.add(kith.Organization(name="Yamato Systems"))
    assert db.search("ada lovelace")[0] == kith.SearchHit(kith.RecordRef("contact", ada), "Ada Lovelace", "name", True)
    assert {hit.record.id for hit in db.search("yam", types=kith.Contact)} == {yamada}
    assert db.search("yam", types=["organization"])[0].record.id == company
    assert len(db.search("yam", limit=1)) == 1
    with pytest.raises(kith.InvalidArgument):
        db.search("x", types="contract")


def test_segments(db, ada):
    id = db.segments.save("VIPs", "tag = vip")
    assert db.segments.find("vips").id == id and db.segments.find("none") is None
    assert db.segments.members("VIPs") == [ada] and db.segments.count("VIPs") == 1
    db.segments.save("Reachable VIPs", 'in segment "VIPs" and email is known', kith.Contact)
    db.segments.rename("VIPs", "Best")
    assert [s.name for s in db.segments.list()] == ["Best", "Reachable VIPs"]
    assert db.ids(kith.Contact, "in segment Best") == [ada]
    with pytest.raises(kith.InUse):
        db.segments.remove("Best")
    assert db.segments.remove("Reachable VIPs") and not db.segments.remove("nothing")
    with pytest.raises(kith.Parse):
        db.segments.save("broken", "tag =")


def test_tags(db, ada):
    db.tag(kith.Contact, ada, "newsletter")
    db.tag(kith.Contact, db.add(kith.Contact(name="B")), "newsletters")
    assert [(use.tag.name, use.records) for use in db.tags.all()] == [("newsletter", 1), ("newsletters", 1), ("vip", 1)]
    pair = db.tags.similar()[0]
    assert {pair.left.name, pair.right.name} == {"newsletter", "newsletters"} and pair.similarity > 0.9
    assert db.tags.merge("newsletters", "newsletter").moved == 1
    db.tags.rename("vip", "best")
    db.tags.remove("newsletter")
    assert [use.tag.name for use in db.tags.all()] == ["best"] and db.tags.unused() == []


@pytest.fixture
def twins(db, ada):
    return ada, db.add(kith.Contact(name="LOVELACE, Ada", emails=["Ada@Engines.example"], phones=["03-5550-1234"],
                                    birthday="1815-12-10", notes="the second"))


def test_duplicates(db, twins):
    seen = []
    clusters = db.duplicates.find(progress=lambda done: seen.append(done))
    assert [c.members for c in clusters] == [list(twins)] and clusters[0].probability > 0.95
    assert seen and all(0 <= done <= 1 for done in seen)
    assert db.duplicates.report().records == 2
    assert db.duplicates.pairs()[0][:2] == twins
    assert db.duplicates.of(twins[0])[0].id == twins[1]
    assert db.duplicates.of(kith.Contact(name="Ada Lovelace", emails=["ada@engines.example"]))[0].id in twins
    assert any(row.field == "email" and row.level == "equal" for row in db.duplicates.explain(*twins))
    with pytest.raises(kith.Cancelled):
        db.duplicates.find(progress=lambda done: False)
    with pytest.raises(ZeroDivisionError):
        db.duplicates.find(progress=lambda done: 1 / 0)
    db.duplicates.not_duplicate(*twins)
    assert db.duplicates.find() == []
    db.duplicates.forget_decision(*twins)
    assert len(db.duplicates.find(population="email is known", limit=1)) == 1


def test_decisions(db, ada):
    other = db.add(kith.Contact(name="Augusta King"))
    db.duplicates.confirm(other, ada)
    assert [c.members for c in db.duplicates.find(threshold=1)] == [[ada, other]]
    assert db.duplicates.of(other) == [kith.Match(ada, 1)]
    decision, = db.duplicates.decisions()
    assert decision[:3] == (ada, other, "same") and decision.by == "tester" and decision.at.tzinfo is not None
    db.duplicates.not_duplicate(ada, other)
    assert [d.verdict for d in db.duplicates.decisions()] == ["different"] and db.duplicates.find() == []
    db.duplicates.forget_decision(other, ada)
    assert db.duplicates.decisions() == [] == db.duplicates.decisions("organization")
    with pytest.raises(kith.NotFound):
        db.duplicates.confirm(ada, 999)
    with pytest.raises(kith.InvalidArgument):
        db.duplicates.confirm(ada, ada)


@pytest.fixture
def fair(db, ada):
    """A list of which some are in the database: Ada, and a third of hundred others, with a letter lost."""
    def person(i, spelled):
        family = f"{'Bcdfghklmn'[i % 10]}a{'bdfgklmnrs'[i // 10]}{'xyzvw'[i % 5]}erman"
        return kith.Contact(name={"given": ["Boris", "Clara", "Elena", "Hugo", "Mira"][i // 20], "family": family[:spelled]},
                            emails=[f"{family}{i}@posteo.example"], birthday=f"19{50 + i // 3:02}-0{1 + i % 9}-1{i % 9}")
    db.add([person(i, 9) for i in range(100)])
    with kith.open(":memory:") as other:
        other.add(kith.Contact(name="Nobody Known", emails=["nobody@far.example"]))
        other.add([person(i, 8) for i in range(0, 100, 3)])
        other.add(kith.Contact(name="Augusta Ada Lovelace", emails=["ada@engines.example"], birthday="1815-12-10"))
        yield other


def test_two_files_are_linked(db, ada, fair):
    seen = []
    links = db.duplicates.link(fair, progress=lambda done: seen.append(done))
    assert len(links) == 35 and seen and links == sorted(links, key=lambda link: -link.probability)
    assert {link.other: link.id for link in links if link.other > 1}[36] == ada
    for link in links:
        if link.id != ada:
            here, there = db.get(kith.Contact, link.id), fair.get(kith.Contact, link.other)
            assert here.emails[0].address == there.emails[0].address
            assert link.sure == (link.probability >= 0.95) and link.rivals == []
    rows = db.duplicates.explain(links[0].id, links[0].other, other=fair)
    assert 1 / (1 + 2 ** -sum(row.weight for row in rows)) == pytest.approx(links[0].probability, abs=1e-4)
    assert "svg" in db.duplicates.waterfall(links[0].id, links[0].other, other=fair)
    assert db.duplicates.report().records == 137

    taken = []
    db.duplicates.each_link(lambda link: taken.append(link) or len(taken) < 2, fair, limit=5)
    assert taken == links[:2]
    assert [link.id for link in db.duplicates.link(fair, population="family = Lovelace")] == [ada]
    assert [link.other for link in db.duplicates.link(fair, other_population="id = :n", other_parameters={"n": 36})] == [36]
    assert db.duplicates.link(fair, "organization") == []
    again = fair.add(kith.Contact(name="Ada Lovelace", emails=["ada@engines.example"], birthday="1815-12-10"))
    assert [link.other for link in db.duplicates.link(fair, linkage="one_to_one") if link.id == ada] == [again]
    assert len([link for link in db.duplicates.link(fair, linkage="many_to_many") if link.id == ada]) == 2


def test_a_link_that_cannot_be(db, fair):
    with pytest.raises(kith.InvalidArgument):
        db.duplicates.link(db)
    with pytest.raises(kith.InvalidArgument, match="many_to_one"):
        db.duplicates.link(fair, linkage="some")
    with pytest.raises(kith.InvalidArgument):
        db.duplicates.link(fair, review=1.5)
    assert all(link.sure for link in db.duplicates.link(fair, threshold=0.3))
    for wrong in (None, "fair.kith"):
        with pytest.raises(TypeError, match="another Database"):
            db.duplicates.link(wrong)
        with pytest.raises(TypeError):
            db.duplicates.each_link(print, wrong)
    with pytest.raises(kith.Cancelled):
        db.duplicates.link(fair, progress=lambda done: False)
    with pytest.raises(ZeroDivisionError):
        db.duplicates.each_link(lambda link: 1 / 0, fair)
    with pytest.raises(kith.NotFound):
        db.duplicates.explain(1, 999, other=fair)


SVG = "{http://www.w3.org/2000/svg}"


def test_waterfall(db, twins):
    rows = db.duplicates.explain(*twins)
    text = db.duplicates.waterfall(*twins, title="ada & <ada>")
    assert text == kith.waterfall_svg(rows, title="ada & <ada>")
    svg = xml.etree.ElementTree.fromstring(text)
    assert svg.tag == SVG + "svg" and svg.get("role") == "img" and svg.get("width") == "760"
    assert svg.find(SVG + "title").text == "ada & <ada>"
    assert all(row.field in svg.find(SVG + "desc").text for row in rows)
    bars = [bar for group in svg.findall(SVG + "g") for bar in group.findall(SVG + "rect") if bar.get("class") in ("for", "against")]
    assert [bar.get("class") for bar in bars] == ["for" if row.weight >= 0 else "against" for row in rows[-1:] + rows[:-1]]
    widest = max(abs(row.weight) for row in rows)
    scale = max(float(bar.get("width")) for bar in bars) / widest
    for bar, row in zip(bars, rows[-1:] + rows[:-1]):
        assert float(bar.get("width")) == pytest.approx(abs(row.weight) * scale, abs=0.02)
    with pytest.raises(kith.InvalidArgument):
        db.duplicates.waterfall(*twins, width=10)


@pytest.mark.parametrize("text", ["</svg>", "]]>&amp;\"'", "".join(map(chr, range(0x20))), "\ufffe\uffff\x7f", "渡邉 " * 99, "𠮷👩‍👧", ""])
def test_a_waterfall_is_well_formed(text):
    row = kith.Evidence(text, text, text + "x", text, 2.5, -1.5)
    svg = xml.etree.ElementTree.fromstring(kith.waterfall_svg([row, row._replace(weight=-4.0, frequency=0.0)], title=text))
    assert len(svg.findall(SVG + "g")) == 2
    assert len(xml.etree.ElementTree.fromstring(kith.waterfall_svg([])).findall(SVG + "g")) == 0
    with pytest.raises(kith.InvalidArgument):
        kith.waterfall_svg([row._replace(weight=float("nan"))])
    with pytest.raises(TypeError):
        kith.waterfall_svg([("email", 1.0)])


def test_model(db, twins):
    found = db.duplicates.find()
    model = json.loads(json.dumps(db.duplicates.model()))
    assert model["kith_match_model"] == 1 and model["record_type"] == "contact" and model["records"] == 2
    email = next(field for field in model["fields"] if field["field"] == "email" and not field.get("common"))
    assert {"equal", "different"} <= {level["level"] for level in email["levels"]}
    model["duplicates"] = 1e-12
    db.duplicates.use_model(model)
    assert db.duplicates.model() == model
    strict = db.duplicates.find(threshold=0.5)
    assert not strict or strict[0].probability < found[0].probability
    db.duplicates.forget_model()
    assert db.duplicates.model()["records"] == 0
    assert db.duplicates.find() == found
    taken = []
    db.duplicates.each(taken.append)
    assert taken == found
    db.duplicates.each(lambda cluster: bool(taken.clear()))
    assert taken == []
    with pytest.raises(ZeroDivisionError):
        db.duplicates.each(lambda cluster: 1 / 0)
    told = []
    db.duplicates.each(lambda cluster: taken.append(list(told)), progress=told.append)
    assert taken == [told] and told[-1] == 1.0 and told == sorted(told)
    with pytest.raises(kith.Cancelled):
        db.duplicates.each(taken.append, progress=lambda done: done < 1.0)
    assert len(taken) == 1
    with pytest.raises(kith.Parse, match="/moved"):
        db.duplicates.use_model({**model, "moved": "x"})
    with pytest.raises(kith.Parse):
        db.duplicates.use_model("{")
    with pytest.raises(kith.InvalidArgument, match="branches"):
        db.duplicates.use_model({**model, "record_type": "organization"})


def test_merge_and_unmerge(db, twins):
    before = [db.get(kith.Contact, id) for id in twins]
    tried = db.merge(*twins[:1], twins[1:], dry_run=True)
    assert tried.id == 0 and db.count(kith.Contact) == 2
    result = db.merge(db.duplicates.find()[0])
    assert result.survivor == twins[0] and db.get(kith.Contact, twins[1]).id == twins[0]
    assert db.get(kith.Contact, twins[0]).notes == "the second" and len(db.get(kith.Contact, twins[0]).emails) == 1
    assert [m.id for m in db.merges(kith.Contact, twins[1])] == [result.id] == [m.id for m in db.merges()]
    undone = db.unmerge(result)
    assert undone.kept == [] and twins[1] in undone.records
    after = [db.get(kith.Contact, id) for id in twins]
    strip = lambda c: {k: v for k, v in c.to_dict().items() if k != "meta"}  # noqa: E731
    assert [strip(c) for c in after] == [strip(c) for c in before]
    chosen = db.merge(twins[0], [twins[1]], choose=lambda field, values: values[1] if field == "notes" else None,
                      fields={"birthday": "most_complete"}, policy="longest")
    assert {f.field for f in chosen.fields} >= {"notes"}
    with pytest.raises(kith.InvalidArgument):
        db.merge(twins[0], [twins[1]], policy="best")


def test_many_merges_are_one_transaction(db, twins):
    others = [db.add(kith.Contact(name=kith.Name(given="Grace", family="Hopper"), emails=["grace@navy.example"],
                                  birthday="1906-12-09")) for _ in range(2)]
    before = db.count(kith.Contact)
    tried = db.merge_all(db.duplicates.find(), dry_run=True)
    assert (tried.requested, tried.merged, tried.failed, tried.transaction) == (2, 2, 0, 0)
    assert db.count(kith.Contact) == before and db.merges() == []

    told = []
    done = db.merge_all([(twins[0], twins[1:]), (others[0], others[1:])], progress=lambda *at: told.append(at), sample=1)
    assert told == [(0, 2), (2, 2)]
    assert (done.merged, done.records, len(done.sample)) == (2, 2, 1)
    assert done.sample[0].losers == [int(twins[1])]
    assert db.count(kith.Contact) == before - 2
    assert db.undo(done.transaction).kept == [] and db.count(kith.Contact) == before

    with pytest.raises(kith.InvalidArgument):
        db.merge_all([(twins[0], [twins[0]])])
    skipped = db.merge_all([(twins[0], [twins[0]]), (others[0], others[1:])], skip_failing=True)
    assert skipped.merged == 1 and skipped.failures[0].code == "invalid_argument"
    assert "with itself" in skipped.failures[0].message


def test_what_is_surely_the_same_is_merged_by_itself(db, twins):
    shares = []
    tried = db.auto_merge(kith.Contact, threshold=0.9, dry_run=True, progress=lambda share: shares.append(share))
    assert tried.merged == 1 and shares == sorted(shares) and shares[-1] == 1
    assert db.auto_merge(threshold=0.9, population="name = nobody").merged == 0
    done = db.auto_merge(threshold=0.9, fields={"notes": "longest"})
    assert (done.merged, done.records, done.failures) == (1, 1, [])
    assert db.get(kith.Contact, twins[1]).id == twins[0]
    with pytest.raises(kith.Cancelled):
        db.auto_merge(threshold=0.9, progress=lambda share: False)
    with pytest.raises(kith.InvalidArgument):
        db.auto_merge(threshold=2)


def test_history_and_undo(db, ada):
    db.edit(kith.Contact, ada, lifecycle="customer", notes="x")
    number = db.last_transaction
    changes = {c.field: (c.before, c.after) for c in db.history.changes(number)}
    assert changes["lifecycle"] == ("unknown", "customer")
    assert db.history.of(kith.Contact, ada)[0].record == kith.RecordRef("contact", ada)
    assert db.history.of(db.get(kith.Contact, ada)) == db.history.of(kith.Contact, ada)
    assert [(t.before, t.after) for t in db.history.transitions(kith.Contact, ada)][-1] == ("unknown", "customer")
    db.edit(kith.Contact, ada, notes="y")
    result = db.undo(number)
    assert result.restored == 1 and [k.field for k in result.kept] == ["notes"]
    assert db.get(kith.Contact, ada).lifecycle == "unknown"
    assert len(db.history.transactions(limit=1)) == 1


def test_full_text(db, ada):
    db.edit(kith.Contact, ada, notes="Prefers letters, 手紙が好き. <Never> calls before noon, whatever the weather.")
    call = db.add(kith.Interaction(participants=[ada], subject="about engines", body="The engine weaves algebraic patterns. " * 9))
    hit, = db.search.full_text("letters")
    assert hit.record == ("contact", ada) and hit.title == "Ada Lovelace" and hit.fields == ["notes"] and hit.score > 0
    snippet = hit.snippet
    assert snippet.field == "notes" and [snippet.text[r.begin:r.begin + r.size] for r in snippet.ranges] == ["letters"]
    hit, = db.search.full_text("好き")  # positions count characters, not bytes
    assert [hit.snippet.text[r.begin:r.begin + r.size] for r in hit.snippet.ranges] == ["好き"]
    assert kith.marked("手紙が<好き>。", [kith.TextRange(4, 2)], "[", "]") == "手紙が<[好き]>。"
    assert kith.marked("手紙が<好き>。", [(4, 2)], "<b>", "</b>", html=True) == "手紙が&lt;<b>好き</b>&gt;。"
    assert kith.marked("abc", [], "[", "]") == "abc" and kith.marked("é", [(0, 9)], "[", "]") == "[é]"
    assert {h.record for h in db.search.full_text("engine patterns")} == {("interaction", call)}
    assert db.search.full_text("engine patterns", kith.Contact) == []
    long, = db.search.full_text("weaves", ["interaction"], snippet_length=20)
    assert long.snippet.cut_after and len(long.snippet.text) <= 40
    assert [h.title_ranges for h in db.search.full_text("lovelace")] == [[kith.TextRange(4, 8)]]
    assert db.search.full_text("lett", prefix=False) == [] and len(db.search.full_text("lett")) == 1
    assert len(db.search.full_text("letters", kith.Contact, filter="tag = :tag", parameters={"tag": "vip"})) == 1
    assert db.search.full_text("letters", kith.Contact, filter="tag = other") == []
    assert db.search.full_text("letters", limit=1, offset=1) == []
    with pytest.raises(kith.InvalidArgument):
        db.search.full_text("x", filter="tag = vip")
    assert db.search.find("ada") == db.search("ada")


def test_a_segment_by_itself(db, ada):
    id = db.segments.save("VIPs", "tag = vip")
    segment = db.segments.find("VIPs")
    assert db.segments.members(id) == db.segments.members(segment) == [ada] and db.segments.count(segment) == 1
    assert db.segments.explain("VIPs").text == "tag = vip" == db.segments.explain(id).text
    assert db.segments.explain("VIPs").estimated_rows > 0
    why = db.segments.why("VIPs", ada)
    assert (why.text, why.holds, why.record.id) == ("tag = vip", "yes", ada) and why == db.segments.why(id, db.get(kith.Contact, ada))
    assert why.values[0] == ("tag", ["vip"], False) == (why.values[0].name, why.values[0].values, why.values[0].more)
    both = db.why(kith.Contact, "in segment VIPs and nickname = :n", ada, {"n": "x"})
    assert both.holds == "unknown" and [part.holds for part in both.parts] == ["yes", "unknown"]
    assert str(both).splitlines()[2] == "    yes      tag = vip" and str(both).endswith("nickname: unknown")
    with pytest.raises(kith.NotFound):
        db.segments.why("VIPs", 999)


def test_labels_and_undo(db, ada):
    db.write(lambda tx: tx.edit(kith.Contact, ada, lifecycle="lead"), label="by hand")
    db.edit(kith.Contact, ada, lifecycle="customer")
    assert [t.label for t in db.history.transactions(limit=2)] == ["", "by hand"]
    steps = [(s.field, s.before, s.after) for s in db.history.transitions(kith.Contact, ada)]
    assert steps[-1] == ("lifecycle", "lead", "customer")
    changes = db.history.of(kith.Contact, ada, limit=1)
    assert [(c.field, c.before, c.after, c.action, c.actor) for c in changes] == [
        ("lifecycle", "lead", "customer", "changed", "tester")]
    undone = db.undo(db.last_transaction)
    assert undone.restored == 1 and db.get(kith.Contact, ada).lifecycle == "lead"
    db.undo(undone.transaction)
    assert db.get(kith.Contact, ada).lifecycle == "customer"
    with db.transaction("one") as tx:
        tx.label("another")
        tx.edit(kith.Contact, ada, notes="x")
    assert db.history.transactions(limit=1)[0].label == "another"


def test_segment_sets(db, ada):
    segments = db.segments
    segments.save("VIPs", "tag = vip")
    segments.live("VIPs")
    bob = db.add(kith.Contact(name="Bob", tags=["vip"]))
    db.untag(kith.Contact, ada, "vip")
    assert segments.members("VIPs") == [bob] and segments.find("VIPs").live
    assert [(c.record, c.entered) for c in segments.changes("VIPs")] == [(ada, True), (bob, True), (ada, False)]
    assert segments.entered_at("VIPs", bob) is not None and segments.entered_at("VIPs", ada) is None
    growth = segments.growth("VIPs")
    assert sum(day.entered for day in growth) == 2 and growth[-1].members == 1
    assert segments.advance_clock() == 0
    segments.snapshot("Then", "in segment VIPs")
    segments.manual("Chosen")
    db.add_to_list(kith.Contact, ada, "Chosen")
    db.tag(kith.Contact, ada, "vip")
    assert segments.members("Then") == [bob] and segments.members("Chosen") == [ada]
    assert db.ids(kith.Contact, "in segment VIPs and not in segment Then") == [ada]
    assert segments.overlaps(["VIPs", "Then", "Chosen"]) == [[2, 1, 1], [1, 1, 0], [1, 0, 1]]
    assert segments.sample("VIPs", 1) in ([ada], [bob]) and segments.sample("VIPs", 9) == sorted([ada, bob])
    with pytest.raises(kith.InvalidValue):
        segments.save("Three", "tag = vip limit 3")
        segments.live("Three")
    segments.live("VIPs", False)
    assert segments.changes("VIPs") == []
