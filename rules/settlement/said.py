"""A message as it bears on what was owed before it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rules.marks import Mark
from rules.settlement import matters
from rules.settlement.debts import Debt, Why
from rules.signals import Act, Confidence, Kind
from rules.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.facts import Trace
    from rules.signals import Party, Signal

Reasons = tuple[Why, ...]
"""Why something is so; empty where it is not."""

DECISIONS = frozenset({Kind.ACCEPTANCE, Kind.REJECTION})
_WANTS_MORE = re.compile(
    r"\b(?:cuant|cuand|que|quien|como|donde|cual|por que|precio|presupuesto|tarifa|necesit|"
    r"how|when|what|which|where|who|why|price|quote|need)"
)
"""Words of a question that a yes does not answer."""
_TERSE = 2
_MORE = 6
"""Words beyond its promises and questions from which on a message says something of its own."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """A message, what it may be answering, and the words it adds to its thread.

    It is asked about every open debt, so that what it says by itself is worked out once.
    """

    trace: Trace
    asked: Sequence[Trace] = ()
    """What the other side wrote in this thread since this side last did."""
    words: frozenset[int] = frozenset()
    first_to: frozenset[str] = frozenset()
    """The circles to which our side had never written before it."""

    def is_in_thread_of(self, debt: Debt) -> bool:
        """Whether it continues the thread; a reply that lost its references is known by its subject."""
        if self.trace.thread == debt.thread:
            return True
        return bool(self._lost_subject) and self._lost_subject == matters.bare_subject(debt.subject)

    @cached_property
    def _lost_subject(self) -> str:
        """The bare subject of a reply that names no message before it; else empty."""
        if self.trace.references:
            return ""
        subject = matters.bare_subject(self.trace.subject)
        return subject if subject != self.trace.subject else ""

    def speaks_of(self, debt: Debt) -> bool:
        """Whether it names what a debt is about. In its own thread the words of the subject prove nothing."""
        if self.is_in_thread_of(debt):
            return bool(self.words & debt.core or self.trace.attached & debt.matter)
        return not self.named.isdisjoint(debt.matter)

    @cached_property
    def named(self) -> frozenset[int]:
        """The words it names by itself, those of its subject included."""
        return self.trace.mentions | matters.subject_words(self.trace.subject)

    def writes_out(self, debt: Debt) -> bool:
        """Whether it gives in its own text what was promised as a paper: the measures, the items of the list."""
        is_put_off = self.has(Mark.STILL_OWED) or self.brings(Kind.PROMISE, Kind.REQUEST)
        return bool(debt.sorts & matters.TOLD) and self.has(Mark.FIGURES) and self.speaks_of(debt) and not is_put_off

    def names(self, debt: Debt) -> bool:
        """Whether its author's own words name what a debt is about, the subject of the thread or not."""
        return not self.trace.mentions.isdisjoint(debt.matter)

    def asks_for(self, debt: Debt) -> bool:
        """Whether a question or a request of it is about a debt."""
        asked = (signal for signal in self.trace.signals if signal.kind in {Kind.INQUIRY, Kind.REQUEST})
        return any(matters.matter_of(signal) & debt.matter for signal in asked)

    @cached_property
    def asked_after(self) -> frozenset[int]:
        """What the questions are about that it answers."""
        questions = (signal for trace in self.asked for signal in trace.signals if signal.kind is Kind.INQUIRY)
        return frozenset[int]().union(*map(matters.matter_of, questions))

    def answers(self, kind: Kind) -> bool:
        """Whether what it answers carries a signal of a kind that is more than listed."""
        brought = (signal for trace in self.asked for signal in trace.signals if signal.kind is kind)
        return any(signal.confidence > Confidence.MAYBE for signal in brought)

    @cached_property
    def is_terse(self) -> bool:
        """Whether it names next to nothing, so that what comes with it must be what was spoken of."""
        return len(matters.named_in(self.words)) <= _TERSE

    def has(self, *marks: Mark) -> bool:
        """Whether it does any of these things."""
        return not self.trace.marks.isdisjoint(marks)

    def brings(self, *kinds: Kind) -> bool:
        """Whether it carries a signal of any of these kinds."""
        return not self._kinds.isdisjoint(kinds)

    @cached_property
    def _kinds(self) -> frozenset[Kind]:
        return frozenset(signal.kind for signal in self.trace.signals)

    def signals(self, kind: Kind, owes: Party) -> list[tuple[int, Signal]]:
        """Return its signals of one kind, with their numbers."""
        return [
            (number, signal)
            for number, signal in enumerate(self.trace.signals)
            if signal.kind is kind and signal.owes is owes
        ]

    @cached_property
    def gives(self) -> Reasons:
        """What it hands over."""
        if self.trace.attachments:
            return (Why.ATTACHMENT,)
        return (Why.LINK,) if self.trace.links else ()

    @cached_property
    def tells(self) -> bool:
        """Whether it says that something is done or is here, or names its price."""
        return self.has(Mark.DONE, Mark.DELIVERS) or self.brings(Kind.QUOTE)

    @cached_property
    def is_empty(self) -> bool:
        """Whether it only thanks or acknowledges; the picture of a signature adds nothing to that."""
        is_dressed = self.trace.attached and self.trace.attached <= matters.PICTURES
        return self.has(Mark.THANKS_ONLY) and (not self.gives or bool(is_dressed))

    @cached_property
    def says_more(self) -> bool:
        """Whether it says something besides promising and asking."""
        taken = (signal.evidence for signal in self.trace.signals if signal.kind in {Kind.PROMISE, Kind.REQUEST})
        return self.trace.words - sum(len(evidence.split()) for evidence in taken) >= _MORE

    def says_yes_to(self, debt: Debt) -> bool:
        """Whether a bare "perfecto" answers it: a question in its thread that can be answered by yes."""
        is_question = debt.kind in {Kind.INQUIRY, Kind.REQUEST} and debt.signal.act is not Act.SEND
        if not (is_question and self.has(Mark.ASSENTS) and self.is_in_thread_of(debt)):
            return False
        return _WANTS_MORE.search(fold(debt.signal.evidence)) is None

    def is_of_another_sort(self, debt: Debt) -> bool:
        """Whether it plainly deals with another sort of document, and not with this one."""
        return bool(debt.sorts and self._sorts and debt.sorts.isdisjoint(self._sorts))

    @cached_property
    def _sorts(self) -> frozenset[int]:
        return matters.sorts_of(self.words | self.trace.attached)

    def answers_another_question(self, debt: Debt) -> bool:
        """Whether it answers something they asked since, and that was not this."""
        questions = [trace for trace in self.asked if any(signal.kind is Kind.INQUIRY for signal in trace.signals)]
        return bool(questions) and not any(asks_after(trace, debt) for trace in questions)

    def is_due(self, debt: Debt) -> bool:
        """Whether it was written on the day something was due, or later."""
        return debt.due is not None and debt.working_time.local_day(self.trace.date) >= debt.due

    def tells_of_meeting(self, debt: Debt) -> bool:
        """Whether it speaks of a call or meeting as past, and that can be the one promised."""
        met = self.has(Mark.MEETING_HELD) and debt.signal.act is Act.MEET
        held = met or (self.has(Mark.CALL_HELD) and not debt.by_writing)
        return held and debt.can_be_kept_on(self.trace.date)


def asks_after(trace: Trace, debt: Debt) -> bool:
    """Say whether a message of the other side asks after a debt."""
    return bool(matters.said_in_thread(trace) & debt.core) or bool({Mark.CHASES, Mark.MOVED} & trace.marks)
