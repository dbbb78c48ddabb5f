"""The day by which something is due, as a message says it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from rules import deadlines
from rules.deadlines import DeadlineKind
from rules.signals import Kind
from rules.text import fold

if TYPE_CHECKING:
    from datetime import date

    from rules.grammar.clause import Span
    from rules.language.matching import Hit
    from rules.reading.reading import Reading, Sentence
    from rules.signals import Signal

_BEING_THERE: Final = frozenset({"tener", "haber", "quedar", "estar", "have", "be", "exist"})
_BY: Final = re.compile(r"\b(?:antes|para (?:el|la|antes)|hasta|a mas tardar|by|before|until|no later)\b")
_SINCE: Final = r"(?:desde|a partir del?|starting|from|as of|effective)\b"
"""What makes a day the first of many, before it or as the beginning of its name."""
_FROM: Final = re.compile(rf"\b{_SINCE}(?: (?:el|on))? ?$")
_BEGINS: Final = re.compile(_SINCE)
_OCCASION: Final = re.compile(
    r"\b(?:para|for) (?:(?:un|una|el|la|los|las|mi|mis|nuestr[oa]s?|an?|the|our|my) )?"
    r"(?:(?!para\b|for\b|el\b|la\b|on\b)\w+ ){1,4}(?:(?:el|del|on|of) )?(?:dia |the )?$"
)
"""What is asked for an occasion, and the day is that of the occasion: "precio **para una comunión** el 16 de mayo"."""
_UP_TO: Final = re.compile(r"\b(?:hasta|until|till|til)\b")
_LEAD: Final = 12
"""Characters before a time in which the words stand that make it a deadline."""
_NOW: Final = re.compile(r"(?:ahora|ahorita|now)(?: mismo)?|right now|(?:at|for) the moment|de momento|por ahora")
_NORTH: Final = timedelta(hours=7)
"""Zones further east in which English is written are Australia's and New Zealand's, where summer is in January."""


class Due(NamedTuple):
    """The day by which something is due, None where it cannot be computed, and the words that say so."""

    day: date | None
    text: str


def due_of(hit: Hit) -> Due | None:
    """Find the day by which what a rule found is due; None where nothing is said of it."""
    start, end = hit.start - hit.sentence.start, hit.end - hit.sentence.start
    if hit.clause is not None and hit.rule.kind is Kind.PROMISE:
        start = min([hit.clause.start, *(time.start for time in hit.clause.times)])
        end = max([hit.clause.end, *(time.end for time in hit.clause.times)])
    own = deadlines.pick(hit.deadlines, start, end, (0, len(hit.sentence.text)))
    if own is not None and _is_of_what_is_asked(hit, own):
        return None
    if hit.rule.kind is not Kind.PROMISE or (own is not None and own.kind is not DeadlineKind.CLOCK):
        return Due(own.day, words_of(hit.sentence, own)) if own is not None else None
    language, said = hit.rule.language, hit.sentence.folded
    if own is None and (handed := deadlines.handed_on(hit.deadlines, start, said, language)) is not None:
        return Due(handed.day, words_of(hit.sentence, handed))
    if hit.agreed is not None and hit.before is not None and deadlines.is_done_there(said[start:end], language):
        return Due(hit.agreed.day, words_of(hit.before, hit.agreed))
    return Due(own.day, words_of(hit.sentence, own)) if own is not None else None


def lasts(hit: Hit) -> bool:
    """Tell whether a promise is one to keep things as they are up to a day: "os guardo la fecha **hasta el viernes**".

    "Give me **until Friday** and I'll send it" is to be done by then.
    """
    clause = hit.clause
    if clause is None or clause.verb is None:
        return False
    own = deadlines.pick(hit.deadlines, clause.start, clause.end, (0, len(hit.sentence.text)))
    if own is None or own.start < clause.verb.end:
        return False
    return _UP_TO.search(hit.sentence.folded[clause.verb.end : own.end]) is not None


def _is_of_what_is_asked(hit: Hit, time: deadlines.Deadline) -> bool:
    """Tell whether the day is that of what is asked about, and the answer may well come before it.

    "¿Tienen sitio **el viernes**?", "precio para una boda **el 16 de mayo**", "can you take us **from May 1**?"
    """
    if hit.rule.kind is not Kind.INQUIRY:
        return False
    before, named = hit.sentence.folded[: time.start], hit.sentence.folded[time.start : time.end]
    if _FROM.search(before) or _BEGINS.match(named) or _OCCASION.search(before):
        return True
    said = hit.sentence.folded[max(0, time.start - _LEAD) : time.end]
    verb = hit.clause.verb if hit.clause is not None else None
    return verb is not None and verb.lemma in _BEING_THERE and _BY.search(said) is None


def put_off(signal: Signal, reading: Reading) -> Signal:
    """Give a stall the day that its words name, and where they name a month alone, that on which it begins.

    "Más adelante, **ahora** andamos liados" names the time at which it is not to be.
    """
    if signal.kind is Kind.STALL and _NOW.fullmatch(fold(signal.due_text or "")):
        signal = replace(signal, due=None, due_text=None)
    if signal.kind is not Kind.STALL or signal.due is not None:
        return signal
    message = reading.message
    if (named := deadlines.day_put_off_to(signal.evidence, reading.language, message.date.date())) is not None:
        return replace(signal, due=named)
    south = reading.language == "en" and (message.date.utcoffset() or _NORTH) > _NORTH
    day = deadlines.month_put_off_to(signal.evidence, reading.language, message.date.date(), seasons=not south)
    return replace(signal, due=day)


def words_of(sentence: Sentence, place: Span | deadlines.Deadline) -> str:
    """Give the words that stand in a place of a sentence."""
    return sentence.text[place.start : place.end]
