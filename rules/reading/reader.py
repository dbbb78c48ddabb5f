"""Reads a message: what its author says himself, in which language, to whom and how."""

from __future__ import annotations

import re

from rules.facts import Message, Register
from rules.reading import automatic, language, letter, quotes, register, sentences
from rules.reading.reading import Reading, Sentence
from rules.text import fold

_LINK = re.compile(r"https?://|\bwww\.\w", re.IGNORECASE)
_NAME = re.compile(r"[a-z]{3,}")
_WE = re.compile(r"\b(?:nosotros|nosotras|nuestr[oa]s?|\w{2,}(?:amos|emos|imos)|we|we'll|we've|we're|our|us)\b")


def read(message: Message) -> Reading:
    """Read a message. Pure and linear in the length of its text."""
    text = message.text
    own = quotes.own_lines(text)
    base = own.lines[0][0] if own.lines and own.lines[0][0] >= 0 else 0
    end = max((stop for _, stop in own.lines), default=0)
    folded = fold(text[base:end])
    author = frozenset(_NAME.findall(fold(f"{message.sender.name} {message.sender.address.partition('@')[0]}")))
    parts = letter.take_apart(text, folded, base, own.lines, author)
    body = tuple(sentences.split(text, folded, base, parts.paragraphs))
    words = " ".join([sentence.folded for sentence in body])
    tongue = message.language or language.guess(folded, fold(message.subject))
    greeting = text[parts.greeting[0] : parts.greeting[1]]
    kind = automatic.detect(message, folded[:1000])
    return Reading(
        message=message,
        sentences=body,
        language=tongue,
        register=register.detect(words, fold(greeting)) if tongue == "es" else Register.NEUTRAL,
        automatic=kind,
        returns_on=None,
        greeting=greeting,
        goodbye=text[parts.goodbye[0] : parts.goodbye[1]],
        plural_author=_is_plural(body),
        links=message.links + len(_LINK.findall(words)),
        words=words.count(" ") + 1 if words else 0,
        forwarded=own.forwarded,
    )


def _is_plural(body: tuple[Sentence, ...]) -> bool:
    return any(_WE.search(sentence.folded) for sentence in body)
