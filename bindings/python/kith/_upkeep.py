"""Upkeep: how good the data is, what is missing and where it could come from, uniform formats, who was forgotten."""
from __future__ import annotations

from typing import Any, Callable, Dict, Iterable, List, Mapping, NamedTuple, Optional, Sequence, Type, Union

from kith import _kith
from kith._records import Contact, Structure
from kith._results import BulkChange, Pair
from kith._values import RecordRef


class QualityIssue(NamedTuple):
    """Why a contact lacks points. `part`: completeness, validity, freshness, uniqueness or consistency; `problem`: its kind,
    "missing", "malformed", "known not to work", "duplicate" ...; `reason` is for a person."""

    part: str
    field: str
    problem: str
    reason: str
    points: float


class ContactQuality(NamedTuple):
    """The quality of one contact's record: `score` is 100 less the points of the issues; `parts` are 0 to 1."""

    contact: int
    title: str
    score: float
    parts: Dict[str, float]
    issues: List[QualityIssue]


class FieldQuality(NamedTuple):
    """A field of a file: contacts without it, other problems with it, and what that costs a contact on the average."""

    field: str
    missing: int
    wrong: int
    points: float


class QualityProblem(NamedTuple):
    """One kind of issue in a file: how many contacts have it, and what it costs them together."""

    part: str
    field: str
    problem: str
    contacts: int
    points: float


class FileQuality(NamedTuple):
    """The quality of a file's contacts. `distribution`: contacts with a score below 10, below 20 ... up to 100."""

    contacts: int
    score: float
    parts: Dict[str, float]
    distribution: List[int]
    fields: List[FieldQuality]
    problems: List[QualityProblem]
    worst: List[ContactQuality]


class Suggestion(NamedTuple):
    """A value that `record` lacks and `source` has; `element` is the number of the e-mail, address ... there, `certainty`
    0 to 1."""

    record: RecordRef
    field: str
    value: str
    label: str
    source: RecordRef
    element: int
    reason: str
    certainty: float


class ApplyResult(NamedTuple):
    """What applied suggestions wrote; `transaction` is for `undo`, 0 when nothing was written."""

    records: int
    values: int
    transaction: int


class NormaliseResult(NamedTuple):
    """What became uniform, or would: `values` counts by field, `sample` has the first records that changed;
    `transaction` is for `undo`, 0 when nothing was written."""

    selected: int
    changed: int
    values: Dict[str, int]
    sample: List[BulkChange]
    transaction: int


class Upkeep:
    """The upkeep of a database: `db.upkeep`. Tags and lists that mean the same: `db.tags`, `db.lists`."""

    __slots__ = ("_access",)

    def __init__(self, access: _kith.Database) -> None:
        self._access = access

    def quality(self, contact: Union[int, Contact], *, fresh_days: int = 365, stale_days: int = 1095) -> ContactQuality:
        """The quality of one contact: 35 points are for completeness, 25 for validity, 15 for freshness (nothing lost up to
        `fresh_days`, all from `stale_days`), 15 for uniqueness, 10 for consistency; docs/upkeep.md has the formula. Raises
        NotFound."""
        return self._access.upkeep_quality(contact, fresh_days, stale_days)

    def file_quality(self, population: str = "", parameters: Optional[Mapping[str, Any]] = None, *,
                     pairs: Optional[Iterable[Pair]] = None, worst: int = 20, fresh_days: int = 365,
                     stale_days: int = 1095, progress: Optional[Callable[[int, int], Any]] = None) -> FileQuality:
        """The quality of all contacts, or of those that a query selects. Uniqueness is by `pairs` of `duplicates.pairs()`, or
        without them by the match keys of the file, which is quick and coarse. `worst`: how many contacts are named.
        `progress(done, total)` stops by returning False. Raises Parse, Cancelled."""
        return self._access.upkeep_file_quality(population, parameters, pairs, worst, fresh_days, stale_days, progress)

    def complete(self, record: Union[int, Structure], type: Union[None, Type[Structure], str] = None, *,
                 threshold: float = 0.7, duplicates: bool = True, organization: bool = True) -> List[Suggestion]:
        """What a contact or organization lacks and others have, the most certain first: from likely duplicates (of at least
        the probability `threshold`), and from where a contact works or what an e-mail's domain says. Nothing that
        contradicts what is there. Raises NotFound, InvalidArgument."""
        if type is None:
            type = "contact" if isinstance(record, int) else record.__class__
        return self._access.upkeep_complete(type, record, threshold, duplicates, organization)

    def apply(self, suggestions: Iterable[Suggestion]) -> ApplyResult:
        """Writes the suggestions that somebody chose, in one transaction. Raises Conflict naming record and field when it has
        a value by now or the source no longer has this one, InvalidArgument for two values of one field."""
        return self._access.upkeep_apply(suggestions)

    def normalise(self, type: Union[Type[Structure], str], query: str = "",
                  parameters: Optional[Mapping[str, Any]] = None, *, fields: Sequence[str] = (), phones: str = "national",
                  dry_run: bool = False, sample: int = 20, progress: Optional[Callable[[int, int], Any]] = None
                  ) -> NormaliseResult:
        """Makes formats uniform in every record that the query selects, in one transaction: spaces, width, capitals of names,
        e-mails, telephone numbers (`phones`: national, international or e164), postcodes, countries. `fields`: only these.
        With `dry_run` nothing is written: the result tells what would change. `progress(done, total)` runs inside the
        transaction, must not use the database, and stops by returning False. Raises Parse, InvalidArgument, Cancelled."""
        options = dict(fields=fields, phones=phones, dry_run=dry_run, sample=sample, progress=progress)
        return self._access.upkeep_normalise(type, query, parameters, options)

    def unengaged(self, days: int = 365, *, inbound: bool = False, among: str = "") -> str:
        """The query of contacts with whom nobody has been in touch for so many days; with `inbound` only what came from them
        counts. `among`: a condition besides. For `db.query`, `db.count`, `db.segments.save`. Raises InvalidArgument, Parse."""
        return self._access.upkeep_unengaged(days, inbound, among)

    def stale(self, days: int = 730, *, among: str = "") -> str:
        """The query of contacts whose record nobody has changed for so many days. Raises InvalidArgument, Parse."""
        return self._access.upkeep_stale(days, among)


__all__ = ["ApplyResult", "ContactQuality", "FieldQuality", "FileQuality", "NormaliseResult", "QualityIssue",
           "QualityProblem", "Suggestion"]
