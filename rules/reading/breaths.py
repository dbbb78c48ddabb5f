"""Breaths: how much of a message says one thing. Places are offsets into the message's text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rules.reading.reading import Reading, Sentence

_LONG: Final = 240
"""Evidence of more characters than this is a story, no quotation."""
_APART: Final = 3
"""Characters between two sentences of one breath."""


def whole(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """Give the sentences that a place lies in: cut at "porque…" or "si…" it would say less than its author did."""
    return _within(_around(reading, start, end), start, end)


def told(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """Give the sentences that a place lies in, with the one before it, or the one after where it opens the message.

    Who complains tells what happened and says what he thinks of it, and either may come first.
    """
    inside = _around(reading, start, end)
    if not inside:
        return start, end
    sentences = reading.sentences
    first, last = sentences.index(inside[0]), sentences.index(inside[-1])
    if first > 0 and _adjoins(sentences[first - 1], sentences[first]):
        inside = [sentences[first - 1], *inside]
    elif last + 1 < len(sentences) and _adjoins(sentences[last], sentences[last + 1]):
        inside = [*inside, sentences[last + 1]]
    if inside[-1].end - inside[0].start > _LONG:
        return whole(reading, start, end)
    return inside[0].start, inside[-1].end


def leant_on(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """Give a place with the sentence before it, which says what it is about: "Is **that** something you do?"."""
    inside = _around(reading, start, end)
    first = reading.sentences.index(inside[0]) if inside else 0
    before = reading.sentences[first - 1] if first else None
    tells = before is not None and _adjoins(before, inside[0]) and "?" not in before.text
    return (before.start, end) if before is not None and tells and end - before.start <= _LONG else (start, end)


def _around(reading: Reading, start: int, end: int) -> list[Sentence]:
    return [each for each in reading.sentences if each.start < end and start < each.end]


def _within(inside: list[Sentence], start: int, end: int) -> tuple[int, int]:
    if not inside or inside[-1].end - inside[0].start > _LONG:
        return start, end
    return inside[0].start, inside[-1].end


def _adjoins(one: Sentence, other: Sentence) -> bool:
    return one.paragraph == other.paragraph and other.start - one.end < _APART
