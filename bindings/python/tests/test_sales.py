"""Pipelines: boards, moves and what they tell."""
import datetime
from decimal import Decimal

import pytest

import kith

UTC = datetime.timezone.utc
DAY = datetime.timedelta(days=1)


class Clock:
    now = datetime.datetime(2026, 3, 2, 9, tzinfo=UTC)

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def db(path, clock):
    with kith.open(path, durability="off", clock=clock) as database:
        yield database
        assert database.verify() == []


@pytest.fixture
def sales(db):
    return db.pipelines.create("New business", [
        "Lead", kith.Stage(name="Offer", probability=40, rotting_days=10, required_fields=["amount"]),
        kith.Stage(name="Won", kind="won"), kith.Stage(name="Lost", kind="lost", required_fields=["lost_reason"])])


def test_pipelines(db, sales):
    pipeline = db.pipelines.find("NEW business")
    assert pipeline.id == sales.id and db.pipelines.find("other") is None
    assert [p.name for p in db.pipelines.list()] == ["New business"]
    stages = db.pipelines.stages(pipeline)
    assert [(s.id, s.name, s.probability, s.kind) for s in stages] == list(zip(
        sales.stages, ["Lead", "Offer", "Won", "Lost"], [0, 40, 100, 0], ["open", "open", "won", "lost"]))
    with pytest.raises(kith.NotUnique):
        db.pipelines.create("new BUSINESS", [])
    with pytest.raises(kith.InvalidArgument):
        db.pipelines.create("x", [kith.Deal(name="not a stage")])


def test_moves_and_boards(db, sales, clock):
    lead, offer, won, lost = sales.stages
    ada = db.add(kith.Contact(name="Ada"))
    first = db.add(kith.Deal(name="first", stage=lead, contact=ada, amount=(Decimal(1000), "JPY"), position=2,
                             expected_close=datetime.date(2026, 6, 1)))
    second = db.add(kith.Deal(name="second", stage=lead, amount="10.01 USD", position=1))
    third = db.add(kith.Deal(name="third", stage=lead, position=3))
    board = db.pipelines.board(sales.id)
    assert board.pipeline.id == sales.id and [s.stage.name for s in board.stages] == ["Lead", "Offer", "Won", "Lost"]
    column = board.stages[0]
    assert column.deals == 3 and [c.deal for c in column.cards] == [second, first, third]
    assert {t.amount for t in column.totals} == {None, kith.Money(1000, "JPY"), kith.Money("10.01", "USD")}
    card = column.cards[1]
    assert (card.name, card.contact, card.organization, card.owner) == ("first", ada, None, None)
    assert (card.amount, card.expected_close, card.rotting) == (kith.Money(1000, "JPY"), datetime.date(2026, 6, 1), False)
    assert card.since == clock.now

    with pytest.raises(kith.Required) as caught:
        db.pipelines.move(third, offer)
    assert caught.value.field == "amount" and "Offer" in str(caught.value)
    clock.now += 2 * DAY
    number = db.pipelines.move(first, offer, position=7)
    assert number > 0 and db.get(kith.Deal, first).position == 7
    assert db.pipelines.move(first, offer) == 0
    offered = db.pipelines.board(sales.id).stages[1]
    assert offered.totals == [kith.BoardTotal(1, kith.Money(1000, "JPY"), kith.Money(400, "JPY"))]
    assert [s.deals for s in db.pipelines.board(sales.id, filter="amount > :least", parameters={"least": "1 USD"}).stages
            ] in ([1, 0, 0, 0], [2, 0, 0, 0])
    assert db.pipelines.board(sales.id, cards=0).stages[0].cards == []
    assert db.undo(number).kept == [] and db.get(kith.Deal, first).stage == lead
    with pytest.raises(kith.Required):
        db.pipelines.move(second, lost)
    db.pipelines.move(second, lost, lost_reason="price")
    assert db.get(kith.Deal, second).status == "lost"
    with pytest.raises(kith.NotFound):
        db.pipelines.move(999, offer)
    with pytest.raises(kith.NotFound):
        db.pipelines.board(999)
    with pytest.raises(kith.Parse):
        db.pipelines.board(sales.id, filter="nonsense =")
    steps = db.history.transitions(kith.Deal, second)
    assert ("stage", lead, lost) in [(s.field, s.before and s.before.id, s.after and s.after.id) for s in steps]


def test_steps_say_how_long_a_stage_lasted(db, sales, clock):
    lead, offer, won, lost = sales.stages
    deal = db.add(kith.Deal(name="a", stage=lead, amount="10 USD"))
    for stay, stage in ((DAY, offer), (3 * DAY, won)):
        clock.now += stay
        db.pipelines.move(deal, stage)
    assert [step.lasted for step in db.history.transitions(kith.Deal, deal)] == [None, DAY, 3 * DAY]


