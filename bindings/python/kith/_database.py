"""The database: open a file, read, write. Start reading here."""
from __future__ import annotations

import datetime
import os
from types import TracebackType
from typing import Any, Callable, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple, Type, TypeVar, Union, overload

from kith import _kith
from kith._activity import Blobs
from kith._backup import BackupResult
from kith._errors import Error, InUse
from kith._faces import Duplicates, History, Imports, Lists, Search, Segments, Tags
from kith._kith import Subscription
from kith._observing import ListDelta, RecordDelta, SegmentDelta
from kith._privacy import Privacy
from kith._records import Segment, Structure, Task, record_classes
from kith._results import (BulkMergeResult, BulkResult, Cluster, ExportReport, Finding, LaterChild, MergeEntry, MergeResult,
                           UndoResult, UnmergeResult)
from kith._sales import Pipelines
from kith._transaction import Identity, Parameters, Reader, Record, Transaction, Writer, changer
from kith._upkeep import Upkeep

T = TypeVar("T")
#: Which value a merge keeps: a policy's name, or the names of sources in the order of trust.
Policy = Union[str, Sequence[str]]


def _request(cluster: Cluster) -> Tuple[str, int, List[int]]:
    """A merge of a cluster into its oldest record."""
    return cluster.type, cluster.members[0], cluster.members[1:]


def _how(policy: Policy, fields: Mapping[str, Policy], choose: Optional[Callable[[str, List[Any]], Any]],
         despite_decisions: bool) -> Dict[str, Any]:
    """What each merge is told."""
    return {"policy": policy, "fields": dict(fields), "choose": choose, "despite_decisions": despite_decisions}


