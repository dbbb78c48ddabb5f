"""What a cycle did, and how the accounts are."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from daemon.ledger.accounts import AccountState
from daemon.show.console import console, plain
from daemon.show.tables import moment_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime, tzinfo

    from daemon.cycle import AccountReport, CycleReport
    from daemon.flow import Flow
    from daemon.questions import AccountStatus

_LONG = timedelta(days=1)
_STYLES = {AccountState.OK: "green", AccountState.BACKOFF: "yellow"}


def show_report(report: CycleReport) -> None:
    """Say in a line an account what a cycle read and left."""
    out = console()
    for account in report.accounts:
        state = Text(account.state.value, style=_STYLES.get(account.state, "bold red"))
        out.print(plain(account.name), ": ", state, ", ", plain(_counts(account)), sep="", soft_wrap=True)


def show_statuses(accounts: Sequence[AccountStatus], zone: tzinfo, now: datetime) -> None:
    """Say how every account is, and what to do where something is to be done."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("account", "state", "read completely", "seen", "usual a day", "waiting for you", "open", "next"):
        table.add_column(column, no_wrap=True)
    for account in accounts:
        table.add_row(
            plain(account.name),
            _state(account),
            moment_of(account.read_until, zone) if account.read_until else "never",
            str(account.seen),
            f"{account.flow.usual:.0f}" if account.flow.newest else "",
            str(account.standing),
            str(account.commitments.get("open", 0) + account.commitments.get("overdue", 0)),
            moment_of(account.next_at, zone) if account.next_at else "",
        )
    out = console()
    out.print(table)
    for account in accounts:
        for line in _notes(account, zone, now):
            out.print(plain(f"{account.name}: {line}"), soft_wrap=True)
        for ref, why in account.quarantine:
            out.print(plain(f"{account.name}: {ref}: {why}", style="dim"), soft_wrap=True)


def _notes(account: AccountStatus, zone: tzinfo, now: datetime) -> Iterator[str]:
    """Yield what there is to do about an account, or to know."""
    if account.reason:
        yield account.reason
    elif account.read_until is None:
        yield "it has not been read yet; “prometido run” or “prometido once” does that"
    elif now - account.read_until > _LONG:
        yield "nothing has read it for more than a day; is the service running?"
    if account.flow.silent and account.flow.newest:
        yield _silence(account.flow, zone)
    if account.outbox:
        yield f"{account.outbox} drafts or tasks to be looked up at the next cycle"
    if account.omitted:
        yield f"{account.omitted} steps left out at first contact; see “prometido list”"
    if account.quarantined:
        yield f"{account.quarantined} messages set aside because they could not be read:"


def _state(account: AccountStatus) -> Text:
    """Say how an account is; what reads well and sees nothing is not well."""
    if account.state is AccountState.OK and account.flow.silent:
        return Text("ok, but silent", style="yellow")
    return Text(account.state.value, style=_STYLES.get(account.state, "bold red"))


def _silence(flow: Flow, zone: tzinfo) -> str:
    since = moment_of(flow.newest, zone) if flow.newest else "ever"
    return (
        f"no message has come in since {since}, though about {flow.usual:.0f} a working day are usual; see whether "
        "mail still arrives (the program that fetches it, a forwarding, a full mailbox)"
    )


def _counts(account: AccountReport) -> str:
    taken, acted = account.taken, account.acted
    counts = {
        "read": taken.seen,
        "new": taken.new,
        "set aside": taken.quarantined,
        "left as drafts": acted.drafts,
        "left as tasks": acted.tasks,
        "tidied up": acted.tidied,
        "left out at first contact": acted.omitted,
        "with nothing to cite": acted.unwritable,
        "touched by you": account.user_acts,
    }
    said = [f"{count} {what}" for what, count in counts.items() if count or what == "read"]
    whole = "" if taken.complete else "; not read completely, so nothing is concluded"
    return ", ".join(said) + whole + (f": {account.reason}" if account.reason else "")
