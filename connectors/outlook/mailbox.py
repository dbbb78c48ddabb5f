"""A mailbox of Exchange Online: all of its capabilities in one object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.errors import ConnectorError
from connectors.joined import Joined
from connectors.outlook.delayed import CATEGORY, OutlookDelayed
from connectors.outlook.drafts import OutlookDrafts
from connectors.outlook.source import OutlookSource
from connectors.protocols import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from connectors.microsoft.graph import Graph
    from connectors.outlook.folders import Folders
    from connectors.outlook.watch import Watch


class Outlook(Joined):
    """Reads, leaves drafts, and marks what is delayed."""

    def __init__(self, graph: Graph, folders: Folders, watch: Watch, *, zone: tzinfo) -> None:
        """Use a mailbox; nothing is opened yet."""
        self.graph = graph
        self._folders = folders
        source = OutlookSource(graph, folders, watch, zone=zone)
        super().__init__(source, OutlookDrafts(graph, folders, watch), OutlookDelayed(graph))

    def check(self) -> Sequence[Finding]:
        """Say which folders are read, where drafts are left, and what delayed mail gets."""
        findings = []
        try:
            for folder in (*self._folders.reading(), self._folders.drafts()):
                there = self._folders.look(folder)
                name = there.get("displayName") or folder.name
                count = f", {there['totalItemCount']} messages" if "totalItemCount" in there else ""
                role = "drafts" if folder == self._folders.drafts() else folder.role
                findings.append(Finding(ok=True, text=f"{role}: {name}{count}"))
        except ConnectorError as error:
            return [*findings, Finding(ok=False, text=str(error))]
        return [*findings, Finding(ok=True, text=f"delayed mail gets the category {CATEGORY}")]

    def close(self) -> None:
        """Drop the connections."""
        self.graph.close()
