"""What a snapshot answers (`Reader`) and what one transaction does (`Transaction`)."""
from __future__ import annotations

import datetime
from types import TracebackType
from typing import Any, Callable, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple, Type, TypeVar, Union

from kith import _kith
from kith._activity import Card, ContactSummary, TimelineEntry, TimelineKey, TodayEntry
from kith._records import Contact, Deal, Structure, User
from kith._results import Explanation, Rows, Settings, Why
from kith._sales import Amount, Conversion

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

    def page(self, type: Type[Record], query: str = "", parameters: Parameters = None, size: int = 50, after: str = ""
             ) -> Tuple[List[Record], str]:
        """The first `size` records after a place in the query's order, and the place where the next page begins: to be given
        as `after`, empty when there are no more. Nothing is skipped or counted to get there, and what is added or removed
        before the place moves nothing. Raises InvalidArgument for a query with a limit, and for a place of another query.

            records, after = db.page(Contact, "tag = vip order by name")
            records, after = db.page(Contact, "tag = vip order by name", after=after)"""
        return self._access.page_after(type, query, parameters, size, after)

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

    def why(self, type: Type[Structure], query: str, record: Union[int, Structure], parameters: Parameters = None) -> Why:
        """Why a query selects a record, or does not: each condition with its truth and the values that decided it.
        `print(db.why(kith.Contact, "tag = vip", ada))` shows it. Raises NotFound."""
        return self._access.why(type, query, record, parameters)

    # around a contact

    def card(self, contact: Union[int, Contact], *, interactions: int = 20, appointments: int = 10,
             now: Optional[datetime.datetime] = None, deals: int = 10, attachments: int = 10, touches: int = 10,
             events: int = 10) -> Card:
        """Everything around a contact in one call: jobs, relations, the newest interactions, tasks, appointments,
        reminders, lists, summary, deals, files, consents, where it came from and what it did. The numbers say how many at
        most. `now`: what "coming", "rotting" and "expired" mean. A merged id gives the survivor. Raises NotFound."""
        return self._access.card(contact, interactions, appointments, now, deals, attachments, touches, events)

    def contacts_at(self, address: str) -> List[int]:
        """The ids of the contacts with this e-mail address or phone number, however it is written ("who is calling?");
        the trash is left out."""
        return self._access.contacts_at(address)

    def timeline(self, record: Union[int, Contact, Deal], limit: int = 50, before: Optional[TimelineKey] = None, *,
                 type: Union[Type[Contact], Type[Deal]] = Contact) -> List[TimelineEntry]:
        """The interactions of a contact, newest first, a page at a time: `before` is the last entry's `key`. Of a deal (the
        record, or its id with `type=kith.Deal`) those that were about it, whoever took part. Raises NotFound."""
        return self._access.timeline(Deal if isinstance(record, Deal) else type, record, limit, before)

    def summary(self, contact: Union[int, Contact]) -> ContactSummary:
        """The contact's interactions, tasks and deals in numbers."""
        return self._access.summary(contact)

    def today(self, user: Union[None, int, User] = None, *, now: Optional[datetime.datetime] = None,
              birthday_days: int = 7, limit: int = 200) -> List[TodayEntry]:
        """What wants a user's attention today, each with its reason: tasks, reminders, appointments, late and
        rotting deals, birthdays within the next days, contacts out of touch. Without a user: everybody's. `limit`: entries of each kind."""
        return self._access.today(user, now, birthday_days, limit)

    def convert(self, amount: Amount, currency: str, day: Union[datetime.date, str]) -> Optional[Conversion]:
        """What an amount is worth in a currency (ISO 4217) on a day, by the file's exchange rates: the later of both
        directions, else two rates through a third currency. A rate holds from its date until the next. None when there is
        no such rate: unknown, not 0."""
        return self._access.convert(amount, currency, day)

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
        changer(change, values)(record)
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
        """Changes settings of the file: region, time_zone, week_start, fiscal_year_start, history_days. Raises
        InvalidValue."""
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


def changer(change: Optional[Callable[[Any], Any]], values: Dict[str, Any]) -> Callable[[Any], None]:
    def apply(record: Any) -> None:
        for name, value in values.items():
            setattr(record, name, value)
        if change is not None:
            change(record)

    return apply
