"""What courtesy puts between an order and its thing: "mándame **cuando puedas** el plano"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rules.grammar.clause import Tense
from rules.grammar.spanish import words
from rules.grammar.spanish.morphology import analyse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.grammar.clause import Token

_ORDERS: Final = frozenset({Tense.IMPERATIVE, Tense.INFINITIVE})
_WHEN: Final = frozenset({"cuando", "si"})
_OPENS_THING: Final = words.DETERMINERS | words.ARTICLES
_LONGEST: Final = 6
"""Words between two commas at most: what is longer says something of its own."""


def without_insertions(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Leave out the courtesies behind an order that its thing still follows."""
    kept: list[Token] = []
    place = 0
    while place < len(tokens):
        length = _length(tokens, place) if kept and _orders(kept[-1]) else 0
        if length and place + length < len(tokens) and tokens[place + length].folded[0].isalnum():
            place += length
        else:
            kept.append(tokens[place])
            place += 1
    return tuple(kept)


def _orders(token: Token) -> bool:
    word = analyse(token.text, token.folded, accents=True)
    return word is not None and (bool(word.enclitics) or any(form.tense in _ORDERS for form in word.forms))


def _length(tokens: Sequence[Token], place: int) -> int:
    """Give how many tokens a courtesy that begins here takes, its commas included; 0 where there is none."""
    folded = [token.folded for token in tokens[place : place + _LONGEST + 2]]
    if folded[0] != ",":
        return _courtesy(folded)
    if "," not in folded[1:] or not (folded[1] in _WHEN or _courtesy(folded[1:])):
        return 0
    return folded.index(",", 1) + 1


def _courtesy(folded: Sequence[str]) -> int:
    if folded[:2] == ["por", "favor"]:
        return 2
    if folded[:1] == ["porfa"]:
        return 1
    is_able = len(folded) > 2 and folded[0] in _WHEN and folded[1] in words.ABLE
    return 2 if is_able and (folded[2] in _OPENS_THING or folded[2] == ",") else 0
