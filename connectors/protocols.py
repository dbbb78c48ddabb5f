"""The capabilities a connector may have.

Each has an in-memory twin (:mod:`connectors.memory`), and one contract suite (``tests/contract``) holds for all.

A connector is opened for one account and used by one thread. Every network call has a timeout. Anything that can
fail raises one of :mod:`connectors.errors` and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, Protocol, runtime_checkable

from rules.facts import Address, Event


class FolderRole(StrEnum):
    """What a mail folder is for; only these are read."""

    INBOX = "inbox"
    SENT = "sent"
    OTHER = "other"
    """An archive or label a message can be in besides; read where the provider has one list of all mail."""


class MessageParts(NamedTuple):
    """A message taken apart: what reading it needs, and no attachment bodies."""

    headers: tuple[tuple[str, str], ...]
    """Name and unfolded, decoded value, in order."""
    plain: str | None = None
    html: str | None = None
    attachments: tuple[str, ...] = ()
    """File names; an unnamed attachment has its media type for a name. Inline pictures are left out."""


class Incoming(NamedTuple):
    """A message found in a folder. Exactly one of ``parts`` and ``unreadable`` is set."""

    ref: str
    """Where it is, in the connector's own terms; used for quarantine and for replying to it."""
    role: FolderRole
    parts: MessageParts | None = None
    unreadable: str = ""
    """Why it could not be read, in one line without content."""
    received: datetime | None = None
    thread_hint: str = ""
    discarded: bool = False
    """Whether its user has thrown it away already, and it only waits to be removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailBatch:
    """Some messages and the cursor that says they have been seen.

    The daemon commits the facts and the cursor in one transaction, so a batch may come again after a crash but
    is never lost. ``complete`` is set on the last batch of a read that covered every folder that matters.
    """

    messages: tuple[Incoming, ...]
    cursor: str
    complete: bool = False
    seen: int = 0
    """Messages looked at for the first time in this batch, readable or not."""
    total: int | None = None
    """Messages this read will look at altogether, where known (progress bars)."""
    present: int | None = None
    """Messages now in all folders together, on the last batch, where it costs nothing to know."""


@runtime_checkable
class MailSource(Protocol):
    """Mail that can be read from where one left off."""

    def read(self, cursor: str | None, *, since: datetime) -> Iterator[MailBatch]:
        """Yield what is new since ``cursor`` (None: everything dated or received after ``since``).

        Drafts are never yielded. The same message may come again. With nothing new a single empty, complete
        batch is yielded, at a cost that does not grow with history. A folder that was there before and now is
        missing, or suddenly empty, raises NeedsUser. Raises CursorExpired where the server forgot the cursor.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A reply to be left in the drafts folder: complete, plain text."""

    key: str
    """``<commitment id>/<step>``: the value of ``X-Prometido``."""
    message_id: str
    """Our own, derived from the key, without angle brackets."""
    sender: Address
    to: tuple[Address, ...]
    cc: tuple[Address, ...] = ()
    subject: str = ""
    text: str = ""
    date: datetime
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    reply_ref: str = ""
    """``Incoming.ref`` of the message it answers, for providers that reply by their own id."""
    thread_hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Proof that something was left: where it is, and the hash of its content as the place returns it."""

    ref: str
    fingerprint: str


class MarkState(StrEnum):
    """What has become of a draft or task of ours."""

    UNTOUCHED = "untouched"
    EDITED = "edited"
    COMPLETED = "completed"
    """Tasks only: the user ticked it."""
    GONE = "gone"
    """Not where it was: a draft was sent or deleted, a task deleted. Only said after a complete look."""


@runtime_checkable
class AliasSource(Protocol):
    """A mailbox that knows which addresses its user sends as."""

    def aliases(self) -> Sequence[str]:
        """Give every address that mail leaves this mailbox from, lower case."""
        ...


