"""What a database has besides records: search, segments, tags, lists, duplicates, history, imports."""
from __future__ import annotations

import datetime
import json
import os
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterable, List, Mapping, Optional, Sequence, Type, Union

from kith import _kith, _records
from kith._records import FieldInfo, ImportBatch, Segment, Structure, Tag
from kith._results import (Change, Cluster, Decision, DuplicateReport, Evidence, Explanation, FullTextHit, Horizon,
                           ImportPlan, ImportReport, LabelMergeResult, Link, ListUse, Match, OverlappingLists, Pair, PruneResult, SearchHit, SegmentChange,
                           SegmentGrowth, SimilarLists, SimilarTags, TagUse, TextRange,
                           TransactionEntry, Transition, UndoResult, Why)

if TYPE_CHECKING:
    from kith._database import Database

RecordType = Union[Type[Structure], str]
Identity = Union[int, Structure]
Source = Union[str, os.PathLike, bytes]


class _Face:
    __slots__ = ("_access",)

    def __init__(self, access: _kith.Database) -> None:
        self._access = access


class Search(_Face):
    """Search, in two ways: `find` (or a call, `db.search("ada")`) while someone types, and `full_text`."""

    __slots__ = ()

    def find(self, text: str, limit: int = 20, types: Union[None, RecordType, Sequence[RecordType]] = None
             ) -> List[SearchHit]:
        """The records in which every word begins some word of a name, a company, an address or a number: for search
        while someone types. Case, width, accents, kana and kanji variants are folded, and romaji finds kana."""
        return self._access.search(text, limit, types)

    __call__ = find

    def full_text(self, text: str, types: Union[None, RecordType, Sequence[RecordType]] = None, *, filter: str = "",
                  parameters: Optional[Mapping[str, Any]] = None, prefix: bool = True, limit: int = 20, offset: int = 0,
                  snippet_length: int = 160) -> List[FullTextHit]:
        """The records in which every term is found in some searched field: names, notes, subjects and bodies ..., best
        first. Text in quotes is one term. Kanji and kana are found by any part, pieces of addresses and numbers too.

        `types`: to look in, None for all; `filter`: only records that this query selects, needs one type; `prefix`: the
        last word may be unfinished. A hit's snippet shows what was found: see `kith.marked`."""
        return self._access.full_text(text, types, filter, parameters, prefix, limit, offset, snippet_length)


def marked(text: str, ranges: Sequence[TextRange], before: str, after: str, html: bool = False) -> str:
    """A text with what was found marked: `marked(hit.snippet.text, hit.snippet.ranges, "[", "]")`. With `html` the text
    is escaped and the marks are not: `marked(text, ranges, "<mark>", "</mark>", html=True)`."""
    return _kith.marked(text, ranges, before, after, html)