def test_what_moves_tell(db, sales, clock):
    lead, offer, won, lost = sales.stages
    begin = clock.now
    deals = [db.add(kith.Deal(name=str(i), stage=lead, amount="10 USD")) for i in range(3)]
    clock.now += 4 * DAY
    [db.pipelines.move(deal, offer) for deal in deals[:2]]
    clock.now += 12 * DAY
    assert [(r.deal, r.name, r.stage, r.days) for r in db.pipelines.rotting(sales.id)] == [
        (deals[0], "0", offer, 12), (deals[1], "1", offer, 12)]
    assert db.pipelines.rotting(sales.id)[0].since == begin + 4 * DAY
    assert db.pipelines.board(sales.id).stages[1].cards[0].rotting
    db.pipelines.move(deals[0], won)
    stays = {d.name: d for d in db.pipelines.stage_durations(sales.id)}
    assert (stays["Lead"].stays, stays["Lead"].mean, stays["Lead"].present) == (2, 4 * DAY, 1)
    assert (stays["Offer"].stays, stays["Offer"].longest, stays["Offer"].median) == (1, 12 * DAY, 12 * DAY)
    assert db.pipelines.stage_durations(sales.id, until=begin)[0].stays == 0
    ways = {c.name: c for c in db.pipelines.conversion(sales.id, since=begin)}
    assert (ways["Lead"].entered, ways["Lead"].advanced, ways["Lead"].won) == (3, 2, 1)
    assert ways["Lead"].rate == pytest.approx(2 / 3)
    assert db.pipelines.conversion(sales.id, since=clock.now + DAY)[0] == kith.StageConversion(lead, "Lead", 0, 0, 0, 0)
    assert db.pipelines.conversion(sales.id, since=clock.now + DAY)[0].rate == 0


def test_prices(db):
    reader = db.add(kith.Product(name="Reader"))
    db.add([kith.Price(product=reader, amount="900 JPY"),
            kith.Price(product=reader, amount="980 JPY", starts=datetime.date(2026, 1, 1))])
    assert db.pipelines.price(reader, "JPY", datetime.date(2025, 12, 31)) == kith.Money(900, "JPY")
    assert db.pipelines.price(reader, "JPY", "2026-01-01") == kith.Money(980, "JPY")
    assert db.pipelines.price(reader, "USD", "2026-01-01") is None
    assert db.pipelines.price(reader, "jpy", "2026-01-01") == kith.Money(980, "JPY")
    with pytest.raises(kith.InvalidArgument, match="2026-04"):
        db.pipelines.price(reader, "JPY", "2026-04")
    with pytest.raises(kith.NotFound):
        db.pipelines.price(99, "JPY", "2026-01-01")


def test_the_last_transaction_is_also_that_of_what_the_database_gave(db):
    lead, won = db.pipelines.create("Sales", ["Lead", kith.Stage(name="Won", kind="won")]).stages
    assert db.last_transaction == db.history.transactions(1)[0].id
    deal = db.add(kith.Deal(name="Engine", stage=lead))
    moved = db.pipelines.move(deal, won)
    assert db.last_transaction == moved
    db.undo(db.last_transaction)
    assert db.get(kith.Deal, deal).stage == lead
    db.segments.save("Won", "name = x", type="deal")
    assert db.last_transaction == db.history.transactions(1)[0].id
    assert db.as_actor("eve").last_transaction == 0


def test_an_amount_follows_its_lines(db):
    lead = db.pipelines.create("Sales", ["Lead"]).stages[0]
    deal = db.get(kith.Deal, db.add(kith.Deal(name="Engine", stage=lead, lines=[kith.DealLine(description="a", unit_price="10 USD")])))
    deal.lines.append(kith.DealLine(description="b", unit_price="5 USD"))
    db.update(deal)
    assert deal.amount == kith.Money(15, "USD")
    with pytest.raises(kith.InvalidValue, match="more than an amount"):
        db.add(kith.Deal(name="x", stage=lead, lines=[kith.DealLine(description="a", quantity=1e300, unit_price="9.99 USD")]))


def test_amounts_in_another_currency(db):
    day = datetime.date(2026, 3, 1)
    rates = db.add([kith.ExchangeRate(currency="USD", base="JPY", date="2026-01-01", rate="150"),
                    kith.ExchangeRate(currency="EUR", base="USD", date="2026-01-15", rate=Decimal("1.10"))])
    found = db.convert(kith.Money("100.00", "USD"), "JPY", day)
    assert found == (kith.Money(15000, "JPY"), [rates[0]], datetime.date(2026, 1, 1)) and found.date < day
    assert db.convert("15000 JPY", "USD", "2026-03-01").amount == kith.Money("100.00", "USD")
    assert db.convert((Decimal("1"), "USD"), "USD", day) == (kith.Money(1, "USD"), [], None)
    through = db.convert("1.00 EUR", "JPY", datetime.date(2026, 2, 1))
    assert through.amount == kith.Money(165, "JPY") and sorted(through.rates) == rates
    assert db.convert("1 USD", "JPY", "2025-12-31") is None and db.convert("1 USD", "KWD", day) is None
    assert kith.convert(db, "100 USD", "JPY", day) == found
    with db.snapshot() as reader:
        assert kith.convert(reader, "100 USD", "JPY", day) == found == reader.convert("100 USD", "JPY", day)
    with db.transaction() as tx:
        tx.edit(kith.ExchangeRate, rates[0], rate="160")
        assert tx.convert("1 USD", "JPY", day).amount == kith.Money(160, "JPY")
    with pytest.raises(kith.InvalidArgument):
        db.convert("1 USD", "JPY", "2026-03")
    with pytest.raises(kith.InvalidValue):
        db.convert("a dollar", "JPY", day)
