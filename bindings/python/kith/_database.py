"""The database: open a file, read, write. Start reading here."""
from __future__ import annotations

import os
from types import TracebackType
from typing import Any, Callable, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple, Type, TypeVar, Union

from kith import _kith
from kith._faces import Duplicates, History, Imports, Segments, Tags
from kith._records import Structure, record_classes
from kith._results import (Cluster, Explanation, ExportReport, Finding, MergeEntry, MergeResult, Rows, SearchHit, Settings,
                           UndoResult, UnmergeResult)

T = TypeVar("T")
Record = TypeVar("Record", bound=Structure)
Parameters = Optional[Mapping[str, Any]]
Identity = Union[int, Structure]  #: a record is named by its id, or by itself


class Reader:
    """Reads. A `Database` does so with a snapshot for each call; `Transaction` and `Database.snapshot` with one for all.

    `type` is a record class (`kith.Contact`) or its name ("contact"). A query is text in kith's query language;
    `:name` in it stands for a parameter.
    """

    __slots__ = ("_access",)

    def __init__(self, access: _kith.Access) -> None:
        self._access = access

    def get(self, type: Type[Record], id: Identity) -> Record:
        """The record with this id. A merged record's id gives its survivor; one in the trash is given too
        (`meta.deleted_at` is set). Raises NotFound."""
        return self._access.get(type, id, False)

    def find(self, type: Type[Record], id: Identity) -> Optional[Record]:
        """Like `get`, but None when there is no such record or it is in the trash."""
        return self._access.get(type, id, True)

    def query(self, type: Type[Record], query: str = "", parameters: Parameters = None) -> List[Record]:
        """All records that the query selects, whole, in its order (by id when it names none). The trash, merged
        records and visitors are left out. Raises Parse with line and column. `each` takes less memory."""
        return self._access.query(type, query, parameters)

    def each(self, type: Type[Record], query: str = "", parameters: Parameters = None, page: int = 500
             ) -> Iterator[Record]:
        """The same one by one in id order, read in pages: memory is bounded, and on a Database each page is a snapshot
        of its own, so that the file can be written meanwhile. Order and limit in the query are refused."""
        after = 0
        while True:
            records = self._access.page(type, query, parameters, after, page)
            yield from records
            if len(records) < page:
                return
            after = records[-1].id

    def ids(self, type: Type[Structure], query: str = "", parameters: Parameters = None) -> List[int]:
        """The ids that the query selects, in its order."""
        return self._access.ids(type, query, parameters)

    def count(self, type: Type[Structure], query: str = "", parameters: Parameters = None) -> int:
        """How many records the query selects, without reading them."""
        return self._access.count(type, query, parameters)

    def list(self, type: Type[Structure], fields: Sequence[str], query: str = "", parameters: Parameters = None
             ) -> List[Tuple[Any, ...]]:
        """Only the chosen fields of what the query selects, one tuple for each record: for list views. Multi-valued
        fields give their primary (else first) value, unknown ones None."""
        return self._access.list(type, fields, query, parameters)

    def columns(self, type: Type[Structure], fields: Sequence[str], query: str = "", parameters: Parameters = None
                ) -> _kith.Columns:
        """The same column by column: numbers, times and choices in buffers of 64-bit numbers that NumPy takes without
        a copy, texts made into Python objects only where they are looked at."""
        return self._access.columns(type, fields, query, parameters)

    def sql(self, statement: str, parameters: Iterable[Any] = ()) -> Rows:
        """The rows of a read-only SQL statement over kith's and the host's tables; parameters are bound to ?1, ?2 ...
        Raises ReadOnly for anything that writes."""
        return self._access.sql(statement, parameters, False)

    def explain(self, type: Type[Structure], query: str, parameters: Parameters = None) -> Explanation:
        """How a query is answered, without running it."""
        return self._access.explain(type, query, parameters)

    @property
    def settings(self) -> Settings:
        """The settings of the file."""
        return self._access.settings()


