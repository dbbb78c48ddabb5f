"""What a message as a whole does to the promises made before it.

A signal is what a message starts; a mark is what it does to what was there. Marks are told of the author's own words
while the text is at hand, and kept in the :class:`~rules.facts.Trace`; :mod:`rules.settlement` weighs them later.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from enum import StrEnum
from importlib import resources
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from config import strict_yaml
from rules.signals import Kind
from rules.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.reading.reading import Reading, Sentence
    from rules.signals import Signal


class Mark(StrEnum):
    """One thing a message does to what was owed before it."""

    THANKS_ONLY = "thanks_only"
    """Thanks or acknowledges, and says nothing else."""
    STILL_OWED = "still_owed"
    """Says that it is not ready, or how far it has come."""
    PARTIAL = "partial"
    """Gives a part, and says that the rest is to come."""
    DELIVERS = "delivers"
    """Says that here it is."""
    DONE = "done"
    """Reports that it has been done."""
    LET_OFF = "let_off"
    """Says that it is not needed any more."""
    WITHDRAWN = "withdrawn"
    """Says that what was promised will not come after all."""
    CALL_HELD = "call_held"
    CALL_FAILED = "call_failed"
    MEETING_HELD = "meeting_held"
    RECEIVED = "received"
    """Says that it has come, by whatever way."""
    CHASES = "chases"
    """Asks after what was promised."""
    MOVED = "moved"
    """Puts a call or a meeting off to another day."""
    FIGURES = "figures"
    """Gives figures: a measure, a price, an account."""
    PROJECT = "project"
    """Speaks of a project (the slow cadence of quotes)."""


class _Patterns(BaseModel):
    """The patterns of one mark, as they are written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    es: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    but: tuple[str, ...] = Field(default=(), alias="not")


@functools.cache
def _patterns() -> dict[Mark, tuple[re.Pattern[str], re.Pattern[str] | None]]:
    text = (resources.files("rules") / "packs" / "marks.yaml").read_text(encoding="utf-8")
    told = strict_yaml.validate(dict[Mark, _Patterns], strict_yaml.load(text, "marks.yaml"))
    return {
        mark: (_any_of((*entry.es, *entry.en)), _any_of(entry.but) if entry.but else None)
        for mark, entry in told.items()
    }


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def marks_of(reading: Reading, signals: Sequence[Signal]) -> frozenset[str]:
    """Tell what the author's own words do to earlier promises. Automatic mail does nothing."""
    if reading.automatic is not None:
        return frozenset()
    announced = [" ".join(signal.evidence.split()) for signal in signals if signal.kind in _ANNOUNCING]
    told = [" ".join(sentence.folded.split()).rstrip(".!") for sentence in reading.sentences]
    past = [
        folded
        for folded, sentence in zip(told, reading.sentences, strict=True)
        if not any(evidence in " ".join(sentence.text.split()) for evidence in announced)
    ]
    marks: set[Mark] = {
        mark
        for mark in Mark
        if mark is not Mark.THANKS_ONLY and _is_said(past if mark in _OF_WHAT_IS_HERE else told, *_patterns()[mark])
    }
    if _patterns()[Mark.PROJECT][0].search(fold(reading.message.subject)):
        marks.add(Mark.PROJECT)
    if not signals and not reading.links and _only_thanks(reading.sentences):
        marks.add(Mark.THANKS_ONLY)
    return frozenset(marks)


_ANNOUNCING = frozenset({Kind.PROMISE, Kind.REQUEST, Kind.INQUIRY})
_OF_WHAT_IS_HERE = frozenset({Mark.DELIVERS, Mark.DONE, Mark.RECEIVED, Mark.FIGURES})
"""Marks that a sentence which promises or asks cannot set: "mañana te mando el plano" is the present tense, too."""


def _is_said(sentences: Iterable[str], pattern: re.Pattern[str], but: re.Pattern[str] | None) -> bool:
    return any(pattern.search(sentence) and not (but and but.search(sentence)) for sentence in sentences)


_SMALL_WORDS = frozenset({
    "a", "al", "all", "and", "ante", "arquitecta", "asi", "at", "bien", "buenas", "con", "contador", "de", "dear",
    "del", "doctor", "doctora", "don", "dona", "el", "ella", "en", "equipo", "es", "eso", "esta", "este",
    "estimada", "estimado", "for", "ha", "he", "hello", "hi", "hola", "i", "in", "ingeniera", "ingeniero", "is",
    "it", "la", "las", "le", "les", "licenciado", "lo", "los", "me", "mi", "mr", "mrs", "ms", "muy", "my", "nos",
    "o", "of", "on", "os", "our", "para", "pero", "por", "que", "querida", "querido", "se", "senor", "senora",
    "si", "sir", "so", "sr", "sra", "su", "sus", "te", "that", "the", "this", "to", "todo", "todos", "tu", "tus",
    "un", "una", "usted", "very", "we", "with", "y", "ya", "you", "your",
})  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_SPARE = 1
"""Words a sentence of thanks may hold besides ("Recibido, jefe")."""


def _only_thanks(sentences: Sequence[Sentence]) -> bool:
    """Whether nothing is left without thanks, names, small words and small print; a bare greeting counts, too."""
    return all(_is_empty(sentence) for sentence in sentences)


def _is_empty(sentence: Sentence) -> bool:
    thanks, small_print = _patterns()[Mark.THANKS_ONLY]
    if small_print and small_print.search(sentence.folded):
        return True
    if "?" in sentence.text or any(char.isdecimal() for char in sentence.text):
        return False
    bare = thanks.sub(lambda found: " " * len(found[0]), sentence.folded)
    left = [
        found.start()
        for found in _WORD.finditer(bare)
        if found[0] not in _SMALL_WORDS and not (found.start() and sentence.text[found.start()].isupper())
    ]
    return len(left) <= (_SPARE if bare != sentence.folded else 0) or _is_name(sentence.text)


def _is_name(text: str) -> bool:
    words = _WORD.findall(text)
    return text[-1] not in ".!?" and all(word[0].isupper() or word in _SMALL_WORDS for word in words)
