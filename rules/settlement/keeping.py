"""Does this message keep that promise? One function a question, each answering with its reasons, or with none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.marks import Mark
from rules.settlement import matters
from rules.settlement.debts import Debt, Why
from rules.signals import Act, Kind, Party, Signal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.facts import Trace

Reasons = tuple[Why, ...]
"""Why it is kept; empty where it is not."""

_MEETINGS = frozenset({Act.CALL, Act.MEET})
_DECISIONS = frozenset({Kind.ACCEPTANCE, Kind.REJECTION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message as it bears on what was owed before it."""

    trace: Trace
    asked: Sequence[Trace] = ()
    """What the other side wrote in this thread since this side last did: what this message may be answering."""
    words: frozenset[int] = frozenset()
    """The words it adds to its thread."""

    def speaks_of(self, debt: Debt) -> bool:
        """Whether it names what a debt is about. In its own thread the words of the subject prove nothing."""
        if self.trace.thread == debt.thread:
            return bool(self.words & debt.core)
        return bool(self.trace.mentions & debt.matter)

    def has(self, *marks: Mark) -> bool:
        """Whether it does any of these things."""
        return any(mark in self.trace.marks for mark in marks)

    def brings(self, *kinds: Kind) -> bool:
        """Whether it carries a signal of any of these kinds."""
        return any(signal.kind in kinds for signal in self.trace.signals)

    @property
    def gives(self) -> Reasons:
        """What it hands over."""
        if self.trace.attachments:
            return (Why.ATTACHMENT,)
        return (Why.LINK,) if self.trace.links else ()

    @property
    def is_empty(self) -> bool:
        """Whether it only thanks or acknowledges."""
        return self.has(Mark.THANKS_ONLY) and not self.gives

    def is_of_another_sort(self, debt: Debt) -> bool:
        """Whether it plainly deals with another sort of document, and not with this one."""
        sorts = matters.sorts_of(self.words | self.trace.attached)
        return bool(debt.sorts and sorts and not debt.sorts & sorts)

    def answers_another_question(self, debt: Debt) -> bool:
        """Whether it answers something they asked since, and that was not this."""
        questions = [trace for trace in self.asked if any(signal.kind is Kind.INQUIRY for signal in trace.signals)]
        return bool(questions) and not any(is_about(trace, debt) for trace in questions)


def is_about(trace: Trace, debt: Debt) -> bool:
    """Say whether a message of the other side asks after a debt."""
    return bool(matters.said_in_thread(trace) & debt.core) or Mark.CHASES in trace.marks


def kept_by_us(debt: Debt, said: Said, rivals: Sequence[Debt]) -> Reasons:
    """Say why a message of ours keeps our promise, if it does. ``rivals`` are our other open promises to them."""
    if debt.signal.act in _MEETINGS:
        return _met(debt, said)
    if said.trace.thread != debt.thread:
        return _kept_elsewhere(debt, said, rivals)
    if said.is_empty:
        return ()
    if said.gives:
        return _given(debt, said, rivals)
    if said.has(Mark.STILL_OWED, Mark.CALL_FAILED):
        return ()
    tells = said.has(Mark.DONE, Mark.DELIVERS)
    if said.brings(Kind.REQUEST) and not tells:
        return ()  # It asks for what it needs to keep it.
    if said.speaks_of(debt) and (tells or not debt.sorts):
        return (Why.REPORTED,) if tells else (Why.NAMED,)
    if said.answers_another_question(debt) or any(said.speaks_of(rival) for rival in rivals):
        return ()
    if tells and not debt.core:
        return (Why.REPORTED,)
    if debt.sorts or said.brings(Kind.PROMISE, Kind.REQUEST, Kind.QUOTE):
        return ()
    return (Why.ANSWERED,)


def _met(debt: Debt, said: Said) -> Reasons:
    """A promise to call or to meet: held, or what it was for is dealt with in writing."""
    if said.has(Mark.CALL_FAILED):
        return ()
    if said.has(Mark.CALL_HELD, Mark.MEETING_HELD):
        return (Why.HELD,)
    is_due = debt.due is not None and debt.working_time.local_day(said.trace.date) >= debt.due
    if said.speaks_of(debt) and (said.has(Mark.DONE) or (is_due and not said.has(Mark.STILL_OWED))):
        return (Why.NAMED,)
    return ()


def _given(debt: Debt, said: Said, rivals: Sequence[Debt]) -> Reasons:
    """An attachment or link in the thread."""
    if said.has(Mark.PARTIAL) and said.has(Mark.STILL_OWED):
        return ()
    if said.speaks_of(debt):
        return said.gives
    if said.is_of_another_sort(debt) or any(said.speaks_of(rival) for rival in rivals):
        return ()
    return said.gives


def _kept_elsewhere(debt: Debt, said: Said, rivals: Sequence[Debt]) -> Reasons:
    """A message in another thread: it carries something, or names the thing."""
    tells = said.has(Mark.DONE, Mark.DELIVERS)
    if said.is_empty or (said.has(Mark.STILL_OWED) and not said.gives):
        return ()
    if said.speaks_of(debt):
        asks = said.brings(Kind.REQUEST, Kind.PROMISE) and not tells
        return (*(said.gives or (Why.NAMED,)), Why.ELSEWHERE) if said.gives or not asks else ()
    if not said.gives or debt.signal.act is not Act.SEND or said.is_of_another_sort(debt):
        return ()
    if any(said.speaks_of(rival) or rival.thread == said.trace.thread for rival in rivals):
        return ()
    return (*said.gives, Why.ELSEWHERE)


