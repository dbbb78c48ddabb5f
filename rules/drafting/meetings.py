"""What a calendar's title says about a meeting to the people who were in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rules.drafting.nouns import topic
from rules.drafting.quoting import plain
from rules.facts import Address, Register
from rules.text import fold, words

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
_PARTED = re.compile(r"\s+[-–|]\s+|\s*[()|]\s*|\s+w/\s*|:\s+")
_HOW = re.compile(
    r"[\s,:–-]+(?:kick-?off|catch-?up|sync|meeting|call|reuni[oó]n|arranque)(?: (?:meeting|call))?$", re.IGNORECASE
)
"""What a title says at its end of how one meets, and not about what."""
_OF_FIRMS = words("ayto ayuntamiento hnos hermanos hijos sl slu sa sc cb cia grupo ltd inc llc plc co sons bros group")
_TO_THEM = words("con with de of para for y e and")
"""Words that lead to a name, and say nothing without it."""
_SHORTEST = 3
"""Longer words than this are told in a domain: "vivero" and "santos" in viverossantos.example."""
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
    names = set(re.findall(r"[^\W_]+", fold(known))) | _OF_FIRMS
    domains = " ".join(re.sub(r"\W", "", fold(person.domain)) for person in people)
    names |= {word for word in re.findall(r"[^\W_]+", fold(rest)) if len(word) > _SHORTEST and word in domains}
    rest = _HOW.sub("", _without_names(_said(rest, names), names))
    said = set(re.findall(r"\w+", fold(rest))) - {"y", "e", "and", "con", "with", "de", "la", "el"}
    if _INTERNAL.search(folded) or said <= names:
        return Meeting(kind=kind, topic="")
    return Meeting(kind=kind, topic=topic(rest, language, register))


def _said(rest: str, names: set[str]) -> str:
    """Leave out the parts of a title that only say who is met: "(Puig Asesores)", "- Bright Smiles", "w/ Ashby"."""
    parts = [part for part in _PARTED.split(rest) if part.strip()]
    kept = [part for part in parts if not set(re.findall(r"\w+", fold(part))) <= names]
    return rest if len(kept) == len(parts) else " - ".join(kept)


def _without_names(rest: str, names: set[str]) -> str:
    """Leave out names of those present at either end: "Caro - biblioteca", "obra Isabel Vega"."""
    said = rest.split()
    while said and (not re.search(r"\w", said[0]) or fold(said[0]).strip(":,.") in names):
        said = said[1:]
    while said and (not re.search(r"\w", said[-1]) or fold(said[-1]).strip(".,") in names | _TO_THEM):
        said = said[:-1]
    return " ".join(said)
