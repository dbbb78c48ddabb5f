"""Turn a text from "yo" to "nosotros", or to the usage of America: the mails are written once, in the singular.

What stands in quotation marks is somebody's own words or a note to the user, and what stands in braces is a value: both
stay as they are. The tables are in :mod:`rules.drafting.phrases`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

from rules.drafting.phrases import (
    AMERICAN,
    DETERMINERS,
    ENGLISH,
    IMPERFECT,
    NO_ENCLITIC,
    NO_VERBS,
    ONE,
    ONLY_AFTER,
    PENINSULAR,
    PLURAL,
    PRONOUNS,
    THEIRS_BEFORE,
    VERBS,
    WE,
)
from rules.drafting.pronouns import gender_of
from rules.text import fold

_KEPT = r"\{\{.*?\}\}|\{%.*?%\}|«[^«»]*»|“[^“”]*”"
_WORD = re.compile(rf"(?P<kept>{_KEPT})|(?P<word>\w+(?:'\w+)?)", re.DOTALL)

_ENCLITIC = re.compile(
    r"(?P<stem>.*[aeiáéíóú]r|dígan?|díga|di|dí|decí|decid|decíd|cuénten?|cuénta|contad?|contá|avísen?|avísa|avisad?"
    r"|corríjan?|corríge|corregid?|envíen?|envía|enviad?|mánden?|mánda|mandad?|escríban?|escríbe|respónda|llámen?)"
    r"me(?P<more>l[oa]s?)?",
    re.IGNORECASE,
)
_OTHER_BRANCH = re.compile(r"\{% if [^%]*%\}(?:[^{]*\{% else %\})?$")
"""What stands before the branch of a template that is being read: what is said before it comes before the tags."""
_ONE = re.compile(r"(?:te|le|os|les) \w{3,}o\b|(?:te|se|me|os) (?:lo|la|los|las) \w{3,}o\b", re.IGNORECASE)
"""A verb in -o after a pronoun: "te aviso", "se lo paso"."""
_TO_US = re.compile(
    r"[a-z]{2,}[aei]r(?:se)?nos(?:l[oa]s?)?|(?:di|diga|envi[ae]|mand[ae]|pas[ae]|indi(?:ca|que))nos(?:l[oa]s?)?"
)
"""The clitic of "nosotros" behind its verb: "¿podría indicarnos…?"."""


@cache
def plural(text: str, language: str) -> str:
    """Turn every first person of a text into the plural: "le dije" into "le dijimos", "I'm" into "we're"."""
    if language == "en":
        return _each_word(text, _english_plural)
    return _each_word(_each_phrase(text, PLURAL), _spanish_plural)


@cache
def american(text: str, language: str) -> str:
    """Turn a text of Spain (the perfect, *apuntar*) or of Britain into the usage of America."""
    return _each_phrase(text, AMERICAN[language])


@cache
def peninsular(text: str, language: str) -> str:
    """Turn the text for "ustedes" into the usage of Spain; English needs no change."""
    return _each_phrase(text, PENINSULAR) if language == "es" else text


def speaks_as_many(text: str) -> bool | None:
    """Whether the author of a sentence is "nosotros" ("le enviaremos") or "yo" ("I'll send"); None where nothing tells.

    The first word that tells decides: of "te paso los planos y vemos cuándo podemos colocarla" the promise comes first.
    """
    for match in re.finditer(r"\w+", text):
        word = match[0].lower()
        if word in ONE or word in VERBS or re.search(r"[aei]ré$", word) or _ONE.match(text, match.start()):
            return False
        if fold(word) in WE or _is_we(fold(word)):
            return True
    return None


def _is_we(word: str) -> bool:
    is_verb = len(word) > 4 and word.endswith("mos") and word not in NO_VERBS
    return is_verb or _TO_US.fullmatch(word) is not None


def _each_phrase(text: str, table: Iterable[tuple[str, str]]) -> str:
    for pattern, instead in table:
        text = re.sub(pattern, instead, text, flags=re.DOTALL)
    return text


def _each_word(text: str, turn: Callable[[str, str, str], str]) -> str:
    def replaced(match: re.Match[str]) -> str:
        if match["kept"] is not None:
            return match["kept"]
        return turn(match["word"], match.string[: match.start()], match.string[match.end() :])

    return _WORD.sub(replaced, text)


def _spanish_plural(word: str, before: str, after: str) -> str:
    lowered = word.lower()
    if lowered in {"mi", "mis"}:
        turned = _our(after, plural_noun=lowered == "mis")
    elif lowered in PRONOUNS:
        turned = PRONOUNS[lowered]
    elif (match := _ENCLITIC.fullmatch(word)) and lowered not in NO_ENCLITIC:
        turned = f"{match['stem']}nos{match['more'] or ''}"
    else:
        turned = _plural_verb(lowered, _last_word(before))
    return turned[:1].upper() + turned[1:] if word[:1].isupper() else turned


def _plural_verb(word: str, previous: str) -> str:
    """The verb in the plural, unless the word before shows that it is a noun or somebody else's verb."""
    if word in ONLY_AFTER:
        before, turned = ONLY_AFTER[word]
        return turned if previous in before else word
    is_other = previous in DETERMINERS or (word in IMPERFECT and previous in THEIRS_BEFORE)
    return word if is_other else VERBS.get(word, word)


def _english_plural(word: str, before: str, _after: str) -> str:
    lowered = word.lower()
    if lowered in {"am", "was"} and _last_word(before) == "i":
        return {"am": "are", "was": "were"}[lowered]
    if lowered not in ENGLISH:
        return word
    said = _OTHER_BRANCH.sub("", before).rstrip(" ")
    opens = not said.strip() or said[-1:] in {".", "?", "\n"}
    turned = ENGLISH[lowered]
    return turned.capitalize() if opens else turned


def _our(after: str, *, plural_noun: bool) -> str:
    """The possessive agrees with its noun; "mi último correo" has it in the second place."""
    nouns = [word for word in re.findall(r"\w+", after)[:2] if fold(word) not in {"ultimo", "anterior", "primer"}]
    gender = "f" if nouns[:1] == ["parte"] else gender_of(nouns[0]) if nouns else None
    return ("nuestra" if gender == "f" else "nuestro") + ("s" if plural_noun else "")


def _last_word(before: str) -> str:
    last = re.search(r"(\w+)\W*$", before)
    return last[1].lower() if last else ""
