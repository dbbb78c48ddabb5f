"""English verbs: their irregular forms, how the regular ones are built, and which words are verbs at all.

A verb after "will" needs no list: whatever stands there is one. The list serves where English leaves
it open, as in "send it", "Shafts ship Monday" or "and confirm by Thursday".
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import Final

from rules.grammar.english.vocabulary import DOUBLED, IRREGULAR, NO_GERUNDS, NO_PARTICIPLES, REGULAR


class Form(StrEnum):
    """One-word forms of a verb."""

    BASE = "base"
    THIRD = "third"
    """"Sends"."""
    PAST = "past"
    PARTICIPLE = "participle"
    """"Sent", "written"."""
    GERUND = "gerund"
    """"Sending"."""


KNOWN: Final = REGULAR | IRREGULAR.keys()

_VOWELS = frozenset("aeiou")


def _gerund(base: str) -> str:
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")) and base != "be":
        return base[:-1] + "ing"
    if base in DOUBLED:
        return base + base[-1] + "ing"
    return base + "ing"


def _past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ied"
    if base in DOUBLED:
        return base + base[-1] + "ed"
    return base + "ed"


def _third(base: str) -> str:
    if base in {"be", "have"}:
        return {"be": "is", "have": "has"}[base]
    if base.endswith(("s", "sh", "ch", "x", "z", "o")):
        return base + "es"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ies"
    return base + "s"


@cache
def conjugate(base: str) -> dict[Form, frozenset[str]]:
    """Give the one-word forms of a verb; a regular one is doubled as British and American writers do."""
    past, participle = IRREGULAR.get(base, ((_past(base),), (_past(base),)))
    gerunds = {_gerund(base)}
    if base in {"cancel", "travel", "label", "model", "total"}:
        gerunds.add(base + "ing")
        past = (*past, base + "ed")
        participle = past
    return {
        Form.BASE: frozenset({base}),
        Form.THIRD: frozenset({_third(base)}),
        Form.PAST: frozenset({*past, "were"} if base == "be" else past),
        Form.PARTICIPLE: frozenset(participle),
        Form.GERUND: frozenset(gerunds),
    }


def _table(form: Form) -> dict[str, str]:
    return {word: base for base in sorted(KNOWN) for word in conjugate(base)[form]}


_THIRD = _table(Form.THIRD)
_PAST = _table(Form.PAST)
_PARTICIPLE = _table(Form.PARTICIPLE)
_GERUND = _table(Form.GERUND)


@cache
def lemma(word: str, form: Form) -> str | None:
    """Give the infinitive of a word if it can be that form of a verb, else None.

    "-ing" and "-ed" tell a verb even where the list does not hold it: "venmoing", "redlined".
    """
    match form:
        case Form.BASE:
            return word if word in KNOWN else None
        case Form.THIRD:
            return _THIRD.get(word)
        case Form.PAST:
            return _PAST.get(word) or _unlisted(word, "ed", NO_PARTICIPLES)
        case Form.PARTICIPLE:
            return _PARTICIPLE.get(word) or _unlisted(word, "ed", NO_PARTICIPLES)
        case Form.GERUND:
            return _GERUND.get(word) or _unlisted(word, "ing", NO_GERUNDS)


def _unlisted(word: str, ending: str, never: frozenset[str]) -> str | None:
    stem = word.removesuffix(ending)
    if stem == word or len(stem) < 2 or word in never or not _VOWELS & set(stem + "y"):
        return None
    if stem[-1] == stem[-2] and stem[-1] not in "lszf":
        return stem[:-1]
    if ending == "ed" and stem.endswith("i"):
        return stem[:-1] + "y"
    if stem.endswith(
        ("at", "iv", "uc", "ag", "ur", "iz", "is", "id", "as", "os", "us", "v", "nc", "rg", "dg", "bl", "pl", "tl")
    ):
        return stem + "e"
    return stem
