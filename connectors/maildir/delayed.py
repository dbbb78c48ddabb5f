"""The folder of what has been given up waiting for: "Retrasados".

A keyword would be neater, but a Maildir has none that every client shares: Dovecot keeps its own in a file it locks,
letters in the file name mean something else to each program, and either way the user's own message would be renamed.
So the mark is a second name (a hard link, no copy) in a folder of its own: every client shows it, nothing that was
there is touched, and taking the mark away removes exactly that name.
"""

from __future__ import annotations

import errno
import os
import shutil
from typing import TYPE_CHECKING

from connectors.local import sync_directory, trouble
from connectors.maildir.folder import Folder, is_maildir, shown
from connectors.maildir.layout import DELAYED, Layout

if TYPE_CHECKING:
    from pathlib import Path


class DelayedFolder:
    """See :class:`connectors.protocols.Archiver`."""

    def __init__(self, layout: Layout) -> None:
        """Keep the folder in the layout the others have."""
        self._layout = layout

    def mark_delayed(self, ref: str, *, message_id: str) -> bool:  # noqa: ARG002 - the base name is enough to find it
        """Show the message in the folder "Retrasados" as well; False where it is gone."""
        name, _, base = ref.rpartition("/")
        source = self._layout.find(name)
        entry = _entry(source, base)
        if entry is None:
            return False
        try:
            delayed = self._made()
            if _entry(delayed, base) is None:
                _link(source.path / entry, delayed.path)
        except FileNotFoundError:
            return False
        except OSError as error:
            raise trouble(error, f"the folder {DELAYED} in {self._layout.root} cannot be written") from error
        return True

    def unmark_delayed(self, ref: str, *, message_id: str) -> bool:  # noqa: ARG002 - the base name is enough to find it
        """Take the message out of the folder "Retrasados"; False where it is not there."""
        delayed = self._layout.delayed()
        if not is_maildir(delayed.path):
            return False
        entry = _entry(delayed, ref.rpartition("/")[2])
        if entry is None:
            return False
        try:
            (delayed.path / entry).unlink(missing_ok=True)
        except OSError as error:
            raise trouble(error, f"the folder {DELAYED} in {self._layout.root} cannot be written") from error
        return True

    def _made(self) -> Folder:
        """Find the folder, or make it for its first message. Raises OSError."""
        folder = self._layout.delayed()
        if not is_maildir(folder.path):
            owner = self._layout.root.stat()
            for directory in (folder.path, *(folder.path / sub for sub in ("tmp", "new", "cur"))):
                directory.mkdir(mode=0o700, exist_ok=True)
                if os.geteuid() == 0:
                    os.chown(directory, owner.st_uid, owner.st_gid)
        return folder


def _entry(folder: Folder, base: str) -> str | None:
    """Find the path of a message by the base name in its ref."""
    return next((entry.path for name, entry in folder.entries().items() if shown(name) == base), None)


def _link(source: Path, folder: Path) -> None:
    """Give a message a second name; where the file system has no hard links, a copy. Raises OSError."""
    target = folder / "cur" / (source.name if ":2," in source.name else f"{source.name}:2,S")
    try:
        target.hardlink_to(source)
    except OSError as error:
        if error.errno not in {errno.EXDEV, errno.EPERM, errno.ENOTSUP, errno.EMLINK}:
            raise
        temporary = folder / "tmp" / source.name
        shutil.copyfile(source, temporary)
        temporary.rename(target)
    sync_directory(folder / "cur")
