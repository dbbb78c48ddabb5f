"""A commitment while the conversation is being gone through: what has happened to it so far."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from rules import deadlines
from rules.commitments import Change, ChangeKind, DueFrom, Status
from rules.settlement import matters
from rules.signals import Act, Kind
from rules.text import fold

if TYPE_CHECKING:
    from datetime import date, datetime

    from rules.facts import Address, Event, Register
    from rules.playbooks import Playbook
    from rules.signals import Party, Signal
    from rules.working_time import WorkingTime


_SOON = timedelta(days=60)
"""How far off the day that a conditional promise names can be: a date further off is last year's."""
_EARLY = timedelta(days=7)
"""How much sooner than the day named a call or meeting can still be the one promised ("esta semana")."""


class Why(StrEnum):
    """Why something happened to a commitment: the words of :attr:`rules.commitments.Change.note`."""

    ATTACHMENT = "attachment"
    LINK = "link"
    NAMED = "named"
    """The message speaks of the thing, and not as still owed."""
    REPORTED = "reported"
    """The message says that it has been done, or that here it is."""
    ANSWERED = "answered"
    """A real reply, of nothing else in particular."""
    HELD = "held"
    """A call or a meeting that a message speaks of as past."""
    EVENT = "event"
    """A meeting in the calendar."""
    RECEIVED = "received"
    """They say that they have it."""
    COLLEAGUE = "colleague"
    ELSEWHERE = "elsewhere"
    """In another thread."""
    HOLDING = "holding"
    REPEATED = "repeated"
    """The same was promised or asked again."""
    REPLACED = "replaced"
    """Something else was promised in its place."""
    PARTIAL = "partial"
    MOVED = "moved"
    MORE_TIME = "more_time"
    """They say that a later day will do."""
    CONDITION = "condition"
    LET_OFF = "let_off"
    WITHDRAWN = "withdrawn"
    OPT_OUT = "opt_out"
    BOUNCE = "bounce"
    WON = "won"
    LOST = "lost"
    DEFERRED = "deferred"
    RECOVERED = "recovered"
    NEXT_MEETING = "next_meeting"
    LAST_NUDGE = "last_nudge"
    LAPSED = "lapsed"
    """It was to last until a day, and that has passed."""


