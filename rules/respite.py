"""More time that somebody gives: "sin prisa, con que esté la semana que viene", "no rush, end of next week is fine"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rules import deadlines

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
_TAKES_BACK = re.compile(r"\b(?:no|not|isn't|wouldn't) (?:me |nos )?(?:vale|sirve|basta|fine|ok|okay)\b|\?")


def until(reading: Reading) -> date | None:
    """Return the day until which a message gives more time, the last one where it names several; else None."""
    if reading.automatic is not None:
        return None
    days = [day for sentence in reading.sentences for day in _days_given(sentence, reading)]
    return max(days, default=None)


def _days_given(sentence: Sentence, reading: Reading) -> list[date]:
    if not _gives_time(sentence.folded):
        return []
    folded = " ".join(sentence.folded.split())
    said = reading.message.date.date()
    found = deadlines.find(folded, language=reading.language, said=said)
    return [one.day for one in found if one.day is not None and one.kind.counts]


@lru_cache(maxsize=512)
def _gives_time(sentence: str) -> bool:
    folded = " ".join(sentence.split())
    return _GIVES.search(folded) is not None and _TAKES_BACK.search(folded) is None
