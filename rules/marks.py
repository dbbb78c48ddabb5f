"""What a message as a whole does to the promises made before it.

A signal is what a message starts; a mark is what it does to what was there. Marks are told of the author's own words
while the text is at hand, and kept in the :class:`~rules.facts.Trace`; :mod:`rules.settlement` weighs them later.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from typing import TYPE_CHECKING, Any

import re2
from pydantic import BaseModel, ConfigDict, Field

from config import shipped_yaml, strict_yaml
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
    ASSENTS = "assents"
    """Says yes."""
    FIGURES = "figures"
    """Gives figures: a measure, a price, an account."""
    PRICES = "prices"
    """Names a price."""
    PROJECT = "project"
    """Speaks of a project (the slow cadence of quotes)."""


class _Patterns(BaseModel):
    """The patterns of one mark, as they are written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    es: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    but: tuple[str, ...] = Field(default=(), alias="not")


_MEMORY = 12 << 20
"""Bytes the matcher may use for its states; full, it forgets those it has met, and goes on."""
_REMEMBERED = 512
"""Sentences that are remembered: mails repeat each other's, and a firm its own."""


@dataclass(frozen=True, slots=True)
class _Matcher:
    """All patterns of all marks, looked for in a sentence at once and in linear time (RE2)."""

    patterns: Any
    means: tuple[tuple[Mark, bool], ...]
    """Of each pattern the mark, and whether it takes the mark away."""
    thanks: re.Pattern[str]

    @classmethod
    def load(cls) -> _Matcher:
        """Read the patterns that come with the packs."""
        text = (resources.files("rules") / "packs" / "marks.yaml").read_text(encoding="utf-8")
        told = strict_yaml.validate(dict[Mark, _Patterns], shipped_yaml.load(text, "marks.yaml"))
        options = re2.Options()
        options.max_mem = _MEMORY
        patterns = re2.Set.SearchSet(options)
        means: list[tuple[Mark, bool]] = []
        for mark, entry in told.items():
            says = () if mark is Mark.THANKS_ONLY else (*entry.es, *entry.en)
            for pattern, denies in (*((each, False) for each in says), *((each, True) for each in entry.but)):
                patterns.Add(pattern)
                means.append((mark, denies))
        patterns.Compile()
        thanks = told[Mark.THANKS_ONLY]
        return cls(patterns, tuple(means), re.compile("|".join((*thanks.es, *thanks.en))))

    def marks_in(self, folded: str) -> tuple[frozenset[Mark], frozenset[Mark]]:
        """Return what a sentence says, and what it only seems to say."""
        said: set[Mark] = set()
        denied: set[Mark] = set()
        for number in self.patterns.Match(folded) or ():
            mark, denies = self.means[number]
            (denied if denies else said).add(mark)
        return frozenset(said), frozenset(denied)


@functools.cache
def _matcher() -> _Matcher:
    return _Matcher.load()


@functools.lru_cache(maxsize=_REMEMBERED)
def _marks_in(folded: str) -> tuple[frozenset[Mark], frozenset[Mark]]:
    return _matcher().marks_in(folded)


def marks_of(reading: Reading, signals: Sequence[Signal]) -> frozenset[str]:
    """Tell what the author's own words do to earlier promises. Automatic mail does nothing."""
    if reading.automatic is not None:
        return frozenset()
    announced = [" ".join(signal.evidence.split()) for signal in signals if signal.kind in _ANNOUNCING]
    marks: set[Mark] = set()
    only_thanks = not signals and not reading.links
    for sentence in reading.sentences:
        said, denied = _marks_in(" ".join(sentence.folded.split()).rstrip(".!"))
        found = said - denied
        if found & _OF_WHAT_IS_HERE and any(each in " ".join(sentence.text.split()) for each in announced):
            found -= _OF_WHAT_IS_HERE
        marks |= found
        only_thanks = only_thanks and (Mark.THANKS_ONLY in denied or _is_empty(sentence, _matcher().thanks))
    if Mark.PROJECT in _marks_in(fold(reading.message.subject))[0]:
        marks.add(Mark.PROJECT)
    return frozenset({*marks, Mark.THANKS_ONLY} if only_thanks else marks)


_ANNOUNCING = frozenset({Kind.PROMISE, Kind.REQUEST, Kind.INQUIRY})
_OF_WHAT_IS_HERE = frozenset({Mark.DELIVERS, Mark.DONE, Mark.RECEIVED, Mark.FIGURES, Mark.PRICES})
"""Marks that a sentence which promises or asks cannot set: "mañana te mando el plano" is the present tense, too."""


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
_NO = re.compile(r"\b(?:no|not|nothing|nada)\b")
_SPARE = 1
"""Words a sentence of thanks may hold besides ("Recibido, jefe")."""


def _is_empty(sentence: Sentence, thanks: re.Pattern[str]) -> bool:
    """Whether nothing is left of a sentence without thanks, names and small words."""
    if "?" in sentence.text or any(char.isdecimal() for char in sentence.text):
        return False
    bare = thanks.sub(lambda found: " " * len(found[0]), sentence.folded)
    left = [
        found.start()
        for found in _WORD.finditer(bare)
        if found[0] not in _SMALL_WORDS and not (found.start() and sentence.text[found.start()].isupper())
    ]
    if _NO.search(bare):
        return False
    return len(left) <= (_SPARE if bare != sentence.folded else 0) or _is_name(sentence.text)


def _is_name(text: str) -> bool:
    words = _WORD.findall(text)
    return text[-1] not in ".!?" and all(word[0].isupper() or word in _SMALL_WORDS for word in words)
