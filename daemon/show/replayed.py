"""Past days lived through again: what would have been raised, when, and what was forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from daemon.show.console import console, plain
from daemon.show.records import commitment_record
from daemon.show.tables import day_of, table_of

if TYPE_CHECKING:
    from datetime import tzinfo

    from daemon.replaying import Replayed
    from rules.commitments import Commitment


def record(replayed: Replayed, zone: tzinfo) -> dict[str, Any]:
    """Return a replay as ``replay --json`` tells it."""

    def commitments(some: tuple[Commitment, ...]) -> list[dict[str, Any]]:
        return [commitment_record(each, (), zone) for each in some]

    return {
        "from": replayed.start,
        "to": replayed.end,
        "raised": [
            {
                "at": each.at,
                "action": each.action,
                "template": each.template,
                "commitment": commitment_record(each.commitment, (), zone),
            }
            for each in replayed.raised
        ],
        "forgotten": commitments(replayed.forgotten),
        "kept_late": commitments(replayed.kept_late),
        "kept": replayed.kept,
        "unanswered": commitments(replayed.unanswered),
    }


def show(replayed: Replayed, zone: tzinfo) -> None:
    """Show day by day what would have been left, then what was forgotten in the end."""
    out = console()
    day = ""
    for each in replayed.raised:
        if day_of(each.at, zone) != day:
            day = day_of(each.at, zone)
            out.print(Text(day, style="bold"))
        who = each.commitment.counterparty.name or each.commitment.counterparty.address
        out.print(
            "  ",
            Text(f"{each.action.value:<6}", style="cyan"),
            plain(f"{each.template:<20} {who}: “{each.commitment.evidence}”"),
            soft_wrap=True,
        )
    for title, some in (
        ("Forgotten: owed by us, and not kept to this day", replayed.forgotten),
        ("Kept, but late", replayed.kept_late),
        ("Never answered by them", replayed.unanswered),
    ):
        if some:
            out.print()
            out.print(table_of(title, some, zone))
    out.print()
    tasks = sum(each.action.value == "task" for each in replayed.raised)
    drafts = len(replayed.raised) - tasks
    out.print(
        f"{replayed.start} to {replayed.end}: {tasks} tasks, {drafts} drafts would have been left; "
        f"{replayed.kept} kept in time, {len(replayed.kept_late)} late, {len(replayed.forgotten)} forgotten.",
        soft_wrap=True,
    )
