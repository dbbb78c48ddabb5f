"""More time that somebody gives or takes.

They give it: "sin prisa, con que esté la semana que viene", "no rush, end of next week is fine". We take it, by a day
alone and no verb of doing: "al final va a ser el martes", "it'll be Tuesday now".
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rules import deadlines
from rules.facts import Direction

if TYPE_CHECKING:
    from datetime import date

    from rules.reading.reading import Reading, Sentence

_GIVES = re.compile(
    r"\b(?:"
    r"sin (?:prisas?|apuros?|agobios?)|no (?:hay|tengo|tenemos|me corre|nos corre|corre|te des|se de) "
    r"(?:ninguna |tanta )?(?:prisa|apuro|urgencia)|con que (?:este|esten|lo|la|los|las|me|nos)|"
    r"(?:me|nos) (?:vale|sirve|basta)|"
    r"tom(?:a|e)(?:te|se) (?:el|tu|su|todo el) tiempo|"
    r"no (?:rush|hurry|urgency)|take your time|(?:is|would be|will be|'s) (?:\w+ly |just |also )?"
    r"(?:fine|ok|okay|soon enough|early enough|good enough)|as long as (?:i|we) (?:have|get) (?:it|them)|"
    r"(?:don't|do not) (?:really |actually )?need (?:it|them|the \w+|that|this|those) (?:until|before|till)"
    r")\b"
)
_TAKES = re.compile(
    r"(?:"
    r"(?:(?:^|[,;:.]|\b(?:y|pero|al final|finalmente|ya|entonces|asi que|que)) ?"
    r"(?:va a ser|sera|(?:tendra|tiene|va a tener) que ser)"
    r"|\bno (?:podra|va a poder|puede) ser hasta|\bse (?:me|nos) va"
    r"|\b(?:lo|la|los|las) (?:pasamos|dejamos|movemos)(?: para)?"
    r"|(?:^|[,;:.]) ?mejor)(?: ya| mejor| finalmente)?(?: el| al| a| para| para el)?"
    r"|\b(?:it(?:'ll| will| is going to|'s going to)(?: now| probably| likely)?(?: (?:have|need) to)? be|"
    r"make (?:it|that)|looks like(?: it'll be)?|"
    r"(?:slipped|slipping|pushed|moved) to)(?: on| by| now)?"
    r") $"
)
"""What stands before the day that is taken in place of the one promised."""
_NEAR: Final = 60
"""How far before the day it can begin."""
_TAKES_BACK = re.compile(r"\b(?:no|not|isn't|wouldn't) (?:me |nos )?(?:vale|sirve|basta|fine|ok|okay)\b|\?")


def until(reading: Reading) -> date | None:
    """Return the day until which a message gives or takes more time, the last one where it names several; else None."""
    if reading.automatic is not None:
        return None
    days_of = _days_taken if reading.message.direction is Direction.OUTBOUND else _days_given
    days = [day for sentence in reading.sentences for day in days_of(sentence, reading)]
    return max(days, default=None)


def _days_given(sentence: Sentence, reading: Reading) -> list[date]:
    return [day for day, _ in _days_in(sentence, reading)] if _gives_time(sentence.folded) else []


def _days_taken(sentence: Sentence, reading: Reading) -> list[date]:
    if "?" in sentence.text:
        return []
    return [day for day, before in _days_in(sentence, reading) if _TAKES.search(before)]


def _days_in(sentence: Sentence, reading: Reading) -> list[tuple[date, str]]:
    """Return the days that a sentence names, each with what stands right before it."""
    folded = " ".join(sentence.folded.split())
    said = reading.message.date.date()
    found = deadlines.find(folded, language=reading.language, said=said)
    return [
        (one.day, folded[max(0, one.start - _NEAR) : one.start])
        for one in found
        if one.day is not None and one.kind.counts
    ]


@lru_cache(maxsize=512)
def _gives_time(sentence: str) -> bool:
    folded = " ".join(sentence.split())
    return _GIVES.search(folded) is not None and _TAKES_BACK.search(folded) is None
