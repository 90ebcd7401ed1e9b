"""Live results: what `Database.observe` tells. See there for the rules of threads."""
from __future__ import annotations

from typing import List, NamedTuple, Optional

from kith._errors import Error


class ListChange(NamedTuple):
    """One change of an ordered list, whose positions count from 0.

    `kind`: "inserted" (the record comes in at `to`), "removed" (the one at `from_` goes out), "moved" (the one at
    `from_` is taken out and put in again so that it stands at `to`), "updated" (the one at `to` changed)."""

    kind: str
    id: int
    from_: int
    to: int


class ListDelta(NamedTuple):
    """What leads from the list that the previous delta left to the list of now; `apply` shows how.

    `first`: the previous list is the empty one. `size`: of the list afterwards. `error`: the query cannot be answered
    any more, and the list stays as it was; a further delta comes when it can again."""

    transaction: int
    first: bool
    changes: List[ListChange]
    size: int
    error: Optional[Error]


class SegmentDelta(NamedTuple):
    """The ids that entered a segment and those that left it. `first`: `entered` are all members."""

    transaction: int
    first: bool
    entered: List[int]
    left: List[int]
    error: Optional[Error]


class RecordDelta(NamedTuple):
    """What happened to a record: "current" (nothing yet: the first delta), updated, removed, restored, merged,
    unmerged, erased, added.

    `record`: the id whose row `get` gives, after a merge the survivor's; 0: none. `fields`: what differs, "name.given",
    "emails", "tags", "field.KEY"."""

    type: str
    id: int
    transaction: int
    what: str
    record: int
    version: int
    fields: List[str]


def apply(delta: ListDelta, ids: List[int]) -> None:
    """Applies a delta to the ids that are shown: a model for doing the same to a list view's rows."""
    if delta.first:
        ids.clear()
    for change in delta.changes:
        if change.kind in ("removed", "moved"):
            del ids[change.from_]
        if change.kind in ("inserted", "moved"):
            ids.insert(change.to, change.id)


__all__ = ["ListChange", "ListDelta", "RecordDelta", "SegmentDelta"]
