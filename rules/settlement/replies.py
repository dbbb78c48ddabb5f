"""Does this message of theirs settle something? What they owe us, and what they show of what we owe them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.marks import Mark
from rules.settlement import matters
from rules.settlement.debts import Why
from rules.settlement.said import DECISIONS
from rules.signals import Act, Kind, Party

if TYPE_CHECKING:
    from rules.settlement.debts import Debt
    from rules.settlement.said import Reasons, Said


def replied(debt: Debt, said: Said) -> Reasons:
    """Say why a message of theirs settles what they owe, if it does. Quotes: see :func:`quote_answered`."""
    match debt.kind:
        case Kind.PROMISE | Kind.REQUEST:
            return _really_replied(debt, said)
        case Kind.STALL:
            return (Why.ANSWERED,)
        case _:
            return () if said.is_empty else (Why.RECOVERED,)


def _really_replied(debt: Debt, said: Said) -> Reasons:
    """Any real reply: not a thank-you, not one that says it is still to come."""
    if said.says_yes_to(debt):
        return (Why.ANSWERED,)
    is_price = said.has(Mark.PRICES) and debt.is_of_prices  # whatever else is still to come
    if said.is_empty or (said.has(Mark.STILL_OWED) and not (said.gives or is_price)):
        return ()
    if not said.is_in_thread_of(debt):
        return _replied_elsewhere(debt, said)
    if said.gives or is_price or said.speaks_of(debt):
        return said.gives or (Why.NAMED,)
    is_thing = debt.signal.act is Act.SEND and debt.signal.object is not None
    is_paper = debt.kind is Kind.PROMISE and (bool(debt.sorts) or is_thing)
    is_word = said.tells or said.brings(*DECISIONS)
    # A document promised for Friday does not come with Tuesday's question about something else.
    return () if is_paper and not is_word and not said.is_due(debt) else (Why.ANSWERED,)


def _replied_elsewhere(debt: Debt, said: Said) -> Reasons:
    if said.brings(*DECISIONS) and debt.signal.act is Act.ANSWER:
        return (Why.ANSWERED, Why.ELSEWHERE)
    if said.speaks_of(debt) and not said.brings(Kind.INQUIRY):
        return (*(said.gives or (Why.NAMED,)), Why.ELSEWHERE)
    return (*said.gives, Why.ELSEWHERE) if said.gives and not debt.matter else ()


def quote_answered(said: Said) -> Reasons:
    """Say what a message of theirs makes of the quote it is about: won, lost, or answered; a thank-you is nothing."""
    if said.brings(Kind.ACCEPTANCE):
        return (Why.WON,)
    if said.brings(Kind.REJECTION):
        return (Why.LOST,)
    return () if said.is_empty else (Why.ANSWERED,)


def condition_met(debt: Debt, said: Said) -> bool:
    """Say whether a message of the other side does what a conditional promise waits for: hands it over, or answers."""
    if said.is_empty or said.has(Mark.STILL_OWED, Mark.PARTIAL) or said.brings(Kind.STALL, Kind.REJECTION):
        return False
    other = Party.THEM if debt.owes is Party.US else Party.US
    if said.signals(Kind.PROMISE, other):
        return False
    if not said.is_in_thread_of(debt):
        return bool(said.gives) and said.speaks_of(debt)
    says_yes = said.brings(Kind.ACCEPTANCE)
    if said.gives or says_yes:
        return says_yes or said.speaks_of(debt) or said.is_terse or not said.words.isdisjoint(debt.awaits)
    if said.tells:
        return True
    is_question = said.brings(Kind.INQUIRY, Kind.REQUEST)
    return not is_question and (said.has(Mark.FIGURES) or said.speaks_of(debt))


def shown(debt: Debt, said: Said) -> Reasons:
    """Say why a message of the other side shows that a promise was kept by some other way, if it does."""
    if debt.by_talking and said.tells_of_meeting(debt) and not said.has(Mark.CALL_FAILED):
        return (Why.HELD,)
    has_it = said.has(Mark.RECEIVED) and not said.has(Mark.CHASES) and not said.asks_for(debt)
    is_it = said.names(debt) or said.speaks_of(debt)
    # "Y el lunes el resto" is of what its sentence spoke of.
    is_rest = not debt.matter and not said.trace.mentions.isdisjoint(matters.named_in(debt.signal.topic))
    return (Why.RECEIVED,) if has_it and (is_it or is_rest) else ()
