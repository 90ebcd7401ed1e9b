"""What calls return, besides records: named tuples, in the words of the C++ headers."""
from __future__ import annotations

import datetime
from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Tuple

from kith import _records
from kith._records import Tag
from kith._values import RecordRef


class Rows(NamedTuple):
    """The result of `sql`: the columns' names, and one tuple for each row."""

    columns: List[str]
    rows: List[Tuple[Any, ...]]

    def __iter__(self) -> Iterator[Tuple[Any, ...]]:  # type: ignore[override]
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


class Settings(NamedTuple):
    """Settings of the file, which every process that opens it shares."""

    region: str  #: ISO 3166-1 alpha-2: how phone numbers without a country are read; "" = none
    time_zone: str  #: IANA name: what "today" means
    week_start: int  #: ISO weekday on which a week starts: 1 Monday ... 7 Sunday
    fiscal_year_start: int  #: month in which the fiscal year starts
    history_days: int = 0  #: how many days the journal is kept; 0: for ever


class Finding(NamedTuple):
    """One thing that `verify` found wrong."""

    check: str
    table: str
    message: str


class Explanation(NamedTuple):
    """How a query is answered: its canonical text, the SQL with its parameters, SQLite's plan, warnings, and an estimate of
    the work to compare queries by: how many rows of tables and indexes the plan visits."""

    text: str
    sql: str
    parameters: List[Any]
    plan: List[str]
    warnings: List[str]
    estimated_rows: int


class WhyValue(NamedTuple):
    """What a condition looked at: `name` as the language writes it; no values: unknown; `more`: there are others."""

    name: str
    values: List[Any]
    more: bool


class Why(NamedTuple):
    """A condition, asked of one record: its text as a query of its own, whether it `holds` ("yes", "no" or "unknown"), the
    values that decided it, and the conditions that it is made of. `title`: what a related record is called."""

    text: str
    holds: str
    record: RecordRef
    title: str
    values: List[WhyValue]
    parts: List[Why]

    def __str__(self) -> str:
        return "\n".join(self._lines(0))

    def _lines(self, depth: int) -> Iterator[str]:
        yield f"{'  ' * depth}{self.holds:9}{self.text}"
        below = "  " * depth + " " * 9
        for name, values, more in self.values:
            yield f"{below}{name}: " + (", ".join(map(str, values)) or "unknown") + (", ..." if more else "")
        last = self.record
        for part in self.parts:
            if part.record != last:
                yield f"{below}{part.record.type} {part.record.id}" + (f": {part.title}" if part.title else "")
            last = part.record
            yield from part._lines(depth + 1)


class SearchHit(NamedTuple):
    """One record that `search` found; `field` says what matched, `exact` that a whole word did."""

    record: RecordRef
    title: str
    field: str
    exact: bool


class TextRange(NamedTuple):
    """A stretch of a text, in characters: `text[begin:begin + size]`."""

    begin: int
    size: int


class Snippet(NamedTuple):
    """The part of a field that shows what was found; `ranges` say where in `text`. Without a `field` there is nothing to
    show but the title. `cut_before`, `cut_after`: the field goes on there."""

    field: str
    text: str
    ranges: List[TextRange]
    cut_before: bool
    cut_after: bool


class FullTextHit(NamedTuple):
    """One record that full text found. `score` compares hits of one search, higher is better; `fields`: where something
    was found, "name.family", "notes", "body"."""

    record: RecordRef
    title: str
    title_ranges: List[TextRange]
    score: float
    fields: List[str]
    snippet: Snippet


class SegmentChange(NamedTuple):
    """That a record entered or left a live segment. `transaction` is 0 where only time went by."""

    number: int
    record: int
    entered: bool
    at: datetime.datetime
    transaction: int


class SegmentGrowth(NamedTuple):
    """What happened to a live segment on one day; `members` at its end."""

    day: datetime.date
    entered: int
    left: int
    members: int


class TagUse(NamedTuple):
    """A tag with the number of records that carry it."""

    tag: Tag
    records: int


class SimilarTags(NamedTuple):
    """Two tags whose names are nearly the same. `how` they differ: "spelling", "reading", "number" (singular and plural) or
    "typing error"; `keep`: the name of the one on more records, else the older one."""

    left: Tag
    right: Tag
    similarity: float  #: 1 for spelling, 0.98 reading, 0.97 number, at most 0.96 for a typing error
    how: str
    left_records: int
    right_records: int
    keep: str


class LabelMergeResult(NamedTuple):
    """What a merge of tags or lists did, or with `dry_run` would do."""

    taken: int  #: how often one that goes was taken off a record
    moved: int  #: records that have the one that stays since
    had: int  #: records that had it already, besides one that goes
    queries: int  #: saved queries, and manual segments of lists, that have the one that stays since
    transaction: int  #: what `undo` takes back; 0 for a dry run


class ListUse(NamedTuple):
    """A list with the number of records on it."""

    list: _records.List
    records: int


