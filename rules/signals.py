"""What a rule finds in one message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What a rule may raise; a meeting is raised by the calendar."""

    PROMISE = "promise"
    QUOTE = "quote"
    REQUEST = "request"
    INQUIRY = "inquiry"
    MISSING_ATTACHMENT = "missing_attachment"
    NO_AGREEMENT = "no_agreement"
    STALL = "stall"
    ACCEPTANCE = "acceptance"
    REJECTION = "rejection"
    COMPLAINT = "complaint"
    FAREWELL = "farewell"
    OPT_OUT = "opt_out"
    MEETING = "meeting"


class Party(StrEnum):
    """Which side owes."""

    US = "us"
    THEM = "them"


class Confidence(IntEnum):
    """How strongly to act: sure → task and draft, likely → task, maybe → listed only."""

    MAYBE = 1
    LIKELY = 2
    SURE = 3

    @property
    def word(self) -> str:
        """How users read and write it: ``sure``, ``likely`` or ``maybe``."""
        return self.name.lower()

    @classmethod
    def of(cls, word: str) -> Confidence:
        """Read it as users write it. Raises KeyError for any other word."""
        return cls[word.upper()]


class Act(StrEnum):
    """What a promise or request is about: it decides which draft fits and what fulfils it."""

    SEND = "send"
    CALL = "call"
    MEET = "meet"
    ANSWER = "answer"
    DO = "do"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A sum of money as written, and its value. ``currency`` is ISO 4217."""

    value: Decimal
    currency: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One thing a rule found in one message.

    ``evidence`` and ``object`` are verbatim parts of the message's text. ``due`` is the last
    local day on which it is still kept, None where the text names no day that can be computed.
    """

    kind: Kind
    owes: Party
    evidence: str
    rule: str
    rule_version: int = 1
    confidence: Confidence = Confidence.LIKELY
    score: float = 0.0
    """0…1: what the confidence was made of."""
    object: str | None = None
    beside: tuple[str, ...] = ()
    """What else it sends or tells in the same breath, before the object: "te mando **la muestra** y te averiguo…"."""
    due: date | None = None
    due_text: str | None = None
    holding: bool = False
    conditional: bool = False
    when_met: str = ""
    """The time that a conditional promise names, to be counted from the day on which its condition comes true."""
    act: Act = Act.DO
    lasts: bool = False
    """What it promises goes on until that day and is over then, nobody having to do anything: "le guardo la mesa hasta
    el lunes"."""
    amount: Amount | None = None
    valid_until: date | None = None
    """Last day of a quote's validity, where the text names it."""
    topic: frozenset[int] = frozenset()
    """Hashes of the content words of the sentence: what it is about."""
