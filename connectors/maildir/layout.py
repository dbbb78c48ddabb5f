"""Which folder below a root is which: plain (``Mail/Sent``) or Maildir++ (``Mail/.Sent``, INBOX is the root)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from connectors.errors import NeedsUser
from connectors.maildir.folder import Folder, is_maildir
from connectors.protocols import FolderRole
from connectors.special_folders import DRAFTS, SENT, among

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MESSAGES = frozenset({"cur", "new", "tmp"})
DELAYED = "Retrasados"
"""The folder of what has been given up waiting for; see :mod:`connectors.maildir.delayed`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The folders of a mailbox; where a name is not configured, the usual ones are looked for."""

    root: Path
    inbox: tuple[str, ...] = ()
    sent: tuple[str, ...] = ()
    draft: tuple[str, ...] = ()

    def reading(self) -> list[tuple[Folder, FolderRole]]:
        """Find the folders that are read. Raises NeedsUser where one is missing or cannot be told."""
        inboxes = [self.find(name) for name in self.inbox or ("INBOX",)]
        sent = [self.find(name) for name in self.sent or (self._usual(SENT, "sent"),)]
        return [(folder, FolderRole.INBOX) for folder in inboxes] + [(folder, FolderRole.SENT) for folder in sent]

    def drafts(self) -> Folder:
        """Find the folder drafts are left in. Raises NeedsUser where it is missing or cannot be told."""
        return self.find(self.draft[0] if self.draft else self._usual(DRAFTS, "drafts"))

    def delayed(self) -> Folder:
        """Say where "Retrasados" is or would be."""
        dotted = self.reading()[-1][0].path.name.startswith(".")
        return Folder(DELAYED, self.root / (f".{DELAYED}" if dotted else DELAYED))

    def find(self, name: str) -> Folder:
        """Find a folder by its name, in either layout.

        Raises:
            NeedsUser: it is missing, is no Maildir, or exists in both layouts.
        """
        candidates = [self.root / name, self.root / f".{name.replace('/', '.')}"]
        if name.upper() == "INBOX":
            candidates.append(self.root)
        found = [path for path in dict.fromkeys(candidates) if is_maildir(path)]
        match found:
            case [path]:
                return Folder(name, path)
            case [path, root] if root == self.root:
                return Folder(name, path)
            case []:
                raise NeedsUser(
                    f"there is no Maildir folder {name!r} in {self.root}: it needs {name}/cur and {name}/new (.{name}/…"
                    " in Maildir++); correct its name in the configuration, or its permissions"
                )
            case _:
                places = " and ".join(str(path) for path in found)
                raise NeedsUser(f"there are two folders {name!r}: {places}; name the right one in the configuration")

    def others(self) -> Iterator[Folder]:
        """Give the Maildirs that are neither read nor written by us, two levels deep."""
        ours = {folder.path for folder, _ in self.reading()} | {self.delayed().path, self.drafts().path}
        yield from (folder for folder in self._every() if folder.path not in ours)

    def _every(self) -> Iterator[Folder]:
        """Give every Maildir below the root, two levels deep."""
        for path in _folders(self.root):
            for inner in (path, *_folders(path)):
                if is_maildir(inner):
                    yield Folder(str(inner.relative_to(self.root)).removeprefix("."), inner)

    def _usual(self, wanted: frozenset[str], key: str) -> str:
        """Find the one folder with a usual name. Raises NeedsUser where there is none or more than one."""
        found = among((folder.name for folder in self._every()), wanted)
        match found:
            case [name]:
                return name
            case []:
                raise NeedsUser(
                    f"no folder in {self.root} looks like the one for {key}: name it in the configuration, or correct "
                    "its permissions"
                )
            case _:
                raise NeedsUser(
                    f"{' and '.join(found)} look like the folder for {key}: name the right one in the configuration"
                )


def _folders(path: Path) -> list[Path]:
    """List the directories in one, those that hold messages left out: they may be large."""
    try:
        with os.scandir(path) as entries:
            return sorted(path / entry.name for entry in entries if entry.name not in MESSAGES and entry.is_dir())
    except OSError:
        return []
