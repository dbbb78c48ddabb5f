"""The thing owed as a sentence needs it: its words with article, and the pronoun that stands for it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rules.drafting.days import MONTHS, WEEKDAYS, contract
from rules.text import fold

_ENDS_IN_DAY = re.compile(
    rf"(?:\b(?:{'|'.join((*WEEKDAYS['es'], *WEEKDAYS['en'], *MONTHS['es'], *MONTHS['en']))})"
    r"(?:\s+\d+)?|\d+/\d+(?:/\d+)?)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A noun phrase with its article, ready for a sentence, and the pronoun that stands for it."""

    text: str
    it: str
    """Object pronoun: lo, la, los, las; in English it, them."""
    is_clause: bool = False

    @property
    def of(self) -> str:
        """The same after "de", contracted; clauses take no "de" and stay as they are."""
        return self.text if self.is_clause else contract(f"de {self.text}")

    @property
    def capital(self) -> str:
        """The same at the start of a sentence."""
        return self.text[:1].upper() + self.text[1:]

    @property
    def ends_in_day(self) -> bool:
        """Whether it ends in a day ("el plano del martes"), so that no other day may follow it."""
        return bool(_ENDS_IN_DAY.search(self.text))


def join(things: list[Thing], language: str) -> Thing:
    """Join several things into one: "el acta y los planos", with the pronoun for all."""
    if len(things) == 1:
        return things[0]
    if language == "en":
        word, it = "and", "them"
    else:
        word = "e" if re.match(r"h?i(?!e)", fold(things[-1].text)) else "y"
        it = "las" if all(each.it in {"la", "las"} for each in things) else "los"
    first = ", ".join(each.text for each in things[:-1])
    return Thing(text=f"{first} {word} {things[-1].text}", it=it)


_ALL = re.compile(r"^(?:tod[oa]s (?=l[oa]s )|all (?:of )?(?=the |my |our |your )|all (?=\d))", re.IGNORECASE)


def rest_of(thing: Thing, language: str) -> Thing:
    """What is left of a thing of which a part was given: "el resto de las fotos"."""
    whole = Thing(text=_ALL.sub("", thing.text), it=thing.it)
    return Thing(
        text=f"the rest of {whole.text}" if language == "en" else f"el resto {whole.of}",
        it="it" if language == "en" else "lo",
    )


def lower_first(phrase: str) -> str:
    """Begin a phrase with a small letter, unless its first word has capitals within, as abbreviations do."""
    first = phrase.split(maxsplit=1)[0]
    return phrase if first[1:] != first[1:].lower() else phrase[:1].lower() + phrase[1:]