class SimilarLists(NamedTuple):
    """Two lists of one record type whose names are nearly the same; as SimilarTags."""

    left: _records.List
    right: _records.List
    similarity: float
    how: str
    left_records: int
    right_records: int
    keep: str


class OverlappingLists(NamedTuple):
    """Two lists that hold much the same records: `shared` is how many are on both, `jaccard` the share of those on either,
    `containment` the share of those on the smaller one."""

    left: _records.List
    right: _records.List
    left_records: int
    right_records: int
    shared: int
    jaccard: float
    containment: float
    keep: str


# duplicates and merging -------------------------------------------------------------------------------------------


class Match(NamedTuple):
    """A record that may be the same as the one asked about."""

    id: int
    probability: float


class Pair(NamedTuple):
    """Two records that may be the same; a is the smaller id."""

    a: int
    b: int
    probability: float


class Link(NamedTuple):
    """A record of another file (`other`) that is one of this file (`id`)."""

    id: int
    other: int
    probability: float
    sure: bool  #: the threshold is reached; else somebody should look
    rivals: List[Match]  #: where it can be only one record of this file: what it may be besides, the likeliest first


class Cluster(NamedTuple):
    """Records that are one person or organization: two or more ids, ascending. `db.merge(cluster)` unites them."""

    type: str
    members: List[int]
    probability: float  #: of the weakest joint that holds the cluster together
    pairs: List[Pair]


class Evidence(NamedTuple):
    """One row of an explanation. The weights (in bits) of all rows add up to the logarithm of the odds."""

    field: str
    left: str
    right: str
    level: str
    weight: float
    frequency: float


class Decision(NamedTuple):
    """What somebody decided about two records; a is the smaller id."""

    a: int
    b: int
    verdict: str  #: "same" (`confirm`) or "different" (`not_duplicate`)
    at: datetime.datetime
    by: str


class DuplicateReport(NamedTuple):
    """What the last search for duplicates did."""

    records: int
    pairs_compared: int
    blocks: int
    blocks_split: int
    blocks_skipped: int
    pairs_skipped: int
    duplicates: float
    seconds: float


class BulkValue(NamedTuple):
    """A field of a record that a bulk action changed, as text."""

    field: str
    before: str
    after: str


class BulkChange(NamedTuple):
    """A record that a bulk action changed: what it was called before, and its own fields that differ."""

    id: int
    title: str
    values: List[BulkValue]


class BulkFailure(NamedTuple):
    """A record that a bulk action left as it is, and why; `code` as of the exception."""

    id: int
    title: str
    code: str
    message: str


class BulkResult(NamedTuple):
    """What a bulk action did, or would do: `selected` by the query, of them `changed`, `unchanged` and `failed`; the first
    ones that changed in `sample`, the first 100 `failures`; `transaction` is for `undo`, 0 when nothing was written."""

    selected: int
    changed: int
    unchanged: int
    failed: int
    sample: List[BulkChange]
    failures: List[BulkFailure]
    transaction: int


class MergedField(NamedTuple):
    """How one field of a merge's survivor came about."""

    field: str
    values: List[Any]
    chosen: Any
    reason: str
    conflict: bool


class MergeDrop(NamedTuple):
    """Something that a merge does not keep: whose it was, what, what it said, and why it goes. `unmerge` brings it back."""

    record: RecordRef
    field: str
    says: str
    reason: str


class MergeResult(NamedTuple):
    """What a merge did, or would do; `id` is for `unmerge`. Of a dry run also what is dropped (`drops`, at most 1000), and the
    survivor as it would be (`record`, with its e-mails, tags and custom fields)."""

    id: int
    transaction: int
    survivor: int
    fields: List[MergedField]
    moved: Dict[str, int]
    dropped: int
    losers: List[int]
    drops: List[MergeDrop]
    record: Any


class MergeFailure(NamedTuple):
    """A merge that was refused: the code and the message of its error."""

    survivor: int
    losers: List[int]
    code: str
    message: str


class BulkMergeResult(NamedTuple):
    """What many merges did, or would do: how many were `requested`, how many of them `merged` so many `records` into others,
    how many `failed` (the first 100 are `failures`); the `conflicts` in which a value was dropped, by field; the rows that
    `moved`, by table, and how many were `dropped` because the survivor had them; the first results in `sample`;
    `transaction` is for `undo`, 0 when nothing was written."""

    requested: int
    merged: int
    records: int
    failed: int
    conflicts: Dict[str, int]
    moved: Dict[str, int]
    dropped: int
    sample: List[MergeResult]
    failures: List[MergeFailure]
    transaction: int


class MergeEntry(NamedTuple):
    """One merge that was made; `undone_at`: when it was taken back."""

    id: int
    survivor: RecordRef
    losers: List[int]
    at: datetime.datetime
    by: str
    transaction: int
    undone_at: Optional[datetime.datetime]


class Kept(NamedTuple):
    """Something that an undo or unmerge left as it is, and why."""

    record: RecordRef
    field: str
    reason: str


