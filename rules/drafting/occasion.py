"""Everything a text may say: the commitment, its thread, and the days that matter. Nothing else is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from rules.commitments import ChangeKind, Commitment, DueFrom
from rules.drafting import voice
from rules.facts import Address, Direction, Register, Trace
from rules.signals import Kind, Party
from rules.text import fold

_VOSEO = ("America/Argentina/", "America/Buenos_Aires", "America/Montevideo", "America/Asuncion")
"""Zones of the countries where everybody says "vos"."""
_AMERICA = (
    "America/",
    "US/",
    "Canada/",
    "Mexico/",
    "Chile/",
    "Pacific/Galapagos",
    "Pacific/Easter",
    "Pacific/Honolulu",
)

_HELLO_BY_NAME = re.compile(
    r"(?:¡|\b)(?:[Hh]ola|[Ee]y|[Hh]ey|[Bb]uenas),? "
    r"(?!(?:Sra?|Srta|D|Dn|Dña|Don|Doña|Señor\w*|Dra?|Lic|Lcd[oa]|Ing|Arq|Prof|Buen\w*)\b)[A-ZÁÉÍÓÚÑ]"
)
_SEVERAL = re.compile(r"[A-ZÁÉÍÓÚÑ][\w-]+ (?:y|e|i|and|&) [A-ZÁÉÍÓÚÑ]|[Ff]amilia\b|[Ff]amily\b")
"""A couple or a household behind one address."""
_FORMAL = frozenset({Register.USTED, Register.USTEDES})
_REST = re.compile(r"\b(?:resto|demas|restantes?|faltan?|rest|remaining|remainder|others?)\b")
_HUG = re.compile(r"\b(?:abrazos?|bes(?:o|ito)s?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One step of one commitment that is to be written."""

    commitment: Commitment
    template: str
    thread: tuple[Trace, ...] = ()
    """The thread's traces by date, automatic mail left out."""
    elsewhere: tuple[Trace, ...] = ()
    """Other messages between us and these people by date: where the thread has none of ours, they show how we write."""
    readers: tuple[Address, ...] = ()
    """To whom the draft goes."""
    sender: Address
    today: date
    zone: ZoneInfo
    default_register: Register = Register.USTED
    firm: str = ""
    """Name of our firm, where the configuration gives it."""
    others: tuple[Address, ...] = ()
    """Other people of the counterparty's firm or household (task only)."""
    nudged_on: date | None = None
    answered_on: date | None = None
    returns_on: date | None = None
    wrote_on: date | None = None
    """When we wrote the message that their automatic reply answered."""
    meeting_on: date | None = None
    is_late: bool = False
    """Whether an answer of ours comes more than two working days after the question."""

    @property
    def language(self) -> str:
        """Language of the draft: the thread's."""
        return self.commitment.language if self.commitment.language in {"es", "en"} else "es"

    @property
    def said_on(self) -> date:
        """Local day of the message that counts."""
        return self.commitment.made_at.astimezone(self.zone).date()

    @property
    def named_due(self) -> date | None:
        """The day the text named; a rule's usual term was never promised."""
        return self.commitment.due if self.commitment.due_from is DueFrom.TEXT else None

    @property
    def renewed_on(self) -> tuple[date, ...]:
        """Local days on which it was promised: the first time, and each time again."""
        again = [change.at for change in self.commitment.history if change.what is ChangeKind.RENEWED]
        return tuple(dict.fromkeys(moment.astimezone(self.zone).date() for moment in (self.commitment.made_at, *again)))

    @property
    def is_partly_done(self) -> bool:
        """Whether a part was given when it was last put off: what is late is the rest.

        Of several things those left are late by their own name: "las fotos van aquí; **los planos**, el jueves".
        """
        again = [change for change in self.commitment.history if change.what is ChangeKind.RENEWED]
        return bool(again) and "partial" in again[-1].note and not self._is_named_apart(again[-1].message_id)

    def _is_named_apart(self, message_id: str | None) -> bool:
        """Whether the thing still owed is one of several that were promised, or was put off by its own name."""
        owed = fold(self.commitment.object or "")
        said = {trace.id: [signal for signal in trace.signals if signal.kind is Kind.PROMISE] for trace in self.thread}
        first = [each for each in said.get(self.commitment.message_id, ()) if self.commitment.evidence == each.evidence]
        if any(each.object is not None and not each.beside and fold(each.object) != owed for each in first):
            return True
        if any(fold(thing) not in owed for each in first for thing in each.beside):
            return True
        again = (fold(each.evidence) for each in said.get(message_id or "", ()))
        return bool(owed) and any(owed in sentence and not _REST.search(sentence) for sentence in again)

    @property
    def our_last(self) -> Trace | None:
        """Our last own message to these people: its greeting, goodbye and form of address are the user's own."""
        return next(iter(self._ours()), None)

    @property
    def our_ways(self) -> tuple[Trace, ...]:
        """Our own messages to these people in which we are no more and no less formal, the newest first."""
        is_formal = self.register in _FORMAL
        ours = self._ours()
        return tuple(
            each for each in ours if each.register is Register.NEUTRAL or (each.register in _FORMAL) is is_formal
        )

    @property
    def is_plural(self) -> bool:
        """Whether we write as "nosotros": as the promise was made, else as we mostly write to them."""
        evidence = self.commitment.evidence
        told = voice.speaks_as_many(evidence) if self._is_ours else None
        if told is not None:
            return told
        ours = [trace for trace in self._ours() if trace.id == self.commitment.message_id] or list(self._ours())
        many = 2 * sum(trace.plural_author for trace in ours)
        # A draft of ours that was sent is one of them and says "nosotros" of the firm: the oldest is surely the user's.
        return many > len(ours) > 0 or (many == len(ours) > 0 and ours[-1].plural_author)

    @property
    def _is_ours(self) -> bool:
        kind = self.commitment.kind
        said_by_us = {Kind.MISSING_ATTACHMENT, Kind.NO_AGREEMENT, Kind.REQUEST, Kind.QUOTE}
        return kind in said_by_us or (kind is Kind.PROMISE and self.commitment.owes is Party.US)

    def _ours(self) -> Iterator[Trace]:
        """Our own messages to these people in this language, the newest of the thread first."""
        readers = {person.address for person in self.readers}
        for trace in reversed(self.thread):
            if trace.direction is Direction.OUTBOUND:
                yield trace
        for trace in reversed(self.elsewhere):
            greeted = readers & {person.address for person in trace.to}
            if trace.direction is Direction.OUTBOUND and trace.language == self.language and greeted:
                yield trace

    @property
    def register(self) -> Register:
        """How the readers are addressed: as the user did last, else as the account does by default."""
        if self.language == "en":
            return Register.NEUTRAL
        theirs = [_answering(trace) for trace in reversed(self.thread) if trace.direction is Direction.INBOUND]
        ours = [trace.register for trace in self._ours() if trace.register is not Register.NEUTRAL]
        told = ours or [form for form in theirs if form is not Register.NEUTRAL]
        form = told[0] if told else self._by_tone()
        if form is Register.TU and self.zone.key.startswith(_VOSEO):
            form = Register.VOS  # "te mando" is said with either; there nobody goes on with "tienes"
        several = len(self.readers) > 1 or (not ours and any(_SEVERAL.match(person.name) for person in self.readers))
        turned = _plural if several else _singular
        return turned(form, american=self.is_american)

    def _by_tone(self) -> Register:
        """What greeting and goodbye tell where no pronoun does: who writes "Hola, Marta" or "un abrazo" says tú."""
        is_familiar = any(map(_is_familiar, (*self._ours(), *self.thread)))
        return Register.TU if is_familiar else self.default_register

    @property
    def is_american(self) -> bool:
        """Whether the Spanish (or English) of this thread is that of America."""
        return self.zone.key.startswith(_AMERICA) or Register.VOS in {trace.register for trace in self.thread}


def _is_familiar(trace: Trace) -> bool:
    return _HELLO_BY_NAME.match(trace.greeting) is not None or _HUG.search(trace.goodbye) is not None


def _answering(trace: Trace) -> Register:
    """How to address whoever wrote this: one person who calls our firm "ustedes" or "vosotros" is one all the same."""
    if trace.plural_author:
        return trace.register
    return {Register.USTEDES: Register.USTED, Register.VOSOTROS: Register.TU}.get(trace.register, trace.register)


def _plural(form: Register, *, american: bool) -> Register:
    if form in {Register.TU, Register.VOSOTROS} and not american:
        return Register.VOSOTROS
    return Register.USTEDES


def _singular(form: Register, *, american: bool) -> Register:
    """Keep a firm that is written to as "vosotros" so, even through one address; what cannot be told is usted."""
    if form is Register.VOSOTROS and american:
        return Register.USTEDES
    return Register.USTED if form is Register.NEUTRAL else form
