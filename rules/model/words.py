"""Words as the model knows them: numbers made of their letters, family, class, and what is left as a form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from rules.model.classes import class_of, widened
from rules.model.families import family

Numbers: TypeAlias = NDArray[np.uint32]

TOKEN: Final = re.compile(r"[a-z]+(?:'[a-z]+)?|\d[\d.,:/]*|[€$%£?!]|[.,;:-]")
_FORM_WORDS: Final = frozenset(
    """
    yo tu usted ustedes nosotros vosotros vos ellos ella el ellas me te le les nos os se lo la los las un una
    unos unas de del al a en con sin por para sobre hasta desde entre segun y o u e ni pero que si no ya tambien
    tampoco aun todavia cuando donde como cual cuales quien cuanto cuanta cuantos cuantas porque aunque mientras
    mi mis su sus tus nuestro nuestra nuestros nuestras vuestro vuestra vuestros vuestras este esta esto estos
    estas ese esa eso esos esas aquel muy mas menos tan tanto mucho mucha bien mal aqui alli ahi asi solo algo
    nada nadie alguien todo todos toda todas cada otro otra otros otras mismo cualquier cualquiera es son era
    fue ser soy eres somos estan estoy estamos estaba estaran estare estaremos esten sea sean he ha han hemos
    has habeis hay habia haya voy va van vamos vas vais ir iba tengo tiene tienen tenemos tienes teneis tener
    tenga tengas tengan puedo puede pueden podemos podria podrias podrian podriamos podeis poder puedes queda
    quedo quedamos quedan hago hace hacen haremos hacer haga debo debe deben quiero quiere quieren queremos
    querria quisiera quisieramos gustaria necesito necesita necesitamos espero esperamos creo gracias favor
    saludo saludos adjunto adjunta adjuntos adjuntas i you he she it we they him her us them my your his its our
    their this that these those an the of to on at by for from with without about as into after before until
    till once when where how what which who why if whether unless while because although though so and or but
    nor not yes am is are was were be been being have had do does did will would shall should can could may
    might must 'll let lets please just still yet already again also too very more less most any some all each
    every other another same there here then than now don't won't can't i'll we'll i'm we're i've we've i'd we'd
    you'll you're you've it's that's let's isn't didn't doesn't haven't wouldn't couldn't get got
    """.split()  # noqa: SIM905 - a list of words is read as one
)
"""Words that say how, not what: they are forms themselves."""
_WEEKDAYS: Final = frozenset(
    """
    lunes martes miercoles jueves viernes sabado domingo finde monday tuesday wednesday thursday friday saturday sunday
    mon tue wed thu fri sat sun
    """.split()  # noqa: SIM905 - a list of words is read as one
)
_MONTHS: Final = frozenset(
    """
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre january february march
    april june july august september october november december
    """.split()  # noqa: SIM905 - a list of words is read as one
)
_ACCENTED: Final = (("ré", "F1"), ("é", "PT1"), ("rá", "F3"), ("rán", "F3P"), ("ó", "PT3"))
_SPANISH_ENDINGS: Final = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (r"(?:[aeid]re|bre|rre)$", "F1"),
        (r"remos$", "F1P"),
        (r"[aeidb]ra$", "F3"),
        (r"[aeid]ran$", "F3P"),
        (r"(?:reis|ras)$", "F2"),
        (r"ria(?:s|n|mos|is)?$", "CD"),
        (r"[aie]ndo$", "GE"),
        (r"[aei]r(?:me|te|les?|nos|os|se|l[oa]s?|[mts]el[oa]s?|noslo|oslo)$", "INC"),
        (r"[aei]r$", "INF"),
        (r"[aei]ndo(?:me|le|te|nos|lo)$", "GEC"),
        (r"[ai]d[oa]s?$", "PP"),
        (r"[aei]mos$", "P1"),
        (r"(?:aba[ns]?|abamos|ian?|iamos)$", "IM"),
        (r"(?:aron|ieron|[ai]ste(?:is)?)$", "PT"),
        (r"(?:cion|ciones|mientos?|dad|dades|aje|encia|ancia)$", "N"),
        (r"mente$", "AV"),
        (r"[aei]d$", "IV"),
        (r"[aei](?:me|nos|les?|te|l[oa]s?|[mt]el[oa]|noslo)$", "IMC"),
        (r"[oae]s?$", ""),
        (r"n$", "n"),
    )
)
_ENGLISH_ENDINGS: Final = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (r"ing$", "ING"),
        (r"ed$", "ED"),
        (r"ly$", "LY"),
        (r"(?:tions?|ments?|ness|ity|[ae]nce)$", "N"),
        (r"ss$", "W"),
        (r"s$", "S"),
    )
)


def number(name: str) -> int:
    """Give the number of a name: the same on every machine."""
    return crc32(name.encode())


@dataclass(frozen=True, slots=True)
class Word:
    """What is known of a word wherever it stands. Zero: it has none."""

    name: int
    family: int
    written: int
    """With its accents, when it has some: "envió" is not "envío"."""
    form: int
    like: int
    """Its class."""
    wide: int
    """Its wide class."""
    letters: Numbers
    """Runs of three to five letters, borders included."""


def words_of(text: str, folded: str, language: str) -> tuple[list[int], list[Word]]:
    """Take a text apart into words and signs, and say where each starts. ``folded`` is its fold, place by place."""
    starts: list[int] = []
    words: list[Word] = []
    for match in TOKEN.finditer(folded):
        start = match.start()
        starts.append(start)
        word = match.group()
        known = _word if word[0].isdigit() else _remembered
        words.append(known(word, text[start : match.end()].lower(), language))
    return starts, words


@lru_cache(maxsize=4096)
def _remembered(folded: str, written: str, language: str) -> Word:
    """Describe a word that is no number: these come again."""
    return _word(folded, written, language)


def _word(folded: str, written: str, language: str) -> Word:
    numeric = folded[0].isdigit()
    name = "#" if numeric else folded
    kin = "" if numeric else family(folded, language)
    found = None if numeric else class_of(written, language)
    form = name if numeric or folded in _FORM_WORDS else kin or _form(folded, written, language)
    return Word(
        name=number(name),
        family=number(f"@{kin}") if kin else 0,
        written=number(f"'{written}") if written != folded and not numeric else 0,
        form=number(f"_{form}"),
        like=number(f"%{language}{found}") if found is not None else 0,
        wide=number(f"%%{language}{widened(found)}") if found is not None else 0,
        letters=_letters(folded),
    )


def _letters(word: str) -> Numbers:
    if len(word) < 4:
        return np.empty(0, np.uint32)
    word = f"<{word}>"
    runs = [word[at : at + size] for size in (3, 4, 5) for at in range(len(word) - size + 1)]
    return np.array([number(f"~{run}") for run in runs], np.uint32)


def _form(word: str, written: str, language: str) -> str:
    """Give the ending's class; it tells a verb's person and tense where the grammar saw no verb."""
    if word in _WEEKDAYS:
        return "weekday"
    if word in _MONTHS:
        return "month"
    if not word[0].isalpha():
        return word
    if language == "es":
        for ending, form in _ACCENTED:
            if written.endswith(ending):
                return form
    for pattern, form in _SPANISH_ENDINGS if language == "es" else _ENGLISH_ENDINGS:
        if match := pattern.search(word):
            return form or match.group()
    return "W"