class Writer(Reader):
    """Reads and writes: what `Database` and `Transaction` share."""

    __slots__ = ()

    def add(self, records: Union[Structure, Iterable[Structure]]) -> Any:
        """Adds a record and gives its id; or adds many, all or none, and gives their ids. The objects stay as they
        are. Raises Required, InvalidValue, NotUnique."""
        return self._access.add(records)

    def update(self, record: Structure) -> None:
        """Writes what differs between the record and its stored form, elements compared by their ids, and brings the
        object up to date (ids, version, computed fields). Raises Conflict when someone changed it since it was read,
        NotFound, and what `add` raises. `tags` are left alone: see `tag`."""
        self._access.update(record)

    def edit(self, type: Type[Record], id: Identity, change: Optional[Callable[[Record], Any]] = None,
             **values: Any) -> Record:
        """Reads a record, changes it, writes it, as one step, and gives its new form.

            db.edit(kith.Contact, ada, notes="Prefers letters.", lifecycle="customer")
            db.edit(kith.Contact, ada, lambda c: c.emails.append(kith.Email("ada@home.example")))

        `change` may do what it likes with the record, but not use the database."""
        record = self.get(type, id)
        _changer(change, values)(record)
        self.update(record)
        return record

    def remove(self, type: Union[Type[Structure], Structure], id: Optional[Identity] = None) -> None:
        """Moves a record to the trash; its children stay. `remove(Contact, 5)`, or `remove(contact)`. Raises NotFound."""
        self._access.remove(type, type if id is None else id)

    def restore(self, type: Union[Type[Structure], Structure], id: Optional[Identity] = None) -> None:
        """Takes a record out of the trash. Raises NotFound, and NotUnique when its values have been taken meanwhile."""
        self._access.restore(type, type if id is None else id)

    def tag(self, type: Type[Structure], id: Identity, name: str) -> bool:
        """Puts a tag on a record, making the tag when it is new. True when the record did not have it."""
        return self._access.tag(type, id, name)

    def untag(self, type: Type[Structure], id: Identity, name: str) -> bool:
        """Takes the tag off; False when the record did not have it."""
        return self._access.untag(type, id, name)

    def add_to_list(self, type: Type[Structure], id: Identity, name: str) -> bool:
        """Puts a record on a manual list, making the list when it is new; False when it was there already."""
        return self._access.add_to_list(type, id, name)

    def remove_from_list(self, type: Type[Structure], id: Identity, name: str) -> bool:
        """Takes a record off the list; False when it was not there."""
        return self._access.remove_from_list(type, id, name)

    def change_settings(self, **values: Any) -> Settings:
        """Changes settings of the file: region, time_zone, week_start, fiscal_year_start. Raises InvalidValue."""
        settings = self.settings._replace(**values)
        self._access.set_settings(*settings)
        return settings


class Transaction(Writer):
    """One write transaction: all of it or nothing. What it reads includes what it wrote."""

    __slots__ = ()

    def sql(self, statement: str, parameters: Iterable[Any] = ()) -> Rows:
        """Runs a statement on the host's own `app_` tables inside this transaction; kith's tables can be read but not
        written here. Raises ReadOnly naming the table."""
        return self._access.sql(statement, parameters, True)

    def label(self, text: str) -> None:
        """What this transaction is called in the history; the last call counts."""
        self._access.label(text)

    @property
    def id(self) -> int:
        """The number this transaction has in the history when it commits."""
        return self._access.transaction_id()

    @property
    def now(self) -> Any:
        """The time of this transaction: every record it writes gets it."""
        return self._access.now()

    def savepoint(self) -> Savepoint:
        """For `with`: an exception takes back what the block wrote and goes on; the transaction can continue."""
        return Savepoint(self._access)


class Savepoint:
    """A part of a transaction that can be taken back by itself. See `Transaction.savepoint`."""

    __slots__ = ("_access",)

    def __init__(self, access: _kith.Access) -> None:
        self._access = access

    def __enter__(self) -> None:
        self._access.open_savepoint()

    def __exit__(self, kind: Optional[type], error: Optional[BaseException], trace: Optional[TracebackType]) -> None:
        self._access.close_savepoint(kind is None)


class Session:
    """A transaction or a snapshot for `with`. See `Database.transaction` and `Database.snapshot`."""

    __slots__ = ("_database", "_writes", "_label", "_session")

    def __init__(self, database: _kith.Database, writes: bool, label: str) -> None:
        self._database, self._writes, self._label = database, writes, label
        self._session: Optional[_kith.Session] = None

    def __enter__(self) -> Any:
        session = self._database.session(self._writes)
        session.begin()
        self._session = session
        if not self._writes:
            return Reader(session)
        transaction = Transaction(session)
        if self._label:
            transaction.label(self._label)
        return transaction

    def __exit__(self, kind: Optional[type], error: Optional[BaseException], trace: Optional[TracebackType]) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.finish(kind is None)


