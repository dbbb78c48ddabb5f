"""Scanning: the log-odds of every clause of a message, with what sentences gave before remembered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from rules.language.matching import parse
from rules.model import sheet
from rules.model.strip import strip_of, times_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rules.grammar.clause import Context
    from rules.language.matching import Matter
    from rules.model.strip import Keys, Time, Unit
    from rules.model.weights import Weights

_REMEMBERED: Final = 4096
"""Sentences whose sums are kept."""


@dataclass(frozen=True, slots=True)
class _Digest:
    """What the weights make of a sentence by itself, and what it gives to those around it."""

    units: tuple[Unit, ...]
    odds: NDArray[np.float64]
    """What the words and the frame of each unit say, one row a unit."""
    around: Keys
    lengths: tuple[int, ...]


class Scanner:
    """Reads messages by one set of weights."""

    def __init__(self, weights: Weights) -> None:
        """Scan by these weights."""
        self._weights = weights
        self._digest = lru_cache(maxsize=_REMEMBERED)(self._digested)

    def scan(self, matter: Matter) -> tuple[tuple[Unit, ...], NDArray[np.float32]]:
        """Give the units of a message, and the log-odds of each unit and kind.

        They are those that :meth:`rules.model.weights.Weights.odds` finds on its whole sheet, to the last bit.
        """
        reading, weights = matter.reading, self._weights
        side = sheet.side_of(reading)
        digests = [
            self._digest(
                reading.language,
                side,
                sentence.text,
                sentence.folded,
                matter.context(sentence),
                times_of(matter.deadlines(sentence)),
            )
            for sentence in reading.sentences
        ]
        units = sheet.units_of(reading, [digest.units for digest in digests])
        keys = sheet.surroundings(reading, [(digest.around, digest.lengths, len(digest.units)) for digest in digests])
        sums, sizes = weights.sums(keys)
        count = len(units)
        parts = sums * sheet.surrounding_scales(sizes, count)[:, None]
        odds = np.concatenate([digest.odds for digest in digests])
        odds += parts[:count]
        odds += parts[[count + unit.sentence for unit in units]]
        odds += parts[-1]
        return units, np.asarray(odds * weights.scale + weights.bias, np.float32)

    def _digested(
        self, language: str, side: str, text: str, folded: str, context: Context, times: tuple[Time, ...]
    ) -> _Digest:
        strip = strip_of(language, side, text, folded, parse(language, text, folded, context), times)
        sums, sizes = self._weights.sums(strip.own)
        parts = sums * sheet.own_scales(sizes)[:, None]
        return _Digest(strip.units, parts[::2] + parts[1::2], strip.around, strip.lengths)
