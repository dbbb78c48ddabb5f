"""The category of what has been given up waiting for; Outlook shows it beside the message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.errors import Transient
from connectors.microsoft.odata import Get, etag_of, items, quoted, segment
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
        """Change the categories of a message, found by its id or else its Message-ID; its user's own stay.

        An id that is not known any more may be one from before the mailbox was moved to another server.
        """
        return self._change_one(ref, marked=marked) or self._change_one(self._search(message_id, ref), marked=marked)

    def _change_one(self, one: str, *, marked: bool) -> bool:
        path = f"messages/{segment(one)}"
        for _ in range(ATTEMPTS if one else 0):
            try:
                there = self._graph.read(Get(path, {"$select": "id,categories"}), "mail cannot be read")
            except (NotThereError, BadRequestError):
                return False
            before = [str(name) for name in there.get("categories") or () if name]
            after = [*(name for name in before if name != CATEGORY), *([CATEGORY] if marked else [])]
            if sorted(before) == sorted(after):
                return True
            doing = "the message cannot be marked"
            try:
                self._graph.change("PATCH", path, {"categories": after}, doing, etag=etag_of(there))
            except NotThereError:
                return False
            except ChangedError:
                continue
            return True
        if one:
            raise Transient("the message kept being changed while it was being marked")
        return False

    def _search(self, message_id: str, but: str) -> str:
        """Find the message of a Message-ID, another than the one looked at already; empty where there is none."""
        if not message_id:
            return ""
        query = {"$filter": f"internetMessageId eq {quoted(f'<{message_id}>')}", "$select": "id,isDraft", "$top": "5"}
        found = items(self._graph.read(Get("messages", query), "mail cannot be read"), "mail cannot be read")
        return next((str(one["id"]) for one in found if one["id"] != but and not one.get("isDraft")), "")
