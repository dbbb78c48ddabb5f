"""Knowing our own draft again among those in a drafts folder, and what its user has done to it, or to a task."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Protocol, TypeVar

from connectors.errors import Unreadable
from connectors.reading import addresses, mime
from connectors.reading.build import text_of
from connectors.reading.charsets import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

TICK = "✓ "
"""Before the title of an event it says that the task is done: events have no such state."""


class Marked(Protocol):
    """What is known of a draft; ids without angle brackets, empty where it has none."""

    @property
    def key(self) -> str:
        """Its ``X-Prometido``."""

    @property
    def message_id(self) -> str:
        """Its ``Message-ID``."""

    @property
    def in_reply_to(self) -> str:
        """Its ``In-Reply-To``."""


AnyMarked = TypeVar("AnyMarked", bound=Marked)


def fingerprint(raw: bytes) -> str:
    """Hash what a person would edit: recipients, subject, text, and the names of what is attached.

    Equal for what was written and what a server or client makes of it (folded anew, other line ends, another encoding,
    another Message-ID, lines wrapped), different once somebody has changed a word. What cannot be read counts as bytes.
    """
    try:
        parts = mime.parse(raw)
        text = text_of(parts)[0]
    except Unreadable:
        return sha256(raw).hexdigest()
    values = {name.lower(): value for name, value in reversed(parts.headers)}
    people = (
        " ".join(sorted(person.address for person in addresses.parse(values.get(name, "")))) for name in ("to", "cc")
    )
    said = (*people, values.get("subject", ""), text, *parts.attachments)
    return sha256("\0".join(one_line(part) for part in said).encode("utf-8", "replace")).hexdigest()


def find(held: Sequence[AnyMarked], key: str, *, message_id: str, in_reply_to: str) -> AnyMarked | None:
    """Find the draft of a key: by our header, by our Message-ID, or as the only other answer to the same message.

    Some clients give a draft a new Message-ID and drop our header when it is edited; what it answers stays. Pass an
    empty ``in_reply_to`` where a draft that the user began themselves must not be taken for ours.
    """
    found = [draft for draft in held if draft.key == key] or [
        draft for draft in held if message_id and draft.message_id == message_id
    ]
    if found:
        return found[0]
    answers = [draft for draft in held if in_reply_to and draft.in_reply_to == in_reply_to and not draft.key]
    return answers[0] if len(answers) == 1 else None
