"""Show the demo: what was kept, what was forgotten and why, and the drafts and tasks that wait."""

from __future__ import annotations

import tempfile
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import TYPE_CHECKING

from icalendar import Calendar
from rich.panel import Panel
from rich.text import Text

from daemon import logs
from daemon.cli.trouble import Failure
from daemon.demo.running import Lived, live_through
from daemon.show.console import console, plain
from daemon.show.counting import counted
from daemon.show.reasons import outcome
from daemon.show.tables import day_of
from rules.commitments import Status
from rules.signals import Kind, Party

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from daemon.cycle import CycleReport
    from rules.commitments import Commitment


def show(folder: Path | None) -> None:
    """Build the demo in ``folder`` (a temporary one unless given), live through it, and show it."""
    logs.configure(verbose=False)
    place = folder or Path(tempfile.mkdtemp(prefix="prometido-demo-"))
    out = console()
    out.print(Text(f"A firm's mailbox from 2 to 18 March 2026, in {place}", style="bold"))
    try:
        lived = live_through(place.absolute(), lambda now, report: _tell_day(out, now, report))
    except FileExistsError:
        raise Failure(f"{place} holds a demo or a mailbox already; name another folder, or remove it") from None
    _show_ledger(out, lived)
    _show_marks(out, lived)
    out.print()
    out.print(plain(f"Look into it: neomutt -f {place}/Mail/Drafts, or open {place}/Calendar with any calendar."))
    out.print(plain(f"Ask it: prometido list --all --config {place}/prometido.yaml, then: prometido why ID --config …"))


def _tell_day(out: Console, now: datetime, report: CycleReport) -> None:
    """Say in a line what a cycle read and left; quiet ones are not told."""
    taken = sum(account.taken.new for account in report.accounts)
    drafts = sum(account.acted.drafts for account in report.accounts)
    tasks = sum(account.acted.tasks for account in report.accounts)
    tidied = sum(account.acted.tidied for account in report.accounts)
    told = [
        counted(taken, "message") + " read" if taken else "",
        counted(tasks, "task") + " left" if tasks else "",
        counted(drafts, "draft") + " left" if drafts else "",
        f"{tidied} taken back, done" if tidied else "",
    ]
    if any(told):
        out.print(_indented(f"{now:%a %d %b %H:%M}  {', '.join(filter(None, told))}", 2, style="dim"))


def _show_ledger(out: Console, lived: Lived) -> None:
    promises = [
        item
        for item, _ in lived.firm.commitments(everything=True, status=None, now=lived.until)
        if item.kind is Kind.PROMISE and item.owes is Party.US
    ]
    kept = [item for item in promises if item.status is Status.FULFILLED]
    forgotten = [item for item in promises if item.status is Status.OVERDUE]
    out.print()
    _show_group(out, lived, f"{len(kept)} promises kept", kept, "green")
    _show_group(out, lived, f"{len(forgotten)} promises forgotten", forgotten, "red")
    others = [
        item
        for item, _ in lived.firm.commitments(everything=False, status=None, now=lived.until)
        if item not in promises
    ]
    if others:
        _show_group(out, lived, "Also waiting", others, "yellow")


def _show_group(out: Console, lived: Lived, title: str, items: Sequence[Commitment], style: str) -> None:
    zone = lived.firm.config.zone
    out.print(Text(title, style=f"bold {style}"))
    for item in items:
        who = item.counterparty.name or item.counterparty.address
        out.print(_indented(f"{day_of(item.made_at, zone)}, to {who}: “{item.evidence}”", 2))
        for line in (*_turns(item), outcome_of(lived, item)):
            out.print(_indented(line, 6, style="dim"))


def _turns(item: Commitment) -> list[str]:
    """What happened to it on the way."""
    return [
        f"put off to {change.due:%a %d %b} by {change.message_id}"
        for change in item.history
        if change.what.value == "renewed" and change.due
    ]


def outcome_of(lived: Lived, item: Commitment) -> str:
    """Say what closed a commitment, or why nothing has."""
    from daemon.questions import explain  # noqa: PLC0415 - the question of one line

    return outcome(explain(lived.firm, item.id, lived.until), lived.firm.config.zone)


def _show_marks(out: Console, lived: Lived) -> None:
    drafts = sorted((lived.place / "Mail" / "Drafts" / "cur").iterdir())
    out.print()
    out.print(Text(f"{counted(len(drafts), 'draft')} in the mailbox", style="bold"))
    for path in drafts:
        mail = message_from_bytes(path.read_bytes(), policy=default)
        body = mail.get_body(preferencelist=("plain",))
        text = body.get_content().replace("\r\n", "\n").strip() if body else ""
        out.print(
            Panel(plain_lines(text), title=plain(f"To: {mail['To']}  Subject: {mail['Subject']}"), title_align="left")
        )
    titles = sorted(_open_tasks(lived.place / "Calendar"))
    out.print(Text(f"{counted(len(titles), 'task')} in the calendar", style="bold"))
    for due, title in titles:
        out.print(_indented(f"{due}  {title}", 2))


def plain_lines(text: str) -> Text:
    """Text of several lines, never taken for markup."""
    return Text("\n").join(plain(line) for line in text.split("\n"))


def _indented(text: str, by: int, *, style: str = "") -> Text:
    return Text(" " * by) + plain(text, style=style)


def _open_tasks(calendar: Path) -> list[tuple[str, str]]:
    return [
        (task.decoded("DUE").isoformat(), str(task["SUMMARY"]))
        for path in calendar.glob("*.ics")
        for task in Calendar.from_ical(path.read_bytes()).walk("VTODO")
        if task.get("STATUS") == "NEEDS-ACTION"
    ]
