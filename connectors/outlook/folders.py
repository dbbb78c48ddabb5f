"""Which folders are read and where drafts are: by Microsoft's names for them, or as configured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from connectors.errors import NeedsUser
from connectors.microsoft.odata import Get, id_of, segment
from connectors.protocols import FolderRole
from connectors.web.answers import NotThereError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.microsoft.graph import Graph

INBOX, SENT, DRAFTS = "inbox", "sentitems", "drafts"
WELL_KNOWN = frozenset({INBOX, SENT, DRAFTS, "archive", "clutter", "junkemail", "msgfolderroot"})
"""Names every mailbox knows its folders by, whatever its language (Microsoft Graph, mailFolder)."""
FIELDS = "id,displayName,childFolderCount,totalItemCount"
PAGE = "100"


class Folder(NamedTuple):
    """A folder that is used."""

    name: str
    """As configured, or Microsoft's name."""
    role: FolderRole
    path: str
    """Within the mailbox."""


class Folders:
    """The folders of one mailbox, each looked for when it is first needed."""

    def __init__(
        self, graph: Graph, *, inbox: tuple[str, ...] = (), sent: tuple[str, ...] = (), drafts: tuple[str, ...] = ()
    ) -> None:
        """Use the folders of these names; none: those everybody has."""
        self._graph = graph
        self._inbox = inbox or (INBOX,)
        self._sent = sent or (SENT,)
        self._drafts = drafts
        self._paths: dict[str, str] = {}
        self._drafts_id = ""

    def reading(self) -> tuple[Folder, ...]:
        """Give what is read. Raises NeedsUser where a folder is not there."""
        return (
            *(Folder(name, FolderRole.SENT, self._path(name)) for name in self._sent),
            *(Folder(name, FolderRole.INBOX, self._path(name)) for name in self._inbox),
        )

    def drafts(self) -> Folder:
        """Give where drafts are, which is the same folder in every mailbox: Graph makes answers nowhere else.

        Raises NeedsUser where the configuration names another one.
        """
        folder = Folder(DRAFTS, FolderRole.OTHER, self._path(DRAFTS))
        for name in self._drafts:
            if name.lower() != DRAFTS and self._path(name) != f"mailFolders/{segment(self._id_of(folder))}":
                raise NeedsUser(f"Microsoft leaves drafts in {DRAFTS} alone, not in {name!r}: take drafts: away")
        return folder

    def drafts_id(self) -> str:
        """Give the id of the folder of drafts: a draft that is in another one was deleted or sent."""
        return self._id_of(self.drafts())

    def look(self, folder: Folder) -> dict[str, Any]:
        """Ask what a folder is called and holds. Raises NeedsUser where it is gone."""
        try:
            return self._graph.read(Get(folder.path, {"$select": FIELDS}), "the folders cannot be read")
        except NotThereError as error:
            raise gone(folder.name) from error

    def _id_of(self, drafts: Folder) -> str:
        if not self._drafts_id:
            self._drafts_id = id_of(self.look(drafts))
        return self._drafts_id

    def _path(self, name: str) -> str:
        if name.lower() in WELL_KNOWN:
            return f"mailFolders/{name.lower()}"
        if name not in self._paths:
            self._paths[name] = f"mailFolders/{segment(self._find(name))}"
        return self._paths[name]

    def _find(self, name: str) -> str:
        """Find a folder by what it is shown as; those within others with ``/`` between. Raises NeedsUser."""
        path = "mailFolders"
        found: dict[str, Any] = {}
        for level in name.split("/"):
            there = list(self._children(path))
            matching = [one for one in there if str(one.get("displayName", "")).casefold() == level.casefold()]
            if not matching:
                names = ", ".join(sorted(str(one.get("displayName", "")) for one in there)[:20])
                raise NeedsUser(
                    f"there is no folder {name!r} in this mailbox; where it was looked for there is: {names}"
                )
            found = matching[0]
            path = f"mailFolders/{segment(str(found['id']))}/childFolders"
        return str(found["id"])

    def _children(self, path: str) -> Iterator[dict[str, Any]]:
        return self._graph.entries(Get(path, {"$select": FIELDS, "$top": PAGE}), "the folders cannot be read")


def gone(name: str) -> NeedsUser:
    """Say that a folder is not there any more; one that every mailbox has, that the mailbox is not."""
    if name.lower() in WELL_KNOWN:
        return NeedsUser(f"Microsoft knows no folder {name} here: the mailbox is gone, or not one of Exchange Online")
    return NeedsUser(f"the folder {name} of this mailbox is gone: restore it, or name another one in the configuration")
