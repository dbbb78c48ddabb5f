"""The other side of a connector: what its user, their programs and the world do to the mailbox or calendar.

A new connector joins the suite with one module in this folder; see docs/connectors.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from connectors.protocols import FolderRole
    from connectors.registry import Agenda, Mailbox, TaskList


class UndeliverableError(Exception):
    """The server does not take such a message: then it cannot harm anybody either."""


class MailWorld(Protocol):
    """A mailbox seen from outside. Messages are named by Message-ID, without angle brackets."""

    mailbox: Mailbox
    takes_marks: bool
    """Whether the place can mark messages as delayed."""

    def reopen(self) -> Mailbox:
        """Open the connector anew, as after a restart."""

    def deliver(self, raw: bytes, role: FolderRole) -> None:
        """Put a message into a folder. Raises UndeliverableError where the server does not take it."""

    def open_message(self, message_id: str) -> None:
        """Read a message as its user: it gets the flag for that."""

    def remove_message(self, message_id: str) -> None:
        """Delete a message as its user."""

    def lose_everything(self) -> None:
        """Empty every folder that is read."""

    def drafts(self) -> list[bytes]:
        """Give the drafts as any program sees them."""

    def replace_draft(self, message_id: str, raw: bytes) -> None:
        """Save a draft anew as a mail program does: the new one comes, the old one goes."""

    def discard_draft(self, message_id: str) -> None:
        """Delete a draft as its user."""

    def delayed(self) -> list[str]:
        """Give the Message-IDs of what is marked as delayed."""


class TaskWorld(Protocol):
    """A task list seen from outside. Tasks are named by UID."""

    tasks: TaskList

    def reopen(self) -> TaskList:
        """Open the connector anew, as after a restart."""

    def summaries(self) -> list[str]:
        """Give the titles of all tasks."""

    def due(self, uid: str) -> str:
        """Give the day a task is due, as YYYY-MM-DD."""

    def notes(self, uid: str) -> str:
        """Give the text of a task."""

    def tick(self, uid: str) -> None:
        """Complete a task as its user."""

    def rename(self, uid: str, summary: str) -> None:
        """Give a task another title as its user."""

    def annotate(self, uid: str, notes: str) -> None:
        """Replace the text of a task as its user."""

    def remove(self, uid: str) -> None:
        """Delete a task as its user."""


class CalendarWorld(Protocol):
    """A calendar seen from outside."""

    agenda: Agenda

    def put(self, name: str, raw: bytes) -> None:
        """Write an entry, new or again."""

    def remove(self, name: str) -> None:
        """Delete an entry."""
