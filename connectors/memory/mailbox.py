"""A mailbox in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from connectors.compose import to_mime
from connectors.dates import written
from connectors.errors import CursorExpired, NeedsUser, Unreadable
from connectors.marks import fingerprint
from connectors.memory.faults import Faults
from connectors.protocols import Finding, FolderRole, Incoming, Left, MailBatch, MarkState
from connectors.reading.mime import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from connectors.protocols import Draft

BATCH = 200


@dataclass(slots=True, kw_only=True)
class Stored:
    """A message or draft as it lies in the mailbox."""

    number: int
    raw: bytes
    role: FolderRole
    received: datetime | None = None
    thread: str = ""
    delayed: bool = False


@dataclass(slots=True)
class MemoryMailbox:
    """Mail, drafts and marks, with faults on demand. What a test does to it as its user stands at the end."""

    faults: Faults = field(default_factory=Faults)
    messages: dict[str, Stored] = field(default_factory=dict)
    """By ref."""
    drafts: dict[str, Stored] = field(default_factory=dict)
    """By ref."""
    generation: int = 1
    """Cursors of another generation have expired."""
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def read(self, cursor: str | None, *, since: datetime) -> Iterator[MailBatch]:
        """See :meth:`connectors.protocols.MailSource.read`. The cursor is generation, number, how many there were."""
        with self.faults.around("read"):
            try:
                generation, last, held = (int(part) for part in (cursor or f"{self.generation}:0:0").split(":"))
            except ValueError:
                generation = last = held = 0
            if generation != self.generation:
                raise CursorExpired("the mailbox no longer knows the place up to which it was read")
            if held and not self.messages:
                raise NeedsUser(f"the mailbox held {held} messages and is suddenly empty")
            new = [(ref, stored) for ref, stored in self.messages.items() if stored.number > last]
        present = len(self.messages)
        for start in range(0, len(new), BATCH):
            batch = new[start : start + BATCH]
            with self.faults.around("batch"):
                found = [
                    _incoming(ref, stored)
                    for ref, stored in batch
                    if last or (date := written(stored.raw) or stored.received) is None or date >= since
                ]
            yield MailBatch(
                messages=tuple(found),
                cursor=f"{generation}:{batch[-1][1].number}:{held}",
                seen=len(batch),
                total=len(new),
            )
        last = new[-1][1].number if new else last
        yield MailBatch(
            messages=(), cursor=f"{generation}:{last}:{present}", complete=True, total=len(new), present=present
        )

    def create_draft(self, draft: Draft) -> Left:
        """See :meth:`connectors.protocols.DraftSink.create_draft`."""
        with self.faults.around("create_draft"):
            raw = to_mime(draft)
            stored = Stored(number=next(self._numbers), raw=raw, role=FolderRole.OTHER, thread=draft.thread_hint)
            self.drafts[f"draft-{stored.number}"] = stored
            return Left(ref=f"draft-{stored.number}", fingerprint=fingerprint(raw))

    def find_draft(self, key: str, *, message_id: str, in_reply_to: str = "") -> Left | None:  # noqa: ARG002 - all are seen
        """See :meth:`connectors.protocols.DraftSink.find_draft`."""
        with self.faults.around("find_draft"):
            ref = self._find(key, message_id)
        return Left(ref=ref, fingerprint=fingerprint(self.drafts[ref].raw)) if ref else None

    def draft_states(self, drafts: Sequence[tuple[str, Left]]) -> Sequence[MarkState]:
        """See :meth:`connectors.protocols.DraftSink.draft_states`."""
        with self.faults.around("draft_states"):
            return [self._state(key, left) for key, left in drafts]

    def withdraw_draft(self, key: str, left: Left) -> bool:
        """See :meth:`connectors.protocols.DraftSink.withdraw_draft`."""
        with self.faults.around("withdraw_draft"):
            state = self._state(key, left)
            if state is MarkState.UNTOUCHED:
                del self.drafts[left.ref]
        return state is not MarkState.EDITED

    def mark_delayed(self, ref: str, *, message_id: str) -> bool:  # noqa: ARG002 - refs never change here
        """See :meth:`connectors.protocols.Archiver.mark_delayed`."""
        with self.faults.around("mark_delayed"):
            if ref in self.messages:
                self.messages[ref].delayed = True
        return ref in self.messages

    def unmark_delayed(self, ref: str, *, message_id: str) -> bool:  # noqa: ARG002 - refs never change here
        """See :meth:`connectors.protocols.Archiver.unmark_delayed`."""
        with self.faults.around("unmark_delayed"):
            if ref in self.messages:
                self.messages[ref].delayed = False
        return ref in self.messages

    def check(self) -> Sequence[Finding]:
        """See :meth:`connectors.protocols.Checkable.check`."""
        with self.faults.around("check"):
            return [Finding(ok=True, text=f"{len(self.messages)} messages, {len(self.drafts)} drafts in memory")]

    def _find(self, key: str, message_id: str) -> str | None:
        """Find a draft by our header, then by its Message-ID."""
        for name, wanted in (("x-prometido", key), ("message-id", message_id)):
            for ref, stored in self.drafts.items():
                if wanted and _header(stored.raw, name).strip("<>") == wanted:
                    return ref
        return None

    def _state(self, key: str, left: Left) -> MarkState:
        """Say what has become of a draft."""
        ref = left.ref if left.ref in self.drafts else self._find(key, "")
        if ref is None:
            return MarkState.GONE
        same = fingerprint(self.drafts[ref].raw) == left.fingerprint
        return MarkState.UNTOUCHED if same else MarkState.EDITED

    def deliver(
        self, raw: bytes, role: FolderRole = FolderRole.INBOX, *, received: datetime | None = None, thread: str = ""
    ) -> str:
        """Put a message into the mailbox, as the world does; return its ref."""
        stored = Stored(number=next(self._numbers), raw=raw, role=role, received=received, thread=thread)
        ref = f"message-{stored.number}"
        self.messages[ref] = stored
        return ref

    def edit(self, ref: str, raw: bytes) -> None:
        """Change a draft, as its user does."""
        self.drafts[ref].raw = raw

    def discard(self, ref: str) -> None:
        """Delete a draft, as its user does."""
        del self.drafts[ref]

    def send(self, ref: str, raw: bytes | None = None, *, at: datetime | None = None) -> str:
        """Send a draft, as its user does: it leaves the drafts and is in the sent mail; return its new ref."""
        stored = self.drafts.pop(ref)
        return self.deliver(raw or stored.raw, FolderRole.SENT, received=at, thread=stored.thread)

    def empty(self) -> None:
        """Lose every message, as a failed mount does."""
        self.messages.clear()

    def expire(self) -> None:
        """Forget every cursor, as a server does."""
        self.generation += 1


def _incoming(ref: str, stored: Stored) -> Incoming:
    """Take a stored message apart."""
    try:
        parts = parse(stored.raw)
    except Unreadable as error:
        return Incoming(ref=ref, role=stored.role, unreadable=str(error), received=stored.received)
    return Incoming(ref=ref, role=stored.role, parts=parts, received=stored.received, thread_hint=stored.thread)


def _header(raw: bytes, wanted: str) -> str:
    """Read a header of a raw message; empty where it has none."""
    return next((value for name, value in parse(raw).headers if name.casefold() == wanted), "")
