"""A mailbox put together of its capabilities, each in a module of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from connectors.protocols import Archiver, Draft, DraftSink, Left, MailBatch, MailSource, MarkState


class Joined:
    """Passes on what is asked to whoever can do it; see the protocols of the three."""

    def __init__(self, source: MailSource, drafts: DraftSink, archiver: Archiver) -> None:
        """Join what reads, what leaves drafts, and what marks."""
        self._source = source
        self._drafts = drafts
        self._archiver = archiver

    def read(self, cursor: str | None, *, since: datetime) -> Iterator[MailBatch]:
        """See :meth:`connectors.protocols.MailSource.read`."""
        return self._source.read(cursor, since=since)

    def create_draft(self, draft: Draft) -> Left:
        """See :meth:`connectors.protocols.DraftSink.create_draft`."""
        return self._drafts.create_draft(draft)

    def find_draft(self, key: str, *, message_id: str, in_reply_to: str = "") -> Left | None:
        """See :meth:`connectors.protocols.DraftSink.find_draft`."""
        return self._drafts.find_draft(key, message_id=message_id, in_reply_to=in_reply_to)

    def draft_states(self, drafts: Sequence[tuple[str, Left]]) -> Sequence[MarkState]:
        """See :meth:`connectors.protocols.DraftSink.draft_states`."""
        return self._drafts.draft_states(drafts)

    def withdraw_draft(self, key: str, left: Left) -> bool:
        """See :meth:`connectors.protocols.DraftSink.withdraw_draft`."""
        return self._drafts.withdraw_draft(key, left)

    def mark_delayed(self, ref: str, *, message_id: str) -> bool:
        """See :meth:`connectors.protocols.Archiver.mark_delayed`."""
        return self._archiver.mark_delayed(ref, message_id=message_id)

    def unmark_delayed(self, ref: str, *, message_id: str) -> bool:
        """See :meth:`connectors.protocols.Archiver.unmark_delayed`."""
        return self._archiver.unmark_delayed(ref, message_id=message_id)