@dataclass(slots=True, kw_only=True)
class Debt:
    """One thing owed, from the message that made it onwards. Changed only by :mod:`rules.settlement.course`."""

    id: str
    signal: Signal
    account: str
    author: str
    """Address of whoever made it."""
    counterparty: Address
    circles: frozenset[str]
    """Who counts as the other side: the circles of everybody outside who was there when it was made."""
    message_id: str
    thread: str
    subject: str
    made_at: datetime
    language: str
    register: Register
    playbook: Playbook
    working_time: WorkingTime
    owed_from: datetime | None
    """None while its condition has not come true."""
    project: bool = False
    due: date | None = None
    due_from: DueFrom = DueFrom.RULE
    state: Status = Status.OPEN
    closed_at: datetime | None = None
    fulfilled_by: str | None = None
    snoozed_until: datetime | None = None
    renewals: int = 0
    history: list[Change] = field(default_factory=list)
    matter: frozenset[int] = frozenset()
    """What it is about, other names of the same sort of document included."""
    core: frozenset[int] = frozenset()
    """The same without the words of the thread's subject."""
    asked: frozenset[int] = frozenset()
    """What the questions are about that it promises an answer to."""
    awaits: frozenset[int] = frozenset()
    """The words in which a conditional promise says what it waits for."""
    sorts: frozenset[int] = frozenset()
    """The sorts of documents it is about."""
    kind: Kind = field(init=False)
    owes: Party = field(init=False)

    def __post_init__(self) -> None:
        """Tell what it is about, and until when it is owed."""
        self.kind, self.owes = self.signal.kind, self.signal.owes
        bare = matters.matter_of(self.signal)
        self.matter = matters.widen(bare)
        self.core = self.matter - matters.subject_words(self.subject)
        self.sorts = matters.sorts_of(bare)
        self._note(ChangeKind.MADE, self.made_at, self.message_id)
        if self.owed_from is not None:
            self._fall_due(self.signal.due, self.made_at)

    @property
    def is_open(self) -> bool:
        """Whether messages can still change it."""
        return self.state is Status.OPEN

    @property
    def by_talking(self) -> bool:
        """Whether a call or a meeting keeps it."""
        return self.kind is Kind.PROMISE and self.signal.act in {Act.CALL, Act.MEET}

    @property
    def by_writing(self) -> bool:
        """Whether a message keeps it. "Te paso el plano" may be read as a visit, so what is shown may be sent, too."""
        return not self.by_talking or (self.signal.act is Act.MEET and self.signal.object is not None)

    @property
    def spoken_of(self) -> frozenset[int]:
        """What the sentence that made it and the subject of its thread speak of."""
        return self.matter | matters.named_in(self.signal.topic) | matters.subject_words(self.subject)

    @property
    def is_of_prices(self) -> bool:
        """Whether a price keeps it."""
        return bool(self.sorts & matters.PRICES or matters.object_of(self.signal) & matters.NUMBERS)

    def was_changed_by(self, message_id: str) -> bool:
        """Whether a message has done something to it already."""
        return self.history[-1].message_id == message_id

    def can_be_kept_on(self, start: datetime) -> bool:
        """Whether a meeting can be the one promised: after the promise, and not weeks before the day it named."""
        if start < self.made_at:
            return False
        return self.due is None or self.working_time.local_day(start) > self.due - _EARLY

    def is_the_work_of(self, event: Event) -> bool:
        """Whether a meeting on the day promised is what was to be done: "paso a medir", "Medir la terraza"."""
        is_work = self.kind is Kind.PROMISE and self.signal.act is Act.DO and self.due_from is DueFrom.TEXT
        named = matters.subject_words(event.title) & (self.matter - matters.subject_words(self.subject))
        return is_work and bool(named) and self.working_time.local_day(event.start) == self.due

    def come_true(self, at: datetime, message_id: str) -> None:
        """Owe it from now on: its condition is met."""
        self.owed_from = at
        self._fall_due(self._day_when_met(at), at)
        self._note(ChangeKind.CONDITION_MET, at, message_id, Why.CONDITION)

    def _day_when_met(self, at: datetime) -> date | None:
        """Count the time that it named from the day on which its condition came true; a date gone by counts no more."""
        said = self.working_time.local_day(at)
        named = deadlines.find(fold(self.signal.when_met), language=self.language, said=said)
        days = [one.day for one in named if one.day is not None and one.kind.names_days]
        return days[-1] if days and days[-1] - said <= _SOON else None

    def deliver_part(self, at: datetime, message_id: str, left: str, *why: Why) -> None:
        """Owe from now on only what is left of several things."""
        self.owe_only(left)
        self._note(ChangeKind.PARTLY_DELIVERED, at, message_id, *why)

    def owe_only(self, left: str) -> None:
        """Be about these of several things, and about no other any more."""
        self.signal = replace(self.signal, object=left)
        bare = matters.object_of(self.signal)
        self.matter = matters.widen(bare)
        self.core = self.matter - matters.subject_words(self.subject)
        self.sorts = matters.sorts_of(bare)

    def renew(self, at: datetime, message_id: str, due: date | None, *why: Why) -> None:
        """Give it a new day: the one named, else its usual term from now."""
        self.owed_from = self.owed_from or at
        self.renewals += 1
        self._fall_due(due, at)
        self._note(ChangeKind.RENEWED, at, message_id, *why)

    def fulfil(self, at: datetime, message_id: str | None, *why: str) -> None:
        """Close it as kept."""
        self._close(Status.FULFILLED, at)
        self.owed_from = self.owed_from or at
        self.fulfilled_by = message_id
        self._note(ChangeKind.FULFILLED, at, message_id, *why)

    def cancel(self, at: datetime, message_id: str | None, *why: str) -> None:
        """Close it as not owed any more."""
        self._close(Status.CANCELLED, at)
        self._note(ChangeKind.CANCELLED, at, message_id, *why)

    def note_bounce(self, at: datetime, message_id: str) -> None:
        """Remember that what would have kept it never arrived."""
        self._note(ChangeKind.BOUNCED, at, message_id, Why.BOUNCE)

    def note_nudge(self, at: datetime, message_id: str) -> None:
        """Remember that they have been reminded."""
        self._note(ChangeKind.NUDGED, at, message_id)

    def note_cause(self, at: datetime) -> None:
        """Remember that the user has told what caused it."""
        self._note(ChangeKind.EXPLAINED, at, None)

    def dismiss(self, at: datetime, *why: str) -> None:
        """Close it because the user said no."""
        self._close(Status.DISMISSED, at)
        self.fulfilled_by = None
        self._note(ChangeKind.DISMISSED, at, None, *why)

    def snooze(self, at: datetime, until: datetime | None, *why: str) -> None:
        """Leave it in peace until then."""
        self.snoozed_until = until
        self._note(ChangeKind.SNOOZED, at, None, *why)

    def reopen(self, at: datetime, *why: str) -> None:
        """Forget how it was closed: the user says that it is still owed."""
        self.state = Status.OPEN
        self.closed_at = self.fulfilled_by = self.snoozed_until = None
        self.owed_from = self.owed_from or at
        self._note(ChangeKind.REOPENED, at, None, *why)

    def _close(self, state: Status, at: datetime) -> None:
        self.state = state
        self.closed_at = at

    def _fall_due(self, named: date | None, at: datetime) -> None:
        if named is not None:
            self.due, self.due_from = named, DueFrom.TEXT
        elif self.playbook.due is not None:
            day = self.working_time.local_day(at)
            self.due, self.due_from = self.playbook.due.counted_from(day, self.working_time), DueFrom.RULE

    def _note(self, what: ChangeKind, at: datetime, message_id: str | None, *why: str) -> None:
        self.history.append(Change(what=what, at=at, message_id=message_id, due=self.due, note=" ".join(why)))
