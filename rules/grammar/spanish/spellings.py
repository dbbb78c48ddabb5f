"""Which verbs a spelling may be a form of.

Writing down all forms of all verbs would take a third of a second at every start, and memory for good: 2,300 verbs have
some 110,000. But nine in ten are built as a model of their kind is, so that of those the roots are enough.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from rules.grammar.clause import Person, Tense
from rules.grammar.spanish.conjugation import LEMMAS, PARTICIPLES_IN, SETS, Form, conjugate
from rules.text import fold

_MODELS: Final = {
    "car": "buscar",
    "gar": "pagar",
    "zar": "cruzar",
    "ar": "hablar",
    "er": "comer",
    "ir": "subir",
}
"""By how an infinitive ends, the longest first: the verb whose endings its forms have."""
_SPELT_ANEW: Final = tuple("aegijoquzc")
"""What the stems end in of verbs in -er and -ir whose spelling changes with the ending."""
_FAMILIES: Final = ("ducir", *PARTICIPLES_IN)
"""What verbs end in whose past goes its own way, whoever names them."""
_REGULAR: Final = SETS["regular"].difference(*(verbs for name, verbs in SETS.items() if name != "regular"))


def forms_of(folded: str) -> tuple[Form, ...]:
    """Give the forms of any verb that are spelled so but for their accents."""
    return tuple(
        form for lemma in _known().lemmas_of(folded) for form in conjugate(lemma) if fold(form.spelled) == folded
    )


def first_persons() -> frozenset[str]:
    """Give every first person of the present, singular, folded."""
    return _known().firsts()


def learn(lemma: str) -> None:
    """Let a verb be recognised that only somebody's own lexicon names; it is conjugated as a regular one."""
    if lemma not in LEMMAS:
        _known().enter(lemma)


def tail_of(lemma: str) -> str:
    """Give the end of an infinitive by which its model is found; nothing where the verb goes its own way."""
    if lemma.endswith(_FAMILIES) or (lemma in LEMMAS and lemma not in _REGULAR):
        return ""
    tail = next((tail for tail in _MODELS if lemma.endswith(tail)), "")
    return "" if tail in {"er", "ir"} and lemma[:-2].endswith(_SPELT_ANEW) else tail


@cache
def endings_of(tail: str) -> frozenset[str]:
    """Give what the folded forms of the verbs with that tail end in, after their root."""
    model = _MODELS[tail]
    return frozenset(fold(form.spelled)[len(model) - len(tail) :] for form in conjugate(model))


class _Known:
    """Whose forms there are: roots of the verbs that follow a model, whole spellings of the others."""

    def __init__(self) -> None:
        self._order: dict[str, int] = {}
        """The verbs, in the order they were entered."""
        self._spelt: dict[str, list[str]] = {}
        self._rooted: dict[tuple[str, str], list[str]] = {}
        self._firsts: set[str] = set()
        self._tails: dict[str, tuple[str, ...]] = {}
        for tail in _MODELS:
            for ending in endings_of(tail):
                self._tails[ending] = (*self._tails.get(ending, ()), tail)
        self._longest = max(map(len, self._tails))

    def enter(self, lemma: str) -> None:
        """Add a verb, once."""
        if lemma in self._order:
            return
        self._order[lemma] = len(self._order)
        if tail := tail_of(lemma):
            self._rooted.setdefault((fold(lemma.removesuffix(tail)), tail), []).append(lemma)
            return
        forms = conjugate(lemma)
        self._firsts |= {
            fold(form.spelled)
            for form in forms
            if form.person is Person.FIRST and not form.plural and form.tense is Tense.PRESENT
        }
        for folded in {fold(form.spelled) for form in forms}:
            self._spelt.setdefault(folded, []).append(lemma)

    def lemmas_of(self, folded: str) -> list[str]:
        """Give the verbs that have such a form, in the order they were entered."""
        found = list(self._spelt.get(folded, ()))
        for size in range(min(self._longest, len(folded)) + 1):
            at = len(folded) - size
            for tail in self._tails.get(folded[at:], ()):
                found += self._rooted.get((folded[:at], tail), ())
        return found if len(found) < 2 else sorted(found, key=self._order.__getitem__)

    def firsts(self) -> frozenset[str]:
        """Give the first persons of the present, singular, of all verbs."""
        return frozenset(self._firsts).union(root + tail[:-2] + "o" for root, tail in self._rooted)


@cache
def _known() -> _Known:
    known = _Known()
    for lemma in sorted(LEMMAS):
        known.enter(lemma)
    return known
