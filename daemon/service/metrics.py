"""Counts for a node exporter's textfile collector, in the Prometheus text format; no names of people, no content."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from daemon.ledger.accounts import AccountState
from daemon.questions import account_statuses

if TYPE_CHECKING:
    from daemon.firm import Firm
    from daemon.questions import AccountStatus

_HELP = {
    "prometido_account_ok": ("gauge", "1 if the account was read completely at its last cycle"),
    "prometido_read_until_seconds": ("gauge", "moment of the last complete read, seconds since 1970"),
    "prometido_messages_seen_total": ("counter", "messages looked at since the beginning"),
    "prometido_quarantined": ("gauge", "messages set aside because they could not be read"),
    "prometido_outbox": ("gauge", "effects whose outcome must still be looked up"),
    "prometido_standing": ("gauge", "drafts and tasks that wait for the user"),
    "prometido_overdue": ("gauge", "commitments that are overdue"),
}


def write_metrics(firm: Firm, target: Path) -> None:
    """Write all counts, replacing the file in one step so that no half of it is ever read."""
    lines: list[str] = []
    statuses = account_statuses(firm)
    for name, (kind, text) in _HELP.items():
        lines += [f"# HELP {name} {text}", f"# TYPE {name} {kind}"]
        lines += [f'{name}{{account="{status.name}"}} {_value(name, status)}' for status in statuses]
    handle, spool = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("\n".join([*lines, ""]))
    Path(spool).chmod(0o644)  # the exporter runs as another user
    Path(spool).replace(target)


def _value(name: str, status: AccountStatus) -> float:
    values = {
        "prometido_account_ok": float(status.state is AccountState.OK),
        "prometido_read_until_seconds": status.read_until.timestamp() if status.read_until else 0.0,
        "prometido_messages_seen_total": float(status.seen),
        "prometido_quarantined": float(status.quarantined),
        "prometido_outbox": float(status.outbox),
        "prometido_standing": float(status.standing),
        "prometido_overdue": float(status.commitments.get("overdue", 0)),
    }
    return values[name]
