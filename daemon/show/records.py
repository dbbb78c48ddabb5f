"""Commitments as JSON: the shape scripts rely on (section 5 of the contract), and any result of ours besides."""

from __future__ import annotations

import dataclasses
import json
import re
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

    from rules.commitments import Commitment
    from rules.steps import Place, StepState

_STEERING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class StepRecord:
    """A step as it stands: planned, left outside (``ref`` says where), or called off."""

    at: datetime
    action: Place
    state: StepState
    ref: str | None = None


def commitment_record(commitment: Commitment, steps: Iterable[StepRecord], zone: tzinfo) -> dict[str, Any]:
    """Return a commitment with its steps as ``list --json`` tells it, times in the firm's zone."""
    amount = commitment.amount
    return {
        "id": commitment.id,
        "kind": commitment.kind.value,
        "owes": commitment.owes.value,
        "status": commitment.status.value,
        "account": commitment.account,
        "counterparty": {"name": commitment.counterparty.name, "address": commitment.counterparty.address},
        "subject": commitment.subject,
        "evidence": commitment.evidence,
        "object": commitment.object,
        "rule": commitment.rule,
        "message_id": commitment.message_id,
        "made_at": commitment.made_at.astimezone(zone).isoformat(),
        "confidence": commitment.confidence.word,
        "due_at": commitment.due_at.astimezone(zone).isoformat() if commitment.due_at else None,
        "due_from": commitment.due_from.value,
        "fulfilled_by": commitment.fulfilled_by,
        "amount": {"value": number(amount.value), "currency": amount.currency} if amount else None,
        "steps": [
            {
                "at": step.at.astimezone(zone).isoformat(),
                "action": step.action.value,
                "state": step.state.value,
                "ref": step.ref,
            }
            for step in steps
        ],
    }


def number(value: Decimal) -> int | float:
    """Return a sum of money as a JSON number."""
    return int(value) if value == value.to_integral_value() else float(value)


def to_json(result: Any, *, zone: tzinfo | None = None, indent: int | None = 2) -> str:
    """Write any result as JSON: dataclasses by their fields, times in ISO 8601 (in ``zone``), sets sorted.

    Text stays readable, but nothing in it can steer a terminal: JSON's own escapes stand for such characters.
    """
    text = json.dumps(_simple(result, zone), ensure_ascii=False, indent=indent)
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _simple(value: Any, zone: tzinfo | None) -> Any:
    simple: Any = value
    match value:
        case Enum():
            simple = value.name.lower() if isinstance(value.value, int) else value.value
        case datetime():
            simple = (value.astimezone(zone) if zone and value.tzinfo else value).isoformat()
        case date():
            simple = value.isoformat()
        case Decimal():
            simple = number(value)
        case dict():
            simple = {str(_simple(key, zone)): _simple(each, zone) for key, each in value.items()}
        case frozenset() | set():
            simple = sorted(_simple(each, zone) for each in value)
        case list() | tuple():
            simple = [_simple(each, zone) for each in value]
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            simple = {field.name: _simple(getattr(value, field.name), zone) for field in dataclasses.fields(value)}
    return simple
