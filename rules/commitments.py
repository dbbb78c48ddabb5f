"""What is owed, by us or to us, and how it stands.

After Kalia & Singh: a commitment has a debtor and a creditor, is created, discharged, cancelled.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from rules.facts import Address, Register
from rules.signals import Act, Amount, Confidence, Kind, Party


class Status(StrEnum):
    """Where a commitment stands (section 5 of the contract)."""

    OPEN = "open"
    OVERDUE = "overdue"
    FULFILLED = "fulfilled"
    CANCELLED = "cancelled"
    DISMISSED = "dismissed"
    SNOOZED = "snoozed"
    ARCHIVED = "archived"

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is expected (an archived matter can still be answered)."""
        return self in {Status.FULFILLED, Status.CANCELLED, Status.DISMISSED, Status.ARCHIVED}


class DueFrom(StrEnum):
    """Whether the text named the day or the playbook's usual term did."""

    TEXT = "text"
    RULE = "rule"


class ChangeKind(StrEnum):
    """What can happen to a commitment; one entry of its history each."""

    MADE = "made"
    RENEWED = "renewed"
    CONDITION_MET = "condition_met"
    PARTLY_DELIVERED = "partly_delivered"
    """One of several things was handed over: only the others are owed."""
    FULFILLED = "fulfilled"
    CANCELLED = "cancelled"
    ARCHIVED = "archived"
    DISMISSED = "dismissed"
    SNOOZED = "snoozed"
    REOPENED = "reopened"
    BOUNCED = "bounced"
    NUDGED = "nudged"
    EXPLAINED = "explained"
    """The user has told what caused it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One entry in the history of a commitment: what happened, when, and because of which message."""

    what: ChangeKind
    at: datetime
    message_id: str | None = None
    due: date | None = None
    note: str = ""
    """Machine-readable reason (``bounce``, ``let_off``, ``colleague``, …), never message text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """One thing owed. Times are aware; ``due`` is a local day in the configured zone."""

    id: str
    """Stable across runs and machines for the same mailbox: see :func:`commitment_id`."""
    kind: Kind
    owes: Party
    status: Status
    account: str
    counterparty: Address
    message_id: str
    thread: str
    subject: str
    made_at: datetime
    evidence: str
    rule: str
    rule_version: int
    confidence: Confidence
    object: str | None = None
    act: Act = Act.DO
    conditional: bool = False
    """Waits for the other side's act; owed from the day it comes."""
    due: date | None = None
    due_at: datetime | None = None
    due_from: DueFrom = DueFrom.RULE
    renewals: int = 0
    """How often a holding reply has given it a new day."""
    fulfilled_by: str | None = None
    closed_at: datetime | None = None
    snoozed_until: datetime | None = None
    amount: Amount | None = None
    valid_until: date | None = None
    project: bool = False
    """The thread speaks of a project: without an amount, the slow cadence of large quotes holds."""
    language: str = "es"
    register: Register = Register.NEUTRAL
    deal: str = ""
    """Phase of the deal with this counterparty, see :mod:`rules.deals`."""
    history: tuple[Change, ...] = field(default=())