def kept_by_them(debt: Debt, said: Said) -> Reasons:
    """Say why a message of theirs keeps their promise or answers our request, if it does: any real reply."""
    if said.is_empty or (said.has(Mark.STILL_OWED) and not said.gives):
        return ()
    if said.trace.thread != debt.thread:
        return _answered_elsewhere(debt, said)
    if said.gives:
        return said.gives
    if said.speaks_of(debt):
        return (Why.NAMED,)
    is_early = debt.due is not None and debt.working_time.local_day(said.trace.date) < debt.due
    is_word = said.has(Mark.DONE, Mark.DELIVERS) or said.brings(*_DECISIONS)
    if debt.kind is Kind.PROMISE and debt.sorts and is_early and not is_word:
        return ()
    return (Why.ANSWERED,)


def _answered_elsewhere(debt: Debt, said: Said) -> Reasons:
    if said.brings(*_DECISIONS) and debt.signal.act is Act.ANSWER:
        return (Why.ANSWERED, Why.ELSEWHERE)
    if said.speaks_of(debt) and not said.brings(Kind.INQUIRY):
        return (*(said.gives or (Why.NAMED,)), Why.ELSEWHERE)
    if said.gives and debt.signal.act is not Act.ANSWER and not said.is_of_another_sort(debt) and not debt.matter:
        return (*said.gives, Why.ELSEWHERE)
    return ()


def quote_answered(debt: Debt, said: Said) -> Reasons:
    """Say why a message of theirs answers a quote, if it does; a thank-you does not, a stall puts it off."""
    if said.is_empty or said.brings(Kind.STALL):
        return ()
    decides = said.brings(*_DECISIONS)
    if said.trace.thread != debt.thread and not decides and not said.speaks_of(debt):
        return ()
    if said.brings(Kind.ACCEPTANCE):
        return (Why.WON,)
    return (Why.LOST,) if said.brings(Kind.REJECTION) else (Why.ANSWERED,)


def answered_by_us(debt: Debt, said: Said) -> Reasons:
    """Say why a message of ours answers an inquiry, an acceptance or a complaint, if it does."""
    in_thread = said.trace.thread == debt.thread
    if debt.kind is Kind.ACCEPTANCE and in_thread:
        return (Why.ANSWERED,)
    if said.is_empty:
        return ()
    if in_thread:
        return said.gives or (Why.ANSWERED,)
    if said.speaks_of(debt) and (said.gives or not said.brings(Kind.REQUEST)):
        return (*(said.gives or (Why.NAMED,)), Why.ELSEWHERE)
    return ()


def attached_at_last(debt: Debt, said: Said) -> Reasons:
    """Say why a message of ours repairs a missing attachment, if it does."""
    if not said.gives:
        return ()
    if said.trace.thread == debt.thread:
        return said.gives
    return (*said.gives, Why.ELSEWHERE) if said.speaks_of(debt) else ()


def condition_met(debt: Debt, said: Said) -> bool:
    """Say whether a message of theirs does what our conditional promise waits for."""
    if said.is_empty or said.has(Mark.STILL_OWED, Mark.PARTIAL) or said.brings(Kind.STALL, Kind.REJECTION):
        return False
    if any(signal.kind is Kind.PROMISE and signal.owes is Party.THEM for signal in said.trace.signals):
        return False
    if said.trace.thread != debt.thread:
        return bool(said.gives) and said.speaks_of(debt)
    return bool(said.gives) or said.has(Mark.DONE, Mark.DELIVERS) or not said.brings(Kind.INQUIRY)


def received(debt: Debt, said: Said) -> Reasons:
    """Say why a message of theirs shows that we kept a promise by some other way, if it does."""
    if debt.signal.act in _MEETINGS:
        held = said.has(Mark.CALL_HELD) or (said.has(Mark.MEETING_HELD) and debt.signal.act is Act.MEET)
        return (Why.HELD,) if held else ()
    if said.has(Mark.RECEIVED) and said.speaks_of(debt) and not said.has(Mark.CHASES):
        return (Why.RECEIVED,)
    return ()


def renews(debt: Debt, signal: Signal, said: Said) -> Reasons:
    """Say why a promise made now is the old one over again, if it is: not a second commitment but a new day."""
    if signal.conditional:
        return ()
    retries = said.has(Mark.CALL_FAILED) and debt.signal.act in _MEETINGS
    if (debt.signal.act in _MEETINGS) != (signal.act in _MEETINGS) and not retries:
        return ()
    matter = matters.matter_of(signal)
    in_thread = said.trace.thread == debt.thread
    own = matter - matters.subject_words(said.trace.subject) if in_thread else matter
    gives = bool(said.gives)
    if own & (debt.core if in_thread else debt.matter):
        return (Why.PARTIAL,) if gives else (Why.REPEATED,)
    if not in_thread:
        return ()
    holds = said.has(Mark.STILL_OWED) and not matters.object_of(signal)
    if signal.holding or holds or retries:
        return (Why.PARTIAL,) if gives else (Why.HOLDING,)
    asked_after = any(is_about(trace, debt) for trace in said.asked)
    if asked_after and not gives and not own:
        return (Why.REPEATED,)
    return ()
