"""English words as they are written in mail: contractions, phone spelling, missing apostrophes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rules.grammar.clause import Token
from rules.grammar.english.verbs import KNOWN
from rules.grammar.english.vocabulary import SPELLINGS, SPLITS

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = re.compile(
    r"https?://\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\d[\d.,:/]*\d\w*|[ap]\.m\b\.?|[^\W\d_]+(?:-[^\W\d_]+)+|[^\W\d_]&[^\W\d_]\b|\w+(?:'\w+)*'?|\S"
)

_ENDINGS = {"'ll": "will", "'re": "are", "'m": "am", "'ve": "have", "'d": "would", "n't": "not", "'s": "'s"}
_BE = frozenset(
    {
        "he",
        "she",
        "it",
        "that",
        "there",
        "here",
        "what",
        "who",
        "where",
        "how",
        "when",
        "this",
        "everything",
        "everyone",
    }
)


_OPENERS = frozenset({*",.;:-!?(", "and", "but", "so", "then", "ok", "yes"})
_HIDING = {"ill": "i", "well": "we", "hell": "he", "shell": "she"}
"""Words that are a pronoun and "will" where the apostrophe is left out."""
_UNWELL = frozenset(
    {"fell", "feel", "feeling", "was", "is", "been", "taken", "very", "so", "seriously", "are", "were", "be"}
)
"""Words before "ill" that make it the adjective."""


def tokenise(text: str, folded: str) -> tuple[Token, ...]:
    """Divide a sentence into words and signs, abbreviations written out.

    A contraction becomes two words that share its place. "ill" and "well" are "I will" and "we will" only where a
    verb follows and nothing else would make sense; "its" is left alone.
    """
    found = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(folded)]
    tokens: list[Token] = []
    for place, (word, start, end) in enumerate(found):
        before = found[place - 1][0] if place else ","
        following = found[place + 1][0] if place + 1 < len(found) else ""
        for written_out, first, last in _expand(word, start, end, before, following):
            tokens.append(Token(text=text[first:last], folded=written_out, start=first, end=last))
    return tuple(tokens)


def _expand(word: str, start: int, end: int, before: str, following: str) -> Iterator[tuple[str, int, int]]:
    if word in SPLITS:
        first, second = SPLITS[word]
        middle = min(start + len(first), end - 1)
        yield first, start, middle
        yield second, middle, end
        return
    if word in _HIDING and _hides_will(word, before, following):
        pronoun = _HIDING[word]
        yield pronoun, start, start + len(pronoun)
        yield "will", start + len(pronoun), end
        return
    for ending, expansion in _ENDINGS.items():
        if word.endswith(ending) and len(word) > len(ending):
            middle = end - len(ending)
            stem = word[: -len(ending)]
            yield SPELLINGS.get(stem, stem), start, middle
            yield ("is" if expansion == "'s" and stem in _BE else expansion), middle, end
            return
    yield SPELLINGS.get(word, word), start, end


def _hides_will(word: str, before: str, following: str) -> bool:
    """Tell "ill send it" from "he fell ill", and "well send it" from "well below"."""
    if following not in KNOWN and following not in {"then", "also", "just", "prob", "probably"}:
        return False
    return before in _OPENERS or (word == "ill" and before not in _UNWELL)
