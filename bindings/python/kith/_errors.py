"""The exceptions: one class for each of kith's codes, made from their names, below `Error`.

    Error
    ├── InputError (also ValueError)   what was given does not fit
    │   └── Required, InvalidValue, InvalidArgument, Parse, NotUnique
    ├── FileError                      the file cannot be used
    │   └── Io, Full, Corrupt, NotAKithFile, Tampered, NewerFile, Exists, WrongKey
    └── NotFound (also LookupError), Conflict, NestedUse, ReadOnly, Busy, Unsupported, Cancelled, InUse, Closed, Limit,
        Suspended, Pruned
"""
from __future__ import annotations

from typing import Dict, Optional, Tuple, Type

from kith import _kith


class Error(Exception):
    """Whatever kith reports. The class says what kind of error it is; so does `code`."""

    code: str = "unknown"  #: the stable name of the kind, "not_found"
    record: Optional[str] = None  #: the record it is about, "contact 42"
    field: Optional[str] = None  #: the field it is about, "email"
    line: Optional[int] = None  #: where in a text: of a query, from 1
    column: Optional[int] = None
    retryable: bool = False  #: the same call may succeed later without a change
    sqlite_code: int = 0  #: SQLite's extended result code; 0 when SQLite was not involved
    message_ja: str = ""  #: the message in Japanese
    arguments: Dict[str, str] = {}  #: what else is known, by name


class InputError(Error, ValueError):
    """What was given does not fit."""


class FileError(Error):
    """The file cannot be used."""


_BASES: Dict[str, Tuple[type, ...]] = {
    "not_found": (Error, LookupError),
    **dict.fromkeys(("required", "invalid_value", "invalid_argument", "parse", "not_unique"), (InputError,)),
    **dict.fromkeys(("io", "full", "corrupt", "not_a_kith_file", "tampered", "newer_file", "exists", "wrong_key"),
                    (FileError,)),
}


def _make() -> Dict[int, Type[Error]]:
    classes: Dict[int, Type[Error]] = {}
    for name, number in _kith.codes().items():
        if number == 0:
            classes[number] = Error
            continue
        bases = _BASES.get(name, (Error,))
        body = {"code": name, "__module__": "kith", "__doc__": f"kith's error {name!r}."}
        classes[number] = type("".join(word.capitalize() for word in name.split("_")), bases, body)
    return classes


_classes = _make()
_kith.use_errors(_classes)
globals().update({c.__name__: c for c in _classes.values()})
for _class in (Error, InputError, FileError):
    _class.__module__ = "kith"
__all__ = sorted({"Error", "InputError", "FileError"} | {c.__name__ for c in _classes.values()})
