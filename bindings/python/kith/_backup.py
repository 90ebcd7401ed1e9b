"""Copies of a database, and reading them back."""
from __future__ import annotations

import os
from typing import Any, Callable, NamedTuple, Optional, Union

from kith import _kith


class BackupResult(NamedTuple):
    """What a copy holds: everything committed up to the transaction `last`, nothing after. `bytes`: of its file."""

    last: int
    pages: int
    bytes: int


def restore_backup(source: Union[str, os.PathLike], target: Union[str, os.PathLike], *, passphrase: Optional[str] = None,
                   replace: bool = False, progress: Optional[Callable[[int, int], Any]] = None) -> None:
    """Makes a database at `target` from a copy: whole and authentic, or not at all. `replace` lets it take the place of a
    file that nobody has open. `progress(done, total)` stops by returning False.

    Raises WrongKey for a wrong or missing passphrase, Corrupt for a copy that was changed or damaged, NotAKithFile,
    NewerFile, Exists, InUse, Cancelled, Io, Full; Unsupported without libsodium. Of an encrypted copy the key takes about
    a second and 256 MiB of memory, on purpose."""
    _kith.restore_backup(source, target, passphrase, replace, progress)


def is_encrypted_backup(source: Union[str, os.PathLike]) -> bool:
    """True when a file is an encrypted copy. Raises Io when it cannot be read."""
    return _kith.is_encrypted_backup(source)


__all__ = ["BackupResult"]