class Session:
    """A transaction or a snapshot for `with`. See `Database.transaction` and `Database.snapshot`."""

    __slots__ = ("_database", "_writes", "_label", "_as_of", "_session")

    def __init__(self, database: _kith.Database, writes: bool, label: str,
                 as_of: Optional[datetime.datetime] = None) -> None:
        self._database, self._writes, self._label, self._as_of = database, writes, label, as_of
        self._session: Optional[_kith.Session] = None

    def __enter__(self) -> Any:
        session = self._database.session(self._writes, self._as_of)
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
    other. Closed by `close`, or at the end of a `with` block, which lets go of the file even where another process has it
    open (it then stays with its log), and interrupts what other threads still run on it.
    """

    __slots__ = ("_duplicates", "__weakref__")

    _access: _kith.Database

    def __init__(self, access: _kith.Database) -> None:
        super().__init__(access)
        self._duplicates: Optional[Duplicates] = None

    def __enter__(self) -> Database:
        return self

    def __exit__(self, kind: Optional[type], error: Optional[BaseException], trace: Optional[TracebackType]) -> None:
        try:
            try:
                self.close()
            except InUse:
                self.suspend()  # a file that others have open is left to them
                self.close()
        except Error:
            if kind is None or not issubclass(kind, Exception):  # what the block raised is not covered; an exit is no error
                raise

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

    def snapshot(self, as_of: Optional[datetime.datetime] = None) -> Session:
        """For a block that reads: everything in it is of one moment.

            with db.snapshot(as_of=datetime(2026, 1, 1, tzinfo=timezone.utc)) as then:
                then.count(Contact, "lifecycle = customer")

        With `as_of` it is the file as it was after the last transaction of that time, by the history: records, queries,
        `why`, cards and SQL read what was then, "today" is that day. Versions and times of change are not known (0) of what
        was written since. Raises Pruned before the history's horizon; inside, InvalidArgument for what is kept of
        now alone: full text, search by names, boards. In SQL, `app_` tables and `main.TABLE` are of now. Costs the
        changes since, and once for each table that is read its rows."""
        return Session(self._access, False, "", as_of)

    def write(self, work: Callable[[Transaction], T], label: str = "") -> T:
        """Runs `work(transaction)` in one transaction and gives what it returns; an exception rolls back and goes on.
        A little faster than `transaction()` for many small steps. The transaction belongs to this thread."""
        def run(access: _kith.Access) -> T:
            if label:
                access.label(label)
            return work(Transaction(access))

        return self._access.write(run)

    @property
    def last_transaction(self) -> int:
        """The number of the transaction that was written last through this object or what it gave (`pipelines`, `imports`,
        ...), for `undo`; 0 when that one wrote nothing that the history keeps."""
        return self._access.last_transaction()

    def edit(self, type: Type[Record], id: Identity, change: Optional[Callable[[Record], Any]] = None,
             **values: Any) -> Record:
        return self._access.edit(type, id, changer(change, values))

    edit.__doc__ = Writer.edit.__doc__

    # what is more than a record

    @property
    def search(self) -> Search:
        """Search while someone types, `db.search("ada")`, and in everything that was written, `db.search.full_text`."""
        return Search(self._access)

    @property
    def segments(self) -> Segments:
        """Saved queries."""
        return Segments(self._access)

    @property
    def tags(self) -> Tags:
        """The tags themselves; `tag` and `untag` put them on records."""
        return Tags(self._access)

    @property
    def lists(self) -> Lists:
        """The lists themselves; `add_to_list` and `remove_from_list` put records on them."""
        return Lists(self._access)

    @property
    def upkeep(self) -> Upkeep:
        """The quality of the data, what is missing, uniform formats, who was forgotten."""
        return Upkeep(self._access)

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
    def pipelines(self) -> Pipelines:
        """Boards of deals, and how they flow."""
        return Pipelines(self._access)

    @property
    def privacy(self) -> Privacy:
        """Consents, suppressed addresses, all that is known of a person, erasing a person."""
        return Privacy(self._access)

    @property
    def blobs(self) -> Blobs:
        """Contents of files: photos, attachments."""
        return Blobs(self._access)

    @property
    def imports(self) -> Imports:
        """Files of other programs."""
        return Imports(self._access)

    def bulk(self, type: Union[Type[Structure], str], query: str, *, set: Mapping[str, Any] = {},
             assign: Iterable[Identity] = (), move: Optional[Identity] = None, tag: Iterable[str] = (),
             untag: Iterable[str] = (), list: Iterable[str] = (), unlist: Iterable[str] = (),
             task: Union[None, Task, str] = None, remove: bool = False, parameters: Parameters = None,
             dry_run: bool = False, skip_failing: bool = False, sample: int = 20, label: str = "",
             progress: Optional[Callable[[int, int], Optional[bool]]] = None) -> BulkResult:
        """Does the same to every record that a query selects, in one transaction that one `undo` takes back:

            would = db.bulk(kith.Contact, "in segment VIPs", set={"lifecycle": "customer"}, tag=["spring"], dry_run=True)
            done = db.bulk(kith.Deal, "stage.name = Talk", assign=[ada, bob], task="Call {title}")
            db.undo(done.transaction)

        In this order: `set` fields (None clears one; those with several values, e-mails say, get one more), `assign` to
        users in turn, `move` deals into a stage, `tag`, `untag`, put on a `list`, take off it (`unlist`), add a `task` about
        each (a Task or its title, in which {title} is what the record is called), `remove`. `dry_run` does all of it and
        takes it back. `skip_failing` leaves out records that cannot be
        changed; else the first one ends all of it. `progress(done, total)` may return False to cancel."""
        actions: List[Tuple[Any, ...]] = [("set", field, value) for field, value in set.items()]
        users = [user for user in assign]
        if users:
            actions.append(("assign", users))
        if move is not None:
            actions.append(("move", move))
        for word, names in (("tag", tag), ("untag", untag), ("list", list), ("unlist", unlist)):
            if isinstance(names, str):
                raise TypeError(f"{word} takes several names, not a str")
            actions.extend((word, name) for name in names)
        if task is not None:
            actions.append(("task", Task(title=task) if isinstance(task, str) else task))
        if remove:
            actions.append(("remove",))
        return self._access.bulk(type, query, actions, parameters, {
            "dry_run": dry_run, "skip_failing": skip_failing, "sample": sample, "label": label, "progress": progress})

    def merge(self, survivor: Union[Cluster, Identity], losers: Iterable[Identity] = (), *,
              type: Union[Type[Structure], str] = "contact", policy: Policy = "survivor_first",
              fields: Mapping[str, Policy] = {}, choose: Optional[Callable[[str, List[Any]], Any]] = None,
              despite_decisions: bool = False, dry_run: bool = False) -> MergeResult:
        """Merges records into one: `losers` become part of `survivor`, and their ids lead to it from then on.

            db.merge(cluster)                   # of duplicates.find(), into its oldest record
            db.merge(12, [57, 80])

        `policy` is for fields without a rule of their own: survivor_first, most_recent, most_complete, most_frequent,
        longest, verified_first, or the names of sources in the order of trust (["erp", "fair.csv"]: import batches, systems
        of external ids, what the field `source` says); `fields` overrides it by name. `choose(field, values)` decides itself
        where values differ, None leaves it to the policy. What was decided to be different is refused but
        `despite_decisions`. `dry_run` only reports what would happen, with the record as it would be."""
        if isinstance(survivor, Cluster):
            type, survivor, losers = _request(survivor)
        return self._access.merge(type, survivor, losers, dry_run, _how(policy, fields, choose, despite_decisions))

    def merge_all(self, clusters: Iterable[Union[Cluster, Tuple[Identity, Iterable[Identity]]]], *,
                  type: Union[Type[Structure], str] = "contact", policy: Policy = "survivor_first",
                  fields: Mapping[str, Policy] = {}, choose: Optional[Callable[[str, List[Any]], Any]] = None,
                  despite_decisions: bool = False, dry_run: bool = False, skip_failing: bool = False, sample: int = 20,
                  label: str = "", progress: Optional[Callable[[int, int], Optional[bool]]] = None) -> BulkMergeResult:
        """Merges many, in one transaction that one `undo` takes back; `unmerge` takes back one of them.

            done = db.merge_all(db.duplicates.find(threshold=0.99), dry_run=True)
            db.merge_all([(12, [57, 80]), (13, [91])])

        Of a tuple the first is the survivor, of `type`. `skip_failing` leaves out merges that are refused; else the first one
        ends all of it. `progress(done, total)` may return False to cancel. The rest is as in `merge`."""
        requests = [_request(each) if isinstance(each, Cluster) else (type, each[0], each[1]) for each in clusters]
        return self._access.merge_all(
            requests, {"dry_run": dry_run, "skip_failing": skip_failing, "sample": sample, "label": label,
                       "progress": progress}, _how(policy, fields, choose, despite_decisions))

    def auto_merge(self, type: Union[Type[Structure], str] = "contact", *, threshold: float = 0.999,
                   population: str = "", parameters: Parameters = None, policy: Policy = "survivor_first",
                   fields: Mapping[str, Policy] = {}, choose: Optional[Callable[[str, List[Any]], Any]] = None,
                   dry_run: bool = False, sample: int = 20, label: str = "",
                   progress: Optional[Callable[[float], Optional[bool]]] = None) -> BulkMergeResult:
        """Finds duplicates and merges every cluster of at least this probability into its oldest record, in one transaction
        that one `undo` takes back. What is less sure stays for somebody to look at (`duplicates.find(threshold=0.5)`). What
        cannot be merged, or was changed while the search ran, is among the failures. `population` is a query: only records
        that it selects. `progress(share)` may return False to cancel. The rest is as in `merge_all`."""
        return self._access.auto_merge(
            type, {"threshold": threshold, "population": population, "parameters": parameters, "dry_run": dry_run,
                   "sample": sample, "label": label, "progress": progress}, _how(policy, fields, choose, False))

    def merges(self, type: Union[None, Type[Structure], Structure] = None, id: Optional[Identity] = None
               ) -> List[MergeEntry]:
        """The merges of which a record is the survivor or a loser, oldest first; without a record all."""
        return self._access.merges(type, type if id is None else id)

    def unmerge(self, merge: Union[int, MergeResult], *,
                move: Optional[Callable[[LaterChild], Optional[int]]] = None, dry_run: bool = False,
                sample: int = 100) -> UnmergeResult:
        """Takes a merge back: the records stand for themselves again, with all that was theirs.

            db.unmerge(merge, move=lambda child: 57 if child.table == "task" else None)

        What the survivor gained since stays with it and is listed, `sample` of each table; or `move(child)` gives the id of
        the record taken out to which it goes (None: it stays). It must not use the database. What cannot go there is
        in `kept`. `dry_run` only reports what would happen. One `undo` takes all of it back."""
        return self._access.unmerge(merge.id if isinstance(merge, MergeResult) else merge, move,
                                    {"dry_run": dry_run, "sample": sample})

    def undo(self, transaction: int) -> UndoResult:
        """Takes a transaction back. What was changed since stays as it is and is named."""
        return self._access.undo(transaction)

    # live results

    @overload
    def observe(self, what: Type[Structure], query: str, callback: Callable[[ListDelta], Any],
                parameters: Parameters = None) -> Subscription: ...

    @overload
    def observe(self, what: Type[Structure], query: Identity, callback: Callable[[RecordDelta], Any]) -> Subscription: ...

    @overload
    def observe(self, what: Segment, query: Callable[[SegmentDelta], Any]) -> Subscription: ...

    @overload
    def observe(self, what: Structure, query: Callable[[RecordDelta], Any]) -> Subscription: ...

    def observe(self, what: Any, query: Any, callback: Any = None, parameters: Parameters = None) -> Subscription:
        """Tells how things stand, and then every change, after the commit that made it:

            shown = []
            vips = db.observe(kith.Contact, "tag = vip order by name", lambda delta: kith.apply(delta, shown))
            one = db.observe(kith.Contact, ada, lambda delta: print(delta.what, delta.fields))   # or observe(contact, ...)
            members = db.observe(db.segments.find("VIPs"), lambda delta: print(delta.entered, delta.left))

        Keep what it gives: the subscription ends with that object, by its `end()`, or at the end of a `with` block. It
        keeps no database open. Raises Parse, NotFound.

        The function is called on kith's own thread, one call at a time, or where the option `dispatch` of `open` puts it
        (`loop.call_soon_threadsafe` of asyncio). It is never called inside a transaction, so it may use the database and
        subscriptions. What it raises ends nothing: `Subscription.error` keeps it. While it runs, commits are taken
        together. Lists that change with the time, and other processes' commits, come with `poll`."""
        if callback is None:
            if isinstance(what, Segment):
                return self._access.observe_segment(what, query)
            return self._access.observe_record(what, what, query)
        if isinstance(query, str):
            return self._access.observe_list(what, query, callback, parameters)
        return self._access.observe_record(what, query, callback)

    def poll(self) -> bool:
        """Looks for what other processes committed, and brings the subscriptions up to date. True when others committed
        something since the last call. A look at a few rows: call it on a timer."""
        return self._access.poll()

    def suspend(self) -> None:
        """Lets go of the file, so that no lock on it remains: what runs is interrupted and rolled back. Every call until
        `resume` raises Suspended, which is retryable. Subscriptions stay."""
        self._access.suspend()

    def resume(self) -> None:
        """Lets calls through again; the first that needs the file opens it."""
        self._access.resume()

    # files

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

    def backup(self, path: Union[str, os.PathLike], *, passphrase: Optional[str] = None, replace: bool = False,
               progress: Optional[Callable[[int, int], Any]] = None, pages_per_step: int = 256) -> BackupResult:
        """Copies the database into one file while it is used: everything committed by now, nothing after. With a
        passphrase the copy is encrypted: `kith.restore_backup` reads it back, and without the passphrase nobody does.
        `replace` lets it take the place of a file of that name. `progress(done, total)`, in pages, is called every
        `pages_per_step`; it may read the database, not write it, and stops by returning False. Raises Exists, InUse, Cancelled,
        Io, Full, and Unsupported for a passphrase without libsodium; nothing is left then."""
        return self._access.backup(path, passphrase, replace, progress, pages_per_step)

    def stats(self) -> Dict[str, int]:
        """How many records of each type there are."""
        with self.snapshot() as reader:
            return {name: reader.count(cls) for name, cls in record_classes.items()}

    def verify(self) -> List[Finding]:
        """Checks the whole file; empty: all is well. Reads everything. What was changed by a damage or another program is
        found by the sums of rows that every commit keeps (`check` "sum")."""
        return self._access.verify()

    def rebuild(self) -> None:
        """Makes every index, computed column and derived table anew from the records, which are accepted as they are: what
        `verify` said of their sums is said no more."""
        self._access.rebuild()


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
        dispatch=None       a function that gets a task (a callable without arguments) from any thread and has it run once,
                            soon, on the host's thread: where the functions of `observe` are called. For asyncio:
                            asyncio.get_running_loop().call_soon_threadsafe
        key=""              encrypts the file, where the linked SQLite can: a passphrase, or a raw key as that engine writes it

    Raises InvalidArgument, Io, Busy, ReadOnly, NotAKithFile, Tampered, NewerFile, Corrupt, Unsupported, WrongKey.
    """
    return Database(_kith.open(path, {name: value for name, value in options.items() if value is not None}))
