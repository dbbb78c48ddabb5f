"""Made-up occasions on which a text is tried before anybody relies on it, and the names of all values."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from rules.commitments import Change, ChangeKind, Commitment, DueFrom, Status
from rules.drafting.occasion import Occasion
from rules.drafting.values import values_of
from rules.facts import Address, Direction, Register, Trace
from rules.signals import Act, Amount, Confidence, Kind, Party

_MADE = datetime(2026, 3, 9, 9, tzinfo=UTC)
_THINGS = {"es": ("las fotos", "si caben las quince", None), "en": ("the photos", "whether all fifteen fit", None)}
_EVIDENCE = {"es": "el viernes lo tiene todo", "en": "you will have everything on Friday"}
_SUBJECT = {"es": "Reforma de la cocina", "en": "Kitchen renovation"}
_KINDS = {
    "missing_attachment": (Kind.MISSING_ATTACHMENT, Party.US),
    "inquiry": (Kind.INQUIRY, Party.US),
    "theirs": (Kind.PROMISE, Party.THEM),
    "request": (Kind.REQUEST, Party.THEM),
    "out_of_office": (Kind.REQUEST, Party.THEM),
    "quote": (Kind.QUOTE, Party.THEM),
    "stall": (Kind.STALL, Party.THEM),
    "no_agreement": (Kind.NO_AGREEMENT, Party.US),
    "meeting": (Kind.MEETING, Party.US),
    "acceptance": (Kind.ACCEPTANCE, Party.US),
    "rejection": (Kind.REJECTION, Party.THEM),
    "farewell": (Kind.FAREWELL, Party.THEM),
    "rescue": (Kind.FAREWELL, Party.THEM),
    "complaint": (Kind.COMPLAINT, Party.US),
}
_ACTS = {"promise.call": Act.CALL, "promise.answer": Act.ANSWER}
_MERGED = frozenset({"items", "item1", "item2", "item3", "things", "ours", "opening", "closing", "is_clause"})
"""Values that only the texts about several things have."""


def known_values() -> frozenset[str]:
    """Name every value a text may use."""
    return frozenset(values_of(next(occasions("promise", "es", Register.USTED)))) | _MERGED


def mails(situation: str, language: str, form: Register) -> Iterator[tuple[Occasion, ...]]:
    """Make what one mail of a situation says: one occasion, or for the merged texts several."""
    ours = list(occasions("promise.send", language, form))
    match situation:
        case "merged.ours-theirs":
            theirs = occasions("theirs.1", language, form)
            yield from zip(ours, theirs, strict=False)
        case "merged.care-ours":
            yield from zip(occasions("complaint.slow", language, form), ours, strict=False)
        case "merged.many":
            yield tuple(ours)
        case _ if situation.startswith("merged."):
            yield from itertools.pairwise(ours)
        case _:
            yield from ((each,) for each in occasions(situation, language, form))


def occasions(situation: str, language: str, form: Register) -> Iterator[Occasion]:
    """Make occasions for a situation: something named, a question, and nothing named at all."""
    kind, owes = _KINDS.get(situation.partition(".")[0], (Kind.PROMISE, Party.US))
    ana = Address(address="ana@estudio.example", name="Ana Vega")
    readers = [Address(address="pedro@cliente.example", name="Pedro Ruiz")]
    if form in {Register.VOSOTROS, Register.USTEDES}:
        readers.append(Address(address="marta@cliente.example", name="Marta Gil"))
    again = 2 if situation == "promise.twice" else 1 if situation == "promise.rest" else 0
    history = [
        Change(what=ChangeKind.RENEWED, at=_MADE + timedelta(days=1), note="partial" if again == 1 else "")
        for _ in range(again)
    ]
    for named in _THINGS[language]:
        commitment = Commitment(
            id="sample",
            kind=kind,
            owes=owes,
            status=Status.OVERDUE,
            account="sample",
            counterparty=readers[0],
            message_id="sample",
            thread="sample",
            subject=_SUBJECT[language],
            made_at=_MADE,
            evidence=_EVIDENCE[language],
            rule="sample",
            rule_version=1,
            confidence=Confidence.SURE,
            object=named,
            act=_ACTS.get(situation, Act.SEND),
            due=date(2026, 3, 13),
            due_from=DueFrom.TEXT,
            renewals=again,
            amount=Amount(value=Decimal(4850), currency="EUR", text="4.850 €"),
            valid_until=date(2026, 3, 20),
            language=language,
            history=tuple(history),
        )
        yield Occasion(
            commitment=commitment,
            template="promise" if situation.startswith("promise.") else situation.removesuffix(".quoted"),
            thread=(
                Trace(
                    id="sample",
                    account="sample",
                    direction=Direction.OUTBOUND,
                    date=_MADE,
                    sender=ana,
                    to=tuple(readers),
                    language=language,
                    register=form,
                ),
            ),
            readers=tuple(readers),
            sender=ana,
            today=date(2026, 3, 16),
            zone=ZoneInfo("UTC"),
            nudged_on=date(2026, 3, 12),
            answered_on=date(2026, 3, 12),
            returns_on=date(2026, 3, 12),
            wrote_on=date(2026, 3, 9),
        )
