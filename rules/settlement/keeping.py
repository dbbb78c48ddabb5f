"""Does this message of ours keep what we owe? Each answer comes with its reasons, or with none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rules.marks import Mark
from rules.settlement import matters
from rules.settlement.debts import Why
from rules.signals import Act, Kind
from rules.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.settlement.debts import Debt
    from rules.settlement.said import Reasons, Said
    from rules.signals import Signal

_ENOUGH = 2
"""Words of a question that an answer in another thread names, at least."""
_IN_TOUCH = re.compile(r"\b(?:in touch|en contacto|contact\w*)\b")


def kept(debt: Debt, said: Said, promises: Sequence[Debt]) -> Reasons:
    """Say why a message of ours settles a debt of ours, if it does. ``promises`` are all we owe them by promise."""
    match debt.kind:
        case Kind.PROMISE:
            return _promise_kept(debt, said, promises)
        case Kind.MISSING_ATTACHMENT:
            return _attached_at_last(debt, said)
        case Kind.NO_AGREEMENT:
            return (Why.ANSWERED,) if said.is_in_thread_of(debt) else ()
        case Kind.MEETING:
            return (Why.ANSWERED,)
        case _:
            return _answered(debt, said)


def _promise_kept(debt: Debt, said: Said, promises: Sequence[Debt]) -> Reasons:
    met = _met(debt, said) if debt.by_talking else ()
    if met or not debt.by_writing:
        return met
    if said.brings(Kind.MISSING_ATTACHMENT):
        return ()  # It says that here it is, and it is not.
    if debt.owed_from is None:
        # Nothing is owed yet, so nothing but the thing itself can show that it came all the same.
        return said.gives if said.speaks_of(debt) else ()
    if not said.is_in_thread_of(debt):
        return _kept_elsewhere(debt, said, promises)
    if said.is_empty:
        return ()
    is_given = said.gives and not _is_called_another(debt, said, promises)
    return _given(debt, said, promises) if is_given else _said(debt, said, promises)


def _met(debt: Debt, said: Said) -> Reasons:
    """A promise to call or to meet: held, or what it was for is dealt with in writing."""
    if said.has(Mark.CALL_FAILED):
        return ()
    if said.tells_of_meeting(debt) or (said.has(Mark.MEETING_HELD) and said.is_due(debt)):
        return (Why.HELD,)
    if said.speaks_of(debt) and (said.has(Mark.DONE) or (said.is_due(debt) and not said.has(Mark.STILL_OWED))):
        return (Why.NAMED,)
    return ()


def _given(debt: Debt, said: Said, promises: Sequence[Debt]) -> Reasons:
    """An attachment or link in the thread: it is the thing, unless it plainly is another."""
    if said.has(Mark.PARTIAL) and said.has(Mark.STILL_OWED):
        return ()
    if said.speaks_of(debt):
        return said.gives
    is_another = said.is_of_another_sort(debt) or _speaks_of_another(debt, said, promises)
    return () if is_another or _is_of_a_sooner_one(debt, said, promises) else said.gives


def left_over(debt: Debt, said: Said) -> str:
    """Return what a message that hands over one of several things promised leaves out; empty where it may be all."""
    things = matters.things_of(debt.signal) if debt.kind is Kind.PROMISE else {}
    here = said.words if said.is_in_thread_of(debt) else said.trace.mentions
    named = [thing for thing, words in things.items() if words & (here | said.trace.attached)]
    called = [thing for thing, words in things.items() if words & said.trace.attached]
    if called and len(called) == _files(said):
        named = called  # each file has the name of what it is, so what is only spoken of is not there
    if not named or _files(said) not in range(1, len(named) + 1):
        return ""
    return matters.together([thing for thing in things if thing not in named], debt.language)


def left_unnamed(debt: Debt, said: Said) -> str:
    """Return what of several things they do not say that they have; empty where it may be all."""
    things = matters.things_of(debt.signal)
    unnamed = [thing for thing, words in things.items() if not words & said.trace.mentions]
    return matters.together(unnamed, debt.language) if len(unnamed) < len(things) else ""


def put_off_alone(debt: Debt, signal: Signal, said: Said) -> str:
    """Return what of several things a message puts off when it hands over the others; empty where it may be all."""
    again = matters.matter_of(signal)
    named = [thing for thing, words in matters.things_of(debt.signal).items() if words & again]
    return matters.together(named, debt.language) if named else left_over(debt, said)


def _files(said: Said) -> int:
    return said.trace.attachments + said.trace.links


def _is_of_a_sooner_one(debt: Debt, said: Said, promises: Sequence[Debt]) -> bool:
    """Whether the one thing that a message hands over is what the same sentence promised for an earlier day."""
    if debt.due is None or said.speaks_of(debt) or said.is_due(debt) or _files(said) > 1:
        return False
    sisters = (other for other in promises if other.message_id == debt.message_id and other.by_writing)
    return any(sister.due is not None and sister.due < debt.due for sister in sisters)


def _said(debt: Debt, said: Said, promises: Sequence[Debt]) -> Reasons:
    """A message in the thread that carries nothing: what it says must do."""
    if said.has(Mark.STILL_OWED, Mark.CALL_FAILED):
        return ()
    if said.brings(Kind.REQUEST) and not said.tells:
        return ()  # It asks for what it needs to keep it.
    is_a_thing = debt.signal.act is Act.SEND and debt.signal.object is not None and not said.has(Mark.FIGURES)
    is_early = (debt.signal.act in {Act.DO, Act.MEET} or is_a_thing) and not said.is_due(debt)
    is_priced = said.brings(Kind.QUOTE) and debt.is_of_prices
    if is_priced or said.writes_out(debt) or (said.speaks_of(debt) and (said.tells or not (debt.sorts or is_early))):
        return (Why.REPORTED,) if said.tells else (Why.NAMED,)
    if said.answers_another_question(debt) or _speaks_of_another(debt, said, promises):
        return ()
    if said.tells and not debt.core:
        return (Why.REPORTED,)
    return () if is_early or debt.sorts or not _is_a_word_of_its_own(debt, said) else (Why.ANSWERED,)


def _is_a_word_of_its_own(debt: Debt, said: Said) -> bool:
    """Whether a message can be the answer promised although it promises or asks something else as well."""
    if not said.brings(Kind.PROMISE, Kind.REQUEST, Kind.QUOTE):
        return True
    is_figure = not said.brings(Kind.PROMISE, Kind.REQUEST)
    return debt.signal.act is Act.ANSWER and (said.says_more or is_figure)


def _kept_elsewhere(debt: Debt, said: Said, promises: Sequence[Debt]) -> Reasons:
    """A message in another thread: it carries something, or names the thing."""
    if said.is_empty or (said.has(Mark.STILL_OWED) and not said.gives):
        return ()
    if _answers_what_was_asked(debt, said) or _is_in_touch(debt, said):
        return (Why.ANSWERED, Why.ELSEWHERE)
    if said.speaks_of(debt):
        is_talk = bool(debt.sorts) or said.brings(Kind.REQUEST, Kind.PROMISE)
        gives = () if _is_called_another(debt, said, promises) else said.gives
        is_there = gives or (said.tells and not said.gives) or not (is_talk or said.gives)
        return (*(gives or (Why.NAMED,)), Why.ELSEWHERE) if is_there else ()
    is_a_thing = debt.signal.act in {Act.SEND, Act.MEET} or bool(debt.sorts)
    is_to_him = debt.counterparty in said.trace.outside
    if not (said.gives and is_to_him and is_a_thing) or said.is_of_another_sort(debt):
        return ()
    others = (other for other in promises if other is not debt)
    is_another = any(said.speaks_of(other) or said.is_in_thread_of(other) for other in others)
    if is_another or _is_of_a_sooner_one(debt, said, promises):
        return ()
    return (*said.gives, Why.ELSEWHERE)


def _is_called_another(debt: Debt, said: Said, promises: Sequence[Debt]) -> bool:
    """Whether every file has the name of another thing promised: "worksheet attached, P&L on Friday" brings no P&L."""
    called = [other for other in promises if other is not debt and not other.matter.isdisjoint(said.trace.attached)]
    return debt.matter.isdisjoint(said.trace.attached) and _files(said) in range(1, len(called) + 1)


def _speaks_of_another(debt: Debt, said: Said, promises: Sequence[Debt]) -> bool:
    return any(said.speaks_of(other) for other in promises if other is not debt)


def _answers_what_was_asked(debt: Debt, said: Said) -> bool:
    """Whether a message in another thread gives the answer promised: a price, or more than a word of the question."""
    if debt.counterparty not in said.trace.outside:
        return False
    if said.brings(Kind.QUOTE) and debt.signal.act is not Act.SEND:
        return not said.named.isdisjoint(debt.asked)  # a price is what was asked for
    is_named = len(said.trace.mentions & debt.asked) >= _ENOUGH
    return debt.signal.object is None and is_named and not said.brings(Kind.REQUEST) and said.says_more


def _is_in_touch(debt: Debt, said: Said) -> bool:
    """Whether a message keeps "nos ponemos en contacto": any about the matter does, be it a question."""
    return said.speaks_of(debt) and _IN_TOUCH.search(fold(debt.signal.evidence)) is not None


def came_with(debt: Debt, delivered: Sequence[Debt]) -> bool:
    """Say whether a question asked by a pronoun ("mándeselo a Julio") for what has just been delivered elsewhere."""
    is_pronoun = debt.kind is Kind.INQUIRY and debt.signal.act is Act.SEND and debt.signal.object is None
    return is_pronoun and any(debt.thread == other.thread and debt.made_at > other.made_at for other in delivered)


def _attached_at_last(debt: Debt, said: Said) -> Reasons:
    if said.is_in_thread_of(debt):
        return said.gives
    return (*said.gives, Why.ELSEWHERE) if said.gives and said.speaks_of(debt) else ()


def _answered(debt: Debt, said: Said) -> Reasons:
    """An inquiry, an acceptance or a complaint: any real reply; a quote in another thread answers who asked for one.

    Who asked by a web form cannot be answered in its thread: the first mail he ever gets from us is the answer.
    """
    if said.is_in_thread_of(debt):
        is_reply = debt.kind is Kind.ACCEPTANCE or not said.is_empty or said.says_yes_to(debt)
        return (said.gives or (Why.ANSWERED,)) if is_reply else ()
    is_offer = debt.kind is Kind.INQUIRY and said.brings(Kind.QUOTE) and debt.counterparty in said.trace.outside
    is_named = said.speaks_of(debt) or (is_offer and not said.is_of_another_sort(debt))
    is_word = said.says_more or said.brings(Kind.PROMISE)
    is_first = debt.kind is Kind.INQUIRY and is_word and not said.first_to.isdisjoint(debt.circles)
    if said.is_empty or not (is_named or is_first):
        return ()
    is_there = bool(said.gives) or is_first or not said.brings(Kind.REQUEST)
    return (*(said.gives or (Why.NAMED if is_named else Why.ANSWERED,)), Why.ELSEWHERE) if is_there else ()
