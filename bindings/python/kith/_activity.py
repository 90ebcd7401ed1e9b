"""What is around a contact: card, timeline (also of a deal), summary; what wants attention today; contents of files."""
from __future__ import annotations

import datetime
from typing import Any, Dict, List, NamedTuple, Optional, Union

from kith import _kith
from kith._records import Contact
from kith._values import Money, RecordRef

Time = datetime.datetime


class TimelineKey(NamedTuple):
    """A place in a timeline: where a page ended, and the next begins."""

    at: Time
    interaction: int


class TimelineEntry(NamedTuple):
    """One interaction as a timeline shows it: without its body and the other participants.

    `deal` is what it was about. `contact` is whose timeline it is; in a deal's who sent or organised it, else the participant
    that was added to the file first. `role` is that contact's."""

    interaction: int
    at: Time
    channel: str
    direction: str
    role: str
    subject: str
    duration_seconds: Optional[int]
    organization: Optional[int]
    user: Optional[int]
    deal: Optional[int]
    contact: Optional[int]

    @property
    def key(self) -> TimelineKey:
        """Where the next page begins, when this is the last of one."""
        return TimelineKey(self.at, self.interaction)


class CardJob(NamedTuple):
    """A job on a card. `ended` None: still there."""

    employment: int
    organization: int
    name: str
    title: str
    department: str
    primary: bool
    started: Any
    ended: Any


class CardRelation(NamedTuple):
    """A relationship as the contact of the card sees it: `kind` is what the other, `contact`, is to it."""

    relationship: int
    contact: int
    name: str
    kind: str
    label: str


class CardTask(NamedTuple):
    """An open task on a card."""

    task: int
    title: str
    due: Optional[Time]
    priority: str
    assignee: Optional[int]
    deal: Optional[int]


class CardAppointment(NamedTuple):
    """A coming appointment on a card; of one that repeats the next time."""

    appointment: int
    start: Time
    end: Optional[Time]
    title: str
    location: str
    status: str
    all_day: bool
    deal: Optional[int]


class CardReminder(NamedTuple):
    """A reminder on a card."""

    reminder: int
    at: Time
    note: str
    user: Optional[int]
    deal: Optional[int]


class CardDeal(NamedTuple):
    """A deal on a card, in which the contact takes part with a `role`. `since`: when it came into its stage; `rotting`: it
    is open, and longer there than the stage allows."""

    deal: int
    name: str
    amount: Optional[Money]
    pipeline: int
    pipeline_name: str
    stage: int
    stage_name: str
    status: str
    role: str
    owner: Optional[int]
    expected_close: Any
    closed_at: Optional[Time]
    since: Optional[Time]
    rotting: bool


class CardDealTotal(NamedTuple):
    """What the contact's deals of one status and currency add up to; amount None: deals that have none."""

    status: str
    deals: int
    amount: Optional[Money]


class CardAttachment(NamedTuple):
    """A file on a card. `db.blobs.get(attachment.content)` gives its bytes, of which there are `size`."""

    attachment: int
    name: str
    media_type: str
    content: str
    size: int


class CardConsent(NamedTuple):
    """Where the contact stands on a purpose by one channel, all its records taken together: granted, pending or withdrawn.
    `channel` any: every channel that has no entry of its own. `decided_by` is the strictest record, said `at` that time."""

    purpose: str
    channel: str
    state: str
    decided_by: int
    at: Time
    expires: Optional[Time]


class CardTouch(NamedTuple):
    """Where the contact came from, once, as a card shows it."""

    touch: int
    at: Time
    source: str
    medium: str
    campaign: str


class CardEvent(NamedTuple):
    """Something that the contact did, as a card shows it."""

    event: int
    at: Time
    kind: str
    subject: str


class DealSum(NamedTuple):
    """The deals of one status. `amount`: what they are worth together, None while the contact's deals are in several
    currencies or none has an amount."""

    deals: int
    amount: Optional[Money]


