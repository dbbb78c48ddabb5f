"""What a conversation is about, and what its quote is called: by its subject, and by the thread's own words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rules.addressing import base_subject
from rules.drafting.meetings import Meeting, read_title
from rules.drafting.nouns import thing, topic
from rules.drafting.quoting import is_quotation, plain
from rules.drafting.thing import Thing
from rules.signals import Kind
from rules.text import fold

if TYPE_CHECKING:
    from rules.drafting.occasion import Occasion

_A_QUOTE = {
    "es": re.compile(r"\b(?:presupuesto|cotizaci[oó]n|propuesta|oferta|proforma)\b", re.IGNORECASE),
    "en": re.compile(r"\b(?:quote|quotation|proposal|estimate|offer)\b", re.IGNORECASE),
}
_IS_FOR = {
    "es": re.compile(
        r"(?:el|la|su|tu|nuestr[oa]) (?:presupuesto|cotizaci[oó]n|propuesta|oferta|proforma)"
        r" (?:de(?P<the>l)?|para|por) (?P<what>.+)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"(?:the|our|your) (?:\w+ )?(?:quote|quotation|proposal|estimate|offer)(?: [\w-]*\d[\w-]*)? (?:for|on)(?P<the>)"
        r" (?P<what>.+)",
        re.IGNORECASE,
    ),
}
_DECIDED = frozenset({Kind.STALL, Kind.ACCEPTANCE})
"""What is put off or said yes to is the quote of the thread."""


def about(occasion: Occasion) -> str:
    """What it is about, as a noun phrase: of a meeting what its title says to those who were there, else the subject.

    A subject that would have to be quoted gives way to the thread's own words: to "the" before the same words in a
    sentence of it, or to the quote that they put off or said yes to.
    """
    commitment = occasion.commitment
    if commitment.kind is Kind.MEETING:
        return meeting_of(occasion).topic
    subject = base_subject(plain(commitment.subject))
    found = topic(subject, occasion.language, occasion.register)
    if is_quotation(found):
        quote = _quote_sent(occasion) if commitment.kind in _DECIDED else None
        found = _spoken_of(subject, occasion) or (quote.text if quote else found)
    return _started(occasion, found) if commitment.kind is Kind.ACCEPTANCE else found


def quote_of(occasion: Occasion, found: Thing | None) -> Thing:
    """The document with the price, as it is called in this thread."""
    commitment, language = occasion.commitment, occasion.language
    if found and not found.is_clause and (is_quote(found.text, language) or commitment.kind is Kind.QUOTE):
        return found
    spoken = [
        signal.evidence for trace in reversed(occasion.thread) for signal in trace.signals if signal.kind is Kind.QUOTE
    ]
    called = _A_QUOTE[language].search(" ".join([commitment.evidence, base_subject(commitment.subject), *spoken]))
    named = _quote_sent(occasion)
    if named is None and called:
        named = thing(called[0].lower(), language)
    return named or (Thing(text="the proposal", it="it") if language == "en" else Thing(text="la propuesta", it="la"))


def was_quoted(occasion: Occasion) -> bool:
    """Whether we gave them a price, as far as the mail tells: what they turn down may be no more than a visit."""
    return any(
        signal.kind is Kind.QUOTE for trace in (*occasion.thread, *occasion.elsewhere) for signal in trace.signals
    )


def is_quote(named: str, language: str) -> bool:
    """Whether a thing is the document with the price."""
    return _A_QUOTE[language].search(named) is not None


def meeting_of(occasion: Occasion) -> Meeting:
    """How to speak of the meeting to those who were in it."""
    people = (*occasion.readers, occasion.sender, occasion.commitment.counterparty)
    return read_title(occasion.commitment.subject, people, occasion.language, occasion.register)


def _quote_sent(occasion: Occasion) -> Thing | None:
    """The latest quote of this thread that was called one, by its name there."""
    sent = (
        signal.object
        for trace in reversed(occasion.thread)
        for signal in trace.signals
        if signal.kind is Kind.QUOTE and signal.object and is_quote(signal.object, occasion.language)
    )
    return thing(next(sent, None), occasion.language, register=occasion.register, many=occasion.is_plural)


def _started(occasion: Occasion, found: str) -> str:
    """What a yes starts: not "el presupuesto de la terraza" but what it is for, "la terraza"."""
    match = _IS_FOR[occasion.language].match(found)
    if match is None:
        return found
    what = thing(("el " if match["the"] else "") + match["what"], occasion.language, register=occasion.register)
    return what.text if what and not what.is_clause else found


def _spoken_of(subject: str, occasion: Occasion) -> str:
    """The words of the subject with their article, where a sentence of the thread has them so."""
    words = re.compile(rf"\b(?:the|el|la|los|las) {re.escape(fold(subject))}\b")
    for trace in occasion.thread:
        for signal in trace.signals:
            said = plain(signal.evidence)
            if match := words.search(fold(said)):
                return said[match.start() : match.end()]
    return ""