class Segments(_Face):
    """Saved queries, usable in other queries as `in segment "NAME"`. Names are the same in any case, width and kana."""

    __slots__ = ()

    def save(self, name: str, query: str, type: RecordType = "contact") -> int:
        """A new segment, or the new query of the one that has the name; gives its id. Raises Parse, and NotUnique when a list
        or a snapshot has the name: rename or remove that first."""
        return self._access.segment_save(name, query, type)

    def rename(self, old: str, new: str) -> None:
        """Gives it another name, also in the queries of others. Raises NotFound, NotUnique."""
        self._access.segment_rename(old, new)

    def find(self, name: str) -> Optional[Segment]:
        """The segment of this name, or None."""
        return self._access.segment_find(name)

    def list(self) -> List[Segment]:
        """All segments, by name."""
        return self._access.segment_list()

    def remove(self, name: str) -> bool:
        """Moves it to the trash; False when there is none. Raises InUse naming the segments that refer to it."""
        return self._access.segment_remove(name)

    def members(self, segment: Union[str, int, Segment]) -> List[int]:
        """The ids of its members now, in the order of its query: by name, or by id. Raises NotFound."""
        return self._access.segment_members(segment)

    def count(self, segment: Union[str, int, Segment]) -> int:
        """How many members it has now. Raises NotFound."""
        return self._access.segment_count(segment)

    def explain(self, segment: Union[str, int, Segment]) -> Explanation:
        """How `members` answers: a live segment whose members commits keep by reading them, else by its query. Raises NotFound."""
        return self._access.segment_explain(segment)

    def why(self, segment: Union[str, int, Segment], record: Identity) -> Why:
        """Why a record is a member, or is not. Raises NotFound for the segment and for the record."""
        return self._access.segment_why(segment, record if isinstance(record, int) else record.id)

    def manual(self, name: str, type: RecordType = "contact") -> int:
        """A segment of records that people choose one by one: the list of this name, made when there is none
        (`db.add_to_list`). Gives its id. Raises NotUnique."""
        return self._access.segment_manual(name, type)

    def snapshot(self, name: str, query: str, type: RecordType = "contact") -> int:
        """The records that the query selects now, as a segment that stays as it is; a new list of this name holds them.
        Gives its id. Raises Parse, NotUnique."""
        return self._access.segment_snapshot(name, query, type)

    def live(self, name: str, on: bool = True) -> None:
        """Lets commits keep the members, and note who entered and left, or lets them be. Raises NotFound, and
        InvalidValue with the reason for a segment that can change for records that nobody touched (a limit, a rank)."""
        self._access.segment_live(name, on)

    def advance_clock(self) -> int:
        """Brings live segments with conditions on time to the present; gives how many records entered or left."""
        return self._access.segment_advance_clock()

    def changes(self, name: str, after: int = 0, limit: int = 1000) -> List[SegmentChange]:
        """Who entered and left a live segment, in that order: those with numbers above `after`. Raises NotFound."""
        return self._access.segment_changes(name, after, limit)

    def entered_at(self, name: str, record: Union[int, Structure]) -> Optional[datetime.datetime]:
        """When a member of a live segment entered it last; None for a record that is no member. Raises NotFound."""
        return self._access.segment_entered_at(name, record if isinstance(record, int) else record.id)

    def growth(self, name: str) -> List[SegmentGrowth]:
        """The growth of a live segment, by the days on which somebody entered or left. Raises NotFound."""
        return self._access.segment_growth(name)

    def overlaps(self, names: Sequence[str]) -> List[List[int]]:
        """How many records each two of the segments share: a square, with the sizes on its diagonal. Raises NotFound,
        and InvalidArgument for segments of several record types."""
        return self._access.segment_overlaps(list(names))

    def sample(self, name: str, size: int, seed: int = 0) -> List[int]:
        """So many members by chance, by id; the same seed gives the same. Raises NotFound."""
        return self._access.segment_sample(name, size, seed)


class Tags(_Face):
    """The tags of a database."""

    __slots__ = ()

    def all(self) -> List[TagUse]:
        """All tags with their use, by name."""
        return self._access.tag_all()

    def rename(self, old: str, new: str) -> None:
        """Gives a tag another name. Raises NotFound, and NotUnique when another has it (then `merge`)."""
        self._access.tag_rename(old, new)

    def merge(self, old: Union[str, Sequence[str]], into: str, *, dry_run: bool = False) -> LabelMergeResult:
        """Puts `into` on every record that has `old`, one tag or several, and moves those to the trash. Saved queries that
        name them then name `into`. One transaction; `dry_run` tells the same and writes nothing. Raises NotFound,
        InvalidArgument."""
        return self._access.tag_merge(old, into, dry_run)

    def remove(self, name: str) -> None:
        """Takes a tag off every record and moves it to the trash."""
        self._access.tag_remove(name)

    def unused(self) -> List[Tag]:
        """Tags that no record carries."""
        return self._access.tag_unused()

    def similar(self, threshold: float = 0.9) -> List[SimilarTags]:
        """Pairs of tags that may mean the same, most similar first."""
        return self._access.tag_similar(threshold)


class Lists(_Face):
    """The lists of a database. What is in the trash or merged away is not counted."""

    __slots__ = ()

    def all(self) -> List[ListUse]:
        """All lists with their use, by name."""
        return self._access.list_all()

    def rename(self, old: str, new: str) -> None:
        """Gives a list another name. Raises NotFound, and NotUnique when another has it (then `merge`)."""
        self._access.list_rename(old, new)

    def merge(self, old: Union[str, Sequence[str]], into: str, *, dry_run: bool = False) -> LabelMergeResult:
        """Puts every record of `old`, one list or several, on `into` and moves those to the trash. Saved queries and manual
        segments then have `into`. One transaction; `dry_run` tells the same and writes nothing. Raises NotFound,
        InvalidArgument for lists of several record types, InUse for the list of a snapshot."""
        return self._access.list_merge(old, into, dry_run)

    def remove(self, name: str) -> None:
        """Takes every record off a list and moves it to the trash. Raises NotFound, InUse naming the segment that it is."""
        self._access.list_remove(name)

    def unused(self) -> List[_records.List]:
        """Lists without records."""
        return self._access.list_unused()

    def similar(self, threshold: float = 0.9) -> List[SimilarLists]:
        """Pairs of lists of one record type whose names may mean the same, most similar first."""
        return self._access.list_similar(threshold)

    def overlapping(self, threshold: float = 0.8, least: int = 5) -> List[OverlappingLists]:
        """Pairs of lists that hold much the same: those of which jaccard reaches the threshold, or containment where the
        smaller list has at least `least` records. Most alike first."""
        return self._access.list_overlapping(threshold, least)


