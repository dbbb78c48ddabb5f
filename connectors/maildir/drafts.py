"""Our drafts in a Maildir: left, found again after their user edited them, taken back while untouched."""

from __future__ import annotations

import os
from email.parser import BytesHeaderParser
from typing import TYPE_CHECKING, NamedTuple, Self

from connectors.compose import to_mime
from connectors.errors import NeedsUser, Transient
from connectors.local import locked, sync_directory, trouble
from connectors.maildir.folder import shown
from connectors.marks import find, fingerprint
from connectors.protocols import Draft, Left, MarkState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from connectors.maildir.layout import Layout

DRAFT_LIMIT = 8 * 1024 * 1024
"""Bytes of a draft that are read; ours are far smaller, and one with larger attachments has been edited."""

ATTEMPTS = 3


class Ref(NamedTuple):
    """Where a draft of ours is, with what finds it again when a mail client has written it anew."""

    base: str
    message_id: str
    in_reply_to: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read :attr:`Left.ref`."""
        base, message_id, in_reply_to = [*text.split("\t"), "", ""][:3]
        return cls(base, message_id, in_reply_to)

    def __str__(self) -> str:
        """Write it as :attr:`Left.ref`."""
        return "\t".join(self)


class Held(NamedTuple):
    """A message now in the drafts folder."""

    path: Path
    base: str
    key: str
    message_id: str
    in_reply_to: str
    fingerprint: str

    @property
    def left(self) -> Left:
        """The proof that it is there."""
        return Left(ref=str(Ref(self.base, self.message_id, self.in_reply_to)), fingerprint=self.fingerprint)


class DraftFolder:
    """The drafts folder of a Maildir; see :class:`connectors.protocols.DraftSink`."""

    def __init__(self, layout: Layout) -> None:
        """Keep drafts in the layout's folder for them."""
        self._layout = layout

    def create_draft(self, draft: Draft) -> Left:
        """Leave the draft, flagged as one and as seen; one of its key that is there already is returned as it is.

        Another Prometido may be leaving the same at this moment: who comes second finds what the first has left.
        """
        raw, folder = to_mime(draft), self._layout.drafts()
        with locked(folder.path / "cur"):
            held = _find(self._held(), draft.key, Ref("", draft.message_id, ""))
            if held is not None:
                return held.left
            base = folder.deliver(raw, "DS")
        return Left(ref=str(Ref(base, draft.message_id, draft.in_reply_to)), fingerprint=fingerprint(raw))

    def find_draft(self, key: str, *, message_id: str, in_reply_to: str = "") -> Left | None:  # noqa: ARG002 - a folder
        # is searched whole; what a draft answers would also find one its user wrote
        """Look for a draft of this key among the drafts as they are now."""
        held = _find(self._held(), key, Ref("", message_id, ""))
        return held.left if held else None

    def draft_states(self, drafts: Sequence[tuple[str, Left]]) -> Sequence[MarkState]:
        """Say what has become of each."""
        held = self._held()
        return [_state(_find(held, key, Ref.parse(left.ref)), left) for key, left in drafts]

    def withdraw_draft(self, key: str, left: Left) -> bool:
        """Remove it if it is untouched, else leave it and return False."""
        for _ in range(ATTEMPTS):
            held = _find(self._held(), key, Ref.parse(left.ref))
            if held is None:
                return True
            if held.fingerprint != left.fingerprint:
                return False
            try:
                held.path.unlink()
                sync_directory(held.path.parent)
            except FileNotFoundError:
                continue
            except OSError as error:
                raise trouble(error, f"the draft cannot be withdrawn from {held.path.parent}") from error
            return True
        raise Transient("the draft kept being renamed while it was being withdrawn")

    def _held(self) -> list[Held]:
        """Read the drafts there are. One that a client renames meanwhile is looked for under its new name."""
        folder = self._layout.drafts()
        held: dict[str, Held] = {}
        for _ in range(2):
            for base, entry in folder.entries().items():
                if base not in held and not entry.is_trashed:
                    try:
                        held[base] = _hold(folder.path / entry.path, base)
                    except FileNotFoundError:
                        continue
                    except OSError as error:
                        raise NeedsUser(
                            f"a draft in {folder.path} cannot be read: {os.strerror(error.errno or 0)}"
                        ) from error
        return list(held.values())


def _hold(path: Path, base: str) -> Held:
    """Read one draft. Raises OSError."""
    with path.open("rb") as file:
        raw = file.read(DRAFT_LIMIT)
    headers = BytesHeaderParser().parsebytes(raw, headersonly=True)
    key, message_id, in_reply_to = (
        str(headers.get(name, "")).strip().strip("<>") for name in ("X-Prometido", "Message-ID", "In-Reply-To")
    )
    return Held(path, shown(base), key, message_id, in_reply_to, fingerprint(raw))


def _find(held: Sequence[Held], key: str, ref: Ref) -> Held | None:
    """Find the draft of a key, see :func:`connectors.marks.find`; under its own name first."""
    same = [draft for draft in held if ref.base and draft.base == ref.base]
    return same[0] if same else find(held, key, message_id=ref.message_id, in_reply_to=ref.in_reply_to)


def _state(held: Held | None, left: Left) -> MarkState:
    """Compare a draft with what was left."""
    if held is None:
        return MarkState.GONE
    return MarkState.UNTOUCHED if held.fingerprint == left.fingerprint else MarkState.EDITED