class ContactSummary(NamedTuple):
    """The interactions, open tasks and deals of one contact in numbers.

    Inbound is what the contact said, outbound what was said to it. `by_channel` counts interactions and `answers` those
    that the contact answered, each by channel; `preferred` is the channel of most answers, None when there is none.
    A deal counts for everyone who takes part in it; `first_won` and `last_won`: when the won ones were closed."""

    contact: int
    interactions: int
    inbound: int
    outbound: int
    first: Optional[Time]
    last: Optional[Time]
    first_inbound: Optional[Time]
    last_inbound: Optional[Time]
    first_outbound: Optional[Time]
    last_outbound: Optional[Time]
    by_channel: Dict[str, int]
    answers: Dict[str, int]
    preferred: Optional[str]
    open_tasks: int
    next_due: Optional[Time]
    open_deals: DealSum
    won_deals: DealSum
    lost_deals: DealSum
    deal_currencies: int
    first_won: Optional[Time]
    last_won: Optional[Time]


class Card(NamedTuple):
    """The whole view of one contact, of one moment. Tags and custom fields are in `contact`."""

    contact: Contact
    jobs: List[CardJob]  #: present ones first, of them the primary one
    relations: List[CardRelation]
    timeline: List[TimelineEntry]  #: the newest interactions, newest first
    tasks: List[CardTask]  #: open ones, by due time
    appointments: List[CardAppointment]  #: not over, soonest first
    reminders: List[CardReminder]  #: that still stand, by time
    lists: List[str]  #: names of the manual lists that the contact is on
    summary: ContactSummary
    deals: List[CardDeal]  #: open ones first, by expected close; then the won and lost, the latest first
    deal_totals: List[CardDealTotal]  #: filled where the deals are in several currencies
    attachments: List[CardAttachment]  #: the contact's own, the latest first
    consents: List[CardConsent]  #: by purpose, then channel; what has expired counts for nothing
    touches: List[CardTouch]  #: the latest first
    events: List[CardEvent]  #: the latest first


class TodayEntry(NamedTuple):
    """One thing that wants attention: overdue_task, due_task, reminder, appointment, overdue_deal, rotting_deal, birthday
    or out_of_touch.

    `days`: overdue, in the stage, until the birthday, since the last interaction. `reason`: "turns 40 in 2 days"; `reason_ja` the
    same in Japanese. `deal`: what it is about, of a deal itself."""

    attention: str
    record: RecordRef
    contact: Optional[int]
    contact_name: str
    title: str
    at: Optional[Time]
    days: int
    reason: str
    reason_ja: str
    deal: Optional[int]
    deal_name: str


class BlobSweep(NamedTuple):
    """What `Blobs.sweep` removed."""

    contents: int
    bytes: int


class Blobs:
    """The contents of files: photos (`Contact.photo`), attachments (`Attachment.content`). Each is named by a key made
    from it, and kept once however often it is put. Contents do not change and are not in the history: what refers to
    them is. What nothing refers to any more goes with `sweep`."""

    __slots__ = ("_access",)

    def __init__(self, access: _kith.Database) -> None:
        self._access = access

    def put(self, data: Union[bytes, bytearray, memoryview], transaction: Any = None) -> str:
        """Keeps the bytes and gives their key; in a transaction, to refer to it there. Raises Limit above 2 GB."""
        return (self._access if transaction is None else transaction._access).blob_put(data)

    def get(self, key: str) -> bytes:
        """The bytes of a content. Raises NotFound."""
        return self._access.blob_get(key)

    def size(self, key: str) -> int:
        """How many bytes it has. Raises NotFound."""
        return self._access.blob_size(key)

    def sweep(self) -> BlobSweep:
        """Removes contents that no record refers to, none in the trash and none that undo or unmerge could bring back."""
        return self._access.blob_sweep()


__all__ = ["BlobSweep", "Card", "CardAppointment", "CardAttachment", "CardConsent", "CardDeal", "CardDealTotal", "CardEvent",
           "CardJob", "CardRelation", "CardReminder", "CardTask", "CardTouch", "ContactSummary", "DealSum", "TimelineEntry", "TimelineKey", "TodayEntry"]
