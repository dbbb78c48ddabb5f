"""Give people their questions back: with their marks, as they asked them, in the order in which they did."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rules.drafting.quoting import quotation, quoted
from rules.grammar.clause import Person, Tense
from rules.grammar.spanish.morphology import analyse
from rules.text import fold

_LONGEST = 40  # words of a question that is given back to who asked it
_ASKS = {
    "es": re.compile(
        r"(?:y )?(?:(?:me|nos|te|lo|la|los|las|le|se) )*"
        r"(?:(?:por|para|a|en|de|con) qué|qué|cuánt\w+|cuándo|cómo|cuál\w*|dónde|quién\w*"
        r"|podr\w+|pued\w+|podéis|podés|sab\w+|tienen|tiene|tienes|tenéis|tenés|hacen|hace|haces|hacéis|hacés"
        r"|trabaj\w+|sería\w*|hay|está\w*|es posible)\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"(?:and )?(?:how|what|when|where|which|who|why|do|does|did|can|could|would|will|is|are|have|has)\b",
        re.IGNORECASE,
    ),
}
_CLITICS = re.compile(
    r"(?:(?:y|además|también|no|vosotros|ustedes|usted|vos|tú) )*(?:(?:me|nos|te|os|lo|la|los|las|le|les|se) )*"
)
_WANTS_TO_KNOW = {
    "es": re.compile(
        r"(?:.*?\b)?(?:quer\w+|quis\w+|gustar[ií]a|necesit\w+|interes\w+|ruego|rogamos)\b[^.?]*?"
        r"\b(?:saber|conocer|(?:me|nos) (?:diga|indi)\w*|consultar\w*|preguntar\w*)\b(?: también)? "
        r"(?=(?:si|qué|cuánt\w+|cuándo|cómo|cuál\w*|dónde|quién\w*|(?:a|en|de|con|para|por) qué)\b)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"(?:.*?\b)?(?:like|want|need|wanted|wondering|love)\b(?: to (?:know|ask|find out))? "
        r"(?=(?:if|whether|how|what|when|where|which|who)\b)",
        re.IGNORECASE,
    ),
}
_BEFORE = re.compile(r"^(?:hola|buenas|buenos días|hi|hello|también|además|y|and|also),? ", re.IGNORECASE)


def asked(sentence: str, language: str) -> str:
    """Say a question of theirs again: "¿Se admiten perros?", or "si hacen armarios" of "querría saber si…".

    The marks may be missing, or the rule may have left them outside. What is no question is quoted.
    """
    words = quotation(sentence, longest=_LONGEST).strip("¿?")
    if not words:
        return quoted(sentence, language, longest=_LONGEST)
    if "?" not in sentence and (wish := _WANTS_TO_KNOW[language].match(words)):
        return words[wish.end() :]
    if not ("?" in sentence or sentence.startswith("¿") or _is_question(words, language)):
        return quoted(sentence, language, longest=_LONGEST)
    plainly = _BEFORE.sub("", words) or words
    if "¿" in plainly:  # what it is about comes first: "Necesito 40 sillas, ¿me cotiza?"
        return f"{plainly[:1].upper()}{plainly[1:]}?"
    opening = "" if language == "en" else "¿"
    return f"{opening}{plainly[:1].upper()}{plainly[1:]}?"


def are_asked(questions: Iterable[str]) -> bool:
    """Whether all of it is asked, and nothing had to be quoted."""
    return all(not question.startswith(("«", "“")) for question in questions)


def _is_question(words: str, language: str) -> bool:
    if _ASKS[language].match(words):
        return True
    if language == "en":
        return False
    rest = words[match.end() :] if (match := _CLITICS.match(words.lower())) else words
    first = re.match(r"(?!interes|gust|encant|urg|parec)\w+", rest)
    verb = analyse(first[0], fold(first[0]), accents=True) if first else None
    return (
        verb is not None
        and not verb.enclitics
        and all(form.tense is Tense.PRESENT and form.person is not Person.FIRST for form in verb.forms[:1])
    )
