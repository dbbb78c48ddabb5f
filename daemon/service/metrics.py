"""Counts for a node exporter's textfile collector, in the Prometheus text format; no names of people, no content."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from daemon.ledger.accounts import AccountState
from daemon.questions import AccountStatus, account_statuses

if TYPE_CHECKING:
    from daemon.firm import Firm


class _Metric(NamedTuple):
    name: str
    kind: str
    help: str
    value: Callable[[AccountStatus], float]


def _seconds(moment: datetime | None) -> float:
    return moment.timestamp() if moment else 0.0


METRICS = (
    _Metric(
        "prometido_account_ok",
        "gauge",
        "1 if the account was read completely at its last cycle",
        lambda status: status.state is AccountState.OK,
    ),
    _Metric(
        "prometido_read_until_seconds",
        "gauge",
        "moment of the last complete read, seconds since 1970",
        lambda status: _seconds(status.read_until),
    ),
    _Metric(
        "prometido_newest_message_seconds",
        "gauge",
        "moment of the newest message from outside, seconds since 1970",
        lambda status: _seconds(status.flow.newest),
    ),
    _Metric(
        "prometido_silent",
        "gauge",
        "1 if nothing has come in for longer than the history of the account explains",
        lambda status: status.flow.silent,
    ),
    _Metric(
        "prometido_messages_seen_total", "counter", "messages looked at since the beginning", lambda status: status.seen
    ),
    _Metric(
        "prometido_quarantined",
        "gauge",
        "messages set aside because they could not be read",
        lambda status: status.quarantined,
    ),
    _Metric("prometido_outbox", "gauge", "effects whose outcome must still be looked up", lambda status: status.outbox),
    _Metric("prometido_standing", "gauge", "drafts and tasks that wait for the user", lambda status: status.standing),
    _Metric(
        "prometido_overdue",
        "gauge",
        "commitments that are overdue",
        lambda status: status.commitments.get("overdue", 0),
    ),
)


def write_metrics(firm: Firm, target: Path) -> None:
    """Write all counts, replacing the file in one step so that no half of it is ever read. Raises OSError."""
    text = render(account_statuses(firm, datetime.now(UTC)))
    handle, spool = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    Path(spool).chmod(0o644)  # the exporter runs as another user
    Path(spool).replace(target)


def render(statuses: tuple[AccountStatus, ...]) -> str:
    """Say all counts in the text format: a backslash, a quote and a line end in a label are escaped."""
    lines: list[str] = []
    for metric in METRICS:
        lines += [f"# HELP {metric.name} {metric.help}", f"# TYPE {metric.name} {metric.kind}"]
        lines += [
            f'{metric.name}{{account="{_label(status.name)}"}} {float(metric.value(status))}' for status in statuses
        ]
    return "\n".join([*lines, ""])


def _label(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
