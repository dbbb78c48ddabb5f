"""What a calendar's title says about a meeting to the people who were in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rules.drafting.nouns import topic
from rules.drafting.quoting import plain
from rules.facts import Address, Register
from rules.text import fold

_KINDS = {
    "es": {
        "videollamada": "la videollamada",
        "videoconferencia": "la videoconferencia",
        "visita": "la visita",
        "llamada": "la llamada",
    },
    "en": {"video call": "our video call", "call": "our call", "visit": "our visit"},
}
_MEETING = {"es": "la reunión", "en": "our meeting"}
_OPENING = re.compile(
    r"(?:reunion|videollamada|videoconferencia|visita|llamada|cita|junta|cafe|comida|desayuno|almuerzo"
    r"|meeting|video call|call|(?:site )?visit|coffee|lunch|zoom|teams|meet)\b"
    r"(?:\s*(?:[:–/-]|con|with|de|sobre|about|on|para|a|en|in|at)(?=\s|$))?\s*"
)
_WITH = re.compile(r"\b(?:con|with)\b")
_AFTER_PEOPLE = re.compile(r"\s*(?:[:–|/,-]|\b(?:sobre|para|about|on)\b)\s*")
_INTERNAL = re.compile(
    r"\b(?:seguimiento|intern[oa]|dificil|moros[oa]|cobro|impago|perseguir|ojo|pendiente|tocar|follow.?up|internal|chase"
    r"|difficult|overdue|prep|1:1|confidencial|confidential|prioridad|urgente)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """How to speak of a meeting: "la reunión" or "la visita", and about what (empty where the title does not say)."""

    kind: str
    topic: str


def read_title(title: str, people: Iterable[Address], language: str, register: Register) -> Meeting:
    """Read an event's title; names of those present and words meant for our own eyes say nothing to them."""
    cleaned = plain(title)
    folded = fold(cleaned)
    opening = _OPENING.match(folded)
    kinds = _KINDS[language]
    kind = next((named for word, named in kinds.items() if word in folded), _MEETING[language])
    rest = cleaned[opening.end() :] if opening else cleaned
    if opening and _WITH.search(opening[0]):
        people_end = _AFTER_PEOPLE.search(rest)
        rest = rest[people_end.end() :] if people_end else ""
    known = " ".join(f"{person.name} {person.address}" for person in people)
    names = set(re.findall(r"[^\W_]+", fold(known)))
    rest = _without_names(rest, names)
    said = set(re.findall(r"\w+", fold(rest))) - {"y", "e", "and", "con", "with", "de", "la", "el"}
    if _INTERNAL.search(folded) or said <= names:
        return Meeting(kind=kind, topic="")
    return Meeting(kind=kind, topic=topic(rest, language, register))


def _without_names(rest: str, names: set[str]) -> str:
    """Leave out names of those present at either end: "Caro - biblioteca", "obra Isabel Vega"."""
    words = rest.split()
    while words and (not re.search(r"\w", words[0]) or fold(words[0]).strip(":,") in names):
        words = words[1:]
    while words and (not re.search(r"\w", words[-1]) or fold(words[-1]) in names):
        words = words[:-1]
    return " ".join(words)
