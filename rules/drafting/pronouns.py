"""The gender of Spanish nouns, and the pronoun that stands for a noun phrase. What cannot be told is not guessed."""

from __future__ import annotations

import re

from rules.drafting.lexicon import (
    FEMININE,
    FEMININE_EL,
    FEMININE_ENDINGS,
    MASCULINE,
    MASCULINE_ENDINGS,
    SENT,
    SINGULAR_IN_S,
)
from rules.text import fold

ARTICLES = {"el": "lo", "la": "la", "los": "los", "las": "las"}
DEFINITE = {"un": "el", "una": "la", "unos": "los", "unas": "las"}
KEPT = re.compile(
    r"(?:\d[\d.,]*|amb[oa]s|es[eao]s?|est[eao]s?|otr[oa]s?|cada|vari[oa]s|algun[oa]s?"
    r"|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez)\b",
    re.IGNORECASE,
)
ALL = re.compile(r"tod[oa]s? (?P<article>el|la|los|las)\b", re.IGNORECASE)
POSSESSIVE = re.compile(r"\b(?P<owner>mis?|tus?|sus?|nuestr[oa]s?|vuestr[oa]s?)(?P<noun>\s+\w+)", re.IGNORECASE)
_BEFORE_COMPLEMENT = re.compile(r"\s(?:de|del|con|para|en|por|sobre|of|for|with|from|in)\s", re.IGNORECASE)
_ARTICLE_IN_COMPLEMENT = re.compile(r"\s(?:del|(?:de|con|para|en|por|sobre) (?:el|la|los|las))\s", re.IGNORECASE)
_ONE_PAPER = re.compile(r"\bpaz y salvo\b", re.IGNORECASE)
"""One paper, in Colombia, whatever its "y"."""
_JOINED = re.compile(r",\s+|\s+(?:y|e|and)\s+", re.IGNORECASE)


def gender_of(word: str) -> str | None:
    """Gender of a noun, "m" or "f", where it is known."""
    folded = fold(word).strip(" .,;:")
    for form in (folded, folded.removesuffix("s"), folded.removesuffix("es")):
        if form in MASCULINE:
            return "m"
        if form in FEMININE:
            return "f"
    single = folded.removesuffix("es") if folded.endswith("iones") else folded.removesuffix("s")
    if single.endswith(FEMININE_ENDINGS):
        return "f"
    return "m" if single.endswith(MASCULINE_ENDINGS) else None


def article(noun: str, of_gender: str) -> str:
    """The article as it sounds before a noun: "el acta"."""
    return "el" if of_gender == "la" and fold(noun) in FEMININE_EL else of_gender


def pronoun(text: str) -> str:
    """Object pronoun of a noun phrase with its determiner; empty where it cannot be told."""
    parts = _JOINED.split(_ONE_PAPER.sub("paz", text))
    first = _pronoun_of_one(parts[0])
    if len(parts) == 1 or not first:
        return first
    others = [_pronoun_of_one(part) or _bare_pronoun(part) for part in parts[1:]]
    together = "las" if all(it in {"la", "las"} for it in (first, *others)) else "los"
    if not all(others):
        return first if _BEFORE_COMPLEMENT.search(parts[0]) else ("los" if first == "los" else "")
    # "las fotos de la cocina y el baño": two things, or one of two rooms? Only where it makes no difference; but
    # "el contrato de obra y el inventario" are two, for an article goes with an article.
    if (
        _BEFORE_COMPLEMENT.search(parts[0])
        and re.search(r"\d", parts[0])
        and all(re.match(r"\d", each) for each in parts[1:])
    ):
        return first  # "la oferta de las 24 mesas y 96 sillas": a number goes with a number
    if all(map(_is_sent, parts)) and not re.search(r"\bcon\b", parts[0]):
        return together
    complement = _ARTICLE_IN_COMPLEMENT if parts[1].split()[0].lower() in ARTICLES else _BEFORE_COMPLEMENT
    return together if not complement.search(parts[0]) or together == first else ""


def _pronoun_of_one(phrase: str) -> str:
    words = phrase.split()
    first = words[0].lower()
    if match := ALL.match(phrase):
        return ARTICLES[match["article"].lower()]
    if first in ARTICLES:
        return "la" if first == "el" and len(words) > 1 and fold(words[1]) in FEMININE_EL else ARTICLES[first]
    if first in DEFINITE:
        return ARTICLES[DEFINITE[first]]
    if match := POSSESSIVE.match(phrase):
        owner = match["owner"].lower()
        gender = gender_of(match["noun"]) or {"ro": "m", "ra": "f"}.get(owner.removesuffix("s")[-2:])
        return _it(gender, plural=owner.endswith("s")) if gender else ""
    if KEPT.match(phrase) and len(words) > 1:
        gender = gender_of(words[1]) or {"a": "f", "o": "m"}.get(fold(words[1]).removesuffix("s")[-1:])
        singular = first in {"1", "cada"} or re.fullmatch(r"(?:es|est)[ea]|otr[oa]", first) is not None
        return _it(gender, plural=not singular) if gender else ""
    return ""


def _is_sent(phrase: str) -> bool:
    """Whether the noun of a phrase, behind its determiner, names something that one sends."""
    words = phrase.split()
    determined = words[0].lower() in {*ARTICLES, *DEFINITE} or POSSESSIVE.match(phrase) or KEPT.match(phrase)
    noun = fold(words[1] if determined and len(words) > 1 else words[0])
    return not SENT.isdisjoint({noun, noun.removesuffix("s"), noun.removesuffix("es")})


def _bare_pronoun(phrase: str) -> str:
    word = phrase.split(maxsplit=1)[0]
    gender = gender_of(word)
    return _it(gender, plural=is_plural(word)) if gender else ""


def is_plural(word: str) -> bool:
    """Whether a noun is in the plural."""
    folded = fold(word)
    return folded.endswith("s") and folded not in SINGULAR_IN_S and not word.isupper()


def _it(gender: str, *, plural: bool) -> str:
    return {"m": "lo", "f": "la"}[gender] + ("s" if plural else "")
