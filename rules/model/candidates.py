"""Candidates: what may be a signal, because a rule says so, or because the model does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from rules.model.kinds import KINDS, REPEATED, is_possible
from rules.reading import breaths
from rules.signals import Confidence, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from rules.model.strip import Unit
    from rules.reading.reading import Reading
    from rules.signals import Signal

FLOOR: Final = -2.5
"""Log-odds below which the model proposes nothing."""
_BESIDE: Final = 1.2
"""A neighbouring sentence whose log-odds are at most this much lower says the same thing in other words."""
_BOUND: Final = 4.0
"""Log-odds beyond which the model is no surer."""
_ABSENT: Final = -3.0
"""Log-odds of what is not there: below what the model proposes."""
_MANY: Final = 3
"""More signals of rules than this make a message no fuller."""
_SHORT: Final = 20
"""Evidence of fewer characters than this is little to go by."""
_WIDE: Final = frozenset({Kind.COMPLAINT, Kind.STALL, Kind.ACCEPTANCE, Kind.REJECTION, Kind.FAREWELL, Kind.OPT_OUT})
"""Kinds that are often said in two breaths."""
TRAITS: Final = (
    "sure rule",
    "likely rule",
    "maybe rule",
    "model of a rule's",
    "model alone",
    "beside a rule's",
    "model beside a rule's",
    "under another kind's rule",
    "rule elsewhere",
    "rule on a short place",
    "strong model",
    "another kind elsewhere",
    "same kind elsewhere",
    "another kind here",
    "rules in the message",
    "weaker here",
)
"""What a candidate is judged by; see :meth:`Candidate.traits`."""
RULED: Final = (0, 1, 2, 7)
"""The traits that say what the rules say; on mail they were written with they say it too often rightly."""


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
    traits: tuple[float, ...]


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
            found.append(_candidate(kind, (start, end), (float(column_odds[best]), best), signal, places, units))
        if kind not in REPEATED:
            if not mine:
                best = int(np.argmax(column_odds))
                if column_odds[best] > FLOOR:
                    span = _widened(reading, units, column_odds, best, kind)
                    found.append(_candidate(kind, span, (float(column_odds[best]), best), None, places, units))
            continue
        for start, end, best in _runs(reading, units, column_odds, taken, kind):
            found.append(_candidate(kind, (start, end), (float(column_odds[best]), best), None, places, units))
    return _among(found)


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


def _candidate(
    kind: Kind,
    span: tuple[int, int],
    best: tuple[float, int],
    signal: Signal | None,
    places: Sequence[tuple[int, int, Signal]],
    units: Sequence[Unit],
) -> Candidate:
    start, end = span
    odds, unit = best
    elsewhere = any(other.kind is kind and other is not signal for _, _, other in places)
    rival = any(other.kind is not kind and left < end and start < right for left, right, other in places)
    level = signal.confidence if signal is not None else None
    sentence = units[unit].sentence
    first = min(each.start for each in units if each.sentence == sentence)
    last = max(each.end for each in units if each.sentence == sentence)
    beside = signal is None and any(
        other.kind is kind and left < last and first < right for left, right, other in places
    )
    bounded = _bounded(odds)
    traits = (
        float(level is Confidence.SURE),
        float(level is Confidence.LIKELY),
        float(level is Confidence.MAYBE),
        bounded if signal is not None else 0.0,
        bounded if signal is None and not beside else 0.0,
        float(beside),
        bounded if beside else 0.0,
        float(rival),
        float(elsewhere),
        float(signal is not None and end - start < _SHORT),
        max(odds - 2.0, 0.0) if signal is None and not beside else 0.0,
    )
    return Candidate(kind=kind, start=start, end=end, odds=odds, unit=unit, signal=signal, traits=traits)


def _among(found: Sequence[Candidate]) -> list[Candidate]:
    """Add what a message's other candidates say.

    One act seldom stands alone, and one place seldom does two things.
    """
    kinds = np.array([KINDS.index(each.kind) for each in found])
    starts = np.array([each.start for each in found])
    ends = np.array([each.end for each in found])
    odds = np.array([_bounded(each.odds) for each in found])
    ruled = sum(each.signal is not None for each in found)
    judged: list[Candidate] = []
    for at, each in enumerate(found):
        rivals = kinds != kinds[at]
        peers = ~rivals
        peers[at] = False
        here = _strongest(odds[rivals & (starts < each.end) & (each.start < ends)])
        traits = (
            _strongest(odds[rivals]) / 2,
            _strongest(odds[peers]) / 2,
            here / 2,
            min(ruled - (each.signal is not None), _MANY) / 2,
            float(each.signal is None and here > each.odds),
        )
        judged.append(replace(each, traits=each.traits + traits))
    return judged


def _strongest(odds: NDArray[np.float64]) -> float:
    return float(odds.max(initial=_ABSENT))


def _bounded(odds: float) -> float:
    return min(max(odds, -_BOUND), _BOUND)


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
        strong = [number for number in run if odds[number] > odds[best] - 2 * _BESIDE]
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
    reading: Reading, units: Sequence[Unit], odds: NDArray[np.float32], best: int, kind: Kind
) -> tuple[int, int]:
    """Give the sentence of a clause, with the one beside it that says the same."""
    place = units[best].sentence
    first = last = place
    if kind in _WIDE:
        levels = dict.fromkeys((place - 1, place + 1), -np.inf)
        for unit, level in zip(units, odds, strict=True):
            if unit.sentence in levels:
                levels[unit.sentence] = max(levels[unit.sentence], float(level))
        if levels[place - 1] >= odds[best] - _BESIDE:
            first -= 1
        if levels[place + 1] >= odds[best] - _BESIDE:
            last += 1
    span = reading.sentences[first].start, reading.sentences[last].end
    return breaths.told(reading, *span) if kind is Kind.COMPLAINT and first == last else span