class History(_Face):
    """What happened: transactions, the changes of a record field by field. Kept for ever, or for the setting
    `history_days`: then each day some of what is older is pruned with the writes that come anyway."""

    __slots__ = ()

    def transactions(self, limit: int = 50, before: int = 0) -> List[TransactionEntry]:
        """Committed transactions, newest first; `before`: only those with a smaller number."""
        return self._access.history_transactions(limit, before)

    def of(self, type: Union[RecordType, Structure], id: Optional[Identity] = None, limit: int = 1000) -> List[Change]:
        """Everything that happened to a record, its elements, tags and custom fields, newest first."""
        return self._access.history_of(type, type if id is None else id, limit)

    def changes(self, transaction: int, limit: int = 10000) -> List[Change]:
        """What one transaction changed. Raises NotFound, Pruned."""
        return self._access.history_changes(transaction, limit)

    def transitions(self, type: Union[RecordType, Structure], id: Optional[Identity] = None) -> List[Transition]:
        """The steps of a record's tracked fields, oldest first."""
        return self._access.history_transitions(type, type if id is None else id)

    def horizon(self) -> Optional[Horizon]:
        """Where the journal begins; None: with the file, because it was never pruned."""
        return self._access.history_horizon()

    def prune(self, before: Union[None, datetime.datetime, str] = None) -> PruneResult:
        """Prunes what was committed before a moment, but for the newest transaction; without one by the setting
        `history_days`. It cannot be taken back: undoing what was pruned raises Pruned. Merges can be taken back and tracked
        fields keep their steps all the same. Others can write in between."""
        return self._access.history_prune(before)


def waterfall_svg(evidence: Iterable[Evidence], *, title: str = "", width: float = 760) -> str:
    """An explanation as a drawing (SVG): a bar for each row, which begins where the one before it ended, in bits; what is
    due to the value's frequency is shaded; the sum and the probability at the end. Complete in itself, light or dark as
    the reader prefers, with a description in words; it can stand in an HTML page as it is. `width` in pixels, 480..4000."""
    return _kith.waterfall_svg(evidence, title, width)


def _access_of(database: Database) -> _kith.Database:
    access = getattr(database, "_access", None)
    if not isinstance(access, _kith.Database):
        raise TypeError(f"another Database is needed, not {database!r}")
    return access


