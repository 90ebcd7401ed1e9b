"""Values that Python has no type of its own for: money, dates of which parts are unknown, references."""
from __future__ import annotations

import datetime
import functools
from decimal import Decimal, InvalidOperation
from typing import NamedTuple, Optional, Tuple, Union

from kith import _kith


class RecordRef(NamedTuple):
    """A record of any type: the type's singular name ("contact") and its id."""

    type: str = ""
    id: int = 0


class Meta(NamedTuple):
    """What every record carries besides its own fields. Written by kith.

    `uid` is the identifier under which the record travels (a vCard's UID). `add` takes one over when it is given:
    `Contact(meta={"uid": "urn:uuid:..."})`.
    """

    version: int = 0
    created_at: Optional[datetime.datetime] = None
    updated_at: Optional[datetime.datetime] = None
    deleted_at: Optional[datetime.datetime] = None
    uid: str = ""


class FieldInfo(NamedTuple):
    """One field of a record type: for forms, column pickers and mappings."""

    name: str
    label: str
    label_ja: str
    type: str
    multiple: bool
    required: bool
    unique: bool
    searchable: bool
    personal: bool
    read_only: bool
    choices: Tuple[str, ...]
    target: str


@functools.total_ordering
class PartialDate:
    """A calendar date of which parts may be unknown: a birthday without its year, a founding year alone.

    >>> PartialDate(month=12, day=10)
    PartialDate(month=12, day=10)
    >>> str(PartialDate(1815, 12))
    '1815-12'

    Immutable. Records give complete dates as `datetime.date`, others as this; both have `year`, `month` and `day`, and
    a complete one equals the `datetime.date`. Unknown parts sort before known ones.
    """

    __slots__ = ("year", "month", "day", "_text")

    year: Optional[int]
    month: Optional[int]
    day: Optional[int]

    def __init__(self, year: Optional[int] = None, month: Optional[int] = None, day: Optional[int] = None) -> None:
        text = _kith.date_text(year or 0, month or 0, day or 0)
        if text is None:
            raise ValueError(f"there is no date with year {year}, month {month}, day {day}")
        for name, value in (("year", year), ("month", month), ("day", day), ("_text", text)):
            object.__setattr__(self, name, value or None)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Reads ISO 8601: "2024-04-01", "--04-01" (no year), "2024-04", "2024", "---01"."""
        parts = _kith.parse_date(text)
        if parts is None:
            raise ValueError(f"{text!r} is no date in ISO 8601")
        return cls(*parts)

    @classmethod
    def of(cls, date: datetime.date) -> PartialDate:
        """The same date, complete."""
        return cls(date.year, date.month, date.day)

    @property
    def complete(self) -> bool:
        """True when year, month and day are known."""
        return None not in (self.year, self.month, self.day)

    def to_date(self) -> datetime.date:
        """The date; ValueError when a part is unknown."""
        if self.year is None or self.month is None or self.day is None:
            raise ValueError(f"{self} is not complete")
        return datetime.date(self.year, self.month, self.day)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("PartialDate is immutable")

    def __delattr__(self, name: str) -> None:
        raise AttributeError("PartialDate is immutable")

    def __reduce__(self) -> Tuple[object, ...]:
        return PartialDate, (self.year, self.month, self.day)

    def _key(self) -> Tuple[int, int, int]:
        return self.year or 0, self.month or 0, self.day or 0

    def __eq__(self, other: object) -> bool:
        key = _date_key(other)
        return NotImplemented if key is None else self._key() == key

    def __lt__(self, other: Union[PartialDate, datetime.date]) -> bool:
        key = _date_key(other)
        return NotImplemented if key is None else self._key() < key

    def __hash__(self) -> int:
        return hash(self.to_date()) if self.complete else hash(self._key())

    def __str__(self) -> str:
        return self._text  # type: ignore[attr-defined]

    def __repr__(self) -> str:
        parts = [f"{n}={v}" for n in ("year", "month", "day") if (v := getattr(self, n)) is not None]
        return f"PartialDate({', '.join(parts)})"


def _date_key(other: object) -> Optional[Tuple[int, int, int]]:
    if isinstance(other, PartialDate):
        return other._key()
    if isinstance(other, datetime.date) and not isinstance(other, datetime.datetime):
        return other.year, other.month, other.day
    return None


@functools.total_ordering
class Money:
    """An amount of money: a Decimal with its ISO 4217 currency.

    >>> Money("12.34", "USD") + Money(1, "USD")
    Money('13.34', 'USD')
    >>> Money.parse("1,234 JPY").minor
    1234

    Immutable. An amount has at most the decimals of its currency; floats are refused. Amounts of different currencies
    neither add nor compare by size.
    """

    __slots__ = ("amount", "currency")

    amount: Decimal
    currency: str

    def __init__(self, amount: Union[Decimal, int, str], currency: str) -> None:
        if isinstance(amount, float):
            raise TypeError("an amount of money is a Decimal, an int or text, never a float")
        decimals = _kith.currency_decimals(currency)
        try:
            value = Decimal(amount)
        except InvalidOperation:
            raise ValueError(f"{amount!r} is no amount") from None
        if not value.is_finite():
            raise ValueError(f"an amount of money is finite, not {amount}")
        try:
            exact = value.quantize(Decimal(1).scaleb(-decimals))
        except InvalidOperation:  # more digits than the context keeps
            raise ValueError(f"{amount} {currency} is more than an amount of money may be") from None
        if exact != value:
            raise ValueError(f"{currency} has {decimals} decimals, {amount} has more")
        object.__setattr__(self, "amount", exact)
        object.__setattr__(self, "currency", currency)

    @classmethod
    def of_minor(cls, minor: int, currency: str) -> Money:
        """From minor units: 1234 cents are 12.34 USD, 500 yen are 500 JPY."""
        return cls(Decimal(minor).scaleb(-_kith.currency_decimals(currency)), currency)

    @classmethod
    def parse(cls, text: str) -> Money:
        """Reads "12.34 USD", "USD 12.34", "1,234 JPY"."""
        money = _kith.parse_money(text)
        if money is None:
            raise ValueError(f"{text!r} is no amount with its currency")
        return money

    @property
    def minor(self) -> int:
        """The amount in minor units: cents, or whole yen."""
        return int(self.amount.scaleb(_kith.currency_decimals(self.currency)))

    def _amount_of(self, other: Money) -> Decimal:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} are different currencies")
        return other.amount

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._amount_of(other), self.currency) if isinstance(other, Money) else NotImplemented

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._amount_of(other), self.currency) if isinstance(other, Money) else NotImplemented

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __mul__(self, factor: int) -> Money:
        return Money(self.amount * factor, self.currency) if isinstance(factor, int) else NotImplemented

    __rmul__ = __mul__

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return (self.amount, self.currency) == (other.amount, other.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._amount_of(other) if isinstance(other, Money) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.amount, self.currency))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("Money is immutable")

    def __delattr__(self, name: str) -> None:
        raise AttributeError("Money is immutable")

    def __reduce__(self) -> Tuple[object, ...]:
        return Money, (str(self.amount), self.currency)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}".rstrip()

    def __repr__(self) -> str:
        return f"Money({str(self.amount)!r}, {self.currency!r})"