class Database(Writer):
    """One open database. Every verb works directly on it, in a transaction or snapshot of its own; several belong
    together in `transaction()`. Safe to use from any number of threads: reads run in parallel, writes one after the
    other. Closed by `close` or at the end of a `with` block.
    """

    __slots__ = ("_duplicates", "__weakref__")

    _access: _kith.Database

    def __init__(self, access: _kith.Database) -> None:
        super().__init__(access)
        self._duplicates: Optional[Duplicates] = None

    def __enter__(self) -> Database:
        return self

    def __exit__(self, kind: Optional[type], error: Optional[BaseException], trace: Optional[TracebackType]) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections and leaves exactly one file. Raises InUse naming what prevents it; the database is
        then still open. Afterwards every call raises Closed."""
        self._access.close()

    def as_actor(self, actor: str) -> Database:
        """The same database with someone else acting."""
        return Database(self._access.as_actor(actor))

    # transactions

    def transaction(self, label: str = "") -> Session:
        """A write transaction for a block: committed at its end, rolled back when it raises.

            with db.transaction() as tx:
                engines = tx.add(kith.Organization(name="Analytical Engines"))
                tx.add(kith.Employment(contact=ada, organization=engines, title="Analyst"))

        Waits for other writers. Inside the block use `tx`: the database itself would wait for the block, and raises
        NestedUse with both places."""
        return Session(self._access, True, label)

    def snapshot(self) -> Session:
        """For a block that reads: everything in it is of one moment."""
        return Session(self._access, False, "")

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Runs `work(transaction)` in one transaction and gives what it returns; an exception rolls back and goes on.
        A little faster than `transaction()` for many small steps. The transaction belongs to this thread."""
        return self._access.write(lambda access: work(Transaction(access)))

    @property
    def last_transaction(self) -> int:
        """The number of the transaction that this object wrote last, for `undo`; 0 when nothing was written."""
        return self._access.last_transaction()

    def edit(self, type: Type[Record], id: Identity, change: Optional[Callable[[Record], Any]] = None,
             **values: Any) -> Record:
        return self._access.edit(type, id, _changer(change, values))

    edit.__doc__ = Writer.edit.__doc__

    # what is more than a record

    def search(self, text: str, limit: int = 20, types: Union[None, str, type, Sequence[Union[str, type]]] = None
               ) -> List[SearchHit]:
        """The records in which every word begins some word of a name, a company, an address or a number: for search
        while someone types. Case, width, accents, kana and kanji variants are folded, and romaji finds kana."""
        return self._access.search(text, limit, types)

    @property
    def segments(self) -> Segments:
        """Saved queries."""
        return Segments(self._access)

    @property
    def tags(self) -> Tags:
        """The tags themselves; `tag` and `untag` put them on records."""
        return Tags(self._access)

    @property
    def duplicates(self) -> Duplicates:
        """Records that are the same."""
        if self._duplicates is None:
            self._duplicates = Duplicates(self._access.duplicates())
        return self._duplicates

    @property
    def history(self) -> History:
        """What happened."""
        return History(self._access)

    @property
    def imports(self) -> Imports:
        """Files of other programs."""
        return Imports(self._access)

    def merge(self, survivor: Union[Cluster, Identity], losers: Iterable[Identity] = (), *,
              type: Union[Type[Structure], str] = "contact", policy: str = "survivor_first",
              fields: Mapping[str, str] = {}, choose: Optional[Callable[[str, List[Any]], Any]] = None,
              dry_run: bool = False) -> MergeResult:
        """Merges records into one: `losers` become part of `survivor`, and their ids lead to it from then on.

            db.merge(cluster)                   # of duplicates.find(), into its oldest record
            db.merge(12, [57, 80])

        `policy` is for fields without a rule of their own: survivor_first, most_recent, most_complete, most_frequent,
        longest, verified_first; `fields` overrides it by name. `choose(field, values)` decides itself where values
        differ, None leaves it to the policy. `dry_run` only reports what would happen."""
        if isinstance(survivor, Cluster):
            type, losers, survivor = survivor.type, survivor.members[1:], survivor.members[0]
        return self._access.merge(type, survivor, losers, policy, dict(fields), choose, dry_run)

    def merges(self, type: Union[None, Type[Structure], Structure] = None, id: Optional[Identity] = None
               ) -> List[MergeEntry]:
        """The merges of which a record is the survivor or a loser, oldest first; without a record all."""
        return self._access.merges(type, type if id is None else id)

    def unmerge(self, merge: Union[int, MergeResult]) -> UnmergeResult:
        """Takes a merge back: the records stand for themselves again, with all that was theirs."""
        return self._access.unmerge(merge.id if isinstance(merge, MergeResult) else merge)

    def undo(self, transaction: int) -> UndoResult:
        """Takes a transaction back. What was changed since stays as it is and is named."""
        return self._access.undo(transaction)

    def export(self, path: Union[str, os.PathLike], type: Union[Type[Structure], str] = "contact", query: str = "",
               parameters: Parameters = None, *, format: str = "", fields: Sequence[str] = (), encoding: str = "",
               byte_order_mark: bool = False, delimiter: str = ",", guard_formulas: bool = False,
               progress: Optional[Callable[[int, int], Any]] = None) -> ExportReport:
        """Writes records to a file: vCard, CSV or JSON lines by its name, or `format`. `progress(done, total)` stops
        by returning False. Raises Io, Parse, InvalidArgument, Cancelled; the old file is then as it was."""
        options = dict(type=type, query=query, parameters=parameters, format=format, fields=fields, encoding=encoding,
                       byte_order_mark=byte_order_mark, delimiter=delimiter, guard_formulas=guard_formulas,
                       progress=progress)
        return self._access.export_file(path, options)

    def export_bytes(self, format: str, type: Union[Type[Structure], str] = "contact", query: str = "",
                     parameters: Parameters = None, *, fields: Sequence[str] = (), encoding: str = "",
                     byte_order_mark: bool = False, delimiter: str = ",", guard_formulas: bool = False,
                     progress: Optional[Callable[[int, int], Any]] = None) -> bytes:
        """The same as bytes: `format` is vcard, csv or jsonl."""
        options = dict(type=type, query=query, parameters=parameters, format=format, fields=fields, encoding=encoding,
                       byte_order_mark=byte_order_mark, delimiter=delimiter, guard_formulas=guard_formulas,
                       progress=progress)
        return self._access.export_bytes(options)

    def stats(self) -> Dict[str, int]:
        """How many records of each type there are."""
        with self.snapshot() as reader:
            return {name: reader.count(cls) for name, cls in record_classes.items()}

    def verify(self) -> List[Finding]:
        """Checks the whole file; empty: all is well. Reads everything."""
        return self._access.verify()

    def rebuild(self) -> None:
        """Makes every index, computed column and derived table anew from the records."""
        self._access.rebuild()


