"""One account, opened: who is us in it, and what its connectors can do."""

from __future__ import annotations

from dataclasses import dataclass

from connectors.protocols import AliasSource, Archiver, CalendarSource, DraftSink, MailSource, TaskSink
from connectors.registry import close
from rules.facts import Address
from rules.people import Us


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What the cycle needs of an account. A capability that is not configured, or not to be used, is None."""

    name: str
    us: Us
    """Our side as this account sees it: its addresses, and the whole firm's as colleagues."""
    sender: Address
    """Whom drafts come from where the thread does not tell."""
    mail: MailSource
    drafts: DraftSink | None = None
    calendar: CalendarSource | None = None
    tasks: TaskSink | None = None
    archiver: Archiver | None = None
    alias_source: AliasSource | None = None
    held: tuple[object, ...] = ()
    """The connectors themselves, whatever stands in front of them."""

    def close(self) -> None:
        """Drop the connections, so that a server is not left to find out by itself that nobody is there."""
        for connector in self.held:
            close(connector)