class Duplicates:
    """Finding records that are the same. A probability of 0.95 means the same but for one in twenty at worst; from 0.5
    a pair is worth a look. What `find` and `pairs` learn from the file, `of` and `explain` then use."""

    __slots__ = ("_core",)

    def __init__(self, core: _kith.Duplicates) -> None:
        self._core = core

    def find(self, type: RecordType = "contact", *, threshold: float = 0.95, limit: int = 0, population: str = "",
             parameters: Optional[Mapping[str, Any]] = None, progress: Optional[Callable[[float], Any]] = None
             ) -> List[Cluster]:
        """Clusters, the most certain first. `population` is a query: only records that it selects are compared.
        `progress(done)`, 0..1, stops by returning False (raising Cancelled)."""
        return self._core.find(type, threshold, limit, population, parameters, progress)

    def each(self, take: Callable[[Cluster], Any], type: RecordType = "contact", *, threshold: float = 0.95,
             limit: int = 0, population: str = "", parameters: Optional[Mapping[str, Any]] = None,
             progress: Optional[Callable[[float], Any]] = None) -> None:
        """Calls `take(cluster)` for what `find` gives, one after the other, until it returns False or raises. The first comes
        when all pairs are compared; each is put together when its turn comes, and none is kept. `take` may merge and use the
        database otherwise, but begin no session."""
        self._core.each(take, type, threshold, limit, population, parameters, progress)

    def pairs(self, type: RecordType = "contact", *, threshold: float = 0.95, limit: int = 0, population: str = "",
              parameters: Optional[Mapping[str, Any]] = None, progress: Optional[Callable[[float], Any]] = None
              ) -> List[Pair]:
        """Every pair with at least that probability, the most certain first."""
        return self._core.pairs(type, threshold, limit, population, parameters, progress)

    def of(self, record: Identity, type: Optional[RecordType] = None, *, threshold: float = 0.5, limit: int = 10,
           organization: str = "") -> List[Match]:
        """Records that may be the same as this one, the most likely first: a record's id, or an object, added or not.
        `organization`: where a contact that was not added works. Milliseconds, whatever the file's size. Raises NotFound,
        for what is in the trash, too."""
        if type is None:
            type = "contact" if isinstance(record, int) else record.__class__
        return self._core.of(type, record, threshold, limit, organization)

    def explain(self, a: Identity, b: Identity, type: RecordType = "contact", *, other: Optional[Database] = None
                ) -> List[Evidence]:
        """Why two records are, or are not, the same; `other`: the database that `b` is of, when it is another one (`link`)."""
        return self._core.explain(type, a, b, None if other is None else _access_of(other))

    def waterfall(self, a: Identity, b: Identity, type: RecordType = "contact", *, other: Optional[Database] = None,
                  title: str = "", width: float = 760) -> str:
        """The same as a drawing: see `kith.waterfall_svg`."""
        return waterfall_svg(self.explain(a, b, type, other=other), title=title, width=width)

    def link(self, other: Database, type: RecordType = "contact", *, threshold: float = 0.95, review: float = 0.5,
             linkage: str = "many_to_one", limit: int = 0, population: str = "",
             parameters: Optional[Mapping[str, Any]] = None, other_population: str = "",
             other_parameters: Optional[Mapping[str, Any]] = None, progress: Optional[Callable[[float], Any]] = None
             ) -> List[Link]:
        """Which records of another database are records of this one, the surest first: a list of names and this file, or two
        files. From `threshold` on a link is sure, from `review` on, if that is less, it is for somebody to look at. `linkage`:
        "many_to_one" (a record of the other is at most one of this file), "one_to_one" (and the other way round),
        "one_to_many", "many_to_many". How many of them are here is learned from the two together; nothing is written.
        Decisions within either file count; none about records of two files can be kept. Raises InvalidArgument when both
        are one file."""
        return self._core.link(_access_of(other), type, threshold, review, linkage, limit, population, parameters,
                               other_population, other_parameters, progress)

    def each_link(self, take: Callable[[Link], Any], other: Database, type: RecordType = "contact", *,
                  threshold: float = 0.95, review: float = 0.5, linkage: str = "many_to_one", limit: int = 0,
                  population: str = "", parameters: Optional[Mapping[str, Any]] = None, other_population: str = "",
                  other_parameters: Optional[Mapping[str, Any]] = None,
                  progress: Optional[Callable[[float], Any]] = None) -> None:
        """Calls `take(link)` for what `link` gives, one after the other, until it returns False or raises. `take` may use
        both databases, but begin no session."""
        self._core.each_link(take, _access_of(other), type, threshold, review, linkage, limit, population, parameters,
                             other_population, other_parameters, progress)

    def not_duplicate(self, a: Identity, b: Identity, type: RecordType = "contact") -> None:
        """Decides that two records are different: they are not proposed again, and no cluster holds both. What is decided
        later about the same two takes its place."""
        self._core.decide(type, a, b, "different")

    def confirm(self, a: Identity, b: Identity, type: RecordType = "contact") -> None:
        """Decides that two records are one, without merging them yet: they have the probability 1 and are always in one
        cluster, unless that would bring together what was decided to be different."""
        self._core.decide(type, a, b, "same")

    def forget_decision(self, a: Identity, b: Identity, type: RecordType = "contact") -> None:
        """Takes either decision back."""
        self._core.decide(type, a, b, None)

    def decisions(self, type: RecordType = "contact") -> List[Decision]:
        """All decisions about records of a type, oldest first."""
        return self._core.decisions(type)

    def model(self, type: RecordType = "contact") -> Dict[str, Any]:
        """The model that judges now, as the objects of its JSON form: what the last `find` or `pairs` learned, or what
        `use_model` was given; before either the packaged one. It holds no value of any record, so that it can be looked
        at, kept with `json.dump`, and used for another file."""
        return json.loads(self._core.model(type))

    def use_model(self, model: Union[str, Mapping[str, Any]]) -> None:
        """Judges by this model (its objects, or JSON text) from now on; searches no longer learn. The file keeps nothing of
        it. Raises Parse for what is no model, with the place, and InvalidArgument for one that does not fit."""
        self._core.use_model(model if isinstance(model, str) else json.dumps(model))

    def forget_model(self, type: RecordType = "contact") -> None:
        """Learns again from the next search on."""
        self._core.forget_model(type)

    def report(self) -> DuplicateReport:
        """What the last `find` or `pairs` did."""
        return self._core.report()


