"""Facts and commitments as rows, and back. One representation, whatever the database."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from pydantic import TypeAdapter

from rules.commitments import Commitment
from rules.facts import Event, Trace

_TRACE: TypeAdapter[Trace] = TypeAdapter(Trace)
_EVENT: TypeAdapter[Event] = TypeAdapter(Event)
_COMMITMENT: TypeAdapter[Commitment] = TypeAdapter(Commitment)
_IN_COLUMNS = {"mentions", "attached", "thread"}


def seconds(moment: datetime) -> int:
    """Seconds since 1970 in UTC. ``moment`` is aware."""
    return int(moment.timestamp())


def moment(value: int) -> datetime:
    """The moment of so many seconds since 1970, in UTC."""
    return datetime.fromtimestamp(value, UTC)


def maybe_moment(value: int | None) -> datetime | None:
    """The same, where there may be none."""
    return None if value is None else moment(value)


def hashes_to_bytes(hashes: Iterable[int]) -> bytes:
    """Pack 32-bit hashes, sorted, so that equal sets are equal bytes."""
    return array("I", sorted(hashes)).tobytes()


def hashes_from_bytes(packed: bytes) -> frozenset[int]:
    """Unpack what :func:`hashes_to_bytes` packed."""
    values = array("I")
    values.frombytes(packed)
    return frozenset(values)


def trace_to_json(trace: Trace) -> str:
    """Everything of a trace but what has a column of its own; sets in order, so that equal traces are equal texts."""
    plain = _TRACE.dump_python(trace, mode="json", exclude=_IN_COLUMNS, exclude_defaults=True)
    for part, name in ((plain, "marks"), *((signal, "topic") for signal in plain.get("signals", ()))):
        if name in part:
            part[name] = sorted(part[name])
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def trace_from_row(text: str, *, thread: str = "", mentions: bytes = b"", attached: bytes = b"") -> Trace:
    """Put a trace together again."""
    trace = _TRACE.validate_json(text)
    return replace(trace, thread=thread, mentions=hashes_from_bytes(mentions), attached=hashes_from_bytes(attached))


def event_to_json(event: Event) -> str:
    """One calendar occurrence as text."""
    return _EVENT.dump_json(event, exclude_defaults=True).decode()


def event_from_json(text: str) -> Event:
    """The occurrence back from text."""
    return _EVENT.validate_json(text)


def commitment_to_json(commitment: Commitment) -> str:
    """One commitment with its history as text."""
    return _COMMITMENT.dump_json(commitment, exclude_defaults=True).decode()


def commitment_from_json(text: str) -> Commitment:
    """The commitment back from text."""
    return _COMMITMENT.validate_json(text)
