"""Reasons: which words, and which of the grammar's findings, weighed for or against a kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.facts import Direction
from rules.model.families import family
from rules.model.frames import frame_of
from rules.model.kinds import KINDS
from rules.model.sheet import feature
from rules.text import fold

if TYPE_CHECKING:
    from rules.language.matching import Matter
    from rules.model.sheet import Sheet
    from rules.model.weights import Weights
    from rules.signals import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A word, a family of words (@NAME) or a finding of the grammar (name=value), and what it added to the log-odds."""

    name: str
    weight: float


def reasons(weights: Weights, matter: Matter, sheet: Sheet, unit: int, kind: Kind, most: int = 8) -> tuple[Reason, ...]:
    """Give what weighed most in a clause itself, the heaviest first; its surroundings are left out."""
    reading, place = matter.reading, sheet.units[unit]
    side = "o" if reading.message.direction is Direction.OUTBOUND else "i"
    sentence = reading.sentences[place.sentence]
    start, end = place.start - sentence.start, place.end - sentence.start
    words = dict.fromkeys(fold(sentence.text[start:end]).strip(" .,;:?!").split())
    kins = dict.fromkeys(f"@{kin}" for word in words if (kin := family(word, reading.language)))
    weighed = {name: [(3 * unit, feature(name, "own"))] for name in (*words, *kins)}
    clause = next((each for each in matter.clauses(sentence) if each.start == start), None)
    if clause is not None:
        times = [time for time in matter.deadlines(sentence) if start <= time.start < end]
        for name in frame_of(clause, sentence.folded, times, reading.language):
            part = 3 * unit + 1
            weighed[name] = [(part, feature(name, "frame")), (part, feature(name, f"frame {side}"))]
    column = KINDS.index(kind)
    step = float(weights.scale[column])
    found = [
        Reason(
            name=name,
            weight=step * sum(float(sheet.scales[part] * weights.table[number, column]) for part, number in places),
        )
        for name, places in weighed.items()
    ]
    return tuple(sorted(found, key=lambda reason: -abs(reason.weight))[:most])
