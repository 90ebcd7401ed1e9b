"""Privacy: what people agreed to, who is not to be written to, all that is known of a person, erasing a person."""
from __future__ import annotations

import datetime
import json
from typing import Any, Dict, List, NamedTuple, Optional, Union

from kith import _kith
from kith._records import Consent, Contact
from kith._results import Kept


class EffectiveConsent(NamedTuple):
    """The answer of `Privacy.consents`: "none" (nothing was ever said, or it has expired), granted, pending or withdrawn.
    True in a condition when it is granted. `decided_by`: the record that decides."""

    standing: str
    decided_by: Optional[Consent]

    def __bool__(self) -> bool:
        return self.standing == "granted"


class Suppression(NamedTuple):
    """An address that is not to be used, or (`phone`) a number. What it was is not kept."""

    id: int
    phone: bool
    reason: str
    at: datetime.datetime
    by: str


class EraseReport(NamedTuple):
    """What an erase did, and what it could not do."""

    transaction: int  #: the one that erased; `undo` finds nothing in it
    contacts: List[int]  #: the contact and those that had been merged into it, oldest first
    erased: Dict[str, int]  #: rows that are gone, by table; journal and bookkeeping too
    suppressed: int  #: addresses and numbers of which a hash was kept
    suppression_problem: str  #: why none was kept though there were some; "": all is well
    left: List[Kept]  #: what stays and concerned or mentions the person: to be looked at by a person
    file_rewritten: bool
    log_emptied: bool  #: False: somebody still reads an older state; call `scour` when that has ended
    remains: str  #: why old bytes may still lie in the file or its log; "": they do not


class ScourReport(NamedTuple):
    """What `Privacy.scour` managed; as in EraseReport."""

    file_rewritten: bool
    log_emptied: bool
    remains: str


class Privacy:
    """The privacy of a database.

        db.privacy.decide(kith.Consent(contact=ada, purpose="newsletter", channel="email", source="web form"))
        if db.privacy.consents(ada, "newsletter", "email"): ...
        db.privacy.export_subject(ada)
        db.privacy.erase(ada)               # cannot be undone

    Suppressed addresses are kept as keyed hashes only. That needs libsodium: without it they raise Unsupported, except
    that a file without suppressed addresses answers that none is."""

    __slots__ = ("_access",)

    def __init__(self, access: _kith.Database) -> None:
        self._access = access

    def consents(self, contact: Union[int, Contact], purpose: str, channel: str = "any") -> EffectiveConsent:
        """Whether the contact may be approached for a purpose by a channel. The strictest record decides: withdrawn before
        pending before granted; expired ones and the trash count for nothing. With "any", for every channel at once: a
        record on one channel can then forbid but not allow."""
        return self._access.privacy_consents(contact, purpose, channel)

    def decide(self, consent: Consent) -> int:
        """Takes down what the contact has decided now: changes the record on this purpose and channel, or adds one, and
        gives its id. What showed the decisions before stays in `proof`, in lines under what shows this one; custom values
        that are not given stay. What a merge brought goes to the trash, and `unmerge` gives it back unless it was granted.
        Raises NotFound, Required, InvalidValue."""
        return self._access.privacy_decide(consent)

    @staticmethod
    def can_suppress() -> bool:
        """True when this kith was built with libsodium."""
        return _kith.can_suppress()

    def suppress(self, address: str, reason: str = "") -> bool:
        """Remembers an e-mail address or telephone number as one not to be used; False when it was so already. Raises
        InvalidValue for what is neither."""
        return self._access.privacy_suppress(address, reason)

    def unsuppress(self, address: str) -> bool:
        """Forgets it; False when it was not there."""
        return self._access.privacy_unsuppress(address)

    def is_suppressed(self, address: str) -> bool:
        """Whether it was suppressed, however it is written, and whatever the file's region was then."""
        return self._access.privacy_is_suppressed(address)

    def suppressions(self) -> List[Suppression]:
        """All of them, oldest first."""
        return self._access.privacy_suppressions()

    def export_subject(self, contact: Union[int, Contact], *, contents: bool = True) -> Dict[str, Any]:
        """Everything the file holds about a contact, as it comes from JSON: the contact and those merged into it, every
        record that refers to them and the files of these, tags, lists, custom fields, imports, merges, decisions, live
        segments, the history, and under "contents" the bytes of photos and attachments in base64 (`contents=False`: their keys only). For a file:
        `json.dump(..., ensure_ascii=False, indent=2)`. Raises NotFound."""
        subject: Dict[str, Any] = json.loads(self._access.privacy_export(contact, contents))
        return subject

    def erase(self, contact: Union[int, Contact], *, keep_suppression: bool = True, keep_shared_text: bool = False,
              find_mentions: bool = True, rewrite_file: bool = True) -> EraseReport:
        """Erases a contact, and those merged into it, from records, history, merges, imports and indices; it cannot be
        undone. Deals and users that it appears in stay without it and are named in the report.

        `keep_suppression`: a hash of its addresses and numbers stays. `keep_shared_text`: interactions and
        appointments with others stay without it in any case, with this also with their text, personal custom values and
        attachments. `find_mentions`: look for the name in the texts of all other records, and in what the journal and merges
        keep of them. `rewrite_file`: write the whole file anew afterwards, which alone is sure to leave no old
        bytes; of several erases the last one can do it, or `scour`. Raises NotFound, and InUse when a table of the host
        refers to what would go."""
        return self._access.privacy_erase(contact, keep_suppression, keep_shared_text, find_mentions, rewrite_file)

    def scour(self, rewrite_file: bool = True) -> ScourReport:
        """Rewrites the file and empties its log, as an erase does at its end: for when that was prevented or put off."""
        return self._access.privacy_scour(rewrite_file)


__all__ = ["EffectiveConsent", "EraseReport", "ScourReport", "Suppression"]
