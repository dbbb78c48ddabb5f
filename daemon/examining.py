"""Examine a message: read it, look for signals, and make the trace of it that the ledger keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.errors import Unreadable
from connectors.reading.build import build
from daemon.ledger.facts import Seen
from rules.marks import marks_of
from rules.reading import read
from rules.tracing import trace

if TYPE_CHECKING:
    from datetime import datetime

    from connectors.protocols import Incoming
    from daemon.account import Account
    from rules.detection import Detector


def examine(account: Account, incoming: Incoming, detector: Detector, now: datetime) -> Seen:
    """Read one message from its parts to the trace the ledger keeps. Raises Unreadable."""
    if incoming.parts is None:
        raise Unreadable(incoming.unreadable or "unreadable")
    message = build(
        incoming.parts, role=incoming.role, account=account.name, us=account.us, received=incoming.received, now=now
    )
    reading = read(message)
    signals = detector.detect_reading(reading)
    marks = marks_of(reading, signals)
    kept = trace(
        reading, signals, account.us, marks=marks, thread_hint=incoming.thread_hint, discarded=incoming.discarded
    )
    return Seen(trace=kept, ref=incoming.ref)
