"""The layout of a sentence: its words, the pieces between its signs, and clauses in the making."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.grammar.clause import Context, Link, Mood, Role
from rules.grammar.english.vocabulary import ABBREVIATIONS
from rules.grammar.english.words import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.grammar.english.scan import Group
    from rules.reading.reading import Sentence


@dataclass(slots=True, kw_only=True)
class Draft:
    """A clause while it is being put together; places are numbers of tokens."""

    start: int
    end: int
    group: Group | None
    link: Link = Link.MAIN
    subordinator: str = ""
    subject: Role = Role.NOBODY
    subject_span: tuple[int, int] | None = None
    moods: set[Mood]
    waits_on: Role | None = None
    piece: int = 0
    complement: bool = False
    joined: bool = False
    """Follows the clause before it with "and"."""


class Layout:
    """One sentence in words, divided at the signs that no clause crosses."""

    def __init__(self, sentence: Sentence, context: Context) -> None:
        """Take a sentence and what is known of it."""
        self.sentence = sentence
        self.context = context
        self.tokens = tokenise(sentence.text, sentence.folded)
        self.words = [token.folded for token in self.tokens]

    def _pieces(self) -> Iterator[tuple[int, int]]:
        """Divide at the signs that no clause crosses."""
        start = 0
        for place, word in enumerate(self.words):
            if (
                word in {";", "!", "?", "(", ")", ":"}
                or (word == "." and self._full_stop(place))
                or (word in {"-", "*", "|", "/"} and self._spaced(place))
            ):
                if place > start:
                    yield start, place
                start = place + 1
        if start < len(self.words):
            yield start, len(self.words)

    def _full_stop(self, place: int) -> bool:
        before = self.words[place - 1] if place else ""
        apart = place + 1 >= len(self.tokens) or self.tokens[place + 1].start > self.tokens[place].end
        return apart and before not in ABBREVIATIONS and (len(before) > 1 or before.isdigit() or before in {"i", "x"})

    def _spaced(self, place: int) -> bool:
        token = self.tokens[place]
        folded = self.sentence.folded
        return (token.start == 0 or folded[token.start - 1] == " ") and folded[token.end : token.end + 1] in {" ", ""}