@runtime_checkable
class DraftSink(Protocol):
    """A drafts folder. It can create, look up and take back its own untouched draft, and nothing else."""

    def create_draft(self, draft: Draft) -> Left:
        """Leave the draft. Raises UnknownOutcome if it may or may not be there now. Never repeats by itself."""
        ...

    def find_draft(self, key: str, *, message_id: str, in_reply_to: str = "") -> Left | None:
        """Look for a draft of this key among the drafts as they are now, by ``X-Prometido``, then by Message-ID."""
        ...

    def draft_states(self, drafts: Sequence[tuple[str, Left]]) -> Sequence[MarkState]:
        """What has become of each (key, proof), in order. Finds a draft again whose ref changed on edit."""
        ...

    def withdraw_draft(self, key: str, left: Left) -> bool:
        """Remove it if it is untouched, else leave it and return False. Removing what is gone returns True."""
        ...


@runtime_checkable
class Archiver(Protocol):
    """A mailbox that can mark a message "retrasado" where the user sees it (keyword, label, category)."""

    def mark_delayed(self, ref: str, *, message_id: str) -> bool:
        """Add the mark; False where the message is gone. Marking twice is harmless."""
        ...

    def unmark_delayed(self, ref: str, *, message_id: str) -> bool:
        """Take the mark away again (``prometido withdraw``)."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task to be left in a calendar or task list (RFC 5545, VTODO)."""

    key: str
    """``<commitment id>/<step>``: the value of ``X-PROMETIDO``."""
    uid: str
    """Derived from the key: the same task on every machine."""
    summary: str
    description: str
    due: date
    created: datetime
    categories: tuple[str, ...] = ()


@runtime_checkable
class TaskSink(Protocol):
    """A task list or calendar that takes our tasks."""

    def create_task(self, task: Task) -> Left:
        """Leave the task; creating one that is there already (same uid) returns the one that is there."""
        ...

    def find_task(self, key: str, *, uid: str) -> Left | None:
        """Look for the task of this key."""
        ...

    def task_states(self, tasks: Sequence[tuple[str, Left]]) -> Sequence[MarkState]:
        """What has become of each (uid, proof), in order. Completed wins over edited."""
        ...

    def change_task(self, left: Left, task: Task) -> Left:
        """Give an open task a new due date and text, keeping what the user added where the format allows."""
        ...

    def complete_task(self, left: Left, *, uid: str, at: datetime) -> bool:
        """Tick it; False if it is gone. Completing twice is harmless."""
        ...

    def withdraw_task(self, left: Left, *, uid: str) -> bool:
        """Remove it if the user has not touched it (``prometido withdraw``)."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarBatch:
    """Events of the window. ``full``: they are all there are; else they are added, and ``removed`` taken away."""

    events: tuple[Event, ...] = ()
    removed: tuple[str, ...] = ()
    full: bool
    cursor: str
    complete: bool = True
    unreadable: tuple[tuple[str, str], ...] = field(default=())
    """Ref and reason of each entry that could not be read."""


@runtime_checkable
class CalendarSource(Protocol):
    """A calendar that can be read."""

    def read_events(self, cursor: str | None, *, start: datetime, end: datetime) -> CalendarBatch:
        """Occurrences touching [start, end), recurrence expanded, our own tasks left out.

        ``Event.outside`` is left empty: the daemon knows who is us. With nothing changed since ``cursor``,
        ``full`` is False and both lists are empty. Raises CursorExpired where the server forgot the cursor.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of ``prometido check --online``: what was found on the server."""

    ok: bool
    text: str


@runtime_checkable
class Closable(Protocol):
    """A connector that keeps a connection between two uses."""

    def close(self) -> None:
        """Drop it. Closing twice is harmless; nothing is asked of the connector afterwards."""
        ...


@runtime_checkable
class Checkable(Protocol):
    """A connector that can explain what it finds on its server without changing anything."""

    def check(self) -> Sequence[Finding]:
        """Try it, and say in plain words which folders were chosen and why, and what will not work."""
        ...
