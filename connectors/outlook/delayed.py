"""The category of what has been given up waiting for; Outlook shows it beside the message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.errors import Transient
from connectors.microsoft.graph import Get, quoted, segment
from connectors.web.answers import BadRequestError, ChangedError, NotThereError

if TYPE_CHECKING:
    from connectors.microsoft.graph import Graph

CATEGORY = "Prometido: retrasado"
ATTEMPTS = 3


class OutlookDelayed:
    """See :class:`connectors.protocols.Archiver`."""

    def __init__(self, graph: Graph) -> None:
        """Mark messages in the mailbox of ``graph``."""
        self._graph = graph

    def mark_delayed(self, ref: str, *, message_id: str) -> bool:
        """Give a message the category; False where it is gone."""
        return self._change(ref, message_id, marked=True)

    def unmark_delayed(self, ref: str, *, message_id: str) -> bool:
        """Take the category away; False where the message is gone."""
        return self._change(ref, message_id, marked=False)

    def _change(self, ref: str, message_id: str, *, marked: bool) -> bool:
        """Change the categories of a message, found by its id or else its Message-ID; its user's own stay."""
        one = ref or self._search(message_id)
        if not one:
            return False
        path = f"messages/{segment(one)}"
        for _ in range(ATTEMPTS):
            try:
                there = self._graph.read(Get(path, {"$select": "id,categories"}), "mail cannot be read")
                before = list(there.get("categories") or ())
                after = [*(name for name in before if name != CATEGORY), *([CATEGORY] if marked else [])]
                if sorted(before) != sorted(after):
                    etag = str(there.get("@odata.etag") or "")
                    self._graph.change("PATCH", path, {"categories": after}, "the message cannot be marked", etag=etag)
            except (NotThereError, BadRequestError):
                return False
            except ChangedError:
                continue
            return True
        raise Transient("the message kept being changed while it was being marked")

    def _search(self, message_id: str) -> str:
        """Find the message of a Message-ID."""
        if not message_id:
            return ""
        query = {"$filter": f"internetMessageId eq {quoted(f'<{message_id}>')}", "$select": "id", "$top": "1"}
        found = self._graph.read(Get("messages", query), "mail cannot be read").get("value") or ()
        return next((str(one["id"]) for one in found), "")
