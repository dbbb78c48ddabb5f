"""The numbers that let a firm see what it keeps and what it drops. Everything is counted from the ledger alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

from sqlalchemy import select

from daemon.ledger.commitments import all_commitments
from daemon.ledger.schema import words
from rules.commitments import ChangeKind, Commitment, Status
from rules.settlement import Verb
from rules.signals import Confidence, Kind, Party
from rules.text import fold

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from daemon.house import House

_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """Promises of ours that fell due in one month."""

    first: date
    kept: int
    late: int
    """Kept after their day."""
    dropped: int
    """Not kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotes:
    """Quotes in one state: how many, and their amounts by currency."""

    state: str
    number: int
    amounts: dict[str, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the report tells. Rates are 0…1, or None where there is nothing to count."""

    at: datetime
    promises: int
    """Promises of ours whose day has come."""
    kept_rate: float | None
    in_time_rate: float | None
    months: tuple[Month, ...]
    first_answers: int
    hours_to_first_answer: float | None
    """Median time from an inquiry to our first real reply, in hours."""
    unanswered_inquiries: int
    quotes: tuple[Quotes, ...]
    complaints: int
    complaints_solved: int
    gone: int
    recovered: int
    causes: tuple[tuple[str, int], ...]
    """What the user gave as causes and reasons, with how often each came."""


def figures(firm: House, now: datetime) -> Figures:
    """Count what the ledger holds at ``now``. Findings that are only *maybe* do not count."""
    with firm.engine.connect() as connection:
        found = [item for item in all_commitments(connection) if item.confidence > Confidence.MAYBE]
        causes = _causes(connection)
    promises = [item for item in found if item.kind is Kind.PROMISE and item.owes is Party.US and _has_come(item, now)]
    kept = [item for item in promises if item.status is Status.FULFILLED]
    in_time = [item for item in kept if not _is_late(item)]
    answers = [hours for item in found if item.kind is Kind.INQUIRY and (hours := _hours(item)) is not None]
    of = Counter((item.kind, item.status) for item in found)
    return Figures(
        at=now,
        promises=len(promises),
        kept_rate=_rate(len(kept), len(promises)),
        in_time_rate=_rate(len(in_time), len(promises)),
        months=_months(promises, firm, now),
        first_answers=len(answers),
        hours_to_first_answer=round(median(answers), 1) if answers else None,
        unanswered_inquiries=of[Kind.INQUIRY, Status.OVERDUE],
        quotes=tuple(_quotes(item for item in found if item.kind is Kind.QUOTE)),
        complaints=sum(number for (kind, _), number in of.items() if kind is Kind.COMPLAINT),
        complaints_solved=of[Kind.COMPLAINT, Status.FULFILLED],
        gone=sum(number for (kind, _), number in of.items() if kind is Kind.FAREWELL),
        recovered=sum(map(_is_recovered, found)),
        causes=causes,
    )


def _causes(connection: Connection) -> tuple[tuple[str, int], ...]:
    """Count the causes the user gave, each once a matter, however it was spelt: "precio" and "El precio." are one."""
    told = connection.execute(
        select(words.c.commitment, words.c.circle, words.c.at, words.c.cause)
        .where(words.c.cause != "", words.c.verb.in_([Verb.DONE.value, Verb.DISMISS.value]))
        .order_by(words.c.at, words.c.row)
    )
    by_matter = {(row.commitment, _bare(row.cause)): row for row in told}
    # What was said of the questions that share a task was said once.
    once = {(row.circle, row.at, bare): row.cause for (_, bare), row in by_matter.items()}
    spellings: dict[str, Counter[str]] = {}
    for (_, _, bare), cause in once.items():
        spellings.setdefault(bare, Counter())[cause] += 1
    counted = [(each.most_common(1)[0][0], each.total()) for each in spellings.values()]
    return tuple(sorted(counted, key=lambda pair: -pair[1]))


_ARTICLE = re.compile(r"(?:el|la|los|las|un|una|the|an?) ")


def _bare(cause: str) -> str:
    """A cause without what only the spelling adds: case, accents, an article, a full stop."""
    return _ARTICLE.sub("", fold(cause).strip(" .,;:!\"'"), count=1)


def _has_come(item: Commitment, now: datetime) -> bool:
    judged = item.status in {Status.FULFILLED, Status.OVERDUE}
    return judged and (item.status is Status.FULFILLED or (item.due_at is not None and item.due_at <= now))


def _is_recovered(item: Commitment) -> bool:
    """Whether they wrote again; what the user ticked off only closes the file."""
    is_lost = item.kind in {Kind.FAREWELL, Kind.REJECTION}
    return is_lost and item.status is Status.FULFILLED and item.fulfilled_by is not None


def _is_late(item: Commitment) -> bool:
    return item.closed_at is not None and item.due_at is not None and item.closed_at > item.due_at


def _hours(item: Commitment) -> float | None:
    answered = [change.at for change in item.history if change.what is ChangeKind.FULFILLED and change.message_id]
    return (answered[0] - item.made_at) / timedelta(hours=1) if answered else None


def _rate(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


def _months(promises: Sequence[Commitment], firm: House, now: datetime) -> tuple[Month, ...]:
    today = firm.working_time.local_day(now)
    firsts: list[date] = []
    first = today.replace(day=1)
    for _ in range(_MONTHS):
        firsts.append(first)
        first = (first - timedelta(days=1)).replace(day=1)
    by_month: dict[date, list[Commitment]] = {}
    for item in promises:
        if item.due is not None:
            by_month.setdefault(item.due.replace(day=1), []).append(item)
    return tuple(
        Month(
            first=first,
            kept=sum(item.status is Status.FULFILLED and not _is_late(item) for item in items),
            late=sum(item.status is Status.FULFILLED and _is_late(item) for item in items),
            dropped=sum(item.status is Status.OVERDUE for item in items),
        )
        for first in reversed(firsts)
        if (items := by_month.get(first))
    )


def _quotes(found: Iterable[Commitment]) -> Iterable[Quotes]:
    groups: dict[str, list[Commitment]] = {"open": [], "won": [], "lost": [], "delayed": [], "answered": []}
    for item in found:
        groups[_quote_state(item)].append(item)
    for state, items in groups.items():
        amounts: dict[str, Decimal] = {}
        for item in items:
            if item.amount:
                amounts[item.amount.currency] = amounts.get(item.amount.currency, Decimal(0)) + item.amount.value
        yield Quotes(state=state, number=len(items), amounts=amounts)


def _quote_state(item: Commitment) -> str:
    if item.status is Status.ARCHIVED:
        return "delayed"
    if item.status is not Status.FULFILLED:
        return "open"
    notes = {change.note for change in item.history}
    return "won" if "won" in notes else "lost" if "lost" in notes else "answered"
