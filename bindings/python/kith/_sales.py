"""Pipelines: boards of deals, moving them, and how they flow. Amounts in other currencies."""
from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Iterable, List, Mapping, NamedTuple, Optional, Tuple, Union

from kith import _kith
from kith._records import Deal, Pipeline, Product, Stage
from kith._values import Money

if TYPE_CHECKING:
    from kith._transaction import Reader

Time = datetime.datetime
Amount = Union[Money, Tuple[Union[Decimal, int, str], str], str]


class BoardTotal(NamedTuple):
    """What the deals of one currency add up to; amount None: deals that have none. `weighted` by the probability."""

    deals: int
    amount: Optional[Money]
    weighted: Optional[Money]


class BoardCard(NamedTuple):
    """A deal as a board shows it. `since`: when it came into its stage; `rotting`: longer there than the stage allows."""

    deal: int
    name: str
    amount: Optional[Money]
    contact: Optional[int]
    organization: Optional[int]
    owner: Optional[int]
    expected_close: Any
    since: Optional[Time]
    rotting: bool


class BoardStage(NamedTuple):
    """A column of a board: all its deals in `deals` and `totals`, the first ones as `cards`."""

    stage: Stage
    deals: int
    totals: List[BoardTotal]
    cards: List[BoardCard]


class Board(NamedTuple):
    """A pipeline with its deals, the trash left out."""

    pipeline: Pipeline
    stages: List[BoardStage]


class NewPipeline(NamedTuple):
    """The ids of a new pipeline and of its stages, in order."""

    id: int
    stages: List[int]


class RottingDeal(NamedTuple):
    """An open deal that has been in its stage for too long: whole `days` since then."""

    deal: int
    name: str
    stage: int
    since: Time
    days: int


class StageDuration(NamedTuple):
    """How long deals stay in a stage, from the `stays` that ended in the window; `present`: deals that are there now."""

    stage: int
    name: str
    stays: int
    mean: datetime.timedelta
    median: datetime.timedelta
    longest: datetime.timedelta
    present: int


class StageConversion(NamedTuple):
    """What became of the deals that `entered` a stage in the window: came further, were won, were lost by now."""

    stage: int
    name: str
    entered: int
    advanced: int
    won: int
    lost: int

    @property
    def rate(self) -> float:
        """advanced / entered; 0 when none came."""
        return self.advanced / self.entered if self.entered else 0.0


class Conversion(NamedTuple):
    """An amount in another currency, rounded once, half away from zero; with the ids of the rates that were used (none for
    the same currency, two through a third one), and the older date of those."""

    amount: Money
    rates: List[int]
    date: Any


class Pipelines:
    """The pipelines of a database. Pipelines, stages and deals are records like any other (`kith.Deal` ...); here is
    what is more than one record."""

    __slots__ = ("_access",)

    def __init__(self, access: _kith.Database) -> None:
        self._access = access

    def create(self, name: str, stages: Iterable[Union[Stage, str]]) -> NewPipeline:
        """Makes a pipeline with its stages, in order; a text stands for a stage with this name. Raises NotUnique.

            db.pipelines.create("New business", ["Lead", kith.Stage(name="Offer", probability=50), ...])
        """
        return self._access.pipeline_create(name, [Stage(name=s) if isinstance(s, str) else s for s in stages])

    def find(self, name: str) -> Optional[Pipeline]:
        """The pipeline of this name in any case, width and kana, or None."""
        return self._access.pipeline_find(name)

    def list(self) -> List[Pipeline]:
        """All pipelines, by position."""
        return self._access.pipeline_list()

    def stages(self, pipeline: Union[int, Pipeline]) -> List[Stage]:
        """The stages of a pipeline, by position, the trash left out."""
        return self._access.pipeline_stages(pipeline)

    def move(self, deal: Union[int, Deal], stage: Union[int, Stage], *, position: Optional[int] = None,
             lost_reason: str = "") -> int:
        """Moves a deal into a stage, of whichever pipeline: one transaction, whose number `undo` takes; 0 when there was
        nothing to change. Raises NotFound, and Required naming the field that the stage requires."""
        return self._access.pipeline_move(deal, stage, position, lost_reason)

    def board(self, pipeline: Union[int, Pipeline], *, cards: int = 20, filter: str = "",
              parameters: Optional[Mapping[str, Any]] = None) -> Board:
        """The board of a pipeline, with so many `cards` per stage at most. Without a filter the totals are read as the
        commits keep them, however many deals there are; with one (a query) the selected deals are counted."""
        return self._access.pipeline_board(pipeline, cards, filter, parameters)

    def rotting(self, pipeline: Union[int, Pipeline]) -> List[RottingDeal]:
        """Open deals that are longer in their stage than its `rotting_days`, the longest first."""
        return self._access.pipeline_rotting(pipeline)

    def stage_durations(self, pipeline: Union[int, Pipeline], since: Optional[Time] = None,
                        until: Optional[Time] = None) -> List[StageDuration]:
        """How long deals stayed in each stage, from the moves that ended from `since` on and before `until`."""
        return self._access.pipeline_durations(pipeline, since, until)

    def conversion(self, pipeline: Union[int, Pipeline], since: Optional[Time] = None, until: Optional[Time] = None
                   ) -> List[StageConversion]:
        """How many of the deals that came into each stage from `since` on and before `until` went on."""
        return self._access.pipeline_conversion(pipeline, since, until)

    def price(self, product: Union[int, Product], currency: str, day: Union[datetime.date, str]) -> Optional[Money]:
        """The price of a product in a currency on a day: of those that hold then, the one that starts last."""
        return self._access.pipeline_price(product, currency, day)


def convert(reader: Reader, amount: Amount, currency: str, day: Union[datetime.date, str]) -> Optional[Conversion]:
    """What an amount is worth in a currency on a day, by the rates of a database, a transaction or a snapshot: the same as
    `reader.convert(...)`."""
    return reader.convert(amount, currency, day)


__all__ = ["Board", "BoardCard", "BoardStage", "BoardTotal", "Conversion", "NewPipeline", "RottingDeal", "StageConversion",
           "StageDuration"]
