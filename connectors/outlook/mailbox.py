"""A mailbox of Exchange Online: all of its capabilities in one object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.errors import ConnectorError
from connectors.outlook.delayed import CATEGORY, OutlookDelayed
from connectors.outlook.drafts import OutlookDrafts
from connectors.outlook.source import OutlookSource
from connectors.protocols import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime, tzinfo

    from connectors.microsoft.graph import Graph
    from connectors.outlook.folders import Folders
    from connectors.protocols import Draft, Left, MailBatch, MarkState


class Outlook:
    """Reads, leaves drafts, and marks what is delayed."""

    def __init__(self, graph: Graph, folders: Folders, *, zone: tzinfo) -> None:
        """Use a mailbox; nothing is opened yet."""
        self.graph = graph
        self._folders = folders
        self._source = OutlookSource(graph, folders, zone=zone)
        self._drafts = OutlookDrafts(graph, folders, self._source)
        self._delayed = OutlookDelayed(graph)

    def read(self, cursor: str | None, *, since: datetime) -> Iterator[MailBatch]:
        """See :meth:`connectors.outlook.source.OutlookSource.read`."""
        return self._source.read(cursor, since=since)

    def create_draft(self, draft: Draft) -> Left:
        """See :meth:`connectors.outlook.drafts.OutlookDrafts.create_draft`."""
        return self._drafts.create_draft(draft)

    def find_draft(self, key: str, *, message_id: str, in_reply_to: str = "") -> Left | None:
        """See :meth:`connectors.outlook.drafts.OutlookDrafts.find_draft`."""
        return self._drafts.find_draft(key, message_id=message_id, in_reply_to=in_reply_to)

    def draft_states(self, drafts: Sequence[tuple[str, Left]]) -> Sequence[MarkState]:
        """See :meth:`connectors.outlook.drafts.OutlookDrafts.draft_states`."""
        return self._drafts.draft_states(drafts)

    def withdraw_draft(self, key: str, left: Left) -> bool:
        """See :meth:`connectors.outlook.drafts.OutlookDrafts.withdraw_draft`."""
        return self._drafts.withdraw_draft(key, left)

    def mark_delayed(self, ref: str, *, message_id: str) -> bool:
        """See :meth:`connectors.outlook.delayed.OutlookDelayed.mark_delayed`."""
        return self._delayed.mark_delayed(ref, message_id=message_id)

    def unmark_delayed(self, ref: str, *, message_id: str) -> bool:
        """See :meth:`connectors.outlook.delayed.OutlookDelayed.unmark_delayed`."""
        return self._delayed.unmark_delayed(ref, message_id=message_id)

    def check(self) -> Sequence[Finding]:
        """Say which folders are read, where drafts are left, and what delayed mail gets."""
        findings = []
        try:
            for folder in (*self._folders.reading(), self._folders.drafts()):
                there = self._folders.look(folder)
                name, count = there.get("displayName") or folder.name, there.get("totalItemCount")
                role = "drafts" if folder == self._folders.drafts() else folder.role
                findings.append(Finding(ok=True, text=f"{role}: {name}, {count} messages"))
        except ConnectorError as error:
            return [*findings, Finding(ok=False, text=str(error))]
        return [*findings, Finding(ok=True, text=f"delayed mail gets the category {CATEGORY}")]

    def close(self) -> None:
        """Drop the connections."""
        self.graph.close()
