"""The ledger as people read it: what we owe and what they owe, one line each."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from daemon.show.console import console, plain
from rules.commitments import Status
from rules.signals import Party

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from rules.commitments import Commitment

STYLES = {
    Status.OVERDUE: "bold red",
    Status.OPEN: "yellow",
    Status.SNOOZED: "cyan",
    Status.FULFILLED: "green",
}
"""Colours of the states that want looking at; the others are quiet."""


def show_commitments(commitments: Sequence[Commitment], zone: tzinfo) -> None:
    """List commitments, ours first, each side by what is due first."""
    out = console()
    if not commitments:
        out.print("Nothing is owed.")
        return
    for party, title in ((Party.US, "We owe"), (Party.THEM, "They owe")):
        some = sorted((each for each in commitments if each.owes is party), key=_when)
        if some:
            out.print(table_of(title, some, zone))


def show_one(commitment: Commitment, zone: tzinfo) -> None:
    """Say how one commitment stands now."""
    out = console()
    state = Text(commitment.status.value, style=STYLES.get(commitment.status, "dim"))
    until = f" until {day_of(commitment.snoozed_until, zone)}" if commitment.status is Status.SNOOZED else ""
    out.print(commitment.id, " ", state, f"{until}: ", plain(commitment.evidence), sep="", soft_wrap=True)


def day_of(moment: datetime | None, zone: tzinfo) -> str:
    """Return the local day of a moment, or a dash."""
    return "–" if moment is None else f"{moment.astimezone(zone):%a %d %b %Y}"


def moment_of(moment: datetime, zone: tzinfo) -> str:
    """Return a moment as people write it, in their zone."""
    return f"{moment.astimezone(zone):%a %d %b %Y, %H:%M}"


def _when(commitment: Commitment) -> tuple[bool, datetime, str]:
    return commitment.status.is_closed, commitment.due_at or commitment.made_at, commitment.id


def table_of(title: str, commitments: Sequence[Commitment], zone: tzinfo) -> Table:
    """Return commitments as a table, one a line, in the order given."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, header_style="dim")
    table.add_column("id", no_wrap=True)
    table.add_column("with", max_width=28, overflow="ellipsis", no_wrap=True)
    table.add_column("what", ratio=1)
    table.add_column("said", no_wrap=True)
    table.add_column("due", no_wrap=True)
    table.add_column("state", no_wrap=True)
    table.add_column("sure?", no_wrap=True)
    for each in commitments:
        table.add_row(
            each.id,
            plain(each.counterparty.name or each.counterparty.address),
            Text.assemble((each.kind.value.replace("_", " "), "dim"), " ", plain(f"“{each.evidence}”")),
            day_of(each.made_at, zone),
            day_of(each.due_at, zone),
            Text(each.status.value, style=STYLES.get(each.status, "dim")),
            each.confidence.word,
        )
    return table