def _changer(change: Optional[Callable[[Any], Any]], values: Dict[str, Any]) -> Callable[[Any], None]:
    def apply(record: Any) -> None:
        for name, value in values.items():
            setattr(record, name, value)
        if change is not None:
            change(record)

    return apply


def open(path: Union[str, os.PathLike], **options: Any) -> Database:
    """Opens a file, or makes it. ":memory:" is a database of its own that vanishes with its object.

    Options, and what they are when left out:

        actor=""            who acts, kept in the history
        region=""           ISO 3166-1 alpha-2, in a new file: how phone numbers without a country are read
        time_zone="UTC"     IANA name, in a new file: what "today" means
        week_start=1        in a new file: ISO weekday, 1 Monday ... 7 Sunday
        fiscal_year_start=1 in a new file: month 1..12
        create=True         make the file when it does not exist
        read_only=False     refuse every write
        durability="full"   what a power cut may lose: "full" nothing, "normal" the last commits, "off" everything
        journal="wal"       "rollback" for network and cloud folders
        readers=4           read connections kept open at most
        busy_timeout=5.0    seconds to wait for another process's lock before Busy
        clock=None          for tests: a function that gives the time, an aware datetime
        change_memory=16MB  bytes of changes kept in memory while a transaction runs
        query_work=10**9    how much work one query may be, in SQLite's steps; 0: no bound

    Raises InvalidArgument, Io, Busy, ReadOnly, NotAKithFile, Tampered, NewerFile, Corrupt, Unsupported.
    """
    return Database(_kith.open(path, {name: value for name, value in options.items() if value is not None}))
