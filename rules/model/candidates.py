"""Candidates: what may be a signal, because a rule says so, or because the model does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from rules.model.kinds import KINDS, REPEATED, is_possible
from rules.signals import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from rules.model.strip import Unit
    from rules.reading.reading import Reading
    from rules.signals import Signal

FLOOR: Final = -2.5
"""Log-odds below which the model proposes nothing."""
_APART: Final = 1.2
"""Clauses of a sentence whose log-odds are at most twice this much lower belong to the act."""
_BESIDE: Final = 3.0
"""A neighbouring sentence whose log-odds are at most this much lower says the same thing in other words."""
_DOUBTED: Final = -1.0
"""A place that the model doubts more than this has neighbours as if it doubted it this much."""
_WIDE: Final = frozenset({Kind.COMPLAINT, Kind.STALL, Kind.ACCEPTANCE, Kind.REJECTION, Kind.FAREWELL, Kind.OPT_OUT})
"""Kinds that are often said in two breaths: their evidence is all of it, whoever found it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place that may carry a signal of a kind. Places are offsets into the message's text."""

    kind: Kind
    start: int
    end: int
    odds: float
    """Log-odds that the model gives it; of its best clause."""
    unit: int
    """Number of that clause."""
    signal: Signal | None = None
    """What the rules found there."""


def candidates(
    reading: Reading, units: Sequence[Unit], odds: NDArray[np.float32], signals: Sequence[Signal]
) -> list[Candidate]:
    """Find what may be a signal; ``odds`` holds the model's log-odds by clause and kind."""
    places = _places(reading, signals)
    found: list[Candidate] = []
    said = {signal.kind for signal in signals}
    highest = odds.max(axis=0).tolist()
    for column, kind in enumerate(KINDS):
        if highest[column] <= FLOOR and kind not in said:
            continue
        if not is_possible(kind, reading.message.direction) or (
            kind is Kind.MISSING_ATTACHMENT and reading.message.attachments
        ):
            continue
        mine = [(start, end, signal) for start, end, signal in places if signal.kind is kind]
        column_odds = odds[:, column]
        taken: set[int] = set()
        for start, end, signal in mine:
            within = _units_within(units, start, end)
            taken.update(within)
            best = max(within, key=lambda unit: column_odds[unit])
            span = _widened(reading, units, column_odds, best, (start, end)) if kind in _WIDE else (start, end)
            found.append(_at(kind, span, column_odds, best, signal))
        if kind not in REPEATED:
            if not mine:
                best = int(np.argmax(column_odds))
                if column_odds[best] > FLOOR:
                    sentence = reading.sentences[units[best].sentence]
                    span = sentence.start, sentence.end
                    if kind in _WIDE:
                        span = _widened(reading, units, column_odds, best, span)
                    found.append(_at(kind, span, column_odds, best))
            continue
        for start, end, best in _runs(reading, units, column_odds, taken, kind):
            found.append(_at(kind, (start, end), column_odds, best))
    return found


def _at(
    kind: Kind, span: tuple[int, int], odds: NDArray[np.float32], unit: int, signal: Signal | None = None
) -> Candidate:
    return Candidate(kind=kind, start=span[0], end=span[1], odds=float(odds[unit]), unit=unit, signal=signal)


def _places(reading: Reading, signals: Sequence[Signal]) -> list[tuple[int, int, Signal]]:
    """Say where the evidence of each signal stands; what a kind says twice stands where it was said next."""
    text = reading.message.text
    places: list[tuple[int, int, Signal]] = []
    read_to: dict[Kind, int] = {}
    for signal in signals:
        start = text.find(signal.evidence, read_to.get(signal.kind, 0))
        if start < 0:
            start = text.find(signal.evidence)
        read_to[signal.kind] = start + len(signal.evidence)
        places.append((start, read_to[signal.kind], signal))
    return places


def _units_within(units: Sequence[Unit], start: int, end: int) -> list[int]:
    within = [number for number, unit in enumerate(units) if unit.start < end and start < unit.end]
    return within or [min(range(len(units)), key=lambda number: abs(units[number].start - start))]


def _runs(
    reading: Reading, units: Sequence[Unit], odds: NDArray[np.float32], taken: set[int], kind: Kind
) -> Iterator[tuple[int, int, int]]:
    """Join the clauses of a sentence that are one act.

    A promise with a date of its own beside another one is another promise; what is asked in one sentence is asked once.
    """
    runs: list[list[int]] = []
    for number, unit in enumerate(units):
        if odds[number] <= FLOOR or number in taken:
            continue
        run = runs[-1] if runs and units[runs[-1][0]].sentence == unit.sentence else None
        if run is None or (kind is Kind.PROMISE and _is_another(units, odds, run, number)):
            runs.append([number])
        else:
            run.append(number)
    for run in runs:
        best = max(run, key=lambda number: odds[number])
        strong = [number for number in run if odds[number] > odds[best] - 2 * _APART]
        sentence = reading.sentences[units[best].sentence]
        alone = not any(
            other is not run and units[other[0]].sentence == units[best].sentence for other in runs
        ) and not any(units[number].sentence == units[best].sentence for number in taken)
        if alone:
            yield sentence.start, sentence.end, best
        else:
            yield units[strong[0]].start, units[strong[-1]].end, best


def _is_another(units: Sequence[Unit], odds: NDArray[np.float32], run: Sequence[int], number: int) -> bool:
    unit = units[number]
    if not unit.main:
        return False
    dated = any(units[other].dated for other in run)
    return (unit.dated and dated) or (number != run[-1] + 1 and bool(odds[number] > 0 and odds[run[-1]] > 0))


def _widened(
    reading: Reading, units: Sequence[Unit], odds: NDArray[np.float32], best: int, span: tuple[int, int]
) -> tuple[int, int]:
    """Take the sentences on either side in that say the same thing in other words, or half of it."""
    touched = [place for place, each in enumerate(reading.sentences) if each.start < span[1] and span[0] < each.end]
    if not touched:
        return span
    start, end = span
    before, after = touched[0] - 1, touched[-1] + 1
    levels = dict.fromkeys((before, after), -np.inf)
    for unit, level in zip(units, odds, strict=True):
        if unit.sentence in levels:
            levels[unit.sentence] = max(levels[unit.sentence], float(level))
    enough = max(float(odds[best]), _DOUBTED) - _BESIDE
    if levels[before] >= enough:
        start = reading.sentences[before].start
    if levels[after] >= enough:
        end = reading.sentences[after].end
    return start, end
