"""What changes a promise without keeping it: a new day, a release, a withdrawal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rules.marks import Mark
from rules.settlement import matters
from rules.settlement.debts import Why
from rules.settlement.said import asks_after
from rules.signals import Act, Kind, Party
from rules.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rules.settlement.debts import Debt
    from rules.settlement.said import Reasons, Said
    from rules.signals import Signal

_IN_PLACE_OF = re.compile(r"\b(?:en (?:lugar|vez) de|rather than|instead(?: of)?)\b")
"""Words with which one promise takes the place of another."""
_POINTS_BACK = re.compile(
    r"\b(?:it|them)\b|\b(?:te|se|os|me|nos) l[oa]s?\b|[aei]r(?:te|se|me|nos|os)?l[oa]s?\b"
    r"|\bl[oa]s? (?:ten|mand|envi|pas|recib|entreg|hac|har|prepar|acab|termin|firm)\w*"
)
"""A pronoun for what was spoken of: "lo tendréis el lunes", "you'll have it on Monday"."""


def renewed(signal: Signal, said: Said, concerned: Sequence[Debt], owes: Party) -> list[tuple[Debt, Reasons]]:
    """Return what a promise made now only puts off: the one promise it fits best, and the requests it answers so."""
    found = [
        (debt, reasons)
        for debt in concerned
        if debt.is_open
        and debt.owes is owes
        and (debt.kind is Kind.PROMISE or (debt.kind is Kind.REQUEST and not said.gives))
        and (reasons := _renews(debt, signal, said, concerned))
    ]
    matter = matters.matter_of(signal)
    promises = sorted(
        (pair for pair in found if pair[0].kind is Kind.PROMISE),
        key=lambda pair: (said.is_in_thread_of(pair[0]), len(matter & pair[0].matter), pair[0].made_at, pair[0].id),
    )
    return [*promises[-1:], *(pair for pair in found if pair[0].kind is Kind.REQUEST)]


def _renews(debt: Debt, signal: Signal, said: Said, concerned: Sequence[Debt]) -> Reasons:
    """Say why a promise made now is an old one over again, if it is: not a second commitment but a new day."""
    retries = said.has(Mark.CALL_FAILED) and debt.by_talking
    is_talk = signal.act in {Act.CALL, Act.MEET}
    is_other_act = not debt.by_talking if is_talk and signal.object is None else not debt.by_writing
    if signal.conditional or (is_other_act and not retries):
        return ()
    in_thread = said.is_in_thread_of(debt)
    if not in_thread and debt.counterparty not in said.trace.outside:
        return ()  # the same sort of thing for somebody else of the firm
    named = _named_beside(signal, concerned)
    if named and debt not in named:
        return ()
    if named and not in_thread and (signal.holding or said.has(Mark.STILL_OWED)):
        return (Why.HOLDING,)
    matter = matters.matter_of(signal)
    own = matter - matters.subject_words(said.trace.subject) if in_thread else matter
    partial = bool(said.gives)
    is_same_thing = bool(matters.object_of(signal) & matters.object_of(debt.signal))
    if is_same_thing or own & (debt.core if in_thread else debt.matter):
        return (Why.PARTIAL,) if partial else (Why.REPEATED,)
    return _stands_for(debt, signal, said, own, retries=retries) if in_thread else ()


def _named_beside(signal: Signal, concerned: Sequence[Debt]) -> list[Debt]:
    """Return the promises that a new one without a thing of its own is about, by what its sentence speaks of.

    "Still waiting on accounts about the invoice, will update you Friday" puts off what was said of the invoice, and
    not the drawings that come with it.
    """
    if matters.object_of(signal):
        return []
    topic = matters.named_in(signal.topic)
    promises = [debt for debt in concerned if debt.is_open and debt.kind is Kind.PROMISE and debt.owes is signal.owes]
    return [debt for debt in promises if topic & debt.spoken_of]


def _stands_for(debt: Debt, signal: Signal, said: Said, own: frozenset[int], *, retries: bool) -> Reasons:
    """Say why a promise that names nothing of an old one in its thread is about it all the same, if it is."""
    is_held = said.has(Mark.STILL_OWED) or (said.has(Mark.PARTIAL) and bool(said.gives))
    holds = is_held and not matters.object_of(signal)
    if signal.holding or holds or retries:
        return (Why.PARTIAL,) if said.gives else (Why.HOLDING,)
    if _IN_PLACE_OF.search(fold(signal.evidence)):
        return (Why.REPLACED,)
    is_bare = not own and not said.gives
    was_asked = any(asks_after(trace, debt) for trace in said.asked)
    # "Se los envío el martes" is what was spoken of last, unless they have asked for something since; and who owes an
    # answer and says "el lunes te cuento" owes the same one.
    is_answer_again = signal.act is Act.ANSWER and debt.signal.act is Act.ANSWER
    can_point = signal.act is Act.SEND or is_answer_again
    points_back = can_point and signal.object is None and not _is_asked_for_more(said)
    says_so = points_back and said.is_terse and not said.gives and _POINTS_BACK.search(fold(signal.evidence))
    return (Why.REPEATED,) if says_so or (is_bare and (was_asked or points_back)) else ()


def _is_asked_for_more(said: Said) -> bool:
    """Whether the other side has asked for something since, so that a pronoun may stand for that."""
    return any(signal.kind is Kind.INQUIRY for trace in said.asked for signal in trace.signals)


def reminded(signal: Signal, said: Said, concerned: Sequence[Debt]) -> list[Debt]:
    """Return what a request of ours asks for again: what they owe in this thread and it names, or nothing else."""
    matter = matters.matter_of(signal)
    return [
        debt
        for debt in concerned
        if debt.owes is Party.THEM and said.is_in_thread_of(debt) and (matter & debt.matter or not matter)
    ]


def let_off(ours: Sequence[Debt], said: Said) -> list[Debt]:
    """Return what "ya no hace falta" frees us from: what it names, else all that was open in its thread."""
    if not said.has(Mark.LET_OFF):
        return []
    freed = [debt for debt in ours if debt.kind in {Kind.PROMISE, Kind.INQUIRY, Kind.MISSING_ATTACHMENT}]
    freed = [debt for debt in freed if not (said.names(debt) and said.asks_for(debt))]
    in_thread = [debt for debt in freed if said.is_in_thread_of(debt)]
    named = [debt for debt in freed if said.speaks_of(debt) or (said.names(debt) and debt in in_thread)]
    return [*named, *(debt for debt in in_thread if not debt.matter)] if named else in_thread


def is_withdrawn(debt: Debt, said: Said, concerned: Sequence[Debt]) -> bool:
    """Say whether whoever promised takes it back: names it, or has promised nothing else in this thread."""
    if debt.kind is not Kind.PROMISE or not said.has(Mark.WITHDRAWN) or said.gives or not said.is_in_thread_of(debt):
        return False
    others = [
        other
        for other in concerned
        if other is not debt and other.kind is Kind.PROMISE and other.owes is debt.owes and said.is_in_thread_of(other)
    ]
    return said.speaks_of(debt) or not others


def more_time(debt: Debt, said: Said) -> date | None:
    """Return the later day until which they give us time for what we promised, if they do.

    What answers a question of ours ("¿le va bien el viernes?", "Friday is fine") may mean another thing.
    """
    day = said.trace.more_time
    if day is None or debt.due is None or day <= debt.due or debt.kind is not Kind.PROMISE:
        return None
    was_asked = any(signal.kind is Kind.REQUEST for trace in said.asked for signal in trace.signals)
    return day if said.is_in_thread_of(debt) and not was_asked else None


def put_off_to(debt: Debt, said: Said) -> date | None:
    """Return the later day that our own bare word names in place of the one promised: "it'll be Tuesday now"."""
    day = said.trace.more_time
    is_late = debt.kind is Kind.PROMISE and day is not None and debt.due is not None and day > debt.due
    is_bare = not said.gives and not said.brings(Kind.PROMISE)
    return day if is_late and is_bare and said.is_in_thread_of(debt) else None


def moved_to(debt: Debt, said: Said) -> Signal | None:
    """Return what names the other day to which they put off our call or visit, or the work we come for."""
    if not said.is_in_thread_of(debt):
        return None
    is_work = debt.kind is Kind.PROMISE and debt.signal.act is Act.DO
    for signal in said.trace.signals:
        is_put_off = signal.kind is Kind.STALL and debt.by_talking
        if signal.due is not None and (is_put_off or (said.has(Mark.MOVED) and (debt.by_talking or is_work))):
            return signal
    return None
