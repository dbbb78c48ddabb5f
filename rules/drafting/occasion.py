"""Everything a text may say: the commitment, its thread, and the days that matter. Nothing else is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from rules.commitments import ChangeKind, Commitment, DueFrom
from rules.facts import Address, Direction, Register, Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One step of one commitment that is to be written."""

    commitment: Commitment
    template: str
    thread: tuple[Trace, ...] = ()
    """The thread's traces by date, automatic mail left out."""
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
    meeting_on: date | None = None
    reason: str = ""
    """Literal reason they gave for leaving."""

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
    def our_last(self) -> Trace | None:
        """Our last own message in the thread: its greeting, goodbye and form of address are the user's own."""
        return next((trace for trace in reversed(self.thread) if trace.direction is Direction.OUTBOUND), None)

    @property
    def register(self) -> Register:
        """How the readers are addressed: as the user did last, else as the account does by default."""
        if self.language == "en":
            return Register.NEUTRAL
        ours = [trace.register for trace in self.thread if trace.direction is Direction.OUTBOUND]
        theirs = [trace.register for trace in self.thread if trace.direction is Direction.INBOUND]
        told = [form for form in (*reversed(ours), *reversed(theirs)) if form is not Register.NEUTRAL]
        form = told[0] if told else self.default_register
        return _plural(form, american=self.is_american) if len(self.readers) > 1 else _singular(form)

    @property
    def is_american(self) -> bool:
        """Whether the Spanish (or English) of this thread is that of America."""
        return self.zone.key.startswith("America/") or Register.VOS in {trace.register for trace in self.thread}


def _plural(form: Register, *, american: bool) -> Register:
    if form in {Register.TU, Register.VOS}:
        return Register.USTEDES if american or form is Register.VOS else Register.VOSOTROS
    return Register.USTEDES if form is Register.USTED else form


def _singular(form: Register) -> Register:
    """Keep a firm that is written to as "vosotros" so, even through one address; what cannot be told is usted."""
    return Register.USTED if form is Register.NEUTRAL else form
