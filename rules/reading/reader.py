"""Reads a message: what its author says himself, in which language, to whom and how."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from rules.deadlines import return_day
from rules.facts import Automatic, Message, Register
from rules.reading import automatic, language, letter, quotes, register, sentences
from rules.reading.reading import Reading, Sentence
from rules.text import fold, words

_AWAY_LENGTH = 4000
_HEAD = 1000
"""Characters of the beginning in which an automatic reply says what it is."""
_LONGEST_LETTER = 50_000
"""Characters of the author's own words that are read; together with the next, it bounds the time one mail takes."""
_MOST_SENTENCES = 500
_WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?")
_NAME = re.compile(r"[a-z]{3,}")
_WE = words("nosotros nosotras nuestro nuestra nuestros nuestras we we'll we've we're we'd our ours us")
_WE_ENDINGS = ("amos", "emos", "imos")
_TOGETHER = words(
    "vamos vemos veremos veamos hablamos hablaremos hablemos comentamos quedamos acordamos coordinamos dejemos"
)
"""You and me together: they do not say that the author is several."""
_I = words(
    "yo me mi mis mio mia conmigo i i'm i'll i've i'd my he tengo puedo quedo quiero necesito estoy soy voy hago dejo "
    "creo espero tomo sigo envio mando digo escribo confirmo llamo busco guardo propongo prefiero pido respondo"
)


def read(message: Message) -> Reading:
    """Read a message. Pure and linear in the length of its text."""
    text = message.text
    own = quotes.own_lines(text)
    folded = fold(text[: own.lines[-1][1]]) if own.lines else ""
    subject = fold(message.subject)
    parts = letter.take_apart(text, folded, own.lines, _names(message.sender.name, message.sender.address))
    body = tuple(_first(sentences.split(text, folded, parts.paragraphs)))
    said = " ".join([sentence.folded for sentence in body])
    words = _WORD.findall(said)
    first, last = parts.greeting
    different = {*words, *_WORD.findall(folded, first, last)} if last else set(words)
    tongue = message.language or language.guess(different, subject)
    kind = automatic.detect(message, subject, folded[:_HEAD])
    return Reading(
        message=message,
        sentences=body,
        language=tongue,
        register=register.detect(different, " ".join([sentence.text for sentence in body]), said)
        if tongue == "es"
        else Register.NEUTRAL,
        automatic=kind,
        returns_on=_return_day(message, tongue, kind),
        greeting=text[first:last],
        goodbye=text[parts.goodbye[0] : parts.goodbye[1]],
        signature=text[parts.signature[0] : parts.signature[1]],
        plural_author=_speaks_as_many(words),
        links=message.links + said.count("http://") + said.count("https://"),
        words=len(words),
        forwarded=own.forwarded,
    )


def _speaks_as_many(said: Sequence[str]) -> bool:
    """Whether the author says "we" at least as often as "I": a firm too says "quedo pendiente" once."""
    many = sum(word in _WE or (word.endswith(_WE_ENDINGS) and word not in _TOGETHER) for word in said)
    return many > 0 and many >= sum(word in _I for word in said)


def _first(body: Sequence[Sentence]) -> Sequence[Sentence]:
    """The sentences of what is still a letter; nobody looks for a promise on page twenty of a document."""
    end = body[0].start + _LONGEST_LETTER if body else 0
    return [sentence for sentence in body[:_MOST_SENTENCES] if sentence.end <= end]


@lru_cache(maxsize=4096)
def _names(name: str, address: str) -> frozenset[str]:
    """Folded words by which an author may sign."""
    return frozenset(_NAME.findall(fold(f"{name} {address.partition('@')[0]}")))


def _return_day(message: Message, tongue: str, kind: Automatic | None) -> date | None:
    """Day on which the author of an out-of-office reply is back, where the reply names it."""
    if kind is not Automatic.OUT_OF_OFFICE:
        return None
    return return_day(f"{message.subject}\n{message.text[:_AWAY_LENGTH]}", tongue, message.date.date())
