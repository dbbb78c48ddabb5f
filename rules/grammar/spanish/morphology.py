"""Which verb forms a written word can be, with its clitics and with or without its accents."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from rules.grammar.clause import Person, Tense
from rules.grammar.spanish.conjugation import Form
from rules.grammar.spanish.spellings import forms_of
from rules.text import fold

_CLITIC: Final = re.compile(r"se|me|te|nos|os|les|los|las|le|lo|la")
_HOSTS: Final = frozenset({Tense.INFINITIVE, Tense.GERUND, Tense.IMPERATIVE})
_FUTURE: Final = re.compile(r"^(\w+[aei]r)(e|as|a|emos|eis|an)$")
_FUTURE_PERSON: Final = {
    "e": (Person.FIRST, False), "as": (Person.SECOND, False), "a": (Person.THIRD, False),
    "emos": (Person.FIRST, True), "eis": (Person.SECOND, True), "an": (Person.THIRD, True),
}  # fmt: skip


class Word(NamedTuple):
    """What a written word may be: forms, the likeliest first, and the clitics written on to it."""

    forms: tuple[Form, ...]
    enclitics: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def analyse(text: str, folded: str, *, accents: bool) -> Word | None:
    """Give the verb forms a word can be, or None.

    An accent that is written counts; one that is missing counts only where the author writes accents and the word
    without it is another form ("envio" against "envío" is told by the author's other words).
    """
    forms = forms_of(folded)
    if forms:
        return Word(_by_accents(forms, text.lower(), accents=accents))
    if match := _FUTURE.match(folded):
        if len(folded) > 6 and (match[2] in {"emos", "eis"} or fold(text[-3:]) != text[-3:].lower()):
            person, plural = _FUTURE_PERSON[match[2]]
            return Word((Form(text, match[1], Tense.FUTURE, person, plural),))
        return None
    for length in range(len(folded) - 2, 1, -1):
        clitics = _split(folded[length:]) if "ñ" not in text[length:].lower() else ()  # "diseños" is no "di-se-nos"
        if clitics and (hosts := _hosts(folded[:length], clitics[0])):
            return Word(hosts, clitics)
    return None


def _hosts(stem: str, clitic: str) -> tuple[Form, ...]:
    """Find the forms that clitics can be written on to; "vamos" and "decidid" lose their last letter."""
    if clitic == "os":  # "envienos" is envíe-nos: only infinitives, gerunds and "decidi(d)os" take "os"
        orders = (form for form in forms_of(stem + "d") if form.tense is Tense.IMPERATIVE)
        return (*(form for form in forms_of(stem) if form.tense in _HOSTS - {Tense.IMPERATIVE}), *orders)
    forms = forms_of(stem) or (forms_of(stem + "s") if clitic == "nos" else ())
    return tuple(form for form in forms if form.tense in _HOSTS)


@lru_cache(maxsize=500)
def _split(ending: str) -> tuple[str, ...]:
    """Split what follows a verb form into clitics; empty when it is something else."""
    found = tuple(_CLITIC.findall(ending))
    return found if 1 <= len(found) <= 2 and "".join(found) == ending else ()


def _by_accents(forms: tuple[Form, ...], lower: str, *, accents: bool) -> tuple[Form, ...]:
    if len(forms) == 1:
        return forms
    exact = tuple(form for form in forms if form.spelled == lower)
    if exact and (accents or fold(lower) != lower):
        return exact
    return forms