class Imports(_Face):
    """Files of other programs (vCard, CSV, JSON lines) into the base, in batches that can be repeated and taken back.

    `source` is a path, or the file's bytes. A row is found again by its identifier or its content: importing a file
    twice changes nothing."""

    __slots__ = ()

    def run(self, source: Source, type: RecordType = "contact", *, name: str = "", format: str = "",
            mapping: Mapping[Union[str, int], str] = {}, external_id: str = "", encoding: str = "",
            delimiter: Optional[str] = None, header: Optional[bool] = None, region: str = "", date_order: str = "",
            tags: Sequence[str] = (), create_fields: bool = True, dry_run: bool = False, max_rows: int = 200000,
            likeness: str = "create", threshold: float = 0.95, review: float = 0.5,
            decisions: Mapping[int, Union[str, Tuple[str, int]]] = {},
            model: Union[None, str, Mapping[str, Any]] = None,
            progress: Optional[Callable[[int, int], Any]] = None) -> ImportReport:
        """Imports a file in one transaction. A row that cannot be kept is reported with line and reason, and the
        others go on.

        `name`: what the source is called; else the file's name, of bytes "bytes". `mapping`: CSV column (header, or number from 1) to
        field ("email[2]", "field.KEY", "-" to leave it out); other columns are recognised by their headers. `dry_run`
        does everything, reports it, and rolls it back. `progress(read, total)`, in bytes, runs inside the transaction:
        it must not use the database, and stops the import by returning False (raising Cancelled; nothing is written).

        `likeness` says what becomes of a row of a contact or organization that no identifier ties to a record and that is
        one that is there (or that an earlier row made) with a probability of at least `threshold` (0.5..1): "create" a
        new one (nothing is looked up), "skip" the row, "update" the record, "merge" the row's own record into it
        (`unmerge` parts them), or "ask": nothing is written of it, and it comes back with the outcome "asked" and its
        `candidates`. Rows that reach only `review` are created, and have candidates, too. "ask" with `dry_run` writes
        nothing and so links a list against the base.

        `decisions` says what is done to rows instead, by line: "create", "skip", "update", "merge", or ("update", 7)
        with the id of the record that it is; without one it is the likeliest. `model`: what to judge by, from
        `duplicates.model()`, else packaged figures. Raises InvalidArgument for what is none of these, and
        for a decision about a line on which no row starts; then nothing is written.
        """
        chosen = _options(locals())
        if model is not None and not isinstance(model, str):
            chosen["model"] = json.dumps(model)
        return self._access.import_run(source, chosen)

    def inspect(self, source: Source, type: RecordType = "contact", *, name: str = "", format: str = "",
                mapping: Mapping[Union[str, int], str] = {}, external_id: str = "", encoding: str = "",
                delimiter: Optional[str] = None, header: Optional[bool] = None, region: str = "", date_order: str = "",
                ) -> ImportPlan:
        """Looks at a file without importing it: format, encoding, columns, and the fields they would go to."""
        return self._access.import_inspect(source, _options(locals()))

    def undo(self, batch: Union[int, ImportBatch, ImportReport]) -> UndoResult:
        """Takes a whole batch back. What was changed since stays and is named."""
        return self._access.import_undo(batch.batch if isinstance(batch, ImportReport) else batch)

    def batches(self) -> List[ImportBatch]:
        """The batches that were written, newest first."""
        return self._access.import_batches()

    def fields(self, type: RecordType = "contact") -> List[FieldInfo]:
        """The fields that a column can be mapped to, custom fields included."""
        return self._access.import_fields(type)


_IMPORT = dict(mapping={}, delimiter=None, header=None, tags=(), create_fields=True, dry_run=False, max_rows=200000,
               likeness="create", threshold=0.95, review=0.5, decisions={}, model=None, progress=None)


def _options(given: Dict[str, Any]) -> Dict[str, Any]:
    chosen = {name: value for name, value in given.items() if name not in ("self", "source", "name")}
    name = given["name"] or ("bytes" if isinstance(given["source"], (bytes, bytearray)) else "")
    return {**_IMPORT, **chosen, "source": name}
