"""The labelled corpus: business mail in Spanish and English, and what a careful assistant would note in it.

What the labels mean is in ``GUIDE.md`` beside the files.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from rules.facts import Address, Direction, Message

if TYPE_CHECKING:
    from collections.abc import Iterator

LABELLED: Final = {
    "es": (
        "dev.es",
        "dev-spain.es",
        "dev-america.es",
        "dev-thin.es",
        "dev-plain.es",
        "dev-plain-america.es",
        "dev-trades.es",
        "dev-crafts.es",
        "dev-brief.es",
        "dev-voices.es",
        "dev-corners.es",
        "dev-stories.es",
        "dev-peninsula.es",
        "dev-americas.es",
        "dev-entrelineas.es",
        "dev-mostrador.es",
        "dev-giros.es",
        "dev-palabras.es",
        "dev-rioplata.es",
        "dev-espejismos.es",
        "dev-talonario.es",
    ),
    "en": (
        "dev.en",
        "dev-english.en",
        "dev-thin.en",
        "dev-plain.en",
        "dev-trades.en",
        "dev-offices.en",
        "dev-yards.en",
        "dev-callers.en",
        "dev-counters.en",
        "dev-notes.en",
        "dev-stories.en",
        "dev-isles.en",
        "dev-states.en",
        "dev-abroad.en",
        "dev-oblique.en",
        "dev-desk.en",
        "dev-turns.en",
        "dev-pledges.en",
        "dev-lookalikes.en",
        "dev-counterfoil.en",
    ),
}
"""The files of each language; each was written and labelled by one author."""
AUTHORED_WITH: Final = {
    "dev-crafts.es": "dev-trades.es",
    "dev-brief.es": "dev-trades.es",
    "dev-corners.es": "dev-voices.es",
    "dev-offices.en": "dev-trades.en",
    "dev-counters.en": "dev-callers.en",
    "dev-notes.en": "dev-callers.en",
}
"""Files whose author wrote another one, too: mail of one author is on one side of a split by authors."""
FRESH: Final = frozenset(
    {
        "dev-spain.es",
        "dev-plain-america.es",
        "dev-peninsula.es",
        "dev-entrelineas.es",
        "dev-mostrador.es",
        "dev-espejismos.es",
        "dev-talonario.es",
        "dev-english.en",
        "dev-counters.en",
        "dev-states.en",
        "dev-oblique.en",
        "dev-desk.en",
        "dev-lookalikes.en",
        "dev-counterfoil.en",
    }
)
"""Files no rule was worked out on: only there the rules are about as good, or bad, as on a stranger's mail."""
ORDINARY: Final = {"es": "ordinary.es", "en": "ordinary.en"}
"""Ordinary mail in which nothing may fire. Nothing is ever learnt from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One signal that the author of the corpus saw."""

    kind: str
    owes: str
    evidence: str
    due: str | None = None
    conditional: bool = False
    holding: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One message of the corpus and its signals."""

    message: Message
    labels: tuple[Label, ...]
    file: str
    firm: str
    """Domain of our side: mail of one firm is never in two parts of a split."""


def read_file(name: str) -> Iterator[Labelled]:
    """Read one file of the corpus, in its order."""
    for line in (resources.files(__name__) / f"{name}.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        message = message_of(record)
        ours = message.sender if message.direction is Direction.OUTBOUND else message.to[0]
        yield Labelled(
            message=message,
            labels=tuple(_label(signal) for signal in record["signals"]),
            file=name,
            firm=ours.domain,
        )


def message_of(record: dict[str, Any]) -> Message:
    """Turn a record of the corpus into a message."""
    return Message(
        id=record["id"],
        account="corpus",
        direction=Direction(record["direction"]),
        date=datetime.fromisoformat(record["date"]),
        sender=Address(address=record["from"].lower()),
        to=tuple(Address(address=person.lower()) for person in record["to"]),
        cc=tuple(Address(address=person.lower()) for person in record["cc"]),
        subject=record["subject"],
        text=record["text"],
        attachments=tuple(record["attachments"]),
        headers={name.lower(): value for name, value in record["headers"].items()},
        language=record["language"],
    )


def _label(signal: dict[str, Any]) -> Label:
    return Label(
        kind=signal["kind"],
        owes=signal["owes"],
        evidence=signal["evidence"],
        due=signal.get("due"),
        conditional=bool(signal.get("conditional")),
        holding=bool(signal.get("holding")),
    )