class LaterChild(NamedTuple):
    """Something that the survivor gained after a merge: a record that refers to it, a link (then `record` is the other end:
    the interaction, the tag, the list), or a part of its own (then `element` is its id). `field`: through which it belongs
    to it; `says`: what it is, for people; `transaction`: that added it, 0 when the history does not say; `owner`: whose it
    is now."""

    table: str
    record: RecordRef
    field: str
    element: int
    says: str
    transaction: int
    owner: int


class LaterChildren(NamedTuple):
    """What came in one table since a merge: how many, how many of them were moved, and the first ones."""

    added: int
    moved: int
    children: List[LaterChild]


class UnmergeResult(NamedTuple):
    """What an unmerge did: the ids that stand for themselves again, what could not go back (`kept`), and what the survivor
    gained since, by table (`later`; `later_is_partial`: the history does not reach back to the merge). `transaction` is for
    `undo`, 0 for a dry run."""

    transaction: int
    restored: int
    records: List[int]
    kept: List[Kept]
    later: Dict[str, LaterChildren]
    later_is_partial: bool


class UndoResult(NamedTuple):
    """What an undo did; `transaction` is the undo's own, which can be undone too."""

    transaction: int
    restored: int
    kept: List[Kept]


# history ----------------------------------------------------------------------------------------------------------


class TransactionEntry(NamedTuple):
    """One committed transaction."""

    id: int
    at: datetime.datetime
    actor: str
    label: str
    changes: int


class Change(NamedTuple):
    """One change of one field, or (`field` is "") of the record as a whole. `action`: added, changed, removed."""

    transaction: int
    at: datetime.datetime
    actor: str
    record: RecordRef
    action: str
    field: str
    element: int
    before: Any
    after: Any


class Transition(NamedTuple):
    """One step of a tracked field (lifecycle, owner). `lasted`: how long it had been `before`, since the field's step before
    this one; None where no step says when that began."""

    transaction: int
    at: datetime.datetime
    by: str
    field: str
    before: Any
    after: Any
    lasted: Optional[datetime.timedelta]


class Horizon(NamedTuple):
    """Where a pruned journal begins: the first transaction that it has, and when that was committed."""

    first: int
    at: datetime.datetime


class PruneResult(NamedTuple):
    """What was pruned: transactions, and rows of the journal."""

    transactions: int
    changes: int


# files ------------------------------------------------------------------------------------------------------------


class ImportColumn(NamedTuple):
    """One column of a file, and the field it goes to ("": it is not kept)."""

    name: str
    field: str
    label: str
    samples: List[str]
    filled: int


class ImportPlan(NamedTuple):
    """What a file seems to be."""

    source: str
    format: str
    dialect: str
    encoding: str
    encoding_confidence: float
    delimiter: str
    header: bool
    date_order: str
    rows: int
    columns: List[ImportColumn]
    warnings: List[str]


class ImportProblem(NamedTuple):
    """One thing in a row that was not as it should be."""

    line: int
    column: int
    field: str
    reason: str


class ImportCandidate(NamedTuple):
    """A record that a row may speak of. `line`: of the row of this import that made it, 0 when it was there before;
    `record` is None when that was a dry run."""

    record: Optional[RecordRef]
    title: str
    probability: float
    line: int


class ImportedRow(NamedTuple):
    """One row and what became of it: created, updated, merged, unchanged, skipped, asked or failed. `candidates`: the
    records that it is like, the likeliest first, where `likeness` had them looked up; `merge`: for `unmerge`."""

    line: int
    outcome: str
    record: Optional[RecordRef]
    title: str
    problems: List[ImportProblem]
    candidates: List[ImportCandidate]
    merge: int


class ImportReport(NamedTuple):
    """What an import did, or with `dry_run` would do; `batch` is for `imports.undo`. `possible`: of those created, how
    many have candidates."""

    batch: int
    transaction: int
    dry_run: bool
    source: str
    format: str
    encoding: str
    total: int
    created: int
    updated: int
    unchanged: int
    skipped: int
    failed: int
    organizations: int
    rows: List[ImportedRow]
    warnings: List[str]
    ignored: Dict[str, int]
    merged: int
    asked: int
    possible: int


class ExportReport(NamedTuple):
    """What an export wrote."""

    records: int
    lost_characters: int


__all__ = ["BulkChange", "BulkFailure", "BulkMergeResult", "BulkResult", "BulkValue", "Change", "Cluster", "Decision", "DuplicateReport", "Evidence", "Explanation", "ExportReport", "Finding",
           "FullTextHit", "Horizon", "ImportCandidate", "ImportColumn", "ImportPlan", "ImportProblem", "ImportReport", "ImportedRow", "Kept",
           "LabelMergeResult", "Link", "ListUse", "LaterChild", "LaterChildren", "Match", "MergeDrop", "MergeEntry", "MergeFailure", "MergeResult", "MergedField", "OverlappingLists", "Pair", "PruneResult",
           "Rows", "SearchHit", "Settings", "SegmentChange", "SegmentGrowth", "SimilarLists", "SimilarTags", "Snippet", "TagUse",
           "TextRange", "TransactionEntry", "Transition", "UndoResult",
           "UnmergeResult", "Why", "WhyValue"]
