"""Who owns what root writes for a service.

An administrator signs in or runs a cycle as root; what that leaves in the state folder of a service must be the
service's, or it could not be read or renewed by it.
"""

from __future__ import annotations

import os
from pathlib import Path


def give_to_owner_of_folder(file: Path) -> None:
    """Give a file or folder that root has just made to the owner of the folder it is in. Raises OSError."""
    if os.geteuid() != 0:
        return
    folder, made = file.parent.stat(), file.lstat()
    if (folder.st_uid, folder.st_gid) != (made.st_uid, made.st_gid):
        os.chown(file, folder.st_uid, folder.st_gid, follow_symlinks=False)
